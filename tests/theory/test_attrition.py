"""Attrition, checked by what holding out longer or shorter would bring."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.errors import CallError
from accord.theory.attrition import (
    war_of_attrition_complete_mixed,
    war_of_attrition_private_exponential,
    war_of_attrition_private_uniform,
)

STAKE = st.floats(1, 10)


@given(STAKE, STAKE, st.floats(0.1, 2), st.floats(0.1, 2), st.floats(0, 0.9), st.floats(0, 0.5))
@settings(max_examples=40)
def test_against_the_others_rate_every_date_of_giving_in_is_as_good(
    value: float, other: float, cost: float, other_cost: float, after: float, discount: float
) -> None:
    rate = war_of_attrition_complete_mixed(
        [value, other], [cost, other_cost], after_conceding=[after, 0], discount=discount
    )[1]
    for date in (0.5, 2.0):
        times = np.linspace(0, date, 4001)
        fade, lasts = np.exp(-discount * times), np.exp(-rate * times)
        # While nobody has given in: the flow of cost, and the chance of the prize.
        flow = lasts * fade * (rate * value - cost)
        brought = float(np.trapezoid(flow, times)) + float(lasts[-1] * fade[-1]) * after
        assert brought == pytest.approx(after, abs=1e-4)


@given(st.floats(0.0, 0.95), st.floats(0, 2), st.floats(0.5, 3), st.floats(0.2, 3))
@settings(max_examples=25)
def test_no_other_length_pays_a_uniform_stake_better(part: float, low: float, width: float, cost: float) -> None:
    high = low + width
    stakes = np.linspace(low, low + 0.98 * width, 2001)
    lengths = np.array([war_of_attrition_private_uniform(one, low=low, high=high, cost=cost) for one in stakes])
    _no_other_length_pays(low + part * width, stakes, lengths, (stakes - low) / width, cost)


@given(st.floats(0.0, 3.0), st.floats(0.3, 2), st.floats(0.2, 3))
@settings(max_examples=25)
def test_no_other_length_pays_an_exponential_stake_better(value: float, rate: float, cost: float) -> None:
    stakes = np.linspace(0, 6 / rate, 2001)
    lengths = np.array([war_of_attrition_private_exponential(one, rate=rate, cost=cost) for one in stakes])
    _no_other_length_pays(min(value, 4 / rate), stakes, lengths, 1 - np.exp(-rate * stakes), cost)


def _no_other_length_pays(
    value: float, stakes: np.ndarray, lengths: np.ndarray, below: np.ndarray, cost: float
) -> None:
    """Payoff of acting as each stake would: the prize from those below at their length's cost, or one's own length."""
    middle = (lengths[1:] + lengths[:-1]) / 2
    won = np.concatenate([[0], np.cumsum((value - cost * middle) * np.diff(below))])
    payoff = won - cost * lengths * (1 - below)
    own = float(np.interp(value, stakes, payoff))
    assert own >= payoff.max() - 2e-3


def test_a_uniform_stake_holds_out_as_in_the_literature() -> None:
    assert war_of_attrition_private_uniform(0.5) == pytest.approx(math.log(2) - 0.5)
    assert war_of_attrition_private_uniform(0.5, cost=2) == pytest.approx((math.log(2) - 0.5) / 2)


def test_arguments_outside_their_range_are_named() -> None:
    with pytest.raises(CallError, match=r"`value` lies in \[0.0, 1.0\)"):
        war_of_attrition_private_uniform(1)
    with pytest.raises(CallError, match=r"values\[1\]"):
        war_of_attrition_complete_mixed([1, 0], [1, 1])
    with pytest.raises(CallError, match="`costs` has two entries"):
        war_of_attrition_complete_mixed([1, 2], [1])
