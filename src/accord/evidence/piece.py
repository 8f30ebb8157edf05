"""The record of one piece of evidence: one claim by one voice."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace

from accord.evidence.reliability import Relation
from accord.statements import Claim, claim_record


@dataclass(frozen=True, slots=True)
class Piece:
    """One claim by one voice, and how far it is believed.

    `id`: from claim and voice alone. `voice`: who counts as one source (a party, an institution, a person, one
    paper's reporter); `source`: its name for readers. `statements`: ids of all statements that make the claim; empty
    for an assumption, which has the analyst's `reason` instead. `quote`: the words of its most reliable statement.
    `sides`: ids of the parties that its speakers speak for or are tied to.
    """

    id: str
    claim: Claim
    reliability: float
    statements: tuple[str, ...] = ()
    voice: str = "analyst"
    source: str = "the analyst"
    relation: Relation = Relation.OUTSIDE
    assumption: bool = False
    reason: str = ""
    quote: str = ""
    sides: tuple[str, ...] = ()


def piece_id(claim: Claim, voice: str) -> str:
    """The id of a piece, derived from what is claimed and by which voice."""
    content = json.dumps([claim_record(in_order(claim)), voice], sort_keys=True)
    return "e" + hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def in_order(claim: Claim) -> Claim:
    """The claim with its terms in one order."""

    def order(term: object) -> str:
        return repr(term)

    return replace(claim, given=tuple(sorted(claim.given, key=order)), against=tuple(sorted(claim.against, key=order)))
