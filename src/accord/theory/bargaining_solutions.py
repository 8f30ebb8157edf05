"""Solutions of two-party bargaining over a continuous set: polygons, linear frontiers, a pie."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from accord.errors import CallError
from accord.theory.arguments import entries, function, pair, within

Point = tuple[float, float]
_GRID = 400


@dataclass(frozen=True, slots=True)
class Solutions:
    """The solutions as pairs of utilities; `ideal` is the most each can have while the other keeps disagreement."""

    nash: Point
    kalai_smorodinsky: Point
    egalitarian: Point
    utilitarian: tuple[Point, ...]
    ideal: Point


def bargaining_solutions_polygon(frontier: Sequence[Point], disagreement: Point = (0.0, 0.0)) -> Solutions:
    """The Nash, Kalai-Smorodinsky, egalitarian and utilitarian solutions of a polygon, exactly.

    Definition: the feasible set is the convex hull of the points and of everything below and to the left of them
    (free disposal); d is disagreement. Nash: largest product of gains. Kalai-Smorodinsky: the last feasible point on
    the way from d to the ideal, so that gains stand in the ratio of the largest gains possible. Egalitarian: the
    last feasible point with equal gains. Utilitarian: largest sum among points with no loss, all corners of it where
    several tie.

    Convention: points may come in any order, inner ones are ignored. Where the frontier ends before an axis, it goes
    on level or straight down, so Kalai-Smorodinsky and egalitarian points may be only weakly efficient there. With d on
    the frontier all solutions are d, or the best a party can have while the other stays at d.

    Args:
        frontier: Pairs of utilities, any real numbers; at least one point at or above disagreement in both.
        disagreement: Utilities without agreement.

    Example: a straight frontier; the one whose disagreement is better gets more.

        >>> bargaining_solutions_polygon([(0, 10), (10, 0)], (4, 0)).nash
        (7.0, 3.0)

    Limits: two parties. For packages of discrete options use the solvers.

    Citation: nash_1950, kalai_smorodinsky_1975, kalai_1977.

    Raises:
        CallError: a number that is not finite, or disagreement outside the feasible set.
    """
    points = [pair(f"frontier[{number}]", point) for number, point in enumerate(entries("frontier", frontier))]
    if not points:
        raise CallError("`frontier` has a point or more", "got none", "pass pairs of utilities")
    floor = pair("disagreement", disagreement)
    hull = _upper_right(points)
    _, reach_1 = _last(hull, floor, (1.0, 0.0))
    _, reach_2 = _last(hull, floor, (0.0, 1.0))
    if reach_1 < 0 or reach_2 < 0:
        raise CallError("`disagreement` lies in the feasible set", f"got {disagreement!r}", "lower it")
    ideal = floor[0] + reach_1, floor[1] + reach_2
    edges = list(pairwise(_clipped(hull, floor, ideal)))
    nash = max((_nash_on(start, end, floor) for start, end in edges), key=lambda found: found[0])[1]
    kalai = _last(hull, floor, (reach_1, reach_2))[0] if reach_1 or reach_2 else floor
    corners = {corner for edge in edges for corner in edge}
    most = max(sum(corner) for corner in corners)
    best = tuple(sorted(corner for corner in corners if math.isclose(sum(corner), most, rel_tol=1e-12, abs_tol=1e-12)))
    return Solutions(nash, kalai, _last(hull, floor, (1.0, 1.0))[0], best, ideal)


def _upper_right(points: Sequence[Point]) -> list[Point]:
    """The corners of the strong frontier of the hull, from the best of party 2 to the best of party 1."""
    kept: list[Point] = []
    for point in sorted(set(points)):
        # A point no worse in both, or above the line of its neighbours, takes the last one's place.
        while kept and (kept[-1][1] <= point[1] or (len(kept) > 1 and _left(kept[-2], kept[-1], point))):
            kept.pop()
        kept.append(point)
    return kept


def _left(start: Point, middle: Point, end: Point) -> bool:
    ahead = (middle[0] - start[0]) * (end[1] - start[1])
    return ahead >= (middle[1] - start[1]) * (end[0] - start[0])


def _last(hull: Sequence[Point], start: Point, step: Point) -> tuple[Point, float]:
    """The last feasible point start + t step, and t; step has no part below zero."""
    # The set is cut out by a level line, a line straight down, and the lines of the edges, each a x + b y <= c.
    lines = [(0.0, 1.0, hull[0][1]), (1.0, 0.0, hull[-1][0])]
    for (x1, y1), (x2, y2) in pairwise(hull):
        lines.append((y1 - y2, x2 - x1, (y1 - y2) * x1 + (x2 - x1) * y1))
    reach = math.inf
    for a, b, c in lines:
        slope, room = a * step[0] + b * step[1], c - a * start[0] - b * start[1]
        # Off the set by rounding alone counts as on its edge.
        room = 0.0 if abs(room) <= 1e-12 * max(1.0, abs(c), abs(a * start[0]), abs(b * start[1])) else room
        if slope > 0:
            reach = min(reach, room / slope)
        elif room < 0:
            reach = -math.inf
    return (start[0] + reach * step[0], start[1] + reach * step[1]), reach


def _clipped(hull: Sequence[Point], floor: Point, ideal: Point) -> list[Point]:
    """The frontier between the points at which one of the two stays at its floor."""
    inner = [corner for corner in hull if floor[0] < corner[0] < ideal[0] and floor[1] < corner[1] < ideal[1]]
    right = ideal[0], _last(hull, (ideal[0], floor[1]), (0.0, 1.0))[0][1]
    top = _last(hull, (floor[0], ideal[1]), (1.0, 0.0))[0][0], ideal[1]
    return [top, *inner, right]


def _nash_on(start: Point, end: Point, floor: Point) -> tuple[float, Point]:
    """The largest product of gains on an edge, and where."""
    run, fall = end[0] - start[0], start[1] - end[1]
    at = 1.0 if run > 0 else 0.0
    if run > 0 and fall > 0:
        # The product along the edge is a parabola; its top, kept to the edge.
        at = min(1.0, max(0.0, ((start[1] - floor[1]) / fall - (start[0] - floor[0]) / run) / 2))
    point = (start[0] + at * run, start[1] - at * fall)
    return (point[0] - floor[0]) * (point[1] - floor[1]), point


def asymmetric_nash_pie(
    weight_first: float, *, pie: float = 1.0, disagreement: Point = (0.0, 0.0)
) -> tuple[float, float]:
    """The split of a pie that maximises gain_1^w x gain_2^(1 - w).

    Definition: each gets its disagreement and its weight's part of what is left: d_i + w_i (pie - d_1 - d_2).

    Convention: utility is linear in the share, so a share may lie below zero where disagreement does; a weight of 0 or
    1 leaves one party its disagreement and the other the rest. With nothing left over both have their disagreement.

    Args:
        weight_first: Bargaining weight w of party 1, [0, 1].
        pie: What is split, any real number.
        disagreement: What each has without agreement, together at most the pie.

    Example:
        >>> asymmetric_nash_pie(0.25, pie=8, disagreement=(2, 2))
        (3.0, 5.0)

    Limits: transferable utility; where a weight comes from is `patience`'s question.

    Citation: kalai_1977_asymmetric.

    Raises:
        CallError: an argument outside its range.
    """
    weight, size = within("weight_first", weight_first, "[0, 1]"), within("pie", pie, "(-inf, inf)")
    floor = pair("disagreement", disagreement)
    surplus = size - floor[0] - floor[1]
    # Nothing left, up to the last digits, is nothing left.
    surplus = 0.0 if abs(surplus) <= 1e-12 * max(1.0, abs(size)) else surplus
    if surplus < 0:
        raise CallError(f"`disagreement` adds up to at most the pie ({size!r})", f"got {disagreement!r}", "lower it")
    return floor[0] + weight * surplus, floor[1] + (1 - weight) * surplus


def nash_pie_risk_aversion(
    utility_first: Callable[[float], float],
    utility_second: Callable[[float], float],
    disagreement: Point = (0.0, 0.0),
) -> float:
    """Party 1's share x of a pie of 1 under the Nash solution for any two utility functions of x.

    Definition: maximise (u_1(x) - d_1)(u_2(x) - d_2) over x in [0, 1] where neither gain is below zero. The more
    averse to risk a party is, the less it gets.

    Convention: both functions take party 1's share, the second too. Increasing and decreasing concave functions give
    one maximum; others are searched on a grid first.

    Args:
        utility_first: Utility of party 1, finite on [0, 1].
        utility_second: Utility of party 2 as a function of party 1's share.
        disagreement: Utilities without agreement.

    Example: party 1 fears risk (exponent a), party 2 does not (b): it gets a / (a + b).

        >>> round(nash_pie_risk_aversion(lambda x: x**0.5, lambda x: 1 - x), 6)
        0.333333

    Limits: found by search, to about 1e-9.

    Citation: kihlstrom_roth_schmeidler_1981, nash_1950.

    Raises:
        CallError: a utility that is not finite, or no share at which neither loses.
    """
    floor = pair("disagreement", disagreement)
    function("utility_first", utility_first)
    function("utility_second", utility_second)

    def gains(share: float) -> Point:
        first, second = utility_first(share), utility_second(share)
        if not (math.isfinite(first) and math.isfinite(second)):
            came = f"got {first!r} and {second!r} at {share!r}"
            raise CallError("`utility_first` and `utility_second` are finite on [0, 1]", came, "mend the function")
        return first - floor[0], second - floor[1]

    def product(share: float) -> float:
        one, other = gains(share)
        return one * other if min(one, other) >= 0 else -1.0 + min(one, other)

    best = max(range(_GRID + 1), key=lambda number: product(number / _GRID)) / _GRID
    low, high = max(0.0, best - 1 / _GRID), min(1.0, best + 1 / _GRID)
    share = max((low, best, _peak(product, low, high), high), key=product)
    # A single feasible share is met only to the last digits.
    if min(gains(share)) < -1e-8:
        raise CallError("Some share leaves neither below `disagreement`", f"got {disagreement!r}", "lower it")
    return share


def _peak(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a function with one peak between two points has it, by the sign of its slope."""
    while high - low > 1e-9:
        left, right = low + (high - low) * 0.499, low + (high - low) * 0.501
        if function(left) < function(right):
            low = left
        else:
            high = right
    return (low + high) / 2
