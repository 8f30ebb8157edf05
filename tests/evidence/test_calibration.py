"""What is given a share of 80 to 90 % happens that often, evidence narrows, and a lie among forty truths is found."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from tests.evidence.rejection import Model, World, holds, idle, prior, with_counterfactuals
from tests.evidence.test_contradictions import NEGOTIATION, flipped, told, unseen
from tests.evidence.test_contradictions import OPTIONS as PAY
from tests.evidence.test_target import OPTIONS, STATUS_QUO, WORLD, evidence, negotiation, random_claim

from accord.evidence import Piece, piece_id, weigh
from accord.evidence.contradictions import conflicts
from accord.evidence.layout import layout_of
from accord.statements import Claim, Says

WORLDS, RELIABILITY = 40, 0.7


def test_shares_are_as_often_right_as_they_say() -> None:
    """Hidden models from the prior, statements that track them with probability r and are a coin's throw otherwise.

    What is asked of each world: which of two options a party prefers, over all issues. The answers of one world hang
    together, so the sampling error is taken over worlds. `benchmarks/study_calibration.py` does this at length.
    """
    rng = np.random.default_rng(17)
    shares, happened, worlds = [], [], []
    for seed in range(WORLDS):
        model = with_counterfactuals(prior(WORLD, 1, rng), STATUS_QUO, (), rng)
        ensemble = weigh(evidence(*told_of(model, 9, rng)), negotiation(), members=240, seed=seed, workers=1).ensemble
        for row, party in enumerate(WORLD.parties):
            for issue, options in OPTIONS.items():
                for one, other in pairwise(options):
                    columns = [ensemble.frame.column(issue, option) for option in (one, other)]
                    shares.append((ensemble.values[:, row, columns[0]] > ensemble.values[:, row, columns[1]]).mean())
                    happened.append(model.x[party][issue, one][0] > model.x[party][issue, other][0])
                    worlds.append(seed)
    share, so, world = np.array(shares), np.array(happened, float), np.array(worlds)
    for tenth in range(10):
        chosen = np.minimum((share * 10).astype(int), 9) == tenth
        surprise = np.bincount(world[chosen], weights=(so - share)[chosen])
        error = np.sqrt((surprise**2).sum()) + 1  # one answer more or less is nothing to wonder at
        assert chosen.sum() > 8
        assert abs(surprise.sum()) < 3 * error, tenth


def told_of(model: Model, number: int, rng: np.random.Generator) -> list[tuple[Claim, float]]:
    """So many statements about a hidden model, each true as often as a voice of that reliability is."""
    claims = []
    while len(claims) < number:
        claim = random_claim(rng)
        if claim.says is not Says.WOULD_DO_ANYWAY and not idle(claim, model)[0]:
            true = claim if holds(claim, model, STATUS_QUO)[0] else flipped(claim)
            honest = rng.random() < (1 + RELIABILITY) / 2
            claims.append((true if honest else flipped(true), RELIABILITY))
    return claims


def test_more_evidence_narrows() -> None:
    """The mean of p (1 - p) over who prefers what falls as statements grow in number."""
    rng = np.random.default_rng(3)
    widths = np.zeros(3)
    pairs = [(row, a, b) for row in (0, 1) for a, b in ((0, 2), (3, 4))]
    for seed in range(4):
        model = with_counterfactuals(prior(WORLD, 1, rng), STATUS_QUO, (), rng)
        claims = told_of(model, 16, rng)
        for k, count in enumerate((1, 4, 16)):
            values = weigh(evidence(*claims[:count]), negotiation(), members=160, seed=seed, workers=1).ensemble.values
            p = np.array([(values[:, row, a] > values[:, row, b]).mean() for row, a, b in pairs])
            widths[k] += (p * (1 - p)).mean()
    assert widths[0] > widths[1] > widths[2]


def test_false_statements_of_low_reliability_widen_rather_than_mislead() -> None:
    """Two true voices of r = 0.7 and three false ones of r = 0.2, on one even question: odds (17/3)^2 (8/12)^3."""
    true, false = Claim(Says.SEEKS, "A", "land", "all"), Claim(Says.SEEKS, "A", "land", "all", negated=True)
    alone = weigh(evidence((true, 0.7), (true, 0.7)), negotiation(), members=2000)
    beside = weigh(evidence((true, 0.7), (true, 0.7), *[(false, 0.2)] * 3), negotiation(), members=2000)
    before, after = ((17 / 3) ** 2 * odds for odds in (1, (8 / 12) ** 3))
    for weighed, odds in ((alone, before), (beside, after)):
        share, error = weighed.share(weighed.satisfied[:, weighed.number(piece_id(true, "v0"))])
        assert share == pytest.approx(odds / (1 + odds), abs=4 * error)
    assert 0.5 < after / (1 + after) < before / (1 + before)


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
