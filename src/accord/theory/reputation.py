"""Reputation: bargaining where either party may be one that never gives in."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from accord.errors import CallError
from accord.theory.arguments import pair

_SLOWEST = 1e-100


@dataclass(frozen=True, slots=True)
class Reputation:
    """How the two give in, party 1 first in every pair.

    `hazard`: rate of giving in after the start. `ends`: when both are sure to face an obstinate party.
    `concedes_at_once`: chance of giving in at the start, above zero for the weaker at most. `payoffs`: of the parties
    that are not obstinate.
    """

    hazard: tuple[float, float]
    ends: float
    concedes_at_once: tuple[float, float]
    payoffs: tuple[float, float]


def abreu_gul_reputation(demands: Sequence[float], rates: Sequence[float], obstinate: Sequence[float]) -> Reputation:
    """The war of attrition between two parties that demand too much and may each be unable to give in.

    Definition: party i demands the share a_i of a pie of 1, a_1 + a_2 > 1, discounts at r_i, and with probability z_i
    it never takes less. Giving in leaves i with 1 - a_j. A party that is not obstinate gives in at the rate that
    keeps the other indifferent, lambda_i = r_j (1 - a_i) / (a_1 + a_2 - 1), so its reputation grows until it is
    believed obstinate, alone at time -log(z_i) / lambda_i. Both must get there together: the end T is the earlier of
    the two times, and the party that would be later gives in at the start with probability 1 - z_i exp(lambda_i T).
    It expects what giving in brings; the other gets c a + (1 - c) (1 - its opponent's demand), c being that
    probability.

    Convention: probabilities of giving in count obstinate parties too: F_i(t) = 1 - (1 - c_i) exp(-lambda_i t) for t
    up to T.

    Args:
        demands: Share that each party demands, (0, 1); together above 1.
        rates: Impatience of each, (1e-100, inf).
        obstinate: Chance that each is obstinate, (0, 1).

    Example: mirror images; neither gives in at the start.

        >>> found = abreu_gul_reputation([0.6, 0.6], [0.1, 0.1], [0.1, 0.1])
        >>> [round(rate, 6) for rate in found.hazard], round(found.ends, 6), found.concedes_at_once
        ([0.2, 0.2], 11.512925, (0.0, 0.0))

    Limits: one obstinate kind for each party, its demand given; which demand to imitate is not chosen here.

    Citation: abreu_gul_2000.

    Raises:
        CallError: an argument outside its range, or demands that can both be met.
    """
    asks, haste = pair("demands", demands, "(0, 1)"), pair("rates", rates, f"({_SLOWEST!r}, inf)")
    firm = pair("obstinate", obstinate, "(0, 1)")
    excess = asks[0] + asks[1] - 1
    if excess <= 0:
        raise CallError("`demands` add up to more than 1", f"got {demands!r}", "nothing is contested below that")
    hazard = haste[1] * (1 - asks[0]) / excess, haste[0] * (1 - asks[1]) / excess
    alone = [-math.log(chance) / rate for chance, rate in zip(firm, hazard, strict=True)]
    ends = min(alone)
    # The earlier party is exactly there at the end: rounding must not leave it a chance of giving in.
    at_once = tuple(
        -math.expm1(rate * (ends - time)) if time > ends else 0.0 for rate, time in zip(hazard, alone, strict=True)
    )
    gets = tuple(1 - asks[1 - side] + at_once[1 - side] * excess for side in (0, 1))
    return Reputation(hazard, ends, (at_once[0], at_once[1]), (gets[0], gets[1]))
