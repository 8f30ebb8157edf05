"""What if: a scalar known, an outside option given, a piece added; and the ways out of a contradiction."""

from __future__ import annotations

import numpy as np
import pytest
from tests.evidence.test_target import MEMBERS, evidence, negotiation

from accord.errors import CallError, EvidenceError
from accord.evidence import Piece, piece_id, weigh, weigh_without, with_outside_option, with_rate
from accord.statements import Claim, Says

HURRY = Claim(Says.LESS_HURRIED_THAN, "A", other="B")
TAKES = Claim(Says.WOULD_ACCEPT, "A", "land", "part")
SEEKS = Claim(Says.SEEKS, "A", "land", "all")


def test_a_rate_that_is_fixed_bears_on_those_it_is_compared_with() -> None:
    """If A is at 0.2 a month of at most 0.25 and in less of a hurry, B is uniform beyond: its mean is 0.225."""
    fixed = with_rate(negotiation(), "A", "impatience", 0.2)
    rates = weigh(evidence((HURRY, 1.0)), fixed, members=MEMBERS).ensemble.rates["impatience"]
    assert rates[:, 0] == pytest.approx(0.2)
    assert (rates[:, 1] >= 0.2).all()
    assert rates[:, 1].mean() == pytest.approx(0.225, abs=4 * 0.05 / np.sqrt(12 * MEMBERS))


def test_a_doubtful_order_with_a_rate_in_a_range_weighs_as_bayes_says() -> None:
    """A uniform on [0, 0.05], B on [0.025, 0.25]: B <= A has chance 1/36 before; with r = 0.6 odds of four to one."""
    told = with_rate(with_rate(negotiation(), "A", "impatience", 0.0, 0.05), "B", "impatience", 0.025, 0.25)
    weighed = weigh(evidence((Claim(Says.LESS_HURRIED_THAN, "B", other="A"), 0.6)), told, members=3000)
    share, error = weighed.share(weighed.satisfied[:, 0])
    assert share == pytest.approx(4 / (4 + 35), abs=4 * error)


def test_a_bound_within_a_known_range_weighs_as_bayes_says() -> None:
    """Uniform on [0.05, 0.25] a rate is above 0.125 with chance 5/8; evidence of r = 1/2 makes that 15/18."""
    told = with_rate(negotiation(), "B", "walk_away_hazard", 0.05, 0.25)
    weighed = weigh(evidence((Claim(Says.MAY_WALK_AWAY, "B"), 0.5)), told, members=3000)
    rates = weighed.ensemble.rates["walk_away_hazard"][:, 1]
    assert 0.05 <= rates.min() <= rates.max() <= 0.25
    assert (rates > 0.125).mean() == pytest.approx(15 / 18, abs=4 * np.sqrt(0.14 / 3000))
    assert (weighed.prior.rates["walk_away_hazard"][:, 1] >= 0.05).all()


def test_a_known_outside_shift_moves_the_reservation_and_what_is_taken() -> None:
    known = with_rate(negotiation(), "A", "outside_shift", 0.3)
    weighed = weigh(evidence((TAKES, 1.0)), known, members=200)
    ensemble = weighed.ensemble
    gain = ensemble.values[:, 0, ensemble.frame.column("land", "part")]
    gain = gain - ensemble.values[:, 0, ensemble.frame.column("land", "none")]
    assert (gain >= 0.3 - 1e-9).all()
    assert ensemble.rates["outside_shift"][:, 0] == pytest.approx(0.3)


def test_a_range_that_no_certain_claim_can_meet_is_a_contradiction() -> None:
    low = with_rate(negotiation(), "B", "walk_away_hazard", 0.0, 0.1)
    with pytest.raises(EvidenceError, match="may walk away"):
        weigh(evidence((Claim(Says.MAY_WALK_AWAY, "B"), 1.0)), low, members=10)


def test_a_claim_that_a_known_range_rules_out_is_told_and_weighs_nothing() -> None:
    low = with_rate(negotiation(), "B", "walk_away_hazard", 0.0, 0.1)
    weighed = weigh(evidence((Claim(Says.MAY_WALK_AWAY, "B"), 0.9)), low, members=100)
    (problem,) = weighed.problems
    assert problem.sentence.startswith("With what the negotiation file takes as known this cannot be true: ")
    assert (weighed.ensemble.rates["walk_away_hazard"][:, 1] <= 0.1).all()
    assert not weighed.satisfied.any()


@pytest.mark.parametrize(
    ("party", "rate", "low", "high"),
    [
        ("X", "impatience", 0.1, None),
        ("A", "hurry", 0.1, None),
        ("A", "impatience", 0.2, 0.1),
        ("A", "impatience", -1.0, 0.1),
    ],
)
def test_a_scalar_that_cannot_be_is_refused(party: str, rate: str, low: float, high: float | None) -> None:
    with pytest.raises(CallError):
        with_rate(negotiation(), party, rate, low, high)


def test_an_outside_option_given_lifts_the_reservation_and_draws_nothing_anew() -> None:
    weighed = weigh(evidence((TAKES, 0.8)), negotiation(), members=100)
    given = with_outside_option(weighed, "B", 0.6)
    assert (given.ensemble.reservations[:, 1] == np.maximum(weighed.ensemble.reservations[:, 1], 0.6)).all()
    assert (given.prior.reservations[:, 1] >= 0.6).all()
    assert (given.ensemble.reservations[:, 0] == weighed.ensemble.reservations[:, 0]).all()
    assert given.ensemble.values is weighed.ensemble.values
    for party, worth in (("X", 0.5), ("A", float("nan"))):
        with pytest.raises(CallError):
            with_outside_option(weighed, party, worth)


def test_a_piece_added_is_weighed_on_the_same_streams() -> None:
    first = evidence((SEEKS, 0.8))
    weighed = weigh(first, negotiation(), members=200, seed=4)
    for claim in (Claim(Says.RED_LINE, "B", "land", "all"), Claim(Says.WOULD_DO_ANYWAY, "B", "trade", "open"), HURRY):
        added = Piece(piece_id(claim, "analyst"), claim, 0.9, assumption=True)
        again = weigh([*first, added], negotiation(), members=200, seed=4, like=weighed)
        assert added.id in again.ensemble.evidence
        assert again.layout.keys == weighed.layout.keys
    back = weigh(first, negotiation(), members=200, seed=4, like=weighed)
    assert np.array_equal(back.ensemble.values, weighed.ensemble.values)


def test_a_contradiction_has_a_way_out_for_each_of_its_pieces() -> None:
    """Two claims of one thing, yes with r = 0.8 and no with r = 0.5: the odds that yes is true are 9 to 3."""
    no = Claim(Says.SEEKS, "A", "land", "all", negated=True)
    pieces = evidence((SEEKS, 0.8), (no, 0.5))
    weighed = weigh(pieces, negotiation(), members=3000, seed=2)
    (conflict,) = weighed.conflicts
    assert set(conflict) == {piece.id for piece in pieces}
    likelier, other = weighed.alternatives(conflict)
    assert likelier.doubted == pieces[1].id
    assert likelier.chance == pytest.approx(0.75, abs=4 * np.sqrt(0.19 / 3000))
    assert likelier.chance + other.chance == 1
    holds = weighed.satisfied[:, weighed.number(pieces[0].id)]
    believed, error = weighed.share(holds, likelier.reweighted.weights)
    assert believed == pytest.approx(0.9, abs=4 * error)  # by the first alone, of r = 0.8
    believed, error = weighed.share(holds, other.reweighted.weights)
    assert believed == pytest.approx(0.25, abs=4 * error)  # by the second alone, of r = 0.5


def test_a_demand_left_out_leaves_the_red_line_of_its_party_as_far_as_it_reached() -> None:
    """Seen from the demand for all a red line at part takes in none; without the demand it would take in all."""
    demand, line = Claim(Says.SEEKS, "A", "land", "all"), Claim(Says.RED_LINE, "A", "land", "part")
    pieces = evidence((demand, 0.8), (line, 0.9))
    weighed = weigh(pieces, negotiation(), members=100)
    without = weigh_without(weighed, [pieces[0].id], negotiation())
    none, everything = (weighed.ensemble.frame.column("land", option) for option in ("none", "all"))
    for one in (weighed, without):
        assert one.ensemble.red_lines[:, 0, none].any()
        assert not one.ensemble.red_lines[:, 0, everything].any()
