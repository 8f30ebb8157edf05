"""What follows from readings and decisions, kept in tables so that pages answer at once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from accord.store import tables
from accord.store.changing import differences
from accord.store.loading import load
from accord.store.records import Review, State
from accord.store.replay import Draft, Log, replayed
from accord.store.words import folded, passages

DERIVED = "2"
"""Changes with what is derived; a database with another has it made anew when it is opened."""

_MANY = 500  # statements that are asked for by id rather than all of the document's
_LONGEST_QUOTE = 200_000  # characters of it that can be searched
_PLAIN = ("start", "end", "source", "record", "state", "review", "found", "decided")


def derive_everything(connection: Connection) -> None:
    """Makes all derived tables anew, keeping the revisions."""
    for row in connection.execute(select(tables.documents)).mappings():
        show(connection, row["id"], present=False)
        log = load(connection, row["id"])
        _fill_edits(connection, log)
        derive(connection, row["id"], log, anew=True)
        if row["present"]:
            show(connection, row["id"], present=True)
    connection.execute(delete(tables.about).where(tables.about.c.key == "derived"))
    connection.execute(insert(tables.about).values(key="derived", value=DERIVED))


def show(connection: Connection, document: str, *, present: bool) -> None:
    """Lets a document and its statements be found and listed, or no longer."""
    standing, documents = tables.standing.c, tables.documents.c
    connection.execute(delete(tables.paragraphs).where(tables.paragraphs.c.document == document))
    here = select(standing.number).where(standing.document == document)
    connection.execute(delete(tables.quotes).where(tables.quotes.c.number.in_(here)))
    row = connection.execute(select(documents.text, documents.file).where(documents.id == document)).one()
    values = {"present": present, "file": row.file}
    connection.execute(update(tables.standing).where(standing.document == document).values(values))
    if not present:
        return
    found = [
        {"document": document, "start": start, "end": end, "text": folded(row.text[start:end])}
        for start, end in passages(row.text, 0, len(row.text))
    ]
    if found:
        connection.execute(insert(tables.paragraphs), found)
    shown = select(standing.number, standing.start, standing.end)
    shown = shown.where(standing.document == document, standing.state == State.STANDING)
    quoted = [_quoted(one.number, row.text[one.start : one.end]) for one in connection.execute(shown)]
    if quoted:
        connection.execute(insert(tables.quotes), quoted)


def derive(connection: Connection, document: str, log: Log | None = None, *, anew: bool = False) -> None:
    """Brings all derived rows of a document up to date; with `anew`, also what should follow from them already."""
    _derive(connection, document, replayed(log or load(connection, document)), _Scope(anew=anew))


def derive_part(
    connection: Connection,
    document: str,
    drafts: Mapping[str, Draft],
    *,
    touched: Collection[str],
    within: Collection[str],
) -> None:
    """Brings the derived rows of some statements up to date; those that were `touched` get a new revision."""
    _derive(connection, document, drafts, _Scope(frozenset(within), frozenset(touched)))


@dataclass(frozen=True, slots=True)
class _Scope:
    """Which rows are looked at (None: the document's), which get a new revision, and whether all is written anew."""

    within: frozenset[str] | None = None
    touched: frozenset[str] = frozenset()
    anew: bool = False


def _derive(connection: Connection, document: str, drafts: Mapping[str, Draft], scope: _Scope) -> None:
    query = select(tables.standing).where(tables.standing.c.document == document)
    if scope.within is not None:
        drafts = {id: draft for id, draft in drafts.items() if id in scope.within}
        query = query.where(tables.standing.c.id.in_(sorted(scope.within)))
    known = {row["id"]: dict(row) for row in connection.execute(query).mappings()}
    decided = _last_decisions(connection, document, scope.within)
    rows = {draft.id: {**_row(draft), "decided": decided.get(draft.id, (0, 0))[0]} for draft in drafts.values()}
    for id in known.keys() - rows.keys():
        rows[id] = {**{name: known[id][name] for name in _PLAIN}, "state": State.GONE.value, "found": False}
        rows[id] |= {"review": Review.UNREVIEWED.value, "decided": decided.get(id, (0, 0))[0]}
    texts = _texts(connection, known, drafts, scope.anew)
    changes = []
    for id, row in rows.items():
        old, touched = known.get(id), id in scope.touched
        if scope.anew or old is None or touched or any(old[name] != row[name] for name in _PLAIN):
            changes.append(_change(id, old, row, texts, touched=touched, anew=scope.anew))
    if changes:
        _write(connection, document, changes, {id: revision for id, (_, revision) in decided.items()})


@dataclass(slots=True)
class _Change:
    """A row of `standing` that is new or differs; `record` where its content does."""

    id: str
    old: Mapping[str, Any] | None
    row: dict[str, Any]
    record: dict[str, Any] | None
    revision: int


def _row(draft: Draft) -> dict[str, Any]:
    return {
        "start": draft.start,
        "end": draft.end,
        "source": draft.source,
        "record": None if draft.record is None else _written(draft.record),
        "state": draft.state.value,
        "review": draft.review.value,
        "found": draft.found,
    }


def _change(
    id: str,
    old: Mapping[str, Any] | None,
    row: dict[str, Any],
    texts: Mapping[int, str],
    *,
    touched: bool,
    anew: bool,
) -> _Change:
    def content(one: Mapping[str, Any]) -> str:
        return str(one["record"] if one["record"] is not None else texts[one["source"]])

    if old is None:
        return _Change(id, None, row, json.loads(content(row)), int(touched))
    alike = (old["source"], old["record"]) == (row["source"], row["record"]) or content(old) == content(row)
    moved = not alike or old["state"] != row["state"] or old["review"] != row["review"]
    record = json.loads(content(row)) if anew or not alike else None
    return _Change(id, old, row, record, old["revision"] + int(touched or moved))


def _write(connection: Connection, document: str, changes: Sequence[_Change], revisions: Mapping[str, int]) -> None:
    standing, documents = tables.standing, tables.documents.c
    home = connection.execute(select(documents.file, documents.present).where(documents.id == document)).one()
    new = []
    for change in changes:
        values = {**change.row, **(_sorted_by(change.record) if change.record is not None else {})}
        if change.old is None:
            revision = max(change.revision, revisions.get(change.id, 0))
            place = {"document": document, "file": home.file, "present": home.present}
            new.append({**values, **place, "id": change.id, "revision": revision})
        else:
            values["revision"] = change.revision
            connection.execute(update(standing).where(standing.c.id == change.id).values(values))
    if new:
        connection.execute(insert(standing), new)
    query = select(standing.c.id, standing.c.number).where(standing.c.document == document)
    if len(changes) <= _MANY:
        query = query.where(standing.c.id.in_([change.id for change in changes]))
    numbers = {row.id: row.number for row in connection.execute(query)}
    _write_terms(connection, changes, numbers)
    if home.present:
        _write_quotes(connection, document, changes, numbers)


def _write_terms(connection: Connection, changes: Sequence[_Change], numbers: Mapping[str, int]) -> None:
    found = []
    for change in changes:
        if change.record is None:
            continue
        number = numbers[change.id]
        if change.old is not None:
            connection.execute(delete(tables.terms).where(tables.terms.c.statement == number))
        for kind, value in sorted(terms_of(change.record)):
            found.append({"kind": kind, "value": value, "statement": number})
    if found:
        connection.execute(insert(tables.terms), found)


def _write_quotes(
    connection: Connection, document: str, changes: Sequence[_Change], numbers: Mapping[str, int]
) -> None:
    names, shown = ("start", "end", "state"), []
    for change in changes:
        row, old = change.row, change.old
        if old is not None and old["present"] and all(old[name] == row[name] for name in names):
            continue
        if old is not None:
            connection.execute(delete(tables.quotes).where(tables.quotes.c.number == numbers[change.id]))
        if row["state"] == State.STANDING:
            shown.append(change)
    if shown:
        text = connection.execute(select(tables.documents.c.text).where(tables.documents.c.id == document)).scalar_one()
        found = [_quoted(numbers[one.id], text[one.row["start"] : one.row["end"]]) for one in shown]
        connection.execute(insert(tables.quotes), found)


def _quoted(number: int, quote: str) -> dict[str, Any]:
    return {"number": number, "text": folded(quote[:_LONGEST_QUOTE])}


def terms_of(record: Mapping[str, Any]) -> set[tuple[str, str]]:
    """What a statement can be filtered by."""
    found = {("party", party) for party in record["parties"]} | {("speaker", name) for name in record["speakers"]}
    for point in record["points"]:
        found |= {(kind, point[kind]) for kind in ("act", "issue", "about") if point[kind]}
        if point["issue"] and point["option"]:
            found.add(("option", f"{point['issue']}={point['option']}"))
    return found


def _sorted_by(record: Mapping[str, Any]) -> dict[str, Any]:
    points = record["points"]
    return {
        "confidence": record["confidence"],
        "on": record["on"] or "",
        "tier": record["tier"],
        "reader": record["reader"],
        "speaker": next(iter(record["speakers"]), ""),
        "party": next(iter(record["parties"]), ""),
        "act": points[0]["act"] if points else "",
        "issue": next((point["issue"] for point in points if point["issue"]), ""),
        "facets": _written(sorted({*terms_of(record), ("reader", record["reader"]), ("tier", record["tier"])})),
    }


def _last_decisions(
    connection: Connection, document: str, within: Collection[str] | None
) -> dict[str, tuple[int, int]]:
    """The last decision on each statement that there was one on, and the revision after it."""
    columns = tables.touched.c
    query = (
        select(columns.statement, func.max(columns.decision), func.max(columns.revision))
        .join(tables.decisions, tables.decisions.c.number == columns.decision)
        .where(tables.decisions.c.document == document)
        .group_by(columns.statement)
    )
    if within is not None:
        query = query.where(columns.statement.in_(sorted(within)))
    return {row[0]: (row[1], row[2]) for row in connection.execute(query)}


def _texts(
    connection: Connection, known: Mapping[str, Mapping[str, Any]], drafts: Mapping[str, Draft], anew: bool
) -> dict[int, str]:
    """The records as read, by number, of the statements whose row changes."""
    wanted = set()
    for id in known.keys() | drafts.keys():
        old, draft = known.get(id), drafts.get(id)
        unlike = old is None or draft is None or old["source"] != draft.source or old["state"] != draft.state
        if anew or unlike or (old or {}).get("record") or (draft and draft.record):
            wanted |= {old["source"]} if old else set()
            wanted |= {draft.source} if draft else set()
    columns, found = tables.statements.c, dict[int, str]()
    numbers = sorted(number for number in wanted if number is not None)
    for at in range(0, len(numbers), 500):
        query = select(columns.number, columns.record).where(columns.number.in_(numbers[at : at + 500]))
        found |= {row.number: row.record for row in connection.execute(query)}
    return found


def _written(record: Any) -> str:
    return json.dumps(record, ensure_ascii=False, sort_keys=True)


def _fill_edits(connection: Connection, log: Log) -> None:
    """Tells what decisions did that were kept before edits were."""
    columns = tables.touched.c
    query = select(columns.decision).where(columns.after.is_(None), columns.before.is_(None))
    unknown = set(connection.execute(query).scalars())
    for at, deed in enumerate(log.deeds):
        if deed.number in unknown:
            earlier = replayed(_until(log, at))
            later = replayed(_until(log, at + 1))
            for id in deed.statements:
                before, after = edit(earlier.get(id), later.get(id), log)
                connection.execute(
                    update(tables.touched)
                    .where(columns.decision == deed.number, columns.statement == id)
                    .values(before=before, after=after)
                )


def _until(log: Log, count: int) -> Log:
    return Log(log.reading, log.agreed, log.base, log.records, log.seen, log.deeds[:count])


def edit(before: Draft | None, after: Draft | None, log: Log) -> tuple[str | None, str | None]:
    """What differs between two states of a statement, as two JSON objects."""
    sides = differences(_viewed(before, log), _viewed(after, log))
    return (None if sides[0] is None else _written(sides[0]), None if sides[1] is None else _written(sides[1]))


def _viewed(draft: Draft | None, log: Log) -> dict[str, Any] | None:
    if draft is None:
        return None
    record = draft.record
    if record is None:
        texts: Mapping[int, str] = defaultdict(str, log.records.get(draft.id, {}))
        record = json.loads(texts[log.reading])
    return {**record, "state": draft.state.value, "review": draft.review.value}
