"""What a piece of evidence bears on, and what a finding looks at, so that it names what enters it and nothing else.

An input is a short tuple: ("value", party, issue) for values within an issue, alone or with options of others,
("range", party, issue) for what the issue is worth, ("shift", party), ("line", party, issue), ("rate", party, name),
("counterfactual", issue).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from accord.bargain import Combination, Frame
from accord.evidence import Piece
from accord.evidence.constraints import (
    Codebook,
    CounterfactualIs,
    Exclusion,
    Linear,
    RateBound,
    RateOrder,
    constraint_of,
)

Input = tuple[str, ...]


def inputs_of(piece: Piece, codebook: Codebook) -> frozenset[Input]:
    """What the piece bears on; nothing where its claim says nothing of preferences."""
    match constraint_of(piece.claim, codebook):
        case Linear() as linear:
            return frozenset(_of_linear(linear, codebook.frame.interactions))
        case RateBound(party, rate, _):
            return frozenset([("rate", party, rate)])
        case RateOrder(lower, higher):
            return frozenset([("rate", lower, "impatience"), ("rate", higher, "impatience")])
        case Exclusion(party, issue, _, _):
            return frozenset([("line", party, issue)])
        case CounterfactualIs(issue, _, _):
            return frozenset([("counterfactual", issue)])
        case _:
            return frozenset()


def _of_linear(linear: Linear, interactions: Sequence[Combination]) -> Iterable[Input]:
    party = linear.party
    valued = [*(issue for (issue, _), _ in linear.options), *(issue for issue, _ in linear.counterfactuals)]
    for issue in valued:
        yield ("value", party, issue)
        yield ("range", party, issue)
    for link in linear.links:
        for issue, _ in interactions[link.interaction]:
            yield ("value", party, issue)
    for issue, _ in linear.ranges:
        yield ("range", party, issue)
    for issue, _ in linear.consents:
        yield ("line", party, issue)
    if linear.shift:
        yield ("shift", party)


def utilities(frame: Frame, parties: Iterable[str], issues: Iterable[str]) -> frozenset[Input]:
    """Everything that decides which packages of these issues these parties prefer to no deal."""
    chosen = tuple(issues)
    found: set[Input] = {("counterfactual", issue) for issue in chosen}
    for party in parties:
        if party in frame.party_index:
            found |= {(kind, party, issue) for kind in ("value", "range", "line") for issue in chosen} | {
                ("shift", party)
            }
    return frozenset(found)
