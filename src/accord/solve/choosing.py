"""The bargaining solutions on gains in whole numbers: which rows each chooses, ties decided exactly.

What each solution is stands at the head of `solutions`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import fsum, isfinite, lcm, log, prod

import numpy as np

from accord.bargain import Floats, Ints
from accord.errors import CallError

Key = Callable[[tuple[int, ...]], tuple[Fraction | float, ...]]

_POWERS = 1000


@dataclass(frozen=True, slots=True)
class Weights:
    """Bargaining weights in the order of the parties: as numbers, and as whole powers where those are small.

    `powers`: weights times their least common denominator, where that is at most 1,000: then ties are exact. Else
    empty, and weighted products that differ by less than one part in 10^12 tie.
    """

    shares: tuple[float, ...]
    powers: tuple[int, ...]


def weights_of(parties: Sequence[str], given: Mapping[str, float]) -> Weights:
    """The weights of these parties.

    Raises:
        CallError: a party has no weight or is not known, a weight is not above 0, or they do not add up to 1.

    >>> weights_of(("A", "B"), {"A": 0.25, "B": 0.75}).powers
    (1, 3)
    """
    if set(given) != set(parties):
        odd = next((party for party in given if party not in parties), None)
        came = f"{odd!r} is none of them" if odd is not None else f"there is none for {_first(parties, given)!r}"
        raise CallError(f"`weights` must name every party that bargains ({', '.join(parties)}) and no other", came)
    for party in parties:
        if isinstance(given[party], bool) or not isfinite(given[party]) or given[party] <= 0:
            raise CallError(f"The weight of {party} must be a number above 0", f"it is {given[party]!r}")
    shares = tuple(float(given[party]) for party in parties)
    if abs(fsum(shares) - 1) > 1e-9:
        told = ", ".join(f"{party} {share:g}" for party, share in zip(parties, shares, strict=True))
        raise CallError("`weights` must add up to 1", f"they add up to {fsum(shares):.12g} ({told})")
    near = [Fraction(share).limit_denominator(_POWERS) for share in shares]
    shared = lcm(*(one.denominator for one in near))
    exact = shared <= _POWERS and sum(near) == 1
    exact = exact and all(abs(float(one) - share) <= 1e-12 for one, share in zip(near, shares, strict=True))
    return Weights(shares, tuple(int(one * shared) for one in near) if exact else ())


def _first(parties: Sequence[str], given: Mapping[str, float]) -> str:
    return next(party for party in parties if party not in given)


def best(name: str, gains: Floats, weights: Weights | None = None) -> Ints:
    """Rows of `gains` (whole numbers, shape (packages, parties)) that the solution chooses: all that tie.

    `weights`: of the Nash solution; left out, all parties weigh the same.

    >>> best("egalitarian", np.array([[4.0, 1.0], [2.0, 2.0], [3.0, 2.0]]))
    array([2])
    >>> best("nash", np.array([[4.0, 1.0], [1.0, 3.0]]), weights_of("AB", {"A": 0.25, "B": 0.75}))
    array([1])
    """
    ideals = gains.max(axis=0)
    active = ideals > 0
    ratios = gains[:, active] / ideals[active]
    first = _rank(name, gains, ratios, None if weights is None else np.array(weights.shares)[active])
    # Floats sort out what is clearly worse; whole numbers decide among the rest.
    near = np.flatnonzero(first >= first.max() - 1e-9 * abs(first.max()))
    whole = [int(ideal) for ideal in ideals]
    key = _key(name, whole) if name != "nash" or weights is None else _weighted_key(whole, weights)
    keys = [key(tuple(int(gain) for gain in row)) for row in gains[near].tolist()]
    top = max(keys)
    return near[[number for number, found in enumerate(keys) if found == top]]


def _rank(name: str, gains: Floats, ratios: Floats, shares: Floats | None) -> Floats:
    """What the solution looks at first, in floats."""
    if name == "nash":
        return _nash_rank(ratios, shares)
    found: Floats
    if name == "kalai_smorodinsky":
        found = ratios.min(axis=1, initial=1.0)
    elif name == "egalitarian":
        found = gains.min(axis=1)
    else:
        found = gains.sum(axis=1)
    return found


def _nash_rank(ratios: Floats, shares: Floats | None) -> Floats:
    winners = (ratios > 0).sum(axis=1)
    scaled = np.where(ratios > 0, ratios, 1.0)
    product = (scaled if shares is None else scaled**shares).prod(axis=1)
    rank: Floats = np.where(winners == winners.max(), product, 0.0)
    return rank


def _key(name: str, ideals: list[int]) -> Key:
    if name == "nash":

        def nash(gains: tuple[int, ...]) -> tuple[Fraction | float, ...]:
            won = [(gain, ideal) for gain, ideal in zip(gains, ideals, strict=True) if gain > 0]
            return len(won), Fraction(prod(gain for gain, _ in won), prod(ideal for _, ideal in won))

        return nash
    if name == "kalai_smorodinsky":
        return lambda gains: tuple(
            sorted(Fraction(gain, ideal) for gain, ideal in zip(gains, ideals, strict=True) if ideal > 0)
        )
    if name == "egalitarian":
        return lambda gains: tuple(sorted(gains))
    return lambda gains: (sum(gains),)


def _weighted_key(ideals: list[int], weights: Weights) -> Key:
    def exact(gains: tuple[int, ...]) -> tuple[Fraction | float, ...]:
        won = [row for row, gain in enumerate(gains) if gain > 0]
        top, bottom = (prod(side[row] ** weights.powers[row] for row in won) for side in (gains, ideals))
        return len(won), Fraction(top, bottom)

    def rounded(gains: tuple[int, ...]) -> tuple[Fraction | float, ...]:
        won = [row for row, gain in enumerate(gains) if gain > 0]
        return len(won), round(fsum(weights.shares[row] * log(gains[row] / ideals[row]) for row in won), 12)

    return exact if weights.powers else rounded
