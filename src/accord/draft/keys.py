"""The word by which a thing is known, however a phrase puts it: "pay offer", "an end to the strike", "half of it"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accord.draft.actors import Cast
from accord.draft.amounts import amount_of, is_unit
from accord.draft.nouns import (
    BY_ITSELF,
    DEGREES,
    is_light,
    is_no_thing,
    known_as,
    stands_alone,
    whole_word,
)
from accord.reading.parsed import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Token


def topic_key(head: Token, parsed: Parsed, found: Cast) -> str | None:
    """The word by which the phrase's thing is known; None for persons, times, amounts and the talks themselves."""
    word = whole_word(head)
    if head.pos_ == "NUM" or (word == "part" and head.head.lower_ == "as"):
        return None  # a number, "as part of a package"
    if head.pos_ == "PROPN" and found.is_name(parsed, head):
        return f"{head.head.lemma_.lower()} {word}" if head.dep_ == "dobj" and head.head.pos_ == "VERB" else None
    if head.pos_ == "VERB" and head.lemma_ in BY_ITSELF:
        return BY_ITSELF[head.lemma_]
    if head.text[:1].isupper() and head.i > head.sent.start:
        return None  # a name that the tagger took for a word
    if is_light(word):
        inner = thing_within(head, parsed, found) or _by_its_measure(head, word, parsed, found)
        if inner is not None or not stands_alone(word):
            return inner
    if is_no_thing(head, word):
        return WITH_LENGTH.get(word) if _is_length(head) else None
    return known_as(head)


def _by_its_measure(head: Token, word: str, parsed: Parsed, found: Cast) -> str | None:
    """The thing that a light noun stands for where it names none: a price, a duration, what is guaranteed."""
    if word == "guarantee" and (thing := _assured(head)) is not None:
        return topic_key(thing, parsed, found)
    if word in {"offer", "bid"} and _is_priced(head):
        return "price"
    return "duration" if word in {"period", "length"} else None


# Words that are no things by themselves, and what they are where they are told with a length of time.
WITH_LENGTH = {
    **dict.fromkeys(("deal", "agreement", "accord", "contract", "pact", "treaty", "term"), "duration"),
    "delay": "delay",
}


def _is_length(head: Token) -> bool:
    """Whether the words beside say how long it is to last: "a ten-year agreement", "a delay of two years"."""
    behind = [one for child in head.rights if child.lower_ == "of" for one in child.children if one.dep_ == "pobj"]
    amounts = [amount for one in (head, *behind) if (amount := amount_of(one)) is not None]
    return any(amount.kind == "time" for amount in amounts)


def _is_priced(head: Token) -> bool:
    """Whether an offer is of so much money for a share or the whole: "an offer of 46 euros"."""
    near = head.doc[max(head.i - _PRICE_NEAR, 0) : head.i + 2 * _PRICE_NEAR]
    amounts = [amount for token in near if token.sent == head.sent and (amount := amount_of(token)) is not None]
    return any(amount.unit in MONEY for amount in amounts)


_PRICE_NEAR = 6  # tokens


MONEY = frozenset("dollar euro pound crown franc yen yuan rupee peso ruble rouble krona".split())


def _assured(head: Token) -> Token | None:
    """What the clause of "a guarantee that deliveries will go on" is about."""
    clauses = [child for child in head.rights if child.dep_ in {"acl", "ccomp", "relcl"}]
    things = [one for clause in clauses for one in clause.children if one.dep_ in {"nsubj", "nsubjpass"}]
    return next((one for one in things if one.pos_ == "NOUN"), None)


def thing_within(head: Token, parsed: Parsed, found: Cast) -> str | None:
    """The thing before a light head ("pay offer") or after its "of" ("suspension of strikes")."""
    for child in reversed(list(head.lefts)):
        if (
            child.dep_ in {"compound", "nmod", "amod"}
            and child.tag_ != "VBN"
            and child.lower_ not in DEGREES
            and (child.pos_ == "NOUN" or child.tag_ == "VBG")
            and not found.is_name(parsed, child)
        ):
            word = whole_word(child)
            if not is_no_thing(child, word) and not is_unit(word):
                return known_as(child)
    behind = [head.nbor()] if head.i + 1 < len(head.doc) and head.nbor().dep_ == "prep" else []
    for child in dict.fromkeys([*head.rights, *behind]):
        if child.dep_ == "prep" and child.lower_ in {"of", "to", "from", "in", "on", "for"}:
            for inner in child.children:
                if inner.dep_ == "pobj" and inner.pos_ == "NOUN" and not found.is_name(parsed, inner):
                    key = topic_key(inner, parsed, found)
                    return None if key == "duration" else key
    return None
