"""What the store keeps beside documents and statements: corrections and readings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from accord.errors import CallError
from accord.statements import Statement, statement_from, statement_record

FIXED = frozenset({"id", "span", "quote", "reader"})
"""Fields of a statement that no correction may change: another span is another statement."""


MACHINES = ("by_rule", "by_model")
"""Readers of which the last to read a document takes the place of those before."""

AGREED = "by_hand:agreed"
"""The reader of codings that people agreed on."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One pass of one reader over one document.

    `fingerprint`: of reader, version and codebook; the same again adds nothing.
    """

    document: str
    reader: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A decision on one statement: who, when, why.

    `changes`: field -> new value. `rejected`: True takes the statement out, False takes it in again, None leaves it.
    """

    statement: str
    who: str
    when: str
    why: str
    changes: Mapping[str, Any]
    rejected: bool | None = None


def corrected(statement: Statement, corrections: Iterable[Correction]) -> Statement | None:
    """The statement with its corrections applied in order, None where the last word is that it is rejected.

    A field `points.0.option` names a part of a point.

    Raises:
        CallError: a correction names no field of a statement, or its value does not fit.
    """
    record, rejected = statement_record(statement, statement.span.document), False
    for correction in corrections:
        if correction.rejected is not None:
            rejected = correction.rejected
        for name, value in correction.changes.items():
            _set(record, name, value)
            record["reached"] = {**record["reached"], name: f"corrected by {correction.who}: {correction.why}"}
    outcome = statement_from(record, statement.span.document)
    return None if rejected else outcome


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
        if not last.isdigit() or int(last) >= len(target):
            raise wrong
        target[int(last)] = value
    elif isinstance(target, dict) and (last in target or path[-1:] == ["claim"]):
        target[last] = value
    else:
        raise wrong


def _step(target: Any, part: str, wrong: CallError) -> Any:
    if isinstance(target, list) and part.isdigit() and int(part) < len(target):
        return target[int(part)]
    if isinstance(target, dict) and part in target:
        return target[part]
    raise wrong
