"""The noun phrases under a word of doing: what is asked for, offered or refused, and how near to the deed it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accord.draft.actors import Cast
from accord.draft.nouns import BY_ITSELF, is_no_thing, points_on, whole_word
from accord.reading.parsed import Parsed, Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

DOWN = frozenset("dobj pobj prep pcomp xcomp ccomp attr oprd acl conj nsubjpass dative prt acomp".split())
"""Relations that lead from a deed down to its things."""

_LEFT = frozenset({"compound", "amod", "nummod", "nmod", "quantmod", "npadvmod", "advmod", "punct"})
_NEAR_PREPOSITIONS = frozenset({"for", "on", "to", "with", "of", "about", "from", "at", "into", "against", "than"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase under a deed: its head and the words from `first` to the head.

    `near`: the deed is about it, and not about something that has it as a circumstance; `straight`: it is the object
    of the very word of doing, or stands in a list of what is done. A name is taken with its verb ("join the Union").
    """

    head: Token
    first: Token
    parsed: Parsed
    near: bool = True
    straight: bool = False

    @property
    def sentence(self) -> Sentence:
        """The sentence it stands in."""
        return self.parsed.sentence_of(self.head)

    @property
    def text(self) -> str:
        """The words as written, without article."""
        return self.parsed.text(self.parsed.offset(self.first), self.parsed.end(self.head))


def phrases_under(
    token: Token, parsed: Parsed, found: Cast, seen: set[int], *, near: bool, straight: bool
) -> Iterator[Phrase]:
    """The phrases at a word and below it, in order; `seen`: words already passed, added to."""
    if token.i in seen:
        return
    seen.add(token.i)
    number = token.pos_ == "NUM" and token.dep_ in {"dobj", "pobj", "attr", "nsubj"}  # "offered $2.40"
    is_noun = (token.pos_ == "NOUN" or number) and not found.is_name(parsed, token)
    if is_noun and not (_returned(token.head) and token.dep_ == "pobj"):
        yield phrase_of(token, parsed, found, near=near, straight=straight)
    elif token.pos_ == "VERB" and token.lemma_ in BY_ITSELF and token.dep_ in {"xcomp", "pcomp", "ccomp"}:
        if not any(child.dep_ in {"dobj", "nsubjpass"} for child in token.children):
            yield Phrase(token, token, parsed, near, straight=True)
    elif _done_to_a_name(token, parsed, found):
        yield Phrase(token, token.head, parsed, near, straight=True)
    word = whole_word(token)
    passes = near and (not is_noun or points_on(word) or (is_no_thing(token, word) and token.dep_ != "pobj"))
    for child in token.children:
        inside = child.dep_ in DOWN
        subject_of_clause = child.dep_ == "nsubj" and token.dep_ in {"ccomp", "xcomp"}
        if inside or subject_of_clause:
            still = near if child.dep_ == "conj" else passes and near_by(child)
            on = straight and (token.pos_ in {"ADP", "ADJ"} or points_on(word) or child.dep_ == "conj")
            yield from phrases_under(child, parsed, found, seen, near=still, straight=on)


def _done_to_a_name(token: Token, parsed: Parsed, found: Cast) -> bool:
    """Whether the token is a name that is joined, left or the like: what is bargained over is the doing."""
    verb = token.head
    if token.dep_ != "dobj" or token.pos_ != "PROPN" or verb.pos_ != "VERB" or token.i - verb.i > _VERB_NEAR:
        return False
    if (parsed.document.id, parsed.offset(token)) in found.person_at:
        return False
    allowed = verb.dep_ in {"ccomp", "xcomp"} and verb.head.lemma_ in _ALLOWING
    return verb.lemma_ in _JOINING or allowed


_VERB_NEAR = 4  # tokens
_JOINING = frozenset({"join", "leave", "enter", "quit", "rejoin"})
_ALLOWING = frozenset({"allow", "permit", "let", "ban", "bar", "forbid"})


def near_by(child: Token) -> bool:
    """Whether what hangs on its head by this word is what the deed is about ("for", not "during")."""
    if child.dep_ == "dative" or (child.lower_ in {"to", "with"} and _received(child)):
        return False
    if child.dep_ == "prep" and (_for_somebody(child) or _away_from(child)):
        return False
    return child.dep_ != "prep" or child.lower_ in _NEAR_PREPOSITIONS or (child.lower_ == "in" and _returned(child))


def _for_somebody(preposition: Token) -> bool:
    """Whether what follows is who gains or where it is: "for its fleet", "on its quays"."""
    things = [child for child in preposition.children if child.dep_ == "pobj"]
    own = any(child.dep_ == "poss" and child.pos_ == "PRON" for thing in things for child in thing.children)
    over = preposition.head
    before = [child for child in over.children if child.dep_ in {"dobj", "prep"} and child.i < preposition.i]
    aside = over.pos_ != "VERB" or bool(before)  # "insist on its share" is about the share
    return own and preposition.lower_ in {"for", "on", "at", "in"} and (aside or preposition.lower_ == "for")


def _away_from(preposition: Token) -> bool:
    """Whether "from" tells the place that a thing is moved away from: "withdraw guns 30 kilometers from the dam"."""
    if preposition.lower_ != "from":
        return False
    verb = preposition.head
    return any(child.dep_ == "dobj" and child.pos_ == "NOUN" for child in verb.children) and verb.pos_ == "VERB"


def _received(preposition: Token) -> bool:
    """Whether what follows gets something or shares in it: "hand the sheds to lenders"."""
    verb = preposition.head
    return verb.pos_ == "VERB" and any(child.dep_ in {"dobj", "nsubjpass"} for child in verb.children)


def _returned(preposition: Token) -> bool:
    """Whether "in" begins "in return for" or "in exchange for"."""
    return any(child.lower_ in {"return", "exchange"} for child in preposition.children)


def phrase_of(head: Token, parsed: Parsed, found: Cast, *, near: bool = True, straight: bool = False) -> Phrase:
    """The phrase with this head."""
    return Phrase(head, _first(head, parsed, found), parsed, near, straight)


def _first(head: Token, parsed: Parsed, found: Cast) -> Token:
    """The first word of the phrase before its head, without article, owner, and names."""
    first = head
    for token in reversed(list(head.doc[head.left_edge.i : head.i])):
        if token.dep_ == "poss" or token.pos_ in {"DET", "PRON", "PART"} or not _belongs(token, head):
            break
        if token.dep_ not in _LEFT or token.is_quote or token.text in {",", ";", ":"}:
            break
        if found.is_name(parsed, token):
            break
        first = token
    return first


def _belongs(token: Token, head: Token) -> bool:
    return any(ancestor.i == head.i for ancestor in token.ancestors)


def clean(text: str) -> str:
    """The phrase in small letters on one line, without marks at its ends."""
    return re.sub(r"\s+", " ", text).strip(" \"“”'‘’.,;:-–—").lower()
