"""Commitment problems against the games themselves, solved backwards."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from accord.errors import CallError
from accord.theory.commitment import (
    Offers,
    endogenous_power_jump,
    fearon_bargaining_range,
    fearon_preventive_war,
    powell_shift_condition,
)

CHANCE, COST, DELTA = st.floats(0, 1), st.floats(0, 0.5), st.floats(0.1, 0.95)


@given(CHANCE, COST, COST)
@settings(max_examples=30)
def test_every_share_in_the_range_is_preferred_to_war_by_both_and_none_outside(p: float, a: float, b: float) -> None:
    found = fearon_bargaining_range(p, a, b)
    for share in [number / 50 for number in range(51)]:
        both = share >= p - a and 1 - share >= 1 - p - b
        near_an_end = min(abs(share - found.low), abs(share - found.high)) < 1e-9
        assert near_an_end or both == (found.low <= share <= found.high)
    assert found.width == pytest.approx(found.high - found.low)
    assert found.width >= 0


def ultimatum(p: float, a: float, b: float, *, a_offers: bool) -> float:
    """A's share for a period when one side proposes, found on a grid of offers."""
    grid = [number / 500 for number in range(501)]
    if a_offers:
        return max(share for share in grid if 1 - share >= 1 - p - b - 1e-12)
    return min(share for share in grid if share >= p - a - 1e-12)


@given(CHANCE, CHANCE, COST, COST, DELTA, st.sampled_from(Offers))
@settings(max_examples=30)
def test_preventive_war_is_what_the_game_backwards_says(
    now: float, later: float, a: float, b: float, delta: float, offers: Offers
) -> None:
    found = fearon_preventive_war(now, later, cost_a=a, cost_b=b, delta=delta, offers=offers)
    share, value = ultimatum(later, a, b, a_offers=offers is Offers.DECLINING), 0.0
    for _ in range(400):  # from far away backwards
        value = (1 - delta) * share + delta * value
    peace = (1 - delta) * 1 + delta * value
    assert found.best_peace == pytest.approx(peace, abs=4e-3)
    assume(abs(peace - (now - a)) > 5e-3)
    assert found.fights == (now - a > peace)


@given(CHANCE, CHANCE, DELTA, st.floats(0, 0.8))
@settings(max_examples=30)
def test_peace_fails_exactly_where_today_cannot_compensate_for_tomorrow(
    now: float, later: float, delta: float, cost: float
) -> None:
    found = powell_shift_condition(now, later, delta=delta, war_cost=cost)
    # Tomorrow A takes at least what war is worth to it; of the whole flow B keeps the rest, and today at most all.
    whole, war = 1 / (1 - delta), (1 - cost) / (1 - delta)
    most_for_b, war_for_b = whole - delta * later * war, (1 - now) * war
    assume(abs(most_for_b - war_for_b) > 1e-9)
    assert found.fights == (most_for_b < war_for_b)
    assume(abs(later - found.threshold) > 1e-9)
    assert found.fights == (later > found.threshold)


@given(CHANCE, CHANCE, CHANCE, COST, COST, DELTA)
@settings(max_examples=30)
def test_a_term_that_moves_power_is_refused_where_no_share_beyond_the_line_beats_war(
    before: float, after: float, line: float, a: float, b: float, delta: float
) -> None:
    found = endogenous_power_jump(before, after, line=line, cost_a=a, cost_b=b, delta=delta)
    later = 1 - min(1.0, after + b)
    beyond = [(1 - delta) * (1 - share) + delta * later for share in (line + (1 - line) * k / 20 for k in range(21))]
    assert found.concede == pytest.approx(max(beyond))
    assert found.fights == (before - a > line and all(offer < 1 - before - b for offer in beyond))


@given(CHANCE, CHANCE, COST, COST, DELTA)
@settings(max_examples=30)
def test_at_the_threshold_the_other_side_is_indifferent(
    p: float, line: float, a: float, b: float, delta: float
) -> None:
    threshold = endogenous_power_jump(p, p, line=line, cost_a=a, cost_b=b, delta=delta).threshold
    assume(0 <= threshold <= 1 - b)
    at = endogenous_power_jump(p, threshold, line=line, cost_a=a, cost_b=b, delta=delta)
    assert at.concede == pytest.approx(at.war, abs=1e-9)


def test_equality_keeps_the_peace() -> None:
    assert not powell_shift_condition(0, 0.5, delta=0.5, war_cost=0.2).fights
    assert powell_shift_condition(0, 0.51, delta=0.5, war_cost=0.2).fights


def test_arguments_outside_their_range_are_named() -> None:
    with pytest.raises(CallError, match=r"`before` lies in \[0, 1\]; got 1.5"):
        fearon_preventive_war(1.5, 0.5, cost_a=0, cost_b=0, delta=0.5)
    with pytest.raises(CallError, match=r"`war_cost` lies in \[0, 1\)"):
        powell_shift_condition(0.5, 0.5, delta=0.5, war_cost=1)
