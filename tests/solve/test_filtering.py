"""The undominated among many points: against the definition, and against moocore where there are many."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moocore import is_nondominated

from accord.solve import filtering
from accord.solve.filtering import undominated_mask
from accord.solve.kernels import ranking, undominated


def points_of(seed: int, rows: int, columns: int) -> np.ndarray:
    """Random points of several kinds: tied, negative, on very different scales, most of them undominated."""
    rng = np.random.default_rng(seed)
    points = rng.integers(0, rng.integers(2, 40), (rows, columns)).astype(float)
    if seed % 3 == 0:
        points -= points.sum(axis=1, keepdims=True) / columns
    if seed % 4 == 0:
        points *= 10.0 ** rng.integers(-6, 9, columns)
    return points


def by_definition(points: np.ndarray, states: np.ndarray) -> np.ndarray:
    at_least = (points[None] >= points[:, None]).all(axis=2) & (states[None] == states[:, None])
    return ~(at_least & (points[None] > points[:, None]).any(axis=2)).any(axis=1)


@given(st.integers(0, 10_000), st.integers(0, 150), st.integers(1, 8))
@settings(max_examples=60, deadline=None)
def test_what_no_row_of_its_state_beats_stays_with_every_tie(seed: int, rows: int, columns: int) -> None:
    points, rng = points_of(seed, rows, columns), np.random.default_rng(seed)
    states, numbers = rng.integers(0, 3, rows), rng.permutation(rows)
    ranked = ranking(points, states, numbers)
    keys = [(states[row], *(-points[row]).tolist(), numbers[row]) for row in ranked.tolist()]
    assert keys == sorted(keys)
    assert sorted(ranked.tolist()) == list(range(rows))
    keep = np.zeros(rows, bool)
    keep[ranked[undominated(points, states, ranked, columns)]] = True
    assert (keep == by_definition(points, states)).all()


@given(st.integers(0, 10_000), st.integers(0, 150), st.integers(1, 8))
@settings(max_examples=60, deadline=None)
def test_dropping_what_champions_beat_drops_nothing_else(seed: int, rows: int, columns: int) -> None:
    points = points_of(seed, rows, columns)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filtering, "_FEW", 4)
        patch.setattr(filtering, "_SAMPLE", 5)
        assert (undominated_mask(points) == by_definition(points, np.zeros(rows))).all()


@pytest.mark.parametrize("columns", [2, 3, 4, 5])
@pytest.mark.parametrize("kind", ["random", "tied", "sphere"])
def test_of_many_points_the_same_stay_as_in_moocore(columns: int, kind: str) -> None:
    rng = np.random.default_rng(columns)
    points = rng.random((20_000 if kind != "sphere" else 4_000, columns))
    if kind == "tied":
        points = np.floor(points * 30)
    if kind == "sphere":
        points /= np.sqrt((points**2).sum(axis=1, keepdims=True))
    assert (undominated_mask(points) == is_nondominated(points, maximise=True, keep_weakly=True)).all()
