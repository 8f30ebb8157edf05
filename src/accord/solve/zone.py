"""How many packages are in the zone of one bargain: by walking all of them, or estimated from a sample."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from accord.bargain import Bargain
from accord.solve.coupled import Compounds, compounds
from accord.solve.frontier import bits_of
from accord.solve.lattice import Lattice
from accord.solve.packages import bargaining

if TYPE_CHECKING:
    from accord.solve.kernels import Terms

WALK = 100_000_000
"""Up to how many packages are walked."""

_SAMPLES = 100_000
_SEED = 20_000


@dataclass(frozen=True, slots=True)
class ZoneSize:
    """How many packages are in the zone; `error` is the standard error of an estimate (above 0), 0 for a count."""

    count: int
    error: float


def zone_size(bargain: Bargain, whole: Lattice, parts: Compounds | None = None, *, walk: int = WALK) -> ZoneSize:
    """The number of packages in the zone: counted up to `walk` packages, beyond that estimated.

    The estimate is the share of 100,000 packages drawn by a fixed seed, so the same bargain always gives the same
    number. An estimate of 0 does not say that there is none: `Solution.has_zone` does.
    """
    from accord.solve.kernels import Batch, count_zone, sample_members

    parts = compounds(bargain.frame) if parts is None else parts
    terms = terms_of(bargain, whole, parts)
    if parts.packages <= walk:
        count, _ = count_zone(terms, np.full(len(terms.floors), -np.inf), np.zeros(0, np.int64))
        return ZoneSize(int(count), 0.0)
    rng = np.random.default_rng(_SEED)
    draws = np.stack([rng.integers(a, b, _SAMPLES) for a, b in pairwise(parts.offsets.tolist())], axis=1)
    inside = np.zeros(1, np.int64)
    one = Batch(
        terms.offsets, terms.values[None], terms.need[None], terms.cross[None], terms.floors[None], terms.floors[None]
    )
    sample_members(one, draws, 0, 1, inside)
    return estimated(int(inside[0]), _SAMPLES, parts.packages)


def estimated(inside: int, drawn: int, packages: int) -> ZoneSize:
    """What a sample of packages says of all of them."""
    # One more each way, so that a sample with none, or all, in the zone does not look like a count.
    eased = (inside + 1) / (drawn + 2)
    spread = (eased * (1 - eased) / drawn) ** 0.5
    return ZoneSize((inside * packages + drawn // 2) // drawn, spread * packages)


def terms_of(bargain: Bargain, whole: Lattice, parts: Compounds | None = None) -> Terms:
    """What the kernels read of a bargain: its bargaining parties, in whole numbers, over the compounds."""
    from accord.solve.kernels import Terms

    parts = compounds(bargain.frame) if parts is None else parts
    rows = list(bargaining(bargain.frame))
    need, cross = bits_of(bargain, parts)
    return Terms(
        parts.offsets,
        np.ascontiguousarray(parts.sums(whole.values[rows], whole.interactions[rows])),
        need,
        np.ascontiguousarray(cross),
        np.ascontiguousarray(whole.floors[rows]),
    )
