"""Two issues one after the other, checked by backward induction from a last round."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.errors import CallError
from accord.theory.agenda import SecondProposer, agenda_order_effect, issue_by_issue_alternating_offers
from accord.theory.patience import rubinstein

FACTORS = st.tuples(st.floats(0.0, 0.9), st.floats(0.0, 0.9))
WEIGHTS = st.tuples(st.floats(0.1, 4), st.floats(0.1, 4))
SECOND = {
    SecondProposer.RESPONDER: lambda proposer: 1 - proposer,
    SecondProposer.PROPOSER: lambda proposer: proposer,
    SecondProposer.FIRST: lambda _: 0,
    SecondProposer.SECOND: lambda _: 1,
}


def _one_pie(deltas: tuple[float, float], proposer: int, rounds: int = 400) -> tuple[float, float]:
    """Parts of a pie when the last of many rounds takes all."""
    share, turn = 1.0, (proposer + rounds) % 2
    for _ in range(rounds):
        turn = 1 - turn
        share = 1 - deltas[1 - turn] * share
    return (share, 1 - share) if turn == 0 else (1 - share, share)


@given(FACTORS, WEIGHTS, WEIGHTS, st.sampled_from([1, 2]), st.integers(0, 2), st.sampled_from(list(SecondProposer)))
@settings(max_examples=80)
def test_totals_are_those_of_backward_induction(
    deltas: tuple[float, float],
    first: tuple[float, float],
    second: tuple[float, float],
    proposer: int,
    gap: int,
    second_proposer: SecondProposer,
) -> None:
    later = []
    for turn in (0, 1):
        parts = _one_pie(deltas, SECOND[second_proposer](turn))
        later.append(tuple(deltas[side] ** gap * second[side] * parts[side] for side in (0, 1)))
    # What each party has if the talks reach a round, from a last round after which nothing is left.
    ahead, part = (0.0, 0.0), 0.0
    turn = (proposer - 1 + 400) % 2
    for _ in range(401):
        other = 1 - turn
        needed = (deltas[other] * ahead[other] - later[turn][other]) / first[other]
        part = 1 - min(1.0, max(0.0, needed))
        values = [0.0, 0.0]
        values[turn] = first[turn] * part + later[turn][turn]
        values[other] = first[other] * (1 - part) + later[turn][other]
        # An offer the other takes is never worse than letting the round pass.
        assert needed <= 1 + 1e-12
        assert values[turn] >= deltas[turn] * ahead[turn] - 1e-12
        ahead, turn = (values[0], values[1]), other
    found = issue_by_issue_alternating_offers(
        deltas, first, second, proposer=proposer, gap=gap, second_proposer=second_proposer
    )
    assert found.totals == pytest.approx(ahead, abs=1e-9)
    assert found.first_pie == pytest.approx(part if proposer == 1 else 1 - part, abs=1e-9)


def test_a_second_pie_that_matters_much_gives_the_first_proposer_all_of_the_first() -> None:
    found = issue_by_issue_alternating_offers([0.9, 0.9], [1, 1], [50, 50])
    assert (found.first_pie, found.interior) == (1, False)


def test_who_keeps_the_first_word_on_both_gets_rubinsteins_part_of_each() -> None:
    split = rubinstein(0.9, 0.8)
    found = issue_by_issue_alternating_offers([0.9, 0.8], [1, 1], [2, 2], second_proposer=SecondProposer.PROPOSER)
    assert found.first_pie == pytest.approx(split.first)


@given(FACTORS, WEIGHTS)
@settings(max_examples=30)
def test_both_orders_are_the_same_talks_with_the_issues_exchanged(
    deltas: tuple[float, float], weights: tuple[float, float]
) -> None:
    found = agenda_order_effect(deltas, weights)
    rescaled = agenda_order_effect(deltas, [1 / weight for weight in weights])
    assert found.b_first == pytest.approx([w * total for w, total in zip(weights, rescaled.a_first, strict=True)])


def test_arguments_outside_their_range_are_named() -> None:
    with pytest.raises(CallError, match=r"first_weights\[0\]"):
        issue_by_issue_alternating_offers([0.9, 0.9], [0, 1], [1, 1])
    with pytest.raises(CallError, match="`proposer` is 1 or 2"):
        agenda_order_effect([0.9, 0.9], [1, 1], proposer=0)
    with pytest.raises(CallError, match="`deltas` has two entries"):
        agenda_order_effect([0.9], [1, 1])
