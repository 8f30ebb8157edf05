"""What is told to the month only orders nothing that the month leaves open."""

from datetime import date

from tests.ledger.builder import DISPUTE, DOCKERS, booked, material, point, report, says

from accord.documents.periods import month_of
from accord.ledger import book, matrix, positions_on


def in_month(name: str, **fields: object) -> dict[str, object]:
    return {"reached": {"on": f"{name}: 'in that month' in the attribution"}, **fields}


def test_a_month_and_a_day_within_it_make_no_move() -> None:
    ledger = booked(
        report(14, says(DOCKERS, point("demand", DOCKERS, "pay", "nine"))),
        report(31, says(DOCKERS, point("demand", DOCKERS, "pay", "five"), **in_month("2030-03"))),
    )
    assert ledger.moves == ()


def test_a_month_after_the_day_makes_a_move_of_that_month() -> None:
    ledger = booked(
        report(14, says(DOCKERS, point("demand", DOCKERS, "pay", "nine"))),
        report(None, says(DOCKERS, point("demand", DOCKERS, "pay", "five"), **in_month("2030-04"))),
    )
    (move,) = ledger.moves
    assert (move.start, move.end, move.on, move.during) == ("nine", "five", None, month_of(2030, 4))


def test_what_was_said_this_month_was_said_by_the_day_of_the_report() -> None:
    ledger = booked(
        report(10, says(DOCKERS, point("demand", DOCKERS, "pay", "nine"), **in_month("2030-03"))),
        report(14, says(DOCKERS, point("demand", DOCKERS, "pay", "five"))),
    )
    (move,) = ledger.moves
    assert (move.start, move.end, move.on) == ("nine", "five", date(2030, 3, 14))


def test_a_coarse_position_is_kept_apart_and_keeps_its_month() -> None:
    ledger = booked(
        report(14, says(DOCKERS, point("demand", DOCKERS, "pay", "nine"))),
        report(31, says(DOCKERS, point("demand", DOCKERS, "pay", "nine"), **in_month("2030-03"))),
    )
    assert [(one.on, one.during) for one in ledger.positions] == [
        (None, month_of(2030, 3)),
        (date(2030, 3, 14), None),
    ]


def test_a_coarse_position_holds_from_the_first_day_it_can_have_been_said() -> None:
    ledger = booked(report(31, says(DOCKERS, point("demand", DOCKERS, "pay", "nine"), **in_month("2030-02"))))
    assert positions_on(ledger, date(2030, 1, 31)) == ()
    assert len(positions_on(ledger, date(2030, 2, 1))) == 1
    cell = matrix(ledger, DISPUTE)[0].cells[0]
    assert (cell.on, cell.when) == (None, "2030-02")


def test_what_was_said_this_month_in_a_report_of_its_first_day_is_a_position() -> None:
    ledger = booked(report(1, says(DOCKERS, point("demand", DOCKERS, "pay", "nine"), **in_month("2030-03"))))
    assert [(one.option, one.on, str(one.during)) for one in ledger.positions] == [("nine", None, "2030-03")]


def test_the_order_of_documents_changes_nothing() -> None:
    reports = (
        report(14, says(DOCKERS, point("demand", DOCKERS, "pay", "nine"))),
        report(20, says(DOCKERS, point("demand", DOCKERS, "pay", "seven"), **in_month("2030-03"))),
        report(25, says(DOCKERS, point("demand", DOCKERS, "pay", "five"))),
    )
    assert booked(*reports) == booked(*reversed(reports))


def test_the_deadlines_spoken_of_stay_with_the_position() -> None:
    reached = {"spoken_of": "by 2030-06-15 'by 15 June'; 2030 'this year'"}
    documents, statements = material([report(14, says(DOCKERS, point("demand", DOCKERS, "pay"), reached=reached))])
    (position,) = book(statements, documents, DISPUTE).positions
    assert position.dates == ("2030 'this year'", "by 2030-06-15 'by 15 June'")
