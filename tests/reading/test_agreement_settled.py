"""Adjudication: what is open, in order of weight; decisions append, and nothing is overwritten."""

import pytest

from accord.documents import Document, document_id
from accord.errors import CallError
from accord.reading.adjudication import Decision, agreed, by_coder, decide, disagreements, shown
from accord.reading.agreement_units import units
from accord.statements import AGREED, Act, Kind, Point, Statement, make_statement
from accord.store import Correction
from accord.store.verdicts import corrected

TEXT = "The guild would take forty hours. The owners will not pay. It rained. The guild is in no hurry."
PAPER = Document(document_id(TEXT), "a.txt", "", None, None, TEXT, "text/plain")
ANN, BO = "ann", "bo"
BY = {"who": "cy", "when": "2031-03-12T10:00:00+00:00", "why": "read again"}


def coded(words: str, issue: str | None, act: Act, coder: str, **fields: object) -> Statement:
    start = TEXT.index(words)
    points = (Point(act, issue=issue),) if issue else ()
    reached = dict.fromkeys(("speakers", "parties", "tier", "kind", "points"), f"by {coder}")
    return make_statement(
        PAPER, start, start + len(words), points=points, reader=f"by_hand:{coder}", reached=reached, **fields
    )


def codings() -> dict[str, list[Statement]]:
    return {
        ANN: [
            coded("The guild would take forty hours.", "hours", Act.OFFER, ANN, kind=Kind.INDIRECT),
            coded("The owners will not pay.", "wage", Act.REJECT, ANN),
            coded("It rained.", None, Act.DEMAND, ANN),
        ],
        BO: [
            coded("The guild would take forty hours.", "hours", Act.ACCEPT, BO, kind=Kind.NARRATED),
            coded("The owners will not pay.", "wage", Act.REJECT, BO),
            coded("The guild is in no hurry.", "hours", Act.ASSESSMENT, BO),
        ],
    }


def test_who_stands_where_comes_before_how_it_is_told() -> None:
    listed = disagreements(units(codings()), [ANN, BO])
    assert [(one.field, one.unit.coded[0][1].quote[:9]) for one in listed] == [
        ("statement", "The guild"),
        ("act", "The guild"),
        ("kind", "The guild"),
        ("statement", "It rained"),
    ]
    assert shown(listed[1]).startswith("act: ann: offer; bo: accept (“The guild would take")


def test_decisions_yield_the_agreed_set_and_leave_the_codings_as_they_were() -> None:
    before, found = codings(), units(codings())
    listed = disagreements(found, [ANN, BO])
    decisions = [
        decide(listed[0], BO, **BY),
        decide(listed[1], BO, **BY),
        decide(listed[2], ANN, **BY),
        decide(listed[3], BO, **BY),
    ]
    settled = agreed(found, [ANN, BO], decisions, corrected)
    assert settled.open == ()
    assert [(s.quote[:9], s.points[0].act, s.kind, s.reader) for s in settled.statements] == [
        ("The guild", Act.ACCEPT, Kind.INDIRECT, AGREED),
        ("The owner", Act.REJECT, Kind.INDIRECT, AGREED),
        ("The guild", Act.ASSESSMENT, Kind.INDIRECT, AGREED),
    ]
    assert "corrected by cy: read again" in settled.statements[0].reached.values()
    assert before == codings()


def test_what_nobody_decided_is_open_and_not_agreed() -> None:
    found = units(codings())
    settled = agreed(found, [ANN, BO], [], corrected)
    assert [s.quote for s in settled.statements] == ["The owners will not pay."]
    assert len(settled.open) == 4


def test_the_last_word_counts_and_the_earlier_ones_remain() -> None:
    found = units(codings())
    first = disagreements(found, [ANN, BO])[3]
    decisions = [decide(first, ANN, **BY), decide(first, BO, **BY)]
    assert [one.rejected for one in decisions] == [False, True]
    quotes = [s.quote for s in agreed(found, [ANN, BO], decisions, corrected).statements]
    assert "It rained." not in quotes
    assert "It rained." in [s.quote for s in agreed(found, [ANN, BO], decisions[::-1], corrected).statements]


def test_a_decision_is_a_correction_of_the_store() -> None:
    one = decide(disagreements(units(codings()), [ANN, BO])[1], BO, **BY)
    kept = Correction(one.statement, one.who, one.when, one.why, one.changes, one.rejected)
    assert corrected(codings()[ANN][0], [kept]).points[0].act is Act.ACCEPT  # type: ignore[union-attr]
    assert agreed(
        units(codings()), [ANN, BO], [Decision(**{name: getattr(kept, name) for name in kept.__slots__})], corrected
    )


def test_a_decision_without_reason_or_coder_is_refused() -> None:
    one = disagreements(units(codings()), [ANN, BO])[1]
    with pytest.raises(CallError, match="reason"):
        decide(one, BO, who="cy", when="", why=" ")
    with pytest.raises(CallError, match="name ann, bo"):
        decide(one, "dee", **BY)
    with pytest.raises(CallError, match="nobody"):
        agreed(units(codings()), [ANN, BO], [Decision("nobody", **BY)], corrected)


def test_statements_are_told_apart_by_who_coded_them() -> None:
    mixed = [s for statements in codings().values() for s in statements]
    assert {coder: len(found) for coder, found in by_coder(mixed).items()} == {ANN: 3, BO: 3}


def test_a_third_coder_can_be_taken_with_span_and_all() -> None:
    start = TEXT.index("The owners")
    longer = make_statement(PAPER, start, start + 34, reader="by_hand:dee", points=(Point(Act.REJECT, issue="wage"),))
    three = {**codings(), "dee": [longer]}
    found = units(three)
    assert [len(unit.coded) for unit in found] == [2, 3, 1, 1]
    taken = Decision(longer.id, **BY, rejected=False)
    settled = agreed(found, list(three), [taken], corrected)
    assert longer.quote in [s.quote for s in settled.statements]
