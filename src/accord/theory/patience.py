"""Patience: how impatience and the risk of breakdown split a surplus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accord.errors import CallError
from accord.theory.arguments import all_within, pair, whole, within


@dataclass(frozen=True, slots=True)
class Split:
    """What each of two parties gets of the pie."""

    first: float
    second: float


def rubinstein(delta_1: float, delta_2: float, *, pie: float = 1.0, proposer: int = 1) -> Split:
    """The subgame-perfect split of a pie by two parties that make offers in turn, without end.

    Definition: an offer refused costs a round, and a round shrinks what party i gets by the factor delta_i. The only
    subgame-perfect equilibrium is agreement at once; the proposer i gets pie (1 - delta_j) / (1 - delta_i delta_j).

    Convention: `proposer` (1 or 2) makes the first offer, then they alternate. No outside option, no other deadline.

    Args:
        delta_1: Discount factor of party 1 for a round, [0, 1].
        delta_2: Discount factor of party 2 for a round, [0, 1]; not both 1.
        pie: What is split, (0, inf).
        proposer: Who offers first, 1 or 2.

    Example: equally patient parties; the first offer is worth the factor 1 / delta.

        >>> split = rubinstein(0.5, 0.5)
        >>> round(split.first, 6), round(split.second, 6)
        (0.666667, 0.333333)

    Limits: complete information; both factors at 1 leave every split an equilibrium, so that is excluded.

    Citation: rubinstein_1982, osborne_rubinstein_1990.

    Raises:
        CallError: an argument outside its range.
    """
    one, two = within("delta_1", delta_1, "[0, 1]"), within("delta_2", delta_2, "[0, 1]")
    size = within("pie", pie, "(0, inf)")
    if one * two == 1:
        raise CallError("`delta_1` and `delta_2` are not both 1", "got 1 and 1", "make a party a little impatient")
    opens = whole("proposer", proposer, 1, 2)
    mine, theirs = (one, two) if opens == 1 else (two, one)
    share = size * (1 - theirs) / (1 - mine * theirs)
    return Split(share, size - share) if opens == 1 else Split(size - share, share)


def rubinstein_limit(
    rate_1: float,
    rate_2: float,
    *,
    hazard: float = 0.0,
    breakdown: tuple[float, float] = (0.0, 0.0),
    pie: float = 1.0,
) -> Split:
    """The split when offers follow each other at once and the talks may break down: an asymmetric Nash solution.

    Definition: parties discount at rates r_1, r_2 and the talks break down at rate h, after which party i is left
    with b_i. As the time between offers goes to zero, the equilibrium goes to the asymmetric Nash solution with
    weight (r_2 + h) / (r_1 + r_2 + 2 h) for party 1 and disagreement d_i = h b_i / (h + r_i). With h = 0 party 1 gets
    r_2 / (r_1 + r_2): the less hurried gets more. With equal rates, or none, the weights are a half: risk of
    breakdown alone makes the Nash solution.

    Convention: breakdown comes from outside; nobody chooses it (an outside option that may be taken is
    `outside_options.rubinstein_outside_options`). Where d_1 + d_2 exceeds the pie there is nothing to agree on: an
    error. Parties may pay each other: where one's disagreement is far below zero the other gets more than the pie.

    Args:
        rate_1: Impatience of party 1 for a unit of time, [0, inf).
        rate_2: Impatience of party 2, [0, inf); not both rates and the hazard zero.
        hazard: Rate at which the talks break down, [0, inf).
        breakdown: What each is left with after breakdown, any real numbers.
        pie: What is split, (0, inf).

    Example: four times the impatience, a quarter of the other's share.

        >>> split = rubinstein_limit(0.05, 0.2)
        >>> round(split.first, 6), round(split.second, 6)
        (0.8, 0.2)

    Limits: rates are those of talking; costs that the talks themselves stop or start belong into
    `delay.inside_options`.

    Citation: binmore_rubinstein_wolinsky_1986, muthoo_1999.

    Raises:
        CallError: an argument outside its range, or breakdown worth more than the pie.
    """
    one, two = within("rate_1", rate_1, "[0, inf)"), within("rate_2", rate_2, "[0, inf)")
    risk, size = within("hazard", hazard, "[0, inf)"), within("pie", pie, "(0, inf)")
    left = pair("breakdown", breakdown)
    if one + two + risk == 0:
        raise CallError("`rate_1`, `rate_2` and `hazard` are not all zero", "got 0, 0 and 0", "give one of them")
    weight = (two + risk) / (one + two + 2 * risk)
    floor = tuple(risk * rest / (risk + rate) if risk else 0.0 for rest, rate in zip(left, (one, two), strict=True))
    surplus = size - floor[0] - floor[1]
    if surplus < 0:
        raise CallError("`breakdown` leaves the parties at most the pie", f"got {breakdown!r} for {size!r}", "lower it")
    first = floor[0] + weight * surplus
    return Split(first, size - first)


def rubinstein_unanimity(deltas: Sequence[float]) -> tuple[float, ...]:
    """The stationary split of a pie of 1 among n parties that offer in turn and must all say yes; party 1 offers first.

    Definition: in a stationary equilibrium the proposer leaves every other party exactly what waiting for the next
    proposer would bring: x_j(i) = delta_j x_j(i + 1) for j not i, and the shares of a proposal add up to 1. Solved as
    a linear system.

    Convention: proposers rotate 1, 2, ..., n, 1, ...; responses are sequential, one no sends the talks to the next
    round. With a common delta, proposer and those after it get (1, delta, delta^2, ...) (1 - delta) / (1 - delta^n).

    Args:
        deltas: Discount factor of each party for a round, [0, 1); at least two parties.

    Example: two parties give Rubinstein's split.

        >>> [round(share, 6) for share in rubinstein_unanimity([0.5, 0.5])]
        [0.666667, 0.333333]

    Limits: with three or more patient parties other equilibria exist (Shaked); stationarity picks this one.

    Citation: osborne_rubinstein_1990, herrero_1985.

    Raises:
        CallError: fewer than two parties, or a factor outside its range.
    """
    import numpy as np

    factors = all_within("deltas", deltas, "[0, 1)")
    n = len(factors)
    if n < 2:
        raise CallError("`deltas` has an entry for each of two or more parties", f"got {n}", "add the other parties")
    system, constants = np.zeros((n * n, n * n)), np.zeros(n * n)
    for proposer in range(n):
        for party in range(n):
            row = proposer * n + party
            if party == proposer:
                system[row, proposer * n : (proposer + 1) * n] = 1
                constants[row] = 1
            else:
                system[row, row] = 1
                system[row, ((proposer + 1) % n) * n + party] -= factors[party]
    shares = np.linalg.solve(system, constants)
    return tuple(float(share) for share in shares[:n])
