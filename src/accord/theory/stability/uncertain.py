"""Stability where a party's preference between some states is not known."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np

from accord.errors import CallError, SizeError
from accord.theory.arguments import same_length
from accord.theory.stability.individual import Concept, Stability
from accord.theory.stability.model import Arcs, Bools, Floats, Ints, graph_model
from accord.theory.stability.reach import Rows, all_moves, leads_to, others

_MOST_STEPS = 20_000_000_000


class Attitude(StrEnum):
    """How a party takes what it does not know.

    `a`: leaves for a gain that is not sure, and only a sure sanction deters it. `b`: leaves for sure gains alone, only
    a sure sanction deters it. `c`: leaves for a gain that is not sure, and a sanction that is not sure deters it. `d`:
    leaves for sure gains alone, and a sanction that is not sure deters it.
    """

    A = "a"
    B = "b"
    C = "c"
    D = "d"

    @property
    def bold(self) -> bool:
        """Whether a gain that is not sure is reason enough to leave."""
        return self in {Attitude.A, Attitude.C}

    @property
    def wary(self) -> bool:
        """Whether a sanction that is not sure deters."""
        return self in {Attitude.C, Attitude.D}


def uncertain_stability(
    moves: Sequence[Arcs], views: Sequence[Sequence[Sequence[float]] | Floats], attitude: Attitude | str
) -> Stability:
    """The states at which each party stays, where its preference between some states is unknown.

    Definition: what is known of a party's preferences is what all its views agree on; a view is a row of payoffs that
    may be the party's own. Every partial order is what some set of complete orders agrees on. A move is a sure gain if
    every view prefers its end, and one that is not sure if some does; a state is a sure sanction if no view prefers it
    to where the party started, and one that is not sure if some view does not. Nash, GMR, SMR and SEQ stability are
    then as in `gmcr_stability`, with gains and sanctions as the attitude takes them; in SEQ the others sanction by
    moves each of which is a gain, sure or not, for its mover.

    Convention: with one view for each party all attitudes give `gmcr_stability`.

    Args:
        moves: For each party its arcs (from, to).
        views: For each party one or more rows of payoffs.
        attitude: `a`, `b`, `c` or `d`, the same for all.

    Example: the other's answer may or may not hurt (state 2 against 0), so that it depends on the attitude.

        >>> moves, views = [[(0, 1)], [(1, 2)]], [[[1, 2, 0], [1, 2, 1.5]], [[0, 0, 1]]]
        >>> [uncertain_stability(moves, views, attitude).stable("gmr", 0) for attitude in "ad"]
        [(1, 2), (0, 1, 2)]

    Limits: the graph is looked at three times for each state and party, so that time grows with states x arcs; refused
    beyond 20,000 million looks at an arc.

    Citation: li_hipel_kilgour_fang_2004.

    Raises:
        CallError: lists of different lengths, no view, an arc to no state, a payoff that is not finite.
        ValueError: no such attitude.
        SizeError: more work than that.
    """
    how = Attitude(attitude)
    same_length("moves", list(moves), "views", list(views))
    tables = [_table(f"views[{party}]", rows) for party, rows in enumerate(views)]
    model = graph_model(moves, [table[0] for table in tables])
    if 3 * model.payoffs.size * len(model.ends) > _MOST_STEPS:
        came = f"got {len(model.states):,} states and {len(model.ends):,} moves"
        raise SizeError(f"At most {_MOST_STEPS:,} looks at an arc", came, "ask for fewer states, or gmcr_stability")
    every, arcs = all_moves(model), [model.arcs(party).T for party in model.parties]
    maybe = [
        (table[:, ends] > table[:, starts]).any(axis=0) for table, (starts, ends) in zip(tables, arcs, strict=True)
    ]
    answers = every.turned(), every.only(np.concatenate(maybe)).turned()
    found = {concept: np.ones(model.payoffs.shape, bool) for concept in Concept}
    for party, table in enumerate(tables):
        movers = others(model, (party,))
        for state in model.states:
            stable = _stays(table, arcs[party], state, answers, movers, how)
            for concept, kept in zip(Concept, stable, strict=True):
                found[concept][party, state] = kept
    return Stability(*(found[concept] for concept in Concept))


def _table(name: str, rows: Sequence[Sequence[float]] | Floats) -> Floats:
    if not len(rows):
        raise CallError(f"`{name}` is one or more rows of payoffs", "got none", "give at least one view")
    # A model without moves checks the rows as payoffs.
    return graph_model([[]] * len(rows), rows).payoffs


def _stays(
    table: Floats, own: Ints, state: int, answers: tuple[Rows, Rows], movers: Ints, how: Attitude
) -> tuple[bool, bool, bool, bool]:
    """Whether a party stays at a state: by Nash, GMR, SMR, SEQ."""
    starts, ends = own
    here = table[:, [state]]
    tempting = ends[starts == state]
    higher = table[:, tempting] > here
    tempting = tempting[higher.any(axis=0) if how.bold else higher.all(axis=0)]
    if not len(tempting):
        return True, True, True, True
    lower = table <= here
    undone: Bools = np.asarray(lower.any(axis=0) if how.wary else lower.all(axis=0))
    held = undone.copy()
    held[starts[~undone[ends]]] = False
    anyhow, gladly = answers
    sanctions = leads_to(anyhow, movers, undone), leads_to(anyhow, movers, held), leads_to(gladly, movers, undone)
    gmr, smr, seq = (bool(sanctioned[tempting].all()) for sanctioned in sanctions)
    return False, gmr, smr, seq
