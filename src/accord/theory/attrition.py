"""Attrition: how long parties hold out when holding out costs, and who gives in."""

from __future__ import annotations

import math
from collections.abc import Sequence

from accord.errors import CallError
from accord.theory.arguments import pair, within


def war_of_attrition_complete_mixed(
    values: Sequence[float],
    costs: Sequence[float],
    *,
    after_conceding: Sequence[float] = (0.0, 0.0),
    discount: float = 0.0,
) -> tuple[float, float]:
    """The rates at which two parties that know each other's stakes give in, in the equilibrium where both hold out.

    Definition: a prize goes to the party that holds out longer; party i has v_i with it and l_i after giving in, and
    pays c_i a unit of time while neither gives in. Each gives in at the constant rate that keeps the other
    indifferent: party 1 at (c_2 + r l_2) / (v_2 - l_2), party 2 at (c_1 + r l_1) / (v_1 - l_1). So a party gives in
    the sooner, the less its *opponent* has at stake for its cost: the one who seems the weaker holds out longer on
    average. With nothing after giving in the discount rate r drops out.

    Convention: rates are hazards from time 0 on; there are equilibria in which one party gives in at once as well.

    Args:
        values: What the prize is worth to each of the two, any real number above `after_conceding`.
        costs: Cost of holding out a unit of time, [0, inf).
        after_conceding: What each has after giving in, [0, inf).
        discount: Rate of discount r, [0, inf).

    Example: party 2 has less at stake for its cost, so party 1 gives in faster.

        >>> war_of_attrition_complete_mixed([10, 5], [1, 1])
        (0.2, 0.1)

    Limits: no deadline and no way to fight it out; complete information.

    Citation: hendricks_weiss_wilson_1988.

    Raises:
        CallError: an argument outside its range.
    """
    after, costly = pair("after_conceding", after_conceding, "[0, inf)"), pair("costs", costs, "[0, inf)")
    rate, prize = within("discount", discount, "[0, inf)"), pair("values", values)
    for side in (0, 1):
        if prize[side] <= after[side]:
            came = f"got {prize[side]!r} and {after[side]!r}"
            raise CallError(f"`values[{side}]` is above `after_conceding[{side}]`", came, "nobody gives in for more")
    keeps_indifferent = [(costly[side] + rate * after[side]) / (prize[side] - after[side]) for side in (0, 1)]
    return keeps_indifferent[1], keeps_indifferent[0]


def war_of_attrition_private_uniform(value: float, *, low: float = 0.0, high: float = 1.0, cost: float = 1.0) -> float:
    """How long a party holds out whose stake only it knows, the other's being uniform on an interval.

    Definition: two parties draw their stakes independently from the same distribution F with density f; holding out
    costs both c a unit of time until one gives in, and the other then has the prize. In the symmetric equilibrium a
    party of stake v gives in at T(v) = (1 / c) times the integral from the lowest stake to v of x f(x) / (1 - F(x))
    dx: the cost of a moment more equals the prize times the chance that the other gives in just then. For the uniform
    distribution on [a, b]: T(v) = (b log((b - a) / (b - v)) - (v - a)) / c.

    Convention: both know the distribution; the loser pays as long as the winner.

    Args:
        value: The party's stake v, in [low, high).
        low: Lowest stake a, [0, inf).
        high: Highest stake b, above a.
        cost: Cost of holding out, (0, inf).

    Example: the lowest stake gives in at once, high stakes hold out without bound.

        >>> war_of_attrition_private_uniform(0.0), round(war_of_attrition_private_uniform(0.5), 6)
        (0.0, 0.193147)

    Limits: two parties alike in all but their stakes; asymmetric equilibria exist.

    Citation: riley_1980, krishna_morgan_1997.

    Raises:
        CallError: an argument outside its range.
    """
    least = within("low", low, "[0, inf)")
    most = within("high", high, "[0, inf)")
    if least >= most:
        raise CallError("`low` is below `high`", f"got {least!r} and {most!r}", "swap them")
    stake, price = within("value", value, f"[{least!r}, {most!r})"), within("cost", cost, "(0, inf)")
    return (most * math.log1p((stake - least) / (most - stake)) - (stake - least)) / price


def war_of_attrition_private_exponential(value: float, *, rate: float = 1.0, cost: float = 1.0) -> float:
    """How long a party holds out whose stake only it knows, the other's being exponential.

    Definition: as in `war_of_attrition_private_uniform`; the exponential distribution has the constant hazard
    f / (1 - F) = rate, so T(v) = rate v^2 / (2 c).

    Convention: `rate` is the inverse of the mean stake.

    Args:
        value: The party's stake, [0, inf).
        rate: Rate of the distribution of stakes, (0, inf).
        cost: Cost of holding out a unit of time, (0, inf).

    Example: twice the stake, four times as long.

        >>> war_of_attrition_private_exponential(1), war_of_attrition_private_exponential(2)
        (0.5, 2.0)

    Limits: as there.

    Citation: krishna_morgan_1997.

    Raises:
        CallError: an argument outside its range.
    """
    stake = within("value", value, "[0, inf)")
    return within("rate", rate, "(0, inf)") * stake * stake / (2 * within("cost", cost, "(0, inf)"))
