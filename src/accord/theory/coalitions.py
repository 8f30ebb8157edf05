"""Coalitions: what each party adds (Shapley), whether a division holds (core), and the power of votes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from accord.errors import CallError, SizeError
from accord.theory.arguments import all_within, function, whole, within

Value = Callable[[frozenset[int]], float]
_MOST_PARTIES = 16
_MOST_SUMS = 200_000


def shapley(count: int, value: Value) -> tuple[float, ...]:
    """The Shapley value: each party's mean contribution over all orders in which the coalition can grow.

    Definition: phi_i = sum over coalitions S without i of |S|! (n - |S| - 1)! / n! (v(S with i) - v(S)). The only
    division that is efficient, symmetric, additive and gives nothing to a party that adds nothing.

    Convention: `value` is asked with a set of party numbers; it need not be superadditive, and then a part may lie
    below what its party has alone.

    Args:
        count: Number of parties, 1 to 16; they are numbered from 0.
        value: What a coalition can have by itself; the empty one zero.

    Example: one left glove, two right ones.

        >>> [round(part, 6) for part in shapley(3, lambda s: float(0 in s and len(s) > 1))]
        [0.666667, 0.166667, 0.166667]

    Limits: transferable utility; every coalition is asked for its value once.

    Citation: shapley_1953.

    Raises:
        CallError: a value that is not finite, or not zero for nobody.
        SizeError: more than 16 parties.
    """
    return _shapley(count, _table(count, value))


def _table(count: int, value: Value) -> list[float]:
    """The value of every coalition, by its bits."""
    whole("count", count, 1)
    if count > _MOST_PARTIES:
        came = f"`count` is {count}"[:40]
        raise SizeError(f"At most {_MOST_PARTIES} parties are computed exactly", came, "leave parties out")
    function("value", value)
    table = []
    for bits in range(1 << count):
        members = frozenset(party for party in range(count) if bits >> party & 1)
        table.append(within(f"value({sorted(members)})", value(members), "(-inf, inf)"))
    if table[0] != 0:
        raise CallError("`value` of nobody is 0", f"got {table[0]!r}", "subtract it from every coalition")
    return table


def _shapley(count: int, table: Sequence[float]) -> tuple[float, ...]:
    weights = [1 / (count * math.comb(count - 1, size)) for size in range(count)]
    return tuple(
        math.fsum(
            weights[bits.bit_count()] * (table[bits | 1 << party] - table[bits])
            for bits in range(1 << count)
            if not bits >> party & 1
        )
        for party in range(count)
    )


@dataclass(frozen=True, slots=True)
class Core:
    """The Shapley value, whether any division satisfies every coalition, and by how much the best one fails.

    `least_excess`: the least e such that some division gives every coalition but nobody and everybody at least v(S) -
    e; below zero where all can be given more than they can have alone; None for a single party, which has no other
    coalition.
    """

    shapley: tuple[float, ...]
    nonempty: bool
    least_excess: float | None


def core_feasibility(count: int, value: Value) -> Core:
    """Whether the gains of all can be divided so that no coalition would do better by itself.

    Definition: the core is the set of x with sum x = v(N) and x(S) >= v(S) for every S. The least core relaxes each
    proper coalition by the same e and takes the least e, by a linear programme; the core is not empty if and only if e
    <= 0.

    Convention: `value` is asked with a set of party numbers; a least excess of zero, to about 1e-9 of the largest
    value, counts as a core.

    Args:
        count: Number of parties, 1 to 16; they are numbered from 0.
        value: What a coalition can have by itself; the empty one zero.

    Example: any pair can have what all three can, so somebody always has a better offer.

        >>> found = core_feasibility(3, lambda s: float(len(s) > 1))
        >>> found.nonempty, round(found.least_excess, 6)
        (False, 0.333333)

    Limits: transferable utility. A core that is empty does not say which coalition forms.

    Citation: bondareva_1963, shapley_1967, maschler_peleg_shapley_1979.

    Raises:
        CallError: a value that is not finite, or not zero for nobody.
        SizeError: more than 16 parties.
    """
    table = _table(count, value)
    parts = _shapley(count, table)
    if count == 1:
        return Core(parts, nonempty=True, least_excess=None)
    import numpy as np
    from scipy.optimize import linprog

    everybody = (1 << count) - 1
    proper = np.arange(1, everybody)
    member = (proper[:, None] >> np.arange(count)) & 1
    found = linprog(
        c=[0.0] * count + [1.0],
        A_ub=np.column_stack([-member, -np.ones(len(proper))]),
        b_ub=-np.array([table[bits] for bits in proper]),
        A_eq=[[1.0] * count + [0.0]],
        b_eq=[table[everybody]],
        bounds=[(None, None)] * (count + 1),
        method="highs",
    )
    excess = float(found.x[-1])
    scale = max(1.0, *(abs(entry) for entry in table))
    return Core(parts, excess <= 1e-9 * scale, excess)


@dataclass(frozen=True, slots=True)
class Power:
    """Each voter's power, by two indices that each add up to one."""

    shapley_shubik: tuple[float, ...]
    banzhaf: tuple[float, ...]


def weighted_voting_power(quota: float, weights: Sequence[float]) -> Power:
    """The power of voters: how often each decides.

    Definition: a coalition wins if its weights reach the quota. Shapley-Shubik: the part of all orders of voters in
    which a voter turns a losing coalition into a winning one. Banzhaf: the part of all such turns, over all
    coalitions, that are the voter's.

    Convention: the quota is reached at equality; Banzhaf is normalised to add up to one. Counted exactly, coalitions
    by size and weight.

    Args:
        quota: Weight needed to win, above zero and at most the sum of the weights.
        weights: Votes of each, [0, inf).

    Example: three votes of which any two suffice are equal, whatever their weights.

        >>> weighted_voting_power(51, [49, 48, 3]).banzhaf == (1 / 3, 1 / 3, 1 / 3)
        True

    Limits: counts every coalition as likely as any other; who agrees with whom is left out. Many voters whose weights
    have many different sums take long.

    Citation: shapley_shubik_1954, penrose_1946, banzhaf_1965.

    Raises:
        CallError: an argument outside its range.
        SizeError: many voters with weights of too many different sums.
    """
    needed, votes = _in_units(quota, weights)
    count = len(votes)
    shapley_counts, banzhaf_counts = [], []
    for voter, vote in enumerate(votes):
        # How many coalitions of the others have this size and weight.
        ways = {(0, 0): 1}
        for other in (*votes[:voter], *votes[voter + 1 :]):
            for (size, weight), number in list(ways.items()):
                grown = size + 1, weight + other
                ways[grown] = ways.get(grown, 0) + number
            if len(ways) > _MOST_SUMS:
                raise SizeError(f"At most {_MOST_SUMS} sums of weights are counted", "there are more", "round weights")
        turns = [(size, number) for (size, weight), number in ways.items() if needed - vote <= weight < needed]
        banzhaf_counts.append(sum(number for _, number in turns))
        shapley_counts.append(sum(Fraction(number, count * math.comb(count - 1, size)) for size, number in turns))
    whole = sum(banzhaf_counts)
    return Power(
        tuple(float(part) for part in shapley_counts), tuple(float(Fraction(part, whole)) for part in banzhaf_counts)
    )


def _in_units(quota: float, weights: Sequence[float]) -> tuple[int, list[int]]:
    """The quota and the votes in whole multiples of their largest common unit."""
    votes = [_exact(vote) for vote in all_within("weights", weights, "[0, inf)")]
    needed = _exact(within("quota", quota, f"(0, {float(sum(votes))!r}]"))
    parts = math.lcm(*(number.denominator for number in (needed, *votes)))
    return int(needed * parts), [int(vote * parts) for vote in votes]


def _exact(number: float) -> Fraction:
    # The decimal that was typed and not its binary neighbour: 0.1 + 0.2 reaches 0.3.
    return Fraction(repr(number))


def minimal_winning_coalitions(quota: float, weights: Sequence[float]) -> tuple[tuple[int, ...], ...]:
    """The coalitions that win and would lose without any one of their members, by size.

    Definition: a coalition wins if its weights reach the quota; it is minimal if each of its members is critical.

    Convention: as for `weighted_voting_power`; a voter in none of them is a dummy, one in all of them has a veto.

    Args:
        quota: Weight needed to win, above zero and at most the sum of the weights.
        weights: Votes of each, [0, inf), at most 16.

    Example:
        >>> minimal_winning_coalitions(5, [3, 2, 1, 1])
        ((0, 1), (0, 2, 3))

    Limits: as there, and every coalition is looked at.

    Citation: shapley_shubik_1954.

    Raises:
        CallError: an argument outside its range.
        SizeError: more than 16 voters.
    """
    needed, votes = _in_units(quota, weights)
    if len(votes) > _MOST_PARTIES:
        raise SizeError(f"At most {_MOST_PARTIES} voters are listed", f"got {len(votes)}", "leave voters out")
    return tuple(
        members
        for size in range(1, len(votes) + 1)
        for members in combinations(range(len(votes)), size)
        if 0 <= sum(votes[voter] for voter in members) - needed < min(votes[voter] for voter in members)
    )
