"""Changes of a statement's record by dotted names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accord.errors import CallError

FIXED = frozenset({"id", "span", "quote", "reader", "reached"})
"""Fields of a statement that no correction sets: a span is moved, and how a field was reached follows."""


def changed(record: Mapping[str, Any], changes: Mapping[str, Any], told: str) -> dict[str, Any]:
    """The record with these changes, each field's way told in `reached`.

    Raises:
        CallError: a name leads to no field of a statement.
    """
    copy: dict[str, Any] = _copied(record)
    for name, value in changes.items():
        _set(copy, name, value)
        copy["reached"][name] = told
    return copy


def field_of(name: str) -> str:
    """The field of a statement that a dotted name leads into."""
    return name.partition(".")[0]


def differences(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """The fields that differ, as they were and as they are; `reached` is left out."""
    names = [name for name in (after or before or {}) if name != "reached"]
    if before is None or after is None:
        whole = {name: (after or before or {})[name] for name in names}
        return (None, whole) if before is None else (whole, None)
    unlike = [name for name in names if before.get(name) != after.get(name)]
    return {name: before.get(name) for name in unlike}, {name: after.get(name) for name in unlike}


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copied(part) for key, part in value.items()}
    return [_copied(part) for part in value] if isinstance(value, list | tuple) else value


def _set(record: dict[str, Any], name: str, value: Any) -> None:
    """Sets the field that a dotted name leads to."""
    *path, last = name.split(".")
    fields = ", ".join(key for key in record if key not in FIXED)
    wrong = CallError(
        f"A correction names a field of a statement ({fields}; points.0.option for a point's)",
        f"got {name!r}",
        "name one of them",
    )
    target: Any = record
    if (path or [last])[0] in FIXED:
        raise wrong
    for part in path:
        target = _step(target, part, wrong)
    if isinstance(target, list):
        if not (last.isdecimal() and int(last) < len(target)):
            raise wrong
        target[int(last)] = _copied(value)
    elif isinstance(target, dict) and (last in target or path[-1:] == ["claim"]):
        target[last] = _copied(value)
    else:
        raise wrong


def _step(target: Any, part: str, wrong: CallError) -> Any:
    if isinstance(target, list) and part.isdecimal() and int(part) < len(target):
        return target[int(part)]
    if isinstance(target, dict) and part in target:
        return target[part]
    raise wrong
