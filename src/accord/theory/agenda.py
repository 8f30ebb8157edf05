"""Agenda: two issues settled one after the other, and what their order is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from accord.theory.arguments import choice, pair, whole, within
from accord.theory.patience import rubinstein


class SecondProposer(StrEnum):
    """Who makes the first offer on the second pie."""

    RESPONDER = "responder"
    PROPOSER = "proposer"
    FIRST = "first"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Agenda:
    """Party 1's share of the first pie, what each party has in all, and whether no first offer is at a corner."""

    first_pie: float
    totals: tuple[float, float]
    interior: bool


def issue_by_issue_alternating_offers(
    deltas: Sequence[float],
    first_weights: Sequence[float],
    second_weights: Sequence[float],
    *,
    proposer: int = 1,
    gap: float = 1.0,
    second_proposer: SecondProposer = SecondProposer.RESPONDER,
) -> Agenda:
    """The subgame-perfect split of two pies that are bargained over one after the other by offers in turn.

    Definition: party i values the whole of pie k at w_ik and discounts a round by delta_i. Talks on the second pie
    open `gap` rounds after the first is agreed on, and end at once in Rubinstein's split, worth s_i to i if it
    proposes there and t_i if it does not, seen from the agreement on the first. On the first pie a proposer leaves
    the other what refusing and proposing in the next round would bring, the second pie counted: with x party 1's part
    in its own offers and y party 2's in its own, w_2 (1 - x) + b_2 = delta_2 (w_2 y + c_2), and likewise for party 1,
    b being the worth of the second pie after the other's offer is accepted and c after one's own. What the second pie
    promises makes both hasten, so it enters the split of the first.

    Convention: a pie agreed on is enjoyed at once (immediate implementation). Parts lie between 0 and 1; where the
    other would agree to less than nothing the proposer takes all and the solution is a corner. By default the
    responder to the offer accepted on the first pie proposes first on the second.

    Args:
        deltas: Discount factor of each party for a round, [0, 1).
        first_weights: What the whole first pie is worth to each party, (0, inf).
        second_weights: What the whole second pie is worth to each party, [0, inf).
        proposer: Who makes the first offer on the first pie, 1 or 2.
        gap: Rounds between agreement on the first pie and the first offer on the second, [0, inf).
        second_proposer: Who makes that offer.

    Example: a second pie worth nothing leaves Rubinstein's split.

        >>> found = issue_by_issue_alternating_offers([0.5, 0.5], [1, 1], [0, 0])
        >>> round(found.first_pie, 6), found.interior
        (0.666667, True)

    Limits: two parties, two divisible pies, linear utility, the order given; other rules of implementation split
    differently.

    Citation: fershtman_1990, busch_horstmann_1997, in_serrano_2004.

    Raises:
        CallError: an argument outside its range.
    """
    delta, first, second = _checked(deltas, first_weights, second_weights)
    wait = within("gap", gap, "[0, inf)")
    lead = whole("proposer", proposer, 1, 2) - 1
    opens = choice("second_proposer", second_proposer, SecondProposer)
    leads = [_after(side, opens) for side in (0, 1)]
    # later[i][j]: what the second pie is worth to i when j's offer on the first has been accepted.
    later = [[delta[side] ** wait * second[side] * _part(side, leads[by], delta) for by in (0, 1)] for side in (0, 1)]
    # Part that the responder must be left, as a line in the part it takes in its own offers: least + delta * own.
    least = [(delta[side] * later[side][side] - later[side][1 - side]) / first[side] for side in (0, 1)]
    own = _mutual(delta, least)
    interior = all(0 <= least[side] + delta[side] * own[side] <= 1 for side in (0, 1))
    part = own[0] if lead == 0 else 1 - own[1]
    totals = first[0] * part + later[0][lead], first[1] * (1 - part) + later[1][lead]
    return Agenda(part, totals, interior)


def _checked(*pairs: Sequence[float]) -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
    names, ranges = ("deltas", "first_weights", "second_weights"), ("[0, 1)", "(0, inf)", "[0, inf)")
    delta, first, second = (pair(*each) for each in zip(names, pairs, ranges, strict=True))
    return delta, first, second


def _after(side: int, second_proposer: SecondProposer) -> int:
    """Who proposes on the second pie once the offer of a side on the first has been accepted."""
    match second_proposer:
        case SecondProposer.RESPONDER:
            return 1 - side
        case SecondProposer.PROPOSER:
            return side
        case SecondProposer.FIRST:
            return 0
        case SecondProposer.SECOND:
            return 1


def _part(side: int, lead: int, delta: Sequence[float]) -> float:
    """Rubinstein's part of a pie for a side when the lead proposes first."""
    split = rubinstein(delta[0], delta[1], proposer=lead + 1)
    return split.first if side == 0 else split.second


def _mutual(delta: Sequence[float], least: Sequence[float]) -> tuple[float, float]:
    """The parts x and y that each takes in its own offers; each is what the line of the other's least leaves of 1."""

    def taken(side: int, others: float) -> float:
        return 1 - min(1.0, max(0.0, least[1 - side] + delta[1 - side] * others))

    # The map is a contraction, linear between corners: one of these regions holds its fixed point.
    inside = (1 - least[1] - delta[1] * (1 - least[0])) / (1 - delta[0] * delta[1])
    starts = [inside, 0.0, 1.0, taken(0, 0.0), taken(0, 1.0)]
    return min(((x, taken(1, x)) for x in starts), key=lambda pair: abs(pair[0] - taken(0, pair[1])))


@dataclass(frozen=True, slots=True)
class AgendaOrder:
    """What the two parties have in all with issue a settled first, and with issue b first."""

    a_first: tuple[float, float]
    b_first: tuple[float, float]


def agenda_order_effect(deltas: Sequence[float], b_weights: Sequence[float], *, proposer: int = 1) -> AgendaOrder:
    """What each party gets of two issues settled one after the other, in either order.

    Definition: `issue_by_issue_alternating_offers` twice: issue a, worth 1 to both, then b, worth v_i to party i; and
    b, then a.

    Convention: the second issue opens a round after the first is agreed on, its first offer made by the responder of
    the first; both are enjoyed as agreed.

    Args:
        deltas: Discount factor of each party for a round, [0, 1).
        b_weights: What issue b is worth to each party against issue a, (0, inf).
        proposer: Who makes the first offer on the first issue, 1 or 2.

    Example: issues of the same weight to both can be settled in either order.

        >>> found = agenda_order_effect([0.9, 0.8], [1, 1])
        >>> found.a_first == found.b_first
        True

    Limits: as there. That the order matters needs issues that weigh differently, or agreement to be binding at once.

    Citation: fershtman_1990, busch_horstmann_1997.

    Raises:
        CallError: an argument outside its range.
    """
    one = (1.0, 1.0)
    b_weights = pair("b_weights", b_weights, "(0, inf)")
    return AgendaOrder(
        issue_by_issue_alternating_offers(deltas, one, b_weights, proposer=proposer).totals,
        issue_by_issue_alternating_offers(deltas, b_weights, one, proposer=proposer).totals,
    )
