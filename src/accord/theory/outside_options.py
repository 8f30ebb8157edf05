"""Outside options: what being able to leave, or being left, does to a split."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from accord.errors import CallError
from accord.theory.arguments import within
from accord.theory.patience import rubinstein


class Ending(StrEnum):
    """How the talks end."""

    DEAL = "deal"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Outside:
    """How the talks end and what each party has then."""

    outcome: Ending
    first: float
    second: float


def rubinstein_outside_options(delta_1: float, delta_2: float, outside_1: float, outside_2: float) -> Outside:
    """The split of a pie of 1 when either party may leave for an outside option after refusing an offer.

    Definition: offers alternate, party 1 first; a responder that refuses may leave at once, and then the talks end
    for both. An outside option matters only where it beats what bargaining gives: with v_i what i gets as proposer, a
    responder accepts max(delta_i v_i, outside_i), so v_1 = 1 - max(delta_2 v_2, outside_2) and v_2 = 1 - max(delta_1
    v_1, outside_1). A small outside option changes nothing (no splitting of the difference); one that binds is all
    its holder gets as responder.

    Convention: leaving is voluntary and only open to the responder (a breakdown that comes by itself is
    `patience.rubinstein_limit`); if the outside options add up to more than the pie, the talks end.

    Args:
        delta_1: Discount factor of party 1 for a round, [0, 1).
        delta_2: Discount factor of party 2, [0, 1).
        outside_1: What party 1 has after leaving, [0, 1].
        outside_2: What party 2 has after leaving, [0, 1].

    Example: party 2 would get 0.47 by bargaining, so an option of 0.3 is no threat.

        >>> found = rubinstein_outside_options(0.9, 0.9, 0, 0.3)
        >>> round(found.first, 6), round(found.second, 6)
        (0.526316, 0.473684)

    Limits: complete information; an option that the proposer may take as well makes many equilibria.

    Citation: binmore_shaked_sutton_1989, shaked_sutton_1984, muthoo_1999.

    Raises:
        CallError: an argument outside its range.
    """
    one, two = within("delta_1", delta_1, "[0, 1)"), within("delta_2", delta_2, "[0, 1)")
    out_one, out_two = within("outside_1", outside_1, "[0, 1]"), within("outside_2", outside_2, "[0, 1]")
    if out_one + out_two > 1:
        return Outside(Ending.LEAVE, out_one, out_two)
    first = _proposer_share(one, two, out_one, out_two)
    return Outside(Ending.DEAL, first, 1 - first)


def _proposer_share(one: float, two: float, out_one: float, out_two: float) -> float:
    """Party 1's share as proposer: which of the two options bind is settled region by region."""
    free = rubinstein(one, two).first
    free_two = rubinstein(one, two, proposer=2).second
    if out_one <= one * free and out_two <= two * free_two:
        return free
    if out_two > two * free_two and out_one <= one * (1 - out_two):
        return 1 - out_two
    if out_one > one * free and out_two <= two * (1 - out_one):
        return 1 - two * (1 - out_one)
    return 1 - out_two


@dataclass(frozen=True, slots=True)
class Race:
    """A race between a deal and the end of the talks."""

    p_deal: float
    mean_time: float
    present_value: float
    p_deal_by: float


def deal_or_walk_away(
    deal_hazard: float, walk_hazard: float, *, rate: float, deal: float, walk: float, by: float = math.inf
) -> Race:
    """The chance that a deal comes before the walk-away, and what the race is worth.

    Definition: a deal arrives at rate a and a walk-away at rate b, whichever is first ends the talks. P(deal) = a /
    (a + b), the mean time is 1 / (a + b), the present value (a V_deal + b V_walk) / (a + b + r), and by time T a deal
    has come with probability P(deal) (1 - exp(-(a + b) T)).

    Convention: both ends are final; nothing is gained or lost while waiting; with `rate` 0 the present value is the
    expected value.

    Args:
        deal_hazard: Rate a, [0, inf); a + b above zero.
        walk_hazard: Rate b, [0, inf).
        rate: Impatience r, [0, inf).
        deal: Value of the deal, any real number.
        walk: Value after the walk-away, any real number.
        by: Time T, [0, inf]; infinite: ever.

    Example:
        >>> race = deal_or_walk_away(0.05, 0.15, rate=0.02, deal=10, walk=-2)
        >>> round(race.p_deal, 6), round(race.mean_time, 6), round(race.present_value, 6)
        (0.25, 5.0, 0.909091)

    Limits: constant, independent hazards.

    Citation: kalbfleisch_prentice_2002, cox_oakes_1984.

    Raises:
        CallError: an argument outside its range.
    """
    a, b = within("deal_hazard", deal_hazard, "[0, inf)"), within("walk_hazard", walk_hazard, "[0, inf)")
    total = within("deal_hazard + walk_hazard", a + b, "(0, inf)")
    discount = within("rate", rate, "[0, inf)")
    ends = within("deal", deal, "(-inf, inf)"), within("walk", walk, "(-inf, inf)")
    ever = a / total
    until = 1.0 if by == math.inf else -math.expm1(-total * within("by", by, "[0, inf)"))
    return Race(ever, 1 / total, (a * ends[0] + b * ends[1]) / (total + discount), ever * until)


@dataclass(frozen=True, slots=True)
class Contrast:
    """Party 2's share when its fallback is taken by choice, and when it comes by breakdown."""

    outside_option: float
    breakdown_point: float


def outside_option_vs_breakdown_point(fallback_1: float, fallback_2: float, *, pie: float = 1.0) -> Contrast:
    """What the same fallback is worth to party 2 as an outside option and as a breakdown point.

    Definition: two equally patient parties whose offers follow each other at once split the pie. If a party may
    *choose* to leave for its fallback, the fallback matters only where it beats half the pie (the outside option
    principle): party 2 gets pie / 2, but at least its fallback and at most what the other's fallback leaves. If the
    talks may *break down* by themselves and that risk, not impatience, is what hurries the parties, the fallbacks are
    the disagreement point of the Nash solution, which splits the difference: party 2 gets fallback_2 + (pie -
    fallback_1 - fallback_2) / 2. A model of walking away must say which of the two it means.

    Convention: limits of no time between offers; the first with leaving open to the responder alone, the second with a
    hazard of breakdown and no discounting.

    Args:
        fallback_1: What party 1 has outside, [0, pie].
        fallback_2: What party 2 has outside, [0, pie]; together at most the pie.
        pie: What is split, (0, inf).

    Example: a quarter is no threat, yet as a breakdown point it is worth an eighth.

        >>> outside_option_vs_breakdown_point(0, 0.25)
        Contrast(outside_option=0.5, breakdown_point=0.625)

    Limits: equal patience; otherwise `rubinstein_outside_options` and `patience.rubinstein_limit`.

    Citation: binmore_rubinstein_wolinsky_1986, binmore_shaked_sutton_1989.

    Raises:
        CallError: an argument outside its range.
    """
    size = within("pie", pie, "(0, inf)")
    one, two = within("fallback_1", fallback_1, "[0, inf)"), within("fallback_2", fallback_2, "[0, inf)")
    if one + two > size:
        came = f"got {one!r} and {two!r} for {size!r}"
        raise CallError("`fallback_1` and `fallback_2` add up to at most the `pie`", came, "there is nothing to split")
    return Contrast(min(max(size / 2, two), size - one), two + (size - one - two) / 2)
