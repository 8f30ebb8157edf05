"""Solutions over continuous sets, against fine scans of the frontier and the axioms."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from accord.errors import CallError
from accord.theory.bargaining_solutions import (
    asymmetric_nash_pie,
    bargaining_solutions_polygon,
    nash_pie_risk_aversion,
)

POINTS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=7)
FLOOR = st.tuples(st.integers(-3, 6), st.integers(-3, 6))


def best_of_second(points: list[tuple[int, int]], own: np.ndarray) -> np.ndarray:
    """The most party 2 can have while party 1 has at least this: over all mixtures of two points, one by one."""
    best = np.full(len(own), -np.inf)
    for x1, y1 in points:
        best = np.where(own <= x1 + 1e-12, np.maximum(best, y1), best)
        for x2, y2 in points:
            if x1 < x2:
                part = (own - x1) / (x2 - x1)
                inside = (part >= -1e-12) & (part <= 1 + 1e-12)
                best = np.where(inside, np.maximum(best, y1 + part * (y2 - y1)), best)
    return best


@given(POINTS, FLOOR)
@settings(max_examples=30)
def test_solutions_are_those_of_a_scan_of_the_frontier(points: list[tuple[int, int]], floor: tuple[int, int]) -> None:
    assume(any(x >= floor[0] and y >= floor[1] for x, y in points))
    found = bargaining_solutions_polygon(points, floor)
    own = np.linspace(floor[0], max(x for x, _ in points), 4001)
    other = best_of_second(points, own)
    kept = other >= floor[1] - 1e-9
    own, other = own[kept], np.maximum(other[kept], floor[1])
    gains = own - floor[0], other - floor[1]
    assert found.ideal == pytest.approx((own.max(), other.max()), abs=0.02)
    nash = (found.nash[0] - floor[0]) * (found.nash[1] - floor[1])
    assert nash >= (gains[0] * gains[1]).max() - 1e-9
    assert sum(found.utilitarian[0]) >= (own + other).max() - 1e-9
    equal = np.minimum(*gains).max()
    assert min(found.egalitarian[0] - floor[0], found.egalitarian[1] - floor[1]) == pytest.approx(equal, abs=0.02)
    ideal = found.ideal[0] - floor[0], found.ideal[1] - floor[1]
    if min(ideal) > 0.1:
        ratios = np.minimum(gains[0] / ideal[0], gains[1] / ideal[1]).max()
        got = [(point - least) / most for point, least, most in zip(found.kalai_smorodinsky, floor, ideal, strict=True)]
        assert got == pytest.approx([ratios, ratios], abs=0.02)
    for point in (found.nash, found.kalai_smorodinsky, found.egalitarian, *found.utilitarian):
        assert best_of_second(points, np.array([point[0] - 1e-9]))[0] >= point[1] - 1e-6, "feasible"


@given(POINTS, st.tuples(st.integers(1, 5), st.integers(1, 5)), st.tuples(st.integers(-9, 9), st.integers(-9, 9)))
@settings(max_examples=30)
def test_nash_and_kalai_smorodinsky_know_no_scale_of_utility(
    points: list[tuple[int, int]], scale: tuple[int, int], shift: tuple[int, int]
) -> None:
    def moved(point: tuple[float, float]) -> tuple[float, float]:
        return point[0] * scale[0] + shift[0], point[1] * scale[1] + shift[1]

    one = bargaining_solutions_polygon(points, (0, 0))
    two = bargaining_solutions_polygon([moved(point) for point in points], moved((0, 0)))
    assert two.kalai_smorodinsky == pytest.approx(moved(one.kalai_smorodinsky), abs=1e-7)
    assert math.prod(np.subtract(two.nash, moved((0, 0)))) == pytest.approx(
        math.prod(np.subtract(moved(one.nash), moved((0, 0)))), abs=1e-7
    )


def test_disagreement_on_the_frontier_is_the_solution_and_outside_it_is_refused() -> None:
    line = [(0, 1), (1, 0)]
    assert bargaining_solutions_polygon(line, (0.5, 0.5)).nash == pytest.approx((0.5, 0.5))
    with pytest.raises(CallError, match="feasible set"):
        bargaining_solutions_polygon(line, (0.6, 0.6))
    with pytest.raises(CallError, match=r"`frontier\[0\]\[1\]`.*got nan"):
        bargaining_solutions_polygon([(1, math.nan)])


@given(st.floats(0.05, 0.95), st.floats(0, 2), st.floats(0, 2), st.floats(0, 5))
@settings(max_examples=30)
def test_the_weighted_split_has_the_largest_weighted_product(
    weight: float, one: float, two: float, more: float
) -> None:
    share, rest = asymmetric_nash_pie(weight, pie=one + two + more, disagreement=(one, two))
    assert share + rest == pytest.approx(one + two + more)
    grid = np.linspace(0, more, 201)
    products = grid**weight * (more - grid) ** (1 - weight)
    assert max(share - one, 0) ** weight * max(rest - two, 0) ** (1 - weight) >= products.max() - 1e-9


@given(st.floats(0.1, 1), st.floats(0.1, 1), st.floats(0, 0.4), st.floats(0, 0.4))
@settings(max_examples=30)
def test_no_share_on_a_grid_has_a_larger_product(a: float, b: float, one: float, two: float) -> None:
    share = nash_pie_risk_aversion(lambda x: x**a, lambda x: (1 - x) ** b, (one, two))
    grid = np.linspace(0, 1, 2001)
    first, second = grid**a - one, (1 - grid) ** b - two
    best = np.where((first >= 0) & (second >= 0), first * second, -1).max()
    assert (share**a - one) * ((1 - share) ** b - two) >= best - 1e-12
    if one == two == 0:
        assert share == pytest.approx(a / (a + b), abs=1e-6)


def test_a_single_share_that_both_accept_is_found_and_none_is_an_error() -> None:
    assert nash_pie_risk_aversion(lambda x: x, lambda x: 1 - x, (0.5, 0.5)) == pytest.approx(0.5)
    with pytest.raises(CallError, match="leaves neither below"):
        nash_pie_risk_aversion(lambda x: x, lambda x: 1 - x, (0.6, 0.6))
