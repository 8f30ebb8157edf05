"""Compiled passes over more rows than are worth sorting: what is clearly beaten goes before anything is compared twice.

One file of its own, because the compiler's cache notices a change only in the file of the function it keeps.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from accord.bargain import Bools, Floats, Ints
from accord.solve.kernels import kernel, ranking, undominated


@kernel
def unscreened(points: Floats, states: Ints, champions: Floats, of: Ints) -> Bools:
    """For each row: False where a champion of its state is at least as good in every column and better in one.

    `champions`: shape (champions, columns); `of`: their states.
    """
    rows, width = points.shape
    keep = np.ones(rows, np.bool_)
    # The champion that beat a row goes to the front: it often beats the next ones too.
    order = np.arange(len(champions))
    for row in range(rows):
        for turn in range(len(order)):
            champion = order[turn]
            if of[champion] != states[row]:
                continue
            worse, better = False, False
            for k in range(width):
                if points[row, k] > champions[champion, k]:
                    better = True
                    break
                worse = worse or points[row, k] < champions[champion, k]
            if worse and not better:
                keep[row] = False
                for place in range(turn, 0, -1):
                    order[place] = order[place - 1]
                order[0] = champion
                break
    return keep


def champions_of(points: Floats, states: Ints, most: int) -> Ints:
    """Rows of a sample (every so many-th row) that no other of the sample beats, the strongest first."""
    step = max(1, len(points) // (16 * most))
    sample = np.arange(0, len(points), step)
    part, own = np.ascontiguousarray(points[sample]), np.ascontiguousarray(states[sample])
    ranked = ranking(part, own, np.arange(len(sample)))
    kept = ranked[undominated(part, own, ranked, points.shape[1])]
    low, high = part.min(axis=0), part.max(axis=0)
    strength = ((part[kept] - low) / np.where(high > low, high - low, 1.0)).sum(axis=1)
    found: Ints = sample[kept[np.argsort(-strength, kind="stable")[:most]]]
    return found


def unbeaten(points: Floats, states: Ints) -> Ints:
    """Rows that no row of their state beats, ties kept, in order; `points`: contiguous, shape (rows, columns)."""
    left = np.arange(len(points))
    for most in (8, 64):
        if len(left) < 4096:
            break
        strong = champions_of(points[left], states[left], most)
        part, own = points[left], states[left]
        left = left[unscreened(part, own, np.ascontiguousarray(part[strong]), own[strong])]
    part, own = np.ascontiguousarray(points[left]), states[left]
    ranked = ranking(part, own, np.arange(len(left)))
    return np.sort(left[ranked[undominated(part, own, ranked, points.shape[1])]])


class Tree(NamedTuple):
    """Packages over some issues as a tree that is walked issue by issue, dropping what a rule excludes.

    `offsets`, `values` (parties, columns), `need`, `cross`, `floors` as in `kernels.Terms`; the first `len(floors)`
    rows of `values` are the bargaining parties'. A rule is kept with its last column: rules `rule_starts[c]` to
    `rule_starts[c + 1]` end at column c, and rule r needs the columns `items[item_starts[r]:item_starts[r + 1]]`
    besides. `bans[r]`: True for an exclusion. `adds`: shape (rules, parties), what an interaction adds. `rest`: shape
    (issues + 1, bargaining parties), the most that issues from i on can still bring.
    """

    offsets: Ints
    values: Floats
    need: Ints
    cross: Ints
    floors: Floats
    rule_starts: Ints
    item_starts: Ints
    items: Ints
    bans: Bools
    adds: Floats
    rest: Floats


class Rows(NamedTuple):
    """Room for packages: utilities, shape (rows, parties), state and number."""

    points: Floats
    states: Ints
    numbers: Ints


class Walk(NamedTuple):
    """Where a walk stands: `depth` (one number), the column `at` each issue, the columns `chosen`, and partial sums."""

    depth: Ints
    at: Ints
    chosen: Bools
    points: Floats
    need: Ints
    cross: Ints
    numbers: Ints


COUNT, ZONE, FILL = 0, 1, 2
"""What a walk is for."""


@kernel
def walked(tree: Tree, walk: Walk, goal: int, most: int, rows: Rows) -> int:  # noqa: C901, PLR0912, PLR0915 - one hot loop
    """Goes on with a walk, package by package in mixed-radix order.

    `COUNT`: how many packages the rules allow; -1 where they are more than `most`, or four times as many steps. `ZONE`:
    how many packages are in the zone. `FILL`: fills `rows` with the next packages that may be agreed on, and returns
    how many, 0 at the end.
    """
    # The loop holds plain arrays in its hands: a tuple of arrays handed on at every step would cost more than the step.
    offsets, values, need_of, cross_of, floors = tree.offsets, tree.values, tree.need, tree.cross, tree.floors
    rule_starts, item_starts, items, bans, adds = tree.rule_starts, tree.item_starts, tree.items, tree.bans, tree.adds
    at, chosen, points, need, cross, numbers = walk.at, walk.chosen, walk.points, walk.need, walk.cross, walk.numbers
    rest, parties, voices = tree.rest, values.shape[0], len(floors)
    last, depth, count, steps = len(offsets) - 2, walk.depth[0], 0, 0
    while depth >= 0:
        column = at[depth]
        if column >= offsets[depth]:
            chosen[column] = False
        column += 1
        if column == offsets[depth + 1]:
            at[depth] = offsets[depth] - 1
            depth -= 1
            continue
        at[depth] = column
        for p in range(parties):
            points[depth + 1, p] = points[depth, p] + values[p, column]
        allowed = True
        for rule in range(rule_starts[column], rule_starts[column + 1]):
            whole = True
            for item in range(item_starts[rule], item_starts[rule + 1]):
                if not chosen[items[item]]:
                    whole = False
                    break
            if whole and bans[rule]:
                allowed = False
                break
            if whole:
                for p in range(parties):
                    points[depth + 1, p] += adds[rule, p]
        if not allowed:
            continue
        chosen[column] = True
        steps += 1
        needed, crossed = need[depth] | need_of[column], cross[depth] | cross_of[column]
        if goal != COUNT and needed & crossed != 0:
            continue
        if goal == ZONE:
            hopeless = False
            for p in range(voices):
                if (needed >> p) & 1 != 0 and points[depth + 1, p] + rest[depth + 1, p] < floors[p]:
                    hopeless = True
                    break
            if hopeless:
                continue
        need[depth + 1], cross[depth + 1] = needed, crossed
        numbers[depth + 1] = numbers[depth] * (offsets[depth + 1] - offsets[depth]) + column - offsets[depth]
        if depth < last:
            depth += 1
            continue
        if goal == FILL:
            for p in range(parties):
                rows.points[count, p] = points[depth + 1, p]
            rows.states[count] = (needed << voices) | crossed
            rows.numbers[count] = numbers[depth + 1]
        if goal != ZONE or needed != 0:
            count += 1
        if goal == FILL and count == len(rows.numbers):
            break
        if goal == COUNT and (count > most or steps > 4 * most):
            return -1
    walk.depth[0] = depth
    return count


def start(tree: Tree) -> Walk:
    """A walk at the root."""
    issues, parties = len(tree.offsets) - 1, len(tree.values)
    numbers = (np.zeros(issues + 1, np.int64) for _ in range(3))
    chosen = np.zeros(int(tree.offsets[-1]), np.bool_)
    return Walk(np.zeros(1, np.int64), tree.offsets[:-1] - 1, chosen, np.zeros((issues + 1, parties)), *numbers)


def room(rows: int, parties: int) -> Rows:
    """Room for so many packages."""
    return Rows(np.empty((rows, parties)), np.empty(rows, np.int64), np.empty(rows, np.int64))
