"""Statements as they stand, out of the database: all of them quickly, or some by id."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Connection, FromClause, Row, Select, case, func, select

from accord.errors import CallError
from accord.statements import Statement
from accord.store import tables
from accord.store.memory import ByDocument, Key, Memory
from accord.store.records import MACHINES, Review, Standing, State


def parsed(text: str) -> Statement:
    """The statement in a record that the store has checked and written itself."""
    statement: Statement = _adapter().validate_json(text)
    return statement


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Statement)


_SEVERAL, _FEW = 5_000, 500  # beyond so many, all are asked for at once; so many are asked for by id


def one_of(column: Any, values: Sequence[str]) -> ColumnElement[bool]:
    """Equality where there is one value, which an index can be walked by."""
    condition: ColumnElement[bool] = column == values[0] if len(values) == 1 else column.in_(list(values))
    return condition


class Statements:
    """The statements of a database as they stand, each parsed once for a revision."""

    def __init__(self) -> None:
        self._memory = Memory(parsed)
        self._places: ByDocument[_Place] = ByDocument(_places)
        self._told: tuple[Mapping[str, _Place], tuple[Statement, ...]] = ({}, ())
        self._lock = threading.Lock()

    def all(self, connection: Connection, *, with_rejected: bool = False) -> tuple[Statement, ...]:
        """All that stand in present documents, by file and span."""
        if with_rejected:
            states = (State.STANDING, State.REJECTED)
            return tuple(self._parsed(connection, [row[-2:] for row in _rows(connection, states)], states))
        with self._lock:
            places, told = self._places.all(connection), self._told
            if told[0] is not places:
                keys = [key for place in _in_order(places.values()) for key in place.keys]
                self._told = told = (places, tuple(self._parsed(connection, keys, (State.STANDING,))))
            return told[1]

    def of_document(self, connection: Connection, document: str, states: Sequence[State]) -> tuple[Standing, ...]:
        """Those of one document in these states, by span."""
        columns = tables.standing.c
        query = standing_query(with_record=False).where(columns.document == document, one_of(columns.state, states))
        rows = connection.execute(query.order_by(columns.start, columns.end, columns.id)).all()
        statements = self._parsed(connection, [(row.id, row.revision) for row in rows], states, document)
        return tuple(standing_of(row, one) for row, one in zip(rows, statements, strict=True))

    def _parsed(
        self, connection: Connection, keys: Sequence[Key], states: Sequence[State], document: str | None = None
    ) -> list[Statement]:
        columns = tables.standing.c
        texts = _joined(select(columns.id, columns.revision, RECORD.label("record")))

        def fetch(missing: list[str]) -> Iterator[tuple[str, int, str]]:
            if len(missing) > (_SEVERAL if document is None else _FEW):
                every = texts if document is None else texts.where(columns.document == document)
                yield from (tuple(row) for row in connection.execute(every.where(one_of(columns.state, states))))
                return
            for at in range(0, len(missing), _FEW):
                some = texts.where(columns.id.in_(missing[at : at + _FEW]))
                yield from (tuple(row) for row in connection.execute(some))

        return self._memory.all(keys, fetch)


class _Place(NamedTuple):
    """Where the statements of a document stand, and their ids and revisions, by span."""

    file: str
    document: str
    spans: tuple[tuple[int, int], ...]
    keys: tuple[Key, ...]


def _places(connection: Connection, documents: Collection[str] | None) -> dict[str, _Place]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in _rows(connection, (State.STANDING,), documents):
        found[row[0]].append(row)
    return {
        id: _Place(rows[0][1], id, tuple((row[2], row[3]) for row in rows), tuple((row[4], row[5]) for row in rows))
        for id, rows in found.items()
    }


def _rows(connection: Connection, states: Sequence[State], documents: Collection[str] | None = None) -> list[Any]:
    columns = tables.standing.c
    query = select(columns.document, columns.file, columns.start, columns.end, columns.id, columns.revision)
    query = query.where(columns.present, one_of(columns.state, states))
    if documents is not None:
        query = query.where(columns.document.in_(sorted(documents)))
    query = query.order_by(columns.file, columns.start, columns.end, columns.id)
    return [tuple(row) for row in connection.execute(query)]


def _in_order(places: Iterable[_Place]) -> Iterator[_Place]:
    """Documents by file; those of one file as one, by span."""
    for file, group in groupby(sorted(places), key=lambda place: place.file):
        same = list(group)
        if len(same) == 1:
            yield same[0]
            continue
        rows = sorted((span, key) for place in same for span, key in zip(place.spans, place.keys, strict=True))
        yield _Place(file, "", tuple(span for span, _ in rows), tuple(key for _, key in rows))


def standing_by_id(connection: Connection, ids: Sequence[str]) -> tuple[Standing, ...]:
    """The statements with these ids, in their order, whatever their state.

    Raises:
        CallError: an id is unknown.
    """
    columns, found = tables.standing.c, dict[str, Standing]()
    for at in range(0, len(ids), 500):
        query = standing_query().where(columns.id.in_(ids[at : at + 500]))
        found |= {row.id: standing_of(row) for row in connection.execute(query)}
    for id in ids:
        if id not in found:
            raise CallError("A statement of the project", f"got {id!r}", "list the ids with `accord review`")
    return tuple(found[id] for id in ids)


RECORD = func.coalesce(tables.standing.c.record, tables.statements.c.record)
"""A statement's record: as people left it, else as it was read."""


def standing_query(*, with_record: bool = True) -> Select[Any]:
    """The rows that `standing_of` reads, of present documents."""
    columns, decisions = tables.standing.c, tables.decisions.c
    names = ("id", "file", "state", "review", "revision", "found")
    query = select(*(columns[name] for name in names), decisions.who, decisions.when)
    query = query.add_columns(RECORD.label("record")) if with_record else query
    return _joined(query, reading=with_record, deciding=True)


_STATES = {state.value: state for state in State}  # an enumeration's own look-up takes longer than all the rest
_REVIEWS = {review.value: review for review in Review}


def standing_of(row: Row[Any], statement: Statement | None = None) -> Standing:
    """A statement as it stands, out of its row; `statement` where its record has been parsed."""
    return Standing(
        statement=statement or parsed(row.record),
        file=row.file,
        state=_STATES[row.state],
        review=_REVIEWS[row.review],
        revision=row.revision,
        found=row.found,
        who=row.who,
        when=row.when,
    )


def _joined(query: Select[Any], *, reading: bool = True, deciding: bool = False) -> Select[Any]:
    columns, joined = tables.standing.c, cast(FromClause, tables.standing)
    if reading:
        joined = joined.outerjoin(tables.statements, tables.statements.c.number == columns.source)
    if deciding:
        joined = joined.outerjoin(tables.decisions, tables.decisions.c.number == columns.decided)
    return query.select_from(joined).where(columns.present)


def latest_readings(connection: Connection, reader: str | None = None) -> tuple[Statement, ...]:
    """The statements of every reader's latest reading of the present documents, uncorrected, each coder's too.

    With `reader`, of that reader's alone.
    """
    columns = tables.readings.c
    kind = case((columns.reader.in_(MACHINES), "machine"), else_=columns.reader)
    latest = select(func.max(columns.number).label("number")).group_by(columns.document, kind).subquery()
    query = (
        select(tables.statements.c.record, tables.documents.c.file)
        .join(latest, tables.statements.c.reading == latest.c.number)
        .join(tables.documents, tables.documents.c.id == tables.statements.c.document)
        .where(tables.documents.c.present)
    )
    if reader is not None:
        query = query.join(tables.readings, columns.number == latest.c.number).where(columns.reader == reader)
    found = [(row.file, parsed(row.record)) for row in connection.execute(query)]
    return tuple(statement for _, statement in sorted(found, key=lambda pair: (pair[0], pair[1].span, pair[1].reader)))
