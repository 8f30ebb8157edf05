"""The value of linkage, checked against brute force."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from accord.errors import CallError
from accord.theory.linkage import linked_or_separate, pooled_incentives

WEIGHT = st.floats(0.05, 1.0)


@given(st.lists(st.tuples(WEIGHT, WEIGHT), min_size=1, max_size=4), st.integers(0, 2**32 - 1))
@settings(max_examples=30)
def test_no_division_of_the_issues_has_a_higher_product(rows: list[tuple[float, float]], seed: int) -> None:
    own, other = np.array(rows).T
    found = linked_or_separate(list(own), list(other))
    parts = np.random.default_rng(seed).uniform(size=(2000, len(rows)))
    products = (parts @ own) * ((1 - parts) @ other)
    assert products.max() <= found.linked[0] * found.linked[1] + 1e-9


@given(st.lists(st.tuples(WEIGHT, WEIGHT), min_size=1, max_size=4))
@settings(max_examples=30)
def test_linkage_never_lowers_the_product_and_same_weights_leave_nothing_to_trade(
    rows: list[tuple[float, float]],
) -> None:
    own, other = [row[0] for row in rows], [row[1] for row in rows]
    found = linked_or_separate(own, other)
    assert found.linked[0] * found.linked[1] >= found.delinked[0] * found.delinked[1] - 1e-9
    assert linked_or_separate(own, own).value == pytest.approx((0, 0), abs=1e-9)


def test_an_issue_that_only_one_values_goes_to_it() -> None:
    assert linked_or_separate([1, 1], [0, 1]).linked == pytest.approx((1, 1))


def test_exchanging_the_parties_exchanges_the_result() -> None:
    one = linked_or_separate([0.6, 0.3, 0.1], [0.2, 0.2, 0.6], disagreement=(0.1, 0.2))
    two = linked_or_separate([0.2, 0.2, 0.6], [0.6, 0.3, 0.1], disagreement=(0.2, 0.1))
    assert one.linked == pytest.approx(two.linked[::-1])
    assert one.delinked == pytest.approx(two.delinked[::-1])


@given(st.lists(st.tuples(WEIGHT, WEIGHT), min_size=1, max_size=4), st.floats(0, 0.4), st.floats(0, 0.4))
@settings(max_examples=25)
def test_nobody_can_have_more_when_the_other_has_what_it_gets_linked(
    rows: list[tuple[float, float]], floor_a: float, floor_b: float
) -> None:
    own, other = np.array(rows).T
    floor = (floor_a * own.sum(), floor_b * other.sum())
    found = linked_or_separate(list(own), list(other), disagreement=floor)
    best = linprog(other, A_ub=[-own], b_ub=[-found.linked[0] + 1e-12], bounds=(0, 1))
    assert found.linked[1] == pytest.approx(other.sum() - best.fun, abs=1e-8)
    # At the product's top nothing trades the sum of utilities up, each divided by its party's gain.
    gains = found.linked[0] - floor[0], found.linked[1] - floor[1]
    slope = own / gains[0] - other / gains[1]
    top = np.maximum(slope, 0).sum() + other.sum() / gains[1]
    assert found.linked[0] / gains[0] + found.linked[1] / gains[1] == pytest.approx(top)


@given(st.lists(st.tuples(st.floats(0, 1), WEIGHT), min_size=1, max_size=5))
@settings(max_examples=30)
def test_at_the_pooled_factor_no_set_of_broken_promises_pays(rows: list[tuple[float, float]]) -> None:
    tempt, keep, lose = [1 + up for up, _ in rows], [1.0] * len(rows), [1 - down for _, down in rows]
    delta = pooled_incentives(tempt, keep, lose).linked
    issues = range(len(rows))

    def pays(factor: float) -> bool:
        ahead = factor / (1 - factor) * sum(keep[n] - lose[n] for n in issues)
        broken = (chosen for size in issues for chosen in combinations(issues, size + 1))
        return any(sum(tempt[n] - keep[n] for n in chosen) > ahead + 1e-9 for chosen in broken)

    assert not pays(delta)
    if delta > 0.01:
        assert pays(delta * 0.99)


@given(st.lists(st.tuples(WEIGHT, WEIGHT), min_size=1, max_size=5))
@settings(max_examples=30)
def test_linked_promises_hold_somewhere_between_the_easiest_and_the_hardest(rows: list[tuple[float, float]]) -> None:
    pooled = pooled_incentives([1 + up for up, _ in rows], [1.0] * len(rows), [1 - down for _, down in rows])
    assert min(pooled.separate) - 1e-12 <= pooled.linked <= max(pooled.separate) + 1e-12


def test_arguments_outside_their_range_are_named() -> None:
    with pytest.raises(CallError, match="same length"):
        linked_or_separate([1], [1, 2])
    with pytest.raises(CallError, match="T >= R > P"):
        pooled_incentives([1], [2], [0])
