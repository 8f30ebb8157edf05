"""Logrolling: changes of a package by which each party gives on one issue and takes on another.

From a given package, a *change* puts other options on some issues. The *parties to* a change are those whose yes any
of the changed issues needs. It is an *improvement* where the package it leads to is in the zone (reservations and red
lines are hard, also those of the parties to the change; rules of the frame hold), no party to it is worse off, and one
is better off. On one issue such a change helps outright. On two or more issues it is a *trade* (Froman & Cohen 1970;
Tollison & Willett 1979; Raiffa 1982): what a party gives on one issue is paid for on another.

A trade is *minimal* where no part of it (some of its changes, the other issues left alone) is by itself an improvement
that leaves none of the trade's own parties worse off: then each change is there to pay for another, and nothing in it
could have been had alone. Every trade that is not minimal holds a smaller improvement, or adds a gift to one.

Who is no party to a trade may still lose by it (the externality of vote trading, Riker & Brams 1973); it is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from math import prod
from typing import Any

import numpy as np

from accord.bargain import Bargain, Bools, check_bargain
from accord.errors import CallError, SizeError
from accord.solve.grids import (
    Grid,
    Options,
    Terrain,
    agreed,
    grid,
    named,
    options_of,
    parties_of,
    terrain,
    utilities_of,
)

CHANGES = 5_000_000
"""Up to how many changes are looked at."""

BY = ("nash", "total")


@dataclass(frozen=True)
class Trade:
    """A change of some issues, and what it brings each party.

    Attributes:
        changes: Issue -> its option before and after.
        package: The package it leads to.
        parties: Whose yes the changed issues need.
        gains: Party -> utility after less utility before, of every party of the frame.
        by_issue: Party -> issue -> what the change of this issue brings the party; below 0 where it gives.
        interplay: Party -> what declared interactions add (or take) beside that.
        harmed: Parties who have no say in the changes and are worse off.
        minimal: Whether no part of the change is an improvement by itself; see the head of this module.
    """

    changes: dict[str, tuple[str, str]]
    package: dict[str, str]
    parties: tuple[str, ...]
    gains: dict[str, float]
    by_issue: dict[str, dict[str, float]]
    interplay: dict[str, float]
    harmed: tuple[str, ...]
    minimal: bool = True

    @property
    def gainers(self) -> tuple[str, ...]:
        """The parties to it who are better off."""
        return tuple(party for party in self.parties if self.gains[party] > 0)

    @property
    def total(self) -> float:
        """The gains of the parties to it, added up; compares utilities between parties."""
        return sum(self.gains[party] for party in self.parties)

    @property
    def logroll(self) -> bool:
        """Whether two or more parties to it each give on one issue and take on another."""
        both = [min(self.by_issue[p].values()) < 0 < max(self.by_issue[p].values()) for p in self.parties]
        return sum(both) >= 2


@dataclass(frozen=True)
class Trades:
    """The improvements from one package.

    Attributes:
        package: Where they start from.
        utilities: Party -> utility of that package.
        single: The improvements that change one issue, best first.
        trades: Those that change two issues or more, best first; the minimal ones unless others were asked for.
        found: How many improvements of two issues or more there are, minimal or not, up to the size asked for.
    """

    package: dict[str, str]
    utilities: dict[str, float]
    single: tuple[Trade, ...]
    trades: tuple[Trade, ...]
    found: int


def trades(
    bargain: Bargain, package: Mapping[str, str], *, size: int = 3, by: str = "nash", minimal: bool = True
) -> Trades:
    """Every improvement from a package that changes up to `size` issues; definitions at the head of this module.

    **Order.** By `nash`: the most parties with a gain first, then the highest product of gains over the package, each
    gain measured in the most its party gains by any improvement found (as in `solve`, so units do not matter). By
    `total`: the highest sum of the gains of the parties to it, which compares utilities between parties. Equal ones by
    fewer issues, then in the order of the frame.

    Args:
        bargain: Utilities, reservations, red lines, rules and interactions.
        package: The option of every issue.
        size: Up to how many issues a change may touch, at least 1.
        by: The order of the answer.
        minimal: Whether trades that hold a smaller improvement are left out of `trades`.

    Raises:
        BargainError: a number that is missing or not finite, or a package that does not fit.
        CallError: a size below 1, or another order.
        SizeError: more than five million changes; ask for fewer issues at once.

    Two issues, each dear to one party and cheap to the other: from each giving nothing, both give.

    >>> from accord.bargain import Frame, Issue, Party, make_bargain
    >>> frame = Frame((Party("A"), Party("B")), (Issue("border", ("shut", "open")), Issue("tariff", ("high", "low"))))
    >>> bargain = make_bargain(frame, {
    ...     "A": {"border": {"shut": 3, "open": 0}, "tariff": {"high": 0, "low": 5}},
    ...     "B": {"border": {"shut": 0, "open": 4}, "tariff": {"high": 1, "low": 0}}})
    >>> found = trades(bargain, {"border": "shut", "tariff": "high"})
    >>> [(trade.changes, trade.gains) for trade in found.trades]
    [({'border': ('shut', 'open'), 'tariff': ('high', 'low')}, {'A': 2.0, 'B': 3.0})]
    >>> found.trades[0].by_issue["A"]
    {'border': -3.0, 'tariff': 5.0}

    Limits: changes of more than `size` issues are not looked at; whether any package at all is better for everybody is
    `efficiency`. Complete information: nobody bluffs about what a change is worth.

    Citation: froman_cohen_1970, tollison_willett_1979, raiffa_1982, riker_brams_1973.
    """
    check_bargain(bargain)
    if by not in BY:
        raise CallError(f"`by` is one of {', '.join(BY)}", f"got {by!r}")
    frame = bargain.frame
    start, at = options_of(frame, package), terrain(bargain)
    told = []
    for issues in issue_sets([len(issue.options) for issue in frame.issues], size):
        own = tuple(start[issue] for issue in issues)
        fine, least = improvements(at, grid(at, start, issues), own, issues)
        for place in np.argwhere(fine).tolist():
            told.append(trade_between(at, start, _with(start, issues, place), bool(least[tuple(place)])))
    ranked = _ranked(told, by)
    several = [trade for trade in ranked if len(trade.changes) > 1]
    plain, added = utilities_of(at, start)
    worth = at.utility(plain + added)
    return Trades(
        package=named(frame, start),
        utilities={party.id: float(one) for party, one in zip(frame.parties, worth, strict=True)},
        single=tuple(trade for trade in ranked if len(trade.changes) == 1),
        trades=tuple(trade for trade in several if trade.minimal or not minimal),
        found=len(several),
    )


def _with(start: Options, issues: Sequence[int], place: Sequence[int]) -> Options:
    options = list(start)
    for issue, option in zip(issues, place, strict=True):
        options[issue] = option
    return tuple(options)


def exchange(bargain: Bargain, before: Mapping[str, str], after: Mapping[str, str]) -> Trade:
    """What a change from one package to another gives and takes, on each issue, whether or not it helps anybody.

    `minimal` says whether the change is an improvement of which no part is one by itself.

    Raises:
        BargainError: a number that is missing or not finite, or a package that does not fit.
        CallError: two packages that are the same.
        SizeError: the packages differ on more issues than can be taken apart.
    """
    check_bargain(bargain)
    start, end = options_of(bargain.frame, before), options_of(bargain.frame, after)
    issues = tuple(i for i, (a, b) in enumerate(zip(start, end, strict=True)) if a != b)
    if not issues:
        raise CallError("`after` is another package than `before`", "they are the same")
    if 2 ** len(issues) > CHANGES:
        raise SizeError("A change can be taken apart on at most 22 issues", f"it touches {len(issues)}")
    at = terrain(bargain)
    pairs = [(start[i], end[i]) for i in issues]
    _, least = improvements(at, grid(at, start, issues, pairs), (0,) * len(issues), issues)
    return trade_between(at, start, end, bool(least[(1,) * len(issues)]))


def improvements(at: Terrain, cells: Grid, own: tuple[int, ...], issues: tuple[int, ...]) -> tuple[Bools, Bools]:
    """Where all `issues` change: which packages of a grid are improvements, and which of these are minimal.

    `own`: place of the package that is changed, on each axis. Both of shape (..., *options).
    """
    fine = _improves(at, cells, own, issues)
    part = np.zeros(fine.shape, np.bool_)
    axes = range(len(issues))
    for count in range(1, len(issues)):
        for chosen in combinations(axes, count):
            part |= fine[(..., *(slice(None) if axis in chosen else slice(own[axis], own[axis] + 1) for axis in axes))]
    changed = np.ones(cells.allowed.shape, np.bool_)
    for axis in axes:
        changed[(slice(None),) * axis + (own[axis],)] = False
    fine = fine & changed
    return fine, fine & ~part


def _improves(at: Terrain, cells: Grid, own: tuple[int, ...], issues: tuple[int, ...]) -> Bools:
    """Packages of the grid that those asked for them agree to, and that help those asked for all of `issues`."""
    axes = len(issues)
    asked = np.zeros((1,) * axes, np.int64)
    for axis, issue in enumerate(issues):
        bits = np.where(np.arange(cells.allowed.shape[axis]) == own[axis], 0, at.asked[issue])
        asked = asked | bits.reshape([-1 if one == axis else 1 for one in range(axes)])
    fine = agreed(at, cells, asked)
    better = np.zeros(fine.shape, np.bool_)
    everybody = int(np.bitwise_or.reduce(at.asked[list(issues)]))
    here: Any = (..., *(slice(place, place + 1) for place in own))
    first = cells.points[here]
    rows = cells.points.ndim - axes - 1
    for bit, row in enumerate(at.rows):
        if everybody >> bit & 1:
            gain = np.take(cells.points, row, axis=rows) - np.take(first, row, axis=rows)
            slack = at.slack[..., row].reshape(at.slack.shape[:-1] + (1,) * axes)
            fine = fine & (gain >= -slack)
            better |= gain > slack
    helps: Bools = fine & better
    return helps


def trade_between(at: Terrain, start: Options, end: Options, minimal: bool) -> Trade:
    """The record of a change of a bargain's package, in the bargain's own units."""
    frame = at.frame
    issues = [i for i, (a, b) in enumerate(zip(start, end, strict=True)) if a != b]
    names = {i: frame.issues[i].id for i in issues}
    steps = {i: at.values[:, frame.offsets[i] + end[i]] - at.values[:, frame.offsets[i] + start[i]] for i in issues}
    interplay = utilities_of(at, end)[1] - utilities_of(at, start)[1]
    gains = at.utility(sum(steps.values(), interplay))
    parties = parties_of(at, int(np.bitwise_or.reduce(at.asked[issues])))
    ids = [party.id for party in frame.parties]
    return Trade(
        changes={names[i]: (frame.issues[i].options[start[i]], frame.issues[i].options[end[i]]) for i in issues},
        package=named(frame, end),
        parties=parties,
        gains=dict(zip(ids, gains.tolist(), strict=True)),
        by_issue={id: {names[i]: float(at.utility(steps[i])[row]) for i in issues} for row, id in enumerate(ids)},
        interplay=dict(zip(ids, at.utility(interplay).tolist(), strict=True)),
        harmed=tuple(id for id, gain in zip(ids, gains.tolist(), strict=True) if gain < 0 and id not in parties),
        minimal=minimal,
    )


def issue_sets(widths: Sequence[int], size: int, members: int = 1) -> Iterator[tuple[int, ...]]:
    """Every set of 1 to `size` issues that have another option, smallest first.

    Raises:
        CallError: a size below 1.
        SizeError: more than five million changes of all members together.
    """
    if size < 1:
        raise CallError("`size` is 1 or more", f"got {size!r}", "pass up to how many issues a change may touch")
    movable = [issue for issue, width in enumerate(widths) if width > 1]
    # How many changes touch exactly k issues: the elementary symmetric sums of the other options.
    ways = [1] + [0] * min(size, len(movable))
    for issue in movable:
        for count in range(len(ways) - 1, 0, -1):
            ways[count] += ways[count - 1] * (widths[issue] - 1)
    most = CHANGES if members == 1 else 40 * CHANGES
    if sum(ways[1:]) * members > most:
        raise SizeError(
            f"At most {most:,} changes are looked at, of all members together",
            f"changes of up to {size} issues are {sum(ways[1:]) * members:,}",
            "Ask for changes of fewer issues at once",
        )
    return chain.from_iterable(combinations(movable, count) for count in range(1, len(ways)))


def _ranked(told: list[Trade], by: str) -> list[Trade]:
    if by == "total":
        return sorted(told, key=lambda trade: (-trade.total, len(trade.changes)))
    most: dict[str, float] = {}
    for trade in told:
        for party in trade.gainers:
            most[party] = max(most.get(party, 0.0), trade.gains[party])

    def nash(trade: Trade) -> tuple[float, ...]:
        part = prod(trade.gains[party] / most[party] for party in trade.gainers)
        return -len(trade.gainers), -part, len(trade.changes)

    return sorted(told, key=nash)
