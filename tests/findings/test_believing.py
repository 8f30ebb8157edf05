"""By whose claims, contradictions the other way round, and what gestures cost."""

from __future__ import annotations

import pytest
from tests.findings.scene import MEMBERS, Act, Says, document_of, statements_of, strike, told

from accord.evidence import pieces, weigh
from accord.findings import Finding, Runs, Status, findings
from accord.findings.believing import Believed, pooled
from accord.ledger import book

FIRM = {"parties": ("F",), "speakers": ("The director",)}
UNION = {"parties": ("W",), "speakers": ("A shop steward",)}
SPLIT = "patience:split:party=F:other=W"


def told_of(sentences: list, *, sides: bool = True) -> dict[str, Finding]:  # type: ignore[type-arg]
    document, negotiation = document_of(sentences), strike()
    statements = statements_of(document, sentences)
    ledger = book(statements, (document,), negotiation)
    evidence, _ = pieces(statements, ledger, negotiation)
    weighed = weigh(evidence, negotiation, members=MEMBERS)
    made = findings(weighed, ledger, statements, (document,), negotiation, runs=Runs(0, sides=sides))
    return {finding.id: finding for finding in made}


def test_each_side_by_itself_says_what_its_own_claims_say() -> None:
    both = [
        told("We are in no hurry.", "F", says=Says.LESS_HURRIED_THAN, other="W", **FIRM),
        told("We are in no hurry at all.", "W", says=Says.LESS_HURRIED_THAN, other="F", **UNION),
    ]
    found = told_of(both)
    rows = {row["side"]: row["share"] for row in found[SPLIT].details["believing"]}
    assert rows["F"] > 0.7
    assert rows["W"] < 0.3
    assert found[SPLIT].share == pytest.approx(0.5, abs=0.1)
    assert "whose claims" in found["voices:believed"].sentence


def test_a_side_that_says_nothing_of_it_is_not_told_as_the_prior() -> None:
    said = [
        told("We are in no hurry.", "F", says=Says.LESS_HURRIED_THAN, other="W", **FIRM),
        told("We want a panel.", "W", Act.DEMAND, issue="panel", option="yes", **UNION),
    ]
    assert {row["side"] for row in told_of(said)[SPLIT].details["believing"]} == {"F"}


def test_one_side_alone_is_no_comparison() -> None:
    said = [told("We are in no hurry.", "F", says=Says.LESS_HURRIED_THAN, other="W", **FIRM)]
    assert "believing" not in told_of(said)[SPLIT].details


def test_who_trusts_two_sides_alike_stands_between_them() -> None:
    found = pooled([Believed("F", 0.9, 0.01), Believed("W", 0.1, 0.01)])
    assert found["linear"] == pytest.approx(0.5)
    assert found["logarithmic"] == pytest.approx(0.5)


def test_a_contradiction_says_what_hangs_on_which_is_untrue() -> None:
    said = [
        told("We will accept a panel.", "W", Act.OFFER, issue="panel", option="yes", says=Says.WOULD_ACCEPT, **UNION),
        told("The union will refuse any panel.", "W", issue="panel", option="yes", says=Says.REFUSES, **FIRM),
    ]
    found = told_of(said, sides=False)
    (clash,) = [one for id, one in found.items() if id.startswith("red_lines:contradiction")]
    assert clash.status is Status.FACT
    assert len(clash.details["ways"]) == 2
    shares = {row["id"]: row["shares"] for row in clash.details["findings"]}
    deal = shares["packages:deal:track=pensions"]
    sources = [way["source"] for way in clash.details["ways"]]
    without_union, without_firm = deal[sources.index("A shop steward")], deal[sources.index("The director")]
    assert without_firm > without_union


def test_a_threat_by_those_who_answer_for_it_ties_hands_and_an_unnamed_one_does_not() -> None:
    from accord.statements import Authority

    def threat(**fields: object) -> Finding:
        said = told("We may leave.", "W", Act.THREAT, says=Says.MAY_WALK_AWAY, **fields)
        return told_of([said], sides=False)["signals:threat:party=W"]

    assert "ties its hands" in threat(authority=Authority.PRINCIPAL, **UNION).sentence
    assert "no audience" in threat(parties=("W",), speakers=("An official",), authority=Authority.OFFICIAL).sentence


def test_a_step_that_was_wanted_anyway_signals_less_than_one_that_hurts() -> None:
    step = told("The union took the panel.", "W", Act.CONCESSION, issue="panel", option="yes")
    costly = told("The union hates a panel.", "W", says=Says.REFUSES, issue="panel", option="yes")
    wanted = told("It had always wanted one.", "W", says=Says.ALREADY_WANTED, issue="panel", option="yes")
    signal = "signals:costly:party=W:issue=panel:option=yes"
    dear, cheap = (told_of([step, one], sides=False)[signal].share for one in (costly, wanted))
    assert dear is not None
    assert cheap is not None
    assert cheap < dear
