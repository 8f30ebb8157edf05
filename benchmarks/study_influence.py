"""Whether the most influential evidence is the evidence that leaving out shows to be.

Run from the root of the checkout: `python -m benchmarks.study_influence [WORLDS]`. Influence is read off the members by
weights; the peer makes two runs of its own for every piece, one with it certain and one without it. In each world the
three strongest by weights are held against every other piece: where the runs tell two effects apart by more than twice
their error, they must rank alike.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace

import numpy as np
from benchmarks.study_worlds import (
    Question,
    answers,
    any_claim,
    any_question,
    any_world,
    hide,
    negotiation_of,
    pieces_of,
    told,
)

from accord.evidence import Weighed, weigh
from accord.findings.weighing import ENOUGH, LACKING
from accord.negotiation import Negotiation

MEMBERS = 2000
PIECES = 8
TOP = 3


def by_runs(weighed: Weighed, question: Question, negotiation: Negotiation, *, seed: int) -> list[tuple[float, float]]:
    """Effect of each piece, and its error, from a run with it certain and a run without it."""
    effects = []
    for piece in weighed.pieces:
        others = [one for one in weighed.pieces if one is not piece]
        runs = [
            weigh(kept, negotiation, members=MEMBERS, seed=seed, workers=1, like=weighed)
            for kept in ([*others, replace(piece, reliability=1.0)], others)
        ]
        (on, error), (off, other) = (run.share(answers(question, run.ensemble)) for run in runs)
        effects.append((on - off, float(np.hypot(error, other))))
    return effects


def compare(number: int) -> tuple[int, int, int, float]:
    """In one world: pairs told apart, of them ranked the other way round, pairs in all, largest gap in errors."""
    rng = np.random.default_rng([13, number])
    world = any_world(rng)
    asked = [(any_claim(world, rng), float(rng.choice([0.5, 0.7, 0.85]))) for _ in range(PIECES)]
    question = any_question(world, rng)
    while question.kind not in {"takes", "all_take", "better", "deal"}:
        question = any_question(world, rng)
    hidden = hide(world, asked, rng)
    said = [(told(claim, r, hidden, rng), r) for claim, r in asked]
    negotiation = negotiation_of(world)
    weighed = weigh(pieces_of(said), negotiation, members=MEMBERS, seed=number, workers=1)
    flags = answers(question, weighed.ensemble)
    # As the findings do: where fewer members are left than that, a run of its own tells, and no weights.
    usable = [
        k
        for k, piece in enumerate(weighed.pieces)
        if min(weighed.without(piece.id).effective, weighed.given(piece.id).effective) >= ENOUGH
        and (~weighed.satisfied[:, k]).sum() >= LACKING
    ]
    reported = [
        weighed.influence(piece.id, flags) if k in usable else (0.0, 1.0) for k, piece in enumerate(weighed.pieces)
    ]
    runs = by_runs(weighed, question, negotiation, seed=number + 1)
    order = sorted(usable, key=lambda k: -abs(reported[k][0]))
    apart = swapped = pairs = 0
    for place, k in enumerate(order[:TOP]):
        for other in order[place + 1 :]:
            gap = abs(runs[k][0]) - abs(runs[other][0])
            error = float(np.hypot(runs[k][1], runs[other][1]))
            pairs += 1
            apart += abs(gap) > 2 * error
            swapped += gap < -2 * error
    furthest = max(
        (abs(reported[k][0] - runs[k][0]) / np.hypot(reported[k][1], runs[k][1]) for k in usable), default=0.0
    )
    return apart, swapped, pairs, float(furthest)


def main(worlds: int = 100) -> None:
    """Counts how often weights and runs rank otherwise."""
    begun = time.time()
    rows = [compare(number) for number in range(worlds)]
    apart, swapped, pairs = (sum(row[k] for row in rows) for k in range(3))
    clean = sum(row[1] == 0 for row in rows)
    print(
        f"{worlds} worlds, {pairs} pairs with one of the top three; {apart} told apart by runs, {swapped} of them "
        f"ranked the other way round by weights; {clean} worlds without any; {time.time() - begun:.0f} s"
    )
    print(f"furthest effect from that of the runs: {max(row[3] for row in rows):.2f} standard errors")
    # At two standard errors one pair in forty is told apart the wrong way by chance alone.
    assert swapped <= 0.03 * apart


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
