"""Conditions before conditions, and deadlocks."""

import pytest
from tests.findings.scene import Act, Says, Told, found, strike, told

from accord.findings import Status
from accord.findings.sequence import chance
from accord.negotiation import Precondition
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
    assert "Party F wants overtime before panel" in finding.sentence


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


def test_the_negotiation_files_own_conditions_are_no_evidence() -> None:
    filed = (
        Precondition(party="F", before="overtime", after="panel"),
        Precondition(party="W", before="panel", after="overtime"),
    )
    made = found(strike().model_copy(update={"preconditions": filed}), [], members=60)
    (finding,) = [one for one in made.values() if one.mechanism == "sequence"]
    assert finding.status is Status.SILENT
    assert "overtime and panel" in finding.sentence


def test_voices_add_up_and_cancel_out() -> None:
    assert chance([]) == 0.5
    assert chance([(False, 0.8, ()), (True, 0.8, ())]) == pytest.approx(0.5)
    assert chance([(False, 0.8, ()), (False, 0.8, ())]) == pytest.approx(0.81 / 0.82)
