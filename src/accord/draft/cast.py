"""Who the documents speak of: countries and bodies by every name the text has for them, and the persons who speak."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from accord.draft.actors import Actor, Cast, join
from accord.draft.descriptions import GUILDS, common_nouns, mark_union, merge_descriptions, of_land, singular
from accord.reading.parsed import Parsed
from accord.reading.people import NameRun, Person, name_runs, plain
from accord.reading.places import country_of
from accord.reading.registry import Registry
from accord.reading.wordlists import words

if TYPE_CHECKING:
    from spacy.tokens import Doc

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


def cast(documents: Sequence[Parsed], known: Registry) -> Cast:
    """The actors and persons of the documents."""
    found = Cast()
    labels = _labels(documents)
    voices = _voices(documents)
    bodies: dict[str, list[tuple[Named, Doc]]] = defaultdict(list)
    surnames = _surnames(documents, labels)
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
                elif name.text.split()[-1] in surnames:
                    continue
                elif not _outside(name.text) and name.text.split()[-1].upper() not in voices:
                    bodies[name.text].append((name, paragraph.doc))
                    _mark(found.at, parsed, paragraph.doc, name, name.text)
    _merge_bodies(found, bodies)
    common_nouns(found, documents)
    merge_descriptions(found, documents)
    mark_union(found, documents)
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
    end = _with_its_kind(doc, run, end)
    text = re.sub(r"['’]s?$", "", " ".join(doc[run.start : end].text.split()))
    return Named(run.start, end, re.sub(r"^(?:the|a|an) ", "", text, flags=re.IGNORECASE), bool(run.titles))


def _with_its_kind(doc: Doc, run: NameRun, end: int) -> int:
    """The end of a name that goes on in small letters: "the Van Dam family foundation"."""
    over = doc[end - 1].head
    follows = doc[end - 1].dep_ in {"compound", "nmod"} and 0 <= over.i - end <= 1 and not run.titles
    if not follows or over.lower_ not in _KINDS_BEHIND or country_of(run.text) is not None:
        return end
    return over.i + 1 if all(token.pos_ in {"NOUN", "PROPN"} for token in doc[end : over.i]) else end


_KINDS_BEHIND = frozenset(
    "foundation federation movement alliance coalition consortium cooperative union front militia group".split()
)


def _joined(doc: Doc, first: NameRun, second: NameRun) -> bool:
    """Whether two runs are one body's name: "Office for Fair Markets", "Ministry of the Interior"."""
    between = [token.lower_ for token in doc[first.end : second.start]]
    if between and set(between) <= {"'", "’"} and doc[first.end - 1].lower_.endswith("s"):
        last = doc[second.end - 1].lower_  # "Tenants' Association", "Patients' Voice"
        of_people = first.end - first.start == 1 and singular(doc[first.start].lower_) in words("roles", "bystander")
        return last in words("roles", "bodies") | GUILDS or (of_people and not _is_office(last))
    if between and set(between) <= {"'s", "’s"}:
        return doc[second.end - 1].lower_ in words("roles", "bodies") | GUILDS
    ends = {doc[first.end - 1].lower_, doc[first.start].lower_}
    is_body = bool(ends & (words("roles", "bodies") | words("roles", "research")))
    return is_body and bool(between) and between[0] in _JOINING and set(between[1:]) <= {"the", "a"}


def _is_office(word: str) -> bool:
    return any(word in words("roles", kind) for kind in ("principal", "negotiator", "official", "expert"))


def _surnames(documents: Iterable[Parsed], labels: dict[str, Counter[str]]) -> frozenset[str]:
    """The last words of names of two words that go on by them alone, never with an article.

    "Ada Quist ... Quist said" is a person; "Harbour Line ... Harbour" and "Northern Front ... the Front" are bodies.
    """
    alone, whole, told = Counter[str](), dict[str, str](), set[str]()
    for parsed in documents:
        for paragraph in parsed.paragraphs:
            for run in name_runs(paragraph.doc):
                parts = run.text.split()
                told |= {parts[-1]} if run.start and paragraph.doc[run.start - 1].lower_ == "the" else set()
                if len(parts) == 1:
                    alone[parts[0]] += 1
                elif len(parts) == 2 and parts[-1].isalpha():
                    whole.setdefault(parts[-1], parts[0])
    first = set(whole.values())
    return frozenset(
        last
        for last, given in whole.items()
        if alone[last] > alone[given]
        and last not in told | first
        and country_of(last) is None
        and not (labels[plain(last)] + labels[plain(f"{given} {last}")])["GPE"]
    )


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
    own = (
        {"foundation"} if text.endswith(" foundation") else set()
    )  # "the Van Dam family foundation" owns, and studies not
    return bool((parts - own) & (words("roles", "research") | _MEDIA)) or len(plain(text)) < 2


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


def _acts(name: Named, doc: Doc) -> bool:
    """Whether the name does something or has something done to it, and is not the place where it is done."""
    return doc[name.start : name.end].root.dep_ in {"nsubj", "nsubjpass", "dobj", "poss", "agent", "appos", "conj"}


def _merge_bodies(found: Cast, bodies: dict[str, list[tuple[Named, Doc]]]) -> None:
    """One actor for a body's full name, the beginning of it, and its initials."""
    acting = {name for name in bodies if any(_acts(one, doc) for one, doc in bodies[name])}
    full = sorted(bodies, key=lambda name: (-len(name.split()), -len(name), name))
    keys: dict[str, str] = {}
    for name in full:
        longer = [other for other in keys if _short_for(name, other) and (name in acting or name.isupper())]
        keys[name] = keys[longer[0]] if longer and len({keys[other] for other in longer}) == 1 else plain(name)
        actor = found.actors.setdefault(keys[name], Actor(name))
        actor.names[name] += len(bodies[name])
    for place, name in found.at.items():
        found.at[place] = keys.get(name, name)
    for name in full:
        land = next((other for other in full if keys[name] != keys[other] and of_land(name, other)), None)
        if land is not None and keys[name] in found.actors and keys[land] in found.actors:
            join(found, keys[name], keys[land])


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


_MINISTER = re.compile(
    r"\bminister\b|\bchancellor\b|\b(?!general|press|private|its|his|her|their|the|a)\b\w+ secretary\b", re.IGNORECASE
)
