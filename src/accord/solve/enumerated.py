"""Components with more combinations than are worth listing: walked one by one, in bounded memory.

A combination that another of its component and state beats stays beaten whatever the other issues bring (see
`kernels`); so of each component only the undominated combinations of each state are kept, filtered block by block, and
merged with the rest as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from accord.bargain import Bargain, Floats, Ints, counterfactual_options
from accord.errors import SizeError
from accord.solve.coupled import LISTED, Compounds, added_by, broken, combinations, components, excluded
from accord.solve.lattice import Lattice
from accord.solve.packages import bargaining, cross_bits, need_bits
from accord.solve.zone import WALK, ZoneSize, estimated

if TYPE_CHECKING:
    from accord.solve.streaming import Tree

_BLOCK = 1 << 17
_CHAMPIONS = 64
_ROOM = 4_000_000
_SAMPLES = 100_000
_SEED = 20_001


@dataclass(frozen=True)
class Parts:
    """The compounds of a bargain, for its frontier.

    `packages`: how many packages the rules allow. `listed`: True where `compounds` has every combination, False where
    those that are beaten, or that nobody could agree on, are left out of some.
    """

    compounds: Compounds
    packages: int
    listed: bool


def parts_of(bargain: Bargain, whole: Lattice, *, most: int = LISTED, walk: int = WALK) -> Parts | None:
    """The compounds of a bargain: listed up to `most` combinations, walked up to `walk`; None beyond that.

    Raises:
        SizeError: where more combinations stay undominated than can be held.
    """
    frame = bargain.frame
    groups = components(frame)
    choices: list[Ints] = []
    packages, listed = 1, True
    for group in groups:
        found = combinations(frame, group, most=most)
        count = -1 if found is None else len(found)
        if found is None:
            listed = False
            count = _counted(bargain, whole, group, walk)
            if count < 0:
                return None
            found = _undominated(bargain, whole, group)
        choices.append(found)
        packages *= count
    return Parts(Compounds(frame, groups, tuple(choices)), packages, listed)


def zone_walked(bargain: Bargain, whole: Lattice, packages: int, *, walk: int = WALK) -> ZoneSize:
    """The number of packages in the zone: counted by a walk over all up to `walk` of them, beyond that estimated.

    The estimate is the share of 100,000 combinations of options drawn by a fixed seed, rules broken or not.
    """
    from accord.solve.streaming import ZONE, room, start, walked

    frame = bargain.frame
    if packages <= walk:
        tree = tree_of(bargain, whole, range(len(frame.issues)))
        return ZoneSize(int(walked(tree, start(tree), ZONE, 0, room(0, len(frame.parties)))), 0.0)
    rng = np.random.default_rng(_SEED)
    chosen = np.stack([rng.integers(a, b, _SAMPLES) for a, b in pairwise(frame.offsets.tolist())], axis=1)
    need = np.bitwise_or.reduce(need_bits(frame, counterfactual_options(frame))[chosen], axis=1)
    cross = np.bitwise_or.reduce(cross_bits(frame, bargain.red_lines)[chosen], axis=1)
    inside = (need != 0) & ((need & cross) == 0) & ~broken(frame, chosen)
    for bit, row in enumerate(bargaining(frame)):
        worth = whole.values[row][chosen].sum(axis=1) + added_by(frame, whole.interactions[row], chosen)
        inside &= ((need >> bit) & 1 == 0) | (worth >= whole.floors[row])
    return estimated(int(inside.sum()), _SAMPLES, frame.packages)


def tree_of(bargain: Bargain, whole: Lattice, group: Sequence[int]) -> Tree:
    """The tree of packages over some issues that no rule ties to others; bargaining parties first."""
    from accord.solve.streaming import Tree

    frame, rows = bargain.frame, list(bargaining(bargain.frame))
    order = [*rows, *(row for row in range(len(frame.parties)) if row not in rows)]
    columns = np.concatenate([np.arange(frame.offsets[k], frame.offsets[k + 1]) for k in group])
    local = {int(column): place for place, column in enumerate(columns.tolist())}
    offsets = np.concatenate([[0], np.cumsum([len(frame.issues[k].options) for k in group])]).astype(np.int64)
    rules = _rules(bargain, whole.interactions[order], local)
    values = np.ascontiguousarray(whole.values[order][:, columns])
    adds = np.array([added for _, _, added in rules]).reshape(len(rules), len(order))
    lasts = np.array([max(items) for items, _, _ in rules], np.int64)
    others = [sorted(items - {max(items)}) for items, _, _ in rules]
    starts = np.searchsorted(lasts, np.arange(len(columns) + 1)).astype(np.int64)
    bans = np.array([ban for _, ban, _ in rules], np.bool_)
    return Tree(
        offsets,
        values,
        np.ascontiguousarray(need_bits(frame, counterfactual_options(frame))[columns]),
        np.ascontiguousarray(cross_bits(frame, bargain.red_lines)[columns]),
        np.ascontiguousarray(whole.floors[rows]),
        starts,
        np.concatenate([[0], np.cumsum([len(one) for one in others])]).astype(np.int64),
        np.array([item for one in others for item in one], np.int64),
        bans,
        adds,
        _rest(offsets, values[: len(rows)], starts, np.maximum(adds[:, : len(rows)], 0.0)),
    )


Rule = tuple[set[int], bool, list[float]]


def _rules(bargain: Bargain, added: Floats, local: dict[int, int]) -> list[Rule]:
    """The rules over some columns, by their last one: their columns, whether they exclude, what they add."""
    frame, nothing = bargain.frame, [0.0] * len(added)
    wanted = [(set(together.values()), True, nothing) for together in excluded(frame)]
    for number, together in enumerate(frame.interactions):
        columns = {frame.column(issue, option) for issue, option in together}
        wanted.append((columns, False, added[:, number].tolist()))
    here: list[Rule] = [
        ({local[column] for column in columns}, ban, adds) for columns, ban, adds in wanted if columns <= set(local)
    ]
    return sorted(here, key=lambda rule: max(rule[0]))


def _rest(offsets: Ints, values: Floats, starts: Ints, adds: Floats) -> Floats:
    """The most that issues from i on can still bring each party, shape (issues + 1, parties)."""
    rest = np.zeros((len(offsets), len(values)))
    for issue in range(len(offsets) - 2, -1, -1):
        columns = range(int(offsets[issue]), int(offsets[issue + 1]))
        worth = [values[:, column] + adds[starts[column] : starts[column + 1]].sum(axis=0) for column in columns]
        rest[issue] = rest[issue + 1] + np.max(worth, axis=0)
    return rest


def _counted(bargain: Bargain, whole: Lattice, group: Sequence[int], most: int) -> int:
    """How many combinations of some issues the rules allow; -1 where there are too many to walk or to number."""
    from accord.solve.streaming import COUNT, room, start, walked

    if prod(len(bargain.frame.issues[k].options) for k in group) >= 1 << 62:
        return -1
    tree = tree_of(bargain, whole, group)
    return int(walked(tree, start(tree), COUNT, most, room(0, len(tree.values))))


def _undominated(bargain: Bargain, whole: Lattice, group: Sequence[int]) -> Ints:
    """Option numbers of the combinations that no other of their state beats, ties kept, in mixed-radix order."""
    from accord.solve.streaming import FILL, room, start, walked

    tree = tree_of(bargain, whole, group)
    walk, dims = start(tree), len(tree.floors)
    held = _Held(np.zeros((0, dims)), np.zeros(0, np.int64), np.zeros(0, np.int64))
    waiting: list[_Held] = []
    rows = room(_BLOCK, len(tree.values))
    while size := int(walked(tree, walk, FILL, 0, rows)):
        block = _Held(rows.points[:size, :dims].copy(), rows.states[:size].copy(), rows.numbers[:size].copy())
        waiting.append(_screened(block, held))
        if not len(held.states) or sum(len(one.states) for one in waiting) >= max(_BLOCK, len(held.states)):
            held, waiting = _filtered([held, *waiting]), []
    kept = np.sort(_filtered([held, *waiting]).numbers)
    chosen = np.empty((len(kept), len(group)), np.int64)
    for place in range(len(group) - 1, -1, -1):
        kept, chosen[:, place] = np.divmod(kept, len(bargain.frame.issues[group[place]].options))
    return chosen


@dataclass(frozen=True)
class _Held:
    """Combinations: utilities of the bargaining parties, state and number."""

    points: Floats
    states: Ints
    numbers: Ints

    def at(self, rows: Ints) -> _Held:
        return _Held(self.points[rows], self.states[rows], self.numbers[rows])


def _screened(block: _Held, held: _Held) -> _Held:
    from accord.solve.streaming import unscreened

    if not len(held.states):
        return block.at(_unbeaten(block))
    low, high = held.points.min(axis=0), held.points.max(axis=0)
    strength = ((held.points - low) / np.where(high > low, high - low, 1.0)).sum(axis=1)
    strong = held.at(np.argsort(-strength, kind="stable")[:_CHAMPIONS])
    return block.at(np.flatnonzero(unscreened(block.points, block.states, strong.points, strong.states)))


def _filtered(all_held: list[_Held]) -> _Held:
    joined = _Held(
        *(np.concatenate([getattr(one, name) for one in all_held]) for name in ("points", "states", "numbers"))
    )
    found = joined.at(_unbeaten(joined))
    if len(found.states) > _ROOM:
        raise SizeError(
            f"No more than {_ROOM:,} combinations of issues tied by rules may stay undominated",
            f"there are {len(found.states):,}",
            "Leave out a rule, merge options, or let fewer parties bargain",
        )
    return found


def _unbeaten(held: _Held) -> Ints:
    from accord.solve.streaming import unbeaten

    return unbeaten(np.ascontiguousarray(held.points), held.states)
