"""What follows from readings and decisions, kept in tables so that pages answer at once: standing, terms, passages."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from accord.store import tables
from accord.store.changing import differences
from accord.store.loading import load
from accord.store.records import State
from accord.store.replay import Draft, Log, replayed
from accord.store.words import folded, passages

DERIVED = "1"
"""Changes with what is derived; a database with another has it made anew when it is opened."""

_PLAIN = ("start", "end", "source", "record", "state", "review", "found", "decided")


def derive_everything(connection: Connection) -> None:
    """Makes all derived tables anew, keeping the revisions."""
    for row in connection.execute(select(tables.documents)).mappings():
        connection.execute(delete(tables.passages).where(tables.passages.c.document == row["id"]))
        add_paragraphs(connection, row["id"], row["text"])
        connection.execute(
            update(tables.standing).where(tables.standing.c.document == row["id"]).values(state="", file=row["file"])
        )
        log = load(connection, row["id"])
        _fill_edits(connection, log)
        derive(connection, row["id"], log)
    connection.execute(delete(tables.about).where(tables.about.c.key == "derived"))
    connection.execute(insert(tables.about).values(key="derived", value=DERIVED))


def add_paragraphs(connection: Connection, document: str, text: str) -> None:
    """Makes a document's paragraphs searchable."""
    rows = [_passage(document, None, start, end, text[start:end]) for start, end in passages(text, 0, len(text))]
    if rows:
        connection.execute(insert(tables.passages), rows)


def derive(
    connection: Connection,
    document: str,
    log: Log | None = None,
    *,
    drafts: Mapping[str, Draft] | None = None,
    touched: Collection[str] = (),
) -> None:
    """Brings a document's derived rows up to date; those of the `touched` statements get a new revision."""
    log = log or load(connection, document)
    drafts = replayed(log) if drafts is None else drafts
    standing = tables.standing
    query = select(standing).where(standing.c.document == document)
    known = {row["id"]: dict(row) for row in connection.execute(query).mappings()}
    decided = _last_decisions(connection, document)
    texts = _texts(connection, known, drafts)
    rows = {
        draft.id: {
            "start": draft.start,
            "end": draft.end,
            "source": draft.source,
            "record": None if draft.record is None else _written(draft.record),
            "state": draft.state.value,
            "review": draft.review.value,
            "found": draft.found,
            "decided": decided.get(draft.id, 0),
        }
        for draft in drafts.values()
    }
    for id in known.keys() - rows.keys():
        rows[id] = {**{name: known[id][name] for name in _PLAIN}, "state": State.GONE.value, "found": False}
        rows[id] |= {"review": "unreviewed", "decided": decided.get(id, 0)}
    _write(connection, document, rows, known, texts, touched)


def _write(
    connection: Connection,
    document: str,
    rows: Mapping[str, dict[str, Any]],
    known: Mapping[str, Mapping[str, Any]],
    texts: Mapping[int, str],
    touched: Collection[str],
) -> None:
    def content(row: Mapping[str, Any]) -> str:
        return row["record"] if row["record"] is not None else texts[row["source"]]

    new, reworded = [], []
    file = connection.execute(
        select(tables.documents.c.file).where(tables.documents.c.id == document)
    ).scalar_one()
    for id, row in rows.items():
        old = known.get(id)
        if old is not None and id not in touched and all(old[name] == row[name] for name in _PLAIN):
            continue
        as_before = old is not None and (old["source"], old["record"]) == (row["source"], row["record"])
        other = old is None or not (as_before or content(old) == content(row))
        moved = old is None or other or any(old[name] != row[name] for name in ("state", "review"))
        if old is None:
            new.append({**row, "id": id, "document": document, "file": file, "revision": int(id in touched)})
            new[-1] |= _sorted_by(json.loads(content(row)))
        else:
            more = _sorted_by(json.loads(content(row))) if other else {}
            revision = old["revision"] + int(id in touched or moved)
            values = {**row, **more, "revision": revision}
            connection.execute(update(tables.standing).where(tables.standing.c.id == id).values(values))
        if old is None or other or (old["state"] == State.GONE) != (row["state"] == State.GONE):
            reworded.append((id, row["state"], json.loads(content(row))))
    if new:
        connection.execute(insert(tables.standing), new)
    _reword(connection, document, reworded, {row["id"] for row in new})


def _reword(
    connection: Connection, document: str, reworded: Iterable[tuple[str, str, dict[str, Any]]], new: Collection[str]
) -> None:
    """Writes the terms and the searchable words of statements whose content is new."""
    words, found = [], []
    for id, state, record in reworded:
        if id not in new:
            connection.execute(delete(tables.terms).where(tables.terms.c.statement == id))
            connection.execute(delete(tables.passages).where(tables.passages.c.statement == id))
        if state == State.GONE:
            continue
        found += [{"kind": kind, "value": value, "statement": id} for kind, value in sorted(terms_of(record))]
        quote, at = record["quote"], record["span"]["start"]
        for start, end in passages(quote, 0, len(quote)):
            words.append(_passage(document, id, at + start, at + end, quote[start:end]))
    if found:
        connection.execute(insert(tables.terms), found)
    if words:
        connection.execute(insert(tables.passages), words)


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
    }


def _passage(document: str, statement: str | None, start: int, end: int, text: str) -> dict[str, Any]:
    return {"document": document, "statement": statement, "start": start, "end": end, "text": folded(text)}


def _last_decisions(connection: Connection, document: str) -> dict[str, int]:
    columns = tables.touched.c
    query = (
        select(columns.statement, func.max(columns.decision))
        .join(tables.decisions, tables.decisions.c.number == columns.decision)
        .where(tables.decisions.c.document == document)
        .group_by(columns.statement)
    )
    return {statement: number for statement, number in connection.execute(query)}


def _texts(
    connection: Connection, known: Mapping[str, Mapping[str, Any]], drafts: Mapping[str, Draft]
) -> dict[int, str]:
    """The records as read, by number, of the statements whose row changes."""
    wanted = set()
    for id in known.keys() | drafts.keys():
        old, draft = known.get(id), drafts.get(id)
        unlike = old is None or draft is None or old["source"] != draft.source or old["state"] != draft.state
        if unlike or (old or {}).get("record") or (draft and draft.record):
            wanted |= {old["source"]} if old else set()
            wanted |= {draft.source} if draft else set()
    columns, found = tables.statements.c, dict[int, str]()
    numbers = sorted(number for number in wanted if number is not None)
    for at in range(0, len(numbers), 500):
        query = select(columns.number, columns.record).where(columns.number.in_(numbers[at : at + 500]))
        found |= {row.number: row.record for row in connection.execute(query)}
    return found


def _written(record: Mapping[str, Any]) -> str:
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
