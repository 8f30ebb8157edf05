"""Date expressions: what is one, what it means against a document's date, and how exactly."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.reading.dates import expressions, meant

THURSDAY = date(2026, 3, 19)


def means(text: str, base: date | None = THURSDAY, *, ahead: bool | None = None) -> list[str | None]:
    """What each date in the text means, in its short form."""
    periods = [meant(one, base, ahead=ahead) for one in expressions(text)]
    return [str(period) if period else None for period in periods]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("last Tuesday", "2026-03-17"),
        ("last Thursday", "2026-03-12"),
        ("next Friday", "2026-03-27"),
        ("two weeks ago", "2026-W10"),
        ("three days ago", "2026-03-16"),
        ("two months ago", "2026-01"),
        ("a year ago", "2025"),
        ("earlier this month", "2026-03"),
        ("next month", "2026-04"),
        ("last quarter", "2025-Q4"),
        ("this year", "2026"),
        ("next spring", "2027-spring"),
        ("last winter", "2025-winter"),
        ("summer 2027", "2027-summer"),
        ("the first quarter of 2027", "2027-Q1"),
        ("in 2026", "2026"),
        ("March 2026", "2026-03"),
        ("on Tuesday, March 18, 2025", "2025-03-18"),
        ("18 March 2025", "2025-03-18"),
        ("the 3rd of May 2027", "2027-05-03"),
        ("2026-04-01", "2026-04-01"),
        ("yesterday", "2026-03-18"),
        ("tomorrow", "2026-03-20"),
        ("the week of March 9", "2026-W11"),
        ("in three weeks", "2026-W15"),
    ],
)
def test_a_date_means_its_period_and_no_more_exactly(text: str, expected: str) -> None:
    assert means(text) == [expected]


@pytest.mark.parametrize(
    ("text", "behind", "ahead"),
    [
        ("on Monday", "2026-03-16", "2026-03-23"),
        ("on Thursday", "2026-03-19", "2026-03-19"),
        ("the 14th", "2026-03-14", "2026-04-14"),
        ("15 June", "2025-06-15", "2026-06-15"),
        ("Sept. 3", "2025-09-03", "2026-09-03"),
        ("since October", "2025-10", "2026-10"),
        ("in the autumn", "2025-autumn", "2026-autumn"),
        ("the third quarter", "2025-Q3", "2026-Q3"),
        ("29 February", "2024-02-29", "2028-02-29"),
    ],
)
def test_a_date_without_its_year_lies_where_the_verb_looks(text: str, behind: str, ahead: str) -> None:
    assert means(text, ahead=False) == [behind]
    assert means(text, ahead=True) == [ahead]


def test_a_weekday_is_unknown_where_nobody_can_say_which_way_it_lies() -> None:
    assert means("on Monday") == [None]


@pytest.mark.parametrize("text", ["last Tuesday", "on Monday", "two weeks ago", "15 June", "next spring", "the 14th"])
def test_without_the_document_s_date_a_relative_date_is_unknown(text: str) -> None:
    assert means(text, None) == [None]


def test_without_the_document_s_date_a_full_date_is_known() -> None:
    assert means("by 15 June 2027", None) == ["2027-06-15"]


@pytest.mark.parametrize(
    "text",
    [
        "a 30-day pause",
        "for two weeks",
        "over the last year",
        "it may march in",
        "They march on.",
        "every Monday",
        "some Mondays",
        "raised by 2,000",
        "a two-year deal",
        "the previous Friday",
        "within three years of signing",
        "March 5,000 people",
        "Ms. May said",
    ],
)
def test_durations_and_other_words_are_no_dates(text: str) -> None:
    assert means(text) == []


@pytest.mark.parametrize(
    ("text", "relation"),
    [("by 15 June", "by"), ("since March", "since"), ("before the end of May", "before"), ("until 1 May", "until")],
)
def test_the_word_before_a_date_is_kept(text: str, relation: str) -> None:
    (one,) = expressions(text)
    assert one.relation == relation


def test_a_day_that_no_calendar_has_is_unknown() -> None:
    assert means("Feb 30") == [None]
    assert means("31 June 2026") == [None]


@given(st.text(max_size=200), st.dates())
def test_no_text_and_no_day_makes_it_fail(text: str, base: date) -> None:
    for one in expressions(text):
        assert text[one.start : one.end]
        meant(one, base, ahead=True)


words = st.sampled_from(
    "on by since in last next this the of March May 14 2026 Monday week two ago spring Q3 year's end 30-day may".split()
)


@given(st.lists(words, max_size=14).map(" ".join), st.sampled_from([date.min, THURSDAY, date.max]), st.booleans())
def test_expressions_stand_apart_and_mean_a_period_or_nothing(text: str, base: date, ahead: bool) -> None:
    found = expressions(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    for one in found:
        period = meant(one, base, ahead=ahead)
        assert period is None or period.first <= period.last
