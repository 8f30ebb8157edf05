"""Linked against separate tracks: what putting all issues into one package is worth to each party.

Linkage (Tollison & Willett 1979; Sebenius 1983) lets a party give on one table and take at another. Compared here: one
package over all issues, which needs the yes of everybody who bargains, against one package for each track, settled by
those whose yes its own issues need.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from accord.bargain import Bools, Ensemble, Floats, consents
from accord.errors import CallError
from accord.solve.ensemble import EnsembleSolution, solve_ensemble
from accord.solve.packages import SOLUTIONS


@dataclass(frozen=True)
class Linkage:
    """What each party gains over no deal, with all issues in one package and track by track.

    Attributes:
        tracks: Ids of the tracks that have issues.
        solution: The solution by which packages were chosen.
        linked: Gains with all issues in one package, shape (members, parties); 0 where there is no deal.
        by_track: Gains track by track, shape (tracks, members, parties), with what a track brings to those not at it.
        linked_deal: True where there is a linked deal, shape (members,).
        track_deals: True where there is a deal on the track, shape (tracks, members).
    """

    tracks: tuple[str, ...]
    solution: str
    linked: Floats
    by_track: Floats
    linked_deal: Bools
    track_deals: Bools

    @property
    def separate(self) -> Floats:
        """Gains with separate tracks, added up, shape (members, parties)."""
        total: Floats = self.by_track.sum(axis=0)
        return total

    @property
    def worth(self) -> Floats:
        """What linking gains over separate tracks, shape (members, parties); negative where it loses."""
        return self.linked - self.separate


def linkage(
    ensemble: Ensemble,
    *,
    rng: np.random.Generator,
    solution: str = "nash",
    threads: int = 2,
    linked: EnsembleSolution | None = None,
    progress: Callable[[int], None] | None = None,
) -> Linkage:
    """The gains of all parties with all issues linked and with separate tracks, member by member.

    Args:
        ensemble: The models; every issue names its track.
        rng: As in `solve_ensemble`.
        solution: Which of the four solutions both sides of the comparison use.
        threads: How many members at a time.
        linked: The solution of the whole ensemble, where it has been computed already.
        progress: As in `solve_ensemble`.
    """
    if solution not in SOLUTIONS:
        raise CallError(f"solution must be one of {', '.join(SOLUTIONS)}", f"it is {solution!r}")
    tracks = tuple(dict.fromkeys(issue.track for issue in ensemble.frame.issues))
    if linked is None:
        linked = solve_ensemble(ensemble, rng=rng, threads=threads, frontier=False, progress=progress)
    gains, deals = [], []
    for track in tracks:
        part = on_track(ensemble, track)
        found = solve_ensemble(part, rng=rng, threads=threads, frontier=False, progress=progress)
        gains.append(found.gains(solution))
        deals.append(found.solvable)
    return Linkage(tracks, solution, linked.gains(solution), np.stack(gains), linked.solvable, np.stack(deals))


def on_track(ensemble: Ensemble, track: str) -> Ensemble:
    """The ensemble over the issues of one track alone, all others at their counterfactual.

    A party's reservation on a track is what the track's issues bring it at their counterfactual, and its part of the
    rest (the outside-option shift: reservation less counterfactual package): the rest is shared over the tracks where
    the party's yes is needed, in proportion to what is at stake for it there (its ranges), so that the gains of all
    tracks add up to the gains of one package. A party whose yes is needed nowhere shares its rest over all tracks. An
    issue without a counterfactual counts at the option worst for the party.
    """
    frame = ensemble.frame
    inside = np.array([issue.track == track for issue in frame.issues])
    if not inside.any():
        raise CallError("track must have issues", f"it is {track!r}", "Name a track of the bargain")
    base, ranges = _per_issue(ensemble)
    rest = ensemble.reservations - base.sum(axis=-1)
    reservations = base[..., inside].sum(axis=-1) + rest * _part(ensemble, ranges, inside)
    columns = np.repeat(inside, np.diff(frame.offsets))
    issues = tuple(issue for issue in frame.issues if issue.track == track)
    return replace(
        ensemble,
        frame=replace(frame, issues=issues, tracks=tuple(one for one in frame.tracks if one.id == track)),
        values=ensemble.values[..., columns],
        reservations=reservations,
        red_lines=ensemble.red_lines[..., columns],
        counterfactuals=ensemble.counterfactuals[:, inside],
    )


def _per_issue(ensemble: Ensemble) -> tuple[Floats, Floats]:
    """Value of each issue with no deal, and its range, to each party; both of shape (members, parties, issues)."""
    offsets = ensemble.frame.offsets
    worst = np.minimum.reduceat(ensemble.values, offsets[:-1], axis=-1)
    best = np.maximum.reduceat(ensemble.values, offsets[:-1], axis=-1)
    columns = (offsets[:-1] + np.maximum(ensemble.counterfactuals, 0))[:, None, :]
    fallback = np.take_along_axis(ensemble.values, columns, axis=-1)
    return np.where(ensemble.counterfactuals[:, None, :] < 0, worst, fallback), best - worst


def _part(ensemble: Ensemble, ranges: Floats, inside: Bools) -> Floats:
    """Each party's share of its rest that falls on the issues `inside`, shape (members, parties)."""
    needed = consents(ensemble.frame).T
    names = [issue.track for issue in ensemble.frame.issues]
    tracks = list(dict.fromkeys(names))
    member_of = np.array([[name == track for name in names] for track in tracks])
    at_track = np.stack([(needed & own).any(axis=1) for own in member_of])
    at_track |= ~at_track.any(axis=0)
    stakes = np.stack([ranges[..., own].sum(axis=-1) for own in member_of]) * at_track[:, None, :]
    total = stakes.sum(axis=0)
    equal = at_track / np.maximum(at_track.sum(axis=0), 1)
    here = int(np.flatnonzero((member_of & inside).any(axis=1))[0])
    part: Floats = np.where(total > 0, stakes[here] / np.where(total > 0, total, 1.0), equal[here])
    return part
