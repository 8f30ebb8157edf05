"""What must hold of every bargain: axioms of the solutions, on random bargains with exclusions and interactions."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, combinations, product
from math import prod

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.solve.bargains import bargaining_parties, coupled_bargains, possible

from accord.bargain import Bargain, Frame
from accord.solve import SOLUTIONS, Solution, choose, conflicts, solve
from accord.theory.bargaining_solutions import bargaining_solutions_polygon

BARGAINS = coupled_bargains(most_packages=48)
FEW = settings(max_examples=30, suppress_health_check=[HealthCheck.filter_too_much])


def chosen(solution: Solution, name: str) -> set[frozenset[tuple[str, str]]]:
    """The packages of a solution, without the order of issues."""
    return {frozenset(deal.package.items()) for deal in solution.solutions[name]}


def gains(bargain: Bargain, solution: Solution, name: str) -> np.ndarray:
    """Of the parties that bargain, in any package of the solution."""
    deal = solution.solutions[name][0]
    return (np.array(deal.utilities) - bargain.reservations)[bargaining_parties(bargain)]


@given(BARGAINS)
@FEW
def test_every_solution_lies_on_the_frontier(bargain: Bargain) -> None:
    solution = solve(bargain)
    on_it = {tuple(np.round(row, 9)) for row in solution.frontier.tolist()}
    for deals in solution.solutions.values():
        assert {tuple(np.round(deal.utilities, 9)) for deal in deals} <= on_it


@given(BARGAINS, st.integers(0, 2**32 - 1))
@FEW
def test_nash_and_kalai_smorodinsky_know_no_unit_and_no_zero(bargain: Bargain, seed: int) -> None:
    rng = np.random.default_rng(seed)
    factors, shifts = rng.choice([0.25, 2.0, 3.0], len(bargain.values)), rng.integers(-4, 5, len(bargain.values)) * 1.0
    before, after = solve(bargain), solve(rescaled(bargain, factors, shifts))
    for name in ("nash", "kalai_smorodinsky"):
        assert chosen(before, name) == chosen(after, name)


@given(BARGAINS, st.integers(0, 2**32 - 1))
@FEW
def test_egalitarian_and_utilitarian_know_no_zero_and_no_common_unit(bargain: Bargain, seed: int) -> None:
    rng = np.random.default_rng(seed)
    factors = np.full(len(bargain.values), rng.choice([0.5, 3.0]))
    shifts = rng.integers(-4, 5, len(bargain.values)) * 1.0
    before, after = solve(bargain), solve(rescaled(bargain, factors, shifts))
    for name in ("egalitarian", "utilitarian"):
        assert chosen(before, name) == chosen(after, name)


def rescaled(bargain: Bargain, factors: np.ndarray, shifts: np.ndarray) -> Bargain:
    """Every party's utility times its factor, plus its shift in every package."""
    values = bargain.values * factors[:, None]
    values[:, : int(bargain.frame.offsets[1])] += shifts[:, None]
    added = bargain.interaction_values * factors[:, None] if bargain.interaction_values.size else None
    moved = replace(bargain, values=values, reservations=bargain.reservations * factors + shifts)
    return moved if added is None else replace(moved, interaction_values=added)


@given(BARGAINS, st.integers(0, 2**32 - 1))
@FEW
def test_parties_issues_and_options_are_known_by_no_number(bargain: Bargain, seed: int) -> None:
    rng = np.random.default_rng(seed)
    before, after = solve(bargain), solve(shuffled(bargain, rng))
    assert (before.zone, before.packages, before.frontier_packages) == (
        after.zone,
        after.packages,
        after.frontier_packages,
    )
    for name in SOLUTIONS:
        assert chosen(before, name) == chosen(after, name)


def shuffled(bargain: Bargain, rng: np.random.Generator) -> Bargain:
    """The same bargain with parties, issues and options in another order."""
    frame = bargain.frame
    rows = rng.permutation(len(frame.parties))
    issues = [frame.issues[number] for number in rng.permutation(len(frame.issues))]
    issues = [replace(issue, options=tuple(map(str, rng.permutation(issue.options)))) for issue in issues]
    columns = [frame.column(issue.id, option) for issue in issues for option in issue.options]
    added = bargain.interaction_values
    return replace(
        bargain,
        frame=replace(frame, parties=tuple(frame.parties[row] for row in rows), issues=tuple(issues)),
        values=bargain.values[rows][:, columns],
        reservations=bargain.reservations[rows],
        red_lines=bargain.red_lines[rows][:, columns],
        interaction_values=added[rows] if added.size else added,
    )


def without(bargain: Bargain, package: tuple[int, ...]) -> Bargain:
    """The bargain with one package ruled out, and no other."""
    named = tuple((issue.id, issue.options[k]) for issue, k in zip(bargain.frame.issues, package, strict=True))
    return replace(bargain, frame=replace(bargain.frame, exclusions=(*bargain.frame.exclusions, named)))


def drawn_package(bargain: Bargain, seed: int) -> tuple[int, ...]:
    frame: Frame = bargain.frame
    assume(len(frame.issues) > 1)
    every = [p for p in product(*(range(len(i.options)) for i in frame.issues)) if possible(frame, p)]
    assume(every)
    return every[seed % len(every)]


@given(BARGAINS, st.integers(0, 2**32 - 1))
@FEW
def test_a_package_that_is_not_chosen_is_irrelevant_whether_it_is_there_or_not(bargain: Bargain, seed: int) -> None:
    """Independence of irrelevant alternatives: of Nash where all can gain, of the other two always; not of KS."""
    package, whole = drawn_package(bargain, seed), solve(bargain)
    assume(whole.solvable)
    smaller = solve(without(bargain, package))
    named = frozenset((i.id, i.options[k]) for i, k in zip(bargain.frame.issues, package, strict=True))
    for name in ("nash", "egalitarian", "utilitarian"):
        if name == "nash" and min(gains(bargain, whole, "nash")) <= 1e-9:
            continue
        if chosen(whole, name) != {named}:
            assert chosen(smaller, name) == chosen(whole, name) - {named}


@given(BARGAINS, st.integers(0, 2**32 - 1))
@FEW
def test_more_packages_and_the_same_ideal_make_no_lower_row_of_ratios(bargain: Bargain, seed: int) -> None:
    """Restricted monotonicity on discrete sets: the ratios, from the worst up, are never lexicographically lower.

    That every single party gains, as on convex sets with two parties, does not hold here: see the next test.
    """
    package, whole = drawn_package(bargain, seed), solve(bargain)
    smaller = solve(without(bargain, package))
    assume(whole.solvable and smaller.solvable)
    assume(np.allclose(whole.ideal, smaller.ideal))
    most = (np.array(whole.ideal) - bargain.reservations)[bargaining_parties(bargain)]
    rows = most > 1e-9
    more, less = (
        np.round(sorted(gains(bargain, solution, "kalai_smorodinsky")[rows] / most[rows]), 9).tolist()
        for solution in (whole, smaller)
    )
    assert more >= less


def test_on_a_discrete_set_the_better_off_may_lose_by_a_package_that_helps_the_worst_off() -> None:
    fewer = [[10, 0], [0, 10], [6, 5]]
    assert choose(fewer, [0, 0]).solutions["kalai_smorodinsky"].tolist() == [2]
    assert choose([*fewer, [5.5, 9]], [0, 0]).solutions["kalai_smorodinsky"].tolist() == [3]


@given(BARGAINS)
@FEW
def test_no_solution_crosses_a_red_line_or_a_reservation_of_anybody_who_must_agree(bargain: Bargain) -> None:
    solution, frame = solve(bargain), bargain.frame
    for deal in chain.from_iterable(solution.solutions.values()):
        columns = [frame.column(issue, option) for issue, option in deal.package.items()]
        for row in bargaining_parties(bargain):
            assert deal.utilities[row] >= bargain.reservations[row] - 1e-9
            asked = any(
                option != issue.counterfactual and (not issue.consent or frame.parties[row].id in issue.consent)
                for issue, option in ((i, deal.package[i.id]) for i in frame.issues)
            )
            assert not asked or not bargain.red_lines[row, columns].any()


@given(BARGAINS)
@FEW
def test_conflicts_and_repairs_are_the_minimal_sets_that_meet_each_other(bargain: Bargain) -> None:
    found = conflicts(bargain)
    assume(found.conflicts and found.complete and len(found.lines) <= 8)
    assert {*map(frozenset, found.conflicts)} == minimal_meeting(found.repairs)
    assert {*map(frozenset, found.repairs)} == minimal_meeting(found.conflicts)


def minimal_meeting(family: tuple[tuple[object, ...], ...]) -> set[frozenset[object]]:
    """All minimal sets that share a member with each of the family, by trying every set."""
    members = sorted({member for one in family for member in one}, key=repr)
    every = (frozenset(some) for size in range(len(members) + 1) for some in combinations(members, size))
    met: list[frozenset[object]] = []
    for some in every:
        if all(some & set(one) for one in family) and not any(smaller <= some for smaller in met):
            met.append(some)
    return set(met)


CORNERS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=6)


@given(CORNERS, st.tuples(st.integers(0, 4), st.integers(0, 4)))
@settings(FEW, max_examples=15)
def test_the_solutions_of_a_polygon_are_those_of_a_fine_grid_of_its_frontier(
    corners: list[tuple[int, int]], floor: tuple[int, int]
) -> None:
    assume(any(one > floor[0] and other > floor[1] for one, other in corners))
    found = bargaining_solutions_polygon(corners, floor)
    grid = fine(corners)
    on_grid = choose(grid, floor)
    assume(on_grid.solvable)
    at = {name: np.array(grid[rows[0]]) - floor for name, rows in on_grid.solutions.items()}
    assert prod(np.array(found.nash) - floor) == pytest.approx(prod(at["nash"]), abs=0.5)
    assert sum(found.utilitarian[0]) - sum(floor) == pytest.approx(sum(at["utilitarian"]), abs=1e-6)
    assert min(np.array(found.egalitarian) - floor) == pytest.approx(min(at["egalitarian"]), abs=0.1)


def fine(corners: list[tuple[int, int]]) -> list[tuple[float, float]]:
    """Points between any two corners, and corners of what lies below them: their frontier is that of the polygon."""
    steps = np.linspace(0, 1, 161)[:, None]
    lines = [np.array(one) * steps + np.array(other) * (1 - steps) for one, other in combinations(corners, 2)]
    return np.concatenate([np.array(corners, float), *lines]).tolist()


@given(CORNERS, st.tuples(st.integers(0, 4), st.integers(0, 4)))
@settings(FEW, max_examples=15)
def test_the_monotone_solutions_of_a_polygon_are_those_of_a_linear_programme(
    corners: list[tuple[int, int]], floor: tuple[int, int]
) -> None:
    assume(any(one > floor[0] and other > floor[1] for one, other in corners))
    found = bargaining_solutions_polygon(corners, floor)
    ideal = [floor[side] + furthest(corners, floor, np.eye(2)[side]) for side in (0, 1)]
    np.testing.assert_allclose(found.ideal, ideal, atol=1e-6)
    for step, point in ((np.ones(2), found.egalitarian), (np.array(ideal) - floor, found.kalai_smorodinsky)):
        np.testing.assert_allclose(point, floor + furthest(corners, floor, step) * step, atol=1e-6)


def furthest(corners: list[tuple[int, int]], floor: tuple[int, int], step: np.ndarray) -> float:
    """The largest t for which some mixture of the corners is at least floor + t step for both."""
    from scipy.optimize import linprog

    table = np.column_stack([-np.array(corners, float).T, step])
    found = linprog(
        c=[0.0] * len(corners) + [-1.0],
        A_ub=table,
        b_ub=-np.array(floor, float),
        A_eq=[[1.0] * len(corners) + [0.0]],
        b_eq=[1.0],
    )
    return float(found.x[-1])
