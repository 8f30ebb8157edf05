"""The order in which things were said, as far as it is known: a month and a day within it have none."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import Protocol, TypeVar

from accord.documents import Document
from accord.documents.periods import Period, day_of, period_from
from accord.statements import Statement


class Said(Protocol):
    """Something that was said at some time."""

    @property
    def when(self) -> Period | None:
        """The day or longer period; None where nothing is known."""


S = TypeVar("S", bound=Said)


def said_on(statement: Statement, document: Document | None) -> date | None:
    """The day a statement was made: its own, else its document's; None where only a longer period is told, or none."""
    if statement.on is not None or said_during(statement, document) is not None:
        return statement.on
    return document.date if document else None


def said_during(statement: Statement, document: Document | None) -> Period | None:
    """The week, month, season, quarter or year in which a statement was made; None where a day is known, or nothing.

    Nothing is said after the report of it, so the period ends with the document's date.
    """
    told = period_from(statement.reached.get("on", "")) if statement.on is None else None
    if told is None or document is None or document.date is None or document.date >= told.last:
        return told
    return Period(told.first, max(document.date, told.first), told.grain)


def steps(said: Iterable[S]) -> list[tuple[Period, list[S]]]:
    """Stances by the day or period they were made in, in an order that is certain.

    A longer period that shares a day with one told more exactly has no place in the order: its stances are left out.
    """
    groups: dict[Period, list[S]] = defaultdict(list)
    for stance in said:
        if stance.when is not None:
            groups[stance.when].append(stance)
    kept: list[Period] = []  # by their first days; no two share a day, but for a day told in two ways
    for period in sorted(groups, key=lambda period: (period.last - period.first, period.first)):
        place = bisect_right(kept, period.last, key=_first)
        if period.day is not None or not place or kept[place - 1].last < period.first:
            kept.insert(place, period)
    return [(period, groups[period]) for period in sorted(kept)]


def _first(period: Period) -> date:
    return period.first


def latest(said: Sequence[S]) -> list[S]:
    """The stances that none of the others is later than; those of no known time are among them."""
    newest = max((stance.when.first for stance in said if stance.when is not None), default=date.min)
    return [stance for stance in said if stance.when is None or stance.when.last >= newest]


class Sayings:
    """Which options were the latest named at any time, of stances that each name one.

    It answers what `latest` would of those said by a day, without going through all of them again.
    """

    def __init__(self, said: Iterable[tuple[str, Period | None]]) -> None:
        times: dict[str, list[Period]] = defaultdict(list)
        undated = set()
        for option, when in said:
            if when is None:
                undated.add(option)
            else:
                times[option].append(when)
        self.undated = frozenset(undated)
        self._begun = {option: _running([(when.first, when.last) for when in times[option]]) for option in times}
        self._over = {option: _running([(when.last, when.first) for when in times[option]]) for option in times}

    def by(self, day: Period | None) -> set[str]:
        """The latest options of what may have been said by then; those of no known time are among them."""
        found = {
            option: (begun[place - 1], last[place - 1])
            for option, (begun, last) in self._begun.items()
            if (place := len(begun) if day is None else bisect_right(begun, day.last))
        }
        newest = max((first for first, _ in found.values()), default=date.min)
        return {*self.undated, *(option for option, (_, last) in found.items() if last >= newest)}

    def before(self, day: Period | None, *, but: str | None) -> set[str]:
        """The latest options, without the one, of what has a known time, certainly before then."""
        found = {
            option: (first[place - 1], over[place - 1])
            for option, (over, first) in self._over.items()
            if option != but and (place := len(over) if day is None else bisect_left(over, day.first))
        }
        newest = max((first for first, _ in found.values()), default=date.min)
        return {option for option, (_, last) in found.items() if last >= newest}


def _running(days: list[tuple[date, date]]) -> tuple[list[date], list[date]]:
    """The first day of each pair in order, and the highest second day so far."""
    days.sort()
    return [first for first, _ in days], list(accumulate((second for _, second in days), max))


def earliest(said: Iterable[tuple[str | None, Period | None]]) -> Mapping[str | None, date]:
    """The first day on which each option may have been named; the first of all days where one has no known time."""
    days: dict[str | None, date] = {}
    for option, when in said:
        first = date.min if when is None else when.first
        days[option] = min(days.get(option, first), first)
    return days


def may_precede(stance: Said, when: Period | None) -> bool:
    """Whether the stance may have been made by then."""
    return stance.when is None or when is None or stance.when.first <= when.last


def may_follow(stance: Said, when: Period | None) -> bool:
    """Whether the stance may have been made then or later."""
    return stance.when is None or when is None or stance.when.last >= when.first


@lru_cache(maxsize=100_000)
def period(on: date | None, during: Period | None) -> Period | None:
    """One period for a day or a longer period."""
    return day_of(on) if on is not None else during
