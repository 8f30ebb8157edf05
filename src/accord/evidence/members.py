"""From draws to members: utilities, rates and red lines in the order of the file, and what holds in each."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from accord.bargain import Bools, Combination, Ensemble, Floats
from accord.evidence.bonds import signs
from accord.evidence.constraints import Constraint, CounterfactualIs, Exclusion, Linear, Option, RateBound, RateOrder
from accord.evidence.layout import Layout, red_lines
from accord.evidence.prior import RANGES
from accord.evidence.reliability import weight_of
from accord.evidence.sampler import Draws
from accord.evidence.streams import stream

BOUNDED = ("walk_away_hazard", "waiting_flow", "power_shift")


def option_values(drawn: Draws, layout: Layout) -> Floats:
    """Values of all options, x = w s; shape (members, parties, columns), in the inner order."""
    sizes = np.diff(layout.inner.offsets)
    values: Floats = drawn.values * np.repeat(drawn.ranges, sizes, axis=2)
    return values


def drawn_rates(
    drawn: Draws, weighted: Sequence[tuple[Constraint, float]], layout: Layout, *, seed: int
) -> dict[str, Floats]:
    """Each party's rates, shape (members, parties) in the inner order; those with a bound are drawn here, exactly."""
    parties = [party.id for party in layout.inner.parties]
    members = drawn.outside.shape[0]
    scale = RANGES["impatience"]
    rates = {"outside_shift": drawn.outside, "impatience": scale.low + drawn.impatience * (scale.high - scale.low)}
    for rate in BOUNDED:
        own = np.empty((members, len(parties)))
        for row, party in enumerate(parties):
            about = [
                (one.above, r)
                for one, r in weighted
                if isinstance(one, RateBound) and (one.party, one.rate) == (party, rate)
            ]
            rng = np.random.default_rng(stream(seed, layout.keys[party], rate))
            pick: Floats = rng.random((members,))
            place: Floats = rng.random((members,))
            own[:, row] = _bounded(layout.ranges[party, rate], RANGES[rate].middle, about, pick, place)
        rates[rate] = own
    return rates


def _bounded(
    ends: tuple[float, float], middle: float, about: Sequence[tuple[bool, float]], pick: Floats, place: Floats
) -> Floats:
    """Draws of a rate between its ends, above the documented middle as often as the evidence on it says."""
    low, high = ends
    split = min(max(middle, low), high)
    before = 0.5 if math.isclose(split - low, high - split) else (high - split) / (high - low)
    upper = _upper(about, before) if 0 < before < 1 else before
    drawn: Floats = np.where(pick < upper, split + place * (high - split), low + place * (split - low))
    return drawn


def _upper(about: Sequence[tuple[bool, float]], before: float) -> float:
    """Chance that a rate lies above its middle, where that had the chance `before`."""
    certain = {above for above, r in about if weight_of(r).certain}
    if certain:
        return float(certain.pop())
    odds = math.fsum(weight_of(r).gain if above else -weight_of(r).gain for above, r in about)
    return before / (before + (1 - before) * math.exp(-odds))


def idle_in(constraint: Constraint, drawn: Draws, layout: Layout) -> Bools:
    """Whether a constraint says nothing in each member."""
    if isinstance(constraint, Linear) and constraint.idle:
        return _is_so(constraint.idle, drawn, layout)
    return np.zeros(drawn.outside.shape[0], np.bool_)


def _is_so(options: Sequence[Option], drawn: Draws, layout: Layout) -> Bools:
    """Whether the counterfactual has all the options, in each member."""
    so = np.ones(drawn.outside.shape[0], np.bool_)
    for issue, option in options:
        number = layout.inner.issue_index[issue]
        so &= drawn.counterfactual[:, number] == layout.inner.issues[number].options.index(option)
    return so


def holds_in(constraint: Constraint, drawn: Draws, rates: Mapping[str, Floats], layout: Layout) -> Bools:
    """Whether a constraint holds, or says nothing, in each member; for a red line, whether it stands."""
    row = layout.inner.party_index
    match constraint:
        case Linear(party):
            holds = _margin(constraint, drawn, layout) >= 0
            for k, group in enumerate(red_lines(layout)):
                if group[0] == party and any(
                    i == group[1] and o in layout.reach[group] for i, o in constraint.consents
                ):
                    holds = holds & (drawn.red_lines[:, k] == 0)
            holds = holds | idle_in(constraint, drawn, layout)
        case RateBound(party, rate, above):
            holds = (rates[rate][:, row[party]] >= RANGES[rate].middle) == above
        case RateOrder(lower, higher):
            holds = drawn.impatience[:, row[lower]] <= drawn.impatience[:, row[higher]]
        case Exclusion(party, issue, option, denied):
            groups = red_lines(layout)
            stands = drawn.red_lines[:, groups.index((party, issue, option))] == 1
            holds = stands != denied
        case CounterfactualIs(issue, option, denied):
            number = layout.inner.issue_index[issue]
            place = layout.inner.issues[number].options.index(option)
            holds = (drawn.counterfactual[:, number] == place) != denied
        case _:
            holds = np.ones(drawn.outside.shape[0], np.bool_)
    found: Bools = holds
    return found


def _margin(constraint: Linear, drawn: Draws, layout: Layout) -> Floats:
    """By how much a linear constraint holds in each member."""
    frame = layout.inner
    party = frame.party_index[constraint.party]
    ranges, values = drawn.ranges[:, party], drawn.values[:, party]
    total = constraint.shift * drawn.outside[:, party]
    for number, issue in enumerate(frame.issues):
        level = np.full(total.shape, dict(constraint.ranges).get(issue.id, 0.0))
        for (named, option), coefficient in constraint.options:
            if named == issue.id:
                level = level + coefficient * values[:, frame.column(issue.id, option)]
        doubt = dict(constraint.counterfactuals).get(issue.id, 0.0)
        if doubt:
            columns = frame.offsets[number] + drawn.counterfactual[:, number]
            level = level + doubt * np.take_along_axis(values, columns[:, None], axis=1)[:, 0]
        total = total + ranges[:, number] * level
    own = signs(layout.bonds, constraint.party, layout.frame.interactions)
    for link in constraint.links:
        so = _is_so(link.when, drawn, layout)
        for bond, sign in own.get(link.interaction, ()):
            total = total + link.number * sign * so * drawn.sizes[:, party, bond]
    found: Floats = total
    return found


def ensemble_of(drawn: Draws, rates: Mapping[str, Floats], layout: Layout) -> Ensemble:
    """The draws in the order of the negotiation's file."""
    frame, inner = layout.frame, layout.inner
    members = drawn.outside.shape[0]
    rows = [inner.party_index[party.id] for party in frame.parties]
    x = option_values(drawn, layout)[:, rows]
    values = np.zeros((members, len(rows), int(frame.offsets[-1])))
    counterfactuals = np.zeros((members, len(frame.issues)), np.int64)
    no_deal = np.zeros((members, len(rows)))
    for number in range(len(inner.issues)):  # in the inner order, so that rounding does not know the file's
        chosen = inner.offsets[number] + drawn.counterfactual[:, number]
        no_deal += np.take_along_axis(x, chosen[:, None, None], axis=2)[:, :, 0]
    added = _added(drawn, layout)
    for number, together in enumerate(frame.interactions):
        no_deal += added[:, :, number] * _is_no_deal(together, drawn, layout)[:, None]
    for number, issue in enumerate(frame.issues):
        if issue.id not in inner.issue_index:
            continue
        row = inner.issue_index[issue.id]
        columns = [inner.column(issue.id, option) for option in issue.options]
        values[:, :, frame.offsets[number] : frame.offsets[number + 1]] = x[:, :, columns]
        place = np.argsort(np.array(columns))  # from the inner order of options to the file's
        counterfactuals[:, number] = place[drawn.counterfactual[:, row]]
    return Ensemble(
        frame,
        values,
        no_deal + drawn.outside[:, rows],
        _excluded(drawn, layout),
        counterfactuals,
        np.zeros((members, 0), np.bool_),
        (),
        {name: rate[:, rows] for name, rate in rates.items()},
        drawn.chains,
        added,
    )


def _added(drawn: Draws, layout: Layout) -> Floats:
    """What each interaction adds for each party of the frame; shape (members, parties, interactions)."""
    frame = layout.frame
    added = np.zeros((drawn.outside.shape[0], len(frame.parties), len(frame.interactions)))
    for row, party in enumerate(frame.parties):
        sizes = drawn.sizes[:, layout.inner.party_index[party.id]]
        for number, parts in signs(layout.bonds, party.id, frame.interactions).items():
            for bond, sign in parts:
                added[:, row, number] += sign * sizes[:, bond]
    return added


def _is_no_deal(together: Combination, drawn: Draws, layout: Layout) -> Bools:
    """Whether the counterfactual package has all the options, in each member."""
    several = [(issue, option) for issue, option in together if issue in layout.inner.issue_index]
    return _is_so(several, drawn, layout)


def _excluded(drawn: Draws, layout: Layout) -> Bools:
    frame = layout.frame
    excluded = np.zeros((drawn.outside.shape[0], len(frame.parties), int(frame.offsets[-1])), np.bool_)
    for number, (party, issue, option) in enumerate(red_lines(layout)):
        for reached in sorted(layout.reach[party, issue, option]):
            excluded[:, frame.party_index[party], frame.column(issue, reached)] |= drawn.red_lines[:, number] == 1
    return excluded
