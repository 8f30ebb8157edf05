"""Many parties at one pie: who proposes, whose yes is needed, and who may leave with a share."""

from __future__ import annotations

import math
from collections.abc import Sequence

from accord.errors import CallError
from accord.theory.arguments import all_within, same_length, whole, within

_MOST_PARTIES = 10**9


def random_proposer_unanimity(chances: Sequence[float], deltas: Sequence[float]) -> tuple[float, ...]:
    """What each party expects of a pie of 1 that all must agree on when every round's proposer is drawn by lot.

    Definition: in each round party i proposes with probability p_i; one no sends the talks to the next round, which
    shrinks what i gets by the factor delta_i. In the stationary equilibrium the proposer leaves everybody else
    exactly delta_j v_j, so v_i = p_i (1 - sum of delta_j v_j over all j but i) + (1 - p_i) delta_i v_i, which gives
    v_i = (p_i / (1 - delta_i)) / (sum of p_j / (1 - delta_j)): agreement comes at once, and chance to speak and
    patience count alike.

    Convention: the values are those before the first proposer is drawn. Then proposer i gets (1 - delta_i) / (sum of
    p_j / (1 - delta_j)) more than its delta_i v_i.

    Args:
        chances: Chance of each party to propose, [0, 1]; they add up to 1.
        deltas: Discount factor of each party for a round, [0, 1).

    Example: equal chances, the more patient gets twice as much.

        >>> [round(share, 6) for share in random_proposer_unanimity([0.5, 0.5], [0.9, 0.8])]
        [0.666667, 0.333333]

    Limits: with three or more parties stationarity picks this equilibrium among others; a party that never proposes
    gets nothing.

    Citation: binmore_1987, merlo_wilson_1995.

    Raises:
        CallError: an argument outside its range, or chances that do not add up to 1.
    """
    same_length("chances", chances, "deltas", deltas)
    odds, factors = all_within("chances", chances, "[0, 1]"), all_within("deltas", deltas, "[0, 1)")
    total = math.fsum(odds)
    if abs(total - 1) > 1e-9:
        raise CallError("`chances` add up to 1", f"got {total!r}", "divide each by their sum")
    weights = [chance / (1 - factor) for chance, factor in zip(odds, factors, strict=True)]
    whole = math.fsum(weights)
    return tuple(weight / whole for weight in weights)


def krishna_serrano_exit(deltas: Sequence[float]) -> tuple[float, ...]:
    """The split of a pie of 1 among parties of whom each that says yes may leave with its share at once.

    Definition: the proposer offers everybody a share; who accepts takes it and leaves, who refuses bargains on with the
    proposer over what is left, as the next proposer. So every pair shares what the two have together as in
    Rubinstein's game with the first party proposing: x_j = x_1 delta_j (1 - delta_1) / (1 - delta_j). With a common
    delta the proposer gets 1 / (1 + (n - 1) delta) and everybody else delta times as much. Leaving makes the
    equilibrium unique, which unanimity alone does not.

    Convention: party 1 proposes first; one party alone keeps the pie.

    Args:
        deltas: Discount factor of each party for a round, [0, 1).

    Example: three parties that halve the pie's worth by waiting.

        >>> krishna_serrano_exit([0.5, 0.5, 0.5])
        (0.5, 0.25, 0.25)

    Limits: a share can be paid out before the others agree; complete information.

    Citation: krishna_serrano_1996.

    Raises:
        CallError: no party, or a factor outside its range.
    """
    same_length("deltas", deltas, "deltas", deltas)
    factors = all_within("deltas", deltas, "[0, 1)")
    ratios = [1.0] + [factor * (1 - factors[0]) / (1 - factor) for factor in factors[1:]]
    whole = math.fsum(ratios)
    return tuple(ratio / whole for ratio in ratios)


def baron_ferejohn_closed(parties: int, votes: int, delta: float) -> tuple[float, float]:
    """The proposer's share of a pie of 1, and what it pays each of those whose votes it needs.

    Definition: in every session one of n equal members is drawn to propose a division; it passes with q votes, the
    proposer's among them, and is not amended (closed rule); otherwise the next session starts and the pie shrinks by
    delta. In the stationary symmetric equilibrium every member expects 1 / n, so a vote costs delta / n: the proposer
    buys q - 1 votes, each by lot among the others, and keeps 1 - delta (q - 1) / n.

    Convention: members vote yes when indifferent; sessions never end. Members left out get nothing. With q = 1 nobody
    is paid, and the second number is the price of a vote that nobody needs.

    Args:
        parties: n, 1 to 1,000,000,000.
        votes: q, from 1 to n; n is unanimity.
        delta: Discount factor for a session, [0, 1].

    Example: a majority of three with no impatience.

        >>> [round(share, 6) for share in baron_ferejohn_closed(3, 2, 1)]
        [0.666667, 0.333333]

    Limits: equal chances to propose and equal patience; at q = n and delta = 1 other equilibria exist.

    Citation: baron_ferejohn_1989.

    Raises:
        CallError: an argument outside its range.
    """
    members = whole("parties", parties, 1, _MOST_PARTIES)
    needed = whole("votes", votes, 1, members)
    price = within("delta", delta, "[0, 1]") / members
    return 1 - price * (needed - 1), price
