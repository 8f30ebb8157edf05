"""Whether an answer is the expected one: keys and words exactly, numbers within the case's tolerance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

ABSENT = "(absent)"
_LARGEST = 1e308


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Where in the answer it differs, and both values; an absent one reads `(absent)`."""

    key: str
    expected: Any
    got: Any


class Sets(tuple[Any, ...]):
    """An answer whose order does not count: a list of sets of names, or of other things."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Read:
    """An answer that cases word in several ways: `read` turns the expected wording into the answer's own."""

    value: Any
    read: Callable[[Any], Any]


def mismatches(expected: Any, got: Any, tolerance: float, key: str = "") -> list[Mismatch]:
    """Every place where the answer is not the expected one; numbers may differ by `tolerance`."""
    if isinstance(got, Read):
        return mismatches(got.read(expected), got.value, tolerance, key)
    if isinstance(expected, Mapping) and isinstance(got, Mapping):
        found = []
        for name in [*expected, *(name for name in got if name not in expected)]:
            inner = f"{key}.{name}" if key else str(name)
            if name in expected and name in got:
                found += mismatches(expected[name], got[name], tolerance, inner)
            else:
                found.append(Mismatch(inner, expected.get(name, ABSENT), got.get(name, ABSENT)))
        return found
    if isinstance(got, Sets):
        alike = isinstance(expected, list) and _frozen(expected) == _frozen(got)
        return [] if alike else [Mismatch(key, expected, list(got))]
    if isinstance(expected, list) and isinstance(got, list | tuple):
        if len(expected) != len(got):
            return [Mismatch(key, expected, list(got))]
        pairs = enumerate(zip(expected, got, strict=True))
        return [
            fault for place, (one, other) in pairs for fault in mismatches(one, other, tolerance, f"{key}[{place}]")
        ]
    return [] if _same(expected, got, tolerance) else [Mismatch(key, expected, got)]


def _same(expected: Any, got: Any, tolerance: float) -> bool:
    if _is_number(expected) and _is_number(got):
        # Equal infinities are equal, though their difference is no number; a whole number may be too large for one.
        return bool(expected == got or (abs(expected) <= _LARGEST and abs(expected - got) <= tolerance))
    return type(expected) is type(got) and bool(expected == got)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _frozen(family: Any) -> Any:
    """The members in one order, each set of names too."""
    return sorted((_member(one) for one in family), key=repr)


def _member(one: Any) -> Any:
    if not isinstance(one, list | tuple):
        return one
    parts = [_member(part) for part in one]
    return tuple(sorted(parts)) if all(isinstance(part, str) for part in parts) else tuple(parts)
