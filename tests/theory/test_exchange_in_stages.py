"""Exchange in stages, checked by what stopping in each stage would save and lose."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.errors import CallError
from accord.theory.exchange_in_stages import gradual_exchange, gradual_exchange_finite

STAGES = 1500


def _worst_stop(ratio: float, value: float, cost: float, delta: float) -> float:
    """The least, over stages, of what going on is worth beyond stopping, for parts in this ratio, per unit of part."""
    parts = [(1 - ratio) * ratio**k for k in range(STAGES)]
    ahead, worst = 0.0, math.inf
    for number in range(STAGES - 1, -1, -1):
        part = parts[number]
        if number < 20 and part > 0:
            worst = min(worst, (delta * ahead - cost * part) / part)
        ahead = (value - cost) * part + delta * ahead
    return worst


@given(st.floats(1.05, 5), st.floats(0.5, 0.99))
@settings(max_examples=40)
def test_the_ratio_is_the_least_at_which_nobody_gains_by_stopping(value: float, delta: float) -> None:
    found = gradual_exchange(value, 1, delta=delta)
    assert found.feasible == (delta * value > 1)
    if found.feasible and found.ratio < 0.97:
        assert _worst_stop(found.ratio, value, 1, delta) == pytest.approx(0, abs=1e-6)
        assert _worst_stop(found.ratio * 0.99, value, 1, delta) < 0
        parts = [(1 - found.ratio) * found.ratio**k for k in range(STAGES)]
        worth = sum((value - 1) * part * delta**k for k, part in enumerate(parts))
        assert found.value == pytest.approx(worth)


def test_a_concession_that_costs_nothing_is_given_at_once() -> None:
    found = gradual_exchange(3, 0, delta=0.5)
    assert (found.ratio, found.first_stage, found.value) == (0, 1, 3)


def test_at_the_border_nothing_is_exchanged() -> None:
    found = gradual_exchange(2, 1, delta=0.5)
    assert (found.ratio, found.feasible, found.value, found.first_stage) == (1, False, 0, 0)


@given(st.floats(0.1, 10), st.floats(0.01, 10), st.floats(0.1, 1), st.integers(0, 40))
@settings(max_examples=30)
def test_a_known_end_unravels_the_exchange(value: float, cost: float, delta: float, stages: int) -> None:
    assert gradual_exchange_finite(value, cost, delta=delta, stages=stages) == 0


@given(st.floats(0.1, 10), st.floats(0, 10), st.floats(0.1, 1), st.integers(1, 8), st.floats(0, 5))
@settings(max_examples=30)
def test_given_stages_are_those_of_backward_induction(
    value: float, cost: float, delta: float, stages: int, afterwards: float
) -> None:
    def worth(stage: int) -> tuple[float, int]:
        if stage == stages:
            return afterwards, 0
        rest, given_later = worth(stage + 1)
        give = delta * rest >= cost / stages
        return (value - cost) / stages * give + delta * rest, given_later + give

    found = gradual_exchange_finite(value, cost, delta=delta, stages=stages, afterwards=afterwards)
    assert found == worth(0)[1]


def test_arguments_outside_their_range_are_named() -> None:
    with pytest.raises(CallError, match=r"`delta` lies in \(0, 1\]"):
        gradual_exchange(2, 1, delta=0)
    with pytest.raises(CallError, match="`stages` is a whole number from 0"):
        gradual_exchange_finite(2, 1, delta=0.9, stages=-1)
