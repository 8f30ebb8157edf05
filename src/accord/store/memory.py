"""What was asked of the database before, by document, so that the next question is about what has changed since."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Generic, TypeVar

from sqlalchemy import Connection, select

from accord.statements import Statement
from accord.store import tables
from accord.store.histories import Extent, extent

V = TypeVar("V")

_GC = threading.Lock()
_MOST = 200  # documents that are asked for by id; beyond so many, all are


class ByDocument(Generic[V]):
    """Something known of each document; `load` finds it for some documents (None: for all).

    It must follow from the documents that are present, what was read in them and what was decided on that.
    """

    def __init__(self, load: Callable[[Connection, Collection[str] | None], Mapping[str, V]]) -> None:
        self._load = load
        self._extent: Extent | None = None
        self._known: Mapping[str, V] = {}
        self._lock = threading.Lock()

    def all(self, connection: Connection) -> Mapping[str, V]:
        """It for each document that has it; the same object as long as nothing changes."""
        with self._lock:
            now = extent(connection)
            if self._extent is None or self._extent.documents != now.documents:
                self._known, self._extent = self._load(connection, None), now
            elif self._extent.reading < now.reading or self._extent.decision < now.decision:
                self._take(connection, _changed(connection, self._extent), now)
            return self._known

    def _take(self, connection: Connection, changed: frozenset[str], now: Extent) -> None:
        some = changed if len(changed) <= _MOST else None
        rest = {} if some is None else {id: value for id, value in self._known.items() if id not in some}
        self._known, self._extent = {**rest, **self._load(connection, some)}, now


def _changed(connection: Connection, since: Extent) -> frozenset[str]:
    """The documents in which something was read or decided since."""
    readings, decisions = tables.readings.c, tables.decisions.c
    read = select(readings.document).distinct().where(readings.number > since.reading)
    decided = select(decisions.document).distinct().where(decisions.number > since.decision)
    return frozenset(id for query in (read, decided) for id in connection.execute(query).scalars())


Key = tuple[str, int]
"""A statement's id and its revision."""


class Memory:
    """Statements that were parsed before, by id and revision."""

    def __init__(self, parse: Callable[[str], Statement]) -> None:
        self._parse = parse
        self._known: dict[str, tuple[int, Statement]] = {}

    def all(self, keys: Sequence[Key], fetch: Callable[[list[str]], Iterable[tuple[str, int, str]]]) -> list[Statement]:
        """The statements of these keys; `fetch` returns id, revision and record of those that were not parsed."""
        known, found = self._known, dict[str, Statement]()
        for id, revision in keys:
            if id in known and known[id][0] == revision:
                found[id] = known[id][1]
        missing = [id for id, _ in keys if id not in found]
        if missing:
            with _no_collection():
                for id, revision, text in fetch(missing):
                    found[id] = self._parse(text)
                    known[id] = (revision, found[id])
        return [found[id] for id, _ in keys]


@contextmanager
def _no_collection() -> Iterator[None]:
    """A while without the garbage collector, which would walk all the new records again and again."""
    if not gc.isenabled() or not _GC.acquire(blocking=False):
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        _GC.release()
