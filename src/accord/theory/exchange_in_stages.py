"""Exchange in stages: giving a little at a time, so that nobody is tempted to stop."""

from __future__ import annotations

from dataclasses import dataclass

from accord.theory.arguments import whole, within

_MOST_STAGES = 1_000_000


@dataclass(frozen=True, slots=True)
class Stages:
    """Whether an exchange in stages keeps itself, how fast it may go, and what it is worth to each.

    `ratio`: each stage against the one before; 1 or more: no stages do. `first_stage`: part of the whole that is
    exchanged at once; zero where nothing is.
    """

    ratio: float
    feasible: bool
    value: float
    first_stage: float


def gradual_exchange(value: float, cost: float, *, delta: float) -> Stages:
    """The fastest exchange of two divisible concessions in endless stages from which neither gains by stopping.

    Definition: each of two parties can give a concession that costs it c and is worth v to the other, in parts. In
    stage k both give the part (1 - rho) rho^k at once; who does not give gets nothing more. Stopping in stage k saves
    c times the part and loses the rest of the exchange, so it does not pay if delta (v - c) rho / (1 - delta rho) >=
    c, that is, rho >= c / (delta v). The least such ratio is the fastest and the best: worth (v - c) (1 - rho) / (1 -
    delta rho) to each. With rho >= 1 no exchange in stages keeps itself.

    Convention: both give at the same time; indifference goes on. The number of stages has no end: with a known last
    stage nothing is given (`gradual_exchange_finite`).

    Args:
        value: v, (0, inf).
        cost: c, [0, inf).
        delta: Discount factor from stage to stage, (0, 1].

    Example: what costs 1 and is worth 4 to patient parties; three quarters at once, then three quarters of the rest.

        >>> gradual_exchange(4, 1, delta=1)
        Stages(ratio=0.25, feasible=True, value=3.0, first_stage=0.75)

    Limits: both alike; a concession that comes in lumps allows less.

    Citation: schelling_1960, pitchford_snyder_2004, lockwood_thomas_2002.

    Raises:
        CallError: an argument outside its range.
    """
    gain, price = within("value", value, "(0, inf)"), within("cost", cost, "[0, inf)")
    factor = within("delta", delta, "(0, 1]")
    ratio = price / (factor * gain)
    if ratio >= 1:
        return Stages(ratio, feasible=False, value=0.0, first_stage=0.0)
    return Stages(ratio, True, (gain - price) * (1 - ratio) / (1 - factor * ratio), 1 - ratio)


def gradual_exchange_finite(value: float, cost: float, *, delta: float, stages: int, afterwards: float = 0.0) -> int:
    """In how many of a known number of equal stages both give, when the end is known to both.

    Definition: as in `gradual_exchange`, in `stages` equal parts. Backwards from the last stage, both give in a stage
    if what stopping would lose, the rest of the exchange and whatever goes on `afterwards`, is worth at least what
    giving costs there. With nothing afterwards nobody gives in the last stage, hence nobody in the one before, and so
    on: the exchange unravels to none. A lasting relation that would be lost can hold it together.

    Convention: in a stage where giving would not pay both keep theirs, unpunished, and go on to the next;
    indifference gives.

    Args:
        value: What the whole of the other's concession is worth, (0, inf).
        cost: What the whole of one's own costs, [0, inf).
        delta: Discount factor from stage to stage, (0, 1].
        stages: Number of stages, 0 to 1,000,000.
        afterwards: What each loses by stopping beside the exchange, seen from the stage after the last, [0, inf).

    Example: nothing is given before a known end; with a relation worth keeping everything is.

        >>> gradual_exchange_finite(5, 2, delta=0.9, stages=4)
        0
        >>> gradual_exchange_finite(5, 2, delta=0.9, stages=4, afterwards=1)
        4

    Limits: both alike, complete information.

    Citation: schelling_1960.

    Raises:
        CallError: an argument outside its range.
    """
    gain, price = within("value", value, "(0, inf)"), within("cost", cost, "[0, inf)")
    factor, ahead = within("delta", delta, "(0, 1]"), within("afterwards", afterwards, "[0, inf)")
    count, given = whole("stages", stages, 0, _MOST_STAGES), 0
    for _ in range(count):
        ahead *= factor
        if ahead >= price / count:
            ahead += (gain - price) / count
            given += 1
    return given
