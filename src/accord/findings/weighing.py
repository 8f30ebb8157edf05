"""What each statement does to a share: with its pieces of evidence true, against without them.

Leaving out a piece needs no new run: given that it says nothing the other evidence stands as it is, so members are
only weighed anew. Where too few members lack the piece for that, a run of its own is asked for.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from accord.bargain import Floats, Ints
from accord.evidence import Weighed
from accord.evidence.diagnostics import effective_size, share_of

ENOUGH = 15.0
"""Independent members that must be left, with the pieces and without, for weights to tell."""

LACKING = 5
"""Members that must lack a piece for weights to tell what is so without it."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What pieces of evidence do to a share: the share with all of them true, less the share without them."""

    with_it: float
    without: float
    error: float

    @property
    def size(self) -> float:
        """The difference."""
        return self.with_it - self.without


@dataclass(frozen=True)
class Turned:
    """Members weighed anew as if pieces were true (`given`), or unsaid (`without`); `told`: enough are left."""

    given: Floats
    without: Floats
    told: bool


def turned(weighed: Weighed, pieces: Sequence[int]) -> Turned:
    """The two weighings of the members for some pieces at once."""
    given, without = np.ones(weighed.ensemble.members), np.ones(weighed.ensemble.members)
    for number in pieces:
        given = given * weighed.given(weighed.pieces[number].id).weights
        without = without * weighed.without(weighed.pieces[number].id).weights
    lacking = int((~weighed.satisfied[:, list(pieces)]).any(axis=1).sum())
    enough = all(
        weights.sum() > 0 and weights.sum() ** 2 / (weights @ weights) >= ENOUGH for weights in (given, without)
    )
    return Turned(given, without, enough and lacking >= LACKING)


def effect(weighed: Weighed, holds: Floats, by: Turned) -> Effect | None:
    """What the pieces do to the share of members that hold; None where too few are left to tell."""
    if not by.told:
        return None
    chains = weighed.ensemble.chains
    with_it, error, left = share_of(holds, by.given, chains)
    without, other_error, other_left = share_of(holds, by.without, chains)
    if min(left, other_left) < ENOUGH:
        return None
    return Effect(with_it, without, float(np.hypot(error, other_error)))


def mean_error(sizes: Floats, weights: Floats, chains: Ints) -> float:
    """The standard error from sampling of a weighted mean of sizes of any sign; 0 where all members agree."""
    total = float(weights.sum())
    around = weights * (sizes - float(weights @ sizes) / total) * (len(weights) / total)
    slow = len(weights) / float(effective_size(around[:, None], chains)[0])
    return math.sqrt(float(around @ around) * slow) / len(weights)


QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def distribution(sizes: Floats) -> tuple[tuple[float, float], ...]:
    """Quantiles of a size over members, as (quantile, value) pairs."""
    return tuple(zip(QUANTILES, np.quantile(sizes, QUANTILES).tolist(), strict=True))


def ranked(effects: Mapping[str, float]) -> tuple[str, ...]:
    """Statement ids, the strongest effect first, ties by id."""
    return tuple(sorted(effects, key=lambda id: (-round(abs(effects[id]), 9), id)))
