"""Passages: statements as attribution or narration finds them, before their points are coded."""

from __future__ import annotations

from dataclasses import dataclass

from accord.statements import Statement


@dataclass(frozen=True, slots=True)
class Passage:
    """A statement without points, and where its parts stand in the document.

    `content`: the words said, in order, without attribution, outer quotation marks or a leading "that"; offsets of the document.
    `cue_span`: the word or words that attribute. `sentences`: numbers into `Parsed.sentences`. `headline`: it stands in a title.
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


def overlaps(first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether two runs of characters share one."""
    return first[0] < second[1] and second[0] < first[1]
