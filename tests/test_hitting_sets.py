"""Minimal hitting sets: against the definition, and as the duality of conflicts and repairs."""

from __future__ import annotations

from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.solve.bargains import coupled_bargains

from accord.bargain import Bargain
from accord.errors import SizeError
from accord.hitting_sets import hitting_sets, minimal
from accord.solve import conflicts

FAMILIES = st.lists(st.frozensets(st.sampled_from("abcdef"), min_size=1), max_size=7)


@given(FAMILIES)
@settings(max_examples=40)
def test_they_are_all_the_minimal_sets_that_meet_every_set(family: list[frozenset[str]]) -> None:
    every = [frozenset(s) for s in chain.from_iterable(combinations("abcdef", n) for n in range(7))]
    meets = [one for one in every if all(one & target for target in family)]
    assert set(hitting_sets(family)) == {one for one in meets if not any(other < one for other in meets)}


@given(FAMILIES)
@settings(max_examples=40)
def test_what_hits_all_that_hits_a_family_is_the_family_again(family: list[frozenset[str]]) -> None:
    assert hitting_sets(hitting_sets(family)) == minimal(family)


@given(coupled_bargains(most_packages=40))
@settings(max_examples=40)
def test_conflicts_and_repairs_of_a_bargain_are_duals(bargain: Bargain) -> None:
    found = conflicts(bargain)
    if found.repairs and found.complete:
        repairs, clashes = (list(map(frozenset, sets)) for sets in (found.repairs, found.conflicts))
        assert set(hitting_sets(repairs)) == set(clashes)
        assert set(hitting_sets(clashes)) == set(repairs)


def test_nothing_meets_an_empty_set_and_anything_meets_no_set() -> None:
    assert hitting_sets([frozenset[str]()]) == ()
    assert hitting_sets([]) == (frozenset(),)


def test_more_than_can_be_listed_are_refused() -> None:
    with pytest.raises(SizeError, match="20000 minimal sets"):
        hitting_sets(frozenset({f"a{n}", f"b{n}"}) for n in range(20))
