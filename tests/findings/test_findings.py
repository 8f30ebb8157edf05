"""What every finding must be, whatever its mechanism: silent without evidence, alike for all parties."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from tests.findings.scene import Act, Says, Told, document_of, found, statements_of, strike, told

from accord.findings import Basis, Finding, Mechanism, Status, findings
from accord.ledger import book
from accord.negotiation import Assumption, Negotiation
from accord.statements import Term

BIBLIOGRAPHY = Path(__file__).parents[2] / "docs" / "references.bib"


def dispute(firm: str = "F", union: str = "W") -> list[Told]:
    return [
        told("The firm would take the panel.", firm, Act.ACCEPT, says=Says.WOULD_ACCEPT, issue="panel", option="yes",
             speakers=("A. Firm",), parties=(firm,)),
        told("The firm had long wanted the panel.", firm, says=Says.ALREADY_WANTED, issue="panel", option="yes"),
        told("The union refuses forced overtime.", union, Act.REJECT, says=Says.REFUSES, issue="overtime",
             option="forced", speakers=("B. Union",), parties=(union,)),
        told("The firm demands forced overtime.", firm, Act.DEMAND, says=Says.SEEKS, issue="overtime", option="forced",
             speakers=("A. Firm",), parties=(firm,)),
        told("The firm is in no hurry.", firm, says=Says.LESS_HURRIED_THAN, other=union),
        told("The union may walk out for good.", union, says=Says.MAY_WALK_AWAY),
        told("The firm gains while the talks drag on.", firm, says=Says.GAINS_WHILE_WAITING),
        told("The union will never take a freeze of pay.", union, says=Says.RED_LINE, issue="raise", option="none"),
        told("Pay and pensions are two separate tracks.", firm),
        told("The union wants the panel before overtime.", union, Act.PRECONDITION, says=Says.BEFORE,
             first=Term("panel"), then=Term("overtime")),
        told("The firm wants overtime before the panel.", firm, Act.PRECONDITION, says=Says.BEFORE,
             first=Term("overtime"), then=Term("panel")),
    ]  # fmt: skip


@cache
def analysed() -> dict[str, Finding]:
    return found(strike(), dispute())


def of(made: dict[str, Finding], mechanism: Mechanism) -> list[Finding]:
    return [finding for finding in made.values() if finding.mechanism is mechanism]


def test_with_no_evidence_every_finding_is_silent() -> None:
    made = found(strike(), [], members=60)
    assert {finding.status for finding in made.values()} == {Status.SILENT}
    assert {finding.mechanism for finding in made.values()} == set(Mechanism)


def test_every_mechanism_is_heard_and_findings_stand_in_their_order() -> None:
    order = [finding.mechanism for finding in analysed().values()]
    assert list(dict.fromkeys(order)) == list(Mechanism)


def test_a_share_has_its_prior_its_error_and_its_evidence_and_a_silence_has_none() -> None:
    for finding in analysed().values():
        if finding.status is Status.SHARE:
            assert finding.share is not None
            assert finding.prior is not None
            assert finding.error is not None
            assert 0 <= finding.share <= 1
            assert 0 <= finding.prior <= 1
            assert finding.evidence
            assert finding.basis in {Basis.STATED, Basis.INFERRED}
        else:
            assert finding.share is None
            assert finding.prior is None
        assert (finding.status is Status.SILENT) == (not finding.evidence)


def test_evidence_and_influence_name_statements_that_exist() -> None:
    sentences = dispute()
    known = {statement.id for statement in statements_of(document_of(sentences), sentences)}
    for finding in analysed().values():
        assert {*finding.evidence, *(one.statement for one in finding.influence)} <= known


def test_citations_resolve() -> None:
    keys = set(re.findall(r"^@\w+\{(\w+),", BIBLIOGRAPHY.read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert {key for finding in analysed().values() for key in finding.citation} <= keys


def test_sentences_end_and_speak_of_names_not_ids() -> None:
    for finding in analysed().values():
        assert finding.sentence.endswith(".")
        assert not finding.sentence.endswith("..")
        assert "_" not in finding.sentence


def test_the_same_input_gives_the_same_findings() -> None:
    assert found(strike(), dispute()) == analysed()


def test_exchanging_the_parties_exchanges_the_findings() -> None:
    swap = {"F": "W", "W": "F"}
    exchanged = found(strike(first="W", second="F"), dispute("W", "F"))

    def swapped(id: str) -> str:
        return re.sub(r"(party|other)=([FW])", lambda match: f"{match[1]}={swap[match[2]]}", id)

    assert {swapped(id) for id in exchanged} == set(analysed())
    for id, finding in exchanged.items():
        other = analysed()[swapped(id)]
        assert (finding.status, finding.basis) == (other.status, other.basis)
        assert finding.share == pytest.approx(other.share, abs=1e-12), id
        assert finding.value == pytest.approx(other.value, abs=1e-12), id


def test_the_order_of_issues_and_parties_in_the_file_changes_nothing() -> None:
    turned = strike()
    turned = turned.model_copy(
        update={"issues": turned.issues[::-1], "parties": turned.parties[::-1], "tracks": turned.tracks[::-1]}
    )
    made = found(turned, dispute())
    assert set(made) == set(analysed())
    for id, finding in made.items():
        assert finding.share == pytest.approx(analysed()[id].share, abs=1e-9), id


def test_what_cannot_be_weighed_still_gives_facts() -> None:
    sentences, negotiation = dispute(), strike()
    document = document_of(sentences)
    statements = statements_of(document, sentences)
    made = findings(None, book(statements, (document,), negotiation), statements, (document,), negotiation)
    assert {finding.status for finding in made} == {Status.FACT, Status.SILENT}
    assert {finding.mechanism for finding in made} == set(Mechanism)


def test_the_analysts_assumption_is_named_as_such() -> None:
    assumed = Assumption(
        party="F", says="already_wanted", issue="panel", option="yes", reason="their own plan", reliability=0.8
    )
    negotiation = strike().model_copy(update={"assumptions": (assumed,)})
    finding = found(negotiation, dispute()[:1])["concessions:real:party=F:issue=panel:option=yes"]
    assert any("analyst assumes" in sentence and "their own plan" in sentence for sentence in finding.assumptions)


def test_a_drafted_issue_is_named_as_such() -> None:
    issues = tuple(issue.model_copy(update={"drafted": True, "origin": "guess"}) for issue in strike().issues)
    negotiation: Negotiation = strike().model_copy(update={"issues": issues})
    finding = found(negotiation, dispute()[:2])["concessions:real:party=F:issue=panel:option=yes"]
    assert any("guess" in sentence for sentence in finding.assumptions)


def test_a_finding_is_a_value() -> None:
    finding = next(iter(analysed().values()))
    assert replace(finding) == finding
