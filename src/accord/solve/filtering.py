"""The undominated among many points, without sorting them all.

Most of a large set is beaten by a handful of its strong members. Two passes drop what the strongest of a sample beat;
only what is left is sorted and compared in full.
"""

from __future__ import annotations

import numpy as np

from accord.bargain import Bools, Floats, Ints
from accord.solve.kernels import kernel, ranking, undominated

_FEW = 2048
_SAMPLE = 512


@kernel
def survivors(points: Floats, rows: Ints, champions: Floats) -> Ints:
    """Those of the rows that no champion beats, in order; `champions`: shape (champions, columns)."""
    count, width, size = len(champions), points.shape[1], 0
    left = np.empty(len(rows), np.int64)
    for row in rows:
        turn, beaten = 0, False
        while turn < count and not beaten:
            k, worse = 0, False
            while k < width and points[row, k] <= champions[turn, k]:
                worse = worse or points[row, k] < champions[turn, k]
                k += 1
            beaten = worse and k == width
            turn += 1
        left[size] = row
        size += not beaten
    return left[:size]


def champions_of(points: Floats, rows: Ints, most: int) -> Floats:
    """The undominated among every so many-th of the rows, the strongest first, at most `most` of them."""
    sample = points[rows[:: max(1, len(rows) // _SAMPLE)]]
    best = sample[_sorted_out(sample, np.arange(len(sample)))]
    low, high = sample.min(axis=0), sample.max(axis=0)
    strength = ((best - low) / np.where(high > low, high - low, 1.0)).sum(axis=1)
    return np.ascontiguousarray(best[np.argsort(-strength, kind="stable")[:most]])


def undominated_mask(points: Floats) -> Bools:
    """True for each row that no other row beats, ties kept; `points`: finite, shape (rows, columns)."""
    points = np.ascontiguousarray(points, np.float64)
    rows = np.arange(len(points))
    for most in (8, 64):
        if len(rows) <= _FEW:
            break
        left = survivors(points, rows, champions_of(points, rows, most))
        # Where nearly all points are on the frontier, looking for those that are not is in vain.
        useless, rows = 2 * len(left) > len(rows), left
        if useless:
            break
    keep = np.zeros(len(points), np.bool_)
    keep[_sorted_out(points, rows)] = True
    return keep


def _sorted_out(points: Floats, rows: Ints) -> Ints:
    """Those of the rows that no other of them beats."""
    part, alike = np.ascontiguousarray(points[rows]), np.zeros(len(rows), np.int64)
    ranked = ranking(part, alike, np.arange(len(rows)))
    kept: Ints = rows[ranked[undominated(part, alike, ranked, part.shape[1])]]
    return kept
