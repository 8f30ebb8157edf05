"""Linked against separate tracks: what putting all issues into one package is worth to each party.

Linkage (Tollison & Willett 1979; Sebenius 1983) lets a party give on one table and take at another. Compared here: one
package over all issues, which needs the yes of everybody who bargains, against one package for each track, settled by
those whose yes its own issues need.

Rules may reach across tracks. Each track is settled as if the others stayed at their counterfactual: what is excluded
or required beside that is, and an interaction counts for the track as far as its other options hold with no deal. So
where rules cross tracks, separate deals may gain together more or less than the sum of what they gain by themselves,
and taken together they may break a rule (`Linkage.compatible`): that is what separate tables overlook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from accord.bargain import Bools, Ensemble, Floats, Frame, consents
from accord.errors import CallError
from accord.solve.coupled import broken, having
from accord.solve.ensemble import EnsembleSolution, solve_ensemble
from accord.solve.packages import SOLUTIONS, columns


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
        compatible: True where the deals of all tracks, taken together, break no exclusion and no requirement, shape
            (members,); a track with no deal stays at its counterfactual.
    """

    tracks: tuple[str, ...]
    solution: str
    linked: Floats
    by_track: Floats
    linked_deal: Bools
    track_deals: Bools
    compatible: Bools

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
    rng: np.random.Generator | None,
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
    gains, deals, settled = [], [], ensemble.counterfactuals.copy()
    for track in tracks:
        part = on_track(ensemble, track)
        found = solve_ensemble(part, rng=rng, threads=threads, frontier=False, progress=progress)
        gains.append(found.gains(solution))
        deals.append(found.solvable)
        chosen = columns(part.frame, np.maximum(found.picks[solution], 0)) - part.frame.offsets[:-1]
        for number, issue in enumerate(ensemble.frame.issues):
            if issue.track == track:
                own = chosen[:, part.frame.issue_index[issue.id]]
                settled[:, number] = np.where(found.solvable, own, settled[:, number])
    # An issue that is settled nowhere stands at no option, and so breaks no rule.
    together = np.where(settled < 0, -1, settled + ensemble.frame.offsets[:-1])
    compatible = ~broken(ensemble.frame, together)
    return Linkage(
        tracks, solution, linked.gains(solution), np.stack(gains), linked.solvable, np.stack(deals), compatible
    )


def on_track(ensemble: Ensemble, track: str) -> Ensemble:
    """The ensemble over the issues of one track alone, all others at their counterfactual.

    A party's reservation on a track is what the track's issues bring it at their counterfactual, and its part of the
    rest (the outside-option shift: reservation less counterfactual package): the rest is shared over the tracks where
    the party's yes is needed, in proportion to what is at stake for it there (its ranges), so that the gains of all
    tracks add up to the gains of one package. A party whose yes is needed nowhere shares its rest over all tracks. An
    issue without a counterfactual counts at the option worst for the party.

    Issues of other tracks that a rule ties to this one stay in the frame, worth nothing, each with a red line of
    everybody on all but its counterfactual: so every rule is told what holds elsewhere. A rule that names an issue
    elsewhere without a counterfactual binds nothing here.
    """
    frame = ensemble.frame
    inside = np.array([issue.track == track for issue in frame.issues])
    if not inside.any():
        raise CallError("track must have issues", f"it is {track!r}", "Name a track of the bargain")
    base, ranges = _per_issue(ensemble)
    kept, beside, ruled = _ruled(ensemble, inside)
    here = np.flatnonzero(inside | beside)
    added = _added_with_no_deal(ensemble)
    rest = ensemble.reservations - base.sum(axis=-1) - added.sum(axis=-1)
    reservations = base[..., inside].sum(axis=-1) + added[..., kept].sum(axis=-1)
    reservations += rest * _part(ensemble, ranges, inside)
    part = np.repeat(inside | beside, np.diff(frame.offsets))
    outside = np.repeat(beside, np.diff(frame.offsets))
    option = np.arange(len(part)) - np.repeat(frame.offsets[:-1], np.diff(frame.offsets))
    moved = outside & (option != np.repeat(ensemble.counterfactuals, np.diff(frame.offsets), axis=1))
    at_track = tuple(frame.parties[row].id for row in np.flatnonzero(consents(frame)[inside].any(axis=0)))
    issues = tuple(
        replace(frame.issues[k], track=track, consent=at_track) if beside[k] else frame.issues[k] for k in here.tolist()
    )
    return replace(
        ensemble,
        frame=replace(ruled, issues=issues, tracks=tuple(one for one in frame.tracks if one.id == track)),
        values=np.where(outside, 0.0, ensemble.values)[..., part],
        reservations=reservations,
        red_lines=((ensemble.red_lines & ~outside) | moved[:, None, :])[..., part],
        counterfactuals=ensemble.counterfactuals[:, here],
        interaction_values=ensemble.interaction_values[..., kept]
        if frame.interactions
        else ensemble.interaction_values,
    )


def _ruled(ensemble: Ensemble, inside: Bools) -> tuple[Bools, Bools, Frame]:
    """Which interactions touch a track, which issues elsewhere its rules name, and the frame with those rules alone."""
    frame = ensemble.frame
    here = {issue.id for issue, own in zip(frame.issues, inside.tolist(), strict=True) if own}
    open_ = np.any(ensemble.counterfactuals < 0, axis=0, keepdims=True)[0]
    nowhere = {issue.id for issue, no in zip(frame.issues, open_.tolist(), strict=True) if no and issue.id not in here}

    def binds(names: Iterable[str]) -> bool:
        return bool(here & set(names)) and not nowhere & set(names)

    exclusions = tuple(together for together in frame.exclusions if binds(issue for issue, _ in together))
    requirements = tuple(need for need in frame.requirements if binds((need.issue, need.other)))
    kept = np.array([binds(issue for issue, _ in together) for together in frame.interactions], np.bool_)
    interactions = tuple(one for one, own in zip(frame.interactions, kept.tolist(), strict=True) if own)
    tied = {issue for together in (*exclusions, *interactions) for issue, _ in together}
    tied |= {issue for need in requirements for issue in (need.issue, need.other)}
    beside = np.array([issue.id in tied and issue.id not in here for issue in frame.issues], np.bool_)
    orders = tuple(order for order in frame.preconditions if {order.before, order.after} <= here)
    rules = replace(
        frame, exclusions=exclusions, requirements=requirements, interactions=interactions, preconditions=orders
    )
    return kept, beside, rules


def _added_with_no_deal(ensemble: Ensemble) -> Floats:
    """What each interaction adds to the package of all counterfactuals, shape (members, parties, interactions)."""
    frame = ensemble.frame
    if not frame.interactions:
        return np.zeros((*ensemble.reservations.shape, 0))
    fallback = np.where(ensemble.counterfactuals < 0, -1, ensemble.counterfactuals + frame.offsets[:-1])
    holds = np.stack(having(frame, fallback), axis=-1)
    added: Floats = np.where(holds[:, None, :], ensemble.interaction_values, 0.0)
    return added


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
