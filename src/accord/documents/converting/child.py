"""The process that parses: frames in, frames out, under limits, with nothing to reach but its own libraries.

On standard input come frames (eight bytes of length, one byte of kind, the content), on standard output go frames of
JSON (eight bytes of length): the documents and what was left out, or a fault.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any

from accord.documents.converting.records import Content, OtherContentError
from accord.documents.decoding import declared_encoding, decoded
from accord.documents.folders import MEDIA_TYPES
from accord.documents.limits import MEMORY, PROCESSOR_SECONDS
from accord.errors import DocumentError

KINDS: Mapping[str, bytes] = {
    "text/html": b"h",
    "text/markdown": b"m",
    "application/pdf": b"p",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": b"w",
    "message/rfc822": b"e",
    "application/xml": b"f",
    "text/csv": b"t",
    "application/jsonl": b"j",
}
_IN_UTF8 = {"text/html", "text/markdown", "text/csv", "application/jsonl"}


def converted(kind: bytes, content: bytes) -> Content:
    """What the parser of this kind finds; the first document of a kind loads its library."""
    return _parser(kind)(content)


def _parser(kind: bytes) -> Callable[[bytes], Content]:
    match kind:
        case b"h":
            from accord.documents.converting.web import page

            return page
        case b"m":
            from accord.documents.converting.marks import markdown

            return markdown
        case b"p":
            from accord.documents.converting.pdf import pdf

            return pdf
        case b"w":
            from accord.documents.converting.word import word

            return word
        case b"f":
            from accord.documents.converting.feeds import feed

            return feed
        case b"t":
            from accord.documents.converting.tables import table

            return table
        case b"j":
            from accord.documents.converting.tables import json_lines

            return json_lines
        case _:
            from accord.documents.converting.mail import message

            return lambda content: message(content, attached)


def attached(name: str, content: bytes) -> Content | None:
    """The documents of an attachment, by its name; None where no kind of ours has such a name."""
    media_type = MEDIA_TYPES.get(PurePosixPath(name).suffix.lower())
    if media_type is None:
        return None
    if media_type == "text/plain":
        from accord.documents.converting.records import Part

        return Content((Part(decoded(content).text),))
    if media_type in _IN_UTF8:
        content = decoded(content, declared=declared_encoding(content)).text.encode("utf-8", "replace")
    return converted(KINDS[media_type], content)


def _answered(kind: bytes, content: bytes) -> dict[str, Any]:
    """The answer as it is sent."""
    try:
        found = converted(kind, content)
        return {"parts": [part._asdict() for part in found.parts], "told": found.told, "noted": found.noted}
    except OtherContentError as error:
        return {"fault": [error.must, error.came, error.mend], "other": True}
    except DocumentError as error:
        return {"fault": [error.must, error.came, error.mend]}
    except MemoryError:
        came = "this one needs too much memory"
    except RecursionError:
        came = "this one is nested too deep"
    except Exception as error:  # noqa: BLE001 - whatever a parser throws at a hostile file, the next one must be read
        came = f"this one made the parser fail ({type(error).__name__})"
    return {"fault": ["A document can be parsed", came, "save its text as .txt"]}


def _confine() -> None:
    """From here on: no network, no other program, no file but the libraries' own, bounded memory."""
    libraries = {os.path.realpath(path) for path in (sys.prefix, sys.base_prefix, *sys.path) if path}
    readable = (*(library + os.sep for library in libraries), "/usr/share/zoneinfo", "/etc/localtime", os.devnull)

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(_REFUSED):
            raise PermissionError(event)
        if event == "open" and not isinstance(arguments[0], int):
            path = os.path.realpath(os.fsdecode(arguments[0]))
            if not path.startswith(readable) or (_writes(arguments) and not path_is_cache(path)):
                raise PermissionError(path)

    def path_is_cache(path: str) -> bool:
        return f"{os.sep}__pycache__{os.sep}" in path

    sys.addaudithook(refuse)
    try:
        import resource
    except ImportError:  # not on this system: the parent's limit on the time still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


_REFUSED = (
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.sendmsg",
    "socket.getaddrinfo",
    "socket.gethostby",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.chown",
    "os.kill",
    "shutil.",
    "pty.spawn",
    "ftplib.",
    "http.client.",
    "smtplib.",
    "urllib.Request",
    "webbrowser.",
)


def _writes(arguments: tuple[Any, ...]) -> bool:
    """Whether the file is opened for more than reading: by mode, or by flags where there is no mode."""
    mode, flags = arguments[1], arguments[2]
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return bool(isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC))


def _allow_time() -> None:
    """The limit on processor time, counted anew from now."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + PROCESSOR_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def main() -> None:
    """Answers frames until standard input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand between the frames
    _confine()
    while len(head := sys.stdin.buffer.read(9)) == 9:
        content = sys.stdin.buffer.read(int.from_bytes(head[:8], "big"))
        _allow_time()
        answer = json.dumps(_answered(head[8:], content)).encode("ascii")
        answers.write(len(answer).to_bytes(8, "big") + answer)
        answers.flush()


if __name__ == "__main__":
    main()
