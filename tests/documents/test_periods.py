"""A period is as exact as it was told, and orders only what it settles."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.documents.periods import (
    SEASONS,
    Grain,
    Period,
    day_of,
    month_of,
    period_from,
    quarter_of,
    season_of,
    week_of,
    year_of,
)

years = st.integers(1900, 2100)
periods = st.one_of(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(day_of),
    st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(week_of),
    st.builds(month_of, years, st.integers(1, 12)),
    st.builds(quarter_of, years, st.integers(1, 4)),
    st.builds(season_of, years, st.sampled_from(sorted(SEASONS))),
    st.builds(year_of, years),
)


@given(periods)
def test_a_period_reads_back_as_it_was_written(period: Period) -> None:
    assert period_from(str(period)) == period


@given(periods, periods)
def test_two_periods_are_in_order_or_share_a_day(one: Period, other: Period) -> None:
    assert [one.before(other), other.before(one), one.meets(other)].count(True) == 1


def test_a_month_and_a_day_in_it_have_no_order() -> None:
    march, day = month_of(2031, 3), day_of(date(2031, 3, 14))
    assert not march.before(day)
    assert not day.before(march)
    assert march.before(day_of(date(2031, 4, 1)))


@pytest.mark.parametrize(
    ("text", "first", "last", "grain"),
    [
        ("2031-03-14: the words", date(2031, 3, 14), date(2031, 3, 14), Grain.DAY),
        ("2031-W11", date(2031, 3, 10), date(2031, 3, 16), Grain.WEEK),
        ("2032-02", date(2032, 2, 1), date(2032, 2, 29), Grain.MONTH),
        ("2031-Q4", date(2031, 10, 1), date(2031, 12, 31), Grain.QUARTER),
        ("2031-winter", date(2031, 12, 1), date(2032, 2, 29), Grain.SEASON),
        ("2031", date(2031, 1, 1), date(2031, 12, 31), Grain.YEAR),
    ],
)
def test_short_forms_of_dates(text: str, first: date, last: date, grain: Grain) -> None:
    assert period_from(text) == Period(first, last, grain)


@pytest.mark.parametrize("text", ["", "in March", "2031-13", "2031-02-30", "2031-W60", "20310", "2031-03-14th", "0000"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert period_from(text) is None
