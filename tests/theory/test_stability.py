"""Stability in the graph model against the definition, by every legal sequence of moves."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.errors import CallError, SizeError
from accord.theory.stability import (
    GraphModel,
    coalitionally_stable,
    gmcr_coalition_improvement,
    gmcr_stability,
    graph_model,
)


@st.composite
def models(draw: st.DrawFn, most_parties: int = 5) -> GraphModel:
    """Random graph models: some moves cannot be taken back, some states tie."""
    parties, states = draw(st.integers(1, most_parties)), draw(st.integers(1, 6))
    arc = st.tuples(st.integers(0, states - 1), st.integers(0, states - 1))
    moves = [draw(st.lists(arc, max_size=2 * states)) for _ in range(parties)]
    payoffs = [draw(st.lists(st.integers(0, 4), min_size=states, max_size=states)) for _ in range(parties)]
    return graph_model(moves, payoffs)


def ends(model: GraphModel, movers: list[int], start: int, *, gladly: bool) -> set[int]:
    """Where legal sequences of the movers can end, by the fixed point of the definition over (state, last mover)."""
    reached: set[tuple[int, int | None]] = {(start, None)}
    while True:
        more = {
            (end, mover)
            for state, last in reached
            for mover in movers
            if mover != last
            for end in model.moves[mover][state]
            if not gladly or model.payoffs[mover][end] > model.payoffs[mover][state]
        }
        if more <= reached:
            return {state for state, last in reached if last is not None}
        reached |= more


@given(models())
@settings(max_examples=30)
def test_stability_is_that_of_the_definition(model: GraphModel) -> None:
    found = gmcr_stability(model)
    for party in model.parties:
        u, own = model.payoffs[party], model.moves[party]
        others = [other for other in model.parties if other != party]
        for state in model.states:
            better = [end for end in own[state] if u[end] > u[state]]
            any_way = [ends(model, others, end, gladly=False) for end in better]
            glad = [ends(model, others, end, gladly=True) for end in better]
            assert (state in found.nash[party]) == (not better)
            assert (state in found.gmr[party]) == all(any(u[e] <= u[state] for e in reach) for reach in any_way)
            assert (state in found.seq[party]) == all(any(u[e] <= u[state] for e in reach) for reach in glad)
            no_way_out = all(
                any(u[e] <= u[state] and all(u[out] <= u[state] for out in own[e]) for e in reach) for reach in any_way
            )
            assert (state in found.smr[party]) == no_way_out


@given(models(), st.integers(0, 5))
@settings(max_examples=30)
def test_a_coalition_improves_where_all_of_it_gain_at_the_end(model: GraphModel, state: int) -> None:
    state = min(state, len(model.states) - 1)
    found = gmcr_coalition_improvement(model, state, smallest=1)
    wanted = set()
    for bits in range(1, 1 << len(model.parties)):
        members = [party for party in model.parties if bits >> party & 1]
        for end in ends(model, members, state, gladly=False):
            if all(model.payoffs[member][end] > model.payoffs[member][state] for member in members):
                wanted.add((tuple(members), end))
    assert {(move.coalition, move.state) for move in found} == wanted
    assert (state in coalitionally_stable(model)) == (not wanted)


@given(models())
@settings(max_examples=30)
def test_each_concept_that_looks_for_more_sanctions_keeps_more_states(model: GraphModel) -> None:
    found = gmcr_stability(model)
    for party in model.parties:
        assert found.nash[party] <= found.smr[party] <= found.gmr[party]
        assert found.nash[party] <= found.seq[party] <= found.gmr[party]


def test_a_sanction_may_need_the_same_opponent_twice() -> None:
    # Party 0 moves 0 -> 1; only 1, 2, 1 in turn (1 -> 2 -> 3 -> 4) leads to something it likes no better.
    model = graph_model([[(0, 1)], [(1, 2), (3, 4)], [(2, 3)], []], [[1, 2, 2, 2, 0], [0] * 5, [0] * 5, [0] * 5])
    assert 0 in gmcr_stability(model).gmr[0]
    alone = graph_model([[(0, 1)], [(1, 2), (2, 3)], []], [[1, 2, 2, 0], [0] * 4, [0] * 4])
    assert 0 not in gmcr_stability(alone).gmr[0], "nobody moves twice in a row"


def test_two_thousand_states_take_less_than_a_second() -> None:
    import numpy as np

    rng, count = np.random.default_rng(3), 2048
    own = [(0, 1, 2), (3, 4, 5), (6, 7, 8), (9, 10)]
    moves = [[(state, state ^ 1 << bit) for state in range(count) for bit in bits] for bits in own]
    model = graph_model(moves, [[float(rank) for rank in rng.permutation(count)] for _ in own])
    start = time.process_time()
    found = gmcr_stability(model)
    assert time.process_time() - start < 1.0
    assert found.nash[0] <= found.gmr[0]


def test_arguments_outside_their_range_are_named() -> None:
    with pytest.raises(CallError, match=r"`moves\[0\]` is a number from 0 to 1; got 2"):
        graph_model([[(0, 2)]], [[1, 2]])
    with pytest.raises(CallError, match="same length"):
        graph_model([[], []], [[1, 2], [1]])
    many = graph_model([[]] * 17, [[0]] * 17)
    with pytest.raises(SizeError, match="At most 16 parties"):
        gmcr_coalition_improvement(many, 0)
