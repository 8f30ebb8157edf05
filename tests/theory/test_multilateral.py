"""Many parties at one pie, checked by iterating values and by going through coalitions."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.errors import CallError
from accord.theory.multilateral import baron_ferejohn_closed, krishna_serrano_exit, random_proposer_unanimity
from accord.theory.patience import rubinstein

FACTORS = st.lists(st.floats(0.0, 0.9), min_size=1, max_size=5)


@given(FACTORS, st.data())
@settings(max_examples=30)
def test_expected_shares_are_where_iterated_values_settle(deltas: list[float], data: st.DataObject) -> None:
    drawn = data.draw(st.lists(st.integers(0, 5), min_size=len(deltas), max_size=len(deltas)).filter(any))
    odds = [one / sum(drawn) for one in drawn]
    values = [0.0] * len(deltas)
    for _ in range(600):
        waiting = [delta * value for delta, value in zip(deltas, values, strict=True)]
        values = [odd * (1 - sum(waiting) + own) + (1 - odd) * own for odd, own in zip(odds, waiting, strict=True)]
    assert random_proposer_unanimity(odds, deltas) == pytest.approx(values, abs=1e-9)


@given(FACTORS)
@settings(max_examples=30)
def test_who_refuses_and_bargains_on_for_what_is_left_gets_no_more(deltas: list[float]) -> None:
    shares = krishna_serrano_exit(deltas)
    assert sum(shares) == pytest.approx(1)
    for party in range(1, len(deltas)):
        left = shares[0] + shares[party]
        refusing = rubinstein(deltas[0], deltas[party], pie=left, proposer=2)
        assert shares[party] == pytest.approx(deltas[party] * refusing.second)


def test_two_parties_get_rubinsteins_split() -> None:
    split = rubinstein(0.9, 0.7)
    assert krishna_serrano_exit([0.9, 0.7]) == pytest.approx((split.first, split.second))


@given(st.integers(1, 6), st.data(), st.floats(0, 1))
@settings(max_examples=30)
def test_over_all_proposers_and_coalitions_everybody_expects_the_same(
    parties: int, data: st.DataObject, delta: float
) -> None:
    votes = data.draw(st.integers(1, parties))
    keeps, price = baron_ferejohn_closed(parties, votes, delta)
    expected, weight = [0.0] * parties, 0.0
    for proposer in range(parties):
        others = [party for party in range(parties) if party != proposer]
        for bought in combinations(others, votes - 1):
            weight += 1
            expected[proposer] += keeps
            for party in bought:
                expected[party] += price
    assert [value / weight for value in expected] == pytest.approx([1 / parties] * parties)
    # A vote costs what its holder expects of the next session, and no dearer coalition pays the proposer.
    assert price == pytest.approx(delta / parties)
    assert keeps >= price - 1e-12


def test_arguments_outside_their_range_are_named() -> None:
    with pytest.raises(CallError, match=r"add up to 1; got 0\.9"):
        random_proposer_unanimity([0.5, 0.4], [0.5, 0.5])
    with pytest.raises(CallError, match="`votes` is a whole number from 1 to 3"):
        baron_ferejohn_closed(3, 4, 0.9)
    with pytest.raises(CallError, match="at least 1"):
        krishna_serrano_exit([])
