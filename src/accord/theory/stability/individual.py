"""Stability for each party by itself: Nash, general and symmetric metarationality, sequential stability."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from accord.theory.stability.model import Bools, GraphModel
from accord.theory.stability.reach import all_moves, improvements, lowest, others


class Concept(StrEnum):
    """How far a party looks before it leaves a state."""

    NASH = "nash"
    GMR = "gmr"
    SMR = "smr"
    SEQ = "seq"


@dataclass(frozen=True, slots=True, eq=False)
class Stability:
    """For each concept whether each party stays at each state: `nash[p, s]`, shape (parties, states)."""

    nash: Bools
    gmr: Bools
    smr: Bools
    seq: Bools

    def stable(self, concept: Concept | str, party: int) -> tuple[int, ...]:
        """The states at which a party stays."""
        return tuple(np.flatnonzero(self.of(concept)[party]).tolist())

    def equilibria(self) -> Mapping[str, tuple[int, ...]]:
        """The states that are stable for every party, by concept."""
        return {concept.value: tuple(np.flatnonzero(self.of(concept).all(axis=0)).tolist()) for concept in Concept}

    def of(self, concept: Concept | str) -> Bools:
        """Whether each party stays at each state, shape (parties, states)."""
        found: Bools = getattr(self, Concept(concept).value)
        return found


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
    GMR and SMR. A sequence may return to the same party after another has moved, however often. A party makes the
    moves listed for it and no others: two of its own in a row are one move only where that is listed too.

    Example: the prisoner's dilemma (0 both cooperate, 1 only the first, 2 only the second, 3 neither).

        >>> from accord.theory.stability import graph_model
        >>> rows, columns = [(0, 2), (1, 3), (2, 0), (3, 1)], [(0, 1), (1, 0), (2, 3), (3, 2)]
        >>> found = gmcr_stability(graph_model([rows, columns], [[3, 1, 4, 2], [3, 4, 1, 2]]))
        >>> found.equilibria()["nash"], found.equilibria()["seq"]
        ((3,), (0, 3))

    Limits: preferences are known to all and complete (`uncertain_stability` for those that are not). Time is linear in
    parties x arcs, plus the sorting of each party's states: a sanction needs only the lowest value that the others can
    force, which is spread backwards over pairs of state and last mover, each visited once. Memory is a few times that
    of the model.

    Citation: fang_hipel_kilgour_1993, xu_hipel_kilgour_fang_2018, howard_1971, fraser_hipel_1984.
    """
    moves = all_moves(model)
    anyhow, gladly = moves.turned(), improvements(model).turned()
    found = {concept: np.ones(model.payoffs.shape, np.bool_) for concept in Concept}
    for party in model.parties:
        payoff, movers = model.payoffs[party], others(model, (party,))
        starts, ends = model.arcs(party).T
        gains = payoff[ends] > payoff[starts]
        escape = payoff.copy()
        np.maximum.at(escape, starts, payoff[ends])
        worst = {
            Concept.NASH: np.full(len(payoff), np.inf),
            Concept.GMR: lowest(anyhow, movers, payoff),
            Concept.SMR: lowest(anyhow, movers, escape),
            Concept.SEQ: lowest(gladly, movers, payoff),
        }
        for concept, low in worst.items():
            found[concept][party, starts[gains & (low[ends] > payoff[starts])]] = False
    return Stability(*(found[concept] for concept in Concept))
