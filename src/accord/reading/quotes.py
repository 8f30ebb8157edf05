"""Quotation marks paired: what stands between them, and where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from accord.reading.parsed import Paragraph

_DIRECTED = {"“": "”", "«": "»", "»": "«", "„": "“”‟", "‟": "”", "‘": "’", "‚": "‘’"}
_DOUBLE = frozenset('"“”„«»‟')
_SINGLE = frozenset("'‘’‚")
_CLOSERS = frozenset("”»")
_ELIDED = frozenset("tis twas til till cause em round bout neath n s d ll ve re m t".split())
_ANY = re.compile("[\"“”„«»‟'‘’‚]")
_FEW = 3


@dataclass(frozen=True, slots=True)
class Quote:
    """Characters `start` to `end` of the document between quotation marks, the marks included.

    `first` and `last`: the words without the marks. `closed`: its closing mark stands in this paragraph.
    `continues`: it goes on with a quotation that an earlier paragraph left open. `paragraph`: number.
    """

    start: int
    end: int
    first: int
    last: int
    paragraph: int
    closed: bool = True
    continues: bool = False


def quotes(text: str, paragraphs: Sequence[Paragraph]) -> tuple[Quote, ...]:
    """The outer quotations of all paragraphs, in order; nested ones are part of the outer."""
    found: list[Quote] = []
    left_open = False
    for paragraph in paragraphs:
        these = _in_paragraph(text, paragraph, left_open)
        found.extend(these)
        left_open = bool(these) and not these[-1].closed and these[-1].end == paragraph.end
    return tuple(found)


def _in_paragraph(text: str, paragraph: Paragraph, left_open: bool) -> list[Quote]:
    found: list[Quote] = []
    opened: int | None = None
    for found_mark in _ANY.finditer(text, paragraph.start, paragraph.end):
        position, mark = found_mark.start(), found_mark.group()
        if opened is None:
            if _opens(text, position, paragraph):
                opened = position
        elif _shuts(text, opened, position, paragraph):
            found.append(_quote(text, opened, position + 1, paragraph, continues=left_open and not found))
            opened = None
        elif mark in _DOUBLE and text[opened] in _SINGLE and _opens(text, position, paragraph):
            opened = position  # what looked like a single mark was an apostrophe
    if opened is not None and text[opened] in _DOUBLE and paragraph.end - opened > 2:
        found.append(_quote(text, opened, paragraph.end, paragraph, continues=left_open and not found, closed=False))
    return [quote for quote in found if quote.first < quote.last]


def _quote(text: str, start: int, end: int, paragraph: Paragraph, *, continues: bool, closed: bool = True) -> Quote:
    first, last = start + 1, end - 1 if closed else end
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    return Quote(start, end, first, last, paragraph.number, closed, continues and start == paragraph.start)


def _opens(text: str, at: int, paragraph: Paragraph) -> bool:
    """Whether the mark at this place can open a quotation."""
    mark = text[at]
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + 1] if at + 1 < paragraph.end else " "
    if mark in "“„‟":
        return True
    if mark in "«»":  # «so», « so » or »so«
        return not before.isalnum() and before not in ".,!?…" and (mark == "«" or not after.isspace())
    if mark == '"':
        return not after.isspace() and (not before.isalnum() or before.isspace())
    if mark in "‘'‚" and (before.isspace() or before in "([—–-:") and not after.isspace() and after not in "’',.;":
        if after.isdigit():  # '90s
            return _single_closes_ahead(text, at, paragraph)
        end = at + 1
        while end < paragraph.end and text[end].isalpha():
            end += 1
        return text[at + 1 : end].lower() not in _ELIDED and _single_closes_ahead(text, at, paragraph)
    return False


def _single_closes_ahead(text: str, at: int, paragraph: Paragraph) -> bool:
    """Whether a single mark follows in the paragraph that can close this one."""
    return any(text[i] in "'’‘" and _ends_single(text, i, paragraph) for i in range(at + 2, paragraph.end))


def _shuts(text: str, opened: int, at: int, paragraph: Paragraph) -> bool:
    """Whether the mark at this place closes the quotation opened there."""
    mark, opener = text[at], text[opened]
    if opener in _SINGLE:
        return mark in "'’‘" and _ends_single(text, at, paragraph)
    if mark == '"':
        after = text[at + 1] if at + 1 < paragraph.end else " "
        return opener == '"' and not (text[at - 1].isspace() and after.isalnum()) if at > opened + 1 else False
    return mark in _DIRECTED.get(opener, "") or (mark in _CLOSERS and opener in "“«„‟")


def _ends_single(text: str, at: int, paragraph: Paragraph) -> bool:
    """Whether the single mark stands behind a word and before a break, and is no plural's apostrophe ("voters' ")."""
    before = text[at - 1]
    after = text[at + 1] if at + 1 < paragraph.end else " "
    if before.isspace() or after.isalnum():
        return False
    return not (
        before == "s" and after == " " and at + 2 < paragraph.end and text[at + 2].islower() and text[at] != "’"
    )


def word_count(text: str, quote: Quote) -> int:
    """How many words stand between the marks."""
    return len(text[quote.first : quote.last].split())


def is_fragment(text: str, quote: Quote) -> bool:
    """Whether the quotation is a word or a few inside a clause, not a sentence of its own."""
    inner = text[quote.first : quote.last]
    return quote.closed and len(inner.split()) <= _FEW and not inner.endswith((".", "?", "!", ","))
