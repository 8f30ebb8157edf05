"""Real and nominal concessions: depth of cooperation, and the classes of a step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from accord.theory.arguments import all_within, index_of, same_length, within


@dataclass(frozen=True, slots=True)
class Depth:
    """What an agreed action costs its giver and is worth to its receiver, really and on paper.

    `counterfactual`: number of the action that would be taken with no agreement. `real`: whether it costs the giver
    anything.
    """

    counterfactual: int
    nominal_gain: float
    real_gain: float
    real_cost: float
    real: bool


def depth_of_cooperation(
    giver: Sequence[float],
    receiver: Sequence[float],
    *,
    agreed: int,
    stated_start: int,
    counterfactual: int | None = None,
) -> Depth:
    """The depth of an agreed action: how far it departs from what its giver would have done with no agreement.

    Definition: let c be the counterfactual action and a the agreed one. The real cost to the giver is u_giver(c) -
    u_giver(a), the real gain to the receiver u_receiver(a) - u_receiver(c). The nominal gain counts from the stated
    start s instead: u_receiver(a) - u_receiver(s). A concession is real where its cost is above zero; a step from a
    padded demand, or to what the giver wanted or did anyway, is nominal.

    Convention: actions are numbered from 0; utilities of the two are not compared with each other. With no
    `counterfactual` the giver alone decides, so it is the giver's best action (the first of several); where the
    action is not the giver's to choose, name it: what the giver wants and what it would have differ.

    Args:
        giver: Utility of each action to the giver, any real number.
        receiver: Utility of each action to the receiver, any real number.
        agreed: The agreed action.
        stated_start: The action that the giver says it starts from.
        counterfactual: The action with no agreement.

    Example: strikes that the giver stops gladly cost it nothing, though on paper the receiver gains 5.

        >>> depth_of_cooperation([0, 2], [-5, 0], agreed=1, stated_start=0)
        Depth(counterfactual=1, nominal_gain=5.0, real_gain=0.0, real_cost=0.0, real=False)

    Limits: one action by one party, all else alike. That a treaty is kept says nothing of its depth (the point of the
    paper).

    Citation: downs_rocke_barsoom_1996.

    Raises:
        CallError: an action has no number, or a utility is not finite.
    """
    same_length("giver", giver, "receiver", receiver)
    own, other = all_within("giver", giver, "(-inf, inf)"), all_within("receiver", receiver, "(-inf, inf)")
    index_of("agreed", agreed, len(own))
    index_of("stated_start", stated_start, len(own))
    without = own.index(max(own)) if counterfactual is None else index_of("counterfactual", counterfactual, len(own))
    cost = own[without] - own[agreed]
    return Depth(without, other[agreed] - other[stated_start], other[agreed] - other[without], cost, cost > 0)


class StepClass(StrEnum):
    """What a step does to its maker and to the other."""

    SILENT = "silent"
    NICE = "nice"
    FORTUNATE = "fortunate"
    SELFISH = "selfish"
    CONCESSION = "concession"
    UNFORTUNATE = "unfortunate"


def step_class(own: float, other: float, *, tolerance: float = 0.0) -> StepClass:
    """The class of a step by what it changes for its maker (`own`) and for the other (`other`).

    Definition, with a change within `tolerance` of zero counted as none: silent (none, none), nice (none, gain),
    fortunate (gain, gain or none), selfish (gain, loss), concession (loss, gain or none), unfortunate (loss or none,
    loss).

    Convention: the boundary cases (gain, none) and (loss, none) are not printed alike everywhere; here a step that
    hurts nobody is never selfish.

    Args:
        own: Change of the maker's utility, any real number.
        other: Change of the other's utility, any real number.
        tolerance: Changes up to this size count as none; [0, inf).

    Example: giving up a tenth so that the other gains a fifth.

        >>> step_class(-0.1, 0.2)
        <StepClass.CONCESSION: 'concession'>

    Limits: needs the other's utility, which a party only guesses; with several others, classify against each.

    Citation: hindriks_jonker_tykhonov_2011.

    Raises:
        CallError: a change is not finite, or the tolerance is below zero.
    """
    margin = within("tolerance", tolerance, "[0, inf)")
    mine = _sign(within("own", own, "(-inf, inf)"), margin)
    theirs = _sign(within("other", other, "(-inf, inf)"), margin)
    if mine > 0:
        return StepClass.SELFISH if theirs < 0 else StepClass.FORTUNATE
    if theirs < 0:
        return StepClass.UNFORTUNATE
    if mine < 0:
        return StepClass.CONCESSION
    return StepClass.NICE if theirs > 0 else StepClass.SILENT


def _sign(change: float, margin: float) -> int:
    return 0 if abs(change) <= margin else (1 if change > 0 else -1)
