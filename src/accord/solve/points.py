"""The frontier and the solutions of any finite set of utility vectors, with no options and no bargain.

A point is what one possible agreement is worth to each party: a row with one number per party, more being better.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from accord.bargain import Bools, Floats, Ints
from accord.errors import CallError
from accord.solve.choosing import best, weights_of
from accord.solve.lattice import in_units, unit_of
from accord.solve.packages import SOLUTIONS


@dataclass(frozen=True)
class Choice:
    """What a set of points allows.

    Attributes:
        frontier: Rows that no other row beats, equal rows side by side, in order of their number.
        solvable: Whether some row leaves no party below its reservation.
        ideal: The most each party can get in such a row; its reservation where there is none. Shape (parties,).
        solutions: Name -> the rows of the solution, every tie; none where not `solvable`.
        asymmetric_nash: The rows of the asymmetric Nash solution where weights were given; else none.
    """

    frontier: Ints
    solvable: bool
    ideal: Floats
    solutions: dict[str, Ints]
    asymmetric_nash: Ints


def undominated(points: ArrayLike, *, ties: bool = True) -> Bools:
    """True for each row that no other row beats, shape (rows,): the Pareto frontier.

    Row a beats row b where a is at least as good for every party and better for one. Equal rows do not beat each other:
    all of them stay (with `ties=False` only the first of them).

    Args:
        points: Utilities, shape (rows, parties); compared as they are, with no rounding.
        ties: Whether all of several equal rows stay.

    Cost: rows that a few strong ones beat are dropped in one pass, the rest are sorted; with two and three parties
    linear in rows but for the sort, with more growing with rows left x frontier.

    Raises:
        CallError: the points are no table of numbers, or one is not finite (its place is named).

    >>> undominated([[4, 1], [2, 2], [2, 1], [4, 1], [1, 3]]).tolist()
    [True, True, False, True, True]
    """
    table = _table("points", points, 2)
    keep = np.zeros(len(table), np.bool_)
    keep[_frontier(table)] = True
    if not ties and keep.any():
        rows = np.flatnonzero(keep)
        _, first = np.unique(table[rows], axis=0, return_index=True)
        keep[:] = False
        keep[rows[first]] = True
    return keep


def choose(points: ArrayLike, reservations: ArrayLike, weights: Sequence[float] | None = None) -> Choice:
    """The frontier and the solutions of a set of points; what each solution is stands at the head of `solutions`.

    Only rows that leave no party below its reservation are chosen from. Ties are decided in whole multiples of the
    numbers' shared unit (0.1 + 0.2 and 0.3 tie), or to fourteen digits where they share none.

    Args:
        points: Utilities, shape (rows, parties).
        reservations: Utility without agreement, shape (parties,).
        weights: Bargaining weight of each party, above 0, adding up to one, for the asymmetric Nash solution.

    Raises:
        CallError: shapes do not fit, a number is not finite (its place is named), or the weights do not add up.

    >>> found = choose([[8, 1], [5, 4], [4, 5], [1, 8], [3, 3]], [0, 0], weights=[0.8, 0.2])
    >>> found.solutions["nash"].tolist(), found.asymmetric_nash.tolist()
    ([1, 2], [0])
    """
    table = _table("points", points, 2)
    least = _table("reservations", reservations, 1)
    if least.shape != table.shape[1:]:
        came = f"`points` have {table.shape[1]} columns, `reservations` {len(least)} numbers"
        raise CallError("`reservations` must have one number for each party", came)
    weighing = None
    if weights is not None:
        names = [str(number) for number in range(table.shape[1])]
        if len(weights) != len(names):
            raise CallError("`weights` must have one number for each party", f"there are {len(weights)}")
        weighing = weights_of(names, dict(zip(names, weights, strict=True)))
    frontier = _frontier(table)
    rows = frontier[(table[frontier] >= least).all(axis=1)]
    gains = _gains(table[rows], least)
    return Choice(
        frontier=frontier,
        solvable=len(rows) > 0,
        ideal=table[rows].max(axis=0) if len(rows) else least,
        solutions={name: rows[best(name, gains)] if len(rows) else rows for name in SOLUTIONS},
        asymmetric_nash=rows[best("nash", gains, weighing)] if weighing and len(rows) else rows[:0],
    )


def _frontier(table: Floats) -> Ints:
    from accord.solve.filtering import undominated_mask

    return np.flatnonzero(undominated_mask(table))


def _gains(points: Floats, least: Floats) -> Floats:
    """Gains over the reservations in whole multiples of one unit."""
    unit, _ = unit_of(np.concatenate([points.ravel(), least]), terms=1)
    gains: Floats = np.maximum(in_units(points, unit) - in_units(least, unit), 0.0)
    return gains


def _table(name: str, given: Any, dimensions: int) -> Floats:
    try:
        table = np.ascontiguousarray(given, np.float64)
    except (TypeError, ValueError) as error:
        raise CallError(f"`{name}` must be numbers, as many in each row", f"{error}") from error
    if table.ndim != dimensions or (dimensions == 2 and table.shape[1] == 0):
        shape = "(rows, parties)" if dimensions == 2 else "(parties,)"
        raise CallError(f"`{name}` must have shape {shape}", f"it has {table.shape}")
    if not np.isfinite(table).all():
        place = np.argwhere(~np.isfinite(table))[0].tolist()
        raise CallError(f"`{name}` must be finite numbers", f"{name}{place} is {table[tuple(place)]}")
    return table
