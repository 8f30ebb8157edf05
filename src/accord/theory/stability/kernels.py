"""Compiled loops over the moves of a graph model: what can be brought about, backwards and forwards.

Arcs stand in rows: row `mover * states + state` of `offsets` bounds the mover's ends (or, turned round, starts) there.
A mover is a party, or a coalition that moves as one. Nobody moves twice in a row, so a sequence stands at a pair of
state and last mover. At most two arrivals at a state matter, whatever the number of movers: after the first, by mover
q, everybody but q may go on; after the second, by another, q may too. So each arc is looked at once.

Nothing is allocated in here and no array expression is used, since both take long to compile: callers pass arrays of
the right size, which these functions fill. One file, because the compiler's cache notices a change only in the file of
the function it keeps.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from accord import compiling

# Arrays of numbers: the loops below move between numpy's integers and Python's, which the compiler does not tell apart.
Array = Any
_inner, _kernel = compiling.inner(allocates=False), compiling.kernel(allocates=False)
# A plain 0 or 1 would be a type of its own, and every function that is called with it compiled once more.
ZERO: Any = np.int64(0)
ONE: Any = np.int64(1)
NONE: Any = np.int64(-1)
FULL = NONE


class Moves(NamedTuple):
    """Arcs in rows, and the numbers of those who move."""

    offsets: Array
    ends: Array
    movers: Array


class Search(NamedTuple):
    """Arrivals of a breadth-first search, two places to a state: 2 s for the first at s, 2 s + 1 for one by another.

    `queue`: the arrivals in the order found. For each, `before` is the arrival before (-1: none, it came straight from
    the source) and `by` its mover, filled with -1.
    """

    queue: Array
    before: Array
    by: Array


class Peaks(NamedTuple):
    """The best that each pair of last mover and state leads to; pair `number of the mover * states + state`.

    `pairs`: rows of what is known of each pair: its number, its low link and the mover it is at (filled with 0), its
    component and the last component that looked at a component of this number (filled with -1), the pairs of no
    component yet, the path. `tops`: for each pair the arc it is at, for each component the bounds of its frontier in
    `listed`. `front`: rows to make a frontier in: the last component a state was offered to (filled with -1), the
    states on it, the component each came from.
    """

    pairs: Array
    tops: Array
    front: Array
    listed: Array


_NUMBER, _LOWLINK, _TURN, COMPONENT, _TAKEN, _PENDING, _PATH = range(7)
_AT, _BEGIN, _STOP = range(3)
_SEEN, _ON, _FROM = range(3)


@_kernel
def lowest(moves: Moves, order: Array, value: Array, marks: Array, stacks: Array, low: Array) -> None:
    """Fill `low` with the least value at the end of a legal sequence of one or more moves from each state.

    `moves`: arcs turned round. `order`: the states that count as ends, by rising `value`: each hands its value to every
    pair of state and last mover that leads to it and has none yet. `marks`: shape (3, states), row 0 filled with -1,
    the others with 0; `stacks`: shape (3, 2 * states); `low`: filled with infinity, which stays where none is reached.
    """
    for at_target in range(order.size):
        target = order[at_target]
        top = ZERO
        if marks[2, target] == 0 and marks[1, target] == 0:
            stacks[0, 0], stacks[1, 0], stacks[2, 0] = target, marks[0, target], -1
            top = ONE
        marks[2, target] = 1
        while top > 0:
            top = _back(moves, marks, stacks, top - ONE, value[target], low)


@_inner
def _back(moves: Moves, marks: Array, stacks: Array, top: int, given: float, low: Array) -> int:
    """The height of the stack, once what leads to the state on top of it has the value given and waits there itself.

    The stack holds: where, the only mover that may have gone there (or -1), the one that may not (or -1). The marks of
    a state: the first mover from it that leads to a value, whether a second has been found, whether it has been an end.
    """
    states = low.size
    end, alone, without = stacks[0, top], stacks[1, top], stacks[2, top]
    for which in range(moves.movers.size):
        mover = moves.movers[which]
        if mover == without or (alone >= 0 and mover != alone):
            continue
        row = mover * states + end
        for at in range(moves.offsets[row], moves.offsets[row + 1]):
            state = moves.ends[at]
            first = marks[0, state]
            if first == mover or marks[1, state] == 1:
                continue
            if first < 0:
                marks[0, state] = mover
                low[state] = given
            else:
                marks[1, state] = 1
            if marks[2, state] == 0:
                stacks[0, top] = state
                stacks[1, top] = first
                stacks[2, top] = mover if first < 0 else -1
                top += 1
    return top


@_inner
def _walk(moves: Moves, source: int, search: Search) -> int:
    states = search.by.size // 2
    head, tail = -1, 0
    while head < tail:
        entry, start, last, only = -1, source, -1, -1
        if head >= 0:
            entry = search.queue[head]
            start, last = entry // 2, search.by[entry]
            only = search.by[entry - 1] if entry % 2 == 1 else -1
        head += 1
        for which in range(moves.movers.size):
            mover = moves.movers[which]
            if mover == last or (only >= 0 and mover != only):
                continue
            row = mover * states + start
            for at in range(moves.offsets[row], moves.offsets[row + 1]):
                slot = 2 * moves.ends[at]
                if search.by[slot] == mover or search.by[slot + 1] >= 0:
                    continue
                slot += search.by[slot] >= 0
                search.by[slot] = mover
                search.before[slot] = entry
                search.queue[tail] = slot
                tail += 1
    return tail


@_kernel
def walk(moves: Moves, source: int, search: Search) -> int:
    """How many arrivals a breadth-first search of the legal sequences from a state finds; it fills `search`."""
    return _walk(moves, source, search)


@_inner
def _above(worth: Array, state: int, payoffs: Array, base: int) -> bool:
    above = True
    for member in range(worth.shape[0]):
        above = above and worth[member, state] > payoffs[member, base]
    return above


@_kernel
def joint(moves: Moves, payoffs: Array, since: int, search: Search, bounds: Array, found: Array) -> int:
    """List a coalition's joint improvements from the states `since` on, until `found` might not hold the next state's.

    Returns the first state that is not done. `payoffs`: the members' alone, in their order. `bounds[state + 1]` is set
    to the end of the state's part of `found`.
    """
    states: int = payoffs.shape[1]
    used = int(bounds[since])
    for state in range(since, states):
        if used + states > found.size:
            return state
        count = _walk(moves, state, search)
        for place in range(count):
            entry = search.queue[place]
            search.by[entry] = -1
            if entry % 2 == 0 and _above(payoffs, entry // 2, payoffs, state):
                found[used] = entry // 2
                used += 1
        bounds[state + 1] = used
    return states


@_kernel
def peaks(moves: Moves, worth: Array, best: Peaks) -> Any:
    """Fill `best` with the Pareto frontier, in `worth`, of what legal sequences lead to from each pair, itself too.

    `worth`: shape (movers, states). Strongly connected pairs share a frontier, made of their own states and of the
    frontiers they lead to (in Tarjan's order those come first). Returns how much of `listed` is used, or `FULL` where
    it is too small.
    """
    states = worth.shape[1]
    used, opened, numbered, made = ZERO, ZERO, ZERO, ZERO
    pairs = best.pairs
    for root in range(worth.size):
        depth = ZERO
        if pairs[_NUMBER, root] == 0:
            pairs[_PATH, 0] = root
            depth = ONE
        while depth > 0:
            pair = pairs[_PATH, depth - 1]
            if pairs[_NUMBER, pair] == 0:
                numbered += ONE
                _open(moves, best, pair, numbered, opened, states)
                opened += ONE
            onward = _onward(moves, pair, states, best)
            if onward >= 0:
                if pairs[_NUMBER, onward] == 0:
                    pairs[_PATH, depth] = onward
                    depth += 1
                elif pairs[COMPONENT, onward] < 0:
                    pairs[_LOWLINK, pair] = min(pairs[_LOWLINK, pair], pairs[_NUMBER, onward])
                continue
            depth -= 1
            above = pairs[_PATH, max(depth - 1, 0)]
            pairs[_LOWLINK, above] = min(pairs[_LOWLINK, above], pairs[_LOWLINK, pair])
            if pairs[_LOWLINK, pair] == pairs[_NUMBER, pair]:
                opened, size = _close(moves, worth, best, made, opened, pair)
                used = _keep(best, made, size, used)
                made += ONE
            if used == FULL:
                return used
    return used


@_inner
def _open(moves: Moves, best: Peaks, pair: int, number: int, place: int, states: int) -> None:
    best.pairs[_NUMBER, pair] = number
    best.pairs[_LOWLINK, pair] = number
    best.pairs[_PENDING, place] = pair
    best.tops[_AT, pair] = moves.offsets[moves.movers[0] * states + pair % states]


@_inner
def _onward(moves: Moves, pair: int, states: int, best: Peaks) -> int:
    """The next pair that a pair leads to, or -1 where all have been looked at."""
    last, state = pair // states, pair % states
    turn, at = best.pairs[_TURN, pair], best.tops[_AT, pair]
    onward = -1
    while turn < moves.movers.size and onward < 0:
        if turn != last and at < moves.offsets[moves.movers[turn] * states + state + 1]:
            onward = turn * states + moves.ends[at]
            at += 1
        else:
            turn += 1
            if turn < moves.movers.size:
                at = moves.offsets[moves.movers[turn] * states + state]
    best.pairs[_TURN, pair] = turn
    best.tops[_AT, pair] = at
    return onward


@_inner
def _offer(state: int, origin: int, made: int, worth: Array, front: Array, size: int) -> int:
    """The size of a frontier after a state was offered to it; one that another weakly beats stays out."""
    if front[_SEEN, state] == made:
        return size
    front[_SEEN, state] = made
    kept = 0
    for place in range(size):
        other = front[_ON, place]
        loses, wins = True, True
        for member in range(worth.shape[0]):
            loses = loses and worth[member, state] <= worth[member, other]
            wins = wins and worth[member, state] >= worth[member, other]
        if loses:
            return size
        if not wins:
            front[_ON, kept] = other
            front[_FROM, kept] = front[_FROM, place]
            kept += 1
    front[_ON, kept] = state
    front[_FROM, kept] = origin
    return kept + 1


@_inner
def _close(moves: Moves, worth: Array, best: Peaks, made: int, opened: int, root: int) -> tuple[int, int]:
    """How many pairs are pending without the component that starts at `root`, and the size of its frontier."""
    bottom = opened
    searching = True
    while searching:
        bottom -= ONE
        best.pairs[COMPONENT, best.pairs[_PENDING, bottom]] = made
        searching = best.pairs[_PENDING, bottom] != root
    size = ZERO
    for place in range(bottom, opened):
        size = _gather(moves, worth, best, made, best.pairs[_PENDING, place], size)
    return bottom, size


@_inner
def _gather(moves: Moves, worth: Array, best: Peaks, made: int, pair: int, size: int) -> int:
    """The size of a component's frontier, once a pair's state and the components it leads to were offered to it."""
    states = worth.shape[1]
    last, state = pair // states, pair % states
    size = _offer(state, NONE, made, worth, best.front, size)
    for turn in range(moves.movers.size):
        row = moves.movers[turn] * states + state
        for at in range(moves.offsets[row], moves.offsets[row + 1] if turn != last else moves.offsets[row]):
            below = best.pairs[COMPONENT, turn * states + moves.ends[at]]
            if below != made and best.pairs[_TAKEN, below] != made:
                best.pairs[_TAKEN, below] = made
                for high in range(best.tops[_BEGIN, below], best.tops[_STOP, below]):
                    size = _offer(best.listed[high], below, made, worth, best.front, size)
    return size


@_inner
def _keep(best: Peaks, made: int, size: int, used: int) -> Any:
    """How much of `listed` is used once a component's frontier stands there; one it took over whole is not repeated."""
    below = best.front[_FROM, 0]
    same = below >= 0
    for place in range(size):
        same = same and best.front[_FROM, place] == below
    if same and size == best.tops[_STOP, below] - best.tops[_BEGIN, below]:
        best.tops[_BEGIN, made] = best.tops[_BEGIN, below]
        best.tops[_STOP, made] = best.tops[_STOP, below]
        return used
    if used + size > best.listed.size:
        return FULL
    for place in range(size):
        best.listed[used + place] = best.front[_ON, place]
    best.tops[_BEGIN, made] = used
    best.tops[_STOP, made] = used + size
    return used + size


@_kernel
def better_peak(moves: Moves, worth: Array, payoffs: Array, best: Peaks, asked: Array, found: Array) -> None:
    """Fill `found` with a state that each state can lead to and whose worth beats its payoff for every mover.

    After `peaks`; `asked`, one place to a pair, and `found`, one to a state, are filled with -1, which stays in
    `found` where there is none.
    """
    states = worth.shape[1]
    for state in range(states):
        for turn in range(moves.movers.size):
            row = moves.movers[turn] * states + state
            for at in range(moves.offsets[row], moves.offsets[row + 1]):
                group = best.pairs[COMPONENT, turn * states + moves.ends[at]]
                if found[state] >= 0 or asked[group] == state:
                    continue
                asked[group] = state
                for high in range(best.tops[_BEGIN, group], best.tops[_STOP, group]):
                    if _above(worth, best.listed[high], payoffs, state):
                        found[state] = best.listed[high]
                        break
