"""Draws taken over from a weighing before: only the parties whose evidence changed are drawn anew.

Given what happens with no deal, the target falls apart into a region for each party, and every party has a stream of
its own. So a party of which the same is said, and which hangs neither on a counterfactual in doubt nor on another's
impatience, moves as it did, number for number, and its draws can be taken over: what comes out is what drawing all
parties would have given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from accord.evidence.constraints import CounterfactualIs, Exclusion, Linear, RateOrder
from accord.evidence.layout import Layout, red_lines
from accord.evidence.sampler import Draws
from accord.evidence.tables import Weighted

Numbers = Mapping[tuple[str, ...], float]

Name = tuple[str, ...]

_NO_DEAL: Name = ()
"""Stands beside parties and their impatience for the counterfactuals in doubt, on which some of them hang."""


@dataclass(frozen=True)
class Drawing:
    """What was drawn, and all that decided it.

    `evidence`: constraints with their reliability. `start`: where certain evidence holds. `thin`: every how many
    sweeps a member was kept.
    """

    layout: Layout
    evidence: tuple[Weighted, ...]
    start: Numbers
    seed: int
    thin: int
    draws: Draws

    @property
    def members(self) -> int:
        """How many models."""
        return int(self.draws.outside.shape[0])

    def first(self, members: int) -> Drawing:
        """What is drawn where fewer models are asked for: the first of each chain, alike many."""
        chains = self.draws.chains
        count, starts = int(chains[-1]) + 1, np.searchsorted(chains, chains)
        lengths = np.array([members // count + (chain < members % count) for chain in range(count)])
        kept = np.arange(len(chains)) - starts < lengths[chains]
        names = [name for name in Draws.__slots__ if name != "taken"]
        return replace(self, draws=replace(self.draws, **{name: getattr(self.draws, name)[kept] for name in names}))


@dataclass(frozen=True)
class Plan:
    """What is to be drawn: as in `Drawing`, before it is."""

    layout: Layout
    evidence: tuple[Weighted, ...]
    start: Numbers
    seed: int
    members: int


def drawn_again(
    plan: Plan, thin: int, like: Drawing | None, run: Callable[[Layout, Sequence[Weighted]], Draws]
) -> Draws | None:
    """The draws of the plan, with those parties' taken over that are as they were; None where none can be.

    `run` draws the parties of a layout given the evidence on them.
    """
    if like is None or like.thin != thin or not _comparable(plan, like):
        return None
    layout, anew = plan.layout, _changed(plan, like)
    if all((party.id,) in anew for party in layout.inner.parties):
        return None
    moved, hurried = (
        frozenset(party.id for party in layout.inner.parties if name(party.id) in anew) for name in (_party, _hurry)
    )
    draws = _regrouped(like.draws, like.layout, layout)
    if moved:
        told = [one for one in plan.evidence if not isinstance(one[0], RateOrder)]
        draws = _moved(draws, layout, run(_part(layout, moved), told), moved, no_deal=_NO_DEAL in anew)
    if hurried:
        orders = [one for one in plan.evidence if isinstance(one[0], RateOrder) and one[0].lower in hurried]
        draws = _put(draws, layout, run(_part(layout, hurried), orders), hurried, ("impatience",))
    return draws


def _part(layout: Layout, parties: frozenset[str]) -> Layout:
    """The layout of some parties alone."""
    return replace(
        layout,
        inner=replace(layout.inner, parties=tuple(one for one in layout.inner.parties if one.id in parties)),
        reach={group: options for group, options in layout.reach.items() if group[0] in parties},
    )


def _comparable(plan: Plan, like: Drawing) -> bool:
    """Whether the two lay out the same bargain in the same streams, and start alike."""
    layout, other = plan.layout, like.layout
    same = (layout.inner, layout.bonds, layout.keys, layout.codebook.contested, plan.seed, plan.members) == (
        other.inner, other.bonds, other.keys, other.codebook.contested, like.seed, like.members,
    )  # fmt: skip
    return same and not plan.start and not like.start


def _party(id: str) -> Name:
    return (id,)


def _hurry(id: str) -> Name:
    return (id, "impatience")


def _changed(plan: Plan, like: Drawing) -> frozenset[Name]:
    """What must be drawn anew: parties, their impatience, what happens with no deal, with all that hangs on one."""
    ids = [party.id for party in plan.layout.inner.parties]
    names = [*map(_party, ids), *map(_hurry, ids), _NO_DEAL]
    anew = {
        name for name in names if _about(plan.layout, plan.evidence, name) != _about(like.layout, like.evidence, name)
    }
    told, doubts = [*plan.evidence, *like.evidence], plan.layout.codebook.contested
    groups: list[set[Name]] = [{_hurry(one.lower), _hurry(one.higher)} for one, _ in told if isinstance(one, RateOrder)]
    groups.append(
        {_NO_DEAL, *(_party(one.party) for one, _ in told if isinstance(one, Linear) and hangs_on(one, doubts))}
    )
    while any(group & anew and not group <= anew for group in groups):
        anew |= {name for group in groups if group & anew for name in group}
    return frozenset(anew)


def hangs_on(constraint: Linear, doubts: frozenset[str]) -> bool:
    """Whether what a constraint says hangs on what these issues end at with no deal."""
    hung = {issue for link in constraint.links for issue, _ in link.when}
    return bool(doubts & {*hung, *(issue for issue, _ in (*constraint.counterfactuals, *constraint.idle))})


def _about(layout: Layout, evidence: Sequence[Weighted], name: Name) -> Any:
    """All that the kernels read of a party, of its impatience, or of what is in doubt with no deal.

    A sweep takes as many random numbers of a party's stream whatever it finds, red lines alone make it more: so
    impatience goes its way whatever is said of the party's utilities.
    """
    if name == _NO_DEAL:
        return [told for told in evidence if isinstance(told[0], CounterfactualIs)]
    party = name[0]
    reach = {group: options for group, options in layout.reach.items() if group[0] == party}
    if name == _hurry(party):
        orders = [
            told for told in evidence if isinstance(told[0], RateOrder) and party in {told[0].lower, told[0].higher}
        ]
        return orders, sorted(reach), layout.ranges[party, "impatience"]
    own = [told for told in evidence if isinstance(told[0], Linear | Exclusion) and told[0].party == party]
    return own, reach, layout.ranges[party, "outside_shift"]


def _regrouped(draws: Draws, before: Layout, now: Layout) -> Draws:
    """The draws with a column for each red line of the layout; those of none before stay empty."""
    groups, known = red_lines(now), red_lines(before)
    if groups == known:
        return draws
    lines = np.zeros((draws.outside.shape[0], len(groups)), np.int64)
    for number, group in enumerate(groups):
        if group in known:
            lines[:, number] = draws.red_lines[:, known.index(group)]
    return replace(draws, red_lines=lines)


def _moved(draws: Draws, layout: Layout, anew: Draws, parties: frozenset[str], *, no_deal: bool) -> Draws:
    """The draws with these parties' anew, and (`no_deal`) what happens with no deal."""
    own, lines = red_lines(_part(layout, parties)), draws.red_lines.copy()
    for number, group in enumerate(red_lines(layout)):
        if group in own:
            lines[:, number] = anew.red_lines[:, own.index(group)]
    put = _put(draws, layout, anew, parties, ("ranges", "values", "outside", "sizes"))
    rows = [layout.inner.party_index[party.id] for party in layout.inner.parties if party.id in parties]
    taken = draws.taken.copy()
    taken[rows] = anew.taken
    return replace(
        put, red_lines=lines, taken=taken, counterfactual=anew.counterfactual if no_deal else draws.counterfactual
    )


def _put(draws: Draws, layout: Layout, anew: Draws, parties: frozenset[str], names: tuple[str, ...]) -> Draws:
    """The draws with these arrays of these parties anew."""
    rows = [layout.inner.party_index[party.id] for party in layout.inner.parties if party.id in parties]
    made = {}
    for name in names:
        made[name] = getattr(draws, name).copy()
        made[name][:, rows] = getattr(anew, name)
    return replace(draws, **made)
