"""Statements and documents page by page: filtered, sorted and counted by the database."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, select, tuple_

from accord.errors import CallError
from accord.store import tables
from accord.store.reading import standing_of, standing_query
from accord.store.records import DocumentEntry, Page, Review, Standing, State
from accord.store.searching import matching_documents, matching_statements, offset_of

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
    chosen = select(_COLUMNS.id).join(tables.documents, tables.documents.c.id == _COLUMNS.document).where(*wanted)
    total = connection.execute(select(func.count()).select_from(chosen.subquery())).scalar_one()
    order = [column.desc() if descending else column for column in columns]
    query = chosen.add_columns(*columns)
    if after is not None:
        here, last = tuple_(*columns), tuple_(*_place_after(after, len(columns)))
        query = query.where(here < last if descending else here > last)
    keys = connection.execute(query.order_by(*order).limit(_limited(limit) + 1)).all()
    shown = [row[0] for row in keys[:limit]]
    rows = {row.id: standing_of(row) for row in connection.execute(standing_query().where(_COLUMNS.id.in_(shown)))}
    more = json.dumps(list(keys[limit - 1][1:]), ensure_ascii=False) if len(keys) > limit else None
    return Page(tuple(rows[id] for id in shown), total, more)


def counts(connection: Connection, filter: Filter) -> dict[str, dict[str, int]]:
    """How many statements the filter leaves by state, review, reader, tier, party, about, issue, option, act, speaker."""
    chosen = (
        select(_COLUMNS.id, _COLUMNS.state, _COLUMNS.review, _COLUMNS.reader, _COLUMNS.tier)
        .join(tables.documents, tables.documents.c.id == _COLUMNS.document)
        .where(*_conditions(connection, filter))
        .cte("chosen")
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for name in ("state", "review", "reader", "tier"):
        query = select(chosen.c[name], func.count()).group_by(chosen.c[name]).order_by(chosen.c[name])
        found[name] = {value: count for value, count in connection.execute(query)}
    columns = tables.terms.c
    query = select(columns.kind, columns.value, func.count()).join(chosen, chosen.c.id == columns.statement)
    query = query.group_by(columns.kind, columns.value).order_by(func.count().desc(), columns.value)
    for kind in ("party", "about", "issue", "option", "act", "speaker"):
        found[kind] = {}
    for kind, value, count in connection.execute(query):
        found[kind][value] = count
    return dict(found)


def unreviewed(connection: Connection) -> tuple[str, ...]:
    """The ids of standing statements that nobody has decided on as they are read now, in their order."""
    query = (
        select(_COLUMNS.id)
        .join(tables.documents, tables.documents.c.id == _COLUMNS.document)
        .where(tables.documents.c.present, _COLUMNS.state == State.STANDING, _COLUMNS.review != Review.REVIEWED)
        .order_by(*_PLACE)
    )
    return tuple(connection.execute(query).scalars())


def library(
    connection: Connection,
    *,
    sort: str,
    limit: int,
    after: str | None,
    words: str | None = None,
    source: str | None = None,
) -> Page[DocumentEntry]:
    """One page of the documents, with how many statements each has and how many wait for review."""
    columns = tables.documents.c
    standing = _counted(_COLUMNS.state == State.STANDING)
    waiting = _counted((_COLUMNS.state == State.STANDING) & (_COLUMNS.review != Review.REVIEWED))
    rejected = _counted(_COLUMNS.state == State.REJECTED)
    tallies = (
        select(_COLUMNS.document, standing.label("standing"), waiting.label("waiting"), rejected.label("rejected"))
        .group_by(_COLUMNS.document)
        .subquery()
    )
    shown = [columns[name] for name in ("id", "file", "title", "source", "date", "media_type", "characters")]
    numbers = [func.coalesce(tallies.c[name], 0).label(name) for name in ("standing", "waiting", "rejected")]
    query = select(*shown, *numbers).outerjoin(tallies, tallies.c.document == columns.id).where(columns.present)
    matching = None if words is None else matching_documents(connection, words)
    if matching is not None:
        query = query.where(columns.id.in_(matching))
    if source is not None:
        query = query.where(columns.source == source)
    total = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    keys = {
        **{one: func.coalesce(columns[one], "") for one in ("file", "title", "source", "date")},
        "unreviewed": numbers[1],
        "statements": numbers[0],
    }
    if name not in keys:
        raise CallError(f"Documents are sorted by {', '.join(keys)}", f"got {sort!r}", "name one of them")
    at = offset_of(after)
    order = (keys[name].desc() if descending else keys[name], columns.file, columns.id)
    rows = connection.execute(query.order_by(*order).offset(at).limit(_limited(limit) + 1)).all()
    more = str(at + limit) if len(rows) > limit else None
    return Page(tuple(DocumentEntry(*row) for row in rows[:limit]), total, more)


def _counted(condition: ColumnElement[bool]) -> Any:
    return func.sum(case((condition, 1), else_=0))


def _conditions(connection: Connection, filter: Filter) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [tables.documents.c.present, _COLUMNS.state.in_(list(filter.states))]
    if filter.review is not None:
        wanted.append(_COLUMNS.review.in_([filter.review] if isinstance(filter.review, str) else list(filter.review)))
    for name in ("document", "reader", "tier"):
        if getattr(filter, name) is not None:
            wanted.append(_COLUMNS[name] == getattr(filter, name))
    if filter.source is not None:
        wanted.append(tables.documents.c.source == filter.source)
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
        wanted.append(_COLUMNS.id.in_(matching))
    return wanted + [_has(kind, getattr(filter, kind)) for kind in _TERMS if getattr(filter, kind) is not None]


_TERMS = ("party", "about", "issue", "option", "act", "speaker")


def _has(kind: str, value: str) -> ColumnElement[bool]:
    columns = tables.terms.c
    return _COLUMNS.id.in_(select(columns.statement).where(columns.kind == kind, columns.value == value))


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


def _limited(limit: int) -> int:
    if not 1 <= limit <= MOST_ROWS:
        raise CallError(f"A page has 1 to {MOST_ROWS} rows", f"got {limit}", "ask for fewer")
    return limit
