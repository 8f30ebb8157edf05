"""Whether a contradiction planted among forty true statements is found as a minimal set, every time.

Run from the root of the checkout: `python -m benchmarks.study_contradictions [WORLDS]`. Forty different claims that
are so in a hidden model are told by voices of their own; then one voice denies one of them. What must be found: a set
with that denial and that claim alone, and no set at all without the denial.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace

import numpy as np
from benchmarks.study_worlds import any_claim, hide, is_so, negotiation_of, pieces_of
from tests.evidence.rejection import World, idle

from accord.evidence import Piece, frame_of, piece_id
from accord.evidence.constraints import Codebook, Silent, constraint_of
from accord.evidence.contradictions import conflicts
from accord.evidence.layout import layout_of
from accord.statements import Claim, Says

STATEMENTS = 40
LEFT_OUT = {Says.RED_LINE, Says.WOULD_DO_ANYWAY}  # nobody is contradicted by not drawing a line


def wide_world(rng: np.random.Generator) -> World:
    """Two or three parties over four or five issues: room for forty different claims."""
    parties = ("A", "B", "C")[: rng.integers(2, 4)]
    options = {f"i{k}": tuple("abcd"[: rng.integers(2, 5)]) for k in range(rng.integers(4, 6))}
    return World(parties, options, {issue: bool(rng.random() < 0.7) for issue in options})


def true_statements(rng: np.random.Generator) -> tuple[World, list[Claim]]:
    """A world and forty different claims that are so in it."""
    world = wide_world(rng)
    hidden, codebook = hide(world, [], rng), Codebook(frame_of(negotiation_of(world)))
    claims: dict[Claim, Claim] = {}
    while len(claims) < STATEMENTS:
        claim = any_claim(world, rng)
        silent = isinstance(constraint_of(claim, codebook), Silent)  # compares what is the same: nothing to deny
        if claim.says not in LEFT_OUT and not silent and not idle(claim, hidden.model)[0]:
            claims[claim] = claim if is_so(claim, hidden) else replace(claim, negated=not claim.negated)
    return world, list(claims.values())


def found_in(number: int) -> tuple[bool, bool, int, float]:
    """In one world: whether the planted pair is a set, whether all sets hold the lie, how many sets, seconds."""
    rng = np.random.default_rng([11, number])
    world, claims = true_statements(rng)
    pieces = list(pieces_of([(claim, 0.8) for claim in claims]))
    denied = pieces[rng.integers(len(pieces))]
    lie = replace(denied.claim, negated=not denied.claim.negated)
    liar = Piece(piece_id(lie, "liar"), lie, 0.8, ("lie",), "liar")
    everything = [*pieces, liar]
    negotiation = negotiation_of(world)
    unseen = np.zeros((0, len(everything)), np.bool_)
    begun = time.perf_counter()
    found = conflicts(everything, layout_of(everything, negotiation), unseen)
    spent = time.perf_counter() - begun
    planted = any({piece.id for piece in one} == {denied.id, liar.id} for one in found.sets)
    lying = all(liar.id in {piece.id for piece in one} for one in found.sets)
    return planted, lying, len(found.sets), spent


def main(worlds: int = 200) -> None:
    """Counts in how many worlds the planted pair is found, and nothing but what the lie explains."""
    rows = [found_in(number) for number in range(worlds)]
    planted, lying = sum(row[0] for row in rows), sum(row[1] for row in rows)
    seconds = sorted(row[3] for row in rows)
    print(f"{planted} of {worlds} planted contradictions found as a minimal set; in {lying} every set holds the lie")
    print(f"sets a world: {np.mean([row[2] for row in rows]):.1f} on average, {max(row[2] for row in rows)} at most")
    print(f"seconds a world: {seconds[len(seconds) // 2]:.2f} in the middle, {seconds[-1]:.2f} at most")
    assert planted == lying == worlds


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
