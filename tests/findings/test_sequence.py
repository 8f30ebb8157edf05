"""Conditions before conditions, and deadlocks."""

import pytest
from tests.findings.scene import Act, Says, Told, found, strike, told

from accord.findings import Status
from accord.findings.sequence import chance
from accord.negotiation import Assumption, Negotiation, Precondition, TermEntry
from accord.statements import Term


def wish(party: str, first: str, then: str, **fields: object) -> Told:
    return told(
        f"First {first}, then {then}.", party, Act.PRECONDITION,
        says=Says.BEFORE, first=Term(first), then=Term(then), **fields,
    )  # fmt: skip


def questions(*sentences: Told) -> dict[str, str]:
    made = found(strike(), sentences, members=60)
    return {one.id: one.status for one in made.values() if one.mechanism == "sequence"}


def test_two_orders_that_contradict_each_other_deadlock() -> None:
    made = found(strike(), [wish("F", "overtime", "panel"), wish("W", "panel", "overtime")], members=60)
    finding = made["sequence:deadlock:event=overtime>panel"]
    # Two voices of reliability 0.8, each right in 0.9; as likely as not without them.
    assert finding.share == pytest.approx(0.81)
    assert finding.prior == pytest.approx(0.25)
    assert {round(one.effect, 6) for one in finding.influence} == {0.45}
    assert "Party F wants overtime settled before panel (by the account of" in finding.sentence


def test_taking_one_demand_away_ends_the_deadlock() -> None:
    made = found(strike(), [wish("F", "overtime", "panel")], members=60)
    assert [id for id in made if "deadlock" in id] == ["sequence:deadlock"]
    assert "do not deadlock" in made["sequence:deadlock"].sentence


def test_conditions_before_conditions_are_a_chain() -> None:
    found_ids = questions(wish("W", "panel", "overtime"), wish("F", "overtime", "raise"))
    assert found_ids["sequence:chain:event=panel>overtime>raise"] == Status.FACT


def test_a_denied_order_is_told_and_deadlocks_nothing() -> None:
    found_ids = questions(wish("F", "overtime", "panel"), wish("W", "panel", "overtime", negated=True))
    assert [id for id in found_ids if "deadlock" in id] == ["sequence:deadlock"]
    assert "sequence:before:party=W:issue=panel:over_issue=overtime" in found_ids


def filed(*, reason: str | None = None, drafted: bool = False) -> Negotiation:
    """A negotiation whose file holds two conditions that wait for each other."""
    conditions = (
        Precondition(party="F", before="overtime", after="panel", reason=reason),
        Precondition(party="W", before="panel", after="overtime", drafted=drafted),
    )
    return strike().model_copy(update={"preconditions": conditions})


DEADLOCK = "sequence:deadlock:event=overtime>panel"


def test_conditions_of_the_negotiation_file_alone_are_told_as_its_own_and_are_no_evidence() -> None:
    made = found(filed(), [], members=60)
    assert made["sequence:deadlock"].status is Status.SILENT
    assert made[DEADLOCK].status is Status.FACT
    assert made[DEADLOCK].evidence == ()
    assert made[DEADLOCK].sentence.count("by the negotiation file") == 2


def test_a_voice_that_says_what_the_file_holds_is_evidence_beside_it() -> None:
    made = found(filed(reason="heard in March", drafted=True), [wish("F", "overtime", "panel")], members=60)
    finding = made[DEADLOCK]
    assert finding.status is Status.SHARE
    # The file is right in 0.95, with a voice right in 0.9 beside it in 0.9942.
    both = 0.95 * 0.9 / (0.95 * 0.9 + 0.05 * 0.1)
    assert finding.share == pytest.approx(both * 0.95)
    (one,) = finding.influence
    assert one.effect == pytest.approx((1 - 0.95) * 0.95)
    assert any("heard in March" in sentence for sentence in finding.assumptions)
    assert any("Drafted" in sentence for sentence in finding.assumptions)


def test_a_voice_that_denies_what_the_file_holds_speaks_against_the_deadlock() -> None:
    finding = found(filed(), [wish("F", "overtime", "panel", negated=True)], members=60)[DEADLOCK]
    assert finding.share is not None
    assert finding.share < 0.95 * 0.95
    assert finding.influence[0].effect < -0.5


def test_what_the_analyst_assumes_of_an_order_is_named_with_its_reason() -> None:
    first, then = TermEntry(issue="panel"), TermEntry(issue="overtime")
    assumed = Assumption(party="W", says=Says.BEFORE, first=first, then=then, reason="their habit")
    negotiation = strike().model_copy(update={"assumptions": (assumed,)})
    finding = found(negotiation, [wish("F", "overtime", "panel")], members=60)[DEADLOCK]
    assert "as the analyst assumes" in finding.sentence
    assert any("their habit" in sentence for sentence in finding.assumptions)


def test_voices_add_up_and_cancel_out() -> None:
    assert chance([]) == 0.5
    assert chance([(False, 0.8, ()), (True, 0.8, ())]) == pytest.approx(0.5)
    assert chance([(False, 0.8, ()), (False, 0.8, ())]) == pytest.approx(0.81 / 0.82)
