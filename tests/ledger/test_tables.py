"""Sections of the ledger: typed rows with their quotations, narrowed by party, issue and days."""

from datetime import date

import pytest
from tests.ledger.builder import DISPUTE, DOCKERS, PORT, claim, expert, material, point, report, says

from accord.ledger.tables import COLUMNS, Booked, narrowed, section

REPORTS = (
    report(3, says(DOCKERS, point("demand", DOCKERS, "pay", "nine"), speakers=("Kern",))),
    report(9, says(DOCKERS, point("offer", DOCKERS, "pay", "seven"))),
    report(9, says(PORT, point("reject", PORT, "sundays", "free")), source="Quay Post"),
    report(None, expert(claim("already_wanted", DOCKERS, "pay", "seven"))),
    report(
        12,
        says(PORT, point("demand", PORT, "cranes", "remote"), reached={"on": "2030-02: 'last month'"}),
        source="Wire",
    ),
)
DOCUMENTS, STATEMENTS = material(REPORTS)
BOOKED = Booked(tuple(STATEMENTS), tuple(DOCUMENTS), DISPUTE)


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_every_value_has_the_type_of_its_column(name: str) -> None:
    table = section(BOOKED, name)
    assert list(table.columns) == list(COLUMNS[name])
    for row in table.rows:
        assert list(row) == list(table.columns)
        assert all(value is None or isinstance(value, table.columns[column]) for column, value in row.items())


def test_a_move_has_its_class_and_its_words() -> None:
    (row,) = section(BOOKED, "moves").rows
    assert (row["from"], row["to"], row["class"]) == ("nine", "seven", "concession, said to cost nothing")
    assert len(row["quotes"]) == len(row["statements"]) == 2
    assert all(statement.quote in row["quotes"] for statement in STATEMENTS if statement.id in row["statements"])


def test_positions_say_which_are_over() -> None:
    rows = {(row["issue"], row["option"]): row["holds"] for row in section(BOOKED, "positions").rows}
    assert rows == {
        ("pay", "nine"): False,
        ("pay", "seven"): True,
        ("sundays", "free"): True,
        ("cranes", "remote"): True,
    }


def test_a_month_is_told_as_one_and_as_its_days() -> None:
    row = next(row for row in section(BOOKED, "positions").rows if row["issue"] == "cranes")
    assert (row["on"], row["earliest"], row["latest"]) == ("2030-02", date(2030, 2, 1), date(2030, 2, 28))


def test_rows_are_narrowed_by_party_issue_and_days() -> None:
    table = section(BOOKED, "positions")
    ours, _ = narrowed(table, party=PORT)
    assert {row["issue"] for row in ours.rows} == {"sundays", "cranes"}
    late, undated = narrowed(table, first=date(2030, 3, 9))
    assert {row["option"] for row in late.rows} == {"seven", "free"}
    assert undated == 0
    early, _ = narrowed(table, last=date(2030, 2, 14))
    assert {row["option"] for row in early.rows} == {"remote"}


def test_as_known_on_a_day_nothing_later_is_told() -> None:
    later = report(20, says(DOCKERS, point("demand", DOCKERS, "pay", "nine")))
    documents, statements = material((*REPORTS, later))
    booked = Booked(tuple(statements), tuple(documents), DISPUTE, date(2030, 3, 3))
    rows = {row["issue"]: row for row in section(booked, "matrix").rows}
    assert (rows["pay"]["on"], rows["pay"]["latest"]) == ("2030-03-03", date(2030, 3, 3))
    assert rows["pay"]["statements"] == (statements[0].id,)
    assert section(booked, "moves").rows == ()


def test_what_has_no_known_day_is_counted_where_days_are_asked_for() -> None:
    table = section(BOOKED, "voices")
    kept, undated = narrowed(table, first=date(2030, 3, 1))
    assert (len(table.rows), len(kept.rows), undated) == (1, 0, 1)


def test_a_voice_is_found_by_whom_it_speaks_of() -> None:
    assert len(narrowed(section(BOOKED, "voices"), party=DOCKERS)[0].rows) == 1
    assert narrowed(section(BOOKED, "voices"), party=PORT)[0].rows == ()
