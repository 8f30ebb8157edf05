"""Stances: what one point says of where a party stands, before statements are folded into positions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import NamedTuple

from accord.documents import Document
from accord.documents.periods import Period
from accord.ledger.chronology import period, said_during, said_on
from accord.ledger.memory import Memory
from accord.ledger.records import Basis
from accord.negotiation import Negotiation
from accord.statements import Act, Claim, Modality, Point, Says, Statement, Tier

WANTS = frozenset({Act.DEMAND, Act.PRECONDITION})
"""Acts that tell what a party asks for."""

TAKES = frozenset({Act.OFFER, Act.ACCEPT, Act.CONCESSION, Act.PROMISE})
"""Acts that tell what a party would take or give."""

OWN_WORD = frozenset({Basis.OWN, Basis.NARRATED})
"""How a stand at the table is known: by the party's own word or the reporter's."""


@dataclass(frozen=True, slots=True)
class Stance:
    """One party, one issue, one option, as one statement puts it. `voice` is the same for repetitions by one voice.

    `on`: the day it was said; `during`: the longer period, where that is all that is told.
    """

    party: str
    issue: str
    option: str | None
    refused: bool
    act: Act
    modality: Modality
    condition: str | None
    on: date | None
    document: str
    basis: Basis
    voice: str
    according_to: tuple[str, ...]
    statement: str
    during: Period | None = None
    dates: tuple[str, ...] = ()
    when: Period | None = field(init=False, compare=False)
    """When it was said, as exactly as it is known; None where nothing is. Kept, since all stances are put in order."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "when", period(self.on, self.during))


def stances(
    statements: Sequence[Statement],
    documents: Sequence[Document],
    negotiation: Negotiation,
    *,
    memory: Memory | None = None,
) -> list[Stance]:
    """Every stance that the points make, sorted by content.

    A demand, precondition, offer, acceptance, concession or promise seeks its option, a rejection refuses it. A claim
    about a party's readiness (`seeks`, `would_accept`, `refuses`, `red_line`) makes a stance too, and outweighs the
    act where they differ on one option. Negated points make none but by their claim: "no longer asks for", "has
    offered nothing". A rejection is one with or without a negation in its words ("ruled out", "did not accept"),
    while "did not object" is an acceptance. Hypothetical points make none. Parties, issues and options that the
    codebook does not have are passed over; `checks` reports them.
    """
    memory = memory or Memory()
    by_id = {document.id: document for document in documents}
    options = {issue.id: {None, *issue.options} for issue in negotiation.issues}
    parties = {party.id for party in negotiation.parties}

    def taken(statement: Statement) -> list[Stance]:
        document = by_id.get(statement.span.document)
        voices = speaks_for(statement, document, negotiation)
        return [
            stance_of(statement, point, document, voices, Stand(party, issue, option, refused))
            for point in statement.points
            for (party, issue, option), refused in _terms(point).items()
            if party in parties and option in options.get(issue, ())
        ]

    found = {stance for one in statements for stance in memory.of(("stances", one.id), one, partial(taken, one))}
    return sorted(found, key=order)


class Stand(NamedTuple):
    """What a stance is about."""

    party: str
    issue: str
    option: str | None
    refused: bool


def order(stance: Stance) -> tuple[str, ...]:
    """A sort key that depends on content alone."""
    on = str(stance.when or "")
    condition = stance.condition or ""
    content = (stance.party, stance.issue, on, stance.option or "", str(stance.refused))
    return (*content, stance.statement, stance.act, stance.modality, condition, stance.voice)


def own_source(document: Document | None, negotiation: Negotiation) -> str | None:
    """The party whose own paper this is: the document's source is the party's name, id or alias.

    A mediator's paper reports on others, so it counts as a reporter's.
    """
    source = (document.source or "").casefold().strip() if document else ""
    for party in negotiation.parties:
        at_stake = party.role in {"principal", "absent"}
        if at_stake and source and source in {name.casefold() for name in (party.id, party.name, *party.aliases)}:
            return party.id
    return None


def speaks_for(statement: Statement, document: Document | None, negotiation: Negotiation) -> tuple[str, ...]:
    """Ids of the parties whose word this is; a reporter's sentence in a party's own paper is that party's word."""
    if statement.tier is Tier.STATED:
        return tuple(sorted(statement.parties))
    author = own_source(document, negotiation) if statement.tier is Tier.NARRATED else None
    return (author,) if author else ()


def teller(statement: Statement, document: Document | None) -> tuple[str, ...]:
    """Who says so: the speakers, else the parties spoken for, else the document's source or file."""
    if statement.tier is Tier.STATED:
        named = statement.speakers or tuple(filter(None, [statement.speaker_as_named or statement.organisation]))
        if named or statement.parties:
            return named or statement.parties
    source = (document.source or document.file) if document else statement.span.document
    return (source,)


def refuses(point: Point) -> bool:
    """Whether the act refuses its option; a claim of readiness for it says otherwise."""
    claim = point.claim
    ready = claim is not None and claim.says is Says.WOULD_ACCEPT and not claim.negated and claim.option == point.option
    return point.act is Act.REJECT and not ready


def _terms(point: Point) -> dict[tuple[str, str, str | None], bool]:
    """Whether each (party, issue, option) that the point takes a stand on is refused; the claim has the last word."""
    if point.modality is Modality.HYPOTHETICAL:
        return {}
    told = [*_by_act(point), *_by_claim(point.claim)]
    return {(party, issue, option): refused for party, issue, option, refused in told if party and issue}


def _by_act(point: Point) -> Iterator[tuple[str | None, str | None, str | None, bool]]:
    claim = point.claim
    if refuses(point):
        yield point.about, point.issue, point.option, True
    elif point.negated:
        return
    elif point.act is Act.PRECONDITION and claim and claim.says is Says.BEFORE and claim.first:
        first = claim.first
        option = first.option or (point.option if first.issue == point.issue else None)
        yield point.about or claim.party, first.issue, option, False
    elif point.act in WANTS or point.act in TAKES:
        yield point.about, point.issue, point.option, False


def _by_claim(claim: Claim | None) -> Iterator[tuple[str, str | None, str | None, bool]]:
    if claim is None:
        return
    taking = claim.says in {Says.WOULD_ACCEPT, Says.SEEKS} and not claim.negated
    denied = claim.says is Says.WOULD_ACCEPT and claim.negated
    refusing = claim.says in {Says.REFUSES, Says.RED_LINE} and not claim.negated
    if taking or denied or refusing:
        yield claim.party, claim.issue, claim.option, not taking


def stance_of(
    statement: Statement, point: Point, document: Document | None, voices: tuple[str, ...], stand: Stand
) -> Stance:
    """The stance that one point of a statement takes, said by those whom `voices` names."""
    names = teller(statement, document)
    basis, voice = Basis.TOLD, "; ".join(voices or names)
    if statement.tier is Tier.BELIEF:
        basis, voice = Basis.BELIEF, "belief"
    elif stand.party in voices:
        basis, voice = Basis.OWN, stand.party
    elif statement.tier is Tier.NARRATED and not voices:
        basis, voice = Basis.NARRATED, "reporter"
    modality, condition = _condition(point)
    return Stance(
        party=stand.party, issue=stand.issue, option=stand.option, refused=stand.refused, act=point.act,
        modality=modality, condition=condition, on=said_on(statement, document), document=statement.span.document,
        basis=basis, voice=voice, according_to=names, statement=statement.id,
        during=said_during(statement, document), dates=_dates(statement),
    )  # fmt: skip


def _dates(statement: Statement) -> tuple[str, ...]:
    told = statement.reached.get("spoken_of")
    return tuple(told.split("; ")) if told else ()


def _condition(point: Point) -> tuple[Modality, str | None]:
    """How the stance is put; terms that a readiness is given under are its condition too."""
    given = point.claim.given if point.claim and point.claim.says is Says.WOULD_ACCEPT else ()
    if point.condition or not given:
        return point.modality, point.condition
    return Modality.CONDITIONAL, ", ".join(f"{term.issue}: {term.option or 'settled'}" for term in given)
