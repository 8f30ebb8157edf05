"""What is agreed, by whose account: every option that somebody is told to have taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from accord.documents import Document
from accord.documents.periods import Period
from accord.ledger.chronology import latest, may_follow
from accord.ledger.positions import once
from accord.ledger.records import Basis
from accord.ledger.stances import OWN_WORD, Stance, Stand, speaks_for, stance_of, stances
from accord.negotiation import Issue, Negotiation
from accord.statements import Act, Modality, Statement

_TAKES = frozenset({Act.CONCESSION, Act.PROMISE})


class Standing(StrEnum):
    """How far an option is agreed, from the words alone."""

    AGREED = "agreed"  # each whose yes is needed took it, by its own word or the reporter's
    TOLD = "told"  # each took it, but of one at least only others say so
    MATCHED = "matched"  # each took it, or asked for it or offered it itself
    CONDITIONAL = "conditional"  # each took it or stands for it, one at least on a condition
    ONE_SIDED = "one_sided"  # one at least whose yes is needed refuses it, or nothing is told of it
    DISPUTED = "disputed"  # one that is told to have taken it refuses it in words
    LEFT = "left"  # one that took it asked for or took something else later
    UNPLACED = "unplaced"  # taken, but of no issue of the codebook


@dataclass(frozen=True, slots=True)
class Taken:
    """One party took the option, by the best account there is of it; `others`: who else tells so, and is not it."""

    party: str
    basis: Basis
    according_to: tuple[str, ...]
    others: tuple[str, ...]
    conditions: tuple[str, ...]
    when: Period | None
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreed:
    """One option that somebody took; without issue and option something that the codebook has no place for.

    Of those whose yes is needed and who are not told to have taken it, `ready` stand for it by their own word or the
    reporter's, `refusing` refuse it (by whoever's account), and of `missing` nothing is told. `denied_by` and
    `denials`: who, of those told to have taken it, refuses it, and the statements.
    """

    issue: str | None
    option: str | None
    standing: Standing
    taken: tuple[Taken, ...]
    missing: tuple[str, ...]
    ready: tuple[str, ...] = ()
    refusing: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()
    denials: tuple[str, ...] = ()

    @property
    def statements(self) -> tuple[str, ...]:
        """Ids of the statements that tell of it as taken."""
        return once(statement for one in self.taken for statement in one.statements)


def agreed(
    statements: Sequence[Statement],
    documents: Sequence[Document],
    negotiation: Negotiation,
    *,
    said: Sequence[Stance] | None = None,
) -> tuple[Agreed, ...]:
    """Every option that somebody is told to have accepted, conceded or promised, in the order of issues and options.

    What belongs to no issue comes last. Readiness and offers are not agreement, and what is conceded on a condition
    is still an offer. A party's word that another took something is that party's account. `said`: the stances of the
    statements, where they are known.
    """
    by_issue: dict[str, list[Stance]] = defaultdict(list)
    for stance in stances(statements, documents, negotiation) if said is None else said:
        if stance.basis is not Basis.BELIEF:
            by_issue[stance.issue].append(stance)
    found = []
    for issue in negotiation.issues:
        ours = by_issue[issue.id]
        for option in issue.options:
            taking = [one for one in ours if one.option == option and _takes(one)]
            if taking:
                found.append(_agreed(issue, option, (taking, ours), negotiation))
    return (*found, *_unplaced(statements, documents, negotiation))


def _unplaced(
    statements: Sequence[Statement], documents: Sequence[Document], negotiation: Negotiation
) -> Iterator[Agreed]:
    """What is told as taken and belongs to no issue: listed, each by itself, and not dropped."""
    papers = {document.id: document for document in documents}
    parties = {party.id for party in negotiation.parties}
    for statement in sorted(statements, key=lambda one: one.id):
        points = [
            point
            for point in statement.points
            if point.issue is None and point.claim is None and point.about in parties and not point.negated
            and point.modality is not Modality.HYPOTHETICAL
        ]  # fmt: skip
        if not points:
            continue
        paper = papers.get(statement.span.document)
        voices = speaks_for(statement, paper, negotiation)
        said = [
            stance_of(statement, point, paper, voices, Stand(point.about, "", None, False))
            for point in points
            if point.about is not None
        ]
        taken = tuple(_taken(one.party, [one]) for one in said if _takes(one) and one.basis is not Basis.BELIEF)
        if taken:
            yield Agreed(None, None, Standing.UNPLACED, tuple(sorted(taken, key=lambda one: one.party)), ())


def _takes(stance: Stance) -> bool:
    given = stance.act is Act.ACCEPT or (stance.act in _TAKES and stance.modality is Modality.ASSERTED)
    return given and not stance.refused


def _agreed(
    issue: Issue, option: str, told: tuple[Sequence[Stance], Sequence[Stance]], negotiation: Negotiation
) -> Agreed:
    taking, ours = told
    by_party: dict[str, list[Stance]] = defaultdict(list)
    for stance in taking:
        by_party[stance.party].append(stance)
    taken = tuple(_taken(party, said) for party, said in sorted(by_party.items()))
    needed = negotiation.consent(issue)
    others = {party: _where(party, option, ours) for party in needed if party not in by_party}
    denials = [stance for one in taken for stance in ours if _denies(stance, one, option)]
    found = Agreed(
        issue=issue.id,
        option=option,
        standing=Standing.DISPUTED,
        taken=taken,
        missing=tuple(party for party, last in others.items() if not last),
        ready=tuple(party for party, last in others.items() if last and not _refusing(last)),
        refusing=tuple(party for party, last in others.items() if _refusing(last)),
        denied_by=once(name for stance in denials for name in stance.according_to),
        denials=once(stance.statement for stance in denials),
    )
    if denials:
        return found
    if any(_left(one, ours, option) for one in taken):
        return replace(found, standing=Standing.LEFT)
    bound = any(one.conditions for one in taken) or any(map(_bound, others.values()))
    return replace(found, standing=_standing(found, bound=bound))


def _where(party: str, option: str, ours: Sequence[Stance]) -> list[Stance]:
    """The last told of the party and the option: its own word or the reporter's, else a refusal that others tell."""
    theirs = [stance for stance in ours if stance.party == party and stance.option == option]
    own = [stance for stance in theirs if stance.basis is not Basis.TOLD]
    return latest(own) if own else [stance for stance in theirs if stance.refused]


def _refusing(last: Sequence[Stance]) -> bool:
    return any(stance.refused for stance in last)


def _bound(last: Sequence[Stance]) -> bool:
    return bool(last) and all(stance.modality is Modality.CONDITIONAL for stance in last)


def _taken(party: str, said: Sequence[Stance]) -> Taken:
    basis = min((stance.basis for stance in said), key=list(Basis).index)
    best = [stance for stance in said if stance.basis is basis]
    conditional = all(stance.modality is Modality.CONDITIONAL for stance in best)
    times = [stance.when for stance in best if stance.when is not None]
    names = once(name for stance in best for name in stance.according_to)
    return Taken(
        party=party,
        basis=basis,
        according_to=names,
        others=once(name for stance in said for name in stance.according_to if name not in names),
        conditions=once(stance.condition or "not told" for stance in best) if conditional else (),
        when=min(times, key=lambda when: (when.last, when.first), default=None),
        statements=once(stance.statement for stance in said),
    )


def _denies(stance: Stance, taken: Taken, option: str) -> bool:
    """Whether the party itself, then or later, refuses what it is told to have taken.

    A refusal of anything at all denies what only others tell of it; its own word for the option outweighs that.
    """
    if stance.party != taken.party or not stance.refused or stance.basis is not Basis.OWN:
        return False
    named = stance.option == option or (stance.option is None and taken.basis is Basis.TOLD)
    return named and may_follow(stance, taken.when)


def _left(taken: Taken, ours: Sequence[Stance], option: str) -> bool:
    """Whether the party stood for something else, and not for this, at a later time."""
    when = taken.when
    later = [
        stance
        for stance in ours
        if stance.party == taken.party and stance.basis in OWN_WORD and not stance.refused
        and stance.option and when is not None and stance.when is not None and when.before(stance.when)
    ]  # fmt: skip
    return bool(later) and all(stance.option != option for stance in later)


def _standing(found: Agreed, *, bound: bool) -> Standing:
    if found.missing or found.refusing:
        return Standing.ONE_SIDED
    if bound:
        return Standing.CONDITIONAL
    if found.ready:
        return Standing.MATCHED
    return Standing.TOLD if any(one.basis is Basis.TOLD for one in found.taken) else Standing.AGREED
