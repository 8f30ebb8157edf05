"""Graph models from options, ways through them, what deters a party, and looking several moves ahead."""

import re
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.theory.test_stability import ends, models, moves_of

import accord.theory.stability
from accord.errors import CallError, SizeError
from accord.theory.stability import (
    Control,
    GraphModel,
    OptionForm,
    Step,
    coalitionally_stable,
    deterrents,
    gmcr_coalition_improvement,
    gmcr_stability,
    graph_model,
    holds,
    limited_move_stability,
    model_of,
    non_myopic_stability,
    option_form,
    prioritised,
    reachable,
    status_quo_analysis,
    weighted,
)

# The Elmira conflict (Hipel, Kilgour, Fang and Peng 1997; Kilgour and Hipel 2005): an environment ministry may modify
# its control order, a polluter may delay, accept or abandon its plant, a town may insist on the original order.
ELMIRA = option_form(
    [
        Control("ministry", ("modify",), lasting=("modify",)),
        Control("polluter", ("delay", "accept", "abandon"), lasting=("abandon",), closed=("delay",)),
        Control("town", ("insist",)),
    ],
    rules=[
        "delay or accept or abandon",
        "not (delay and accept)",
        "not (delay and abandon)",
        "not (accept and abandon)",
    ],
    as_one=["abandon"],
)
# Ordered statements that give the published rankings.
WISHES = {
    "ministry": ["-abandon", "accept", "-modify", "insist iff -modify"],
    "polluter": [
        "accept iff modify",
        "-abandon",
        "-insist if (accept iff modify)",
        "accept if not ((accept iff modify) and -insist)",
        "-insist",
        "delay",
    ],
    "town": ["-abandon", "-modify", "accept if -modify", "insist", "accept"],
}


def published(form: OptionForm) -> dict[int, int]:
    """The published number of each state."""
    rows = [["delay"], ["modify", "delay"], ["accept"], ["modify", "accept"]]
    rows += [[*row, "insist"] for row in rows] + [["abandon"]]
    return {form.state_of(row): number for number, row in enumerate(rows, start=1)}


def test_elmira_in_option_form_has_the_published_states_moves_rankings_and_equilibria() -> None:
    number, model = published(ELMIRA), model_of(ELMIRA, WISHES)
    assert sorted(number.values()) == list(range(1, 10)) == [state + 1 for state in model.states]
    arcs = [sorted((number[a], number[b]) for a, b in model.arcs(party).tolist()) for party in model.parties]
    assert arcs[0] == [(1, 2), (3, 4), (5, 6), (7, 8)]
    leaving = [(state, 9) for state in range(1, 9)]
    assert arcs[1] == sorted([(1, 3), (2, 4), (5, 7), (6, 8), *leaving])
    assert arcs[2] == sorted([(a, a + 4) for a in range(1, 5)] + [(a + 4, a) for a in range(1, 5)])
    rankings = [[7, 3, 4, 8, 5, 1, 2, 6, 9], [1, 4, 8, 5, 9, 3, 7, 2, 6], [7, 3, 5, 1, 8, 6, 4, 2, 9]]
    for payoff, ranking in zip(model.payoffs, rankings, strict=True):
        assert [number[int(state)] for state in np.argsort(-payoff, kind="stable")] == ranking
    equilibria = gmcr_stability(model).equilibria()
    names = {concept: sorted(number[state] for state in states) for concept, states in equilibria.items()}
    assert names == {"nash": [5, 8, 9], "gmr": [1, 4, 5, 8, 9], "smr": [1, 4, 5, 8, 9], "seq": [5, 8, 9]}


def test_in_elmira_ministry_and_polluter_jump_from_the_equilibrium_to_the_agreement_of_1991() -> None:
    number, model = published(ELMIRA), model_of(ELMIRA, WISHES)
    state = {name: state for state, name in number.items()}
    jumps = gmcr_coalition_improvement(model, state[5])
    assert [(jump.coalition, number[jump.state]) for jump in jumps] == [((0, 1), 8)]
    assert {number[one] for one in coalitionally_stable(model)} == {8, 9}
    away = status_quo_analysis(model, state[1], [state[5], state[8]])
    ways = {number[route.state]: [(step.party, number[step.state]) for step in route.steps] for route in away.reached}
    assert ways[5] == [(2, 5)]
    assert len(ways[8]) == 3
    assert {who for who, _ in ways[8]} == {0, 1, 2}
    assert status_quo_analysis(model, state[9]).unreached == tuple(sorted(set(model.states) - {state[9]}))


def test_statements_mean_what_they_say() -> None:
    values = {
        name: np.array(column)
        for name, column in zip("abc", zip(*product([False, True], repeat=3), strict=True), strict=True)
    }
    for text, meaning in {
        "a and not b or c": lambda a, b, c: (a and not b) or c,
        "-(a | b) & ~c": lambda a, b, c: not (a or b) and not c,
        "a IF b & c": lambda a, b, c: a or not (b and c),
        "(a iff !b) or 'c'": lambda a, b, c: (a == (not b)) or c,
    }.items():
        wanted = [bool(meaning(*row)) for row in product([False, True], repeat=3)]
        assert holds(text, values).tolist() == wanted


@pytest.mark.parametrize("text", ["a and", "(a", "a b", "", "a if b if a", "a $ b", "d", "(" * 400 + "a" + ")" * 400])
def test_a_statement_that_cannot_be_read_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(CallError, match=r"made of options|options are"):
        holds(text, {"a": np.array([True]), "b": np.array([False])})


@given(st.lists(st.lists(st.booleans(), min_size=8, max_size=8), min_size=1, max_size=5))
@settings(max_examples=20)
def test_the_order_by_statements_is_that_of_the_published_scores(truth: list[list[bool]]) -> None:
    form = option_form([Control("A", ("a", "b", "c"))])
    states = [
        " and ".join(f"{'' if code >> bit & 1 else '-'}{name}" for bit, name in enumerate("abc")) for code in range(8)
    ]
    statements = [" or ".join(f"({state})" for state, true in zip(states, row, strict=True) if true) for row in truth]
    statements = [statement or "a and -a" for statement in statements]
    scores = [sum(row[state] << (len(truth) - place) for place, row in enumerate(truth)) for state in range(8)]
    found = prioritised(form, statements)
    assert [[x < y for y in found] for x in found] == [[x < y for y in scores] for x in scores]


def test_a_hundred_statements_are_ordered_as_well_as_one() -> None:
    form = option_form([Control("A", ("a", "b"))])
    assert prioritised(form, ["a or -a"] * 99 + ["a", "-b"]).tolist() == [1.0, 3.0, 0.0, 2.0]


def test_weights_that_add_up_to_the_same_tie() -> None:
    form = option_form([Control("A", ("x", "y")), Control("B", ("z",))], rules=["z iff -(x and y)", "x iff y"])
    found = weighted(form, {"x": 0.1, "y": 0.2, "z": 0.3})
    assert found[0] == found[1]


def test_option_forms_out_of_range_are_refused_by_name() -> None:
    with pytest.raises(CallError, match=r"option is named once.*'x' twice"):
        option_form([Control("A", ("x",)), Control("B", ("x",))])
    with pytest.raises(CallError, match="rules leave a possible state"):
        option_form([Control("A", ("x",))], rules=["x", "-x"])
    with pytest.raises(CallError, match="an option of its own; got 'y'"):
        option_form([Control("A", ("x",), lasting=("y",)), Control("B", ("y",))])
    with pytest.raises(SizeError, match="At most 22 options"):
        option_form([Control("A", tuple(f"o{n}" for n in range(23)))])
    with pytest.raises(CallError, match="an entry for each party: ministry, polluter, town"):
        model_of(ELMIRA, {"ministry": ["accept"]})
    with pytest.raises(CallError, match="rules allow the combination"):
        ELMIRA.state_of(["delay", "accept"])


@given(models(4), st.integers(0, 5), st.booleans())
@settings(max_examples=25)
def test_ways_from_the_status_quo_are_legal_shortest_and_complete(model: GraphModel, start: int, gladly: bool) -> None:
    start = min(start, len(model.states) - 1)
    moves = moves_of(model, gladly=gladly)
    found = status_quo_analysis(model, start, improving=gladly)
    assert {route.state for route in found.reached} == ends(moves, model.parties, start) | {start}
    assert set(found.unreached) == set(model.states) - {route.state for route in found.reached}
    level = {(start, -1)}
    near = {start: 0}
    for steps in range(1, 2 * len(model.states) + 1):
        level = {(end, mover) for at, last in level for mover in moves if mover != last for end in moves[mover][at]}
        for end, _ in level:
            near.setdefault(end, steps)
    for route in found.reached:
        assert len(route.steps) == near[route.state]
        at, last = start, None
        for step in route.steps:
            assert step.party != last
            assert step.state in moves[step.party][at]
            at, last = step.state, step.party
        assert at == route.state


@given(models(4))
@settings(max_examples=20)
def test_a_state_is_stable_where_every_temptation_has_its_deterrent(model: GraphModel) -> None:
    found = gmcr_stability(model)
    for concept, party, state in product(("nash", "gmr", "smr", "seq"), model.parties, model.states):
        held = deterrents(model, party, state, concept)
        assert all(one.sanction for one in held) == found.of(concept)[party, state]
        for one in held:
            assert all(step.party != party for step in one.sanction)
            if one.sanction:
                assert model.payoffs[party, one.sanction[-1].state] <= model.payoffs[party, state]


def test_a_reachable_list_is_one_of_legal_sequences() -> None:
    model = graph_model([[(0, 1), (1, 2)], [(1, 3)]], [[0] * 4, [0, 1, 0, 0]])
    assert reachable(model, [0], 0) == (1,)
    assert reachable(model, [0, 1], 0) == (1, 3)
    assert reachable(model, [0, 1], 0, improving=True) == ()


@st.composite
def duels(draw: st.DrawFn) -> GraphModel:
    states = draw(st.integers(1, 5))
    arc = st.tuples(st.integers(0, states - 1), st.integers(0, states - 1))
    moves = [draw(st.lists(arc, max_size=2 * states)) for _ in range(2)]
    return graph_model(moves, [draw(st.permutations(range(states))) for _ in range(2)])


@given(duels(), st.integers(1, 6))
@settings(max_examples=25)
def test_limited_moves_are_backward_induction_on_the_tree(model: GraphModel, horizon: int) -> None:
    @cache
    def foreseen(party: int, state: int, left: int) -> int:
        if left == 0:
            return state
        results = [state, *(foreseen(1 - party, end, left - 1) for end in model.ends_of(party, state))]
        return max(results, key=lambda end: model.payoffs[party, end])

    found = limited_move_stability(model, horizon)
    assert found.anticipated.tolist() == [[foreseen(party, s, horizon) for s in model.states] for party in (0, 1)]
    if horizon == 1:
        assert np.array_equal(found.stable, gmcr_stability(model).nash)


@given(duels())
@settings(max_examples=12)
def test_non_myopic_stability_is_that_of_all_long_horizons(model: GraphModel) -> None:
    wanted = np.ones((2, len(model.states)), bool)
    for horizon in range(20, 32):
        wanted &= limited_move_stability(model, horizon).stable
    assert np.array_equal(non_myopic_stability(model).stable, wanted)


def test_foresight_is_for_two_parties_without_ties() -> None:
    with pytest.raises(CallError, match="two parties; got 3"):
        limited_move_stability(graph_model([[]] * 3, [[0]] * 3), 1)
    with pytest.raises(CallError, match=r"`payoffs\[1\]` has no ties"):
        non_myopic_stability(graph_model([[], []], [[0, 1], [2, 2]]))
    with pytest.raises(CallError, match="`horizon` is 1 or more; got 0"):
        limited_move_stability(graph_model([[], []], [[0], [0]]), 0)


def test_a_step_says_who_and_where() -> None:
    model = graph_model([[(0, 1)], [(1, 2)]], [[1, 2, 0], [0, 0, 1]])
    assert deterrents(model, 0, 0, "seq")[0].sanction == (Step(1, 2),)


def test_every_citation_in_this_room_resolves() -> None:
    room = Path(accord.theory.stability.__file__).parent
    entries = set(re.findall(r"^@\w+\{(\w+),", (room.parent / "references.bib").read_text("utf-8"), flags=re.MULTILINE))
    for path in room.glob("*.py"):
        for cited in re.findall(r"Citation: ([\w, \n]+?)\.\n", path.read_text("utf-8")):
            assert {key.strip() for key in cited.split(",")} <= entries
