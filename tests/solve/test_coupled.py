"""Exclusions, requirements and interactions: the solvers against the definitions, package by package."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.solve.bargains import (
    all_packages,
    allowed,
    bargaining_parties,
    chosen,
    coupled_bargains,
    exact,
    needed,
    pareto,
    rational,
    reservations,
    ruled,
    zone,
)

from accord.bargain import Bargain, Ensemble, Frame, Issue, Party, Requirement, Track, make_bargain
from accord.errors import BargainError, CallError, SizeError
from accord.solve import SOLUTIONS, asymmetric_nash, encode, solve, solve_ensemble, utilities
from accord.solve.coupled import components, compounds


def names_of(bargain: Bargain, packages) -> set[tuple[str, ...]]:
    return {tuple(i.options[k] for i, k in zip(bargain.frame.issues, p, strict=True)) for p in packages}


@given(coupled_bargains())
@settings(max_examples=80)
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
        assert {tuple(deal.package.values()) for deal in deals} == names_of(bargain, chosen(bargain, name))
        assert solution.ties[name] == len(deals)


@given(coupled_bargains())
@settings(max_examples=40)
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


def ensemble(seed: int, *, members: int = 4, whole: bool = False) -> Ensemble:
    """Random members over two tracks with rules within and across them; whole numbers, where asked for, tie often."""
    rng = np.random.default_rng(seed)
    names = tuple(f"p{k}" for k in range(3))
    tracks = (Track("north", names), Track("south", names[:2]))
    widths = rng.integers(2, 4, 4).tolist()
    issues = tuple(
        Issue(f"i{k}", tuple(f"o{j}" for j in range(width)), track=tracks[k % 2].id, counterfactual="o0")
        for k, width in enumerate(widths)
    )
    plain = Frame(tuple(Party(name) for name in names), issues, tracks)
    width = sum(widths)
    frame = ruled(rng, Bargain(plain, np.ones((3, width)), np.zeros(3), np.zeros((3, width), bool))).frame

    def numbers(*shape: int) -> np.ndarray:
        return rng.integers(-2, 4, shape).astype(float) if whole else rng.random(shape)

    counterfactuals = np.stack([rng.integers(0, width, members) for width in widths], axis=1)
    extra = numbers(members, 3, len(frame.interactions)) - 0.5 * (not whole)
    return Ensemble(
        frame,
        numbers(members, 3, width),
        numbers(members, 3) + (0 if whole else 0.8),
        rng.random((members, 3, width)) < 0.1,
        counterfactuals,
        np.zeros((members, 0), bool),
        (),
        interaction_values=extra,
    )


@given(st.integers(0, 10_000), st.booleans(), st.booleans())
@settings(max_examples=40)
def test_a_coupled_ensemble_gives_what_each_member_gives_by_itself(seed: int, whole: bool, walk: bool) -> None:
    models = ensemble(seed, whole=whole)
    found = solve_ensemble(models, rng=np.random.default_rng(0), threads=1, walk=walk)
    shown = np.zeros(models.frame.packages, int)
    for number in range(models.members):
        alone = solve(models.member(number))
        assert bool(found.has_zone[number]) == alone.has_zone
        assert bool(found.solvable[number]) == alone.solvable
        if walk:
            assert found.zone[number] == alone.zone
            assert found.frontier[number] == alone.frontier_packages
        for name in SOLUTIONS:
            picked = found.picks[name][number]
            deals = {encode(models.frame, deal.package): deal.utilities for deal in alone.solutions[name]}
            assert picked in deals if alone.solvable else picked == -1
            if alone.solvable:
                np.testing.assert_allclose(found.utilities[name][number], deals[picked], atol=1e-12)
        if walk:
            for package in zone_numbers(models.member(number)):
                shown[package] += 1
    if walk:
        assert found.zone_hits is not None
        assert found.zone_hits.tolist() == shown.tolist()


def zone_numbers(bargain: Bargain) -> list[int]:
    """Package numbers of the zone, spelled out on floats, which here never come near a reservation but on it."""
    numbers = []
    for package in all_packages(bargain.frame):
        columns = bargain.frame.offsets[:-1] + np.array(package)
        u = bargain.values[:, columns].sum(axis=1)
        options = {issue.id: issue.options[k] for issue, k in zip(bargain.frame.issues, package, strict=True)}
        for k, together in enumerate(bargain.frame.interactions):
            if all(options[issue] == option for issue, option in together):
                u = u + bargain.interaction_values[:, k]
        who = needed(bargain, package)
        if allowed(bargain, package) and all(u[p] >= bargain.reservations[p] - 1e-12 for p in who):
            numbers.append(encode(bargain.frame, options))
    return numbers


def test_members_of_a_wide_component_are_solved_in_runs_that_give_the_same(monkeypatch) -> None:
    models = ensemble(7, members=9)
    at_once = solve_ensemble(models, rng=np.random.default_rng(0), threads=1)
    monkeypatch.setattr("accord.solve.ensemble._HELD", 1)
    one_by_one = solve_ensemble(models, rng=np.random.default_rng(0), threads=1)
    assert at_once.exact
    assert one_by_one.exact
    for name in SOLUTIONS:
        assert at_once.picks[name].tolist() == one_by_one.picks[name].tolist()
    assert at_once.zone.tolist() == one_by_one.zone.tolist()
    assert at_once.zone_hits is not None
    assert one_by_one.zone_hits is not None
    assert at_once.zone_hits.tolist() == one_by_one.zone_hits.tolist()


def test_utilities_of_packages_have_their_interactions() -> None:
    models = ensemble(3)
    member = models.member(0)
    numbers = np.array([encode(member.frame, deal.package) for deal in solve(member).solutions["nash"]])
    told = [deal.utilities for deal in solve(member).solutions["nash"]]
    found = utilities(member.frame, member.values, numbers, member.interaction_values)
    np.testing.assert_allclose(found.T, told, atol=1e-12)


def test_what_interactions_add_in_an_ensemble_is_refused_by_name() -> None:
    models = next(one for one in map(ensemble, range(50)) if one.frame.interactions)
    with pytest.raises(BargainError, match="interaction_values of an ensemble must have shape"):
        solve_ensemble(replace(models, interaction_values=np.zeros((0, 0, 0))), rng=np.random.default_rng(0))
    bad = models.interaction_values.copy()
    bad[1, 2, 0] = np.nan
    with pytest.raises(BargainError, match=r"\[1, 2, 0\] is nan"):
        solve_ensemble(replace(models, interaction_values=bad), rng=np.random.default_rng(0))


@given(coupled_bargains(), st.integers(0, 10_000))
@settings(max_examples=50)
def test_asymmetric_nash_is_every_package_of_the_highest_weighted_product(bargain: Bargain, seed: int) -> None:
    parts = np.random.default_rng(seed).integers(1, 4, len(bargaining_parties(bargain))).tolist()
    names = [bargain.frame.parties[row].id for row in bargaining_parties(bargain)]
    weights = {name: part / sum(parts) for name, part in zip(names, parts, strict=True)}
    gains = rational(bargain)
    best: set[tuple[int, ...]] = set()
    if gains:
        ideals = [max(column) for column in zip(*gains.values(), strict=True)]

        def key(g: tuple[int, ...]) -> tuple[int, Fraction]:
            won = [Fraction(a, b) ** part for a, b, part in zip(g, ideals, parts, strict=True) if a > 0]
            return len(won), prod(won, start=Fraction(1))

        top = max(key(g) for g in gains.values())
        best = {package for package, g in gains.items() if key(g) == top}
    found = asymmetric_nash(bargain, weights)
    assert {tuple(deal.package.values()) for deal in found} == names_of(bargain, best)
    if len(set(parts)) == 1:
        assert set(map(str, found)) == set(map(str, solve(bargain).solutions["nash"]))


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ({"A": 1.0}, "none for 'B'"),
        ({"A": 0.5, "B": 0.25, "C": 0.25}, "'C' is none of them"),
        ({"A": 0.5, "B": 0.6}, "add up to 1.1"),
        ({"A": 1.5, "B": -0.5}, "weight of B"),
        ({"A": float("nan"), "B": 0.5}, "weight of A"),
    ],
)
def test_weights_that_do_not_add_up_are_refused_by_name(weights, told) -> None:
    frame = Frame((Party("A"), Party("B")), (Issue("a", ("l", "r")),))
    bargain = make_bargain(frame, {p: {"a": {"l": 0, "r": 1}} for p in "AB"})
    with pytest.raises(CallError, match=told):
        solve(bargain, weights=weights)


def test_more_parties_than_bit_sets_hold_are_refused() -> None:
    frame = Frame(tuple(Party(f"p{k}") for k in range(25)), (Issue("a", ("l", "r")),))
    with pytest.raises(SizeError, match="24 parties"):
        solve(Bargain(frame, np.zeros((25, 2)), np.zeros(25), np.zeros((25, 2), bool)))
