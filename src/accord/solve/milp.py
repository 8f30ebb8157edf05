"""Bargains too large to walk, by mixed-integer programming: one best package of each solution, no frontier.

A package is a 0-1 choice of one option for each issue; exclusions are linear in it, an interaction is a product of
choices, linear with one more variable each. HiGHS (through scipy) then decides whether the zone has a package, and
finds a package of the highest sum (utilitarian) and of the lexicographic maximin (egalitarian, Kalai-Smorodinsky) by
maximising in turn the sums of the one, two, three smallest gains, which are linear programmes (Ogryczak & Sliwinski
2003). Nash maximises the sum of logarithms, replaced by tangents at every package met so far until the bound meets the
best package (outer approximation, Duran & Grossmann 1986); finite, since packages are.

Every package found is checked in whole numbers; one that meets a reservation only within the solver's tolerance is cut
off and the search goes on. Sums and smallest gains are whole multiples of a unit, so their optima are exact; ratios and
products are optimal to about a millionth of the parties' ranges, the solver's tolerance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf, log

import numpy as np

from accord.bargain import Bargain, Floats, Ints, counterfactual_options
from accord.solve.coupled import added_by, excluded
from accord.solve.lattice import Lattice
from accord.solve.packages import bargaining, cross_bits, need_bits

_NODES = 2_000
_CUTS = 50
_ROUNDS = 60
_SCALE = 1e4


@dataclass(frozen=True)
class Row:
    """One linear constraint: `low` <= sum of coefficient x variable <= `high`."""

    terms: dict[int, float]
    low: float = -inf
    high: float = inf


@dataclass
class Model:
    """A growing programme: rows and bounds over `size` variables, the first `columns` of them 0-1."""

    columns: int
    size: int
    rows: list[Row] = field(default_factory=list)
    low: dict[int, float] = field(default_factory=dict)
    high: dict[int, float] = field(default_factory=dict)

    def variable(self, low: float, high: float) -> int:
        """The number of a new continuous variable."""
        self.low[self.size], self.high[self.size] = low, high
        self.size += 1
        return self.size - 1

    def copy(self) -> Model:
        """A programme to build on that leaves this one as it is."""
        return Model(self.columns, self.size, list(self.rows), dict(self.low), dict(self.high))


@dataclass(frozen=True)
class Found:
    """A package, as option numbers, that maximises an objective, and that objective's value."""

    options: Ints
    value: float


class UnfinishedError(Exception):
    """A programme was not solved to the end within its limit; the message says which."""


@dataclass(frozen=True)
class Programme:
    """A bargain as a programme.

    `gains`: for each bargaining party, its gain as coefficients and a constant, in shares of its range `ranges`.
    """

    bargain: Bargain
    whole: Lattice
    model: Model
    gains: tuple[tuple[dict[int, float], float], ...]
    ranges: Floats


def programme(bargain: Bargain, whole: Lattice, *, rational: bool) -> Programme:
    """The deals of the zone; with `rational`, those of them that leave no bargaining party below its reservation."""
    frame, rows = bargain.frame, list(bargaining(bargain.frame))
    need, cross = need_bits(frame, counterfactual_options(frame)), cross_bits(frame, bargain.red_lines)
    width = int(frame.offsets[-1])
    model = Model(width, width)
    for start, stop in zip(frame.offsets[:-1].tolist(), frame.offsets[1:].tolist(), strict=True):
        model.rows.append(Row(dict.fromkeys(range(start, stop), 1.0), 1, 1))
    for together in excluded(frame):
        model.rows.append(Row(dict.fromkeys(together.values(), 1.0), high=len(together) - 1))
    both = []
    for terms in frame.interactions:
        columns, has = [frame.column(*term) for term in terms], model.variable(0, 1)
        both.append(has)
        model.rows += [Row({has: 1.0, column: -1.0}, high=0) for column in columns]
        model.rows.append(Row({has: 1.0, **dict.fromkeys(columns, -1.0)}, low=1 - len(columns)))
    model.rows.append(Row(dict.fromkeys(np.flatnonzero(need).tolist(), 1.0), low=1))
    ranges = _ranges(bargain, whole)[rows]
    gains = []
    for bit, row in enumerate(rows):
        asked = model.variable(0, 1)
        model.rows += [Row({asked: 1.0, column: -1.0}, low=0) for column in np.flatnonzero(need >> bit & 1).tolist()]
        model.rows += [Row({asked: 1.0, column: 1.0}, high=1) for column in np.flatnonzero(cross >> bit & 1).tolist()]
        worth = {column: whole.values[row, column] / ranges[bit] for column in range(width)}
        worth |= {has: whole.interactions[row, k] / ranges[bit] for k, has in enumerate(both)}
        gains.append((worth, -whole.reservations[row] / ranges[bit]))
        # Half a unit of room: utilities are whole numbers of units, so it lets nothing in and keeps rounding out.
        least = (whole.floors[row] - 0.5) / ranges[bit]
        loose = 0.0 if rational else max(0.0, least + 2 + abs(whole.values[row]).sum() / ranges[bit])
        model.rows.append(Row({**worth, asked: -loose}, low=least - loose))
    return Programme(bargain, whole, model, tuple(gains), ranges)


def some_deal(bargain: Bargain, whole: Lattice, *, rational: bool) -> Ints | None:
    """Option numbers of some package of the zone (that none refuses, where `rational`), None where there is none."""
    found = _best(programme(bargain, whole, rational=rational), {}, rational=rational)
    return None if found is None else found.options


def highest(task: Programme, party: int) -> Ints:
    """A package that is best for one bargaining party."""
    return _must(_best(task, task.gains[party][0], step=1 / task.ranges[party])).options


def highest_sum(task: Programme) -> Ints:
    """A package of the highest sum of utilities."""
    total: dict[int, float] = {}
    for (worth, _), size in zip(task.gains, (task.ranges / task.ranges.max()).tolist(), strict=True):
        for variable, number in worth.items():
            total[variable] = total.get(variable, 0.0) + number * size
    return _must(_best(task, total, step=1 / task.ranges.max())).options


def maximin(task: Programme, scales: Sequence[float], *, step: float = 0.0) -> Ints:
    """A package of the lexicographic maximin of gains x `scales` over the parties whose scale is above 0.

    `step`: what scaled gains are whole multiples of, 0 where nothing is known.
    """
    model, found = task.model.copy(), None
    active = [k for k, scale in enumerate(scales) if scale > 0]
    if not active:
        return _must(_best(task, {})).options
    for smallest in range(1, len(active) + 1):
        level = model.variable(-inf, inf)
        target: dict[int, float] = {level: float(smallest)}
        for party in active:
            short = model.variable(0, inf)
            target[short] = -1.0
            worth, constant = task.gains[party]
            scaled = {variable: number * scales[party] for variable, number in worth.items()}
            model.rows.append(Row({**scaled, short: 1.0, level: -1.0}, low=-constant * scales[party]))
        found = _must(_best(_with(task, model), target, step=step))
        model.rows.append(Row(target, low=found.value - 1e-7))
    return _must(found).options


def highest_product(task: Programme, scales: Sequence[float], shares: Sequence[float], start: Ints) -> Ints:
    """A package of the highest product of gains x `scales` to the `shares`; `start`: one where all of them gain."""
    model = task.model.copy()
    active = [k for k, scale in enumerate(scales) if scale > 0]
    logs = {party: model.variable(-inf, 0.0) for party in active}
    best, value, ratios = start, -inf, _ratios(task, start, scales)
    for tangent in (1.0, 0.5, 0.1):
        _add_tangents(task, model, logs, dict.fromkeys(active, tangent), scales)
    for _ in range(_ROUNDS):
        here = sum(shares[party] * log(ratios[party]) if ratios[party] > 0 else -inf for party in active)
        if here > value:
            value, best = here, start
        _add_tangents(task, model, logs, {k: max(ratios[k], 1e-6) for k in active}, scales)
        found = _must(_best(_with(task, model), {logs[party]: shares[party] for party in active}))
        if found.value <= value + 1e-7:
            return best
        start, ratios = found.options, _ratios(task, found.options, scales)
    raise UnfinishedError(f"the bound did not meet the best package in {_ROUNDS} rounds of tangents")


def _add_tangents(
    task: Programme, model: Model, logs: dict[int, int], at: dict[int, float], scales: Sequence[float]
) -> None:
    """Rows log(g) <= log(a) + (g - a) / a at g = a."""
    for party, a in at.items():
        worth, constant = task.gains[party]
        slope = {variable: -number * scales[party] / a for variable, number in worth.items()}
        model.rows.append(Row({**slope, logs[party]: 1.0}, high=log(a) - 1 + constant * scales[party] / a))


def _ratios(task: Programme, options: Ints, scales: Sequence[float]) -> list[float]:
    rows = list(bargaining(task.bargain.frame))
    gains = (utilities_of(task.bargain, task.whole, options) - task.whole.reservations)[rows] / task.ranges
    return [float(gain * scale) for gain, scale in zip(gains, scales, strict=True)]


def utilities_of(bargain: Bargain, whole: Lattice, options: Ints) -> Floats:
    """Utilities of a package in whole units, shape (parties,)."""
    chosen = (options + bargain.frame.offsets[:-1])[None]
    worth: Floats = whole.values[:, chosen[0]].sum(axis=1) + added_by(bargain.frame, whole.interactions, chosen)[:, 0]
    return worth


def _with(task: Programme, model: Model) -> Programme:
    return Programme(task.bargain, task.whole, model, task.gains, task.ranges)


def _must(found: Found | None) -> Found:
    if found is None:
        raise UnfinishedError("the solver lost a package that it had found")
    return found


def _ranges(bargain: Bargain, whole: Lattice) -> Floats:
    ends = bargain.frame.offsets[:-1]
    spread = np.maximum.reduceat(whole.values, ends, axis=1) - np.minimum.reduceat(whole.values, ends, axis=1)
    total: Floats = np.maximum(spread.sum(axis=1) + np.abs(whole.interactions).sum(axis=1), 1.0)
    return total


def _best(task: Programme, target: dict[int, float], *, rational: bool = True, step: float = 0.0) -> Found | None:
    """A package that maximises the target, checked in whole numbers; None where there is no package.

    `step`: the target is a whole multiple of it, less a constant; so a bound less than a step above a package proves it
    best.

    Raises:
        UnfinishedError: the search did not end.
    """
    model, offsets = task.model.copy(), task.bargain.frame.offsets
    for _ in range(_CUTS):
        solved = _solved(model, target, step)
        if solved is None:
            return None
        choice, value = solved
        columns = np.flatnonzero(np.rint(choice[: model.columns]))
        options: Ints = columns - offsets[:-1]
        if _holds(task, columns, rational=rational):
            return Found(options, value)
        model.rows.append(Row(dict.fromkeys(columns.tolist(), 1.0), high=len(columns) - 1))
    raise UnfinishedError(f"{_CUTS} packages met the reservations only within the solver's tolerance")


def _holds(task: Programme, columns: Ints, *, rational: bool) -> bool:
    """Whether each party that must say yes to a package gets what it says yes to, in whole numbers."""
    frame = task.bargain.frame
    worth = utilities_of(task.bargain, task.whole, columns - frame.offsets[:-1])
    need = int(np.bitwise_or.reduce(need_bits(frame, counterfactual_options(frame))[columns]))
    return all(
        worth[row] >= task.whole.floors[row] for bit, row in enumerate(bargaining(frame)) if rational or need >> bit & 1
    )


def _solved(model: Model, target: dict[int, float], step: float) -> tuple[Floats, float] | None:
    """Variables and value of the maximum; None where nothing is feasible."""
    cost = np.zeros(model.size)
    for variable, number in target.items():
        cost[variable] = -number * _SCALE
    relaxed = _run(model, cost, 1.0, whole=False)
    if relaxed is None:
        return None
    # The relaxation is a bound on the optimum, so this share of it is less than a step.
    gap = 0.9 * step * _SCALE / max(abs(relaxed[1]), _SCALE * 1e-6)
    solved = _run(model, cost, max(gap, 1e-7), whole=True)
    return None if solved is None else (solved[0], -solved[1] / _SCALE)


def _run(model: Model, cost: Floats, gap: float, *, whole: bool) -> tuple[Floats, float] | None:
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    at = [(row, variable, number) for row, one in enumerate(model.rows) for variable, number in one.terms.items()]
    rows, variables, numbers = (np.array(part) for part in zip(*at, strict=True))
    matrix = coo_array((numbers, (rows, variables)), shape=(len(model.rows), model.size)).tocsr()
    low, high = np.zeros(model.size), np.ones(model.size)
    for variable, number in model.low.items():
        low[variable], high[variable] = number, model.high[variable]
    solved = milp(
        cost,
        integrality=(np.arange(model.size) < model.columns).astype(int) if whole else None,
        bounds=Bounds(low, high),
        constraints=LinearConstraint(matrix, [row.low for row in model.rows], [row.high for row in model.rows]),
        # Presolve writes to standard output in some releases.
        options={"presolve": False, "mip_rel_gap": gap, "node_limit": _NODES},
    )
    if solved.status == 2:
        return None
    if solved.status != 0:
        raise UnfinishedError(f"the search did not end within {_NODES:,} nodes")
    return solved.x, float(solved.fun)
