"""What statements and the matrix look like in a terminal."""

from datetime import date

import pytest

from accord.cli import printing, showing
from accord.documents import Document, document_id
from accord.errors import Problem, Severity
from accord.ledger import book, matrix
from accord.negotiation import load_negotiation
from accord.statements import Act, Claim, Point, Says, Statement, make_statement, statement_record

NEGOTIATION, _ = load_negotiation(
    """
parties: [{id: union, name: the union}, {id: port, name: the port}]
tracks: [{id: talks, parties: [union, port]}]
issues: [{id: pay, name: the pay rise, track: talks, options: [none, three_percent, six_percent]}]
"""
)
TEXT = "The union asked for six percent. Later it would take three. The port refuses six."
DOCUMENT = Document(document_id(TEXT), "a.txt", "A", "Example Wire", date(2031, 3, 11), TEXT, "text/plain")


def said(start: int, end: int, on: int, act: Act, claim: Claim) -> Statement:
    point = Point(act, about=claim.party, issue="pay", option=claim.option, claim=claim)
    return make_statement(
        DOCUMENT, start, end, speakers=(claim.party,), parties=(claim.party,), on=date(2031, 3, on), points=(point,)
    )


STATEMENTS = (
    said(0, 32, 11, Act.DEMAND, Claim(Says.SEEKS, "union", "pay", "six_percent")),
    said(33, 59, 12, Act.CONCESSION, Claim(Says.WOULD_ACCEPT, "union", "pay", "three_percent")),
    said(60, 81, 12, Act.REJECT, Claim(Says.REFUSES, "port", "pay", "six_percent")),
)
LEDGER = book(STATEMENTS, (DOCUMENT,), NEGOTIATION)


def test_the_matrix_shows_a_stand_and_a_refusal_with_a_cross(capsys: pytest.CaptureFixture[str]) -> None:
    showing.print_matrix(matrix(LEDGER, NEGOTIATION), NEGOTIATION)
    shown = " ".join(capsys.readouterr().out.split())
    assert "three percent" in shown
    assert "✗ six percent" in shown
    assert "the pay rise" in shown


def test_a_statement_is_shown_with_its_words_and_what_was_coded(capsys: pytest.CaptureFixture[str]) -> None:
    showing.print_statements([statement_record(STATEMENTS[2], "a.txt")])
    shown = capsys.readouterr().out
    assert STATEMENTS[2].id in shown
    assert "The port refuses six." in shown
    assert "reject of port, pay: six_percent (claim: refuses)" in shown


def test_control_characters_of_a_document_never_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    printing.print_rows(("quote",), [{"quote": "red \x1b[31malert\x07"}])
    printing.print_problems([Problem(Severity.NOTE, "x", "a \x1b]0;title\x07 b")])
    printed = capsys.readouterr()
    assert "\x1b" not in printed.out + printed.err
    assert "\x07" not in printed.out + printed.err


def test_errors_are_told_before_notes_and_decide_the_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    notes = [Problem(Severity.NOTE, "n", f"note {number}") for number in range(30)]
    code = printing.print_problems([*notes, Problem(Severity.ERROR, "e", "the error")])
    lines = capsys.readouterr().err.splitlines()
    assert code == 1
    assert lines[0] == "error: the error"
    assert "19 more" in lines[-1]


def test_a_problem_that_names_its_file_is_told_without_it_before(capsys: pytest.CaptureFixture[str]) -> None:
    named = Problem(Severity.NOTE, "a", "Nothing was found in b.txt.", file="b.txt")
    unnamed = Problem(Severity.NOTE, "b", "Nothing was found.", file="c.txt")
    placed = Problem(Severity.NOTE, "c", "d.yaml has no such key.", file="d.yaml", line=3)
    printing.print_problems([named, unnamed, placed])
    assert capsys.readouterr().err.splitlines() == [
        "note: Nothing was found in b.txt.",
        "note: c.txt: Nothing was found.",
        "note: d.yaml:3: d.yaml has no such key.",
    ]
