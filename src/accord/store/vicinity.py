"""The part of a document's log that one decision can change: what it is made on, and what shares words with that.

A decision changes the statements that it is made on and, since a passage that a person has decided on sets aside what a
reading finds there, the undecided statements that share characters with them. How those stand rests on the decisions on
these statements and on every other that shares characters with them. The rest of the document stays as it is derived.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select

from accord.store import tables
from accord.store.loading import counting_readings, found_in, load_deeds, make_log
from accord.store.records import Kind
from accord.store.replay import Log

Place = tuple[int, int]
_MOST_PLACES = 50  # of a query; more are taken as one stretch


@dataclass(frozen=True, slots=True)
class Vicinity:
    """As much of the log as a decision needs, and the ids of the statements that it can change."""

    log: Log
    changing: frozenset[str]


def vicinity(connection: Connection, document: str, statements: Collection[str], places: Iterable[Place]) -> Vicinity:
    """The vicinity of a decision on these statements, or that makes statements at these places."""
    counting, reading, agreed = counting_readings(connection, document)
    own = _linked(connection, statements)
    spans = [*places, *_spans(connection, document, own)]
    columns = tables.statements.c
    near = [] if not spans else found_in(connection, reading, _over(columns, spans))
    near += found_in(connection, reading, columns.id.in_(sorted(own - {one.id for one in near})))
    changing = own | {one.id for one in near}
    around = _joined([*spans, *((one.start, one.end) for one in near)])
    beside = _decided(connection, document, around)
    known = _linked(connection, {*changing, *(id for id, *_ in beside)})
    stretch = _joined([*around, *((start, end) for _, start, end in beside)])
    base = {one.id: one for one in near}
    if stretch:
        base |= {one.id: one for one in found_in(connection, reading, _over(columns, stretch))}
    base |= {one.id: one for one in found_in(connection, reading, columns.id.in_(sorted(known - base.keys())))}
    deeds = load_deeds(connection, document, tables.decisions.c.number.in_(_decisions_on(known)))
    log = make_log(connection, counting, (reading, agreed), base.values(), deeds, targets=statements)
    return Vicinity(log, frozenset(changing))


def _linked(connection: Connection, statements: Collection[str]) -> set[str]:
    """These statements with all that splits and merges bind to them."""
    columns = tables.touched.c
    known, fresh = set(statements), set(statements)
    while fresh:
        query = select(columns.statement).where(columns.decision.in_(_decisions_on(fresh)))
        fresh = set(connection.execute(query).scalars()) - known
        known |= fresh
    return known


def _decisions_on(statements: Collection[str]) -> Any:
    columns = tables.touched.c
    return select(columns.decision).where(columns.statement.in_(sorted(statements)))


def _spans(connection: Connection, document: str, statements: Collection[str]) -> list[Place]:
    """Wherever these statements stand, stood, or would stand again."""
    found: list[Place] = []
    for table in (tables.standing, tables.statements):
        query = select(table.c.start, table.c.end).where(table.c.id.in_(sorted(statements)))
        found += [(row.start, row.end) for row in connection.execute(query)]
    for deed in load_deeds(connection, document, tables.decisions.c.number.in_(_decisions_on(statements))):
        found += [(record["span"]["start"], record["span"]["end"]) for record in deed.made]
        if deed.kind is Kind.MOVE:
            found.append((deed.changes["start"], deed.changes["end"]))
    return _joined(found)


def _decided(connection: Connection, document: str, places: list[Place]) -> list[tuple[str, int, int]]:
    """The statements over these places on which somebody has decided, with where they stand."""
    columns = tables.standing.c
    if not places:
        return []
    query = select(columns.id, columns.start, columns.end)
    query = query.where(columns.document == document, columns.decided > 0, _over(columns, places))
    return [(row.id, row.start, row.end) for row in connection.execute(query)]


def _joined(places: Iterable[Place]) -> list[Place]:
    """The places as stretches apart from each other, or as one where they are very many."""
    found: list[Place] = []
    for start, end in sorted(places):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found if len(found) <= _MOST_PLACES else [(found[0][0], found[-1][1])]


def _over(columns: Any, places: Iterable[Place]) -> ColumnElement[bool]:
    return or_(*((columns.start < end) & (columns.end > start) for start, end in places))
