"""What the things negotiated are told to amount to: every mention, every amount, and whose an amount alone is."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from accord.draft.actors import Cast
from accord.draft.amounts import BARE, Amount, amount_of, is_unit
from accord.draft.nouns import (
    is_light,
    known_as,
    points_on,
    whole_word,
)
from accord.draft.phrases import phrase_of
from accord.reading.parsed import Parsed, Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token


from accord.draft.keys import MONEY, WITH_LENGTH, thing_within, topic_key
from accord.draft.things import Topic


class _Loose(NamedTuple):
    """An amount of which its own words do not say what it is of; `wanted`: a deed is about it; `held`: it holds now."""

    amount: Amount
    parsed: Parsed
    sentence: Sentence
    wanted: bool
    held: bool
    at: int


def find_mentions(
    gathered: Mapping[str, Topic], documents: Iterable[Parsed], found: Cast, asked: Collection[tuple[str, int]]
) -> list[_Loose]:
    """Books every mention of a thing and every amount of it; gives back the amounts of which it is not told."""
    loose: list[_Loose] = []
    for parsed in documents:
        for sentence in parsed.sentences:
            if not is_history(parsed, sentence):
                for token in sentence.span:
                    noun = token.pos_ in {"NOUN", "PROPN"} or (token.tag_ == "VBG" and token.dep_ in _NOMINAL)
                    noun = noun or token.pos_ == "NUM" or token.lower_ == "all"
                    if noun and not found.is_name(parsed, token):
                        wanted = (parsed.document.id, parsed.offset(token)) in asked
                        amount = _book(token, gathered, parsed, found, wanted=wanted)
                        if amount is not None and (wanted or amount.kind != "time"):
                            loose.append(
                                _Loose(amount, parsed, sentence, wanted, holds_today(token), parsed.offset(token))
                            )
    return loose


_NOMINAL = frozenset({"compound", "amod", "dobj", "pobj", "pcomp", "nsubj", "nsubjpass"})


def _book(token: Token, gathered: Mapping[str, Topic], parsed: Parsed, found: Cast, *, wanted: bool) -> Amount | None:
    """Books what the token names and counts; an amount of nothing known is given back."""
    key = known_as(token)
    if key in gathered:
        gathered[key].named.append(phrase_of(token, parsed, found))
    elif token.pos_ == "NOUN" and (whole_word(token) in WITH_LENGTH or is_light(key)) and not is_unit(key):
        key = topic_key(token, parsed, found) or key
        if key in {"duration", "delay"} and key in gathered:
            gathered[key].named.append(phrase_of(token, parsed, found))
    amount = amount_of(token)
    if amount is None:
        return None
    counted = key if key in gathered else _counted(token, parsed, found) or ""
    if counted == "share" and "share" not in gathered:
        counted = _of_what(token, parsed, found) or ""
    if counted in gathered:
        gathered[counted].amounts.append(Amount(amount.value, counted, amount.text) if amount.unit == BARE else amount)
        if wanted:
            gathered[counted].asked.add(amount.size)
        if holds_today(token):
            gathered[counted].held.add(amount.size)
        return None
    if any(child.lower_ == "of" for child in token.children) and not is_light(whole_word(token.head)):
        return None  # "6 percent of the profit" is of something else
    aside = token.dep_ == "npadvmod" or (
        token.dep_ == "pobj" and token.head.lower_ == "for" and _lasted(token.head.head)
    )
    return None if aside and amount.kind == "time" else amount  # "three days before" measures no thing


def _lasted(verb: Token) -> bool:
    """Whether the verb tells of what has gone on till now: "has refused for six years"."""
    return any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children)


def holds_today(token: Token) -> bool:
    """Whether the words say of an amount that it is what holds now: "from 5 to 7", "instead of four", "currently 3"."""
    over = token.head
    if token.dep_ == "pobj" and over.lower_ == "from":
        return any(one.lower_ == "to" and one.pos_ == "ADP" for one in token.doc[token.i + 1 : token.i + 4])
    if token.dep_ == "pobj" and over.lower_ == "of" and any(child.lower_ == "instead" for child in over.children):
        return True
    if (
        any(child.dep_ == "prep" and child.lower_ == "instead" for child in token.head.children)
        and token.dep_ == "pobj"
    ):
        return True
    near = [one.lower_ for one in token.doc[max(token.left_edge.i - 3, 0) : token.i]]
    return bool(_NOW & set(near)) or (token.i + 1 < len(token.doc) and token.nbor().lower_ in {"now", "today"})


_NOW = frozenset({"currently", "current", "existing", "today's", "present", "now"})


def _counted(head: Token, parsed: Parsed, found: Cast) -> str | None:
    """The thing that an amount is of: "extend the filling to six years", "a period shorter than nine years"."""
    if head.dep_ == "pobj" and head.head.lower_ in {"from", "to", "by"} and head.head.head.pos_ == "VERB":
        things = [child for child in head.head.head.children if child.dep_ in {"dobj", "nsubjpass"}]
        key = next((key for thing in things if (key := topic_key(thing, parsed, found)) is not None), None)
        if key is not None:
            return key  # "lift its contribution from 9 percent of pay to 12"
    if (key := _of_what(head, parsed, found)) is not None:
        return "share" if head.lower_ in {"percent", "%"} else key  # "60 percent of the catch"
    over = head.head
    if head.dep_ == "npadvmod" and over.pos_ == "ADP":
        over = over.head  # "30 kilometers from the dam"
    if head.dep_ == "pobj":
        over = over.head
        while over.pos_ == "ADJ" and over.head.i != over.i:
            over = over.head
    if over.pos_ == "NOUN":
        return topic_key(over, parsed, found)
    done = {"dobj", "nsubjpass", "nsubj"} if over.tag_ == "VBN" else {"dobj", "nsubjpass"}
    things = [child for child in over.children if child.dep_ in done and child.i != head.i]
    if over.dep_ == "acl" and over.tag_ == "VBN":
        things.append(over.head)  # "want the minimum raised to 15 crowns"
    keys = [topic_key(thing, parsed, found) or _asked_for(thing, parsed, found) for thing in things]
    return next((key for key in keys if key is not None), None)


def _asked_for(head: Token, parsed: Parsed, found: Cast) -> str | None:
    """The thing behind a noun of asking: "lowered its demand for visas to 50,000"."""
    return thing_within(head, parsed, found) if points_on(whole_word(head)) else None


def _of_what(head: Token, parsed: Parsed, found: Cast) -> str | None:
    """The thing behind the "of" of an amount."""
    inner = [one for child in head.children if child.lower_ == "of" for one in child.children if one.dep_ == "pobj"]
    return topic_key(inner[0], parsed, found) if inner else None


def give_loose_amounts(gathered: Mapping[str, Topic], loose: Iterable[_Loose]) -> None:
    """Gives an amount without a thing to the thing counted in its unit that is named last before it.

    Where none is near, an amount demanded or offered goes to the thing counted so most often, and where nothing is
    counted so, to the thing named last before it. Many times more or less than the thing's amounts is of another thing.
    """
    places = _places(gathered)
    for one in loose:
        fits = {
            key: amount for key, topic in gathered.items() if (amount := _in_units_of(one.amount, topic.amounts, key))
        }
        key = _last_before(one, set(fits), places)
        if key is None and one.wanted and one.amount.kind not in {"time", "until"} and one.amount.unit != BARE:
            often = Counter({key: sum(a.kind == fits[key].kind for a in gathered[key].amounts) for key in fits})
            best = often.most_common(2)
            key = best[0][0] if best and (len(best) == 1 or best[0][1] > best[1][1]) else None
            if not fits and one.amount.unit in MONEY | {"percent", "%", "million", "billion"}:
                key = _last_before(one, {key for key, topic in gathered.items() if not topic.amounts}, places)
        if key is None:
            continue
        amount = fits.get(key, one.amount)
        gathered[key].amounts.append(amount)
        if one.held:
            gathered[key].held.add(amount.size)
        if one.wanted:
            gathered[key].asked.add(amount.size)


def _places(gathered: Mapping[str, Topic]) -> dict[tuple[str, int], list[tuple[int, str]]]:
    """What each sentence names, by its document and number: where, and the thing."""
    found: dict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)
    for key, topic in gathered.items():
        for phrase in topic.named:
            place = phrase.parsed.document.id, phrase.sentence.number
            found[place].append((phrase.parsed.offset(phrase.head), key))
    return found


def _last_before(
    one: _Loose, keys: Collection[str], places: Mapping[tuple[str, int], Sequence[tuple[int, str]]]
) -> str | None:
    """The thing among `keys` named last before the amount, else first behind it in its sentence."""
    for back in range(_BACK):
        here = sorted(
            place for place in places.get((one.parsed.document.id, one.sentence.number - back), ()) if place[1] in keys
        )
        before = [key for at, key in here if at < one.at]
        if here:
            return before[-1] if before else here[0][1]
    return None


_BACK = 3  # sentences


_APART = 30.0


def _in_units_of(amount: Amount, known: Sequence[Amount], key: str) -> Amount | None:
    """The amount as one more of those known, "60 million" in their currency, "12" of them; None where it cannot be."""
    if amount.unit == BARE:
        own = Counter(one.unit for one in known)
        amount = Amount(amount.value, own.most_common(1)[0][0] if own else key, amount.text)
    if amount.unit in {"million", "billion"}:
        money = next((one.unit for one in known if one.unit in MONEY), None)
        value = amount.value * (1e6 if amount.unit == "million" else 1e9)
        amount = Amount(value, money, amount.text) if money is not None else amount
    alike = [one.size for one in known if one.kind == amount.kind]
    return amount if any(size / _APART <= amount.size <= size * _APART for size in alike) else None


def merge_bare(gathered: dict[str, Topic]) -> None:
    """Joins "a limit", "any rise" to the one thing measured in its unit; without an amount, it says of no thing."""
    for key in sorted(_MEASURES & set(gathered)):
        topic = gathered[key]
        units = {amount.unit for amount in topic.amounts}
        fits: Counter[str] = Counter()
        for other, one in gathered.items():
            if other != key and other not in _MEASURES:
                fits[other] += sum(
                    amount.unit in units and _in_units_of(amount, topic.amounts, key) is not None
                    for amount in one.amounts
                )
        best = [pair for pair in fits.most_common(2) if pair[1]]
        if best and (len(best) == 1 or best[0][1] > best[1][1]):
            gathered[best[0][0]].amounts += topic.amounts
            del gathered[key]
        elif len(topic.evidence) == 1 and not topic.amounts:
            del gathered[key]


_MEASURES = frozenset("rate ceiling rise raise increase cut limit cap guarantee claim restriction reduction".split())


def merge_parts(gathered: dict[str, Topic]) -> None:
    """Joins "steel" to the one thing named by it and counted in its unit: "steel quota"."""
    over: dict[str, list[str]] = defaultdict(list)
    for key, topic in gathered.items():
        names: Counter[str] = Counter()
        for phrase in topic.named:
            names.update({known_as(child) for child in phrase.head.lefts if child.dep_ in {"compound", "nmod"}})
        for word, often in names.items():
            kinds = {amount.kind for amount in topic.amounts}
            alike = word in gathered and kinds & {amount.kind for amount in gathered[word].amounts}
            if alike and word != key and often >= _MOSTLY * len(topic.named):
                over[word].append(key)
    for word in sorted(over):
        if len(over[word]) == 1 and word in gathered and over[word][0] in gathered:
            into, part = gathered[over[word][0]], gathered.pop(word)
            into.amounts += part.amounts
            into.held |= part.held
            into.asked |= part.asked


def is_history(parsed: Parsed, sentence: Sentence) -> bool:
    """Whether the sentence tells of a year long before the document's own."""
    day = parsed.document.date
    if day is None or not _YEAR.search(parsed.text(sentence.start, sentence.end)):
        return False
    tokens = list(sentence.span)
    told = [token for token in tokens if _YEAR.fullmatch(token.text) and int(token.text) < day.year - 1]
    plain = [token for token in told if not any(over.dep_ in {"relcl", "acl"} for over in token.ancestors)]
    return bool(plain) and not any(token.tag_ == "MD" for token in tokens)


_YEAR = re.compile(r"\b(?:1[89]|20|21)\d\d\b")
_MOSTLY = 0.6
