"""The solvers over an ensemble: zone, frontier and the four solutions in every member.

Members are models drawn from what the evidence allows; the answers here are rows per member and counts per package,
from which `findings` takes its shares. Nothing as large as members x packages is ever held.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from accord.bargain import Bools, Ensemble, Floats, Frame, Ints, check_frame
from accord.errors import BargainError, CallError, SizeError
from accord.solve.coupled import Compounds, compounds, having
from accord.solve.packages import SOLUTIONS, bargaining, check_size, columns, cross_bits, decode, need_bits

if TYPE_CHECKING:
    from accord.solve.kernels import Batch, Found, Terms

WALK_PACKAGES = 2_000_000
WALK_WORK = 2_000_000_000
_ROOM = 2_000_000
_HITS = 20_000_000
_HELD = 1 << 24
_SAMPLES = 4096
_BLOCK = 25

How = tuple[int, Callable[[int], None] | None]
"""How many threads, and what to call with the number of members done."""


@dataclass(frozen=True)
class EnsembleSolution:
    """Zone, frontier and solutions of every member of an ensemble; conventions as in `solve`.

    Attributes:
        frame: The parties, tracks and issues.
        parties: Ids of the parties who bargain: whose yes some issue needs.
        exact: True where every package was walked; False where the zone's size is an estimate from a sample.
        zone: How many packages are in the zone, shape (members,); `zone_error` its standard error, 0 where exact. Not a
            number where neither walked nor sampled.
        has_zone: True where the zone has a package (always exact), shape (members,).
        solvable: True where some package of the zone leaves no bargaining party below its reservation, shape
            (members,).
        ideal_gains: The most each party can gain in such a package, shape (members, parties); 0 for who does not
            bargain.
        picks: Solution name -> package number, shape (members,); the lowest of a tie (where rules tie issues together,
            the first in the order of the compounds); -1 where not `solvable`.
        utilities: Solution name -> utilities, shape (members, parties); the reservations where not `solvable`.
        reservations: Shape (members, parties).
        frontier: How many deals are on the frontier, shape (members,); 0 where it was not computed.
        frontier_known: True where it was; all members, or an even selection of them where a frontier is dear (four and
            more parties), or none where not `exact`.
        zone_hits: In how many members each package is in the zone, shape (packages,), 0 for one that breaks a rule;
            None where not `exact`.
        frontier_hits: In how many of the members of `frontier_known` each package is on the frontier; None likewise.
    """

    frame: Frame
    parties: tuple[str, ...]
    exact: bool
    zone: Floats
    zone_error: Floats
    has_zone: Bools
    solvable: Bools
    ideal_gains: Floats
    picks: dict[str, Ints]
    utilities: dict[str, Floats]
    reservations: Floats
    frontier: Ints
    frontier_known: Bools
    zone_hits: Ints | None
    frontier_hits: Ints | None

    @property
    def members(self) -> int:
        """How many models."""
        return len(self.zone)

    def gains(self, name: str) -> Floats:
        """What each party gains over no deal at solution `name`, shape (members, parties); 0 where there is no deal."""
        return self.utilities[name] - self.reservations


@dataclass(frozen=True, slots=True)
class PackageShare:
    """A package and the share of members that choose it, or have it in the zone or on the frontier."""

    number: int
    package: dict[str, str]
    share: float


def solve_ensemble(
    ensemble: Ensemble,
    *,
    rng: np.random.Generator | None,
    threads: int = 2,
    walk: bool | None = None,
    frontier: bool = True,
    progress: Callable[[int], None] | None = None,
) -> EnsembleSolution:
    """Zone, frontier and the four solutions of every member; conventions as in `solve`.

    Up to two million packages (fewer with many members) every package of every member is walked. Beyond that the
    solutions and whether there is a zone come, still exactly, from merging issue by issue, and the zone's size from a
    sample of packages, the same for all members. A utility within a billionth of a party's range below its reservation
    counts as equal to it, so that the order of a sum decides nothing. Issues that rules tie together count as one
    compound issue (see `coupled`), with up to a million combinations.

    Args:
        ensemble: The models.
        rng: Draws the sample; used only where packages are not walked. None where nobody asks for the zone's size
            (whether there is one is known all the same): it is not a number there, and a fifth of the time is saved.
        threads: How many members at a time; the answer does not depend on it.
        walk: True to walk all packages, False to merge, None to choose by size.
        frontier: False to leave the frontier out, which with four and more parties is the dearest part and so is
            computed only in an even selection of the members: 200 with four parties, 50 with five, 20 with more.
            Shares of packages on the frontier are then shares of that selection (`frontier_known`).
        progress: Called with the number of members done since the last call, possibly from another thread.

    Raises:
        BargainError: where a number is missing or not finite.
        SizeError: where there are too many packages, parties, or undominated packages.
    """
    check_ensemble(ensemble)
    check_size(ensemble.frame)
    if threads < 1:
        raise CallError("threads must be at least 1", f"it is {threads}")
    parts = compounds(ensemble.frame)
    packages = parts.packages
    if walk is None:
        walk = (
            packages <= WALK_PACKAGES and packages * ensemble.members <= WALK_WORK and ensemble.frame.packages <= _HITS
        )
    if walk or packages == 0:
        known = _frontier_members(ensemble.members, len(bargaining(ensemble.frame)) if frontier else 0)
        runs = [_walked(batch, packages, known[own], (threads, progress)) for own, batch in batches(ensemble, parts)]
        found = _joined(runs, parts)
        return _solution(ensemble, found, known, (found.zone.astype(np.float64), np.zeros(ensemble.members)))
    parts = parts if parts.free else parts.largest_first()
    starts = list(pairwise(parts.offsets.tolist()))
    draws = None if rng is None else np.stack([rng.integers(a, b, _SAMPLES) for a, b in starts], axis=1)
    merged, sizes = [], []
    for _, batch in batches(ensemble, parts):
        merged.append(_merged(batch, (threads, progress)))
        unknown = np.full(len(batch.floors), np.nan)
        sizes.append((unknown, unknown) if draws is None else _sampled(batch, draws, packages))
    zone, error = (np.concatenate(part) for part in zip(*sizes, strict=True))
    return _solution(ensemble, _joined(merged, parts), np.zeros(ensemble.members, np.bool_), (zone, error))


def top_packages(solution: EnsembleSolution, by: str = "nash", *, limit: int = 5) -> tuple[PackageShare, ...]:
    """The packages that most members choose (`by` a solution's name), or have in the `zone` or on the `frontier`.

    The share is of all members whose frontier is known for `frontier`, else of all members; equal shares by number.
    """
    known = solution.members
    if by in SOLUTIONS:
        numbers, counts = np.unique(solution.picks[by][solution.solvable], return_counts=True)
    elif by in {"zone", "frontier"}:
        hits = solution.zone_hits if by == "zone" else solution.frontier_hits
        if hits is None:
            raise SizeError(f"Packages by {by} need every package walked", "there are too many", "Merge options")
        known = known if by == "zone" else int(solution.frontier_known.sum())
        numbers = np.flatnonzero(hits)
        counts = hits[numbers]
    else:
        raise CallError(f"by must be one of {', '.join((*SOLUTIONS, 'zone', 'frontier'))}", f"it is {by!r}")
    order = np.lexsort((numbers, -counts))[:limit]
    return tuple(
        PackageShare(number, decode(solution.frame, number), count / known)
        for number, count in zip(numbers[order].tolist(), counts[order].tolist(), strict=True)
    )


def check_ensemble(ensemble: Ensemble) -> None:
    """Nothing, where every array fits the frame and every number is finite; else a BargainError names the place."""
    frame = ensemble.frame
    check_frame(frame)
    members, parties, width = ensemble.values.shape[0], len(frame.parties), int(frame.offsets[-1])
    extra, rules = ensemble.interaction_values, len(frame.interactions)
    for name, array, shape in (
        ("values", ensemble.values, (members, parties, width)),
        ("reservations", ensemble.reservations, (members, parties)),
        ("red_lines", ensemble.red_lines, (members, parties, width)),
        ("counterfactuals", ensemble.counterfactuals, (members, len(frame.issues))),
        *([("interaction_values", extra, (members, parties, rules))] if extra.size or rules else []),
    ):
        if array.shape != shape:
            raise BargainError(f"The {name} of an ensemble must have shape {shape}", f"they have {array.shape}")
        bad = np.argwhere(~np.isfinite(array))
        if len(bad):
            place = ", ".join(map(str, bad[0].tolist()))
            raise BargainError(f"The {name} of an ensemble must be finite", f"at [{place}] is {array[tuple(bad[0])]}")
    options = np.array([len(issue.options) for issue in frame.issues])
    if ((ensemble.counterfactuals < -1) | (ensemble.counterfactuals >= options)).any():
        raise BargainError("The counterfactuals of an ensemble must be option numbers, or -1", "one is outside")


def floors(values: Floats, reservations: Floats, offsets: Ints, interaction_values: Floats | None = None) -> Floats:
    """The least utility each party says yes to: its reservation less a billionth of its range; shape (..., parties)."""
    most = np.maximum.reduceat(values, offsets[:-1], axis=-1)
    least = np.minimum.reduceat(values, offsets[:-1], axis=-1)
    slack: Floats = 1e-9 * (most - least).sum(axis=-1)
    if interaction_values is not None and interaction_values.size:
        slack = slack + 1e-9 * np.abs(interaction_values).sum(axis=-1)
    return reservations - slack


def batches(ensemble: Ensemble, parts: Compounds) -> Iterator[tuple[slice, Batch]]:
    """Runs of members with what the kernels read of them; all at once where that is small."""
    width = max(1, len(ensemble.frame.parties) * int(parts.offsets[-1]))
    step = max(1, ensemble.members if parts.free else _HELD // width)
    for start in range(0, max(1, ensemble.members), step):
        own = slice(start, min(start + step, ensemble.members))
        yield own, batch_of(ensemble, parts, own)


def batch_of(ensemble: Ensemble, parts: Compounds | None = None, own: slice = slice(None)) -> Batch:
    """What the kernels read of all members, or of the members `own`: packages over compound issues."""
    from accord.solve.kernels import Batch

    frame, rows = ensemble.frame, list(bargaining(ensemble.frame))
    parts = compounds(frame) if parts is None else parts
    values, reservations = ensemble.values[own][:, rows], ensemble.reservations[own][:, rows]
    extra = ensemble.interaction_values[own][:, rows] if frame.interactions else None
    return Batch(
        np.ascontiguousarray(parts.offsets),
        np.ascontiguousarray(parts.sums(values, extra), np.float64),
        np.ascontiguousarray(parts.either(need_bits(frame, ensemble.counterfactuals[own]))),
        np.ascontiguousarray(parts.either(cross_bits(frame, ensemble.red_lines[own]))),
        np.ascontiguousarray(floors(values, reservations, frame.offsets, extra), np.float64),
        np.ascontiguousarray(reservations, np.float64),
    )


def terms_at(batch: Batch, member: int) -> Terms:
    """What the kernels read of one member."""
    from accord.solve.kernels import Terms

    return Terms(batch.offsets, batch.values[member], batch.need[member], batch.cross[member], batch.floors[member])


def _nothing(batch: Batch, packages: int) -> Found:
    from accord.solve.kernels import Found

    members, parties = batch.reservations.shape
    zone, fair, frontier = (np.zeros(members, np.int64) for _ in range(3))
    hits = (np.zeros(packages, np.int64) for _ in range(2))
    return Found(zone, fair, np.zeros((members, parties)), np.full((members, 4), -1, np.int64), frontier, *hits)


def spread(work: Callable[[int, int], None], members: int, how: How) -> None:
    """Calls `work(start, stop)` on runs of members in as many threads as asked for."""
    threads, progress = how

    def run(start: int) -> None:
        stop = min(start + _BLOCK, members)
        work(start, stop)
        if progress is not None:
            progress(stop - start)

    starts = range(0, members, _BLOCK)
    if threads == 1:
        for start in starts:
            run(start)
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(run, starts))


def _walked(batch: Batch, packages: int, known: Bools, how: How) -> Found:
    from accord.solve.kernels import merge_members, walk_members

    found = _nothing(batch, packages)
    lock, zone_hits, frontier_hits, apart = Lock(), found.zone_hits, found.frontier_hits, np.zeros_like(found.zone)

    def work(start: int, stop: int) -> None:
        zone, edge = np.zeros(packages, np.int64), np.zeros(packages, np.int64)
        # All four solutions lie on the frontier: where that is sought anyway, walking need only count the zone.
        merged = found._replace(frontier_hits=edge, zone=apart, fair=apart)
        for member in range(start, stop):
            if known[member]:
                merge_members(batch, merged, member, member + 1, (1, packages, 0))
        walk_members(batch, found._replace(zone_hits=zone), start, stop)
        with lock:
            np.add(zone_hits, zone, out=zone_hits)
            np.add(frontier_hits, edge, out=frontier_hits)

    spread(work, len(known), how)
    return found


def _frontier_members(members: int, parties: int) -> Bools:
    """In which members a frontier is computed: its cost grows steeply with the parties; none for 0 parties."""
    enough = members if parties <= 3 else max(20, 800 // 4 ** (parties - 3))
    known = np.zeros(members, np.bool_)
    if members and parties:
        known[np.linspace(0, members - 1, min(members, enough)).astype(np.int64)] = True
    return known


def _merged(batch: Batch, how: How) -> Found:
    from accord.solve.kernels import merge_members

    found = _nothing(batch, 0)

    def work(start: int, stop: int) -> None:
        if not merge_members(batch, found, start, stop, (0, _ROOM, 1)):
            raise SizeError(
                f"The undominated packages of a member must be fewer than {_ROOM:,}",
                "there are more",
                "Leave out issues, options or parties",
            )

    spread(work, len(found.zone), how)
    return found


def _joined(runs: list[Found], parts: Compounds) -> Found:
    """The answers of all members, with package numbers of the frame."""

    def rows(name: str) -> Any:
        return np.concatenate([getattr(run, name) for run in runs])

    joined = runs[0]._replace(
        **{name: rows(name) for name in ("zone", "fair", "ideals", "picks", "frontier")},
        **{name: sum(getattr(run, name) for run in runs) for name in ("zone_hits", "frontier_hits")},
    )
    if parts.free:
        return joined
    picks = np.where(joined.picks < 0, -1, parts.numbers(np.maximum(joined.picks, 0)))
    if len(joined.zone_hits) != parts.packages:
        return joined._replace(picks=picks)
    numbers, hits = parts.numbers(np.arange(parts.packages)), np.zeros((2, parts.frame.packages), np.int64)
    hits[0, numbers], hits[1, numbers] = joined.zone_hits, joined.frontier_hits
    return joined._replace(picks=picks, zone_hits=hits[0], frontier_hits=hits[1])


def _sampled(batch: Batch, draws: Ints, packages: int) -> tuple[Floats, Floats]:
    from accord.solve.kernels import sample_members

    inside = np.zeros(len(batch.floors), np.int64)
    sample_members(batch, draws, 0, len(inside), inside)
    share = inside / len(draws)
    error = np.sqrt(share * (1 - share) / len(draws))
    return share * float(packages), error * float(packages)


def _utilities(ensemble: Ensemble, numbers: Ints) -> Floats:
    """Utilities of one package for each member, shape (members, parties)."""
    from accord.solve.kernels import sums

    frame = ensemble.frame
    total = sums(np.ascontiguousarray(ensemble.values, np.float64), frame.offsets, numbers)
    if frame.interactions:
        # Each member's package is its own: the interactions are looked up member by member.
        chosen = columns(frame, numbers)
        for number, has in enumerate(having(frame, chosen)):
            total[has] += ensemble.interaction_values[has, :, number]
    return total


def _solution(ensemble: Ensemble, found: Found, known: Bools, sizes: tuple[Floats, Floats]) -> EnsembleSolution:
    frame, rows = ensemble.frame, bargaining(ensemble.frame)
    solvable = found.fair > 0
    exact = len(found.zone_hits) == frame.packages
    ideals = np.zeros(ensemble.reservations.shape)
    ideals[:, rows] = found.ideals
    picks = {name: np.ascontiguousarray(found.picks[:, k]) for k, name in enumerate(SOLUTIONS)}
    at = {
        name: np.where(solvable[:, None], _utilities(ensemble, np.maximum(numbers, 0)), ensemble.reservations)
        for name, numbers in picks.items()
    }
    return EnsembleSolution(
        frame=frame,
        parties=tuple(frame.parties[row].id for row in rows),
        exact=exact,
        zone=sizes[0],
        zone_error=sizes[1],
        has_zone=found.zone > 0,
        solvable=solvable,
        ideal_gains=ideals,
        picks=picks,
        utilities=at,
        reservations=ensemble.reservations,
        frontier=found.frontier if exact else np.zeros_like(found.frontier),
        frontier_known=known,
        zone_hits=found.zone_hits if exact else None,
        frontier_hits=found.frontier_hits if exact else None,
    )
