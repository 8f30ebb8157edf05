"""Happenings: the calls and meetings that a document tells of, and at which of them an account says what was done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from accord.reading.parsed import Parsed, Sentence
from accord.reading.times import dates_in

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOUNS = {
    "call": "call", "conversation": "call", "meeting": "meeting", "summit": "summit", "talk": "meeting",
    "session": "meeting", "consultation": "meeting",
}  # fmt: skip
_VERBS = {"meet": "meeting", "confer": "meeting"}
_BY_PHONE = frozenset({"phone", "telephone"})
_DEFINITE = frozenset("the this that their his her its".split())


@dataclass(frozen=True, slots=True)
class Happening:
    """A call or meeting as it stands in a sentence, with its day where the words tell it."""

    start: int
    paragraph: int
    kind: str
    day: date | None


def happenings(parsed: Parsed) -> tuple[Happening, ...]:
    """The calls and meetings told of in a document, in order; one told without its day has that of its only kind."""
    found = tuple(one for sentence in parsed.sentences for one in _in_sentence(sentence, parsed))
    days: dict[str, set[date]] = {}
    for one in found:
        if one.day is not None:
            days.setdefault(one.kind, set()).add(one.day)
    return tuple(
        one
        if one.day is not None or len(days.get(one.kind, ())) != 1
        else Happening(one.start, one.paragraph, one.kind, next(iter(days[one.kind])))
        for one in found
    )


def happening_of(told: Sequence[Happening], parsed: Parsed, start: int, *, alone: bool) -> str | None:
    """A key for the happening of which an account at this offset tells; None where the text leaves it open.

    It is the one named in the sentence, else the last one named before it in the paragraph, else (`alone`) the only
    one that the document tells of.
    """
    sentence = next(iter(parsed.within(start, start + 1)), None)
    if sentence is None or not told:
        return None
    near = [one for one in told if one.paragraph == sentence.paragraph and one.start < sentence.end]
    if near:
        return _key(near[-1], parsed)
    keys = {_key(one, parsed) for one in told}
    return keys.pop() if alone and len(keys) == 1 else None


def _key(one: Happening, parsed: Parsed) -> str:
    return f"{one.kind} {one.day.isoformat()}" if one.day is not None else f"{one.kind} in {parsed.document.file}"


def _in_sentence(sentence: Sentence, parsed: Parsed) -> Iterator[Happening]:
    for token in sentence.span:
        kind = _kind(token)
        if kind is not None:
            yield Happening(parsed.offset(token), sentence.paragraph, kind, _day(token, sentence, parsed))


def _kind(token: Token) -> str | None:
    """What kind of happening the word names: a definite or dated noun, a past `met`, `spoke by telephone`."""
    lemma = token.lemma_.lower()
    if lemma in _NOUNS and token.pos_ == "NOUN" and (lemma != "talk" or token.tag_ == "NNS"):
        children = list(token.children)
        asked = any(c.dep_ == "prep" and c.lower_ in {"for", "to"} for c in children)
        dated = any(c.ent_type_ in {"DATE", "TIME", "ORDINAL"} for c in token.subtree if c.i <= token.i + 4)
        definite = any(c.lower_ in _DEFINITE or c.dep_ == "poss" for c in children)
        return _NOUNS[lemma] if (definite or dated) and not (asked and lemma == "call") else None
    if token.pos_ == "VERB" and token.tag_ in {"VBD", "VBN"}:
        if lemma in {"speak", "talk"} and any(t.lower_ in _BY_PHONE for t in token.subtree):
            return "call"
        return _VERBS.get(lemma)
    return None


def _day(token: Token, sentence: Sentence, parsed: Parsed) -> date | None:
    """The past day that the words give it: within its own phrase, or beside the verb of its clause."""
    verb = token
    while verb.pos_ not in {"VERB", "AUX"} and verb.head.i != verb.i:
        verb = verb.head
    for period, top in dates_in(parsed, (sentence.start, sentence.end)):
        above = [top, *top.ancestors][:4]
        if period.day is not None and any(t.i == token.i for t in above):
            return period.day
        clause = next((t for t in above if t.pos_ in {"VERB", "AUX"}), None)
        if period.day is not None and clause is not None and clause.i == verb.i:
            return period.day
    return None
