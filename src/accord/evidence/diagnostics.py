"""How well chains have mixed, and how far a share may be off by sampling."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from accord.bargain import Floats, Ints


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """How well the chains have mixed.

    `split_rhat`: the worst over a party's utilities of the ratio of spread between half-chains to that within (1 is
    perfect), by party id. `effective`: the least number of independent draws that a party's utilities are worth, by
    party id. Utilities are taken with the party's rates, red lines and what happens with no deal. `taken`: shares of
    new shapes and of whole redraws that were taken, by party id. `chains`, `thin`, `members`: what was run.
    """

    split_rhat: dict[str, float]
    effective: dict[str, float]
    taken: dict[str, tuple[float, float]]
    chains: int
    thin: int
    members: int

    @property
    def worst_rhat(self) -> float:
        """The worst of all parties."""
        return max(self.split_rhat.values(), default=1.0)

    @property
    def least_effective(self) -> float:
        """The least of all parties."""
        return min(self.effective.values(), default=float(self.members))


def split_rhat(draws: Floats, chains: Ints) -> Floats:
    """Potential scale reduction of each quantity over half-chains (Gelman et al. 2013); shape (quantities,).

    `draws`: shape (members, quantities). A quantity that never changes has 1, as has one of chains too short to split.
    """
    halves = _blocks(chains, 2)
    if halves is None or halves.shape[1] < 2:
        return np.ones(draws.shape[1])
    parts = draws[halves]
    length = parts.shape[1]
    within = parts.var(axis=1, ddof=1).mean(axis=0)
    between = parts.mean(axis=1).var(axis=0, ddof=1)
    moving = within > 1e-18
    ratio = np.where(between > 1e-18, np.inf, 1.0)
    ratio[moving] = np.sqrt((length - 1) / length + between[moving] / within[moving])
    return ratio


def effective_size(draws: Floats, chains: Ints) -> Floats:
    """Independent draws that the members are worth for the mean of each quantity, by batch means; shape (quantities,).

    `draws`: shape (members, quantities). Never more than there are members.
    """
    members = draws.shape[0]
    total = draws.var(axis=0)
    batches = _batches(chains)
    if batches is None:
        return np.full(draws.shape[1], float(members))
    means = draws[batches].mean(axis=1)
    spread = means.var(axis=0, ddof=1) * batches.shape[1]
    size = np.full(draws.shape[1], float(members))
    moving = (spread > total) & (total > 1e-18)
    size[moving] = members * total[moving] / spread[moving]
    return size


def share_of(flags: Floats, weights: Floats, chains: Ints) -> tuple[float, float, float]:
    """A weighted share of members, its standard error, and how many independent members it rests on.

    The error takes in both how unequal the weights are and how slowly the chains move. Where all members agree the
    share may still be off by what so few could not show: one more member each way is added before the error is taken.
    """
    total = float(weights.sum())
    share = float(weights @ flags / total)
    kish = total**2 / float(weights @ weights)
    turned = (weights * (flags - share) / (total / len(weights)))[:, None]
    slow = len(weights) / float(effective_size(turned, chains)[0])
    effective = max(kish / slow, 1.0)
    eased = (effective * share + 1) / (effective + 2)
    return share, math.sqrt(eased * (1 - eased) / effective), effective


def _batches(chains: Ints) -> Ints | None:
    """Row numbers of members in batches of about the square root of a chain; None where members are too few."""
    return _batched(np.ascontiguousarray(chains, np.int64).tobytes())


@lru_cache(maxsize=16)
def _batched(raw: bytes) -> Ints | None:
    """The batches of chains given as bytes: thousands of shares are taken over the same chains."""
    chains = np.frombuffer(raw, np.int64)
    shortest = int(np.bincount(chains).min()) if chains.size else 0
    return _blocks(chains, max(1, round(math.sqrt(shortest)))) if shortest >= 4 else None


def _blocks(chains: Ints, parts: int) -> Ints | None:
    """Row numbers of members, shape (chains * parts, length), chains cut into equal parts; None where too few."""
    starts = np.flatnonzero(np.r_[True, chains[1:] != chains[:-1]]) if chains.size else np.zeros(0, np.int64)
    length = int(np.diff(np.r_[starts, chains.size]).min()) // parts if chains.size else 0
    if length < 1 or len(starts) * parts < 2:
        return None
    rows = starts[:, None] + np.arange(length * parts)[None, :]
    blocks: Ints = rows.reshape(len(starts) * parts, length)
    return blocks
