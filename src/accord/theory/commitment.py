"""Commitment: when a deal cannot hold because it, or time, moves power from one party to another."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from accord.theory.arguments import choice, within


@dataclass(frozen=True, slots=True)
class Range:
    """The divisions that both prefer to war, as shares of party A."""

    low: float
    high: float
    width: float


def fearon_bargaining_range(p: float, cost_a: float, cost_b: float) -> Range:
    """The shares of A that both sides prefer to fighting.

    Definition: A wins a war with probability p and then has all; fighting costs the sides c_A and c_B. A prefers
    every share above p - c_A, B every share of A below p + c_B. Since fighting costs, the range is never empty: war
    needs a reason beyond disagreement.

    Convention: the good is of size 1 and cannot be over-divided, so the range is cut to [0, 1]; risk-neutral sides.

    Args:
        p: Chance that A wins, [0, 1].
        cost_a: Cost of war to A in shares of the good, [0, inf).
        cost_b: The same for B, [0, inf).

    Example:
        >>> found = fearon_bargaining_range(0.5, 0.1, 0.2)
        >>> round(found.low, 6), round(found.high, 6), round(found.width, 6)
        (0.4, 0.7, 0.3)

    Limits: both know p and the costs, and the good is divisible.

    Citation: fearon_1995.

    Raises:
        CallError: an argument outside its range.
    """
    chance = within("p", p, "[0, 1]")
    low = max(0.0, chance - within("cost_a", cost_a, "[0, inf)"))
    high = min(1.0, chance + within("cost_b", cost_b, "[0, inf)"))
    return Range(low, high, high - low)


class Offers(StrEnum):
    """Who makes the take-it-or-leave-it offers once power has shifted."""

    RISING = "rising"
    DECLINING = "declining"


@dataclass(frozen=True, slots=True)
class PreventiveWar:
    """What the declining side can at best be given in peace, what it has by fighting now, and whether it fights."""

    best_peace: float
    war_now: float
    fights: bool


def fearon_preventive_war(
    before: float, after: float, *, cost_a: float, cost_b: float, delta: float, offers: Offers = Offers.RISING
) -> PreventiveWar:
    """Whether a side that will be weaker fights now because no promise of later terms would be kept.

    Definition: A wins with probability `before` today and `after` from the next period on. From then on A is held to
    what the offers leave it: p_2 - c_A a period if the rising side B makes them, p_2 + c_B if A does, in [0, 1]. The
    most B can add today is the whole good, so peace is worth at most (1 - delta) + delta x that; war today is worth p_1
    - c_A. If war is worth more, no division of today's good keeps the peace: B would gain by promising better terms
    later, but would not keep the promise.

    Convention: payoffs are per-period averages (sums times 1 - delta); the good is of size 1 in every period, war
    ends the game and costs c a period. Indifference keeps the peace.

    Args:
        before: Chance that A wins now, [0, 1].
        after: Chance that A wins later, [0, 1].
        cost_a: Cost of war to A, [0, inf).
        cost_b: Cost of war to B, [0, inf).
        delta: Discount factor of a period, [0, 1).
        offers: Who makes the offers after the shift.

    Example: from 0.9 to 0.3 with costs of 0.1; at 0.9 a period weighs little, so peace is worth at most 0.28.

        >>> found = fearon_preventive_war(0.9, 0.3, cost_a=0.1, cost_b=0.1, delta=0.9)
        >>> round(found.best_peace, 6), round(found.war_now, 6), found.fights
        (0.28, 0.8, True)

    Limits: one shift, known beforehand, that today's terms cannot stop.

    Citation: fearon_1995, powell_2006.

    Raises:
        CallError: an argument outside its range.
    """
    now, later = within("before", before, "[0, 1]"), within("after", after, "[0, 1]")
    own, other = within("cost_a", cost_a, "[0, inf)"), within("cost_b", cost_b, "[0, inf)")
    weight = within("delta", delta, "[0, 1)")
    range_later = fearon_bargaining_range(later, own, other)
    kept = range_later.low if choice("offers", offers, Offers) is Offers.RISING else range_later.high
    peace, war = (1 - weight) + weight * kept, now - own
    return PreventiveWar(peace, war, war > peace)


@dataclass(frozen=True, slots=True)
class Shift:
    """The shift of power in a period against what is there to compensate it, and whether peace fails.

    `threshold`: next period's chance of the rising side above which peace fails (above 1: no shift is that large).
    """

    shift: float
    surplus: float
    threshold: float
    fights: bool


def powell_shift_condition(now: float, later: float, *, delta: float, war_cost: float) -> Shift:
    """Whether power shifts faster than a deal can compensate, so that the declining side fights.

    Definition: a flow of 1 a period is worth 1 / (1 - delta); war destroys the part c of it and gives the winner the
    rest for ever, so the rising side A has the threat M(p) = p (1 - c) / (1 - delta). Peace fails if the rise of A's
    threat in a period, delta M(p_next) - M(p_now), exceeds the bargaining surplus c / (1 - delta): B would have to
    give A nothing today to make up for what A will claim tomorrow, and even nothing is too much.

    Convention: A is the rising side; indifference keeps the peace.

    Args:
        now: Chance that A wins today, [0, 1].
        later: Chance that A wins tomorrow, [0, 1].
        delta: Discount factor of a period, (0, 1).
        war_cost: Part of the flow that war destroys, [0, 1).

    Example: a jump from a fifth to certainty.

        >>> found = powell_shift_condition(0.2, 1, delta=0.5, war_cost=0.2)
        >>> round(found.shift, 6), round(found.surplus, 6), round(found.threshold, 6), found.fights
        (0.48, 0.4, 0.9, True)

    Limits: the shift comes whatever is agreed; terms that themselves shift power are `endogenous_power_jump`.

    Citation: powell_2006, powell_2004.

    Raises:
        CallError: an argument outside its range.
    """
    today, tomorrow = within("now", now, "[0, 1]"), within("later", later, "[0, 1]")
    factor, cost = within("delta", delta, "(0, 1)"), within("war_cost", war_cost, "[0, 1)")
    whole = (1 - cost) / (1 - factor)
    shift, surplus = (factor * tomorrow - today) * whole, cost / (1 - factor)
    return Shift(shift, surplus, (today + cost / (1 - cost)) / factor, shift > surplus)


@dataclass(frozen=True, slots=True)
class PowerJump:
    """Whether a term that moves power is demanded, and whether the other side would rather fight than concede it.

    `threshold`: A's chance after the jump above which B fights (above 1 - c_B no chance is large enough, since B cannot
    be pushed below nothing).
    """

    dissatisfied: bool
    concede: float
    war: float
    threshold: float
    fights: bool


def endogenous_power_jump(
    before: float, after: float, *, line: float, cost_a: float, cost_b: float, delta: float
) -> PowerJump:
    """Whether peace fails over a good whose possession gives power.

    Definition: while A holds at most the share `line`, it wins a war with probability p_0; once it holds more, with
    p_1 for ever. A is dissatisfied if war is worth more to it than the line: p_0 - c_A > x. To satisfy A, B would
    have to let it cross the line; then B keeps 1 - x today and from then on what A's offers leave it, 1 - p_1 - c_B
    (not below 0): (1 - delta)(1 - x) + delta max(0, 1 - p_1 - c_B). War today leaves B 1 - p_0 - c_B. If A is
    dissatisfied and conceding is worth less to B than war, there is war, although divisions exist that both prefer: A
    cannot promise not to use its new strength.

    Convention: A makes the offers; payoffs are per-period averages; B's best concession is just across the line.

    Args:
        before: Chance that A wins before the jump, [0, 1].
        after: Chance that A wins after it, [0, 1].
        line: Largest share of A that leaves power unchanged, [0, 1].
        cost_a: Cost of war to A, [0, inf).
        cost_b: Cost of war to B, [0, inf).
        delta: Discount factor of a period, (0, 1).

    Example: a hill that decides the war.

        >>> found = endogenous_power_jump(0.5, 0.9, line=0.3, cost_a=0.1, cost_b=0.1, delta=0.5)
        >>> found.dissatisfied, round(found.concede, 6), round(found.war, 6), found.fights
        (True, 0.35, 0.4, True)

    Limits: one jump; a good that moves power step by step may be given away slice by slice.

    Citation: fearon_1996, powell_2006, chadefaux_2011.

    Raises:
        CallError: an argument outside its range.
    """
    then, now = within("after", after, "[0, 1]"), within("before", before, "[0, 1]")
    held, weight = within("line", line, "[0, 1]"), within("delta", delta, "(0, 1)")
    own, other = within("cost_a", cost_a, "[0, inf)"), within("cost_b", cost_b, "[0, inf)")
    today, war = (1 - weight) * (1 - held), 1 - now - other
    concede = today + weight * max(0.0, 1 - then - other)
    dissatisfied = now - own > held
    return PowerJump(dissatisfied, concede, war, 1 - other - (war - today) / weight, dissatisfied and war > concede)
