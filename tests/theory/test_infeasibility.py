"""Clashing linear demands, checked by exact intervals, by going through all points, and by duality."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import chain, combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from accord.errors import CallError
from accord.theory.infeasibility import (
    Line,
    farkas_certificate,
    min_relaxation_L1,
    red_lines_mus_mcs,
    weighted_red_line_relaxation,
)

NUMBER = st.integers(-4, 4)
SYSTEMS = st.integers(1, 3).flatmap(
    lambda n: st.lists(st.tuples(st.lists(NUMBER, min_size=n, max_size=n), NUMBER), min_size=1, max_size=6)
)


def _lines(width: int, most: int) -> st.SearchStrategy[list[Line]]:
    rows = st.lists(st.tuples(st.tuples(*[st.integers(-3, 3)] * width), st.integers(-6, 6)), max_size=most)
    return rows.map(lambda found: [Line(f"line {n}", row, limit) for n, (row, limit) in enumerate(found)])


def _subsets(names: Iterable[str]) -> list[frozenset[str]]:
    ordered = sorted(names)
    return [frozenset(one) for one in chain.from_iterable(combinations(ordered, n) for n in range(len(ordered) + 1))]


def _by_definition(names: set[str], possible: Callable[[frozenset[str]], bool]) -> tuple[set, set]:
    """Minimal conflicts and minimal repairs, by looking at every set of lines."""
    met = {one: possible(one) for one in _subsets(names)}
    conflicts = {one for one in met if not met[one] and all(met[one - {line}] for line in one)}
    everything = frozenset(names)
    repairs = {
        one for one in met if met[everything - one] and all(not met[everything - (one - {line})] for line in one)
    }
    return conflicts, repairs


@given(_lines(1, 5))
@settings(max_examples=25)
def test_on_one_number_conflicts_and_repairs_are_those_of_exact_intervals(lines: list[Line]) -> None:
    rows = {line.name: (line.coefficients[0], line.at_most) for line in lines}

    def possible(kept: frozenset[str]) -> bool:
        low, high = Fraction(-2), Fraction(2)
        for name in kept:
            factor, limit = rows[name]
            if factor > 0:
                high = min(high, Fraction(limit, factor))
            elif factor < 0:
                low = max(low, Fraction(limit, factor))
            elif limit < 0:
                return False
        return low <= high

    found = red_lines_mus_mcs(lines, [(-2, 2)])
    conflicts, repairs = _by_definition(set(rows), possible)
    assert found.feasible == possible(frozenset(rows))
    assert set(map(frozenset, found.conflicts)) == conflicts
    if not found.feasible:
        assert set(map(frozenset, found.repairs)) == repairs


@given(_lines(2, 4), st.data())
@settings(max_examples=15)
def test_on_whole_numbers_they_are_those_of_all_points_and_the_cheapest_repair_is_found(
    lines: list[Line], data: st.DataObject
) -> None:
    points = list(product(range(-1, 3), repeat=2))
    meets = {
        line.name: {
            at for at in points if sum(a * x for a, x in zip(line.coefficients, at, strict=True)) <= line.at_most
        }
        for line in lines
    }

    def possible(kept: frozenset[str]) -> bool:
        return any(all(at in meets[name] for name in kept) for at in points)

    found = red_lines_mus_mcs(lines, [(-1, 2), (-1, 2)], integer=True)
    conflicts, repairs = _by_definition(set(meets), possible)
    assert set(map(frozenset, found.conflicts)) == conflicts
    weights = {name: data.draw(st.integers(1, 4)) for name in meets}
    dropped = weighted_red_line_relaxation(lines, [(-1, 2), (-1, 2)], weights, integer=True)
    assert dropped.lost_weight == min(sum(weights[line] for line in repair) for repair in repairs)
    assert frozenset(dropped.drop) in repairs
    if not found.feasible:
        again = red_lines_mus_mcs(lines, [(-1, 2), (-1, 2)], integer=True, weights=weights)
        assert again.cost == dropped.lost_weight


def test_lines_may_clash_in_whole_numbers_alone() -> None:
    lines = [Line("at least a half", (-2,), -1), Line("at most a half", (2,), 1)]
    assert red_lines_mus_mcs(lines, [(0, 3)]).feasible
    assert red_lines_mus_mcs(lines, [(0, 3)], integer=True).conflicts == (("at least a half", "at most a half"),)


@given(SYSTEMS)
@settings(max_examples=30)
def test_a_certificate_proves_and_its_demands_are_a_smallest_conflict(rows: list[tuple[list[int], int]]) -> None:
    matrix, limits = [row for row, _ in rows], [limit for _, limit in rows]
    found = farkas_certificate(matrix, limits)
    relaxed = min_relaxation_L1(matrix, limits)
    assert found.feasible == (relaxed.total < 1e-9)
    if found.feasible:
        return
    weights = np.array(found.multipliers)
    assert weights.min() >= 0
    assert weights @ np.array(matrix) == pytest.approx(np.zeros(len(matrix[0])), abs=1e-9)
    assert float(weights @ np.array(limits)) == pytest.approx(-1)
    for left_out in found.conflict:
        kept = [number for number in found.conflict if number != left_out]
        assert not kept or min_relaxation_L1([matrix[n] for n in kept], [limits[n] for n in kept]).total < 1e-9


@given(SYSTEMS, st.data())
@settings(max_examples=25)
def test_the_least_relaxation_is_worth_its_dual(rows: list[tuple[list[int], int]], data: st.DataObject) -> None:
    matrix, limits = np.array([row for row, _ in rows]), np.array([limit for _, limit in rows])
    price = [data.draw(st.integers(1, 5)) for _ in rows]
    found = min_relaxation_L1(matrix.tolist(), limits.tolist(), price)
    dual = linprog(limits, A_eq=matrix.T, b_eq=np.zeros(matrix.shape[1]), bounds=[(0, w) for w in price])
    assert found.total == pytest.approx(-dual.fun, abs=1e-8)
    assert sum(w * s for w, s in zip(price, found.by_demand, strict=True)) == pytest.approx(found.total)
    raised = limits + np.array(found.by_demand)
    assert linprog(np.zeros(matrix.shape[1]), matrix, raised + 1e-9, bounds=(None, None)).status == 0


def test_numbers_of_any_size_are_told_apart() -> None:
    for size in (1e-6, 1e9):
        found = farkas_certificate([[-1], [1]], [-2 * size, size])
        assert found.multipliers == pytest.approx((1 / size, 1 / size))
        assert farkas_certificate([[-1], [1]], [-size, 2 * size]).feasible


def test_many_lines_have_their_cheapest_repair() -> None:
    lines = [Line(f"at least {n}", (-1,), -n) for n in range(9)] + [Line(f"at most {n}", (1,), n) for n in range(9)]
    dropped = weighted_red_line_relaxation(lines, [(0, 100)], {})
    # At any point x the lines "at least" above it and "at most" below it break: 8 of them, wherever it lies.
    assert dropped.lost_weight == 8


def test_no_lines_clash_with_nothing() -> None:
    assert red_lines_mus_mcs([], [(0, 1)]).feasible
    assert weighted_red_line_relaxation([], [(0, 1)], {}).drop == ()


def test_a_line_without_coefficients_is_met_or_not() -> None:
    lines = [Line("always", (0,), 0), Line("never", (0,), -1)]
    assert red_lines_mus_mcs(lines, [(0, 1)]).conflicts == (("never",),)
    assert farkas_certificate([[0]], [-2]).multipliers == pytest.approx((0.5,))


def test_nothing_is_written_to_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    red_lines_mus_mcs([Line("a", (2, 2), 3), Line("b", (-2, -2), -3)], [(0, 5), (0, 5)], integer=True)
    farkas_certificate([[1, -1], [-1, 1]], [-1, 0])
    assert capfd.readouterr().out == ""


def test_arguments_outside_their_range_are_named() -> None:
    with pytest.raises(CallError, match="rows of the same length"):
        farkas_certificate([[1], [1, 2]], [1, 2])
    with pytest.raises(CallError, match="different names"):
        red_lines_mus_mcs([Line("a", (1,), 1), Line("a", (1,), 2)], [(0, 1)])
    with pytest.raises(CallError, match="coefficient for each"):
        red_lines_mus_mcs([Line("a", (1, 2), 1)], [(0, 1)])
    with pytest.raises(CallError, match="lowest end first"):
        red_lines_mus_mcs([Line("a", (1,), 1)], [(1, 0)])
    with pytest.raises(CallError, match="have a point"):
        red_lines_mus_mcs([Line("a", (1,), 1)], [(0.2, 0.8)], integer=True)
    with pytest.raises(CallError, match="`weights` are of lines"):
        weighted_red_line_relaxation([Line("a", (1,), 1)], [(0, 1)], {"b": 1})
