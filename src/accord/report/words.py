"""Words for readers: days, counts, acts, and how a thing is known."""

from __future__ import annotations

from datetime import date

from accord.documents.periods import Grain, Period
from accord.findings import Basis as FindingBasis
from accord.findings import Mechanism
from accord.ledger import Basis, Direction, Outcome
from accord.statements import Act, Authority, Kind, Modality, Tier

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

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


def day(on: date | None) -> str:
    """A day in words.

    >>> day(date(2031, 4, 9)), day(None)
    ('9 April 2031', 'no date')
    """
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}" if on else "no date"


_QUARTERS = ("first", "second", "third", "fourth")


def during(period: Period) -> str:
    """A period in words.

    >>> from accord.documents.periods import period_from
    >>> [during(period_from(short)) for short in ("2031-03", "2031", "2031-Q2", "2031-W11", "2031-spring")]
    ['March 2031', '2031', 'second quarter of 2031', 'week of 10 March 2031', 'spring 2031']
    """
    first = period.first
    match period.grain:
        case Grain.DAY:
            return day(first)
        case Grain.WEEK:
            return f"week of {day(first)}"
        case Grain.MONTH:
            return f"{MONTHS[first.month - 1]} {first.year}"
        case Grain.SEASON:
            return f"{str(period).partition('-')[2]} {first.year}"
        case Grain.QUARTER:
            return f"{_QUARTERS[(first.month - 1) // 3]} quarter of {first.year}"
    return str(first.year)


def days(first: date, last: date) -> str:
    """A stretch of days, nothing said twice.

    >>> days(date(2031, 4, 2), date(2031, 4, 10)), days(date(2031, 4, 2), date(2031, 5, 1))
    ('2 to 10 April 2031', '2 April to 1 May 2031')
    """
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    start = f"{first.day} {MONTHS[first.month - 1]}"
    return f"{start} to {day(last)}" if first.year == last.year else f"{day(first)} to {day(last)}"


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 document", "3 documents", "no documents"."""
    noun = one if number == 1 else many or f"{one}s"
    return f"{'no' if number == 0 else f'{number:,}'} {noun}"
