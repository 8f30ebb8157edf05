"""What an ensemble's talks come to, in a few numbers; and what a deadline does to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from accord.bargain import Bargain, Ensemble, Floats
from accord.simulate.ensembles import EnsembleSimulation, simulate_ensemble
from accord.simulate.playing import How, simulate
from accord.simulate.records import Ended, Rules
from accord.simulate.strategies import Named

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What the talks come to over the models.

    Attributes:
        agreement: Share of all runs that end with an agreement. `error`: its standard error over the members.
        broken_down, walked, deadline: Shares of the runs that end so.
        rounds: Quantiles (see `QUANTILES`) of the rounds to an agreement; none where there is no agreement.
        surplus: Party at the table -> the same quantiles, over the members, of its share of what all gain together;
            no party where nobody gains anything.
        gains: Party at the table -> what it has above its reservation, mean over all runs.
    """

    agreement: float
    error: float
    broken_down: float
    walked: float
    deadline: float
    rounds: tuple[float, ...]
    surplus: Mapping[str, tuple[float, ...]]
    gains: Mapping[str, float]


def outcomes(played: EnsembleSimulation) -> Outcomes:
    """The distribution of agreement, of the time to it, of breakdown, and of who gets how much of the surplus."""
    ended, agreed = played.ended, played.ended == int(Ended.AGREEMENT)
    share = agreed.mean(axis=1)
    known = played.surplus[np.isfinite(played.surplus).all(axis=1)]
    index = played.total.frame.party_index
    many = len(share)
    return Outcomes(
        agreement=float(share.mean()),
        error=float(share.std(ddof=1) / np.sqrt(many)) if many > 1 else 0.0,
        broken_down=float((ended == int(Ended.BROKEN_DOWN)).mean()),
        walked=float((ended == int(Ended.WALKED)).mean()),
        deadline=float((ended == int(Ended.DEADLINE)).mean()),
        rounds=_quantiles(played.rounds[agreed].astype(float)) if agreed.any() else (),
        surplus={party: _quantiles(known[:, row]) for row, party in enumerate(played.total.parties) if len(known)},
        gains={party: float(played.gains[:, index[party]].mean()) for party in played.total.parties},
    )


def _quantiles(numbers: Floats) -> tuple[float, ...]:
    return tuple(np.quantile(numbers, QUANTILES).tolist())


@dataclass(frozen=True, slots=True)
class Deadline:
    """What talks with this many rounds come to: share of agreements, rounds to one (None: none), mean payoffs."""

    steps: int
    agreement: float
    rounds: float | None
    payoffs: Mapping[str, float]


def deadline_effect(
    source: Bargain | Ensemble,
    strategies: Sequence[Named] | Mapping[str, Named],
    rules: Rules,
    *,
    deadlines: Sequence[int],
    seed: int,
    how: How | None = None,
) -> tuple[Deadline, ...]:
    """The same talks with each of these deadlines in place of the one in the rules.

    A strategy that goes by the clock gives way by the share of the time that has passed, so that a later deadline
    moves an agreement back; what that costs is in the payoffs where the rules have discounts, flows or a hazard.

    >>> from accord.bargain import Frame, Issue, Party, make_bargain
    >>> pie = Frame((Party("A"), Party("B")), (Issue("share", ("0", "1", "2", "3", "4")),))
    >>> rising, falling = dict(zip("01234", range(5))), dict(zip("01234", range(4, -1, -1)))
    >>> bargain = make_bargain(pie, {"A": {"share": rising}, "B": {"share": falling}})
    >>> late = deadline_effect(bargain, ["linear"], Rules(1), deadlines=(10, 100), seed=0)
    >>> [one.rounds for one in late]
    [6.0, 51.0]
    """
    found = []
    for steps in deadlines:
        limits = replace(rules, steps=steps)
        if isinstance(source, Bargain):
            played = simulate(source, strategies, limits, seed=seed, how=how)
        else:
            played = simulate_ensemble(source, strategies, limits, seed=seed, how=how).total
        ids = [party.id for party in played.frame.parties]
        payoffs = dict(zip(ids, played.mean_payoffs.tolist(), strict=True))
        found.append(Deadline(steps, played.agreement_rate, played.mean_rounds, payoffs))
    return tuple(found)
