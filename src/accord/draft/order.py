"""Preconditions: sentences that put one thing before another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from accord.draft.actors import Cast
from accord.draft.deeds import Deed
from accord.draft.nouns import known_as
from accord.reading.parsed import Parsed, Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

MOST = 6
_NEEDS_FIRST = frozenset({"until", "unless", "without", "once", "provided", "if"})
_FIRST = re.compile(r"\bfirst\b(?! (?:time|day|week|round|step|demand|thing))", re.IGNORECASE)


class Ordered(NamedTuple):
    """Actor `actor` wants the thing `before` settled before the thing `after`; the deed that says so."""

    actor: str
    before: str
    after: str
    deed: Deed


def ordered(told: Sequence[Deed], keys: Mapping[str, str], found: Cast) -> tuple[Ordered, ...]:
    """The orders told, the most often told first. `keys`: the topics that are issues, by the word that names them."""
    every: list[Ordered] = []
    seen: set[tuple[str, int]] = set()
    for deed in told:
        place = (deed.parsed.document.id, deed.sentence.start)
        if place in seen:
            continue
        seen.add(place)
        mine = [one for one in told if one.sentence is deed.sentence and one.actor is not None]
        for before, after in _pairs(deed.sentence, deed.parsed, keys, found):
            if mine and mine[0].actor is not None:
                every.append(Ordered(mine[0].actor, before, after, mine[0]))
    often = Counter((one.actor, one.before, one.after) for one in every)
    first = {(one.actor, one.before, one.after): one for one in reversed(every)}
    kept = [first[which] for which, _ in often.most_common()]
    both = {(one.actor, one.after, one.before) for one in kept}
    return tuple(one for one in kept if (one.actor, one.before, one.after) not in both or often[_which(one)] > 1)[:MOST]


def _which(one: Ordered) -> tuple[str, str, str]:
    return one.actor, one.before, one.after


def _pairs(sentence: Sentence, parsed: Parsed, keys: Mapping[str, str], found: Cast) -> Iterator[tuple[str, str]]:
    tokens = list(sentence.span)
    for token in tokens:
        word = token.lower_
        if token.dep_ not in {"mark", "prep", "advmod", "prt"} and word not in _NEEDS_FIRST:
            continue
        clause = set(_clause(token))
        inside = _named([t for t in tokens if t in clause], keys, parsed, found)
        outside = _named([t for t in tokens if t not in clause], keys, parsed, found)
        if not inside or not outside or inside[0] == outside[0]:
            continue
        if word == "before":
            yield outside[0], inside[0]
        elif word in _NEEDS_FIRST or (word == "after" and token.i > 0 and token.nbor(-1).lower_ == "only"):
            yield inside[0], outside[0]
    yield from _told_first(sentence, parsed, keys, found)


def _told_first(sentence: Sentence, parsed: Parsed, keys: Mapping[str, str], found: Cast) -> Iterator[tuple[str, str]]:
    """The clause with "first" goes before the rest: "refused the loan, saying the accounts must be shown first"."""
    tokens = list(sentence.span)
    for token in tokens:
        if (
            token.lower_ == "first"
            and token.dep_ == "advmod"
            and _FIRST.search(parsed.text(parsed.offset(token), sentence.end))
        ):
            clause = set(token.head.subtree)
            inside = _named([t for t in tokens if t in clause], keys, parsed, found)
            outside = _named([t for t in tokens if t not in clause], keys, parsed, found)
            if inside and outside and inside[0] != outside[0]:
                yield inside[0], outside[0]


def _clause(token: Token) -> list[Token]:
    """The words that the marker governs."""
    return list(token.head.subtree) if token.dep_ in {"mark", "advmod"} else list(token.subtree)


def _named(tokens: Sequence[Token], keys: Mapping[str, str], parsed: Parsed, found: Cast) -> list[str]:
    """The issues named among the tokens, in order."""
    named = [token for token in tokens if not found.is_name(parsed, token)]
    own = {token.i: keys.get(known_as(token)) for token in named}
    hits = [own[token.i] for token in named if token.dep_ != "compound" or own.get(token.head.i) is None]
    return list(dict.fromkeys(hit for hit in hits if hit is not None))
