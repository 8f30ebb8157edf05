"""Stages: what an order in which issues are settled brings each party, against all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from accord.bargain import Ensemble, Floats, Ints, Issue
from accord.findings.assumptions import granted, separate
from accord.findings.case import CITATIONS, Case
from accord.findings.packages import bargaining_parties, needed_for
from accord.findings.record import Basis, Finding, Mechanism, Status, Subject, finding_id
from accord.findings.solving import World
from accord.findings.weighing import distribution, mean_error
from accord.findings.words import agreeing, capital, in_models, listed
from accord.solve.stages import settle

PLAYED = 100
"""Models, evenly taken from the ensemble, on which an order is played through, of few packages each."""

_LEAST, _WORK = 30, 500_000
"""Of many packages, as many models as make so many packages together, and never fewer than so many models."""

_MORE = 1e-9


def find(case: Case) -> tuple[Finding, ...]:
    """For each party, where an order is asked for: whether it gains by it against settling everything at once."""
    if case.weighed is None or not case.order:
        return ()
    now, before = (_worth(one, case.order) for one in (case.world, case.before))
    chains = _some(case.weighed.ensemble).chains
    made = []
    for party in bargaining_parties(case):
        row = case.frame.party_index[party]
        made.append(_stage(case, party, (now[:, row], before[:, row]), chains))
    return tuple(made)


def _stage(case: Case, party: str, worth: tuple[Floats, Floats], chains: Ints) -> Finding:
    gains, prior = ((one > _MORE).astype(np.float64) for one in worth)
    even, share, before = np.ones(len(gains)), float(gains.mean()), float(prior.mean())
    error = max(mean_error(gains, even, chains), 1 / (len(gains) + 2))
    pieces = case.touching(needed_for(case))
    told = sorted({id for number in pieces for id in case.pieces[number].statements})
    name, subject = case.names.party(party), Subject("stages", party=party, event=">".join(case.order))
    steps = listed(case.names.issue(issue) for issue in case.order)
    return Finding(
        id=finding_id(Mechanism.SEQUENCE, subject),
        mechanism=Mechanism.SEQUENCE,
        subject=subject,
        sentence=capital(
            f"Settled one after another ({steps}) and not all at once, the talks bring {name} more "
            f"{in_models(share, error, before)}."
        ),
        status=Status.SHARE,
        share=share,
        prior=before,
        error=error,
        value=float(worth[0].mean()),
        unit="share of the party's whole utility range",
        distribution=distribution(worth[0]),
        basis=Basis.INFERRED if len(told) > 1 else Basis.STATED if told else Basis.PRIOR,
        evidence=tuple(told),
        assumptions=(
            *separate(case),
            "At each stage the parties foresee the later ones and reach the Nash solution over no agreement at it; "
            "what is settled stands. The orders of steps that parties demand do not bind here.",
            f"Played through on {len(gains)} of the models.",
            *granted(case, issues=case.order, parties=[party]),
        ),
        citation=CITATIONS[Mechanism.SEQUENCE],
        details={"topic": f"{name} {agreeing(name, 'gains')} by the order asked for"},
    )


def _worth(world: World, order: Sequence[str]) -> Floats:
    """What each party has at the end of the stages less what it has with all at once; shape (models, parties)."""
    key = ("stages", *order, world.tables)
    if key not in world.solved:
        world.solved[key] = _played(world, order)
    found: Floats = world.solved[key]
    return found


def _played(world: World, order: Sequence[str]) -> Floats:
    chosen, some = chosen_of(world.ensemble), _some(world.ensemble)
    rest = [issue.id for issue in some.frame.issues if issue.id not in order and _open(issue)]
    stages = [[issue] for issue in order] + ([rest] if rest else [])
    rows = []
    for number in range(some.members):
        staged = settle(some.member(number), stages).worth
        rows.append([staged[party.id] for party in some.frame.parties])
    ends: Floats = np.array(rows) - world.linked.utilities["nash"][chosen]
    return ends


def chosen_of(ensemble: Ensemble) -> Ints:
    """Numbers of the members on which an order is played through."""
    most = max(_LEAST, min(PLAYED, _WORK // max(ensemble.frame.packages, 1)))
    return np.unique(np.linspace(0, ensemble.members - 1, min(most, ensemble.members)).astype(np.int64))


def _open(issue: Issue) -> bool:
    return len(issue.options) > 1


def _some(ensemble: Ensemble) -> Ensemble:
    """Evenly taken members, with no order of steps that binds."""
    chosen = chosen_of(ensemble)
    rates = {name: rate[chosen] for name, rate in ensemble.rates.items()}
    return replace(
        ensemble,
        frame=replace(ensemble.frame, preconditions=()),
        values=ensemble.values[chosen],
        reservations=ensemble.reservations[chosen],
        red_lines=ensemble.red_lines[chosen],
        counterfactuals=ensemble.counterfactuals[chosen],
        interaction_values=ensemble.interaction_values[chosen] if ensemble.frame.interactions else np.zeros((0, 0, 0)),
        rates=rates,
        switches=ensemble.switches[chosen],
        chains=ensemble.chains[chosen],
    )
