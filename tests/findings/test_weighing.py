"""Leaving a statement out by weights, against a run that never heard it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from tests.findings.scene import Says, Told, document_of, statements_of, strike, told

from accord.evidence import Piece, pieces, weigh
from accord.findings import Finding, Runs, findings
from accord.findings.weighing import effect, ranked, turned
from accord.ledger import book
from accord.statements import Act, Term


def sentences() -> list[Told]:
    return [
        told("The firm had long wanted the panel.", "F", says=Says.ALREADY_WANTED, issue="panel", option="yes"),
        told("The firm prefers the panel.", "F", says=Says.PREFERS, issue="panel", option="yes", over="no",
             speakers=("Bo Day",)),
        told("The firm refuses the panel.", "F", Act.REJECT, says=Says.REFUSES, issue="panel", option="yes",
             speakers=("Ann Lee",), parties=("W",)),
        told("The union can wait.", "W", says=Says.LESS_HURRIED_THAN, other="F"),
    ]  # fmt: skip


def negotiated() -> list[Told]:
    """Something told for each of the questions whose influence a reader must be able to trust."""
    return [
        told("The firm took the panel.", "F", Act.ACCEPT, issue="panel", option="yes"),
        told("The firm had long wanted the panel.", "F", says=Says.ALREADY_WANTED, issue="panel", option="yes"),
        told("The firm doubts the panel.", "F", says=Says.PREFERS, issue="panel", option="no", over="yes",
             speakers=("Bo Day",)),
        told("The union refuses the panel.", "W", Act.REJECT, says=Says.REFUSES, issue="panel", option="yes",
             speakers=("Ann Lee",)),
        told("The union will never take forced overtime.", "W", says=Says.RED_LINE, issue="overtime", option="forced",
             speakers=("Ann Lee",)),
        told("The union can wait.", "W", says=Says.LESS_HURRIED_THAN, other="F"),
        told("It is the firm that can wait.", "F", says=Says.LESS_HURRIED_THAN, other="W", speakers=("Bo Day",)),
        told("First the panel.", "W", says=Says.BEFORE, first=Term("panel"), then=Term("overtime")),
        told("First overtime.", "F", says=Says.BEFORE, first=Term("overtime"), then=Term("panel")),
    ]  # fmt: skip


FAMILIES = (
    "packages:deal:track=pensions",
    "red_lines:blocked",
    "concessions:real:party=F:issue=panel:option=yes",
    "linkage:gain:party=W",
    "patience:split:party=W:other=F",
)
REVERSE = "patience:split:party=F:other=W"


def test_influence_is_what_runs_with_the_statement_certain_and_without_it_differ_by() -> None:
    document, negotiation = document_of(negotiated()), strike()
    statements = statements_of(document, negotiated())
    ledger = book(statements, (document,), negotiation)
    evidence, _ = pieces(statements, ledger, negotiation)

    def run(used: Sequence[Piece], seed: int, reruns: int = 0) -> dict[str, Finding]:
        weighed = weigh(used, negotiation, members=400, seed=seed)
        return {
            one.id: one
            for one in findings(weighed, ledger, statements, (document,), negotiation, runs=Runs(reruns, sides=False))
        }

    def share(made: dict[str, Finding], id: str) -> float:
        """Of a finding that falls silent where nothing else is told, what it is with no evidence."""
        if id not in made:
            return 1 - share(made, REVERSE)
        found = made[id].share if made[id].share is not None else whole[id].prior
        assert found is not None
        return found

    whole = run(evidence, 0, reruns=1)
    assert whole["sequence:deadlock:event=overtime>panel"].influence
    tops = {id: whole[id].influence[0] for id in FAMILIES}
    for statement in sorted({one.statement for one in tops.values()}):
        sure = [replace(one, reliability=1.0) if statement in one.statements else one for one in evidence]
        on, off = run(sure, 1), run([one for one in evidence if statement not in one.statements], 2)
        for id in (id for id, one in tops.items() if one.statement == statement):
            one = tops[id]
            assert one.error > 0
            assert one.effect == pytest.approx(share(on, id) - share(off, id), abs=4 * np.hypot(one.error, 0.02)), id


def test_effects_say_which_share_would_be_without_it() -> None:
    document = document_of(sentences())
    statements = statements_of(document, sentences())
    negotiation = strike()
    evidence, _ = pieces(statements, book(statements, (document,), negotiation), negotiation)
    weighed = weigh(evidence, negotiation, members=1500, seed=3)
    number = next(n for n, piece in enumerate(weighed.pieces) if piece.claim.says is Says.PREFERS)
    rest = [piece for piece in evidence if piece.id != weighed.pieces[number].id]
    other = weigh(rest, negotiation, members=1500, seed=4)
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
        made = findings(weighed, ledger, statements, (document,), negotiation, runs=Runs(reruns, sides=False))
        return next(len(one.influence) for one in made if one.mechanism == "patience")

    assert told_of(0) == 0
    assert told_of(2) == 2


def test_the_strongest_effect_stands_first_and_ties_go_by_id() -> None:
    assert ranked({"b": 0.1, "a": -0.1, "c": 0.3}) == ("c", "a", "b")
