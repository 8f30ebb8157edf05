"""Voices: who claims what about whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accord.ledger.positions import once
from accord.negotiation import Negotiation
from accord.statements import Claim, Says, Statement, Tier


@dataclass(frozen=True, slots=True)
class Edge:
    """One voice claims one thing about one party, in these statements.

    `voice`: the speaker as resolved, else as named; None for a reporter's own voice. `parties`: whom the voice
    speaks for, none for a reporter's.
    """

    voice: str | None
    parties: tuple[str, ...]
    about: str
    says: Says
    negated: bool
    issue: str | None
    option: str | None
    claim: Claim
    statements: tuple[str, ...]


def voices(statements: Sequence[Statement], negotiation: Negotiation) -> tuple[Edge, ...]:
    """Every claim about a party of the negotiation, by voice; one claim by one voice once, with its statements."""
    parties = {party.id for party in negotiation.parties}
    found: dict[tuple[str | None, tuple[str, ...], Claim], list[str]] = defaultdict(list)
    for statement in statements:
        for point in statement.points:
            if point.claim is not None and point.claim.party in parties:
                for voice in _voices(statement):
                    found[voice, _spoken_for(statement), point.claim].append(statement.id)
    edges = [
        Edge(voice, spoken_for, claim.party, claim.says, claim.negated, claim.issue, claim.option, claim, once(ids))
        for (voice, spoken_for, claim), ids in found.items()
    ]
    return tuple(sorted(edges, key=_order))


def _voices(statement: Statement) -> Iterator[str | None]:
    if statement.tier is Tier.STATED and statement.speakers:
        yield from statement.speakers
    elif statement.tier is Tier.STATED:
        yield statement.speaker_as_named or statement.organisation
    else:
        yield None


def _spoken_for(statement: Statement) -> tuple[str, ...]:
    """Whom the voice speaks for: nobody where the reporter tells of a party or reads its mind."""
    return tuple(sorted(statement.parties)) if statement.tier is Tier.STATED else ()


def _order(edge: Edge) -> tuple[str, ...]:
    content = (edge.voice or "", *edge.parties, edge.about, edge.says, edge.issue or "", edge.option or "")
    return (*content, repr(edge.claim), *edge.statements)
