"""Compiled passes over more rows than are worth sorting: what is clearly beaten goes before anything is compared twice.

One file of its own, because the compiler's cache notices a change only in the file of the function it keeps.
"""

from __future__ import annotations

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
    last = 0
    for row in range(rows):
        for turn in range(len(champions)):
            # The champion that beat the row before often beats this one too.
            champion = last if turn == 0 else turn - (turn <= last)
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
                last = champion
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
