"""Declared complements and substitutes: which options, together, are worth more or less than each by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from accord.bargain import Combination
from accord.negotiation import Interaction, Negotiation, status_quo


@dataclass(frozen=True, slots=True)
class Bond:
    """Combinations that all add one drawn size for each of `parties`, or take it away (`sign` -1)."""

    parties: tuple[str, ...]
    sign: int
    together: tuple[Combination, ...]


def bonds_of(negotiation: Negotiation, parties: Sequence[str]) -> tuple[Bond, ...]:
    """The declared interactions, for those of `parties` that each is said of; what is declared twice counts once."""
    found: dict[tuple[int, tuple[Combination, ...]], set[str]] = {}
    for entry in negotiation.interactions:
        together = _combinations(entry, negotiation)
        said_of = {entry.party} if entry.party else set(parties)
        if together and said_of & set(parties):
            sign = 1 if entry.kind == "complements" else -1
            found.setdefault((sign, together), set()).update(said_of & set(parties))
    return tuple(
        Bond(tuple(sorted(said_of)), sign, together)
        for (sign, together), said_of in sorted(found.items(), key=lambda item: (item[0][1], item[0][0]))
    )


def combinations(bonds: Sequence[Bond]) -> tuple[Combination, ...]:
    """Every combination that some bond speaks of, in one order."""
    return tuple(sorted({together for bond in bonds for together in bond.together}))


def signs(
    bonds: Sequence[Bond], party: str, interactions: Sequence[Combination]
) -> Mapping[int, list[tuple[int, int]]]:
    """By number of each interaction: the bonds (number, sign) whose sizes add up to it for the party."""
    found: dict[int, list[tuple[int, int]]] = {}
    for number, bond in enumerate(bonds):
        if party in bond.parties:
            for together in bond.together:
                found.setdefault(interactions.index(together), []).append((number, bond.sign))
    return found


def _combinations(entry: Interaction, negotiation: Negotiation) -> tuple[Combination, ...]:
    if entry.terms:
        terms = [(term.issue, term.option) for term in entry.terms if term.option is not None]
        return (tuple(sorted(terms)),) if len(terms) > 1 else ()
    issues = [negotiation.issue(id) for id in sorted(entry.issues)]
    changes = [[(issue.id, option) for option in issue.options if option != status_quo(issue)] for issue in issues]
    return tuple(sorted(product(*changes))) if len(changes) > 1 else ()
