"""The value of linkage, checked against brute force."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.errors import CallError
from accord.theory.linkage import linked_or_separate, pooled_incentives

WEIGHT = st.floats(0.05, 1.0)


@given(st.lists(st.tuples(WEIGHT, WEIGHT), min_size=1, max_size=4), st.integers(0, 2**32 - 1))
def test_no_division_of_the_issues_has_a_higher_product(rows: list[tuple[float, float]], seed: int) -> None:
    own, other = np.array(rows).T
    found = linked_or_separate(list(own), list(other))
    parts = np.random.default_rng(seed).uniform(size=(2000, len(rows)))
    products = (parts @ own) * ((1 - parts) @ other)
    assert products.max() <= found.linked[0] * found.linked[1] + 1e-9


@given(st.lists(st.tuples(WEIGHT, WEIGHT), min_size=1, max_size=4))
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


@given(st.lists(st.tuples(WEIGHT, WEIGHT), min_size=1, max_size=5))
def test_linked_promises_hold_somewhere_between_the_easiest_and_the_hardest(rows: list[tuple[float, float]]) -> None:
    pooled = pooled_incentives([1 + up for up, _ in rows], [1.0] * len(rows), [1 - down for _, down in rows])
    assert min(pooled.separate) - 1e-12 <= pooled.linked <= max(pooled.separate) + 1e-12


def test_arguments_outside_their_range_are_named() -> None:
    with pytest.raises(CallError, match="same length"):
        linked_or_separate([1], [1, 2])
    with pytest.raises(CallError, match="T > R > P"):
        pooled_incentives([1], [2], [0])
