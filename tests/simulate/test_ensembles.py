"""Every member of an ensemble played out, and what is told of it."""

from dataclasses import replace

import numpy as np
import pytest
from tests.simulate.bargains import drawn, ensemble, made

from accord.errors import CallError
from accord.simulate import (
    How,
    Pattern,
    Rules,
    clock_likelihoods,
    deadline_effect,
    deal_or_time,
    deal_or_time_by_clock,
    explain_moves,
    outcomes,
    pattern_likelihoods,
    simulate,
    simulate_ensemble,
)


@pytest.mark.parametrize("names", [["boulware", "conceder"], ["linear", "tit_for_tat"], ["mediator:0.7:0", "time:2"]])
def test_a_member_is_played_as_the_bargain_it_is(names) -> None:
    models = ensemble(1)
    played = simulate_ensemble(models, names, Rules(25), seed=3)
    for member in range(models.members):
        run = simulate(models.member(member), names, Rules(25), seed=3, how=How(traces=1)).traces[0]
        assert played.rounds[member, 0] == run.step
        assert played.total.runs == models.members
        gain = np.array(run.utilities) - models.reservations[member]
        assert np.allclose(played.gains[member], gain)


def test_members_with_ties_are_played_as_the_bargains_they_are() -> None:
    models = ensemble(2)
    models.values[:] = np.round(models.values * 3)
    models.reservations[:] = np.round(models.reservations)
    played = simulate_ensemble(models, ["boulware", "linear"], Rules(30), seed=0)
    for member in range(models.members):
        run = simulate(models.member(member), ["boulware", "linear"], Rules(30), seed=0, how=How(traces=1)).traces[0]
        assert played.rounds[member, 0] == run.step
        assert np.allclose(played.gains[member], np.array(run.utilities) - models.reservations[member])


@pytest.mark.parametrize("consent", [(), ("A",)])
def test_members_with_red_lines_are_played_as_the_bargains_they_are(consent) -> None:
    models = ensemble(6, members=60)
    issues = (replace(models.frame.issues[0], consent=consent), *models.frame.issues[1:])
    rng = np.random.default_rng(6)
    models = replace(
        models,
        frame=replace(models.frame, issues=issues),
        reservations=models.reservations * 1.5,
        red_lines=rng.random(models.values.shape) < 0.25,
        counterfactuals=rng.integers(-1, 2, models.counterfactuals.shape),
    )
    played = simulate_ensemble(models, ["boulware", "linear"], Rules(30), seed=0)
    ends = set()
    cannot: set[str] = set()
    for member in range(models.members):
        run = simulate(models.member(member), ["boulware", "linear"], Rules(30), seed=0, how=How(traces=1)).traces[0]
        assert (played.rounds[member, 0], played.ended[member, 0]) == (run.step, int(run.ended))
        assert np.allclose(played.gains[member], np.array(run.utilities) - models.reservations[member])
        ends.add(run.ended)
        cannot.update(simulate(models.member(member), ["boulware", "linear"], Rules(1), seed=0).unwilling)
    assert len(ends) > 1
    assert set(played.total.unwilling) == cannot


def test_threads_change_no_number() -> None:
    models = ensemble(4, members=200)
    one = simulate_ensemble(models, ["random", "mediator"], Rules(15, hazard=0.05), seed=1, how=How(runs=3))
    two = simulate_ensemble(models, ["random", "mediator"], Rules(15, hazard=0.05), seed=1, how=How(runs=3, threads=3))
    assert np.array_equal(one.package, two.package)
    assert np.array_equal(one.rounds, two.rounds)
    assert np.array_equal(one.surplus, two.surplus, equal_nan=True)
    assert len({tuple(row) for row in one.rounds.tolist()}) > 3  # runs differ, and so do members


def test_outcomes_are_shares_of_the_runs_and_of_the_surplus() -> None:
    found = outcomes(simulate_ensemble(ensemble(5), ["linear", "conceder"], Rules(20, hazard=0.05), seed=0))
    assert found.agreement + found.broken_down + found.walked + found.deadline == pytest.approx(1)
    middle = {party: quantiles[2] for party, quantiles in found.surplus.items()}
    assert middle["A"] + middle["B"] == pytest.approx(1)
    assert middle["A"] > middle["B"]  # who concedes early gets less


def test_a_later_deadline_costs_who_pays_for_delay() -> None:
    rules = Rules(1, discounts={"A": 0.95, "B": 0.95})
    early, late = deadline_effect(drawn(1), ["linear"], rules, deadlines=(10, 60), seed=0)
    assert early.rounds is not None
    assert late.rounds is not None
    assert early.rounds < late.rounds
    assert all(early.payoffs[party] > late.payoffs[party] for party in "AB")


def test_kept_maxima_are_the_mark_of_who_buys_time() -> None:
    bargain = made([[[0, 1, 2, 3]], [[3, 2, 1, 0]]], [0, 0])
    chances = deal_or_time(bargain, "A", Rules(20), seed=0, runs=2)
    assert chances[Pattern.MAXIMUM_KEPT][1] > chances[Pattern.MAXIMUM_KEPT][0]
    assert chances[Pattern.REAL_STEP][0] > chances[Pattern.REAL_STEP][1]
    for side in (0, 1):
        assert sum(pair[side] for pair in chances.values()) == pytest.approx(1)


def test_the_pairing_that_made_the_moves_explains_them() -> None:
    bargain, rules = drawn(6, reservation=0.2), Rules(30)
    pairs = [(one, other) for one in ("hard", "linear") for other in ("hard", "linear")]
    pairings = {pair: pattern_likelihoods(bargain, pair, rules, seed=0, runs=3) for pair in pairs}
    seen = {"A": [Pattern.MAXIMUM_KEPT] * 4, "B": [Pattern.REAL_STEP, Pattern.DEMAND_KEPT, Pattern.REAL_STEP]}
    found = explain_moves(seen, pairings)
    assert next(iter(found)) == ("hard", "linear")
    assert sum(found.values()) == pytest.approx(1)


def test_talks_by_the_clock_are_counted_as_they_are_played() -> None:
    models, rules = ensemble(7), Rules(20)
    pairs = [("staller", "linear"), ("conceder", "boulware"), ("hard", "time:2"), ("linear", "mediator:0.4:0")]
    counted = clock_likelihoods(models, pairs, rules, runs=4)
    for pair in pairs:
        assert counted[pair] == pattern_likelihoods(models, pair, rules, seed=0, runs=4)


def test_by_the_clock_who_buys_time_keeps_its_maximum_more_often() -> None:
    for chances in deal_or_time_by_clock(ensemble(8), Rules(20), runs=3).values():
        assert chances[Pattern.MAXIMUM_KEPT][1] > chances[Pattern.MAXIMUM_KEPT][0]
        for side in (0, 1):
            assert sum(pair[side] for pair in chances.values()) == pytest.approx(1)


def test_what_looks_at_the_others_is_not_by_the_clock() -> None:
    with pytest.raises(CallError, match="by the clock"):
        clock_likelihoods(ensemble(9), [("micro", "linear")], Rules(20))
