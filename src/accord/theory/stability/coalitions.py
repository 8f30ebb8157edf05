"""Stability against coalitions: what parties can reach together, and what those outside can do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np

from accord.errors import CallError, SizeError
from accord.theory.arguments import index_of
from accord.theory.stability.individual import Concept, Stability, gmcr_stability
from accord.theory.stability.model import Bools, Floats, GraphModel, Ints
from accord.theory.stability.reach import Rows, all_moves, improvements, leads_to, lowest, others, walk

if TYPE_CHECKING:
    from accord.theory.stability.kernels import Peaks

_MOST_PARTIES = 16
# Ends of joint improvements that are listed at once, and states of frontiers: 4 bytes each.
_MOST_ENDS = 100_000_000
_MOST_STEPS = 20_000_000_000
Coalition = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class JointMove:
    """A coalition and a state that it can bring about together and that each of it prefers."""

    coalition: Coalition
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

        >>> from accord.theory.stability import graph_model
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
    found = []
    for coalition in every_coalition(model):
        if len(coalition) < smallest:
            continue
        members = np.array(coalition)
        reached = np.sort(walk(all_moves(model), members, state).states)
        payoffs = model.payoffs[members]
        gains = (payoffs[:, reached] > payoffs[:, [state]]).all(axis=0)
        found += [JointMove(coalition, end) for end in reached[gains].tolist()]
    return tuple(found)


def every_coalition(model: GraphModel) -> tuple[Coalition, ...]:
    """All coalitions of one or more parties, by size, then by party.

    Raises:
        SizeError: more than 16 parties.
    """
    if len(model.parties) > _MOST_PARTIES:
        came = f"got {len(model.parties)}"
        raise SizeError(f"At most {_MOST_PARTIES} parties are tried as coalitions", came, "name the coalitions")
    sizes = range(1, len(model.parties) + 1)
    return tuple(coalition for size in sizes for coalition in combinations(model.parties, size))


@dataclass(frozen=True, slots=True, eq=False)
class CoalitionStability:
    """For each concept that was asked for, whether each coalition stays at each state: shape (coalitions, states)."""

    coalitions: tuple[Coalition, ...]
    stays: Mapping[Concept, Bools]

    def universal(self) -> Mapping[str, tuple[int, ...]]:
        """The states that none of the coalitions leaves, by concept."""
        return {
            concept.value: tuple(np.flatnonzero(stable.all(axis=0)).tolist()) for concept, stable in self.stays.items()
        }


def coalition_stability(
    model: GraphModel,
    coalitions: Iterable[Coalition] | None = None,
    *,
    concepts: Sequence[Concept | str] = tuple(Concept),
    together: bool = True,
) -> CoalitionStability:
    """The states at which each coalition stays: Nash, GMR, SMR and SEQ stability of coalitions.

    Definition: coalition H can bring about each state at the end of a legal sequence of one or more moves by its
    members (nobody twice in a row); it improves from s by bringing about a state that every member prefers to s. A
    sanction against H at s is a state that some member of H does not prefer to s. For H, state s is
    Nash stable, if H cannot improve;
    GMR stable, if after each improvement those outside H can bring about a sanction;
    SMR stable, if after each they can bring about a sanction from which all that H can bring about are sanctions too
    (which member is no better off may differ from state to state);
    SEQ stable, if after each they can bring about a sanction by a legal sequence of improvements: each step is an
    improvement by a coalition of parties outside H, the same coalition never twice in a row (`together`), or each
    step is one party's own improving move (not `together`).
    A state that is stable for every coalition is universally stable.

    Convention: for a coalition of one this is `gmcr_stability` (SEQ: where not `together`, or where there are at most
    two parties). The grand coalition has nobody outside: for it all four are Nash stability. Two coalitions of one
    sequence may share a party, which then moves twice in a row; where a party's moves are not transitive, SEQ
    `together` can therefore hold where GMR does not.

    Args:
        model: The graph model.
        coalitions: Those to judge; every one, if none are named.
        concepts: Which concepts to judge.
        together: Whether those outside sanction jointly in SEQ.

    Example: in the prisoner's dilemma no state but mutual cooperation survives every coalition, and it only because a
    defector is afraid of the answer.

        >>> from accord.theory.stability import graph_model
        >>> rows, columns = [(0, 2), (1, 3), (2, 0), (3, 1)], [(0, 1), (1, 0), (2, 3), (3, 2)]
        >>> model = graph_model([rows, columns], [[3, 1, 4, 2], [3, 4, 1, 2]])
        >>> found = coalition_stability(model).universal()
        >>> found["nash"], found["seq"]
        ((), (0,))

    Limits: members are taken to keep to the joint plan. Nash, GMR and SEQ not `together` take time linear in arcs for
    each coalition, times the size of the Pareto frontiers of what it can reach. For coalitions of two or more, SMR
    looks at the whole graph once for each state that GMR leaves open; SEQ `together` lists all joint improvements. Both
    grow with the square of the states, and are refused beyond 20,000 million looks at an arc.

    Citation: inohara_hipel_2008, kilgour_hipel_fang_peng_2001, xu_hipel_kilgour_fang_2018.

    Raises:
        CallError: a coalition that is empty, unordered or names an unknown party; an unknown concept.
        SizeError: more than 16 parties and no coalitions named; more work than is sensible.
    """
    wanted = tuple(Concept(concept) for concept in concepts)
    chosen = every_coalition(model) if coalitions is None else tuple(_checked(model, one) for one in coalitions)
    ready = _Ready(model)
    shape = (len(chosen), len(model.states))
    stays = {concept: np.ones(shape, np.bool_) for concept in wanted}
    for number, coalition in enumerate(chosen):
        for concept in wanted:
            stays[concept][number] = _stable(ready, coalition, concept, together=together)
    return CoalitionStability(chosen, stays)


def coalitionally_stable(model: GraphModel) -> tuple[int, ...]:
    """The states that no party leaves alone and no coalition leaves together (coalitional Nash stability).

    Definition: no coalition of one or more parties has a legal sequence of moves to a state that all its members
    prefer.

    Example:
        >>> from accord.theory.stability import graph_model
        >>> rows, columns = [(0, 2), (1, 3), (2, 0), (3, 1)], [(0, 1), (1, 0), (2, 3), (3, 2)]
        >>> coalitionally_stable(graph_model([rows, columns], [[3, 1, 4, 2], [3, 4, 1, 2]]))
        ()

    Limits: as for `coalition_stability`, of which this is the universal Nash part.

    Citation: kilgour_hipel_fang_peng_2001.

    Raises:
        SizeError: more than 16 parties.
    """
    return coalition_stability(model, concepts=(Concept.NASH,)).universal()[Concept.NASH.value]


def _checked(model: GraphModel, coalition: Coalition) -> Coalition:
    for party in coalition:
        index_of("coalition", party, len(model.parties))
    if not coalition or any(one >= next_one for one, next_one in pairwise(coalition)):
        must = "A coalition is one or more party numbers in rising order"
        raise CallError(must, f"got {coalition!r}", "sort the numbers and name each once")
    return tuple(coalition)


class _Ready:
    """What all coalitions of one model share, each part made when it is first asked for."""

    def __init__(self, model: GraphModel) -> None:
        self.model = model
        self.moves = all_moves(model)
        self.joint: dict[Coalition, Rows] = {}

    @cached_property
    def alone(self) -> Stability:
        return gmcr_stability(self.model)

    @cached_property
    def anyhow(self) -> Rows:
        return self.moves.turned()

    @cached_property
    def gladly(self) -> Rows:
        return improvements(self.model).turned()


def _stable(ready: _Ready, coalition: Coalition, concept: Concept, *, together: bool) -> Bools:
    """Whether one coalition stays at each state."""
    opposed = others(ready.model, coalition)
    jointly = together and concept is Concept.SEQ and len(opposed) > 1
    if len(coalition) == 1 and not jointly:
        return np.asarray(ready.alone.of(concept)[coalition[0]])
    if concept is Concept.SMR:
        return _deterred(ready, coalition, opposed)
    payoffs = ready.model.payoffs[list(coalition)]
    if concept is Concept.NASH or not len(opposed):
        return _unimproved(ready, coalition, payoffs)
    movers, arcs = opposed, ready.anyhow if concept is Concept.GMR else ready.gladly
    if jointly:
        movers, arcs = _joint_arcs(ready, opposed)
    worst = np.array([lowest(arcs, movers, payoff) for payoff in payoffs])
    return _unimproved(ready, coalition, np.minimum(payoffs, worst))


def _unimproved(ready: _Ready, coalition: Coalition, worth: Floats) -> Bools:
    """Whether nothing that a coalition can bring about from each state has a worth above its members' payoffs there."""
    from accord.theory.stability import kernels

    payoffs = ready.model.payoffs[list(coalition)]
    moves = kernels.Moves(ready.moves.offsets, ready.moves.ends, np.array(coalition))
    room, size, best = 4 * worth.size + ready.moves.states, kernels.FULL, _no_peaks(worth, 0)
    while size == kernels.FULL:
        if room > _MOST_ENDS:
            must = f"What a coalition can reach has at most {_MOST_ENDS:,} best states in all"
            raise SizeError(must, f"coalition {coalition} has more", "name smaller coalitions, or leave states out")
        best = _no_peaks(worth, room)
        size = kernels.peaks(moves, worth, best)
        room *= 4
    asked, found = np.full(worth.size, -1, np.int64), np.full(ready.moves.states, -1, np.int64)
    kernels.better_peak(moves, worth, payoffs, best, asked, found)
    unimproved: Bools = found < 0
    return unimproved


def _no_peaks(worth: Floats, room: int) -> Peaks:
    """An empty record for `kernels.peaks` to fill."""
    from accord.theory.stability.kernels import COMPONENT, Peaks

    pairs = np.zeros((7, worth.size), np.int64)
    pairs[COMPONENT : COMPONENT + 2] = -1
    front = np.full((3, worth.shape[1]), -1, np.int64)
    return Peaks(pairs, np.zeros((3, worth.size), np.int64), front, np.empty(room, np.int64))


def _deterred(ready: _Ready, coalition: Coalition, opposed: Ints) -> Bools:
    """SMR stability of a coalition of two or more.

    Where one member alone is never better off after the sanction, whatever the coalition does, the state is stable;
    where GMR fails it is not; what is left is looked at state by state.
    """
    model, members = ready.model, np.array(coalition)
    payoffs = model.payoffs[members]
    stable = _stable(ready, coalition, Concept.GMR, together=False)
    escape = [np.maximum(payoff, -lowest(ready.anyhow, members, -payoff)) for payoff in payoffs]
    held = np.array([lowest(ready.anyhow, opposed, high) for high in escape])
    candidates = np.flatnonzero(stable & ~_unimproved(ready, coalition, np.minimum(payoffs, held)))
    _affordable(model, coalition, len(candidates), "SMR stability")
    for state in candidates:
        good = (payoffs > payoffs[:, [state]]).all(axis=0)
        free = good | leads_to(ready.anyhow, members, good)
        sanctioned = leads_to(ready.anyhow, opposed, ~free)
        stable[state] = not leads_to(ready.anyhow, members, good & ~sanctioned)[state]
    return stable


def _joint_arcs(ready: _Ready, opposed: Ints) -> tuple[Ints, Rows]:
    """The joint improvements of every coalition of the others, turned round, and the numbers of these coalitions."""
    sizes = range(1, len(opposed) + 1)
    groups = [group for size in sizes for group in combinations(opposed.tolist(), size)]
    for group in groups:
        if group not in ready.joint:
            ready.joint[group] = _joint_improvements(ready, group)
    parts = [ready.joint[group] for group in groups]
    before = np.cumsum([0, *(len(part.ends) for part in parts)])
    offsets = [part.offsets[1:] + start for part, start in zip(parts, before, strict=False)]
    ends = np.concatenate([part.ends for part in parts])
    together = Rows(np.concatenate([np.zeros(1, np.int64), *offsets]), ends, ready.moves.states)
    return np.arange(len(groups)), together.turned()


def _joint_improvements(ready: _Ready, group: Coalition) -> Rows:
    """The joint improvements of one coalition, as if it were one mover."""
    from accord.theory.stability import kernels

    moves, states = ready.moves, ready.moves.states
    _affordable(ready.model, group, states, "SEQ stability with joint sanctions")
    spare = _MOST_ENDS - sum(len(rows.ends) for rows in ready.joint.values())
    payoffs = ready.model.payoffs[list(group)]
    steps = kernels.Moves(moves.offsets, moves.ends, np.array(group))
    search, bounds = kernels.Search(*np.full((3, 2 * states), -1, np.int64)), np.zeros(states + 1, np.int64)
    found, done = np.empty(8 * states, np.int32), 0
    while done < states:
        if bounds[done] > spare:
            must = f"At most {_MOST_ENDS:,} joint improvements are listed for sanctions"
            raise SizeError(must, "there are more", "pass together=False, so that each party sanctions for itself")
        done = kernels.joint(steps, payoffs, done, search, bounds, found)
        found = np.concatenate([found[: bounds[done]], np.empty(2 * int(bounds[done]) + states, np.int32)])
    return Rows(bounds, found[: bounds[states]], states)


def _affordable(model: GraphModel, coalition: Coalition, rounds: int, what: str) -> None:
    if rounds * len(model.ends) > _MOST_STEPS:
        must = f"{what} of coalitions looks at no more than {_MOST_STEPS:,} arcs"
        came = f"coalition {coalition} has {rounds:,} states to judge by {len(model.ends):,} arcs"
        raise SizeError(must, came, "leave this concept out, or pass together=False where it is SEQ")
