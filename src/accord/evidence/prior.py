"""What is believed before any evidence: one table of ranges, shapes and odds.

Utilities: a party's ranges (best option of an issue less its worst) are uniform on the simplex; the values within an
issue are uniform given its shape, 0 at the worst option and 1 at the best. So splitting an option leaves an issue's
mean range alone.

Shapes: on an ordered issue the best option is any of them alike and the worst stands at an end, either end alike
where both can be; values fall from the best option to both sides. Without order the best and the worst are any two
alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from accord.negotiation import Issue, Negotiation, RateEntry, counterfactual


@dataclass(frozen=True, slots=True)
class Range:
    """A scalar of each party: uniform between `low` and `high`, in `unit`."""

    low: float
    high: float
    unit: str
    meaning: str

    @property
    def middle(self) -> float:
        """The value above which a claim of "much" holds."""
        return (self.low + self.high) / 2


# Utilities are measured in the party's whole range: its best package less its worst is one. The outside shift is as
# wide as it can be with the reservation of an average party, whose counterfactual package is worth about a half, still
# between its worst package and its best.
RANGES: Mapping[str, Range] = {
    "outside_shift": Range(-0.5, 0.5, "utility", "what no deal is worth beyond the counterfactual package"),
    "impatience": Range(0.0, 0.25, "per month", "rate at which later utility is discounted"),
    "walk_away_hazard": Range(0.0, 0.25, "per month", "rate at which the party leaves the talks"),
    "waiting_flow": Range(-0.1, 0.1, "utility per month", "what the party gains while the talks go on"),
    "power_shift": Range(-0.25, 0.25, "utility", "what the party's reservation gains once a shifting term holds"),
}

# What declared complements add to a party's utility where all of them are in a package, and substitutes take away: at
# most as much as a shift of power can. The range of an issue and the whole range leave it out.
INTERACTION = Range(0.0, 0.25, "utility", "what complements are worth together beyond each by itself")


def known_range(negotiation: Negotiation, party: str, rate: str) -> tuple[float, float]:
    """The least and the greatest value of a party's scalar: as the negotiation file tells, else as the table does.

    An entry for the party counts before one for all, and of two the last.
    """
    entry = known_entry(negotiation, party, rate)
    return (RANGES[rate].low, RANGES[rate].high) if entry is None else (entry.low, entry.high)


def known_entry(negotiation: Negotiation, party: str, rate: str) -> RateEntry | None:
    """The entry of the negotiation file that tells of a party's scalar; None where none does."""
    told = [entry for entry in negotiation.rates if entry.rate == rate and entry.party in {party, None}]
    return max(enumerate(told), key=lambda place: (place[1].party is not None, place[0]))[1] if told else None


# Where somebody claims what would happen without a deal, the negotiation file's word is an assumption under doubt:
# it keeps this weight, the other options share the rest. Where nobody does, it stands.
STATED_COUNTERFACTUAL = 0.5


def counterfactual_odds(issue: Issue) -> tuple[float, ...]:
    """Prior chance of each option to be what happens with no deal, on an issue where that is in doubt."""
    if len(issue.options) == 1:
        return (1.0,)
    other = (1 - STATED_COUNTERFACTUAL) / (len(issue.options) - 1)
    return tuple(STATED_COUNTERFACTUAL if option == counterfactual(issue) else other for option in issue.options)
