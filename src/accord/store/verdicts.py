"""A statement as corrections leave it, whoever's statement it is: what coders decide of their own, and tests of all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from accord.statements import Statement, statement_from, statement_record
from accord.store.changing import changed


class Verdict(Protocol):
    """What is asked of a correction: whose it is, why, and what it says."""

    @property
    def who(self) -> str:
        """Who decided."""

    @property
    def why(self) -> str:
        """The reason."""

    @property
    def changes(self) -> Mapping[str, Any]:
        """Field -> new value; `points.0.option` names a part of a point."""

    @property
    def rejected(self) -> bool | None:
        """True takes the statement out, False takes it in again, None leaves it."""


def corrected(statement: Statement, verdicts: Iterable[Verdict]) -> Statement | None:
    """The statement with verdicts applied in order, None where the last word is that it is rejected.

    Raises:
        CallError: one names no field of a statement, or its value does not fit.
    """
    record, rejected = statement_record(statement, statement.span.document), False
    for one in verdicts:
        if one.rejected is not None:
            rejected = one.rejected
        record = changed(record, one.changes, f"corrected by {one.who}: {one.why}")
    outcome = statement_from(record, statement.span.document)
    return None if rejected else outcome
