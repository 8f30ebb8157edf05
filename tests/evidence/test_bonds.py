"""Complements and substitutes declared between options enter every utility, drawn and held against the definition."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.evidence.rejection import prior, weights, with_counterfactuals
from tests.evidence.test_target import OPTIONS, STATUS_QUO, WORLD, assert_alike, evidence, negotiation, random_claim

from accord.evidence import frame_of, weigh
from accord.evidence.contradictions import conflicts
from accord.evidence.layout import layout_of
from accord.negotiation import Interaction, Negotiation, TermEntry
from accord.statements import Claim, Says, Term

TOGETHER = (("land", "part"), ("trade", "open"))
APART = (("flag", "blue"), ("trade", "closed"))
BONDED = replace(WORLD, bonds=(("A", 1, TOGETHER), ("B", 1, TOGETHER), ("A", -1, APART)))


def declared(*entries: Interaction) -> Negotiation:
    return negotiation().model_copy(update={"interactions": entries})


def terms(together: tuple[tuple[str, str], ...]) -> tuple[TermEntry, ...]:
    return tuple(TermEntry(issue=issue, option=option) for issue, option in together)


COMPLEMENTS = Interaction(kind="complements", terms=terms(TOGETHER))
SUBSTITUTES = Interaction(kind="substitutes", terms=terms(APART), party="A")


@pytest.mark.parametrize("seed", range(2))
def test_agrees_with_weighing_draws_from_the_prior(seed: int) -> None:
    rng = np.random.default_rng([seed, 7])
    taken = Claim(Says.WOULD_ACCEPT, "A", "land", "part", given=(Term("trade", "open"),))
    claims = [(taken, 0.9), (replace(taken, party="B", says=Says.REFUSES), 0.6)]
    claims += [(random_claim(rng), float(rng.choice([0.3, 0.6, 0.9]))) for _ in range(4)]
    weighed = weigh(evidence(*claims), declared(COMPLEMENTS, SUBSTITUTES), members=1200, seed=seed)
    contested = tuple(claim.issue or "" for claim, _ in claims if claim.says is Says.WOULD_DO_ANYWAY)
    drawn = prior(BONDED, 30_000, np.random.default_rng(seed))
    model = with_counterfactuals(drawn, STATUS_QUO, contested, np.random.default_rng(seed))
    weight = weights(claims, model, STATUS_QUO)
    assert_alike(weighed, model, weight)
    frame = weighed.ensemble.frame
    together, apart = (frame.interactions.index(tuple(sorted(one))) for one in (TOGETHER, APART))
    added = weighed.ensemble.interaction_values
    assert (added[:, 1, apart] == 0).all()
    for size, got in zip(model.sizes, (added[:, 0, together], added[:, 1, together], -added[:, 0, apart]), strict=True):
        mean = np.average(size, weights=weight)
        assert got.mean() == pytest.approx(mean, abs=4 * 0.0722 * np.sqrt(3 / 1200))
        assert 0 <= got.min() <= got.max() <= 0.25


def test_a_reservation_counts_what_the_counterfactual_package_has_together() -> None:
    weighed = weigh(
        (), declared(SUBSTITUTES.model_copy(update={"terms": terms((("flag", "red"), APART[1]))})), members=50
    )
    ensemble = weighed.ensemble
    shift = ensemble.rates["outside_shift"]
    plain = sum(ensemble.values[:, :, ensemble.frame.column(issue, STATUS_QUO[issue])] for issue in OPTIONS)
    assert np.allclose(ensemble.reservations, plain + shift + ensemble.interaction_values[:, :, 0])
    assert (ensemble.interaction_values[:, 0, 0] < 0).all()


def test_issues_declared_together_are_every_way_in_which_all_of_them_change() -> None:
    frame = frame_of(declared(Interaction(kind="complements", issues=("trade", "land"), party="B")))
    assert frame.interactions == (
        (("land", "all"), ("trade", "open")),
        (("land", "part"), ("trade", "open")),
    )
    ensemble = weigh((), declared(Interaction(kind="complements", issues=("trade", "land"))), members=40).ensemble
    assert (ensemble.interaction_values[:, :, 0] == ensemble.interaction_values[:, :, 1]).all()


def test_complements_reconcile_what_would_clash_without_them() -> None:
    """Who would take neither alone though leaving is worth nothing may take both: only together are they worth it."""
    claims = [
        Claim(Says.SEEKS, "A", "land", "part", negated=True),
        Claim(Says.SEEKS, "A", "trade", "open", negated=True),
        Claim(Says.NO_DEAL_BETTER, "A"),
        Claim(Says.WOULD_ACCEPT, "A", "land", "part", given=(Term("trade", "open"),)),
    ]
    pieces = evidence(*((claim, 0.8) for claim in claims))
    unseen = np.zeros((0, len(pieces)), np.bool_)
    (clash,) = conflicts(pieces, layout_of(pieces, negotiation()), unseen).sets
    assert {piece.claim for piece in clash} == set(claims)
    assert conflicts(pieces, layout_of(pieces, declared(COMPLEMENTS)), unseen).sets == ()
    certain = weigh(evidence(*((claim, 1.0) for claim in claims)), declared(COMPLEMENTS), members=60)
    assert certain.satisfied.all()
    assert (certain.ensemble.interaction_values[:, 0, 0] > 0).all()


def test_a_doubtful_counterfactual_decides_what_stands_together() -> None:
    """What joins an option that would hold anyway counts only in the models in which it would."""
    told = [
        (Claim(Says.WOULD_DO_ANYWAY, "B", "trade", "open"), 0.5),
        (Claim(Says.WOULD_ACCEPT, "A", "land", "part"), 1.0),
        (Claim(Says.SEEKS, "A", "land", "part", negated=True), 1.0),
    ]
    ensemble = weigh(evidence(*told), declared(COMPLEMENTS), members=400, seed=3).ensemble
    gain = ensemble.values[:, 0, ensemble.frame.column("land", "part")]
    gain = gain - ensemble.values[:, 0, ensemble.frame.column("land", "none")]
    anyway = ensemble.counterfactuals[:, 1] == 1
    joined = gain + anyway * ensemble.interaction_values[:, 0, 0]
    assert (joined <= 1e-12).all()
    assert (joined >= ensemble.rates["outside_shift"][:, 0] - 1e-12).all()
    assert anyway.any()
    assert not anyway.all()
