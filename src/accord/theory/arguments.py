"""Checks of arguments: each names the argument, its range and the value that came."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from accord.errors import CallError


def within(name: str, value: float, interval: str) -> float:
    """The value as a float, if it lies in the interval, written as in print: `[0, 1)`, `(0, inf)`.

    >>> within("rate", 0.5, "(0, 1]")
    0.5

    Raises:
        CallError: the value is not a number of the interval.
    """
    low, high, open_low, open_high = _ends(interval)
    try:
        number = float(value)
    except (TypeError, ValueError) as error:
        raise CallError(f"`{name}` is a number in {interval}", f"got {value!r}", "pass a number") from error
    inside = (low < number if open_low else low <= number) and (number < high if open_high else number <= high)
    if not inside:
        raise CallError(f"`{name}` lies in {interval}", f"got {number!r}", "pass a number of that range")
    return number


def all_within(name: str, values: Sequence[float], interval: str) -> tuple[float, ...]:
    """The values as floats, each checked by `within` under its own name (`name[2]`)."""
    return tuple(within(f"{name}[{number}]", value, interval) for number, value in enumerate(values))


def same_length(name: str, values: Sequence[object], other: str, others: Sequence[object]) -> None:
    """Nothing, where both are equally long and not empty.

    Raises:
        CallError: one is empty or they differ in length.
    """
    if not values or len(values) != len(others):
        came = f"got {len(values)} and {len(others)}"
        raise CallError(f"`{name}` and `{other}` have the same length, at least 1", came, "give each an entry")


def index_of(name: str, value: int, count: int) -> int:
    """The value, if it numbers one of `count` things.

    Raises:
        CallError: it does not.
    """
    if not 0 <= value < count:
        raise CallError(f"`{name}` is a number from 0 to {count - 1}", f"got {value!r}", "pass one of these")
    return value


@lru_cache(maxsize=64)
def _ends(interval: str) -> tuple[float, float, bool, bool]:
    low, high = (float(part) for part in interval[1:-1].split(","))
    # An end at infinity is always open: no model has an infinite argument.
    return low, high, interval[0] == "(" or math.isinf(low), interval[-1] == ")" or math.isinf(high)
