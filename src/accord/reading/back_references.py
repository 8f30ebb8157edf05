"""Who is meant by a word that points back: `he`, `it`, `they`, `both sides`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from accord.reading.discourse import Discourse, Mention, Source, party_source, phrase_of
from accord.reading.people import Gender
from accord.reading.registry import Registry

if TYPE_CHECKING:
    from spacy.tokens import Token


def person_before(talk: Discourse, offset: int, gender: Gender, text: str) -> tuple[Source, ...]:
    """The person whom he or she means: of the nearest sentence that has one, its subject first."""
    near = [
        m
        for m in talk.before(offset)
        if m.source.person or (m.source.how.startswith("described") and (m.source.role or not m.source.party))
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


def body_before(talk: Discourse, offset: int, text: str) -> tuple[Source, ...]:
    """The body that `it` means: the nearest sentence's subject, else the nearest."""
    near = [m for m in talk.before(offset) if not m.source.person and m.source.how != "described" and not m.quoted]
    if not near:
        return ()
    sentence = near[0].sentence
    here = [m for m in near if m.sentence >= sentence - 1]
    chosen = next((m for m in here if m.subject), near[0])
    return (replace(chosen.source, as_named=text, how=f"{text!r} taken for the body named before", sure=0.75),)


def several_before(talk: Discourse, offset: int, text: str) -> tuple[Source, ...]:
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
                named = party_source(talk.registry, only, text)
                return (replace(named, how=f"{text!r} taken for the only party named before", sure=0.7),)
    return last_parties(near, text, talk.registry)


def last_parties(near: Sequence[Mention], text: str, registry: Registry) -> tuple[Source, ...]:
    """The two principal parties named last, in the order of the text; empty where fewer were named."""
    found: dict[str, Source] = {}
    for mention in near:
        party = mention.source.party
        if party is not None and party in registry.principals and party not in found:
            found[party] = party_source(registry, party, mention.source.name)
        if len(found) == 2:
            break
    if len(found) < 2 and len(registry.principals) == 2:  # nobody has been named yet, and only two there are
        found = {party: party_source(registry, party, registry.names[party]) for party in sorted(registry.principals)}
    if len(found) < 2:
        return ()
    return tuple(
        replace(s, as_named=text, how=f"{text!r} taken for the two parties named last", sure=0.7)
        for s in reversed(list(found.values()))
    )


def both_sides(head: Token, talk: Discourse, offset: int) -> tuple[Source, ...]:
    """`Both sides`, `the companies`: the two parties last named; a phrase with a body of its own is left alone."""
    children = {c.lower_ for c in head.children}
    plural = head.tag_ in {"NNS", "CD", "DT", "PDT", "NNPS"}
    if not plural or any(c.dep_ == "poss" for c in head.children) or talk.registry.party_in(phrase_of(head)):
        return ()
    if not children & {"the", "both", "two"} and head.lower_ not in {"both"}:
        return ()
    return last_parties([m for m in talk.before(offset, far=True) if not m.quoted], phrase_of(head), talk.registry)
