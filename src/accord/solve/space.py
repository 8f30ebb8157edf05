"""The picture of the deal space: what two parties get in packages, in the zone, on the frontier, at the solutions."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from accord.bargain import Bargain, Bools, Ensemble, Floats, Ints, counterfactual_options, no_deal
from accord.errors import CallError
from accord.solve.coupled import broken, coupled
from accord.solve.packages import bargaining, columns, cross_bits, decode, need_bits, utilities
from accord.solve.solutions import Solution, solve
from accord.solve.zone import WALK

_ALL = 1 << 18


@dataclass(frozen=True)
class DealSpace:
    """Points of one bargain in the plane of two parties.

    Attributes:
        parties: Ids of the two parties: first the horizontal axis.
        packages: Issue -> option of each package shown.
        points: Utilities of the packages shown, shape (packages, 2).
        zone: True where a package shown is in the zone, shape (packages,).
        frontier: Utilities on the frontier of all bargaining parties, shape (vectors, 2), from low to high on the
        first.
        edge: The part of `frontier` that is undominated between these two parties alone; what a line may join.
        solutions: Name -> utilities of the packages chosen, shape (ties, 2), at most a hundred.
        reservations: Shape (2,).
        no_deal: Utilities of the counterfactual package, shape (2,); None where there is none.
        solution: The solution of the bargain that is shown.
    """

    parties: tuple[str, str]
    packages: tuple[dict[str, str], ...]
    points: Floats
    zone: Bools
    frontier: Floats
    edge: Floats
    solutions: dict[str, Floats]
    reservations: Floats
    no_deal: Floats | None
    solution: Solution


def deal_space(
    source: Ensemble | Bargain,
    party_a: str,
    party_b: str,
    *,
    rng: np.random.Generator,
    limit: int = 2000,
    member: int | None = None,
) -> DealSpace:
    """The deal space of a bargain, of one member of an ensemble, or of the ensemble's mean.

    The mean takes every utility and reservation at its mean over the members, a red line where more than half the
    members draw it, and for each issue the counterfactual that most members have. It is a picture of the middle of the
    ensemble and proves nothing about any member.

    Args:
        source: A bargain, or an ensemble.
        party_a: Id of the party on the horizontal axis.
        party_b: Id of the party on the vertical axis.
        rng: Draws the packages shown where there are more than `limit`.
        limit: How many packages are shown at most.
        member: The number of the member to show; None for the mean.
    """
    bargain = source if isinstance(source, Bargain) else source.centre() if member is None else source.member(member)
    index = bargain.frame.party_index
    for party in (party_a, party_b):
        if party not in index:
            raise CallError(f"A party of the picture must be one of {', '.join(index)}", f"it is {party!r}")
    rows = [index[party_a], index[party_b]]
    solution = solve(bargain, walk=min(WALK, 10_000_000))
    numbers = _shown(bargain, rng, limit)
    chosen = columns(bargain.frame, numbers)
    points = utilities(bargain.frame, bargain.values, numbers, bargain.interaction_values).T
    fallback = no_deal(bargain.frame, bargain.values, bargain.interaction_values)
    frontier = np.unique(solution.frontier[:, rows], axis=0)
    return DealSpace(
        parties=(party_a, party_b),
        packages=tuple(decode(bargain.frame, number) for number in numbers.tolist()),
        points=points[:, rows],
        zone=_in_zone(bargain, chosen, points),
        frontier=frontier,
        edge=_edge(frontier),
        solutions={
            name: np.array([deal.utilities for deal in deals[:100]]).reshape(-1, len(index))[:, rows]
            for name, deals in solution.solutions.items()
        },
        reservations=bargain.reservations[rows],
        no_deal=None if fallback is None else fallback[rows],
        solution=solution,
    )


def mean(ensemble: Ensemble) -> Bargain:
    """The middle of an ensemble as one bargain: its centre."""
    return ensemble.centre()


def _shown(bargain: Bargain, rng: np.random.Generator, limit: int) -> Ints:
    """Numbers of the packages shown; none that breaks a rule, and fewer than `limit` where few drawn break none."""
    frame = bargain.frame
    if frame.packages <= _ALL:
        numbers = np.arange(frame.packages)
        numbers = numbers[~broken(frame, columns(frame, numbers))] if coupled(frame) else numbers
        return numbers if len(numbers) <= limit else np.sort(rng.choice(numbers, limit, replace=False))
    drawn = limit * (20 if coupled(frame) else 1)
    numbers = np.zeros(drawn, np.int64)
    for start, stop in pairwise(frame.offsets.tolist()):
        numbers = numbers * (stop - start) + rng.integers(0, stop - start, drawn)
    if coupled(frame):
        numbers = numbers[~broken(frame, columns(frame, numbers))][:limit]
    return np.unique(numbers)


def _in_zone(bargain: Bargain, chosen: Ints, points: Floats) -> Bools:
    frame = bargain.frame
    need = np.bitwise_or.reduce(need_bits(frame, counterfactual_options(frame))[chosen], axis=1)
    cross = np.bitwise_or.reduce(cross_bits(frame, bargain.red_lines)[chosen], axis=1)
    inside: Bools = (need != 0) & ((need & cross) == 0)

    for bit, row in enumerate(bargaining(frame)):
        enough = points[:, row] >= bargain.reservations[row] - 1e-9
        inside &= enough | ((need >> bit) & 1 == 0)
    return inside


def _edge(frontier: Floats) -> Floats:
    """The undominated among points sorted from low to high: walking back, each must be higher than all before."""
    if not len(frontier):
        return frontier
    highest = np.maximum.accumulate(frontier[::-1, 1])[::-1]
    keep = frontier[:, 1] == highest
    keep[:-1] &= highest[:-1] > highest[1:]
    line: Floats = frontier[keep]
    return line


def in_zone(bargain: Bargain, numbers: Ints) -> Bools:
    """Whether each of these packages is in the zone of a bargain, shape (packages,); none that breaks a rule is."""
    chosen = columns(bargain.frame, numbers)
    points = utilities(bargain.frame, bargain.values, numbers, bargain.interaction_values).T
    inside = _in_zone(bargain, chosen, points)
    return inside & ~broken(bargain.frame, chosen) if coupled(bargain.frame) else inside


def edge(frontier: Floats, rows: tuple[int, int]) -> Floats:
    """The part of a frontier that is undominated between two parties alone, from low to high on the first."""
    return _edge(np.unique(frontier[:, list(rows)], axis=0))
