"""Leaving a statement out by weights, against a run that never heard it."""

import numpy as np
import pytest
from tests.findings.scene import Says, Told, document_of, found, statements_of, strike, told

from accord.evidence import pieces, weigh
from accord.findings import findings
from accord.findings.weighing import effect, ranked, turned
from accord.ledger import book
from accord.statements import Act


def sentences() -> list[Told]:
    return [
        told("The firm had long wanted the panel.", "F", says=Says.ALREADY_WANTED, issue="panel", option="yes"),
        told("The firm prefers the panel.", "F", says=Says.PREFERS, issue="panel", option="yes", over="no",
             speakers=("Bo Day",)),
        told("The firm refuses the panel.", "F", Act.REJECT, says=Says.REFUSES, issue="panel", option="yes",
             speakers=("Ann Lee",), parties=("W",)),
        told("The union can wait.", "W", says=Says.LESS_HURRIED_THAN, other="F"),
    ]  # fmt: skip


def test_leaving_out_by_weights_is_what_a_run_without_it_gives() -> None:
    id = "concessions:real:party=F:issue=panel:option=yes"
    whole = found(strike(), sentences(), members=2000)
    effects = {one.statement: one for one in whole[id].influence}
    document = document_of(sentences())
    for number, statement in enumerate(statements_of(document, sentences())[:3]):
        kept = [one for place, one in enumerate(sentences()) if place != number]
        other = found(strike(), kept, members=2000, seed=1)
        if id not in other:
            continue
        with_it, without, error = whole[id].share, other[id].share, other[id].error
        assert with_it is not None
        assert without is not None
        assert error is not None
        # The effect is from "true" to "not said"; from "said" to "not said" it is the smaller by what a lie would
        # leave.
        said = with_it - without
        one = effects[statement.id]
        assert np.sign(one.effect) == np.sign(said) or abs(said) < 3 * (error + one.error)
        assert abs(one.effect) >= abs(said) - 4 * (error + one.error)


def test_effects_say_which_share_would_be_without_it() -> None:
    document = document_of(sentences())
    statements = statements_of(document, sentences())
    negotiation = strike()
    evidence, _ = pieces(statements, book(statements, (document,), negotiation), negotiation)
    weighed = weigh(evidence, negotiation, members=3000, seed=3)
    number = next(n for n, piece in enumerate(weighed.pieces) if piece.claim.says is Says.PREFERS)
    rest = [piece for piece in evidence if piece.id != weighed.pieces[number].id]
    other = weigh(rest, negotiation, members=3000, seed=4)
    row, column = weighed.ensemble.frame.party_index["F"], weighed.ensemble.frame.column("panel", "yes")

    def likes(values: np.ndarray) -> np.ndarray:
        return (values[:, row, column] > values[:, row, column - 1]).astype(np.float64)

    told_by_weights = effect(weighed, likes(weighed.ensemble.values), turned(weighed, [number]))
    assert told_by_weights is not None
    expected, error = other.share(likes(other.ensemble.values))
    assert told_by_weights.without == pytest.approx(expected, abs=4 * (error + told_by_weights.error))
    assert told_by_weights.with_it == 1.0


def test_evidence_that_no_member_lacks_is_left_out_by_a_run_of_its_own() -> None:
    # Eight houses say the same, so hardly a model is left in which they are wrong.
    many = [
        told(f"House {n} says it can wait.", "W", says=Says.LESS_HURRIED_THAN, other="F", speakers=(f"Voice {n}",))
        for n in range(8)
    ]
    document, negotiation = document_of(many), strike()
    statements = statements_of(document, many)
    ledger = book(statements, (document,), negotiation)
    evidence, _ = pieces(statements, ledger, negotiation)
    weighed = weigh(evidence, negotiation, members=300, seed=0)

    def told_of(reruns: int) -> int:
        made = findings(weighed, ledger, statements, (document,), negotiation, reruns=reruns)
        return next(len(one.influence) for one in made if one.mechanism == "patience")

    assert told_of(0) == 0
    assert told_of(2) == 2


def test_the_strongest_effect_stands_first_and_ties_go_by_id() -> None:
    assert ranked({"b": 0.1, "a": -0.1, "c": 0.3}) == ("c", "a", "b")
