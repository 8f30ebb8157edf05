"""Orders of issues under preconditions, and deadlocks, by looking at every permutation and every subset."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, combinations, permutations
from math import factorial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.bargain import Frame, Issue, Party, Precondition, Track
from accord.errors import CallError, SizeError
from accord.solve.orders import orders

NAMES = "abcde"
WISHES = st.lists(
    st.builds(Precondition, st.sampled_from(["P", "Q"]), st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(
        lambda one: one.before != one.after
    ),
    max_size=6,
    unique=True,
)


def frame(wishes, names=NAMES, consent=()) -> Frame:
    issues = tuple(Issue(name, ("no", "yes"), consent=consent) for name in names)
    return Frame((Party("P"), Party("Q")), issues, preconditions=tuple(wishes))


def respecting(wishes, names=NAMES) -> list[tuple[str, ...]]:
    return [p for p in permutations(names) if all(p.index(w.before) < p.index(w.after) for w in wishes)]


@given(WISHES)
@settings(max_examples=40)
def test_orders_are_the_permutations_that_respect_every_precondition(wishes: list[Precondition]) -> None:
    found = orders(frame(wishes))
    assert sorted(found.listed) == sorted(respecting(wishes))
    assert found.count == len(found.listed)
    assert (found.deadlock is None) == (found.count > 0)


@given(WISHES)
@settings(max_examples=40)
def test_circles_and_withdrawals_are_all_the_minimal_ones(wishes: list[Precondition]) -> None:
    sets = [set(one) for one in chain.from_iterable(combinations(wishes, n) for n in range(len(wishes) + 1))]
    found = orders(frame(wishes))
    if found.deadlock is None:
        return
    stuck = [one for one in sets if not respecting(one)]
    freeing = [one for one in sets if respecting(set(wishes) - one)]
    assert {frozenset(c) for c in found.deadlock.circles} == {
        frozenset(one) for one in stuck if not any(other < one for other in stuck)
    }
    assert {frozenset(r) for r in found.deadlock.repairs} == {
        frozenset(one) for one in freeing if not any(other < one for other in freeing)
    }
    for circle in found.deadlock.circles:
        assert all(a.after == b.before for a, b in zip(circle, (*circle[1:], circle[0]), strict=True))


def test_free_issues_multiply_the_orders_and_cost_nothing() -> None:
    names = [f"i{k:02}" for k in range(30)]
    found = orders(frame([Precondition("P", "i03", "i07"), Precondition("Q", "i11", "i12")], names), limit=2)
    assert found.count == factorial(30) // 4
    assert len(found.listed) == 2


def test_seventeen_tied_issues_are_counted_and_forty_are_refused() -> None:
    def comb(n: int) -> Frame:
        return frame([Precondition("P", "i00", f"i{k:02}") for k in range(1, n)], [f"i{k:02}" for k in range(n)])

    assert orders(comb(17), limit=1).count == factorial(16)
    with pytest.raises(SizeError, match="40 tied steps"):
        orders(comb(40))


def test_tracks_are_ordered_by_the_preconditions_between_them() -> None:
    plain = frame([Precondition("P", "a", "c"), Precondition("Q", "a", "b")], "abc")
    issues = tuple(replace(i, track=t) for i, t in zip(plain.issues, ("x", "x", "y"), strict=True))
    by_track = replace(plain, issues=issues, tracks=(Track("x", ("P", "Q")), Track("y", ("P",))))
    assert orders(by_track, by="track").listed == (("x", "y"),)
    with pytest.raises(CallError, match="names none"):
        orders(plain, by="track")
    with pytest.raises(CallError, match="issue, track"):
        orders(plain, by="week")


def test_a_party_without_a_say_asks_in_vain() -> None:
    wish = Precondition("Q", "a", "b")
    assert orders(frame([wish], "ab", consent=("P",))).idle == (wish,)
    assert orders(frame([wish], "ab")).idle == ()


def test_issues_that_wait_for_each_other_are_told_apart_from_the_rest() -> None:
    wishes = [Precondition("P", a, b) for a, b in ("ab", "ba", "bc", "de", "ed")]
    found = orders(frame(wishes)).deadlock
    assert found is not None
    assert found.together == (("a", "b"), ("d", "e"))
