"""The graph model: states, who can move between them, who prefers which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.errors import CallError
from accord.theory.arguments import all_within, index_of, same_length

Ints = NDArray[np.int64]
States = NDArray[np.int32]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Arcs = Iterable[tuple[int, int]] | NDArray[np.integer]


@dataclass(frozen=True, slots=True, eq=False)
class GraphModel:
    """States, who can move between them in one step, and who prefers which; made by `graph_model`.

    `offsets`, `ends`: party p can move from state s to `ends[offsets[row]:offsets[row + 1]]`, row = p * states + s, in
    rising order. A move that cannot be taken back simply has no way back. `payoffs`: shape (parties, states), any
    number that is higher where the party prefers the state; ties allowed.
    """

    offsets: Ints
    ends: States
    payoffs: Floats

    @property
    def parties(self) -> range:
        """The parties' numbers."""
        return range(self.payoffs.shape[0])

    @property
    def states(self) -> range:
        """The states' numbers."""
        return range(self.payoffs.shape[1])

    def ends_of(self, party: int, state: int) -> tuple[int, ...]:
        """The states to which a party can move from a state in one step."""
        row = index_of("party", party, len(self.parties)) * len(self.states) + index_of(
            "state", state, len(self.states)
        )
        return tuple(self.ends[self.offsets[row] : self.offsets[row + 1]].tolist())

    def arcs(self, party: int) -> Ints:
        """A party's moves, shape (arcs, 2): from, to."""
        count = len(self.states)
        first = index_of("party", party, len(self.parties)) * count
        bounds = self.offsets[first : first + count + 1]
        starts = np.repeat(np.arange(count), np.diff(bounds))
        return np.column_stack([starts, self.ends[bounds[0] : bounds[-1]].astype(np.int64)])


def graph_model(moves: Sequence[Arcs], payoffs: Sequence[Sequence[float]] | Floats) -> GraphModel:
    """A graph model from each party's arcs and payoffs; states and parties are numbered from 0.

    Args:
        moves: For each party its arcs (from, to), as pairs or as an array of shape (arcs, 2); an arc given twice counts
            once, one from a state to itself never.
        payoffs: For each party a number per state, higher where it prefers the state.

    Raises:
        CallError: no state, lists of different lengths, an arc to no state, a payoff that is not finite.

    Citation: fang_hipel_kilgour_1993.
    """
    same_length("moves", list(moves), "payoffs", list(payoffs))
    for party, row in enumerate(payoffs):
        same_length("payoffs[0]", list(payoffs[0]), f"payoffs[{party}]", list(row))
    levels = np.array([_levels(f"payoffs[{party}]", row) for party, row in enumerate(payoffs)])
    count = levels.shape[1]
    keys = [_keys(f"moves[{party}]", arcs, count) for party, arcs in enumerate(moves)]
    sizes = [np.bincount(key // count, minlength=count) for key in keys]
    offsets = np.concatenate([[0], np.cumsum(np.concatenate(sizes))]).astype(np.int64)
    ends = np.concatenate([key % count for key in keys]).astype(np.int32)
    return GraphModel(offsets, ends, levels)


def _levels(name: str, row: Sequence[float] | Floats) -> Floats:
    try:
        levels = np.array(row, dtype=np.float64)
    except (TypeError, ValueError):
        levels = np.array([np.nan])
    if levels.ndim != 1 or not np.isfinite(levels).all():
        return np.array(all_within(name, list(row), "(-inf, inf)"))
    return levels


def _keys(name: str, arcs: Arcs, count: int) -> Ints:
    """The arcs as rising numbers `from * count + to`, each once."""
    pairs = np.asarray(arcs if isinstance(arcs, np.ndarray) else list(arcs))
    if pairs.size == 0:
        return np.empty(0, np.int64)
    if pairs.ndim != 2 or pairs.shape[1] != 2 or pairs.dtype.kind not in "iu":
        came = f"got an array of {pairs.dtype} of shape {pairs.shape}"
        raise CallError(f"`{name}` is a list of pairs of states (from, to)", came, "give each arc two state numbers")
    outside = (pairs < 0) | (pairs >= count)
    if outside.any():
        index_of(name, int(pairs[outside][0]), count)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]].astype(np.int64)
    return rising_once(pairs[:, 0] * count + pairs[:, 1])


def rising_once(keys: Ints) -> Ints:
    """The numbers in rising order, each once; numpy's own `unique` hashes, which is slow on millions of arcs."""
    ordered = np.sort(keys)
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if len(ordered) else ordered


def payoffs_of_ranking(ranking: Sequence[int | Sequence[int]]) -> tuple[float, ...]:
    """A payoff for each state from a ranking, best first; states in one group tie.

    >>> payoffs_of_ranking([2, [0, 3], 1])
    (-1.0, -2.0, 0.0, -1.0)

    Raises:
        CallError: the ranking does not hold each state from 0 on once.
    """
    places: dict[int, float] = {}
    listed = 0
    for place, group in enumerate(ranking):
        members = [group] if isinstance(group, int) else list(group)
        listed += len(members)
        places |= dict.fromkeys(members, -float(place))
    if not places or len(places) != listed or set(places) != set(range(listed)):
        came = f"got {list(ranking)!r}"[:100]
        raise CallError("`ranking` holds each state from 0 on, once", came, "rank every state once, ties as a list")
    return tuple(places[state] + 0.0 for state in range(listed))


def irreversible_moves(model: GraphModel, party: int) -> tuple[tuple[int, int], ...]:
    """A party's moves (from, to) that it cannot take back in one step.

    >>> irreversible_moves(graph_model([[(0, 1), (1, 0), (1, 2)]], [[0, 0, 0]]), 0)
    ((1, 2),)
    """
    arcs, count = model.arcs(party), len(model.states)
    one_way = ~np.isin(arcs[:, 1] * count + arcs[:, 0], arcs[:, 0] * count + arcs[:, 1])
    return tuple((start, end) for start, end in arcs[one_way].tolist())


def common_moves(model: GraphModel) -> dict[tuple[int, int], tuple[int, ...]]:
    """The moves (from, to) that more than one party can make, with these parties.

    >>> common_moves(graph_model([[(0, 1)], [(0, 1), (1, 0)]], [[0, 0], [0, 0]]))
    {(0, 1): (0, 1)}
    """
    who: dict[tuple[int, int], list[int]] = {}
    for party in model.parties:
        for start, end in model.arcs(party).tolist():
            who.setdefault((start, end), []).append(party)
    return {move: tuple(parties) for move, parties in sorted(who.items()) if len(parties) > 1}


def intransitive_moves(model: GraphModel, party: int) -> tuple[tuple[int, int], ...]:
    """The pairs (from, to) that a party reaches by two moves of its own and not by one; none: its moves are transitive.

    Since nobody moves twice in a row, a party makes only the moves that are listed for it. Add these where two moves
    in a row count as one; repeat until none is left.

    >>> intransitive_moves(graph_model([[(0, 1), (1, 2)]], [[0, 0, 0]]), 0)
    ((0, 2),)
    """
    steps = {state: model.ends_of(party, state) for state in model.states}
    missing = [
        (start, end)
        for start, middles in steps.items()
        for end in sorted({end for middle in middles for end in steps[middle]} - {start} - set(middles))
    ]
    return tuple(missing)
