"""Checks of arguments: each names the argument, its range and the value that came."""

from __future__ import annotations

import math
import operator
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from accord.errors import CallError

Member = TypeVar("Member", bound=StrEnum)

# Products of three numbers of this size are still finite; no model is of larger ones.
_LARGEST = 1e100


def within(name: str, value: Any, interval: str) -> float:
    """The value as a float, if it lies in the interval, written as in print: `[0, 1)`, `(0, inf)`.

    Numbers are at most 1e100 in size.

    >>> within("rate", 0.5, "(0, 1]")
    0.5

    Raises:
        CallError: the value is not a number of the interval.
    """
    low, high, open_low, open_high = _ends(interval)
    try:
        # The letters of "0.5" are no number, though Python would read them as one.
        number = math.nan if isinstance(value, str | bytes) else float(value)
    except OverflowError as error:
        raise CallError(f"`{name}` lies in {interval}", f"got {str(value)[:40]}", "scale it") from error
    except (TypeError, ValueError) as error:
        raise CallError(f"`{name}` is a number in {interval}", f"got {_shown(value)}", "pass a number") from error
    inside = (low < number if open_low else low <= number) and (number < high if open_high else number <= high)
    if not inside:
        if isinstance(value, str | bytes):
            raise CallError(f"`{name}` is a number in {interval}", f"got {_shown(value)}", "pass a number")
        raise CallError(f"`{name}` lies in {interval}", f"got {number!r}", "pass a number of that range")
    if abs(number) > _LARGEST:
        raise CallError(f"`{name}` is at most {_LARGEST:g} in size", f"got {number!r}", "scale it")
    return number


def all_within(name: str, values: Any, interval: str) -> tuple[float, ...]:
    """The values as floats, each checked by `within` under its own name (`name[2]`)."""
    return tuple(within(f"{name}[{number}]", value, interval) for number, value in enumerate(entries(name, values)))


def entries(name: str, values: Any) -> Sequence[Any]:
    """The entries of a list, a tuple or an array, but not the letters of a word.

    >>> entries("weights", (1, 2))
    (1, 2)

    Raises:
        CallError: it is no list.
    """
    if isinstance(values, list | tuple):
        return values
    # An array counts, the letters of a word do not, nor what can be read only once or has no order.
    listed = hasattr(values, "__getitem__") and hasattr(values, "__len__")
    if not listed or isinstance(values, str | bytes | Mapping):
        raise CallError(f"`{name}` is a list", f"got {_shown(values)}", "put its entries in a list")
    return list(values)


def pair(name: str, values: Any, interval: str = "(-inf, inf)") -> tuple[float, float]:
    """The two entries as floats.

    Raises:
        CallError: there are not two, or one lies outside the interval.
    """
    given = entries(name, values)
    if len(given) != 2:
        raise CallError(f"`{name}` has two entries", f"got {len(given)}", "give one for each of the two")
    first, second = all_within(name, given, interval)
    return first, second


def table(name: str, values: Any) -> Mapping[Any, Any]:
    """The value, if it is a mapping.

    Raises:
        CallError: it is none.
    """
    if not isinstance(values, Mapping):
        raise CallError(f"`{name}` maps names to values", f"got {_shown(values)}", "pass a dictionary")
    return values


def same_length(name: str, values: Sequence[object], other: str, others: Sequence[object]) -> None:
    """Nothing, where both are equally long and not empty.

    Raises:
        CallError: one is empty or they differ in length.
    """
    count, wanted = len(entries(name, values)), len(entries(other, others))
    if not count or count != wanted:
        came = f"got {count} and {wanted}"
        raise CallError(f"`{name}` and `{other}` have the same length, at least 1", came, "give each an entry")


def whole(name: str, value: Any, least: int, most: float = math.inf) -> int:
    """The value as an int, if it is a whole number from `least` to `most`.

    >>> whole("rounds", 3.0, 1)
    3

    Raises:
        CallError: it is not.
    """
    try:
        if not isinstance(value, str | bytes) and value == int(value) and least <= value <= most:
            return int(value)
    except (TypeError, ValueError, OverflowError, ArithmeticError):
        pass
    must = f"a whole number from {least} to {most:.15g}" if math.isfinite(most) else f"a whole number, {least} or more"
    must = f"{least} or {most}" if most == least + 1 else must
    raise CallError(f"`{name}` is {must}", f"got {_shown(value)}", "pass one of these")


def index_of(name: str, value: Any, count: int) -> int:
    """The value, if it numbers one of `count` things.

    Raises:
        CallError: it does not.
    """
    if isinstance(value, int) and 0 <= value < count:
        return int(value)
    if not isinstance(value, int | float) and hasattr(value, "__index__"):
        return index_of(name, operator.index(value), count)
    raise CallError(f"`{name}` is a number from 0 to {count - 1}", f"got {_shown(value)}", "pass one of these")


def choice(name: str, value: Member | str, family: type[Member]) -> Member:
    """The member of a family of words that the value names.

    Raises:
        CallError: it names none.
    """
    try:
        return family(value)
    except ValueError as error:
        words = ", ".join(f"{member.value!r}" for member in family)
        raise CallError(f"`{name}` is one of {words}", f"got {_shown(value)}", "pass one of these") from error


def function(name: str, value: object) -> None:
    """Nothing, where the value can be called.

    Raises:
        CallError: it can not.
    """
    if not callable(value):
        raise CallError(f"`{name}` is a function", f"got {_shown(value)}", "pass a function of the argument")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:80]}..."


@lru_cache(maxsize=64)
def _ends(interval: str) -> tuple[float, float, bool, bool]:
    low, high = (float(part) for part in interval[1:-1].split(","))
    # An end at infinity is always open: no model has an infinite argument.
    return low, high, interval[0] == "(" or math.isinf(low), interval[-1] == ")" or math.isinf(high)
