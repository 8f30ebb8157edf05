"""Delay, deadlines and inside options, checked by value iteration and induction."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.errors import CallError
from accord.theory.delay import delay_or_settle, inside_options, stahl_deadline
from accord.theory.patience import rubinstein, rubinstein_limit

VALUE = st.floats(-5, 5)


@given(VALUE, st.floats(0, 0.5), st.floats(0.05, 0.5), VALUE, VALUE)
@settings(max_examples=12)
def test_the_value_is_that_of_the_best_stopping_rule(
    flow: float, hazard: float, rate: float, agreement: float, abandonment: float
) -> None:
    found = delay_or_settle(flow=flow, hazard=hazard, rate=rate, agreement=agreement, abandonment=abandonment)
    step, value = 0.01, agreement
    for _ in range(20_000):
        value = max(agreement, flow * step + hazard * step * abandonment + (1 - (rate + hazard) * step) * value)
    assert found.value == pytest.approx(value, abs=1e-3)
    assert found.bribe == pytest.approx(found.value - agreement)


def test_at_the_threshold_hazard_the_party_is_indifferent() -> None:
    asked = {"flow": 0.9, "rate": 0.1, "agreement": 5.0, "abandonment": 2.0}
    threshold = delay_or_settle(hazard=0, **asked).threshold_hazard
    assert threshold is not None
    assert delay_or_settle(hazard=threshold * 0.999, **asked).forever
    assert not delay_or_settle(hazard=threshold * 1.001, **asked).forever


@given(st.floats(0.05, 1), st.floats(0.05, 1))
@settings(max_examples=30)
def test_with_no_flow_inside_options_are_rubinsteins_limit(rate_1: float, rate_2: float) -> None:
    found = inside_options(flow_1=0, flow_2=0, rate_1=rate_1, rate_2=rate_2)
    assert found.first == pytest.approx(rubinstein_limit(rate_1, rate_2).first)


def test_nobody_agrees_when_talking_is_worth_more_than_the_pie() -> None:
    assert not inside_options(flow_1=0.06, flow_2=0.05, rate_1=0.1, rate_2=0.1).agree_now


@given(st.floats(0, 0.9), st.floats(0, 0.9))
@settings(max_examples=30)
def test_a_far_deadline_is_no_deadline(delta_1: float, delta_2: float) -> None:
    assert stahl_deadline(400, delta_1, delta_2) == pytest.approx(rubinstein(delta_1, delta_2).first, abs=1e-6)


@given(st.integers(1, 9), st.floats(0, 1), st.floats(0, 1), st.sampled_from([1, 2]))
@settings(max_examples=30)
def test_each_offer_before_the_deadline_leaves_what_waiting_would_bring(
    rounds: int, delta_1: float, delta_2: float, first: int
) -> None:
    def shares(number: int, proposer: int) -> tuple[float, float]:
        """What each has from a round on."""
        if number > rounds:
            return 0.0, 0.0
        ahead = shares(number + 1, 3 - proposer)
        return (
            (1 - delta_2 * ahead[1], delta_2 * ahead[1])
            if proposer == 1
            else (delta_1 * ahead[0], 1 - delta_1 * ahead[0])
        )

    assert stahl_deadline(rounds, delta_1, delta_2, first=first) == pytest.approx(shares(1, first)[0])


@given(st.floats(-0.2, 0.2), st.floats(-0.2, 0.2), st.floats(0.05, 1), st.floats(0.05, 1))
@settings(max_examples=30)
def test_inside_options_are_the_limit_of_quick_offers(
    flow_1: float, flow_2: float, rate_1: float, rate_2: float
) -> None:
    found = inside_options(flow_1=flow_1, flow_2=flow_2, rate_1=rate_1, rate_2=rate_2)
    if not found.agree_now:
        assert flow_1 / rate_1 + flow_2 / rate_2 >= 1
        return
    # Offers a moment h apart: who refuses has the flow of the moment, then proposes.
    h = 1e-6
    wait = [1 - rate * h for rate in (rate_1, rate_2)]
    # x = 1 - flow_2 h - wait_2 y and y = 1 - flow_1 h - wait_1 x, each the proposer's own part.
    own = (1 - flow_2 * h - wait[1] * (1 - flow_1 * h)) / (1 - wait[0] * wait[1])
    assert found.first == pytest.approx(own, abs=1e-4)


@given(st.integers(1, 12), st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=30)
def test_the_deadline_game_knows_no_party_by_number(rounds: int, delta_1: float, delta_2: float) -> None:
    assert stahl_deadline(rounds, delta_1, delta_2) == pytest.approx(
        1 - stahl_deadline(rounds, delta_2, delta_1, first=2)
    )


def test_an_impatience_of_nothing_is_refused() -> None:
    with pytest.raises(CallError, match=r"`rate` lies in \(0, inf\); got 0.0"):
        delay_or_settle(flow=1, hazard=0, rate=0, agreement=1, abandonment=0)
