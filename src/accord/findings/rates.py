"""Claims about how a party stands to time and power: gains while waiting, may walk away, gains power by a term."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from accord.bargain import Floats
from accord.evidence import RANGES
from accord.findings.assumptions import SEPARATE, granted
from accord.findings.case import Case, Question, answer
from accord.findings.packages import needed_for
from accord.findings.record import Finding, Mechanism, Subject
from accord.findings.solving import World
from accord.findings.words import agreeing, in_models
from accord.statements import Says
from accord.theory.delay import Delay, delay_or_settle


def delays(case: Case) -> tuple[Finding, ...]:
    """For each party that is said to gain while the talks go on: whether dragging them out beats settling."""
    return tuple(_delay(case, party) for party in _about(case, Says.GAINS_WHILE_WAITING))


def leaving(case: Case) -> tuple[Finding, ...]:
    """For each party that is said to be about to leave: how likely that is against the middle of its range."""
    return tuple(_leaving(case, party) for party in _about(case, Says.MAY_WALK_AWAY))


def shifts(case: Case) -> tuple[Finding, ...]:
    """For each term that is said to make a party stronger once it holds: whether it does, and by how much."""
    claims = {
        (piece.claim.towards, piece.claim.issue, piece.claim.option)
        for piece in case.claiming(Says.SHIFTS_POWER)
        if piece.claim.towards in case.frame.party_index
    }
    ordered = sorted(claims, key=lambda one: tuple(part or "" for part in one))
    return tuple(_shift(case, towards, issue, option) for towards, issue, option in ordered if towards)


def _by(case: Case, says: Says, **claim: str | None) -> str:
    """By whose account it is so, of the claims with these fields."""
    told = [one for one in case.claiming(says) if all(getattr(one.claim, name) == claim[name] for name in claim)]
    return case.accounts(told)


def _about(case: Case, says: Says) -> Iterable[str]:
    return sorted({piece.claim.party for piece in case.claiming(says) if piece.claim.party in case.frame.party_index})


def _rate(world: World, party: str, rate: str) -> Floats:
    return world.ensemble.rates[rate][:, world.frame.party_index[party]]


def _delay(case: Case, party: str) -> Finding:
    name = case.names.party(party)
    others = [one.id for one in case.frame.parties if one.id != party]
    waiting = frozenset([("rate", party, "waiting_flow")])
    rates = frozenset([("rate", party, "impatience"), *(("rate", other, "walk_away_hazard") for other in others)])
    return answer(
        case,
        Question(
            Mechanism.DELAY,
            Subject("drags_out", party=party),
            holds=lambda world: np.array([float(one.forever) for one in _courses(world, party)]),
            needed=waiting | rates | needed_for(case),
            trigger=waiting,
            say=lambda share, error, prior: (
                f"Dragging out the talks is worth more to {name} than a deal now "
                f"{in_models(share, error, prior)}; {case.names.does(party, 'is')} said to gain while they go on"
                f"{_by(case, Says.GAINS_WHILE_WAITING, party=party)}."
            ),
            silence=f"The documents say nothing of what {name} gains while the talks go on.",
            topic=f"dragging out the talks is worth more to {name} than a deal",
            size=lambda world: np.array([one.bribe for one in _courses(world, party)]),
            unit="what the deal would have to add for it to settle, as a share of its whole utility range",
            assumptions=(
                SEPARATE,
                "The deal it could have now is the Nash solution, or none; if another party leaves, it has no deal.",
                *granted(case, parties=[party], rates=["waiting_flow", "impatience", "walk_away_hazard"]),
            ),
        ),
    )


def _courses(world: World, party: str) -> list[Delay]:
    """For each member, talking on against settling, in gains over no deal."""
    row = world.frame.party_index[party]
    deal = world.linked.gains("nash")[:, row]
    leave = others_leave(world, party)
    # A rate of zero would make waiting for ever worth anything at all.
    rates = np.maximum(_rate(world, party, "impatience"), 1e-6)
    rows = zip(_rate(world, party, "waiting_flow").tolist(), leave.tolist(), rates.tolist(), deal.tolist(), strict=True)
    return [
        delay_or_settle(flow=flow, hazard=hazard, rate=rate, agreement=gain, abandonment=0.0)
        for flow, hazard, rate, gain in rows
    ]


def others_leave(world: World, party: str) -> Floats:
    """The rate at which any of the others leaves the talks, shape (members,)."""
    hazards = world.ensemble.rates["walk_away_hazard"]
    rate: Floats = hazards.sum(axis=1) - hazards[:, world.frame.party_index[party]]
    return rate


def _leaving(case: Case, party: str) -> Finding:
    name, middle = case.names.party(party), RANGES["walk_away_hazard"].middle
    return answer(
        case,
        Question(
            Mechanism.WALK_AWAY,
            Subject("leaves", party=party),
            holds=lambda world: (_rate(world, party, "walk_away_hazard") > middle).astype(np.float64),
            needed=frozenset([("rate", party, "walk_away_hazard")]),
            say=lambda share, error, prior: (
                f"{case.names.does(party, 'is')} more likely to walk away than the middle of what is thought possible "
                f"({middle:g} a month) {in_models(share, error, prior)}{_by(case, Says.MAY_WALK_AWAY, party=party)}."
            ),
            silence=f"The documents say nothing of whether {name} may walk away.",
            topic=f"{case.names.does(party, 'is')} likely to walk away",
            size=lambda world: _rate(world, party, "walk_away_hazard"),
            unit="rate of leaving per month",
            assumptions=granted(case, parties=[party], rates=["walk_away_hazard"]),
        ),
    )


def _shift(case: Case, towards: str, issue: str | None, option: str | None) -> Finding:
    name = case.names.party(towards)
    term = case.names.option(issue, option) if issue else "what is agreed"
    return answer(
        case,
        Question(
            Mechanism.COMMITMENT,
            Subject("shifts_power", party=towards, issue=issue, option=option),
            holds=lambda world: (_rate(world, towards, "power_shift") > 0).astype(np.float64),
            needed=frozenset([("rate", towards, "power_shift")]),
            say=lambda share, error, prior: (
                f"Once {term} holds, {case.names.does(towards, 'is')} stronger without an agreement than before, and "
                f"{agreeing(name, 'has')} less reason to keep the rest, {in_models(share, error, prior)}"
                f"{_by(case, Says.SHIFTS_POWER, towards=towards, issue=issue, option=option)}."
            ),
            silence=f"The documents say nothing of whether {term} would make {name} stronger.",
            topic=f"{term} makes {name} stronger without an agreement",
            size=lambda world: _rate(world, towards, "power_shift"),
            unit="share of the party's whole utility range",
            assumptions=granted(case, parties=[towards], issues=[issue] if issue else [], rates=["power_shift"]),
        ),
    )
