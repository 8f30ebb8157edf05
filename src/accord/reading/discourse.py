"""Whom a document has named so far: persons, bodies and parties, each where it stands."""

from __future__ import annotations

import bisect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from accord.reading.parsed import Parsed
from accord.reading.people import Gender, NameRun, Person, name_runs, plain
from accord.reading.places import country_of, institutions
from accord.reading.portraits import is_role
from accord.reading.registry import Registry
from accord.statements import Authority

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_DEFINITE = frozenset({"the", "this", "that", "his", "her", "its", "their"})
_TRIMMED = frozenset({"relcl", "appos", "acl", "punct"})
_LOOK_BACK = 12  # sentences
_MENTIONED = "accord_mentioned"  # who is mentioned is kept with the parse


@dataclass(frozen=True, slots=True)
class Source:
    """Who is meant by a phrase. `name`: resolved, or a description; the rest as far as known; `how`: the way there."""

    name: str
    as_named: str
    party: str | None = None
    authority: Authority = Authority.UNKNOWN
    role: str | None = None
    organisation: str | None = None
    how: str = "described"
    sure: float = 1.0
    person: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named at an offset: in which sentence, as a subject or not, and if so outside relative clauses."""

    start: int
    sentence: int
    key: str
    source: Source
    subject: bool
    gender: Gender = Gender.UNKNOWN
    plural: bool = False
    quoted: bool = False
    main: bool = False
    top: int = -1


def _start(mention: Mention) -> int:
    return mention.start


@dataclass(slots=True)
class Discourse:
    """Who has been mentioned so far in one document; grows as phrases are resolved."""

    parsed: Parsed
    registry: Registry
    mentions: list[Mention] = field(default_factory=list)
    genders: dict[str, Gender] = field(default_factory=dict)
    learned: dict[str, str] = field(default_factory=dict)

    def before(self, offset: int, *, far: bool = False) -> list[Mention]:
        """The mentions before an offset, nearest first, within the last sentences (far: many more)."""
        sentence = max((s.number for s in self.parsed.within(offset, offset + 1)), default=0)
        least = sentence - _LOOK_BACK * (8 if far else 1)
        start = self.parsed.sentences[least].start if least > 0 else 0
        first = bisect.bisect_left(self.mentions, start, key=_start)
        last = bisect.bisect_left(self.mentions, offset, key=_start)
        return sorted(self.mentions[first:last], key=lambda m: -m.start)

    def add(self, mention: Mention) -> None:
        """Notes somebody who is mentioned; the mentions stay in the order of the text."""
        bisect.insort_right(self.mentions, mention, key=_start)


def discourse(parsed: Parsed, registry: Registry, quoted: Callable[[int], bool]) -> Discourse:
    """The discourse of a document with every proper name and known body it mentions.

    What is found is kept with the parse, for whoever asks again with the same registry.
    """
    notes = parsed.paragraphs[0].doc.user_data if parsed.paragraphs else {}
    known: tuple[Registry, tuple[Mention, ...]] | None = notes.get(_MENTIONED)
    if known is None or known[0] is not registry:
        known = notes[_MENTIONED] = (registry, tuple(_mentioned(parsed, registry, quoted)))
    return Discourse(parsed, registry, list(known[1]))


def _mentioned(parsed: Parsed, registry: Registry, quoted: Callable[[int], bool]) -> list[Mention]:
    """The mentions of proper names and known bodies, in the order of the text."""
    found = Discourse(parsed, registry)
    surnames = registry.surnames
    for paragraph in parsed.paragraphs:
        runs = list(name_runs(paragraph.doc))
        for run in runs:
            source = named_by(run, paragraph.doc, registry)
            if source is None:
                continue
            token = paragraph.doc[run.end - 1]
            _mention(found, token, source, quoted(parsed.offset(token)), run.gender)
        taken = {i for run in runs for i in range(run.start, run.end)}
        for token in paragraph.doc:
            if token.i in taken or token.pos_ != "NOUN":
                continue
            if token.text in surnames:  # a name that the tagger takes for a noun
                same = registry.named(token.text)
                if len(same) == 1:
                    source = person_source(same[0], token.text)
                    _mention(found, token, source, quoted(parsed.offset(token)), Gender.UNKNOWN)
            elif is_definite(token):
                source = known_body(token, registry)
                if source is not None:
                    _mention(found, token, source, quoted(parsed.offset(token)), Gender.UNKNOWN)
    found.mentions.sort(key=lambda m: m.start)
    return found.mentions


def _mention(found: Discourse, token: Token, source: Source, quoted: bool, gender: Gender) -> None:
    person = found.registry.person(source.name) if source.person else None
    gender = gender if gender is not Gender.UNKNOWN else person.gender if person else Gender.UNKNOWN
    sentence = found.parsed.sentence_of(token).number
    head = _top(token)
    subject = head.dep_ in {"nsubj", "nsubjpass", "ROOT"} or (head.dep_ == "pobj" and head.head.dep_ == "agent")
    subject = subject or (head.dep_ == "pobj" and head.head.lower_ == "to" and head.head.head.lower_ == "according")
    found.mentions.append(
        Mention(
            found.parsed.offset(token),
            sentence,
            source.name,
            source,
            subject,
            gender,
            token.tag_.endswith("S") and not source.person,
            quoted,
            subject and not any(above.dep_ in {"relcl", "acl"} for above in (head, *head.ancestors)),
            head.i,
        )
    )


def _top(token: Token) -> Token:
    current = token
    while current.dep_ in {"appos", "compound", "conj", "flat", "nmod"} and current.head.i != current.i:
        current = current.head
    return current


def named_by(run: NameRun, doc: Doc, registry: Registry) -> Source | None:
    """The source that a proper name names, if the registry knows it."""
    party = registry.party_of(run.text) or registry.party_at_end(run.text) or _owned(run, doc, registry)
    if party is not None and not run.titles:
        return party_source(registry, party, run.text)
    person = _behind_role(run.text, registry) or (registry.person(run.text) if len(run.text.split()) > 1 else None)
    if person is None:
        same = registry.named(run.text)
        if run.titles and run.gender is not Gender.UNKNOWN and len(same) > 1:
            same = tuple(p for p in same if p.gender in {run.gender, Gender.UNKNOWN})
        if run.titles and not same:
            same = registry.first_named(run.text)
        person = same[0] if same else None
    if person is not None:
        return person_source(person, run.text)
    body = registry.body(run.text)
    if body is not None:
        return Source(
            body.name,
            run.text,
            body.party,
            Authority.OFFICIAL if body.party else Authority.UNKNOWN,
            organisation=body.name,
            how="named",
        )
    country = country_of(run.text)
    if country is not None:
        named = run.text if plain(run.text) in institutions() else country
        return Source(
            named, run.text, None, Authority.OFFICIAL, organisation=country, how="a place that speaks for its country"
        )
    return None


def _behind_role(text: str, registry: Registry) -> Person | None:
    """The person whose full name follows a role in capitals: `Chief Financial Officer Jo Doe`."""
    parts = text.split()
    for start in range(1, len(parts) - 1):
        if is_role(" ".join(parts[:start])) and (person := registry.person(" ".join(parts[start:]))) is not None:
            return person
    return None


def _owned(run: NameRun, doc: Doc, registry: Registry) -> str | None:
    """The party whose name holds a possessive before these words: `the Shippers' Guild`."""
    mark = run.start - 1
    if mark < 1 or doc[mark].text not in {"'", "'s"}:
        return None
    first = mark - 1
    while first > 0 and doc[first - 1].pos_ == "PROPN" and doc[first - 1].text[:1].isupper():
        first -= 1
    spans = (doc[i : run.end].text for i in range(first, mark))
    return next((party for party in map(registry.party_of, spans) if party is not None), None)


def party_source(registry: Registry, party: str, as_named: str) -> Source:
    """The party as its own voice; a seat with a name of its own keeps it."""
    name = as_named if plain(as_named) in institutions() else registry.names[party]
    return Source(
        name, as_named, party, Authority.OFFICIAL, organisation=registry.names[party], how="a name of the party"
    )


def person_source(person: Person, as_named: str, how: str = "") -> Source:
    """The person as a source."""
    return Source(
        person.name,
        as_named,
        person.party,
        person.authority,
        person.role,
        person.organisation,
        how or person.origin,
        person=True,
    )


def known_body(token: Token, registry: Registry) -> Source | None:
    """The party that a definite common noun means: by alias, else as the only one with that head noun."""
    phrase = _noun_text(token)
    party = registry.party_of(phrase) or (registry.heads.get(token.lower_) if phrase == token.lower_ else None)
    if party is None and not any(c.dep_ == "poss" for c in token.children):
        party = registry.party_of(token.text) if phrase == token.lower_ else None
    return party_source(registry, party, phrase_of(token)) if party is not None else None


def _noun_text(token: Token) -> str:
    """The noun with its own modifiers, without determiners."""
    kept = [
        t
        for t in token.doc[token.left_edge.i : token.i + 1]
        if (t.dep_ not in {"det", "poss", "case", "predet", "preconj"} and t.head.i in {token.i}) or t.i == token.i
    ]
    return " ".join(t.lower_ for t in kept)


def is_definite(token: Token) -> bool:
    """Whether a noun has `the`, `this`, or a possessor."""
    return any(c.dep_ in {"det", "poss"} and (c.lower_ in _DEFINITE or c.dep_ == "poss") for c in token.children)


def phrase_of(head: Token) -> str:
    """The noun phrase as it stands, without its relative clauses and appositions."""
    if head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head.pos_ == "NUM":
        head = head.head.head  # "two of its officials"
    cut: set[int] = set()
    for child in head.subtree:
        if child.i > head.i and (child.dep_ in _TRIMMED or child.dep_ in {"cc", "conj", "preconj"}):
            cut.update(t.i for t in child.subtree)
    kept = [t for t in head.subtree if t.i not in cut and t.i >= head.left_edge.i]
    last = head.i
    for t in kept:
        if t.i > head.i and t.i <= last + 1:
            last = t.i
    first = kept[0].i if kept else head.i
    if len(kept) > 1 and head.doc[first].text in {",", '"'}:
        first += 1
    return " ".join(head.doc[first : last + 1].text.split())
