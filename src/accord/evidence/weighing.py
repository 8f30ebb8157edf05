"""Weighing: from pieces of evidence to all the models that fit them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from accord.bargain import Bools, Ensemble, Floats
from accord.errors import CallError, Problem, Severity
from accord.evidence.again import Drawing, Plan, drawn_again
from accord.evidence.contradictions import Known, certain_witness, conflict_problems, conflicts
from accord.evidence.diagnostics import Diagnostics, effective_size, split_rhat
from accord.evidence.layout import Layout, layout_of, red_lines
from accord.evidence.members import drawn_rates, ensemble_of, holds_in, idle_in, option_values
from accord.evidence.moves import repeated
from accord.evidence.piece import Piece
from accord.evidence.sampler import Draws, Effort, draw
from accord.evidence.streams import evidence_keys, stream
from accord.evidence.tables import Weighted, tables_of
from accord.evidence.weighed import Weighed
from accord.negotiation import Issue, Negotiation, Party, Track
from accord.statements import Says

CHAINS = 8
THINS = (4, 16, 64)  # tried in turn until the chains have mixed
GOOD_RHAT = 1.05
GOOD_SHARE = 0.25  # of the members that must be worth an independent draw each
BAD_RHAT = 1.1
FEW = 30 * CHAINS  # below this, chains are too short to tell whether they have mixed


def weigh(
    evidence: Sequence[Piece],
    negotiation: Negotiation,
    *,
    members: int = 1000,
    seed: int = 0,
    workers: int = 2,
    like: Weighed | None = None,
) -> Weighed:
    """All models that fit the evidence, as `members` equally weighted draws.

    The target is the prior times, for each piece of reliability r, (1 + r) / 2 where what it claims is so and (1 - r)
    / 2 where it is not. The draws depend on content and seed alone: not on the order of pieces, parties, issues, nor
    on `workers`.

    Args:
        evidence: From `pieces`.
        negotiation: What the pieces speak of.
        members: How many models, at least 1.
        seed: Root of all random streams.
        workers: Threads.
        like: A weighing whose streams and doubts are taken over, and its prior where that is the same, so that two
            that differ by a piece or an assumption can be compared.

    Raises:
        EvidenceError: certain evidence cannot hold together.
    """
    if members < 1:
        raise CallError("`members` is at least 1", f"got {members}", "ask for more")
    layout = layout_of(evidence, negotiation, like=like.layout if like else None)
    keyed = _keyed(evidence, layout)
    ordered = [piece for _, piece in keyed]
    repeats = repeated(ordered, layout)
    plan = _plan(ordered, repeats, layout, negotiation, members=members, seed=seed)
    weighted, start = plan.evidence, plan.start
    past = like.drawings if like else None
    drawn, diagnostics = _mixed(
        lambda thin: _drawn(plan, negotiation, effort=Effort(members, CHAINS, thin, workers), like=past and past[0]),
        layout,
        few=members < FEW,
    )
    rates = drawn_rates(drawn, weighted, layout, seed=seed)
    satisfied, idle = np.zeros((2, members, len(ordered)), np.bool_)
    for number, (one, _) in enumerate(weighted):
        satisfied[:, number] = holds_in(one, drawn, rates, layout)
        idle[:, number] = idle_in(one, drawn, layout)
    switches = _switches(keyed, satisfied, idle, repeats, seed=seed)
    by_id = sorted(range(len(ordered)), key=lambda k: ordered[k].id)
    pieces = tuple(ordered[k] for k in by_id)
    known = Known(like.found, like.pieces, like.layout) if like else None
    found = conflicts(pieces, layout, satisfied[:, by_id], known=known)
    ensemble = ensemble_of(drawn, rates, layout)
    ensemble = replace(ensemble, switches=switches[:, by_id], evidence=tuple(piece.id for piece in pieces))
    prior, prior_drawn = _prior(layout, negotiation, members=members, seed=seed, like=like)
    return Weighed(
        ensemble,
        prior,
        pieces,
        satisfied[:, by_id],
        diagnostics,
        (*conflict_problems(found, negotiation), *_unmixed(diagnostics, negotiation)),
        layout,
        idle[:, by_id],
        found,
        repeats,
        seed,
        (Drawing(layout, weighted, start, seed, diagnostics.thin, drawn), prior_drawn),
    )


def first_few(evidence: Sequence[Piece], negotiation: Negotiation, *, like: Weighed, members: int) -> Ensemble:
    """The first so many models that `weigh` draws beside another weighing: its first draws of each chain, as spaced.

    Nothing is asked about them but where they lie: no contradictions, no switches, not whether the chains have met.

    Raises:
        EvidenceError: certain evidence cannot hold together.
    """
    layout = layout_of(evidence, negotiation, like=like.layout)
    ordered = [piece for _, piece in _keyed(evidence, layout)]
    plan = _plan(ordered, repeated(ordered, layout), layout, negotiation, members=members, seed=like.seed)
    past = like.drawings[0].first(members) if like.drawings else None
    drawn = _drawn(plan, negotiation, effort=Effort(members, CHAINS, like.diagnostics.thin, 2), like=past)
    return ensemble_of(drawn, drawn_rates(drawn, plan.evidence, layout, seed=like.seed), layout)


def _keyed(evidence: Sequence[Piece], layout: Layout) -> list[tuple[str, Piece]]:
    """The evidence with its keys, in their order."""
    return sorted(zip(evidence_keys(evidence, layout.keys), evidence, strict=True), key=lambda pair: pair[0])


def _plan(
    ordered: Sequence[Piece],
    repeats: Mapping[str, str],
    layout: Layout,
    negotiation: Negotiation,
    *,
    members: int,
    seed: int,
) -> Plan:
    start = certain_witness(ordered, layout, negotiation)
    weighted = tuple((layout.constraint(one), 0.0 if one.id in repeats else one.reliability) for one in ordered)
    return Plan(layout, weighted, start, seed, members)


def _drawn(plan: Plan, negotiation: Negotiation, *, effort: Effort, like: Drawing | None) -> Draws:
    """The draws of a plan, with those of an earlier weighing taken over as far as they stay what they were."""

    def run(layout: Layout, evidence: Sequence[Weighted]) -> Draws:
        tables = tables_of(evidence, layout, negotiation)
        return draw(tables, layout, negotiation, effort=effort, seed=plan.seed, start=plan.start)

    again = drawn_again(plan, effort.thin, like, run)
    return run(plan.layout, plan.evidence) if again is None else again


def _same_prior(one: Layout, other: Layout) -> bool:
    """Whether two layouts leave the same prior."""
    return (one.frame, one.codebook.contested, one.bonds, one.ranges, one.keys) == (
        other.frame, other.codebook.contested, other.bonds, other.ranges, other.keys,
    )  # fmt: skip


def _mixed(run: Callable[[int], Draws], layout: Layout, *, few: bool) -> tuple[Draws, Diagnostics]:
    """The draws of the first thinning at which the chains have mixed, or of the last; a safe one for a few members."""
    if few:
        drawn = run(THINS[1])
        return drawn, _diagnosed(drawn, layout, THINS[1])
    for thin in THINS[:-1]:
        drawn = run(thin)
        found = _diagnosed(drawn, layout, thin)
        if found.worst_rhat < GOOD_RHAT and found.least_effective >= GOOD_SHARE * found.members:
            return drawn, found
    drawn = run(THINS[-1])
    return drawn, _diagnosed(drawn, layout, THINS[-1])


def weigh_without(
    weighed: Weighed, without: Sequence[str], negotiation: Negotiation, *, seed: int | None = None
) -> Weighed:
    """A run of its own without some pieces (by id), on the same streams and, if none is given, the same seed."""
    left_out = set(without)
    return weigh_only(
        weighed, [piece.id for piece in weighed.pieces if piece.id not in left_out], negotiation, seed=seed
    )


def weigh_only(weighed: Weighed, kept: Sequence[str], negotiation: Negotiation, *, seed: int | None = None) -> Weighed:
    """A run of its own with some pieces alone (by id), such as what `believing` keeps, on the same streams."""
    pieces = [piece for piece in weighed.pieces if piece.id in set(kept)]
    return weigh(
        pieces,
        negotiation,
        members=weighed.ensemble.members,
        seed=weighed.seed if seed is None else seed,
        like=weighed,
    )


def _prior(
    layout: Layout, negotiation: Negotiation, *, members: int, seed: int, like: Weighed | None
) -> tuple[Ensemble, Drawing | None]:
    """The prior: with no evidence every sweep takes a whole new party, so that draws are independent."""
    past = like.drawings if like else None
    if like and _same_prior(like.layout, layout) and like.prior.members == members:
        return like.prior, past[1] if past else None
    effort = Effort(members, CHAINS, 1, 1, first_sweeps=0)
    drawn = _drawn(Plan(layout, (), {}, seed, members), negotiation, effort=effort, like=past and past[1])
    ensemble = ensemble_of(drawn, drawn_rates(drawn, [], layout, seed=seed), layout)
    return ensemble, Drawing(layout, (), {}, seed, effort.thin, drawn)


def _switches(
    keyed: Sequence[tuple[str, Piece]], satisfied: Bools, idle: Bools, repeats: Mapping[str, str], *, seed: int
) -> Bools:
    """Hidden switches given the members: off where the claim does not hold, on with r of (1 + r) / 2 where it does.

    Where a claim says nothing, its switch is on with r. Of several claims of one red line that stands, at least one is
    on.
    """
    switches = np.zeros(satisfied.shape, np.bool_)
    lines: dict[tuple[str | None, ...], list[int]] = {}
    for number, (key, piece) in enumerate(keyed):
        rng = np.random.default_rng(stream(seed, "switch", key))
        r, claim = piece.reliability, piece.claim
        chance: Floats | float = np.where(idle[:, number], r, 2 * r / (1 + r))
        if claim.says is Says.RED_LINE and not claim.negated and piece.id not in repeats:
            line = (claim.party, claim.issue, claim.option)
            if line not in lines:
                lines[line] = [k for k, (_, one) in enumerate(keyed) if one.claim == claim and one.id not in repeats]
            some = switches[:, lines[line]].any(axis=1)
            left = math.prod(1 - keyed[k][1].reliability for k in lines[line] if k >= number)
            chance = np.where(some, r, r / (1 - left))
        switches[:, number] = satisfied[:, number] & (rng.random(len(satisfied)) < chance)
    return switches


def _diagnosed(drawn: Draws, layout: Layout, thin: int) -> Diagnostics:
    rhats, sizes, taken = {}, {}, {}
    x = option_values(drawn, layout)
    lines = np.array([layout.inner.party_index[group[0]] for group in red_lines(layout)], np.int64)
    for row, party in enumerate(layout.inner.parties):
        utilities = [drawn.ranges[:, row], x[:, row], drawn.outside[:, row], drawn.impatience[:, row]]
        told = np.column_stack(
            [*utilities, drawn.sizes[:, row], drawn.red_lines[:, lines == row], drawn.counterfactual]
        ).astype(np.float64)
        rhats[party.id] = float(split_rhat(told, drawn.chains).max())
        sizes[party.id] = float(effective_size(told, drawn.chains).min())
        taken[party.id] = (float(drawn.taken[row, 0]), float(drawn.taken[row, 1]))
    chains = int(drawn.chains[-1]) + 1
    return Diagnostics(rhats, sizes, taken, chains, thin, drawn.outside.shape[0])


def _unmixed(diagnostics: Diagnostics, negotiation: Negotiation) -> tuple[Problem, ...]:
    """A problem where the chains have not met, so that shares are less sure than their errors say."""
    if diagnostics.worst_rhat < BAD_RHAT or diagnostics.members < FEW:
        return ()
    worst = max(diagnostics.split_rhat, key=lambda party: diagnostics.split_rhat[party])
    name = next((party.name for party in negotiation.parties if party.id == worst), worst)
    sentence = (
        f"The models drawn for {name} differ from chain to chain (split R-hat {diagnostics.worst_rhat:.2f}; at most "
        f"{BAD_RHAT} is wanted): shares are less sure than their errors say; ask for more members."
    )
    return (Problem(Severity.WARNING, "evidence.unmixed", sentence),)


def warm_up() -> None:
    """Nothing; what weighing compiles is compiled afterwards, and kept on disk where there is a place for that."""
    parties = (Party(id="a", name="a"), Party(id="b", name="b"))
    issue = Issue(id="issue", track="table", options=("no", "yes"))
    toy = Negotiation(parties=parties, tracks=(Track(id="table", parties=("a", "b")),), issues=(issue,))
    weigh((), toy, members=CHAINS, workers=1)
