"""The errors of accord, and the record of a fault in the user's material.

A call that goes wrong raises; a fault in the material is a `Problem` beside the result, and the work goes on.

    AccordError
    ├── CallError           an argument outside its range (also a ValueError)
    ├── MaterialError       input that cannot be read
    │   ├── DocumentError       a document
    │   ├── NegotiationError    a negotiation.yaml, with line and column
    │   └── BargainError        a bargain: unknown option, missing or infinite utility
    ├── EvidenceError       certain evidence that cannot hold together
    ├── SizeError           a computation too large for the method asked for
    ├── StoreError          the project's database
    └── MissingPartError    an optional part that is not installed
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class AccordError(Exception):
    """A call that cannot be carried out: what must hold, what came, what to do."""

    def __init__(self, must: str, came: str, mend: str = "") -> None:
        super().__init__(must, came, mend)
        self.must = must
        self.came = came
        self.mend = mend

    def __str__(self) -> str:
        return "; ".join(part.rstrip(".;") for part in (self.must, self.came, self.mend) if part) + "."


class CallError(AccordError, ValueError):
    """An argument is outside its range: names the argument, the range and the value."""


class MaterialError(AccordError):
    """Input that cannot be read at all."""


class DocumentError(MaterialError):
    """A document that cannot be turned into text."""


class NegotiationError(MaterialError):
    """A negotiation file that does not say what it must, with the place; `problems` are all faults found in it."""

    problems: tuple[Problem, ...] = ()

    def __init__(
        self, must: str, came: str, mend: str = "", *, line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(must, came, mend)
        self.line = line
        self.column = column

    def __str__(self) -> str:
        place = f"line {self.line}, column {self.column}: " if self.line is not None else ""
        return place + super().__str__()


class BargainError(MaterialError, ValueError):
    """A bargain whose numbers or options do not fit together."""


class EvidenceError(AccordError):
    """Certain evidence that cannot hold together; `conflicts` are the minimal sets of evidence ids."""

    def __init__(self, must: str, came: str, mend: str = "", *, conflicts: tuple[tuple[str, ...], ...] = ()) -> None:
        super().__init__(must, came, mend)
        self.conflicts = conflicts


class SizeError(AccordError):
    """A computation too large for the method that was asked for."""


class StoreError(AccordError):
    """A project database that cannot be opened, or that is newer than this program."""


class MissingPartError(AccordError):
    """An optional part that is not installed."""


class Severity(StrEnum):
    """How far a problem reaches: an error loses a result, a warning weakens one, a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in the user's material: one clear sentence, and where it stands.

    `code` names the rule (`document.empty`, `evidence.conflict`); `statements` are the statement ids it speaks of.
    """

    severity: Severity
    code: str
    sentence: str
    file: str | None = None
    line: int | None = None
    column: int | None = None
    statements: tuple[str, ...] = ()


def problem_record(problem: Problem) -> dict[str, Any]:
    """A problem as a JSON object."""
    return {
        "severity": problem.severity.value,
        "code": problem.code,
        "sentence": problem.sentence,
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "statements": list(problem.statements),
    }
