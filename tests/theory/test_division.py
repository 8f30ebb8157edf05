"""Adjusted winner against a linear programme and the properties it is known for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from accord.errors import CallError
from accord.theory.division import adjusted_winner

ROWS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=8).filter(
    lambda rows: all(sum(column) for column in zip(*rows, strict=True))
)


@given(ROWS)
@settings(max_examples=30)
def test_no_division_leaves_the_worse_off_more_points(rows: list[tuple[int, int]]) -> None:
    first, second = map(list, zip(*rows, strict=True))
    found = adjusted_winner(first, second)
    # Largest t with t <= points of each, over shares in [0, 1].
    done = linprog(
        [0] * len(rows) + [-1],
        A_ub=[[-w for w in first] + [1], [*second, 1]],
        b_ub=[0, sum(second)],
        bounds=[(0, 1)] * len(rows) + [(None, None)],
    )
    assert min(found.points) == pytest.approx(-done.fun, abs=1e-9)
    assert sum(0 < share < 1 for share in found.shares) == (found.split is not None)


@given(ROWS.filter(lambda rows: all(one and two for one, two in rows)))
@settings(max_examples=30)
def test_both_have_the_same_points(rows: list[tuple[int, int]]) -> None:
    first, second = map(list, zip(*rows, strict=True))
    found = adjusted_winner(first, second)
    assert found.points[0] == pytest.approx(found.points[1])


def test_an_issue_goes_whole_to_the_only_one_who_values_it() -> None:
    assert adjusted_winner([10, 0], [0, 10]).shares == (1, 0)
    assert adjusted_winner([10], [10]).split == 0


def test_points_that_are_all_zero_are_refused() -> None:
    with pytest.raises(CallError, match="not all zero"):
        adjusted_winner([0, 0], [1, 2])
