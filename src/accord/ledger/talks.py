"""Talks: all that is said of one party on one issue, kept so that how it stood at any time is asked in no time."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from accord.documents.periods import Period
from accord.ledger.chronology import Sayings, earliest
from accord.ledger.direction import Others
from accord.ledger.positions import once
from accord.ledger.records import Basis
from accord.ledger.stances import OWN_WORD, WANTS, Stance
from accord.negotiation import Issue, status_quo
from accord.statements import Claim, Says, Statement


@dataclass(frozen=True)
class Talk:
    """What the moves of one party on one issue are read from: its stances, and those of the others who must consent.

    What the mover tells of the others is no evidence of where they stand. `nominal`: the claims that the party wanted
    something already or would do it anyway, with the statements.
    """

    party: str
    issue: Issue
    ours: tuple[Stance, ...]
    others: Others
    nominal: tuple[tuple[Claim, str], ...]

    @cached_property
    def at_table(self) -> tuple[Stance, ...]:
        """Those of ours by our own word or the reporter's, refusals among them."""
        return tuple(stance for stance in self.ours if stance.basis in OWN_WORD)

    @cached_property
    def stood(self) -> Sayings:
        """What it stood for at the table, at any time."""
        return Sayings((stance.option, stance.when) for stance in self._sought if stance.option)

    @cached_property
    def wanted(self) -> Mapping[str | None, date]:
        """The first day on which it may have asked for each option."""
        return earliest((stance.option, stance.when) for stance in self._sought if stance.act in WANTS)

    @cached_property
    def asked(self) -> Mapping[str | None, Sequence[tuple[date, Stance]]]:
        """What it asked for at the table by option, each with its first possible day, in order."""
        found: dict[str | None, list[tuple[date, Stance]]] = defaultdict(list)
        for stance in self._sought:
            if stance.act in WANTS:
                found[stance.option].append((stance.when.first if stance.when else date.min, stance))
        return {option: sorted(said, key=lambda pair: pair[0]) for option, said in found.items()}

    @property
    def _sought(self) -> Iterator[Stance]:
        return (stance for stance in self.at_table if not stance.refused)

    @cached_property
    def stands(self) -> frozenset[str]:
        """The options that anybody names of it, but for those it refuses and that are not the status quo."""
        quo = status_quo(self.issue)
        return frozenset(one.option for one in self.ours if one.option and not (one.refused and one.option != quo))

    @cached_property
    def costless(self) -> frozenset[str | None]:
        """The options that somebody says it wanted already or would choose anyway; None: any."""
        return frozenset(claim.option for claim, _ in self.nominal if not claim.negated)

    def nominally(self, end: str | None, *, negated: bool) -> tuple[str, ...]:
        """Ids of the statements that say so of a move to this option, or deny it."""
        return once(told for option in {None, end} for told in self._nominal.get((option, negated), ()))

    @cached_property
    def _nominal(self) -> Mapping[tuple[str | None, bool], Sequence[str]]:
        found: dict[tuple[str | None, bool], list[str]] = defaultdict(list)
        for claim, told in self.nominal:
            found[claim.option, claim.negated].append(told)
        return found

    def refusals(self, option: str | None, on: Period | None) -> Sequence[str]:
        """Ids of the statements in which it refuses the option itself, then or later, or at no known time."""
        days, ids = self._refusals.get(option, ((), ()))
        return ids[0 if on is None else bisect_left(days, on.first) :]

    @cached_property
    def _refusals(self) -> Mapping[str | None, tuple[Sequence[date], Sequence[str]]]:
        """The last possible day of each refusal by its own word, in order, those of no known day last."""
        found: dict[str | None, list[tuple[date, str]]] = defaultdict(list)
        for stance in self.ours:
            if stance.refused and stance.basis is Basis.OWN:
                found[stance.option].append((stance.when.last if stance.when else date.max, stance.statement))
        return {
            option: ([day for day, _ in sorted(told)], [id for _, id in sorted(told)]) for option, told in found.items()
        }


Said = Mapping[str, Sequence[Stance]]
"""The stances on one issue, by party."""

Nominal = Mapping[str, Sequence[tuple[Claim, str]]]
"""The claims on one issue that a party wanted it already or would do it anyway, by party, with their statements."""


def talks(issue: Issue, said: Said, nominal: Nominal, consenting: Sequence[str]) -> Iterator[Talk]:
    """What is said of each party on one issue, in the order of parties."""
    for party, ours in sorted(said.items()):
        others = (stance for other in set(consenting) - {party} for stance in said.get(other, ()))
        yield Talk(
            party=party,
            issue=issue,
            ours=tuple(ours),
            others=Others(stance for stance in others if stance.voice != party),
            nominal=tuple(nominal.get(party, ())),
        )


def by_issue(stances: Iterable[Stance]) -> Mapping[str, Said]:
    """The stances by issue and party."""
    said: dict[str, dict[str, list[Stance]]] = defaultdict(lambda: defaultdict(list))
    for stance in stances:
        said[stance.issue][stance.party].append(stance)
    return said


def nominal_claims(statements: Iterable[Statement]) -> Mapping[str | None, Nominal]:
    """Claims that a party wanted something already or would do it anyway, by issue and party."""
    found: dict[str | None, dict[str, list[tuple[Claim, str]]]] = defaultdict(lambda: defaultdict(list))
    for statement in statements:
        for point in statement.points:
            if point.claim and point.claim.says in {Says.ALREADY_WANTED, Says.WOULD_DO_ANYWAY}:
                found[point.claim.issue][point.claim.party].append((point.claim, statement.id))
    return found
