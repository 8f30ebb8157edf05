"""Plans by the clock for many bargains, compiled: no package is sorted, since only one for each round is asked for."""

from __future__ import annotations

import numpy as np

from accord.bargain import Floats, Ints
from accord.simulate.kernels import AGREEMENT, DEADLINE, WALKED, inner, kernel
from accord.simulate.strategies import NEAREST

GRID = 1024
"""Into how many parts the range of worths is cut to find the first round in which a package would do."""


_WILLING = 1e-9  # a package so much below the reservation is still taken
_NEVER = 1e300


def hints(aims: Floats) -> Ints:
    """For each row and part of the range, the first round that asks for no more than the part's top."""
    tops = np.arange(1, GRID + 2) / GRID
    return np.stack([np.minimum(np.searchsorted(-own, -tops), len(own) - 1) for own in aims])


@inner
def _listed(values, offsets, room):  # type: ignore[no-untyped-def]
    """Fills in what every package is worth, added up issue by issue; returns the least and the most."""
    size = 1
    room[0] = 0.0
    for issue in range(len(offsets) - 1):
        width = offsets[issue + 1] - offsets[issue]
        for old in range(size - 1, -1, -1):
            before = room[old]
            for option in range(width - 1, -1, -1):
                room[old * width + option] = before + values[offsets[issue] + option]
        size *= width
    low, high = room[0], room[0]
    for number in range(size):
        low, high = min(low, room[number]), max(high, room[number])
    return low, high


@inner
def _barred(lines, offsets, room, marks):  # type: ignore[no-untyped-def]
    """Makes worthless what crosses a red line and needs the party's yes; returns the least and the most of the rest.

    `lines`: which options the party takes in no package that needs its yes, and which need it, shape (columns,) each;
    `marks`: room for a mark of each package.
    """
    bars, needs = lines
    size = 1
    marks[0] = 0
    for issue in range(len(offsets) - 1):
        width = offsets[issue + 1] - offsets[issue]
        for old in range(size - 1, -1, -1):
            before = marks[old]
            for option in range(width - 1, -1, -1):
                column = offsets[issue] + option
                marks[old * width + option] = before | (1 if bars[column] else 0) | (2 if needs[column] else 0)
        size *= width
    low, high = np.inf, -np.inf
    for number in range(size):
        if marks[number] == 3:
            room[number] = -np.inf
        else:
            low, high = min(low, room[number]), max(high, room[number])
    return low, high


@inner
def _count(flags):  # type: ignore[no-untyped-def]
    """How many are True; by a loop, since nothing may be allocated here."""
    many = 0
    for flag in flags:
        many += flag
    return many


@inner
def _planned(room, ends, asked, tolerance, cells):  # type: ignore[no-untyped-def]
    """For each round the package worth least of those worth what is asked; False where two are worth as much.

    `asked`: what is asked for, and the hints, of one row. `cells`, shape (rounds, 2): package and worth. Each package
    goes into the first round in which it would do.
    """
    base, high = ends
    aims, hints = asked
    steps = len(aims)
    for step in range(steps):
        cells[step, 0], cells[step, 1] = -1.0, np.inf
    slack, range_ = tolerance + NEAREST, high - base
    least = max(base + range_ * aims[steps - 1] - slack, base)
    grid = len(hints) - 1
    scale = grid / range_ if range_ > 0 else 0.0
    tied = False
    for number in range(len(room)):
        worth = room[number]
        if worth < least:
            continue
        low = hints[min(max(int((worth + slack - base) * scale), 0), grid)]
        while low < steps - 1 and base + range_ * aims[low] - slack > worth:
            low += 1
        if worth < cells[low, 1]:
            cells[low, 0], cells[low, 1] = number, worth
        elif worth == cells[low, 1]:
            tied = True
    for step in range(1, steps):
        if cells[step, 1] == np.inf or cells[step, 0] < 0:
            cells[step, 0], cells[step, 1] = cells[step - 1, 0], cells[step - 1, 1]
    return not tied and cells[0, 0] >= 0


@kernel
def plan_and_play(bargains, asked, space, found, done):  # type: ignore[no-untyped-def]
    """Plays one run of each bargain; `found`, shape (bargains, 3), as of `kernels.many_runs`.

    `bargains`: values, shape (bargains, rows, columns), reservations, shape (bargains, rows), the first column of each
    issue, and which options a row takes in no package that needs its yes and which need it, shaped as the values.
    `asked`: what is asked for in each round, from 1 down to 0, shape (rows, rounds), its `hints`, and the tolerance of
    each row. `space`: room for the packages of each row, for its `cells`, for the ends of what it asks for, and for a
    mark of each package. `done`, shape (bargains, 1 + rows): first False where a tie leaves the bargain to be played
    with its packages sorted, then for each row whether no package is worth its reservation, so that it walks out.
    """
    values, floors, offsets, bars, needs = bargains
    aims, hints, tolerance = asked
    room, cells, ends, marks = space
    rows, steps = aims.shape
    for number in range(len(found)):
        fine = True
        for row in range(rows):
            low, high = _listed(values[number, row], offsets, room[row])
            if _count(bars[number, row]):
                low, high = _barred((bars[number, row], needs[number, row]), offsets, room[row], marks)
            base = max(floors[number, row], low)
            ends[row, 0], ends[row, 1] = base, high
            done[number, 1 + row] = high < floors[number, row] - _WILLING
            if done[number, 1 + row]:
                ends[row, 0], ends[row, 1], cells[row, :, 0] = _NEVER, _NEVER, -1.0
            else:
                plan = (aims[row], hints[row])
                fine = fine and high >= base and _planned(room[row], (base, high), plan, tolerance[row], cells[row])
        done[number, 0] = fine
        if fine:
            found[number, 0], found[number, 1], found[number, 2] = -1, steps, DEADLINE
            _played(floors[number], asked, (room, cells, ends), found[number])


@inner
def _played(floors, asked, space, found):  # type: ignore[no-untyped-def]
    """The talks of one bargain, as `kernels.many_planned` plays them."""
    aims, _, tolerance = asked
    room, cells, ends = space
    rows, steps = aims.shape
    shown, taken = -1, 0
    for step in range(steps):
        for row in range(rows):
            if shown >= 0:
                aim = ends[row, 0] + (ends[row, 1] - ends[row, 0]) * aims[row, step] - tolerance[row]
                if room[row, shown] >= max(aim, floors[row] - 1e-9):
                    taken += 1
                    if taken == rows:
                        found[0], found[1], found[2] = shown, step + 1, AGREEMENT
                        return
                    continue
            shown, taken = int(cells[row, step, 0]), 1
            if shown < 0:
                found[0], found[1], found[2] = -1, step + 1, WALKED
                return
