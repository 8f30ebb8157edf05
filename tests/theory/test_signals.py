"""Signals against incentives tried one by one."""

import math
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from accord.errors import CallError
from accord.theory.signals import (
    Regime,
    audience_cost_lock_in,
    beer_quiche_pure_equilibria,
    costly_signal_separation,
    crawford_sobel_uniform_quadratic,
    gift_posterior,
    semi_separating_bluff,
)

CHANCE = st.floats(0.01, 0.99)


@given(st.floats(0.002, 0.6) | st.floats(-0.6, -0.002))
@settings(max_examples=30)
def test_the_sender_is_indifferent_between_messages_at_each_boundary(bias: float) -> None:
    found = crawford_sobel_uniform_quadratic(bias)
    ends = found.boundaries
    assert (ends[0], ends[-1], len(ends)) == (0, pytest.approx(1), found.messages + 1)
    assert all(high > low for low, high in pairwise(ends))
    heard = [(low + high) / 2 for low, high in pairwise(ends)]
    for end, (low, high) in zip(ends[1:-1], pairwise(heard), strict=True):
        assert (low - end - bias) ** 2 == pytest.approx((high - end - bias) ** 2, abs=1e-9)
    loss = sum((high - low) ** 3 / 12 for low, high in pairwise(ends))
    assert found.receiver_loss == pytest.approx(loss)
    more = found.messages + 1
    assert 2 * more * (more - 1) * abs(bias) >= 1 - 1e-9


@pytest.mark.parametrize(("bias", "messages"), [(1 / 4, 1), (0.2499, 2), (1 / 12, 2), (1 / 24, 3), (1 / 40, 4)])
def test_where_an_interval_would_be_empty_there_is_one_message_less(bias: float, messages: int) -> None:
    assert crawford_sobel_uniform_quadratic(bias).messages == messages


@given(st.floats(0, 5), st.floats(0, 5), st.floats(0.2, 3), st.floats(0.2, 3))
@settings(max_examples=25)
def test_signals_separate_where_one_type_would_and_the_other_would_not(
    low: float, high: float, cost_low: float, cost_high: float
) -> None:
    found = costly_signal_separation(low, high, cost_low=cost_low, cost_high=cost_high)
    for size in np.linspace(0, 30, 301):
        assume(min(abs(size - found.least), abs(size - found.most)) > 1e-9)
        works = low <= cost_low * size and high >= cost_high * size
        assert works == (found.least <= size <= found.most)
    assert found.exists == (found.payoff_high is not None)
    if found.payoff_high is not None:
        assert -1e-9 <= found.payoff_high <= high + 1e-9


@given(CHANCE, CHANCE, CHANCE)
@settings(max_examples=30)
def test_a_gift_tells_by_the_ratio_of_those_who_send_it(prior: float, if_high: float, if_low: float) -> None:
    after = gift_posterior(prior, if_high=if_high, if_low=if_low)
    assert after / (1 - after) == pytest.approx(prior / (1 - prior) * if_high / if_low)
    assert gift_posterior(prior, if_high=if_high, if_low=if_high) == pytest.approx(prior)


def test_a_gift_that_nobody_sends_is_refused() -> None:
    with pytest.raises(CallError, match="lets a gift happen"):
        gift_posterior(0.5, if_high=0, if_low=0)


@given(CHANCE)
@settings(max_examples=30)
def test_breakfasts_are_those_nobody_would_change(prior: float) -> None:
    # Every profile, every belief off the path on a grid: the definition once more, by payoff tables.
    liked = {"strong": "beer", "weak": "quiche"}
    wanted = set()
    meals = ("beer", "quiche")
    for strong, weak, on_beer, on_quiche in product(meals, meals, (False, True), (False, True)):
        sent, duel = {"strong": strong, "weak": weak}, {"beer": on_beer, "quiche": on_quiche}
        pay = {kind: {meal: (meal == liked[kind]) + 2 * (not duel[meal]) for meal in meals} for kind in sent}
        if any(pay[kind][sent[kind]] < max(pay[kind].values()) for kind in sent):
            continue
        fits = True
        for meal in meals:
            mass = prior * (strong == meal), (1 - prior) * (weak == meal)
            beliefs = [mass[0] / sum(mass)] if sum(mass) else [0.0, 0.25, 0.5, 0.75, 1.0]
            fits &= any((1 - b >= b) if duel[meal] else (b >= 1 - b) for b in beliefs)
        if fits:
            wanted.add((strong, weak))
    found = {(one.strong, one.weak) for one in beer_quiche_pure_equilibria(prior)}
    assert found == wanted == ({("beer", "beer"), ("quiche", "quiche")} if prior >= 0.5 else set())


@given(st.floats(-2, 2), st.floats(0, 2), st.floats(0, 2))
@settings(max_examples=30)
def test_a_threat_is_carried_out_where_backing_down_costs_more(value: float, war: float, audience: float) -> None:
    found = audience_cost_lock_in(value, war_cost=war, audience_cost=audience)
    assume(abs(value - war + audience) > 1e-9)
    assert found.fights == (value - war >= -audience)


@given(CHANCE, st.floats(0, 4), st.floats(0.1, 4), CHANCE)
@settings(max_examples=30)
def test_bluffs_leave_both_sides_as_willing_as_they_must_be(
    prior: float, cost: float, benefit: float, threshold: float
) -> None:
    found = semi_separating_bluff(prior, cost=cost, benefit_low=benefit, threshold=threshold)
    signals = prior + (1 - prior) * found.bluffs
    assert found.posterior == pytest.approx(prior / signals)
    assert 0 <= found.bluffs <= 1
    if found.regime is Regime.SEMI_SEPARATING:
        assert found.gives_in * benefit == pytest.approx(cost)
        assert found.posterior == pytest.approx(threshold)
    elif found.regime is Regime.POOLING:
        assert (found.bluffs, found.gives_in) == (1, 1)
        assert prior >= threshold
        assert benefit > cost
    else:
        assert found.bluffs == 0
        assert cost >= benefit


def test_no_conflict_of_interest_has_no_finite_answer() -> None:
    with pytest.raises(CallError, match="`bias` is not zero"):
        crawford_sobel_uniform_quadratic(0)
    with pytest.raises(CallError, match="`bias` lies in"):
        crawford_sobel_uniform_quadratic(math.inf)
