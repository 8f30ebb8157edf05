"""Who is meant: from a noun phrase of a text to a person, a body or a description, with the party spoken for."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from accord.reading.parsed import Parsed
from accord.reading.people import Gender, NameRun, Person, name_runs, plain
from accord.reading.places import country_of, institutions
from accord.reading.portraits import authority_of, is_former, is_role, portraits, role_words
from accord.reading.registry import Registry
from accord.reading.wordlists import words
from accord.statements import Authority

if TYPE_CHECKING:
    from spacy.tokens import Token

_HE = {"he": Gender.MALE, "him": Gender.MALE, "his": Gender.MALE, "himself": Gender.MALE}
_SHE = {"she": Gender.FEMALE, "her": Gender.FEMALE, "hers": Gender.FEMALE, "herself": Gender.FEMALE}
_IT = frozenset({"it", "its", "itself"})
_THEY = frozenset({"they", "their", "them", "both", "themselves"})
_GROUPS = frozenset(
    {
        "sides",
        "parties",
        "side",
        "companies",
        "governments",
        "delegations",
        "leaders",
        "documents",
        "negotiators",
        "teams",
        "countries",
        "two",
        "both",
        "statements",
        "unions",
    }
)
_DEFINITE = frozenset({"the", "this", "that", "his", "her", "its", "their"})
_TRIMMED = frozenset({"relcl", "appos", "acl", "punct"})
_LOOK_BACK = 12  # sentences


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
    """The discourse of a document with every proper name and known body it mentions."""
    found = Discourse(parsed, registry)
    for paragraph in parsed.paragraphs:
        runs = list(name_runs(paragraph.doc))
        for run in runs:
            source = _proper(run, paragraph.doc, registry)
            if source is None:
                continue
            token = paragraph.doc[run.end - 1]
            _mention(found, token, source, quoted(parsed.offset(token)), run.gender)
        taken = {i for run in runs for i in range(run.start, run.end)}
        for token in paragraph.doc:
            if token.i not in taken and token.pos_ == "NOUN" and _definite(token):
                source = _known_body(token, registry)
                if source is not None:
                    _mention(found, token, source, quoted(parsed.offset(token)), Gender.UNKNOWN)
    found.mentions.sort(key=lambda m: m.start)
    return found


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
            token.tag_.endswith("S"),
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


def resolve(sources: Sequence[Token], talk: Discourse, *, at: int | None = None) -> tuple[Source, ...]:
    """Whom the coordinated heads of a subject mean; empty where nobody can be told.

    `at`: the offset from which to look back (default: the first head's own).
    """
    found: list[Source] = []
    for head in sources:
        offset = at if at is not None else talk.parsed.offset(head)
        found.extend(_resolved(head, talk, offset))
    unique = {source.name: _with_learned(source, talk) for source in found}
    for source in unique.values():
        if at is None and sources:
            head = sources[0]
            gender = _HE.get(head.lower_) or _SHE.get(head.lower_) or Gender.UNKNOWN
            sentence = talk.parsed.sentence_of(head).number
            talk.add(
                Mention(talk.parsed.offset(head), sentence, source.name, source, True, gender, head.tag_.endswith("S"))
            )
            if gender is not Gender.UNKNOWN and source.person:
                talk.genders.setdefault(source.name, gender)
    return tuple(unique.values())


def _with_learned(source: Source, talk: Discourse) -> Source:
    """The source with the party that an earlier phrase of the text gave it ("its director, ...")."""
    if not source.person or source.party is not None or source.name not in talk.learned:
        return source
    party = talk.learned[source.name]
    return replace(source, party=party, organisation=talk.registry.names.get(party, source.organisation))


def _resolved(head: Token, talk: Discourse, offset: int) -> tuple[Source, ...]:  # noqa: C901, PLR0911  one line a kind
    lower = head.lower_
    if lower in _HE or lower in _SHE:
        return _pronoun(talk, offset, _HE.get(lower) or _SHE[lower], head.text)
    if lower in _IT:
        return _thing(talk, offset, head.text)
    if lower in _THEY and not any(c.dep_ in {"prep", "conj"} for c in head.children):
        return _they(talk, offset, head.text)
    beside = _named_beside(head, talk)
    if beside is not None:
        return (beside,)
    if (head.pos_ == "PROPN" or head.ent_type_ in {"PERSON", "ORG", "GPE"}) and not _is_bare_role(head, talk):
        source = _name_at(head, talk)
        if source is not None:
            return (source,)
    if lower in words("saying", "papers") or head.lemma_.lower() in words("saying", "papers"):
        owner = _owner(head, talk, offset)
        if owner:
            return tuple(replace(o, as_named=_phrase(head), how=f"whose {head.lemma_} it is: {o.how}") for o in owner)
    if head.lemma_.lower() in _GROUPS or lower in _GROUPS:
        group = _group(head, talk, offset)
        if group:
            return group
    if lower in {"'s", "’s"} or head.dep_ == "poss":
        return (
            _resolved(head.head, talk, offset)
            if lower in {"'s", "’s"} and head.head.i != head.i
            else _noun(head, talk, offset)
        )
    return _noun(head, talk, offset)


def _is_bare_role(head: Token, talk: Discourse) -> bool:
    """Whether a capitalised word is a role and no name: `the Minister added`."""
    run = next((r for r in name_runs(head.doc) if r.start <= head.i < r.end), None)
    text = run.text if run is not None else head.text
    known = talk.registry.named(text) or talk.registry.person(text)
    return is_role(head.text) and not known


def _named_beside(head: Token, talk: Discourse) -> Source | None:  # noqa: C901, PLR0912  three idioms, each guarded
    """The person named right behind a role (`its president, Jo Doe,`), or who represents a body (`represented by`)."""
    for child in head.children:
        if child.dep_ == "acl" and child.lower_ == "represented":
            for run in name_runs(head.doc):
                if child.i < run.start <= child.right_edge.i:
                    person = talk.registry.person(run.text)
                    if person is not None:
                        return person_source(person, _phrase(head), "who represents it in this text")
    for child in head.children:
        named = child.dep_ == "appos" and child.pos_ == "PROPN" and head.pos_ == "NOUN"
        person = talk.registry.person(" ".join(t.text for t in child.subtree)) if named else None
        if person is not None:
            return person_source(person, person.name)
    if head.pos_ == "PROPN" and not is_role(head.text):
        return None
    doc = head.doc
    end = head.right_edge.i + 1
    for run in name_runs(doc):
        comma = run.start - 1
        while comma > head.i and doc[comma].pos_ == "PROPN":
            comma -= 1
        if head.i < run.start < end and doc[comma].text == "," and is_role(head.text):
            person = talk.registry.person(run.text)
            if person is not None and not any(t.pos_ in {"VERB", "AUX"} for t in doc[head.i + 1 : comma]):
                party = None if is_former(_phrase(head)) else _party_of_phrase(head, talk, talk.parsed.offset(head))
                if party is not None and person.party is None and person.authority is not Authority.INDEPENDENT:
                    talk.learned[person.name] = party
                return person_source(person, run.text)
    return None


def _name_at(head: Token, talk: Discourse) -> Source | None:
    """The person or body whose proper name holds this token."""
    for run in name_runs(head.doc):
        if run.start <= head.i < run.end:
            return _proper(run, head.doc, talk.registry) or _unknown_name(run, head, talk)
    return None


def _proper(run: NameRun, doc: object, registry: Registry) -> Source | None:
    """The source that a proper name names, if the registry knows it."""
    party = registry.party_of(run.text) or registry.party_at_end(run.text)
    if party is not None and not run.titles:
        return _party_source(registry, party, run.text)
    person = registry.person(run.text) if len(run.text.split()) > 1 else None
    if person is None:
        same = registry.named(run.text)
        if run.titles and run.gender is not Gender.UNKNOWN and len(same) > 1:
            same = tuple(p for p in same if p.gender in {run.gender, Gender.UNKNOWN})
        if run.titles and not same:
            same = tuple(p for p in registry.persons if plain(p.name.split()[0]) == plain(run.text))
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


def _unknown_name(run: NameRun, head: Token, talk: Discourse) -> Source:
    beside = portraits(head.doc, run)
    text = " ; ".join(p.text for p in beside)
    party = talk.registry.party_in(text) if text else talk.registry.party_in(run.text)
    authority = authority_of(text, has_party=party is not None, organisation=None) if text else Authority.UNKNOWN
    return Source(run.text, run.text, party, authority, how="named, and nowhere introduced", sure=0.7)


def _party_source(registry: Registry, party: str, as_named: str) -> Source:
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


def _definite(token: Token) -> bool:
    return any(c.dep_ in {"det", "poss"} and (c.lower_ in _DEFINITE or c.dep_ == "poss") for c in token.children)


def _known_body(token: Token, registry: Registry) -> Source | None:
    """The party that a definite common noun means: by alias, else as the only one with that head noun."""
    phrase = _noun_text(token)
    party = registry.party_of(phrase) or (registry.heads.get(token.lower_) if phrase == token.lower_ else None)
    if party is None and not any(c.dep_ == "poss" for c in token.children):
        party = registry.party_of(token.text) if phrase == token.lower_ else None
    return _party_source(registry, party, _phrase(token)) if party is not None else None


def _noun_text(token: Token) -> str:
    """The noun with its own modifiers, without determiners."""
    kept = [
        t
        for t in token.doc[token.left_edge.i : token.i + 1]
        if (t.dep_ not in {"det", "poss", "case", "predet", "preconj"} and t.head.i in {token.i}) or t.i == token.i
    ]
    return " ".join(t.lower_ for t in kept)


def _phrase(head: Token) -> str:
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


def _pronoun(talk: Discourse, offset: int, gender: Gender, text: str) -> tuple[Source, ...]:
    """The person whom he or she means: of the nearest sentence that has one, its subject first."""
    near = [
        m
        for m in talk.before(offset)
        if m.source.person or (not m.source.party and m.source.how.startswith("described"))
    ]
    near = [m for m in near if not m.quoted and _fits(m, talk, gender)]
    by_sentence: dict[int, list[Mention]] = {}
    for mention in near:
        by_sentence.setdefault(mention.sentence, []).append(mention)
    for sentence in sorted(by_sentence, reverse=True):
        here = by_sentence[sentence]
        chosen = next((m for m in reversed(here) if m.subject), None) or here[0]
        rivals = {m.key for m in here if m.subject} or {m.key for m in here}
        sure = 0.95 if len(rivals) == 1 else 0.75
        return (
            replace(
                chosen.source,
                as_named=text,
                how=f"{text!r} taken for the person named before",
                sure=min(chosen.source.sure, sure),
            ),
        )
    return ()


def _fits(mention: Mention, talk: Discourse, gender: Gender) -> bool:
    known = mention.gender if mention.gender is not Gender.UNKNOWN else talk.genders.get(mention.key, Gender.UNKNOWN)
    return known in {gender, Gender.UNKNOWN} and not mention.plural


def _thing(talk: Discourse, offset: int, text: str) -> tuple[Source, ...]:
    """The body that `it` means: the nearest sentence's subject, else the nearest."""
    near = [m for m in talk.before(offset) if not m.source.person and m.source.how != "described" and not m.quoted]
    if not near:
        return ()
    sentence = near[0].sentence
    here = [m for m in near if m.sentence >= sentence - 1]
    chosen = next((m for m in here if m.subject), near[0])
    return (replace(chosen.source, as_named=text, how=f"{text!r} taken for the body named before", sure=0.75),)


def _they(talk: Discourse, offset: int, text: str) -> tuple[Source, ...]:
    """Those whom `they` means: the last main subject that can be several, else the only party of the last sentence.

    Where neither tells, the two parties last named: both, for whoever takes several.
    """
    near = [m for m in talk.before(offset) if not m.quoted]
    if not near:
        return ()
    here = max((s.number for s in talk.parsed.within(offset, offset + 1)), default=0)
    for sentence in (here, here - 1):
        told = [m for m in near if m.sentence == sentence]
        top = [m for m in told if m.main and (m.plural or (m.source.party and not m.source.person))]
        if top:
            of_parties = {m.source.party for m in top if m.source.party}
            if len(of_parties) > 1 and len({m.top for m in top}) > 1:
                break
            if len(of_parties) > 1:
                how = f"{text!r} taken for those named together before"
                return tuple(replace(m.source, as_named=text, how=how, sure=0.7) for m in reversed(top))
            return (replace(top[0].source, as_named=text, how=f"{text!r} taken for those named before", sure=0.7),)
        parties = {m.source.party for m in told if m.source.party in talk.registry.principals}
        if len(parties) == 1 and sentence != here:
            only = next(iter(parties))
            if only is not None:
                named = _party_source(talk.registry, only, text)
                return (replace(named, how=f"{text!r} taken for the only party named before", sure=0.7),)
    return _last_parties(near, text, talk.registry)


def _last_parties(near: Sequence[Mention], text: str, registry: Registry) -> tuple[Source, ...]:
    found: dict[str, Source] = {}
    for mention in near:
        party = mention.source.party
        if party is not None and party in registry.principals and party not in found:
            found[party] = _party_source(registry, party, mention.source.name)
        if len(found) == 2:
            break
    if len(found) < 2:
        return ()
    return tuple(
        replace(s, as_named=text, how=f"{text!r} taken for the two parties named last", sure=0.7)
        for s in reversed(list(found.values()))
    )


def _group(head: Token, talk: Discourse, offset: int) -> tuple[Source, ...]:
    """`Both sides`, `the companies`: the two parties last named; a phrase with a body of its own is left alone."""
    children = {c.lower_ for c in head.children}
    plural = head.tag_ in {"NNS", "CD", "DT", "PDT", "NNPS"}
    if not plural or any(c.dep_ == "poss" for c in head.children) or talk.registry.party_in(_phrase(head)):
        return ()
    if not children & {"the", "both", "two"} and head.lower_ not in {"both"}:
        return ()
    return _last_parties([m for m in talk.before(offset, far=True) if not m.quoted], _phrase(head), talk.registry)


def _owner(head: Token, talk: Discourse, offset: int) -> tuple[Source, ...]:
    """Whose paper it is: the possessor, what it is "by" or "from", else who spoke last."""
    if {c.lower_ for c in head.children} & {"both", "two"}:
        return _last_parties([m for m in talk.before(offset, far=True) if not m.quoted], _phrase(head), talk.registry)
    for child in head.children:
        if child.dep_ == "poss":
            return _resolved(child, talk, talk.parsed.offset(child) if child.pos_ != "PRON" else offset)
        if child.dep_ == "prep" and child.lower_ in {"by", "from", "of", "with"}:
            pobj = next((g for g in child.children if g.dep_ == "pobj"), None)
            if pobj is not None:
                return _resolved(pobj, talk, offset)
        if child.dep_ in {"compound", "amod", "nmod"}:
            party = talk.registry.party_of(child.text)
            if party is not None:
                return (_party_source(talk.registry, party, child.text),)
    near = [m for m in talk.before(offset) if m.subject and not m.quoted]
    return (replace(near[0].source, sure=0.6),) if near and _definite(head) else ()


def _noun(head: Token, talk: Discourse, offset: int) -> tuple[Source, ...]:
    """A common noun: a known body, somebody introduced with that role, or a description with the party it names."""
    phrase = _phrase(head)
    body = _known_body(head, talk.registry) if _definite(head) or head.pos_ == "PROPN" else None
    if body is not None and not is_role(head.text):
        return (body,)
    roles = role_words(phrase) if is_role(phrase) or head.lower_ in {"person", "man", "woman"} else set()
    party = _party_of_phrase(head, talk, offset)
    if roles and _definite(head) and not head.tag_.endswith("S"):
        introduced = _introduced(head, talk, offset, party)
        if introduced is not None:
            return (introduced,)
    if body is not None:
        return (body,)
    return (_described(head, phrase, party, roles),)


def _described(head: Token, phrase: str, party: str | None, roles: set[str]) -> Source:
    """A speaker without a name, as the text describes the speaker."""
    full = " ".join(t.text for t in head.subtree)
    expert = roles & words("roles", "expert") and not roles & words("roles", "official")
    outside = (
        is_former(phrase) or expert or "familiar" in role_words(full) or "close to" in full or "not involved" in full
    )
    outside = outside or (
        head.lower_ in {"person", "people", "witness", "insider"} and not roles & words("roles", "official")
    )
    authority = authority_of(phrase, has_party=party is not None, organisation=None)
    if outside:
        authority = Authority.INDEPENDENT if expert or is_former(phrase) else Authority.UNKNOWN
    elif authority is Authority.UNKNOWN and party is not None:
        authority = Authority.OFFICIAL
    return Source(
        phrase,
        phrase,
        None if outside else party,
        authority,
        role=head.lemma_ if roles else None,
        how="described",
        sure=0.85,
    )


def _party_of_phrase(head: Token, talk: Discourse, offset: int) -> str | None:
    """The party that a description names: by its modifiers, its possessor, or "of" and "for" behind it."""
    for child in head.children:
        if child.dep_ == "poss":
            owners = _resolved(child, talk, offset)
            if owners:
                return owners[0].party
        if child.dep_ == "prep" and child.lower_ in {"of", "for", "from", "with", "in", "at", "to", "by"}:
            pobj = next((g for g in child.children if g.dep_ == "pobj"), None)
            if pobj is None:
                continue
            own = talk.registry.party_in(_phrase(pobj)) or (
                talk.registry.heads.get(pobj.lower_) if _definite(pobj) else None
            )
            if own is None:
                own = next(
                    (
                        p
                        for g in pobj.children
                        if g.dep_ == "poss"
                        for p in [_first_party(_resolved(g, talk, offset))]
                        if p
                    ),
                    None,
                )
            if own is not None:
                return own
    modifiers = " ".join(t.text for t in head.doc[head.left_edge.i : head.i + 1] if t.dep_ not in {"det"})
    party = talk.registry.party_in(modifiers)
    if party is not None:
        return party
    return next(
        (
            talk.registry.heads[c.lower_]
            for c in head.children
            if c.dep_ in {"compound", "nmod"} and c.lower_ in talk.registry.heads
        ),
        None,
    )


def _first_party(found: Sequence[Source]) -> str | None:
    return found[0].party if found else None


def _introduced(head: Token, talk: Discourse, offset: int, party: str | None) -> Source | None:
    """The person introduced with this role: the last whose role has the phrase's words and whose party fits."""
    wanted = {head.lemma_.lower(), head.lower_}
    leader = head.lemma_.lower() in {"leader", "chief", "boss", "head"}
    modifiers = {
        t.lower_
        for t in head.children
        if t.dep_ in {"amod", "compound", "nmod"} and talk.registry.party_of(t.text) is None
    }
    modifiers -= {"same", "second", "other", "top", "senior", "chief", "lead"}
    for mention in talk.before(offset):
        source = mention.source
        if not source.person and not source.how.startswith("described"):
            continue
        role = role_words(f"{source.role or ''} {source.name if not source.person else ''}")
        fits = bool(wanted & role) or (leader and source.authority is Authority.PRINCIPAL)
        party_fits = party is None or source.party in {None, party} if not leader else source.party == party
        if fits and modifiers <= role | {head.lower_} and party_fits:
            return replace(source, as_named=_phrase(head), how=f"the {head.lemma_} named before", sure=0.9)
    return None
