"""Who is meant: from a noun phrase of a text to a person, a body or a description, with the party spoken for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from accord.reading.back_references import body_before, both_sides, last_parties, person_before, several_before
from accord.reading.discourse import (
    Discourse,
    Mention,
    Source,
    is_definite,
    known_body,
    named_by,
    party_source,
    person_source,
    phrase_of,
)
from accord.reading.people import Gender, NameRun, Person, name_runs
from accord.reading.portraits import authority_of, gender_of, is_former, is_role, portraits, role_words
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
        "capitals",
        "ministries",
        "offices",
        "embassies",
    }
)


_HAPPENINGS = frozenset("call meeting conversation talk talks summit round session visit".split())
_SEVERAL = frozenset("some many others several few most".split())
_THINGS = frozenset("source head chair chief general member press counsel line target rival".split())


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
            known = talk.registry.person(source.name) if source.person else None
            if gender is Gender.UNKNOWN and known is not None:
                gender = known.gender
            if gender is not Gender.UNKNOWN and source.person:
                talk.genders.setdefault(source.name, gender)
    return tuple(unique.values())


def meet_described(talk: Discourse, quoted: Callable[[int], bool]) -> None:
    """Adds the persons without a name who do something in the text (`a manager ... makes`), for he and she behind."""
    for sentence in talk.parsed.sentences:
        for token in sentence.span:
            if token.dep_ != "nsubj" or not (_titled(token) or (token.tag_ == "NN" and token.pos_ == "NOUN")):
                continue
            if not _human(token):
                continue
            offset = talk.parsed.offset(token)
            if quoted(offset) or talk.parsed.paragraphs[sentence.paragraph].heading or _named_beside(token, talk):
                continue
            found = _noun(token, talk, offset)
            if len(found) == 1 and (found[0].person or found[0].how.startswith(("described", "the "))):
                source = found[0]
                gender = gender_of(" ".join(t.text for t in token.subtree)) if not source.person else Gender.UNKNOWN
                talk.add(Mention(offset, sentence.number, source.name, source, True, gender, main=True, top=token.i))


def _titled(token: Token) -> bool:
    """Whether a role stands for somebody by itself, with a capital: `the Minister told us`."""
    before = token.doc[token.i - 1] if token.i else None
    return token.pos_ == "PROPN" and before is not None and before.lower_ == "the" and is_role(token.text)


def _human(token: Token) -> bool:
    """Whether a noun names a person: by a word for a role, or as somebody `who` does something."""
    who = any(c.dep_ == "relcl" and any(g.lower_ in {"who", "whose"} for g in c.children) for c in token.children)
    return who or (is_role(token.text) and token.lower_ not in _THINGS)


def _with_learned(source: Source, talk: Discourse) -> Source:
    """The source with the party that an earlier phrase of the text gave it ("its director, ...")."""
    if not source.person or source.party is not None or source.name not in talk.learned:
        return source
    party = talk.learned[source.name]
    return replace(source, party=party, organisation=talk.registry.names.get(party, source.organisation))


def _resolved(head: Token, talk: Discourse, offset: int) -> tuple[Source, ...]:  # noqa: C901, PLR0911, PLR0912  one line a kind
    lower = head.lower_
    if lower in _HE or lower in _SHE:
        return person_before(talk, offset, _HE.get(lower) or _SHE[lower], head.text)
    if lower in _IT:
        return body_before(talk, offset, head.text)
    if lower in _THEY and not any(c.dep_ in {"prep", "conj"} for c in head.children):
        return several_before(talk, offset, head.text) or _group_before(head, talk, offset)
    beside = _named_beside(head, talk)
    if beside is not None:
        return (beside,)
    if (head.pos_ == "PROPN" or head.ent_type_ in {"PERSON", "ORG", "GPE"}) and not _is_bare_role(head, talk):
        source = _name_at(head, talk)
        if source is not None:
            return (source,)
    if head.pos_ == "NOUN" and head.text[:1].isupper():  # a name that the tagger takes for a noun
        same = [person for person in talk.registry.named(head.text) if person.surname == head.text]
        if len(same) == 1:
            return (person_source(same[0], head.text),)
    if lower in words("saying", "papers") or head.lemma_.lower() in words("saying", "papers"):
        owner = _owner(head, talk, offset)
        if owner:
            return tuple(replace(o, as_named=phrase_of(head), how=f"whose {head.lemma_} it is: {o.how}") for o in owner)
    if head.lemma_.lower() in _GROUPS or lower in _GROUPS:
        group = both_sides(head, talk, offset)
        if group:
            return group
    if lower in {"'s", "’s"} or head.dep_ == "poss":
        return (
            _resolved(head.head, talk, offset)
            if lower in {"'s", "’s"} and head.head.i != head.i
            else _noun(head, talk, offset)
        )
    return _noun(head, talk, offset)


def _group_before(head: Token, talk: Discourse, offset: int) -> tuple[Source, ...]:
    """The people without a name whom `they` means: the plural subject of this sentence or the one before."""
    number = talk.parsed.sentence_of(head).number
    for sentence in (talk.parsed.sentences[n] for n in (number, number - 1) if n >= 0):
        for token in sentence.span:
            several = token.tag_ in {"NNS", "NNPS"} or token.lower_ in _SEVERAL
            if several and token.dep_ == "nsubj" and token.head.dep_ == "ROOT" and talk.parsed.offset(token) < offset:
                found = _noun(token, talk, talk.parsed.offset(token))
                return tuple(replace(s, as_named=head.text, how="those named before", sure=0.7) for s in found)
    return ()


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
                        return person_source(person, phrase_of(head), "who represents it in this text")
    for child in head.children:
        named = child.dep_ == "appos" and child.pos_ == "PROPN" and head.pos_ == "NOUN"
        person = _person_at(child, talk) if named else None
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
                party = None if is_former(phrase_of(head)) else _party_of_phrase(head, talk, talk.parsed.offset(head))
                if party is not None and person.party is None and person.authority is not Authority.INDEPENDENT:
                    talk.learned[person.name] = party
                return person_source(person, run.text)
    return None


def _person_at(name: Token, talk: Discourse) -> Person | None:
    """The person whose name holds this token, titles left aside: "former Rep. Jo Doe"."""
    known = talk.registry.person(" ".join(t.text for t in name.subtree))
    if known is None:
        run = next((run for run in name_runs(name.doc) if run.start <= name.i < run.end), None)
        known = talk.registry.person(run.text) if run is not None else None
    return known


def _name_at(head: Token, talk: Discourse) -> Source | None:
    """The person or body whose proper name holds this token."""
    for run in name_runs(head.doc):
        if run.start <= head.i < run.end:
            return named_by(run, head.doc, talk.registry) or _unknown_name(run, head, talk)
    return None


def _unknown_name(run: NameRun, head: Token, talk: Discourse) -> Source:
    beside = portraits(head.doc, run)
    text = " ; ".join(p.text for p in beside)
    party = talk.registry.party_in(text) if text else talk.registry.party_in(run.text)
    authority = authority_of(text, has_party=party is not None, organisation=None) if text else Authority.UNKNOWN
    return Source(run.text, run.text, party, authority, how="named, and nowhere introduced", sure=0.7)


def _owner(head: Token, talk: Discourse, offset: int) -> tuple[Source, ...]:
    """Whose paper it is: the possessor, what it is "by" or "from", else who spoke last."""
    if {c.lower_ for c in head.children} & {"both", "two"}:
        return last_parties([m for m in talk.before(offset, far=True) if not m.quoted], phrase_of(head), talk.registry)
    for child in head.children:
        if child.dep_ == "poss":
            at = talk.parsed.offset(child) if child.pos_ != "PRON" else offset
            return tuple(one for owner in (child, *child.conjuncts) for one in _resolved(owner, talk, at))
        shared = next((c for c in child.children if c.dep_ == "agent"), None) if child.dep_ == "acl" else None
        link = shared if shared is not None else child
        if shared is not None or (child.dep_ == "prep" and child.lower_ in {"by", "from", "of", "with"}):
            pobj = next((g for g in link.children if g.dep_ == "pobj"), None)
            if pobj is not None and not (link.lower_ == "of" and pobj.lemma_ in _HAPPENINGS):
                return tuple(one for owner in (pobj, *pobj.conjuncts) for one in _resolved(owner, talk, offset))
        if child.dep_ in {"compound", "amod", "nmod"}:
            party = talk.registry.party_of(child.text)
            if party is not None:
                return (party_source(talk.registry, party, child.text),)
    near = [m for m in talk.before(offset) if m.subject and not m.quoted]
    return (replace(near[0].source, sure=0.6),) if near and is_definite(head) else ()


def _noun(head: Token, talk: Discourse, offset: int) -> tuple[Source, ...]:
    """A common noun: a known body, somebody introduced with that role, or a description with the party it names."""
    phrase = phrase_of(head)
    body = known_body(head, talk.registry) if is_definite(head) or head.pos_ == "PROPN" else None
    if body is not None and not is_role(head.text):
        return (body,)
    roles = role_words(phrase) if is_role(phrase) or head.lower_ in {"person", "man", "woman"} else set()
    party = _party_of_phrase(head, talk, offset)
    if roles and is_definite(head) and not head.tag_.endswith("S"):
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
    if head.lemma_.lower() in words("roles", "relational"):
        return None
    for child in head.children:
        if child.dep_ == "poss":
            owners = _resolved(child, talk, offset)
            if owners:
                return owners[0].party
        if child.dep_ == "prep" and child.lower_ in {"of", "for", "from", "with", "in", "at", "to", "by"}:
            pobj = next((g for g in child.children if g.dep_ == "pobj"), None)
            if pobj is None:
                continue
            own = talk.registry.party_in(phrase_of(pobj)) or (
                talk.registry.heads.get(pobj.lower_) if is_definite(pobj) else None
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
            return replace(source, as_named=phrase_of(head), how=f"the {head.lemma_} named before", sure=0.9)
    return None if leader else _listed(head, modifiers, party, talk)


def _listed(head: Token, modifiers: set[str], party: str | None, talk: Discourse) -> Source | None:
    """The only person in the codebook whose role a bare phrase has: `the premier`; None where two have it."""
    fitting = [
        person
        for person in talk.registry.listed
        if person.party in {party or person.party}
        and {head.lemma_.lower(), head.lower_} & (role := role_words(person.role or ""))
        and modifiers <= role
    ]
    if len(fitting) != 1 or is_former(phrase_of(head)):
        return None
    how = f"the only {head.lemma_} in the codebook"
    return replace(person_source(fitting[0], phrase_of(head), how), sure=0.8)
