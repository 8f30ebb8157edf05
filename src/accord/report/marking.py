"""Marks over a text: spans that may overlap, cut into tokens that nest, with every character kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_GAP = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `start` to `end` (exclusive) of a text, marked as `id`."""

    start: int
    end: int
    id: str


@dataclass(frozen=True, slots=True)
class Token:
    """One step of a marked text: `kind` is text, open or close.

    A mark that crosses another or a paragraph's end is cut into pieces: `whole` is True where the mark itself begins
    (open) or ends (close), not only a piece. `depth`: how many marks were open before this one.
    """

    kind: str
    text: str = ""
    id: str = ""
    whole: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text between blank lines, as tokens; `begins`: ids of the marks that begin in it, in order."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    begins: tuple[str, ...]


def paragraphs(text: str) -> tuple[tuple[int, int], ...]:
    r"""Start and end of every paragraph; what lies between them is white space.

    >>> paragraphs("One.\n\nTwo\nlines.\n")
    ((0, 4), (6, 16))
    """
    found, start = [], 0
    for gap in _GAP.finditer(text):
        found.append((start, gap.start()))
        start = gap.end()
    found.append((start, len(text)))
    stripped = ((a, b - (len(text[a:b]) - len(text[a:b].rstrip()))) for a, b in found)
    return tuple((a, b) for a, b in stripped if b > a)


def marked(text: str, marks: Iterable[Mark]) -> tuple[Paragraph, ...]:
    """The paragraphs of a text with its marks; a mark between two paragraphs shows in both."""
    order = sorted(marks, key=_order)
    cut, first = [], 0
    for start, end in paragraphs(text):
        while first < len(order) and order[first].end <= start:
            first += 1
        here = [mark for mark in _until(order, first, end) if mark.end > start]
        tokens = tuple(_tokens(text, start, end, here))
        begins = tuple(token.id for token in tokens if token.kind == "open" and token.whole)
        cut.append(Paragraph(start, end, tokens, begins))
    return tuple(cut)


def _order(mark: Mark) -> tuple[int, int, str]:
    """Outer marks first: by start, the longer one before the shorter."""
    return (mark.start, -mark.end, mark.id)


def _until(order: Sequence[Mark], first: int, end: int) -> Iterable[Mark]:
    for mark in order[first:]:
        if mark.start >= end:
            return
        yield mark


def _tokens(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterable[Token]:
    waiting = list(reversed(marks))
    stack: list[Mark] = []
    at = start
    while at < end:
        cut = _closing(stack, at)
        yield from (Token("close", id=mark.id, whole=mark.end == at) for mark in reversed(stack[cut:]))
        again = [mark for mark in stack[cut:] if mark.end > at]
        del stack[cut:]
        while waiting and waiting[-1].start <= at:
            again.append(waiting.pop())
        for mark in again:
            yield Token("open", id=mark.id, whole=max(mark.start, start) == at == mark.start, depth=len(stack))
            stack.append(mark)
        stop = min([end, *(mark.end for mark in stack), *(mark.start for mark in waiting[-1:])])
        yield Token("text", text=text[at:stop])
        at = stop
    yield from (Token("close", id=mark.id, whole=mark.end == end) for mark in reversed(stack))


def _closing(stack: Sequence[Mark], at: int) -> int:
    """How many of the open marks may stay open: all below the first that ends here."""
    return next((number for number, mark in enumerate(stack) if mark.end <= at), len(stack))
