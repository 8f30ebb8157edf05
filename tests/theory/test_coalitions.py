"""Coalitions against permutations, balanced collections and brute force."""

from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from accord.errors import CallError, SizeError
from accord.theory.coalitions import core_feasibility, minimal_winning_coalitions, shapley, weighted_voting_power


@st.composite
def games(draw: st.DrawFn) -> tuple[int, dict[frozenset[int], float]]:
    count = draw(st.integers(1, 4))
    subsets = [frozenset(i for i in range(count) if bits >> i & 1) for bits in range(1, 1 << count)]
    return count, {frozenset(): 0.0} | {subset: draw(st.integers(-5, 20)) for subset in subsets}


@given(games())
@settings(max_examples=30)
def test_shapley_is_the_mean_contribution_over_all_orders(game: tuple[int, dict[frozenset[int], float]]) -> None:
    count, value = game
    orders = list(permutations(range(count)))
    mean = [0.0] * count
    for order in orders:
        for place, party in enumerate(order):
            mean[party] += (value[frozenset(order[: place + 1])] - value[frozenset(order[:place])]) / len(orders)
    assert shapley(count, value.__getitem__) == pytest.approx(mean)


@given(games())
@settings(max_examples=30)
def test_the_core_is_empty_exactly_where_a_balanced_collection_is_worth_more(
    game: tuple[int, dict[frozenset[int], float]],
) -> None:
    count, value = game
    found = core_feasibility(count, value.__getitem__)
    if count == 1:
        assert (found.nonempty, found.least_excess) == (True, None)
        return
    proper = [subset for subset in value if 0 < len(subset) < count]
    # Bondareva and Shapley: the most that weights on coalitions, adding up to one for each party, are worth.
    balanced = linprog(
        [-value[subset] for subset in proper],
        A_eq=[[float(party in subset) for subset in proper] for party in range(count)],
        b_eq=[1.0] * count,
    )
    assert found.nonempty == (-balanced.fun <= value[frozenset(range(count))] + 1e-9)


@given(st.lists(st.integers(0, 6), min_size=1, max_size=6).filter(any), st.data())
@settings(max_examples=30)
def test_power_is_how_often_a_voter_decides(weights: list[int], data: st.DataObject) -> None:
    quota = data.draw(st.integers(1, sum(weights)))
    found = weighted_voting_power(quota, weights)
    voters = range(len(weights))
    turns, pivots = [0] * len(weights), [0] * len(weights)
    for yes in product([False, True], repeat=len(weights)):
        total = sum(weight for weight, said in zip(weights, yes, strict=True) if said)
        for voter in voters:
            turns[voter] += bool(yes[voter] and total >= quota > total - weights[voter])
    orders = list(permutations(voters))
    for order in orders:
        total = 0
        for voter in order:
            pivots[voter] += total < quota <= total + weights[voter]
            total += weights[voter]
    assert found.banzhaf == pytest.approx([count / sum(turns) for count in turns])
    assert found.shapley_shubik == pytest.approx([count / len(orders) for count in pivots])
    members = {voter for coalition in minimal_winning_coalitions(quota, weights) for voter in coalition}
    assert members == {voter for voter in voters if turns[voter]}


def test_weights_with_decimals_reach_a_quota_as_typed() -> None:
    assert weighted_voting_power(0.3, [0.1, 0.2]).banzhaf == (0.5, 0.5)
    assert weighted_voting_power(5, [5, 1]).shapley_shubik == (1, 0)


def test_a_council_with_vetoes_is_done_exactly_and_fast() -> None:
    power = weighted_voting_power(39, [7] * 5 + [1] * 10)
    # Straffin 1993: 421/2145 for a permanent member, 4/2145 for another.
    assert power.shapley_shubik[0] == pytest.approx(421 / 2145)
    assert power.shapley_shubik[-1] == pytest.approx(4 / 2145)


def test_arguments_outside_their_range_are_named() -> None:
    with pytest.raises(CallError, match=r"`quota` lies in \(0, 3.0\]; got 4.0"):
        weighted_voting_power(4, [1, 2])
    with pytest.raises(CallError, match="`value` of nobody is 0"):
        shapley(2, lambda members: 1.0)
    with pytest.raises(SizeError, match="At most 16 parties"):
        shapley(40, len)


def test_the_council_of_the_six_had_a_member_without_power() -> None:
    """The Council of 1958, quota 12: Shapley-Shubik 14/60, 9/60 and 0, Banzhaf 5/21, 3/21 and 0 (as published)."""
    power = weighted_voting_power(12, [4, 4, 4, 2, 2, 1])
    assert power.shapley_shubik == pytest.approx([14 / 60] * 3 + [9 / 60] * 2 + [0])
    assert power.banzhaf == pytest.approx([5 / 21] * 3 + [3 / 21] * 2 + [0])
