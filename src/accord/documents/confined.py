"""Web pages and Markdown to text, in a child process with limits on memory, processor time and wall time."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from accord.documents import converter
from accord.errors import DocumentError

_KINDS = {"text/html": b"h", "text/markdown": b"m"}


class Converter:
    """Converts one document after the other; a context manager that ends the child with it.

    The child starts with the first document and again after one that broke it.
    """

    def __init__(self, *, seconds: float = 60.0) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def convert(self, text: str, media_type: str) -> dict[str, Any]:
        """`title`, `date`, `source` (text or None each) and `text` of the document.

        Raises:
            DocumentError: the document went beyond a limit or cannot be parsed.
        """
        content = text.encode("utf-8", "replace")
        answer = self._answer(len(content).to_bytes(8, "big") + _KINDS[media_type] + content)
        if answer is None:
            self._end()
            raise DocumentError(
                "A document is converted within the limits on time and memory", "this one was not", "simplify it"
            )
        record: dict[str, Any] = json.loads(answer)
        if "fault" in record:
            raise DocumentError("A document can be parsed", str(record["fault"]), "save its text as .txt")
        return record

    def _answer(self, frame: bytes) -> bytes | None:
        """The child's answer; None where it died or was stopped."""
        child = self._started()
        if child.stdin is None or child.stdout is None:
            return None
        stop = threading.Timer(self._seconds, child.kill)
        stop.start()
        try:
            child.stdin.write(frame)
            child.stdin.flush()
            length = child.stdout.read(8)
            answer = child.stdout.read(int.from_bytes(length, "big"))
        except OSError:
            return None
        finally:
            stop.cancel()
        return answer if len(length) == 8 and len(answer) == int.from_bytes(length, "big") else None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            # -P: the program's own folder is not a place to import from.
            command = [sys.executable, "-P", str(Path(converter.__file__))]
            pipe, none = subprocess.PIPE, subprocess.DEVNULL
            self._child = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=none)
        return self._child

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None
