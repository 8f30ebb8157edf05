"""Where sentences start: set before the parse, which trips over abbreviations, initials and closing marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

_TERMINAL = re.compile(r"(?:[.!?…]|\.{2,}|[!?]{2,})+$")
_CLOSING = frozenset("\"')]}")
_OPENING = frozenset("\"'([{")
_MARKS_AT_MOST = 6
_TITLES = frozenset(
    "mr. mrs. ms. dr. prof. gen. sen. rep. gov. lt. col. sgt. capt. cmdr. adm. maj. pres. "
    "rev. hon. st. messrs. amb. supt. vs. v. no. nos. art. para. sec. fig. vol. ch. pp. "
    "e.g. i.e. cf. ca. approx.".split()
)
_INITIAL = re.compile(r"(?:[A-Z]\.)+|[A-Z]")
_ABBREVIATION = re.compile(r"(?:[A-Za-z]\.){2,}|(?:[A-Z][a-z]{1,4})\.")
_STARTERS = frozenset(
    "the a an this that these those he she it they we i you his her its their our my but and or so yet in on at by "
    "for from with after before if when while as no not there here what who why how however meanwhile both each all "
    "some many most any asked according under to since until although though because one two three last next neither "
    "nobody nothing".split()
)


def mark_starts(doc: Doc) -> None:
    """Marks on every token whether a sentence starts there."""
    depth_open = False
    start_next = True
    for token in doc:
        i = token.i
        if start_next and not token.is_space:
            token.is_sent_start = True
            start_next = False
        elif not start_next:
            token.is_sent_start = False
        else:
            token.is_sent_start = i == 0
        if token.text == '"':
            depth_open = not depth_open
        if i + 1 < len(doc) and _breaks(doc, i, depth_open):
            start_next = True


def _breaks(doc: Doc, i: int, open_quote: bool) -> bool:
    """Whether a sentence ends with token i."""
    after = doc[i + 1]
    if after.is_space and i + 2 >= len(doc):
        return False
    end = i
    closed = False
    if doc[i].text == "'" and i and doc[i - 1].whitespace_ and not doc[i].whitespace_:
        return False  # an opening single mark
    while end >= max(0, i - _MARKS_AT_MOST) and (doc[end].text in _CLOSING or doc[end].is_space):
        closed = closed or doc[end].text in _CLOSING
        if doc[end].text == '"' and end == i and open_quote:
            return False  # an opening mark belongs to what follows
        end -= 1
    if end < 0 or not _TERMINAL.search(doc[end].text) or _abbreviates(doc, end, i):
        return False
    following = i + 1
    if doc[following].text in _CLOSING and _closes(doc, following, open_quote):
        return False
    while following < min(len(doc), i + _MARKS_AT_MOST) and (
        doc[following].text in _OPENING or doc[following].is_space
    ):
        following += 1
    if following >= len(doc):
        return False
    word = doc[following].text
    if not (
        word[0].isupper()
        or word[0].isdigit()
        or word[0] in "$€£@#"
        or (not word[0].isascii() and not word[0].islower())
    ):
        return False
    return not (closed and doc[end].text[-1] in "?!" and _said_follows(doc, following))


def _closes(doc: Doc, i: int, open_quote: bool) -> bool:
    """Whether the mark at token i closes, so that it belongs to the sentence before."""
    mark = doc[i].text
    if mark == '"':
        return open_quote
    if mark == "'":
        return i + 1 >= len(doc) or bool(doc[i].whitespace_) or doc[i + 1].text == '"'
    return True


def _abbreviates(doc: Doc, end: int, i: int) -> bool:
    """Whether the full stop at token `end` belongs to an abbreviation that goes on."""
    text = doc[end].text
    if i + 1 >= len(doc):
        return False
    following = doc[i + 1].text
    if text == ".":
        before = doc[end - 1].text if end else ""
        if before.lower() + "." in _TITLES and not doc[end - 1].whitespace_:
            return before.lower() not in {"no", "art", "sec", "fig", "ch"} or following[:1].isdigit()
        return bool(_INITIAL.fullmatch(before)) and before != "I" and following.lower() not in _STARTERS
    if text.lower() in _TITLES:
        return True
    if _INITIAL.fullmatch(text) or _ABBREVIATION.fullmatch(text):
        return following.lower() not in _STARTERS or (text == "U.S." and following.lower() in {"that", "for"})
    return False


def _said_follows(doc: Doc, i: int) -> bool:
    """Whether a short subject and a verb of asking or saying follow, as after a quoted question."""
    words = [t.lower_ for t in doc[i : i + 6]]
    return any(
        w in {"asked", "said", "says", "asks", "replied", "wrote", "cried", "demanded", "wondered"} for w in words
    )
