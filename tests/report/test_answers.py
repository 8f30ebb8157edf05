"""Findings for the page: how bars are drawn, and what is listed where."""

import pytest
from tests.report.builder import contents, statements

from accord.findings import Finding, Influence, Mechanism, Status, Subject, finding_id
from accord.report.answers import WIDTH, answers
from accord.report.quoting import Quotations


def made(mechanism: Mechanism, question: str, **fields: object) -> Finding:
    subject = Subject(question)
    status = Status.SHARE if "share" in fields else Status.FACT
    return Finding(
        finding_id(mechanism, subject), mechanism, subject, "it holds", fields.pop("status", status), **fields
    )  # type: ignore[arg-type]


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
