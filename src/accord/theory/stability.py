"""Stability in the graph model for conflict resolution: which states last, by how far the parties look ahead."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from accord.errors import CallError, SizeError
from accord.theory.arguments import all_within, index_of, same_length

Arcs = Sequence[Collection[int]]
_MOST_PARTIES = 16


@dataclass(frozen=True, slots=True)
class GraphModel:
    """States, who can move between them, and who prefers which.

    `moves[p][s]`: the states to which party p can move from state s in one step; a move that cannot be taken back
    simply has no way back. `payoffs[p][s]`: any number that is higher where p prefers the state; ties allowed.
    """

    moves: tuple[tuple[tuple[int, ...], ...], ...]
    payoffs: tuple[tuple[float, ...], ...]

    @property
    def parties(self) -> range:
        """The parties' numbers."""
        return range(len(self.payoffs))

    @property
    def states(self) -> range:
        """The states' numbers."""
        return range(len(self.payoffs[0]))


def graph_model(moves: Sequence[Iterable[tuple[int, int]]], payoffs: Sequence[Sequence[float]]) -> GraphModel:
    """A graph model from each party's arcs and payoffs; states and parties are numbered from 0.

    Args:
        moves: For each party its arcs (from, to); an arc given twice counts once, one from a state to itself never.
        payoffs: For each party a number per state, higher where it prefers the state.

    Raises:
        CallError: no state, lists of different lengths, an arc to no state, a payoff that is not finite.
    """
    same_length("moves", list(moves), "payoffs", payoffs)
    levels = tuple(all_within(f"payoffs[{party}]", row, "(-inf, inf)") for party, row in enumerate(payoffs))
    for party, row in enumerate(levels):
        same_length("payoffs[0]", levels[0], f"payoffs[{party}]", row)
    count = len(levels[0])
    tables = []
    for party, arcs in enumerate(moves):
        table: list[set[int]] = [set() for _ in range(count)]
        for start, end in arcs:
            index_of(f"moves[{party}]", start, count)
            if index_of(f"moves[{party}]", end, count) != start:
                table[start].add(end)
        tables.append(tuple(tuple(sorted(ends)) for ends in table))
    return GraphModel(tuple(tables), levels)


@dataclass(frozen=True, slots=True)
class Stability:
    """For each concept and each party the states at which the party stays (`nash[p]` is a set of states)."""

    nash: tuple[frozenset[int], ...]
    gmr: tuple[frozenset[int], ...]
    smr: tuple[frozenset[int], ...]
    seq: tuple[frozenset[int], ...]

    def equilibria(self) -> Mapping[str, tuple[int, ...]]:
        """The states that are stable for every party, by concept."""
        concepts = {"nash": self.nash, "gmr": self.gmr, "smr": self.smr, "seq": self.seq}
        return {name: tuple(sorted(frozenset.intersection(*stable))) for name, stable in concepts.items()}


def gmcr_stability(model: GraphModel) -> Stability:
    """The states at which each party stays: Nash, general and symmetric metarationality, sequential stability.

    Definition: a unilateral improvement of party i at state s is a move of its own to a state it prefers to s. A
    state is, for i,
    Nash stable, if there is none;
    GMR stable, if after each the others can bring about a state that i does not prefer to s;
    SMR stable, if after each they can bring about such a state from which no move of i's own leads to one it prefers
    to s;
    SEQ stable, if after each they can bring about such a state by moves that improve on where each mover then stands.
    What the others can bring about is every state at the end of a legal sequence of one or more of their moves, in
    which nobody moves twice in a row.

    Convention: "does not prefer" includes indifference; a sanction need not be what the sanctioning party wants in
    GMR and SMR. A sequence may return to the same party after another has moved, however often.

    Example: the prisoner's dilemma (0 both cooperate, 1 only the first, 2 only the second, 3 neither).

        >>> rows, columns = [(0, 2), (1, 3), (2, 0), (3, 1)], [(0, 1), (1, 0), (2, 3), (3, 2)]
        >>> found = gmcr_stability(graph_model([rows, columns], [[3, 1, 4, 2], [3, 4, 1, 2]]))
        >>> found.equilibria()["nash"], found.equilibria()["seq"]
        ((3,), (0, 3))

    Limits: preferences are known to all and complete. Work is linear in states x arcs: the lowest value that the
    others can force is spread backwards over pairs of state and last mover, each visited once.

    Citation: fang_hipel_kilgour_1993, xu_hipel_kilgour_fang_2018.
    """
    improving = tuple(_improving(model, party) for party in model.parties)
    ways = [_backwards(table) for table in model.moves], [_backwards(table) for table in improving]
    nash, gmr, smr, seq = (list[frozenset[int]]() for _ in range(4))
    for party in model.parties:
        payoff, own = model.payoffs[party], model.moves[party]
        anyhow, gladly = ([into[other] for other in model.parties if other != party] for into in ways)
        escape = [max(payoff[end] for end in (state, *own[state])) for state in model.states]
        nash.append(frozenset(state for state in model.states if not improving[party][state]))
        for found, into, value in ((gmr, anyhow, payoff), (smr, anyhow, escape), (seq, gladly, payoff)):
            worst = _lowest_reached(into, value)
            stays = (
                state
                for state, better in enumerate(improving[party])
                if all(worst[end] <= payoff[state] for end in better)
            )
            found.append(frozenset(stays))
    return Stability(tuple(nash), tuple(gmr), tuple(smr), tuple(seq))


def _improving(model: GraphModel, party: int) -> tuple[tuple[int, ...], ...]:
    payoff = model.payoffs[party]
    return tuple(
        tuple(end for end in ends if payoff[end] > payoff[state]) for state, ends in enumerate(model.moves[party])
    )


def _backwards(table: Arcs) -> list[list[int]]:
    """For each state the states from which it is reached in one step."""
    sources: list[list[int]] = [[] for _ in table]
    for state, ends in enumerate(table):
        for end in ends:
            sources[end].append(state)
    return sources


def _lowest_reached(sources: Sequence[Arcs], value: Sequence[float]) -> list[float]:
    """The lowest value at the end of a legal sequence of one or more moves from each state; infinite where none.

    Pairs (state, who moved there last) are taken in rising order of the state's value, and each hands its value to
    all pairs that lead to it and have none yet: the first to arrive is the lowest. `seen[s]` holds a bit for each
    mover whose pair with s is done, and `started` once s itself has its value.
    """
    movers = range(len(sources))
    started, everybody = 1 << len(sources), (1 << len(sources)) - 1
    lowest, seen = [math.inf] * len(value), [0] * len(value)
    for target in sorted(range(len(value)), key=value.__getitem__):
        low = value[target]
        waiting = [(target, mover) for mover in movers if not seen[target] >> mover & 1]
        seen[target] |= everybody
        while waiting:
            end, mover = waiting.pop()
            after = (everybody | started) & ~(1 << mover)
            for start in sources[mover][end]:
                fresh = after & ~seen[start]
                if not fresh:
                    continue
                seen[start] |= fresh
                if fresh & started:
                    lowest[start] = low
                waiting += [(start, before) for before in movers if fresh >> before & 1]
    return lowest


@dataclass(frozen=True, slots=True)
class JointMove:
    """A coalition and a state that it can bring about together and that each of it prefers."""

    coalition: tuple[int, ...]
    state: int


def gmcr_coalition_improvement(model: GraphModel, state: int, *, smallest: int = 2) -> tuple[JointMove, ...]:
    """The joint moves from a state by which everybody in a coalition gains.

    Definition: coalition H improves from s to t if t is at the end of a legal sequence of moves by members of H, in
    which nobody moves twice in a row, and every member prefers t to s. Steps on the way may hurt; an equilibrium that
    no party would leave by itself can be left this way (an equilibrium jump).

    Convention: coalitions of at least `smallest` parties, in order of size, then of the parties; a larger coalition is
    listed too where all of it gain, also if part of it would do.

    Args:
        model: The graph model.
        state: The state to leave.
        smallest: Least size of a coalition, 1 or more; with 1 a party's own improvements are listed too.

    Example: in the prisoner's dilemma mutual defection is left for mutual cooperation only together.

        >>> rows, columns = [(0, 2), (1, 3), (2, 0), (3, 1)], [(0, 1), (1, 0), (2, 3), (3, 2)]
        >>> model = graph_model([rows, columns], [[3, 1, 4, 2], [3, 4, 1, 2]])
        >>> gmcr_coalition_improvement(model, 3)
        (JointMove(coalition=(0, 1), state=0),)

    Limits: at most 16 parties, since every coalition is tried; members are taken to keep to the joint plan.

    Citation: kilgour_hipel_fang_peng_2001, fang_hipel_kilgour_1993.

    Raises:
        CallError: the state has no such number, or `smallest` is below 1.
        SizeError: more than 16 parties.
    """
    index_of("state", state, len(model.states))
    if smallest < 1:
        raise CallError("`smallest` is 1 or more", f"got {smallest!r}", "pass the least size of a coalition")
    if len(model.parties) > _MOST_PARTIES:
        came = f"got {len(model.parties)}"
        raise SizeError(f"At most {_MOST_PARTIES} parties are tried as coalitions", came, "leave parties out")
    found = []
    for size in range(smallest, len(model.parties) + 1):
        for coalition in combinations(model.parties, size):
            reached = sorted(_reached([model.moves[member] for member in coalition], state))
            found += [
                JointMove(coalition, end)
                for end in reached
                if all(model.payoffs[member][end] > model.payoffs[member][state] for member in coalition)
            ]
    return tuple(found)


def coalitionally_stable(model: GraphModel) -> tuple[int, ...]:
    """The states that no party leaves alone and no coalition leaves together (coalitional Nash stability).

    Definition: no coalition of one or more parties has a legal sequence of moves to a state that all its members
    prefer.

    Example:
        >>> rows, columns = [(0, 2), (1, 3), (2, 0), (3, 1)], [(0, 1), (1, 0), (2, 3), (3, 2)]
        >>> coalitionally_stable(graph_model([rows, columns], [[3, 1, 4, 2], [3, 4, 1, 2]]))
        ()

    Limits: as for `gmcr_coalition_improvement`; the work grows with the square of the states.

    Citation: kilgour_hipel_fang_peng_2001.

    Raises:
        SizeError: more than 16 parties.
    """
    return tuple(state for state in model.states if not gmcr_coalition_improvement(model, state, smallest=1))


def _reached(moves: Sequence[Arcs], start: int) -> set[int]:
    """The states at the end of a legal sequence of one or more moves from `start`."""
    waiting = deque((end, mover) for mover, table in enumerate(moves) for end in table[start])
    seen = set(waiting)
    while waiting:
        state, last = waiting.popleft()
        for mover, table in enumerate(moves):
            for end in table[state] if mover != last else ():
                if (end, mover) not in seen:
                    seen.add((end, mover))
                    waiting.append((end, mover))
    return {state for state, _ in seen}
