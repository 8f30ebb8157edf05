"""The chance of having walked away, checked by the density of first passage and by a random walk."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from accord.errors import CallError
from accord.theory.hazards import patience_first_passage


@given(st.floats(0.5, 5), st.floats(-2, 2), st.floats(0.3, 2), st.floats(0.1, 10))
@settings(max_examples=60)
def test_the_chance_is_the_integral_of_the_inverse_gaussian_density(
    patience: float, drift: float, sigma: float, by: float
) -> None:
    def density(time: float) -> float:
        scale = patience / (sigma * math.sqrt(2 * math.pi * time**3))
        return scale * math.exp(-((patience - drift * time) ** 2) / (2 * sigma**2 * time))

    parts = np.linspace(1e-9, by, 6)
    chance = sum(quad(density, low, high)[0] for low, high in pairwise(parts))
    assert patience_first_passage(patience, drift=drift, sigma=sigma, by=by) == pytest.approx(chance, abs=1e-6)


def test_a_random_walk_of_small_steps_leaves_as_often() -> None:
    patience, drift, sigma, by, levels = 2.0, 0.5, 1.0, 4.0, 100
    step = patience / levels
    pause = step**2 / sigma**2
    up = 0.5 + drift * pause / (2 * step)
    width = 6 * levels
    mass, left = np.zeros(width), 0.0
    mass[width - levels] = 1
    for _ in range(round(by / pause)):
        left += up * mass[-1]
        moved = np.zeros(width)
        moved[1:] += up * mass[:-1]
        moved[:-1] += (1 - up) * mass[1:]
        mass = moved
    assert patience_first_passage(patience, drift=drift, sigma=sigma, by=by) == pytest.approx(left, abs=5e-3)


def test_good_news_may_keep_a_party_for_ever() -> None:
    assert patience_first_passage(1, drift=-0.5, sigma=1, by=math.inf) == pytest.approx(math.exp(-1))
    assert patience_first_passage(1, drift=0.5, sigma=1, by=math.inf) == 1
    assert patience_first_passage(1, drift=-0.5, sigma=1, by=1e9) == pytest.approx(math.exp(-1))


def test_without_chance_the_date_is_certain() -> None:
    assert [patience_first_passage(2, drift=1, sigma=0, by=by) for by in (1.9, 2, 3)] == [0, 1, 1]
    assert patience_first_passage(2, drift=0, sigma=0, by=math.inf) == 0


def test_extreme_arguments_stay_chances() -> None:
    for drift in (-1e3, 1e-300, 1e3):
        for sigma in (1e-200, 1e-9, 1e-3, 1.0, 1e6):
            for by in (0, 1e-9, 1e9):
                assert 0 <= patience_first_passage(1, drift=drift, sigma=sigma, by=by) <= 1


def test_a_spread_of_nearly_nothing_is_nearly_certain() -> None:
    for sigma in (1e-300, 1e-160, 1e-9):
        chances = [patience_first_passage(2, drift=1, sigma=sigma, by=by) for by in (1.9, 2.1)]
        assert chances == pytest.approx([0, 1])


def test_arguments_outside_their_range_are_named() -> None:
    with pytest.raises(CallError, match=r"`patience` lies in \(0, inf\); got 0"):
        patience_first_passage(0, drift=1, sigma=1, by=1)
