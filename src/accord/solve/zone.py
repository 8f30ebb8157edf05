"""How many packages are in the zone of one bargain: by walking all of them, or estimated from a sample."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from accord.bargain import Bargain, counterfactual_options
from accord.solve.lattice import Lattice
from accord.solve.packages import bargaining, cross_bits, need_bits

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


def zone_size(bargain: Bargain, whole: Lattice, *, walk: int = WALK) -> ZoneSize:
    """The number of packages in the zone: counted up to `walk` packages, beyond that estimated.

    The estimate is the share of 100,000 packages drawn by a fixed seed, so the same bargain always gives the same
    number. An estimate of 0 does not say that there is none: `Solution.has_zone` does.
    """
    from accord.solve.kernels import Batch, count_zone, sample_members

    frame = bargain.frame
    terms = terms_of(bargain, whole)
    if frame.packages <= walk:
        count, _ = count_zone(terms, np.full(len(terms.floors), -np.inf), np.zeros(0, np.int64))
        return ZoneSize(int(count), 0.0)
    rng = np.random.default_rng(_SEED)
    draws = np.stack([rng.integers(a, b, _SAMPLES) for a, b in pairwise(frame.offsets.tolist())], axis=1)
    inside = np.zeros(1, np.int64)
    one = Batch(
        terms.offsets, terms.values[None], terms.need[None], terms.cross[None], terms.floors[None], terms.floors[None]
    )
    sample_members(one, draws, 0, 1, inside)
    # One more each way, so that a sample with none, or all, in the zone does not look like a count.
    eased = (int(inside[0]) + 1) / (_SAMPLES + 2)
    spread = (eased * (1 - eased) / _SAMPLES) ** 0.5
    return ZoneSize((int(inside[0]) * frame.packages + _SAMPLES // 2) // _SAMPLES, spread * frame.packages)


def terms_of(bargain: Bargain, whole: Lattice) -> Terms:
    """What the kernels read of a bargain: its bargaining parties, in whole numbers."""
    from accord.solve.kernels import Terms

    frame, rows = bargain.frame, list(bargaining(bargain.frame))
    return Terms(
        frame.offsets,
        np.ascontiguousarray(whole.values[rows]),
        need_bits(frame, counterfactual_options(frame)),
        np.ascontiguousarray(cross_bits(frame, bargain.red_lines)),
        np.ascontiguousarray(whole.floors[rows]),
    )
