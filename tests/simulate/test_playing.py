"""Talks by alternating offers: the protocol, what no strategy does, and that nothing depends on how runs are split."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.simulate.bargains import drawn, made
from tests.simulate.reference import talks

from accord.bargain import Frame, Issue, Party, Track, make_bargain
from accord.errors import CallError
from accord.simulate import NAMES, Ended, How, Rules, Say, simulate

EVERY = [*(name for name in NAMES if name != "time"), "time:0.3", "boulware:next", "linker:i0+i1", "random:0.9"]
EXPONENTS = {"boulware": 4.0, "linear": 1.0, "conceder": 0.25, "time:0.3": 0.3}
PIE = [[[0, 1, 2, 3, 4]], [[4, 3, 2, 1, 0]]]


@given(
    st.integers(0, 2**32 - 1),
    st.lists(st.sampled_from(sorted(EXPONENTS)), min_size=2, max_size=3),
    st.integers(1, 40),
    st.floats(0, 1.6),
)
@settings(max_examples=60, deadline=None)
def test_the_talks_are_those_of_the_protocol_spelled_out(seed, names, steps, reservation) -> None:
    bargain = drawn(seed, parties=len(names), reservation=reservation)
    run = simulate(bargain, names, Rules(steps), seed=0, how=How(traces=1)).traces[0]
    agreed = None if run.agreement is None else tuple(int(option) for option in run.agreement.values())
    assert (agreed, run.step) == talks(bargain, [EXPONENTS[name] for name in names], steps)


def test_who_speaks_first_is_answered_by_all_others_in_turn() -> None:
    bargain = made([*PIE, PIE[0]], [0, 0, 0])
    run = simulate(bargain, ["linear", "conceder", "linear"], Rules(10), seed=0, how=How(traces=1)).traces[0]
    assert [turn.party for turn in run.turns[:6]] == ["A", "B", "C", "A", "B", "C"]
    assert run.turns[0].package == {"i0": "4"}
    # The agreement is the offer after which nobody laid another, and all others took it.
    last = max(number for number, turn in enumerate(run.turns) if turn.package)
    assert run.agreement == run.turns[last].package
    assert [turn.accepted for turn in run.turns[last + 1 :]] == [True, True]


def test_an_offer_of_the_last_round_that_nobody_answers_is_no_agreement() -> None:
    run = simulate(made(PIE, [0, 0]), ["hard", "hard"], Rules(7), seed=0, how=How(traces=1)).traces[0]
    assert (run.agreement, run.step, run.ended, run.utilities) == (None, 7, Ended.DEADLINE, (0.0, 0.0))
    assert len(run.turns) == 14


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("other", ["linear", "random", "micro"])
def test_no_strategy_agrees_below_its_reservation_or_outlasts_the_deadline(name, other) -> None:
    for seed in range(4):
        bargain = drawn(seed, parties=2 + seed % 2)
        names = [name, other, "conceder"][: 2 + seed % 2]
        played = simulate(bargain, names, Rules(25, hazard=0.01), seed=seed, how=How(runs=20, traces=20))
        for run in played.traces:
            assert 1 <= run.step <= 25
            assert (run.agreement is None) == (run.ended is not Ended.AGREEMENT)
            assert (np.array(run.utilities) >= bargain.reservations - 1e-9).all()


@pytest.mark.parametrize("name", EVERY)
def test_a_party_to_whom_nothing_is_worth_its_reservation_agrees_to_nothing_and_says_so(name) -> None:
    played = simulate(made(PIE, [4.5, 0]), [name.replace("linker:i0+i1", "linker"), "conceder"], Rules(9), seed=0)
    assert played.agreement_rate == 0
    assert played.unwilling == ("A",)


@pytest.mark.parametrize("names", [["random", "boulware"], ["micro", "random:0.5"], ["mediator", "mediator"]])
def test_threads_and_traces_change_no_number(names) -> None:
    bargain, rules = drawn(3), Rules(20, hazard=0.02)
    one = simulate(bargain, names, rules, seed=5, how=How(runs=40_000))
    four = simulate(bargain, names, rules, seed=5, how=How(runs=40_000, traces=3, threads=4))
    assert (one.packages, one.ended) == (four.packages, four.ended)
    assert np.array_equal(one.rounds, four.rounds)
    assert np.array_equal(one.mean_payoffs, four.mean_payoffs)
    # The runs of a longer call begin with those of a shorter one.
    few = simulate(bargain, names, rules, seed=5, how=How(runs=3, traces=3))
    assert few.traces == four.traces


def test_the_order_of_the_file_changes_nobodys_chance() -> None:
    bargain = drawn(8)
    plain = simulate(bargain, ["random", "random"], Rules(1), seed=1, how=How(traces=1)).traces[0].turns
    frame = replace(bargain.frame, parties=bargain.frame.parties[::-1])
    turned = replace(bargain, frame=frame, values=bargain.values[::-1])
    other = simulate(turned, ["random", "random"], Rules(1), seed=1, how=How(traces=1)).traces[0].turns
    assert plain[0].party == "A" == other[1].party
    assert plain[0].package == other[1].package or other[1].accepted


def test_nobody_crosses_its_red_line_and_nobody_offers_what_a_rule_forbids() -> None:
    frame = Frame(
        (Party("A"), Party("B")),
        (Issue("x", ("0", "1", "2"), counterfactual="0"), Issue("y", ("0", "1", "2"), counterfactual="0")),
        exclusions=((("x", "2"), ("y", "2")),),
    )
    values = {"0": 0.0, "1": 1.0, "2": 2.0}
    bargain = make_bargain(
        frame, {"A": {"x": values, "y": values}, "B": {"x": values, "y": values}}, red_lines={"B": {"x": ("2",)}}
    )
    for names in (["hard", "linear"], ["random", "random"], ["linear", "micro"], ["tit_for_tat", "linker"]):
        played = simulate(bargain, names, Rules(30), seed=0, how=How(runs=30, traces=30))
        for run in played.traces:
            assert run.agreement is None or run.agreement["x"] != "2"
            assert all(turn.package != {"x": "2", "y": "2"} for turn in run.turns)


def test_only_those_whose_yes_is_needed_sit_at_the_table() -> None:
    parties = tuple(map(Party, "ABC"))
    frame = Frame(parties, (Issue("x", ("0", "1"), track="t"),), (Track("t", ("A", "C")),))
    bargain = make_bargain(frame, {id: {"x": {"0": 0, "1": 1}} for id in "ABC"}, reservations={"B": 5})
    played = simulate(bargain, {"A": "linear", "C": "hard"}, Rules(5), seed=0, how=How(traces=1))
    assert played.parties == ("A", "C")
    assert played.traces[0].utilities == (1.0, 1.0, 1.0)


def test_hazard_breaks_talks_down_as_often_as_it_says() -> None:
    played = simulate(made(PIE, [0, 0]), ["hard"], Rules(3, hazard=0.2), seed=2, how=How(runs=20_000))
    share = played.ended[Ended.BROKEN_DOWN] / played.runs
    assert abs(share - (1 - 0.8**2)) < 0.02  # six standard errors; no breakdown after the deadline


def test_discounts_and_flows_count_the_rounds_that_passed() -> None:
    rules = Rules(20, discounts={"A": 0.9}, flows={"B": 0.5})
    run = simulate(made(PIE, [0, 0]), ["linear", "boulware"], rules, seed=0, how=How(traces=1)).traces[0]
    waited = run.step - 1
    assert run.payoffs[0] == pytest.approx(0.9**waited * run.utilities[0])
    assert run.payoffs[1] == pytest.approx(run.utilities[1] + 0.5 * waited)


def test_a_function_of_ones_own_plays_beside_the_others() -> None:
    def patient(turn):
        if turn.worth is not None and turn.worth >= turn.best * (1 - turn.time / 2):
            return Say.ACCEPT
        return turn.at_least(turn.best * (1 - turn.time / 2))

    bargain = drawn(4)
    run = simulate(bargain, [patient, "conceder"], Rules(30), seed=0, how=How(traces=1)).traces[0]
    assert run.agreement is not None
    with pytest.raises(CallError, match="reservation"):
        simulate(made(PIE, [2, 0]), [lambda turn: {"i0": "0"}, "hard"], Rules(3), seed=0)
    assert simulate(made(PIE, [0, 0]), [lambda turn: Say.WALK, "hard"], Rules(3), seed=0).ended[Ended.WALKED] == 1


def test_a_function_that_does_what_linear_does_ends_as_linear_does() -> None:
    def linear(turn):
        aim = turn.reservation + (turn.best - turn.reservation) * (1 - turn.time)
        if turn.worth is not None and turn.worth >= max(aim - 1e-4, turn.reservation):
            return Say.ACCEPT
        return turn.at_least(aim - 1.01e-4)

    for seed in range(5):
        bargain = drawn(seed, reservation=1.0)
        for other in ("boulware", "tit_for_tat", "micro"):
            own = simulate(bargain, [linear, other], Rules(40), seed=0, how=How(traces=1)).traces
            assert own == simulate(bargain, ["linear", other], Rules(40), seed=0, how=How(traces=1)).traces


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: Rules(0), "steps"),
        (lambda: Rules(5, hazard=2), "hazard"),
        (lambda: Rules(5, discounts={"A": 0}), "discount"),
        (lambda: How(runs=0), "runs"),
        (lambda: simulate(made(PIE, [0, 0]), ["linear"] * 3, Rules(5), seed=0), "one for each party"),
        (lambda: simulate(made(PIE, [0, 0]), {"A": "linear"}, Rules(5), seed=0), "none for 'B'"),
        (lambda: simulate(made(PIE, [0, 0]), ["stubborn"], Rules(5), seed=0), "must be one of"),
        (lambda: simulate(made(PIE, [0, 0]), ["time"], Rules(5), seed=0), "exponent"),
        (lambda: simulate(made(PIE, [0, 0]), ["time:nan"], Rules(5), seed=0), "exponent"),
        (lambda: simulate(made(PIE, [0, 0]), ["hard:3"], Rules(5), seed=0), "no such setting"),
        (lambda: simulate(made(PIE, [0, 0]), ["linker:z"], Rules(5), seed=0), "'z'"),
        (lambda: simulate(made(PIE, [0, 0]), ["linear"], Rules(5, flows={"Z": 1}), seed=0), "'Z'"),
    ],
)
def test_a_wrong_call_says_what_must_hold(call, words) -> None:
    with pytest.raises(CallError, match=words):
        call()
