"""Third parties: winsets by scan, the second best by its mechanism, mediators by their incentives."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from accord.errors import CallError
from accord.theory.third_parties import (
    excluded_veto_party,
    mediator_credibility_binary,
    mediator_second_best_bilateral_trade,
    unanimity_winset_1d,
)


@given(st.lists(st.integers(-10, 10), min_size=1, max_size=4), st.integers(-12, 12))
@settings(max_examples=30)
def test_the_winset_is_what_all_prefer_to_the_status_quo(ideals: list[int], held: int) -> None:
    found = unanimity_winset_1d(ideals, held)
    preferred = [x / 4 for x in range(-200, 201) if all(abs(x / 4 - ideal) < abs(held - ideal) for ideal in ideals)]
    assert found.empty == (not preferred) == (found.low is None) == (found.high is None)
    assert found.empty == (found.core[0] <= held <= found.core[1])
    if found.low is not None and found.high is not None:
        assert preferred == [x / 4 for x in range(-200, 201) if found.low < x / 4 < found.high]


@given(st.floats(0.1, 10), st.floats(0, 10), st.floats(0, 1))
@settings(max_examples=30)
def test_including_is_better_exactly_above_the_break_even_chance(surplus: float, harm: float, chance: float) -> None:
    found = excluded_veto_party(surplus, harm, chance)
    assume(abs(chance - found.break_even) > 1e-9)
    assert found.include_better == (chance > found.break_even)


def test_equality_leaves_the_third_out() -> None:
    assert not excluded_veto_party(4, 1, 0.25).include_better


def budget(margin: float, v: np.ndarray, c: np.ndarray) -> float:
    """What is left for both at their worst types, by quadrature: virtual gains where there is trade."""
    trade = v[:, None] - c[None, :] >= margin
    virtual = (2 * v[:, None] - v.max()) - (2 * c[None, :] - c.min())
    return float((virtual * trade).mean())


RANGE = st.tuples(st.integers(0, 6), st.integers(1, 6)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(RANGE, RANGE)
@settings(max_examples=20)
def test_the_second_best_trades_as_much_as_the_budget_allows(value: tuple[int, int], cost: tuple[int, int]) -> None:
    found = mediator_second_best_bilateral_trade(value, cost)
    cells = (np.arange(300) + 0.5) / 300
    v, c = value[0] + cells * (value[1] - value[0]), cost[0] + cells * (cost[1] - cost[0])
    gains = np.maximum(v[:, None] - c[None, :], 0)
    assert found.first_best == pytest.approx(float(gains.mean()), abs=0.01)
    trade = v[:, None] - c[None, :] >= found.margin
    assert found.trade_chance == pytest.approx(float(trade.mean()), abs=0.01)
    assert found.second_best == pytest.approx(float((gains * trade).mean()), abs=0.03)
    if value[1] > cost[0]:
        assert budget(found.margin, v, c) >= -0.05
        if found.margin > 0:
            assert budget(found.margin - 0.1, v, c) < 0.02


def test_where_every_value_exceeds_every_cost_all_gains_are_realised() -> None:
    found = mediator_second_best_bilateral_trade((3, 4), (0, 1))
    assert (found.margin, found.trade_chance) == (0, pytest.approx(1))
    assert found.second_best == pytest.approx(3)
    assert mediator_second_best_bilateral_trade((0, 1), (1, 2)).first_best == 0


UNIT = st.floats(0.05, 0.95)


@given(st.floats(0, 4), st.floats(0.05, 1), UNIT, UNIT, UNIT, st.floats(0.01, 0.5))
@settings(max_examples=30)
def test_a_mediator_is_believed_where_it_would_not_lie_in_either_state(
    bias: float, cost: float, aggressive: float, generous: float, war: float, risk: float
) -> None:
    asked = {"war_cost": cost, "aggressive": aggressive, "generous": generous, "war": war, "residual_risk": risk}
    found = mediator_credibility_binary(bias, **asked)
    pressing = bias * ((1 - risk) * aggressive + risk * war) - risk * cost
    weak_told, resolved_told = pressing - bias * generous, bias * generous - (bias * war - cost)
    assume(min(abs(weak_told), abs(resolved_told)) > 1e-9)
    assert found.credible == (weak_told >= 0 and resolved_told >= 0)


def test_one_that_only_wants_peace_is_not_believed() -> None:
    asked = {"war_cost": 0.3, "aggressive": 0.7, "generous": 0.5, "war": 0.4}
    assert not mediator_credibility_binary(0, residual_risk=0.1, **asked).credible
    assert mediator_credibility_binary(5, residual_risk=0.1, **asked).high is None


def test_arguments_outside_their_range_are_named() -> None:
    with pytest.raises(CallError, match="at least one"):
        unanimity_winset_1d([], 0)
    with pytest.raises(CallError, match="`value` is a range"):
        mediator_second_best_bilateral_trade((1, 1))
    with pytest.raises(CallError, match=r"`surplus` lies in \(0, inf\)"):
        excluded_veto_party(0, 1, 0.5)
