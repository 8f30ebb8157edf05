"""For whom somebody speaks whose country no document names: the one that is paired as the person is.

"Mr. A called Mr. B" and "the talks between A-land and B-land" tell together that Mr. B is of B-land. It is a guess.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from accord.draft.actors import Cast
from accord.reading.parsed import Parsed
from accord.reading.wordlists import words
from accord.statements import Authority

if TYPE_CHECKING:
    from spacy.tokens import Token

_NEAR = 4  # tokens between two countries that are named as a pair
_LEAST = 2


def find_counterparts(found: Cast, documents: Sequence[Parsed]) -> None:
    """Adds to `found.speaks_for` the leaders who are named beside a leader whose country is known."""
    people: Counter[tuple[str, str]] = Counter()
    lands: Counter[tuple[str, str]] = Counter()
    for parsed in documents:
        _count_pairs(parsed, found, people, lands)
    lead = {key for name, key in found.speaks_for.items() if found.people[name].authority is Authority.PRINCIPAL}
    for name in sorted(found.people):
        if name in found.speaks_for or found.people[name].authority is not Authority.PRINCIPAL:
            continue
        beside = Counter({other: people[name, other] for other in found.speaks_for if people[name, other] >= _LEAST})
        fits: Counter[str] = Counter()
        for other, often in beside.items():
            home = found.speaks_for[other]
            for (first, second), count in lands.items():
                if first == home and second not in lead and count >= _LEAST:
                    fits[second] += often * count
        best = fits.most_common(2)
        if best and (len(best) == 1 or best[0][1] > best[1][1]):
            found.speaks_for[name] = best[0][0]
    _from_beside(found, documents)
    _from_context(found, documents)


def _from_beside(found: Cast, documents: Iterable[Parsed]) -> None:
    """Gives an official the one actor named right before or after the name ("envoy of the Council, Ms. A")."""
    for parsed in documents:
        for sentence in parsed.sentences:
            tokens = list(sentence.span)
            for number, token in enumerate(tokens):
                name = found.person_at.get((parsed.document.id, parsed.offset(token)))
                if name is None or name in found.speaks_for or found.people[name].authority not in _CHAIRS:
                    continue
                before = list(itertools.takewhile(_no_verb, reversed(tokens[max(number - _BESIDE, 0) : number])))
                after = list(itertools.takewhile(_no_verb, tokens[number + 1 : number + _BESIDE]))
                owners = [
                    one
                    for one in (*before, *after)
                    if one.dep_ == "poss" or one.head.lower_ in {"of", "for"} or _says_whose(one, token)
                ]
                near = {found.at.get((parsed.document.id, parsed.offset(one))) for one in owners} - {None}
                key = next(iter(near)) if len(near) == 1 else None
                if key is not None:
                    found.speaks_for[name] = key


def _says_whose(token: Token, name: Token) -> bool:
    """Whether the word marks a role that stands beside the name as its own: "her Norwegian counterpart, Lars B"."""
    role = token.head
    beside = role.dep_ == "appos" and role.head.i in {name.i, name.head.i}
    return _marks_role(token) and (beside or (name.dep_ == "appos" and name.head.i == role.i) or name.head.i == role.i)


def _marks_role(token: Token) -> bool:
    """Whether the word tells of which land a role is: "her Norwegian counterpart"."""
    roles = any(token.head.lemma_.lower() in words("roles", kind) for kind in ("principal", "negotiator", "official"))
    return token.dep_ in {"amod", "compound", "nmod"} and (roles or token.head.lemma_ == "counterpart")


def _no_verb(token: Token) -> bool:
    return token.pos_ not in {"VERB", "AUX"} and not token.is_quote


_BESIDE = 9  # tokens
_CHAIRS = frozenset({Authority.PRINCIPAL, Authority.NEGOTIATOR, Authority.OFFICIAL})


def _from_context(found: Cast, documents: Iterable[Parsed]) -> None:
    """Gives an official whose body is not named the actor that was the last subject before the first mention."""
    open_names = {name for name, person in found.people.items() if person.authority in _CHAIRS} - set(found.speaks_for)
    open_names = {name for name in open_names if not _OF_STATE.search(found.people[name].role or "")}
    for parsed in documents:
        last: tuple[int, str] | None = None
        for sentence in parsed.sentences:
            for token in sentence.span:
                place = (parsed.document.id, parsed.offset(token))
                name = found.person_at.get(place)
                if name in open_names and last is not None and sentence.number - last[0] <= _CLOSE:
                    if not _met(token):
                        found.speaks_for[name] = last[1]
                elif token.dep_ in {"nsubj", "nsubjpass"} and token.head.dep_ in {"ROOT", "conj"}:
                    places = [
                        place,
                        *((parsed.document.id, parsed.offset(one)) for one in token.lefts if _marks_role(one)),
                    ]
                    key = next((found.at[one] for one in places if one in found.at), None)
                    last = (sentence.number, key) if key is not None else last
                if name is not None:
                    open_names.discard(name)


def _met(name: Token) -> bool:
    """Whether the one named is met or spoken to by the subject: "spoke with Mr. B", "told Mr. B"."""
    head = name if name.dep_ not in {"compound", "nmod"} else name.head
    return head.dep_ == "dobj" or (head.dep_ == "pobj" and head.head.lower_ in {"with", "to", "at", "against"})


_CLOSE = 2  # sentences
# Offices of a state, whoever was spoken of before.
_OF_STATE = re.compile(r"^(?!its\b|his\b|her\b|their\b).*\b(?:minister|secretary|chancellor)\b", re.IGNORECASE)


def _count_pairs(
    parsed: Parsed, found: Cast, people: Counter[tuple[str, str]], lands: Counter[tuple[str, str]]
) -> None:
    for sentence in parsed.sentences:
        places = [(parsed.document.id, parsed.offset(token)) for token in sentence.span]
        here = {found.person_at[place] for place in places if place in found.person_at}
        people.update((first, second) for first in here for second in here if first != second)
        named = [(number, found.at[place]) for number, place in enumerate(places) if place in found.at]
        for (left, first), (right, second) in itertools.pairwise(named):
            if (
                first != second
                and right - left <= _NEAR
                and found.actors[first].country
                and found.actors[second].country
            ):
                lands[first, second] += 1
                lands[second, first] += 1
