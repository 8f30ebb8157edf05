"""The log of a document out of the database: all of it, or as much as a few of its statements rest on."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from accord.statements import AGREED
from accord.store import tables
from accord.store.records import MACHINES, Kind
from accord.store.replay import Deed, Found, Log

COUNTING = (*MACHINES, AGREED)
"""Readers whose statements can stand; those of single coders are only compared."""


_MANY = 500  # values in a query


def load(connection: Connection, document: str) -> Log:
    """What was read in a document and decided on it."""
    counting, reading, agreed = counting_readings(connection, document)
    return make_log(
        connection, counting, (reading, agreed), found_in(connection, reading), load_deeds(connection, document)
    )


def make_log(
    connection: Connection,
    counting: Sequence[int],
    base: tuple[int, bool],
    found: Iterable[Found],
    deeds: tuple[Deed, ...],
    *,
    targets: Collection[str] = (),
) -> Log:
    """The log of some statements and the decisions on them, with the records that these have in the counting readings.

    `base`: the reading that counts, and whether it was agreed on; `targets`: statements about to be decided on.
    """
    reading, by_id = base[0], {one.id: one for one in found}
    ids = {id for deed in deeds for id in (*deed.statements, *deed.makes)} | set(targets)
    records: dict[str, dict[int, str]] = defaultdict(dict)
    columns = tables.statements.c
    query = select(columns.id, columns.reading, columns.record).where(columns.reading.in_(counting))
    for some in _parts(sorted(ids)):
        for row in connection.execute(query.where(columns.id.in_(some))):
            records[row.id][row.reading] = row.record
    looked = {deed.reading for deed in deeds} - {0, reading}
    seen = {number: _seen(connection, number, by_id) for number in sorted(looked)}
    seen[reading] = frozenset(by_id)
    return Log(*base, by_id, records, seen, deeds)


def counting_readings(connection: Connection, document: str) -> tuple[list[int], int, bool]:
    """The readings whose statements can stand, the one that counts (0: none), and whether people agreed on it."""
    columns = tables.readings.c
    query = select(columns.number, columns.reader).where(columns.document == document, columns.reader.in_(COUNTING))
    rows = connection.execute(query.order_by(columns.number)).all()
    agreed = [row.number for row in rows if row.reader == AGREED]
    reading = max(agreed, default=max((row.number for row in rows), default=0))
    return [row.number for row in rows], reading, bool(agreed)


def found_in(connection: Connection, reading: int, *conditions: Any) -> list[Found]:
    """What a reading found, or what of it meets the conditions."""
    columns = tables.statements.c
    query = select(columns.number, columns.id, columns.start, columns.end).where(columns.reading == reading)
    return [Found(*row) for row in connection.execute(query.where(*conditions))]


def _seen(connection: Connection, reading: int, ids: Collection[str]) -> frozenset[str]:
    """Which of these statements a reading has."""
    columns = tables.statements.c
    query = select(columns.id).where(columns.reading == reading)
    if len(ids) > _MANY:
        return frozenset(connection.execute(query).scalars()) & frozenset(ids)
    return frozenset(connection.execute(query.where(columns.id.in_(sorted(ids)))).scalars())


def _parts(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[at : at + _MANY] for at in range(0, len(values), _MANY))


def load_deeds(connection: Connection, document: str, *conditions: Any) -> tuple[Deed, ...]:
    """The decisions on a document's statements, oldest first, or those that meet the conditions."""
    columns = tables.decisions.c
    query = select(tables.decisions).where(columns.document == document, *conditions).order_by(columns.number)
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
