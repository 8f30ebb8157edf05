"""One bargain: zone, frontier and solutions against the definitions, and the axioms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.solve.bargains import all_packages, bargains, chosen, exact, pareto, rational, zone

from accord.bargain import Bargain, Frame, Issue, Party, make_bargain
from accord.errors import BargainError, SizeError
from accord.solve import SOLUTIONS, solution_record, solve
from accord.solve.frontier import frontier
from accord.solve.lattice import lattice


def packages_of(deals) -> set[tuple[str, ...]]:
    return {tuple(deal.package.values()) for deal in deals}


def names(bargain: Bargain, packages) -> set[tuple[str, ...]]:
    return {tuple(i.options[k] for i, k in zip(bargain.frame.issues, p, strict=True)) for p in packages}


@given(bargains())
@settings(max_examples=60)
def test_the_zone_is_what_the_definition_says(bargain: Bargain) -> None:
    solution, expected = solve(bargain), zone(bargain)
    assert solution.zone == len(expected)
    assert solution.has_zone == bool(expected)
    assert solution.zone_error == 0
    assert solution.packages == len(all_packages(bargain.frame))


@given(bargains())
@settings(max_examples=20)
def test_an_estimated_zone_is_near_the_counted_one_and_whether_there_is_one_is_exact(bargain: Bargain) -> None:
    counted, estimated = solve(bargain), solve(bargain, walk=0)
    assert estimated.has_zone == counted.has_zone == (estimated.zone > 0)
    assert abs(estimated.zone - counted.zone) <= 6 * estimated.zone_error + 1
    assert (estimated.zone_error > 0) == estimated.has_zone


@given(bargains())
@settings(max_examples=60)
def test_the_frontier_equals_brute_force_with_every_tie(bargain: Bargain) -> None:
    solution = solve(bargain)
    expected = pareto(bargain)
    assert solution.frontier_packages == len(expected)
    vectors = sorted({tuple(exact(bargain, package)) for package in expected})
    shape = (-1, len(bargain.values))
    np.testing.assert_allclose(solution.frontier.reshape(shape), np.array(vectors).reshape(shape) / 30, atol=1e-12)


@given(bargains(), st.sampled_from(SOLUTIONS))
@settings(max_examples=80)
def test_a_solution_is_every_package_that_its_definition_chooses(bargain: Bargain, name: str) -> None:
    solution = solve(bargain)
    expected = chosen(bargain, name)
    assert packages_of(solution.solutions[name]) == names(bargain, expected)
    assert solution.ties[name] == len(expected)
    assert expected <= set(pareto(bargain))
    for deal in solution.solutions[name]:
        options = tuple(i.options.index(deal.package[i.id]) for i in bargain.frame.issues)
        np.testing.assert_allclose(deal.utilities, np.array(exact(bargain, options)) / 30, atol=1e-12)


@given(bargains(most_packages=60))
@settings(max_examples=40)
def test_no_solution_is_below_a_reservation_or_over_a_red_line(bargain: Bargain) -> None:
    solution = solve(bargain)
    inside = names(bargain, zone(bargain))
    for deals in solution.solutions.values():
        assert packages_of(deals) <= inside
    assert solution.solvable == bool(rational(bargain))


@given(bargains(), st.lists(st.tuples(st.sampled_from([0.5, 2.0, 3.0]), st.integers(-5, 5)), min_size=4, max_size=4))
@settings(max_examples=50)
def test_nash_and_kalai_smorodinsky_do_not_depend_on_units(bargain: Bargain, scales) -> None:
    factor = np.array([scale for scale, _ in scales])[: len(bargain.values)]
    shift = np.array([float(add) for _, add in scales])[: len(bargain.values)]
    values = bargain.values * factor[:, None]
    first = int(bargain.frame.offsets[1])
    values[:, :first] += shift[:, None]
    scaled = replace(bargain, values=values, reservations=bargain.reservations * factor + shift)
    before, after = solve(bargain), solve(scaled)
    for name in ("nash", "kalai_smorodinsky"):
        assert packages_of(before.solutions[name]) == packages_of(after.solutions[name])


@given(bargains(most_packages=60), st.data())
@settings(suppress_health_check=[HealthCheck.filter_too_much], max_examples=30)
def test_removing_packages_that_nash_does_not_choose_changes_nothing(bargain: Bargain, data) -> None:
    before = packages_of(solve(bargain).solutions["nash"])
    assume(before)
    issue = data.draw(st.integers(0, len(bargain.frame.issues) - 1))
    unused = [o for o in bargain.frame.issues[issue].options if o not in {package[issue] for package in before}]
    kept = bargain.frame.issues[issue].counterfactual
    unused = [option for option in unused if option != kept]
    assume(unused)
    gains = rational(bargain)
    assume(all(max(column) > 0 for column in zip(*gains.values(), strict=True)))
    assume(any(all(g > 0 for g in gain) for gain in gains.values()))
    gone = data.draw(st.sampled_from(unused))
    column = bargain.frame.column(bargain.frame.issues[issue].id, gone)
    issues = list(bargain.frame.issues)
    issues[issue] = replace(issues[issue], options=tuple(o for o in issues[issue].options if o != gone))
    smaller = Bargain(
        Frame(bargain.frame.parties, tuple(issues)),
        np.delete(bargain.values, column, axis=1),
        bargain.reservations,
        np.delete(bargain.red_lines, column, axis=1),
    )
    assert packages_of(solve(smaller).solutions["nash"]) == before


@given(bargains(most_packages=60), st.data())
@settings(suppress_health_check=[HealthCheck.filter_too_much], max_examples=50)
def test_a_new_option_that_leaves_the_ideal_alone_never_lowers_the_worst_ratio(bargain: Bargain, data) -> None:
    """Restricted monotonicity of Kalai and Smorodinsky, on discrete sets."""

    def worst(solution) -> tuple[float, tuple[float, ...]]:
        ideal = np.array(solution.ideal) - bargain.reservations
        deal = solution.solutions["kalai_smorodinsky"][0]
        gains = np.array(deal.utilities) - bargain.reservations
        rows = [p for p in range(len(ideal)) if ideal[p] > 1e-9]
        return min((gains[rows] / ideal[rows]).tolist(), default=1.0), solution.ideal

    last = replace(bargain.frame.issues[-1], counterfactual=None)
    bargain = replace(bargain, frame=replace(bargain.frame, issues=(*bargain.frame.issues[:-1], last)))
    before = solve(bargain)
    assume(before.solvable)
    issues = (*bargain.frame.issues[:-1], replace(last, options=(*last.options, "new")))
    new = np.array(data.draw(st.lists(st.integers(-2, 3), min_size=len(bargain.values), max_size=len(bargain.values))))
    larger = Bargain(
        Frame(bargain.frame.parties, issues),
        np.column_stack([bargain.values, new.astype(float)]),
        bargain.reservations,
        np.column_stack([bargain.red_lines, np.zeros(len(new), bool)]),
    )
    after = solve(larger)
    (ratio_before, ideal_before), (ratio_after, ideal_after) = worst(before), worst(after)
    assume(np.allclose(ideal_before, ideal_after))
    assert ratio_after >= ratio_before - 1e-12


def test_kalai_smorodinsky_puts_the_worst_off_first() -> None:
    """Ratios (0.6, 0.9) against (0.5, 0.5): the smaller spread is worse for everybody."""
    bargain = make_bargain(
        Frame((Party("A"), Party("B")), (Issue("deal", ("left", "right", "mixed", "even")),)),
        {
            "A": {"deal": {"left": 10, "right": 0, "mixed": 6, "even": 5}},
            "B": {"deal": {"left": 0, "right": 10, "mixed": 9, "even": 5}},
        },
    )
    assert packages_of(solve(bargain).solutions["kalai_smorodinsky"]) == {("mixed",)}


def test_three_party_logroll_needs_all_issues_at_once() -> None:
    """No issue passes alone, no two do, all three do (Riker and Brams 1973 on vote trading)."""
    parties = tuple(Party(name) for name in "ABC")
    issues = tuple(Issue(name, ("no", "yes"), counterfactual="no") for name in "xyz")
    gain = {"A": (5, -2, -1), "B": (-3, 6, -1), "C": (-1, -1, 4)}
    utilities = {p: {i: {"no": 0, "yes": g} for i, g in zip("xyz", gs, strict=True)} for p, gs in gain.items()}
    solution = solve(make_bargain(Frame(parties, issues), utilities, reservations={"A": 1, "B": 1, "C": 1}))
    assert solution.zone == 1
    assert [deal.utilities for deal in solution.solutions["utilitarian"]] == [(2.0, 2.0, 2.0)]


def test_only_those_whose_yes_is_needed_can_refuse() -> None:
    """C must agree to the border alone, so its red line and its loss on the toll stop no toll."""
    frame = Frame(
        (Party("A"), Party("B"), Party("C")),
        (
            Issue("toll", ("old", "new"), consent=("A", "B"), counterfactual="old"),
            Issue("border", ("old", "new"), consent=("A", "B", "C"), counterfactual="old"),
        ),
    )
    utilities = {
        "A": {"toll": {"old": 0, "new": 1}, "border": {"old": 0, "new": 1}},
        "B": {"toll": {"old": 0, "new": 1}, "border": {"old": 0, "new": 1}},
        "C": {"toll": {"old": 0, "new": -1}, "border": {"old": 0, "new": 5}},
    }
    free = make_bargain(frame, utilities)
    assert {tuple(map(int, options)) for options in zone(free)} == {(1, 0), (0, 1), (1, 1)}
    assert solve(free).zone == 3
    bound = make_bargain(frame, utilities, red_lines={"C": {"toll": ("new",)}})
    # Where C's yes is needed, C refuses the new toll; the toll by itself is none of its business.
    assert solve(bound).zone == 2
    assert packages_of(solve(bound).solutions["nash"]) == {("old", "new")}


def test_tenths_add_up_exactly() -> None:
    bargain = make_bargain(
        Frame((Party("A"), Party("B")), (Issue("x", ("l", "r")), Issue("y", ("l", "r")))),
        {
            "A": {"x": {"l": 0.1, "r": 0.3}, "y": {"l": 0.2, "r": 0}},
            "B": {"x": {"l": 0, "r": 0}, "y": {"l": 0, "r": 0}},
        },
        reservations={"A": 0.3},
    )
    # 0.1 + 0.2 and 0.3 + 0 both meet 0.3, and only x = r, y = l is better.
    solution = solve(bargain)
    assert solution.zone == 3
    assert solution.frontier.tolist() == [[0.5, 0.0]]


def test_a_trillion_tied_packages_are_counted_and_not_listed() -> None:
    issues = tuple(Issue(f"i{k}", tuple("abcdefghij")) for k in range(12))
    utilities = {p: {i.id: dict.fromkeys(i.options, 1) for i in issues} for p in ("A", "B")}
    bargain = make_bargain(Frame((Party("A"), Party("B")), issues), utilities)
    edge = frontier(bargain, lattice(bargain))
    assert edge.count() == 10**12
    assert len(edge.packages(0, limit=5)) == 5


def test_the_record_has_the_published_shape() -> None:
    bargain = make_bargain(
        Frame((Party("A"), Party("B")), (Issue("deal", ("left", "right")),)),
        {"A": {"deal": {"left": 3, "right": 1}}, "B": {"deal": {"left": 1, "right": 3}}},
    )
    left = {"package": {"deal": "left"}, "utilities": [3.0, 1.0]}
    right = {"package": {"deal": "right"}, "utilities": [1.0, 3.0]}
    assert solution_record(solve(bargain)) == {
        "packages": 2,
        "zone": 2,
        "frontier": [[1.0, 3.0], [3.0, 1.0]],
        "solutions": {
            "nash": [left, right],
            "kalai_smorodinsky": [left, right],
            "egalitarian": [left, right],
            "utilitarian": [left, right],
        },
    }


def test_the_record_tells_the_error_of_a_zone_that_was_not_counted() -> None:
    """Two parties, thirty issues of two options, each party's favourite always allowed: every deal is in the zone."""
    issues = tuple(Issue(f"i{k}", ("old", "new"), counterfactual="old") for k in range(30))
    utilities = {name: {issue.id: {"old": 0, "new": 1} for issue in issues} for name in ("A", "B")}
    record = solution_record(solve(make_bargain(Frame((Party("A"), Party("B")), issues), utilities)))
    assert isinstance(record["zone"], int)
    assert abs(record["zone"] - (2**30 - 1)) < 4 * record["zone_error"]


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), "3", None, True])
def test_what_is_no_number_is_refused_by_name(bad) -> None:
    frame = Frame((Party("A"),), (Issue("wage", ("low", "high")),))
    with pytest.raises(BargainError, match="utility of A for wage = high"):
        make_bargain(frame, {"A": {"wage": {"low": 0, "high": bad}}})
    with pytest.raises(BargainError, match="reservation of A"):
        make_bargain(frame, {"A": {"wage": {"low": 0, "high": 1}}}, reservations={"A": bad})


@pytest.mark.parametrize(
    ("utilities", "names"),
    [
        ({"A": {"wage": {"low": 0}}}, "high"),
        ({"A": {}}, "wage"),
        ({"A": {"wage": {"low": 0, "high": 1, "huge": 2}}}, "huge"),
        ({"A": {"wage": {"low": 0, "high": 1}, "pay": {}}}, "pay"),
        ({"Z": {}}, "Z"),
    ],
)
def test_what_is_missing_or_unknown_is_refused_by_name(utilities, names) -> None:
    frame = Frame((Party("A"),), (Issue("wage", ("low", "high")),))
    with pytest.raises(BargainError, match=names):
        make_bargain(frame, utilities)


def test_a_bargain_with_a_hole_is_refused_by_name() -> None:
    frame = Frame((Party("A"),), (Issue("wage", ("low", "high")),))
    bargain = Bargain(frame, np.array([[0.0, np.nan]]), np.zeros(1), np.zeros((1, 2), bool))
    with pytest.raises(BargainError, match="A for wage = high"):
        solve(bargain)


def test_a_frontier_too_large_to_hold_is_refused() -> None:
    rng = np.random.default_rng(1)
    issues = tuple(Issue(f"i{k}", tuple("abcdefgh")) for k in range(8))
    frame = Frame(tuple(Party(name) for name in "ABCDEF"), issues)
    bargain = Bargain(frame, rng.random((6, 64)), np.zeros(6), np.zeros((6, 64), bool))
    with pytest.raises(SizeError, match="undominated"):
        frontier(bargain, lattice(bargain), room=1000)
