"""Persons and bodies, and the proper names by which a text calls them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from accord.reading.wordlists import words
from accord.statements import Authority

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NAMES = "accord_names"  # the names of a parse are found once and kept with it
_ARTICLES = frozenset({"the", "a", "an", "this", "that", "these", "those"})
_INITIAL = re.compile(r"[A-Z]\.?")


class Gender(StrEnum):
    """The gender that a text's words for a person show."""

    MALE = "male"
    FEMALE = "female"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named: the fullest name given, without titles.

    `party`: id of the party spoken for. `origin`: how role and party were reached.
    """

    name: str
    role: str | None = None
    organisation: str | None = None
    party: str | None = None
    authority: Authority = Authority.UNKNOWN
    gender: Gender = Gender.UNKNOWN
    aliases: tuple[str, ...] = ()
    origin: str = "named in the text"

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.name.split()[-1] if self.name.strip() else ""

    @property
    def first(self) -> str:
        """The first word of the name."""
        return self.name.split()[0] if self.name.strip() else ""


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation or country: its name, what else it is called, and the party that it is."""

    name: str
    aliases: tuple[str, ...] = ()
    party: str | None = None


@dataclass(frozen=True, slots=True)
class NameRun:
    """A run of name words in a parse: tokens `start` to `end` (exclusive), the titles before, the text without them."""

    start: int
    end: int
    titles: tuple[str, ...]
    text: str

    @property
    def gender(self) -> Gender:
        """What the titles tell, else a first name that hardly anybody else bears."""
        for title in self.titles:
            if title in words("titles", "male"):
                return Gender.MALE
            if title in words("titles", "female"):
                return Gender.FEMALE
        first = self.text.split()[0].casefold() if " " in self.text else ""
        if first in words("titles", "male_names"):
            return Gender.MALE
        return Gender.FEMALE if first in words("titles", "female_names") else Gender.UNKNOWN


@lru_cache(maxsize=1 << 16)
def plain(name: str) -> str:
    """A name as it is compared: lower case, without article, possessive and full stops.

    >>> plain("The Palace's"), plain("U.N.")
    ('palace', 'un')
    """
    text = re.sub(r"'s?$|'s\b", "", name.strip().replace("’", "'"))
    text = re.sub(r"[.,;:\"“”()\[\]]", "", text).casefold()
    parts = text.split()
    while parts and parts[0] in _ARTICLES:
        parts.pop(0)
    return " ".join(parts)


def is_title(token: Token) -> bool:
    """Whether the token is a form of address or a rank before a name."""
    lower = token.lower_
    return any(lower in words("titles", kind) for kind in ("male", "female", "neutral"))


def name_runs(doc: Doc) -> tuple[NameRun, ...]:
    """The proper names of a parse, in order; titles stand apart."""
    known: tuple[NameRun, ...] | None = doc.user_data.get(_NAMES)
    if known is None:
        known = doc.user_data[_NAMES] = tuple(_name_runs(doc))
    return known


def _name_runs(doc: Doc) -> Iterator[NameRun]:
    i = 0
    while i < len(doc):
        if not _is_name(doc[i]):
            i += 1
            continue
        j = i + 1
        while j < len(doc) and _goes_on(doc, i, j):
            j += 1
        while j > i + 1 and not _is_name(doc[j - 1]):
            j -= 1
        yield from _split_titles(doc, i, j)
        i = j


def _is_name(token: Token) -> bool:
    if token.ent_type_ in {"DATE", "TIME", "PERCENT", "MONEY", "CARDINAL", "ORDINAL"}:
        return False
    return token.text[:1].isupper() and (
        token.tag_ in {"NNP", "NNPS"}
        or (token.ent_type_ in {"PERSON", "ORG", "GPE"} and token.pos_ not in {"DET", "ADP"})
    )


def _goes_on(doc: Doc, start: int, j: int) -> bool:
    token, before = doc[j], doc[j - 1]
    if before.text == "-" and not before.whitespace_:
        return token.text[:1].isupper() or token.text[:1].islower()
    if token.text == "-" and not before.whitespace_ and not token.whitespace_ and j + 1 < len(doc):
        return doc[j + 1].text[:1].isupper()
    if before.is_space or token.is_space:
        return False
    if _is_name(token):
        return True
    if token.lower_ in words("titles", "particles") and j + 1 < len(doc) and _is_name(doc[j + 1]):
        return token.lower_ not in {"y", "la", "le", "el"} or token.ent_type_ == "PERSON"
    return bool(_INITIAL.fullmatch(token.text)) and token.tag_ in {"NNP", "NN"}


def _split_titles(doc: Doc, start: int, end: int) -> Iterator[NameRun]:
    """The run without the titles at its head; role words in capitals before a title go too ("Director Dr Doe")."""
    titles: list[str] = []
    at = start
    for i in range(start, end - 1):
        if is_title(doc[i]):
            titles.append(doc[i].lower_)
            at = i + 1
    if (
        at == start
        and start > 0
        and doc[start - 1].lower_ in {"mr", "mrs", "ms", "dr", "sir", "dame", "mr.", "ms.", "mrs.", "dr."}
    ):
        titles.append(doc[start - 1].lower_)
    at = _behind_office(doc, at, end)
    text = doc[at:end].text.strip()
    if text:
        yield NameRun(at, end, tuple(titles), " ".join(text.split()))


def _behind_office(doc: Doc, start: int, end: int) -> int:
    """Where the name starts behind an office: "Secretary of [State Jo Doe]", "Chief of [Staff Jo Doe]"."""
    if start < 2 or doc[start - 1].lower_ != "of" or doc[start - 2].lower_ not in words("titles", "offices"):
        return start
    at = start
    while at + 2 < end and (doc[at].lower_ in words("titles", "portfolios") or doc[at].lower_ in {"and", "&"}):
        at += 1
    return at


def same_name(first: str, second: str) -> bool:
    """Whether two full names can be one person's: equal but for initials and case."""
    left, right = core_of(first), core_of(second)
    return bool(left) and left == right


@lru_cache(maxsize=1 << 16)
def core_of(name: str) -> tuple[str, ...]:
    """The first and the last word of a full name, titles and initials left out; the one word of a single name."""
    parts = [part for part in plain(name).split() if len(part) > 1]
    while len(parts) > 2 and any(parts[0] in words("titles", kind) for kind in ("male", "female", "neutral")):
        parts.pop(0)
    return (parts[0], parts[-1]) if len(parts) > 1 else tuple(parts)


@lru_cache(maxsize=1 << 16)
def surnames_of(name: str) -> frozenset[str]:
    """The plain forms of what may be the surname: the last word, and with it the words before it but for the first.

    >>> sorted(surnames_of("Gordon St. Cyr"))
    ['cyr', 'st cyr']
    """
    parts = plain(name).split()
    return frozenset(" ".join(parts[at:]) for at in range(min(1, len(parts) - 1), len(parts)))
