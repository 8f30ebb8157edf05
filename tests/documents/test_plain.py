"""Title, date and source from the first lines of a plain text."""

import datetime

import pytest

from accord.documents.plain import heading


@pytest.mark.parametrize(
    "line",
    [
        "2031-03-11",
        "March 11, 2031",
        "11 March 2031",
        "Tuesday, March 11th, 2031",
        "By Ada Quist, Mar. 11, 2031",
        "Published 11 Mar 2031, updated 12 March 2031",
    ],
)
def test_a_date_in_the_first_lines_is_the_documents(line: str) -> None:
    said = heading(f"Dockers reject offer\n{line}\n\nThe port said no.")
    assert said.title == "Dockers reject offer"
    assert said.date == datetime.date(2031, 3, 11)


@pytest.mark.parametrize(
    "line",
    [
        "11/03/2031",
        "March 2031",
        "2031-13-40",
        "February 30, 2031",
        "30 days",
        "Talks in May",
        "x" * 200 + " 2031-03-11",
    ],
)
def test_what_is_no_full_date_or_stands_in_running_text_is_none(line: str) -> None:
    assert heading(f"Dockers reject offer\n{line}\n").date is None


def test_a_first_line_that_is_a_date_or_a_paragraph_is_no_title() -> None:
    assert heading("11 March 2031\nThe port said no.").title is None
    assert heading("The port said no. " * 20).title is None
    assert heading("").title is None


def test_a_source_is_named_by_a_line_or_a_dateline() -> None:
    assert heading("Head\nSource: Harbour Post\n").source == "Harbour Post"
    assert heading("Head\n\nPORT SELBY (Coast Wire) - The port said no.").source == "Coast Wire"
    assert heading("Head\n\nThe port (which is old) - and large - said no.").source is None


def test_a_dateline_tells_the_day_where_it_names_the_year() -> None:
    said = heading("Head\n\nPORT SELBY, March 11, 2031 (Coast Wire) — " + "The port said no, as it had before. " * 4)
    assert (said.date, said.source) == (datetime.date(2031, 3, 11), "Coast Wire")
    assert heading("Head\n\nPORT SELBY, March 11, 2031 — " + "It said no. " * 9).date == datetime.date(2031, 3, 11)
    assert heading("Head\n\nPORT SELBY, 11 March 2031. " + "It said no. " * 9).date == datetime.date(2031, 3, 11)
    assert heading("Head\n\nPORT SELBY, March 11 (Coast Wire) — " + "It said no. " * 9).date is None
