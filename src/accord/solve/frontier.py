"""The exact Pareto frontier of one additive bargain, with every tie.

Merging issue by issue (see `kernels`), a utility vector is kept once and remembers all the ways it was reached; so a
frontier of ten million tied packages is a few vectors and their ways, counted exactly and listed only when asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from accord.bargain import Bargain, Bools, Floats, Ints, counterfactual_options
from accord.errors import SizeError
from accord.solve.lattice import Lattice
from accord.solve.packages import bargaining, cross_bits, need_bits

ROOM = 4_000_000
"""How many partial packages a merge may hold at once."""


@dataclass(frozen=True)
class Stage:
    """The ways to the vectors after one issue.

    Way k comes from vector `parents[k]` of the stage before by option `options[k]`; the ways to vector v run from
    `starts[v]` to `starts[v + 1]`.
    """

    parents: Ints
    options: Ints
    starts: Ints


@dataclass(frozen=True)
class Frontier:
    """The frontier's utility vectors, in whole multiples of the lattice's unit, and the ways to each.

    `points`: shape (vectors, parties), in the order of the frame, from high to low by the first party's utility.
    `vectors`: the number of each in the last stage.
    """

    points: Floats
    vectors: Ints
    stages: tuple[Stage, ...]

    def count(self) -> int:
        """How many packages are on the frontier, ties counted."""
        return sum(self.ways(range(len(self.vectors))))

    def ways(self, rows: range | list[int]) -> list[int]:
        """How many packages have each of these utility vectors, as exact integers."""
        counts = np.array([1], dtype=object)
        for stage in self.stages:
            counts = np.add.reduceat(counts[stage.parents], stage.starts[:-1])
        return [int(counts[self.vectors[row]]) for row in rows]

    def packages(self, row: int, *, limit: int) -> list[tuple[int, ...]]:
        """Option numbers of the packages with this utility vector; sorted, where there are no more than `limit`."""
        return sorted(islice(self._packages(int(self.vectors[row]), len(self.stages)), limit))

    def _packages(self, vector: int, stage: int) -> Iterator[tuple[int, ...]]:
        if stage == 0:
            yield ()
            return
        ways = self.stages[stage - 1]
        for way in range(int(ways.starts[vector]), int(ways.starts[vector + 1])):
            for before in self._packages(int(ways.parents[way]), stage - 1):
                yield (*before, int(ways.options[way]))


def frontier(bargain: Bargain, whole: Lattice, *, room: int = ROOM) -> Frontier:
    """The Pareto frontier of the deals that no needed party's red line forbids.

    A deal is on it where no other is at least as good for every bargaining party and better for one (Pareto in the
    strong sense). Reservations do not enter: the frontier is the same wherever no deal leaves the parties. The package
    of all counterfactuals is no deal. Utilities of parties that do not bargain are told, but do not count.

    Raises:
        SizeError: where more than `room` partial packages stay undominated.
    """
    frame = bargain.frame
    order = _order(bargain)
    need = need_bits(frame, counterfactual_options(frame))
    cross = cross_bits(frame, bargain.red_lines)
    values, dims = whole.values[order], len(bargaining(frame))
    points, needs, crosses = np.zeros((1, len(order))), np.zeros(1, np.int64), np.zeros(1, np.int64)
    stages = []
    for issue in range(len(frame.issues)):
        columns = np.arange(frame.offsets[issue], frame.offsets[issue + 1])
        count, width = len(needs), len(columns)
        if count * width > room:
            raise SizeError(
                f"Merging must hold no more than {room:,} undominated partial packages",
                f"at issue {frame.issues[issue].id!r} there are {count * width:,}",
                "Merge options, leave out issues, or let fewer parties bargain",
            )
        wide = (points[:, None, :] + values.T[None, columns, :]).reshape(count * width, len(order))
        need_now = (needs[:, None] | need[None, columns]).ravel()
        cross_now = (crosses[:, None] | cross[None, columns]).ravel()
        open_ = np.flatnonzero((need_now & cross_now) == 0)
        kept, starts = _kept(wide[open_], (need_now[open_] << dims) | cross_now[open_], dims)
        way = open_[kept]
        stages.append(Stage(way // width, way % width, starts))
        first = way[starts[:-1]]
        points, needs, crosses = wide[first], need_now[first], cross_now[first]
    deals = np.flatnonzero(needs != 0)
    kept, starts = _kept(points[deals], np.zeros(len(deals), np.int64), dims)
    # Two vectors of different states may tie: both stay, each with its own ways.
    vectors = deals[kept]
    back = np.argsort(order)
    return Frontier(points[vectors][:, back], vectors, tuple(stages))


def _order(bargain: Bargain) -> list[int]:
    """Rows of the bargaining parties, then of the rest, whose utilities only tell ties apart."""
    rows = bargaining(bargain.frame)
    return [*rows, *(row for row in range(len(bargain.frame.parties)) if row not in rows)]


def _kept(points: Floats, states: Ints, dims: int) -> tuple[Ints, Ints]:
    """Rows that no row of their state beats, equal ones side by side; and where each run of equal rows starts."""
    from accord.solve.kernels import ranking, undominated

    points = np.ascontiguousarray(points)
    ranked = ranking(points, states, np.arange(len(states)))
    kept = ranked[undominated(points, states, ranked, dims)]
    fresh = _fresh(points[kept], states[kept])
    return kept, np.append(np.flatnonzero(fresh), len(kept)).astype(np.int64)


def _fresh(points: Floats, states: Ints) -> Bools:
    fresh = np.ones(len(states), np.bool_)
    fresh[1:] = (states[1:] != states[:-1]) | (points[1:] != points[:-1]).any(axis=1)
    return fresh
