"""Draws the models that the evidence allows: chains of the kernels, started where all certain evidence holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from accord.bargain import Floats, Ints
from accord.evidence.arrays import Kept, Room, State, Tables
from accord.evidence.layout import Layout
from accord.evidence.streams import states, stream
from accord.negotiation import Negotiation
from accord.negotiation import counterfactual as stated_counterfactual

FIRST_SWEEPS = 200


@dataclass(frozen=True, slots=True)
class Draws:
    """The members that the chains left, chain after chain, in the inner order of the layout.

    `ranges`: (members, parties, issues). `values`: (members, parties, columns), within an issue. `outside` and
    `impatience` (as a share of its range): (members, parties). `sizes` of bonds: (members, parties, bonds).
    `red_lines`: (members, red lines). `counterfactual`: (members, issues). `chains`: (members,). `taken`: (parties,
    2), shares of new shapes and of whole redraws taken.
    """

    ranges: Floats
    values: Floats
    outside: Floats
    impatience: Floats
    sizes: Floats
    red_lines: Ints
    counterfactual: Ints
    chains: Ints
    taken: Floats


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is drawn: members over chains, every `thin`-th sweep, in so many threads."""

    members: int
    chains: int
    thin: int
    workers: int
    first_sweeps: int = FIRST_SWEEPS


def draw(
    tables: Tables,
    layout: Layout,
    negotiation: Negotiation,
    *,
    effort: Effort,
    seed: int,
    start: Mapping[tuple[str, ...], float],
) -> Draws:
    """Members drawn from the target; the same for any number of workers.

    `start`: a point where all certain evidence holds, numbers by name as in `Witness`; parties it does not name start
    from the prior.
    """
    from accord.evidence.kernels import run

    chains = range(min(effort.chains, effort.members))
    lengths = [effort.members // len(chains) + (chain < effort.members % len(chains)) for chain in chains]
    kept = [_kept(tables, layout, size) for size in lengths]
    begun = [_begin(tables, layout, negotiation, seed=seed, chain=chain, start=start) for chain in chains]

    def one(chain: int) -> None:
        run(tables, begun[chain], _room(tables, layout), kept[chain], effort.first_sweeps, effort.thin)

    if effort.workers == 1:
        for chain in chains:
            one(chain)
    else:
        with ThreadPoolExecutor(effort.workers) as pool:
            list(pool.map(one, chains))
    counts = np.array([state.counts for state in begun]).sum(axis=0)
    ranges, values, scalars, bonded, lines, doubts = (np.concatenate([part[k] for part in kept]) for k in range(6))
    return Draws(
        ranges,
        values,
        scalars[:, :, 0],
        scalars[:, :, 1],
        bonded,
        lines,
        doubts,
        np.repeat(np.arange(len(chains)), lengths),
        counts[:, 1::2] / np.maximum(counts[:, 0::2], 1),
    )


def _kept(tables: Tables, layout: Layout, size: int) -> Kept:
    """Room for the members of a chain."""
    parties, issues = len(layout.inner.parties), len(layout.inner.issues)
    return Kept(
        ranges=np.empty((size, parties, issues)),
        values=np.empty((size, parties, int(layout.inner.offsets[-1]))),
        scalars=np.empty((size, parties, 2)),
        sizes=np.empty((size, parties, len(layout.bonds))),
        red_lines=np.empty((size, tables.groups.size), np.int64),
        counterfactual=np.empty((size, issues), np.int64),
    )


def _room(tables: Tables, layout: Layout) -> Room:
    """Room for the turns of the longest line, or the options of the largest issue, and for a party on trial."""
    issues = len(layout.inner.issues)
    most = 2 + max(tables.constraints.size, tables.orders.size, tables.options.shape[1])
    return Room(
        at=np.empty(most),
        cost=np.empty(most),
        certain=np.empty(most, np.int64),
        ranges=np.empty(issues),
        values=np.empty(int(layout.inner.offsets[-1])),
        sizes=np.zeros(len(layout.bonds)),
        shape=np.empty((issues, 2), np.int64),
    )


def _begin(
    tables: Tables,
    layout: Layout,
    negotiation: Negotiation,
    *,
    seed: int,
    chain: int,
    start: Mapping[tuple[str, ...], float],
) -> State:
    """The first state of a chain."""
    from accord.evidence.kernels import run

    frame = layout.inner
    parties, issues, columns = len(frame.parties), len(frame.issues), int(frame.offsets[-1])
    keys = [f"{layout.keys[party.id]} chain {chain}" for party in frame.parties] + [f"all chain {chain}"]
    state = State(
        ranges=np.empty((parties, issues)),
        values=np.empty((parties, columns)),
        shape=np.zeros((parties, issues, 2), np.int64),
        scalars=np.zeros((parties, 2)),
        sizes=np.zeros((parties, len(layout.bonds))),
        red_lines=np.zeros(tables.groups.size, np.int64),
        counterfactual=np.array(
            [issue.options.index(stated_counterfactual(negotiation.issue(issue.id))) for issue in frame.issues],
            np.int64,
        ),
        level=np.zeros((tables.entries.size, 2)),
        blocked=np.zeros(tables.constraints.size, np.int64),
        random=states(seed, keys),
        counts=np.zeros((parties, 4), np.int64),
    )
    run(tables, state, _room(tables, layout), _kept(tables, layout, 0), -1, 1)
    if start:
        _place(tables, state, layout, start, np.random.default_rng(stream(seed, f"start {chain}")))
    state.counts[:] = 0
    return state


def _place(
    tables: Tables,
    state: State,
    layout: Layout,
    start: Mapping[tuple[str, ...], float],
    rng: np.random.Generator,
) -> None:
    """Moves the state into the region where certain evidence holds, not far from the start."""
    frame = layout.inner
    state.red_lines[:] = tables.lines["certain"][:, 0] > 0
    for number, issue in enumerate(frame.issues):
        chosen = [start.get(("cf", issue.id, option), 0.0) for option in issue.options]
        if max(chosen) > 0.5:
            state.counterfactual[number] = int(np.argmax(chosen))
    closeness = min(0.5, start["margin",] / 40) * rng.uniform(0.2, 1.0) if ("margin",) in start else 0.0
    for row, party in enumerate(frame.parties):
        state.scalars[row, 0] = start.get(("outside", party.id), state.scalars[row, 0])
        state.scalars[row, 1] = start.get(("impatience", party.id), state.scalars[row, 1])
        for bond in range(len(layout.bonds)):
            state.sizes[row, bond] = start.get(("bond", party.id, str(bond)), state.sizes[row, bond])
        spoken = [n for n, issue in enumerate(frame.issues) if ("w", party.id, issue.id) in start]
        if spoken:
            _place_party(state, layout, row, start=start, closeness=closeness)


def _place_party(
    state: State, layout: Layout, row: int, *, start: Mapping[tuple[str, ...], float], closeness: float
) -> None:
    """One party's ranges and values: mostly the start, with a little of an even party of the same shape."""
    frame, party = layout.inner, layout.inner.parties[row].id
    spoken = [n for n, issue in enumerate(frame.issues) if ("w", party, issue.id) in start]
    silent = [n for n in range(len(frame.issues)) if n not in spoken]
    ranges = np.zeros(len(frame.issues))
    for number in spoken:
        ranges[number] = max(start["w", party, frame.issues[number].id], 0.0)
    ranges[silent] = max(1.0 - float(ranges.sum()), 0.0) / max(len(silent), 1)
    even = 1.0 / len(frame.issues)
    mixed = (1 - closeness) * ranges / ranges.sum() + closeness * even
    for number in spoken:
        issue, first = frame.issues[number], int(frame.offsets[number])
        best = _chosen(start, "best", party, issue.id, issue.options)
        worst = _chosen(start, "worst", party, issue.id, issue.options)
        state.shape[row, number] = best, worst
        for place, option in enumerate(issue.options):
            middle = _middle(place, best, worst, len(issue.options)) if issue.ordered else 0.5
            x = (1 - closeness) * max(start["x", party, issue.id, option], 0.0) + closeness * even * middle
            state.values[row, first + place] = min(x / mixed[number], 1.0)
        state.values[row, first + best], state.values[row, first + worst] = 1.0, 0.0
    state.ranges[row] = mixed


def _middle(place: int, best: int, worst: int, size: int) -> float:
    """A value that falls evenly from the best option to both sides, to zero at the worst and short of it otherwise."""
    side = best if place < best else size - 1 - best
    end = 0 if place < best else size - 1
    return 1.0 - abs(place - best) / (side if end == worst else side + 1) if place != best else 1.0


def _chosen(start: Mapping[tuple[str, ...], float], what: str, party: str, issue: str, options: Sequence[str]) -> int:
    return int(np.argmax([start.get((what, party, issue, option), 0.0) for option in options]))
