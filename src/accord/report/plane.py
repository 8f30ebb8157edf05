"""The packages of an ensemble in the plane of two parties, for a page that draws them and lets one be chosen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from accord.bargain import Bargain, Bools, Ensemble, Floats, Frame, Ints
from accord.errors import CallError, SizeError
from accord.report.agreeing import agreed_shares
from accord.solve import SOLUTIONS, Solution, solve, solve_ensemble
from accord.solve.coupled import broken, coupled
from accord.solve.packages import bargaining, columns, decode, encode, utilities
from accord.solve.space import edge, in_zone

DOTS = 3000
"""Packages up to which each is a point; of more, a grid tells how many lie where, and the points are a selection."""

OFTEN = 1200
EVENLY = 40_000
WALK = 200_000_000
"""Members x packages up to which every package is counted over every member."""

GRID = (72, 54)
BAND = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Survey:
    """Packages of an ensemble, each with the share of members in which it gets every yes it needs.

    `numbers`: every package that breaks no rule, or an even selection with what the solutions choose. `picks`: for
    each solution the package that each member chooses, -1 where it has no deal. `deal`: of each member, whether it has
    one.
    """

    ensemble: Ensemble
    numbers: Ints
    shares: Floats
    picks: dict[str, Ints]
    deal: Bools

    @cached_property
    def middle(self) -> Bargain:
        """The middle of the ensemble."""
        return self.ensemble.centre()

    @property
    def frame(self) -> Frame:
        """Parties and issues."""
        return self.ensemble.frame

    @property
    def parties(self) -> tuple[str, ...]:
        """Ids of those who bargain."""
        return tuple(self.frame.parties[row].id for row in bargaining(self.frame))

    def shown(self, member: int | None) -> Bargain:
        """A member as a bargain, or the middle (CallError where there is no such member)."""
        if member is None:
            return self.middle
        if not 0 <= member < self.ensemble.members:
            raise CallError(f"A model is one of 1 to {self.ensemble.members}", f"got {member + 1}", "choose one")
        return self.ensemble.member(member)


def survey(ensemble: Ensemble) -> Survey:
    """The packages of an ensemble with their shares.

    Raises:
        CallError: fewer than two parties have a say.
        SizeError: more packages or parties than can be numbered.
    """
    if len(bargaining(ensemble.frame)) < 2:
        raise CallError("A deal space has two parties whose yes is needed", "fewer have a say", "see the negotiation")
    packages = ensemble.frame.packages
    whole = packages <= EVENLY
    walk = whole and packages * ensemble.members <= WALK
    solved = solve_ensemble(ensemble, rng=None, walk=walk, frontier=False)
    numbers = _numbers(ensemble.frame, np.concatenate(list(solved.picks.values())))
    if walk and solved.zone_hits is not None:
        shares = solved.zone_hits[numbers] / max(1, ensemble.members)
    else:
        shares = agreed_shares(ensemble, numbers)
    return Survey(ensemble, numbers, shares, solved.picks, solved.has_zone)


def _numbers(frame: Frame, picks: Ints) -> Ints:
    if frame.packages <= EVENLY:
        numbers = np.arange(frame.packages, dtype=np.int64)
    else:
        step = frame.packages // EVENLY
        evenly = np.arange(EVENLY, dtype=np.int64) * step + np.arange(EVENLY, dtype=np.int64) % step
        numbers = np.unique(np.concatenate([evenly, picks[picks >= 0]]))
    return numbers[~broken(frame, columns(frame, numbers))] if coupled(frame) else numbers


@dataclass(frozen=True)
class Plane:
    """The packages by what they are worth to two parties in one model; `solution` is None where it is too large.

    `extent`: the least and the most that any package is worth to each, shape (2, 2); `low`, `high`: with nine in ten of
    the worths of no deal too. `number`, `worth` of shape (2, packages), `share` and `zone` tell the points in the order
    they are drawn, those most often agreed last. `grid`: column, row and count of each square that has packages; none
    where all are points.
    """

    survey: Survey
    bargain: Bargain
    rows: tuple[int, int]
    solution: Solution | None
    number: Ints
    worth: Floats
    share: Floats
    zone: Bools
    grid: tuple[tuple[int, int, int], ...]
    extent: Floats
    low: Floats
    high: Floats


def plane(found: Survey, party_a: str, party_b: str, *, member: int | None = None, also: tuple[int, ...] = ()) -> Plane:
    """The plane of two parties in a member, or in the middle of the ensemble.

    Args:
        found: The packages.
        party_a: Id of the party on the horizontal axis.
        party_b: Id of the party on the vertical axis.
        member: The number of the member; None for the middle.
        also: Numbers of packages that are shown whatever else is.

    Raises:
        CallError: a party that has no say, the same party twice, or no such member.
    """
    for party in (party_a, party_b):
        if party not in found.parties:
            raise CallError(f"A party of the picture is one of {', '.join(found.parties)}", f"got {party!r}", "choose")
    if party_a == party_b:
        raise CallError("A picture has two parties", f"{party_a!r} is both", "choose another")
    frame, bargain = found.frame, found.shown(member)
    rows = (frame.party_index[party_a], frame.party_index[party_b])
    try:
        solution = solve(bargain, walk=EVENLY)
    except SizeError:
        solution = None
    chosen = [number for _, number in solved_at(frame, solution)]
    worth = _worth(bargain, rows, found.numbers)
    marks = np.array(sorted({*chosen, *also, *_named(bargain)} - set(found.numbers.tolist())), np.int64)
    numbers = np.concatenate([found.numbers, marks])
    shares = np.concatenate([found.shares, agreed_shares(found.ensemble, marks)])
    worth = np.concatenate([worth, _worth(bargain, rows, marks)], axis=1)
    low, high = _ends(found, bargain, rows, worth)
    extent = np.stack([worth.min(axis=1), worth.max(axis=1)], axis=1)
    few = len(numbers) <= DOTS
    kept = np.arange(len(numbers)) if few else _kept(numbers, shares, {*chosen, *also, *_named(bargain)})
    order = kept[np.argsort(shares[kept], kind="stable")]
    return Plane(
        survey=found, bargain=bargain, rows=rows, solution=solution, number=numbers[order], worth=worth[:, order],
        share=shares[order], zone=in_zone(bargain, numbers[order]), grid=() if few else _grid(worth, extent),
        extent=extent, low=low, high=high,
    )  # fmt: skip


def solved_at(frame: Frame, solution: Solution | None) -> list[tuple[str, int]]:
    """The first package of each solution, by name."""
    found = {} if solution is None else solution.solutions
    return [(name, encode(frame, found[name][0].package)) for name in SOLUTIONS if found.get(name)]


def fallback(bargain: Bargain) -> int | None:
    """The number of the package that holds with no deal; None where some issue has none."""
    options = {issue.id: issue.counterfactual for issue in bargain.frame.issues}
    return None if None in options.values() else encode(bargain.frame, {k: v for k, v in options.items() if v})


def standing(bargain: Bargain) -> int | None:
    """The number of the package that stands as the talks begin; None where some issue has no status quo."""
    options = {issue.id: issue.status_quo for issue in bargain.frame.issues}
    return None if None in options.values() else encode(bargain.frame, {k: v for k, v in options.items() if v})


def _named(bargain: Bargain) -> list[int]:
    return [number for number in (fallback(bargain), standing(bargain)) if number is not None]


def _worth(bargain: Bargain, rows: tuple[int, int], numbers: Ints) -> Floats:
    extra = bargain.interaction_values[list(rows)] if bargain.frame.interactions else None
    return utilities(bargain.frame, bargain.values[list(rows)], numbers, extra)


def _ends(found: Survey, bargain: Bargain, rows: tuple[int, int], worth: Floats) -> tuple[Floats, Floats]:
    """The least and the most to be drawn on each axis: every package, and nine in ten of the reservations."""
    bands = np.quantile(found.ensemble.reservations[:, list(rows)], (BAND[0], BAND[-1]), axis=0).T
    own = bargain.reservations[list(rows)][:, None]
    every = np.concatenate([worth, bands, own], axis=1)
    return every.min(axis=1), every.max(axis=1)


def _kept(numbers: Ints, shares: Floats, marked: set[int]) -> Ints:
    """The packages most often agreed, and those that are marked."""
    often = np.argsort(-shares, kind="stable")[:OFTEN]
    often = often[shares[often] > 0]
    return np.union1d(often, np.flatnonzero(np.isin(numbers, sorted(marked)))).astype(np.int64)


def _grid(worth: Floats, extent: Floats) -> tuple[tuple[int, int, int], ...]:
    share = (worth - extent[:, :1]) / np.maximum(extent[:, 1:] - extent[:, :1], 1e-9)
    places = [np.clip((share[axis] * GRID[axis]).astype(np.int64), 0, GRID[axis] - 1) for axis in (0, 1)]
    cells, counts = np.unique(places[1] * GRID[0] + places[0], return_counts=True)
    return tuple((cell % GRID[0], cell // GRID[0], n) for cell, n in zip(cells.tolist(), counts.tolist(), strict=True))


def plane_record(one: Plane) -> dict[str, Any]:
    """A plane as a JSON object, utilities to four decimals."""
    found, frame, bargain = one.survey, one.survey.frame, one.bargain
    ids = [frame.parties[row].id for row in one.rows]
    quantiles = np.quantile(found.ensemble.reservations[:, list(one.rows)], BAND, axis=0)
    fixed = {"no_deal": fallback(bargain), "status_quo": standing(bargain)}
    line = np.zeros((0, 2)) if one.solution is None else edge(one.solution.frontier, one.rows)
    return {
        "parties": ids,
        "members": found.ensemble.members,
        "packages": frame.packages,
        "drawn": len(found.numbers),
        "each": not one.grid,
        "deal": {"share": _r(found.deal.mean()), "here": None if one.solution is None else one.solution.has_zone},
        "extent": [_row(ends) for ends in one.extent],
        "low": _row(one.low),
        "high": _row(one.high),
        "points": {
            "number": [str(number) for number in one.number.tolist()],
            "x": _row(one.worth[0]),
            "y": _row(one.worth[1]),
            "share": _row(one.share),
            "zone": one.zone.astype(int).tolist(),
        },
        "grid": {"columns": GRID[0], "rows": GRID[1], "cells": [list(cell) for cell in one.grid]},
        "frontier": [[_r(x), _r(y)] for x, y in line],
        "solutions": [
            {"name": name, "number": str(number), "place": _row(_worth(bargain, one.rows, np.array([number]))[:, 0]),
             "models": _r((found.picks[name] == number).mean())}
            for name, number in solved_at(frame, one.solution)
        ],
        "reservations": [
            {"party": party, "at": _r(bargain.reservations[row]), "band": _row(quantiles[:, axis])}
            for axis, (party, row) in enumerate(zip(ids, one.rows, strict=True))
        ],
        "named": {
            name: None if number is None
            else {"number": str(number), "place": _row(_worth(bargain, one.rows, np.array([number]))[:, 0])}
            for name, number in fixed.items()
        },
        "unknown": {} if one.solution is None else dict(one.solution.unknown),
        "solved": one.solution is not None,
    }  # fmt: skip


def package_of(found: Survey, options: dict[str, str]) -> dict[str, str]:
    """A whole package: these options, and what holds with no deal on every other issue.

    Raises:
        CallError: an issue or option that is none.
    """
    known = {issue.id: issue for issue in found.middle.frame.issues}
    for issue, option in options.items():
        if issue not in known:
            raise CallError(f"An issue is one of {', '.join(known)}", f"got {issue!r}", "choose one")
        if option not in known[issue].options:
            raise CallError(f"An option of {issue} is one of {', '.join(known[issue].options)}", f"got {option!r}", "")
    return {id: options.get(id) or issue.counterfactual or issue.options[0] for id, issue in known.items()}


def options_at(found: Survey, number: int) -> dict[str, str]:
    """The package with a number."""
    return decode(found.frame, number)


def _row(values: Floats) -> list[float]:
    rounded: list[float] = (np.round(np.asarray(values, np.float64), 4) + 0.0).tolist()
    return rounded


def _r(value: float) -> float:
    return round(float(value), 4) + 0.0
