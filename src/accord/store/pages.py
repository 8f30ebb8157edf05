"""Statements page by page: filtered, sorted and counted by the database."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, not_, select, tuple_

from accord.errors import CallError
from accord.store import tables
from accord.store.reading import one_of, standing_of, standing_query
from accord.store.records import Page, Review, Standing, State
from accord.store.searching import matching_statements

MOST_ROWS = 1_000
"""Rows that a page may have."""

_COLUMNS = tables.standing.c
_PLACE = (_COLUMNS.file, _COLUMNS.start, _COLUMNS.end, _COLUMNS.id)
_SORTS = {
    "place": (),
    "doubt": (_COLUMNS.confidence,),
    "on": (_COLUMNS.on,),
    "changed": (_COLUMNS.decided,),
    "speaker": (_COLUMNS.speaker,),
    "party": (_COLUMNS.party,),
    "act": (_COLUMNS.act,),
    "issue": (_COLUMNS.issue,),
}
SORTS = tuple(_SORTS)
"""What statements can be sorted by, with `-` before it from the last to the first; `changed` is the last decision."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which statements a page shows; None leaves a question open.

    `source` is the document's; `since` and `until` are days (ISO) on which it was said; `surest`: confidence at most;
    `words`: a search in the quotes; `ids`: at most a thousand.
    """

    document: str | None = None
    states: Sequence[str] = (State.STANDING,)
    review: Sequence[str] | str | None = None
    party: str | None = None
    about: str | None = None
    issue: str | None = None
    option: str | None = None  # "issue=option"
    act: str | None = None
    speaker: str | None = None
    reader: str | None = None
    tier: str | None = None
    source: str | None = None
    since: str | None = None
    until: str | None = None
    surest: float | None = None
    words: str | None = None
    ids: Sequence[str] | None = None


EVERYTHING = Filter()
"""All statements that stand."""


def statements_page(
    connection: Connection, filter: Filter, *, sort: str, limit: int, after: str | None
) -> Page[Standing]:
    """One page of statements as they stand, with their number in all."""
    columns, descending = _sorted_by(sort)
    wanted = _conditions(connection, filter)
    chosen = select(_COLUMNS.id).where(*wanted)
    total = connection.execute(select(func.count()).select_from(chosen.subquery())).scalar_one()
    order = [column.desc() if descending else column for column in columns]
    query = chosen.add_columns(*columns)
    if after is not None:
        here, last = tuple_(*columns), tuple_(*_place_after(after, len(columns)))
        query = query.where(here < last if descending else here > last)
    keys = connection.execute(query.order_by(*order).limit(limited(limit) + 1)).all()
    shown = [row[0] for row in keys[:limit]]
    rows = {row.id: standing_of(row) for row in connection.execute(standing_query().where(_COLUMNS.id.in_(shown)))}
    more = json.dumps(list(keys[limit - 1][1:]), ensure_ascii=False) if len(keys) > limit else None
    return Page(tuple(rows[id] for id in shown), total, more)


def counts(connection: Connection, filter: Filter) -> dict[str, dict[str, int]]:
    """How many statements a filter leaves, by each of the fields that it can be narrowed by."""
    wanted = _conditions(connection, filter)
    found: dict[str, Counter[str]] = {name: Counter() for name in ("state", "review", "reader", "tier", *_TERMS)}
    both = select(_COLUMNS.state, _COLUMNS.review, func.count()).where(*wanted)
    for state, review, count in connection.execute(both.group_by(_COLUMNS.state, _COLUMNS.review)):
        found["state"][state] += count
        found["review"][review] += count
    for kind, value, count in _terms(connection, wanted, sum(found["state"].values())):
        found[kind][value] += count
    return {name: dict(sorted((+tally).items(), key=lambda pair: (-pair[1], pair[0]))) for name, tally in found.items()}


def _terms(connection: Connection, wanted: Sequence[ColumnElement[bool]], many: int) -> Iterator[tuple[str, str, int]]:
    """How many of the chosen statements have each facet; counted on whichever side of the choice is the smaller."""
    every = connection.execute(select(func.count()).select_from(tables.standing)).scalar_one()
    if 2 * many < every:
        facets = connection.execute(select(_COLUMNS.facets).where(*wanted)).scalars()
        yield from _counted(facets)
        return
    columns = tables.terms.c
    both = (columns.kind, columns.value)
    yield from (tuple(row) for row in connection.execute(select(*both, func.count()).group_by(*both)))
    for name in ("reader", "tier"):
        tallied = connection.execute(select(_COLUMNS[name], func.count()).group_by(_COLUMNS[name]))
        yield from ((name, value, count) for value, count in tallied)
    others = connection.execute(select(_COLUMNS.facets).where(not_(and_(*wanted)))).scalars()
    for kind, value, count in _counted(others):
        yield kind, value, -count


def _counted(facets: Iterable[str]) -> Iterator[tuple[str, str, int]]:
    for text, count in Counter(facets).items():
        for kind, value in json.loads(text):
            yield kind, value, count


def unreviewed(connection: Connection) -> tuple[str, ...]:
    """The ids of standing statements that nobody has decided on as they are read now, in their order."""
    query = (
        select(_COLUMNS.id)
        .where(_COLUMNS.present, _COLUMNS.state == State.STANDING, _COLUMNS.review != Review.REVIEWED)
        .order_by(*_PLACE)
    )
    return tuple(connection.execute(query).scalars())


def left_by(connection: Connection, filter: Filter, ids: Sequence[str]) -> tuple[str, ...]:
    """Those of these statements that a filter leaves, in their order."""
    wanted, found = _conditions(connection, filter), set[str]()
    for at in range(0, len(ids), MOST_ROWS):
        query = select(_COLUMNS.id).where(*wanted, _COLUMNS.id.in_(ids[at : at + MOST_ROWS]))
        found |= set(connection.execute(query).scalars())
    return tuple(id for id in ids if id in found)


def speakers(connection: Connection, limit: int) -> tuple[str, ...]:
    """Names of those who speak in some statement, the most frequent first."""
    columns = tables.terms.c
    query = select(columns.value).where(columns.kind == "speaker").group_by(columns.value)
    return tuple(connection.execute(query.order_by(func.count().desc(), columns.value).limit(limit)).scalars())


def _conditions(connection: Connection, filter: Filter) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [_COLUMNS.present, one_of(_COLUMNS.state, filter.states)]
    if filter.review is not None:
        wanted.append(one_of(_COLUMNS.review, [filter.review] if isinstance(filter.review, str) else filter.review))
    for name in ("document", "reader", "tier"):
        if getattr(filter, name) is not None:
            wanted.append(_COLUMNS[name] == getattr(filter, name))
    if filter.source is not None:
        documents = tables.documents.c
        wanted.append(_COLUMNS.document.in_(select(documents.id).where(documents.source == filter.source)))
    if filter.since is not None:
        wanted.append(_COLUMNS.on >= filter.since)
    if filter.until is not None:
        wanted += [_COLUMNS.on <= filter.until, _COLUMNS.on != ""]
    if filter.surest is not None:
        wanted.append(_COLUMNS.confidence <= filter.surest)
    if filter.ids is not None:
        wanted.append(_COLUMNS.id.in_(list(filter.ids)[:MOST_ROWS]))
    matching = None if filter.words is None else matching_statements(connection, filter.words)
    if matching is not None:
        wanted.append(_COLUMNS.number.in_(matching))
    return wanted + [_has(kind, getattr(filter, kind)) for kind in _TERMS if getattr(filter, kind) is not None]


_TERMS = ("party", "about", "issue", "option", "act", "speaker")


def _has(kind: str, value: str) -> ColumnElement[bool]:
    columns = tables.terms.c
    return _COLUMNS.number.in_(select(columns.statement).where(columns.kind == kind, columns.value == value))


def _sorted_by(sort: str) -> tuple[list[Any], bool]:
    name = sort.removeprefix("-")
    if name not in _SORTS:
        raise CallError(f"Statements are sorted by {', '.join(_SORTS)}", f"got {sort!r:.40}", "name one of them")
    return [*_SORTS[name], *_PLACE], sort.startswith("-")


def _place_after(after: str, size: int) -> list[Any]:
    wrong = CallError("A page goes on where the one before it told", f"got {after!r:.60}", "use its `next`")
    try:
        place = json.loads(after)
    except ValueError as fault:
        raise wrong from fault
    if not isinstance(place, list) or len(place) != size or not all(type(one) in (str, int, float) for one in place):
        raise wrong
    if not all(type(one) is int for one in place[-3:-1]) or not isinstance(place[-1], str):
        raise wrong
    return place


def limited(limit: int) -> int:
    """The number of rows of a page.

    Raises:
        CallError: it is none that a page may have.
    """
    if not 1 <= limit <= MOST_ROWS:
        raise CallError(f"A page has 1 to {MOST_ROWS} rows", f"got {limit}", "ask for fewer")
    return limit
