"""What is negotiated: the things that deeds are about, gathered by the word they have in common."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from accord.draft.actions import family
from accord.draft.amounts import Amount, amount_of, is_unit
from accord.draft.cast import Cast
from accord.draft.deeds import Deed, Phrase, clean, phrase_of
from accord.draft.nouns import DEGREES, is_abstract, is_light, is_no_thing, stands_alone, whole_word
from accord.reading.parsed import Parsed, Sentence
from accord.reading.wordlists import verb_forms
from accord.statements import Act

if TYPE_CHECKING:
    from spacy.tokens import Token

MOST_TOPICS = 16
_YEAR = re.compile(r"\b(?:1[89]|20|21)\d\d\b")
_NOMINAL = frozenset({"compound", "amod", "dobj", "pobj", "pcomp", "nsubj", "nsubjpass"})
_ENOUGH = 1.0


@dataclass(slots=True)
class Topic:
    """A thing negotiated: the phrases that deeds have for it, every other mention, and the amounts.

    `held`: the amounts of which the text says that they are what holds today.
    """

    key: str
    evidence: list[tuple[Deed, Phrase]] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    named: list[Phrase] = field(default_factory=list)
    held: set[float] = field(default_factory=set)

    @property
    def phrases(self) -> Counter[str]:
        """How often each phrase names it."""
        return Counter(clean(phrase.text) for _, phrase in self.evidence)

    @property
    def mentions(self) -> int:
        """In how many places the documents name it."""
        return len({(phrase.parsed.document.id, phrase.parsed.offset(phrase.head)) for phrase in self.named})

    @property
    def done(self) -> list[tuple[Deed, Phrase]]:
        """What is moved or refused with it, not what is thought of it or happens beside it."""
        return [(deed, phrase) for deed, phrase in self.evidence if deed.strong and phrase.near]

    @property
    def strength(self) -> float:
        """How sure it is that this is bargained over; below `_ENOUGH` it is left out.

        A sentence in which it is the very object of the bargaining counts one, any other in which something is done
        with it a little less, a list of what is demanded, offered or agreed one more, and so do amounts; a deed done to
        the thing itself (ended, opened, allowed), a second actor and further mentions count for a part.
        """
        done = self.done
        straight = {_place(deed) for deed, phrase in done if phrase.straight}
        near = {_place(deed) for deed, _ in done} - straight
        if not straight and not near:
            return 0.0
        listed = not is_abstract(self.key) and any(deed.listed for deed, phrase in done if phrase.straight)
        acted = any(acts_on(phrase) for _, phrase in done)
        actors = len({deed.actor for deed, _ in done if deed.actor is not None})
        own = len(straight) + 0.7 * len(near)
        spoken = all(_quoted(deed, phrase) for deed, phrase in done)
        told = own + listed + 0.7 * acted + 0.5 * (actors > 1) + 0.3 * min(max(self.mentions - 1, 0), 4)
        told += 1.0 * bool(self.amounts)
        return told - 0.8 * spoken - (1.7 if is_abstract(self.key) else 0.0)

    @property
    def weight(self) -> float:
        """How often and how strongly it is told of, in how many documents and by how many."""
        done = self.done
        actors = len({deed.actor for deed, _ in done if deed.actor is not None})
        texts = len({deed.parsed.document.id for deed, _ in done})
        return self.strength + len(done) + 0.5 * (len(self.evidence) - len(done)) + actors + texts


def topics(told: Sequence[Deed], documents: Sequence[Parsed], found: Cast) -> list[Topic]:
    """The things negotiated, those told of most first."""
    gathered: dict[str, Topic] = {}
    doers = _doers(documents, found)
    for deed in told:
        if deed.act is Act.FORECAST or _is_history(deed.parsed, deed.sentence):
            continue
        for phrase in deed.phrases:
            key = topic_key(phrase.head, deed.parsed, found)
            if key is not None and key not in doers:
                gathered.setdefault(key, Topic(key)).evidence.append((deed, phrase))
    _find_mentions(gathered, documents, found)
    _merge(gathered)
    ranked = sorted(gathered.values(), key=lambda topic: (-topic.weight, topic.key))
    return [topic for topic in ranked if topic.strength >= _ENOUGH][:MOST_TOPICS]


def _place(deed: Deed) -> tuple[str, int]:
    return deed.parsed.document.id, deed.sentence.start


def _quoted(deed: Deed, phrase: Phrase) -> bool:
    """Whether the phrase stands in somebody's own words, where images are at home; two or three marked words do not."""
    text, at = deed.parsed.text(deed.sentence.start, deed.sentence.end), deed.parsed.offset(phrase.first)
    return any(
        match.start() < at - deed.sentence.start < match.end() and len(match.group().split()) >= _OWN_WORDS
        for match in _QUOTES.finditer(text)
    )


_QUOTES = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)")
_OWN_WORDS = 6


def acts_on(phrase: Phrase) -> bool:
    """Whether the phrase or the verb over it names a deed that is done to a thing."""
    head, over = phrase.head, phrase.head.head
    if family(head.lemma_.lower()) is not None:
        return True
    if head.dep_ == "pobj" and over.lower_ == "from":  # "remove a land from its list"
        return over.head.pos_ == "VERB" and family(over.head.lemma_) is not None
    return head.dep_ in {"dobj", "nsubjpass"} and family(over.lemma_.lower()) is not None


def _doers(documents: Iterable[Parsed], found: Cast) -> frozenset[str]:
    """The common nouns that say something somewhere, and the kinds of the bodies: they act and are not settled."""
    sayings = verb_forms("saying")
    doing, every = Counter[str](), Counter[str]()
    for parsed in documents:
        for sentence in parsed.sentences:
            for token in sentence.span:
                if token.pos_ != "NOUN":
                    continue
                every[whole_word(token).replace("-", "")] += 1
                says = token.dep_ == "nsubj" and token.head.lower_ in sayings
                beside = (parsed.document.id, parsed.offset(token.head)) in found.person_at
                if says or (token.dep_ == "appos" and beside):
                    doing[whole_word(token).replace("-", "")] += 1
    named = {actor.name.split()[-1].lower() for actor in found.actors.values() if not actor.country}
    return frozenset(named) | frozenset(word for word in doing if doing[word] >= _DOES * every[word])


_DOES = 0.3


def _merge(gathered: dict[str, Topic]) -> None:
    """Joins a thing that is nearly always named as a part of another's name to that other: "satellite tracking"."""
    for key in sorted(gathered):
        topic = gathered[key]
        over: Counter[str] = Counter()
        for phrase in topic.named:
            if phrase.head.i + 1 < len(phrase.head.doc):
                over[whole_word(phrase.head.nbor()).replace("-", "")] += 1
        other, often = next(((word, n) for word, n in over.most_common() if word in gathered), ("", 0))
        if other != key and other in gathered and often >= _MOSTLY * len(topic.named):
            into = gathered[other]
            into.evidence += topic.evidence
            into.amounts += topic.amounts
            into.held |= topic.held
            del gathered[key]


_MOSTLY = 0.6


def _is_history(parsed: Parsed, sentence: Sentence) -> bool:
    """Whether the sentence tells of a year long before the document's own."""
    day = parsed.document.date
    years = [int(year) for year in _YEAR.findall(parsed.text(sentence.start, sentence.end))]
    return day is not None and any(year < day.year - 1 for year in years)


def topic_key(head: Token, parsed: Parsed, found: Cast) -> str | None:
    """The word by which the phrase's thing is known; None for persons, times, amounts and the talks themselves."""
    word = whole_word(head)
    if head.pos_ == "PROPN" and found.is_name(parsed, head):
        return f"{head.head.lemma_.lower()} {word}" if head.dep_ == "dobj" and head.head.pos_ == "VERB" else None
    if head.text[:1].isupper() and head.i > head.sent.start:
        return None  # a name that the tagger took for a word
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
            and child.tag_ != "VBN"
            and child.lower_ not in DEGREES
            and (child.pos_ == "NOUN" or child.tag_ == "VBG")
            and not found.is_name(parsed, child)
        ):
            word = whole_word(child)
            if not is_no_thing(child, word) and not is_unit(word):
                return word.replace("-", "")
    behind = [head.nbor()] if head.i + 1 < len(head.doc) and head.nbor().dep_ == "prep" else []
    for child in dict.fromkeys([*head.rights, *behind]):
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
            if not _is_history(parsed, sentence):
                for token in sentence.span:
                    noun = token.pos_ in {"NOUN", "PROPN"} or (token.tag_ == "VBG" and token.dep_ in _NOMINAL)
                    if noun and not found.is_name(parsed, token):
                        _book(token, gathered, loose, parsed, found)
    _give_loose_amounts(gathered, loose)


def _book(token: Token, gathered: Mapping[str, Topic], loose: list[Amount], parsed: Parsed, found: Cast) -> None:
    key = whole_word(token).replace("-", "")
    if key in gathered:
        gathered[key].named.append(phrase_of(token, parsed, found))
    amount = amount_of(token)
    if amount is None:
        return
    counted = key if key in gathered else _counted(token, parsed, found) or ""
    if counted in gathered:
        gathered[counted].amounts.append(amount)
        if holds_today(token):
            gathered[counted].held.add(amount.value)
    elif token.dep_ != "npadvmod":  # "three days before" measures no thing
        loose.append(amount)


def holds_today(token: Token) -> bool:
    """Whether the words say of an amount that it is what holds now: "from 5 to 7", "instead of four", "currently 3"."""
    over = token.head
    if token.dep_ == "pobj" and over.lower_ == "from":
        return any(one.lower_ == "to" and one.pos_ == "ADP" for one in token.doc[token.i + 1 : token.i + 4])
    if token.dep_ == "pobj" and over.lower_ == "of" and any(child.lower_ == "instead" for child in over.children):
        return True
    near = [one.lower_ for one in token.doc[max(token.left_edge.i - 3, 0) : token.i]]
    return bool(_NOW & set(near)) or (token.i + 1 < len(token.doc) and token.nbor().lower_ in {"now", "today"})


_NOW = frozenset({"currently", "current", "existing", "today's", "present", "now"})


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
