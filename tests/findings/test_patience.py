"""Who is in less of a hurry, and what that is worth."""

from functools import cache

import pytest
from tests.findings.scene import Says, Told, found, strike, told

from accord.findings import Basis, Finding, Status


def hurry(party: str, other: str, *, negated: bool = False) -> Told:
    return told("It can wait.", party, says=Says.LESS_HURRIED_THAN, other=other, negated=negated)


@cache
def patient() -> Finding:
    return found(strike(), [hurry("F", "W")])["patience:split:party=F:other=W"]


def test_one_claim_is_stated_and_stands_beside_its_prior() -> None:
    finding = patient()
    assert finding.basis is Basis.STATED
    assert finding.prior == pytest.approx(0.5, abs=0.1)
    # A reporter's sentence of reliability 0.8 is right in nine of ten.
    assert finding.share == pytest.approx(0.9, abs=0.06)


def test_the_less_hurried_gets_more_than_half() -> None:
    assert patient().value is not None
    assert patient().value > 0.55
    assert [quantile for quantile, _ in patient().distribution] == [0.05, 0.25, 0.5, 0.75, 0.95]


def test_denied_it_turns() -> None:
    finding = found(strike(), [hurry("F", "W", negated=True)])["patience:split:party=F:other=W"]
    assert finding.share is not None
    assert finding.share < 0.25


def test_given_to_the_other_party_it_moves() -> None:
    made = found(strike(), [hurry("W", "F")])
    assert "patience:split:party=F:other=W" not in made
    assert made["patience:split:party=W:other=F"].share == pytest.approx(patient().share, abs=1e-12)


def test_deleted_it_falls_silent() -> None:
    silent = [one for one in found(strike(), [], members=60).values() if one.mechanism == "patience"]
    assert [one.status for one in silent] == [Status.SILENT]
