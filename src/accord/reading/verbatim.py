"""Finding a string that somebody says stands in a text: the whole of it, in one place, or not at all.

Typography may differ (kinds of quotation marks and dashes, spaces, line ends, ellipses, what is printed for nothing);
letters, digits, signs and their order may not. Nothing is ever matched nearly. A string that starts right behind a
negation, or ends within a number or a word, is refused, for it says something else than the text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_MARKS = "\"“”„‟«»″＂'‘’‚‛‹›′`´ʼ＇"
_HYPHENS = "-‐‑﹣－"
_DASHES = _HYPHENS + "‒–—―−﹘"
_NOTHING = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"
_NEGATIONS = frozenset(
    "not no never neither nor without hardly scarcely barely cannot nobody none nothing n't "
    "refuse refuses refused refusing decline declines declined declining fail fails failed failing "
    "deny denies denied denying reject rejects rejected rejecting stop stops stopped".split()
)
_LIGHT = frozenset("to a an the any be been being have has had yet ever even that it they he she also only".split())
_WORD = re.compile(r"\w+(?:['’]\w+)*", re.UNICODE)
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a string was not found: a clause that follows "the words ..."."""

    why: str


def locate(quote: str, text: str, start: int = 0, end: int | None = None) -> tuple[int, int] | Refused:
    """Where `quote` stands in `text[start:end]`: offsets of the whole text; else why it is refused.

    >>> locate("“in no hurry”", 'He said they were "in no hurry" now.')
    (18, 31)
    >>> locate("in a hurry", 'He said they were "in no hurry" now.')
    Refused(why='do not stand there')
    """
    end = len(text) if end is None else end
    wanted = quote.strip()
    if not _WORD.search(wanted) or len(wanted) > _LONGEST:
        return Refused("are no words" if len(wanted) <= _LONGEST else "are too long")
    places = [p for p in _exact(wanted, text, start, end) if _whole(p, text)]
    if not places:
        places = [p for p in _folded(wanted, text, start, end) if _whole(p, text)]
    if not places:
        return Refused("do not stand there")
    if len(places) > 1:
        return Refused(f"stand there {len(places)} times")
    if _denied_before(places[0][0], text, start):
        return Refused("leave out a negation right before them")
    return places[0]


def stands(words: str, text: str) -> bool:
    """Whether these words stand in the text, typography apart, as often as they like."""
    shown = fold(words)[0].strip().casefold()
    return bool(shown) and bool(re.search(rf"(?<!\w){re.escape(shown)}(?!\w)", fold(text)[0].casefold()))


def fold(text: str) -> tuple[str, list[int]]:
    """The text with its typography made plain, and for each of its characters the offset in the text it came from.

    Every quotation mark is an apostrophe and a run of them is one, for one mark may be typed as two; a run of spaces is
    one space; a dash drops the spaces around it, and two hyphens are a dash.

    >>> fold("talks —  “now”")[0]
    "talks-'now'"
    """
    shown: list[str] = []
    origin: list[int] = []
    for offset, character in enumerate(text):
        for plain in _plain(character):
            if (plain in " -" and shown[-1:] == ["-"]) or (plain == "'" and shown[-1:] == ["'"]):
                continue
            if plain == " " and (not shown or shown[-1] == " "):
                continue
            if plain == "-" and shown and shown[-1] == " ":
                shown.pop()
                origin.pop()
            shown.append(plain)
            origin.append(offset)
    return "".join(shown), origin


def _plain(character: str) -> str:
    if character in _NOTHING:
        return ""
    if character in _MARKS:
        return "'"
    if character in _DASHES:
        return "-"
    if character == "…":
        return "..."
    return " " if character.isspace() or unicodedata.category(character) == "Zs" else character


def _exact(wanted: str, text: str, start: int, end: int) -> list[tuple[int, int]]:
    found, at = [], text.find(wanted, start, end)
    while at >= 0:
        found.append((at, at + len(wanted)))
        at = text.find(wanted, at + 1, end)
    return found


def _folded(wanted: str, text: str, start: int, end: int) -> list[tuple[int, int]]:
    plain, origin = fold(text[start:end])
    target = fold(wanted)[0].strip()
    found, at = [], plain.find(target)
    while at >= 0:
        last = at + len(target) - 1
        found.append((start + origin[at], start + origin[last] + 1))
        at = plain.find(target, at + 1)
    return found


def _whole(place: tuple[int, int], text: str) -> bool:
    """Whether the place starts and ends between words, and cuts no number, sign or hyphened word in two."""
    start, end = place
    before, after = text[:start][-2:], text[end : end + 2]
    return not (_runs_on(text[start], before[::-1]) or _runs_on(text[end - 1], after)) and not (
        (text[end - 1].isdigit() and re.match(r"[.,:]\d|\s?%", after))
        or (text[start].isdigit() and re.search(r"\d[.,:]\Z|[-−+$€£¥]\Z", before))
    )


def _runs_on(edge: str, beyond: str) -> bool:
    """Whether a word goes on beyond its edge: with a letter, behind a hyphen, or as a range of numbers."""
    if not edge.isalnum() or not beyond:
        return False
    joined = beyond[0] in _HYPHENS or (beyond[0] in _DASHES and edge.isdigit() and beyond[1:].isdigit())
    return beyond[0].isalnum() or (joined and beyond[1:].isalnum())


def _denied_before(at: int, text: str, start: int) -> bool:
    """Whether a negation stands right before, in the same sentence, with nothing but light words between."""
    before = fold(text[max(start, at - 60) : at])[0]
    clause = re.split(r"[.;:!?]|(?<!\w)'|'(?!\w)", before)[-1]
    for word in reversed(_WORD.findall(clause.casefold())):
        if word in _NEGATIONS or word.endswith("n't"):
            return True
        if word not in _LIGHT:
            return False
    return False
