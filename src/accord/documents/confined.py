"""Files of every kind to text, in a child process with limits on memory, processor time and wall time."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from types import TracebackType
from typing import Any, Self

from accord.documents.converting.child import KINDS
from accord.documents.converting.records import Content, OtherContentError, Part
from accord.documents.limits import MEMORY, PROCESSOR_SECONDS, WALL_SECONDS
from accord.errors import DocumentError


class Converter:
    """Converts one document after the other; a context manager that ends the child with it.

    The child starts with the first document and again after one that broke it.
    """

    def __init__(self, *, seconds: float = WALL_SECONDS) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def convert(self, content: bytes, media_type: str) -> Content:
        """The documents in the content, which is in UTF-8 where its kind is text.

        Raises:
            DocumentError: the content went beyond a limit or cannot be parsed.
        """
        answer = self._answer(len(content).to_bytes(8, "big") + KINDS[media_type] + content)
        if answer is None:
            self._end()
            limits = f"{min(PROCESSOR_SECONDS, self._seconds):g} seconds and {MEMORY >> 30} GB of memory"
            must = f"A document is converted within {limits}"
            raise DocumentError(must, "this one was not", "simplify it, or save its text as .txt")
        record: dict[str, Any] = json.loads(answer)
        if "fault" in record:
            raise (OtherContentError if "other" in record else DocumentError)(*record["fault"])
        parts = tuple(Part(**part) for part in record["parts"])
        return Content(parts, tuple(record["told"]), tuple(record["noted"]))

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
            # -P: the folder where the program was started is not a place to import from.
            command = [sys.executable, "-P", "-m", "accord.documents.converting.child"]
            pipe, none = subprocess.PIPE, subprocess.DEVNULL
            self._child = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=none)
        return self._child

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None
