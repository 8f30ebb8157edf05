"""Leverage: whether a benefit on one table can be withheld to get a concession on another."""

from __future__ import annotations

from dataclasses import dataclass

from accord.theory.arguments import within


@dataclass(frozen=True, slots=True)
class Course:
    """What the two do, and what it is worth to each against neither doing anything.

    `concede`: the target gives what is asked. `grant`: the holder grants the benefit.
    """

    concede: bool
    grant: bool
    target: float
    holder: float


@dataclass(frozen=True, slots=True)
class Leverage:
    """The course with and without commitment, and what commitment adds to the holder's utility."""

    without_commitment: Course
    with_commitment: Course
    value_of_commitment: float


def leverage_game(
    *, concession_cost: float, concession_value: float, target_benefit: float, holder_gain: float
) -> Leverage:
    """Whether a threat to withhold a benefit, or a promise to grant it, buys a concession on another issue.

    Definition: a target moves first and concedes or not; then the holder of a benefit grants it or not. The concession
    costs the target c and is worth v to the holder; the benefit is worth b to the target and g to the holder (below
    zero where granting costs it). Without commitment, backward induction: the holder grants if and only if g > 0,
    whatever the target did, so the target concedes only if c < 0. With g > 0 the threat to withhold is not credible,
    with g < 0 the promise to grant is not. With commitment the holder first binds itself to one of the four answers
    (never, always, for a concession, for none), the target replies, and the holder chooses the answer that serves
    it best; the linked answer buys the concession if and only if b > c.

    Convention: who is indifferent leaves things as they are (does not concede, does not grant, does not commit), so
    the value of commitment is never below zero.

    Args:
        concession_cost: c, any real number.
        concession_value: v, any real number.
        target_benefit: b, any real number.
        holder_gain: g, any real number.

    Example: granting pays the holder anyway, so only a commitment makes withholding a threat.

        >>> found = leverage_game(concession_cost=2, concession_value=3, target_benefit=5, holder_gain=1)
        >>> found.without_commitment
        Course(concede=False, grant=True, target=5.0, holder=1.0)
        >>> found.with_commitment
        Course(concede=True, grant=True, target=3.0, holder=4.0)

    The order of moves makes no difference here: utilities add up, so without commitment either party's choice is best
    whatever the other does, and a commitment to an answer fixes it whenever it is given.

    Limits: played once and with complete information; repetition can do what commitment does
    (`linkage.pooled_incentives`).

    Citation: stein_1980, lacy_niou_2004, schelling_1960.

    Raises:
        CallError: an argument that is not finite.
    """
    real = "(-inf, inf)"
    cost, value = within("concession_cost", concession_cost, real), within("concession_value", concession_value, real)
    benefit, gain = within("target_benefit", target_benefit, real), within("holder_gain", holder_gain, real)

    def course(concede: bool, grant: bool) -> Course:
        return Course(
            concede, grant, (benefit if grant else 0.0) - (cost if concede else 0.0), gain * grant + value * concede
        )

    def reply(if_conceded: bool, if_not: bool) -> Course:
        yes, no = course(True, if_conceded), course(False, if_not)
        return yes if yes.target > no.target else no

    without = reply(gain > 0, gain > 0)
    best = max((reply(one, other) for one in (True, False) for other in (True, False)), key=lambda found: found.holder)
    bound = best if best.holder > without.holder else without
    return Leverage(without, bound, bound.holder - without.holder)
