"""Logrolling: trades from a package, by the definition."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.solve.bargains import (
    Package,
    all_packages,
    allowed,
    bargaining_parties,
    coupled_bargains,
    exact,
    needed,
    pareto,
    reservations,
)

from accord.bargain import Bargain, Ensemble, Frame, Issue, Party, consents, make_bargain
from accord.errors import BargainError, CallError, SizeError
from accord.solve.trades import exchange, trades

SEEDS = st.integers(0, 10_000)


def drawn(bargain: Bargain, seed: int) -> Package:
    rng = np.random.default_rng(seed)
    return tuple(int(rng.integers(len(issue.options))) for issue in bargain.frame.issues)


def words(bargain: Bargain, package: Package) -> dict[str, str]:
    return {issue.id: issue.options[k] for issue, k in zip(bargain.frame.issues, package, strict=True)}


def changed(start: Package, end: Package) -> frozenset[int]:
    return frozenset(i for i, (a, b) in enumerate(zip(start, end, strict=True)) if a != b)


def parties_to(bargain: Bargain, issues) -> set[int]:
    return {int(p) for i in issues for p in np.flatnonzero(consents(bargain.frame)[i])}


def improves(bargain: Bargain, start: Package, end: Package, who: set[int]) -> bool:
    """The definition: a deal that all concerned agree to, with none of `who` worse off and one better off."""
    if end not in set(all_packages(bargain.frame)) or not allowed(bargain, end):
        return False
    own = parties_to(bargain, changed(start, end)) | needed(bargain, end)
    columns = [int(a) + k for a, k in zip(bargain.frame.offsets, end, strict=False)]
    before, after, least = exact(bargain, start), exact(bargain, end), reservations(bargain)
    if any(bargain.red_lines[p, c] for p in own for c in columns) or any(after[p] < least[p] for p in own):
        return False
    return all(after[p] >= before[p] for p in who) and any(after[p] > before[p] for p in who)


@given(coupled_bargains(most_packages=60), SEEDS)
@settings(max_examples=60)
def test_trades_are_all_those_of_the_definition(bargain: Bargain, seed: int) -> None:
    start = drawn(bargain, seed)
    every = [end for end in all_packages(bargain.frame) if end != start]
    real = {end for end in every if improves(bargain, start, end, parties_to(bargain, changed(start, end)))}

    def part(end: Package, issues) -> Package:
        return tuple(end[i] if i in issues else start[i] for i in range(len(start)))

    def least(end: Package) -> bool:
        moves, who = changed(start, end), parties_to(bargain, changed(start, end))
        proper = chain.from_iterable(combinations(sorted(moves), n) for n in range(1, len(moves)))
        return not any(improves(bargain, start, part(end, some), who) for some in proper)

    found = trades(bargain, words(bargain, start), size=4, minimal=False)
    told = [*found.single, *found.trades]
    assert {tuple(t.package.values()) for t in told} == {tuple(words(bargain, end).values()) for end in real}
    assert len(told) == len(real)
    assert found.found == len(found.trades)
    for trade in told:
        end = tuple(i.options.index(trade.package[i.id]) for i in bargain.frame.issues)
        assert trade.minimal == least(end)
        assert set(trade.changes) == {bargain.frame.issues[i].id for i in changed(start, end)}
        for row, party in enumerate(bargain.frame.parties):
            gain = (exact(bargain, end)[row] - exact(bargain, start)[row]) / 30
            assert trade.gains[party.id] == pytest.approx(gain, abs=1e-12)
            parts = sum(trade.by_issue[party.id].values()) + trade.interplay[party.id]
            assert parts == pytest.approx(gain, abs=1e-12)
            assert (party.id in trade.harmed) == (gain < -1e-9 and party.id not in trade.parties)
    minimal = trades(bargain, words(bargain, start), size=4)
    assert {tuple(t.package.values()) for t in minimal.trades} == {
        tuple(words(bargain, end).values()) for end in real if len(changed(start, end)) > 1 and least(end)
    }


def logrolling() -> tuple[Bargain, dict[str, str]]:
    """Three issues; each of A, B, C holds one dear that another gives cheaply."""
    issues = tuple(Issue(name, ("no", "yes")) for name in ("dam", "road", "port"))
    worth = {
        "A": {"dam": 6, "road": -1, "port": -2},
        "B": {"dam": -2, "road": 5, "port": -1},
        "C": {"dam": -1, "road": -2, "port": 4},
    }
    utilities = {p: {i: {"no": 0, "yes": u} for i, u in row.items()} for p, row in worth.items()}
    frame = Frame(tuple(map(Party, "ABC")), issues)
    low = dict.fromkeys("ABC", -10)
    return make_bargain(frame, utilities, reservations=low), dict.fromkeys(("dam", "road", "port"), "no")


def test_a_circle_of_three_favours_is_one_minimal_trade_and_every_pair_harms_the_third() -> None:
    bargain, nothing = logrolling()
    found = trades(bargain, nothing)
    assert found.single == ()
    assert [(t.gains, t.minimal, t.logroll) for t in found.trades] == [({"A": 3.0, "B": 2.0, "C": 1.0}, True, True)]


def test_a_trade_of_two_may_harm_the_third_who_has_no_say() -> None:
    """The paradox of vote trading (Riker and Brams 1973): what each pair gains, the third pays for."""
    bargain, nothing = logrolling()
    issues = tuple(replace(i, consent=("A", "B")) for i in bargain.frame.issues)
    apart = replace(bargain, frame=replace(bargain.frame, issues=issues))
    best = trades(apart, nothing).trades[0]
    assert best.changes == {"dam": ("no", "yes"), "road": ("no", "yes")}
    assert (best.parties, best.harmed) == (("A", "B"), ("C",))
    assert best.by_issue["A"] == {"dam": 6.0, "road": -1.0}
    assert best.gains == {"A": 5.0, "B": 3.0, "C": -3.0}


def test_trades_are_ranked_by_nash_or_by_total() -> None:
    issues = (Issue("x", ("0", "1", "2")), Issue("y", ("0", "1")))
    utilities = {
        "A": {"x": {"0": 0, "1": -1, "2": -2}, "y": {"0": 0, "1": 9}},
        "B": {"x": {"0": 0, "1": 3, "2": 4}, "y": {"0": 0, "1": -2}},
    }
    bargain = make_bargain(Frame((Party("A"), Party("B")), issues), utilities)
    at = {"x": "0", "y": "0"}
    # Gains are (8, 1) and (7, 2): the second has the larger product, and the sums are equal.
    assert [t.gains["A"] for t in trades(bargain, at).trades] == [7.0, 8.0]
    assert [t.total for t in trades(bargain, at, by="total").trades] == [9.0, 9.0]
    assert exchange(bargain, at, {"x": "2", "y": "1"}).gains == {"A": 7.0, "B": 2.0}
    assert not exchange(bargain, at, {"x": "0", "y": "1"}).minimal


def test_odd_calls_are_refused_by_name() -> None:
    bargain, nothing = logrolling()
    with pytest.raises(CallError, match="`size` is 1 or more; got 0"):
        trades(bargain, nothing, size=0)
    with pytest.raises(CallError, match="nash, total"):
        trades(bargain, nothing, by="luck")
    with pytest.raises(BargainError, match="option of issue 'port'"):
        trades(bargain, nothing | {"port": "maybe"})
    with pytest.raises(BargainError, match="'bridge'"):
        trades(bargain, nothing | {"bridge": "no"})
    with pytest.raises(CallError, match="the same"):
        exchange(bargain, nothing, nothing)
    wide = tuple(Issue(f"i{k}", tuple("abcdefghij")) for k in range(30))
    flat = {"A": {i.id: dict.fromkeys(i.options, 0) for i in wide}}
    with pytest.raises(SizeError, match="fewer issues"):
        trades(make_bargain(Frame((Party("A"),), wide), flat), {i.id: "a" for i in wide}, size=4)
