"""What is negotiated: the things that deeds are about, gathered by the word they have in common."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from accord.draft.amounts import Amount, amount_of, is_unit
from accord.draft.cast import Cast
from accord.draft.deeds import Deed, Phrase, clean, phrase_of
from accord.draft.nouns import is_light, is_no_thing, stands_alone, whole_word
from accord.reading.parsed import Parsed, Sentence
from accord.statements import Act

if TYPE_CHECKING:
    from spacy.tokens import Token

MOST_TOPICS = 12
_YEAR = re.compile(r"\b(?:1[89]|20|21)\d\d\b")
_NOMINAL = frozenset({"compound", "amod", "dobj", "pobj", "pcomp", "nsubj", "nsubjpass"})
_FEW = 12  # up to so many issues, those told of once are proposed too


@dataclass(slots=True)
class Topic:
    """A thing negotiated: the phrases that deeds have for it, every other mention, and the amounts."""

    key: str
    evidence: list[tuple[Deed, Phrase]] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    named: list[Phrase] = field(default_factory=list)

    @property
    def phrases(self) -> Counter[str]:
        """How often each phrase names it."""
        return Counter(clean(phrase.text) for _, phrase in self.evidence)

    @property
    def mentions(self) -> int:
        """How often the documents name it."""
        return len(self.named)

    @property
    def strength(self) -> int:
        """In how many sentences something is done about it; amounts or further mentions count as one more."""
        told = {
            (deed.parsed.document.id, deed.sentence.start)
            for deed, phrase in self.evidence
            if deed.strong and phrase.near
        }
        return len(told) + (bool(self.amounts) or self.mentions > 2 if told else 0)

    @property
    def weight(self) -> float:
        """How often and how strongly it is told of."""
        strong = sum(deed.strong and phrase.near for deed, phrase in self.evidence)
        actors = len({deed.actor for deed, _ in self.evidence if deed.actor is not None})
        return (
            2 * strong
            + 0.5 * (len(self.evidence) - strong)
            + actors
            + 0.4 * min(self.mentions, 8)
            + 2 * bool(self.amounts)
        )


def topics(told: Sequence[Deed], documents: Sequence[Parsed], found: Cast) -> list[Topic]:
    """The things negotiated, those told of most first."""
    gathered: dict[str, Topic] = {}
    for deed in told:
        if deed.act is Act.FORECAST or _is_history(deed.parsed, deed.sentence):
            continue
        for phrase in deed.phrases:
            key = topic_key(phrase.head, deed.parsed, found)
            if key is not None:
                gathered.setdefault(key, Topic(key)).evidence.append((deed, phrase))
    _find_mentions(gathered, documents, found)
    ranked = sorted(gathered.values(), key=lambda topic: (-topic.weight, topic.key))
    sure = [topic for topic in ranked if topic.strength >= 2]
    single = [topic for topic in ranked if topic.strength == 1]
    return (sure + single[: max(_FEW - len(sure), 0)])[:MOST_TOPICS]


def _is_history(parsed: Parsed, sentence: Sentence) -> bool:
    """Whether the sentence tells of a year long before the document's own."""
    day = parsed.document.date
    years = [int(year) for year in _YEAR.findall(parsed.text(sentence.start, sentence.end))]
    return day is not None and any(year < day.year - 1 for year in years)


def topic_key(head: Token, parsed: Parsed, found: Cast) -> str | None:
    """The word by which the phrase's thing is known; None for persons, times, amounts and the talks themselves."""
    word = whole_word(head)
    if is_light(word):
        inner = _thing_within(head, parsed, found)
        if inner is not None or not stands_alone(word):
            return inner
    if is_no_thing(head, word):
        return None
    return word.replace("-", "")


def _thing_within(head: Token, parsed: Parsed, found: Cast) -> str | None:
    """The thing before a light head ("pay offer") or after its "of" ("suspension of strikes")."""
    for child in reversed(list(head.lefts)):
        if (
            child.dep_ in {"compound", "nmod", "amod"}
            and (child.pos_ == "NOUN" or child.tag_ == "VBG")
            and not found.is_name(parsed, child)
        ):
            word = whole_word(child)
            if not is_no_thing(child, word) and not is_unit(word):
                return word.replace("-", "")
    for child in head.rights:
        if child.dep_ == "prep" and child.lower_ in {"of", "to", "from", "in", "on", "for"}:
            for inner in child.children:
                if inner.dep_ == "pobj" and inner.pos_ == "NOUN" and not found.is_name(parsed, inner):
                    return topic_key(inner, parsed, found)
    return None


def _find_mentions(gathered: Mapping[str, Topic], documents: Iterable[Parsed], found: Cast) -> None:
    """Books every mention of a thing and every amount: to the thing it counts, else to the one counted in that unit."""
    loose: list[Amount] = []
    for parsed in documents:
        for sentence in parsed.sentences:
            if _is_history(parsed, sentence):
                continue
            for token in sentence.span:
                noun = token.pos_ in {"NOUN", "PROPN"} or (token.tag_ == "VBG" and token.dep_ in _NOMINAL)
                if not noun or found.is_name(parsed, token):
                    continue
                key = whole_word(token).replace("-", "")
                if key in gathered:
                    gathered[key].named.append(phrase_of(token, parsed, found))
                amount = amount_of(token)
                if amount is not None:
                    counted = key if key in gathered else _counted(token, parsed, found) or ""
                    if counted in gathered:
                        gathered[counted].amounts.append(amount)
                    elif token.dep_ != "npadvmod":  # "three days before" measures no thing
                        loose.append(amount)
    _give_loose_amounts(gathered, loose)


def _counted(head: Token, parsed: Parsed, found: Cast) -> str | None:
    """The thing that an amount is of: "extend the filling to six years", "a period shorter than nine years"."""
    over = head.head
    if head.dep_ == "pobj":
        over = over.head
        while over.pos_ == "ADJ" and over.head.i != over.i:
            over = over.head
    if over.pos_ == "NOUN":
        return topic_key(over, parsed, found)
    things = [child for child in over.children if child.dep_ in {"dobj", "nsubjpass"} and child.i != head.i]
    return next((key for thing in things if (key := topic_key(thing, parsed, found)) is not None), None)


def _give_loose_amounts(gathered: Mapping[str, Topic], loose: Iterable[Amount]) -> None:
    """Gives an amount without a thing to the one thing that is counted in its unit."""
    by_unit: dict[str, Counter[str]] = defaultdict(Counter)
    for key, topic in gathered.items():
        for amount in topic.amounts:
            by_unit[amount.unit][key] += 1
    for amount in loose:
        owners = by_unit[amount.unit].most_common(2)
        if owners and (len(owners) == 1 or owners[0][1] > owners[1][1]):
            gathered[owners[0][0]].amounts.append(amount)
