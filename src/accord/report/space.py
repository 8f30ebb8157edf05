"""The deal space for the page: every package by what it is worth to two parties in the middle of the models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations, islice

import numpy as np

from accord.bargain import Bargain, Ensemble, Floats, Frame, Ints
from accord.errors import SizeError
from accord.findings.words import Names, percent, plain
from accord.negotiation import Negotiation
from accord.report.agreeing import agreed_shares
from accord.report.looks import Look
from accord.report.quoting import Quotations
from accord.solve.coupled import broken, coupled
from accord.solve.packages import SOLUTIONS, bargaining, columns, decode, encode, utilities
from accord.solve.solutions import Solution, solve

PAIRS = 15
DOTS, AGREED_DOTS, EVENLY = 700, 250, 40_000
BINS = (44, 38)
LEFT, TOP, WIDE, HIGH = 64.0, 16.0, 560.0, 440.0
TABLE = 5

MARKS = {
    "nash": ("Nash", "the largest product of gains"),
    "kalai_smorodinsky": ("Kalai-Smorodinsky", "gains in proportion to the most each could get"),
    "egalitarian": ("Egalitarian", "the largest gain for whoever gains least"),
    "utilitarian": ("Utilitarian", "the largest sum of gains"),
}


@dataclass(frozen=True, slots=True)
class Dot:
    """A package at its place, or a square of the grid with several; `level` 0 to 4: how dark it is drawn."""

    x: float
    y: float
    level: int
    words: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A solution of the middle model at its place."""

    name: str
    x: float
    y: float
    size: float
    words: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The packages by the utilities of two parties, in pixels; `no_deal` is where both stand without one."""

    across: Look
    along: Look
    squares: tuple[Dot, ...]
    dots: tuple[Dot, ...]
    side: tuple[float, float]
    frontier: str
    no_deal: tuple[float, float]
    no_deal_across: tuple[float, float]
    no_deal_along: tuple[float, float]
    marks: tuple[Marked, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Deal:
    """A package of the table: what names it, what changes against no deal, and in what share every yes is given."""

    marks: tuple[str, ...]
    names: str
    changes: tuple[tuple[str, str], ...]
    agreed: str


@dataclass(frozen=True, slots=True)
class Space:
    """The deal space of a run: pictures of pairs of parties, the packages named in a table, and the key to the marks.

    `each`: every package is a dot of its own; else dots are those agreed in half of the models, over grey squares.
    """

    pictures: tuple[Picture, ...]
    left_out: int
    packages: int
    drawn: int
    each: bool
    solvable: bool
    deals: tuple[Deal, ...]
    solutions: tuple[tuple[str, str, str], ...]
    box: tuple[float, float, float, float] = (LEFT, TOP, WIDE, HIGH)


def space(ensemble: Ensemble, negotiation: Negotiation, quotations: Quotations) -> Space | None:
    """The deal space of an ensemble; None where fewer than two parties bargain or it is too large to solve."""
    parties = tuple(ensemble.frame.parties[row].id for row in bargaining(ensemble.frame))
    if len(parties) < 2:
        return None
    middle = ensemble.centre()
    try:
        solution = solve(middle)
    except SizeError:
        return None
    numbers = _numbers(ensemble.frame)
    shares = agreed_shares(ensemble, numbers)
    pairs = list(combinations(parties, 2))
    names = Names(negotiation)
    drawn = _Drawn(ensemble, middle, solution, numbers, shares, names)
    return Space(
        pictures=tuple(_picture(drawn, pair, quotations) for pair in islice(pairs, PAIRS)),
        left_out=max(0, len(pairs) - PAIRS),
        packages=solution.packages,
        drawn=len(numbers),
        each=len(numbers) <= DOTS,
        solvable=solution.solvable,
        deals=tuple(_deals(drawn)),
        solutions=tuple((name, *MARKS[name]) for name in SOLUTIONS) if solution.solvable else (),
    )


@dataclass(frozen=True)
class _Drawn:
    """What the pictures are made from; `shares`: of models in which each of the packages `numbers` gets every yes."""

    ensemble: Ensemble
    middle: Bargain
    solution: Solution
    numbers: Ints
    shares: Floats
    names: Names

    @property
    def frame(self) -> Frame:
        return self.ensemble.frame


def _numbers(frame: Frame) -> Ints:
    """Every package that breaks no rule, or an even selection where there are too many."""
    if frame.packages <= EVENLY:
        numbers = np.arange(frame.packages, dtype=np.int64)
    else:
        step = frame.packages // EVENLY
        numbers = np.arange(EVENLY, dtype=np.int64) * step + np.arange(EVENLY, dtype=np.int64) % step
    return numbers[~broken(frame, columns(frame, numbers))] if coupled(frame) else numbers


def _picture(drawn: _Drawn, pair: tuple[str, str], quotations: Quotations) -> Picture:
    rows = [drawn.frame.party_index[party] for party in pair]
    added = drawn.middle.interaction_values[rows] if drawn.frame.interactions else None
    worth = utilities(drawn.frame, drawn.middle.values[rows], drawn.numbers, added)
    edge = drawn.solution.frontier[:, rows].T
    solved = {name: np.array(deals[0].utilities)[rows] for name, deals in drawn.solution.solutions.items() if deals}
    no_deal = drawn.ensemble.reservations[:, rows]
    scale = _Scale.over([worth, edge, np.quantile(no_deal, (0.1, 0.9), axis=0).T])
    at = scale.place(worth)
    each = len(drawn.numbers) <= DOTS
    squares, side = ((), (0.0, 0.0)) if each else _squares(at)
    chosen = np.arange(len(drawn.numbers)) if each else _agreed(drawn.shares)
    middle, low, high = (
        scale.place(one) for one in (drawn.middle.reservations[rows], *np.quantile(no_deal, (0.1, 0.9), axis=0))
    )
    looks = [quotations.look(party) for party in pair]
    return Picture(
        across=looks[0],
        along=looks[1],
        squares=squares,
        dots=_dots(drawn, chosen, at),
        side=side,
        frontier=_frontier(scale.place(edge)),
        no_deal=_point(middle),
        no_deal_across=(_r(low[0]), _r(high[0])),
        no_deal_along=(_r(high[1]), _r(low[1])),
        marks=_marks(solved, scale),
        x_ticks=tuple(Tick(_r(scale.place(np.array([v, v]))[0]), f"{100 * v:.0f} %") for v in scale.ticks(0)),
        y_ticks=tuple(Tick(_r(scale.place(np.array([v, v]))[1]), f"{100 * v:.0f} %") for v in scale.ticks(1)),
        words=f"Packages by what they are worth to {looks[0].name} and to {looks[1].name}",
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """From utilities of two parties to pixels."""

    low: Floats
    high: Floats

    @classmethod
    def over(cls, points: Iterable[Floats]) -> _Scale:
        """The scale that holds these points, each array of shape (2, any), with a little room."""
        every = np.concatenate(list(points), axis=1)
        low, high = every.min(axis=1), every.max(axis=1)
        room = np.maximum(high - low, 1e-6)
        return cls(low - 0.05 * room, high + 0.05 * room)

    def place(self, worth: Floats) -> Floats:
        """Pixels of utilities, shape (2, ...), the second axis upwards."""
        shape = (2, *([1] * (worth.ndim - 1)))
        share = (worth - self.low.reshape(shape)) / (self.high - self.low).reshape(shape)
        found: Floats = np.stack([LEFT + WIDE * share[0], TOP + HIGH * (1 - share[1])])
        return found

    def ticks(self, axis: int) -> list[float]:
        """Round shares within the scale, four to eight of them."""
        low, high = float(self.low[axis]), float(self.high[axis])
        step = next((step for step in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5) if (high - low) / step <= 7), 1.0)
        first = int(np.ceil(low / step - 1e-9))
        return [round(number * step, 4) for number in range(first, int(np.floor(high / step + 1e-9)) + 1)]


def _r(value: float) -> float:
    return round(float(value), 1)


def _point(place: Floats) -> tuple[float, float]:
    return (_r(place[0]), _r(place[1]))


def _squares(at: Floats) -> tuple[tuple[Dot, ...], tuple[float, float]]:
    wide, high = WIDE / BINS[0], HIGH / BINS[1]
    columns = np.clip(((at[0] - LEFT) / wide).astype(np.int64), 0, BINS[0] - 1)
    rows = np.clip(((at[1] - TOP) / high).astype(np.int64), 0, BINS[1] - 1)
    cells, counts = np.unique(rows * BINS[0] + columns, return_counts=True)
    levels = np.ceil(4 * np.log1p(counts) / np.log1p(counts.max())).astype(int)
    squares = tuple(
        Dot(_r(LEFT + wide * (cell % BINS[0])), _r(TOP + high * (cell // BINS[0])), level, "")
        for cell, level in zip(cells.tolist(), levels.tolist(), strict=True)
    )
    return squares, (_r(wide + 0.05), _r(high + 0.05))


def _agreed(shares: Floats) -> Ints:
    often = np.flatnonzero(shares >= 0.5)
    order = np.lexsort((often, -shares[often]))[:AGREED_DOTS]
    return np.sort(often[order])


def _level(share: float) -> int:
    """How often a package is agreed, in five steps."""
    return sum(share >= bound for bound in (0.1, 0.3, 0.5, 0.8))


def _dots(drawn: _Drawn, chosen: Ints, at: Floats) -> tuple[Dot, ...]:
    dots = []
    for place in chosen.tolist():
        share = float(drawn.shares[place])
        package = drawn.names.package(decode(drawn.frame, int(drawn.numbers[place])))
        words = f"{package}. Every yes it needs: in {percent(share)} of the models."
        dots.append(Dot(_r(at[0, place]), _r(at[1, place]), _level(share), words))
    return tuple(sorted(dots, key=lambda dot: dot.level))


def _frontier(at: Floats) -> str:
    """Packages that no other beats for both, as the points of a line from left to right."""
    order = np.lexsort((at[1], -at[0]))
    best, kept = np.inf, []
    for place in order.tolist():
        if at[1, place] < best - 1e-9:
            best = at[1, place]
            kept.append(f"{_r(at[0, place])},{_r(at[1, place])}")
    return " ".join(reversed(kept))


def _marks(solved: Mapping[str, Floats], scale: _Scale) -> tuple[Marked, ...]:
    """The solutions at their places, the largest first: those that fall on one point are drawn one inside the other."""
    taken: dict[tuple[float, float], int] = {}
    found = []
    for name, worth in solved.items():
        x, y = _point(scale.place(worth))
        aside = taken.get((x, y), 0)
        taken[x, y] = aside + 1
        found.append(Marked(name, x, y, 20.0 + 14 * aside, f"{MARKS[name][0]}: {MARKS[name][1]}"))
    return tuple(sorted(found, key=lambda mark: -mark.size))


def _deals(drawn: _Drawn) -> Iterable[Deal]:
    """The solutions of the middle model, then the packages most often agreed; equal shares by their options."""
    named: dict[int, list[str]] = {}
    for name, found in drawn.solution.solutions.items():
        for deal in found[:1]:
            named.setdefault(encode(drawn.frame, deal.package), []).append(name)
    least = np.sort(drawn.shares)[-min(TABLE, len(drawn.shares))]
    candidates = np.flatnonzero(drawn.shares >= max(float(least), 1e-12))[: 50 * TABLE].tolist()
    order = sorted(
        candidates, key=lambda k: (-drawn.shares[k], sorted(decode(drawn.frame, int(drawn.numbers[k])).items()))
    )
    often = [int(drawn.numbers[place]) for place in order[:TABLE]]
    every = np.array(list(dict.fromkeys([*named, *often])), np.int64)
    shares = agreed_shares(drawn.ensemble, every)
    for number, share in zip(every.tolist(), shares.tolist(), strict=True):
        marks = tuple(named.get(number, ()))
        words = [MARKS[name][0] for name in marks] + (
            ["most often agreed"]
            if often[:1] == [number]
            else ["often agreed"]
            if number in often and not marks
            else []
        )
        yield Deal(marks, ", ".join(words), tuple(_changes(drawn, number)), percent(share))


def _changes(drawn: _Drawn, number: int) -> Iterable[tuple[str, str]]:
    """Against what the negotiation file takes for no deal, as findings have it; claims may put that in doubt."""
    package = decode(drawn.frame, number)
    for issue in drawn.frame.issues:
        if package[issue.id] != issue.counterfactual:
            yield drawn.names.issue(issue.id), plain(package[issue.id])
