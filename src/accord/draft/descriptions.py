"""Common nouns and adjectives that stand for an actor: "the federation", "the A-landish government", "the rebels"."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from accord.draft.actors import Actor, Cast, join
from accord.reading.parsed import Parsed
from accord.reading.people import plain
from accord.reading.places import UNION, UNION_NAMES
from accord.reading.wordlists import words

if TYPE_CHECKING:
    from spacy.tokens import Token


def _words_in(text: str) -> frozenset[str]:
    return frozenset(text.split())


def common_nouns(found: Cast, documents: Iterable[Parsed]) -> None:
    """Marks "the federation" and "nurses" as the one actor whose name has that word; else "the ministry" as its own."""
    by_word: dict[str, set[str]] = defaultdict(set)  # words of names, and their singulars
    for key, actor in found.actors.items():
        if not actor.country:
            for part in re.sub(r"['’]", "", actor.name).split():
                by_word[part.lower()].add(key)
                by_word[singular(part.lower()) + "(s)"].add(key)
    for parsed in documents:
        for paragraph in parsed.paragraphs:
            for token in paragraph.doc:
                if token.pos_ in {"NOUN", "ADJ"} and not found.is_name(parsed, token):
                    _mark(token, by_word, parsed, found)


def _mark(token: Token, by_word: dict[str, set[str]], parsed: Parsed, found: Cast) -> None:
    """Books the actor that a common noun or an adjective stands for, with the name it gives."""
    place = parsed.document.id, parsed.offset(token)
    if token.pos_ == "ADJ":
        lands = [
            key for key, actor in found.actors.items() if token.text[0].isupper() and of_land(token.text, actor.name)
        ]
        if len(lands) == 1:
            found.at[place] = lands[0]
            found.actors[lands[0]].names[token.text] += 1
        return
    meant = _beside(token, parsed, found) or _meant(token, by_word, found)
    if meant is not None:
        found.at[place] = meant
        if not any(child.dep_ in {"amod", "compound", "nmod"} for child in token.lefts):
            found.actors[meant].names[_article(token) + token.text] += 1


def of_land(name: str, land: str) -> bool:
    """Whether the name is the land's adjective by its ending: "Vellish" of "Vell"."""
    stem = land.rstrip("aeiou")
    return " " not in name and len(stem) > _ROOT and name.startswith(stem) and name[len(stem) :] in _ADJECTIVES


_ROOT = 2  # letters


_ADJECTIVES = frozenset({"ish", "an", "ian", "ans", "ians", "ese", "ic", "i", "er", "ers"})


def _beside(token: Token, parsed: Parsed, found: Cast) -> str | None:
    """The actor named with a body's common noun: "the Belgian government", "the union federation, AB Metal"."""
    word = singular(token.lower_)
    if token.tag_ != "NN" or word not in words("roles", "bodies") | GUILDS:
        return None
    if word in _OF_A_LAND:
        lands = [found.at.get((parsed.document.id, parsed.offset(child))) for child in token.lefts]
        return next((land for land in lands if land is not None and found.actors[land].country), None)
    names = [child for child in token.children if child.dep_ == "appos" and child.i - token.i <= _APPOSED]
    keys = [found.at.get((parsed.document.id, parsed.offset(child))) for child in names]
    told = _article(token) and bool(names)
    return next((key for key in keys if key is not None and not found.actors[key].country), None) if told else None


_APPOSED = 4  # tokens


def _meant(token: Token, by_word: dict[str, set[str]], found: Cast) -> str | None:
    """The actor that a common noun stands for."""
    word = singular(token.lower_)
    plural = token.tag_ == "NNS"
    owners = by_word.get(f"{word}(s)" if plural else word, set())
    many = word in _ARMED or (word in _MANY and not owners and token.dep_ == "nsubj")
    if plural and many and _article(token):
        found.actors.setdefault(f"the {token.lower_}", Actor(f"the {token.lower_}"))
        return f"the {token.lower_}"
    is_body = word in words("roles", "bodies") | GUILDS
    acts = token.dep_ in {"nsubj", "nsubjpass", "poss", "agent", "pobj"}
    if len(owners) == 1 and ((is_body and not plural) or (plural and token.dep_ == "nsubj")):
        return next(iter(owners))
    told = token.left_edge.lower_ == "the"
    if not owners and is_body and word in _OWN and token.tag_ == "NN" and told and acts:
        key = f"the {word}"
        found.actors.setdefault(key, Actor(f"the {word}"))
        return key
    return None


# Common nouns that can be a party by themselves where no name has the word.
_OWN = frozenset(
    "government administration ministry union federation company trust management workforce regulator "
    "cabinet parliament senate opposition army association consortium league employer operator province "
    "city council commission agency cooperative guild foundation regulator".split()
)


# Many who are a party together where no name has the word: "the lenders".
_MANY = frozenset(
    "lender creditor bondholder shareholder trustee landlord tenant driver teacher nurse doctor worker docker miner "
    "pilot farmer".split()
)


_OF_A_FIRM = frozenset({"company", "firm", "employer", "operator", "management"})


_OF_A_LAND = frozenset({"government", "administration"})


_ARMED = frozenset({"rebel", "insurgent", "guerrilla", "militant", "separatist", "fighter"})


# Descriptions of bodies by what stands in the names of such bodies.
_TYPED = {
    "the union": _words_in("union guild association federation brotherhood workers teachers nurses drivers staff"),
    "the bloc": _words_in("union community alliance association league"),
    **{f"the {word}s": _words_in("movement front army forces liberation council party") for word in sorted(_ARMED)},
}


_BACK = 3  # sentences


def merge_descriptions(found: Cast, documents: Iterable[Parsed]) -> None:
    """Joins "the company" and "the government" to the body or land last named before, where most places agree."""
    for key in sorted({f"the {noun}" for noun in _OF_A_FIRM | _OF_A_LAND} | set(_TYPED)):
        if key not in found.actors:
            continue
        votes = _votes(key, documents, found)
        often = Counter(found.at.values())
        best = sorted(votes.items(), key=lambda item: (-item[1], -often[item[0]]))[:2]
        clear = len(best) == 1 or (bool(best) and (best[0][1], often[best[0][0]]) > (best[1][1], often[best[1][0]]))
        if clear:
            if len(best) > 1 and best[1][1] > _DOUBTFUL * best[0][1]:
                found.actors[key].names.clear()  # called so in this place, and others in other places
            join(found, key, best[0][0])
    for other in ("the ministry", "the administration"):
        if {other, "the government"} <= set(found.actors):
            often = Counter(found.at.values())
            fewer, more = sorted((other, "the government"), key=lambda key: (often[key], key))
            found.actors[fewer].names[fewer] += 1
            join(found, fewer, more)


def _votes(key: str, documents: Iterable[Parsed], found: Cast) -> Counter[str]:
    """How many places tell of each actor that it is the one described."""
    noun = key.removeprefix("the ")
    votes: Counter[str] = Counter()
    for parsed in documents:
        last: tuple[int, str] | None = None
        for sentence in parsed.sentences:
            for token in sentence.span:
                here = found.at.get((parsed.document.id, parsed.offset(token)))
                if here is None:
                    continue
                if here != key:
                    if token.lower_ == noun and found.actors[here].country:
                        votes[here] += _SURE  # "the A-landish government"
                    last = (sentence.number, here) if _can_be(noun, here, found) else last
                elif (land := _owner(token, parsed, found)) is not None:
                    votes[land] += _SURE
                elif last is not None and sentence.number - last[0] <= _BACK:
                    votes[last[1]] += 1
    if not votes and key in _TYPED:
        votes.update(other for other in found.actors if other != key and _can_be(noun, other, found))
    return votes


_SURE = 5


_DOUBTFUL = 0.4


def _owner(noun: Token, parsed: Parsed, found: Cast) -> str | None:
    """The actor of "the government of A-land"."""
    inner = [one for child in noun.children if child.lower_ == "of" for one in child.children if one.dep_ == "pobj"]
    inner += [child for child in noun.lefts if child.dep_ == "poss"]
    return found.at.get((parsed.document.id, parsed.offset(inner[0]))) if inner else None


def _can_be(noun: str, key: str, found: Cast) -> bool:
    """Whether the actor is of the kind that the noun describes."""
    actor, kinds = found.actors[key], words("roles", "bodies")
    if f"the {noun}" in _TYPED:
        parts = {part.lower() for part in re.sub(r"['’]", "", actor.name).split()}
        return not actor.name.startswith("the ") and bool(parts & _TYPED[f"the {noun}"])
    if noun in _OF_A_LAND:
        return actor.country and not {"union", "nations"} & {part.lower() for part in actor.name.split()}
    return not actor.country and not {part.lower() for part in actor.name.split()} & (kinds - _OF_A_FIRM)


def _article(token: Token) -> str:
    return "the " if any(child.dep_ == "det" and child.lower_ == "the" for child in token.children) else ""


def singular(word: str) -> str:
    """The word without the s of a plural."""
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


GUILDS = frozenset({"guild", "brotherhood", "forum", "society", "fund", "charity", "foundation"})


def mark_union(found: Cast, documents: Iterable[Parsed]) -> None:
    """Marks the names of a continent as its union's, where the documents name the union."""
    union = plain(UNION)
    if union not in found.actors:
        return
    for parsed in documents:
        for sentence in parsed.sentences:
            for token in sentence.span:
                place = (parsed.document.id, parsed.offset(token))
                if token.text in UNION_NAMES and place not in found.person_at:
                    _move(found, place, union, token.text)
    found.actors.pop(plain(UNION_NAMES[0]), None)


def _move(found: Cast, place: tuple[str, int], key: str, name: str) -> None:
    if found.at.get(place) in {None, plain(UNION_NAMES[0])}:
        found.at[place] = key
        found.actors[key].names[name] += 1
