"""How likely a move is from a party that seeks a deal and from one that buys time: the one table of both.

The numbers are judgements, not measurements: change them here. Where a move is as likely from either kind it tells
nothing, however warm it sounds. No finding leans on one number: each also says what it would be with every one of them,
and the prior, moved to the ends of a band.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

SEEKS, BUYS = "seeks_deal", "buys_time"

PRIOR = 0.5
"""Chance, before any move, that a party seeks a deal."""

PRIOR_BAND = (0.3, 0.7)
"""Between what the prior is moved to show what an answer owes to it."""

BAND = 0.05
"""By how much each likelihood is moved, all in one direction, to show what an answer owes to them."""

_LEAST, _MOST = 0.02, 0.98  # no move is impossible, and none certain, from either kind


class Kind(StrEnum):
    """What a move is, as far as it may tell the one kind of party from the other."""

    REAL_STEP = "real_step"
    STEP_DOWN = "step_down"
    NOMINAL_STEP = "nominal_step"
    CONDITIONAL_OFFER = "conditional_offer"
    MAXIMUM_KEPT = "maximum_kept"
    DEMAND_KEPT = "demand_kept"
    CONDITION = "condition"
    NEW_CONDITION = "new_condition"
    DENIED = "denied"
    DELAY = "delay"
    SIDE_BENEFIT = "side_benefit"
    DEADLINE = "deadline"
    REFUSAL = "refusal"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Likelihood:
    """The chance of such a move from a party that seeks a deal and from one that buys time, and why."""

    seeks: float
    buys: float
    why: str

    @property
    def tells(self) -> bool:
        """Whether the move is likelier from the one than from the other."""
        return self.seeks != self.buys

    def tilted(self, by: float) -> Likelihood:
        """Both moved, towards seeking a deal (`by` above zero) or away from it; what tells nothing stays as it is."""
        if not self.tells:
            return self
        seeks, buys = (min(max(chance, _LEAST), _MOST) for chance in (self.seeks + by, self.buys - by))
        return Likelihood(seeks, buys, self.why)


LIKELIHOODS: Mapping[Kind, Likelihood] = {
    Kind.REAL_STEP: Likelihood(0.5, 0.2, "its cost is lost on a party that wants no deal"),
    Kind.STEP_DOWN: Likelihood(0.45, 0.3, "what is left of a demand brings a deal nearer, if less than a sacrifice"),
    Kind.NOMINAL_STEP: Likelihood(0.4, 0.5, "it keeps the talks alive at no price"),
    Kind.CONDITIONAL_OFFER: Likelihood(0.5, 0.4, "it moves the talks on, but binds to nothing until the other moves"),
    Kind.MAXIMUM_KEPT: Likelihood(0.3, 0.6, "a party that wants a deal comes down from its largest demand in time"),
    Kind.DEMAND_KEPT: Likelihood(0.45, 0.55, "either may stand still for a while"),
    Kind.CONDITION: Likelihood(0.3, 0.4, "what must come first puts the rest off, whoever asks for it"),
    Kind.NEW_CONDITION: Likelihood(0.2, 0.4, "a condition that was not there before moves the end away"),
    Kind.DENIED: Likelihood(0.2, 0.35, "it takes back what the other side tells as agreed"),
    Kind.DELAY: Likelihood(0.15, 0.45, "time passes, which is all that one who buys it wants"),
    Kind.SIDE_BENEFIT: Likelihood(0.35, 0.5, "it can be had with no settlement, as long as the talks go on"),
    Kind.DEADLINE: Likelihood(0.3, 0.15, "who threatens to end the talks does not live on their going on"),
    Kind.REFUSAL: Likelihood(0.5, 0.5, "to refuse an offer tells of its terms, not of who refuses"),
    Kind.TALK: Likelihood(0.8, 0.8, "words that cost nothing are said by either"),
}
