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

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numba import njit

from accord.bargain import Bools, Floats, Ints

_TABLE = 512
Kernel = TypeVar("Kernel", bound=Callable[..., Any])

# What is called from Python is kept on disk; what it calls is compiled into it, and needs no way in of its own.
_SETTINGS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}


def inner(function: Kernel) -> Kernel:
    """The compiled function, for other kernels alone."""
    made: Kernel = njit(**{**_SETTINGS, "no_cpython_wrapper": True})(function)
    return made


def kernel(function: Kernel) -> Kernel:
    """The compiled function, kept on disk where there is a place for that."""
    try:
        kept: Kernel = njit(cache=True, **_SETTINGS)(function)
    except RuntimeError:  # neither beside this file nor in the user's cache may anything be written
        kept = njit(**_SETTINGS)(function)
    return kept


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


@inner
def _before(points: Floats, states: Ints, numbers: Ints, a: int, b: int) -> bool:
    if states[a] != states[b]:
        return bool(states[a] < states[b])
    for k in range(points.shape[1]):
        if points[a, k] != points[b, k]:
            return bool(points[a, k] > points[b, k])
    return bool(numbers[a] < numbers[b])


@kernel
def ranking(points: Floats, states: Ints, numbers: Ints) -> Ints:
    """Rows by state, then by utilities from high to low, first party first, then by package number."""
    count = points.shape[0]
    ranked, spare = np.arange(count), np.empty(count, np.int64)
    width = 1
    while width < count:
        for low in range(0, count, 2 * width):
            middle, high = min(low + width, count), min(low + 2 * width, count)
            left, right = low, middle
            for place in range(low, high):
                if left < middle and (
                    right >= high or not _before(points, states, numbers, ranked[right], ranked[left])
                ):
                    spare[place] = ranked[left]
                    left += 1
                else:
                    spare[place] = ranked[right]
                    right += 1
        ranked, spare = spare, ranked
        width *= 2
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


@inner
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
def _window(points: Floats, ranked: Ints, keep: Bools, dims: int) -> None:
    """Marks what no earlier row beats, in any dimension.

    Rows kept stand by the sum of their utilities, from high to low: only one with at least the row's sum can beat it.
    """
    kept, sums = np.empty(len(ranked), np.int64), np.empty(len(ranked))
    size, last = 0, -1
    for place in range(len(ranked)):
        row = ranked[place]
        if place > 0 and _same(points, ranked[place - 1], row, dims):
            keep[place] = keep[place - 1]
            continue
        keep[place] = last < 0 or not _covers(points, last, row, dims)
        if not keep[place]:
            continue
        total = 0.0
        for d in range(1, dims):
            total += points[row, d]
        k = 0
        while k < size and sums[k] >= total:
            if _covers(points, kept[k], row, dims):
                keep[place], last = False, kept[k]
                break
            k += 1
        if keep[place]:
            for shifted in range(size, k, -1):
                kept[shifted], sums[shifted] = kept[shifted - 1], sums[shifted - 1]
            kept[k], sums[k] = row, total
            size += 1


@inner
def _covers(points: Floats, a: int, b: int, dims: int) -> bool:
    for d in range(1, dims):  # noqa: SIM110 - the compiler knows no generators
        if points[a, d] < points[b, d]:
            return False
    return True


@inner
def _same(points: Floats, a: int, b: int, dims: int) -> bool:
    for d in range(dims):  # noqa: SIM110 - the compiler knows no generators
        if points[a, d] != points[b, d]:
            return False
    return True


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
                _window(points, ranked[start:place], keep[start:place], dims)
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
    parties = terms.values.shape[0]
    room = len(rows.need) * (last - first)
    points = np.empty((room, parties))
    need, cross, numbers = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room, np.int64)
    size = 0
    for row in range(len(rows.need)):
        for column in range(first, last):
            need[size] = rows.need[row] | terms.need[column]
            cross[size] = rows.cross[row] | terms.cross[column]
            if veto != 0 and need[size] & cross[size] != 0:
                continue
            possible = True
            for p in range(parties):
                points[size, p] = rows.points[row, p] + terms.values[p, column]
                if (need[size] >> p) & 1 != 0 and points[size, p] + rest[issue + 1, p] < terms.floors[p]:
                    possible = False
                    break
            if possible:
                numbers[size] = rows.numbers[row] * (last - first) + column - first
                size += 1
    return Rows(points[:size], need[:size], cross[:size], numbers[:size])


@inner
def _taken(rows: Rows, chosen: Ints, count: int) -> Rows:
    parties = rows.points.shape[1]
    points = np.empty((count, parties))
    need, cross, numbers = np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count, np.int64)
    for place in range(count):
        row = chosen[place]
        for p in range(parties):
            points[place, p] = rows.points[row, p]
        need[place], cross[place], numbers[place] = rows.need[row], rows.cross[row], rows.numbers[row]
    return Rows(points, need, cross, numbers)


@inner
def _filtered(rows: Rows, states: Ints, ties: int) -> Rows:
    dims = rows.points.shape[1]
    ranked = ranking(rows.points, states, rows.numbers)
    keep = undominated(rows.points, states, ranked, dims)
    chosen = np.empty(len(ranked), np.int64)
    count = 0
    for place in range(len(ranked)):
        row, last = ranked[place], ranked[place - 1]
        again = place > 0 and states[last] == states[row] and _same(rows.points, last, row, dims)
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


@inner
def table(terms: Terms) -> tuple[int, Rows]:
    """How many issues turn outside, and the sums of all packages of the rest."""
    issues, parties = len(terms.offsets) - 1, terms.values.shape[0]
    outside, size = issues, 1
    while outside > 0 and (size == 1 or size * (terms.offsets[outside] - terms.offsets[outside - 1]) <= _TABLE):
        outside -= 1
        size *= terms.offsets[outside + 1] - terms.offsets[outside]
    points = np.zeros((size, parties))
    need, cross = np.zeros(size, np.int64), np.zeros(size, np.int64)
    for number in range(size):
        left = number
        for issue in range(issues - 1, outside - 1, -1):
            width = terms.offsets[issue + 1] - terms.offsets[issue]
            column = terms.offsets[issue] + left % width
            left //= width
            for p in range(parties):
                points[number, p] += terms.values[p, column]
            need[number] |= terms.need[column]
            cross[number] |= terms.cross[column]
    return outside, Rows(points, need, cross, np.arange(size))


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


@kernel
def count_zone(terms: Terms, ideals: Floats, hits: Ints) -> tuple[int, int]:  # noqa: C901 - one hot loop
    """How many packages are in the zone, and how many of these every party weakly prefers to none.

    The most each party gets in the latter goes into `ideals` (start with minus infinity). Where `hits` has room, each
    package of the zone adds one at its number.
    """
    outside, inner = table(terms)
    size, parties = len(inner.need), terms.values.shape[0]
    rounds = 1
    for issue in range(outside):
        rounds *= terms.offsets[issue + 1] - terms.offsets[issue]
    base = np.zeros(parties)
    zone, fair = 0, 0
    for number in range(rounds):
        need0, cross0 = turned(terms, outside, number, base)
        for j in range(size):
            need = need0 | inner.need[j]
            if need == 0 or need & (cross0 | inner.cross[j]) != 0:
                continue
            inside, rational = True, True
            for p in range(parties):
                if base[p] + inner.points[j, p] < terms.floors[p]:
                    rational = False
                    if (need >> p) & 1 != 0:
                        inside = False
                        break
            if not inside:
                continue
            zone += 1
            if len(hits) > 0:
                hits[number * size + j] += 1
            if rational:
                fair += 1
                for p in range(parties):
                    ideals[p] = max(ideals[p], base[p] + inner.points[j, p])
    return zone, fair


@inner
def walk_best(terms: Terms, reservations: Floats, ideals: Floats, best: Best) -> None:  # noqa: C901 - one hot loop
    """Fills `best` from every package of the zone that all parties weakly prefer to none; the first of equals stays."""
    outside, inner = table(terms)
    size, parties = len(inner.need), terms.values.shape[0]
    rounds = 1
    for issue in range(outside):
        rounds *= terms.offsets[issue + 1] - terms.offsets[issue]
    base, gains = np.zeros(parties), np.zeros(parties)
    scale = np.zeros(parties)
    for p in range(parties):
        if ideals[p] > 0:
            scale[p] = 1.0 / ideals[p]
    product, ratio, gain, total = -np.inf, -np.inf, -np.inf, -np.inf
    for number in range(rounds):
        need0, cross0 = turned(terms, outside, number, base)
        for j in range(size):
            need = need0 | inner.need[j]
            if need == 0 or need & (cross0 | inner.cross[j]) != 0:
                continue
            rational = True
            for p in range(parties):
                if base[p] + inner.points[j, p] < terms.floors[p]:
                    rational = False
                    break
            if not rational:
                continue
            product_here, ratio_here, gain_here, total_here = 1.0, np.inf, np.inf, 0.0
            for p in range(parties):
                gains[p] = max(base[p] + inner.points[j, p] - reservations[p], 0.0)
                product_here *= gains[p] * scale[p]
                ratio_here = min(ratio_here, gains[p] * scale[p])
                gain_here = min(gain_here, gains[p])
                total_here += gains[p]
            # Most packages lose on every count: see so before the whole comparison, with room for the rounding.
            if product_here >= product or ratio_here >= ratio or gain_here >= gain or total_here >= total:
                consider(gains, ideals, number * size + j, best)
                winners = best.keys[0, 0] == parties
                product = best.keys[0, 1] * (1 - 1e-9) if winners else -np.inf
                ratio = best.keys[1, 0] * (1 - 1e-9) if winners else -np.inf
                gain, total = best.keys[2, 0], best.keys[3, 0]


@inner
def rows_best(terms: Terms, rows: Rows, reservations: Floats, best: Best) -> Floats:
    """Fills `best` from rows of the frontier; returns the most each party can gain among them."""
    parties = terms.values.shape[0]
    ideals, gains = np.zeros(parties), np.zeros(parties)
    for turn in range(2):
        for row in range(len(rows.need)):
            rational = True
            for p in range(parties):
                rational = rational and rows.points[row, p] >= terms.floors[p]
                gains[p] = max(rows.points[row, p] - reservations[p], 0.0)
            if not rational:
                continue
            if turn == 1:
                consider(gains, ideals, rows.numbers[row], best)
                continue
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
    """Zone, ideal gains and the four solutions of members `start` to `stop`, by all packages."""
    parties = batch.values.shape[1]
    ideals = np.empty(parties)
    for member in range(start, stop):
        terms = _terms(batch, member)
        for p in range(parties):
            ideals[p] = -np.inf
        found.zone[member], found.fair[member] = count_zone(terms, ideals, found.zone_hits)
        if found.fair[member] == 0:
            continue
        best = empty_best(parties)
        for p in range(parties):
            ideals[p] = max(ideals[p] - batch.reservations[member, p], 0.0)
            found.ideals[member, p] = ideals[p]
        walk_best(terms, batch.reservations[member], ideals, best)
        for which in range(4):
            found.picks[member, which] = best.numbers[which]


@kernel
def merge_members(batch: Batch, found: Found, start: int, stop: int, limits: tuple[int, int]) -> bool:
    """Is there a zone, ideal gains, the four solutions and the frontier of members `start` to `stop`, by merging.

    `zone` and `fair` become 1 where there is such a package. Floors of minus infinity give the whole frontier, others
    the part of it that every party says yes to. `limits`: whether all packages of a tie are kept (0 or 1), and how many
    rows may be held at once. False where a member needs more.
    """
    parties = batch.values.shape[1]
    for member in range(start, stop):
        fits, rows = merged(_terms(batch, member), parties, 1, limits[0], limits[1])
        if not fits:
            return False
        best = empty_best(parties)
        deals = frontier_of(rows, limits[0])
        ideals = rows_best(_terms(batch, member), deals, batch.reservations[member], best)
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
    outside, inner = table(terms)
    size, parties = len(inner.need), terms.values.shape[0]
    rounds = 1
    for issue in range(outside):
        rounds *= terms.offsets[issue + 1] - terms.offsets[issue]
    base = np.zeros(parties)
    for number in range(rounds):
        need0, cross0 = turned(terms, outside, number, base)
        for j in range(size):
            need = need0 | inner.need[j]
            inside = need != 0
            for p in range(parties):
                if (need >> p) & 1 != 0 and base[p] + inner.points[j, p] < terms.floors[p]:
                    inside = False
                    break
            if inside:
                seen[(cross0 | inner.cross[j]) & owners[need]] += 1
    return int(seen[0])


@kernel
def cheapest_crossing(terms: Terms, losses: Floats, best: Floats) -> int:  # noqa: C901 - one hot loop
    """Number of the package that crosses red lines at the least loss and else is in the zone; -1 where none is.

    `losses`: shape (parties, columns), what it costs the party whose red line it crosses. `best`: one number, the
    least loss so far (start with infinity).
    """
    outside, inner = table(terms)
    size, parties, issues = len(inner.need), terms.values.shape[0], len(terms.offsets) - 1
    rounds = 1
    for issue in range(outside):
        rounds *= terms.offsets[issue + 1] - terms.offsets[issue]
    base, found = np.zeros(parties), -1
    for number in range(rounds):
        need0, _ = turned(terms, outside, number, base)
        for j in range(size):
            need = need0 | inner.need[j]
            inside = need != 0
            for p in range(parties):
                if (need >> p) & 1 != 0 and base[p] + inner.points[j, p] < terms.floors[p]:
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
