"""Real and nominal concessions: depth of cooperation, and the classes of a step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from accord.errors import CallError
from accord.theory.arguments import all_within, entries, index_of, same_length, within


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
        agreed: The agreed action, from 0 on.
        stated_start: The action that the giver says it starts from, from 0 on.
        counterfactual: The action with no agreement, from 0 on; None: the giver's best.

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
    agreed, stated_start = index_of("agreed", agreed, len(own)), index_of("stated_start", stated_start, len(own))
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


@dataclass(frozen=True, slots=True)
class Restraint:
    """Whether two parties' restraint keeps itself, what tempts each to break it, and what each gains by it.

    `equilibria`: the pairs of actions from which nobody alone gains by changing. `temptation`: the gain of the best
    other action against the other's restraint, per party; below zero where breaking costs. `real_gain`: against what
    is played with no agreement.
    """

    equilibria: tuple[tuple[int, int], ...]
    self_enforcing: bool
    temptation: tuple[float, float]
    real_gain: tuple[float, float]


def reciprocal_restraint(
    first: Sequence[Sequence[float]], second: Sequence[Sequence[float]], *, played: tuple[int, int], restraint: int = 0
) -> Restraint:
    """The depth of an agreement by which both parties restrain themselves, and whether it enforces itself.

    Definition: a game in which both choose among the same actions; the agreement is that both take the action
    `restraint`. It enforces itself if and only if that pair is a Nash equilibrium, that is, if nobody's temptation,
    the most that another action would add against the other's restraint, is above zero. The real gain counts from what
    is played with no agreement. Where restraint is tempting to break and yet gains for both, it is a real concession
    of each; where it was played anyway it is none.

    Convention: actions are numbered from 0; indifference does not break a promise.

    Args:
        first: Utility of the first party, a row for each of its actions, a column for each of the other's.
        second: Utility of the second party in the same layout.
        played: The actions of the two with no agreement.
        restraint: The agreed action of both, from 0 on.

    Example: a prisoner's dilemma; each would gain 1 by breaking and has 2 by keeping.

        >>> reciprocal_restraint([[3, 0], [4, 1]], [[3, 4], [0, 1]], played=(1, 1))
        Restraint(equilibria=((1, 1),), self_enforcing=False, temptation=(1.0, 1.0), real_gain=(2.0, 2.0))

    Limits: one round; what repetition can enforce is `linkage.pooled_incentives`. What is played is taken as told and
    need not be an equilibrium.

    Citation: downs_rocke_barsoom_1996.

    Raises:
        CallError: tables that are not square of the same size, with two actions or more, or a utility not finite.
    """
    own, other = _square("first", first), _square("second", second)
    count = len(own)
    if len(other) != count:
        raise CallError("`first` and `second` have the same actions", f"got {count} and {len(other)}", "add the others")
    if len(entries("played", played)) != 2:
        raise CallError("`played` has the action of each of the two", f"got {played!r}", "name both")
    row_played, column_played = (index_of(f"played[{place}]", played[place], count) for place in (0, 1))
    kept = index_of("restraint", restraint, count)
    best_first = [max(own[row][column] for row in range(count)) for column in range(count)]
    best_second = [max(row) for row in other]
    equilibria = tuple(
        (row, column)
        for row in range(count)
        for column in range(count)
        if own[row][column] >= best_first[column] and other[row][column] >= best_second[row]
    )
    temptation = (
        max(own[row][kept] for row in range(count) if row != kept) - own[kept][kept],
        max(other[kept][column] for column in range(count) if column != kept) - other[kept][kept],
    )
    before = own[row_played][column_played], other[row_played][column_played]
    gain = own[kept][kept] - before[0], other[kept][kept] - before[1]
    return Restraint(equilibria, (kept, kept) in equilibria, temptation, gain)


def _square(name: str, table: Sequence[Sequence[float]]) -> list[tuple[float, ...]]:
    for number, row in enumerate(entries(name, table)):
        entries(f"{name}[{number}]", row)
    if len(table) < 2 or any(len(row) != len(table) for row in table):
        came = f"got rows of {[len(row) for row in table]}"
        raise CallError(
            f"`{name}` has as many columns as rows, two or more", came, "give each pair of actions a utility"
        )
    return [all_within(f"{name}[{number}]", row, "(-inf, inf)") for number, row in enumerate(table)]
