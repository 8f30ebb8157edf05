"""Red lines that cannot all hold: the smallest sets that leave no deal, the smallest whose removal brings one back.

Let X(x) be the red lines that package x crosses, for a package that would be in the zone if nobody had a red line.
Dropping the lines of X(x) puts x into the zone, so the minimal *repairs* (minimal correction sets) are the minimal
X(x). The minimal *conflicts* (minimal unsatisfiable sets) are the minimal sets that meet every repair (Reiter 1987;
Liffiton et al. 2016). Reservations and the frame's rules (exclusions, requirements, interactions) are hard throughout.

Up to 10^8 packages every X(x) is looked at; beyond that the same sets come from asking for zones (`repairs`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from accord.bargain import Bargain, Bools, Ensemble, Floats, Frame, Ints, check_bargain, consents
from accord.hitting_sets import hitting_sets, minimal
from accord.solve.coupled import Compounds, compounds
from accord.solve.ensemble import How, batches, check_ensemble, floors, spread, terms_at
from accord.solve.frontier import bits_of
from accord.solve.packages import bargaining, check_size, decode
from accord.solve.repairs import all_repairs, cheapest_package, has_zone, kept_lines

if TYPE_CHECKING:
    from accord.solve.kernels import Batch, Terms

EXACT_LINES = 15
"""Up to how many red lines all conflicts and repairs are found."""

WALK = 100_000_000
"""Up to how many packages are walked one by one; beyond that zones are asked for, and repairs merged."""

Lines = frozenset[int]


@dataclass(frozen=True, slots=True, order=True)
class RedLine:
    """An option that a party consents to in no package."""

    party: str
    issue: str
    option: str


@dataclass(frozen=True)
class Repair:
    """Red lines that together would have to go, what that costs, and a package it makes possible.

    `loss`: for each line, how far behind it its party would have to step: the value of the worst option of the issue
    that it has no red line on, less the value of the option (0 where that is no less); added up over lines and parties,
    so it compares utilities between parties. Where every option is over the line, the best of them counts in place of
    the worst.
    """

    lines: tuple[RedLine, ...]
    loss: float
    package: dict[str, str] | None


@dataclass(frozen=True)
class Conflicts:
    """Why the red lines of a bargain leave no deal.

    Attributes:
        lines: The red lines that count: those of parties who bargain, on options of the bargain.
        has_zone: Whether there is a zone as things stand; then there are no conflicts and no repairs.
        reservations_clash: True where there would be no zone even without red lines.
        complete: True where `conflicts` and `repairs` are all there are; beyond `EXACT_LINES` lines there is only the
            cheapest repair.
        conflicts: The minimal sets of red lines that leave no deal, by size and then by name.
        repairs: The minimal sets of red lines whose removal brings a deal, likewise.
        cheapest: The repair with the least loss.
        quarrels: Where the reservations clash: the minimal sets of parties whose reservations leave no deal.
    """

    lines: tuple[RedLine, ...]
    has_zone: bool
    reservations_clash: bool
    complete: bool
    conflicts: tuple[tuple[RedLine, ...], ...]
    repairs: tuple[tuple[RedLine, ...], ...]
    cheapest: Repair | None
    quarrels: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class EnsembleConflicts:
    """Conflicts among red lines over an ensemble.

    Attributes:
        has_zone: True where there is a zone, shape (members,); exact in every member.
        reservations_clash: True where there would be none even without red lines, shape (members,); exact likewise.
        complete: True where all conflicts of the member were found, shape (members,): everywhere but in a member
            without a zone that has more than `EXACT_LINES` red lines.
        conflicts: Each minimal conflict with the share of members that have it, from the highest share on; members
            that are not `complete` add to none, so their shares are lower bounds where there are such members.
        repairs: Each minimal repair likewise.
        blocking: Each red line with the share of members in which some conflict has it, likewise.
    """

    has_zone: Bools
    reservations_clash: Bools
    complete: Bools
    conflicts: tuple[tuple[tuple[RedLine, ...], float], ...]
    repairs: tuple[tuple[tuple[RedLine, ...], float], ...]
    blocking: tuple[tuple[RedLine, float], ...]


def conflicts(bargain: Bargain, *, walk: int = WALK) -> Conflicts:
    """All minimal conflicts and repairs among the red lines of a bargain; see the head of this module.

    Args:
        bargain: Utilities, reservations, red lines, rules and interactions.
        walk: Up to how many packages all are walked; the answer does not depend on it.

    Raises:
        BargainError: where a number is missing or not finite.
        SizeError: where more partial packages stay undominated than can be held, or there are too many sets.
    """
    check_bargain(bargain)
    check_size(bargain.frame)
    parts = compounds(bargain.frame)
    look = parts.packages <= walk
    rows = bargaining(bargain.frame)
    at = _at(rows, bargain.red_lines)
    named = tuple(_red_line(bargain.frame, row, column) for row, column in at)
    terms = _terms(bargain, parts)
    found = Conflicts(named, False, False, True, (), (), None, ())
    if _zone(terms, walk=look):
        return replace(found, has_zone=True)
    if not _free(terms, walk=look):
        return replace(found, reservations_clash=True, quarrels=_quarrels(bargain, terms, walk=look))
    found = replace(found, cheapest=_repair(bargain, terms, (named, parts), walk=look))
    if len(named) > EXACT_LINES:
        return replace(found, complete=False)
    repairs = _repairs(terms, (rows, at), parts, walk=look)
    return replace(found, conflicts=_in_words(hitting_sets(repairs), named), repairs=_in_words(repairs, named))


def ensemble_conflicts(
    ensemble: Ensemble, *, threads: int = 2, progress: Callable[[int], None] | None = None
) -> EnsembleConflicts:
    """The minimal conflicts and repairs among the red lines of every member, and in what share of members each is one.

    A member without a zone and with more than `EXACT_LINES` red lines is told apart in `complete` and brings no
    conflicts; whether it has a zone, and whether reservations alone leave none, is exact all the same.

    Raises:
        SizeError: as in `conflicts`.
    """
    check_ensemble(ensemble)
    check_size(ensemble.frame)
    parts, members, rows = compounds(ensemble.frame), ensemble.members, bargaining(ensemble.frame)
    look = parts.packages * members <= 100 * WALK
    zone, clash, complete = np.zeros(members, np.bool_), np.zeros(members, np.bool_), np.ones(members, np.bool_)
    found: list[frozenset[frozenset[tuple[int, int]]]] = [frozenset()] * members
    how: How = (threads, progress)
    for own, batch in batches(ensemble, parts):
        first = own.indices(members)[0]

        def work(start: int, stop: int, batch: Batch = batch, first: int = first) -> None:
            for number in range(start, stop):
                member, terms = first + number, terms_at(batch, number)
                zone[member] = _zone(terms, walk=look)
                if not zone[member]:
                    at = _at(rows, ensemble.red_lines[member])
                    clash[member], complete[member], found[member] = _member(terms, (rows, at), parts, walk=look)

        spread(work, len(batch.floors), how)
    return _shares(ensemble.frame, (zone, clash, complete), found)


Where = tuple[tuple[int, ...], list[tuple[int, int]]]
"""The rows of those who bargain, and the row and column of each of their red lines."""


def _member(
    terms: Terms, where: Where, parts: Compounds, *, walk: bool
) -> tuple[bool, bool, frozenset[frozenset[tuple[int, int]]]]:
    """Whether reservations alone leave no zone, whether all repairs are known, and these, by row and column."""
    _, at = where
    clash = not _free(terms, walk=walk)
    if clash or len(at) > EXACT_LINES:
        return clash, clash, frozenset()
    repairs = _repairs(terms, where, parts, walk=walk)
    return False, True, frozenset(frozenset(at[line] for line in lines) for lines in repairs)


def _at(rows: tuple[int, ...], red_lines: Bools) -> list[tuple[int, int]]:
    """Row and column of each red line of these rows."""
    return [(row, column) for row in rows for column in np.flatnonzero(red_lines[row]).tolist()]


def _red_line(frame: Frame, row: int, column: int) -> RedLine:
    number = int(np.searchsorted(frame.offsets, column, side="right")) - 1
    issue = frame.issues[number]
    return RedLine(frame.parties[row].id, issue.id, issue.options[column - int(frame.offsets[number])])


def _terms(bargain: Bargain, parts: Compounds) -> Terms:
    """What the kernels read of a bargain, over compound issues; utilities as they are, floors a trifle lower."""
    from accord.solve.kernels import Terms

    frame, rows = bargain.frame, list(bargaining(bargain.frame))
    extra = bargain.interaction_values if frame.interactions else None
    need, cross = bits_of(bargain, parts)
    return Terms(
        np.ascontiguousarray(parts.offsets),
        np.ascontiguousarray(parts.sums(bargain.values[rows], None if extra is None else extra[rows]), np.float64),
        np.ascontiguousarray(need),
        np.ascontiguousarray(cross),
        np.ascontiguousarray(floors(bargain.values, bargain.reservations, frame.offsets, extra)[rows]),
    )


def _repairs(terms: Terms, where: Where, parts: Compounds, *, walk: bool) -> tuple[Lines, ...]:
    """All minimal repairs, by number of the line: from what every package crosses, or by asking for zones."""
    rows, at = where
    bits = _line_bits(at, parts)
    owners = [rows.index(row) for row, _ in at]
    if walk:
        return minimal(_sets(_seen(terms, bits, owners)))
    return all_repairs(len(at), kept_lines(terms, bits, owners))


def _line_bits(at: list[tuple[int, int]], parts: Compounds) -> Ints:
    """The red lines that each combination crosses, as a bit set."""
    cross = np.zeros(int(parts.frame.offsets[-1]), np.int64)
    for line, (_, column) in enumerate(at):
        cross[column] |= 1 << line
    return np.ascontiguousarray(parts.either(cross))


def _seen(terms: Terms, bits: Ints, owners: list[int]) -> Ints:
    """How many otherwise agreeable packages cross each set of red lines, by bit set."""
    from accord.solve.kernels import crossings

    own = np.zeros(1 << len(terms.floors), np.int64)
    sets = np.arange(len(own))
    for line, owner in enumerate(owners):
        own[(sets >> owner) & 1 == 1] |= 1 << line
    seen = np.zeros(1 << len(owners), np.int64)
    crossings(terms._replace(cross=bits), own, seen)
    return seen


def _sets(seen: Ints) -> list[Lines]:
    """The minimal ones among the sets that were seen."""
    count = len(seen).bit_length() - 1
    here = seen > 0
    within, smaller = here.copy(), np.zeros_like(here)
    for bit in range(count):
        halves = within.reshape(-1, 2, 1 << bit)
        halves[:, 1] |= halves[:, 0]
    for bit in range(count):
        smaller.reshape(-1, 2, 1 << bit)[:, 1] |= within.reshape(-1, 2, 1 << bit)[:, 0]
    return [frozenset(k for k in range(count) if mask >> k & 1) for mask in np.flatnonzero(here & ~smaller).tolist()]


def _losses(bargain: Bargain) -> Floats:
    """How far behind its red line a party steps with each option, as in `Repair`; shape (parties, columns)."""
    losses = np.zeros(bargain.values.shape)
    for start, stop in pairwise(bargain.frame.offsets.tolist()):
        values, lines = bargain.values[:, start:stop], bargain.red_lines[:, start:stop]
        free = np.where(lines, np.inf, values).min(axis=1, keepdims=True)
        border = np.where(np.isfinite(free), free, values.max(axis=1, keepdims=True))
        losses[:, start:stop] = np.where(lines, np.maximum(border - values, 0.0), 0.0)
    return losses


def _repair(bargain: Bargain, terms: Terms, of: tuple[tuple[RedLine, ...], Compounds], *, walk: bool) -> Repair | None:
    """The cheapest repair: by walking all packages where they are few, the first of equals; else by merging."""
    from accord.solve.kernels import cheapest_crossing

    (named, parts), losses, rows = of, _losses(bargain), list(bargaining(bargain.frame))
    # Of two repairs of equal loss the one with fewer lines: each line costs a trifle more than it loses.
    trifle = np.where(bargain.red_lines, 1e-12 * (1.0 + np.abs(losses)), 0.0)
    costs = np.ascontiguousarray(parts.sums((losses + trifle)[rows]))
    if walk:
        number = int(cheapest_crossing(terms, costs, np.array([np.inf])))
        if number < 0:
            return None
        package = decode(bargain.frame, int(parts.numbers(np.array([number]))[0]))
    else:
        chosen = cheapest_package(terms, costs)
        if chosen is None:
            return None
        options = parts.options(chosen.tolist())
        package = {i.id: i.options[k] for i, k in zip(bargain.frame.issues, options, strict=True)}
    cf = {issue.id: issue.counterfactual for issue in bargain.frame.issues}
    moved = np.array([cf[issue] != option for issue, option in package.items()])
    needed = {
        party.id
        for party, yes in zip(bargain.frame.parties, consents(bargain.frame)[moved].any(axis=0), strict=True)
        if yes
    }
    lines = tuple(line for line in named if line.party in needed and package[line.issue] == line.option)
    index, column = bargain.frame.party_index, bargain.frame.column
    loss = sum(float(losses[index[line.party], column(line.issue, line.option)]) for line in lines)
    return Repair(lines, loss, package)


def _zone(terms: Terms, *, walk: bool) -> bool:
    """Whether some package is in the zone: by walking all packages, or by merging."""
    from accord.solve.kernels import count_zone

    if not walk or (np.diff(terms.offsets) == 0).any():
        return has_zone(terms)
    zone, _ = count_zone(terms, np.full(len(terms.floors), -np.inf), np.zeros(0, np.int64))
    return int(zone) > 0


def _free(terms: Terms, *, walk: bool) -> bool:
    """Whether there would be a zone if nobody had a red line."""
    return _zone(terms._replace(cross=np.zeros_like(terms.cross)), walk=walk)


def _quarrels(bargain: Bargain, terms: Terms, *, walk: bool) -> tuple[tuple[str, ...], ...]:
    """The minimal sets of parties whose reservations leave no deal, red lines aside."""
    rows = bargaining(bargain.frame)
    if len(rows) > EXACT_LINES:
        return ()
    unmet: list[Lines] = []
    # A party may be ignored by letting its floor fall away; the sets that bring a deal when ignored are the repairs.
    for mask in sorted(range(1 << len(rows)), key=int.bit_count):
        ignored = frozenset(k for k in range(len(rows)) if mask >> k & 1)
        if any(smaller <= ignored for smaller in unmet):
            continue
        freed = terms.floors.copy()
        freed[list(ignored)] = -np.inf
        if _free(terms._replace(floors=freed), walk=walk):
            unmet.append(ignored)
    return tuple(
        tuple(bargain.frame.parties[rows[k]].id for k in sorted(one)) for one in hitting_sets(minimal(unmet)) if one
    )


def _shares(
    frame: Frame, flags: tuple[Bools, Bools, Bools], found: list[frozenset[frozenset[tuple[int, int]]]]
) -> EnsembleConflicts:
    zone, clash, complete = flags
    at = sorted({line for repairs in found for lines in repairs for line in lines})
    number = {line: k for k, line in enumerate(at)}
    named = [_red_line(frame, row, column) for row, column in at]
    counts: dict[str, Counter[Lines]] = {"conflicts": Counter(), "repairs": Counter(), "blocking": Counter()}
    for repairs, times in Counter(found).items():
        if not repairs:
            continue
        sets = minimal(frozenset(number[line] for line in lines) for lines in repairs)
        clashing = hitting_sets(sets)
        for name, group in (("conflicts", clashing), ("repairs", sets)):
            for one in group:
                counts[name][one] += times
        for line in {line for one in clashing for line in one}:
            counts["blocking"][frozenset({line})] += times

    def ranked(name: str) -> tuple[tuple[tuple[RedLine, ...], float], ...]:
        order = sorted(counts[name].items(), key=lambda entry: (-entry[1], len(entry[0]), sorted(entry[0])))
        return tuple((tuple(named[k] for k in sorted(one)), times / len(found)) for one, times in order)

    blocking = tuple((one[0], share) for one, share in ranked("blocking"))
    return EnsembleConflicts(zone, clash, complete, ranked("conflicts"), ranked("repairs"), blocking)


def _in_words(sets: Iterable[Lines], named: tuple[RedLine, ...]) -> tuple[tuple[RedLine, ...], ...]:
    return tuple(tuple(named[k] for k in sorted(one)) for one in sets)
