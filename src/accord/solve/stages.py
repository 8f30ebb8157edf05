"""Settling in stages: some issues now, others later, with what is settled standing.

At each stage the parties whose yes some of its issues needs look for an agreement on these issues; every other issue is
as earlier stages settled it, or else at its counterfactual. Who refuses does not undo what is settled: without an
agreement at a stage its issues stay at their counterfactual, and the next stage opens.

**What a package is worth.** To a party who has a say in what a package settles: its utility. To one who has none there:
its utility and, besides, what its outside option adds to the counterfactual package (its reservation less the utility
of that package), for it has not given the outside option up. Before anything is settled that is the reservation.

**Sight.** A *myopic* party judges an agreement at a stage as if the talks ended there. A *foresighted* one judges it by
the package that it leads to when all later stages are settled as their parties will then see fit (backward induction).

**Agreement.** An agreement at a stage must be worth to every party at the stage at least what no agreement at it is; it
must lead to a package that breaks no rule of the frame and crosses no red line of a party whose yes it needs; and it
changes no issue for whose consenting party a precondition is unmet. A precondition is met where the other issue is at
the option it names (where it names none: at another than its counterfactual), by an earlier stage or by the same
agreement. Among these agreements a solution of `solve` chooses by the gains over no agreement; where nobody would gain,
there is none; of several that tie, the first in the order of the options.

So no party ever ends below its reservation by its own yes: only what others settle without it can bring it there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from accord.bargain import Bargain, Precondition, check_bargain, counterfactual_options
from accord.errors import BargainError, CallError
from accord.solve.foresight import Pick, Table, bit_of, foreseen, met, myopic, rows_at, worth_of
from accord.solve.grids import Options, named, terrain, utilities_of
from accord.solve.packages import SOLUTIONS

SIGHTS = ("foresighted", "myopic")


@dataclass(frozen=True)
class Stage:
    """What is settled at a stage.

    Attributes:
        issues: What is on the table.
        parties: Whose yes some of these issues needs.
        agreed: Whether anything is settled.
        settled: Issue -> option, where agreed; empty where not.
        gains: Party at the stage -> what the agreement is worth to it over none at this stage, as it sees it then.
        acceptable: How many agreements all parties at the stage would take.
        ties: How many agreements the solution holds equal to the one chosen; 1 where none other.
        waiting: Preconditions for issues of this stage that no acceptable agreement could meet in time.
        if_ended: Party -> what it has if talks end after this stage, every open issue at its counterfactual.
        rather_stop: Parties for whom that is more than what they have at the end of all stages.
    """

    issues: tuple[str, ...]
    parties: tuple[str, ...]
    agreed: bool
    settled: dict[str, str]
    gains: dict[str, float]
    acceptable: int
    ties: int
    waiting: tuple[Precondition, ...]
    if_ended: dict[str, float]
    rather_stop: tuple[str, ...]


@dataclass(frozen=True)
class Course:
    """How the talks go, stage by stage.

    Attributes:
        order: The issues of each stage.
        stages: What each settles.
        package: Where everything stands at the end; open issues at their counterfactual.
        worth: Party -> what it has at the end.
        gains: Party -> that, less its reservation.
    """

    order: tuple[tuple[str, ...], ...]
    stages: tuple[Stage, ...]
    package: dict[str, str]
    worth: dict[str, float]
    gains: dict[str, float]


def settle(
    bargain: Bargain, stages: Sequence[Sequence[str]], *, rule: str = "nash", sight: str = "foresighted"
) -> Course:
    """What is settled at each stage, and what every party has in the end; definitions at the head of this module.

    Args:
        bargain: Every issue with a counterfactual; its frame's preconditions bind.
        stages: The ids of the issues of each stage, in their order; an issue in none stays at its counterfactual.
        rule: The solution by which each stage chooses, one of `SOLUTIONS`.
        sight: Whether parties foresee the later stages.

    Raises:
        BargainError: a number that is missing or not finite, an issue that is unknown or has no counterfactual.
        CallError: a stage without an issue, an issue in two stages, or another rule or sight.
        SizeError: more than a million packages to foresee, or five million combinations at one stage.

    A hard issue kills a deal that a trade would have carried. All at once, both gain; apart, each stage hurts somebody.

    >>> from accord.bargain import Frame, Issue, Party, make_bargain
    >>> issues = tuple(Issue(name, ("no", "yes"), counterfactual="no") for name in ("border", "tariff"))
    >>> bargain = make_bargain(Frame((Party("A"), Party("B")), issues), {
    ...     "A": {"border": {"no": 0, "yes": -3}, "tariff": {"no": 0, "yes": 5}},
    ...     "B": {"border": {"no": 0, "yes": 4}, "tariff": {"no": 0, "yes": -1}}})
    >>> settle(bargain, [["border", "tariff"]]).gains
    {'A': 2.0, 'B': 3.0}
    >>> settle(bargain, [["border"], ["tariff"]]).gains
    {'A': 0.0, 'B': 0.0}

    Limits: complete information, no delay between stages and no commitment across them; parties who reject are not
    punished. Divisible issues with offers in turn are `theory.agenda`.

    Citation: fershtman_1990, busch_horstmann_1997, winter_1997, inderst_2000, lang_rosenthal_2001.
    """
    check_bargain(bargain)
    if rule not in SOLUTIONS:
        raise CallError(f"`rule` is one of {', '.join(SOLUTIONS)}", f"got {rule!r}")
    if sight not in SIGHTS:
        raise CallError(f"`sight` is one of {', '.join(SIGHTS)}", f"got {sight!r}")
    table = _table(bargain, _numbers(bargain, stages))
    picks = foreseen(table, rule) if sight == "foresighted" else myopic(table, rule)
    return _course(table, picks)


def _numbers(bargain: Bargain, stages: Sequence[Sequence[str]]) -> tuple[tuple[int, ...], ...]:
    index = bargain.frame.issue_index
    seen: set[str] = set()
    for stage in stages:
        if isinstance(stage, str) or not stage:
            raise CallError("Each of `stages` is a list of one issue or more", f"got {stage!r}")
        for issue in stage:
            if issue not in index:
                raise BargainError(
                    f"A stage must name issues of the bargain ({', '.join(index)})", f"it names {issue!r}"
                )
            if issue in seen:
                raise CallError("Each issue is settled in one of `stages`", f"{issue!r} comes twice")
            seen.add(issue)
    loose = [issue.id for issue in bargain.frame.issues if issue.counterfactual is None]
    if loose:
        raise BargainError(
            "To be settled in stages every issue must have a counterfactual, which holds until it is settled",
            f"issue {loose[0]!r} has none",
        )
    return tuple(tuple(index[issue] for issue in stage) for stage in stages)


def _table(bargain: Bargain, stages: tuple[tuple[int, ...], ...]) -> Table:
    at = terrain(bargain)
    fallback = tuple(counterfactual_options(bargain.frame).tolist())
    plain, added = utilities_of(at, fallback)
    return Table(bargain, at, stages, fallback, at.least + at.slack - plain - added)


def _course(table: Table, picks: Sequence[Pick]) -> Course:
    frame, at = table.at.frame, table.at
    ids = [party.id for party in frame.parties]
    states = [table.fallback]
    for stage, pick in zip(table.stages, picks, strict=True):
        now = list(states[-1])
        for issue, option in zip(stage, pick.options, strict=True):
            now[issue] = option
        states.append(tuple(now))
    worths = [worth_of(table, state) for state in states]
    reservations = at.least + at.slack
    stages = []
    for number, (stage, pick) in enumerate(zip(table.stages, picks, strict=True)):
        agreed = states[number + 1] != states[number]
        rows = rows_at(table, number)
        settled = {frame.issues[i].id: frame.issues[i].options[k] for i, k in zip(stage, pick.options, strict=True)}
        stages.append(
            Stage(
                issues=tuple(frame.issues[i].id for i in stage),
                parties=tuple(ids[row] for row in rows),
                agreed=agreed,
                settled=settled if agreed else {},
                gains={ids[row]: float(at.utility(pick.gains)[row]) for row in rows},
                acceptable=pick.acceptable,
                ties=pick.ties,
                waiting=_waiting(table, number, states[number]),
                if_ended=dict(zip(ids, at.utility(worths[number + 1]).tolist(), strict=True)),
                rather_stop=tuple(
                    id for id, rather in zip(ids, worths[number + 1] > worths[-1], strict=True) if rather
                ),
            )
        )
    return Course(
        order=tuple(stage.issues for stage in stages),
        stages=tuple(stages),
        package=named(frame, states[-1]),
        worth=dict(zip(ids, at.utility(worths[-1]).tolist(), strict=True)),
        gains=dict(zip(ids, at.utility(worths[-1] - reservations).tolist(), strict=True)),
    )


def _waiting(table: Table, number: int, now: Options) -> tuple[Precondition, ...]:
    """Preconditions that hold up issues of this stage: unmet so far, and about no issue of the stage itself."""
    frame, stage = table.at.frame, table.stages[number]
    before = {issue: np.array([option]) for issue, option in enumerate(now) if issue not in stage}
    return tuple(
        one
        for one in frame.preconditions
        if frame.issue_index[one.after] in stage
        and frame.issue_index[one.before] not in stage
        and bit_of(table, one.party) & table.at.asked[frame.issue_index[one.after]]
        and not met(table, one, before, {}).all()
    )
