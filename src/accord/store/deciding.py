"""Decisions: checked against the log, appended, and carried into what stands; each in the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, func, insert, select

from accord.documents import Span
from accord.errors import CallError
from accord.statements import BY_HAND, Statement, statement_from, statement_id, statement_record
from accord.store import tables
from accord.store.changing import changed
from accord.store.deriving import derive_part, edit
from accord.store.histories import decisions_since, in_force_undo_of
from accord.store.records import Kind, Part, Signature, StaleError, State
from accord.store.replay import Deed, Draft, replayed, taken_back
from accord.store.vicinity import Place, vicinity

_KNOWN = "list the ids with `accord review`"


class Desk:
    """As much of a document's log as one decision rests on, ready for it; `places`: where it puts statements."""

    def __init__(
        self, connection: Connection, document: str, *, targets: Sequence[str] = (), places: Sequence[Place] = ()
    ) -> None:
        self.connection = connection
        self.document = document
        around = vicinity(connection, document, targets, places)
        self.log, self._changing = around.log, around.changing
        self.drafts = replayed(self.log)

    @classmethod
    def of(cls, connection: Connection, statements: Sequence[str], *, places: Sequence[Place] = ()) -> Desk:
        """The desk of the document that these statements are in.

        Raises:
            CallError: a statement is not known, or they are of several documents.
        """
        columns = tables.standing.c
        query = (
            select(columns.id, columns.document)
            .join(tables.documents, tables.documents.c.id == columns.document)
            .where(columns.id.in_(statements), tables.documents.c.present, columns.state != State.GONE)
        )
        homes = {row.id: row.document for row in connection.execute(query)}
        for id in statements:
            if id not in homes:
                raise CallError("A correction names a statement of the project", f"got {id!r}", _KNOWN)
        if len(set(homes.values())) != 1:
            raise CallError("Statements that are joined stand in one document", ", ".join(statements), "name others")
        return cls(connection, homes[statements[0]], targets=statements, places=places)

    def text(self) -> str:
        """The document's text."""
        query = select(tables.documents.c.text).where(tables.documents.c.id == self.document)
        return str(self.connection.execute(query).scalar_one())

    def record(self, id: str) -> dict[str, Any]:
        """A statement's record as it stands."""
        draft = self.drafts[id]
        record = draft.record
        return dict(record if record is not None else json.loads(self.log.records[id][self.log.reading]))

    def must_stand(self, statements: Sequence[str]) -> None:
        """Refuses what is made on statements that do not stand."""
        for id in statements:
            if self.drafts[id].state is not State.STANDING:
                raise CallError(
                    "A statement that is moved, split or merged stands",
                    f"{id} is {self.drafts[id].state.value.replace('_', ' ')}",
                    "take it in again first",
                )

    def append(self, deed: Deed, by: Signature) -> int:
        """Appends a decision and carries it into what stands; returns its number.

        Raises:
            CallError: it does not fit what is there.
        """
        deed = replace(deed, number=max((one.number for one in self.log.deeds), default=0) + 1)
        log = replace(self.log, deeds=(*self.log.deeds, deed))
        after = replayed(log)
        touched = self._touched(deed)
        for id in touched:
            if id in after and after[id].record is not None:
                statement_from(after[id].record or {}, self.document)
        number = self._insert(deed, by)
        self._insert_edits(number, touched, after)
        within = {*self._changing, *touched}
        derive_part(self.connection, self.document, after, touched=touched, within=within)
        return number

    def _touched(self, deed: Deed) -> tuple[str, ...]:
        root = next((one for one in self.log.deeds if one.number == deed.root), deed)
        return tuple(dict.fromkeys((*root.statements, *root.makes)))

    def _insert(self, deed: Deed, by: Signature) -> int:
        row = {
            "kind": deed.kind.value,
            "document": self.document,
            "statements": json.dumps(deed.statements),
            "made": json.dumps(deed.made, ensure_ascii=False, sort_keys=True),
            "changes": json.dumps(dict(deed.changes), ensure_ascii=False, sort_keys=True),
            "rejected": deed.rejected,
            "takes_back": deed.takes_back,
            "root": deed.root,
            "reading": self.log.reading,
            "who": by.who,
            "when": by.when,
            "why": by.why,
        }
        inserted = self.connection.execute(insert(tables.decisions).returning(tables.decisions.c.number), row)
        return int(inserted.scalar_one())

    def _insert_edits(self, number: int, touched: Sequence[str], after: Mapping[str, Draft]) -> None:
        columns = tables.standing.c
        query = select(columns.id, columns.revision).where(columns.id.in_(touched))
        revisions = {row.id: row.revision for row in self.connection.execute(query)}
        rows = []
        for id in touched:
            before, later = edit(self.drafts.get(id), after.get(id), self.log)
            row = {"statement": id, "decision": number, "revision": revisions.get(id, 0) + 1}
            rows.append({**row, "before": before, "after": later})
        self.connection.execute(insert(tables.touched), rows)


def check_revisions(connection: Connection, revisions: Mapping[str, int | None]) -> None:
    """Refuses a decision on a statement that has moved on since it was seen.

    Raises:
        StaleError: it has; carries who did what meanwhile.
    """
    columns = tables.standing.c
    for id, expected in revisions.items():
        revision = connection.execute(select(columns.revision).where(columns.id == id)).scalar_one_or_none()
        if expected is not None and revision is not None and revision != expected:
            raise StaleError(id, expected, revision, decisions_since(connection, id, expected))


def correct(
    connection: Connection, statement: str, changes: Mapping[str, Any], rejected: bool | None, by: Signature
) -> int:
    """Corrects, accepts, rejects or restores a statement."""
    desk = Desk.of(connection, [statement])
    if desk.drafts[statement].state is State.REPLACED:
        raise CallError("A statement that was split or merged stands in its parts", f"got {statement}", "correct those")
    kind = Kind.CORRECT if changes else {None: Kind.ACCEPT, True: Kind.REJECT, False: Kind.RESTORE}[rejected]
    return desk.append(_deed(desk, kind, [statement], by, changes=dict(changes), rejected=rejected), by)


def add(connection: Connection, document: str, span: tuple[int, int], changes: Mapping[str, Any], by: Signature) -> int:
    """Adds a statement that no reader found."""
    _must_be_present(connection, document)
    desk = Desk(connection, document, places=[span])
    fresh = statement_record(Statement("", Span(document, 0, 1), "", reader=BY_HAND), document)
    record = _made(desk, fresh, Part(*span, changes), _told("added", by))
    return desk.append(_deed(desk, Kind.ADD, [], by, made=(record,)), by)


def move(connection: Connection, statement: str, span: tuple[int, int], by: Signature) -> int:
    """Moves a statement's span; it keeps its id."""
    desk = Desk.of(connection, [statement], places=[span])
    desk.must_stand([statement])
    quote = _quote(desk.text(), span)
    changes = {"start": span[0], "end": span[1], "quote": quote}
    return desk.append(_deed(desk, Kind.MOVE, [statement], by, changes=changes), by)


def split(connection: Connection, statement: str, parts: Sequence[Part], by: Signature) -> int:
    """Puts two or more statements in the place of one."""
    desk = Desk.of(connection, [statement], places=[(part.start, part.end) for part in parts])
    desk.must_stand([statement])
    if len(parts) < 2 or len({(part.start, part.end) for part in parts}) < len(parts):
        raise CallError("A statement is split into two or more spans that differ", f"got {len(parts)}", "name them")
    record, made = desk.record(statement), list[dict[str, Any]]()
    for part in parts:
        made.append(_made(desk, record, part, _told("split", by), taken=[one["id"] for one in made]))
    return desk.append(_deed(desk, Kind.SPLIT, [statement], by, made=tuple(made)), by)


def merge(connection: Connection, statements: Sequence[str], changes: Mapping[str, Any], by: Signature) -> int:
    """Puts one statement in the place of several; it has the fields of the first and the points of all."""
    if len(set(statements)) < 2 or len(set(statements)) < len(statements):
        raise CallError("Two or more statements are merged", f"got {', '.join(statements) or 'none'}", "name others")
    desk = Desk.of(connection, statements, places=_stretch(connection, statements))
    desk.must_stand(statements)
    records = sorted((desk.record(id) for id in statements), key=lambda one: (one["span"]["start"], one["id"]))
    points = [point for record in records for point in record["points"]]
    record = {**records[0], "points": [point for at, point in enumerate(points) if point not in points[:at]]}
    start = min(one["span"]["start"] for one in records)
    end = max(one["span"]["end"] for one in records)
    made = _made(desk, record, Part(start, end, changes), _told("merged", by), replacing=statements)
    return desk.append(_deed(desk, Kind.MERGE, list(statements), by, made=(made,)), by)


def _stretch(connection: Connection, statements: Sequence[str]) -> list[Place]:
    """From the first character of these statements to the last."""
    columns = tables.standing.c
    query = select(func.min(columns.start), func.max(columns.end)).where(columns.id.in_(statements))
    start, end = connection.execute(query).one()
    return [] if start is None else [(start, end)]


def undo(connection: Connection, number: int, by: Signature) -> int:
    """Takes back a decision that is in force."""
    document = connection.execute(
        select(tables.decisions.c.document).where(tables.decisions.c.number == number)
    ).scalar_one_or_none()
    if document is None:
        raise CallError("What is taken back is a decision of the project", f"got {number}", "see the history")
    _must_be_present(connection, document)
    touched = select(tables.touched.c.statement).where(tables.touched.c.decision == number)
    desk = Desk(connection, document, targets=list(connection.execute(touched).scalars()))
    deed = next(one for one in desk.log.deeds if one.number == number)
    root = next(one for one in desk.log.deeds if one.number == (deed.root or number))
    if number in taken_back(desk.log.deeds):
        raise CallError("A decision is taken back once", f"{number} has been", "redo it, or take back another")
    _nothing_built_on(desk, root)
    return desk.append(
        _deed(desk, Kind.UNDO, list(deed.statements or deed.makes), by, takes_back=number, root=root.number), by
    )


def redo(connection: Connection, number: int, by: Signature) -> int:
    """Puts a decision that was taken back in force again, by taking back what took it back."""
    undoing = in_force_undo_of(connection, number)
    if undoing is None:
        raise CallError("What is done again was taken back", f"decision {number} was not", "see the history")
    return undo(connection, undoing, by)


def _nothing_built_on(desk: Desk, root: Deed) -> None:
    """Refuses to change what later decisions rest on."""
    off = taken_back(desk.log.deeds)
    for later in desk.log.deeds:
        if later.number <= root.number or later.number in off or later.kind is Kind.UNDO:
            continue
        shared = set(later.statements) & {*root.makes, *root.statements}
        structural = bool(root.made or later.made)
        if shared & set(root.makes) or (shared and structural):
            raise CallError(
                "A decision is taken back, or done again, before others build on it",
                f"decision {later.number} ({later.kind.value}, {later.who}) builds on {root.number}",
                f"take back {later.number} first",
            )


def _deed(desk: Desk, kind: Kind, statements: Sequence[str], by: Signature, **fields: Any) -> Deed:
    return Deed(0, kind, tuple(statements), reading=desk.log.reading, who=by.who, why=by.why, **fields)


def _told(done: str, by: Signature) -> str:
    return f"{done} by {by.who}: {by.why}"


def _must_be_present(connection: Connection, document: str) -> None:
    query = select(tables.documents.c.present).where(tables.documents.c.id == document)
    if not connection.execute(query).scalar_one_or_none():
        raise CallError("A decision is made in a document of the project", f"got {document!r}", "name one of them")


def _quote(text: str, span: tuple[int, int]) -> str:
    start, end = span
    if not (0 <= start < end <= len(text)):
        must = f"A span lies within its text (0 to {len(text)})"
        raise CallError(must, f"start {start}, end {end}", "correct the span")
    if not text[start:end].strip():
        raise CallError("A statement has words", f"there is only space from {start} to {end}", "select some text")
    return text[start:end]


def _made(
    desk: Desk,
    record: Mapping[str, Any],
    part: Part,
    told: str,
    *,
    taken: Sequence[str] = (),
    replacing: Sequence[str] = (),
) -> dict[str, Any]:
    """The record of a statement that a person makes, with what it has from others."""
    quote = _quote(desk.text(), (part.start, part.end))
    _must_be_new(desk, part, [*replacing, record["id"]])
    made = {
        **record,
        "id": _new_id(desk, part, quote, taken),
        "span": {"document": desk.document, "start": part.start, "end": part.end},
        "quote": quote,
        "reader": BY_HAND,
        "confidence": 1.0,
        "reached": {**record["reached"], "span": told},
    }
    made = changed(made, part.changes, told)
    return statement_record(statement_from(made, desk.document), desk.document)


def _must_be_new(desk: Desk, part: Part, replaced: Sequence[str]) -> None:
    for draft in desk.drafts.values():
        same = (draft.start, draft.end) == (part.start, part.end)
        if same and draft.id not in replaced and draft.state is not State.REPLACED:
            mend = "correct that one" if draft.state is State.STANDING else "take that one in again"
            state = draft.state.value.replace("_", " ")
            raise CallError("A statement is added once", f"{draft.id} has the same words and is {state}", mend)


def _new_id(desk: Desk, part: Part, quote: str, taken: Sequence[str]) -> str:
    """An id from span and words; from their number too, where a statement that was moved or split has that id."""
    span, count = Span(desk.document, part.start, part.end), 1
    id = statement_id(span, quote)
    while id in taken or _is_used(desk.connection, id):
        count += 1
        id = statement_id(span, f"{quote}\n{count}")
    return id


def _is_used(connection: Connection, id: str) -> bool:
    """Whether a statement has that id, or had it when somebody decided on it."""
    standing, touched = tables.standing.c, tables.touched.c
    stands = select(standing.id).where(standing.id == id, standing.state != State.GONE)
    decided = select(touched.statement).where(touched.statement == id).limit(1)
    return any(connection.execute(query).first() is not None for query in (stands, decided))
