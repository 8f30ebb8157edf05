"""An ensemble with all that is solved on it, once: linked, by track, without a party, with an option fixed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from accord.bargain import Bools, Ensemble, Floats, Frame, consents
from accord.solve.ensemble import EnsembleSolution, solve_ensemble
from accord.solve.linkage import Linkage, linkage, on_track

WALK = 200_000_000
"""Members x packages up to which packages are counted; beyond, issues are merged, which is exact too."""

FEW = 8192
"""Packages up to which walking them all is the cheapest way even where only the solutions are asked for."""

_SLACK = 1e-9


@dataclass(frozen=True)
class World:
    """An ensemble and the solutions found on it so far."""

    ensemble: Ensemble
    _kept: dict[tuple[str, ...], EnsembleSolution] = field(default_factory=dict, repr=False)

    @property
    def frame(self) -> Frame:
        """Parties, tracks and issues."""
        return self.ensemble.frame

    @property
    def linked(self) -> EnsembleSolution:
        """All issues together."""
        return self._solved(("linked",), self.ensemble, counted=True)

    @cached_property
    def linkage(self) -> Linkage:
        """All issues together against each track by itself."""
        return linkage(self.ensemble, rng=_unread(), linked=self.linked)

    def track(self, track: str) -> EnsembleSolution:
        """The issues of one track alone, all others at their counterfactual."""
        return self._solved(("track", track), on_track(self.ensemble, track))

    def without(self, party: str) -> EnsembleSolution:
        """As if nobody asked the party."""
        return self._solved(("without", party), unasked(self.ensemble, party))

    def without_lines(self) -> EnsembleSolution:
        """As if nobody had a red line."""
        if not self.ensemble.red_lines.any():
            return self.linked
        free = replace(self.ensemble, red_lines=np.zeros_like(self.ensemble.red_lines))
        return self._solved(("without_lines",), free)

    def fixed(self, issue: str, option: str) -> EnsembleSolution:
        """Only packages with this option."""
        return self._solved(("fixed", issue, option), fixed(self.ensemble, issue, option))

    def _solved(self, key: tuple[str, ...], ensemble: Ensemble, *, counted: bool = False) -> EnsembleSolution:
        """The solution under this name, found once; `counted`: by all packages, if they are not too many."""
        if key not in self._kept:
            packages = ensemble.frame.packages
            walk = packages <= FEW or (counted and packages * ensemble.members <= WALK)
            self._kept[key] = solve_ensemble(ensemble, rng=_unread(), walk=walk, frontier=False)
        return self._kept[key]

    def value(self, party: str, issue: str, option: str) -> Floats:
        """Value of one option to one party, shape (members,)."""
        return self.ensemble.values[:, self.frame.party_index[party], self.frame.column(issue, option)]

    def counterfactual_value(self, party: str, issue: str) -> Floats:
        """Value to one party of what the issue ends at with no deal, shape (members,)."""
        number = self.frame.issue_index[issue]
        columns = int(self.frame.offsets[number]) + self.ensemble.counterfactuals[:, number]
        found: Floats = self.ensemble.values[np.arange(self.ensemble.members), self.frame.party_index[party], columns]
        return found

    def agreed(self, package: Mapping[str, str]) -> Bools:
        """In which members every party whose yes the package needs gives it, shape (members,)."""
        ensemble, frame = self.ensemble, self.frame
        columns = np.array([frame.column(issue.id, package[issue.id]) for issue in frame.issues])
        utility = ensemble.values[:, :, columns].sum(axis=2)
        crossed = ensemble.red_lines[:, :, columns].any(axis=2)
        moved = ensemble.counterfactuals != columns - frame.offsets[:-1]
        needed = (moved.astype(np.int64) @ consents(frame).astype(np.int64)) > 0
        yes: Bools = (utility >= ensemble.reservations - _SLACK) & ~crossed
        settled: Bools = (yes | ~needed).all(axis=1) & needed.any(axis=1)
        return settled


def fixed(ensemble: Ensemble, issue: str, option: str) -> Ensemble:
    """The ensemble over the packages with one option; where that is no member's counterfactual, it needs every yes."""
    frame = ensemble.frame
    number, column = frame.issue_index[issue], frame.column(issue, option)
    drop = [c for c in range(int(frame.offsets[number]), int(frame.offsets[number + 1])) if c != column]
    narrowed = replace(frame.issues[number], options=(option,), status_quo=None, counterfactual=None)
    counterfactuals = ensemble.counterfactuals.copy()
    counterfactuals[:, number] = np.where(counterfactuals[:, number] == column - frame.offsets[number], 0, -1)
    return replace(
        ensemble,
        frame=replace(frame, issues=(*frame.issues[:number], narrowed, *frame.issues[number + 1 :])),
        values=np.delete(ensemble.values, drop, axis=2),
        red_lines=np.delete(ensemble.red_lines, drop, axis=2),
        counterfactuals=counterfactuals,
    )


def unasked(ensemble: Ensemble, party: str) -> Ensemble:
    """The ensemble in which no issue needs the party's yes; an issue that needed no other keeps it."""
    frame = ensemble.frame
    needed = consents(frame)
    issues = []
    for number, issue in enumerate(frame.issues):
        others = tuple(one.id for row, one in enumerate(frame.parties) if needed[number, row] and one.id != party)
        issues.append(replace(issue, consent=others or (party,)))
    return replace(ensemble, frame=replace(frame, issues=tuple(issues)))


def _unread() -> np.random.Generator:
    """A generator for what no finding reads: the zone's size where packages are too many to count."""
    return np.random.default_rng(0)
