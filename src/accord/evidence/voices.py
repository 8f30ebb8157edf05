"""Who counts as one source: a party, an institution, a person, or one paper's reporters; and whose side it is on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accord.documents import Document
from accord.negotiation import Negotiation, Reliabilities
from accord.statements import Authority, Statement, Tier


@dataclass(frozen=True, slots=True)
class Voice:
    """One source: its key, its name for readers, whom it speaks for, and whose side it is on (that, or tied to it)."""

    key: str
    source: str
    parties: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """Who is heard: the source of each document, each person's house where only one is named, parties' names.

    `reliability`: what the analyst told of voices.
    """

    papers: Mapping[str, str]
    houses: Mapping[str, str]
    names: Mapping[str, str]
    reliability: Reliabilities


def room_of(statements: Sequence[Statement], documents: Sequence[Document], negotiation: Negotiation) -> Room:
    """Who is heard in these statements."""
    told: dict[str, set[str]] = defaultdict(set)
    for statement in statements:
        if statement.organisation and len(statement.speakers) == 1:
            told[statement.speakers[0].casefold()].add(_house(statement.organisation))
    named = [(name, party.id) for party in negotiation.parties for name in (party.name, *party.aliases)]
    return Room(
        {document.id: document.source for document in documents if document.source},
        {person: next(iter(houses)) for person, houses in told.items() if len(houses) == 1},
        {name.casefold(): id for name, id in named if name.strip()},
        negotiation.reliability,
    )


def voice_of(statement: Statement, room: Room) -> Voice:
    """Who counts as the source: the reporter for his own words and minds he reads, else the party, house or person.

    Everybody who speaks for a party is one voice, and so is everybody of one institution: what a colleague repeats is
    no second witness.
    """
    names = " and ".join(statement.speakers) or statement.speaker_as_named or statement.organisation
    if statement.tier is not Tier.STATED or not (names or statement.parties):
        paper = room.papers.get(statement.span.document)
        return Voice(
            f"reporter:{paper or statement.span.document}", f"the reporter of {paper}" if paper else "the reporter"
        )
    if statement.parties:
        sides = tuple(sorted(statement.parties))
        return Voice("party:" + "+".join(sides), names or " and ".join(statement.parties), statement.parties, sides)
    sides = _tied(statement, room.names)
    house = _house(statement.organisation) if statement.organisation else room.houses.get((names or "").casefold())
    if house:
        return Voice("house:" + house, names or statement.organisation or "", sides=sides)
    return Voice("person:" + (names or "").casefold(), names or "", sides=sides)


def _tied(statement: Statement, names: Mapping[str, str]) -> tuple[str, ...]:
    """The parties to which an expert close to a party is tied: those named in his role or house."""
    if statement.authority is not Authority.AFFILIATED_EXPERT:
        return ()
    told = f" {statement.role or ''} / {statement.organisation or ''} ".casefold()
    return tuple(sorted({id for name, id in names.items() if re.search(rf"\b{re.escape(name)}\b", told)}))


def _house(name: str) -> str:
    """An institution's name without case, article and spacing: "The Harbour Institute" is "harbour institute"."""
    return " ".join(name.casefold().split()).removeprefix("the ")
