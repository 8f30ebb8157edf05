"""What was known by a day, and who says what: the evidence cut down to a time or to one side's voices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from accord.documents import Document
from accord.errors import Problem, Severity
from accord.evidence.piece import Piece
from accord.statements import Statement


def known_days(statements: Sequence[Statement], documents: Sequence[Document]) -> Mapping[str, date]:
    """The day each statement was known to have been said: its own, else its document's; the earlier of the two.

    A report cannot be of a later day than the words in it, so a day after the document's is that of what is spoken of
    and not of the speaking. Statements of no known day are left out.
    """
    printed = {document.id: document.date for document in documents}
    days: dict[str, date] = {}
    for statement in statements:
        told = [day for day in (statement.on, printed.get(statement.span.document)) if day is not None]
        if told:
            days[statement.id] = min(told)
    return days


def known_by(
    statements: Sequence[Statement], documents: Sequence[Document], as_of: date
) -> tuple[tuple[Statement, ...], tuple[Problem, ...]]:
    """The statements made by the end of a day, and a note on those of no known day.

    Nobody can say of a statement without a day that it was known by then: it is left out of every day's evidence, and
    the note says how many were.
    """
    days = known_days(statements, documents)
    kept = tuple(statement for statement in statements if statement.id in days and days[statement.id] <= as_of)
    undated = tuple(sorted(statement.id for statement in statements if statement.id not in days))
    if not undated:
        return kept, ()
    count = f"{len(undated)} statement{'s have' if len(undated) > 1 else ' has'}"
    sentence = (
        f"{count} no known day and cannot be placed before or after {as_of.isoformat()}: left out here; give their "
        "documents a date under `documents`."
    )
    return kept, (Problem(Severity.NOTE, "evidence.undated", sentence, statements=undated),)


def speakers_of(evidence: Sequence[Piece]) -> tuple[str, ...]:
    """The parties for whom somebody speaks in the evidence, or to whom a voice is tied; by id."""
    return tuple(sorted({party for piece in evidence for party in piece.sides}))


def believing(evidence: Sequence[Piece], parties: Sequence[str]) -> tuple[Piece, ...]:
    """The claims by those who speak for these parties or are tied to them, and what the analyst assumes.

    A voice that speaks for others too, as in a joint statement, is theirs as well.
    """
    chosen = set(parties)
    return tuple(piece for piece in evidence if piece.assumption or chosen & set(piece.sides))
