"""Compiled kernels: additive packages merged issue by issue, or walked one by one, for one member or many.

**Merging.** A partial package that another partial package of the same state weakly beats for every party, and beats
for one, stays beaten whatever follows, because utilities add up. So each merge may filter at once, and the cost follows
the frontier instead of the number of packages. The *state* of a partial package is whose yes it needs so far and whose
red lines it crosses so far, as bit sets over the bargaining parties: two may be compared only where these agree.

**Walking.** Every package in mixed-radix order (the last issue turns fastest). The last issues form a table of partial
sums, made once; the issues before them turn like an odometer. Memory is that table.

One file, because the compiler's cache notices a change only in the file of the function it keeps. Plain loops over
numbers in place of array expressions, because each of those costs up to a second to compile.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from accord import compiling
from accord.bargain import Bools, Floats, Ints

_TABLE = 512
_BOX = 16
inner, kernel = compiling.inner(), compiling.kernel()
small = compiling.inner(written_out=True)


class Terms(NamedTuple):
    """What a kernel reads of one additive bargain; columns and offsets as in `Frame`.

    `values`: shape (parties, columns), bargaining parties only. `need`: shape (columns,), bit set of the parties whose
    yes the option needs. `cross`: shape (columns,), bit set of the parties (or of the red lines) that the option
    crosses. `floors`: shape (parties,), the least utility each party says yes to.
    """

    offsets: Ints
    values: Floats
    need: Ints
    cross: Ints
    floors: Floats


class Rows(NamedTuple):
    """Packages as rows: their utilities, shape (rows, parties), state and package number."""

    points: Floats
    need: Ints
    cross: Ints
    numbers: Ints


class Best(NamedTuple):
    """The best package so far by each solution (Nash, Kalai-Smorodinsky, egalitarian, utilitarian).

    `numbers`: shape (4,), -1 where there is none yet. `keys`: shape (4, parties + 1), compared from the left. `work`:
    room for one key.
    """

    numbers: Ints
    keys: Floats
    work: Floats


@small
def _before(points: Floats, states: Ints, numbers: Ints, a: int, b: int) -> bool:
    before = numbers[a] < numbers[b]
    for k in range(points.shape[1] - 1, -1, -1):
        before = points[a, k] > points[b, k] or (before and points[a, k] == points[b, k])
    return bool(states[a] < states[b] or (before and states[a] == states[b]))


@kernel
def ranking(points: Floats, states: Ints, numbers: Ints) -> Ints:
    """Rows by state, then by utilities from high to low, first party first, then by package number.

    Runs that are in order already are merged two by two, so rows that come as a few sorted runs cost little.
    """
    count, a = len(states), 0
    ranked, spare, ends = np.arange(count), np.empty(count, np.int64), np.empty(count, np.int64)
    # What tells most pairs apart moves along with the rows, so that comparing reads memory in order.
    codes, heads, runs = np.empty((2, count), np.int64), np.empty((2, count)), 0
    for row in range(count):
        codes[0, row], heads[0, row] = states[row], points[row, 0]
        if row > 0 and not _before(points, states, numbers, row - 1, row):
            ends[runs] = row
            runs += 1
    if count > 0:
        ends[runs] = count
    while runs > 0:
        low, b = 0, 1 - a
        for run in range(0, runs + 1, 2):
            middle, high = ends[run], ends[min(run + 1, runs)]
            left, right, place = low, middle, low
            while left < middle and right < high:
                if codes[a, left] != codes[a, right]:
                    first = codes[a, right] < codes[a, left]
                elif heads[a, left] != heads[a, right]:
                    first = heads[a, right] > heads[a, left]
                else:
                    first = _before(points, states, numbers, ranked[right], ranked[left])
                taken = right if first else left
                spare[place], codes[b, place], heads[b, place] = ranked[taken], codes[a, taken], heads[a, taken]
                left, right, place = left + (not first), right + first, place + 1
            taken = left if left < middle else right
            for rest in range(place, high):
                spare[rest], codes[b, rest], heads[b, rest] = ranked[taken], codes[a, taken], heads[a, taken]
                taken += 1
            ends[run // 2], low = high, high
        runs, a = runs // 2, b
        ranked, spare = spare, ranked
    return ranked


@inner
def _stairs(points: Floats, ranked: Ints, keep: Bools, dims: int) -> None:
    """Marks what no earlier row beats, in up to three dimensions: the earlier rows' last two form a staircase."""
    count = len(ranked)
    ys, zs = np.empty(count), np.empty(count)
    size = 0
    for place in range(count):
        row = ranked[place]
        if place > 0 and _same(points, ranked[place - 1], row, dims):
            keep[place] = keep[place - 1]
            continue
        y = points[row, 1] if dims > 1 else 0.0
        z = points[row, 2] if dims > 2 else 0.0
        low, high = 0, size
        while low < high:
            middle = (low + high) // 2
            if ys[middle] >= y:
                high = middle
            else:
                low = middle + 1
        keep[place] = not (low < size and zs[low] >= z)
        if not keep[place]:
            continue
        end = low + 1 if low < size and ys[low] == y else low
        start = low
        while start > 0 and zs[start - 1] <= z:
            start -= 1
        _splice(ys, start, end, size, y)
        size = _splice(zs, start, end, size, z)


@small
def _splice(array: Floats, start: int, end: int, size: int, number: float) -> int:
    shift = 1 - (end - start)
    if shift == 1:
        for k in range(size, end, -1):
            array[k] = array[k - 1]
    elif shift < 0:
        for k in range(end, size):
            array[k + shift] = array[k]
    array[start] = number
    return size + shift


@inner
def _keep_apart(points: Floats, ranked: Ints, keep: Bools, dims: int, room: int) -> bool:
    """Marks what no earlier row beats, in any dimension; False where it needs room for more boxes.

    The first dimension is in order. The others of each row kept are held in a box, which is halved when it is full.
    `corner`: the highest (0) and lowest (1) numbers in each box. `links`: its first half (the other one follows it; 0
    where it is whole), along which axis it was halved, how many rows it holds. `cut`: where it was halved.
    """
    held, corner = np.empty((room, _BOX, dims - 1)), np.empty((room, 2, dims - 1))
    cut, links = np.empty(room), np.zeros((room, 3), np.int64)
    stack, row, used, last = np.empty(room, np.int64), np.empty(dims - 1), 1, -1
    for place in range(len(ranked)):
        if last >= 0 and _same(points, last, ranked[place], dims):
            keep[place] = keep[place - 1]
            continue
        last = ranked[place]
        for k in range(dims - 1):
            row[k] = points[last, k + 1]
        keep[place] = place == 0 or not _covered(held, corner, links, row, stack)
        if not keep[place]:
            continue
        box = 0
        while links[box, 0] > 0:
            for k in range(dims - 1):
                corner[box, 0, k], corner[box, 1, k] = max(corner[box, 0, k], row[k]), min(corner[box, 1, k], row[k])
            box = links[box, 0] + (row[links[box, 1]] > cut[box])
        _put(held, corner, links, box, row)
        if links[box, 2] == _BOX:
            if used + 2 > room:
                return False
            cut[box] = _halve(held, corner, links, box, used)
            used += 2
    return True


@small
def _covered(held: Floats, corner: Floats, links: Ints, row: Floats, stack: Ints) -> bool:
    """Whether some row held is at least as high everywhere: looked for only in boxes that reach as high."""
    covered, top, dims = False, 1, len(row)
    stack[0] = 0
    while top > 0 and not covered:
        top -= 1
        box, k = stack[top], 0
        while k < dims and corner[box, 0, k] >= row[k]:
            k += 1
        if k == dims and links[box, 0] > 0:
            k = 0
            while k < dims and corner[box, 1, k] >= row[k]:
                k += 1
            covered = k == dims
            stack[top], stack[top + 1] = links[box, 0], links[box, 0] + 1
            top += 2
        elif k == dims:
            place = 0
            while place < links[box, 2] and not covered:
                k = 0
                while k < dims and held[box, place, k] >= row[k]:
                    k += 1
                covered = k == dims
                place += 1
    return covered


@small
def _put(held: Floats, corner: Floats, links: Ints, box: int, row: Floats) -> None:
    count = links[box, 2]
    for k in range(len(row)):
        corner[box, 0, k] = row[k] if count == 0 else max(corner[box, 0, k], row[k])
        corner[box, 1, k] = row[k] if count == 0 else min(corner[box, 1, k], row[k])
        held[box, count, k] = row[k]
    links[box, 2] = count + 1


@inner
def _halve(held: Floats, corner: Floats, links: Ints, box: int, used: int) -> float:
    """Puts the rows of a full box into boxes `used` and `used` + 1; returns where it was cut along its widest side."""
    axis, row = 0, np.empty(held.shape[2])
    side, whole = corner[box, 0] - corner[box, 1], corner[0, 0] - corner[0, 1]
    for k in range(len(row)):
        # Sides in units of the whole, so that no party counts more for a larger scale.
        if side[k] * whole[axis] > side[axis] * whole[k]:
            axis = k
    cut = 0.0
    for place in range(_BOX):
        cut += held[box, place, axis] / _BOX
    if not corner[box, 1, axis] <= cut < corner[box, 0, axis]:
        cut = corner[box, 1, axis]
    links[box, 0], links[box, 1] = used, axis
    for place in range(_BOX):
        for k in range(len(row)):
            row[k] = held[box, place, k]
        _put(held, corner, links, used + (row[axis] > cut), row)
    return cut


@small
def _same(points: Floats, a: int, b: int, dims: int) -> bool:
    same = True
    for d in range(dims):
        same = same and points[a, d] == points[b, d]
    return same


@kernel
def undominated(points: Floats, states: Ints, ranked: Ints, dims: int) -> Bools:
    """For each place in `ranked`: True where no row of its state beats it in the first `dims` columns; ties stay."""
    keep = np.empty(len(ranked), np.bool_)
    start = 0
    for place in range(1, len(ranked) + 1):
        if place == len(ranked) or states[ranked[place]] != states[ranked[start]]:
            if dims <= 3:
                _stairs(points, ranked[start:place], keep[start:place], dims)
            else:
                room = 64
                while not _keep_apart(points, ranked[start:place], keep[start:place], dims, room):
                    room *= 4
            start = place
    return keep


@inner
def best_rest(terms: Terms) -> Floats:
    """The most each party can still gain from issue i on; shape (issues + 1, parties)."""
    issues = len(terms.offsets) - 1
    rest = np.zeros((issues + 1, terms.values.shape[0]))
    for i in range(issues - 1, -1, -1):
        for p in range(terms.values.shape[0]):
            best = -np.inf
            for column in range(terms.offsets[i], terms.offsets[i + 1]):
                best = max(best, terms.values[p, column])
            rest[i, p] = rest[i + 1, p] + best
    return rest


@inner
def _expand(terms: Terms, rows: Rows, issue: int, rest: Floats, veto: int) -> Rows:
    """Every row with every option of the issue, less what can no longer be agreed to."""
    first, last = terms.offsets[issue], terms.offsets[issue + 1]
    values, floors, parties = terms.values, terms.floors, terms.values.shape[0]
    before, before_need, before_cross, before_numbers = rows.points, rows.need, rows.cross, rows.numbers
    room = len(before_need) * (last - first)
    points = np.empty((room, parties))
    need, cross, numbers = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room, np.int64)
    size = 0
    for column in range(first, last):
        # Option by option: the rows stay in order under each, which the ranking makes use of.
        need_now, cross_now = terms.need[column], terms.cross[column]
        for row in range(len(before_need)):
            need[size] = before_need[row] | need_now
            cross[size] = before_cross[row] | cross_now
            numbers[size] = before_numbers[row] * (last - first) + column - first
            possible = veto == 0 or need[size] & cross[size] == 0
            for p in range(parties):
                points[size, p] = before[row, p] + values[p, column]
                within = points[size, p] + rest[issue + 1, p] >= floors[p]
                possible = possible and (within or (need[size] >> p) & 1 == 0)
            size += possible
    return Rows(points[:size], need[:size], cross[:size], numbers[:size])


@inner
def _taken(rows: Rows, chosen: Ints, count: int) -> Rows:
    points, need, cross, numbers = rows.points, rows.need, rows.cross, rows.numbers
    parties = points.shape[1]
    points_, need_ = np.empty((count, parties)), np.empty(count, np.int64)
    cross_, numbers_ = np.empty(count, np.int64), np.empty(count, np.int64)
    for place in range(count):
        row = chosen[place]
        for p in range(parties):
            points_[place, p] = points[row, p]
        need_[place], cross_[place], numbers_[place] = need[row], cross[row], numbers[row]
    return Rows(points_, need_, cross_, numbers_)


@inner
def _filtered(rows: Rows, states: Ints, ties: int) -> Rows:
    points, dims = rows.points, rows.points.shape[1]
    ranked = ranking(points, states, rows.numbers)
    keep = undominated(points, states, ranked, dims)
    chosen = np.empty(len(ranked), np.int64)
    count = 0
    for place in range(len(ranked)):
        row, last = ranked[place], ranked[place - 1]
        again = place > 0 and states[last] == states[row] and _same(points, last, row, dims)
        if keep[place] and (ties != 0 or not again):
            chosen[count] = row
            count += 1
    return _taken(rows, chosen, count)


@kernel
def merged(terms: Terms, bits: int, veto: int, ties: int, room: int) -> tuple[bool, Rows]:
    """The undominated packages of each state; False and no full rows where more than `room` would be held at once.

    `bits`: how many bits `cross` uses. `veto` (0 or 1): drop what crosses a red line of a party whose yes it needs.
    `ties` (0 or 1): keep every package of a tie, or the one with the lowest number. A floor of minus infinity binds
    nobody.
    """
    rest = best_rest(terms)
    zero = np.zeros(1, np.int64)
    rows = Rows(np.zeros((1, terms.values.shape[0])), zero, zero, zero)
    for issue in range(len(terms.offsets) - 1):
        rows = _expand(terms, rows, issue, rest, veto)
        if len(rows.need) > room:
            return False, rows
        states = np.empty(len(rows.need), np.int64)
        for row in range(len(states)):
            states[row] = (rows.need[row] << bits) | rows.cross[row]
        rows = _filtered(rows, states, ties)
    return True, rows


@kernel
def frontier_of(rows: Rows, ties: int) -> Rows:
    """The undominated deals among rows of all states; a row that needs nobody's yes is no deal."""
    deals = np.empty(len(rows.need), np.int64)
    count = 0
    for row in range(len(rows.need)):
        if rows.need[row] != 0:
            deals[count] = row
            count += 1
    return _filtered(_taken(rows, deals, count), np.zeros(count, np.int64), ties)


class Table(NamedTuple):
    """All packages of the last issues: their utilities, shape (parties, packages), and states."""

    points: Floats
    need: Ints
    cross: Ints


@inner
def table(terms: Terms) -> tuple[int, int, Table]:
    """How many issues turn outside, in how many rounds, and the sums of all packages of the rest."""
    issues, parties = len(terms.offsets) - 1, terms.values.shape[0]
    outside, size, rounds = issues, 1, 1
    while outside > 0 and (size == 1 or size * (terms.offsets[outside] - terms.offsets[outside - 1]) <= _TABLE):
        outside -= 1
        size *= terms.offsets[outside + 1] - terms.offsets[outside]
    for issue in range(outside):
        rounds *= terms.offsets[issue + 1] - terms.offsets[issue]
    points = np.zeros((parties, size))
    need, cross = np.zeros(size, np.int64), np.zeros(size, np.int64)
    for number in range(size):
        left = number
        for issue in range(issues - 1, outside - 1, -1):
            width = terms.offsets[issue + 1] - terms.offsets[issue]
            column = terms.offsets[issue] + left % width
            left //= width
            for p in range(parties):
                points[p, number] += terms.values[p, column]
            need[number] |= terms.need[column]
            cross[number] |= terms.cross[column]
    return outside, rounds, Table(points, need, cross)


@inner
def turned(terms: Terms, outside: int, number: int, base: Floats) -> tuple[int, int]:
    """Need and crossings of outside package `number`; its utilities go into `base`."""
    for p in range(len(base)):
        base[p] = 0.0
    need, cross, left = 0, 0, number
    for issue in range(outside - 1, -1, -1):
        width = terms.offsets[issue + 1] - terms.offsets[issue]
        column = terms.offsets[issue] + left % width
        left //= width
        need |= terms.need[column]
        cross |= terms.cross[column]
        for p in range(len(base)):
            base[p] += terms.values[p, column]
    return need, cross


@inner
def _refusals(terms: Terms, base: Floats, points: Floats, refused: Ints) -> None:
    """Bit sets of the parties that each package of the table leaves below their floor, into `refused`."""
    for j in range(len(refused)):
        refused[j] = 0
    for p in range(len(base)):
        start, floor = base[p], terms.floors[p]
        for j in range(len(refused)):
            refused[j] |= (start + points[p, j] < floor) << p


@inner
def _agreed(state: tuple[int, int], inner: Table, refused: Ints, inside: Ints) -> tuple[int, int]:
    """How many packages of the table are in the zone, and how many of these nobody refuses; 1 in `inside`, and 2."""
    needs, crosses, need0, cross0 = inner.need, inner.cross, state[0], state[1]
    zone, fair = 0, 0
    for j in range(len(refused)):
        need = need0 | needs[j]
        here = (need != 0) & (need & (cross0 | crosses[j] | refused[j]) == 0)
        all_ = here & (refused[j] == 0)
        inside[j] = (here << 0) + (all_ << 1)
        zone += here
        fair += all_
    return zone, fair


@kernel
def count_zone(terms: Terms, ideals: Floats, hits: Ints) -> tuple[int, int]:
    """How many packages are in the zone, and how many of these every party weakly prefers to none.

    The most each party gets in the latter goes into `ideals` (start with minus infinity). Where `hits` has room, each
    package of the zone adds one at its number.
    """
    outside, rounds, inner = table(terms)
    size, base = len(inner.need), np.zeros(len(ideals))
    refused, inside = np.empty(size, np.int64), np.empty(size, np.int64)
    zone, fair = 0, 0
    for number in range(rounds):
        state = turned(terms, outside, number, base)
        _refusals(terms, base, inner.points, refused)
        here, rational = _agreed(state, inner, refused, inside)
        zone, fair = zone + here, fair + rational
        if here > 0 and len(hits) > 0:
            for j in range(size):
                hits[number * size + j] += inside[j] & 1
        for p in range(len(base) if rational > 0 else 0):
            ideals[p] = _highest(inner.points[p], inside, base[p], ideals[p])
    return zone, fair


@inner
def _highest(points: Floats, inside: Ints, start: float, most: float) -> float:
    """The higher of `most` and what any package that nobody refuses gives."""
    better = 0
    for j in range(len(inside)):
        better |= (inside[j] >> 1) & (start + points[j] > most)
    if better != 0:
        for j in range(len(inside)):
            if inside[j] > 1:
                most = max(most, start + points[j])
    return most


@inner
def walk_best(terms: Terms, reservations: Floats, ideals: Floats, best: Best) -> None:
    """Fills `best` from every package of the zone that all parties weakly prefer to none; the first of equals stays."""
    outside, rounds, inner = table(terms)
    size, parties = len(inner.need), terms.values.shape[0]
    refused, inside, marks = np.empty(size, np.int64), np.empty(size, np.int64), np.empty((4, size))
    base, gains, scale, least = np.zeros(parties), np.zeros(parties), np.zeros(parties), np.full(4, -np.inf)
    for p in range(parties):
        scale[p] = 1.0 / ideals[p] if ideals[p] > 0 else 0.0
    for number in range(rounds):
        state = turned(terms, outside, number, base)
        _refusals(terms, base, inner.points, refused)
        if _agreed(state, inner, refused, inside)[1] == 0:
            continue
        for p in range(parties):
            base[p] -= reservations[p]
        # Most packages lose on every count: see so before the whole comparison, with room for the rounding.
        if _promising(inner.points, base, scale, marks, least, inside) == 0:
            continue
        for j in range(size):
            if inside[j] > 1 and _any_above(marks, j, least):
                for p in range(parties):
                    gains[p] = max(base[p] + inner.points[p, j], 0.0)
                consider(gains, ideals, number * size + j, best)
                winners = best.keys[0, 0] == parties
                least[0] = best.keys[0, 1] * (1 - 1e-9) if winners else -np.inf
                least[1] = best.keys[1, 0] * (1 - 1e-9) if winners else -np.inf
                least[2], least[3] = best.keys[2, 0], best.keys[3, 0]


@inner
def _promising(points: Floats, base: Floats, scale: Floats, marks: Floats, least: Floats, inside: Ints) -> int:
    """Each package's product and least of gains over ideal gains, least gain and sum of gains, into `marks`.

    Returns 0 where no package that nobody refuses reaches `least` by any of them.
    """
    for j in range(len(inside)):
        marks[0, j], marks[1, j], marks[2, j], marks[3, j] = 1.0, np.inf, np.inf, 0.0
    for p in range(len(base)):
        start, unit = base[p], scale[p]
        for j in range(len(inside)):
            gain = max(start + points[p, j], 0.0)
            marks[0, j] *= gain * unit
            marks[1, j] = min(marks[1, j], gain * unit)
            marks[2, j] = min(marks[2, j], gain)
            marks[3, j] += gain
    found = 0
    for j in range(len(inside)):
        above = (marks[0, j] >= least[0]) | (marks[1, j] >= least[1])
        above |= (marks[2, j] >= least[2]) | (marks[3, j] >= least[3])
        found |= (inside[j] >> 1) & above
    return found


@inner
def _any_above(marks: Floats, j: int, least: Floats) -> bool:
    return bool(
        marks[0, j] >= least[0] or marks[1, j] >= least[1] or marks[2, j] >= least[2] or marks[3, j] >= least[3]
    )


@inner
def rows_best(terms: Terms, rows: Rows, reservations: Floats, best: Best) -> Floats:
    """Fills `best` from rows of the frontier; returns the most each party can gain among them."""
    points, numbers, floors, parties = rows.points, rows.numbers, terms.floors, terms.values.shape[0]
    ideals, gains = np.zeros(parties), np.zeros(parties)
    for turn in range(2):
        for row in range(len(numbers)):
            rational = True
            for p in range(parties):
                rational = rational and points[row, p] >= floors[p]
                gains[p] = max(points[row, p] - reservations[p], 0.0)
            if rational and turn == 1:
                consider(gains, ideals, numbers[row], best)
            elif rational:
                for p in range(parties):
                    ideals[p] = max(ideals[p], gains[p])
    return ideals


@inner
def consider(gains: Floats, ideals: Floats, number: int, best: Best) -> None:
    """Puts a package into `best` wherever it is better, or as good with a lower number."""
    parties = len(gains)
    for which in range(4):
        length = _key(which, gains, ideals, best.work)
        if length == parties and 0 < which < 3:
            _ascending(best.work, parties)
        higher = number < best.numbers[which] or best.numbers[which] < 0
        for k in range(length):
            if best.work[k] != best.keys[which, k]:
                higher = best.work[k] > best.keys[which, k]
                break
        if higher:
            best.numbers[which] = number
            for k in range(length):
                best.keys[which, k] = best.work[k]


@inner
def _key(which: int, gains: Floats, ideals: Floats, work: Floats) -> int:
    """What solution `which` compares, into `work`; how many numbers that is."""
    parties = len(gains)
    if which == 0:
        work[0], work[1] = 0.0, 1.0
        for p in range(parties):
            if ideals[p] > 0 and gains[p] > 0:
                work[0] += 1.0
                work[1] *= gains[p] / ideals[p]
        return 2
    if which == 3:
        work[0] = 0.0
        for p in range(parties):
            work[0] += gains[p]
        return 1
    for p in range(parties):
        if which == 2:
            work[p] = gains[p]
        else:
            work[p] = gains[p] / ideals[p] if ideals[p] > 0 else np.inf
    return parties


@inner
def _ascending(work: Floats, count: int) -> None:
    for k in range(1, count):
        number, place = work[k], k
        while place > 0 and work[place - 1] > number:
            work[place] = work[place - 1]
            place -= 1
        work[place] = number


@inner
def empty_best(parties: int) -> Best:
    """No package yet."""
    numbers, keys = np.empty(4, np.int64), np.empty((4, parties + 1))
    for which in range(4):
        numbers[which] = -1
        for k in range(parties + 1):
            keys[which, k] = -np.inf
    return Best(numbers, keys, np.zeros(parties + 1))


class Batch(NamedTuple):
    """The `Terms` of all members; the first axis of each array but `offsets` is the member.

    `reservations`: shape (members, parties); `floors` lie below them by the rounding that sums may carry.
    """

    offsets: Ints
    values: Floats
    need: Ints
    cross: Ints
    floors: Floats
    reservations: Floats


class Found(NamedTuple):
    """What the kernels fill: a row for each member, a count for each package.

    `zone`, `fair`: how many packages are in the zone, and how many of these no party refuses. `ideals`: the most each
    party gains in the latter. `picks`: shape (members, 4), package numbers, -1 where there is none. `frontier`: how
    many packages are on it. `zone_hits`, `frontier_hits`: in how many members each package is in the zone, on the
    frontier.
    """

    zone: Ints
    fair: Ints
    ideals: Floats
    picks: Ints
    frontier: Ints
    zone_hits: Ints
    frontier_hits: Ints


@inner
def _terms(batch: Batch, member: int) -> Terms:
    return Terms(batch.offsets, batch.values[member], batch.need[member], batch.cross[member], batch.floors[member])


@kernel
def walk_members(batch: Batch, found: Found, start: int, stop: int) -> None:
    """Zone, and where `picks` has none yet, ideal gains and the four solutions of members `start` to `stop`."""
    parties = batch.values.shape[1]
    ideals = np.empty(parties)
    for member in range(start, stop):
        terms = _terms(batch, member)
        for p in range(parties):
            ideals[p] = -np.inf
        found.zone[member], found.fair[member] = count_zone(terms, ideals, found.zone_hits)
        if found.fair[member] == 0 or found.picks[member, 0] >= 0:
            continue
        best = empty_best(parties)
        for p in range(parties):
            ideals[p] = max(ideals[p] - batch.reservations[member, p], 0.0)
            found.ideals[member, p] = ideals[p]
        walk_best(terms, batch.reservations[member], ideals, best)
        for which in range(4):
            found.picks[member, which] = best.numbers[which]


@kernel
def merge_members(batch: Batch, found: Found, start: int, stop: int, limits: tuple[int, int, int]) -> bool:
    """Is there a zone, ideal gains, the four solutions and the frontier of members `start` to `stop`, by merging.

    `zone` and `fair` become 1 where there is such a package. `limits`: whether all packages of a tie are kept (0 or 1),
    how many rows may be held at once, and whether only the part of the frontier is sought that every needed party says
    yes to (0 or 1; where it is, `zone` holds). False where a member needs more rows.
    """
    parties = batch.values.shape[1]
    for member in range(start, stop):
        terms = _terms(batch, member)
        bound = Terms(terms.offsets, terms.values, terms.need, terms.cross, terms.floors.copy())
        for p in range(parties):
            bound.floors[p] = terms.floors[p] if limits[2] != 0 else -np.inf
        fits, rows = merged(bound, parties, 1, limits[0], limits[1])
        if not fits:
            return False
        best = empty_best(parties)
        deals = frontier_of(rows, limits[0])
        ideals = rows_best(terms, deals, batch.reservations[member], best)
        found.zone[member] = len(deals.need) > 0
        found.fair[member] = best.numbers[0] >= 0
        found.frontier[member] = len(deals.need)
        for p in range(parties):
            found.ideals[member, p] = ideals[p]
        for which in range(4):
            found.picks[member, which] = best.numbers[which]
        for row in range(min(len(deals.numbers), len(found.frontier_hits))):
            found.frontier_hits[deals.numbers[row]] += 1
    return True


@kernel
def sample_members(batch: Batch, draws: Ints, start: int, stop: int, inside: Ints) -> None:
    """How many of the drawn packages are in each member's zone, into `inside`; `draws`: columns, (draws, issues)."""
    for member in range(start, stop):
        terms = _terms(batch, member)
        for draw in range(len(draws)):
            need, cross = 0, 0
            for column in draws[draw]:
                need |= terms.need[column]
                cross |= terms.cross[column]
            if need == 0 or need & cross != 0:
                continue
            yes = 1
            for p in range(len(terms.floors)):
                if (need >> p) & 1 != 0:
                    u = 0.0
                    for column in draws[draw]:
                        u += terms.values[p, column]
                    if u < terms.floors[p]:
                        yes = 0
                        break
            inside[member] += yes


@kernel
def sums(values: Floats, offsets: Ints, numbers: Ints) -> Floats:
    """Utility of one package for each member, shape (members, parties); `values`: (members, parties, columns)."""
    totals = np.zeros((values.shape[0], values.shape[1]))
    for member in range(values.shape[0]):
        left = numbers[member]
        for issue in range(len(offsets) - 2, -1, -1):
            width = offsets[issue + 1] - offsets[issue]
            column = offsets[issue] + left % width
            left //= width
            for p in range(values.shape[1]):
                totals[member, p] += values[member, p, column]
    return totals


@kernel
def crossings(terms: Terms, owners: Ints, seen: Ints) -> int:
    """Counts into `seen`, by the set of red lines they cross, the packages that would be in the zone without any.

    `terms.cross`: red lines as a bit set. `owners`: for each set of parties, the red lines that are theirs: those of
    parties whose yes a package does not need are not crossed. Returns how many packages cross none.
    """
    outside, rounds, inner = table(terms)
    size, parties = len(inner.need), terms.values.shape[0]
    base = np.zeros(parties)
    for number in range(rounds):
        need0, cross0 = turned(terms, outside, number, base)
        for j in range(size):
            need = need0 | inner.need[j]
            inside = need != 0
            for p in range(parties):
                if (need >> p) & 1 != 0 and base[p] + inner.points[p, j] < terms.floors[p]:
                    inside = False
                    break
            if inside:
                seen[(cross0 | inner.cross[j]) & owners[need]] += 1
    return int(seen[0])


@kernel
def cheapest_crossing(terms: Terms, losses: Floats, best: Floats) -> int:
    """Number of the package that crosses red lines at the least loss and else is in the zone; -1 where none is.

    `losses`: shape (parties, columns), what it costs the party whose red line it crosses. `best`: one number, the
    least loss so far (start with infinity).
    """
    outside, rounds, inner = table(terms)
    size, parties, issues = len(inner.need), terms.values.shape[0], len(terms.offsets) - 1
    base, found = np.zeros(parties), -1
    for number in range(rounds):
        need0, _ = turned(terms, outside, number, base)
        for j in range(size):
            need = need0 | inner.need[j]
            inside = need != 0
            for p in range(parties):
                if (need >> p) & 1 != 0 and base[p] + inner.points[p, j] < terms.floors[p]:
                    inside = False
                    break
            if not inside:
                continue
            left, loss = number * size + j, 0.0
            for issue in range(issues - 1, -1, -1):
                width = terms.offsets[issue + 1] - terms.offsets[issue]
                column = terms.offsets[issue] + left % width
                left //= width
                for p in range(parties):
                    if (need >> p) & 1 != 0:
                        loss += losses[p, column]
            if loss < best[0]:
                best[0], found = loss, number * size + j
    return found
