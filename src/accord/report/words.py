"""Words for readers: days, counts, acts, and how a thing is known."""

from __future__ import annotations

import re

from accord.findings import Basis as FindingBasis
from accord.findings import Mechanism
from accord.ledger import Basis, Direction, Outcome
from accord.statements import Act, Authority, Kind, Modality, Tier

_SHARE = re.compile(r"(?<=\d) %")

ACTS = {
    Act.DEMAND: "demands",
    Act.OFFER: "offers",
    Act.ACCEPT: "accepts",
    Act.REJECT: "rejects",
    Act.PRECONDITION: "sets a condition",
    Act.CONCESSION: "concedes",
    Act.THREAT: "threatens",
    Act.PROMISE: "promises",
    Act.ASSESSMENT: "judges",
    Act.FORECAST: "foresees",
}

FAMILIES = {
    Act.DEMAND: "asks", Act.PRECONDITION: "asks", Act.THREAT: "asks",
    Act.OFFER: "gives", Act.ACCEPT: "gives", Act.CONCESSION: "gives", Act.PROMISE: "gives",
    Act.REJECT: "refuses",
    Act.ASSESSMENT: "judges", Act.FORECAST: "judges",
}  # fmt: skip
"""Kind of underline for an act."""

BASES = {
    Basis.OWN: "by its own word",
    Basis.TOLD: "as others tell",
    Basis.BELIEF: "ascribed to it",
    Basis.NARRATED: "as reported",
}

TIERS = {
    Tier.STATED: "said by somebody",
    Tier.BELIEF: "a thought or aim the reporter ascribes",
    Tier.NARRATED: "the reporter's own voice",
}

KINDS = {
    Kind.DIRECT: "quoted word for word",
    Kind.INDIRECT: "reported speech",
    Kind.MIXED: "reported speech with quoted words",
    Kind.NARRATED: "the reporter's words",
}

MODALITIES = {
    Modality.ASSERTED: "",
    Modality.CONDITIONAL: "on a condition",
    Modality.HYPOTHETICAL: "as a possibility only",
}

AUTHORITIES = {
    Authority.PRINCIPAL: "leader",
    Authority.NEGOTIATOR: "negotiator",
    Authority.OFFICIAL: "official",
    Authority.AFFILIATED_EXPERT: "expert tied to a party",
    Authority.INDEPENDENT: "independent",
    Authority.REPORTER: "reporter",
    Authority.UNKNOWN: "",
}

DIRECTIONS = {
    Direction.TOWARDS: "towards the other side",
    Direction.AWAY: "away from the other side",
    Direction.NONE: "did not move",
    Direction.UNKNOWN: "direction not known",
}

OUTCOMES = {
    Outcome.AFFIRMED: ("both", "Both say so"),
    Outcome.ONE_SILENT: ("silent", "Known from one account only"),
    Outcome.DIFFERENT: ("differ", "They name different terms"),
    Outcome.CONTRADICTED: ("denied", "One says so, the other denies it"),
    Outcome.UNKNOWN: ("unknown", "One says so; whether the other tells of the same event is not known"),
}

MECHANISMS = {
    Mechanism.LINKAGE: "Linked or separate tracks",
    Mechanism.CONCESSIONS: "What the concessions cost",
    Mechanism.PATIENCE: "Who can wait",
    Mechanism.DELAY: "Who gains by delay",
    Mechanism.RED_LINES: "What cannot all be met",
    Mechanism.SEQUENCE: "What must come before what",
    Mechanism.COMMITMENT: "Terms that might not be kept",
    Mechanism.PACKAGES: "Is there a deal",
    Mechanism.WALK_AWAY: "Who may walk away",
    Mechanism.THIRD_PARTIES: "Those not in the room",
    Mechanism.READOUTS: "One event, several accounts",
    Mechanism.VOICES: "Whose claims these are",
    Mechanism.SIGNALS: "Gestures that carry information",
    Mechanism.TYPES: "A deal, or time",
}

ROOTED = {
    FindingBasis.STATED: "follows from one claim",
    FindingBasis.INFERRED: "follows from several claims together",
    FindingBasis.PRIOR: "rests on no quotation",
}


def firm(text: str) -> str:
    r"""Text whose shares no line end parts from their sign.

    >>> firm("in 9 % of the models")
    'in 9\xa0% of the models'
    """
    return _SHARE.sub("\N{NO-BREAK SPACE}%", text)


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 document", "3 documents", "no documents"."""
    noun = one if number == 1 else many or f"{one}s"
    return f"{'no' if number == 0 else f'{number:,}'} {noun}"
