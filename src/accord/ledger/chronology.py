"""The order in which things were said, as far as it is known: a month and a day within it have none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
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
    kept: list[Period] = []
    for period in sorted(groups, key=lambda period: (period.last - period.first, period.first)):
        if period.day is not None or not any(period.meets(other) for other in kept):
            kept.append(period)
    return [(period, groups[period]) for period in sorted(kept)]


def latest(said: Sequence[S]) -> list[S]:
    """The stances that none of the others is later than; those of no known time are among them."""
    newest = max((stance.when.first for stance in said if stance.when is not None), default=date.min)
    return [stance for stance in said if stance.when is None or stance.when.last >= newest]


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
