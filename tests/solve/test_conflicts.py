"""Red lines: minimal conflicts and repairs, by the definition."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.solve.bargains import all_packages, bargains, coupled_bargains, exact, needed, reservations, zone

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


@given(st.one_of(bargains(most_packages=24), coupled_bargains(most_packages=24)), st.booleans())
@settings(max_examples=30)
def test_conflicts_and_repairs_are_all_the_minimal_ones(bargain: Bargain, walk: bool) -> None:
    """By walking all packages and, as where there are too many to walk, by asking for zones."""
    found = conflicts(bargain, walk=10**8 if walk else 0)
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


@given(st.one_of(bargains(most_packages=40), coupled_bargains(most_packages=40)), st.booleans())
@settings(max_examples=40)
def test_the_cheapest_repair_is_the_least_loss_of_any_package(bargain: Bargain, walk: bool) -> None:
    least, losses = reservations(bargain), by_hand(bargain)
    costs = []
    for package in all_packages(bargain.frame):
        who, u = needed(bargain, package), exact(bargain, package)
        if who and all(u[p] >= least[p] for p in who):
            columns = [int(a) + k for a, k in zip(bargain.frame.offsets, package, strict=False)]
            costs.append(sum(losses[p, c] for p in who for c in columns))
    found = conflicts(bargain, walk=10**8 if walk else 0)
    if not found.has_zone and costs:
        assert found.cheapest is not None
        assert found.cheapest.loss == pytest.approx(min(costs), abs=1e-9)
        assert frozenset(found.cheapest.lines) in {frozenset(one) for one in found.repairs} or not found.complete


def by_hand(bargain: Bargain) -> np.ndarray:
    """How far behind its red line a party steps with each option."""
    losses = np.zeros(bargain.values.shape)
    for row, (values, red) in enumerate(zip(bargain.values, bargain.red_lines, strict=True)):
        for start, stop in zip(bargain.frame.offsets, bargain.frame.offsets[1:], strict=False):
            free = [values[c] for c in range(start, stop) if not red[c]]
            border = min(free) if free else max(values[start:stop])
            for c in range(start, stop):
                losses[row, c] = max(0.0, border - values[c]) if red[c] else 0.0
    return losses


def test_red_lines_of_a_million_million_packages_clash_on_the_issue_they_clash_on() -> None:
    """Twelve issues of ten prices; on the first buyer and seller each rule out the other's half."""
    prices = tuple(f"{k}" for k in range(10))
    issues = tuple(Issue(f"i{k:02}", prices) for k in range(12))
    buyer = {i.id: {price: 9 - int(price) for price in prices} for i in issues}
    seller = {i.id: {price: 2 * int(price) for price in prices} for i in issues}
    frame = Frame((Party("buyer"), Party("seller")), issues)
    worth = {"buyer": buyer, "seller": seller}
    red = {"buyer": {"i00": prices[5:]}, "seller": {"i00": prices[:5], "i01": ("0",)}}
    found = conflicts(make_bargain(frame, worth, red_lines=red))
    assert frame.packages == 10**12
    assert found.complete
    assert [len(one) for one in found.conflicts] == [10]
    assert set(found.repairs) == {(line,) for line in found.lines if line.issue == "i00"}
    assert found.cheapest is not None
    assert found.cheapest.lines == (RedLine("buyer", "i00", "5"),)
    assert found.cheapest.loss == pytest.approx(1.0)
    many = red | {"buyer": red["buyer"] | {"i02": prices[5:]}}
    beyond = conflicts(make_bargain(frame, worth, red_lines=many))
    assert not beyond.complete
    assert beyond.cheapest is not None
    assert beyond.cheapest.lines == (RedLine("buyer", "i00", "5"),)


@given(coupled_bargains(most_packages=16), st.integers(0, 1000))
@settings(max_examples=15)
def test_rules_bind_in_every_member(bargain: Bargain, seed: int) -> None:
    rng = np.random.default_rng(seed)
    lines = rng.random((3, *bargain.red_lines.shape)) < 0.3
    members = [replace(bargain, red_lines=own) for own in lines]
    frame = bargain.frame
    fallback = [-1 if i.counterfactual is None else i.options.index(i.counterfactual) for i in frame.issues]
    ensemble = Ensemble(
        frame,
        np.stack([bargain.values] * 3),
        np.stack([bargain.reservations] * 3),
        lines,
        np.array([fallback] * 3),
        np.zeros((3, 0), bool),
        (),
        interaction_values=np.stack([bargain.interaction_values] * 3),
    )
    found = ensemble_conflicts(ensemble, threads=1)
    alone = [conflicts(member) for member in members]
    assert found.has_zone.tolist() == [one.has_zone for one in alone]
    assert found.reservations_clash.tolist() == [one.reservations_clash for one in alone]
    for repairs, told in ((False, found.conflicts), (True, found.repairs)):
        each = [one.repairs if repairs else one.conflicts for one in alone]
        for lines_, share in told:
            assert share == pytest.approx(sum(lines_ in own for own in each) / 3)
        assert {lines_ for own in each for lines_ in own} == {lines_ for lines_, _ in told}
