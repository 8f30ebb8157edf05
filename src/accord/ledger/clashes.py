"""What cannot all be met, and what cannot all be so: by whose account, from the words alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from accord.ledger.matrix import positions_on
from accord.ledger.records import Basis, Ledger, Position
from accord.ledger.stances import OWN_WORD
from accord.negotiation import Negotiation
from accord.statements import Act

_ASKED = frozenset({Act.DEMAND, Act.PRECONDITION})


@dataclass(frozen=True, slots=True)
class Clash:
    """Party `by` asks for an option that party `against` refuses; each position says by whose account."""

    issue: str
    option: str
    by: str
    against: str
    asked: tuple[Position, ...]
    refused: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """One account has the party seek or take the option, another has it refuse it."""

    party: str
    issue: str
    option: str
    taken: tuple[Position, ...]
    refused: tuple[Position, ...]


def clashes(
    ledger: Ledger, negotiation: Negotiation, *, standing: Sequence[Position] | None = None
) -> tuple[Clash, ...]:
    """Demands and preconditions that a party whose yes is needed refuses, in the order of issues and options.

    Only what still stands at the end counts: a refusal that was given up since clashes with nothing. `standing`: the
    positions that do, where they are known.
    """
    found = []
    at_the_end = _by_issue(positions_on(ledger, date.max) if standing is None else standing)
    for issue in negotiation.issues:
        consenting = negotiation.consent(issue)
        asked, refused = _by_option(at_the_end.get(issue.id, ()))
        for option in issue.options:
            for by, demands in sorted(asked[option].items()):
                wanted = tuple(position for position in demands if _ASKED & set(position.acts))
                for against, refusals in sorted(refused[option].items()):
                    if wanted and against != by and against in consenting:
                        found.append(Clash(issue.id, option, by, against, wanted, tuple(refusals)))
    return tuple(found)


def disputes(ledger: Ledger, negotiation: Negotiation) -> tuple[Dispute, ...]:
    """Positions on which accounts differ: taken by one voice, refused by another.

    A refusal and a later acceptance, both at the party's own word or the reporter's, are a change of position and
    no dispute.
    """
    found = []
    told = _by_issue(ledger.positions)
    for issue in negotiation.issues:
        asked, refused = _by_option(told.get(issue.id, ()))
        for option in issue.options:
            for party in sorted(set(asked[option]) & set(refused[option])):
                taken, denied = asked[option][party], refused[option][party]
                if disputed := _opposed(taken, denied):
                    found.append(Dispute(party, issue.id, option, *disputed))
    return tuple(found)


def _opposed(
    taken: Sequence[Position], denied: Sequence[Position]
) -> tuple[tuple[Position, ...], tuple[Position, ...]] | None:
    """The positions that differ from one of the other side, those in the order of the first that they differ from."""
    told, against = _Accounts(taken), _Accounts(denied)
    differing = tuple(one for one in taken if against.first(one) is not None)
    firsts = [(first, one) for one in denied if (first := told.first(one)) is not None]
    return (differing, tuple(one for _, one in sorted(firsts, key=itemgetter(0)))) if differing else None


class _Accounts:
    """By whose account positions are known, for finding the first that differs from one of the other side.

    Two at the table differ where the party says one thing and the reporter another of the same day, two others where
    their tellers do.
    """

    def __init__(self, positions: Sequence[Position]) -> None:
        self._at_table: dict[tuple[Basis, date | None], int] = {}
        self._all, self._beside = _Tellers(), _Tellers()
        for number, one in enumerate(positions):
            self._all.note(number, one.according_to)
            if one.basis in OWN_WORD:
                self._at_table.setdefault((one.basis, one.on), number)
            else:
                self._beside.note(number, one.according_to)

    def first(self, other: Position) -> int | None:
        """The place of the first that differs from this position of the other side; None where none does."""
        if other.basis not in OWN_WORD:
            return self._all.first_but(other.according_to)
        at_table = (self._at_table.get((basis, other.on)) for basis in OWN_WORD - {other.basis})
        found = (*at_table, self._beside.first_but(other.according_to))
        return min((number for number in found if number is not None), default=None)


class _Tellers:
    """The first of those who told, and the first who is another."""

    def __init__(self) -> None:
        self._first: list[tuple[int, tuple[str, ...]]] = []

    def note(self, number: int, tellers: tuple[str, ...]) -> None:
        if not self._first or (len(self._first) == 1 and self._first[0][1] != tellers):
            self._first.append((number, tellers))

    def first_but(self, tellers: tuple[str, ...]) -> int | None:
        return next((number for number, told in self._first if told != tellers), None)


_ByOption = defaultdict[str, defaultdict[str, list[Position]]]


def _by_issue(positions: Sequence[Position]) -> dict[str, list[Position]]:
    issues: dict[str, list[Position]] = defaultdict(list)
    for position in positions:
        issues[position.issue].append(position)
    return issues


def _by_option(positions: Sequence[Position]) -> tuple[_ByOption, _ByOption]:
    asked: _ByOption = defaultdict(lambda: defaultdict(list))
    refused: _ByOption = defaultdict(lambda: defaultdict(list))
    for position in positions:
        if position.option is not None:
            (refused if position.refused else asked)[position.option][position.party].append(position)
    return asked, refused
