"""The best date to settle, checked by trying every date."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.errors import CallError
from accord.theory.delay import delay_or_settle
from accord.theory.stopping import delay_growing_agreement_value, delay_rising_hazard

FLOW, VALUE, RATE = st.floats(-1, 2), st.floats(-5, 20), st.floats(0.05, 0.5)
HORIZON, STEPS = 300.0, 20_000


def _worth_of_dates(flow: float, rate: float, hazard: np.ndarray, agreement: np.ndarray, left: float) -> np.ndarray:
    """Value of settling at each date of a grid, by trapezes."""
    times = np.linspace(0, HORIZON, STEPS + 1)
    step = times[1]
    passed = np.concatenate([[0], np.cumsum((hazard[1:] + hazard[:-1]) / 2) * step])
    lasts = np.exp(-rate * times - passed)
    paid = lasts * (flow + hazard * left)
    return np.concatenate([[0], np.cumsum((paid[1:] + paid[:-1]) / 2) * step]) + lasts * agreement


@given(FLOW, st.floats(0, 0.5), RATE, VALUE, st.floats(-1, 1), VALUE)
@settings(max_examples=40)
def test_no_date_beats_the_best_one_when_the_agreement_grows(
    flow: float, hazard: float, rate: float, agreement: float, growth: float, left: float
) -> None:
    found = delay_growing_agreement_value(
        flow=flow, hazard=hazard, rate=rate, agreement=agreement, growth=growth, abandonment=left
    )
    times = np.linspace(0, HORIZON, STEPS + 1)
    worth = _worth_of_dates(flow, rate, np.full_like(times, hazard), agreement + growth * times, left)
    assert found.value == pytest.approx(worth.max(), abs=1e-3)
    at = HORIZON if math.isinf(found.at) else found.at
    assert float(np.interp(at, times, worth)) == pytest.approx(found.value, abs=1e-3)


@given(FLOW, st.floats(0.001, 0.3), RATE, VALUE, VALUE)
@settings(max_examples=40)
def test_no_date_beats_the_best_one_when_patience_wears_out(
    flow: float, slope: float, rate: float, agreement: float, left: float
) -> None:
    found = delay_rising_hazard(flow=flow, hazard_slope=slope, rate=rate, agreement=agreement, abandonment=left)
    times = np.linspace(0, HORIZON, STEPS + 1)
    worth = _worth_of_dates(flow, rate, slope * times, np.full_like(times, agreement), left)
    assert found.value == pytest.approx(worth.max(), abs=1e-3)
    at = HORIZON if math.isinf(found.at) else found.at
    assert float(np.interp(at, times, worth)) == pytest.approx(found.value, abs=1e-3)


@given(FLOW, st.floats(0, 0.5), RATE, VALUE, VALUE)
def test_an_agreement_that_does_not_change_is_the_constant_case(
    flow: float, hazard: float, rate: float, agreement: float, left: float
) -> None:
    found = delay_growing_agreement_value(
        flow=flow, hazard=hazard, rate=rate, agreement=agreement, growth=0, abandonment=left
    )
    constant = delay_or_settle(flow=flow, hazard=hazard, rate=rate, agreement=agreement, abandonment=left)
    assert found.value == pytest.approx(constant.value)
    assert math.isinf(found.at) == constant.forever


def test_a_hazard_that_hardly_rises_is_nearly_none() -> None:
    settings_of = {"flow": 1.0, "rate": 0.1, "agreement": 9.0, "abandonment": 0.0}
    never = delay_rising_hazard(hazard_slope=0, **settings_of)
    assert (never.at, never.value) == (math.inf, pytest.approx(10))
    assert delay_rising_hazard(hazard_slope=1e-9, **settings_of).value == pytest.approx(10, abs=1e-3)


def test_being_left_may_be_what_one_waits_for() -> None:
    found = delay_rising_hazard(flow=0, hazard_slope=0.5, rate=0.01, agreement=5, abandonment=9)
    assert math.isinf(found.at)
    assert 5 < found.value < 9


def test_indifference_settles_now() -> None:
    found = delay_growing_agreement_value(flow=1, hazard=0, rate=0.1, agreement=10, growth=0, abandonment=0)
    assert (found.at, found.value) == (0, 10)


def test_arguments_outside_their_range_are_named() -> None:
    with pytest.raises(CallError, match=r"`rate` lies in \(0, inf\)"):
        delay_rising_hazard(flow=1, hazard_slope=1, rate=0, agreement=1, abandonment=1)
