"""How a thing can be settled: amounts in order, a half and a whole measure, or an end to it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accord.draft.amounts import Amount, is_unit
from accord.draft.deeds import Phrase, clean
from accord.draft.nouns import is_light, whole_word
from accord.draft.topics import Topic

if TYPE_CHECKING:
    from spacy.tokens import Token

MOST_OPTIONS = 4
_HALF = frozenset(
    "partial limited temporary interim voluntary guideline conditional gradual tactical technical initial "
    "short reduced".split()
)
_WHOLE = frozenset(
    "full complete comprehensive total permanent binding unconditional general broad broader mandatory "
    "guaranteed entire extensive lasting final".split()
)
_OPPOSED = {"voluntary": "binding", "temporary": "permanent", "interim": "final", "conditional": "unconditional"}
_ENDING = frozenset(
    "end stop halt cease drop lift cancel remove abandon scrap ban abolish withdraw ending removal "
    "lifting withdrawal".split()
)
_PAUSING = frozenset("suspend pause freeze delay postpone suspension pause freeze moratorium".split())
_LESSENING = frozenset("reduce cut lower ease limit restrict shorten reduction decrease easing".split())
_OPENING = frozenset("publish open disclose show reveal share release".split())


@dataclass(frozen=True, slots=True)
class Options:
    """Options in order with their cues; the first is the status quo until the text is read by a person."""

    names: tuple[str, ...]
    cues: dict[str, tuple[str, ...]]


def options(topic: Topic) -> Options:
    """The options that the documents speak of."""
    degrees = _degrees(topic)
    amounts = _amounts(topic)
    if {degree for degree, _ in degrees.values()} == {1, 2}:
        return _by_degree(degrees)
    if len(amounts) > 1:
        return _by_amount(amounts)
    done = _by_verb(topic)
    if done is not None:
        return done
    if amounts:
        return _by_amount(amounts)
    return _by_degree(degrees) if degrees else _yes_or_no(topic)


def key_token(topic: Topic, phrase: Phrase) -> Token:
    """The token of the phrase that is the thing itself."""
    for token in (phrase.head, *phrase.head.subtree):
        joined = any(one.dep_ == "conj" for one in (token, *token.ancestors) if one.i > phrase.head.i)
        if whole_word(token).replace("-", "") == topic.key and not joined:
            return token
    return phrase.head


def core(topic: Topic, phrase: Phrase) -> str:
    """The thing's shortest name in the phrase: its word with the nouns before it, and the light noun after it."""
    token = key_token(topic, phrase)
    first = token
    for child in reversed(list(token.lefts)):
        light = child.dep_ == "amod" and is_light(whole_word(token))  # "spare parts"
        if not light and (child.dep_ not in {"compound", "nmod"} or child.i < first.i - 2 or child.pos_ != "NOUN"):
            if child.text == "-":
                continue
            break
        first = child.doc[child.left_edge.i] if child.left_edge.pos_ in {"NOUN", "ADJ"} else child
    while first.i >= 2 and first.nbor(-1).text == "-" and not first.nbor(-1).whitespace_:
        first = first.nbor(-2)
    last = phrase.head if phrase.head.i > token.i and phrase.head.i - token.i <= 2 else token
    return clean(phrase.parsed.text(phrase.parsed.offset(first), phrase.parsed.end(last)))


def _amounts(topic: Topic) -> list[Amount]:
    """The amounts of the unit most used, each once, in numeric order."""
    units = Counter(amount.unit for amount in topic.amounts)
    for unit in list(units):
        counts = {amount.value for amount in topic.amounts if amount.unit == unit}
        if not is_unit(unit) and (unit != topic.key or len(counts) == 1):
            del units[unit]  # "the nine ports": a number of things that nobody bargains over
    if not units:
        return []
    unit = min(units, key=lambda one: (-units[one], one))
    often = Counter(amount.value for amount in topic.amounts if amount.unit == unit)
    values = sorted(sorted(often, key=lambda value: (-often[value], value))[:MOST_OPTIONS])
    first = {amount.value: amount for amount in reversed(topic.amounts) if amount.unit == unit}
    return [first[value] for value in values]


def _by_amount(amounts: list[Amount]) -> Options:
    names = [amount.option for amount in amounts]
    cues = {amount.option: amount.cues for amount in amounts}
    lasts = amounts[0].unit in {"year", "month", "week", "day"} and len(amounts) > 2
    return Options(tuple(names if lasts else ["none", *names][: MOST_OPTIONS + 1]), cues)


def _degrees(topic: Topic) -> dict[str, tuple[int, list[str]]]:
    """Adjectives of degree on the thing: 1 for a half measure, 2 for a whole one, with the phrases they stand in."""
    found: dict[str, tuple[int, list[str]]] = {}
    for phrase in (*(phrase for _, phrase in topic.evidence), *topic.named):
        token = key_token(topic, phrase)
        for child in (*token.lefts, *phrase.head.lefts):
            word = child.lower_
            degree = 1 if word in _HALF else 2 if word in _WHOLE else 0
            if degree:
                text = clean(
                    phrase.parsed.text(phrase.parsed.offset(child), phrase.parsed.end(max(token, phrase.head)))
                )
                found.setdefault(word, (degree, []))[1].append(text)
    return found


def _by_degree(degrees: dict[str, tuple[int, list[str]]]) -> Options:
    """None, a half measure and a whole one, as far as the text has words for them."""
    chosen: dict[str, tuple[str, ...]] = {}
    for wanted in (1, 2):
        words = [word for word, (degree, _) in degrees.items() if degree == wanted]
        if words:
            best = max(words, key=lambda word: len(degrees[word][1]))
            chosen[slug(best)] = tuple(dict.fromkeys(text for word in words for text in degrees[word][1]))[:4]
    return Options(("none", *chosen), chosen)


def _by_verb(topic: Topic) -> Options | None:
    """What the deeds want done with a thing that is there already: ended, paused, lessened or opened."""
    found: dict[str, list[str]] = {}
    for deed, phrase in topic.evidence:
        token = key_token(topic, phrase)
        for word in _doing(phrase, token, deed.hit.anchor.i):
            kind = _kind_of_doing(word.lemma_.lower())
            if kind is not None:
                text = phrase.parsed.text(phrase.parsed.offset(min(word, token)), phrase.parsed.end(max(word, token)))
                found.setdefault(kind, []).append(clean(text))
    cues = {
        kind: tuple(dict.fromkeys(text for text in found[kind] if len(text.split()) <= 7))[:4]
        for kind in _KINDS
        if kind in found
    }
    if not cues:
        return None
    if set(cues) == {"open"}:
        return Options(("closed", "open"), cues)
    return Options(("continue" if set(cues) == {"pause"} else "keep", *cues), cues)


_KINDS = ("reduce", "pause", "open", "end")


def _doing(phrase: Phrase, token: Token, anchor: int) -> list[Token]:
    """The verb that governs the thing and the light noun before it ("end to", "suspension of")."""
    here = phrase.head
    while here.dep_ == "conj":
        here = here.head
    over = here.head
    found = [phrase.head] if phrase.head.i != token.i and phrase.head.i < token.i else []
    if over.dep_ == "prep" and over.head.pos_ == "NOUN":
        found.append(over.head)
    elif over.pos_ == "VERB" and here.dep_ in {"dobj", "nsubjpass"} and _not_of_a_stand(over, anchor):
        found.append(over)
    return [word for word in found if word.i != token.i]


def _not_of_a_stand(verb: Token, anchor: int) -> bool:
    """Whether the verb is done to the thing, not to a demand for it ("drop" in "dropped its request")."""
    return not any(child.lemma_ in {"demand", "request", "call", "claim", "insistence"} for child in verb.children)


def _kind_of_doing(word: str) -> str | None:
    kinds = (("pause", _PAUSING), ("end", _ENDING), ("reduce", _LESSENING), ("open", _OPENING))
    return next((kind for kind, words in kinds if word in words), None)


def _yes_or_no(topic: Topic) -> Options:
    name = slug(issue_name(topic))
    name = f"{name}_agreed" if name in {"none", "issue"} else name
    cues = [text for text, _ in topic.phrases.most_common(6) if topic.key in text.replace("-", "")]
    return Options(("none", name), {name: tuple(cues[:4] or [issue_name(topic)])})


def issue_name(topic: Topic) -> str:
    """The name most used for the thing, a fuller one before a bare word."""
    cores = Counter(core(topic, phrase) for _, phrase in topic.evidence)
    fitting = [text for text in cores if 2 < len(text) <= 40 and len(text.split()) <= 4]
    if not fitting:
        return topic.key
    return min(fitting, key=lambda text: (-cores[text] - 1.0 * (len(text.split()) > 1), len(text), text))


def issue_cues(topic: Topic) -> tuple[str, ...]:
    """The names the documents have for the thing, most used first."""
    cores = Counter(core(topic, phrase) for _, phrase in topic.evidence)
    fitting = [text for text, _ in cores.most_common() if 2 < len(text) <= 40 and len(text.split()) <= 4]
    return tuple(fitting[:6]) or (topic.key,)


def slug(text: str) -> str:
    """The text as a short name: small letters, digits and underscores."""
    return re.sub(r"[^\w]+", "_", text.lower()).strip("_")[:40] or "thing"
