"""What is agreed, by whose account: every option that somebody is told to have taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from accord.documents import Document
from accord.documents.periods import Period
from accord.ledger.chronology import may_follow
from accord.ledger.positions import once
from accord.ledger.records import Basis
from accord.ledger.stances import Stance, stances
from accord.negotiation import Issue, Negotiation
from accord.statements import Act, Modality, Statement

_TAKES = frozenset({Act.ACCEPT, Act.CONCESSION, Act.PROMISE})


class Standing(StrEnum):
    """How far an option is agreed, from the words alone."""

    AGREED = "agreed"  # each whose yes is needed took it, by its own word or the reporter's
    TOLD = "told"  # each took it, but of one at least only others say so
    CONDITIONAL = "conditional"  # each took it, one at least on a condition
    ONE_SIDED = "one_sided"  # of one at least whose yes is needed nothing is told
    DISPUTED = "disputed"  # one that is told to have taken it refuses it in words
    LEFT = "left"  # one that took it asked for or took something else later


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
    """One option that somebody took. `missing`: whose yes is needed and not told of; `denials`: statements."""

    issue: str
    option: str
    standing: Standing
    taken: tuple[Taken, ...]
    missing: tuple[str, ...]
    denied_by: tuple[str, ...] = ()
    denials: tuple[str, ...] = ()

    @property
    def statements(self) -> tuple[str, ...]:
        """Ids of the statements that tell of it as taken."""
        return once(statement for one in self.taken for statement in one.statements)


def agreed(
    statements: Sequence[Statement], documents: Sequence[Document], negotiation: Negotiation
) -> tuple[Agreed, ...]:
    """Every option that somebody is told to have accepted, conceded or promised, in the order of issues and options.

    Readiness and offers are not agreement. A party's word that another took something is that party's account.
    """
    said = stances(statements, documents, negotiation)
    found = []
    for issue in negotiation.issues:
        ours = [stance for stance in said if stance.issue == issue.id and stance.basis is not Basis.BELIEF]
        for option in issue.options:
            taking = [one for one in ours if one.option == option and not one.refused and one.act in _TAKES]
            if taking:
                found.append(_agreed(issue, option, (taking, ours), negotiation))
    return tuple(found)


def _agreed(
    issue: Issue, option: str, told: tuple[Sequence[Stance], Sequence[Stance]], negotiation: Negotiation
) -> Agreed:
    taking, ours = told
    by_party: dict[str, list[Stance]] = defaultdict(list)
    for stance in taking:
        by_party[stance.party].append(stance)
    taken = tuple(_taken(party, said) for party, said in sorted(by_party.items()))
    missing = tuple(party for party in negotiation.consent(issue) if party not in by_party)
    denials = [stance for one in taken for stance in ours if _denies(stance, one, option)]
    left = any(_left(one, ours, option) for one in taken)
    return Agreed(
        issue.id,
        option,
        _standing(taken, missing, denied=bool(denials), left=left),
        taken,
        missing,
        once(name for stance in denials for name in stance.according_to),
        once(stance.statement for stance in denials),
    )


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
        if stance.party == taken.party and stance.basis in {Basis.OWN, Basis.NARRATED} and not stance.refused
        and stance.option and when is not None and stance.when is not None and when.before(stance.when)
    ]  # fmt: skip
    return bool(later) and all(stance.option != option for stance in later)


def _standing(taken: Sequence[Taken], missing: Sequence[str], *, denied: bool, left: bool) -> Standing:
    if denied:
        return Standing.DISPUTED
    if left:
        return Standing.LEFT
    if missing:
        return Standing.ONE_SIDED
    if any(one.conditions for one in taken):
        return Standing.CONDITIONAL
    return Standing.TOLD if any(one.basis is Basis.TOLD for one in taken) else Standing.AGREED
