"""Evidence as the arrays that the sampler's kernels read."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.bargain import Ints
from accord.evidence.arrays import CHOICE, CONSTRAINT, ENTRY, ISSUE, LINK, ORDER, TERM, WHEN, Tables
from accord.evidence.bonds import signs
from accord.evidence.constraints import Constraint, CounterfactualIs, Exclusion, Linear, Option, RateOrder
from accord.evidence.layout import Group, Layout, red_lines
from accord.evidence.prior import INTERACTION, RANGES, counterfactual_odds
from accord.evidence.reliability import weight_of
from accord.negotiation import Negotiation

Weighted = tuple[Constraint, float]  # a constraint and its reliability
Records = NDArray[Any]


def tables_of(evidence: Sequence[Weighted], layout: Layout, negotiation: Negotiation) -> Tables:
    """The arrays of a layout and the evidence on it."""
    frame = layout.inner
    parties = [party.id for party in frame.parties]
    told = [(one, r) for party in parties for one, r in evidence if isinstance(one, Linear) and one.party == party]
    issues = [(int(frame.offsets[k]), len(issue.options), int(issue.ordered)) for k, issue in enumerate(frame.issues)]
    groups = red_lines(layout)
    entries, terms, per_constraint = _entries([one for one, _ in told], layout)
    blocks, per_block = _blocks([one for one, _ in told], groups, layout)
    links, whens, per_link = _links([one for one, _ in told], layout)
    weights = [weight_of(r) for _, r in told]
    constraints = [
        (
            *per_constraint[k], *per_block[k], *per_link[k],
            weights[k].certain, weights[k].gain, math.log1p(min(r, 1.0)), one.shift,
        )
        for k, (one, r) in enumerate(told)
    ]  # fmt: skip
    return Tables(
        issues=np.array(issues, ISSUE),
        owners=_starts([sum(one.party == party for one, _ in told) for party in parties]),
        constraints=np.array(constraints, CONSTRAINT),
        entries=np.array(entries, ENTRY),
        terms=np.array(terms, TERM),
        links=np.array(links, LINK),
        whens=np.array(whens, WHEN),
        blocks=np.array(blocks, np.int64),
        groups=np.array([parties.index(party) for party, _, _ in groups], np.int64),
        lines=_lines(evidence, groups),
        doubtful=np.array([frame.issue_index[issue] for issue in sorted(layout.codebook.contested)], np.int64),
        options=_options(evidence, layout, negotiation),
        orders=_orders(evidence, parties),
        bonded=np.array([[party in bond.parties for bond in layout.bonds] for party in parties], np.int64).reshape(
            len(parties), len(layout.bonds)
        ),
        reach=np.array([layout.ranges[party, "outside_shift"] for party in parties]).reshape(-1, 2),
        hurry=np.array([hurry_of(layout, party) for party in parties]).reshape(-1, 2),
        size=np.array([INTERACTION.low, INTERACTION.high]),
    )


def hurry_of(layout: Layout, party: str) -> tuple[float, float]:
    """Least and greatest impatience of a party, as shares of the documented range."""
    low, high = layout.ranges[party, "impatience"]
    scale = RANGES["impatience"]
    return (low - scale.low) / (scale.high - scale.low), (high - scale.low) / (scale.high - scale.low)


def _starts(sizes: Sequence[int]) -> Ints:
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def _entries(
    told: Sequence[Linear], layout: Layout
) -> tuple[list[tuple[int, int, int, float, float]], list[tuple[int, float]], list[tuple[int, int]]]:
    """What each constraint says of each issue, the terms of that, and where each constraint's entries begin and end."""
    frame = layout.inner
    entries: list[tuple[int, int, int, float, float]] = []
    terms: list[tuple[int, float]] = []
    spans = []
    for one in told:
        begin = len(entries)
        ranges, doubts = dict(one.ranges), dict(one.counterfactuals)
        for issue in sorted(one.issues):
            own = [(frame.column(issue, option), number) for (named, option), number in one.options if named == issue]
            ends = (len(terms), len(terms) + len(own))
            entries.append((frame.issue_index[issue], *ends, ranges.get(issue, 0.0), doubts.get(issue, 0.0)))
            terms += own
        spans.append((begin, len(entries)))
    return entries, terms, spans


def _blocks(told: Sequence[Linear], groups: Sequence[Group], layout: Layout) -> tuple[list[int], list[tuple[int, int]]]:
    """The red lines that stand against each constraint, and where each constraint's begin and end."""
    blocks: list[int] = []
    spans = []
    for one in told:
        against = [number for number, group in enumerate(groups) if stands_against(group, one, layout)]
        spans.append((len(blocks), len(blocks) + len(against)))
        blocks += against
    return blocks, spans


def stands_against(group: Group, constraint: Linear, layout: Layout) -> bool:
    """Whether the red line takes in an option that the party consents to under the constraint."""
    party, issue, _ = group
    return party == constraint.party and any(i == issue and o in layout.reach[group] for i, o in constraint.consents)


def _links(
    told: Sequence[Linear], layout: Layout
) -> tuple[list[tuple[int, float, int, int]], list[tuple[int, int]], list[tuple[int, int, int, int]]]:
    """What bonds add to each constraint, the counterfactuals it hangs on, and where each one's begin and end."""
    links: list[tuple[int, float, int, int]] = []
    whens: list[tuple[int, int]] = []
    spans = []

    def noted(options: Sequence[Option]) -> tuple[int, int]:
        begin = len(whens)
        frame = layout.inner
        for issue, option in options:
            row = frame.issue_index[issue]
            whens.append((row, frame.issues[row].options.index(option)))
        return begin, len(whens)

    for one in told:
        begin = len(links)
        own = signs(layout.bonds, one.party, layout.frame.interactions)
        for link in one.links:
            for bond, sign in own.get(link.interaction, ()):
                links.append((bond, sign * link.number, *noted(link.when)))
        spans.append((begin, len(links), *noted(one.idle)))
    return links, whens, spans


def _lines(evidence: Sequence[Weighted], groups: Sequence[Group]) -> Records:
    """Cost of each red line being off and on: on where any claim of it is on, each with its reliability."""
    lines = np.zeros((len(groups), 2), CHOICE)
    for number, group in enumerate(groups):
        about = [
            (one, r)
            for one, r in evidence
            if isinstance(one, Exclusion) and (one.party, one.issue, one.option) == group
        ]
        claimed = [r for one, r in about if not one.denied]
        off = math.prod(1 - r for r in claimed)
        denied = [weight_of(r) for one, r in about if one.denied]
        lines[number, 0] = (sum(r >= 1 for r in claimed), -math.log(off) if off > 0 else 0.0)
        on = -math.log(1 - off) if off < 1 else math.inf
        lines[number, 1] = (sum(weight.certain for weight in denied), on + math.fsum(weight.gain for weight in denied))
    return lines


def _options(evidence: Sequence[Weighted], layout: Layout, negotiation: Negotiation) -> Records:
    """Cost of each option as counterfactual on the issues where that is in doubt."""
    frame = layout.inner
    options = np.zeros((len(frame.issues), max((len(issue.options) for issue in frame.issues), default=0)), CHOICE)
    for issue in sorted(layout.codebook.contested):
        row, source = frame.issue_index[issue], negotiation.issue(issue)
        odds = dict(zip(source.options, counterfactual_odds(source), strict=True))
        told = [(one, weight_of(r)) for one, r in evidence if isinstance(one, CounterfactualIs) and one.issue == issue]
        for place, option in enumerate(frame.issues[row].options):
            broken = [weight for one, weight in told if (one.option == option) == one.denied]
            cost = math.fsum(weight.gain for weight in broken) - math.log(odds[option])
            options[row, place] = (sum(weight.certain for weight in broken), cost)
    return options


def _orders(evidence: Sequence[Weighted], parties: Sequence[str]) -> Records:
    told = [(one, weight_of(r)) for one, r in evidence if isinstance(one, RateOrder)]
    orders = [
        (parties.index(one.lower), parties.index(one.higher), weight.certain, weight.gain) for one, weight in told
    ]
    return np.array(orders, ORDER)
