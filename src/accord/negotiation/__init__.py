"""The negotiation as a person decides it: parties, tracks, issues, cues, assumptions (`negotiation.yaml`)."""

from accord.negotiation.dumping import dump_negotiation
from accord.negotiation.faults import FaultyNegotiationError
from accord.negotiation.loading import load_negotiation
from accord.negotiation.records import (
    Assumption,
    DocumentNote,
    Drafted,
    Entry,
    Identifier,
    Issue,
    Negotiation,
    Party,
    Precondition,
    Role,
    Speaker,
    TermEntry,
    Track,
    counterfactual,
    json_schema,
    status_quo,
)

__all__ = [
    "Assumption",
    "DocumentNote",
    "Drafted",
    "Entry",
    "FaultyNegotiationError",
    "Identifier",
    "Issue",
    "Negotiation",
    "Party",
    "Precondition",
    "Role",
    "Speaker",
    "TermEntry",
    "Track",
    "counterfactual",
    "dump_negotiation",
    "json_schema",
    "load_negotiation",
    "status_quo",
]
