"""Prices: demands told to be for what the other side cannot grant; they say what a deal costs, not what is wished.

`reiterated its demand for X, which it knows B cannot accept`: A asks for X as a price, and by this account B refuses X.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from accord.reading.acts import find_acts
from accord.reading.grammar import negation
from accord.reading.grammar import subject as subject_of
from accord.reading.holders import for_whom, party_of
from accord.reading.lexicon import hits
from accord.reading.patterns import words
from accord.reading.scenes import Scene
from accord.reading.stances import Stance
from accord.statements import Act, Says

if TYPE_CHECKING:
    from spacy.tokens import Token

_BESIDE = frozenset({"relcl", "appos", "acl"})
_ON = frozenset({"but", "while", "and", "yet"})
_REFUSING = frozenset({Says.REFUSES, Says.RED_LINE})


def refused_by(stand: Stance, scene: Scene) -> tuple[tuple[str, ...], str]:
    """Who, beside what is demanded, is told to be unable to grant it, and the words that tell so; else nobody."""
    if stand.act is not Act.DEMAND or stand.denied or not stand.holder.parties:
        return (), ""
    sentence = scene.place.parsed.sentences[scene.sentence]
    aside = _aside([t for t in sentence.span if t.i > stand.anchor.i])
    for anchor, told in _refusals(aside):
        beside = for_whom(anchor, scene.place)
        found = beside.parties if beside is not None else _subject(anchor, scene)
        others = tuple(party for party in found if party not in stand.holder.parties)
        if others:
            return others, told
    return (), ""


def _aside(behind: Sequence[Token]) -> list[Token]:
    """The words that describe what is demanded: from the first relative clause or apposition to the clause's end.

    They are taken by their place, since a parse seldom joins `which it knows are unacceptable to B`.
    """
    first = min((t.left_edge.i for t in behind if t.dep_ in _BESIDE), default=None)
    found: list[Token] = []
    for token in behind:
        if first is None or (token.text == ";" or (token.lower_ in _ON and token.nbor(-1).text == ",")):
            break
        if token.i >= first:
            found.append(token)
    return found


def _refusals(tokens: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    """Words that say that somebody would refuse: `non-negotiable for`, `cannot accept`, `certain to reject`."""
    sequence = words(tokens)
    for entry, match in hits("claims", sequence):
        if Says(entry.get("claim")) in _REFUSING:
            own = [sequence[i].token for i in range(match.start, match.end)]
            no = negation(match.anchor)
            if no is None or no.i in {token.i for token in own}:
                yield match.anchor, " ".join(token.text for token in own)
    for hit in find_acts(tokens):
        if hit.act is Act.REJECT:
            yield hit.anchor, hit.told


def _subject(anchor: Token, scene: Scene) -> tuple[str, ...]:
    who = subject_of(anchor)
    return party_of(who, scene.place).parties if who is not None else ()
