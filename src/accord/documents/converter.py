"""The program that turns web pages and Markdown into text, in a process of its own under limits.

Started by `confined`, by path; it never imports the rest of the package. On standard input come frames (eight bytes
of length, one byte of kind, the content in UTF-8), on standard output go frames of JSON (eight bytes of length): title,
date, source and text, or a fault.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable
from typing import Any

MEMORY = 2 << 30  # bytes of address space
SECONDS = 30  # of processor time for one document
_FRONT = re.compile(r"\A---[ \t]*\r?\n(.{0,8000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(title|date|source|publisher|sitename)[ \t]*:[ \t]*(.+?)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_LATEST = "2200-01-01"  # a page's date is its own word: no clock decides which dates can be


def page(html: str) -> dict[str, Any]:
    """Text and metadata of a web page, without scripts, menus and footers."""
    import trafilatura
    from trafilatura.metadata import extract_metadata

    unseen = ["//script", "//style", "//noscript", "//template"]
    text = trafilatura.extract(html, include_comments=False, prune_xpath=unseen, favor_recall=True)
    text = text or trafilatura.html2txt(html) or _all_text(html)
    dates = {"original_date": True, "extensive_search": False, "max_date": _LATEST}
    known = extract_metadata(html, date_config=dates)
    blocks = [line.strip() for line in (text or "").splitlines() if line.strip()]
    return {"title": known.title, "date": known.date, "source": known.sitename, "text": "\n\n".join(blocks)}


def _all_text(html: str) -> str:
    """Every visible word, for a page too small or too odd to have a main part."""
    import lxml.html

    tree = lxml.html.document_fromstring(html)
    for unseen in tree.xpath("//script|//style|//noscript|//template|//head"):
        unseen.drop_tree()
    return str(tree.text_content())


def markdown(source: str) -> dict[str, Any]:
    """Text and front matter of a Markdown document: its blocks as paragraphs, without marks and raw HTML."""
    from markdown_it import MarkdownIt

    front = _FRONT.match(source)
    fields = {key.lower(): value.strip("'\"") for key, value in _FIELD.findall(front.group(1))} if front else {}
    tokens = MarkdownIt("commonmark").enable("table").parse(source[front.end() :] if front else source)
    blocks, heading = _blocks(tokens)
    named = fields.get("source") or fields.get("publisher") or fields.get("sitename")
    title = fields.get("title") or heading
    return {"title": title, "date": fields.get("date"), "source": named, "text": "\n\n".join(blocks)}


def _blocks(tokens: Iterable[Any]) -> tuple[list[str], str | None]:
    """The readable blocks, and the first heading."""
    blocks: list[str] = []
    heading = None
    row: list[str] | None = None
    before = ""
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            blocks.append(" | ".join(row))
            row = None
        elif token.type == "inline":
            text = _words(token.children or ())
            if row is not None:
                row.append(text)
            elif text.strip():
                blocks.append(text.strip())
            if before == "heading_open" and heading is None:
                heading = text.strip()
        elif token.type in {"fence", "code_block"} and token.content.strip():
            blocks.append(token.content.strip())
        before = token.type
    return blocks, heading


def _words(tokens: Iterable[Any]) -> str:
    """Inline tokens as they read: a soft break is a space, a picture is nothing."""
    breaks = {"softbreak": " ", "hardbreak": "\n"}
    kept = {"text", "code_inline", "text_special"}
    return "".join(token.content if token.type in kept else breaks.get(token.type, "") for token in tokens)


def _confine() -> None:
    """From here on: no network, no other program, bounded memory."""

    def refuse(event: str, _: object) -> None:
        if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "subprocess.Popen", "os.system"}:
            raise PermissionError(event)

    sys.addaudithook(refuse)
    try:
        import resource
    except ImportError:  # not on this system: the parent's limit on the time still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _allow_time() -> None:
    """The limit on processor time, counted anew from now."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _converted(kind: bytes, content: bytes) -> dict[str, Any]:
    try:
        return (page if kind == b"h" else markdown)(content.decode("utf-8"))
    except MemoryError:
        return {"fault": "it needs too much memory"}
    except RecursionError:
        return {"fault": "it is nested too deep"}
    except Exception as error:  # noqa: BLE001 - whatever a parser throws at a hostile page, the next page must be read
        return {"fault": f"the parser failed ({type(error).__name__})"}


def main() -> None:
    """Answers frames until standard input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand between the frames
    _confine()
    while len(head := sys.stdin.buffer.read(9)) == 9:
        content = sys.stdin.buffer.read(int.from_bytes(head[:8], "big"))
        _allow_time()
        answer = json.dumps(_converted(head[8:], content)).encode("ascii")
        answers.write(len(answer).to_bytes(8, "big") + answer)
        answers.flush()


if __name__ == "__main__":
    main()
