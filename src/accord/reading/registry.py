"""The registry: who is who in the documents and the codebook, and for which party each speaks."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from accord.negotiation import Negotiation
from accord.negotiation import Party as PartyEntry
from accord.reading.parsed import Parsed
from accord.reading.people import Body, Gender, NameRun, Person, core_of, name_runs, plain, same_name
from accord.reading.places import country_of, institutions, words_for
from accord.reading.portraits import Portrait, authority_of, gender_of, is_former, portraits, role_words
from accord.reading.roll import Index, Roll
from accord.reading.wordlists import words
from accord.statements import Authority

if TYPE_CHECKING:
    from spacy.tokens import Doc

_COMMON = frozenset(
    "united north south east west new general national international central federal royal first great old upper "
    "lower the joint".split()
)


LISTED = "listed in the codebook"


@dataclass(frozen=True, slots=True)
class Registry:
    """Persons and bodies known, and the party behind every plain name.

    `parties`: plain name or alias -> party id. `names`: party id -> its name. `persons` in order of first mention.
    """

    persons: tuple[Person, ...] = ()
    bodies: tuple[Body, ...] = ()
    parties: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    mediators: frozenset[str] = frozenset()
    principals: frozenset[str] = frozenset()
    heads: Mapping[str, str] = field(default_factory=dict)
    index: Index = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Makes the index, by which a look-up takes no longer where more names are known."""
        object.__setattr__(self, "index", Index.of(self.persons, self.bodies))

    @property
    def listed(self) -> tuple[Person, ...]:
        """The persons whom the codebook lists."""
        return tuple(itertools.takewhile(lambda person: person.origin == LISTED, self.persons))

    @property
    def surnames(self) -> frozenset[str]:
        """The surnames that are written with a capital."""
        return self.index.surnames

    def party_of(self, name: str) -> str | None:
        """The id of the party that a name, alias, demonym or seat stands for."""
        return self.parties.get(plain(name)) or self.parties.get(
            plain(name.removesuffix("n")) if name.endswith("an") else ""
        )

    def party_at_end(self, text: str) -> str | None:
        """The id of the party whose name ends a text of names: "Rival Acme Steel"."""
        parts = plain(text).split()
        tails = (" ".join(parts[i:]) for i in range(1, len(parts)))
        return next((self.parties[tail] for tail in tails if tail in self.parties and " " in tail), None)

    def party_in(self, text: str) -> str | None:
        """The id of the one party named in a description; None where there is none or the first two differ in place."""
        found = self.parties_in(text)
        return found[0] if found else None

    def parties_in(self, text: str) -> tuple[str, ...]:
        """The ids of the parties named in a text, in order of place, the longest name at each place."""
        parts = plain(text.replace("’", "'").replace("'s", " ").replace("-", " ")).split()
        found: list[str] = []
        i = 0
        while i < len(parts):
            for j in range(min(len(parts), i + 7), i, -1):
                key = " ".join(parts[i:j])
                party = self.parties.get(key)
                if party is not None and key not in _COMMON:
                    found.append(party)
                    i = j - 1
                    break
            i += 1
        return tuple(dict.fromkeys(found))

    def person(self, name: str) -> Person | None:
        """The person with this full name or alias, initials apart."""
        core, wanted = core_of(name), plain(name)
        at = [found[0] for found in (self.index.cores.get(core, ()), self.index.aliases.get(wanted, ())) if found]
        return self.persons[min(at)] if at else None

    def named(self, surname: str) -> tuple[Person, ...]:
        """The persons with this surname, or this single name."""
        return tuple(self.persons[at] for at in self.index.called.get(plain(surname), ()))

    def first_named(self, first: str) -> tuple[Person, ...]:
        """The persons whose name begins with this word."""
        return tuple(self.persons[at] for at in self.index.firsts.get(plain(first), ()))

    def named_within(self, text: str) -> tuple[Person, ...]:
        """The persons whose whole name stands in this text, in order of first mention."""
        pieces = {text[start : start + length] for length in self.index.lengths for start in range(len(text))}
        return tuple(self.persons[at] for at in sorted({n for one in pieces for n in self.index.whole.get(one, ())}))

    def body(self, name: str) -> Body | None:
        """The body with this name or alias."""
        at = self.index.bodies.get(plain(name))
        return None if at is None else self.bodies[at]


def registry(documents: Iterable[Parsed], negotiation: Negotiation | None) -> Registry:
    """Everybody whom the codebook lists and the documents name; each document is looked at once, in order."""
    gathered = Names(negotiation)
    for one in documents:
        gathered.book(gathered.sighted(one))
    return gathered.registry()


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name as a document shows it: a person, with what stands beside the name, or a body."""

    name: str
    gender: Gender = Gender.UNKNOWN
    beside: tuple[Portrait, ...] = ()
    body: bool = False


@dataclass(frozen=True, slots=True)
class Sighted:
    """What one document shows of names, in order; `common`: parties' first words that it uses as common nouns."""

    names: tuple[Sighting, ...]
    common: frozenset[str]


class Names:
    """The names met so far, document by document: what a registry is made of when all have been met."""

    def __init__(self, negotiation: Negotiation | None) -> None:
        self._known = _from_codebook(negotiation)
        self._roll = Roll(self._known.persons)
        self._bodies: dict[str, Body] = {plain(b.name): b for b in self._known.bodies}
        self._doubtful = _doubtful(negotiation)
        self._common: set[str] = set()

    def sighted(self, parsed: Parsed) -> Sighted:
        """Whom and what this document names, whatever other documents do."""
        found: list[Sighting] = []
        common: set[str] = set()
        for paragraph in parsed.paragraphs:
            if paragraph.heading:
                continue  # every word of a title may be capitalised
            doc = paragraph.doc
            sightings = (_sighting(run, doc, self._known) for run in name_runs(doc))
            found.extend(one for one in sightings if one is not None)
            if self._doubtful:
                nouns = (t for t in doc if t.lower_ in self._doubtful)
                common.update(t.lower_ for t in nouns if t.text.islower() and t.pos_ == "NOUN")
        return Sighted(tuple(found), frozenset(common))

    def book(self, document: Sighted) -> None:
        """Adds what a document shows; documents are booked in their order."""
        self._common |= document.common
        for one in document.names:
            if one.body:
                self._bodies.setdefault(plain(one.name), Body(one.name, (), self._known.party_of(one.name)))
            else:
                _add_person(one, self._roll, self._known)

    def registry(self) -> Registry:
        """Who is who in the documents booked."""
        parties = {word: party for word, party in self._known.parties.items() if word not in self._common}
        known = replace(self._known, parties=parties)
        bodies = tuple(self._bodies.values())
        return replace(known, persons=tuple(_settled(self._roll.persons)), bodies=bodies, heads=_heads(bodies, known))


def _from_codebook(negotiation: Negotiation | None) -> Registry:
    """The parties, their aliases and their speakers."""
    if negotiation is None:
        return Registry()
    parties: dict[str, str] = {}
    persons, bodies = [], []
    for party in negotiation.parties:
        for word in _aliases(party):
            parties.setdefault(plain(word), party.id)
        for speaker in party.speakers:
            role = speaker.role or ""
            authority = authority_of(role, has_party=True, organisation=None)
            authority = (
                Authority.OFFICIAL
                if authority in {Authority.UNKNOWN, Authority.INDEPENDENT, Authority.AFFILIATED_EXPERT}
                else authority
            )
            persons.append(
                Person(
                    speaker.name,
                    speaker.role,
                    party.name,
                    party.id,
                    authority,
                    gender_of(role),
                    speaker.aliases,
                    LISTED,
                )
            )
        bodies.append(Body(party.name, tuple(_aliases(party)), party.id))
    _short_names(negotiation.parties, parties)
    mediators = frozenset(p.id for p in negotiation.parties if p.role == "mediator")
    principals = frozenset(p.id for p in negotiation.parties if p.role == "principal")
    return Registry(
        tuple(persons), tuple(bodies), parties, {p.id: p.name for p in negotiation.parties}, mediators, principals
    )


def _aliases(party: PartyEntry) -> list[str]:
    """What a party is called: name, aliases, and where it is a country every word for it."""
    found = [party.name, *party.aliases]
    for word in tuple(found):
        country = country_of(word)
        if country is not None and plain(word) not in institutions():
            found.extend(words_for(country))
            break
    capitals = "".join(w[0] for w in party.name.split() if w[:1].isupper())
    if len(capitals) > 2:
        found.append(capitals)
    if plain(party.name).startswith(("ministry of", "department of", "office of")):
        subject = plain(party.name).split(" of ", 1)[1].removeprefix("the ")
        found += [f"{subject} {plain(party.name).split()[0]}", f"{subject} minister", f"minister of {subject}"]
    if plain(party.name).endswith("ia"):
        found.append(party.name + "n")
    return found


def _short_names(entries: Sequence[PartyEntry], parties: dict[str, str]) -> None:
    """Adds the first word of a name of several, where it is proper and no other party's ("Acme" of "Acme Steel")."""
    firsts: dict[str, list[str]] = {}
    for party in entries:
        parts = [w for w in party.name.split() if w.lower() != "the"]
        if len(parts) > 1 and parts[0][:1].isupper() and parts[0].lower() not in _COMMON | words("roles", "bodies"):
            firsts.setdefault(plain(parts[0]), []).append(party.id)
    for word, ids in firsts.items():
        if len(set(ids)) == 1 and country_of(word) is None:
            parties.setdefault(word, ids[0])


def _doubtful(negotiation: Negotiation | None) -> frozenset[str]:
    """The first words of parties' names that a text may use as common nouns: `a terminal` is no Terminal Group."""
    entries = negotiation.parties if negotiation is not None else ()
    firsts: dict[str, str] = {}
    _short_names(entries, firsts)
    return frozenset(firsts.keys() - {plain(word) for party in entries for word in _aliases(party)})


def _sighting(run: NameRun, doc: Doc, known: Registry) -> Sighting | None:
    """One name: a person where the text treats it as one, else a body; None where it is neither."""
    beside = portraits(doc, run)
    if is_person(run, doc, known) or (beside and _personal(run, doc, known)):
        return Sighting(run.text, run.gender, beside)
    if len(run.text.split()) > 1 and _is_body(run, doc):
        return Sighting(run.text, body=True)
    return None


def is_person(run: NameRun, doc: Doc, known: Registry) -> bool:
    """Whether a name run names a person: by title, or by the name finder where no body or country has the name."""
    if (
        known.party_of(run.text) is not None
        or country_of(run.text) is not None
        or known.party_at_end(run.text) is not None
    ):
        return False
    if any(known_name(run.text, p) for p in known.persons):
        return True
    last = doc[run.end - 1].lower_
    if last in words("roles", "bodies") | words("roles", "research"):
        return False
    if any(
        t in words("titles", "male") | words("titles", "female") or t.startswith(("dr", "prof")) for t in run.titles
    ):
        return True
    labels = [t.ent_type_ for t in doc[run.start : run.end]]
    parts = run.text.split()
    if run.titles and len(parts) <= 3 and doc[run.end - 1].ent_type_ != "ORG":
        return True
    return labels.count("PERSON") * 2 > len(labels) and len(parts) in {2, 3, 4}


def known_name(text: str, person: Person) -> bool:
    """Whether this is the person's full name or surname."""
    return same_name(text, person.name) or plain(text) == plain(person.surname)


def _personal(run: NameRun, doc: Doc, known: Registry) -> bool:
    """Whether a name with a role beside it can be a person's."""
    if known.party_of(run.text) is not None or country_of(run.text) is not None:
        return False
    last = doc[run.end - 1].lower_
    return (
        len(run.text.split()) in {2, 3, 4}
        and last not in words("roles", "bodies") | words("roles", "research")
        and not run.text.isupper()
    )


def _is_body(run: NameRun, doc: Doc) -> bool:
    last, first = doc[run.end - 1].lower_, doc[run.start].lower_
    return (
        last in words("roles", "bodies") | words("roles", "research")
        or first in words("roles", "bodies")
        or doc[run.end - 1].ent_type_ == "ORG"
    )


def _add_person(one: Sighting, roll: Roll, known: Registry) -> None:
    """Adds a person, or what this mention adds to one who is known."""
    gender = one.gender
    for portrait in one.beside:
        gender = gender if gender is not Gender.UNKNOWN else gender_of(portrait.text)
    drawn = _drawn(Person(one.name, gender=gender), one.beside, known)
    at = roll.place(one.name)
    if at is None:
        roll.add(drawn)
        return
    person = roll.persons[at]
    whole = len(one.name.split()) > 1
    roll.put(at, _merged(person, drawn if whole else replace(drawn, name=person.name)))


def _drawn(person: Person, beside: Sequence[Portrait], known: Registry) -> Person:
    """The person with the role, organisation and party that the descriptions tell."""
    role = next((p.text for p in beside if not p.clause and not p.text.startswith(("of ", "from ", "at "))), None)
    every = " ; ".join(p.text for p in beside)
    if not every:
        return person
    party, organisation = None, None
    for portrait in beside:
        named = known.parties_in(portrait.text)
        party = party or (named[0] if named else None)
        own = [b for b in portrait.bodies if len(b) > 2]
        organisation = organisation or next((b for b in own if country_of(b) is None and is_organisation(b)), None)
        organisation = organisation or next(iter(own), None)
    studies = bool(
        role_words(every) & (words("roles", "research") | words("roles", "expert"))
    ) or "studies" in role_words(every)
    studied = organisation if organisation and known.party_of(organisation) is None else None
    authority = authority_of(every, has_party=party is not None, organisation=studied)
    outside = (
        authority in {Authority.INDEPENDENT, Authority.AFFILIATED_EXPERT}
        or is_former(every)
        or (studies and authority is Authority.UNKNOWN)
    )
    if outside and authority is not Authority.AFFILIATED_EXPERT:
        authority = Authority.INDEPENDENT
    if role_words(role or "") & words("roles", "bystander") and authority is Authority.UNKNOWN:
        party = None
    return replace(
        person,
        role=role,
        organisation=organisation or (known.names.get(party) if party else None),
        party=None if outside else party,
        authority=authority,
        origin=f"described as {every[:80]!r}",
    )


def is_organisation(name: str) -> bool:
    """Whether a capitalised name has a word by which bodies are known."""
    return bool(role_words(name) & (words("roles", "bodies") | words("roles", "research")))


def _merged(old: Person, new: Person) -> Person:
    """One person out of two mentions: the fuller name, and what the first did not tell."""
    name = old.name if len(old.name) >= len(new.name) or old.origin.startswith("listed") else new.name
    better = old.authority is Authority.UNKNOWN and new.authority is not Authority.UNKNOWN
    affiliated = new.authority is Authority.AFFILIATED_EXPERT and old.authority is Authority.INDEPENDENT
    told = new if (better or affiliated) and not old.origin.startswith("listed") else old
    return replace(
        told,
        name=name,
        role=old.role or new.role,
        organisation=old.organisation or new.organisation,
        party=told.party,
        gender=old.gender if old.gender is not Gender.UNKNOWN else new.gender,
        aliases=old.aliases,
    )


def _settled(persons: Sequence[Person]) -> list[Person]:
    """Single names joined to the one full name they can belong to."""
    kept = [p for p in persons if len(p.name.split()) > 1]
    ends: dict[str, list[int]] = {}
    for i, p in enumerate(kept):
        for word in {plain(p.surname), plain(p.first)}:
            ends.setdefault(word, []).append(i)
    for person in persons:
        if len(person.name.split()) > 1:
            continue
        owners = ends.get(plain(person.name), ())
        if len(owners) == 1:
            kept[owners[0]] = _merged(kept[owners[0]], person)
        elif not owners:
            kept.append(person)
    return kept


def _heads(bodies: Iterable[Body], known: Registry) -> dict[str, str]:
    """The common noun by which one party alone can be meant ("the federation"), with the party's id."""
    owners: dict[str, set[str]] = {}
    for body in bodies:
        parts = plain(body.name).split()
        for noun in {parts[-1], parts[0]} if parts else set():
            if noun in words("roles", "bodies") | words("roles", "research"):
                owners.setdefault(noun, set()).add(body.party or body.name)
    return {noun: next(iter(ids)) for noun, ids in owners.items() if len(ids) == 1 and next(iter(ids)) in known.names}
