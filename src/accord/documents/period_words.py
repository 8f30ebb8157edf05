"""Words for days, periods and stretches of days, nothing said twice."""

from __future__ import annotations

from datetime import date

from accord.documents.periods import Grain, Period

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def month_number(name: str) -> int:
    """The month (1 to 12) that a name, or its first three letters at least, stands for.

    >>> month_number("March"), month_number("sept")
    (3, 9)
    """
    return next(number for number, month in enumerate(MONTHS, 1) if month.lower().startswith(name.lower()[:3]))


def day(on: date | None) -> str:
    """A day in words.

    >>> day(date(2031, 4, 9)), day(None)
    ('9 April 2031', 'no date')
    """
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}" if on else "no date"


_QUARTERS = ("first", "second", "third", "fourth")


def during(period: Period) -> str:
    """A period in words.

    >>> from accord.documents.periods import period_from
    >>> [during(period_from(short)) for short in ("2031-03", "2031", "2031-Q2", "2031-W11", "2031-spring")]
    ['March 2031', '2031', 'second quarter of 2031', 'week of 10 March 2031', 'spring 2031']
    """
    first = period.first
    match period.grain:
        case Grain.DAY:
            return day(first)
        case Grain.WEEK:
            return f"week of {day(first)}"
        case Grain.MONTH:
            return f"{MONTHS[first.month - 1]} {first.year}"
        case Grain.SEASON:
            return f"{str(period).partition('-')[2]} {first.year}"
        case Grain.QUARTER:
            return f"{_QUARTERS[(first.month - 1) // 3]} quarter of {first.year}"
    return str(first.year)


def days(first: date, last: date) -> str:
    """A stretch of days, nothing said twice.

    >>> days(date(2031, 4, 2), date(2031, 4, 10)), days(date(2031, 4, 2), date(2031, 5, 1))
    ('2 to 10 April 2031', '2 April to 1 May 2031')
    """
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    start = f"{first.day} {MONTHS[first.month - 1]}"
    return f"{start} to {day(last)}" if first.year == last.year else f"{day(first)} to {day(last)}"
