"""What is given a share of 80 to 90 % happens that often, and a lie among forty true statements is found."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from tests.evidence.rejection import World, holds, prior, with_counterfactuals
from tests.evidence.test_contradictions import NEGOTIATION, flipped, told, unseen
from tests.evidence.test_contradictions import OPTIONS as PAY
from tests.evidence.test_target import OPTIONS, STATUS_QUO, WORLD, evidence, negotiation, random_claim

from accord.evidence import Piece, piece_id, weigh
from accord.evidence.contradictions import conflicts
from accord.evidence.layout import layout_of
from accord.statements import Claim, Says

WORLDS, RELIABILITY = 60, 0.7


def test_shares_are_as_often_right_as_they_say() -> None:
    """Hidden models from the prior, statements that track them with probability r and are a coin's throw otherwise.

    What is asked of each world: which of two options a party prefers, over all issues. The answers of one world hang
    together, so the sampling error is taken over worlds.
    """
    rng = np.random.default_rng(17)
    hits, totals = [], []
    for seed in range(WORLDS):
        model = with_counterfactuals(prior(WORLD, 1, rng), STATUS_QUO, (), rng)
        claims = []
        while len(claims) < 9:
            claim = random_claim(rng)
            if claim.says is not Says.WOULD_DO_ANYWAY:
                true = claim if holds(claim, model, STATUS_QUO)[0] else flipped(claim)
                honest = rng.random() < (1 + RELIABILITY) / 2
                claims.append((true if honest else flipped(true), RELIABILITY))
        ensemble = weigh(evidence(*claims), negotiation(), members=240, seed=seed, workers=1).ensemble
        right = asked = 0
        for row, party in enumerate(WORLD.parties):
            for issue, options in OPTIONS.items():
                for one, other in pairwise(options):
                    columns = [ensemble.frame.column(issue, option) for option in (one, other)]
                    share = float((ensemble.values[:, row, columns[0]] > ensemble.values[:, row, columns[1]]).mean())
                    better = bool(model.x[party][issue, one][0] > model.x[party][issue, other][0])
                    if 0.8 <= max(share, 1 - share) <= 0.9:
                        asked += 1
                        right += better == (share > 0.5)
        hits.append(right)
        totals.append(asked)
    counted = np.array(totals, float)
    rate = sum(hits) / counted.sum()
    error = np.sqrt(((np.array(hits) - rate * counted) ** 2).sum()) / counted.sum()
    assert counted.sum() > 40
    assert 0.8 - 3 * error < rate < 0.9 + 3 * error


def test_a_lie_among_forty_true_statements_is_found_as_a_smallest_set() -> None:
    rng = np.random.default_rng(5)
    world = World(("U", "F", "S"), PAY, {"pay": True, "hours": True, "site": False})
    present = {issue: options[0] for issue, options in PAY.items()}
    model = with_counterfactuals(prior(world, 1, rng), present, (), rng)
    claims = []
    while len(claims) < 40:  # what is true may be told by several voices
        party, issue = str(rng.choice(world.parties)), str(rng.choice(list(PAY)))
        first, second = (str(option) for option in rng.permutation(PAY[issue])[:2])
        claim = (
            Claim(Says.PREFERS, party, issue, first, over=second),
            Claim(Says.VALUES_MORE, party, issue=issue, over=next(one for one in PAY if one != issue)),
        )[rng.integers(2)]
        claims.append(claim if holds(claim, model, present)[0] else flipped(claim))
    true = told(*claims)
    lie = flipped(true[0].claim)
    pieces = [*true, Piece(piece_id(lie, "liar"), lie, 0.8, ("lie",), "liar", "a liar")]
    found = conflicts(pieces, layout_of(pieces, NEGOTIATION), unseen(pieces))
    assert any({piece.claim for piece in one} == {true[0].claim, lie} for one in found.sets)
    assert all(any(piece.source == "a liar" for piece in one) for one in found.sets)
