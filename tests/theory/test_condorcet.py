"""Condorcet elections: against products of duels, simulated chains and the stationary equations."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.errors import CallError
from accord.theory.condorcet import (
    Victory,
    probabilistic_condorcet_conditional,
    probabilistic_condorcet_markov_incentive,
    probabilistic_condorcet_markov_uniform,
    victory_probabilities,
)

STRENGTH = st.floats(0.1, 20)


@st.composite
def coalitions(draw: st.DrawFn) -> list[list[float]]:
    count = draw(st.integers(1, 5))
    return [[draw(STRENGTH) if i != j else 0.0 for j in range(count)] for i in range(count)]


@given(coalitions(), st.sampled_from(Victory))
@settings(max_examples=30)
def test_duels_have_one_winner_and_the_stronger_is_favoured(table: list[list[float]], victory: Victory) -> None:
    beats = victory_probabilities(table, victory)
    for i, row in enumerate(beats):
        for j, chance in enumerate(row):
            assert chance + beats[j][i] == pytest.approx(1)
            assert chance >= 0.5 - 1e-12 or table[i][j] < table[j][i]


@given(coalitions(), st.sampled_from([Victory.LINEAR, Victory.SQUARE, Victory.OCTIC]))
@settings(max_examples=30)
def test_the_conditional_election_is_winning_all_duels_given_that_one_does(
    table: list[list[float]], victory: Victory
) -> None:
    beats = np.array(victory_probabilities(table, victory))
    products = 2 * np.prod(beats, axis=1)
    assert probabilistic_condorcet_conditional(table, victory) == pytest.approx(products / products.sum())


@given(coalitions(), st.sampled_from([Victory.LINEAR, Victory.SQUARE, Victory.QUARTIC]))
@settings(max_examples=30)
def test_the_chains_are_stationary(table: list[list[float]], victory: Victory) -> None:
    beats, n = np.array(victory_probabilities(table, victory)), len(table)
    pull = np.array(table) * beats
    np.fill_diagonal(pull, 0)
    called = pull / pull.sum(axis=0) if n > 1 else pull
    for held, calls in (
        (probabilistic_condorcet_markov_uniform(table, victory), np.full((n, n), 1 / n)),
        (probabilistic_condorcet_markov_incentive(table, victory), called),
    ):
        flow = calls * beats * np.array(held)  # flow[i, j]: j stands, i calls and wins
        np.fill_diagonal(flow, 0)
        assert sum(held) == pytest.approx(1)
        assert flow.sum(axis=1) == pytest.approx(flow.sum(axis=0), abs=1e-9)


def test_a_proposal_that_all_back_against_all_others_stands() -> None:
    table = [[0, 5, 5], [0, 0, 5], [0, 0, 0]]
    for model in (
        probabilistic_condorcet_conditional,
        probabilistic_condorcet_markov_uniform,
        probabilistic_condorcet_markov_incentive,
    ):
        assert model(table) == pytest.approx((1, 0, 0))


def test_sure_victories_in_a_circle_leave_no_conditional_winner_and_an_even_chain() -> None:
    table = [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
    with pytest.raises(CallError, match="run in a circle"):
        probabilistic_condorcet_conditional(table)
    assert probabilistic_condorcet_markov_uniform(table) == pytest.approx((1 / 3,) * 3)


def test_under_the_binary_rule_a_tenth_decides() -> None:
    assert victory_probabilities([[0, 1.1], [1, 0]], Victory.BINARY)[0][1] == pytest.approx(1)
    assert victory_probabilities([[0, 1], [1, 0]], Victory.BINARY)[0][1] == pytest.approx(0.5)


def test_pairs_without_strength_and_lopsided_tables_are_refused() -> None:
    with pytest.raises(CallError, match="not both zero"):
        victory_probabilities([[0, 0], [0, 0]])
    with pytest.raises(CallError, match="square matrix"):
        victory_probabilities([[0, 1]])
