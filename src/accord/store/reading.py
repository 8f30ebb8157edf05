"""Statements as they stand, out of the database: all of them quickly, or some by id."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, case, func, select

from accord.errors import CallError
from accord.statements import Statement
from accord.store import tables
from accord.store.records import MACHINES, Review, Standing, State

_GC = threading.Lock()


def parsed(text: str) -> Statement:
    """The statement in a record that the store has checked and written itself."""
    statement: Statement = _adapter().validate_json(text)
    return statement


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Statement)


class Memory:
    """What was parsed before, by id and revision, so that the next call parses only what has changed since."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, Statement]] = {}

    def missing(self, keys: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
        """Those of these ids and revisions that have not been parsed."""
        known = self._known
        return [(id, revision) for id, revision in keys if known.get(id, _NONE)[0] != revision]

    def parse(self, texts: Mapping[str, str], keys: Sequence[tuple[str, int]]) -> None:
        """Keeps the statements of these ids and revisions."""
        with _no_collection():
            for id, revision in keys:
                self._known[id] = (revision, parsed(texts[id]))

    def all(self, keys: Sequence[tuple[str, int]]) -> tuple[Statement, ...]:
        """The statements of these ids, in their order."""
        return tuple([self._known[id][1] for id, _ in keys])


_NONE = (-1,)
_SEVERAL = 5_000  # beyond so many, all are asked for at once


def one_of(column: Any, values: Sequence[str]) -> ColumnElement[bool]:
    """Equality where there is one value, which an index can be walked by."""
    condition: ColumnElement[bool] = column == values[0] if len(values) == 1 else column.in_(list(values))
    return condition


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


def standing_statements(connection: Connection, memory: Memory, *, with_rejected: bool) -> tuple[Statement, ...]:
    """All statements that stand in present documents, by file and span."""
    columns = tables.standing.c
    states = [State.STANDING.value, *([State.REJECTED.value] if with_rejected else [])]
    query = select(columns.id, columns.revision).where(columns.present, one_of(columns.state, states))
    query = query.order_by(columns.file, columns.start, columns.end, columns.id)
    keys = [(row.id, row.revision) for row in connection.execute(query)]
    missing = memory.missing(keys)
    if len(missing) > _SEVERAL:
        texts = _joined(select(columns.id, RECORD.label("record"))).where(one_of(columns.state, states))
        memory.parse({row.id: row.record for row in connection.execute(texts)}, missing)
    for at in range(0, 0 if len(missing) > _SEVERAL else len(missing), 500):
        texts = _joined(select(columns.id, RECORD.label("record")))
        texts = texts.where(columns.id.in_([id for id, _ in missing[at : at + 500]]))
        memory.parse({row.id: row.record for row in connection.execute(texts)}, missing[at : at + 500])
    return memory.all(keys)


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


def standing_query() -> Select[Any]:
    """The rows that `standing_of` reads, of present documents."""
    columns, decisions = tables.standing.c, tables.decisions.c
    query = select(
        columns.id,
        columns.file,
        columns.state,
        columns.review,
        columns.revision,
        columns.found,
        RECORD.label("record"),
        decisions.who,
        decisions.when,
    )
    return _joined(query, deciding=True)


def standing_of(row: Row[Any]) -> Standing:
    """A statement as it stands, out of its row."""
    return Standing(
        statement=parsed(row.record),
        file=row.file,
        state=State(row.state),
        review=Review(row.review),
        revision=row.revision,
        found=row.found,
        who=row.who,
        when=row.when,
    )


def _joined(query: Select[Any], *, deciding: bool = False) -> Select[Any]:
    columns = tables.standing.c
    joined = tables.standing.outerjoin(tables.statements, tables.statements.c.number == columns.source)
    if deciding:
        joined = joined.outerjoin(tables.decisions, tables.decisions.c.number == columns.decided)
    return query.select_from(joined).where(columns.present)


def latest_readings(connection: Connection) -> tuple[Statement, ...]:
    """The statements of every reader's latest reading of the present documents, uncorrected, each coder's too."""
    columns = tables.readings.c
    kind = case((columns.reader.in_(MACHINES), "machine"), else_=columns.reader)
    latest = select(func.max(columns.number).label("number")).group_by(columns.document, kind).subquery()
    query = (
        select(tables.statements.c.record, tables.documents.c.file)
        .join(latest, tables.statements.c.reading == latest.c.number)
        .join(tables.documents, tables.documents.c.id == tables.statements.c.document)
        .where(tables.documents.c.present)
    )
    found = [(row.file, parsed(row.record)) for row in connection.execute(query)]
    return tuple(statement for _, statement in sorted(found, key=lambda pair: (pair[0], pair[1].span, pair[1].reader)))
