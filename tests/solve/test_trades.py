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
    possible,
    reservations,
)

from accord.bargain import Bargain, Ensemble, Frame, Issue, Party, consents, make_bargain
from accord.errors import BargainError, CallError, SizeError
from accord.solve.dominance import best_trade, efficiency
from accord.solve.trade_shares import share_of_trade, trade_shares
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
    if not possible(bargain.frame, end) or not allowed(bargain, end):
        return False
    own = parties_to(bargain, changed(start, end)) | needed(bargain, end)
    columns = [int(a) + k for a, k in zip(bargain.frame.offsets, end, strict=False)]
    before, after, least = exact(bargain, start), exact(bargain, end), reservations(bargain)
    if any(bargain.red_lines[p, c] for p in own for c in columns) or any(after[p] < least[p] for p in own):
        return False
    return all(after[p] >= before[p] for p in who) and any(after[p] > before[p] for p in who)


@given(coupled_bargains(most_packages=60), SEEDS)
@settings(max_examples=30)
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


def dominating(bargain: Bargain, start: Package, *, asked: bool) -> dict[Package, list[int]]:
    """Gains of the bargaining parties in every deal of the zone that is worse for none of them and better for one."""
    who, least, before = bargaining_parties(bargain), reservations(bargain), exact(bargain, start)
    found = {}
    for end in all_packages(bargain.frame):
        own = needed(bargain, end) | (parties_to(bargain, changed(start, end)) if asked else set())
        columns = [int(a) + k for a, k in zip(bargain.frame.offsets, end, strict=False)]
        after = exact(bargain, end)
        gains = [after[p] - before[p] for p in who]
        fine = needed(bargain, end) and not any(bargain.red_lines[p, c] for p in own for c in columns)
        if fine and all(after[p] >= least[p] for p in own) and min(gains) >= 0 and max(gains) > 0:
            found[end] = gains
    return found


@given(coupled_bargains(), SEEDS)
@settings(max_examples=40)
def test_what_dominates_a_package_is_found_without_looking_at_all(bargain: Bargain, seed: int) -> None:
    start = drawn(bargain, seed)
    who = bargaining_parties(bargain)
    if not who:
        return
    ids = [bargain.frame.parties[p].id for p in who]
    real = dominating(bargain, start, asked=False)
    found = efficiency(bargain, words(bargain, start))
    assert found.efficient == (not real)
    tops = [g for g in real.values() if not any(h != g and all(np.array(h) >= g) for h in real.values())]
    assert {tuple(round(t.gains[id] * 30) for id in ids) for t in found.better} == set(map(tuple, tops))
    assert found.found == len(found.better)
    assert [round(found.left[id] * 30) for id in ids] == [
        max([0, *column]) for column in zip(*real.values(), [0] * len(ids), strict=True)
    ]
    assert round(found.total * 30) == max([0, *map(sum, real.values())])
    for trade in found.better:
        end = tuple(i.options.index(trade.package[i.id]) for i in bargain.frame.issues)
        equal = [other for other, gains in real.items() if gains == real[end]]
        assert len(trade.changes) == min(len(changed(start, other)) for other in equal)


@given(coupled_bargains(), SEEDS, st.sampled_from(["nash", "egalitarian", "utilitarian"]))
@settings(max_examples=30)
def test_the_best_trade_of_two_is_the_best_that_harms_nobody(bargain: Bargain, seed: int, rule: str) -> None:
    start, who = drawn(bargain, seed), bargaining_parties(bargain)
    if len(who) < 2:
        return
    a, b = (bargain.frame.parties[p].id for p in who[:2])
    real = {
        end: tuple(gains[:2]) for end, gains in dominating(bargain, start, asked=True).items() if max(gains[:2]) > 0
    }
    found = best_trade(bargain, words(bargain, start), a, b, rule=rule)
    assert (found is None) == (not real)
    if found is not None:
        key = {
            "nash": lambda g: (sum(x > 0 for x in g), (g[0] or 1) * (g[1] or 1) if min(g) > 0 else 0),
            "egalitarian": sorted,
            "utilitarian": sum,
        }[rule]
        end = tuple(i.options.index(found.package[i.id]) for i in bargain.frame.issues)
        assert key(real[end]) == max(map(key, real.values()))


def test_a_million_million_packages_are_no_obstacle() -> None:
    rng = np.random.default_rng(3)
    issues = tuple(Issue(f"i{k}", tuple("abcdefghij")) for k in range(12))
    frame = Frame(tuple(map(Party, "ABC")), issues)
    values = rng.integers(0, 100, (3, 120)).astype(float)
    bargain = Bargain(frame, values, np.zeros(3), np.zeros(values.shape, bool))
    good = [int(k) for k in values.reshape(3, 12, 10).sum(axis=0).argmax(axis=1)]
    good[0] = int(values.reshape(3, 12, 10).sum(axis=0)[0].argmin())
    found = efficiency(bargain, words(bargain, tuple(good)))
    best = values.reshape(3, 12, 10).sum(axis=0)
    assert not found.efficient
    assert found.total == best[0].max() - best[0].min()


@given(coupled_bargains(most_packages=40), SEEDS)
@settings(max_examples=15)
def test_shares_are_the_members_in_which_a_trade_helps(bargain: Bargain, seed: int) -> None:
    rng = np.random.default_rng(seed)
    frame, members = bargain.frame, 4
    fallback = np.array([-1 if i.counterfactual is None else i.options.index(i.counterfactual) for i in frame.issues])
    ensemble = Ensemble(
        frame,
        np.stack([bargain.values] + [rng.permutation(bargain.values, axis=1) for _ in range(members - 1)]),
        np.stack([bargain.reservations] * members),
        rng.random((members, *bargain.red_lines.shape)) < 0.1,
        np.where(rng.random((members, len(frame.issues))) < 0.3, -1, fallback),
        np.zeros((members, 0), bool),
        (),
        interaction_values=np.stack([bargain.interaction_values] * members),
    )
    start = words(bargain, drawn(bargain, seed))
    found = trade_shares(ensemble, start)
    each = [trades(ensemble.member(m), start, size=2, minimal=False) for m in range(members)]
    told = [{tuple(t.package.values()): t for t in (*one.single, *one.trades)} for one in each]
    assert found.stuck == sum(not one for one in told) / members
    every = {package for one in told for package in one}
    assert len(found.single) + len(found.trades) == len(every)
    for share in (*found.single, *found.trades):
        end = start | {issue: after for issue, (_, after) in share.changes.items()}
        hits = [one[tuple(end.values())] for one in told if tuple(end.values()) in one]
        assert share.share == len(hits) / members
        assert share.minimal == sum(t.minimal for t in hits) / members
        assert share.everyone == sum(all(t.gains[p] > 1e-9 for p in t.parties) for t in hits) / members
        assert share.harms == {
            p.id: sum(p.id in t.harmed and t.gains[p.id] < -1e-9 for t in hits) / members
            for p in frame.parties
            if any(p.id in t.harmed and t.gains[p.id] < -1e-9 for t in hits)
        }
        assert share_of_trade(ensemble, start, end) == share
