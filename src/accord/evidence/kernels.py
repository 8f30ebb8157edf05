"""The sampler's inner loops: every model that the evidence allows, drawn along lines.

A party's state is its ranges w (on the simplex), its values s within each issue (0 at the worst, 1 at the best
option), its outside shift and the sizes of its bonds. Evidence multiplies the prior by a factor for each constraint
that holds or not, so along any line in w, in one s, in the shift or a size the density is constant between the points
where a constraint turns, and is drawn exactly. Ranges move along the line that scales the other issues alike, whose
prior is (1 - t)^(n - 2): there the line is summed over before a new shape with new values is taken or left
(Metropolis on shapes, the range summed out), then the range is drawn.

Certain evidence counts first: of two states the one that breaks fewer certain constraints always wins, so that a chain
that starts where all hold never leaves.

One file, since a compiled function that is kept on disk does not notice changes in another file (a change of the
records in `arrays` is a change of types, which it does notice). Plain loops and few arrays, since what is compiled has
to be waited for once.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from accord import compiling

# Plain 0 and 1 would each be a type of its own, and every function be compiled once for each.
ZERO = np.int64(0)
NOW, TRIAL = np.int64(0), np.int64(1)
EVERY = np.int64(-1)
TESTED, TAKEN = np.int64(0), np.int64(1)
BROKEN, IDLE = np.int64(1), np.int64(2)

# Only `run` is called from outside. Nothing is allocated in here: not to count references takes a third off the time
# of a sweep.
inner: Any = compiling.inner(allocates=False)
outer: Any = compiling.kernel(allocates=False)


@inner
def _uniform(random, row):  # type: ignore[no-untyped-def]
    """The next number in [0, 1) of a stream (xoshiro256++, Blackman and Vigna 2021)."""
    a, b, c, d = random[row, 0], random[row, 1], random[row, 2], random[row, 3]
    both = a + d
    out = ((both << np.uint64(23)) | (both >> np.uint64(41))) + a
    c ^= a
    d ^= b
    random[row, 0] = a ^ d
    random[row, 1] = b ^ c
    random[row, 2] = c ^ (b << np.uint64(17))
    random[row, 3] = (d << np.uint64(45)) | (d >> np.uint64(19))
    return np.float64(out >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@inner
def _order(values, first, last, sign):  # type: ignore[no-untyped-def]
    """Sorts values[first:last], rising where `sign` is 1, falling where it is -1."""
    for k in range(first + 1, last):
        value, j = values[k], k - 1
        while j >= first and sign * values[j] > sign * value:
            values[j + 1] = values[j]
            j -= 1
        values[j + 1] = value


@inner
def _fresh_issue(tables, random, party, issue, room):  # type: ignore[no-untyped-def]
    """Draws the shape and the values of one issue from the prior, into the room."""
    first, size = tables.issues[issue].first, tables.issues[issue].size
    best = int(_uniform(random, party) * size)
    for k in range(first, first + size):
        room.values[k] = _uniform(random, party)
    if tables.issues[issue].ordered == 1:
        worst = 0 if _uniform(random, party) < 0.5 else size - 1
        if best == 0:
            worst = size - 1
        elif best == size - 1:
            worst = 0
        free = first + 1 if worst == 0 else first
        stop = first + size - 1 if worst == size - 1 else first + size
        _order(room.values, free, first + best, 1.0)
        _order(room.values, first + best + 1, stop, -1.0)
    else:
        worst = int(_uniform(random, party) * (size - 1))
        if worst >= best:
            worst += 1
    room.values[first + best] = 1.0
    room.values[first + worst] = 0.0
    room.shape[issue, 0], room.shape[issue, 1] = best, worst


@inner
def _levels(tables, state, party, issue, values, trial):  # type: ignore[no-untyped-def]
    """Sets the level (or the one on trial) of the party's entries, of one issue or (issue below zero) of all."""
    for c in range(tables.owners[party], tables.owners[party + 1]):
        for e in range(tables.constraints[c].entry, tables.constraints[c].entry_stop):
            entry = tables.entries[e]
            if issue >= 0 and entry.issue != issue:
                continue
            total = entry.range
            for k in range(entry.term, entry.term_stop):
                total += tables.terms[k].number * values[tables.terms[k].column]
            if entry.doubt != 0.0:
                total += entry.doubt * values[tables.issues[entry.issue].first + state.counterfactual[entry.issue]]
            state.level[e, trial] = total


@inner
def _is_so(tables, state, first, stop):  # type: ignore[no-untyped-def]
    """Whether the counterfactual has all the options of some whens."""
    so = True
    for k in range(first, stop):
        so = so and state.counterfactual[tables.whens[k].issue] == tables.whens[k].option
    return so


@inner
def _base(tables, state, c, outside, sizes):  # type: ignore[no-untyped-def]
    """What the outside shift and the bonds add to a constraint."""
    total = tables.constraints[c].shift * outside
    for k in range(tables.constraints[c].link, tables.constraints[c].link_stop):
        if _is_so(tables, state, tables.links[k].when, tables.links[k].when_stop):
            total += tables.links[k].number * sizes[tables.links[k].bond]
    return total


@inner
def _margin(tables, state, c, ranges, outside, sizes, trial):  # type: ignore[no-untyped-def]  # noqa: PLR0913, PLR0917
    """By how much a constraint holds."""
    total = _base(tables, state, c, outside, sizes)
    for e in range(tables.constraints[c].entry, tables.constraints[c].entry_stop):
        total += ranges[tables.entries[e].issue] * state.level[e, trial]
    return total


@inner
def _cost(tables, state, party, ranges, outside, sizes, trial):  # type: ignore[no-untyped-def]  # noqa: PLR0913, PLR0917
    """Certain constraints broken, and the cost of the others, of one party."""
    certain, cost = ZERO, 0.0
    for c in range(tables.owners[party], tables.owners[party + 1]):
        if state.blocked[c] == IDLE:
            cost += tables.constraints[c].silence
        elif state.blocked[c] == BROKEN or _margin(tables, state, c, ranges, outside, sizes, trial) < 0.0:
            certain += tables.constraints[c].certain
            cost += tables.constraints[c].gain
    return certain, cost


@inner
def _cost_now(tables, state, party):  # type: ignore[no-untyped-def]
    """The cost of one party as it stands."""
    return _cost(tables, state, party, state.ranges[party], state.scalars[party, 0], state.sizes[party], NOW)


@inner
def _turn(room, n, left, right, cost, certain):  # type: ignore[no-untyped-def]
    """Notes where a constraint turns of margins `left` and `right` at the ends; returns the turns so far."""
    if (left >= 0.0) == (right >= 0.0):
        return n
    sign = 1 if left >= 0.0 else -1
    at, j = left / (left - right), n - 1
    while j >= 0 and room.at[j] > at:
        room.at[j + 1], room.cost[j + 1], room.certain[j + 1] = room.at[j], room.cost[j], room.certain[j]
        j -= 1
    room.at[j + 1], room.cost[j + 1], room.certain[j + 1] = at, sign * cost, sign * certain
    return n + 1


@inner
def _along(room, n, first_certain, first_cost, power, pick):  # type: ignore[no-untyped-def]
    """Sums the density over a line and draws a place on it.

    The prior leaves (1 - t)^power beyond t. Returns the fewest certain constraints broken on the line, the log of the
    sum over the parts that break no more, and the place in [0, 1] that `pick` in [0, 1) falls on.
    """
    # Powers and exponentials take most of the time: each is taken once and kept in the room, which is then done with.
    fewest, least, certain, cost, left = 1 << 40, np.inf, first_certain, first_cost, 1.0
    for k in range(n + 1):
        right = (1.0 - room.at[k]) ** power if k < n else 0.0
        if left > right and (certain < fewest or (certain == fewest and cost < least)):
            fewest, least = certain, cost
        if k < n:
            certain += room.certain[k]
            cost += room.cost[k]
            room.at[k] = right
        left = right
    total, certain, cost, left = 0.0, first_certain, first_cost, 1.0
    for k in range(n + 1):
        right = room.at[k] if k < n else 0.0
        weight = np.exp(least - cost) if left > right and certain == fewest else 0.0
        total += weight * (left - right)
        if k < n:
            certain += room.certain[k]
            cost += room.cost[k]
        room.cost[k] = weight
        left = right
    wanted, reached, place, left = pick * total, 0.0, 0.0, 1.0
    for k in range(n + 1):
        right = room.at[k] if k < n else 0.0
        if room.cost[k] > 0.0:
            place = left - min((wanted - reached) / room.cost[k], left - right)
            reached += room.cost[k] * (left - right)
            if reached > wanted:
                break
        left = right
    return fewest, np.log(total) - least, 1.0 - place ** (1.0 / power)


@inner
def _range_line(tables, state, room, party, issue, trial, pick):  # type: ignore[no-untyped-def]  # noqa: PLR0913, PLR0917
    """The line along which one issue's range goes from 0 to 1 and the others keep their proportions."""
    issues, rest = tables.issues.size, 0.0
    for other in range(issues):
        if other != issue:
            rest += state.ranges[party, other]
    n, certain, cost = ZERO, ZERO, 0.0
    for c in range(tables.owners[party], tables.owners[party + 1]):
        if state.blocked[c] != ZERO:
            continue
        own, others = 0.0, 0.0
        for e in range(tables.constraints[c].entry, tables.constraints[c].entry_stop):
            other = tables.entries[e].issue
            if other == issue:
                own += state.level[e, trial]
            else:
                others += state.ranges[party, other] / rest * state.level[e, 0]
        base = _base(tables, state, c, state.scalars[party, 0], state.sizes[party])
        left = base + others if issues > 1 else base + own
        n = _turn(room, n, left, base + own, tables.constraints[c].gain, tables.constraints[c].certain)
        if left < 0.0:
            certain += tables.constraints[c].certain
            cost += tables.constraints[c].gain
    return _along(room, n, certain, cost, max(1.0, issues - 1.0), pick)


@inner
def _move_issue(tables, state, room, party, issue):  # type: ignore[no-untyped-def]
    """A new shape with new values, taken or left with the range summed out; then the range, exactly."""
    _fresh_issue(tables, state.random, party, issue, room)
    _levels(tables, state, party, issue, room.values, TRIAL)
    pick, chance = _uniform(state.random, party), _uniform(state.random, party)
    hard, total, place = _range_line(tables, state, room, party, issue, NOW, pick)
    new_hard, new_total, new_place = _range_line(tables, state, room, party, issue, TRIAL, pick)
    state.counts[party, 0] += 1
    if new_hard < hard or (new_hard == hard and np.log(chance) < new_total - total):
        state.counts[party, 1] += 1
        first = tables.issues[issue].first
        for k in range(first, first + tables.issues[issue].size):
            state.values[party, k] = room.values[k]
        state.shape[party, issue, 0], state.shape[party, issue, 1] = room.shape[issue, 0], room.shape[issue, 1]
        _levels(tables, state, party, issue, room.values, NOW)
        place = new_place
    if tables.issues.size > 1:
        place = min(max(place, 1e-12), 1.0 - 1e-12)
        rest = 0.0
        for other in range(tables.issues.size):
            if other != issue:
                rest += state.ranges[party, other]
        for other in range(tables.issues.size):
            state.ranges[party, other] *= (1.0 - place) / rest
        state.ranges[party, issue] = place


@inner
def _slope(tables, c, issue, column, doubted):  # type: ignore[no-untyped-def]
    """What a constraint gains for each unit of range by each unit of an option's value."""
    slope = 0.0
    for e in range(tables.constraints[c].entry, tables.constraints[c].entry_stop):
        if tables.entries[e].issue == issue:
            for k in range(tables.entries[e].term, tables.entries[e].term_stop):
                if tables.terms[k].column == column:
                    slope += tables.terms[k].number
            if doubted:
                slope += tables.entries[e].doubt
    return slope


@inner
def _move_value(tables, state, room, party, issue, option):  # type: ignore[no-untyped-def]
    """One value within an issue, between the values its shape sets as ends."""
    first, size = tables.issues[issue].first, tables.issues[issue].size
    column, low, high = first + option, 0.0, 1.0
    if tables.issues[issue].ordered == 1:
        step = 1 if option < state.shape[party, issue, 0] else -1
        high = state.values[party, column + step]
        if 0 <= option - step < size:
            low = state.values[party, column - step]
    n, certain, cost = ZERO, ZERO, 0.0
    for c in range(tables.owners[party], tables.owners[party + 1]):
        if state.blocked[c] != ZERO:
            continue
        slope = _slope(tables, c, issue, column, option == state.counterfactual[issue])
        if slope == 0.0:
            continue
        slope *= state.ranges[party, issue]
        base = _margin(tables, state, c, state.ranges[party], state.scalars[party, 0], state.sizes[party], NOW)
        base -= slope * state.values[party, column]
        gain, must = tables.constraints[c].gain, tables.constraints[c].certain
        n = _turn(room, n, base + slope * low, base + slope * high, gain, must)
        if base + slope * low < 0.0:
            certain += must
            cost += gain
    _, _, place = _along(room, n, certain, cost, 1.0, _uniform(state.random, party))
    state.values[party, column] = low + place * (high - low)
    _levels(tables, state, party, issue, state.values[party], NOW)


@inner
def _move_scalar(tables, state, room, party, bond):  # type: ignore[no-untyped-def]
    """The size of a bond over its whole range, or (bond below zero) the outside shift."""
    low, high = tables.reach[party, 0], tables.reach[party, 1]
    now = state.scalars[party, 0]
    if bond >= 0:
        low, high, now = tables.size[0], tables.size[1], state.sizes[party, bond]
    n, certain, cost = ZERO, ZERO, 0.0
    for c in range(tables.owners[party], tables.owners[party + 1]):
        slope = tables.constraints[c].shift
        if bond >= 0:
            slope = 0.0
            for k in range(tables.constraints[c].link, tables.constraints[c].link_stop):
                if tables.links[k].bond == bond and _is_so(
                    tables, state, tables.links[k].when, tables.links[k].when_stop
                ):
                    slope += tables.links[k].number
        if state.blocked[c] != ZERO or slope == 0.0:
            continue
        base = _margin(tables, state, c, state.ranges[party], state.scalars[party, 0], state.sizes[party], NOW)
        base -= slope * now
        gain, must = tables.constraints[c].gain, tables.constraints[c].certain
        n = _turn(room, n, base + slope * low, base + slope * high, gain, must)
        if base + slope * low < 0.0:
            certain += must
            cost += gain
    _, _, place = _along(room, n, certain, cost, 1.0, _uniform(state.random, party))
    if bond >= 0:
        state.sizes[party, bond] = low + place * (high - low)
    else:
        state.scalars[party, 0] = low + place * (high - low)


@inner
def _move_party(tables, state, room, party, how):  # type: ignore[no-untyped-def]
    """A whole party anew from the prior, taken or left (`how` TAKEN: taken)."""
    total, issues = 0.0, tables.issues.size
    for issue in range(issues):
        room.ranges[issue] = 1e-300 - np.log(1.0 - _uniform(state.random, party))
        total += room.ranges[issue]
        _fresh_issue(tables, state.random, party, issue, room)
    for issue in range(issues):
        room.ranges[issue] /= total
    low, high = tables.reach[party, 0], tables.reach[party, 1]
    outside = low + _uniform(state.random, party) * (high - low)
    for bond in range(room.sizes.size):
        room.sizes[bond] = 0.0
        if tables.bonded[party, bond] == 1:
            room.sizes[bond] = tables.size[0] + _uniform(state.random, party) * (tables.size[1] - tables.size[0])
    _levels(tables, state, party, EVERY, room.values, TRIAL)
    hard, cost = _cost_now(tables, state, party)
    new_hard, new_cost = _cost(tables, state, party, room.ranges, outside, room.sizes, TRIAL)
    chance = _uniform(state.random, party)
    state.counts[party, 2] += 1
    if how == TAKEN or new_hard < hard or (new_hard == hard and np.log(chance) < cost - new_cost):
        state.counts[party, 3] += 1
        state.scalars[party, 0] = outside
        for bond in range(room.sizes.size):
            state.sizes[party, bond] = room.sizes[bond]
        for issue in range(issues):
            state.ranges[party, issue] = room.ranges[issue]
            state.shape[party, issue, 0], state.shape[party, issue, 1] = room.shape[issue, 0], room.shape[issue, 1]
        for k in range(room.values.size):
            state.values[party, k] = room.values[k]
        _levels(tables, state, party, EVERY, room.values, NOW)


@inner
def _block(tables, state, party):  # type: ignore[no-untyped-def]
    """Marks the party's constraints that say nothing, and those that a red line breaks, whatever its values."""
    for c in range(tables.owners[party], tables.owners[party + 1]):
        state.blocked[c] = ZERO
        first, stop = tables.constraints[c].idle, tables.constraints[c].idle_stop
        if first < stop and _is_so(tables, state, first, stop):
            state.blocked[c] = IDLE
            continue
        for k in range(tables.constraints[c].block, tables.constraints[c].block_stop):
            if state.red_lines[tables.blocks[k]] == 1:
                state.blocked[c] = BROKEN


@inner
def _choose(room, size, pick):  # type: ignore[no-untyped-def]
    """The number that `pick` in [0, 1) falls on, of those that break the fewest certain constraints, by exp(-cost)."""
    fewest, least = room.certain[0], room.cost[0]
    for k in range(1, size):
        if room.certain[k] < fewest or (room.certain[k] == fewest and room.cost[k] < least):
            fewest, least = room.certain[k], room.cost[k]
    total, left, chosen = 0.0, 0.0, 0
    for turn in range(2):
        left = pick * total
        for k in range(size):
            if room.certain[k] == fewest:
                weight = np.exp(least - room.cost[k])
                if turn == 0:
                    total += weight
                elif left >= 0.0 and weight > 0.0:
                    chosen = k
                    left -= weight
    return chosen


@inner
def _move_red_lines(tables, state, room, party):  # type: ignore[no-untyped-def]
    """Each red line of the party on or off, given all else."""
    for line in range(tables.groups.size):
        if tables.groups[line] != party:
            continue
        for on in range(2):
            state.red_lines[line] = on
            _block(tables, state, party)
            hard, cost = _cost_now(tables, state, party)
            room.certain[on] = hard + tables.lines[line, on].certain
            room.cost[on] = cost + tables.lines[line, on].cost
        state.red_lines[line] = _choose(room, np.int64(2), _uniform(state.random, party))
        _block(tables, state, party)


@inner
def _move_counterfactuals(tables, state, room):  # type: ignore[no-untyped-def]
    """What happens with no deal on each issue where that is in doubt, given all parties."""
    shared = state.ranges.shape[0]
    for k in range(tables.doubtful.size):
        issue = tables.doubtful[k]
        size = tables.issues[issue].size
        for option in range(size + 1):
            chosen = _choose(room, size, _uniform(state.random, shared)) if option == size else option
            state.counterfactual[issue] = chosen
            if option < size:
                room.certain[option] = tables.options[issue, option].certain
                room.cost[option] = tables.options[issue, option].cost
            for party in range(shared):
                _levels(tables, state, party, issue, state.values[party], NOW)
                _block(tables, state, party)
                if option < size:
                    hard, cost = _cost_now(tables, state, party)
                    room.certain[option] += hard
                    room.cost[option] += cost


@inner
def _move_impatience(tables, state, room, party):  # type: ignore[no-untyped-def]
    """One party's impatience, as a share of its range, given the others'."""
    n, certain, cost = ZERO, ZERO, 0.0
    low, high = tables.hurry[party, 0], tables.hurry[party, 1]
    for c in range(tables.orders.size):
        lower, higher = tables.orders[c].lower, tables.orders[c].higher
        if lower == party:
            left, right = state.scalars[higher, 1] - low, state.scalars[higher, 1] - high
        elif higher == party:
            left, right = low - state.scalars[lower, 1], high - state.scalars[lower, 1]
        else:
            continue
        n = _turn(room, n, left, right, tables.orders[c].gain, tables.orders[c].certain)
        if left < 0.0:
            certain += tables.orders[c].certain
            cost += tables.orders[c].gain
    _, _, place = _along(room, n, certain, cost, 1.0, _uniform(state.random, party))
    state.scalars[party, 1] = low + place * (high - low)


@inner
def _sweep(tables, state, room):  # type: ignore[no-untyped-def]
    """Moves everything once."""
    for party in range(state.ranges.shape[0]):
        for issue in range(tables.issues.size):
            _move_issue(tables, state, room, party, issue)
        for issue in range(tables.issues.size):
            for option in range(tables.issues[issue].size):
                if option != state.shape[party, issue, 0] and option != state.shape[party, issue, 1]:
                    _move_value(tables, state, room, party, issue, option)
        _move_scalar(tables, state, room, party, EVERY)
        for bond in range(room.sizes.size):
            if tables.bonded[party, bond] == 1:
                _move_scalar(tables, state, room, party, bond)
        _move_party(tables, state, room, party, TESTED)
        _move_red_lines(tables, state, room, party)
        _move_impatience(tables, state, room, party)
    _move_counterfactuals(tables, state, room)


@inner
def _keep(state, kept, member):  # type: ignore[no-untyped-def]
    """Writes the state as a member."""
    for party in range(state.ranges.shape[0]):
        for k in range(state.ranges.shape[1]):
            kept.ranges[member, party, k] = state.ranges[party, k]
        for k in range(state.values.shape[1]):
            kept.values[member, party, k] = state.values[party, k]
        for k in range(2):
            kept.scalars[member, party, k] = state.scalars[party, k]
        for k in range(state.sizes.shape[1]):
            kept.sizes[member, party, k] = state.sizes[party, k]
    for k in range(state.red_lines.size):
        kept.red_lines[member, k] = state.red_lines[k]
    for k in range(state.counterfactual.size):
        kept.counterfactual[member, k] = state.counterfactual[k]


@outer
def run(tables, state, room, kept, sweeps, thin):  # type: ignore[no-untyped-def]
    """Fills `kept` with every `thin`-th state after so many first sweeps.

    With `sweeps` below zero the state is first drawn from the prior, and nothing is kept.
    """
    for party in range(state.ranges.shape[0]):
        if sweeps < 0:
            _move_party(tables, state, room, party, TAKEN)
            low, high = tables.hurry[party, 0], tables.hurry[party, 1]
            state.scalars[party, 1] = low + _uniform(state.random, party) * (high - low)
        _levels(tables, state, party, EVERY, state.values[party], NOW)
        _block(tables, state, party)
    for _ in range(sweeps):
        _sweep(tables, state, room)
    for member in range(kept.ranges.shape[0] if sweeps >= 0 else 0):
        for _ in range(thin):
            _sweep(tables, state, room)
        _keep(state, kept, member)
