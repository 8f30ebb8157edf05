"""Stability in the graph model, timed, each line asserting its own answer: python -m benchmarks.bench_stability.

Every party holds some yes-or-no options and changes one or a few at a time; payoffs are drawn. With two or more
opponents who can take everything back, what they can bring about is every state with the party's own options as they
are. That gives Nash, GMR and SMR stability of all states by minima over these blocks; SEQ is looked up for a few states
by searching the opponents' improvements.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import combinations, pairwise

import numpy as np
from benchmarks import harness
from benchmarks.harness import Row
from benchmarks.peers import Peers

from accord.theory.stability import coalition_stability, gmcr_stability, graph_model


def held_options(own):
    """For each party the numbers of its options."""
    ends = np.cumsum([0, *own])
    return [list(range(first, last)) for first, last in pairwise(ends)]


def changes(own, *, at_once):
    """For each party the bit sets of the changes that it can make in one move."""
    sizes = range(1, at_once + 1)
    return [
        [sum(1 << bit for bit in some) for size in sizes for some in combinations(mine, size)]
        for mine in held_options(own)
    ]


def drawn(own, *, at_once=1):
    states = np.arange(1 << sum(own))
    masks = changes(own, at_once=at_once)
    moves = [np.concatenate([np.column_stack([states, states ^ mask]) for mask in mine]) for mine in masks]
    rng = np.random.default_rng(len(states))
    return masks, moves, np.array([rng.permutation(len(states)) for _ in own], dtype=float)


def check(own, masks, payoffs, found):
    states = np.arange(payoffs.shape[1])
    for party, bits in enumerate(held_options(own)):
        payoff, block = payoffs[party], states & sum(1 << bit for bit in bits)
        ends = [states ^ mask for mask in masks[party]]
        escape = np.max([payoff, *(payoff[end] for end in ends)], axis=0)
        stays = {name: np.ones(len(states), bool) for name in ("nash", "gmr", "smr")}
        worst = {}
        for name, value in (("nash", None), ("gmr", payoff), ("smr", escape)):
            low = np.full(len(states), np.inf)
            if value is not None:
                np.minimum.at(low, block, value)
            worst[name] = low[block]
        for end in ends:
            for name, low in worst.items():
                stays[name] &= ~((payoff[end] > payoff) & (low[end] > payoff))
        for name, stable in stays.items():
            assert np.array_equal(found.of(name)[party], stable), name
        for state in (0, len(states) // 3, len(states) - 1):
            assert found.seq[party, state] == sequential(masks, payoffs, party, state)


def sequential(masks, payoffs, party, state):
    """SEQ stability of one state, by a search over (state, last mover)."""
    mine = payoffs[party]
    for end in (state ^ mask for mask in masks[party]):
        waiting, seen, undone = [(end, -1)], set(), mine[end] <= mine[state]
        while waiting and not undone:
            at, last = waiting.pop()
            for mover, own in enumerate(masks):
                if mover in (last, party):
                    continue
                for further in (at ^ mask for mask in own):
                    if payoffs[mover, further] > payoffs[mover, at] and (further, mover) not in seen:
                        seen.add((further, mover))
                        waiting.append((further, mover))
                        undone = undone or mine[further] <= mine[state]
        if not undone:
            return False
    return True


def timed(what, run, *, again=2):
    spans = []
    for _ in range(again):
        start = time.process_time()
        found = run()
        spans.append(time.process_time() - start)
    print(f"{what:<92} {min(spans):8.3f} s CPU", flush=True)
    return found


def bench(_: Peers | None) -> Iterator[Row]:
    """For the table of all measurements: four parties, one option changed at a time, and up to three."""
    for own, at_once, target in (((3, 3, 3, 2), 1, 0.5), ((3, 3, 3, 2), 3, 0.5), ((5, 4, 4, 4), 1, "")):
        masks, moves, payoffs = drawn(own, at_once=at_once)
        ours = harness.timed(lambda moves=moves, payoffs=payoffs: gmcr_stability(graph_model(moves, payoffs)))
        check(own, masks, payoffs, ours.answer)
        work = f"Nash, GMR, SMR, SEQ; {payoffs.shape[1]:,} states, {len(own)} parties, {sum(map(len, moves)):,} moves"
        yield Row(work, ours, target=target, note="blocks and searches by the definition agree")


def bench_parties() -> None:
    for own, at_once in (((3, 3, 3, 2), 1), ((3, 3, 3, 2), 3), ((4, 4, 3, 3), 1), ((5, 4, 4, 4), 1), ((5, 4, 4, 4), 2)):
        masks, moves, payoffs = drawn(own, at_once=at_once)
        arcs = sum(len(arcs) for arcs in moves)
        size = f"{payoffs.shape[1]:,} states, {len(own)} parties, {arcs:,} moves"
        found = timed(
            f"model and stability (Nash, GMR, SMR, SEQ): {size}",
            lambda moves=moves, payoffs=payoffs: gmcr_stability(graph_model(moves, payoffs)),
        )
        check(own, masks, payoffs, found)


def bench_coalitions() -> None:
    for own in ((3, 3, 3, 2), (4, 4, 3, 3)):
        _, moves, payoffs = drawn(own)
        model = graph_model(moves, payoffs)
        size = f"{len(model.states):,} states, 15 coalitions"
        kept = timed(
            f"coalitions, Nash, GMR, SEQ with single sanctions: {size}",
            lambda model=model: coalition_stability(model, concepts=("nash", "gmr", "seq"), together=False),
            again=1,
        )
        for concept, stable in kept.stays.items():
            assert np.array_equal(stable[:4], gmcr_stability(model).of(concept))
        # The grand coalition can reach everything, so it stays where nothing is better for all.
        for state in range(0, len(model.states), 97):
            better = (payoffs > payoffs[:, [state]]).all(axis=0).any()
            assert kept.stays["nash"][-1, state] == (not better)
    _, moves, payoffs = drawn((3, 3, 3, 2))
    model = graph_model(moves, payoffs)
    for concept in ("seq", "smr"):
        what = f"coalitions, {concept.upper()}, joint sanctions: {len(model.states):,} states, 15 coalitions"
        kept = timed(what, lambda concept=concept: coalition_stability(model, concepts=(concept,)), again=1)
        # Nobody is outside the grand coalition, so nothing but the want of an improvement keeps it.
        grand = coalition_stability(model, [(0, 1, 2, 3)], concepts=("nash",))
        assert np.array_equal(kept.stays[concept][-1], grand.stays["nash"][0])
        assert (coalition_stability(model, concepts=("nash",)).stays["nash"] <= kept.stays[concept]).all()


if __name__ == "__main__":
    gmcr_stability(graph_model([[(0, 1)], [(1, 0)]], [[0, 1], [1, 0]]))  # compiled, or read from the cache, before
    bench_parties()
    bench_coalitions()
