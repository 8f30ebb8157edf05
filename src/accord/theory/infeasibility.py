"""Infeasibility: why linear demands cannot all be met, and the least that would have to give."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accord.errors import CallError, SizeError
from accord.theory.arguments import all_within, entries, table, within
from accord.theory.red_lines import Clash, conflicts_and_repairs, hitting_sets

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_REAL = "(-inf, inf)"


@dataclass(frozen=True, slots=True)
class Certificate:
    """Whether linear demands can all be met and, if not, multipliers that prove it; none where they can.

    `conflict`: numbers of the demands with a multiplier above zero: a smallest conflict among them.
    """

    feasible: bool
    multipliers: tuple[float, ...]
    conflict: tuple[int, ...]


def farkas_certificate(matrix: Sequence[Sequence[float]], limits: Sequence[float]) -> Certificate:
    """Multipliers that prove that no x meets A x <= b, if none does.

    Definition (Farkas' lemma): A x <= b has no solution if and only if some y >= 0 has y A = 0 and y b < 0: added up
    with these weights, the demands say 0 <= y b < 0. The demands with a multiplier above zero in a vertex of the set
    of all such y, scaled to y b = -1, are a minimal conflict (Gleeson & Ryan).

    Convention: scaled to y b = -1; of all vertices one with the least sum of multipliers. x is free: a bound is a
    demand.

    Args:
        matrix: A, a row for each demand, a column for each number that is bargained over.
        limits: b, one for each demand, any real number.

    Example: at least 2 and at most 1 of the same thing.

        >>> farkas_certificate([[-1], [1]], [-2, 1])
        Certificate(feasible=False, multipliers=(1.0, 1.0), conflict=(0, 1))

    Limits: found in floating point: demands that miss each other by less than about 1e-7 of the largest number count
    as met. Where several conflicts exist this is one; all are `red_lines_mus_mcs`.

    Citation: farkas_1902, gleeson_ryan_1990.

    Raises:
        CallError: rows of different lengths, or a number that is not finite.
    """
    import numpy as np

    grid, right = _system(matrix, limits)
    # Each column is an equation of the multipliers and may be scaled; so may b as a whole.
    reach = np.abs(grid).max(axis=0, initial=0.0)
    size = float(np.abs(right).max()) or 1.0
    rows = np.vstack([(grid / np.where(reach > 0, reach, 1.0)).T, right / size])
    exactly = np.append(np.zeros(grid.shape[1]), -1.0)
    found = _least(np.ones(len(right)), rows, (exactly, exactly), (0.0, np.inf))
    if found is None:
        return Certificate(feasible=True, multipliers=(), conflict=())
    weights = np.where(found < 1e-9 * found.max(), 0.0, found) / size
    conflict = tuple(int(number) for number in np.flatnonzero(weights))
    return Certificate(False, tuple(float(weight) for weight in weights), conflict)


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The least total by which demands must give, and how much each gives in one way to reach it."""

    total: float
    by_demand: tuple[float, ...]


def min_relaxation_L1(  # noqa: N802 - the norm has this name
    matrix: Sequence[Sequence[float]], limits: Sequence[float], weights: Sequence[float] | None = None
) -> Relaxation:
    """The least total by which the limits of A x <= b must be raised for some x to meet them.

    Definition: the minimum of sum w_i s_i over x and s >= 0 with A x <= b + s (an elastic programme). It is zero if
    and only if the demands can all be met; by duality it equals the most that -y b can be with y A = 0 and 0 <= y <=
    w.

    Convention: x is free. The total is unique, the way it is spread over demands need not be.

    Args:
        matrix: A, a row for each demand, a column for each number that is bargained over.
        limits: b, one for each demand, any real number.
        weights: What a unit costs on each demand, (0, inf); 1 each by default.

    Example: at least 3 and at most 1 of the same thing, and raising the first costs more.

        >>> min_relaxation_L1([[-1], [1]], [-3, 1], [5, 2])
        Relaxation(total=4.0, by_demand=(0.0, 2.0))

    Limits: demands in different units need weights that make them comparable.

    Citation: chinneck_2008.

    Raises:
        CallError: rows of different lengths, a number that is not finite, or a weight outside its range.
    """
    import numpy as np

    grid, right = _system(matrix, limits)
    count, width = grid.shape
    if weights is not None and len(entries("weights", weights)) != count:
        raise CallError("`weights` has an entry for each demand", f"got {len(weights)} for {count}", "give each one")
    price = np.array(all_within("weights", [1.0] * count if weights is None else weights, "(0, inf)"))
    rows = np.hstack([grid, -np.eye(count)])
    floor = np.concatenate([np.full(width, -np.inf), np.zeros(count)])
    found = _certain(_least(np.concatenate([np.zeros(width), price]), rows, (-np.inf, right), (floor, np.inf)))
    gives = np.maximum(found[width:], 0.0)
    return Relaxation(float(price @ gives), tuple(float(amount) for amount in gives))


@dataclass(frozen=True, slots=True)
class Line:
    """A red line that is linear: the sum of coefficients times numbers is at most a limit."""

    name: str
    coefficients: tuple[float, ...]
    at_most: float


def red_lines_mus_mcs(
    lines: Sequence[Line],
    ranges: Sequence[tuple[float, float]],
    *,
    integer: bool = False,
    weights: Mapping[str, float] | None = None,
) -> Clash:
    """All minimal conflicts and minimal repairs of linear red lines on numbers that lie in given ranges.

    Definition: a set of lines is a conflict if no point of the ranges meets them all, minimal if each part of it can
    be met (minimal unsatisfiable subset); a repair is a set without which the rest can be met, minimal likewise
    (minimal correction set). Each kind is the minimal hitting sets of the other, which also finds them: a minimal
    hitting set of the repairs known so far either is a conflict, or grows to a largest set that can be met, whose
    complement is a new repair.

    Convention: ranges are hard and closed; lines may be met with equality, within 1e-7 of their largest coefficient.

    Args:
        lines: The red lines, with different names.
        ranges: Lowest and highest value of each number; finite where `integer`.
        integer: Whether only whole numbers count, so that lines can clash though a fraction would meet them.
        weights: What giving up a line costs, (0, inf); 1 where not named; decides `cheapest` alone.

    Example: x at least 7 clashes with x at most 5, not with x at most 8.

        >>> lines = [Line("A", (-1,), -7), Line("B", (1,), 5), Line("C", (1,), 8)]
        >>> red_lines_mus_mcs(lines, [(0, 10)]).conflicts
        (('A', 'B'),)

    Limits: the number of minimal sets can grow exponentially; beyond 20,000 the call refuses.

    Citation: gleeson_ryan_1990, chinneck_dravnieks_1991, bailey_stuckey_2005, liffiton_2016, reiter_1987.

    Raises:
        CallError: an argument outside its range, a name twice, or ranges without a point.
        SizeError: too many minimal sets to list.
    """
    _weighed(lines, weights)
    possible = _oracle(lines, ranges, integer)
    names = frozenset(line.name for line in lines)
    repairs: list[frozenset[str]] = []
    conflicts: set[frozenset[str]] = set()
    while True:
        fresh = next((one for one in hitting_sets(repairs) if one not in conflicts), None)
        if fresh is None:
            return conflicts_and_repairs(repairs, weights)
        if possible(fresh):
            repairs.append(names - _grown(fresh, names, possible))
            if not repairs[-1]:
                return conflicts_and_repairs(repairs, weights)
        else:
            conflicts.add(fresh)


@dataclass(frozen=True, slots=True)
class Dropped:
    """The lines to give up, sorted by name, and what giving them up costs."""

    drop: tuple[str, ...]
    lost_weight: float


def weighted_red_line_relaxation(
    lines: Sequence[Line],
    ranges: Sequence[tuple[float, float]],
    weights: Mapping[str, float],
    *,
    integer: bool = False,
) -> Dropped:
    """The cheapest set of linear red lines to give up so that the rest can be met (weighted MaxSAT).

    Definition: the repair of least total weight. Found without listing all: the cheapest set that meets every conflict
    known so far is tried; if the rest still clashes, a smallest conflict within it is added.

    Convention: of equally cheap sets one with the fewest lines, then one whose names stand earlier; nothing where all
    can be met.

    Args:
        lines: The red lines, with different names.
        ranges: Lowest and highest value of each number; finite where `integer`.
        weights: What giving up a line costs, (0, inf); 1 where not named.
        integer: Whether only whole numbers count.

    Example: one dear line against two cheap ones.

        >>> lines = [Line("A", (-1,), -7), Line("B", (1,), 5), Line("C", (1,), 6)]
        >>> weighted_red_line_relaxation(lines, [(0, 10)], {"A": 3})
        Dropped(drop=('B', 'C'), lost_weight=2.0)

    Limits: a line is given up as a whole; by how much it would have to give is `min_relaxation_L1`.

    Citation: reiter_1987, chinneck_2008.

    Raises:
        CallError: an argument outside its range, a name twice, or ranges without a point.
        SizeError: too many ways to meet the conflicts.
    """
    price = _weighed(lines, weights)
    possible = _oracle(lines, ranges, integer)
    names = frozenset(price)
    conflicts: list[frozenset[str]] = []
    while True:
        drop = _cheapest(price, conflicts)
        if possible(names - drop):
            return Dropped(tuple(sorted(drop)), math.fsum(price[line] for line in drop))
        conflicts.append(_shrunk(names - drop, possible))


def _cheapest(price: Mapping[str, float], conflicts: Sequence[frozenset[str]]) -> frozenset[str]:
    """The cheapest set of lines that meets every conflict; of several the shortest, then the earliest by name."""
    if not conflicts:
        return frozenset()
    import numpy as np

    names = sorted(frozenset[str]().union(*conflicts))
    meets = np.array([[name in conflict for name in names] for conflict in conflicts], dtype=float)
    cost = np.array([price[name] for name in names])
    cost /= cost.max()
    needed, anything = np.ones(len(conflicts)), np.full(len(conflicts), np.inf)
    budget = float(cost @ _certain(_least(cost, meets, (needed, anything), (0.0, 1.0), integer=True)))
    # The small tilt settles ties by name; it cannot add up to a whole line.
    tilted = 1 + np.arange(len(names)) / (len(names) + 1) ** 2
    limits = np.append(needed, -np.inf), np.append(anything, budget * (1 + 1e-9))
    found = _certain(_least(tilted, np.vstack([meets, cost]), limits, (0.0, 1.0), integer=True))
    return frozenset(name for name, chosen in zip(names, found, strict=True) if chosen > 0.5)


def _grown(start: frozenset[str], names: frozenset[str], possible: Callable[[frozenset[str]], bool]) -> frozenset[str]:
    """A largest set around the start that can be met."""
    kept = start
    for line in sorted(names - start):
        if possible(kept | {line}):
            kept |= {line}
    return kept


def _shrunk(clashing: frozenset[str], possible: Callable[[frozenset[str]], bool]) -> frozenset[str]:
    """A smallest set within a clashing one that still clashes (deletion filter)."""
    kept = clashing
    for line in sorted(clashing):
        if not possible(kept - {line}):
            kept -= {line}
    return kept


def _oracle(
    lines: Sequence[Line], ranges: Sequence[tuple[float, float]], integer: bool
) -> Callable[[frozenset[str]], bool]:
    """Whether some point of the ranges meets all lines of a set; each set is asked once."""
    import numpy as np

    if not entries("ranges", ranges):
        raise CallError("`ranges` has a number that is bargained over", "got none", "name its range")
    low, high = _ends_of(ranges)
    if any(one > other for one, other in zip(low, high, strict=True)):
        raise CallError("`ranges` have their lowest end first", f"got {list(ranges)!r}", "swap the ends")
    if integer and not all(math.isfinite(end) for end in (*low, *high)):
        raise CallError("`ranges` of whole numbers are finite", f"got {list(ranges)!r}", "give both ends")
    rows = {}
    for line in lines:
        factors = all_within(f"lines[{line.name!r}].coefficients", line.coefficients, _REAL)
        if len(factors) != len(ranges):
            came = f"`{line.name}` has {len(factors)} of {len(ranges)}"
            raise CallError("Lines have a coefficient for each of `ranges`", came, "use 0 where a line says nothing")
        scale = max(map(abs, factors), default=0.0) or 1.0
        limit = within(f"lines[{line.name!r}].at_most", line.at_most, _REAL)
        rows[line.name] = [factor / scale for factor in factors], limit / scale
    known: dict[frozenset[str], bool] = {}

    def possible(kept: frozenset[str]) -> bool:
        if kept not in known:
            chosen = [rows[name] for name in sorted(kept)]
            grid = np.array([row for row, _ in chosen]).reshape(len(chosen), len(ranges))
            limits = -np.inf, np.array([limit for _, limit in chosen])
            cost = np.zeros(len(ranges))
            known[kept] = _least(cost, grid, limits, (np.array(low), np.array(high)), integer=integer) is not None
        return known[kept]

    if not possible(frozenset()):
        raise CallError("`ranges` have a point", f"got {list(ranges)!r}", "widen them")
    return possible


def _ends_of(ranges: Sequence[tuple[float, float]]) -> tuple[list[float], list[float]]:
    """The lowest and the highest value of each number."""
    for number, ends in enumerate(ranges):
        if len(entries(f"ranges[{number}]", ends)) != 2:
            raise CallError(f"`ranges[{number}]` has two ends", f"got {ends!r}", "give the lowest and highest value")
    low, high = (
        [end if end == open_end else within(f"ranges[{number}]", end, _REAL) for number, end in enumerate(column)]
        for open_end, column in ((-math.inf, [row[0] for row in ranges]), (math.inf, [row[1] for row in ranges]))
    )
    return low, high


def _weighed(lines: Sequence[Line], weights: Mapping[str, float] | None) -> dict[str, float]:
    for number, line in enumerate(entries("lines", lines)):
        if not isinstance(line, Line) or not isinstance(line.name, str):
            raise CallError(f"`lines[{number}]` is a Line", f"got {line!r}"[:80], "give name, coefficients and limit")
    names = [line.name for line in lines]
    if len(set(names)) != len(names):
        raise CallError("`lines` have different names", f"got {names}", "rename one")
    strange = sorted(set(table("weights", {} if weights is None else weights)) - set(names), key=str)
    if strange:
        raise CallError("`weights` are of lines in `lines`", f"got {strange}", "correct the names")
    return {name: within(f"weights[{name!r}]", (weights or {}).get(name, 1.0), "(0, inf)") for name in names}


def _system(
    matrix: Sequence[Sequence[float]], limits: Sequence[float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    import numpy as np

    right = np.array(all_within("limits", limits, _REAL))
    rows = [all_within(f"matrix[{number}]", row, _REAL) for number, row in enumerate(entries("matrix", matrix))]
    if not rows or len(rows) != len(right) or len({len(row) for row in rows}) != 1:
        came = f"got rows of {[len(row) for row in rows]} and {len(right)} limits"
        raise CallError("`matrix` has rows of the same length, one for each of `limits`", came, "fill with 0")
    return np.array(rows).reshape(len(rows), len(rows[0])), right


def _least(
    cost: NDArray[np.float64],
    rows: NDArray[np.float64],
    limits: tuple[float | NDArray[np.float64], float | NDArray[np.float64]],
    bounds: tuple[float | NDArray[np.float64], float | NDArray[np.float64]],
    *,
    integer: bool = False,
) -> NDArray[np.float64] | None:
    """A point of least cost within the limits; None where there is no point at all."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    found = None
    # Whole numbers cost ten times the work, and the relaxation is often whole already, or has no point.
    for whole in (0, 1) if integer else (0,):
        found = milp(
            cost,
            constraints=LinearConstraint(rows, *limits) if rows.size else None,
            bounds=Bounds(*bounds),
            integrality=np.full(len(cost), whole),
            # With presolve on the solver may write to standard output.
            options={"presolve": False},
        )
        if found.status == 2:
            return None
        if found.status != 0:
            came = f"it said: {found.message}"
            raise SizeError("The solver decides whether demands can be met", came, "scale the numbers towards 1")
        if np.all(np.abs(found.x - np.round(found.x)) < 1e-9):
            break
    return np.asarray(found.x, dtype=float) if found is not None else None


def _certain(found: NDArray[np.float64] | None) -> NDArray[np.float64]:
    """A point that exists by construction."""
    if found is None:
        raise SizeError("Relaxed demands can be met", "the solver found no point", "scale the numbers towards 1")
    return found
