"""Statements as reader, review and history take them: as marks in a text, in full, and as decisions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from accord.negotiation import Negotiation
from accord.report.looks import Look, looks, nobody
from accord.statements import Statement, statement_record
from accord.workspace import now

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accord.documents import Document
    from accord.store import Decision, Passage, Signature, Standing
    from accord.web.desk import Desk

AROUND = 600
"""Characters of its paragraph that are shown before and after a statement, at most."""

_BLANK = re.compile(r"\n[^\S\n]*\n")
_SENTENCE = re.compile(r"(?<=[.!?…。！？])[\"”’»)\]]*\s+")


@dataclass(frozen=True, slots=True)
class Book:
    """The codebook that statements are coded by, with the look of each party."""

    negotiation: Negotiation
    looks: Mapping[str, Look]

    def look(self, parties: Iterable[str]) -> Look:
        """The look of the first party that is known; nobody's where there is none."""
        return next((self.looks[party] for party in parties if party in self.looks), nobody())


def book(desk: Desk) -> Book:
    """The codebook as the file has it now, an empty one where the file cannot be used."""
    told = desk.codebook()
    return desk.of(told, "book", lambda: Book(told.negotiation, looks(told.negotiation)))


def text_of(desk: Desk, id: str) -> Document:
    """A document with its text; the one that was asked for last is at hand."""
    return desk.kept("text", lambda: desk.store.document(id), key=id)


def mark_record(standing: Standing) -> dict[str, Any]:
    """A statement as a mark in its text; what is usual is left out (`marks.js` knows it)."""
    one = standing.statement
    first = one.points[0] if one.points else None
    issues = list(dict.fromkeys(point.issue for point in one.points if point.issue))
    acts = list(dict.fromkeys(point.act.value for point in one.points))
    unusual = {
        "act": first.act.value if first else None,
        "negated": bool(first and first.negated),
        "issue": first.issue if first else None,
        "option": first.option if first else None,
        "issues": issues if issues != [first and first.issue] else None,
        "acts": acts if len(acts) > 1 else None,
        "parties": list(one.parties),
        "state": standing.state.value if standing.state != "standing" else None,
        "review": standing.review.value if standing.review != "unreviewed" else None,
    }
    return {
        "id": one.id,
        "start": one.span.start,
        "end": one.span.end,
        "speaker": speaker_words(one),
        "revision": standing.revision,
        "confidence": round(one.confidence, 3),
        **{name: value for name, value in unusual.items() if value},
    }


def line_record(standing: Standing, told: Book) -> dict[str, Any]:
    """A statement in a line: where it stands, who says it, what it does, whether somebody has looked at it."""
    look = told.look(standing.statement.parties)
    usual: dict[str, Any] = {
        "act": None,
        "negated": False,
        "issue": None,
        "option": None,
        "issues": [],
        "acts": [],
        "parties": [],
    }
    mark = {**usual, "state": standing.state.value, "review": standing.review.value, **mark_record(standing)}
    mark["issues"] = mark["issues"] or [one for one in (mark["issue"],) if one]
    mark["acts"] = mark["acts"] or [one for one in (mark["act"],) if one]
    return {**mark, "look": {"colour": look.colour, "form": look.form, "name": look.name}}


def detail_records(desk: Desk, standings: Sequence[Standing]) -> list[dict[str, Any]]:
    """Statements with every field, how each was reached, and the passage around them."""
    told = book(desk)
    passages = desk.store.passages([one.statement.id for one in standings], AROUND)
    return [_detail(one, told, passages[one.statement.id]) for one in standings]


def _detail(standing: Standing, told: Book, passage: Passage) -> dict[str, Any]:
    one = standing.statement
    before, after = _around(passage, one.span.start - passage.start, one.span.end - passage.start)
    return {
        **line_record(standing, told),
        "document": one.span.document,
        "title": passage.title,
        "file": standing.file,
        "found": standing.found,
        "who": standing.who,
        "when": standing.when,
        "fields": statement_record(one, standing.file),
        "before": before,
        "after": after,
    }


def speaker_words(one: Statement) -> str:
    """Who says it: as resolved, else as named, else the institution, else the reporter."""
    named = ", ".join(one.speakers) or one.speaker_as_named or one.organisation
    return named or ("somebody not named" if one.tier == "stated" else "the reporter")


def decision_record(decision: Decision) -> dict[str, Any]:
    """A decision with what it changed."""
    return {**asdict(decision), "kind": decision.kind.value, "changes": dict(decision.changes)}


def signed(who: str, why: str, default: str) -> Signature:
    """Who decides now, and why; `default` where no reason was given."""
    from accord.store import Signature

    return Signature(who, now().isoformat(timespec="seconds"), why.strip() or default)


def decided(desk: Desk, decide: Callable[[], Decision]) -> dict[str, Any]:
    """Makes a decision, tells it to the pages, and returns it with the statements that it touched, as they stand.

    Where somebody else was quicker, the error carries the statement as it stands and what was done meanwhile.
    """
    with _told_if_stale(desk), desk.writing:
        decision = decide()
    touched = tuple(dict.fromkeys((*decision.statements, *decision.made, *(one.statement for one in decision.edits))))
    desk.changed(
        "statements", statements=list(touched), document=decision.document, decision=decision.number, who=decision.who
    )
    statements = detail_records(desk, known(desk, touched))
    left = {one["id"] for one in statements}
    return {
        "decision": decision_record(decision),
        "statements": statements,
        "gone": [id for id in touched if id not in left],
    }


def known(desk: Desk, ids: Iterable[str]) -> tuple[Standing, ...]:
    """Those of the statements that are there, whatever their state."""
    from accord.store import Filter, State

    wanted = list(ids)
    if not wanted:
        return ()
    page = desk.store.statements_page(Filter(ids=wanted, states=tuple(State)), limit=max(1, len(wanted)))
    by_id = {one.statement.id: one for one in page.rows}
    return tuple(by_id[id] for id in wanted if id in by_id)


@contextmanager
def _told_if_stale(desk: Desk) -> Iterator[None]:
    from accord.store import StaleError

    try:
        yield
    except StaleError as fault:
        fault.beside = {  # type: ignore[attr-defined]
            "current": next(iter(detail_records(desk, known(desk, [fault.statement]))), None),
            "since": [decision_record(one) for one in fault.since],
        }
        raise


def _around(passage: Passage, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a span in its paragraph, whole sentences where they are not too long."""
    text, whole = passage.text, passage.characters
    gaps = [gap.end() for gap in _BLANK.finditer(text, 0, start)]
    first = gaps[-1] if gaps else 0
    gap = _BLANK.search(text, end)
    last = gap.start() if gap else len(text)
    before, after = text[first:start], text[end:last]
    if passage.start + first > 0 and not gaps:
        cut = _SENTENCE.search(before) or re.search(r"\s", before)
        before = before[cut.end() :] if cut else before
    if passage.start + last < whole and not gap:
        cuts = list(_SENTENCE.finditer(after)) or list(re.finditer(r"\s", after))
        after = after[: cuts[-1].start()] if cuts else after
    return before.lstrip(), after.rstrip()
