"""A second opinion on who seeks a deal: how often a step is made and a demand kept when talks are played out.

The table of likelihoods is judged. Some of its moves are also turns of simulated talks, so how often either kind of
party makes them can be counted there, under strategies that are assumed in their place.
"""

from __future__ import annotations

from collections.abc import Mapping

from accord.bargain import Ensemble
from accord.errors import CallError
from accord.findings.case import Case
from accord.findings.likelihoods import LIKELIHOODS, Kind, Likelihood
from accord.simulate.by_the_clock import BUYING, SEEKING, deal_or_time_by_clock
from accord.simulate.explaining import Pattern
from accord.simulate.records import Rules

ROUNDS = 20
"""The deadline of the talks played out."""

_PACKAGES = 100_000  # listed and sorted for each party of each model: beyond, it would cost more than the findings
_WORK = 120_000
_MODELS = (3, 12)

_PLAYED: Mapping[Kind, Pattern] = {
    Kind.REAL_STEP: Pattern.REAL_STEP,
    # A turn is compared with the party's own last offer, so what leaves a part of a demand gives something up.
    Kind.STEP_DOWN: Pattern.REAL_STEP,
    Kind.NOMINAL_STEP: Pattern.NOMINAL_STEP,
    Kind.MAXIMUM_KEPT: Pattern.MAXIMUM_KEPT,
    Kind.DEMAND_KEPT: Pattern.DEMAND_KEPT,
}

PLAYED = frozenset(_PLAYED)
"""The kinds of move that simulated talks have too."""


def models_played(ensemble: Ensemble) -> int:
    """How many models are played out: fewer the more packages there are, none where there are too many."""
    packages = ensemble.frame.packages
    if packages > _PACKAGES:
        return 0
    return min(ensemble.members, max(_MODELS[0], min(_MODELS[1], _WORK // packages)))


def simulated(case: Case) -> Mapping[str, Mapping[Kind, Likelihood]]:
    """Party at the table -> the table of likelihoods with what simulated talks count in place of what they have too.

    Empty where fewer than two parties sit at the table, or where there are too many packages to play out here.
    """
    world = case.world
    key = ("simulated talks", ROUNDS)
    if key not in world.solved:
        world.solved[key] = _counted(world.ensemble)
    found: Mapping[str, Mapping[Kind, Likelihood]] = world.solved[key]
    return found


def _counted(ensemble: Ensemble) -> Mapping[str, Mapping[Kind, Likelihood]]:
    models = models_played(ensemble)
    if not models:
        return {}
    try:
        counted = deal_or_time_by_clock(ensemble, Rules(ROUNDS), runs=models)
    except CallError:  # nobody's yes but one's is needed: there is nothing to play out
        return {}
    return {
        party: {**LIKELIHOODS, **{kind: _likelihood(chances[turn]) for kind, turn in _PLAYED.items()}}
        for party, chances in counted.items()
    }


def _likelihood(chances: tuple[float, float]) -> Likelihood:
    """What was counted, kept from nearly never and nearly always: it holds for the strategies played alone."""
    return Likelihood(*chances, "counted in simulated talks").tilted(0.0)


def assumed(models: int) -> str:
    """What the simulated talks take for granted, as an assumption."""
    return (
        f"The simulated talks: {ROUNDS} rounds of alternating offers in {models} of the models; a party that seeks a "
        f"deal gives way by the clock ({', '.join(SEEKING)}), one that buys time keeps its maximum "
        f"({', '.join(BUYING)}), and all others seek a deal. Moves that such talks do not have "
        "keep their judged likelihoods."
    )
