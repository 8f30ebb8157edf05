"""What cannot all be met, and what cannot all be so: by whose account, from the words alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accord.ledger.matrix import positions_on
from accord.ledger.records import Basis, Ledger, Position
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


def clashes(ledger: Ledger, negotiation: Negotiation) -> tuple[Clash, ...]:
    """Demands and preconditions that a party whose yes is needed refuses, in the order of issues and options.

    Only what still stands at the end counts: a refusal that was given up since clashes with nothing.
    """
    found = []
    standing = positions_on(ledger, date.max)
    for issue in negotiation.issues:
        consenting = negotiation.consent(issue)
        asked, refused = _by_option(standing, issue.id)
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
    for issue in negotiation.issues:
        asked, refused = _by_option(ledger.positions, issue.id)
        for option in issue.options:
            for party in sorted(set(asked[option]) & set(refused[option])):
                pairs = [
                    (taken, denied)
                    for taken in asked[option][party]
                    for denied in refused[option][party]
                    if _differ(taken, denied)
                ]
                if pairs:
                    taken, denied = ({pair[side]: None for pair in pairs} for side in (0, 1))
                    found.append(Dispute(party, issue.id, option, tuple(taken), tuple(denied)))
    return tuple(found)


_ByOption = defaultdict[str, defaultdict[str, list[Position]]]


def _by_option(positions: Sequence[Position], issue: str) -> tuple[_ByOption, _ByOption]:
    asked: _ByOption = defaultdict(lambda: defaultdict(list))
    refused: _ByOption = defaultdict(lambda: defaultdict(list))
    for position in positions:
        if position.issue == issue and position.option is not None:
            (refused if position.refused else asked)[position.option][position.party].append(position)
    return asked, refused


def _differ(taken: Position, denied: Position) -> bool:
    own_word = {Basis.OWN, Basis.NARRATED}
    if taken.basis in own_word and denied.basis in own_word:
        return taken.basis is not denied.basis and taken.on == denied.on
    return taken.according_to != denied.according_to
