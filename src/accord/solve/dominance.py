"""How far a package is from the frontier: the packages that are better for some and worse for nobody, exactly.

A deal *dominates* a package where it is in the zone, no bargaining party gets less by it, and one gets more; a package
that none dominates is *efficient* (Pareto 1906; in negotiation Raiffa 1982). Every dominating deal is itself reached or
dominated by one on the frontier, so these suffice. They are found by merging issue by issue as the frontier is
(`frontier`), dropping every partial package from which some party can no longer come back to what it has. So the cost
follows what is left to gain, and not the number of packages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from accord.bargain import Bargain, Floats, Ints, check_bargain
from accord.errors import CallError, SizeError
from accord.solve.choosing import best
from accord.solve.coupled import compounds
from accord.solve.frontier import ROOM
from accord.solve.grids import Options, Terrain, named, options_of, terrain, utilities_of
from accord.solve.packages import SOLUTIONS
from accord.solve.trades import Trade, trade_between

LISTED = 1000
"""How many dominating packages are listed."""


@dataclass(frozen=True)
class Efficiency:
    """What a package leaves on the table.

    Attributes:
        package: The package.
        efficient: Whether no deal dominates it.
        better: The dominating deals on the frontier, as changes of the package, the largest sum of gains first; of
            deals that are worth the same to everybody the one that changes the fewest issues. At most a thousand.
        found: How many different utility vectors these deals have.
        left: Party -> the most that it could gain with nobody worse off.
        total: The largest sum of gains with nobody worse off; compares utilities between parties.
        common: The largest part of its `left` that every party who has any can gain at once, from 0 (only in turn) to 1
            (all at once); None where the package is efficient.
    """

    package: dict[str, str]
    efficient: bool
    better: tuple[Trade, ...]
    found: int
    left: dict[str, float]
    total: float
    common: float | None


def efficiency(bargain: Bargain, package: Mapping[str, str], *, room: int = ROOM) -> Efficiency:
    """Whether a package is efficient, which deals of the frontier dominate it, and how much it leaves to gain.

    Whose yes a deal needs, the zone and the frontier are those of `solve`. Only parties who bargain count as hurt or
    helped.

    Args:
        bargain: Utilities, reservations, red lines, rules and interactions.
        package: The option of every issue.
        room: How many partial packages may be held at once.

    Raises:
        BargainError: a number that is missing or not finite, or a package that does not fit.
        SizeError: more partial packages than `room` that can still be better for everybody.

    >>> from accord.bargain import Frame, Issue, Party, make_bargain
    >>> frame = Frame((Party("A"), Party("B")), (Issue("border", ("shut", "open")), Issue("tariff", ("high", "low"))))
    >>> bargain = make_bargain(frame, {
    ...     "A": {"border": {"shut": 3, "open": 0}, "tariff": {"high": 0, "low": 5}},
    ...     "B": {"border": {"shut": 0, "open": 4}, "tariff": {"high": 1, "low": 0}}})
    >>> found = efficiency(bargain, {"border": "shut", "tariff": "high"})
    >>> found.efficient, found.left, [deal.package for deal in found.better]
    (False, {'A': 2.0, 'B': 3.0}, [{'border': 'open', 'tariff': 'low'}])

    Limits: an efficient package may be one-sided; whether it is a likely one is the solutions' matter.

    Citation: raiffa_1982, sebenius_1983.
    """
    check_bargain(bargain)
    at, start = terrain(bargain), options_of(bargain.frame, package)
    chosen, gains = _dominating(bargain, at, start, asked=False, room=room)
    rows = [bargain.frame.parties[row].id for row in at.rows]
    left = gains.max(axis=0, initial=0.0)
    told = [trade_between(at, start, tuple(options), minimal=False) for options in chosen[:LISTED].tolist()]
    some = left > 0
    return Efficiency(
        package=named(bargain.frame, start),
        efficient=len(gains) == 0,
        better=tuple(told),
        found=len(gains),
        left=dict(zip(rows, at.utility(left).tolist(), strict=True)),
        total=float(at.utility(gains.sum(axis=1).max(initial=0.0))),
        common=float((gains[:, some] / left[some]).min(axis=1).max()) if len(gains) else None,
    )


def best_trade(
    bargain: Bargain, package: Mapping[str, str], first: str, second: str, *, rule: str = "nash", room: int = ROOM
) -> Trade | None:
    """The best change of a package for two parties that leaves no other bargaining party worse; None where none helps.

    Of any number of issues. Whoever has a say in the changed issues must be able to agree: reservations and red lines
    are hard. Between changes that help the two, `rule` (a solution of `solve`) chooses by their gains over the
    package; among equals the one with the fewest changes.

    Args:
        bargain: Utilities, reservations, red lines, rules and interactions.
        package: The option of every issue.
        first: Id of a party.
        second: Id of another.
        rule: One of `SOLUTIONS`.
        room: As in `efficiency`.

    Raises:
        BargainError: a number that is missing or not finite, or a package that does not fit.
        CallError: a party who does not bargain, twice the same party, or another rule.
        SizeError: as in `efficiency`.

    >>> from accord.bargain import Frame, Issue, Party, make_bargain
    >>> frame = Frame((Party("A"), Party("B")), (Issue("border", ("shut", "open")), Issue("tariff", ("high", "low"))))
    >>> bargain = make_bargain(frame, {
    ...     "A": {"border": {"shut": 3, "open": 0}, "tariff": {"high": 0, "low": 5}},
    ...     "B": {"border": {"shut": 0, "open": 4}, "tariff": {"high": 1, "low": 0}}})
    >>> best_trade(bargain, {"border": "shut", "tariff": "high"}, "A", "B").gains
    {'A': 2.0, 'B': 3.0}

    Citation: raiffa_1982, froman_cohen_1970.
    """
    check_bargain(bargain)
    at, start = terrain(bargain), options_of(bargain.frame, package)
    rows = {bargain.frame.parties[row].id: place for place, row in enumerate(at.rows)}
    for name, party in (("first", first), ("second", second)):
        if party not in rows:
            raise CallError(f"`{name}` is a party who bargains ({', '.join(rows)})", f"got {party!r}")
    if first == second:
        raise CallError("`first` and `second` are two parties", f"both are {first!r}")
    if rule not in SOLUTIONS:
        raise CallError(f"`rule` is one of {', '.join(SOLUTIONS)}", f"got {rule!r}")
    chosen, gains = _dominating(bargain, at, start, asked=True, room=room)
    pair = gains[:, [rows[first], rows[second]]]
    helped = np.flatnonzero((pair > 0).any(axis=1))
    if not len(helped):
        return None
    tied = helped[best(rule, pair[helped])]
    fewest = min(tied.tolist(), key=lambda row: (int((chosen[row] != np.array(start)).sum()), chosen[row].tolist()))
    return trade_between(at, start, tuple(chosen[fewest].tolist()), minimal=False)


@dataclass(frozen=True)
class _Rows:
    """Partial packages: utilities of who bargains, state bits, how many options differ, combination of each compound.

    `deal`: whether an option needs somebody's yes.
    """

    points: Floats
    need: Ints
    cross: Ints
    deal: Ints
    moved: Ints
    chosen: Ints


def _dominating(bargain: Bargain, at: Terrain, start: Options, *, asked: bool, room: int) -> tuple[Ints, Floats]:
    """Option numbers of the dominating deals on the frontier, and what each bargaining party gains by them.

    `asked`: whether who has a say in a changed issue must agree to the deal even where the deal as such does not need
    it. The largest sum of gains first.
    """
    parts = compounds(bargain.frame).largest_first()
    dims, rows = len(at.rows), list(at.rows)
    values = parts.sums(at.values, at.added)[rows].T
    plain, added = utilities_of(at, start)
    before = (plain + added)[rows]
    differs = np.ones(int(at.frame.offsets[-1]), np.int64)
    differs[at.frame.offsets[:-1] + np.array(start)] = 0
    say = np.repeat(at.asked, np.diff(at.frame.offsets)) * differs if asked else np.zeros_like(differs)
    changes = parts.sums(differs.astype(np.float64)).astype(np.int64)
    need, deal = parts.either(at.need | say), parts.either(at.need)
    columns = _Rows(values, need, parts.either(at.cross), deal, changes, np.zeros((0, 0), np.int64))
    rest = np.zeros((len(parts.groups) + 1, dims))
    for k in range(len(parts.groups) - 1, -1, -1):
        span = slice(int(parts.offsets[k]), int(parts.offsets[k + 1]))
        rest[k] = rest[k + 1] + values[span].max(axis=0, initial=-np.inf)
    none = np.zeros(1, np.int64)
    held = _Rows(np.zeros((1, dims)), none, none, none, none, np.zeros((1, 0), np.int64))
    for k in range(len(parts.groups)):
        held = _merged(held, columns, (int(parts.offsets[k]), int(parts.offsets[k + 1])), before - rest[k + 1], room)
    fine = held.deal != 0
    for bit, row in enumerate(at.rows):
        fine &= (held.points[:, bit] >= at.least[row]) | (held.need >> bit & 1 == 0)
    gains = held.points - before
    fine &= (gains > at.slack[rows]).any(axis=1)
    final = _taken(held, np.flatnonzero(fine))
    final = _taken(final, _best_of_each(final, np.zeros(len(final.need), np.int64)))
    final = _taken(final, np.lexsort((final.moved, -final.points.sum(axis=1))))
    options = np.array([parts.options(row) for row in final.chosen.tolist()], np.int64).reshape(-1, len(start))
    return options, final.points - before


def _merged(held: _Rows, columns: _Rows, span: tuple[int, int], least: Floats, room: int) -> _Rows:
    """Every partial package with every combination of the next compound, less what cannot dominate any more."""
    width = span[1] - span[0]
    count = len(held.need) * width
    if count > room:
        raise SizeError(
            f"Looking for better packages must hold no more than {room:,} partial ones",
            f"there are {count:,}",
            "Merge options, leave out issues or rules, or let fewer parties bargain",
        )
    old, new = np.repeat(np.arange(len(held.need)), width), np.tile(np.arange(*span), len(held.need))
    points = held.points[old] + columns.points[new]
    need, cross = held.need[old] | columns.need[new], held.cross[old] | columns.cross[new]
    kept = np.flatnonzero(((need & cross) == 0) & (points >= least).all(axis=1))
    old, new = old[kept], new[kept]
    wide = _Rows(
        points[kept],
        need[kept],
        cross[kept],
        held.deal[old] | columns.deal[new],
        held.moved[old] + columns.moved[new],
        np.column_stack([held.chosen[old], new - span[0]]),
    )
    bits = points.shape[1]
    return _taken(wide, _best_of_each(wide, (wide.need << bits | wide.cross) << 1 | (wide.deal != 0)))


def _best_of_each(rows: _Rows, states: Ints) -> Ints:
    """Rows that no row of their state beats; of equal ones the one with the fewest changes."""
    from accord.solve.kernels import ranking, undominated

    points = np.ascontiguousarray(rows.points)
    ranked = ranking(points, states, rows.moved)
    kept = ranked[undominated(points, states, ranked, points.shape[1])]
    fresh = np.ones(len(kept), np.bool_)
    fresh[1:] = (states[kept][1:] != states[kept][:-1]) | (points[kept][1:] != points[kept][:-1]).any(axis=1)
    first: Ints = kept[fresh]
    return first


def _taken(rows: _Rows, chosen: Ints) -> _Rows:
    return _Rows(
        rows.points[chosen],
        rows.need[chosen],
        rows.cross[chosen],
        rows.deal[chosen],
        rows.moved[chosen],
        rows.chosen[chosen],
    )
