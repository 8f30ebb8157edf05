"""Minimal conflicts and repairs, checked against their definitions by brute force."""

from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.errors import CallError
from accord.theory.red_lines import conflicts_and_repairs

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
