"""Periods: a day, week, month, season, quarter or year, as exactly as it is told and no more exactly."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SEASONS = {"winter": 12, "spring": 3, "summer": 6, "autumn": 9}
"""First month of each season, as the northern weather services have it; a winter is called by the year it starts in."""

_WRITTEN = re.compile(
    r"(?P<year>\d{4})(?:-(?:W(?P<week>\d\d)|Q(?P<quarter>[1-4])|(?P<season>winter|spring|summer|autumn)"
    r"|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?(?![\w-])"
)


class Grain(StrEnum):
    """How exactly a period is told."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Something was on one of the days `first` to `last`; which one is not told unless they are the same."""

    first: date
    last: date
    grain: Grain

    def __str__(self) -> str:
        """The period in the short form of ISO 8601: 2031-03-14, 2031-W11, 2031-03, 2031-Q1, 2031; 2031-spring."""
        year, month = self.first.year, self.first.month
        match self.grain:
            case Grain.DAY:
                return self.first.isoformat()
            case Grain.WEEK:
                return "{:04}-W{:02}".format(*self.first.isocalendar())
            case Grain.MONTH:
                return f"{year:04}-{month:02}"
            case Grain.SEASON:
                return f"{year:04}-{next(name for name, first in SEASONS.items() if first == month)}"
            case Grain.QUARTER:
                return f"{year:04}-Q{(month + 2) // 3}"
        return f"{year:04}"

    @property
    def day(self) -> date | None:
        """The day, where it is told to the day."""
        return self.first if self.first == self.last else None

    def before(self, other: Period) -> bool:
        """Whether every day of it is before every day of the other; a month is not before a day within it."""
        return self.last < other.first

    def meets(self, other: Period) -> bool:
        """Whether the two share a day, so that nobody can say which was first."""
        return self.first <= other.last and other.first <= self.last


def day_of(on: date) -> Period:
    """The period of one day."""
    return Period(on, on, Grain.DAY)


def week_of(on: date) -> Period:
    """The week, Monday to Sunday, in which a day lies."""
    monday = on - timedelta(days=on.weekday())
    return Period(monday, monday + timedelta(days=6), Grain.WEEK)


def month_of(year: int, month: int) -> Period:
    """A month; one beyond December or before January counts on into the next or last year."""
    return _months(year, month, 1, Grain.MONTH)


def quarter_of(year: int, quarter: int) -> Period:
    """A quarter of a year, 1 to 4; beyond these as for months."""
    return _months(year, 3 * quarter - 2, 3, Grain.QUARTER)


def season_of(year: int, season: str) -> Period:
    """A season, by the year it starts in."""
    return _months(year, SEASONS[season], 3, Grain.SEASON)


def year_of(year: int) -> Period:
    """A calendar year."""
    return _months(year, 1, 12, Grain.YEAR)


def period_from(text: str) -> Period | None:
    """The period that a text starts with, in the form that `str` of a period gives; None without one."""
    match = _WRITTEN.match(text)
    if match is None:
        return None
    parts = match.groupdict()
    year = int(parts["year"])
    try:
        if parts["week"]:
            return week_of(date.fromisocalendar(year, int(parts["week"]), 1))
        if parts["day"]:
            return day_of(date(year, int(parts["month"]), int(parts["day"])))
        if parts["month"]:
            return month_of(year, date(year, int(parts["month"]), 1).month)
        if parts["quarter"]:
            return quarter_of(year, int(parts["quarter"]))
        return season_of(year, parts["season"]) if parts["season"] else year_of(year)
    except (ValueError, OverflowError):
        return None


def _months(year: int, month: int, count: int, grain: Grain) -> Period:
    index = year * 12 + month - 1
    first = date(index // 12, index % 12 + 1, 1)
    after = index + count
    if after // 12 > date.max.year:
        return Period(first, date.max, grain)
    return Period(first, date(after // 12, after % 12 + 1, 1) - timedelta(days=1), grain)
