"""Who the documents speak of: countries and bodies by every name the text has for them, and the persons who speak."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from accord.reading.parsed import Parsed
from accord.reading.people import NameRun, Person, name_runs, plain
from accord.reading.places import country_of
from accord.reading.registry import Registry
from accord.reading.wordlists import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_MEDIA = frozenset(
    "news times post radio review wire journal gazette television tv press herald tribune magazine "
    "telegraph broadcaster chronicle newspaper daily weekly podcast".split()
)
_JOINING = frozenset({"of", "for", "on"})
_SMALL = frozenset({"of", "for", "on", "the", "and", "&"})
_BODY_LABELS = frozenset({"ORG", "GPE", "NORP"})


class Named(NamedTuple):
    """A proper name in a parse: tokens `start` to `end` (exclusive) and its text, without article and possessive."""

    start: int
    end: int
    text: str
    titled: bool


@dataclass(slots=True)
class Actor:
    """A country or body: its fullest name and how often each of its names is used."""

    name: str
    country: bool = False
    names: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Cast:
    """Actors and persons by their places: (document id, offset of a token) to the actor's key or the person's name."""

    actors: dict[str, Actor] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    at: dict[tuple[str, int], str] = field(default_factory=dict)
    person_at: dict[tuple[str, int], str] = field(default_factory=dict)
    speaks_for: dict[str, str] = field(default_factory=dict)

    def actor(self, parsed: Parsed, token: Token) -> str | None:
        """The key of the actor named at the token, or for whom the person named there speaks."""
        place = (parsed.document.id, parsed.offset(token))
        person = self.person_at.get(place)
        return self.at.get(place) or (self.speaks_for.get(person) if person is not None else None)

    def is_name(self, parsed: Parsed, token: Token) -> bool:
        """Whether the token belongs to the name of an actor or a person."""
        place = (parsed.document.id, parsed.offset(token))
        return place in self.at or place in self.person_at

    def key_of(self, text: str) -> str | None:
        """The key of the actor named in a description, the longest name first."""
        parts = [part for part in re.split(r"[^\w.&’'-]+", text) if part]
        for length in range(min(len(parts), 8), 0, -1):
            for start in range(len(parts) - length + 1):
                key = self._exact(" ".join(parts[start : start + length]))
                if key is not None:
                    return key
        return None

    def _exact(self, name: str) -> str | None:
        if not name[:1].isupper():
            return None
        country = country_of(name)
        if country is not None:
            return plain(country) if plain(country) in self.actors else None
        wanted = plain(name)
        return next((key for key, actor in self.actors.items() if wanted in map(plain, actor.names)), None)


def cast(documents: Sequence[Parsed], known: Registry) -> Cast:
    """The actors and persons of the documents."""
    found = Cast()
    labels = _labels(documents)
    voices = _voices(documents)
    bodies: dict[str, list[tuple[Parsed, Named]]] = defaultdict(list)
    for parsed in documents:
        for paragraph in parsed.paragraphs:
            for name in names(paragraph.doc):
                person = _person(name, known, labels)
                if person is not None:
                    found.people[person.name] = person
                    _mark(found.person_at, parsed, paragraph.doc, name, person.name)
                elif (country := _country(name.text)) is not None:
                    _book(found, plain(country), country, parsed, paragraph.doc, name)
                    found.actors[plain(country)].country = True
                elif not _outside(name.text) and name.text.split()[-1].upper() not in voices:
                    bodies[name.text].append((parsed, name))
                    _mark(found.at, parsed, paragraph.doc, name, name.text)
    _merge_bodies(found, bodies)
    _common_nouns(found, documents)
    _merge_descriptions(found, documents)
    for person in found.people.values():
        key = _party_of(person, found)
        if key is not None:
            found.speaks_for[person.name] = key
    return found


def names(doc: Doc) -> Iterator[Named]:
    """The proper names of a parse, joined over "of" and "for", and words for countries among other words."""
    runs = list(name_runs(doc))
    taken: set[int] = set()
    number = 0
    while number < len(runs):
        run, last = runs[number], number
        while last + 1 < len(runs) and _joined(doc, runs[last], runs[last + 1]):
            last += 1
        end = runs[last].end
        taken.update(range(run.start, end))
        yield _named(doc, run, end)
        number = last + 1
    for token in doc:
        if token.i not in taken and token.text[:1].isupper() and country_of(token.text) is not None:
            yield Named(token.i, token.i + 1, token.text, False)


def _named(doc: Doc, run: NameRun, end: int) -> Named:
    while end > run.start + 1 and doc[end - 1].text in {"'s", "’s", "'", "’"}:
        end -= 1
    text = re.sub(r"['’]s?$", "", " ".join(doc[run.start : end].text.split()))
    return Named(run.start, end, re.sub(r"^(?:the|a|an) ", "", text, flags=re.IGNORECASE), bool(run.titles))


def _joined(doc: Doc, first: NameRun, second: NameRun) -> bool:
    """Whether two runs are one body's name: "Office for Fair Markets", "Ministry of the Interior"."""
    between = [token.lower_ for token in doc[first.end : second.start]]
    if between and set(between) <= {"'", "’", "'s", "’s"}:
        return doc[second.end - 1].lower_ in words("roles", "bodies")  # "Tenants' Association"
    ends = {doc[first.end - 1].lower_, doc[first.start].lower_}
    is_body = bool(ends & (words("roles", "bodies") | words("roles", "research")))
    return is_body and bool(between) and between[0] in _JOINING and set(between[1:]) <= {"the", "a"}


def _labels(documents: Iterable[Parsed]) -> dict[str, Counter[str]]:
    """How often the language pipeline takes each name for which kind."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for parsed in documents:
        for paragraph in parsed.paragraphs:
            for run in name_runs(paragraph.doc):
                label = Counter(token.ent_type_ for token in paragraph.doc[run.start : run.end]).most_common(1)[0][0]
                found[plain(run.text)][label] += 1
    return found


def _person(name: Named, known: Registry, labels: dict[str, Counter[str]]) -> Person | None:
    """The person whose name it is; a body that was taken for one has neither title nor role, and other labels."""
    if _country(name.text) is not None:
        return None
    whole = known.person(name.text)
    fits = [whole] if whole is not None else list(known.named(name.text))
    if len(fits) != 1 or fits[0] is None:
        return None
    person = fits[0]
    described = name.titled or person.role is not None
    last = person.name.split()[-1].lower()
    if last in words("roles", "bodies") | words("roles", "research"):
        return None
    seen = labels[plain(person.name)] + labels[plain(person.surname)] + labels[plain(person.name.split()[0])]
    several = len(person.name.split()) > 1
    return person if described or (several and seen["PERSON"] > sum(seen[label] for label in _BODY_LABELS)) else None


def _country(text: str) -> str | None:
    """The country that the name is, or whose office it is ("Norwegian Foreign Ministry")."""
    country = country_of(text)
    if country is not None:
        return country
    parts = text.split()
    office = bool(parts) and parts[-1].lower() in {
        "government",
        "ministry",
        "parliament",
        "administration",
        "delegation",
    }
    return next((found for part in parts if (found := country_of(part)) is not None), None) if office else None


def _outside(text: str) -> bool:
    """Whether the name is one of a body that studies or reports, or of no body at all."""
    parts = {part.lower() for part in text.split()}
    if parts <= words("roles", "principal") | words("roles", "negotiator") | words("roles", "official"):
        return True
    return bool(parts & (words("roles", "research") | _MEDIA)) or len(plain(text)) < 2


def _voices(documents: Iterable[Parsed]) -> frozenset[str]:
    """The names in capitals with which a transcript marks whose turn it is: "LEE (clip): We will not sign"."""
    turns = (_TURN.findall(parsed.document.text) for parsed in documents)
    return frozenset(name for names_here in turns for name in names_here)


_TURN = re.compile(r"^([A-Z][A-Z'’-]{2,})(?: \([^)\n]*\))?:", re.MULTILINE)


def _mark(places: dict[tuple[str, int], str], parsed: Parsed, doc: Doc, name: Named, key: str) -> None:
    for token in doc[name.start : name.end]:
        places[(parsed.document.id, parsed.offset(token))] = key


def _book(found: Cast, key: str, title: str, parsed: Parsed, doc: Doc, name: Named) -> None:
    found.actors.setdefault(key, Actor(title)).names[name.text] += 1
    _mark(found.at, parsed, doc, name, key)


def _merge_bodies(found: Cast, bodies: dict[str, list[tuple[Parsed, Named]]]) -> None:
    """One actor for a body's full name, the beginning of it, and its initials."""
    full = sorted(bodies, key=lambda name: (-len(name.split()), -len(name), name))
    keys: dict[str, str] = {}
    for name in full:
        longer = [other for other in keys if _short_for(name, other)]
        keys[name] = keys[longer[0]] if longer and len({keys[other] for other in longer}) == 1 else plain(name)
        actor = found.actors.setdefault(keys[name], Actor(name))
        actor.names[name] += len(bodies[name])
    for place, name in found.at.items():
        found.at[place] = keys.get(name, name)
    for name in full:
        land = next((other for other in full if keys[name] != keys[other] and _of_land(name, other)), None)
        if land is not None and keys[name] in found.actors and keys[land] in found.actors:
            _join(found, keys[name], keys[land])


def _of_land(name: str, land: str) -> bool:
    """Whether the name is the land's adjective by its ending: "Vellish" of "Vell"."""
    stem = land.rstrip("aeiou")
    return " " not in name and len(stem) > _ROOT and name.startswith(stem) and name[len(stem) :] in _ADJECTIVES


_ROOT = 2  # letters
_ADJECTIVES = frozenset({"ish", "an", "ian", "ans", "ians", "ese", "ic", "i", "er", "ers"})


def _short_for(name: str, full: str) -> bool:
    """Whether `name` is the beginning, the end after "the", or the initials of `full`."""
    if plain(full).startswith(plain(name) + " "):
        return True
    if plain(full).endswith(" " + plain(name)) and len(name.split()) == 1:
        return True
    parts = [part for part in full.split() if part.lower() not in _SMALL]
    initials = "".join(part[0] for part in parts).upper()
    letters = name.replace(".", "").strip("()")
    return len(letters) > 1 and letters.isupper() and letters == initials


def _common_nouns(found: Cast, documents: Iterable[Parsed]) -> None:
    """Marks "the federation" and "nurses" as the one actor whose name has that word; else "the ministry" as its own."""
    by_word: dict[str, set[str]] = defaultdict(set)  # words of names, and their singulars
    for key, actor in found.actors.items():
        if not actor.country:
            for part in actor.name.split():
                by_word[part.lower()].add(key)
                by_word[_singular(part.lower()) + "(s)"].add(key)
    for parsed in documents:
        for paragraph in parsed.paragraphs:
            for token in paragraph.doc:
                if token.pos_ == "NOUN" and not found.is_name(parsed, token):
                    meant = _meant(token, by_word, found)
                    if meant is not None:
                        found.at[parsed.document.id, parsed.offset(token)] = meant
                        found.actors[meant].names[_article(token) + token.text] += 1


def _meant(token: Token, by_word: dict[str, set[str]], found: Cast) -> str | None:
    """The actor that a common noun stands for."""
    word = _singular(token.lower_)
    plural = token.tag_ == "NNS"
    owners = by_word.get(f"{word}(s)" if plural else word, set())
    is_body = word in words("roles", "bodies")
    acts = token.dep_ in {"nsubj", "nsubjpass", "poss", "agent", "pobj"}
    if len(owners) == 1 and ((is_body and not plural) or (plural and token.dep_ == "nsubj")):
        return next(iter(owners))
    told = any(child.dep_ == "det" and child.lower_ == "the" for child in token.children)
    if not owners and is_body and word in _OWN and token.tag_ == "NN" and told and acts:
        key = f"the {word}"
        found.actors.setdefault(key, Actor(f"the {word}"))
        return key
    return None


# Common nouns that can be a party by themselves where no name has the word.
_OWN = frozenset(
    "government administration ministry union federation company trust management workforce regulator "
    "cabinet parliament senate opposition army association consortium league employer operator province "
    "city council commission agency".split()
)


_OF_A_FIRM = frozenset({"company", "firm", "employer", "operator", "management"})
_OF_A_LAND = frozenset({"government", "administration"})
_BACK = 3  # sentences


def _merge_descriptions(found: Cast, documents: Iterable[Parsed]) -> None:
    """Joins "the company" and "the government" to the body or land last named before, where most places agree."""
    kinds = words("roles", "bodies")
    for noun in sorted(_OF_A_FIRM | _OF_A_LAND):
        key = f"the {noun}"
        if key not in found.actors:
            continue
        votes: Counter[str] = Counter()
        for parsed in documents:
            last: tuple[int, str] | None = None
            for sentence in parsed.sentences:
                for token in sentence.span:
                    here = found.at.get((parsed.document.id, parsed.offset(token)))
                    if here == key and (land := _owner(token, parsed, found)) is not None:
                        votes[land] += _SURE
                    elif here == key and last is not None and sentence.number - last[0] <= _BACK:
                        votes[last[1]] += 1
                    elif here is not None and here != key and _can_be(noun, here, found, kinds):
                        last = (sentence.number, here)
        best = votes.most_common(2)
        if best and (len(best) == 1 or best[0][1] > best[1][1]):
            _join(found, key, best[0][0])


_SURE = 5


def _owner(noun: Token, parsed: Parsed, found: Cast) -> str | None:
    """The actor of "the government of A-land"."""
    inner = [one for child in noun.children if child.lower_ == "of" for one in child.children if one.dep_ == "pobj"]
    return found.at.get((parsed.document.id, parsed.offset(inner[0]))) if inner else None


def _can_be(noun: str, key: str, found: Cast, kinds: frozenset[str]) -> bool:
    actor = found.actors[key]
    typed = bool({part.lower() for part in actor.name.split()} & (kinds - _OF_A_FIRM))
    return actor.country if noun in _OF_A_LAND else not typed and not actor.country


def _join(found: Cast, key: str, other: str) -> None:
    found.actors[other].names.update(found.actors.pop(key).names)
    for place, here in found.at.items():
        if here == key:
            found.at[place] = other


def _article(token: Token) -> str:
    return "the " if any(child.dep_ == "det" and child.lower_ == "the" for child in token.children) else ""


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def _party_of(person: Person, found: Cast) -> str | None:
    """For whom a person speaks by the description beside the name."""
    if person.authority.value in {"independent", "affiliated_expert"}:
        return None
    described = person.origin.removeprefix("described as ") if person.origin.startswith("described") else None
    for text in (person.organisation, person.role, described):
        key = found.key_of(text) if text else None
        if key is not None:
            return key
    if person.role and _MINISTER.search(person.role):
        for name in ("the ministry", "the government"):
            for key, actor in found.actors.items():
                if name in actor.names:
                    return key
    return None


_MINISTER = re.compile(r"\bminister\b|\bchancellor\b|\b(?!general|press|private)\w+ secretary\b", re.IGNORECASE)
