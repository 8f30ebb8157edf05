"""How the statements of a document stand: what was read, with what people have decided applied in order.

A pure function of the log; docs/decisions/0006 tells why it decides as it does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from accord.errors import CallError
from accord.statements import AGREED
from accord.store.changing import changed, field_of
from accord.store.records import Kind, Review, State

_SHARED = 0.5  # of the characters that two spans cover together: beyond it, they are one passage
_OWN = frozenset({"reached", "confidence", "reader"})  # differ without the statement's being read otherwise


@dataclass(frozen=True, slots=True)
class Deed:
    """A decision in the log. `made`: records of the statements it brings into being; `reading`: what was seen."""

    number: int
    kind: Kind
    statements: tuple[str, ...]
    made: tuple[Mapping[str, Any], ...] = ()
    changes: Mapping[str, Any] = field(default_factory=dict)
    rejected: bool | None = None
    takes_back: int | None = None
    root: int | None = None
    reading: int = 0
    who: str = ""
    why: str = ""

    @property
    def makes(self) -> tuple[str, ...]:
        """The ids of what it brings into being."""
        return tuple(record["id"] for record in self.made)

    @property
    def told(self) -> str:
        """Who did what and why, for the way a field was reached."""
        done = {Kind.MOVE: "moved", Kind.ADD: "added", Kind.SPLIT: "split", Kind.MERGE: "merged"}
        return f"{done.get(self.kind, 'corrected')} by {self.who}: {self.why}"


@dataclass(frozen=True, slots=True)
class Found:
    """A statement as a reading found it; `number` is its row."""

    number: int
    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Log:
    """All that was read in a document and decided on it.

    `base`: what the reading that counts found, which has the number `reading`; `agreed`: people agreed on it.
    `records`: of statements decided on, by id and reading. `seen`: the ids in the readings that decisions looked at.
    """

    reading: int
    agreed: bool
    base: Mapping[str, Found]
    records: Mapping[str, Mapping[int, str]]
    seen: Mapping[int, frozenset[str]]
    deeds: tuple[Deed, ...]


@dataclass(slots=True)
class Draft:
    """A statement on its way; `record` None: as the reading that counts has it (`source`)."""

    id: str
    start: int
    end: int
    source: int | None = None
    record: dict[str, Any] | None = None
    state: State = State.STANDING
    review: Review = Review.UNREVIEWED
    found: bool = False
    by_hand: bool = False
    own: set[str] = field(default_factory=set)  # fields that stay as a person left them
    read: dict[str, Any] = field(default_factory=dict)  # as the person saw it
    last: Deed | None = None


def taken_back(deeds: Iterable[Deed]) -> frozenset[int]:
    """The numbers of decisions that are not in force."""
    off: set[int] = set()
    for deed in sorted(deeds, key=lambda one: -one.number):
        if deed.takes_back is not None and deed.number not in off:
            off.add(deed.takes_back)
    return frozenset(off)


def replayed(log: Log) -> dict[str, Draft]:
    """Every statement of the document that stands, was rejected, set aside or replaced, by id.

    Raises:
        CallError: a decision in force is made on a statement that is not there, or does not fit it.
    """
    off = taken_back(log.deeds)
    brought = frozenset(id for deed in log.deeds for id in deed.makes)
    drafts: dict[str, Draft] = {}
    for deed in log.deeds:
        if deed.number not in off and deed.kind is not Kind.UNDO:
            _apply(deed, log, drafts, brought)
    for draft in drafts.values():
        _brought_up_to_date(draft, log)
    passages = [(draft, *span) for draft in drafts.values() for span in _covered(draft, log)]
    for found in log.base.values():
        if found.id not in drafts:
            drafts[found.id] = _as_read(found, log, passages)
    return drafts


def _apply(deed: Deed, log: Log, drafts: dict[str, Draft], brought: frozenset[str]) -> None:
    for id in deed.statements:
        draft = drafts.get(id) or _begun(id, deed, log)
        if draft is None and id not in brought:
            continue  # an old correction of a coding that does not count
        if draft is None or draft.state is State.REPLACED:
            raise CallError(
                "A decision is made on a statement that stands by itself",
                f"{id} does not: {deed.told}",
                "take back what came in between",
            )
        drafts[id] = draft
        _decide(draft, deed, log)
    for record in deed.made:
        if record["id"] in drafts:
            raise CallError("A statement is added once", f"{record['id']} is there", "correct that one")
        span = record["span"]
        drafts[record["id"]] = Draft(
            record["id"],
            span["start"],
            span["end"],
            record=dict(record),
            review=Review.REVIEWED,
            by_hand=True,
            last=deed,
        )


def _begun(id: str, deed: Deed, log: Log) -> Draft | None:
    """The statement as it was read when the decision was made."""
    text = _record_at(log.records.get(id, {}), deed.reading)
    if text is None:
        return None
    record = json.loads(text)
    return Draft(id, record["span"]["start"], record["span"]["end"], record=record, read=record)


def _record_at(texts: Mapping[int, str], reading: int) -> str | None:
    if not texts:
        return None
    return texts[max((number for number in texts if number <= reading), default=min(texts))]


def _decide(draft: Draft, deed: Deed, log: Log) -> None:
    _follow(draft, _record_at(log.records.get(draft.id, {}), deed.reading))
    draft.review, draft.last = Review.REVIEWED, deed
    if deed.kind in (Kind.SPLIT, Kind.MERGE):
        draft.state = State.REPLACED
        return
    if deed.rejected is not None:
        draft.state = State.REJECTED if deed.rejected else State.STANDING
    changes = dict(deed.changes)
    if deed.kind is Kind.MOVE:
        _move(draft, changes, deed.told)
    elif changes:
        draft.record = changed(draft.record or {}, changes, deed.told)
        draft.own.update(map(field_of, changes))


def _move(draft: Draft, changes: dict[str, Any], told: str) -> None:
    record = dict(draft.record or {})
    draft.start, draft.end = changes["start"], changes["end"]
    record["span"] = {**record["span"], "start": draft.start, "end": draft.end}
    record["quote"] = changes["quote"]
    record["reached"] = {**record["reached"], "span": told}
    draft.record = record
    draft.own.update({"span", "quote"})


def _follow(draft: Draft, text: str | None) -> None:
    """Takes over from a reading whatever nobody has set."""
    if draft.by_hand or text is None:
        return
    read = json.loads(text)
    if read == draft.read:
        return
    kept = {name: value for name, value in (draft.record or {}).items() if name in draft.own}
    ways = (draft.record or {}).get("reached", {})
    own = {name: way for name, way in ways.items() if field_of(name).partition("[")[0] in draft.own}
    others = {name: way for name, way in read["reached"].items() if field_of(name).partition("[")[0] not in draft.own}
    draft.record = {**read, **kept, "reached": {**others, **own}}
    draft.read = read


def _brought_up_to_date(draft: Draft, log: Log) -> None:
    """What the reading that counts says of a statement that was decided on before."""
    base = log.base.get(draft.id)
    draft.found = base is not None
    if draft.by_hand:
        if draft.state is State.STANDING and log.agreed and _agreed_since(draft, log):
            draft.state = State.SET_ASIDE
        return
    if base is None:
        if draft.state is State.STANDING and log.agreed and (draft.record or {}).get("reader") != AGREED:
            draft.state = State.SET_ASIDE
        return
    draft.source = base.number
    seen = draft.read
    _follow(draft, log.records[draft.id].get(log.reading))
    if any(seen.get(name) != value for name, value in draft.read.items() if name not in _OWN):
        draft.review = Review.CHANGED


def _agreed_since(draft: Draft, log: Log) -> bool:
    """Whether people have agreed on a coding of this passage since somebody made this one."""
    seen = _seen(draft, log)
    return any(
        found.id not in seen and _same(draft.start, draft.end, found.start, found.end) for found in log.base.values()
    )


def _covered(draft: Draft, log: Log) -> list[tuple[int, int]]:
    """The spans on which a person has decided and which the reading that counts does not have under the same id."""
    if draft.state in (State.REJECTED, State.SET_ASIDE):
        return []
    base = log.base.get(draft.id)
    if base is not None and (base.start, base.end) == (draft.start, draft.end):
        return []
    return [(draft.start, draft.end)]


def _as_read(found: Found, log: Log, passages: list[tuple[Draft, int, int]]) -> Draft:
    aside = any(
        found.id not in _seen(draft, log) and _same(start, end, found.start, found.end)
        for draft, start, end in passages
    )
    state = State.SET_ASIDE if aside else State.STANDING
    return Draft(found.id, found.start, found.end, source=found.number, state=state, found=True)


def _seen(draft: Draft, log: Log) -> frozenset[str]:
    return log.seen.get(draft.last.reading, frozenset()) if draft.last else frozenset()


def _same(start: int, end: int, other_start: int, other_end: int) -> bool:
    shared = min(end, other_end) - max(start, other_start)
    return shared > _SHARED * (max(end, other_end) - min(start, other_start))
