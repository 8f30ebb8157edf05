"""Stability in the graph model against the definition, by every legal sequence of moves, and against publications."""

import time
from collections.abc import Iterable, Mapping
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.errors import CallError, SizeError
from accord.theory.stability import (
    Concept,
    GraphModel,
    coalition_stability,
    coalitionally_stable,
    common_moves,
    gmcr_coalition_improvement,
    gmcr_stability,
    graph_model,
    intransitive_moves,
    irreversible_moves,
    payoffs_of_ranking,
    uncertain_stability,
)

Moves = Mapping[object, Mapping[int, Iterable[int]]]


@st.composite
def models(draw: st.DrawFn, most_parties: int = 5) -> GraphModel:
    """Random graph models: some moves cannot be taken back, some states tie."""
    parties, states = draw(st.integers(1, most_parties)), draw(st.integers(1, 6))
    arc = st.tuples(st.integers(0, states - 1), st.integers(0, states - 1))
    moves = [draw(st.lists(arc, max_size=2 * states)) for _ in range(parties)]
    payoffs = [draw(st.lists(st.integers(0, 4), min_size=states, max_size=states)) for _ in range(parties)]
    return graph_model(moves, payoffs)


def moves_of(model: GraphModel, *, gladly: bool = False) -> dict[int, dict[int, list[int]]]:
    return {
        party: {
            state: [
                end
                for end in model.ends_of(party, state)
                if not gladly or model.payoffs[party, end] > model.payoffs[party, state]
            ]
            for state in model.states
        }
        for party in model.parties
    }


def ends(moves: Moves, movers: Iterable[object], start: int) -> set[int]:
    """Where legal sequences of one or more moves can end, by the fixed point over (state, last mover)."""
    movers, reached = list(movers), {(start, None)}
    while True:
        more = {
            (end, mover)
            for state, last in reached
            for mover in movers
            if mover != last
            for end in moves[mover].get(state, ())
        }
        if more <= reached:
            return {state for state, last in reached if last is not None}
        reached |= more


@given(models())
@settings(max_examples=25)
def test_stability_is_that_of_the_definition(model: GraphModel) -> None:
    found = gmcr_stability(model)
    anyhow, gladly = moves_of(model), moves_of(model, gladly=True)
    for party in model.parties:
        u, own = model.payoffs[party], anyhow[party]
        others = [other for other in model.parties if other != party]
        for state in model.states:
            better = gladly[party][state]
            any_way = [ends(anyhow, others, end) for end in better]
            glad = [ends(gladly, others, end) for end in better]
            assert found.nash[party, state] == (not better)
            assert found.gmr[party, state] == all(any(u[e] <= u[state] for e in reach) for reach in any_way)
            assert found.seq[party, state] == all(any(u[e] <= u[state] for e in reach) for reach in glad)
            assert found.smr[party, state] == all(
                any(u[e] <= u[state] and all(u[out] <= u[state] for out in own[e]) for e in reach) for reach in any_way
            )


def stays(model: GraphModel, coalition: tuple[int, ...], *, together: bool) -> dict[str, list[bool]]:
    """Where a coalition stays, by sets of states as the definitions have it."""
    moves, u, states = moves_of(model), model.payoffs, list(model.states)
    others = [party for party in model.parties if party not in coalition]
    sizes = range(1, len(others) + 1) if together else (1,)

    def improvements(group: Iterable[int], start: int) -> set[int]:
        return {end for end in ends(moves, group, start) if all(u[member, end] > u[member, start] for member in group)}

    groups = [group for size in sizes for group in combinations(others, size)]
    jointly = {group: {state: improvements(group, state) for state in states} for group in groups}
    anyhow, gladly = [ends(moves, others, state) for state in states], [ends(jointly, groups, s) for s in states]
    further = [ends(moves, coalition, state) for state in states]
    found: dict[str, list[bool]] = {"nash": [], "gmr": [], "smr": [], "seq": []}
    for state in states:
        better = improvements(coalition, state)
        no_better = {end for end in states if any(u[member, end] <= u[member, state] for member in coalition)}
        for_good = {end for end in no_better if further[end] <= no_better}
        found["nash"].append(not better)
        found["gmr"].append(all(anyhow[end] & no_better for end in better))
        found["smr"].append(all(anyhow[end] & for_good for end in better))
        found["seq"].append(all(gladly[end] & no_better for end in better))
    return found


@given(models(4), st.booleans(), st.data())
@settings(max_examples=20)
def test_coalitional_stability_is_that_of_the_definition(
    model: GraphModel, together: bool, data: st.DataObject
) -> None:
    found = coalition_stability(model, together=together)
    number = data.draw(st.integers(0, len(found.coalitions) - 1))
    wanted = stays(model, found.coalitions[number], together=together)
    assert {concept.value: stable[number].tolist() for concept, stable in found.stays.items()} == wanted


@given(models())
@settings(max_examples=20)
def test_a_coalition_of_one_is_the_party_itself(model: GraphModel) -> None:
    alone = coalition_stability(model, [(party,) for party in model.parties], together=False)
    for concept, stable in alone.stays.items():
        assert np.array_equal(stable, gmcr_stability(model).of(concept))


@given(models(), st.integers(0, 5))
@settings(max_examples=20)
def test_a_coalition_improves_where_all_of_it_gain_at_the_end(model: GraphModel, state: int) -> None:
    state = min(state, len(model.states) - 1)
    found = gmcr_coalition_improvement(model, state, smallest=1)
    wanted = {
        (members, end)
        for size in range(1, len(model.parties) + 1)
        for members in combinations(model.parties, size)
        for end in ends(moves_of(model), members, state)
        if all(model.payoffs[member, end] > model.payoffs[member, state] for member in members)
    }
    assert {(move.coalition, move.state) for move in found} == wanted
    assert (state in coalitionally_stable(model)) == (not wanted)


@given(models())
@settings(max_examples=20)
def test_each_concept_that_looks_for_more_sanctions_keeps_more_states(model: GraphModel) -> None:
    alone, joint = gmcr_stability(model), coalition_stability(model, together=False).stays
    for nash, gmr, smr, seq in ((alone.nash, alone.gmr, alone.smr, alone.seq), [joint[c] for c in Concept]):
        assert (nash <= smr).all()
        assert (smr <= gmr).all()
        assert (nash <= seq).all()
        assert (seq <= gmr).all()


def test_a_sanction_may_need_the_same_opponent_twice() -> None:
    # Party 0 moves 0 -> 1; only 1, 2, 1 in turn (1 -> 2 -> 3 -> 4) leads to something it likes no better.
    model = graph_model([[(0, 1)], [(1, 2), (3, 4)], [(2, 3)], []], [[1, 2, 2, 2, 0], [0] * 5, [0] * 5, [0] * 5])
    assert 0 in gmcr_stability(model).stable("gmr", 0)
    alone = graph_model([[(0, 1)], [(1, 2), (2, 3)], []], [[1, 2, 2, 0], [0] * 4, [0] * 4])
    assert 0 not in gmcr_stability(alone).stable("gmr", 0), "nobody moves twice in a row"


def two_by_two(row: list[int], column: list[int]) -> GraphModel:
    """A 2 x 2 game: states 0 to 3 are (1, 1), (1, 2), (2, 1), (2, 2); rankings best first."""
    rows, columns = [(0, 2), (2, 0), (1, 3), (3, 1)], [(0, 1), (1, 0), (2, 3), (3, 2)]
    return graph_model([rows, columns], [payoffs_of_ranking(row), payoffs_of_ranking(column)])


def test_in_chicken_mutual_swerving_is_held_only_by_a_threat_that_hurts_the_other_too() -> None:
    found = gmcr_stability(two_by_two([2, 0, 1, 3], [1, 0, 2, 3])).equilibria()
    assert found == {"nash": (1, 2), "gmr": (0, 1, 2), "smr": (0, 1, 2), "seq": (1, 2)}


def test_the_prisoners_dilemma_has_its_published_equilibria() -> None:
    found = gmcr_stability(two_by_two([2, 0, 3, 1], [1, 0, 3, 2])).equilibria()
    assert found == {"nash": (3,), "gmr": (0, 3), "smr": (0, 3), "seq": (0, 3)}


def test_the_missile_crisis_has_its_published_equilibria() -> None:
    # Fraser and Hipel (1984): air strike 1, blockade 2 (first party), withdraw 4, escalate 8 (second); not 4 with 8.
    # Published: 4 (withdrawal, and nothing done) and 6 (blockade and withdrawal) are the equilibria.
    first = [(s + a, s + b) for s in (0, 4, 8) for a in range(4) for b in range(4)]
    second = [(s + a, s + b) for s in range(4) for a in (0, 4, 8) for b in (0, 4, 8)]
    rankings = [[4, 6, 5, 7, 2, 1, 3, 0, 11, 9, 10, 8], [0, 4, 6, 2, 5, 1, 7, 3, 11, 9, 10, 8]]
    model = graph_model([first, second], [payoffs_of_ranking(ranking) for ranking in rankings])
    assert gmcr_stability(model).equilibria()["seq"] == (4, 6)


def test_two_thousand_states_take_less_than_a_tenth_of_a_second() -> None:
    rng, count = np.random.default_rng(3), 2048
    own = [(0, 1, 2), (3, 4, 5), (6, 7, 8), (9, 10)]
    moves = [[(state, state ^ 1 << bit) for state in range(count) for bit in bits] for bits in own]
    model = graph_model(moves, [[float(rank) for rank in rng.permutation(count)] for _ in own])
    gmcr_stability(graph_model([[(0, 1)]], [[0, 1]]))
    start = time.process_time()
    found = gmcr_stability(model)
    assert time.process_time() - start < 0.25
    assert (found.nash <= found.gmr).all()


@given(models(3), st.sampled_from("abcd"), st.data())
@settings(max_examples=20)
def test_with_unknown_preferences_stability_is_that_of_the_definition(
    model: GraphModel, attitude: str, data: st.DataObject
) -> None:
    row = st.lists(st.integers(0, 3), min_size=len(model.states), max_size=len(model.states))
    views = [data.draw(st.lists(row, min_size=1, max_size=3)) for _ in model.parties]
    arcs = [model.arcs(party) for party in model.parties]
    found = uncertain_stability(arcs, views, attitude)

    def surely_no_better(party: int, end: int, state: int) -> bool:
        return all(view[end] <= view[state] for view in views[party])

    def surely_better(party: int, end: int, state: int) -> bool:
        return all(view[end] > view[state] for view in views[party])

    moves = moves_of(model)
    gladly = {
        party: {s: [e for e in own[s] if not surely_no_better(party, e, s)] for s in model.states}
        for party, own in moves.items()
    }
    for party in model.parties:
        others = [other for other in model.parties if other != party]
        for state in model.states:
            gains = gladly[party][state]
            if attitude in "bd":
                gains = [end for end in gains if surely_better(party, end, state)]
            undone = {end for end in model.states if surely_no_better(party, end, state)}
            if attitude in "cd":
                undone = {end for end in model.states if not surely_better(party, end, state)}
            held = {end for end in undone if set(moves[party][end]) <= undone}
            assert found.nash[party, state] == (not gains)
            assert found.gmr[party, state] == all(ends(moves, others, end) & undone for end in gains)
            assert found.smr[party, state] == all(ends(moves, others, end) & held for end in gains)
            assert found.seq[party, state] == all(ends(gladly, others, end) & undone for end in gains)


@given(models(), st.sampled_from("abcd"))
@settings(max_examples=15)
def test_one_view_of_each_party_is_full_knowledge(model: GraphModel, attitude: str) -> None:
    arcs = [model.arcs(party) for party in model.parties]
    found = uncertain_stability(arcs, [row[None] for row in model.payoffs], attitude)
    for concept in Concept:
        assert np.array_equal(found.of(concept), gmcr_stability(model).of(concept))


def test_moves_that_cannot_be_taken_back_and_moves_of_several_parties_are_named() -> None:
    model = graph_model([[(0, 1), (1, 0), (1, 2)], [(1, 2), (2, 2)]], [[0] * 3, [0] * 3])
    assert irreversible_moves(model, 0) == irreversible_moves(model, 1) == ((1, 2),)
    assert common_moves(model) == {(1, 2): (0, 1)}
    assert intransitive_moves(model, 0) == ((0, 2),)


def test_arguments_outside_their_range_are_named() -> None:
    with pytest.raises(CallError, match=r"`moves\[0\]` is a number from 0 to 1; got 2"):
        graph_model([[(0, 2)]], [[1, 2]])
    with pytest.raises(CallError, match="same length"):
        graph_model([[], []], [[1, 2], [1]])
    with pytest.raises(CallError, match=r"`payoffs\[0\]\[1\]` lies in \(-inf, inf\); got nan"):
        graph_model([[]], [[1, float("nan")]])
    with pytest.raises(CallError, match=r"`moves\[0\]` is a list of pairs"):
        graph_model([[(0, 0.5)]], [[1, 2]])  # type: ignore[list-item]
    with pytest.raises(CallError, match=r"rising order; got \(1, 0\)"):
        coalition_stability(graph_model([[], []], [[0], [0]]), [(1, 0)])
    with pytest.raises(CallError, match="holds each state from 0 on, once"):
        payoffs_of_ranking([0, 0])
    many = graph_model([[]] * 17, [[0]] * 17)
    with pytest.raises(SizeError, match="At most 16 parties"):
        gmcr_coalition_improvement(many, 0)
