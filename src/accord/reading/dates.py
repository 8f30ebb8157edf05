"""Expressions of dates in a text, and the period each means; durations ("30-day", "for two weeks") are none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from accord.documents.period_words import month_number
from accord.documents.periods import Grain, Period, day_of, month_of, quarter_of, season_of, week_of, year_of
from accord.reading.date_words import EDGE, FORMS, LOOKED_BACK, NOT_ONE, RELATION, Form

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_COUNTS = {
    word: number
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
} | {"a": 1, "an": 1, "fifteen": 15, "twenty": 20, "thirty": 30}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_UNITS = {"day": Grain.DAY, "week": Grain.WEEK, "month": Grain.MONTH, "quarter": Grain.QUARTER, "year": Grain.YEAR}


@dataclass(frozen=True, slots=True)
class Expression:
    """A date as it stands in a text: `text[start:end]`, what kind it is and its parts; `relation`: the word before.

    `bare`: a month, season or year by itself, which a name, an auxiliary or a number could be as well.
    """

    start: int
    end: int
    kind: str
    parts: tuple[tuple[str, str], ...]
    relation: str | None = None
    bare: bool = False

    def part(self, name: str) -> str | None:
        """One part of it, in lower case."""
        return dict(self.parts).get(name)


def expressions(text: str) -> tuple[Expression, ...]:
    """Every date expression of a text, in order; of two that overlap the fuller one."""
    found: list[Expression] = []
    lower, taken = text.lower(), bytearray(len(text))
    for form in FORMS:
        if not any(word in lower for word in form.needs):
            continue
        for match in form.pattern.finditer(text):
            one = _expression(form, match, text)
            if one is not None and not any(taken[one.start : one.end]):
                taken[one.start : one.end] = b"\x01" * (one.end - one.start)
                found.append(one)
    return tuple(sorted(found, key=lambda one: one.start))


def _expression(form: Form, match: re.Match[str], text: str) -> Expression | None:
    """The expression with the word before it; None for what is no one date, or bare after no such word."""
    before = text[max(0, match.start() - LOOKED_BACK) : match.start()]
    if NOT_ONE.search(before):
        return None
    related, edge = RELATION.search(before), EDGE.search(before)
    parts = {name: value.lower() for name, value in match.groupdict().items() if value}
    if form.bare and related and related["relation"].lower() in {"on", "over"}:
        related = None
    told = related or (edge if "month" in parts else None)
    if form.bare and told is None and parts.get("part") not in {"early", "mid", "late"}:
        return None
    start = match.start() - (len(before) - told.start() if told else 0)
    relation = related["relation"].lower() if related else None
    return Expression(start, match.end(), form.kind, tuple(parts.items()), relation, form.bare)


def meant(expression: Expression, base: date | None, *, ahead: bool | None) -> Period | None:
    """The period that an expression means in a text of the day `base`; None where that cannot be told.

    `ahead`: whether what is told lies ahead of that day (True), behind it or on it (False), or is not known (None).
    Without `base` only what names its year is known.
    """
    try:
        told = _named(expression)
        return told if told is not None or base is None else _MEANT[expression.kind](expression, base, ahead)
    except (ValueError, OverflowError):
        return None


def _named(expression: Expression) -> Period | None:
    """What an expression means by itself, where it names its year."""
    year = expression.part("year")
    if year is None:
        return None
    number = int(year)
    match expression.kind:
        case "date":
            return day_of(date(number, _month(expression), _day(expression)))
        case "week":
            return week_of(date(number, _month(expression), _day(expression)))
        case "month":
            return month_of(number, _month(expression))
        case "quarter":
            return quarter_of(number, _ordinal(expression))
        case "season":
            return season_of(number, _season(expression))
    return year_of(number)


def _date(expression: Expression, base: date, ahead: bool | None) -> Period | None:
    month, day = _month(expression), _day(expression)
    days = [found for year in range(base.year - 4, base.year + 5) if (found := _valid(year, month, day))]
    chosen = _chosen(tuple(map(day_of, days)), base, ahead)
    return week_of(chosen.first) if chosen and expression.kind == "week" else chosen


def _month_told(expression: Expression, base: date, ahead: bool | None) -> Period | None:
    month, which = _month(expression), expression.part("which")
    towards = {"last": False, "next": True, "coming": True}.get(which or "", ahead)
    if which in {"last", "next", "coming"}:
        others = [month_of(year, month) for year in (base.year - 1, base.year, base.year + 1)]
        return _chosen(tuple(one for one in others if not one.first <= base <= one.last), base, towards)
    if which:
        return month_of(base.year, month)
    return _chosen(tuple(month_of(base.year + step, month) for step in (-1, 0, 1)), base, towards)


def _weekday(expression: Expression, base: date, ahead: bool | None) -> Period | None:
    """The day of the week; "last" is never the day itself, "next" is in the week after."""
    weekday, which = WEEKDAYS.index(expression.part("weekday") or ""), expression.part("which")
    monday = base - timedelta(days=base.weekday())
    back = base - timedelta(days=(base.weekday() - weekday) % 7)
    if which == "last":
        return day_of(back - timedelta(days=7) if back == base else back)
    if which == "next":
        return day_of(monday + timedelta(days=7 + weekday))
    if which == "this":
        return day_of(monday + timedelta(days=weekday))
    if which == "coming" or ahead:
        return day_of(base + timedelta(days=(weekday - base.weekday()) % 7 or (7 if which else 0)))
    return None if ahead is None else day_of(back)


def _unit(expression: Expression, base: date, ahead: bool | None) -> Period:
    return _shifted(expression, base, {"last": -1, "next": 1, "coming": 1}.get(expression.part("which") or "", 0))


def _ago(expression: Expression, base: date, ahead: bool | None) -> Period:
    return _shifted(expression, base, -_count(expression))


def _ahead(expression: Expression, base: date, ahead: bool | None) -> Period:
    return _shifted(expression, base, _count(expression))


def _shifted(expression: Expression, base: date, by: int) -> Period:
    """The unit of the day `base`, shifted by so many units, and no more exact than the unit."""
    match _UNITS[expression.part("unit") or "day"]:
        case Grain.DAY:
            return day_of(base + timedelta(days=by))
        case Grain.WEEK:
            return week_of(base + timedelta(weeks=by))
        case Grain.MONTH:
            return month_of(base.year, base.month + by)
        case Grain.QUARTER:
            return quarter_of(base.year, (base.month + 2) // 3 + by)
    return year_of(base.year + by)


def _near(expression: Expression, base: date, ahead: bool | None) -> Period:
    shift = {"tomorrow": 1, "yesterday": -1, "last night": -1}.get(expression.part("near") or "", 0)
    return day_of(base + timedelta(days=shift))


def _day_only(expression: Expression, base: date, ahead: bool | None) -> Period | None:
    day = _day(expression)
    months = [month_of(base.year, base.month + step) for step in (-1, 0, 1)]
    days = [found for one in months if (found := _valid(one.first.year, one.first.month, day))]
    return _chosen(tuple(map(day_of, days)), base, ahead)


def _weekend(expression: Expression, base: date, ahead: bool | None) -> Period | None:
    """Saturday and Sunday, told as their week."""
    which = expression.part("which")
    if which in {"last", "next", "coming"}:
        return week_of(base + timedelta(weeks=0 if which == "coming" else 1 if which == "next" else -1))
    if which == "this" or ahead or base.weekday() >= WEEKDAYS.index("saturday"):
        return week_of(base)
    return None if ahead is None else week_of(base - timedelta(weeks=1))


def _season_told(expression: Expression, base: date, ahead: bool | None) -> Period | None:
    season, which = _season(expression), expression.part("which")
    others = tuple(season_of(base.year + step, season) for step in (-2, -1, 0, 1))
    within = next((one for one in others if one.first <= base <= one.last), None)
    if which in {"last", "next", "coming"}:
        return _chosen(tuple(one for one in others if one != within), base, which != "last")
    if within is not None:
        return within
    return season_of(base.year, season) if which else _chosen(others, base, ahead)


def _quarter(expression: Expression, base: date, ahead: bool | None) -> Period | None:
    quarters = tuple(quarter_of(base.year + step, _ordinal(expression)) for step in (-1, 0, 1))
    return None if ahead is None else _chosen(quarters, base, ahead)


_MEANT = {
    "date": _date, "week": _date, "month": _month_told, "weekday": _weekday, "unit": _unit, "ago": _ago,
    "ahead": _ahead, "near": _near, "dayonly": _day_only, "weekend": _weekend, "season": _season_told,
    "quarter": _quarter,
}  # fmt: skip


def _chosen(periods: tuple[Period, ...], base: date, ahead: bool | None) -> Period | None:
    """The next that has not ended, the last that has begun, or, where it is not known which way, the one nearest."""
    if ahead:
        return min((one for one in periods if one.last >= base), default=None)
    if ahead is False:
        return max((one for one in periods if one.first <= base), default=None)
    return min(periods, key=lambda one: _distance(one, base), default=None)


def _distance(period: Period, base: date) -> int:
    return max((period.first - base).days, (base - period.last).days, 0)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(expression: Expression) -> int:
    number, name = expression.part("monthnumber"), expression.part("month") or ""
    return int(number) if number else month_number(name)


def _day(expression: Expression) -> int:
    return int(expression.part("day") or 0)


def _ordinal(expression: Expression) -> int:
    told = expression.part("ordinal") or ""
    return _ORDINALS[told] if told in _ORDINALS else int(told)


def _season(expression: Expression) -> str:
    told = expression.part("season") or ""
    return "autumn" if told == "fall" else told


def _count(expression: Expression) -> int:
    told = expression.part("count") or ""
    return int(told) if told.isdigit() else _COUNTS[told]
