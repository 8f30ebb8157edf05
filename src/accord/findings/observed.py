"""What each party was seen to do at the talks, as far as it may tell one that seeks a deal from one that buys time.

What a party does in one way on one day, on however many issues, is one move; its own repetition in several reports of
that day adds nothing.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from accord.evidence.reliability import BOASTS, Relation, reliability
from accord.findings.case import Case
from accord.findings.concessions import ASKS, Step, steps
from accord.findings.likelihoods import LIKELIHOODS, Kind
from accord.findings.linkage import spoken_as
from accord.ledger import Outcome, readouts
from accord.negotiation import status_quo
from accord.statements import Act, Modality, Point, Says, Statement, Tier

DELAYS = re.compile(
    r"\b(?:postpon(?:ed|es)|adjourned|put off|delayed|stalled|dragged (?:out|on|(?:its|his|her|their) (?:feet|heels))"
    r"|(?:asked|asks) for more time)\b",
    re.IGNORECASE,
)
"""How people say that a party let time pass: as a deed, since \"playing for time\" is a judgement of its kind."""

_UNDONE = re.compile(r"\b(?:without|no|not|never|nor|avoid\w*|against|end|stop) (?:\w+ ){0,3}$", re.IGNORECASE)
_SOFT = frozenset({Act.ASSESSMENT, Act.FORECAST, Act.PROMISE})
_ASKED = frozenset({Act.DEMAND, Act.OFFER, Act.ACCEPT, Act.PROMISE})


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that a party did on one day: its statements, how far they are believed, and the steps it was.

    `kind`: of steps, what they are where they cost nothing. `on` None: of no known day.
    """

    party: str
    kind: Kind
    on: date | None
    statements: tuple[str, ...]
    believed: float
    steps: tuple[Step, ...] = ()
    issues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Seen:
    kind: Kind
    statement: str
    issue: str | None = None
    step: Step | None = None


def observed(case: Case, party: str) -> tuple[Move, ...]:
    """All moves of a party, by day; what tells nothing of its kind among them."""
    seen = [*_steps(case, party), *_kept(case, party), *_conditions(case, party), *_denials(case, party)]
    seen += [*_delays(case, party), *_side_benefits(case, party), *_deadlines(case, party)]
    seen = _told_once(case, seen)
    seen += _idle(case, party, {one.statement for one in seen})
    groups: dict[tuple[Kind, date | None], list[_Seen]] = defaultdict(list)
    for one in seen:
        groups[one.kind, day_of(case, case.told[one.statement])].append(one)
    moves = (_move(case, party, kind, day, group) for (kind, day), group in groups.items())
    return tuple(sorted(moves, key=lambda one: (one.on or date.max, one.kind)))


def _told_once(case: Case, seen: Iterable[_Seen]) -> list[_Seen]:
    """What is seen on one issue on one day counts as one thing, the most telling; steps stay steps.

    A condition that is repeated is also a demand that is kept: that is one deed with two names.
    """
    kept: list[_Seen] = []
    strongest: dict[tuple[date | None, str | None], _Seen] = {}
    for one in sorted(seen, key=lambda one: (-_weight(one.kind), one.kind, one.statement)):
        place = (day_of(case, case.told[one.statement]), one.issue)
        first = strongest.setdefault(place, one)
        if one.step is not None or first.kind is one.kind:
            kept.append(one)
    return kept


def _weight(kind: Kind) -> float:
    return abs(math.log(LIKELIHOODS[kind].seeks / LIKELIHOODS[kind].buys))


def _move(case: Case, party: str, kind: Kind, day: date | None, seen: list[_Seen]) -> Move:
    statements = tuple(sorted({one.statement for one in seen}))
    done = {(one.step.issue, one.step.option): one.step for one in seen if one.step}
    return Move(
        party=party,
        kind=kind,
        on=day,
        statements=statements,
        believed=max(_believed(case.told[one], party) for one in statements),
        steps=tuple(done[key] for key in sorted(done)),
        issues=tuple(sorted({one.issue for one in seen if one.issue})),
    )


def day_of(case: Case, statement: Statement) -> date | None:
    """The day a statement was made: its own, else its document's, else None."""
    return statement.on or case.days.get(statement.span.document)


def _believed(statement: Statement, party: str) -> float:
    """How far the teller of a move is believed; a move is a fact, so a party's own word of it is no boast."""
    relation = Relation.OUTSIDE
    if statement.parties and statement.tier is Tier.STATED:
        relation = Relation.OWN if party in statement.parties else Relation.RIVAL
    share = min(max(statement.confidence, 0.0), 1.0)
    return reliability(statement.tier, statement.authority, relation, says=Says.WOULD_ACCEPT, share=share)


def _steps(case: Case, party: str) -> Iterator[_Seen]:
    """Steps that were taken; a step on a condition is an offer until the condition is met."""
    for step in steps(case):
        telling = [one for one in step.statements if _tells(case, one, step)]
        if step.party == party and step.given and telling:
            kind = Kind.CONDITIONAL_OFFER if step.condition else Kind.NOMINAL_STEP
            # A step is taken once; what tells of it again on a later day adds nothing.
            days = {one: day_of(case, case.told[one]) for one in telling}
            first = min((day for day in days.values() if day), default=None)
            yield from (_Seen(kind, one, step.issue, step) for one in telling if days[one] == first)


def _tells(case: Case, statement: str, step: Step) -> bool:
    """Whether the statement tells the step itself, and not where it began or what it is called."""
    points = case.told[statement].points if statement in case.told else ()
    taken = Act.OFFER, Act.ACCEPT, Act.CONCESSION, Act.PROMISE, Act.DEMAND
    return any((one.about, one.issue, one.option) == (step.party, step.issue, step.option) and one.act in taken
               for one in points)  # fmt: skip


def _kept(case: Case, party: str) -> Iterator[_Seen]:
    """What it stood for and did not leave; the largest demand told apart from a smaller one."""
    for one in case.ledger.unchanged:
        if one.party == party:
            kind = Kind.MAXIMUM_KEPT if _largest(case, party, one.issue, one.option) else Kind.DEMAND_KEPT
            known = [id for id in one.statements if id in case.told]
            days = sorted({day for id in known if (day := day_of(case, case.told[id]))})
            # The first day on which it is asked for is no repetition.
            again = [id for id in known if one.told or day_of(case, case.told[id]) not in days[:1]]
            yield from (_Seen(kind, id, one.issue) for id in again)


def _largest(case: Case, party: str, issue: str | None, option: str | None) -> bool:
    """Whether it asks for an end of the issue's order that is not what holds already; or for all it ever asked."""
    known = {one.id: one for one in case.negotiation.issues}
    if issue is None or issue not in known:
        return True
    entry = known[issue]
    asked = [one for one in case.ledger.positions if (one.party, one.issue) == (party, issue) and not one.refused]
    if not all(ASKS & set(one.acts) for one in asked if one.acts and option in {None, one.option}):
        return False
    chosen = {option} if option else {one.option for one in asked}
    ends = {entry.options[0], entry.options[-1]} if entry.ordered else set(entry.options)
    return bool(chosen & (ends - {status_quo(entry)}))


def _conditions(case: Case, party: str) -> Iterator[_Seen]:
    """What must come first, new where the party had spoken on an earlier day and had not asked for it."""
    first = min((one.on for one in case.ledger.positions if one.party == party and one.on), default=None)
    said: dict[tuple[str | None, ...], list[Statement]] = defaultdict(list)
    for statement in case.statements:
        for point in statement.points:
            key = _condition(point, party)
            if key is not None and statement.tier is not Tier.BELIEF:
                said[key].append(statement)
    for key, statements in said.items():
        days = sorted(day for one in statements if (day := day_of(case, one)))
        late = first is not None and bool(days) and days[0] > first
        for one in statements:
            fresh = not days or day_of(case, one) in {None, days[0]}
            yield _Seen((Kind.NEW_CONDITION if late else Kind.CONDITION) if fresh else Kind.DEMAND_KEPT, one.id, key[0])


def _condition(point: Point, party: str) -> tuple[str | None, ...] | None:
    claim = point.claim
    if point.negated or point.modality is Modality.HYPOTHETICAL:
        return None
    if claim and claim.says is Says.BEFORE and claim.party == party and not claim.negated and claim.first:
        return claim.first.issue, claim.then.issue if claim.then else None
    return (point.issue, None) if point.act is Act.PRECONDITION and point.about == party and not claim else None


def _denials(case: Case, party: str) -> Iterator[_Seen]:
    """What another's account tells as agreed and the party's own denies."""
    for comparison in readouts(case.statements, case.documents, case.negotiation):
        for item in comparison.items:
            if item.outcome is Outcome.CONTRADICTED and party in item.denied_by:
                yield from (_Seen(Kind.DENIED, one, item.issue) for one in item.denials if one in case.told)


def _delays(case: Case, party: str) -> Iterator[_Seen]:
    """That it lets time pass, told as something it does and not as its aim."""
    for statement in case.statements:
        about = {point.about for point in statement.points if point.about} or set(statement.parties)
        found = DELAYS.search(statement.quote)
        if found and about == {party}:
            # What an outsider makes of a party is an opinion of its kind, not a deed of it.
            own = statement.tier is Tier.NARRATED or (statement.tier is Tier.STATED and bool(statement.parties))
            hypothetical = any(point.modality is Modality.HYPOTHETICAL for point in statement.points)
            if own and not hypothetical and not _UNDONE.search(statement.quote[: found.start()]):
                yield _Seen(Kind.DELAY, statement.id)


def _side_benefits(case: Case, party: str) -> Iterator[_Seen]:
    """What it asks for, offers or takes at a smaller table that somebody says is kept apart from the larger."""
    aside = _aside(case)
    tracks = {issue.id: issue.track for issue in case.negotiation.issues}
    for statement in case.statements:
        for point in statement.points:
            wanted = point.act in _ASKED and point.about == party and not point.negated
            if wanted and point.modality is Modality.ASSERTED and tracks.get(point.issue or "") in aside:
                yield _Seen(Kind.SIDE_BENEFIT, statement.id, point.issue)


def _aside(case: Case) -> frozenset[str]:
    """Tracks with fewer parties than the largest one has, where the tracks are spoken of as kept apart."""
    seats = {track.id: len(track.parties) for track in case.negotiation.tracks}
    if len(seats) < 2 or not any(spoken_as(case, one) == "separate" for one in case.statements):
        return frozenset()
    return frozenset(track for track, size in seats.items() if size < max(seats.values()))


def _deadlines(case: Case, party: str) -> Iterator[_Seen]:
    """Its own word that it may leave, or that something will follow if nothing is agreed."""
    for statement in case.statements:
        own = statement.tier is Tier.STATED and party in statement.parties
        if own and any(threatens(point, party) for point in statement.points):
            yield _Seen(Kind.DEADLINE, statement.id)


def threatens(point: Point, party: str) -> bool:
    """Whether a point is the party's threat, or says that it may leave."""
    leaving = point.claim is not None and point.claim.says is Says.MAY_WALK_AWAY and point.claim.party == party
    return (leaving and point.claim is not None and not point.claim.negated) or (
        point.act is Act.THREAT and point.about == party and not point.negated
    )


def _idle(case: Case, party: str, telling: Iterable[str]) -> Iterator[_Seen]:
    """What tells nothing of who one deals with: its refusals, and its own words that bind it to nothing."""
    known = set(telling)
    for statement in case.statements:
        if statement.id in known or statement.tier is not Tier.STATED or party not in statement.parties:
            continue
        points = [point for point in statement.points if point.about in {None, party}]
        if any(point.act is Act.REJECT for point in points):
            yield _Seen(Kind.REFUSAL, statement.id)
        elif points and all(_binds_to_nothing(point) for point in points):
            yield _Seen(Kind.TALK, statement.id)


def _binds_to_nothing(point: Point) -> bool:
    """Whether a point names no option, and claims no preference but one that is said whether or not it is so."""
    boast = point.claim is None or point.claim.says in BOASTS
    return point.act in _SOFT and point.option is None and boast
