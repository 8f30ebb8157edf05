"""Points of a sweep as they are computed: a file that only grows, so that a run that was cut short goes on."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from accord.errors import CallError, StoreError
from accord.files import write_atomically

Values = tuple[float | None, ...]


class Points:
    """The points kept so far, by number; `keep` adds more and returns when they are on the disk."""

    def __init__(self, handle: int, done: Mapping[int, Values]) -> None:
        self._handle = handle
        self.done = dict(done)

    def keep(self, points: Iterable[tuple[int, Values]]) -> None:
        """Adds points."""
        found = list(points)
        lines = "".join(json.dumps({"point": number, "values": values}) + "\n" for number, values in found)
        data = lines.encode()
        while data:
            data = data[os.write(self._handle, data) :]
        os.fsync(self._handle)
        self.done.update(found)


@contextmanager
def kept_points(path: Path, sweep: Mapping[str, Any]) -> Iterator[Points]:
    """The points in a file, which is made where there is none; `sweep` tells what the points are of.

    A line that was cut short is dropped; one process at a time has the file.

    Raises:
        CallError: the file has points of another sweep.
        StoreError: it cannot be read or written, or another process has it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    except OSError as fault:
        raise StoreError("Points are kept in a file that can be written", f"{path}: {fault.strerror}", "") from fault
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as held:
            raise StoreError("One sweep at a time writes a file", f"another has {path}", "wait for it") from held
        done = _read(path, handle, json.loads(json.dumps(dict(sweep))))
        yield Points(handle, done)
    finally:
        os.close(handle)


def _read(path: Path, handle: int, sweep: Any) -> dict[int, Values]:
    text = path.read_bytes()
    whole = text[: text.rfind(b"\n") + 1]
    if len(whole) < len(text):
        os.ftruncate(handle, len(whole))
    lines = whole.splitlines()
    if not lines:
        os.write(handle, (json.dumps({"sweep": sweep}, sort_keys=True) + "\n").encode())
        os.fsync(handle)
        return {}
    try:
        head, *records = [json.loads(line) for line in lines]
        same = head["sweep"] == sweep
        done = {int(record["point"]): tuple(record["values"]) for record in records}
    except (ValueError, LookupError, TypeError, RecursionError) as fault:
        raise StoreError(
            f"{path} holds the points of a sweep", f"it does not ({fault})", "name another folder"
        ) from fault
    if not same:
        raise CallError(
            "A folder of points is of one sweep", f"{path} is of another (other numbers, outcomes, seed or material)",
            "name another folder with --out, or delete it",
        )  # fmt: skip
    return done


def write_table(path: Path, content: str) -> None:
    """Writes what follows from the points, in place of what stood there.

    Raises:
        StoreError: it cannot be written.
    """
    try:
        write_atomically(path, content)
    except OSError as fault:
        raise StoreError("A table can be written", f"{path}: {fault.strerror}", "name another folder") from fault
