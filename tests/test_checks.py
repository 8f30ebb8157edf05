"""Each rule finds its fault, and finds nothing in sound material."""

from dataclasses import replace

from tests.ledger.builder import DISPUTE, DOCKERS, PORT, claim, expert, material, point, report, says

from accord.checks import check
from accord.errors import Problem, Severity
from accord.statements import make_statement

SOUND = (
    report(2, says(DOCKERS, point("demand", DOCKERS, "pay", "nine")), says(PORT, point("offer", PORT, "pay", "three"))),
)


def codes(*reports: object) -> set[str]:
    documents, statements = material(reports)  # type: ignore[arg-type]
    return {problem.code for problem in check(documents, DISPUTE, statements)}


def found(code: str, *reports: object) -> list[Problem]:
    documents, statements = material(reports)  # type: ignore[arg-type]
    return [problem for problem in check(documents, DISPUTE, statements) if problem.code == code]


def test_sound_material_has_no_errors() -> None:
    documents, statements = material(SOUND)
    assert not [p for p in check(documents, DISPUTE, statements) if p.severity is Severity.ERROR]


def test_a_quote_that_is_not_its_span_is_an_error_that_shows_both() -> None:
    document, (statement, *_) = SOUND[0]
    (problem,) = [
        p
        for p in check([document], DISPUTE, [replace(statement, quote="we never said so")])
        if p.severity is Severity.ERROR
    ]
    assert (problem.code, problem.statements) == ("statement.quote", (statement.id,))
    assert "we never said so" in problem.sentence


def test_a_statement_of_a_document_that_is_gone_is_an_error() -> None:
    _, statements = SOUND[0]
    assert "statement.no_document" in {problem.code for problem in check([], DISPUTE, statements)}


def test_statements_with_no_date_are_counted_by_file() -> None:
    (problem,) = found("statement.undated", report(None, says(DOCKERS, point("demand", DOCKERS, "pay", "nine"))))
    assert problem.sentence.startswith("1 statement of The Tidings None.txt has no date")


def test_names_that_the_codebook_does_not_have_are_listed() -> None:
    lines = [
        says(DOCKERS, point("demand", "pilots", "pay", "nine")),
        says(DOCKERS, point("demand", DOCKERS, "parking", "free")),
        expert(claim("seeks", DOCKERS, "pay", "eleven")),
    ]
    assert {"statement.unknown_party", "statement.unknown_issue", "statement.unknown_option"} <= codes(
        report(3, *lines)
    )


def test_issues_options_and_parties_that_nobody_speaks_of_are_listed() -> None:
    assert {problem.sentence.split("'")[1] for problem in found("issue.untouched", *SOUND)} == {"cranes", "sundays"}
    assert len(found("option.untouched", *SOUND)) == 3  # none, five and seven
    assert [problem.severity for problem in found("party.unheard", *SOUND)] == [Severity.WARNING]


def test_a_party_that_is_only_told_of_is_noted() -> None:
    assert "party.never_speaks" in codes(report(2, says(DOCKERS, point("reject", PORT, "pay", "nine"))))


def test_no_statement_at_all_gives_one_sentence_that_says_what_to_do() -> None:
    document, _ = SOUND[0]
    (problem,) = check([document], DISPUTE, [])
    assert problem.code == "statements.none"
    assert "aliases" in problem.sentence


def test_a_document_without_a_statement_is_noted_where_others_have_some() -> None:
    (problem,) = found("document.no_statement", *SOUND, report(3, source="The Ledger"))
    assert problem.file == "The Ledger 3.txt"


def test_a_reprint_is_warned_of_and_a_report_of_the_same_event_is_not() -> None:
    words = (
        "The guild and the company met again on Tuesday without result and will meet on Friday at the harbour office."
    )
    other = (
        "On Tuesday another round between the company and the guild broke up; a further one has been called for Friday."
    )
    original = replace(SOUND[0][0], id="d1", file="a.txt", text=words)
    reprint = replace(SOUND[0][0], id="d2", file="b.txt", text="From our wires. " + words)
    retold = replace(SOUND[0][0], id="d3", file="c.txt", text=other)
    problems = check([original, reprint, retold], DISPUTE, [make_statement(original, 0, 9)])
    assert [problem.file for problem in problems if problem.code == "documents.alike"] == ["b.txt"]


def test_a_demand_and_its_refusal_are_noted_by_whose_account() -> None:
    (problem,) = found("positions.clash", *SOUND, report(4, says(PORT, point("reject", PORT, "pay", "nine"))))
    assert problem.severity is Severity.NOTE
    assert len(problem.statements) == 2
    assert "by Speaker of port" in problem.sentence


def test_accounts_that_differ_on_one_partys_stand_are_noted() -> None:
    reports = (
        report(
            4,
            says(PORT, point("accept", DOCKERS, "pay", "five")),
            says(DOCKERS, point("reject", DOCKERS, "pay", "five")),
        ),
    )
    assert "positions.dispute" in codes(*reports)


def test_problems_come_in_one_order_whatever_the_order_of_the_material() -> None:
    documents, statements = material([*SOUND, report(None, says(PORT, point("reject", "pilots", "parking", "nine")))])
    assert check(documents, DISPUTE, statements) == check(documents[::-1], DISPUTE, statements[::-1])
