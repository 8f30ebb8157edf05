"""The matrix, its flat rows, clashes, disputes and voices."""

from datetime import date

from tests.ledger.builder import DISPUTE, DOCKERS, PORT, booked, claim, expert, material, narrates, point, report, says

from accord.ledger import (
    LEDGER_COLUMNS,
    MATRIX_COLUMNS,
    Basis,
    clashes,
    disputes,
    ledger_rows,
    matrix,
    matrix_rows,
    voices,
)
from accord.statements import Says

TALKS = (
    report(2, says(DOCKERS, point("demand", DOCKERS, "pay", "nine")), says(PORT, point("reject", PORT, "pay", "nine"))),
    report(
        5, says(DOCKERS, point("offer", DOCKERS, "pay", "seven")), expert(point("demand", PORT, "cranes", "remote"))
    ),
)


def test_a_cell_shows_where_the_party_stands_now_and_where_it_stood() -> None:
    cells = {(cell.party, cell.issue): cell for row in matrix(booked(*TALKS), DISPUTE) for cell in row.cells}
    dockers = cells[DOCKERS, "pay"]
    assert (dockers.options, dockers.basis, dockers.on) == (("seven",), Basis.OWN, date(2030, 3, 5))
    assert [position.option for position in dockers.history] == ["nine"]
    assert [position.option for position in cells[PORT, "pay"].refused] == ["nine"]
    assert cells["bureau", "pay"].current == ()


def test_where_a_party_is_silent_the_cell_shows_what_others_tell() -> None:
    cells = {(cell.party, cell.issue): cell for row in matrix(booked(*TALKS), DISPUTE) for cell in row.cells}
    assert (cells[PORT, "cranes"].options, cells[PORT, "cranes"].basis) == (("remote",), Basis.TOLD)


def test_what_others_tell_stands_beside_the_partys_own_word_and_not_over_it() -> None:
    ledger = booked(*TALKS, report(6, says(PORT, point("accept", DOCKERS, "pay", "five"))))
    (cell,) = [
        cell for row in matrix(ledger, DISPUTE) for cell in row.cells if (cell.party, cell.issue) == (DOCKERS, "pay")
    ]
    assert cell.options == ("seven",)
    assert [position.option for position in cell.others] == ["five"]


def test_the_matrix_of_an_earlier_day_knows_nothing_of_what_came_later() -> None:
    rows = matrix_rows(booked(*TALKS), DISPUTE, on=date(2030, 3, 3))
    assert [(row["issue"], row["party"], row["options"], row["refused"]) for row in rows] == [
        ("pay", DOCKERS, "nine", ""),
        ("pay", PORT, "", "nine"),
    ]


def test_flat_rows_have_their_documented_columns() -> None:
    ledger = booked(*TALKS)
    assert all(tuple(row) == MATRIX_COLUMNS for row in matrix_rows(ledger, DISPUTE))
    assert all(tuple(row) == LEDGER_COLUMNS for row in ledger_rows(ledger))
    assert {row["entry"] for row in ledger_rows(ledger)} == {"position", "move"}


def test_an_empty_ledger_has_a_matrix_of_empty_cells_and_no_rows() -> None:
    assert [len(row.cells) for row in matrix(booked(), DISPUTE)] == [3, 3, 3]
    assert matrix_rows(booked(), DISPUTE) == []
    assert ledger_rows(booked()) == []


def test_a_demand_that_the_other_side_refuses_clashes_by_whose_account() -> None:
    (clash,) = clashes(booked(TALKS[0]), DISPUTE)
    assert (clash.issue, clash.option, clash.by, clash.against) == ("pay", "nine", DOCKERS, PORT)
    assert clash.refused[0].according_to == ("Speaker of port",)


def test_a_refusal_by_one_whose_yes_is_not_needed_is_no_clash() -> None:
    ledger = booked(
        report(
            2,
            says(DOCKERS, point("demand", DOCKERS, "pay", "nine")),
            says("bureau", point("reject", "bureau", "pay", "nine")),
        )
    )
    assert clashes(ledger, DISPUTE) == ()


def test_a_demand_that_was_given_up_clashes_no_more() -> None:
    assert clashes(booked(*TALKS), DISPUTE) == ()


def test_two_accounts_of_where_a_party_stands_are_a_dispute() -> None:
    ledger = booked(
        report(2, says(PORT, point("accept", DOCKERS, "pay", "five"))),
        report(3, narrates(point("reject", DOCKERS, "pay", "five"))),
    )
    (dispute,) = disputes(ledger, DISPUTE)
    assert (dispute.party, dispute.option) == (DOCKERS, "five")


def test_a_change_of_mind_is_no_dispute() -> None:
    ledger = booked(
        report(2, says(DOCKERS, point("reject", DOCKERS, "pay", "five"))),
        report(3, narrates(point("accept", DOCKERS, "pay", "five"))),
    )
    assert disputes(ledger, DISPUTE) == ()


def test_voices_tell_who_claims_what_about_whom() -> None:
    documents, statements = material(
        [
            report(
                2, expert(claim("already_wanted", PORT, "sundays", "free")), narrates(claim("may_walk_away", DOCKERS))
            ),
            report(4, expert(claim("already_wanted", PORT, "sundays", "free"))),
        ]
    )
    assert len(documents) == 2
    assert [(edge.voice, edge.about, edge.says, len(edge.statements)) for edge in voices(statements, DISPUTE)] == [
        (None, DOCKERS, Says.MAY_WALK_AWAY, 1),
        ("Ines Okafor", PORT, Says.ALREADY_WANTED, 2),
    ]


def test_a_reporter_speaks_for_nobody_whomever_the_sentence_names() -> None:
    _, statements = material([report(2, narrates(claim("may_walk_away", DOCKERS), parties=(DOCKERS,)))])
    (edge,) = voices(statements, DISPUTE)
    assert (edge.voice, edge.parties) == (None, ())
