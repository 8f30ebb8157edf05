"""Texts and queries as words that every search engine cuts alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_LONGEST = 1_500  # characters of a passage
_MOST_WORDS = 32  # of a query; the rest says little more
_LONGEST_WORD = 64
_LINES = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_PHRASE = re.compile(r'"([^"]*)"?|(\S+)')


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must follow each other; or, with `prefix`, one that may go on."""

    words: tuple[str, ...]
    prefix: bool = False


def folded(text: str) -> str:
    """The text of the same length with letters and digits alone, without accents; all else is a space."""
    return text.translate(_FOLDING)


def passages(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the paragraphs between two offsets are, long ones in pieces that end at a space."""
    for found in _LINES.finditer(text, start, end):
        at, last = found.span()
        while last - at > _LONGEST:
            space = text.rfind(" ", at + 1, at + _LONGEST)
            cut = space if space > at else at + _LONGEST
            yield at, cut
            at = cut
        if text[at:last].strip():
            yield at, last


def phrases(query: str) -> tuple[Phrase, ...]:
    """What a query asks for: every word, words within quotation marks or a compound in their order, `negotiat*`."""
    found, left = [], _MOST_WORDS
    for quoted, plain in _PHRASE.findall(query[: 20 * _MOST_WORDS * _LONGEST_WORD]):
        words = tuple(word[:_LONGEST_WORD] for word in folded(unicodedata.normalize("NFC", quoted or plain)).split())
        prefix = words[-1:] if plain.endswith("*") else ()
        for part in (words[: len(words) - len(prefix)], prefix):
            if part[:left]:
                found.append(Phrase(part[:left], prefix=part is prefix))
                left -= len(part)
        if left <= 0:
            break
    return tuple(found)


class _Folding(dict[int, str]):
    """A table that grows with the characters that are met."""

    def __missing__(self, point: int) -> str:
        base = unicodedata.normalize("NFD", chr(point))[0]
        self[point] = value = base if base.isalnum() else " "
        return value


_FOLDING = _Folding()
