"""The packages that pass, who alone stops the others, and the core: what no coalition would leave.

Definitions at the head of `coalitions`. Every package is looked at, up to a million.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from accord.bargain import Bargain, Bools, Floats, Ints, check_bargain, counterfactual_options
from accord.errors import SizeError
from accord.hitting_sets import hitting_sets
from accord.solve.choosing import best
from accord.solve.coalitions import Rules, rules_of, settling
from accord.solve.consent_rules import ConsentRule
from accord.solve.grids import Terrain, grid, named, options_of, terrain
from accord.solve.solutions import Deal

WALK = 1_000_000
"""Up to how many packages are looked at one by one."""

LISTED = 1000
_CELLS = 4_000_000


@dataclass(frozen=True)
class Vetoes:
    """Who stops which packages.

    Attributes:
        packages: How many packages the frame's rules allow, other than no deal itself.
        passing: How many of them pass.
        refused: Party -> how many it does not accept, with a say in them or without.
        alone: Party -> how many only its no stops: with its yes they would pass.
        missing: Where nothing passes: the minimal sets of parties whose yes, were it given to everything, would let a
            package pass.
        quarrels: Where nothing passes: the minimal sets of parties that between them leave nothing, whatever all others
            say yes to; with `missing` each the minimal hitting sets of the other.
    """

    packages: int
    passing: int
    refused: dict[str, int]
    alone: dict[str, int]
    missing: tuple[tuple[str, ...], ...]
    quarrels: tuple[tuple[str, ...], ...]


def vetoes(bargain: Bargain, rules: Rules = None) -> Vetoes:
    """How many packages pass, and whose no stops the others.

    Raises:
        BargainError: a number that is missing or not finite.
        CallError: a rule with a party or for an issue that is unknown.
        SizeError: more than a million packages; `coalition_deals` and `pivots` need no such walk.

    >>> from accord.bargain import Frame, Issue, Party, make_bargain
    >>> frame = Frame(tuple(map(Party, "ABC")), (Issue("tax", ("old", "new"), counterfactual="old"),))
    >>> bargain = make_bargain(frame, {p: {"tax": {"old": 0, "new": u}} for p, u in zip("ABC", (2, 1, -4))})
    >>> vetoes(bargain).alone, vetoes(bargain).missing
    ({'A': 0, 'B': 0, 'C': 1}, (('C',),))

    Citation: tsebelis_2002, reiter_1987.
    """
    check_bargain(bargain)
    field = _field(bargain, rules)
    ids = [party.id for party in bargain.frame.parties]
    passing = _passing(field, 0)
    deals = int((field.allowed & (field.changed != 0)).sum())
    alone = {id: int((_passing(field, 1 << row) & ~passing).sum()) for row, id in enumerate(ids)}
    found: list[frozenset[int]] = []
    if not passing.any():
        for count in range(1, len(ids) + 1):
            for some in combinations(range(len(ids)), count):
                if not any(one <= set(some) for one in found) and _passing(field, sum(1 << row for row in some)).any():
                    found.append(frozenset(some))
    deal = field.allowed & (field.changed != 0)
    return Vetoes(
        packages=deals,
        passing=int(passing.sum()),
        refused={id: int((deal & (field.accepts >> row & 1 == 0)).sum()) for row, id in enumerate(ids)},
        alone=alone,
        missing=tuple(tuple(ids[row] for row in sorted(one)) for one in found),
        quarrels=tuple(tuple(ids[row] for row in sorted(one)) for one in hitting_sets(found)) if found else (),
    )


@dataclass(frozen=True)
class Core:
    """The packages that pass and that no coalition would leave.

    Attributes:
        packages: Those packages, in the order of their numbers; at most a thousand.
        found: How many there are.
        no_deal: Whether no coalition would leave the state without a deal either.
        passing: How many packages pass.
    """

    packages: tuple[Deal, ...]
    found: int
    no_deal: bool
    passing: int


def core(bargain: Bargain, rules: Rules = None) -> Core:
    """The core of a bargain under rules of consent; definitions at the head of `coalitions`.

    With unanimity the core are the packages of the zone that no other is strictly better than for everybody; by
    majority it may be empty (a cycle), which is certain not to happen with fewer packages than `nakamura` says.

    Raises:
        BargainError: a number that is missing or not finite.
        CallError: a rule with a party or for an issue that is unknown.
        SizeError: more than a million packages, or too many coalitions.

    Condorcet's cycle: three packages, three parties, any two decide.

    >>> from accord.bargain import Frame, Issue, Party, make_bargain
    >>> from accord.solve.consent_rules import quota
    >>> seat = Issue("seat", ("north", "south", "west"))
    >>> worth = {"A": (3, 2, 1), "B": (1, 3, 2), "C": (2, 1, 3)}
    >>> bargain = make_bargain(Frame(tuple(map(Party, worth)), (seat,)),
    ...     {p: {"seat": dict(zip(seat.options, u))} for p, u in worth.items()})
    >>> core(bargain, quota(dict.fromkeys(worth, 1), 2)).found, core(bargain).found
    (0, 3)

    Limits: coalitions compare packages and do not look further ahead (a farsighted coalition might); no side payments
    but those that are issues.

    Citation: gillies_1959, moulin_peleg_1982, nakamura_1979.
    """
    check_bargain(bargain)
    field = _field(bargain, rules)
    frame = bargain.frame
    passing = _passing(field, 0)
    stays, no_deal = passing.copy(), True
    for coalition, settled in settling(frame, rules).items():
        rows = [row for row, party in enumerate(frame.parties) if party.id in coalition]
        stays &= ~_left(field, rows, settled, stays)
        others = sum(1 << i for i in range(len(frame.issues)) if i not in settled)
        away = _ready(field, rows) & (field.changed & others == 0) & (field.changed != 0)
        least = (field.at.least + 2 * field.at.slack)[rows, None]
        no_deal = no_deal and not (field.points[rows][:, away] > least).all(axis=0).any()
    numbers = np.flatnonzero(stays)
    listed = tuple(_deal(field, int(number)) for number in numbers[:LISTED])
    return Core(listed, len(numbers), no_deal, int(passing.sum()))


@dataclass(frozen=True)
class Objection:
    """A coalition that would leave a package, for which one, and what each member gains."""

    coalition: tuple[str, ...]
    package: dict[str, str]
    gains: dict[str, float]


def objections(bargain: Bargain, package: Mapping[str, str], rules: Rules = None) -> tuple[Objection, ...]:
    """For each coalition that would leave a package, the package it would choose (Nash by its members' gains).

    Coalitions as in `settling`, smallest first; none where the package is in the core.

    Raises:
        BargainError: a number that is missing or not finite, or a package that does not fit.
        CallError: a rule with a party or for an issue that is unknown.
        SizeError: as in `core`.

    >>> from accord.bargain import Frame, Issue, Party, make_bargain
    >>> from accord.solve.consent_rules import quota
    >>> seat = Issue("seat", ("north", "south", "west"))
    >>> worth = {"A": (3, 2, 1), "B": (1, 3, 2), "C": (2, 1, 3)}
    >>> bargain = make_bargain(Frame(tuple(map(Party, worth)), (seat,)),
    ...     {p: {"seat": dict(zip(seat.options, u))} for p, u in worth.items()})
    >>> found = objections(bargain, {"seat": "west"}, quota(dict.fromkeys(worth, 1), 2))
    >>> [(one.coalition, one.package) for one in found]
    [(('A', 'B'), {'seat': 'south'})]

    Citation: gillies_1959, moulin_peleg_1982.
    """
    check_bargain(bargain)
    field = _field(bargain, rules)
    frame = bargain.frame
    options = options_of(frame, package)
    number = int(np.ravel_multi_index(options, [len(issue.options) for issue in frame.issues]))
    found = []
    for coalition, settled in settling(frame, rules).items():
        rows = [row for row, party in enumerate(frame.parties) if party.id in coalition]
        group = _groups(field, settled)
        gains = field.points[rows] - field.points[rows, number, None]
        better = _ready(field, rows) & (group == group[number]) & (gains > field.at.slack[rows, None]).all(axis=0)
        where = np.flatnonzero(better)
        if len(where):
            chosen = int(where[best("nash", gains[:, where].T)[0]])
            told = field.at.utility(gains[:, chosen]).tolist()
            ids = tuple(frame.parties[row].id for row in rows)
            found.append(Objection(ids, _deal(field, chosen).package, dict(zip(ids, told, strict=True))))
    return tuple(found)


@dataclass(frozen=True)
class _Field:
    """Every package by number.

    `points`: utilities in whole numbers, shape (parties, packages). `accepts`, `changed`: who accepts it and which
    issues it changes, as bit sets. `allowed`: whether the frame's rules allow it. No deal, where it is a package, is
    worth the reservations and accepted by all.
    """

    at: Terrain
    rules: tuple[ConsentRule, ...]
    points: Floats
    accepts: Ints
    changed: Ints
    allowed: Bools


def _field(bargain: Bargain, rules: Rules) -> _Field:
    frame = bargain.frame
    if frame.packages > WALK:
        raise SizeError(
            f"At most {WALK:,} packages are looked at one by one",
            f"there are {frame.packages:,}",
            "Merge options or leave issues out, or ask for one coalition's deals",
        )
    if len(frame.parties) + len(frame.issues) > 62:
        came = f"there are {len(frame.parties) + len(frame.issues)}"
        raise SizeError("At most 62 parties and issues together are looked at", came)
    widths = np.diff(frame.offsets)
    option = np.arange(int(frame.offsets[-1])) - np.repeat(frame.offsets[:-1], widths)
    differs = option != np.repeat(counterfactual_options(frame), widths)
    issue_bits = np.repeat(np.int64(1) << np.arange(len(frame.issues)), widths)
    lines = (bargain.red_lines.astype(np.int64) << np.arange(len(frame.parties))[:, None]).sum(axis=0)
    at = replace(terrain(bargain), need=np.where(differs, issue_bits, 0), cross=lines)
    cells = grid(at, (0,) * len(frame.issues), range(len(frame.issues)))
    points = cells.points.reshape(len(frame.parties), -1).copy()
    accepts = np.zeros(points.shape[1], np.int64)
    for row in range(len(frame.parties)):
        fine = (points[row] >= at.least[row]) & (cells.cross.ravel() >> row & 1 == 0)
        accepts |= fine.astype(np.int64) << row
    changed, allowed = cells.need.ravel(), cells.allowed.ravel().copy()
    none = changed == 0
    points[:, none] = (at.least + at.slack)[:, None]
    accepts[none] = (1 << len(frame.parties)) - 1
    allowed[none] = True
    return _Field(at, rules_of(frame, rules), points, accepts, changed, allowed)


def _passing(field: _Field, given: int) -> Bools:
    """Which packages pass, where the parties of the bit set `given` say yes to everything; no deal is none."""
    frame = field.at.frame
    count = len(frame.issues)
    pairs, back = np.unique(field.accepts << count | field.changed, return_inverse=True)
    accepts, changed = pairs >> count | given, pairs & ((1 << count) - 1)
    fine = changed != 0
    for rule in dict.fromkeys(field.rules):
        place = np.zeros(len(pairs), np.int64)
        for bit, party in enumerate(rule.parties):
            place |= (accepts >> frame.party_index[party] & 1) << bit
        own = sum(1 << i for i, one in enumerate(field.rules) if one == rule)
        fine &= rule.wins[place] | (changed & own == 0)
    passing: Bools = fine[back] & field.allowed
    return passing


def _ready(field: _Field, rows: Sequence[int]) -> Bools:
    """The packages that all these parties accept, and no deal."""
    bits = sum(1 << row for row in rows)
    ready: Bools = field.allowed & (field.accepts & bits == bits)
    return ready


def _groups(field: _Field, settled: Sequence[int]) -> Ints:
    """A number for each package, the same for those that differ only in the issues `settled`."""
    frame = field.at.frame
    group = np.zeros([len(issue.options) for issue in frame.issues], np.int64)
    stride = 1
    for i, issue in enumerate(frame.issues):
        if i not in settled:
            shape = [-1 if axis == i else 1 for axis in range(len(frame.issues))]
            group += (np.arange(len(issue.options)) * stride).reshape(shape)
            stride *= len(issue.options)
    return group.ravel()


def _left(field: _Field, rows: Sequence[int], settled: Sequence[int], among: Bools) -> Bools:
    """Which of `among` the coalition of these parties would leave, for a package that differs in `settled` alone."""
    group, points = _groups(field, settled), field.points[list(rows)].T
    left = np.zeros(len(group), np.bool_)
    options, asked = (_by_group(group, chosen) for chosen in (_ready(field, rows), among))
    slack = field.at.slack[list(rows)]
    for number, own in asked.items():
        if number in options:
            top = _tops(points[options[number]])
            step = max(1, _CELLS // (len(top) * len(rows)))
            for start in range(0, len(own), step):
                part = own[start : start + step]
                better = np.all(top[None] > (points[part] + slack)[:, None], axis=2)
                left[part] = better.any(axis=1)
    return left


def _by_group(group: Ints, chosen: Bools) -> dict[int, Ints]:
    where = np.flatnonzero(chosen)
    where = where[np.argsort(group[where], kind="stable")]
    starts = np.flatnonzero(np.diff(group[where], prepend=-1))
    return {int(group[part[0]]): part for part in np.split(where, starts[1:]) if len(part)}


def _tops(points: Floats) -> Floats:
    """The utility vectors that no other is at least as good as for all and better for one."""
    from accord.solve.kernels import ranking, undominated

    distinct = np.unique(points, axis=0)
    states = np.zeros(len(distinct), np.int64)
    ranked = ranking(distinct, states, np.arange(len(distinct)))
    tops: Floats = distinct[ranked[undominated(distinct, states, ranked, distinct.shape[1])]]
    return tops


def _deal(field: _Field, number: int) -> Deal:
    frame = field.at.frame
    options = np.unravel_index(number, [len(issue.options) for issue in frame.issues])
    utilities = field.at.utility(field.points[:, number]).tolist()
    return Deal(named(frame, [int(option) for option in options]), tuple(utilities))
