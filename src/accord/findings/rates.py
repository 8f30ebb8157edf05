"""Claims about how a party stands to time and power: gains while waiting, may walk away, gains power by a term."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from accord.bargain import Floats
from accord.evidence import RANGES
from accord.findings.assumptions import granted, separate
from accord.findings.case import Case, Question, answer
from accord.findings.packages import bargaining_parties, needed_for, tracks_of
from accord.findings.record import Finding, Mechanism, Subject
from accord.findings.solving import World
from accord.findings.words import agreeing, in_models, percent
from accord.statements import Says
from accord.theory.commitment import powell_shift_condition
from accord.theory.delay import Delay, delay_or_settle
from accord.theory.outside_options import Race, deal_or_walk_away

_LEAST_RATE = 1e-6


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
            holds=lambda world: _forever(world, party),
            needed=waiting | rates | needed_for(case),
            trigger=waiting,
            say=lambda share, error, prior: (
                f"Dragging out the talks is worth more to {name} than a deal now "
                f"{in_models(share, error, prior)}; {case.names.does(party, 'is')} said to gain while they go on"
                f"{_by(case, Says.GAINS_WHILE_WAITING, party=party)}{_if_apart(case, party)}{_ending(case, party)}."
            ),
            silence=f"The documents say nothing of what {name} gains while the talks go on.",
            topic=f"dragging out the talks is worth more to {name} than a deal",
            size=lambda world: np.array([one.bribe for one in _courses(world, party, world.linked.gains("nash"))]),
            unit="what the deal would have to add for it to settle, as a share of its whole utility range",
            assumptions=(
                *separate(case),
                "The deal it could have now is the Nash solution, or none; if another party leaves, it has no deal.",
                *granted(
                    case,
                    issues=[one.id for one in case.frame.issues],
                    parties=[party],
                    rates=["waiting_flow", "impatience", "walk_away_hazard"],
                    whose=[one.id for one in case.frame.parties],
                ),
            ),
        ),
    )


def _forever(world: World, party: str, gains: Floats | None = None) -> Floats:
    """1 in the members in which talking on beats settling, else 0; `gains` of all parties by a deal, linked if None."""
    deal = world.linked.gains("nash") if gains is None else gains
    return np.array([float(one.forever) for one in _courses(world, party, deal)])


def _if_apart(case: Case, party: str) -> str:
    """What the share is with each track settled by itself: linkage changes what a deal now is worth."""
    if len(tracks_of(case)) < 2:
        return ""
    apart = float(_forever(case.world, party, case.world.linkage.separate).mean())
    linked = float(_forever(case.world, party, case.world.linkage.linked).mean())
    return f"; with the tracks settled together it is so in {percent(linked)}, with each by itself in {percent(apart)}"


def _ending(case: Case, party: str) -> str:
    """The rate of the others' leaving above which it would settle, where some rate would end the delay."""
    deal = case.world.linked.gains("nash")
    limits = [
        one.threshold_hazard
        for one in _courses(case.world, party, deal)
        if one.forever and one.threshold_hazard is not None
    ]
    if not limits:
        return ""
    return (
        f"; where it drags them out for a deal's worth, it would settle once the others' leaving became likelier than "
        f"{float(np.median(limits)):.2f} a month (the middle of these models)"
    )


def _courses(world: World, party: str, gains: Floats) -> list[Delay]:
    """For each member, talking on against settling, in gains over no deal; `gains` of all parties by the deal."""
    deal = gains[:, world.frame.party_index[party]]
    leave = others_leave(world, party)
    # A rate of zero would make waiting for ever worth anything at all.
    rates = np.maximum(_rate(world, party, "impatience"), _LEAST_RATE)
    return world.once("delay_or_settle", _delays, _rate(world, party, "waiting_flow"), leave, rates, deal)


def _delays(flows: Floats, hazards: Floats, rates: Floats, deals: Floats) -> list[Delay]:
    rows = zip(flows.tolist(), hazards.tolist(), rates.tolist(), deals.tolist(), strict=True)
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
                f"({middle:g} a month) {in_models(share, error, prior)}{_by(case, Says.MAY_WALK_AWAY, party=party)}"
                f"{_raced(case, party)}."
            ),
            silence=f"The documents say nothing of whether {name} may walk away.",
            topic=f"{case.names.does(party, 'is')} likely to walk away",
            size=lambda world: _rate(world, party, "walk_away_hazard"),
            unit="rate of leaving per month",
            assumptions=(
                f"Where a deal is possible it is as likely to come in a month as the middle of the range of leaving "
                f"({middle:g}); who is left has no deal.",
                *granted(case, parties=[party], rates=["walk_away_hazard"]),
            ),
            details=_costs(case, party),
        ),
    )


def _race(world: World, party: str, other: str) -> list[Race]:
    """For each member, a deal against the party's leaving first, in what the other gains over no deal."""
    gains = world.linked.gains("nash")[:, world.frame.party_index[other]]
    hazards, hurry = _rate(world, party, "walk_away_hazard"), _rate(world, other, "impatience")
    return world.once("deal_or_walk_away", _races, hazards, hurry, gains)


def _races(hazards: Floats, hurry: Floats, gains: Floats) -> list[Race]:
    rows = zip(hazards.tolist(), hurry.tolist(), gains.tolist(), strict=True)
    middle = RANGES["walk_away_hazard"].middle
    return [deal_or_walk_away(middle, hazard, rate=rate, deal=gain, walk=0.0) for hazard, rate, gain in rows]


def _raced(case: Case, party: str) -> str:
    """How often a deal would come first."""
    others = [one for one in bargaining_parties(case) if one != party]
    if not others:
        return ""
    first = float(np.mean([race.p_deal for race in _race(case.world, party, others[0])]))
    return f"; of a deal that is as likely to come in a month as that middle, it would come first in {percent(first)}"


def _costs(case: Case, party: str) -> dict[str, Any]:
    """What the risk of its leaving takes from each other side's deal, as a share of the side's whole range."""
    if case.weighed is None or not case.claiming(Says.MAY_WALK_AWAY):
        return {}
    middle, lost = RANGES["walk_away_hazard"].middle, {}
    for other in bargaining_parties(case):
        if other != party:
            gains = case.world.linked.gains("nash")[:, case.frame.party_index[other]].tolist()
            rates = _rate(case.world, other, "impatience").tolist()
            safe = [middle * gain / (middle + rate) for gain, rate in zip(gains, rates, strict=True)]
            risky = [race.present_value for race in _race(case.world, party, other)]
            lost[other] = round(float(np.mean(np.subtract(safe, risky))), 6)
    return {"takes_from": lost}


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
                f"{_by(case, Says.SHIFTS_POWER, towards=towards, issue=issue, option=option)}"
                f"{_unkept(case, towards, issue, option)}."
            ),
            silence=f"The documents say nothing of whether {term} would make {name} stronger.",
            topic=f"{term} makes {name} stronger without an agreement",
            size=lambda world: _rate(world, towards, "power_shift"),
            unit="share of the party's whole utility range",
            assumptions=(
                "A term that shifts power is not kept where the shift is more than what a deal with it leaves to make "
                "up for it; a month is a period, and what no deal brings stands for the chance to prevail.",
                *granted(case, parties=[towards], issues=[issue] if issue else [], rates=["power_shift"]),
            ),
        ),
    )


def _unkept(case: Case, towards: str, issue: str | None, option: str | None) -> str:
    """In how many models the shift outruns what a deal with the term leaves to compensate it (Powell's condition)."""
    world, row = case.world, case.frame.party_index[towards]
    solved = world.fixed(issue, option) if issue in case.frame.issue_index and option else world.linked
    rows = [case.frame.party_index[one] for one in bargaining_parties(case)]
    surplus = np.clip(solved.gains("nash")[:, rows].mean(axis=1), 0.0, 1 - _LEAST_RATE)
    now = np.clip(world.ensemble.reservations[:, row], 0.0, 1.0)
    later = np.clip(now + _rate(world, towards, "power_shift"), 0.0, 1.0)
    hurry = world.ensemble.rates["impatience"][:, [one for one in rows if one != row] or [row]].mean(axis=1)
    deltas = np.exp(-np.maximum(hurry, _LEAST_RATE))
    members = zip(now.tolist(), later.tolist(), deltas.tolist(), surplus.tolist(), strict=True)
    broken = [powell_shift_condition(a, b, delta=delta, war_cost=cost).fights for a, b, delta, cost in members]
    return (
        f"; in {percent(float(np.mean(broken)))} the shift is more than a deal with it leaves to make up for it, so "
        f"who loses by it does better without"
    )
