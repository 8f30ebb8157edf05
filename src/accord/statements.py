"""What was said: statements, their points and claims, each tied to the characters it came from."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, TypeVar, cast

from accord.documents import Document, Span
from accord.errors import CallError

BY_HAND = "by_hand"
"""The reader of what a person added; what a named person coded has the name after a colon."""

AGREED = f"{BY_HAND}:agreed"
"""The reader of codings that people agreed on."""

FORBID = {"extra": "forbid"}  # where a record comes back from JSON, an unknown key is a fault


class Act(StrEnum):
    """What a point does."""

    DEMAND = "demand"
    OFFER = "offer"
    ACCEPT = "accept"
    REJECT = "reject"
    PRECONDITION = "precondition"
    CONCESSION = "concession"
    THREAT = "threat"
    PROMISE = "promise"
    ASSESSMENT = "assessment"
    FORECAST = "forecast"


class Modality(StrEnum):
    """How a point is put; negation is a field of its own."""

    ASSERTED = "asserted"
    CONDITIONAL = "conditional"
    HYPOTHETICAL = "hypothetical"


class Tier(StrEnum):
    """Whose words: said by somebody, ascribed to somebody's mind by the reporter, or the reporter's own."""

    STATED = "stated"
    BELIEF = "belief"
    NARRATED = "narrated"


class Kind(StrEnum):
    """How the words stand in the text."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    NARRATED = "narrated"


class Authority(StrEnum):
    """From what chair the speaker speaks."""

    PRINCIPAL = "principal"
    NEGOTIATOR = "negotiator"
    OFFICIAL = "official"
    AFFILIATED_EXPERT = "affiliated_expert"
    INDEPENDENT = "independent"
    REPORTER = "reporter"
    UNKNOWN = "unknown"


class Says(StrEnum):
    """What a claim says of a party's preferences (DESIGN: the table of claims)."""

    PREFERS = "prefers"
    WOULD_ACCEPT = "would_accept"
    REFUSES = "refuses"
    SEEKS = "seeks"
    ALREADY_WANTED = "already_wanted"
    WOULD_DO_ANYWAY = "would_do_anyway"
    RED_LINE = "red_line"
    VALUES_MORE = "values_more"
    NO_DEAL_BETTER = "no_deal_better"
    NO_DEAL_WORSE = "no_deal_worse"
    LESS_HURRIED_THAN = "less_hurried_than"
    MAY_WALK_AWAY = "may_walk_away"
    GAINS_WHILE_WAITING = "gains_while_waiting"
    BEFORE = "before"
    SHIFTS_POWER = "shifts_power"


@dataclass(frozen=True, slots=True)
class Term:
    """One option of one issue; a partial package is a tuple of terms. `option` None: the issue is settled, however."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID

    issue: str
    option: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What a point says of party `party`'s preferences.

    `issue` and `option` name the subject; `given` are further terms that hold with it (for `prefers`: part of the
    preferred package). `over` is the lesser option of the same issue (`prefers`) or the lesser issue (`values_more`);
    `against` is a lesser package over other issues. `track` and `over_track` stand in place of issues in `values_more`.
    `other` is the party compared with (`less_hurried_than`), `towards` the party that gains (`shifts_power`), `first`
    and `then` the steps of `before`.
    `negated`: the claim is denied.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID

    says: Says
    party: str
    issue: str | None = None
    option: str | None = None
    over: str | None = None
    given: tuple[Term, ...] = ()
    against: tuple[Term, ...] = ()
    track: str | None = None
    over_track: str | None = None
    other: str | None = None
    towards: str | None = None
    first: Term | None = None
    then: Term | None = None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """What one statement says of one issue or preference.

    `about`: the party whose position or preference is told of.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID

    act: Act
    about: str | None = None
    issue: str | None = None
    option: str | None = None
    counterpart: str | None = None
    claim: Claim | None = None
    negated: bool = False
    modality: Modality = Modality.ASSERTED
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A coded passage; `document.text[span.start:span.end] == quote`, always.

    `speakers`: resolved names, or a description where there is no name; empty for the reporter. `chain`: outermost
    source first. `parties`: ids of the parties spoken for. `on`: the day it was said. `event`: joins accounts of one
    meeting. `confidence` in [0, 1]. `reached`: how each field was reached, by field name (`points[0].issue` for a
    point's).
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID

    id: str
    span: Span
    quote: str
    cue: str | None = None
    speakers: tuple[str, ...] = ()
    speaker_as_named: str | None = None
    chain: tuple[str, ...] = ()
    role: str | None = None
    organisation: str | None = None
    authority: Authority = Authority.UNKNOWN
    parties: tuple[str, ...] = ()
    tier: Tier = Tier.STATED
    kind: Kind = Kind.INDIRECT
    on: date | None = None
    event: str | None = None
    confidence: float = 1.0
    reader: str = "by_rule"
    reached: Mapping[str, str] = field(default_factory=dict, hash=False)
    points: tuple[Point, ...] = ()


def statement_id(span: Span, quote: str) -> str:
    """The id of a statement, derived from its span and its words."""
    content = f"{span.document}\n{span.start}\n{span.end}\n{quote}".encode("utf-8", "surrogatepass")
    return "s" + hashlib.sha256(content).hexdigest()[:12]


def make_statement(document: Document, start: int, end: int, **fields: Any) -> Statement:
    """The statement of `document.text[start:end]`, with its quote and id.

    Raises:
        CallError: the span is empty or not within the text.
    """
    if not 0 <= start < end <= len(document.text):
        raise CallError(
            f"A span lies within its text (0 to {len(document.text)})", f"start {start}, end {end}", "correct the span"
        )
    span, quote = Span(document.id, start, end), document.text[start:end]
    return Statement(id=statement_id(span, quote), span=span, quote=quote, **fields)


def holds(statement: Statement, document: Document) -> bool:
    """Whether the statement's quote is exactly the text at its span."""
    span = statement.span
    return (
        span.document == document.id
        and bool(statement.quote)
        and document.text[span.start : span.end] == statement.quote
    )


def with_points(statement: Statement, points: tuple[Point, ...], reached: Mapping[str, str]) -> Statement:
    """The statement with these points, and how their fields were reached added to its own."""
    return replace(statement, points=points, reached={**statement.reached, **reached})


def claim_record(claim: Claim) -> dict[str, Any]:
    """A claim as a JSON object: `says` and `party`, and of the rest what is told."""
    record: dict[str, Any] = {"says": claim.says.value, "party": claim.party}
    for name in ("issue", "option", "over", "track", "over_track", "other", "towards"):
        if getattr(claim, name) is not None:
            record[name] = getattr(claim, name)
    for name in ("given", "against"):
        if getattr(claim, name):
            record[name] = [term_record(term) for term in getattr(claim, name)]
    for name in ("first", "then"):
        if getattr(claim, name) is not None:
            record[name] = term_record(getattr(claim, name))
    if claim.negated:
        record["negated"] = True
    return record


def term_record(term: Term) -> dict[str, Any]:
    """A term as a JSON object."""
    return {"issue": term.issue, "option": term.option}


def point_record(point: Point) -> dict[str, Any]:
    """A point as a JSON object, every field present."""
    return {
        "act": point.act.value,
        "about": point.about,
        "issue": point.issue,
        "option": point.option,
        "counterpart": point.counterpart,
        "claim": claim_record(point.claim) if point.claim else None,
        "negated": point.negated,
        "modality": point.modality.value,
        "condition": point.condition,
    }


def statement_record(statement: Statement, file: str) -> dict[str, Any]:
    """A statement as a JSON object, its span naming the document by `file`."""
    return {
        "id": statement.id,
        "span": {"document": file, "start": statement.span.start, "end": statement.span.end},
        "quote": statement.quote,
        "cue": statement.cue,
        "speakers": list(statement.speakers),
        "speaker_as_named": statement.speaker_as_named,
        "chain": list(statement.chain),
        "role": statement.role,
        "organisation": statement.organisation,
        "authority": statement.authority.value,
        "parties": list(statement.parties),
        "tier": statement.tier.value,
        "kind": statement.kind.value,
        "on": statement.on.isoformat() if statement.on else None,
        "event": statement.event,
        "confidence": round(statement.confidence, 4),
        "reader": statement.reader,
        "reached": dict(sorted(statement.reached.items())),
        "points": [point_record(point) for point in statement.points],
    }


def claim_from(record: Mapping[str, Any]) -> Claim:
    """The claim that `claim_record` wrote; `given` and `against` may also be one term.

    Raises:
        CallError: `says` is not a claim, a key is unknown, or a value has another type.
    """
    fields = dict(record)
    for name in ("given", "against"):
        if isinstance(fields.get(name), Mapping):
            fields[name] = (fields[name],)
    return _checked(Claim, fields)


def point_from(record: Mapping[str, Any]) -> Point:
    """The point that `point_record` wrote.

    Raises:
        CallError: as for `statement_from`.
    """
    return _checked(Point, dict(record))


def statement_from(record: Mapping[str, Any], document_id: str) -> Statement:
    """The statement that `statement_record` wrote, its span naming the document by id.

    Raises:
        CallError: a field is missing, unknown, or has another type.
    """
    span = {**record["span"], "document": document_id} if isinstance(record.get("span"), Mapping) else None
    return _checked(Statement, {**record, "span": span})


Record = TypeVar("Record", Claim, Point, Statement)


def _checked(kind: type[Record], fields: dict[str, Any]) -> Record:
    from pydantic import ValidationError

    try:
        return cast(Record, _adapter(cast(Hashable, kind)).validate_python(fields))
    except ValidationError as fault:
        first = fault.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or kind.__name__.lower()
        raise CallError(
            f"`{place}` of a {kind.__name__.lower()}: {first['msg']}", f"got {first['input']!r:.80}", "correct it"
        ) from fault


@cache
def _adapter(kind: Hashable) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(cast(Any, kind))
