"""Three dates are kept apart: the document's, the day it was said, the days spoken of."""

from datetime import date

import pytest

from accord.documents import Document, document_id
from accord.negotiation import Negotiation
from accord.reading import by_rule
from accord.statements import Statement

TALKS = Negotiation.model_validate(
    {
        "parties": [
            {"id": "union", "name": "Dock Union", "aliases": ["the union"], "speakers": [{"name": "Ada Kern"}]},
            {"id": "port", "name": "Port Authority", "aliases": ["the port"]},
        ],
        "tracks": [{"id": "talks", "parties": ["union", "port"]}],
        "issues": [
            {
                "id": "pay",
                "track": "talks",
                "options": ["none", "three", "six"],
                "cues": {"issue": ["pay", "wage"], "three": ["3 percent"], "six": ["6 percent"]},
            }
        ],
    }
)
THURSDAY = date(2030, 5, 9)


def one(text: str, day: date | None = THURSDAY) -> Statement:
    """The only statement of a text reported on that day."""
    document = Document(document_id(text), "a.txt", "", None, day, text, "text/plain")
    (statement,), _ = by_rule.read(document, TALKS)
    return statement


def test_the_day_said_and_the_day_spoken_of_are_two() -> None:
    statement = one("Ada Kern said on Tuesday that the union would strike over pay by 15 June.")
    assert statement.on == date(2030, 5, 7)
    assert statement.reached["spoken_of"] == "by 2030-06-15 'by 15 June'"


@pytest.mark.parametrize(
    ("when", "period"),
    [("Last month", "2030-04"), ("In March", "2030-03"), ("Earlier this year", "2030"), ("Two weeks ago", "2030-W17")],
)
def test_a_coarse_day_of_saying_stays_coarse(when: str, period: str) -> None:
    statement = one(f"{when}, Ada Kern said the union wanted a 6 percent pay rise.")
    assert statement.on is None
    assert statement.reached["on"].startswith(f"{period}: ")


def test_without_a_document_s_date_what_is_relative_stays_unknown() -> None:
    statement = one("Ada Kern said on Tuesday that the union would strike over pay by 15 June.", None)
    assert statement.on is None
    assert "on" not in statement.reached
    assert "spoken_of" not in statement.reached


def test_words_quoted_directly_count_from_the_day_they_were_said() -> None:
    statement = one('"We will meet on pay tomorrow," Ada Kern said on Monday.')
    assert statement.on == date(2030, 5, 6)
    assert statement.reached["spoken_of"] == "2030-05-07 'tomorrow'"


def test_a_deed_that_the_reporter_tells_has_its_own_day() -> None:
    statement = one("On Monday, the union agreed to 3 percent on pay.")
    assert statement.on == date(2030, 5, 6)
    assert "spoken_of" not in statement.reached


def test_a_deed_of_a_month_has_no_day() -> None:
    statement = one("In March, the port rejected a 6 percent pay rise.")
    assert statement.on is None
    assert statement.reached["on"].startswith("2030-03: ")


def test_a_weekday_ahead_is_told_by_the_verb() -> None:
    assert one("The port said talks on pay would resume on Friday.").reached["spoken_of"] == "2030-05-10 'on Friday'"


def test_a_year_of_office_is_no_day_of_saying() -> None:
    statement = one("Ada Kern, who took office in 2019, said the union wanted a 6 percent pay rise.")
    assert statement.on is None
    assert "on" not in statement.reached


def test_a_duration_and_an_auxiliary_are_no_dates() -> None:
    statement = one("Ada Kern said the union may march for a 6 percent pay rise after a 30-day pause.")
    assert "spoken_of" not in statement.reached


def test_a_date_at_the_end_of_what_was_said_is_no_day_of_saying() -> None:
    statement = one("The union rejected 3 percent on Tuesday and again on Thursday, Ada Kern said.")
    assert statement.on is None


def test_a_time_limit_told_in_the_past_is_the_nearest_and_no_past_day() -> None:
    statement = one("The port said it had until the 14th to answer on pay.")
    assert statement.reached["spoken_of"] == "until 2030-05-14 'until the 14th'"
