"""The talks, compiled: one turn, one run, and many runs.

Stacked alternating offers (Aydogan, Festen, Hindriks and Jonker 2017): in every round each party has one turn, in their
order. At its turn a party first answers the offer on the table, if it is another's: it takes it, or walks out, or lays
an offer of its own in its place. An offer that all others have taken one after another is the agreement; the offer that
stands at the end of a round is answered first in the next. Time is (round + 1) / (rounds + 1), rounds counted from 0.

Citation: aydogan_2017.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from accord import compiling
from accord.simulate.space import Space
from accord.simulate.strategies import NEAREST, Kind
from accord.simulate.streams import SHARED, uniform

TAKES, LEAVES = -1, -2
"""What a turn says in place of the number of a package that is offered."""

AGREEMENT, DEADLINE, WALKED, BROKEN_DOWN = 0, 1, 2, 3
_PLAN, _TIT_FOR_TAT, _MICRO, _RANDOM, _LINKER = (
    int(kind) for kind in (Kind.PLAN, Kind.TIT_FOR_TAT, Kind.MICRO, Kind.RANDOM, Kind.LINKER)
)
_ANSWERS, _LEAVES, _DRAWS, _BREAKS = 0, 1, 2, 3
_LOOKED_AT = 2000
_EVEN_OF_RANGE = 0.05


class Seen(NamedTuple):
    """What has happened in a run, changed in place.

    `now`, shape (rows,): what the offer on the table is worth to each. `first`, `last`, shape (rows, rows): what the
    first and the latest offer of the second was worth to the first; not a number before there is one. `made`: how many
    different packages each has offered; `which`, shape (rows, steps): these.
    """

    now: Any
    first: Any
    last: Any
    made: Any
    which: Any


def seen(shape: tuple[int, ...], kinds: Any) -> Seen:
    """Room for a run of so many rows and rounds; nothing is kept of offers that no strategy asks for."""
    rows, steps = shape
    kept = steps if (kinds == _MICRO).any() else 0
    return Seen(
        np.zeros(rows),
        np.full((rows, rows), np.nan),
        np.full((rows, rows), np.nan),
        np.zeros(rows, np.int64),
        np.zeros((rows, kept), np.int64),
    )


# Nothing is allocated in here, so nothing need be counted.
inner: Any = compiling.inner(allocates=False)
kernel: Any = compiling.kernel(allocates=False)


@kernel
def worth(space: Space, row, package):  # type: ignore[no-untyped-def]
    """What a package is worth to a row; minus infinity where it bars it."""
    total, crossed, needed = 0.0, False, False
    moved, linked = 0, 0
    for issue in range(len(space.first)):
        option = (package // space.stride[issue]) % space.size[issue]
        column = space.first[issue] + option
        total += space.values[row, column]
        crossed |= space.barred[row, column]
        needed |= space.needs[row, column]
        if space.linked[row, issue]:
            linked += 1
            moved += option != space.standing[issue]
    if (crossed and needed) or 0 < moved < linked:
        return -np.inf
    term = 0
    while term < len(space.together):
        number, holds = space.together[term, 0], True
        while term < len(space.together) and space.together[term, 0] == number:
            issue = space.together[term, 1]
            holds &= (package // space.stride[issue]) % space.size[issue] == space.together[term, 2]
            term += 1
        if holds:
            total += space.adds[row, number]
    return total


@inner
def _place(space, players, row, aim):  # type: ignore[no-untyped-def]
    """Where in a row's order the first package worth `aim` or more stands; the last one where none is."""
    low, high = players.start[row], players.start[row + 1]
    last = high - 1
    while low < high:
        middle = (low + high) // 2
        if worth(space, row, players.order[middle]) < aim:
            low = middle + 1
        else:
            high = middle
    return min(low, last)


@inner
def _mirrored(players, seen, row):  # type: ignore[no-untyped-def]
    """What tit for tat asks for: its best less what the others have come up by, the least of them."""
    least, known = np.inf, False
    for other in range(len(players.kind)):
        if other != row:
            if np.isfinite(seen.last[row, other]) and np.isfinite(seen.first[row, other]):
                least, known = min(least, seen.last[row, other] - seen.first[row, other]), True
            else:
                least, known = min(least, 0.0), True
    gain = max(least, 0.0) if known else 0.0
    return max(players.high[row] - gain, players.base[row])


@inner
def _may_concede(players, seen, row):  # type: ignore[no-untyped-def]
    """Whether a micro party may make a new offer: it has made no more different ones than each other party."""
    for other in range(len(players.kind)):
        if other != row and seen.made[other] < seen.made[row]:
            return False
    return players.start[row + 1] - players.start[row] > seen.made[row]


@inner
def _asks(space, players, seen, row, step):  # type: ignore[no-untyped-def]
    """What an offer on the table must be worth for the row to take it."""
    kind = players.kind[row]
    if kind == _TIT_FOR_TAT:
        return _mirrored(players, seen, row) - players.tolerance[row]
    if kind == _MICRO:
        ahead = seen.made[row] if _may_concede(players, seen, row) else seen.made[row] - 1
        return worth(space, row, players.order[players.start[row + 1] - 1 - max(ahead, 0)])
    if kind == _RANDOM:
        return players.floors[row]
    return players.asks[row, step]


@inner
def _nearest(space, players, row, step, shown):  # type: ignore[no-untyped-def]
    """The package worth what the row asks for, or a little more, that has most options of the one shown to it."""
    aim = players.asks[row, step] - NEAREST
    place = _place(space, players, row, aim)
    if shown < 0:
        return players.order[place]
    top = max(aim, worth(space, row, players.order[place])) + _EVEN_OF_RANGE * (players.high[row] - players.base[row])
    found, most, at = players.order[place], -1, place
    while at < players.start[row + 1] and at < place + _LOOKED_AT:
        package = players.order[at]
        if at > place and worth(space, row, package) > top:
            break
        alike = 0
        for issue in range(len(space.first)):
            one = (package // space.stride[issue]) % space.size[issue]
            alike += one == (shown // space.stride[issue]) % space.size[issue]
        if alike > most:
            found, most = package, alike
        at += 1
    return found


@inner
def _offer(space, players, seen, talk, place):  # type: ignore[no-untyped-def]
    """The number of the package that a row offers; `talk`: key and run; `place`: row, step, what is on the table."""
    key, run = talk
    row, step, shown = place
    kind = players.kind[row]
    if kind == _TIT_FOR_TAT:
        return players.order[_place(space, players, row, _mirrored(players, seen, row) - players.tolerance[row])]
    if kind == _MICRO:
        if _may_concede(players, seen, row):
            return players.order[players.start[row + 1] - 1 - seen.made[row]]
        back = int(uniform(key, run, key[2 + row], step, _DRAWS) * seen.made[row])
        return players.order[players.start[row + 1] - 1 - back]
    if kind == _RANDOM:
        many = players.start[row + 1] - players.start[row]
        return players.order[players.start[row] + int(uniform(key, run, key[2 + row], step, _DRAWS) * many)]
    if kind == _LINKER:
        return _nearest(space, players, row, step, shown)
    return players.offers[row, step]


@kernel
def turn(space, players, seen, talk, place):  # type: ignore[no-untyped-def]
    """`TAKES`, `LEAVES`, or the number of the package offered; arguments as of `_offer`, -1 where nothing is there."""
    key, run = talk
    row, step, shown = place
    good = shown >= 0 and seen.now[row] >= players.floors[row]
    if (
        good
        and seen.now[row] >= _asks(space, players, seen, row, step)
        and (players.kind[row] != _RANDOM or uniform(key, run, key[2 + row], step, _ANSWERS) < players.chance[row])
    ):
        return TAKES
    if players.leaves[row, step] > 0 and uniform(key, run, key[2 + row], step, _LEAVES) < players.leaves[row, step]:
        return LEAVES
    package = _offer(space, players, seen, talk, place)
    return package if package >= 0 else LEAVES


@kernel
def lay(space, players, seen, place):  # type: ignore[no-untyped-def]
    """Puts an offer on the table; `place`: row, step, package."""
    row, step, package = place
    rows = len(players.kind)
    for other in range(rows):
        if players.kind[row] == _PLAN:
            seen.now[other] = players.to[row, step, other]
        else:
            seen.now[other] = worth(space, other, package)
        if np.isnan(seen.first[other, row]):
            seen.first[other, row] = seen.now[other]
        seen.last[other, row] = seen.now[other]
    if seen.which.shape[1]:
        for k in range(seen.made[row]):
            if seen.which[row, k] == package:
                return
        seen.which[row, seen.made[row]] = package
        seen.made[row] += 1


@inner
def fresh(seen):  # type: ignore[no-untyped-def]
    """Forgets the last run."""
    seen.first[:] = np.nan
    seen.last[:] = np.nan
    seen.made[:] = 0


@kernel
def breaks_down(key, run, step, hazard):  # type: ignore[no-untyped-def]
    """Whether the talks break down after a round."""
    return hazard > 0 and uniform(key, run, SHARED, step, _BREAKS) < hazard


@inner
def one_run(space, players, seen, talk, hazard, log):  # type: ignore[no-untyped-def]
    """Package agreed on (-1: none), rounds, how it ended; `log`: as of `many_runs`."""
    rows, steps = players.offers.shape
    shown, taken, turns = np.int64(-1), 0, 0
    fresh(seen)
    for step in range(steps):
        for row in range(rows):
            answer = turn(space, players, seen, talk, (row, step, shown))
            if turns < len(log):
                log[turns, 0], log[turns, 1] = row, answer
            turns += 1
            if answer == LEAVES:
                return np.int64(-1), step + 1, WALKED
            if answer == TAKES:
                taken += 1
                if taken == rows:
                    return shown, step + 1, AGREEMENT
            else:
                shown, taken = answer, 1
                lay(space, players, seen, (row, step, answer))
        if step + 1 < steps and breaks_down(talk[0], talk[1], step, hazard):
            return np.int64(-1), step + 1, BROKEN_DOWN
    return np.int64(-1), steps, DEADLINE


@kernel
def many_runs(space, players, seen, talk, log, found):  # type: ignore[no-untyped-def]
    """Plays runs one after another; `talk`: key, first run, hazard; `found`, shape (runs, 3): package, rounds, end.

    `log`, shape (turns, 2): row and answer of the turns of the last run, as many as there is room for.
    """
    key, first, hazard = talk
    for number in range(len(found)):
        package, rounds, ended = one_run(space, players, seen, (key, first + number), hazard, log)
        found[number, 0], found[number, 1], found[number, 2] = package, rounds, ended


@kernel
def many_planned(plans, talk, log, found):  # type: ignore[no-untyped-def]
    """The same runs where everybody at the table has a plan; `plans`: offers, asks, leaves, to, as in `Players`."""
    offers, asks, leaves, to = plans
    key, first, hazard = talk
    rows, steps = offers.shape
    for number in range(len(found)):
        holder, since, taken = -1, 0, 0
        package, rounds, ended = np.int64(-1), steps, DEADLINE
        step, turns = 0, 0
        while step < steps and ended == DEADLINE:
            for row in range(rows):
                turns += 1
                if turns <= len(log):
                    log[turns - 1, 0], log[turns - 1, 1] = row, TAKES
                if holder >= 0 and to[holder, since, row] >= asks[row, step]:
                    taken += 1
                    if taken == rows:
                        package, rounds, ended = offers[holder, since], step + 1, AGREEMENT
                        break
                    continue
                walks = leaves[row, step] > 0 and (
                    uniform(key, first + number, key[2 + row], step, _LEAVES) < leaves[row, step]
                )
                if turns <= len(log):
                    log[turns - 1, 1] = LEAVES if walks or offers[row, step] < 0 else offers[row, step]
                if walks or offers[row, step] < 0:
                    rounds, ended = step + 1, WALKED
                    break
                holder, since, taken = row, step, 1
            step += 1
            if ended == DEADLINE and step < steps and breaks_down(key, first + number, step - 1, hazard):
                rounds, ended = step, BROKEN_DOWN
        found[number, 0], found[number, 1], found[number, 2] = package, rounds, ended
