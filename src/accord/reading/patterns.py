"""A small language for word patterns, matched against parsed words: `no|little ?real .. hurry`.

Elements are separated by blanks and stand for one word each:

    agree|accept    one of these words: as written, by lemma, or by stem (so `hope` finds `hoping`)
    agree/v         that word as a verb (`n` noun, `a` adjective or participle, `v` verb, `x` auxiliary)
    =may            exactly this word, no lemma and no stem
    ?the            a word that may be missing
    <num> <any>     a number; any word
    .. ...          a gap of up to three, or up to ten, words
    !agree          the anchor: the word whose subject and negation count (default: the first verb, else the first word)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Token

_GAPS = {"..": 3, "...": 10}
_TAGS = {"v": {"VERB", "AUX"}, "n": {"NOUN", "PROPN"}, "a": {"ADJ", "VERB", "ADV"}, "x": {"AUX"}}
_SHORT = {
    "n't": "not",
    "n’t": "not",
    "'ll": "will",
    "’ll": "will",
    "'d": "would",
    "’d": "would",
    "ca": "can",
    "wo": "will",
}
_SKIPPED = frozenset("\"'“”‘’«»„`´-‐‑,—–") | {"``", "''"}
_WALLS = frozenset(".;:?!")
_VOWELS = set("aeiouy")
_WORDS = "accord_words"  # the words of a parse are made once and kept with it


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text as the patterns see it: its forms, and the token it comes from."""

    token: Token
    forms: frozenset[str]
    lower: str
    tag: str
    at: int


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a pattern; `gap` words may stand in its place where it is a gap."""

    words: frozenset[str] = frozenset()
    exact: bool = False
    tags: frozenset[str] = frozenset()
    number: bool = False
    optional: bool = False
    anchor: bool = False
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern; `text` is what was written."""

    text: str
    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern was found: positions in the sequence of words, and the anchor's token."""

    start: int
    end: int
    anchor: Token
    pattern: Pattern


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A word without plural and inflection, by ending alone: `offers`, `offered`, `offering` -> `offer`."""
    word = word.lower()
    if len(word) > 4 and word.endswith(("ies", "ied")):
        word = word[:-3] + "y"
    elif len(word) > 4 and word.endswith("es") and word[-3] in "sxzh":
        word = word[:-2]
    elif len(word) > 3 and word.endswith("s") and word[-2] not in "su":
        word = word[:-1]
    for ending in ("ing", "ed"):
        root = word[: -len(ending)]
        if word.endswith(ending) and len(root) > 2 and _VOWELS & set(root):
            word = root[:-1] if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "lsz" else root
            break
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def words(tokens: Iterable[Token]) -> tuple[Word, ...]:
    """The words of these tokens, without blanks, quotation marks, commas and hyphens."""
    tokens = tuple(tokens)
    if not tokens:
        return ()
    if tokens[0].doc is not tokens[-1].doc:
        return tuple(word for token in tokens for word in words((token,)))
    notes = tokens[0].doc.user_data
    table: list[Word | None] | None = notes.get(_WORDS)
    if table is None:
        skipped = (token.is_space or token.text in _SKIPPED for token in tokens[0].doc)
        table = notes[_WORDS] = [
            None if left_out else _word(token) for token, left_out in zip(tokens[0].doc, skipped, strict=True)
        ]
    return tuple([word for token in tokens if (word := table[token.i]) is not None])


def place(sequence: Sequence[Word]) -> tuple[dict[str, Any], tuple[int, ...]] | None:
    """Where to keep what was found in these words: their parse's own notes, and the key there; None for two parses."""
    if not sequence or sequence[0].token.doc is not sequence[-1].token.doc:
        return None
    return sequence[0].token.doc.user_data, tuple([word.at for word in sequence])


def _word(token: Token) -> Word:
    lower = token.text.lower().replace("’", "'")
    lower = _SHORT.get(lower, lower)
    lemma = token.lemma_.lower().replace("’", "'") or lower
    lemma = _SHORT.get(lemma, lemma)
    # a possessive or contracted "'s" must not pass for the word "s"
    return Word(token, frozenset({lower, lemma, stem(lower)}), lower, token.pos_, token.i)


@cache
def compile_pattern(text: str) -> Pattern:
    """The pattern that `text` writes."""
    elements = [_element(part) for part in text.split()]
    if not any(element.anchor for element in elements):
        verbs = [i for i, element in enumerate(elements) if "VERB" in element.tags and "ADJ" not in element.tags]
        plain = [i for i, element in enumerate(elements) if not element.gap and not element.optional]
        at = (verbs or plain)[0]
        elements[at] = replace(elements[at], anchor=True)
    return Pattern(text, tuple(elements))


def _element(part: str) -> Element:
    if part in _GAPS:
        return Element(gap=_GAPS[part])
    anchor, optional = part.startswith("!"), part.startswith("?")
    part = part.lstrip("!?")
    if part == "<num>":
        return Element(number=True, anchor=anchor, optional=optional)
    if part == "<any>":
        return Element(anchor=anchor, optional=optional)
    exact = part.startswith("=")
    written, _, tag = part.lstrip("=").partition("/")
    choices = written.split("|")
    forms = frozenset(choices) if exact else frozenset(choices) | frozenset(stem(choice) for choice in choices)
    return Element(forms, exact, frozenset(_TAGS.get(tag, ())), False, optional, anchor)


def find(pattern: Pattern, sequence: Sequence[Word]) -> Iterator[Match]:
    """Every place where the pattern begins, with the nearest end from there."""
    first = pattern.elements[0]
    sought = first.words if first.words and not first.optional else None
    for start, word in enumerate(sequence):
        if sought is not None and sought.isdisjoint(word.forms):
            continue
        found = _match(pattern.elements, 0, sequence, start, None)
        if found is not None:
            end, anchor = found
            yield Match(start, end, anchor or word.token, pattern)


def needed_words(pattern: Pattern) -> tuple[frozenset[str], ...]:
    """The sets of forms of each of which one must occur wherever the pattern is found, the most telling first."""
    needed = [element.words for element in pattern.elements if element.words and not element.optional]
    return tuple(sorted(needed, key=lambda forms: -max(len(form) for form in forms)))


def _match(
    elements: tuple[Element, ...], at: int, sequence: Sequence[Word], position: int, anchor: Token | None
) -> tuple[int, Token | None] | None:
    if at == len(elements):
        return position, anchor
    element = elements[at]
    if element.gap:
        for step in range(element.gap + 1):
            if step and (position + step > len(sequence) or sequence[position + step - 1].lower in _WALLS):
                return None
            found = _match(elements, at + 1, sequence, position + step, anchor)
            if found is not None:
                return found
        return None
    if position < len(sequence) and _fits(element, sequence[position]):
        found = _match(elements, at + 1, sequence, position + 1, sequence[position].token if element.anchor else anchor)
        if found is not None:
            return found
    return _match(elements, at + 1, sequence, position, anchor) if element.optional else None


def _fits(element: Element, word: Word) -> bool:
    if element.tags and word.tag not in element.tags:
        return False
    if element.number:
        return word.token.like_num or bool(re.fullmatch(r"[\d.,]+", word.lower))
    if not element.words:
        return True
    return word.lower in element.words if element.exact else bool(word.forms & element.words)
