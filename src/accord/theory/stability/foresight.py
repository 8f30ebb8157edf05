"""Limited-move and non-myopic stability of two parties: looking a number of moves ahead, by backward induction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from accord.errors import CallError, SizeError
from accord.theory.stability.model import Bools, GraphModel, Ints

_MOST_HORIZON = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class LimitedMove:
    """Whether each party stays at each state, shape (2, states), and where it expects things to end otherwise.

    `anticipated[i, s]`: the state that comes of s when party i is the first to move or stay.
    """

    stable: Bools
    anticipated: Ints

    def equilibria(self) -> tuple[int, ...]:
        """The states at which both stay."""
        return tuple(np.flatnonzero(self.stable.all(axis=0)).tolist())


def limited_move_stability(model: GraphModel, horizon: int) -> LimitedMove:
    """The states at which each of two parties stays when both look `horizon` moves ahead (L_h stability).

    Definition: the parties move in turn, i first; whoever stays ends it, and after `horizon` moves it ends. At its turn
    with h moves left, a party foresees G_h(i, s): of its moves from s it thinks of the one whose G_(h-1)(other, .) it
    likes best, and takes it if it prefers what comes of it to s; else it stays. G_0(i, s) = s. State s is L_h stable
    for i if G_h(i, s) = s.

    Convention: L_1 is Nash stability. A party that is indifferent between moving and staying stays.

    Args:
        model: Two parties, no ties in either's payoffs.
        horizon: How many moves are foreseen, 1 to 100,000.

    Example: looking two moves ahead, nobody leaves cooperation in the prisoner's dilemma.

        >>> from accord.theory.stability import graph_model
        >>> rows, columns = [(0, 2), (1, 3), (2, 0), (3, 1)], [(0, 1), (1, 0), (2, 3), (3, 2)]
        >>> model = graph_model([rows, columns], [[3, 1, 4, 2], [3, 4, 1, 2]])
        >>> limited_move_stability(model, 1).equilibria(), limited_move_stability(model, 2).equilibria()
        ((3,), (0, 3))

    Limits: two parties, since with more the order of moves is open and published definitions differ; strict
    preferences, since among tied moves the next party's choice would be arbitrary.

    Citation: fang_hipel_kilgour_1993, kilgour_1984.

    Raises:
        CallError: not two parties, tied states, or a horizon below 1.
        SizeError: a horizon above 100,000.
    """
    if horizon < 1:
        raise CallError("`horizon` is 1 or more", f"got {horizon!r}", "pass the number of moves foreseen")
    if horizon > _MOST_HORIZON:
        must = f"`horizon` is at most {_MOST_HORIZON:,}"
        raise SizeError(must, f"got {horizon!r}", "ask for non_myopic_stability, which has none")
    _two_strict(model)
    ahead = _nothing_foreseen(model)
    for _ in range(horizon):
        ahead = _one_more(model, ahead)
    return LimitedMove(ahead == np.arange(len(model.states)), ahead)


def non_myopic_stability(model: GraphModel) -> LimitedMove:
    """The states at which each of two parties stays however far ahead both look, from some horizon on.

    Definition: the states that are L_h stable for all h from some number on. What is foreseen depends on what is
    foreseen one move shorter alone, so that it repeats sooner or later, and the states that are stable throughout one
    period are those.

    Convention: `anticipated` is that of one horizon of the period.

    Example:
        >>> from accord.theory.stability import graph_model
        >>> rows, columns = [(0, 2), (1, 3), (2, 0), (3, 1)], [(0, 1), (1, 0), (2, 3), (3, 2)]
        >>> model = graph_model([rows, columns], [[3, 1, 4, 2], [3, 4, 1, 2]])
        >>> non_myopic_stability(model).equilibria()
        (0, 3)

    Limits: as for `limited_move_stability`; where nothing repeats within 100,000 horizons it is refused.

    Citation: kilgour_1984, fang_hipel_kilgour_1993.

    Raises:
        CallError: not two parties, or tied states.
        SizeError: no period within 100,000 horizons.
    """
    _two_strict(model)
    # Brent's search for the period: a mark that waits at every power of two, so that one picture is kept, not all.
    mark = ahead = _one_more(model, _nothing_foreseen(model))
    stable = np.ones(ahead.shape, bool)
    power = steps = 0
    for _ in range(_MOST_HORIZON):
        stable &= ahead == np.arange(len(model.states))
        ahead = _one_more(model, ahead)
        steps += 1
        if np.array_equal(ahead, mark):
            return LimitedMove(stable, mark)
        if steps == 1 << power:
            mark, power, steps = ahead, power + 1, 0
            stable = np.ones(ahead.shape, bool)
    must = f"What is foreseen repeats within {_MOST_HORIZON:,} horizons"
    raise SizeError(must, "it did not", "ask for limited_move_stability at a horizon of interest")


def _two_strict(model: GraphModel) -> None:
    if len(model.parties) != 2:
        must = "Limited-move stability is for two parties"
        raise CallError(must, f"got {len(model.parties)}", "merge parties, or ask for gmcr_stability")
    for party, payoff in enumerate(model.payoffs):
        if len(np.unique(payoff)) < len(payoff):
            must = f"`payoffs[{party}]` has no ties where several moves are foreseen"
            raise CallError(must, f"got {len(payoff) - len(np.unique(payoff))}", "order the tied states")


def _nothing_foreseen(model: GraphModel) -> Ints:
    return np.tile(np.arange(len(model.states)), (2, 1))


def _one_more(model: GraphModel, ahead: Ints) -> Ints:
    """What each party foresees with one move more."""
    count = len(model.states)
    further = np.tile(np.arange(count), (2, 1))
    for party in model.parties:
        payoff = model.payoffs[party]
        starts, ends = model.arcs(party).T
        outcome = ahead[1 - party, ends]
        best = np.argsort(payoff[outcome], kind="stable")
        # Written in rising order of payoff, so that the best move from each state is the last to be written.
        target = np.arange(count)
        target[starts[best]] = outcome[best]
        better = payoff[target] > payoff
        further[party, better] = target[better]
    return further
