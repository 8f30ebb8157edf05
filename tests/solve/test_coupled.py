"""Exclusions, requirements and interactions: the solvers against the definitions, package by package."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.solve.bargains import (
    all_packages,
    bargaining_parties,
    chosen,
    coupled_bargains,
    exact,
    pareto,
    rational,
    reservations,
    zone,
)

from accord.bargain import Bargain, Frame, Issue, Party, Requirement, make_bargain
from accord.errors import SizeError
from accord.solve import SOLUTIONS, solve
from accord.solve.coupled import components, compounds


def names(bargain: Bargain, packages) -> set[tuple[str, ...]]:
    return {tuple(i.options[k] for i, k in zip(bargain.frame.issues, p, strict=True)) for p in packages}


@given(coupled_bargains())
@settings(max_examples=150)
def test_a_coupled_bargain_is_solved_as_its_definitions_say(bargain: Bargain) -> None:
    solution, expected = solve(bargain), pareto(bargain)
    assert solution.packages == len(all_packages(bargain.frame))
    assert solution.zone == len(zone(bargain))
    assert solution.has_zone == (solution.zone > 0)
    assert solution.zone_error == 0
    assert solution.solvable == bool(rational(bargain))
    assert solution.frontier_packages == len(expected)
    vectors = sorted({tuple(exact(bargain, package)) for package in expected})
    shape = (-1, len(bargain.values))
    np.testing.assert_allclose(solution.frontier.reshape(shape), np.array(vectors).reshape(shape) / 30, atol=1e-12)
    for name in SOLUTIONS:
        deals = solution.solutions[name]
        assert {tuple(deal.package.values()) for deal in deals} == names(bargain, chosen(bargain, name))
        assert solution.ties[name] == len(deals)


@given(coupled_bargains())
@settings(max_examples=60)
def test_no_solution_ends_below_a_reservation_or_over_a_red_line(bargain: Bargain) -> None:
    least = reservations(bargain)
    for deals in solve(bargain).solutions.values():
        for deal in deals:
            package = tuple(i.options.index(deal.package[i.id]) for i in bargain.frame.issues)
            assert package in zone(bargain)
            assert all(exact(bargain, package)[p] >= least[p] for p in bargaining_parties(bargain))


def test_issues_tied_through_others_are_one_component() -> None:
    issues = tuple(Issue(name, ("no", "yes")) for name in "abcde")
    frame = Frame(
        (Party("A"),),
        issues,
        exclusions=((("a", "yes"), ("d", "yes")),),
        requirements=(Requirement("d", "no", "e", ("no",)),),
        interactions=((("b", "yes"), ("c", "no")),),
    )
    assert components(frame) == ((0, 3, 4), (1, 2))
    assert (
        compounds(frame).packages
        == sum(not (a and d) and (d or not e) for a in (0, 1) for d in (0, 1) for e in (0, 1)) * 4
    )


def test_a_requirement_and_the_exclusions_it_stands_for_are_the_same() -> None:
    issues = (Issue("peace", ("none", "truce", "treaty")), Issue("watch", ("nobody", "neighbours", "union")))
    values = {"A": {"peace": [0, 3, 5], "watch": [1, 0, 0]}, "B": {"peace": [0, 1, 4], "watch": [0, 2, 1]}}
    worth = {
        party: {i.id: dict(zip(i.options, own[i.id], strict=True)) for i in issues} for party, own in values.items()
    }
    parties = (Party("A"), Party("B"))
    required = Frame(parties, issues, requirements=(Requirement("peace", "treaty", "watch", ("union",)),))
    pairs = tuple((("peace", "treaty"), ("watch", other)) for other in ("nobody", "neighbours"))
    excluded = Frame(parties, issues, exclusions=pairs)
    first, second = solve(make_bargain(required, worth)), solve(make_bargain(excluded, worth))
    assert first.packages == second.packages == 7
    assert first.solutions == second.solutions
    assert first.solutions["nash"][0].package == {"peace": "treaty", "watch": "union"}


def test_rules_may_leave_no_package_at_all() -> None:
    issues = (Issue("a", ("no", "yes")), Issue("b", ("no",)))
    frame = Frame((Party("A"), Party("B")), issues, exclusions=tuple((("a", o), ("b", "no")) for o in ("no", "yes")))
    worth = {p: {"a": {"no": 0, "yes": 1}, "b": {"no": 0}} for p in "AB"}
    solution = solve(make_bargain(frame, worth))
    assert (solution.packages, solution.zone, solution.solvable, len(solution.frontier)) == (0, 0, False, 0)
    assert all(deals == () for deals in solution.solutions.values())


def test_an_interaction_decides_between_packages_that_tie_without_it() -> None:
    issues = (Issue("a", ("l", "r")), Issue("b", ("l", "r")))
    frame = Frame((Party("A"), Party("B")), issues, interactions=((("a", "r"), ("b", "r")),))
    worth = {p: {"a": {"l": 1, "r": 1}, "b": {"l": 1, "r": 1}} for p in "AB"}
    solution = solve(make_bargain(frame, worth, interactions={"A": [0.5], "B": [0.25]}))
    assert [(deal.package, deal.utilities) for deal in solution.solutions["nash"]] == [
        ({"a": "r", "b": "r"}, (2.5, 2.25))
    ]


@given(coupled_bargains(), st.integers(0, 10_000))
@settings(max_examples=30)
def test_compound_numbers_are_package_numbers_of_the_frame(bargain: Bargain, seed: int) -> None:
    from accord.solve.packages import columns

    parts = compounds(bargain.frame)
    numbers = parts.numbers(np.arange(parts.packages))
    packages = [tuple(row) for row in (columns(bargain.frame, numbers) - bargain.frame.offsets[:-1]).tolist()]
    assert sorted(packages) == all_packages(bargain.frame)


def test_a_component_of_too_many_combinations_is_refused_where_it_must_be_listed() -> None:
    issues = tuple(Issue(f"i{k}", tuple("abcdefghij")) for k in range(4))
    chain = tuple(((f"i{k}", "a"), (f"i{k + 1}", "b")) for k in range(3))
    with pytest.raises(SizeError, match="i0, i1, i2, i3 have more"):
        compounds(Frame((Party("A"),), issues, interactions=chain), most=5000)
