"""What a plain text says of itself in its first lines: title, date and source."""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

from accord.documents.period_words import month_number

_HEAD = 6  # lines that may carry a headline, a byline, a date
_LONGEST_HEADLINE = 200
_LONGEST_DATE_LINE = 100
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATES = (
    re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})(?!\d)", re.ASCII),
    re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+{_MONTH},?\s+(?P<year>\d{{4}})(?!\d)", re.IGNORECASE),
)
_SOURCE = re.compile(r"(?:source|published by|publisher)\s*:\s*(?P<source>\S.{0,80})", re.IGNORECASE)
# PORT SELBY, March 11, 2031 (Coast Wire) - ; date and agency may each be missing.
_DATELINE = re.compile(
    r"[A-Z][A-Z .,'’-]{2,40}(?:,? (?P<on>[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?|\d{1,2} [A-Z][a-z]{2,8} \d{4}))?"
    r"(?: \((?P<source>[^()]{2,40})\))?(?: ?[-–—]|(?<=\d{4})[.:])\s"
)


class Heading(NamedTuple):
    """What a document says of itself; None where it does not."""

    title: str | None = None
    date: datetime.date | None = None
    source: str | None = None


def heading(text: str) -> Heading:
    """Title, date and source from the first lines of a plain text."""
    lines = [line.strip() for line in text[:4000].splitlines() if line.strip()][:_HEAD]
    if not lines:
        return Heading()
    first = lines[0]
    title = first if len(first) <= _LONGEST_HEADLINE and _only_a_date(first) is None else None
    short = [line for line in lines if len(line) <= _LONGEST_DATE_LINE]
    placed = [match.group("on") or "" for line in lines if (match := _DATELINE.match(line))]
    dates = [day for line in [*short, *placed] if (day := first_date(line)) is not None]
    return Heading(title, dates[0] if dates else None, _source(lines))


def first_date(line: str) -> datetime.date | None:
    """The first full date in the line, written with digits and hyphens or with the month's name."""
    found = [match for pattern in _DATES for match in pattern.finditer(line)]
    days = [day for match in sorted(found, key=re.Match.start) if (day := _day(match)) is not None]
    return days[0] if days else None


def _day(match: re.Match[str]) -> datetime.date | None:
    parts = match.groupdict()
    number = parts.get("number")
    month = int(number) if number else month_number(parts["month"])
    try:
        return datetime.date(int(parts["year"]), month, int(parts["day"]))
    except ValueError:
        return None


def _only_a_date(line: str) -> datetime.date | None:
    """The date, where the line says nothing else."""
    rest = line
    for pattern in _DATES:
        rest = pattern.sub("", rest)
    return first_date(line) if len(rest.strip(" ,.;:")) <= len("Wednesday") else None


def _source(lines: list[str]) -> str | None:
    for line in lines:
        match = _SOURCE.fullmatch(line) or _DATELINE.match(line)
        if match and match.group("source"):
            return match.group("source").strip()
    return None
