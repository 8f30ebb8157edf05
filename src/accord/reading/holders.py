"""Whose stand a clause tells: from a subject, an owner or a pronoun to party ids."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from accord.negotiation import Negotiation
from accord.reading.discourse import Discourse, Source, discourse
from accord.reading.drafts import scene
from accord.reading.grammar import agent, head_verb, passive, subject
from accord.reading.parsed import Parsed
from accord.reading.passages import Passage
from accord.reading.registry import Registry
from accord.reading.resolve import resolve
from accord.statements import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

_FIRST = frozenset("i me my mine we us our ours ourselves myself".split())
_ALL = frozenset(
    "sides parties both everyone everybody all delegations negotiators governments capitals companies teams".split()
)
_HE_SHE = frozenset("he him his she her hers".split())
_THIRD = _HE_SHE | frozenset("it its they them their".split())
_THEY = frozenset("they them their theirs".split())
_COUNTED = frozenset("DATE TIME PERCENT MONEY CARDINAL QUANTITY".split())
_FAVOURING = frozenset(
    "grant give hand favor favour help benefit suit offer allow aid strengthen advantage wait leave outlast".split()
)
_AGAINST = frozenset("than unlike with over against".split())
_HASTE = frozenset("desire wish impatience haste rush hurry urgency eagerness deadline need patience clock".split())
_OTHER = frozenset("you your yours".split())
_OPENED = re.compile(r"(?:(?<=[\s(\[:—–])|^)[‘'‚](?=\w)(?!\d0s)")
_CLOSED = re.compile(r"(?<=[\w.,!?])[’'](?!\w)")
# A paper, a demand or a minister stands for whoever owns it.
_SHARED = frozenset("talk negotiation agreement deal text point version round meeting process".split())


@dataclass(frozen=True, slots=True)
class Holder:
    """The parties whose stand it is, and how they were reached; none where it is nobody's at the table."""

    parties: tuple[str, ...] = ()
    how: str = ""


@dataclass(frozen=True, slots=True)
class Here:
    """What is needed to tell who is meant in one passage."""

    passage: Passage
    parsed: Parsed
    registry: Registry
    negotiation: Negotiation
    talk: Discourse


class _Key:
    """A document and registry as a cache key: these objects, not equal ones."""

    def __init__(self, parsed: Parsed, registry: Registry) -> None:
        self.parsed, self.registry = parsed, registry

    def __hash__(self) -> int:
        return hash((id(self.parsed), id(self.registry)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.parsed is self.parsed and other.registry is self.registry


@lru_cache(maxsize=4)
def _talk(key: _Key) -> Discourse:
    return discourse(key.parsed, key.registry, scene(key.parsed).quoted_at)


def here(passage: Passage, parsed: Parsed, registry: Registry, negotiation: Negotiation) -> Here:
    """The passage with the discourse in which it stands."""
    return Here(passage, parsed, registry, negotiation, _talk(_Key(parsed, registry)))


def speaker(place: Here) -> Holder:
    """The parties for whom the passage's speaker speaks."""
    return Holder(place.passage.statement.parties, "the speaker's own")


def party_of(token: Token, place: Here) -> Holder:
    """The parties that the noun phrase headed by `token` means."""
    lower = token.lower_
    if lower in _FIRST and token.text != "US":
        if _relayed(token, place):
            return Holder()
        return Holder(place.passage.statement.parties, f"'{token.text}', the speaker")
    if lower in _OTHER or token.pos_ in {"NUM", "ADV"}:
        return Holder()
    if _everybody(token):
        return Holder(at_table(place), f"'{token.text}', all who sit at the table")
    found: list[str] = []
    how = ""
    for head in (token, *(child for child in token.conjuncts if child.i > token.i)):
        parties, told = _named(head, place)
        found += [party for party in parties if party not in found]
        how = how or told
    return Holder(tuple(found), how)


def _relayed(token: Token, place: Here) -> bool:
    """Whether `we` stands within marks in somebody's quoted words: `"They told us: 'We will not move'"`."""
    statement = place.passage.statement
    if statement.kind not in {Kind.DIRECT, Kind.MIXED}:
        return False
    before = place.parsed.document.text[place.passage.content[0][0] : place.parsed.offset(token) + 1]
    opened = max((found.start() for found in _OPENED.finditer(before)), default=-1)
    return opened >= 0 and not _CLOSED.search(before, opened + 1)


def _named(head: Token, place: Here) -> tuple[tuple[str, ...], str]:  # noqa: PLR0911  one line a way
    bare = place.registry.party_of(head.text) if head.pos_ in {"NOUN", "PROPN"} and head.dep_ != "poss" else None
    if bare is not None and head.ent_type_ != "PERSON" and not any(child.dep_ == "poss" for child in head.children):
        return (bare,), f"'{head.text}', a name of the party"
    local = _local(head, place)
    if local is not None:
        return local
    sources = resolve([head], place.talk, at=place.parsed.offset(head))
    pointed = _pointed(head, sources, place)
    if pointed is not None:
        return pointed
    for source in sources:
        if source.party is not None:
            return (source.party,), f"'{head.text}': {source.how}"
        if source.person or head.pos_ == "PRON":
            return (), ""
    owner = next((child for child in head.children if child.dep_ == "poss"), None)
    if owner is not None and owner.i != head.i:
        if owner.lower_ in _FIRST:
            return place.passage.statement.parties, f"'{owner.text} {head.text}', the speaker"
        return _named(owner, place)
    if head.lemma_.lower() in _SHARED:
        return (), ""
    own = head.doc[head.left_edge.i : head.i + 1].text
    party = place.registry.party_in(own)
    return ((party,), f"'{own}' names it") if party is not None else ((), "")


def _pointed(head: Token, sources: Sequence[Source], place: Here) -> tuple[tuple[str, ...], str] | None:
    """Whom a pronoun of the third person means where it can be several, or the other side; None for other words."""
    if head.lower_ not in _THIRD:
        return None
    several = tuple(dict.fromkeys(source.party for source in sources if source.party is not None))
    if not several or set(several) == set(place.passage.statement.parties):
        other = _those_opposite(head, place)
        if other is not None:
            return (other,), f"'{head.text}', the only other party"
    if len(several) < 2:
        return None
    together = sources[0].how.endswith("together before")
    return (several, f"'{head.text}': {sources[0].how}") if together else ((), "")  # two fit, and one is meant


def _those_opposite(head: Token, place: Here) -> str | None:
    """The only other party, for `they` in what one of two parties says itself; None where others can be meant."""
    statement, principals = place.passage.statement, place.registry.principals
    if head.lower_ not in _THEY or statement.kind is not Kind.DIRECT or len(principals) != 2:
        return None
    own = set(statement.parties) & principals
    before = head.doc[head.sent.start : head.i]
    if len(own) != 1 or any(t.tag_ in {"NNS", "NNPS"} and t.ent_type_ not in _COUNTED for t in before):
        return None
    return next(iter(principals - own))


def _local(head: Token, place: Here) -> tuple[tuple[str, ...], str] | None:
    """Whom a pronoun means by its own clause or by who speaks; None where neither tells.

    A possessive takes the subject of its clause (`Estmark denies dragging its feet`); in reported words a pronoun with
    no subject before it takes who reports them (`the delegates said that they could`).
    """
    lower = head.lower_
    if lower not in _THIRD:
        return None
    if head.dep_ == "poss":
        who = subject(head_verb(head.head))
        if who is not None and who.i < head.i and lower == "their" and _everybody(who):
            return at_table(place), f"'{head.text}', all who sit at the table"
        if who is not None and who.i < head.i and who.pos_ in {"NOUN", "PROPN"} and _agree(who, lower, place):
            return _named(who, place)
    statement = place.passage.statement
    if statement.kind not in {Kind.INDIRECT, Kind.MIXED} or not statement.parties or place.passage.cue_span is None:
        return None
    if not _content_has(head, place) or _subject_before(head, place) or not _speaker_fits(lower, place):
        return None
    return statement.parties, f"'{head.text}', who speaks"


def _agree(who: Token, lower: str, place: Here) -> bool:
    """Whether a pronoun can stand for this noun: persons are he or she, bodies it or they."""
    person = who.ent_type_ == "PERSON" or any(
        source.person for source in resolve([who], place.talk, at=place.parsed.offset(who))
    )
    return person == (lower in _HE_SHE) or (not person and lower in {"their", "them", "they"})


def _content_has(head: Token, place: Here) -> bool:
    offset = place.parsed.offset(head)
    within = any(start <= offset < end for start, end in place.passage.content)
    before = place.parsed.text(place.passage.start, offset)
    marks = sum(before.count(mark) for mark in '“”"')
    return within and marks % 2 == 0  # reported words, not quoted ones


def _subject_before(head: Token, place: Here) -> bool:
    """Whether the reported words name another subject before the pronoun."""
    start = place.passage.content[0][0]
    if any(child.dep_ == "mark" and child.lower_ == "that" for child in head_verb(head).children):
        return False  # "said that A was slow and that it would": a clause of its own beside the first
    return any(
        token.dep_ in {"nsubj", "nsubjpass"} and token.pos_ in {"NOUN", "PROPN"}
        for token in place.parsed.tokens(start, place.parsed.offset(head))
    )


def _speaker_fits(lower: str, place: Here) -> bool:
    statement = place.passage.statement
    person = place.registry.person(statement.speakers[0]) if len(statement.speakers) == 1 else None
    if person is not None:
        gender = person.gender.value
        return lower in _HE_SHE and (gender == "unknown" or (gender == "male") == (lower in {"he", "him", "his"}))
    named = (statement.speaker_as_named or "").split()
    described = bool(named) and named[-1].endswith("s")
    return lower in {"they", "them", "their"} if described else lower in {"it", "its", "they", "their", "them"}


def _everybody(token: Token) -> bool:
    children = {child.lower_ for child in token.children}
    group = token.lower_ in _ALL or token.lemma_.lower() + "s" in _ALL
    if token.lower_ in {"both", "everyone", "everybody"} or (
        token.lower_ == "all" and token.dep_ in {"nsubj", "nsubjpass"}
    ):
        return not any(child.dep_ in {"prep", "conj"} for child in token.children)
    if any(child.dep_ == "poss" for child in token.children):
        return False
    if group and token.tag_ == "NN" and children & {"neither", "each", "either"}:
        return token.dep_ in {"nsubj", "nsubjpass"}
    return (
        group
        and token.tag_ == "NNS"
        and bool(children & {"both", "two", "the", "all", "three", "four"})
        and not children & {"of"}
    )


def at_table(place: Here, issue: str | None = None) -> tuple[str, ...]:
    """The parties at the table of the issue, or all principals where none is told."""
    roles = {party.id: party.role for party in place.negotiation.parties}
    if issue is not None:
        sat = place.negotiation.track(place.negotiation.issue(issue).track).parties
        return tuple(party for party in sat if roles.get(party) != "mediator") or sat
    return tuple(party.id for party in place.negotiation.parties if party.role == "principal")


def holder(anchor: Token, place: Here, mode: str = "subject") -> Holder:
    """Whose stand the word of doing at `anchor` tells; empty where nobody at the table holds it.

    `mode`: `speaker` for demands made by "must" and "should", else the grammatical subject, owner or agent.
    """
    if mode == "speaker":
        own = speaker(place)
        return own if own.parties else Holder()
    told = subject(anchor)
    if anchor.pos_ == "NOUN" and told is not None and told.head.i == anchor.i and told.dep_ == "poss":
        return party_of(told, place)  # "X's offer was turned down by Y" tells X's offer
    by = agent(anchor)
    if by is not None:
        return party_of(by, place)
    if passive(anchor):
        return Holder((), "passive")
    if told is None:
        return speaker(place) if anchor.pos_ in {"VERB", "AUX"} else Holder()
    return party_of(told, place)


def for_whom(anchor: Token, place: Here) -> Holder | None:
    """The party in `unacceptable to X`, `a red line for X`; None where there is none."""
    for child in anchor.children:
        if (
            child.dep_ == "prep"
            and child.lower_ in {"to", "for"}
            and anchor.pos_ in {"ADJ", "NOUN"}
            and anchor.lemma_.lower() not in {"demand", "call"}
        ):
            pobj = next((one for one in child.children if one.dep_ == "pobj"), None)
            found = party_of(pobj, place) if pobj is not None and pobj.pos_ in {"PROPN", "NOUN", "PRON"} else Holder()
            if found.parties:
                return found
    return None


def others(party: str, place: Here, sentences: Sequence[int]) -> Holder:
    """With whom the party is compared: the principals set against it in these sentences, else the only other one.

    Who is merely spoken of there (`the war in X`) is set against nobody; with several others and none set against it
    there is no counterpart.
    """
    principals = [one.id for one in place.negotiation.parties if one.role == "principal" and one.id != party]
    tokens = [t for s in place.parsed.sentences if s.number in sentences for t in s.span]
    found: list[str] = []
    for token in tokens:
        if token.pos_ in {"NOUN", "PROPN", "PRON"} and _set_against(token):
            found += [one for one in party_of(token, place).parties if one in principals and one not in found]
    if found:
        return Holder(tuple(found), "set against it")
    return Holder(tuple(principals), "the only other party") if len(principals) == 1 else Holder()


def _set_against(token: Token) -> bool:
    """Whether the noun acts, gains or is compared in its sentence, or it is its haste that is told of."""
    if token.dep_ in {"nsubj", "nsubjpass"} or (token.dep_ == "pobj" and token.head.dep_ == "agent"):
        return True
    if token.dep_ in {"dative", "dobj"}:
        return token.head.lemma_.lower() in _FAVOURING
    if token.dep_ == "pobj":
        over = token.head
        return over.lower_ in _AGAINST or (over.lower_ in {"for", "to"} and over.head.lemma_.lower() in _FAVOURING)
    return token.dep_ == "poss" and token.head.lemma_.lower() in _HASTE


def named_in(tokens: Sequence[Token], place: Here) -> tuple[str, ...]:
    """The parties named among these tokens, in order."""
    return place.registry.parties_in(" ".join(token.text for token in tokens))
