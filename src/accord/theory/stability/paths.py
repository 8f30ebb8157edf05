"""Who can get where, and what holds a party back: shortest ways through a graph model, and witnesses of stability."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from accord.theory.arguments import index_of
from accord.theory.stability.individual import Concept
from accord.theory.stability.model import GraphModel
from accord.theory.stability.reach import Rows, Step, all_moves, improvements, others, walk


@dataclass(frozen=True, slots=True)
class Route:
    """A state and a shortest sequence of moves to it; no moves: it is where one stands."""

    state: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class StatusQuo:
    """What can come of the status quo: the states reached, nearest first, and those out of reach."""

    reached: tuple[Route, ...]
    unreached: tuple[int, ...]


def status_quo_analysis(
    model: GraphModel, status_quo: int, states: Iterable[int] | None = None, *, improving: bool = False
) -> StatusQuo:
    """Which states can come of the status quo, each with a shortest way of moves and countermoves.

    Definition: a state is reached if it is at the end of a legal sequence of moves by any parties from the status quo,
    in which nobody moves twice in a row; with `improving`, of moves each of which improves on where its mover stands.

    Convention: of several shortest ways one is given: the first found, by the number of the parties and states on it.

    Args:
        model: The graph model.
        status_quo: Where one stands.
        states: Those asked about, such as the equilibria of a concept; all, if none are named.
        improving: Whether every move must be an improvement.

    Example: in the prisoner's dilemma mutual defection comes of mutual cooperation by improvements, not the reverse.

        >>> from accord.theory.stability import graph_model
        >>> rows, columns = [(0, 2), (1, 3), (2, 0), (3, 1)], [(0, 1), (1, 0), (2, 3), (3, 2)]
        >>> model = graph_model([rows, columns], [[3, 1, 4, 2], [3, 4, 1, 2]])
        >>> status_quo_analysis(model, 0, [3], improving=True).reached[0].steps
        (Step(party=0, state=2), Step(party=1, state=3))
        >>> status_quo_analysis(model, 3, [0], improving=True).unreached
        (0,)

    Limits: says what can come about, not how likely it is. Time is linear in arcs.

    Citation: li_kilgour_hipel_2005.

    Raises:
        CallError: a state has no such number.
    """
    index_of("status_quo", status_quo, len(model.states))
    asked = set(model.states) if states is None else {index_of("states", state, len(model.states)) for state in states}
    rows = improvements(model) if improving else all_moves(model)
    found = walk(rows, np.array(model.parties), status_quo)
    reached = [Route(status_quo, ())] if status_quo in asked else []
    for place, state in enumerate(found.states.tolist()):
        if state in asked and state != status_quo:
            reached.append(Route(state, found.way(place)))
    return StatusQuo(tuple(reached), tuple(sorted(asked - {route.state for route in reached})))


@dataclass(frozen=True, slots=True)
class Deterrent:
    """A party's improvement and the shortest answer that undoes it; without steps: nothing holds the party back."""

    move: int
    sanction: tuple[Step, ...]


def deterrents(model: GraphModel, party: int, state: int, concept: Concept | str) -> tuple[Deterrent, ...]:
    """For each improvement that a party could make from a state, the answer that deters it under a concept.

    Definition: as in `gmcr_stability`: after the improvement the others have a legal sequence of moves (SEQ: of
    improvements) to a state that the party does not prefer to where it started (SMR: and from which no move of its own
    leads to one it prefers). The state is stable for the party if every improvement has such an answer; without any
    improvement it is Nash stable. Nash stability knows no sanctions.

    Args:
        model: The graph model.
        party: Whose temptation.
        state: From where.
        concept: Nash, GMR, SMR or SEQ.

    Example: in the prisoner's dilemma a defector fears that the other defects as well.

        >>> from accord.theory.stability import graph_model
        >>> rows, columns = [(0, 2), (1, 3), (2, 0), (3, 1)], [(0, 1), (1, 0), (2, 3), (3, 2)]
        >>> model = graph_model([rows, columns], [[3, 1, 4, 2], [3, 4, 1, 2]])
        >>> deterrents(model, 0, 0, "seq")
        (Deterrent(move=2, sanction=(Step(party=1, state=3),)),)

    Limits: one shortest witness is shown where there may be many.

    Citation: fang_hipel_kilgour_1993.

    Raises:
        CallError: no such party or state.
        ValueError: no such concept.
    """
    chosen = Concept(concept)
    payoff = model.payoffs[index_of("party", party, len(model.parties))]
    here = payoff[index_of("state", state, len(model.states))]
    undone = payoff <= here
    if chosen is Concept.SMR:
        starts, ends = model.arcs(party).T
        undone[starts[payoff[ends] > here]] = False
    rows = improvements(model) if chosen is Concept.SEQ else all_moves(model)
    tempting = [end for end in model.ends_of(party, state) if payoff[end] > here]
    if chosen is Concept.NASH:
        return tuple(Deterrent(move, ()) for move in tempting)
    return tuple(Deterrent(move, _answer(rows, model, party, move, undone)) for move in tempting)


def _answer(rows: Rows, model: GraphModel, party: int, move: int, undone: np.ndarray) -> tuple[Step, ...]:
    found = walk(rows, others(model, (party,)), move)
    ends = np.flatnonzero(undone[found.states])
    return found.way(int(ends[0])) if len(ends) else ()


def reachable(model: GraphModel, parties: Iterable[int], state: int, *, improving: bool = False) -> tuple[int, ...]:
    """The states at the end of one or more legal moves (or improvements) by some parties: their reachable list.

    >>> from accord.theory.stability import graph_model
    >>> reachable(graph_model([[(0, 1), (2, 3)], [(1, 2)]], [[0, 0, 0, 0], [0, 0, 1, 0]]), (0, 1), 0)
    (1, 2, 3)

    Citation: fang_hipel_kilgour_1993.
    """
    movers = np.array([index_of("parties", party, len(model.parties)) for party in parties], np.int64)
    rows = improvements(model) if improving else all_moves(model)
    return tuple(sorted(walk(rows, movers, index_of("state", state, len(model.states))).states.tolist()))
