"""An ensemble played out by several pairings of strategies, since nobody knows by which of them a party bargains."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np

from accord.bargain import Ensemble
from accord.errors import CallError
from accord.simulate.ensembles import EnsembleSimulation, simulate_ensemble
from accord.simulate.playing import How
from accord.simulate.records import Ended, Rules

WAYS = ("boulware", "linear", "conceder")
"""How parties give way where nothing else is said: late, evenly, early."""

_ALL = 3

Pairing = tuple[str, ...]


def default_pairings(parties: int) -> tuple[Pairing, ...]:
    """Every combination of late, even and early giving way for two or three parties.

    For more: all alike, and each party in turn late where all others are early.

    >>> len(default_pairings(2)), len(default_pairings(3)), len(default_pairings(5))
    (9, 27, 8)
    """
    if parties <= _ALL:
        return tuple(product(WAYS, repeat=parties))
    alone = tuple(tuple("boulware" if row == late else "conceder" for row in range(parties)) for late in range(parties))
    return (*((one,) * parties for one in WAYS), *alone)


def simulate_pairings(
    ensemble: Ensemble, pairings: Sequence[Pairing], rules: Rules, *, seed: int, how: How | None = None
) -> dict[Pairing, tuple[range, EnsembleSimulation]]:
    """Plays every member by one of the pairings, in turn: pairing -> its members' numbers, and their runs.

    Raises:
        CallError: no pairing; strategies or rules that do not fit the parties.
    """
    if not pairings:
        raise CallError("There must be a pairing of strategies to play", "there is none")
    found = {}
    for number, pairing in enumerate(pairings[: ensemble.members]):
        members = range(number, ensemble.members, len(pairings))
        played = simulate_ensemble(part(ensemble, members), pairing, rules, seed=seed + number, how=how)
        found[pairing] = (members, played)
    return found


def part(ensemble: Ensemble, members: range) -> Ensemble:
    """Some members of an ensemble, with what a simulation reads of them."""
    own = slice(members.start, members.stop, members.step)
    return Ensemble(
        ensemble.frame,
        ensemble.values[own],
        ensemble.reservations[own],
        ensemble.red_lines[own],
        ensemble.counterfactuals[own],
        ensemble.switches[own],
        ensemble.evidence,
        interaction_values=ensemble.interaction_values[own],
    )


def together(played: Sequence[EnsembleSimulation]) -> EnsembleSimulation:
    """Runs of several pairings as if they were of one ensemble, one pairing after another."""
    totals = [one.total for one in played]
    runs = sum(one.runs for one in totals)
    weights = np.array([one.runs for one in totals]) / runs
    packages: Counter[int] = Counter()
    for one in totals:
        packages.update(one.packages)
    payoffs = np.stack([one.mean_payoffs for one in totals])
    squares = np.stack([one.sd_payoffs**2 for one in totals]) + payoffs**2
    total = replace(
        totals[0],
        runs=runs,
        ended={end: sum(one.ended[end] for one in totals) for end in Ended},
        rounds=np.sum([one.rounds for one in totals], axis=0),
        packages=dict(sorted(packages.items(), key=lambda item: (-item[1], item[0]))),
        others=sum(one.others for one in totals),
        mean_utilities=weights @ np.stack([one.mean_utilities for one in totals]),
        mean_payoffs=weights @ payoffs,
        sd_payoffs=np.sqrt(np.maximum(weights @ squares - (weights @ payoffs) ** 2, 0.0)),
        unwilling=tuple(sorted({party for one in totals for party in one.unwilling})),
    )
    arrays = {
        name: np.concatenate([getattr(one, name) for one in played])
        for name in ("package", "rounds", "ended", "gains", "surplus")
    }
    return EnsembleSimulation(total, **arrays)
