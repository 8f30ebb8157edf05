"""The parts of which every scenario file makes a bargain: issues with their options, and a profile for each party."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from math import inf, isfinite, prod

import numpy as np

from accord.bargain import Bargain, Frame, Issue, Party, check_bargain
from accord.errors import BargainError, Problem, Severity

MOST_FILES = 400
MOST_OPTIONS = 200_000
MOST_TERMS = 20_000
LEVELS = 10

Terms = tuple[tuple[int, int], ...]
"""Options that stand together: (number of the issue, number of the option)."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An issue as a file lists it; `numbers` are its options as numbers, None where they are words."""

    name: str
    options: tuple[str, ...]
    numbers: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """What one party makes of the options.

    `values`: for each issue a number for each option. `together`: what options of several issues add. `reservation`:
    None where any agreement is better than none. `discount`: by which factor time shrinks it; 1.0 is none.
    """

    name: str
    values: tuple[tuple[float, ...], ...]
    reservation: float | None = None
    discount: float = 1.0
    together: Mapping[Terms, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Scenario:
    """A bargain from another program's files, with what they hold beside it.

    `discounts`: party -> the factor by which its utility shrinks over the time allowed, where it is not 1. `notes`:
    what was read otherwise than written, or not at all.
    """

    bargain: Bargain
    title: str = ""
    discounts: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[Problem, ...] = ()


def note(code: str, sentence: str, file: str | None = None) -> Problem:
    """Something that a reader of the scenario should know."""
    return Problem(Severity.NOTE, f"scenario.{code}", sentence, file)


def listed(name: str, options: Iterable[object], where: str) -> Listed:
    """An issue of these options; those that repeat are left out.

    Raises:
        BargainError: it has no option, or too many.
    """
    found: dict[str, float | None] = {}
    for option in options:
        found.setdefault(option_name(option), _as_number(option))
        if len(found) > MOST_OPTIONS:
            raise BargainError(f"{where}: An issue must have at most {MOST_OPTIONS:,} options", f"{name!r} has more")
    if not found:
        raise BargainError(f"{where}: An issue must have at least one option", f"{name!r} has none")
    numbers = [one for one in found.values() if one is not None]
    return Listed(name, tuple(found), tuple(numbers) if len(numbers) == len(found) else None)


def whole_numbers(name: str, low: float, high: float, where: str) -> Listed:
    """An issue whose options are the whole numbers from `low` to `high`."""
    if not (isfinite(low) and isfinite(high)) or high < low or high - low >= MOST_OPTIONS:
        raise BargainError(
            f"{where}: Whole numbers must run from a lower to a higher one, at most {MOST_OPTIONS:,} of them",
            f"{name!r} runs from {low:g} to {high:g}",
        )
    return listed(name, range(int(low), int(high) + 1), where)


def cut(name: str, low: float, high: float, levels: int, where: str) -> Listed:
    """An issue of any number between two, cut into so many levels at equal distance."""
    if not (isfinite(low) and isfinite(high)) or high < low or not 1 <= levels <= MOST_OPTIONS:
        raise BargainError(f"{where}: A range must run from a lower to a higher number", f"{name!r}: {low:g}, {high:g}")
    return listed(name, np.linspace(low, high, levels).tolist(), where)


def option_name(option: object) -> str:
    """An option as text: numbers without a tail of noise."""
    return f"{option:.12g}" if isinstance(option, float) else str(option)


def values_of(issue: Listed, value: Callable[[float], float], where: str) -> tuple[float, ...]:
    """What a function of numbers makes of each option.

    Raises:
        BargainError: the options are words, or the function has no finite value there.
    """
    if issue.numbers is None:
        raise BargainError(f"{where}: A function of numbers needs numbers for options", f"{issue.name!r} has words")
    try:
        found = tuple(float(value(one)) for one in issue.numbers)
    except (ValueError, OverflowError, ZeroDivisionError, TypeError) as error:
        raise BargainError(f"{where}: A value function must have a value at every option", str(error)) from error
    if not all(map(isfinite, found)):
        raise BargainError(f"{where}: A value must be finite", f"{issue.name!r} has one that is not")
    return found


def spread(ranges: Mapping[int, Sequence[int]], utility: float, profile: Profile) -> Profile:
    """The profile with `utility` added wherever every issue of `ranges` has one of these options.

    Raises:
        BargainError: that is more combinations than an interaction can be told by.
    """
    if not ranges:
        return constant(profile, utility)
    if len(ranges) == 1:
        ((issue, options),) = ranges.items()
        row = [one + (utility if k in set(options) else 0.0) for k, one in enumerate(profile.values[issue])]
        return replace(profile, values=(*profile.values[:issue], tuple(row), *profile.values[issue + 1 :]))
    if prod(map(len, ranges.values())) + len(profile.together) > MOST_TERMS:
        raise BargainError(
            f"What options add together must be told by at most {MOST_TERMS:,} combinations", f"{profile.name} has more"
        )
    together = dict(profile.together)
    for options in product(*ranges.values()):
        terms = tuple(sorted(zip(ranges, options, strict=True)))
        together[terms] = together.get(terms, 0.0) + utility
    return replace(profile, together=together)


def constant(profile: Profile, utility: float) -> Profile:
    """The profile with the same number added to every package."""
    first = tuple(one + utility for one in profile.values[0])
    return replace(profile, values=(first, *profile.values[1:]))


def scenario(title: str, issues: Sequence[Listed], profiles: Sequence[Profile], notes: Sequence[Problem]) -> Scenario:
    """The bargain of these issues and profiles, its parties in their order.

    Raises:
        BargainError: there is no party or issue, or they do not fit together.
    """
    if not profiles:
        raise BargainError("A scenario must have a file for each party", f"{title!r} has none", "add the profiles")
    names = _distinct(profile.name for profile in profiles)
    ids = _distinct(issue.name for issue in issues)
    combinations = sorted({terms for profile in profiles for terms in profile.together})
    together = tuple(tuple((ids[i], issues[i].options[k]) for i, k in terms) for terms in combinations)
    frame = Frame(
        tuple(Party(name) for name in names),
        tuple(
            Issue(name, issue.options, ordered=_in_order(issue.numbers))
            for name, issue in zip(ids, issues, strict=True)
        ),
        interactions=together,
    )
    values = np.array([[one for row in profile.values for one in row] for profile in profiles], np.float64)
    extra = np.array([[profile.together.get(terms, 0.0) for terms in combinations] for profile in profiles])
    told = list(notes)
    reservations = []
    for name, profile, row in zip(names, profiles, extra.reshape(len(profiles), -1), strict=True):
        if profile.reservation is None:
            told.append(note("no_reservation", f"{name} has no reservation: it takes any agreement for good enough."))
        least = sum(map(min, profile.values)) + float(np.minimum(row, 0.0).sum())
        reservations.append(least if profile.reservation is None else profile.reservation)
    bargain = Bargain(
        frame,
        values,
        np.array(reservations, np.float64),
        np.zeros(values.shape, np.bool_),
        extra.reshape(len(profiles), len(combinations)) if combinations else np.zeros((0, 0)),
    )
    check_bargain(bargain)
    discounts = {name: one.discount for name, one in zip(names, profiles, strict=True) if one.discount != 1.0}
    if discounts:
        told.append(
            note(
                "discount",
                f"Time shrinks the utilities of {', '.join(discounts)}; packages are compared as if signed at once.",
            )
        )
    return Scenario(bargain, title, discounts, tuple(told))


def not_held(bargain: Bargain, *, interactions: bool) -> tuple[str, ...]:
    """What scenario files of other programs cannot hold, in sentences; `interactions`: whether they hold those."""
    frame = bargain.frame
    parts = (
        ("red lines", bool(bargain.red_lines.any())),
        ("exclusions and requirements", bool(frame.exclusions or frame.requirements)),
        ("preconditions", bool(frame.preconditions)),
        ("interactions", bool(frame.interactions) and not interactions),
        ("tracks and whose yes an issue needs", bool(frame.tracks) or any(one.consent for one in frame.issues)),
        ("what holds with no deal (only its utility)", any(one.counterfactual is not None for one in frame.issues)),
    )
    return tuple(f"The format has no place for {what}: left out." for what, there in parts if there)


def file_name(text: str) -> str:
    """A name as the stem of a file that every system takes."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "_" for c in text)[:60] or "party"


def _in_order(numbers: tuple[float, ...] | None) -> bool:
    return numbers is not None and numbers in {tuple(sorted(numbers)), tuple(sorted(numbers, reverse=True))}


def _distinct(names: Iterable[str]) -> list[str]:
    """The names, with a number behind those that stand there already and one for those that are empty."""
    found: list[str] = []
    for place, name in enumerate(names, start=1):
        plain = name.strip() or str(place)
        candidate, count = plain, 1
        while candidate in found:
            count += 1
            candidate = f"{plain} ({count})"
        found.append(candidate)
    return found


def _as_number(option: object) -> float | None:
    if isinstance(option, bool) or not isinstance(option, int | float | str):
        return None
    try:
        number = float(option)
    except (ValueError, OverflowError):
        number = inf
    return number if isfinite(number) else None
