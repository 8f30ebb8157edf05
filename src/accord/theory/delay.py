"""Delay: when talking on is worth more than settling."""

from __future__ import annotations

from dataclasses import dataclass

from accord.theory.arguments import whole, within

_MOST_ROUNDS = 1_000_000


@dataclass(frozen=True, slots=True)
class Delay:
    """Whether a party would talk on for ever, what that is worth, and what would end it.

    `value`: of the better course. `threshold_hazard`: the rate of the other's walking away at which the party is
    indifferent (below zero: it settles at any; None: no rate decides it). `bribe`: what must be added to the
    agreement for it to settle.
    """

    forever: bool
    value: float
    threshold_hazard: float | None
    bribe: float


def delay_or_settle(*, flow: float, hazard: float, rate: float, agreement: float, abandonment: float) -> Delay:
    """Whether a party settles now or drags out the talks while the other may lose patience and leave.

    Definition: while the talks go on the party gains `flow` a unit of time; at rate `hazard` the other leaves, after
    which the party has `abandonment`; at any time it may take `agreement`. All is discounted at `rate`. The problem
    is the same at every moment, so one looks one step ahead: delay for ever if and only if flow + hazard (abandonment
    - agreement) > rate x agreement, and delay is then worth (flow + hazard x abandonment) / (rate + hazard). With
    abandonment worth less than the agreement, a hazard above (flow - rate x agreement) / (agreement - abandonment)
    ends the delay.

    Convention: what is offered stays on offer; indifference settles.

    Args:
        flow: Gain while talking, any real number.
        hazard: Rate at which the other leaves, [0, inf).
        rate: Impatience, (0, inf).
        agreement: Value of settling, any real number.
        abandonment: Value after the other has left, any real number.

    Example: waiting pays 0.8 a month and the other leaves once in ten; the agreement would need 0.67 more.

        >>> found = delay_or_settle(flow=0.8, hazard=0.1, rate=0.05, agreement=10, abandonment=8)
        >>> found.forever, round(found.value, 6), round(found.bribe, 6), round(found.threshold_hazard, 6)
        (True, 10.666667, 0.666667, 0.15)

    Limits: constant flow and hazard; a hazard that rises or an agreement that grows gives a finite best date.

    Citation: ross_1970, ferguson_stopping.

    Raises:
        CallError: an argument outside its range.
    """
    gain, risk = within("flow", flow, "(-inf, inf)"), within("hazard", hazard, "[0, inf)")
    discount = within("rate", rate, "(0, inf)")
    deal, left = within("agreement", agreement, "(-inf, inf)"), within("abandonment", abandonment, "(-inf, inf)")
    waiting = (gain + risk * left) / (discount + risk)
    forever = waiting > deal
    threshold = (gain - discount * deal) / (deal - left) if deal != left else None
    return Delay(forever, max(waiting, deal), threshold, max(0.0, waiting - deal))


@dataclass(frozen=True, slots=True)
class Inside:
    """What two parties get when talking itself pays, and whether they agree at once."""

    first: float
    second: float
    agree_now: bool


def inside_options(*, flow_1: float, flow_2: float, rate_1: float, rate_2: float, pie: float = 1.0) -> Inside:
    """The split of a pie between parties that gain while they talk.

    Definition: party i gains flow_i a unit of time until agreement, worth f_i / r_i for ever. With offers in quick
    turn the split is the asymmetric Nash solution with disagreement f_i / r_i and weight r_2 / (r_1 + r_2) for party
    1. If the two inside values add up to at least the pie, nobody has a reason to agree, and each keeps talking.

    Convention: the flow ends with the agreement; nobody can leave. Parties may pay each other: where talking hurts one
    of them much the other gets more than the pie.

    Args:
        flow_1: Gain of party 1 while talking, any real number (below zero: talking hurts).
        flow_2: Gain of party 2, any real number.
        rate_1: Impatience of party 1, (0, inf).
        rate_2: Impatience of party 2, (0, inf).
        pie: What is split, (0, inf).

    Example: equally patient, the one who gains more by talking gets more.

        >>> found = inside_options(flow_1=0.03, flow_2=0.04, rate_1=0.1, rate_2=0.1)
        >>> round(found.first, 6), round(found.second, 6), found.agree_now
        (0.45, 0.55, True)

    Limits: flows are known to both; where they are not, delay can tell of them.

    Citation: muthoo_1999, haller_holden_1990, fernandez_glazer_1991.

    Raises:
        CallError: an argument outside its range.
    """
    rates = within("rate_1", rate_1, "(0, inf)"), within("rate_2", rate_2, "(0, inf)")
    flows = within("flow_1", flow_1, "(-inf, inf)"), within("flow_2", flow_2, "(-inf, inf)")
    size = within("pie", pie, "(0, inf)")
    floor = flows[0] / rates[0], flows[1] / rates[1]
    surplus = size - sum(floor)
    if surplus <= 0:
        return Inside(floor[0], floor[1], agree_now=False)
    first = floor[0] + rates[1] / (rates[0] + rates[1]) * surplus
    return Inside(first, size - first, agree_now=True)


def stahl_deadline(rounds: int, delta_1: float, delta_2: float, *, first: int = 1) -> float:
    """Party 1's share of a pie of 1 when offers alternate for a known number of rounds and then there is nothing.

    Definition: the proposer of the last round takes all; going back a round, the proposer leaves the other its
    discounted share of the next. With many rounds this goes to Rubinstein's split; with few, having the last word
    decides.

    Convention: the offers are numbered from the first, made by party `first`, and alternate; indifference accepts;
    after the last refusal both have nothing.

    Args:
        rounds: How many offers can be made, 1 to 1,000,000.
        delta_1: Discount factor of party 1 for a round, [0, 1].
        delta_2: Discount factor of party 2, [0, 1].
        first: Who makes the first offer, 1 or 2.

    Example: one round is an ultimatum; with two the other has the last word.

        >>> stahl_deadline(1, 0.9, 0.9), round(stahl_deadline(2, 0.9, 0.5), 6)
        (1.0, 0.5)

    Limits: the deadline is believed by both; complete information.

    Citation: stahl_1972.

    Raises:
        CallError: an argument outside its range.
    """
    deltas = within("delta_1", delta_1, "[0, 1]"), within("delta_2", delta_2, "[0, 1]")
    offers, opens = whole("rounds", rounds, 1, _MOST_ROUNDS), whole("first", first, 1, 2)
    # The proposer's share, from the last round backwards; proposers alternate, so the responder now proposes next.
    share = 1.0
    for round_number in range(offers - 1, 0, -1):
        responder = 2 if (round_number % 2 == 1) == (opens == 1) else 1
        share = 1 - deltas[responder - 1] * share
    return share if opens == 1 else 1 - share
