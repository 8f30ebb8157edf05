"""What is taken over from a weighing before is what drawing everything anew would have given, number for number."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from accord.evidence import Piece, Weighed, weigh, with_rate
from accord.evidence.piece import piece_id
from accord.negotiation import Issue, Negotiation, Party, Track
from accord.statements import Claim, Says

PARTIES = ("A", "B", "C")
TALKS = Negotiation(
    parties=tuple(Party(id=one, name=one) for one in PARTIES),
    tracks=(Track(id="t", parties=PARTIES),),
    issues=(
        Issue(id="pay", track="t", options=("low", "middle", "high"), status_quo="low"),
        Issue(id="hours", track="t", options=("long", "short"), status_quo="long"),
    ),
)
CLAIMS = (
    Claim(Says.WOULD_ACCEPT, "A", issue="pay", option="middle"),
    Claim(Says.REFUSES, "B", issue="pay", option="high"),
    Claim(Says.SEEKS, "C", issue="hours", option="short"),
    Claim(Says.RED_LINE, "B", issue="hours", option="short"),
    Claim(Says.LESS_HURRIED_THAN, "A", other="B"),
    Claim(Says.MAY_WALK_AWAY, "C"),
)
DOUBT = Claim(Says.WOULD_DO_ANYWAY, "A", issue="pay", option="middle")


def pieces(*claims: Claim) -> tuple[Piece, ...]:
    return tuple(Piece(piece_id(one, "somebody"), one, 0.7, voice=f"person:{k}") for k, one in enumerate(claims))


def drawn_alike(one: Weighed, other: Weighed) -> bool:
    arrays = ("values", "reservations", "red_lines", "counterfactuals", "switches")
    same = all(np.array_equal(getattr(one.ensemble, name), getattr(other.ensemble, name)) for name in arrays)
    rates = all(np.array_equal(one.ensemble.rates[name], other.ensemble.rates[name]) for name in one.ensemble.rates)
    return same and rates and np.array_equal(one.prior.values, other.prior.values) and one.found == other.found


@pytest.mark.parametrize("doubt", [False, True])
@pytest.mark.parametrize("gone", range(len(CLAIMS)))
def test_a_piece_left_out_changes_those_alone_it_bears_on(gone: int, doubt: bool) -> None:
    told = (*CLAIMS, DOUBT) if doubt else CLAIMS
    base = weigh(pieces(*told), TALKS, members=240)
    rest = [piece for piece in base.pieces if piece.claim != CLAIMS[gone]]
    anew = weigh(rest, TALKS, members=240, like=replace(base, drawings=None))
    assert drawn_alike(weigh(rest, TALKS, members=240, like=base), anew)


@pytest.mark.parametrize("rate", ["impatience", "walk_away_hazard", "outside_shift"])
def test_a_scalar_known_changes_what_hangs_on_it(rate: str) -> None:
    base = weigh(pieces(*CLAIMS), TALKS, members=240)
    known = with_rate(TALKS, "A", rate, 0.05, 0.1)
    anew = weigh(base.pieces, known, members=240, like=replace(base, drawings=None))
    taken = weigh(base.pieces, known, members=240, like=base)
    assert drawn_alike(taken, anew)
    row = taken.ensemble.frame.party_index["A"]
    assert (np.abs(taken.ensemble.rates[rate][:, row] - 0.075) <= 0.025 + 1e-12).all()
    if rate != "outside_shift":
        assert np.array_equal(taken.ensemble.values, base.ensemble.values)
