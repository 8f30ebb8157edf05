"""The exact Pareto frontier of one bargain, with every tie.

Merging compound by compound (see `coupled`, and `kernels`; an issue that no rule ties is a compound by itself), a
utility vector is kept once and remembers all the ways it was reached; so a frontier of ten million tied packages is a
few vectors and their ways, counted exactly and listed only when asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from accord.bargain import Bargain, Bools, Floats, Ints, counterfactual_options
from accord.errors import SizeError
from accord.solve.coupled import Compounds, compounds
from accord.solve.lattice import Lattice
from accord.solve.packages import bargaining, cross_bits, need_bits

ROOM = 4_000_000
"""How many partial packages a merge may hold at once."""


@dataclass(frozen=True)
class Stage:
    """The ways to the vectors after one compound.

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
    `vectors`: the number of each in the last stage. `parts`: the compounds that were merged, in that order.
    """

    points: Floats
    vectors: Ints
    stages: tuple[Stage, ...]
    parts: Compounds

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
        found = islice(self._packages(int(self.vectors[row]), len(self.stages)), limit)
        return sorted(found if self.parts.free else map(self.parts.options, found))

    def _packages(self, vector: int, stage: int) -> Iterator[tuple[int, ...]]:
        if stage == 0:
            yield ()
            return
        ways = self.stages[stage - 1]
        for way in range(int(ways.starts[vector]), int(ways.starts[vector + 1])):
            for before in self._packages(int(ways.parents[way]), stage - 1):
                yield (*before, int(ways.options[way]))


def frontier(bargain: Bargain, whole: Lattice, parts: Compounds | None = None, *, room: int = ROOM) -> Frontier:
    """The Pareto frontier of the deals that no needed party's red line forbids.

    A deal is on it where no other is at least as good for every bargaining party and better for one (Pareto in the
    strong sense). Reservations do not enter: the frontier is the same wherever no deal leaves the parties. The package
    of all counterfactuals is no deal. Utilities of parties that do not bargain are told, but do not count.

    `parts`: the compounds to merge, where they are known already; combinations that others of their compound beat may
    be missing.

    Raises:
        SizeError: where more than `room` partial packages stay undominated, or a component has too many combinations.
    """
    parts = compounds(bargain.frame) if parts is None else parts
    order, dims = _order(bargain), len(bargaining(bargain.frame))
    need, cross, offsets = *bits_of(bargain, parts), parts.offsets
    values = parts.sums(whole.values, whole.interactions)[order]
    rows = _Rows(np.zeros((1, len(order))), np.zeros(1, np.int64), np.zeros(1, np.int64))
    stages = []
    for compound in range(len(parts.groups)):
        columns = np.arange(offsets[compound], offsets[compound + 1])
        if not parts.free:
            columns = _unbeaten(_Rows(values.T, need, cross), columns, dims)
        if len(rows.need) * len(columns) > room:
            raise SizeError(
                f"Merging must hold no more than {room:,} undominated partial packages",
                f"at issue {bargain.frame.issues[parts.groups[compound][0]].id!r} there are "
                f"{len(rows.need) * len(columns):,}",
                "Merge options, leave out issues or rules, or let fewer parties bargain",
            )
        rows, way, starts = _merged(rows, _Rows(values.T[columns], need[columns], cross[columns]), dims)
        stages.append(Stage(way // len(columns), columns[way % len(columns)] - offsets[compound], starts))
    deals = np.flatnonzero(rows.need != 0)
    kept, _ = _kept(rows.points[deals], np.zeros(len(deals), np.int64), dims)
    # Two vectors of different states may tie: both stay, each with its own ways.
    vectors = deals[kept]
    return Frontier(rows.points[vectors][:, np.argsort(order)], vectors, tuple(stages), parts)


@dataclass(frozen=True)
class _Rows:
    """Partial packages: utilities, bargaining parties first, shape (rows, parties); and the bits of their state."""

    points: Floats
    need: Ints
    cross: Ints


def _merged(rows: _Rows, added: _Rows, dims: int) -> tuple[_Rows, Ints, Ints]:
    """Every row with every added one, less what is beaten; the ways to those kept, and where each vector's start."""
    before, width = len(rows.need), len(added.need)
    # Option by option: the rows stay in order under each, which the ranking makes use of.
    points = (added.points[:, None, :] + rows.points[None, :, :]).reshape(before * width, rows.points.shape[1])
    need = (added.need[:, None] | rows.need[None, :]).ravel()
    cross = (added.cross[:, None] | rows.cross[None, :]).ravel()
    open_ = np.flatnonzero((need & cross) == 0)
    kept, starts = _kept(points[open_], (need[open_] << dims) | cross[open_], dims)
    ways = open_[kept]
    first = ways[starts[:-1]]
    return _Rows(points[first], need[first], cross[first]), ways % before * width + ways // before, starts


def _unbeaten(rows: _Rows, columns: Ints, dims: int) -> Ints:
    """Those of a compound's columns that may be agreed on and that no other of their state beats; ties stay."""
    open_ = columns[(rows.need[columns] & rows.cross[columns]) == 0]
    kept, _ = _kept(rows.points[open_], (rows.need[open_] << dims) | rows.cross[open_], dims)
    return np.sort(open_[kept])


def bits_of(bargain: Bargain, parts: Compounds) -> tuple[Ints, Ints]:
    """Whose yes each combination needs, and whose red line it crosses, as bit sets over the bargaining parties."""
    need = need_bits(bargain.frame, counterfactual_options(bargain.frame))
    return parts.either(need), parts.either(cross_bits(bargain.frame, bargain.red_lines))


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
