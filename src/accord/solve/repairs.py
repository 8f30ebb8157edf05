"""Conflicts and repairs among red lines with no walk over all packages: by asking for a zone, and by merging.

Whether some package is in the zone under given red lines is exact by merging issue by issue (`kernels.merged`), however
many packages there are. All conflicts and repairs follow from such answers: a minimal set that meets all repairs known
so far is a conflict, or it can hold and grows to a largest set that can, whose complement is another repair (Reiter
1987; Bailey & Stuckey 2005; Liffiton et al. 2016).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import numpy as np

from accord.bargain import Floats, Ints
from accord.errors import SizeError
from accord.hitting_sets import hitting_sets

if TYPE_CHECKING:
    from accord.solve.kernels import Terms

ROOM = 4_000_000
"""How many partial packages are held at once."""

Lines = frozenset[int]


def has_zone(terms: Terms) -> bool:
    """Whether some package is in the zone; exact.

    Raises:
        SizeError: where more partial packages stay undominated than can be held.
    """
    from accord.solve.kernels import frontier_of, merged

    if (np.diff(terms.offsets) == 0).any():
        return False
    fits, rows = merged(terms, len(terms.floors), 1, 0, ROOM)
    if not fits:
        raise SizeError(
            f"Looking for a zone must hold no more than {ROOM:,} partial packages",
            "it held more",
            "Merge options, leave out issues, or let fewer parties bargain",
        )
    return len(frontier_of(rows, 0).need) > 0


def all_repairs(count: int, possible: Callable[[Lines], bool]) -> tuple[Lines, ...]:
    """All minimal sets of `count` lines (by number) that must go for the rest to be possible.

    `possible` is asked of the lines that stay. No set where nothing is possible even without a line.
    """
    everything = frozenset(range(count))
    if not possible(frozenset()):
        return ()
    repairs: list[Lines] = []
    conflicts: set[Lines] = set()
    while True:
        fresh = next((one for one in hitting_sets(repairs) if one not in conflicts), None)
        if fresh is None:
            return tuple(sorted(repairs, key=lambda one: (len(one), sorted(one))))
        if possible(fresh):
            grown = fresh
            for line in sorted(everything - fresh):
                if possible(grown | {line}):
                    grown |= {line}
            repairs.append(everything - grown)
            if not repairs[-1]:
                return (frozenset(),)
        else:
            conflicts.add(fresh)


def kept_lines(terms: Terms, bits: Ints, owners: Iterable[int]) -> Callable[[Lines], bool]:
    """Whether there is a zone where only some red lines hold.

    `bits`: the lines that each column crosses, as a bit set. `owners`: the party (by its bit) that each line is of.
    """
    who = list(owners)

    def possible(lines: Lines) -> bool:
        cross = np.zeros_like(terms.cross)
        for line in lines:
            cross |= (bits >> line & 1) << who[line]
        return has_zone(terms._replace(cross=cross))

    return possible


def cheapest_package(terms: Terms, losses: Floats) -> Ints | None:
    """The package with the least loss among those that would be in the zone if nobody had a red line.

    The combination of each compound; None where there is no such package. `losses`: shape (parties, columns), what an
    option costs each party if its yes is needed. For each set of parties at a time: the packages that need no others'
    yes, their losses added up, by merging; the least over all sets counts nobody's loss whose yes is not needed.

    Raises:
        SizeError: where more partial packages must be held than can be.
    """
    best, found = np.inf, None
    for who in range(1, 1 << len(terms.floors)):
        rows = [row for row in range(len(terms.floors)) if who >> row & 1]
        answer = _least(terms, losses[rows].sum(axis=0), rows, best)
        if answer is not None:
            best, found = answer
    return found


def _least(terms: Terms, loss: Floats, rows: list[int], below: float) -> tuple[float, Ints] | None:
    """The least loss, if less than `below`, and the combinations of its package, with no yes but that of `rows`."""
    who = sum(1 << row for row in rows)
    spans = [
        columns[terms.need[columns] & ~who == 0]
        for columns in (np.arange(a, b) for a, b in zip(terms.offsets, terms.offsets[1:], strict=False))
    ]
    if not all(len(columns) for columns in spans):
        return None
    values = terms.values[rows].T
    floor = terms.floors[rows]
    rest = [np.zeros((3, len(rows)))]
    for columns in reversed(spans):
        high, low = values[columns].max(axis=0), values[columns].min(axis=0)
        rest.append(rest[-1] + np.stack([high, low, np.full(len(rows), loss[columns].min())]))
    trifle = 1e-9 * sum(np.abs(values[columns]).max(axis=0) for columns in spans)
    points, deal = np.zeros((1, len(rows) + 1)), np.zeros(1, np.int64)
    chosen = np.zeros((1, 0), np.int64)
    for place, columns in enumerate(spans):
        after = rest[len(spans) - place - 1]
        if len(points) * len(columns) > ROOM:
            raise SizeError(
                f"Looking for the cheapest repair must hold no more than {ROOM:,} partial packages",
                f"there are {len(points) * len(columns):,}",
                "Merge options, leave out issues, or let fewer parties bargain",
            )
        old, new = np.repeat(np.arange(len(points)), len(columns)), np.tile(columns, len(points))
        wide = points[old] + np.column_stack([-loss[new], values[new]])
        open_ = (wide[:, 1:] + after[0] >= floor).all(axis=1) & (-wide[:, 0] + after[2][0] < below)
        old, new, wide = old[open_], new[open_], wide[open_]
        # What is sure to be enough counts no more, a trifle above so that the order of a sum decides nothing.
        wide[:, 1:] = np.minimum(wide[:, 1:], floor - after[1] + trifle)
        deals = deal[old] | (terms.need[new] != 0)
        kept = _undominated(wide, deals)
        points, deal = wide[kept], deals[kept]
        chosen = np.column_stack([chosen[old[kept]], new[kept] - terms.offsets[place]])
    points, chosen = points[deal != 0], chosen[deal != 0]
    if not len(points):
        return None
    first = int(points[:, 0].argmax())
    return float(-points[first, 0]), chosen[first]


def _undominated(points: Floats, states: Ints) -> Ints:
    from accord.solve.kernels import ranking, undominated

    points = np.ascontiguousarray(points)
    ranked = ranking(points, states, np.arange(len(states)))
    kept = ranked[undominated(points, states, ranked, points.shape[1])]
    fresh = np.ones(len(kept), np.bool_)
    fresh[1:] = (states[kept][1:] != states[kept][:-1]) | (points[kept][1:] != points[kept][:-1]).any(axis=1)
    rows: Ints = kept[fresh]
    return rows
