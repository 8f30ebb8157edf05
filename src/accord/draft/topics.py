"""What is negotiated: the things that deeds are about, gathered by the word they have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from accord.draft.actors import Cast
from accord.draft.counting import find_mentions, give_loose_amounts, is_history, merge_bare, merge_parts
from accord.draft.deeds import Deed
from accord.draft.keys import topic_key
from accord.draft.nouns import (
    known_as,
)
from accord.draft.things import Topic
from accord.reading.parsed import Parsed
from accord.reading.wordlists import verb_forms
from accord.statements import Act

if TYPE_CHECKING:
    pass


MOST_TOPICS = 12
_ENOUGH = 1.0


def topics(told: Sequence[Deed], documents: Sequence[Parsed], found: Cast) -> list[Topic]:
    """The things negotiated, those told of most first."""
    gathered: dict[str, Topic] = {}
    doers = _doers(documents, found)
    for deed in told:
        if deed.act is Act.FORECAST or is_history(deed.parsed, deed.sentence):
            continue
        for phrase in deed.phrases:
            key = topic_key(phrase.head, deed.parsed, found)
            if key is not None and key not in doers:
                gathered.setdefault(key, Topic(key)).evidence.append((deed, phrase))
    asked = {
        (deed.parsed.document.id, deed.parsed.offset(phrase.head))
        for deed in told
        for phrase in deed.phrases
        if deed.strong and phrase.near
    }
    loose = find_mentions(gathered, documents, found, asked)
    _merge(gathered)
    merge_bare(gathered)
    give_loose_amounts(gathered, loose)
    merge_parts(gathered)
    for key in {"price", "duration"} & set(gathered):
        if not gathered[key].amounts:
            del gathered[key]  # "at any price"
    ranked = sorted(gathered.values(), key=lambda topic: (-topic.weight, topic.key))
    return [topic for topic in ranked if topic.strength >= _ENOUGH][:MOST_TOPICS]


def _doers(documents: Iterable[Parsed], found: Cast) -> frozenset[str]:
    """The common nouns that say something somewhere, and the kinds of the bodies: they act and are not settled."""
    sayings = verb_forms("saying")
    doing, every = Counter[str](), Counter[str]()
    for parsed in documents:
        for sentence in parsed.sentences:
            for token in sentence.span:
                if token.pos_ != "NOUN":
                    continue
                every[known_as(token)] += 1
                says = token.dep_ == "nsubj" and token.head.lower_ in sayings
                beside = (parsed.document.id, parsed.offset(token.head)) in found.person_at
                if says or (token.dep_ == "appos" and beside):
                    doing[known_as(token)] += 1
    bodies = [actor.name.split() for actor in found.actors.values() if not actor.country]
    named = {parts[-1].lower() for parts in bodies}
    named |= {part[:-2].lower() for parts in bodies for part in parts if part.endswith(("s'", "s’"))}  # "Pilots' Union"
    return frozenset(named) | frozenset(word for word in doing if doing[word] >= _DOES * every[word])


_DOES = 0.3


def _merge(gathered: dict[str, Topic]) -> None:
    """Joins a thing that is nearly always named as a part of another's name to that other: "satellite tracking"."""
    for key in sorted(gathered):
        topic = gathered[key]
        over: Counter[str] = Counter()
        for phrase in topic.named:
            if phrase.head.i + 1 < len(phrase.head.doc):
                over[known_as(phrase.head.nbor())] += 1
        other, often = next(((word, n) for word, n in over.most_common() if word in gathered), ("", 0))
        if other != key and other in gathered and often >= _MOSTLY * len(topic.named):
            into = gathered[other]
            into.evidence += topic.evidence
            into.amounts += topic.amounts
            into.held |= topic.held
            into.asked |= topic.asked
            del gathered[key]


_MOSTLY = 0.6
