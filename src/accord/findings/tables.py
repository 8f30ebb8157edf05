"""Tables: tracks settled together or each by itself, and what all of them bring added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from accord.bargain import Ensemble, Frame, Ints, consents
from accord.errors import CallError
from accord.solve.ensemble import EnsembleSolution, solve_ensemble
from accord.solve.linkage import on_track
from accord.solve.packages import SOLUTIONS, columns

Tables = tuple[tuple[str, ...], ...]
"""Which tracks are settled together, each track once; none: all of them in one package."""


def tables_of(tracks: Sequence[str], *, linked: Sequence[str] = (), separate: Sequence[str] = ()) -> Tables:
    """The tables: `linked` at one and every other track by itself, or `separate` each by itself and the rest at one.

    Raises:
        CallError: a track that is none, or that is both linked and kept apart; fewer than two tracks.
    """
    if not linked and not separate:
        return ()
    for name in (*linked, *separate):
        if name not in tracks:
            raise CallError(f"A track is one of {', '.join(tracks)}", f"got {name!r}", "choose one")
    if len(tracks) < 2 or (linked and len(set(linked)) < 2):
        came = f"got {', '.join(linked or separate)} of {len(tracks)}"
        raise CallError("Linking takes two tracks, and keeping apart a second one beside it", came, "name them")
    if set(linked) & set(separate):
        both = ", ".join(sorted(set(linked) & set(separate)))
        raise CallError("A track is linked or kept apart", f"{both} is both", "choose")
    alone = [name for name in tracks if name not in linked] if linked else list(dict.fromkeys(separate))
    together = [name for name in tracks if name not in alone]
    found = [tuple(together), *((name,) for name in alone)]
    return tuple(one for one in found if one)


FEW = 8192
"""Packages up to which walking them all is the cheapest way even where only the solutions are asked for."""


def settled_apart(ensemble: Ensemble, tables: Tables, *, counted: bool = True) -> EnsembleSolution:
    """The solution with every table settled by itself, the others at what no deal brings; gains add up.

    There is a deal where some table has one. Packages hold what each table agrees on. `counted`: whether the zone's
    size is asked for.
    """
    present = {issue.track for issue in ensemble.frame.issues}
    kept = [tuple(track for track in table if track in present) for table in tables]
    seats = [table for table in kept if table]
    parts = [at_table(ensemble, table) for table in seats]
    own = [seated(ensemble.frame, table) for table in seats]
    walks = [True if part.frame.packages <= FEW else None if counted else False for part in parts]
    found = [solve_ensemble(part, rng=None, frontier=False, walk=walk) for part, walk in zip(parts, walks, strict=True)]
    whole = found[0]
    gains = {name: np.sum([one.gains(name) for one in found], axis=0) for name in SOLUTIONS}
    members = ensemble.members
    return replace(
        whole,
        frame=ensemble.frame,
        parties=tuple(sorted({party for one in found for party in one.parties})),
        exact=False,
        zone=np.sum([one.zone for one in found], axis=0),
        zone_error=np.sqrt(np.sum([one.zone_error**2 for one in found], axis=0)),
        has_zone=np.any([one.has_zone for one in found], axis=0),
        solvable=np.any([one.solvable for one in found], axis=0),
        ideal_gains=np.sum([one.ideal_gains for one in found], axis=0),
        picks={name: _joined(ensemble, list(zip(found, own, strict=True)), name) for name in SOLUTIONS},
        utilities={name: ensemble.reservations + gain for name, gain in gains.items()},
        reservations=ensemble.reservations,
        frontier=np.zeros(members, np.int64),
        frontier_known=np.zeros(members, np.bool_),
        zone_hits=None,
        frontier_hits=None,
    )


def at_table(ensemble: Ensemble, table: tuple[str, ...]) -> Ensemble:
    """The ensemble over the issues of one table; whose yes an issue needs stays as it was."""
    frame, needed = ensemble.frame, consents(ensemble.frame)
    issues = []
    for number, issue in enumerate(frame.issues):
        asked = tuple(party.id for row, party in enumerate(frame.parties) if needed[number, row])
        track = table[0] if issue.track in table else issue.track
        issues.append(replace(issue, consent=asked, track=track))
    merged = replace(ensemble, frame=replace(frame, issues=tuple(issues), preconditions=()))
    return on_track(merged, table[0])


def seated(frame: Frame, table: Sequence[str]) -> tuple[str, ...]:
    """The issues that a table settles itself, of all that rules bring into its frame."""
    return tuple(issue.id for issue in frame.issues if issue.track in table)


Settled = Sequence[tuple[EnsembleSolution, tuple[str, ...]]]
"""The solution of each table with the issues that are its own."""


def _joined(ensemble: Ensemble, found: Settled, name: str) -> Ints:
    """The package of each member: what each table agrees on, else what holds with no deal; -1 with no deal at all."""
    options = np.maximum(ensemble.counterfactuals, 0)
    for one, own in found:
        dealt = one.picks[name] >= 0
        chosen = columns(one.frame, np.maximum(one.picks[name], 0)) - one.frame.offsets[:-1]
        for number, issue in enumerate(one.frame.issues):
            if issue.id in own:
                place = ensemble.frame.issue_index[issue.id]
                options[:, place] = np.where(dealt, chosen[:, number], options[:, place])
    joined = np.zeros(ensemble.members, np.int64)
    for place, issue in enumerate(ensemble.frame.issues):
        joined = joined * len(issue.options) + options[:, place]
    settled: Ints = np.where(np.any([one.picks[name] >= 0 for one, _ in found], axis=0), joined, -1)
    return settled
