"""The documents of a project as a list: without their text, with what was read in them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, case, func, select

from accord.errors import CallError
from accord.store import tables
from accord.store.loading import COUNTING
from accord.store.memory import ByDocument
from accord.store.pages import limited
from accord.store.records import DocumentEntry, Page, Review, State
from accord.store.searching import matching_documents, offset_of

_COLUMNS = tables.standing.c
_NAMES = ("id", "file", "title", "source", "date", "media_type", "characters")


class Tally(NamedTuple):
    """What was read in a document: whether anybody has, statements that stand, wait, were rejected, and speakers."""

    is_read: bool = False
    standing: int = 0
    unreviewed: int = 0
    rejected: int = 0
    voices: int = 0


_NOTHING = Tally()


class Library:
    """The present documents, each with its tally, which is taken again only where something was read or decided."""

    def __init__(self) -> None:
        self._tallies: ByDocument[Tally] = ByDocument(_tallies)
        self._words: dict[str, int] = {}

    def all(self, connection: Connection) -> tuple[DocumentEntry, ...]:
        """Every document, by file."""
        columns = tables.documents.c
        query = select(*(columns[name] for name in _NAMES)).where(columns.present).order_by(columns.file, columns.id)
        return self._entries(connection, connection.execute(query).all())

    def page(
        self,
        connection: Connection,
        *,
        sort: str,
        limit: int,
        after: str | None,
        words: str | None = None,
        source: str | None = None,
    ) -> Page[DocumentEntry]:
        """Some documents, in an order, with certain words in their text or of one source."""
        columns = tables.documents.c
        query = select(*(columns[name] for name in _NAMES)).where(columns.present)
        matching = None if words is None else matching_documents(connection, words)
        if matching is not None:
            query = query.where(columns.id.in_(matching))
        if source is not None:
            query = query.where(columns.source == source)
        entries = self._entries(connection, connection.execute(query).all())
        chosen, at = _sorted(entries, sort), offset_of(after)
        more = str(at + limit) if len(chosen) > at + limited(limit) else None
        return Page(tuple(chosen[at : at + limit]), len(chosen), more)

    def _entries(self, connection: Connection, rows: Sequence[Any]) -> tuple[DocumentEntry, ...]:
        tallies = self._tallies.all(connection)
        self._count([row.id for row in rows], connection)
        return tuple(
            DocumentEntry(
                **dict(zip(_NAMES, row, strict=True)),
                words=self._words[row.id],
                **tallies.get(row.id, _NOTHING)._asdict(),
            )
            for row in rows
        )

    def _count(self, ids: Sequence[str], connection: Connection) -> None:
        """Counts the words of texts that were not counted before; an id is of one text for ever."""
        if all(id in self._words for id in ids):
            return
        columns = tables.documents.c
        spaces = func.length(columns.text) - func.length(func.replace(columns.text, " ", ""))
        found = connection.execute(select(columns.id, spaces + 1).where(columns.present))
        self._words = {row[0]: row[1] for row in found}


def _sorted(entries: Sequence[DocumentEntry], sort: str) -> list[DocumentEntry]:
    keys: dict[str, Any] = {
        **{name: lambda one, name=name: getattr(one, name) or "" for name in ("file", "title", "source", "date")},
        "statements": lambda one: one.standing,
        "unreviewed": lambda one: one.unreviewed,
    }
    name = sort.removeprefix("-")
    if name not in keys:
        known = ", ".join(keys)
        raise CallError(f"Documents are sorted by {known}", f"got {sort!r:.40}", "name one of them")
    return sorted(sorted(entries, key=lambda one: (one.file, one.id)), key=keys[name], reverse=sort.startswith("-"))


def _tallies(connection: Connection, documents: Collection[str] | None) -> dict[str, Tally]:
    """What was read in these documents, or in all."""
    stands = _COLUMNS.state == State.STANDING
    counted = (stands, stands & (_COLUMNS.review != Review.REVIEWED), _COLUMNS.state == State.REJECTED)
    sums = [func.sum(case((condition, 1), else_=0)) for condition in counted]
    query = select(_COLUMNS.document, *sums).group_by(_COLUMNS.document)
    numbers = {row[0]: row for row in connection.execute(_of(query, _COLUMNS.document, documents))}
    voices = _voices(connection) if documents is None else _voices_of(connection, documents)
    readings = tables.readings.c
    read = select(readings.document).distinct().where(readings.reader.in_(COUNTING))
    known = set(connection.execute(_of(read, readings.document, documents)).scalars())
    found = {}
    for id in known | numbers.keys():
        _, standing, unreviewed, rejected = numbers.get(id, (id, 0, 0, 0))
        found[id] = Tally(id in known, standing, unreviewed, rejected, voices.get(id, 0))
    return found


def _voices(connection: Connection) -> dict[str, int]:
    """How many speak in each document: asked of the terms of all at once."""
    terms = tables.terms.c
    query = select(_COLUMNS.document, func.count(terms.value.distinct())).select_from(tables.standing)
    query = query.join(tables.terms, terms.statement == _COLUMNS.number)
    query = query.where(_COLUMNS.state == State.STANDING, terms.kind == "speaker").group_by(_COLUMNS.document)
    return {row[0]: row[1] for row in connection.execute(query)}


def _voices_of(connection: Connection, documents: Collection[str]) -> dict[str, int]:
    """How many speak in some documents: told by their statements' own facets, however many terms there are."""
    query = _of(select(_COLUMNS.document, _COLUMNS.facets), _COLUMNS.document, documents)
    found: dict[str, set[str]] = defaultdict(set)
    for document, facets in connection.execute(query.where(_COLUMNS.state == State.STANDING)):
        found[document].update(value for kind, value in json.loads(facets) if kind == "speaker")
    return {document: len(names) for document, names in found.items()}


def _of(query: Select[Any], column: Any, documents: Collection[str] | None) -> Select[Any]:
    return query if documents is None else query.where(column.in_(sorted(documents)))
