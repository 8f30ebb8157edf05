"""Statements one by one: the queue of what to look at first, and every decision that a person can make on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response
from pydantic import Field

from accord.statements import Act, Authority, Kind, Modality, Says, Tier
from accord.web.coded import book, decided, detail_records, signed
from accord.web.following import followed
from accord.web.queueing import stretch
from accord.web.records import At, Body, Who, answer_record

if TYPE_CHECKING:
    from accord.report import Contents
    from accord.store import Filter
    from accord.web.desk import Desk

router = APIRouter(prefix="/statements", tags=["statements"])

Revision = Annotated[int | None, Field(ge=0, description="The statement's revision that was seen; checked where told.")]
Why = Annotated[str, Field(max_length=2_000, description="The reason, kept with the decision.")]


class Verdict(Body):
    """A decision that changes no field."""

    revision: Revision = None
    why: Why = ""


class Change(Verdict):
    """New values of fields by name; `points.0.option` names a part of a point."""

    changes: dict[str, Any] = Field(min_length=1, max_length=100)


class Place(Verdict):
    """A span in Unicode characters of the document's text."""

    start: int = Field(ge=0)
    end: int = Field(ge=1)


class Added(Place):
    """A statement that no reader found."""

    document: str = Field(max_length=100)
    changes: dict[str, Any] = Field(default_factory=dict, max_length=100)


class Split(Verdict):
    """The spans of the parts, in Unicode characters of the document's text."""

    parts: list[tuple[int, int]] = Field(min_length=2, max_length=20)


class Merge(Verdict):
    """Statements that become one with this one; `revisions` of all, by id."""

    others: list[str] = Field(min_length=1, max_length=20)
    revisions: dict[str, int] = Field(default_factory=dict)


class Sieve(Body):
    """Which statements are asked for; empty leaves a question open."""

    document: str = ""
    party: str = ""
    act: str = ""
    issue: str = ""
    speaker: str = ""
    words: str = Field(default="", max_length=200)
    every: bool = Field(default=False, description="Those that somebody has looked at too.")


class Wanted(Sieve):
    """How many of them, from the first or from where a page before it ended."""

    limit: int = Field(default=50, ge=1, le=500)
    after: str = Field(default="", max_length=2_000, description="The `next` of the page before.")


@router.get("/fields")
def fields(desk: At) -> dict[str, Any]:
    """What each field of a statement can be: the codebook's parties and issues, the acts, claims and the rest."""
    from accord.reading.claims import FROM_ACT

    told = book(desk)
    told_of = told.negotiation
    kinds = {"act": Act, "authority": Authority, "tier": Tier, "kind": Kind, "modality": Modality, "says": Says}
    return {
        "parties": [
            {"id": look.id, "name": look.name, "colour": look.colour, "form": look.form} for look in told.looks.values()
        ],
        "issues": [
            {"id": issue.id, "name": issue.name or _plain(issue.id), "options": list(issue.options)}
            for issue in told_of.issues
        ],
        "tracks": [{"id": track.id, "name": track.name or _plain(track.id)} for track in told_of.tracks],
        **{name: [one.value for one in kind] for name, kind in kinds.items()},
        "claims": {act.value: says.value for act, says in FROM_ACT.items()},
        "speakers": _speakers(desk),
    }


@router.get("/queue")
def queue(desk: At, wanted: Annotated[Wanted, Query()]) -> Response:
    """The statements to look at first: what moves a finding most, then what the reader doubts most.

    `state` tells whether the order is by the findings as they are now (`ready`), by those of before (`computing`)
    or by doubt alone (`doubt`). `next` goes back in as `after`, for those that follow.
    """
    answer = desk.contents()
    bearing = {} if answer.value is None else _bearing(desk, answer.value)
    rows, total, more = stretch(desk.store, _filter(wanted), list(bearing), limit=wanted.limit, after=wanted.after)
    return JSONResponse(
        {
            "state": "doubt" if answer.value is None else "ready" if answer.is_current else "computing",
            "total": total,
            "next": more,
            "rows": [{**one, "bears": bearing.get(one["id"], [])[:1]} for one in detail_records(desk, rows)],
        }
    )


@router.get("/{id}")
def statement(id: str, desk: At) -> dict[str, Any]:
    """A statement with every field, how each was reached, and the passage around it."""
    return detail_records(desk, [desk.store.statement(id)])[0]


@router.get("/{id}/findings")
def findings(id: str, desk: At) -> dict[str, Any]:
    """The findings that rest on a statement, those it moves most first."""
    return answer_record(desk.contents(), lambda contents: _bearing(desk, contents).get(id, []))


@router.post("", status_code=201)
def add(added: Added, desk: At, who: Who) -> dict[str, Any]:
    """Add a statement that no reader found."""
    by = signed(who, added.why, "the reading has missed it")
    return decided(desk, lambda: desk.store.add(added.document, added.start, added.end, by, changes=added.changes))


@router.patch("/{id}")
def correct(id: str, change: Change, desk: At, who: Who) -> dict[str, Any]:
    """Correct fields of a statement."""
    from accord.store import Correction

    by = signed(who, change.why, "read against the text")
    changes = followed(desk.store.statement(id).statement, change.changes)
    correction = Correction(id, by.who, by.when, by.why, changes)
    return decided(desk, lambda: desk.store.correct(correction, revision=change.revision))


@router.post("/{id}/{verdict}")
def judge(
    id: str, verdict: Literal["accept", "reject", "restore"], given: Verdict, desk: At, who: Who
) -> dict[str, Any]:
    """Accept a statement as it stands, take it out, or take it in again."""
    from accord.store import Correction

    if verdict == "accept":
        by = signed(who, given.why, "looked at, and right")
        return decided(desk, lambda: desk.store.accept(id, by, revision=given.revision))
    is_out = verdict == "reject"
    by = signed(who, given.why, "looked at: no statement" if is_out else "it is a statement after all")
    correction = Correction(id, by.who, by.when, by.why, {}, is_out)
    return decided(desk, lambda: desk.store.correct(correction, revision=given.revision))


@router.put("/{id}/span")
def move(id: str, place: Place, desk: At, who: Who) -> dict[str, Any]:
    """Move a statement to another span of its document; it keeps its id."""
    by = signed(who, place.why, "the words it rests on are these")
    span = (place.start, place.end)
    return decided(desk, lambda: desk.store.move(id, span, by, revision=place.revision))


@router.put("/{id}/parts")
def split(id: str, cut: Split, desk: At, who: Who) -> dict[str, Any]:
    """Put two or more statements in the place of one."""
    from accord.store import Part

    by = signed(who, cut.why, "it is more than one statement")
    parts = [Part(start, end) for start, end in cut.parts]
    return decided(desk, lambda: desk.store.split(id, parts, by, revision=cut.revision))


@router.put("/{id}/with")
def merge(id: str, joined: Merge, desk: At, who: Who) -> dict[str, Any]:
    """Put one statement in the place of this one and others."""
    by = signed(who, joined.why, "they are one statement")
    return decided(desk, lambda: desk.store.merge([id, *joined.others], by, revisions=joined.revisions))


def _filter(sieve: Sieve) -> Filter:
    from accord.store import Filter, Review

    return Filter(
        document=sieve.document or None,
        party=sieve.party or None,
        act=sieve.act or None,
        issue=sieve.issue or None,
        speaker=sieve.speaker or None,
        words=sieve.words or None,
        review=None if sieve.every else (Review.UNREVIEWED, Review.CHANGED),
    )


def _bearing(desk: Desk, contents: Contents) -> dict[str, list[dict[str, Any]]]:
    """The findings that each statement bears on, the statements that move one most first."""
    return desk.of(contents, "bearing", lambda: _borne(contents))


def _borne(contents: Contents) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for finding in contents.findings:
        effects = {one.statement: one.effect for one in finding.influence}
        for id in dict.fromkeys((*finding.evidence, *effects)):
            one = {"finding": finding.id, "sentence": finding.sentence, "effect": effects.get(id)}
            found.setdefault(id, []).append(one)
    for rows in found.values():
        rows.sort(key=lambda row: -abs(row["effect"] or 0.0))
    moved = {id: rows for id, rows in found.items() if rows[0]["effect"]}
    order = sorted(moved, key=lambda id: (-abs(moved[id][0]["effect"]), id))
    return {id: found[id] for id in (*order, *(id for id in found if id not in moved))}


def _speakers(desk: Desk) -> list[str]:
    """Names of those who speak: of the codebook, then as they were read, the most frequent first."""
    named = [speaker.name for party in book(desk).negotiation.parties for speaker in party.speakers]
    return list(dict.fromkeys([*named, *desk.store.speakers()]))


def _plain(id: str) -> str:
    return id.replace("_", " ")
