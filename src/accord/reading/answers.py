"""What a language model answers, and what of it is believed: nothing that the text does not bear out.

The model hands back strings and names from closed lists, never offsets. The quotation must stand in the sentences it
names, whole (`verbatim`). A speaker, a cue or a condition must stand in the text. A party must be named there, or be
the speaker's own. The numbers of an option must stand in the words. A denial needs a word that denies, and where the
rules read the same words with the opposite sign, the point is refused. What fails is left out field by field; the
statement itself falls only with its quotation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from accord.errors import CallError
from accord.negotiation import Issue, Negotiation
from accord.reading.issues import numbers_in
from accord.reading.parsed import Parsed
from accord.reading.passages import Passage
from accord.reading.points import code
from accord.reading.registry import Registry
from accord.reading.verbatim import Refused, fold, locate, stands
from accord.statements import (
    Act,
    Authority,
    Claim,
    Kind,
    Modality,
    Point,
    Says,
    Statement,
    Term,
    Tier,
    make_statement,
    with_points,
)

CHECKED = "told by the model, borne out by the text"
_MOST_POINTS = 12
_DENIES = re.compile(
    r"(?i)\b(?:not|no|never|neither|nor|without|cannot|nobody|nothing|none|hardly|refus\w*|reject\w*|declin\w*|"
    r"den(?:y|ies|ied|ying)|rul(?:e|es|ed|ing) (?:\w+ ){0,3}out|oppos\w*|fail\w*|impossible|unacceptable|un\w+ed|"
    r"dismiss\w*|turn\w* down|against|object\w*|veto\w*)\b|n['’]t\b"
)
_POINTS_BACK = re.compile(r"(?i)\b(?:it|its|they|their|them|he|his|him|she|her|both|we|our|us|i|my|this|that|these)\b")
_TAKES = frozenset({Act.ACCEPT, Act.OFFER, Act.CONCESSION, Act.PROMISE})


@dataclass(slots=True)
class Counts:
    """How many statements were offered, and what became of them; `why`: reason -> how often."""

    offered: int = 0
    kept: int = 0
    points_offered: int = 0
    points_kept: int = 0
    why: dict[str, int] = field(default_factory=dict)

    def refuse(self, reason: str) -> None:
        """One more refused for this reason."""
        self.why[reason] = self.why.get(reason, 0) + 1


@dataclass(frozen=True)
class Desk:
    """What an answer is checked against."""

    parsed: Parsed
    registry: Registry
    negotiation: Negotiation
    counts: Counts


def believed(answer: object, desk: Desk, first: int, last: int) -> Statement | None:
    """The statement that one item of an answer gives, or None where it is refused.

    `first`, `last`: numbers of the sentences that were asked about.
    """
    desk.counts.offered += 1
    if not isinstance(answer, Mapping):
        desk.counts.refuse("no object")
        return None
    at = _sentences(answer, first, last)
    if at is None:
        desk.counts.refuse("sentences that were not asked about")
        return None
    start, end = desk.parsed.sentences[at[0]].start, desk.parsed.sentences[at[1]].end
    place = locate(str(answer.get("quote") or ""), desk.parsed.document.text, start, end)
    if isinstance(place, Refused):
        desk.counts.refuse(f"words that {place.why}")
        return None
    statement = make_statement(desk.parsed.document, *place, **_fields(answer, desk, (start, end)))
    points, reached = _points(answer, statement, desk, (start, end))
    desk.counts.kept += 1
    return with_points(statement, points, reached)


def _sentences(answer: Mapping[str, Any], first: int, last: int) -> tuple[int, int] | None:
    """The sentences the answer names, if they are some that were asked about."""
    one, other = answer.get("first"), answer.get("last", answer.get("first"))
    if not (isinstance(one, int) and isinstance(other, int)) or isinstance(one, bool) or isinstance(other, bool):
        return None
    return (one, other) if first <= one <= other <= last else None


def _fields(answer: Mapping[str, Any], desk: Desk, around: tuple[int, int]) -> dict[str, Any]:
    """The fields of the statement that the text bears out."""
    parsed, text = desk.parsed, desk.parsed.document.text
    reached = {"quote": "found word for word"}
    speaker = _text(answer.get("speaker"))
    if speaker is not None and not stands(speaker, text):
        desk.counts.refuse("a speaker the text does not name")
        reached["speakers"], speaker = "the model's name for the speaker is not in the text", None
    person = desk.registry.person(speaker) or next(iter(desk.registry.named(speaker)), None) if speaker else None
    body = desk.registry.party_of(speaker) or desk.registry.party_in(speaker) if speaker else None
    authority = person.authority if person else _of(Authority, answer.get("authority"), Authority.UNKNOWN)
    party = person.party if person else body
    if person is None and party is None and authority is not Authority.INDEPENDENT:
        party = _party(answer.get("speaks_for"), desk, parsed.text(*around))
    if authority is Authority.INDEPENDENT:
        party = None
    tier = _of(Tier, answer.get("tier"), Tier.STATED if speaker else Tier.NARRATED)
    if tier is Tier.STATED and speaker is None:
        tier = Tier.NARRATED
    cue = _text(answer.get("cue"))
    near = text[max(0, around[0] - 300) : around[1] + 100]
    named = person.name if person else desk.registry.names.get(party or "") if body else speaker
    if speaker:
        reached |= {"speakers": CHECKED, "parties": CHECKED}
    spoken = tier is Tier.STATED and speaker is not None
    return {
        "reader": "by_model",
        "cue": cue if cue and stands(cue, near) else None,
        "speakers": (named,) if spoken and named else (),
        "speaker_as_named": speaker,
        "role": person.role if person and spoken else None,
        "organisation": person.organisation if person and spoken else None,
        "authority": authority if spoken else Authority.REPORTER,
        "parties": (party,) if party and spoken else (),
        "tier": tier,
        "kind": _of(Kind, answer.get("kind"), Kind.INDIRECT if speaker else Kind.NARRATED),
        "confidence": 0.8,
        "reached": reached,
    }


def _points(
    answer: Mapping[str, Any], statement: Statement, desk: Desk, around: tuple[int, int]
) -> tuple[tuple[Point, ...], dict[str, str]]:
    """The points that the words bear out, and how."""
    offered = answer.get("points")
    items = offered[:_MOST_POINTS] if isinstance(offered, list) else []
    span = statement.span
    passage = Passage(
        statement,
        ((span.start, span.end),),
        None,
        tuple(s.number for s in desk.parsed.within(span.start, span.end)),
    )
    ruled, _ = code(passage, desk.parsed, desk.registry, desk.negotiation) if items else ((), {})
    kept: list[Point] = []
    for item in items:
        desk.counts.points_offered += 1
        point = _point(item, statement, desk, around) if isinstance(item, Mapping) else None
        if point is None or point in kept:
            continue
        if any(_opposed(point, other) for other in ruled):
            desk.counts.refuse("a point that the rules read with the opposite sign")
            continue
        kept.append(point)
    desk.counts.points_kept += len(kept)
    return tuple(kept), {f"points[{number}].act": CHECKED for number in range(len(kept))}


def _point(item: Mapping[str, Any], statement: Statement, desk: Desk, around: tuple[int, int]) -> Point | None:
    act = _of(Act, item.get("act"), None)
    if act is None:
        desk.counts.refuse("an act that is none of the ten")
        return None
    words = desk.parsed.text(*around)
    issue, option = _option(item, desk, statement.quote)
    about = _party(item.get("about"), desk, words, own=statement.parties)
    negated = item.get("negated") is True
    if (negated or act is Act.REJECT) and not _DENIES.search(f"{statement.cue or ''} {words}"):
        desk.counts.refuse("a denial in words that deny nothing")
        return None
    condition = _text(item.get("condition"))
    if condition is not None and not stands(condition, words):
        desk.counts.refuse("a condition the text does not have")
        condition = None
    claim = _claim(item, about, (issue, option), desk)
    modality = _of(Modality, item.get("modality"), Modality.ASSERTED)
    counterpart = _party(item.get("counterpart"), desk, words)
    return Point(act, about, issue, option, counterpart, claim, negated, modality, condition)


def _option(item: Mapping[str, Any], desk: Desk, quote: str) -> tuple[str | None, str | None]:
    """The issue and option, if they are of the codebook and the option's numbers stand in the words."""
    issue = next((one for one in desk.negotiation.issues if one.id == item.get("issue")), None)
    if issue is None:
        return None, None
    option = item.get("option")
    if option not in issue.options:
        return issue.id, None
    if not told(issue, str(option), quote):
        desk.counts.refuse("an option whose number the words do not have")
        return issue.id, None
    return issue.id, str(option)


def told(issue: Issue, option: str, quote: str) -> bool:
    """Whether the numbers that tell the option from the issue's others all stand in the words."""
    own = numbers_in(option)
    return not own or own <= numbers_in(fold(quote)[0]) or any(stands(cue, quote) for cue in issue.cues.get(option, ()))


def _claim(
    item: Mapping[str, Any], about: str | None, spoken: tuple[str | None, str | None], desk: Desk
) -> Claim | None:
    """The claim, if its parts are of the codebook and it says whose preference it is."""
    says = _of(Says, item.get("claim"), None)
    if says is None or about is None:
        return None
    try:
        return _built(says, item, (about, *spoken), desk.negotiation)
    except CallError:
        desk.counts.refuse("a claim that lacks a part")
        return None


def _built(
    says: Says, item: Mapping[str, Any], told_of: tuple[str, str | None, str | None], negotiation: Negotiation
) -> Claim:
    """The claim of this kind; CallError where a part it needs is missing or not of the codebook."""
    party, issue, option = told_of
    parties, issues = {one.id for one in negotiation.parties}, {one.id: one.options for one in negotiation.issues}
    other = item.get("other") if item.get("other") in parties and item.get("other") != party else None
    denied = item.get("claim_negated") is True
    if says is Says.LESS_HURRIED_THAN or says is Says.SHIFTS_POWER:
        if other is None:
            raise CallError("A comparison must name another party", "it names none")
        if says is Says.LESS_HURRIED_THAN:
            return Claim(says, party, other=other, negated=denied)
        return Claim(says, party, issue, option, towards=other, negated=denied)
    if says is Says.BEFORE:
        first, then = item.get("first_issue"), item.get("then_issue")
        if first not in issues or then not in issues or first == then:
            raise CallError("An order must name two issues", f"it names {first!r} and {then!r}")
        return Claim(says, party, first=Term(str(first)), then=Term(str(then)), negated=denied)
    if says in {Says.NO_DEAL_BETTER, Says.NO_DEAL_WORSE, Says.MAY_WALK_AWAY, Says.GAINS_WHILE_WAITING}:
        return Claim(says, party, negated=denied)
    over = item.get("over")
    if issue is None or (says is not Says.VALUES_MORE and option is None):
        raise CallError("The claim must name an issue and its option", f"it names {issue!r}, {option!r}")
    if says in {Says.PREFERS, Says.VALUES_MORE}:
        lesser = issues[issue] if says is Says.PREFERS else tuple(issues)
        if over not in lesser or over in {option, issue}:
            raise CallError("The claim must say over what", f"it says {over!r}")
        return Claim(says, party, issue, option if says is Says.PREFERS else None, str(over), negated=denied)
    return Claim(says, party, issue, option, negated=denied)


def _opposed(point: Point, other: Point) -> bool:
    """Whether the rules read a refusal where the model reads a taking, or the other way round, of the same thing."""
    if point.issue != other.issue or point.about != other.about or point.option != other.option:
        return False
    return _takes(point) is not None and _takes(other) is not None and _takes(point) != _takes(other)


def _takes(point: Point) -> bool | None:
    if point.act in _TAKES:
        return not point.negated
    return False if point.act is Act.REJECT else None


def _party(given: object, desk: Desk, words: str, *, own: Sequence[str] = ()) -> str | None:
    """The party, if it is of the codebook and the words name it, point back, or it is the speaker's own."""
    ids = {party.id for party in desk.negotiation.parties}
    if given not in ids:
        return None
    named = desk.registry.parties_in(words)
    if given in named or given in own:
        return str(given)
    if not named and _POINTS_BACK.search(words):
        return str(given)
    desk.counts.refuse("a party the words do not name")
    return None


def _text(given: object) -> str | None:
    return given.strip() if isinstance(given, str) and given.strip() else None


def _of(kind: Any, given: object, otherwise: Any) -> Any:
    """The member of the list with this value, else `otherwise`."""
    return next((one for one in kind if one.value == given), otherwise)
