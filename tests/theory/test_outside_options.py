"""Outside options and walk-away risk, checked by fixed point and by quadrature."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.errors import CallError
from accord.theory.outside_options import (
    Ending,
    deal_or_walk_away,
    outside_option_vs_breakdown_point,
    rubinstein_outside_options,
)
from accord.theory.patience import rubinstein_limit

FACTOR = st.floats(0.0, 0.95)
SHARE = st.floats(0.0, 1.0)


@given(FACTOR, FACTOR, SHARE, SHARE)
@settings(max_examples=30)
def test_the_split_solves_the_equations_of_the_game(one: float, two: float, out_one: float, out_two: float) -> None:
    found = rubinstein_outside_options(one, two, out_one, out_two)
    if out_one + out_two > 1:
        assert found.outcome is Ending.LEAVE
        return
    v1, v2 = 1.0, 1.0
    for _ in range(2000):
        v1, v2 = 1 - max(two * v2, out_two), 1 - max(one * v1, out_one)
    assert found.first == pytest.approx(v1, abs=1e-9)


def test_an_option_below_the_bargained_share_changes_nothing() -> None:
    assert rubinstein_outside_options(0.9, 0.9, 0.2, 0.3) == rubinstein_outside_options(0.9, 0.9, 0, 0)


@given(st.floats(0.01, 1), st.floats(0.01, 1), st.floats(0, 0.5), st.floats(-5, 5), st.floats(-5, 5))
@settings(max_examples=30)
def test_the_race_is_worth_its_expectation(a: float, b: float, rate: float, deal: float, walk: float) -> None:
    race = deal_or_walk_away(a, b, rate=rate, deal=deal, walk=walk, by=3.0)
    # The first end comes at density (a + b) exp(-(a + b) t); midpoints of equal slices of its distribution.
    slices = 4_000
    times = [-math.log(1 - (n + 0.5) / slices) / (a + b) for n in range(slices)]
    worth = sum(math.exp(-rate * t) for t in times) / slices * (a * deal + b * walk) / (a + b)
    assert race.present_value == pytest.approx(worth, abs=5e-3)
    assert race.p_deal_by == pytest.approx(a / (a + b) * sum(t <= 3 for t in times) / slices, abs=1e-3)


@given(SHARE, SHARE, st.floats(0.5, 20))
@settings(max_examples=30)
def test_choice_and_breakdown_are_limits_of_their_games(one: float, two: float, pie: float) -> None:
    if one + two > 1:
        one, two = 1 - one, 1 - two
    found = outside_option_vs_breakdown_point(one * pie * 0.999, two * pie * 0.999, pie=pie)
    patient = rubinstein_outside_options(1 - 1e-7, 1 - 1e-7, one * 0.999, two * 0.999)
    assert found.outside_option == pytest.approx(patient.second * pie, abs=1e-5 * pie)
    forced = rubinstein_limit(0, 0, hazard=1, breakdown=(one * pie * 0.999, two * pie * 0.999), pie=pie)
    assert found.breakdown_point == pytest.approx(forced.second)


def test_fallbacks_worth_more_than_the_pie_leave_nothing_to_split() -> None:
    with pytest.raises(CallError, match="at most the `pie`"):
        outside_option_vs_breakdown_point(0.6, 0.6)
