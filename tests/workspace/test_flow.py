"""Certain evidence that clashes: every way out is weighed, and no order of the file decides between them."""

from __future__ import annotations

import pytest

from accord.evidence import DOUBTED
from accord.negotiation import load_negotiation
from accord.report import Contents
from accord.workspace import Settings, run

CODEBOOK = """
parties: [{id: A, name: the Weavers}, {id: B, name: the Mill}]
tracks: [{id: t, parties: [A, B]}]
issues:
  - {id: pay, track: t, options: [low, middle, high]}
  - {id: hours, track: t, options: [long, short]}
assumptions:
"""
HIGH = "  - {party: B, says: prefers, issue: pay, option: high, over: low, reason: one, reliability: 1}"
LOW = "  - {party: B, says: prefers, issue: pay, option: low, over: high, reason: two, reliability: 1}"
MIDDLE = "  - {party: B, says: prefers, issue: pay, option: low, over: middle, reason: three, reliability: 1}"
UPPER = "  - {party: B, says: prefers, issue: pay, option: middle, over: high, reason: four, reliability: 1}"
SHORT = "  - {party: A, says: prefers, issue: hours, option: short, over: long, reason: five, reliability: 1}"


def settled(*assumptions: str) -> Contents:
    negotiation, _ = load_negotiation(CODEBOOK + "\n".join(assumptions), "negotiation.yaml")
    return run((), negotiation, (), settings=Settings(members=800))


def held(contents: Contents, option: str, over: str) -> float:
    """Share of the models in which the Mill likes one pay better than another."""
    assert contents.weighed is not None
    ensemble = contents.weighed.ensemble
    row, frame = ensemble.frame.party_index["B"], ensemble.frame
    values = ensemble.values[:, row]
    return float((values[:, frame.column("pay", option)] > values[:, frame.column("pay", over)]).mean())


def test_a_tie_is_shown_both_ways_and_the_rest_stays_certain() -> None:
    one, other = settled(HIGH, LOW, SHORT), settled(SHORT, LOW, HIGH)
    assert held(one, "high", "low") == pytest.approx(0.5, abs=0.1)
    assert held(one, "high", "low") == held(other, "high", "low")
    assert one.weighed is not None
    assert sorted(piece.reliability for piece in one.weighed.pieces) == [DOUBTED, DOUBTED, 1.0]
    shown = next(finding for finding in one.findings if finding.subject.question == "contradiction")
    assert len(shown.details["ways"]) == 2
    problem = next(one for one in one.problems if one.code == "evidence.contradiction")
    assert "least that must be untrue" in problem.sentence
    assert problem.sentence == next(one.sentence for one in other.problems if one.code == "evidence.contradiction")


def test_what_clashes_with_two_that_agree_is_untrue_most_often() -> None:
    contents = settled(HIGH, LOW, MIDDLE, UPPER)
    assert held(contents, "low", "high") > 0.85
    problem = next(one for one in contents.problems if one.code == "evidence.contradiction")
    assert "untrue: that the Mill prefers “high” on pay to “low” on pay (the analyst). Until" in problem.sentence
