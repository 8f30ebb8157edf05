"""What movers can bring about: the arcs turned round, the lowest value they can force, the way to a state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from accord.theory.stability.model import Bools, Floats, GraphModel, Ints, States


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Arcs by mover and state: those of row `mover * states + state` are `ends[offsets[row]:offsets[row + 1]]`."""

    offsets: Ints
    ends: States
    states: int

    def turned(self) -> Rows:
        """The same arcs by the state they lead to."""
        mover, state = np.divmod(self.row_of_each(), self.states)
        target = mover * self.states + self.ends
        counts = np.bincount(target, minlength=len(self.offsets) - 1)
        # Arcs sorted as single numbers take a fraction of the time that sorting their places takes.
        ordered = np.sort(target * self.states + state)
        return Rows(_bounds(counts), (ordered % self.states).astype(np.int32), self.states)

    def row_of_each(self) -> Ints:
        """The row of each arc."""
        return np.repeat(np.arange(len(self.offsets) - 1), np.diff(self.offsets))

    def only(self, kept: Bools) -> Rows:
        """Some of the arcs."""
        counts = np.bincount(self.row_of_each()[kept], minlength=len(self.offsets) - 1)
        return Rows(_bounds(counts), self.ends[kept], self.states)


def _bounds(counts: Ints) -> Ints:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])


def all_moves(model: GraphModel) -> Rows:
    """Every move of every party."""
    return Rows(model.offsets, model.ends, len(model.states))


def improvements(model: GraphModel) -> Rows:
    """The moves by which their mover gains."""
    moves = all_moves(model)
    row = moves.row_of_each()
    payoffs = model.payoffs.ravel()
    return moves.only(payoffs[row // moves.states * moves.states + moves.ends] > payoffs[row])


def others(model: GraphModel, members: Sequence[int]) -> Ints:
    """The numbers of all other parties."""
    return np.array([party for party in model.parties if party not in members], dtype=np.int64)


def lowest(turned: Rows, movers: Ints, value: Floats) -> Floats:
    """The least value at the end of one or more legal moves from each state; infinite where there are none.

    Arcs are given turned round; nobody moves twice in a row.
    """
    return _spread(turned, movers, np.argsort(value, kind="stable"), value)


def leads_to(turned: Rows, movers: Ints, wanted: Bools) -> Bools:
    """Whether one or more legal moves from each state end in one that is wanted; arcs are given turned round."""
    return np.isfinite(_spread(turned, movers, np.flatnonzero(wanted), np.zeros(turned.states)))


def _spread(turned: Rows, movers: Ints, order: Ints, value: Floats) -> Floats:
    from accord.theory.stability import kernels

    marks, stacks = np.zeros((3, turned.states), np.int64), np.empty((3, 2 * turned.states), np.int64)
    marks[0] = -1
    low = np.full(turned.states, np.inf)
    kernels.lowest(kernels.Moves(turned.offsets, turned.ends, movers), order, value, marks, stacks, low)
    return low


@dataclass(frozen=True, slots=True)
class Step:
    """A move: who makes it, and the state it leads to."""

    party: int
    state: int


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """All states that legal sequences of moves lead to from a source, nearest first, with a shortest way to each."""

    states: Ints
    entries: Ints
    before: Ints
    by: Ints

    def way(self, place: int) -> tuple[Step, ...]:
        """The moves to `states[place]`."""
        steps, entry = [], int(self.entries[place])
        while entry >= 0:
            steps.append(Step(int(self.by[entry]), entry // 2))
            entry = int(self.before[entry])
        return tuple(reversed(steps))


def walk(rows: Rows, movers: Ints, source: int) -> Walk:
    """All that the movers can bring about from a state, nearest first; the source too, where they can come back."""
    from accord.theory.stability import kernels

    queue, before, by = np.full((3, 2 * rows.states), -1, np.int64)
    moves = kernels.Moves(rows.offsets, rows.ends, movers)
    found = kernels.walk(moves, source, kernels.Search(queue, before, by))
    entries = queue[:found][queue[:found] % 2 == 0]
    return Walk(entries // 2, entries, before, by)
