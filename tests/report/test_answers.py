"""Findings for the page: which lead, and how bars are drawn."""

import pytest
from tests.report.builder import contents, statements

from accord.findings import Finding, Influence, Mechanism, Status, Subject, finding_id
from accord.report.answers import WIDTH, answers, headlines
from accord.report.quoting import Quotations


def made(mechanism: Mechanism, question: str, **fields: object) -> Finding:
    subject = Subject(question)
    status = Status.SHARE if "share" in fields else Status.FACT
    return Finding(
        finding_id(mechanism, subject), mechanism, subject, "it holds", fields.pop("status", status), **fields
    )  # type: ignore[arg-type]


def test_whether_there_is_a_deal_leads() -> None:
    far = made(Mechanism.PATIENCE, "split", share=1.0, prior=0.5, error=0.01)
    deal = made(Mechanism.PACKAGES, "deal", share=0.5, prior=0.5, error=0.01)
    assert headlines([far, deal]) == (deal, far)


def test_a_share_that_no_evidence_moved_is_no_headline() -> None:
    assert headlines([made(Mechanism.PATIENCE, "split", share=0.52, prior=0.5, error=0.02)]) == ()


def test_silence_is_no_headline() -> None:
    assert headlines([made(Mechanism.PACKAGES, "deal", status=Status.SILENT)]) == ()


def test_every_mechanism_has_its_turn_before_a_second_of_one() -> None:
    many = [made(Mechanism.CONCESSIONS, f"c{number}", share=1.0, prior=0.1, error=0.0) for number in range(5)]
    other = made(Mechanism.PATIENCE, "split", share=0.7, prior=0.5, error=0.0)
    chosen = headlines([*many, other], 2)
    assert {one.mechanism for one in chosen} == {Mechanism.CONCESSIONS, Mechanism.PATIENCE}
    assert len(headlines([*many, other])) == 3


def test_a_bar_ends_at_the_share_and_its_tick_stands_at_the_prior() -> None:
    first, second = (statement.id for statement in statements()[:2])
    finding = made(
        Mechanism.PATIENCE, "split", share=0.75, prior=0.5, error=0.1, evidence=(first, second),
        influence=(Influence(first, 0.4, 0.05), Influence(second, -0.2, 0.05)), distribution=((0.0, -1.0), (1.0, 3.0)),
    )  # fmt: skip
    (answer,) = answers([finding], Quotations(contents()), {}).headlines
    assert answer.bar is not None
    assert (answer.bar.end, answer.bar.prior) == (0.75 * WIDTH, 0.5 * WIDTH)
    assert answer.bar.high == pytest.approx(0.946 * WIDTH)
    up, down = answer.pulls
    assert (up.words, up.start, up.length) == ("raises the share by 40 points (±10)", WIDTH / 2, WIDTH / 2)
    assert (down.words, down.start, down.length) == ("lowers the share by 20 points (±10)", WIDTH / 4, WIDTH / 4)
    assert answer.spread is not None
    assert answer.spread.words.startswith("median 1, nine in ten models between −0.8 and 2.8")


def test_silent_mechanisms_are_listed_with_what_the_documents_leave_out() -> None:
    finding = made(Mechanism.DELAY, "any", status=Status.SILENT)
    told = answers([finding], Quotations(contents()), {})
    assert (told.chapters, told.headlines) == ((), ())
    assert told.silent == (("Who gains by delay", ("it holds",)),)
