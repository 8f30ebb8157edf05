"""The deal space for the page: every package by what it is worth to two parties, averaged over the models."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, islice

import numpy as np

from accord.bargain import Ensemble, Floats, Frame, Ints
from accord.errors import SizeError
from accord.findings.words import Names, listed, percent, plain
from accord.negotiation import Negotiation
from accord.report.looks import Look
from accord.report.quoting import Quotations
from accord.solve.ensemble import EnsembleSolution, solve_ensemble
from accord.solve.packages import SOLUTIONS, decode, utilities

PAIRS = 15
DOTS, AGREED_DOTS, EVENLY = 700, 250, 200_000
WALK = 200_000_000
BINS = (44, 38)
LEFT, TOP, WIDE, HIGH = 64.0, 16.0, 560.0, 440.0
TABLE = 6

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
    """A solution: the mean over the models that have one, with the spread of eight in ten; all in pixels."""

    name: str
    title: str
    meaning: str
    x: float
    y: float
    across: tuple[float, float]
    along: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The packages by the utilities of two parties, in pixels; `better`: the corner from no deal to the most of both."""

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
    """A package of the table: its options by issue, and the shares of models in words."""

    options: tuple[tuple[str, str, bool], ...]
    agreed: str
    nash: str


@dataclass(frozen=True, slots=True)
class Space:
    """The deal space of a run: pictures of pairs of parties, the packages most often agreed, and the solutions in words."""

    pictures: tuple[Picture, ...]
    left_out: int
    packages: int
    drawn: int
    each: bool
    zone: str
    zone_share: float
    deals: tuple[Deal, ...]
    solutions: tuple[tuple[str, str, str, str], ...]
    box: tuple[float, float, float, float] = (LEFT, TOP, WIDE, HIGH)


def space(ensemble: Ensemble, negotiation: Negotiation, quotations: Quotations) -> Space | None:
    """The deal space of an ensemble; None where fewer than two parties bargain or it is too large to solve."""
    try:
        # Beyond the walk only the zone's size is drawn at random, and the page does not show it.
        walk = ensemble.frame.packages * ensemble.members <= WALK
        solution = solve_ensemble(ensemble, rng=np.random.default_rng(0), walk=walk)
    except SizeError:
        return None
    if len(solution.parties) < 2:
        return None
    numbers = _numbers(ensemble.frame)
    shares = None if solution.zone_hits is None else solution.zone_hits[numbers] / solution.members
    pairs = list(combinations(solution.parties, 2))
    names = Names(negotiation)
    pictures = tuple(
        _picture((ensemble, solution), (numbers, shares), pair, names, quotations) for pair in islice(pairs, PAIRS)
    )
    return Space(
        pictures,
        max(0, len(pairs) - PAIRS),
        ensemble.frame.packages,
        len(numbers),
        len(numbers) <= DOTS,
        _zone(solution),
        float(solution.has_zone.mean()),
        _deals(ensemble.frame, solution, names),
        _solutions(ensemble.frame, solution, names),
    )


def _numbers(frame: Frame) -> Ints:
    """Every package, or an even selection where there are too many."""
    if frame.packages <= EVENLY:
        return np.arange(frame.packages, dtype=np.int64)
    step = frame.packages // EVENLY
    return np.arange(EVENLY, dtype=np.int64) * step + np.arange(EVENLY, dtype=np.int64) % step


def _zone(solution: EnsembleSolution) -> str:
    share = float(solution.has_zone.mean())
    if share == 0:
        return "In none of the models that fit the evidence is there a package that everybody whose yes it needs prefers to no deal."
    words = f"In {percent(share)} of the models that fit the evidence some package is better than no deal for everybody whose yes it needs"
    if solution.exact:
        size = float(np.median(solution.zone[solution.has_zone]))
        words += f"; in the middle one of these models {size:,.0f} of {solution.frame.packages:,} packages are"
    return f"{words}."


def _picture(
    solved: tuple[Ensemble, EnsembleSolution],
    drawn: tuple[Ints, Floats | None],
    pair: tuple[str, str],
    names: Names,
    quotations: Quotations,
) -> Picture:
    ensemble, solution = solved
    numbers, shares = drawn
    rows = [ensemble.frame.party_index[party] for party in pair]
    worth = utilities(ensemble.frame, ensemble.values.mean(axis=0)[rows], numbers)
    no_deal = ensemble.reservations[:, rows]
    scale = _Scale.over(worth, no_deal, [solution.utilities[name][:, rows][solution.solvable] for name in SOLUTIONS])
    at = scale.place(worth)
    each = len(numbers) <= DOTS
    squares, side = ((), (0.0, 0.0)) if each else _squares(at)
    chosen = np.arange(len(numbers)) if each else _agreed(shares)
    middle, low, high = (scale.place(one) for one in (no_deal.mean(axis=0), *np.quantile(no_deal, (0.1, 0.9), axis=0)))
    looks = [quotations.look(party) for party in pair]
    return Picture(
        across=looks[0],
        along=looks[1],
        squares=squares,
        dots=_dots(ensemble.frame, (numbers, shares), chosen, at, names),
        side=side,
        frontier=_frontier(at),
        no_deal=_point(middle),
        no_deal_across=(_r(low[0]), _r(high[0])),
        no_deal_along=(_r(high[1]), _r(low[1])),
        marks=_marks(solution, rows, scale),
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
    def over(cls, worth: Floats, no_deal: Floats, solved: Sequence[Floats]) -> _Scale:
        points = [worth.T, *np.quantile(no_deal, (0.1, 0.9), axis=0)[:, None, :]]
        points += [np.quantile(one, (0.1, 0.9), axis=0) for one in solved if len(one)]
        every = np.concatenate(points)
        low, high = every.min(axis=0), every.max(axis=0)
        room = np.maximum(high - low, 1e-6)
        return cls(low - 0.04 * room, high + 0.04 * room)

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


def _agreed(shares: Floats | None) -> Ints:
    if shares is None:
        return np.zeros(0, np.int64)
    often = np.flatnonzero(shares >= 0.5)
    order = np.lexsort((often, -shares[often]))[:AGREED_DOTS]
    return np.sort(often[order])


def _level(share: float) -> int:
    """How often a package is agreed, in five steps."""
    return sum(share >= bound for bound in (0.1, 0.3, 0.5, 0.8))


def _dots(
    frame: Frame, drawn: tuple[Ints, Floats | None], chosen: Ints, at: Floats, names: Names
) -> tuple[Dot, ...]:
    numbers, shares = drawn
    dots = []
    for place in chosen.tolist():
        share = float(shares[place]) if shares is not None else 0.0
        words = f"{names.package(decode(frame, int(numbers[place])))}. Every yes it needs: in {percent(share)} of the models."
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


def _marks(solution: EnsembleSolution, rows: Sequence[int], scale: _Scale) -> tuple[Marked, ...]:
    if not solution.solvable.any():
        return ()
    found = []
    for name in SOLUTIONS:
        worth = solution.utilities[name][solution.solvable][:, rows]
        place, low, high = (scale.place(one) for one in (worth.mean(axis=0), *np.quantile(worth, (0.1, 0.9), axis=0)))
        title, meaning = MARKS[name]
        found.append(
            Marked(name, title, meaning, _r(place[0]), _r(place[1]), (_r(low[0]), _r(high[0])), (_r(high[1]), _r(low[1])))
        )
    return tuple(found)


def _deals(frame: Frame, solution: EnsembleSolution, names: Names) -> tuple[Deal, ...]:
    """The packages most often agreed, equal shares by the names of their options."""
    if solution.zone_hits is None:
        return ()
    hits = solution.zone_hits
    least = max(1, int(np.sort(hits)[-min(TABLE, len(hits))]))
    nash = Counter(solution.picks["nash"][solution.solvable].tolist())
    best = np.flatnonzero(hits >= least)[: 100 * TABLE].tolist()
    ranked = sorted(best, key=lambda number: (-int(hits[number]), -nash[number], sorted(decode(frame, number).items())))
    return tuple(
        Deal(
            tuple(
                (names.issue(issue.id), plain(option), option != issue.counterfactual)
                for issue, option in zip(frame.issues, decode(frame, number).values(), strict=True)
            ),
            percent(float(hits[number]) / solution.members),
            percent(nash[number] / solution.members),
        )
        for number in ranked[:TABLE]
    )


def _solutions(frame: Frame, solution: EnsembleSolution, names: Names) -> tuple[tuple[str, str, str, str], ...]:
    """For each solution its name, its meaning, the package it picks most often and in what share of the models."""
    found = []
    for name in SOLUTIONS:
        picks = Counter(solution.picks[name][solution.solvable].tolist())
        if picks:
            number, times = min(picks.items(), key=lambda item: (-item[1], item[0]))
            package = decode(frame, number)
            changed = {i.id: package[i.id] for i in frame.issues if package[i.id] != i.counterfactual}
            words = listed(f"{names.issue(issue)}: {plain(option)}" for issue, option in changed.items())
            found.append((*MARKS[name], words or "as with no deal", percent(times / solution.members)))
    return tuple(found)
