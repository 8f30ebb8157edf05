"""Those not at the table, and those between: vetoes, the price of leaving somebody out, mediators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accord.errors import CallError
from accord.theory.arguments import all_within, entries, pair, within


@dataclass(frozen=True, slots=True)
class Winset:
    """What every veto player prefers to the status quo, as an interval, and what could not be changed if it stood.

    `low` and `high`: the ends, None where nothing is preferred by all. `core`: the status quos that no change beats.
    """

    empty: bool
    low: float | None
    high: float | None
    core: tuple[float, float]


def unanimity_winset_1d(ideals: Sequence[float], status_quo: float) -> Winset:
    """The settlements on a line that every veto player prefers to the status quo.

    Definition: a player with ideal point x prefers what is nearer to x than the status quo q is: the interval between q
    and its mirror image 2 x - q. The winset is the intersection. It is empty if and only if q lies in the core, which
    is the interval of the ideal points. Each veto player added can only shrink the winset.

    Convention: the ends themselves leave some player indifferent. Distance alone counts.

    Args:
        ideals: Where each veto player would have it, any real numbers, at least one.
        status_quo: Where it is, any real number.

    Example: both want less than 10; the one at 6 goes no lower than 2.

        >>> unanimity_winset_1d([4, 6], 10)
        Winset(empty=False, low=2.0, high=10.0, core=(4.0, 6.0))

    Limits: one dimension; in several the core is mostly empty.

    Citation: tsebelis_2002, black_1958.

    Raises:
        CallError: no player, or a number that is not finite.
    """
    if not len(entries("ideals", ideals)):
        raise CallError("`ideals` has an entry for each veto player, at least one", "got none", "add a player")
    places = all_within("ideals", ideals, "(-inf, inf)")
    held = within("status_quo", status_quo, "(-inf, inf)")
    core = min(places), max(places)
    if core[0] <= held <= core[1]:
        return Winset(empty=True, low=None, high=None, core=core)
    # The nearest player on the side of the status quo accepts least.
    if held > core[1]:
        return Winset(empty=False, low=2 * core[1] - held, high=held, core=core)
    return Winset(empty=False, low=held, high=2 * core[0] - held, core=core)


@dataclass(frozen=True, slots=True)
class Inclusion:
    """The joint payoff of the two present parties with and without a third, and when they are equal.

    `break_even`: the chance that the third blocks the deal at which leaving it out is worth as much as making it
    whole (above 1: leaving it out is always better).
    """

    exclude: float
    include: float
    include_better: bool
    break_even: float


def excluded_veto_party(surplus: float, harm: float, block_chance: float) -> Inclusion:
    """Whether two parties do better to bring in a third that their deal harms, or to close without it.

    Definition: the deal is worth `surplus` to the two and costs the third `harm`. Left out, the third blocks it with
    some chance, and the two expect (1 - chance) surplus. Brought in, it consents for a compensation of its harm, and
    the two have surplus - harm. Bringing it in is better if the chance exceeds harm / surplus.

    Convention: a blocked deal is worth nothing to the two; equality leaves it out. `include` below zero says that the
    deal destroys value.

    Args:
        surplus: What the deal is worth to the two, (0, inf).
        harm: What it costs the third, [0, inf).
        block_chance: Chance that the third blocks it when left out, [0, 1].

    Example:
        >>> excluded_veto_party(8, 2, 0.5)
        Inclusion(exclude=4.0, include=6.0, include_better=True, break_even=0.25)

    Limits: one third party, whose harm is known; a seat at the table may also change the terms.

    Citation: jehiel_moldovanu_1995, cunningham_2006, stedman_1997.

    Raises:
        CallError: an argument outside its range.
    """
    worth, cost = within("surplus", surplus, "(0, inf)"), within("harm", harm, "[0, inf)")
    out, inside = (1 - within("block_chance", block_chance, "[0, 1]")) * worth, worth - cost
    return Inclusion(out, inside, inside > out, cost / worth)


@dataclass(frozen=True, slots=True)
class SecondBest:
    """What the best mechanism achieves when both sides keep their values to themselves.

    `margin`: by how much the buyer's value must exceed the seller's cost for a trade (0: all gains are realised).
    """

    second_best: float
    trade_chance: float
    first_best: float
    margin: float


def mediator_second_best_bilateral_trade(
    value: tuple[float, float] = (0.0, 1.0), cost: tuple[float, float] = (0.0, 1.0)
) -> SecondBest:
    """What the best mediator can achieve between a buyer and a seller who each hide what the thing is worth to them.

    Definition: value v and cost c are independent and uniform. No mechanism that both join freely, that pays nothing
    from outside and that makes honesty best realises every gain where the ranges overlap. The best one trades when v -
    c reaches a margin m: with z = v - c and Z the largest z, incentives and participation leave room for it if
    E[(2 z - Z) 1(z >= m)] >= 0, and m is the smallest margin that satisfies this. It is reached by the linear
    equilibrium of the double auction where the ranges are the same.

    Convention: gains are expected gains from trade before types are known.

    Args:
        value: Lowest and highest value to the buyer, any real numbers, the first below the second.
        cost: Lowest and highest cost to the seller.

    Example: both uniform on the same range: a quarter of it must lie between them.

        >>> found = mediator_second_best_bilateral_trade()
        >>> round(found.margin, 9), round(found.second_best, 9), round(found.trade_chance, 9)
        (0.25, 0.140625, 0.28125)

    Limits: uniform distributions, one unit, risk-neutral sides.

    Citation: myerson_satterthwaite_1983, chatterjee_samuelson_1983.

    Raises:
        CallError: a range whose ends are not finite and in order.
    """
    buyer, seller = _range("value", value), _range("cost", cost)
    top = buyer[1] - seller[0]
    if top <= 0:
        return SecondBest(0.0, 0.0, 0.0, 0.0)
    first, _ = _above(0.0, buyer, seller)
    low, high = 0.0, top
    if _room(low, top, buyer, seller) < 0:
        # Beyond half of the largest difference every trade brings room, so the room changes sign below.
        high = top / 2
        while high - low > 1e-14 * top and low < (low + high) / 2 < high:
            middle = (low + high) / 2
            low, high = (middle, high) if _room(middle, top, buyer, seller) < 0 else (low, middle)
        low = high
    gains, chance = _above(low, buyer, seller)
    return SecondBest(gains, chance, first, low)


def _range(name: str, ends: tuple[float, float]) -> tuple[float, float]:
    low, high = pair(name, ends)
    if low >= high:
        raise CallError(f"`{name}` is a range (lowest, highest)", f"got {ends!r}", "put the lower end first")
    return low, high


def _room(margin: float, top: float, buyer: tuple[float, float], seller: tuple[float, float]) -> float:
    gains, chance = _above(margin, buyer, seller)
    return 2 * gains - top * chance


def _above(margin: float, buyer: tuple[float, float], seller: tuple[float, float]) -> tuple[float, float]:
    """E[z 1(z >= m)] and P(z >= m) for z = v - c, both uniform: the density of z is a trapezium."""
    widths = buyer[1] - buyer[0], seller[1] - seller[0]
    floor, top = buyer[0] - seller[1], buyer[1] - seller[0]
    knees = sorted((floor + min(widths), top - min(widths)))
    points = [floor, *knees, top]
    height = 1 / max(widths)
    heights = [0.0, height, height, 0.0]
    gains = chance = 0.0
    for index in range(3):
        left, right = points[index], points[index + 1]
        start = max(left, margin)
        if right <= start:
            continue
        slope = (heights[index + 1] - heights[index]) / (right - left)
        at_start, at_end = heights[index] + slope * (start - left), heights[index + 1]
        middle = (start + right) / 2
        # Simpson's rule is exact: z times a straight line is a parabola.
        gains += (right - start) / 6 * (start * at_start + 4 * middle * (at_start + at_end) / 2 + right * at_end)
        chance += (right - start) * (at_start + at_end) / 2
    return gains, chance


@dataclass(frozen=True, slots=True)
class Mediator:
    """Whether a mediator is believed, and between which biases it is.

    `low`: None where no bias makes it tell of weakness; `high`: None where every larger bias does.
    """

    credible: bool
    low: float | None
    high: float | None


def mediator_credibility_binary(
    bias: float,
    *,
    war_cost: float,
    aggressive: float,
    generous: float,
    war: float,
    residual_risk: float = 0.0,
) -> Mediator:
    """Whether a party can believe a mediator that tells it how resolved its opponent is.

    Definition: the mediator values the party's share at `bias` a unit and loses `war_cost` if there is war. Told that
    the opponent is resolved, the party makes the generous demand g, which is accepted. Told that it is weak, it makes
    the aggressive demand a, which a weak opponent accepts except with a residual risk r of war, and a resolved one
    answers with war, worth w in shares. The mediator tells the truth of a weak opponent if b ((1 - r) a + r w) - r k >=
    b g, and of a resolved one if b g >= b w - k. So it is believed for biases between r k / ((1 - r) a + r w - g) and
    k / (w - g): one that only wants peace always counsels giving in, one too partial always counsels pressing.

    Convention: bias is towards the informed party; indifference tells the truth.

    Args:
        bias: What a unit of the party's share is worth to the mediator, [0, inf).
        war_cost: What war costs the mediator, [0, inf).
        aggressive: The party's share under the aggressive demand, [0, 1].
        generous: Its share under the generous demand, [0, 1].
        war: What war is worth to the party in shares, [0, 1].
        residual_risk: Chance that even a weak opponent fights, [0, 1].

    Example: a mediator without any stake is not believed, one with a moderate stake is.

        >>> asked = {"war_cost": 0.4, "aggressive": 0.8, "generous": 0.4, "war": 0.6, "residual_risk": 0.5}
        >>> mediator_credibility_binary(0, **asked).credible, mediator_credibility_binary(1, **asked).credible
        (False, True)

    Limits: two types, one message; a mediator with a reputation to lose is another model.

    Citation: kydd_2003.

    Raises:
        CallError: an argument outside its range.
    """
    stake, cost = within("bias", bias, "[0, inf)"), within("war_cost", war_cost, "[0, inf)")
    risk = within("residual_risk", residual_risk, "[0, 1]")
    pressed, given = within("aggressive", aggressive, "[0, 1]"), within("generous", generous, "[0, 1]")
    fought = within("war", war, "[0, 1]")
    gain = (1 - risk) * pressed + risk * fought - given
    low = 0.0 if risk * cost == 0 and gain >= 0 else (risk * cost / gain if gain > 0 else None)
    high = cost / (fought - given) if fought > given else None
    credible = low is not None and low <= stake and (high is None or stake <= high)
    # Without a stake in the share only the risk of war counts; it is then weighed directly.
    return Mediator(credible or (stake == 0 and risk * cost == 0), low, high)
