"""Red lines: minimal conflicts and repairs, by the definition."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from tests.solve.bargains import bargains, zone

from accord.bargain import Bargain, Ensemble, Frame, Issue, Party, make_bargain
from accord.solve import RedLine, conflicts, ensemble_conflicts
from accord.solve.conflicts import EXACT_LINES


def has_zone(bargain: Bargain, lines) -> bool:
    red = np.zeros(bargain.red_lines.shape, bool)
    for line in lines:
        red[bargain.frame.party_index[line.party], bargain.frame.column(line.issue, line.option)] = True
    return bool(zone(replace(bargain, red_lines=red)))


def subsets(lines):
    return chain.from_iterable(combinations(lines, size) for size in range(len(lines) + 1))


@given(bargains(most_packages=24))
@settings(max_examples=40)
def test_conflicts_and_repairs_are_all_the_minimal_ones(bargain: Bargain) -> None:
    found = conflicts(bargain)
    lines = found.lines
    if len(lines) > 5:
        return
    sets = [frozenset(one) for one in subsets(lines)]
    empty = {one for one in sets if not has_zone(bargain, one)}
    assert found.has_zone == (frozenset(lines) not in empty)
    assert found.reservations_clash == (frozenset() in empty)
    if found.has_zone or found.reservations_clash:
        assert found.conflicts == found.repairs == ()
        return
    smallest = {one for one in empty if not any(other < one for other in empty)}
    freeing = {frozenset(lines) - one for one in sets if one not in empty}
    assert {frozenset(one) for one in found.conflicts} == smallest
    assert {frozenset(one) for one in found.repairs} == {one for one in freeing if not any(o < one for o in freeing)}
    assert found.cheapest is not None
    assert frozenset(found.cheapest.lines) in {frozenset(one) for one in found.repairs}


def seed_like() -> Bargain:
    """Five conditions on three issues (Reiter 1987's duality by hand): territory 0 to 4, neutral, guarantee."""
    levels = tuple(map(str, range(5)))
    frame = Frame(
        (Party("R"), Party("U"), Party("E")),
        (Issue("territory", levels), Issue("neutral", ("no", "yes")), Issue("guarantee", ("no", "yes"))),
    )
    flat = {i.id: dict.fromkeys(i.options, 0) for i in frame.issues}
    return make_bargain(
        frame,
        {
            "R": flat | {"territory": {level: int(level) for level in levels}},
            "U": flat | {"territory": {level: -3 * int(level) for level in levels}},
            "E": flat,
        },
        reservations={"R": 0, "U": -100, "E": 0},
        red_lines={
            "R": {"territory": ("0", "1", "2"), "neutral": ("no",)},
            "U": {"territory": ("2", "3", "4"), "guarantee": ("no",)},
            "E": {},
        },
    )


def test_the_cheapest_repair_is_the_one_that_loses_least() -> None:
    """R from 3 down to 1 loses 2, down to 2 (with U up from 1) 1 + 3; U from 1 up to 3 loses 6."""
    found = conflicts(seed_like())
    assert not found.has_zone
    assert found.cheapest is not None
    assert found.cheapest.lines == (RedLine("R", "territory", "1"),)
    assert found.cheapest.loss == pytest.approx(2.0)
    assert found.cheapest.package == {"territory": "1", "neutral": "yes", "guarantee": "yes"}
    territory = {line for lines in found.conflicts for line in lines}
    assert {line.issue for line in territory} == {"territory"}


def test_reservations_that_clash_without_any_red_line_are_said() -> None:
    frame = Frame((Party("A"), Party("B"), Party("C")), (Issue("price", ("low", "high")),))
    utilities = {
        "A": {"price": {"low": 0, "high": 1}},
        "B": {"price": {"low": 1, "high": 0}},
        "C": {"price": {"low": 1, "high": 1}},
    }
    found = conflicts(make_bargain(frame, utilities, reservations={"A": 1, "B": 1, "C": 0}))
    assert found.reservations_clash
    assert found.quarrels == (("A", "B"),)
    assert found.cheapest is None


def test_beyond_fifteen_lines_there_is_the_cheapest_repair() -> None:
    """Each of two parties excludes the other's half of twenty prices; one step from the middle costs one."""
    prices = tuple(f"{k:02}" for k in range(20))
    bargain = make_bargain(
        Frame((Party("buyer"), Party("seller")), (Issue("price", prices),)),
        {
            "buyer": {"price": {price: 2 * (20 - int(price)) for price in prices}},
            "seller": {"price": {price: int(price) for price in prices}},
        },
        red_lines={"buyer": {"price": prices[10:]}, "seller": {"price": prices[:10]}},
    )
    found = conflicts(bargain)
    assert len(found.lines) > EXACT_LINES
    assert not found.complete
    assert found.cheapest is not None
    assert found.cheapest.lines == (RedLine("seller", "price", "09"),)
    assert found.cheapest.loss == pytest.approx(1.0)


def test_whether_a_member_with_many_red_lines_has_a_zone_is_exact() -> None:
    """Twenty prices; the buyer refuses the upper ten. The seller refuses the lower ten, or nine, or wants too much."""
    prices = tuple(f"{k:02}" for k in range(20))
    frame = Frame((Party("buyer"), Party("seller")), (Issue("price", prices),))
    worth = np.arange(20.0)
    lines = np.zeros((3, 2, 20), bool)
    lines[:, 0, 10:] = lines[:, 1, :10] = True
    lines[1, 1, 9] = False
    ensemble = Ensemble(
        frame,
        np.repeat(np.stack([20 - worth, worth])[None], 3, axis=0),
        np.array([[0.0, 0.0], [0.0, 0.0], [15.0, 15.0]]),
        lines,
        np.full((3, 1), -1),
        np.zeros((3, 0), bool),
        (),
    )
    found = ensemble_conflicts(ensemble)
    assert found.has_zone.tolist() == [False, True, False]
    assert found.reservations_clash.tolist() == [False, False, True]
    assert found.complete.tolist() == [False, True, True]


def test_shares_of_conflicts_are_counted_over_members() -> None:
    bargain = seed_like()
    members = 8
    drawn = np.repeat(bargain.red_lines[None], members, axis=0)
    # In two of eight members U has no red line, so nothing conflicts.
    drawn[:2, bargain.frame.party_index["U"]] = False
    ensemble = Ensemble(
        bargain.frame,
        np.repeat(bargain.values[None], members, axis=0),
        np.repeat(bargain.reservations[None], members, axis=0),
        drawn,
        np.full((members, 3), -1),
        np.zeros((members, 0), bool),
        (),
    )
    found = ensemble_conflicts(ensemble)
    assert found.has_zone.tolist() == [True] * 2 + [False] * 6
    assert {share for _, share in found.conflicts} == {0.75}
    assert {frozenset(lines) for lines, _ in found.conflicts} == {
        frozenset(one) for one in conflicts(bargain).conflicts
    }
    assert all(line.issue == "territory" for line, _ in found.blocking)
