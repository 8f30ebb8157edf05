"""The log of a document out of the database."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from accord.store import tables
from accord.store.records import AGREED, MACHINES, Kind
from accord.store.replay import Deed, Found, Log

COUNTING = (*MACHINES, AGREED)
"""Readers whose statements can stand; those of single coders are only compared."""


def load(connection: Connection, document: str, *, targets: Collection[str] = ()) -> Log:
    """What was read in a document and decided on it; with the records of the `targets`, about to be decided on."""
    readings, statements = tables.readings.c, tables.statements.c
    counting = connection.execute(
        select(readings.number, readings.reader)
        .where(readings.document == document, readings.reader.in_(COUNTING))
        .order_by(readings.number)
    ).all()
    agreed = [row.number for row in counting if row.reader == AGREED]
    reading = max(agreed, default=max((row.number for row in counting), default=0))
    deeds = load_deeds(connection, document)
    base = {row.id: row for row in _found(connection, reading)}
    ids = {id for deed in deeds for id in (*deed.statements, *deed.makes)} | set(targets)
    records: dict[str, dict[int, str]] = defaultdict(dict)
    if ids:
        query = select(statements.id, statements.reading, statements.record)
        query = query.where(statements.reading.in_([row.number for row in counting]))
        for row in connection.execute(query.where(statements.id.in_(sorted(ids)))):
            records[row.id][row.reading] = row.record
    looked = {deed.reading for deed in deeds} - {0, reading}
    seen = {number: frozenset(row.id for row in _found(connection, number)) for number in sorted(looked)}
    seen[reading] = frozenset(base)
    return Log(reading, bool(agreed), base, records, seen, deeds)


def _found(connection: Connection, reading: int) -> list[Found]:
    columns = tables.statements.c
    query = select(columns.number, columns.id, columns.start, columns.end).where(columns.reading == reading)
    return [Found(row.number, row.id, row.start, row.end) for row in connection.execute(query)]


def load_deeds(connection: Connection, document: str) -> tuple[Deed, ...]:
    """The decisions on a document's statements, oldest first."""
    columns = tables.decisions.c
    query = select(tables.decisions).where(columns.document == document).order_by(columns.number)
    return tuple(deed_of(row) for row in connection.execute(query).mappings())


def deed_of(row: RowMapping) -> Deed:
    """A decision out of its row."""
    plain: dict[str, Any] = {name: row[name] for name in ("number", "rejected", "takes_back", "root", "who", "why")}
    return Deed(
        kind=Kind(row["kind"]),
        statements=tuple(json.loads(row["statements"])),
        made=tuple(json.loads(row["made"])),
        changes=json.loads(row["changes"]),
        reading=row["reading"] or 0,
        **plain,
    )
