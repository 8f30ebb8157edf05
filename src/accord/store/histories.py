"""Who decided what, when and why, with what it changed."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, Select, delete, func, insert, select

from accord.errors import CallError
from accord.store import tables
from accord.store.loading import deed_of
from accord.store.records import Correction, Decision, Edit, Kind, Page
from accord.store.replay import taken_back

_DOCUMENTS = "documents"
"""Where the table `about` has a word for the documents."""


def history(
    connection: Connection,
    *,
    statement: str | None = None,
    document: str | None = None,
    who: str | None = None,
    limit: int = 100,
    after: str | None = None,
) -> Page[Decision]:
    """Decisions, newest first; those on one statement, in one document, by one person where named."""
    columns = tables.decisions.c
    query = select(tables.decisions)
    if statement is not None:
        on = select(tables.touched.c.decision).where(tables.touched.c.statement == statement)
        query = query.where(columns.number.in_(on))
    if document is not None:
        query = query.where(columns.document == document)
    if who is not None:
        query = query.where(columns.who == who)
    total = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    if after is not None:
        query = query.where(columns.number < _number(after))
    rows = connection.execute(query.order_by(columns.number.desc()).limit(limit + 1)).mappings().all()
    more = str(rows[limit - 1]["number"]) if len(rows) > limit else None
    return Page(_decisions(connection, rows[:limit]), total, more)


def since(connection: Connection, number: int) -> tuple[Decision, ...]:
    """The decisions after one, oldest first, at most a thousand."""
    return _chosen(connection, select(tables.decisions).where(tables.decisions.c.number > number).limit(1000))


def one(connection: Connection, number: int) -> Decision:
    """A decision by its number.

    Raises:
        CallError: there is none.
    """
    found = _chosen(connection, select(tables.decisions).where(tables.decisions.c.number == number))
    if not found:
        raise CallError("A decision of the project", f"got {number}", "see the history")
    return found[0]


def corrections(connection: Connection) -> tuple[Correction, ...]:
    """All corrections, acceptances and rejections in force, oldest first."""
    columns = tables.decisions.c
    kinds = (Kind.CORRECT, Kind.ACCEPT, Kind.REJECT, Kind.RESTORE)
    undone = select(tables.decisions).where(columns.kind == Kind.UNDO)
    off = taken_back([deed_of(row) for row in connection.execute(undone).mappings()])
    query = select(tables.decisions).where(columns.kind.in_(kinds)).order_by(columns.number)
    return tuple(
        Correction(json.loads(row.statements)[0], row.who, row.when, row.why, json.loads(row.changes), row.rejected)
        for row in connection.execute(query)
        if row.number not in off
    )


def latest(connection: Connection) -> int:
    """The number of the last decision, 0 where there is none."""
    return connection.execute(select(func.max(tables.decisions.c.number))).scalar_one_or_none() or 0


class Extent(NamedTuple):
    """How far the database goes: a word for its documents, the last reading, the last decision."""

    documents: str
    reading: int
    decision: int


def extent(connection: Connection) -> Extent:
    """How far the database goes; where nothing of it differs, nothing has changed."""
    read = connection.execute(select(func.max(tables.readings.c.number))).scalar_one_or_none() or 0
    return Extent(_documents_word(connection), read, latest(connection))


def revision(connection: Connection) -> str:
    """A word for all that the database holds of the material: another state, another word."""
    return hashlib.sha256(json.dumps(extent(connection)).encode()).hexdigest()[:16]


def documents_changed(connection: Connection, changes: Sequence[Any]) -> None:
    """Gives the documents another word after these changes of them; follows from all changes so far."""
    text = json.dumps([_documents_word(connection), changes], default=str, ensure_ascii=False)
    word = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    connection.execute(delete(tables.about).where(tables.about.c.key == _DOCUMENTS))
    connection.execute(insert(tables.about).values(key=_DOCUMENTS, value=word))


def _documents_word(connection: Connection) -> str:
    query = select(tables.about.c.value).where(tables.about.c.key == _DOCUMENTS)
    return connection.execute(query).scalar_one_or_none() or ""


def decisions_since(connection: Connection, statement: str, revision: int) -> tuple[Decision, ...]:
    """The decisions that took a statement beyond a revision, oldest first."""
    columns = tables.touched.c
    on = select(columns.decision).where(columns.statement == statement, columns.revision > revision)
    return _chosen(connection, select(tables.decisions).where(tables.decisions.c.number.in_(on)))


def in_force_undo_of(connection: Connection, number: int) -> int | None:
    """The decision that took this one back, where it is in force."""
    columns = tables.decisions.c
    root = connection.execute(select(columns.root).where(columns.number == number)).scalar_one_or_none()
    off = _off(connection, [root or number])
    query = select(columns.number).where(columns.takes_back == number).order_by(columns.number.desc())
    return next((one for one in connection.execute(query).scalars() if one not in off), None)


def _chosen(connection: Connection, query: Select[Any]) -> tuple[Decision, ...]:
    rows = connection.execute(query.order_by(tables.decisions.c.number)).mappings().all()
    return _decisions(connection, rows)


def _number(after: str) -> int:
    if not (after.isdecimal() and after.isascii() and len(after) <= 18):
        raise CallError("A history goes on where the page before it told", f"got {after!r:.40}", "use its `next`")
    return int(after)


def _decisions(connection: Connection, rows: Sequence[RowMapping]) -> tuple[Decision, ...]:
    off = _off(connection, [row["root"] or row["number"] for row in rows])
    edits: dict[int, list[Edit]] = defaultdict(list)
    columns = tables.touched.c
    query = select(tables.touched).where(columns.decision.in_([row["number"] for row in rows]))
    for row in connection.execute(query.order_by(columns.decision, columns.statement)).mappings():
        edits[row["decision"]].append(
            Edit(row["statement"], row["revision"], _read(row["before"]), _read(row["after"]))
        )
    return tuple(_decision(row, off, tuple(edits[row["number"]])) for row in rows)


def _decision(row: RowMapping, off: frozenset[int], edits: tuple[Edit, ...]) -> Decision:
    deed = deed_of(row)
    return Decision(
        number=deed.number,
        kind=Kind(row["kind"]),
        who=row["who"],
        when=row["when"],
        why=row["why"],
        document=row["document"],
        statements=deed.statements,
        made=deed.makes,
        changes=deed.changes,
        rejected=deed.rejected,
        takes_back=deed.takes_back,
        in_force=deed.number not in off,
        edits=edits,
    )


def _off(connection: Connection, roots: Sequence[int]) -> frozenset[int]:
    columns = tables.decisions.c
    query = select(tables.decisions).where(columns.root.in_(sorted(set(roots))))
    return taken_back([deed_of(row) for row in connection.execute(query).mappings()])


def _read(text: str | None) -> dict[str, Any] | None:
    return None if text is None else json.loads(text)
