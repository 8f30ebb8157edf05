"""Minimal conflicts and repairs, checked against their definitions by brute force."""

from collections.abc import Callable, Mapping
from itertools import chain, combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.errors import CallError, SizeError
from accord.theory.red_lines import conflicts_and_repairs, red_lines_mus_mcs_discrete, zopa_interval

BROKEN = st.lists(st.frozensets(st.sampled_from("abcde"), max_size=4), min_size=1, max_size=8)


def _subsets(lines: set[str]) -> list[frozenset[str]]:
    ordered = sorted(lines)
    return [frozenset(one) for one in chain.from_iterable(combinations(ordered, n) for n in range(len(ordered) + 1))]


@given(BROKEN)
@settings(max_examples=60)
def test_conflicts_and_repairs_are_those_of_the_definition(broken: list[frozenset[str]]) -> None:
    lines = set().union(*broken)

    def possible(kept: frozenset[str]) -> bool:
        return any(not (kept & package) for package in broken)

    conflicts = [one for one in _subsets(lines) if not possible(one) and all(possible(one - {line}) for line in one)]
    repairs = [
        one
        for one in _subsets(lines)
        if possible(frozenset(lines) - one) and all(not possible(frozenset(lines) - (one - {line})) for line in one)
    ]
    found = conflicts_and_repairs(broken)
    assert found.feasible == possible(frozenset(lines))
    if not found.feasible:
        assert sorted(found.conflicts) == sorted(tuple(sorted(one)) for one in conflicts)
        assert sorted(found.repairs) == sorted(tuple(sorted(one)) for one in repairs)


def test_the_cheapest_repair_is_by_weight_not_by_number() -> None:
    found = conflicts_and_repairs([{"dear"}, {"cheap", "cheaper"}], {"dear": 5, "cheap": 1, "cheaper": 1})
    assert (found.cheapest, found.cost) == (("cheap", "cheaper"), 2)


def test_a_weight_of_nothing_is_refused() -> None:
    with pytest.raises(CallError, match="weights"):
        conflicts_and_repairs([{"a"}], {"a": 0})


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(-2, 3), st.booleans()), max_size=5))
@settings(max_examples=40)
def test_on_a_few_values_lines_clash_where_no_point_meets_them(rows: list[tuple[int, int, bool]]) -> None:
    variables = {"x": [0, 1, 2], "y": [0, 1], "z": [0, 2]}

    def line(row: tuple[int, int, bool]) -> Callable[[Mapping[str, int]], bool]:
        kind, limit, above = row
        value = [lambda at: at["x"] - at["y"], lambda at: at["y"] + at["z"], lambda at: at["x"] + at["z"]][kind]
        return lambda at: (value(at) >= limit) == above

    lines = {f"line {number}": line(row) for number, row in enumerate(rows)}
    points = [dict(zip(variables, values, strict=True)) for values in product(*variables.values())]

    def possible(kept: frozenset[str]) -> bool:
        return any(all(lines[name](point) for name in kept) for point in points)

    found = red_lines_mus_mcs_discrete(variables, lines)
    names = set(lines)
    assert found.feasible == possible(frozenset(names))
    assert set(map(frozenset, found.conflicts)) == {
        one for one in _subsets(names) if not possible(one) and all(possible(one - {name}) for name in one)
    }


def test_more_points_than_can_be_looked_at_are_refused() -> None:
    with pytest.raises(SizeError, match="1000000"):
        red_lines_mus_mcs_discrete({str(n): range(10) for n in range(7)}, {"a": lambda _: True})


@given(st.integers(-5, 5), st.integers(-5, 5))
@settings(max_examples=30)
def test_a_zone_holds_the_prices_that_suit_both(seller: int, buyer: int) -> None:
    found = zopa_interval(seller, buyer)
    suits = [price for price in range(-5, 6) if seller <= price <= buyer]
    assert found.exists == bool(suits)
    assert found.surplus == buyer - seller
    if suits:
        assert (found.low, found.high) == (suits[0], suits[-1])


def test_more_minimal_sets_than_can_be_listed_are_refused_at_once() -> None:
    with pytest.raises(SizeError, match="20000 minimal sets"):
        conflicts_and_repairs([{f"a {n}", f"b {n}", f"c {n}"} for n in range(40)])
