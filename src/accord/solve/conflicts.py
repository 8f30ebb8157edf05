"""Red lines that cannot all hold: the smallest sets that leave no deal, the smallest whose removal brings one back.

Let X(x) be the red lines that package x crosses, for a package that would be in the zone if nobody had a red line.
Dropping the lines of X(x) puts x into the zone, so the minimal *repairs* (minimal correction sets) are the minimal
X(x). The minimal *conflicts* (minimal unsatisfiable sets) are the minimal sets that meet every repair (Reiter 1987;
Liffiton et al. 2016). Reservations are hard throughout.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from accord.bargain import (
    Bargain,
    Bools,
    Ensemble,
    Floats,
    Frame,
    Ints,
    check_bargain,
    consents,
    counterfactual_options,
)
from accord.errors import SizeError
from accord.hitting_sets import hitting_sets, minimal
from accord.solve.ensemble import How, batch_of, check_ensemble, floors, spread, terms_at
from accord.solve.packages import bargaining, check_size, cross_bits, decode, need_bits

if TYPE_CHECKING:
    from accord.solve.kernels import Terms

EXACT_LINES = 15
"""Up to how many red lines all conflicts and repairs are found."""

WALK = 100_000_000

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


def conflicts(bargain: Bargain) -> Conflicts:
    """All minimal conflicts and repairs among the red lines of a bargain; see the head of this module.

    Raises:
        BargainError: where a number is missing or not finite.
        SizeError: where there are more than 10^8 packages.
    """
    check_bargain(bargain)
    check_size(bargain.frame)
    _check_walk(bargain.frame, 1)
    named, at = _lines(bargain.frame, bargain.red_lines)
    terms = _terms(bargain)
    losses = _losses(bargain)
    if len(named) > EXACT_LINES:
        return _only_cheapest(bargain, terms, named, losses)
    seen = _seen(terms, at, bargain.frame)
    repairs = minimal(_sets(seen))
    clash = not seen.any()
    broken = seen[0] == 0 and not clash
    return Conflicts(
        lines=named,
        has_zone=bool(seen[0]),
        reservations_clash=clash,
        complete=True,
        conflicts=_in_words(hitting_sets(repairs), named) if broken else (),
        repairs=_in_words(repairs, named) if broken else (),
        cheapest=_repair(bargain, terms, named, losses) if broken else None,
        quarrels=_quarrels(bargain) if clash else (),
    )


def ensemble_conflicts(
    ensemble: Ensemble, *, threads: int = 2, progress: Callable[[int], None] | None = None
) -> EnsembleConflicts:
    """The minimal conflicts and repairs among the red lines of every member, and in what share of members each is one.

    A member without a zone and with more than `EXACT_LINES` red lines is told apart in `complete` and brings no
    conflicts; whether it has a zone, and whether reservations alone leave none, is exact all the same.

    Raises:
        SizeError: where members x packages are more than 10^10.
    """
    check_ensemble(ensemble)
    check_size(ensemble.frame)
    _check_walk(ensemble.frame, ensemble.members)
    members, batch = ensemble.members, batch_of(ensemble)
    zone, clash, complete = np.zeros(members, np.bool_), np.zeros(members, np.bool_), np.ones(members, np.bool_)
    found: list[frozenset[frozenset[tuple[int, int]]]] = [frozenset()] * members

    def work(start: int, stop: int) -> None:
        for number in range(start, stop):
            zone[number] = _count(terms_at(batch, number)) > 0
            if zone[number]:
                continue
            member = ensemble.member(number)
            named, at = _lines(member.frame, member.red_lines)
            if len(named) > EXACT_LINES:
                complete[number] = clash[number] = not _free(_terms(member))
                continue
            seen = _seen(_terms(member), at, member.frame)
            clash[number] = not seen.any()
            found[number] = frozenset(frozenset(at[line] for line in lines) for lines in minimal(_sets(seen)))

    how: How = (threads, progress)
    spread(work, members, how)
    return _shares(ensemble.frame, (zone, clash, complete), found)


def _lines(frame: Frame, red_lines: Bools) -> tuple[tuple[RedLine, ...], list[tuple[int, int]]]:
    """The red lines of the bargaining parties, and the row and column of each."""
    rows = bargaining(frame)
    at = [(row, int(column)) for row in rows for column in np.flatnonzero(red_lines[row])]
    return tuple(_red_line(frame, row, column) for row, column in at), at


def _red_line(frame: Frame, row: int, column: int) -> RedLine:
    number = int(np.searchsorted(frame.offsets, column, side="right")) - 1
    issue = frame.issues[number]
    return RedLine(frame.parties[row].id, issue.id, issue.options[column - int(frame.offsets[number])])


def _terms(bargain: Bargain) -> Terms:
    from accord.solve.kernels import Terms

    frame, rows = bargain.frame, list(bargaining(bargain.frame))
    return Terms(
        frame.offsets,
        np.ascontiguousarray(bargain.values[rows], np.float64),
        need_bits(frame, counterfactual_options(frame)),
        np.ascontiguousarray(cross_bits(frame, bargain.red_lines)),
        np.ascontiguousarray(floors(bargain.values, bargain.reservations, frame.offsets)[rows]),
    )


def _seen(terms: Terms, at: list[tuple[int, int]], frame: Frame) -> Ints:
    """How many otherwise agreeable packages cross each set of red lines, by bit set."""
    from accord.solve.kernels import crossings

    rows = bargaining(frame)
    cross = np.zeros(int(frame.offsets[-1]), np.int64)
    owners = np.zeros(1 << len(rows), np.int64)
    sets = np.arange(1 << len(rows))
    for line, (row, column) in enumerate(at):
        cross[column] |= 1 << line
        owners[(sets >> rows.index(row)) & 1 == 1] |= 1 << line
    seen = np.zeros(1 << len(at), np.int64)
    crossings(terms._replace(cross=cross), owners, seen)
    return seen


def _sets(seen: Ints) -> list[Lines]:
    return [frozenset(k for k in range(EXACT_LINES) if mask >> k & 1) for mask in np.flatnonzero(seen).tolist()]


def _losses(bargain: Bargain) -> Floats:
    """How far behind its red line a party steps with each option, as in `Repair`; shape (parties, columns)."""
    losses = np.zeros(bargain.values.shape)
    for start, stop in pairwise(bargain.frame.offsets.tolist()):
        values, lines = bargain.values[:, start:stop], bargain.red_lines[:, start:stop]
        free = np.where(lines, np.inf, values).min(axis=1, keepdims=True)
        border = np.where(np.isfinite(free), free, values.max(axis=1, keepdims=True))
        losses[:, start:stop] = np.where(lines, np.maximum(border - values, 0.0), 0.0)
    return losses


def _repair(bargain: Bargain, terms: Terms, named: tuple[RedLine, ...], losses: Floats) -> Repair | None:
    """The cheapest repair, by walking all packages; among equals the first package's."""
    from accord.solve.kernels import cheapest_crossing

    rows = list(bargaining(bargain.frame))
    least = np.array([np.inf])
    # Of two repairs of equal loss the one with fewer lines: each line costs a trifle more than it loses.
    trifle = np.where(bargain.red_lines, 1e-12 * (1.0 + np.abs(losses)), 0.0)
    number = int(cheapest_crossing(terms, np.ascontiguousarray((losses + trifle)[rows]), least))
    if number < 0:
        return None
    package = decode(bargain.frame, number)
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


def _count(terms: Terms) -> int:
    """How many packages are in the zone."""
    from accord.solve.kernels import count_zone

    zone, _ = count_zone(terms, np.full(len(terms.floors), -np.inf), np.zeros(0, np.int64))
    return int(zone)


def _free(terms: Terms) -> bool:
    """Whether there would be a zone if nobody had a red line."""
    return _count(terms._replace(cross=np.zeros_like(terms.cross))) > 0


def _only_cheapest(bargain: Bargain, terms: Terms, named: tuple[RedLine, ...], losses: Floats) -> Conflicts:
    zone = _count(terms) > 0
    clash = not zone and not _free(terms)
    repair = None if zone or clash else _repair(bargain, terms, named, losses)
    return Conflicts(
        lines=named,
        has_zone=zone,
        reservations_clash=clash,
        complete=zone or clash,
        conflicts=(),
        repairs=(),
        cheapest=repair,
        quarrels=_quarrels(bargain) if clash else (),
    )


def _quarrels(bargain: Bargain) -> tuple[tuple[str, ...], ...]:
    """The minimal sets of parties whose reservations leave no deal, red lines aside."""
    from accord.solve.kernels import crossings

    rows = bargaining(bargain.frame)
    if len(rows) > EXACT_LINES:
        return ()
    terms = _terms(bargain)
    unmet: list[Lines] = []
    # A party may be ignored by letting its floor fall away; the sets that bring a deal when ignored are the repairs.
    for mask in sorted(range(1 << len(rows)), key=int.bit_count):
        ignored = frozenset(k for k in range(len(rows)) if mask >> k & 1)
        if any(smaller <= ignored for smaller in unmet):
            continue
        freed = terms.floors.copy()
        freed[list(ignored)] = -np.inf
        owners, seen = np.zeros(1 << len(rows), np.int64), np.zeros(1, np.int64)
        no_lines = np.zeros_like(terms.cross)
        if crossings(terms._replace(floors=freed, cross=no_lines), owners, seen):
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


def _check_walk(frame: Frame, members: int) -> None:
    limit = WALK if members == 1 else 100 * WALK
    if frame.packages * members > limit:
        raise SizeError(
            f"Conflicts among red lines are found by walking all packages, at most {limit:.0e} of them",
            f"there are {float(frame.packages * members):.1e}",
            "Merge options or leave issues out",
        )
