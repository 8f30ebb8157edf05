"""Rubinstein's split and its limit, checked by backward induction and by the discrete game."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.errors import CallError
from accord.theory.patience import rubinstein, rubinstein_limit, rubinstein_unanimity

FACTOR = st.floats(0.0, 0.95)
RATE = st.floats(0.01, 1.0)


def _long_game(delta_1: float, delta_2: float, rounds: int) -> float:
    """Party 1's share as first proposer when the last of `rounds` (odd) offers takes all."""
    share, factors = 1.0, (delta_1, delta_2)
    for number in range(rounds - 1, 0, -1):
        share = 1 - factors[number % 2] * share
    return share


@given(FACTOR, FACTOR)
@settings(max_examples=30)
def test_the_split_is_the_limit_of_long_finite_games(delta_1: float, delta_2: float) -> None:
    assert rubinstein(delta_1, delta_2).first == pytest.approx(_long_game(delta_1, delta_2, 1001), abs=1e-9)


@given(FACTOR, FACTOR)
@settings(max_examples=30)
def test_who_offers_first_gets_more_and_nobody_is_named_by_number(delta_1: float, delta_2: float) -> None:
    assert rubinstein(delta_1, delta_2).first == pytest.approx(rubinstein(delta_2, delta_1, proposer=2).second)
    assert rubinstein(delta_1, delta_2).first >= rubinstein(delta_1, delta_2, proposer=2).first - 1e-12


def test_against_an_impatient_party_endless_patience_takes_all() -> None:
    assert (rubinstein(1, 0.9).first, rubinstein(0.9, 1).second) == (1, pytest.approx(1))
    assert rubinstein(0.9, 1).first == 0


@given(RATE, RATE, st.floats(0, 1), st.floats(0, 0.4), st.floats(0, 0.4))
@settings(max_examples=30)
def test_the_limit_is_that_of_the_discrete_game(
    rate_1: float, rate_2: float, hazard: float, left_1: float, left_2: float
) -> None:
    # Waiting a moment h multiplies what party i gets by (1 - (r_i + hazard) h) and leaves it b_i with probability
    # hazard x h.
    h = 1e-6
    keep = [1 - (rate + hazard) * h for rate in (rate_1, rate_2)]
    after = [hazard * h * left for left in (left_1, left_2)]
    # v1 = 1 - (keep2 (1 - u) + after2), u = keep1 v1 + after1, u being party 1's share as responder.
    offered = (1 - keep[1] + keep[1] * after[0] - after[1]) / (1 - keep[0] * keep[1])
    found = rubinstein_limit(rate_1, rate_2, hazard=hazard, breakdown=(left_1, left_2))
    assert found.first == pytest.approx(offered, abs=1e-4)


def test_risk_of_breakdown_alone_gives_the_nash_solution() -> None:
    found = rubinstein_limit(0, 0, hazard=0.3, breakdown=(0.4, 0.0))
    assert (found.first, found.second) == pytest.approx((0.7, 0.3))


@given(st.floats(0.05, 0.95), st.integers(2, 5))
@settings(max_examples=30)
def test_with_a_common_factor_the_shares_are_geometric(delta: float, parties: int) -> None:
    expected = [delta**place * (1 - delta) / (1 - delta**parties) for place in range(parties)]
    assert rubinstein_unanimity([delta] * parties) == pytest.approx(expected, abs=1e-9)


@given(st.lists(st.floats(0.0, 0.9), min_size=2, max_size=4))
@settings(max_examples=30)
def test_with_any_factors_a_proposer_leaves_the_others_what_waiting_brings(deltas: list[float]) -> None:
    parties = len(deltas)
    # Shares of each party when each proposes, from a last round whose proposer takes all.
    proposals = [[float(party == proposer) for party in range(parties)] for proposer in range(parties)]
    for _ in range(400):
        following = [*proposals[1:], proposals[0]]
        proposals = []
        for proposer, ahead in enumerate(following):
            left = [0.0 if party == proposer else deltas[party] * ahead[party] for party in range(parties)]
            left[proposer] = 1 - sum(left)
            proposals.append(left)
    assert rubinstein_unanimity(deltas) == pytest.approx(proposals[0], abs=1e-9)


def test_arguments_outside_their_range_are_named() -> None:
    with pytest.raises(CallError, match=r"`delta_2` lies in \[0, 1\]; got 1.1"):
        rubinstein(0.5, 1.1)
    with pytest.raises(CallError, match="not both 1"):
        rubinstein(1, 1)
    with pytest.raises(CallError, match="not all zero"):
        rubinstein_limit(0, 0)
    with pytest.raises(CallError, match="at most the pie"):
        rubinstein_limit(0.1, 0.1, hazard=100, breakdown=(0.9, 0.9))
