"""Passages: statements as attribution or narration finds them, before their points are coded."""

from __future__ import annotations

from dataclasses import dataclass, replace

from accord.documents import Document, Span
from accord.statements import Statement, statement_id


@dataclass(frozen=True, slots=True)
class Passage:
    """A statement without points, and where its parts stand in the document.

    `content`: the words said, in order, without attribution, outer marks or a leading "that"; document offsets.
    `cue_span`: the words that attribute. `sentences`: numbers into `Parsed.sentences`. `headline`: it is a title.
    `holders`: ids of the parties to whom the reporter ascribes the thought (tier belief).
    """

    statement: Statement
    content: tuple[tuple[int, int], ...]
    cue_span: tuple[int, int] | None = None
    sentences: tuple[int, ...] = ()
    headline: bool = False
    holders: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        """Where the passage's span starts."""
        return self.statement.span.start

    @property
    def end(self) -> int:
        """Where the passage's span ends."""
        return self.statement.span.end


def at(statement: Statement, document: Document, start: int, end: int) -> Statement:
    """The statement at another place of its document, all else the same."""
    span, quote = Span(document.id, start, end), document.text[start:end]
    return replace(statement, id=statement_id(span, quote), span=span, quote=quote)
