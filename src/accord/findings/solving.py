"""An ensemble with all that is solved on it, once: linked, by track, without a party, with an option fixed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import blake2b
from threading import Lock
from typing import Any, TypeVar

import numpy as np

from accord.bargain import Bools, Combination, Ensemble, Floats, Frame, consents
from accord.findings.tables import FEW, Tables, at_table, seated, settled_apart
from accord.solve.coupled import broken
from accord.solve.ensemble import EnsembleSolution, solve_ensemble
from accord.solve.linkage import Linkage, linkage, on_track

WALK = 200_000_000
"""Members x packages up to which packages are counted; beyond, issues are merged, which is exact too."""

_TOLD = 300
"""Answers kept of arrays alone."""

Made = TypeVar("Made")

_SLACK = 1e-9


@dataclass(frozen=True)
class World:
    """An ensemble and the solutions found on it so far.

    `tables`: tracks settled apart, none where all are linked. `counted`: whether the packages of all issues are counted
    over the members, if they are not too many. `solved`: what has been found on it, which may be shared by worlds of
    the same utilities (see `Worlds`). `told`: what was worked out of arrays alone, for worlds of any utilities.
    """

    ensemble: Ensemble
    tables: Tables = ()
    counted: bool = False
    solved: dict[tuple[Any, ...], Any] = field(default_factory=dict, repr=False)
    told: dict[bytes, Any] = field(default_factory=dict, repr=False)

    def once(self, name: str, make: Callable[..., Made], *arrays: Floats) -> Made:
        """What `make` returns of these arrays, worked out once under this name for the same numbers."""
        digest = blake2b(name.encode(), digest_size=24)
        for array in arrays:
            digest.update(repr(array.shape).encode())
            digest.update(np.ascontiguousarray(array).data)
        key = digest.digest()
        if key not in self.told:
            while len(self.told) >= _TOLD:
                self.told.pop(next(iter(self.told)), None)
            self.told[key] = make(*arrays)
        found: Made = self.told[key]
        return found

    @property
    def frame(self) -> Frame:
        """Parties, tracks and issues."""
        return self.ensemble.frame

    @property
    def linked(self) -> EnsembleSolution:
        """All issues together, or each table by itself."""
        return self._solved(("linked",), self.ensemble, counted=self.counted)

    @property
    def linkage(self) -> Linkage:
        """All issues together against each track by itself."""
        if ("linkage",) not in self.solved:
            whole = replace(self, tables=()).linked
            self.solved["linkage",] = linkage(self._unordered, rng=None, linked=whole)
        found: Linkage = self.solved["linkage",]
        return found

    @cached_property
    def _unordered(self) -> Ensemble:
        """The ensemble without its orders of steps: they bind no single package, and may name other tracks' issues."""
        return replace(self.ensemble, frame=replace(self.frame, preconditions=()))

    def track(self, track: str) -> EnsembleSolution:
        """The issues of one track alone, all others at their counterfactual."""
        return self._solved(("track", track), on_track(self._unordered, track))

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
        """Only packages with this option, at the issue's own table where tables are apart."""
        if self.tables:
            track = self.frame.issues[self.frame.issue_index[issue]].track
            table = next(one for one in self.tables if track in one)
            return replace(self, ensemble=at_table(self.ensemble, table), tables=(), solved={}).fixed(issue, option)
        return self._solved(("fixed", issue, option), fixed(self.ensemble, issue, option))

    def _solved(self, key: tuple[str, ...], ensemble: Ensemble, *, counted: bool = False) -> EnsembleSolution:
        """The solution under this name, found once; `counted`: by all packages, if they are not too many."""
        name = (*key, self.tables if key[0] != "track" else (), counted)
        if name not in self.solved:
            self.solved[name] = self._solution(key, ensemble, counted=counted)
        found: EnsembleSolution = self.solved[name]
        return found

    def _solution(self, key: tuple[str, ...], ensemble: Ensemble, *, counted: bool) -> EnsembleSolution:
        if self.tables and key[0] != "track":
            return settled_apart(ensemble, self.tables, counted=counted)
        packages = ensemble.frame.packages
        walk = packages <= FEW or (counted and packages * ensemble.members <= WALK)
        return solve_ensemble(ensemble, rng=None, walk=walk, frontier=False)

    def value(self, party: str, issue: str, option: str) -> Floats:
        """Value of one option to one party, with what it adds beside no deal on all else, shape (members,)."""
        row = self.frame.party_index[party]
        alone = self.ensemble.values[:, row, self.frame.column(issue, option)]
        return alone + self._beside(row, issue, option) if self.frame.interactions else alone

    def counterfactual_value(self, party: str, issue: str) -> Floats:
        """Value to one party of what the issue ends at with no deal, as in `value`, shape (members,)."""
        number, row = self.frame.issue_index[issue], self.frame.party_index[party]
        ends = self.ensemble.counterfactuals[:, number]
        columns = int(self.frame.offsets[number]) + ends
        found: Floats = self.ensemble.values[np.arange(self.ensemble.members), row, columns]
        if self.frame.interactions:
            for place, option in enumerate(self.frame.issues[number].options):
                found = found + np.where(ends == place, self._beside(row, issue, option), 0.0)
        return found

    def _beside(self, row: int, issue: str, option: str) -> Floats:
        """What an option adds together with what the other issues end at with no deal, shape (members,)."""
        total = np.zeros(self.ensemble.members)
        for number, terms in enumerate(self.frame.interactions):
            if (issue, option) in terms:
                others = [one for one in terms if one[0] != issue]
                size = self.ensemble.interaction_values[:, row, number]
                total += np.where([self._ends(*one) for one in others], size, 0.0).min(axis=0) if others else size
        return total

    def _ends(self, issue: str, option: str) -> Bools:
        """In which members the issue ends at the option with no deal."""
        number = self.frame.issue_index[issue]
        place = self.frame.issues[number].options.index(option)
        ends: Bools = self.ensemble.counterfactuals[:, number] == place
        return ends

    def agreed(self, package: Mapping[str, str]) -> Bools:
        """In which members every party whose yes the package needs gives it, shape (members,).

        With tables apart: in which every table that the package changes gives what it takes. A package that breaks a
        rule is agreed in none.
        """
        every = np.array([[self.frame.column(issue.id, package[issue.id]) for issue in self.frame.issues]])
        if broken(self.frame, every).any():
            return np.zeros(self.ensemble.members, np.bool_)
        if self.tables:
            return self._agreed_apart(package)
        ensemble, frame = self.ensemble, self.frame
        columns = np.array([frame.column(issue.id, package[issue.id]) for issue in frame.issues])
        together = [all(package[issue] == one for issue, one in terms) for terms in frame.interactions]
        utility = ensemble.values[:, :, columns].sum(axis=2)
        if any(together):
            utility = utility + ensemble.interaction_values[:, :, together].sum(axis=2)
        crossed = ensemble.red_lines[:, :, columns].any(axis=2)
        moved = ensemble.counterfactuals != columns - frame.offsets[:-1]
        needed = (moved.astype(np.int64) @ consents(frame).astype(np.int64)) > 0
        yes: Bools = (utility >= ensemble.reservations - _SLACK) & ~crossed
        settled: Bools = (yes | ~needed).all(axis=1) & needed.any(axis=1)
        return settled

    def _agreed_apart(self, package: Mapping[str, str]) -> Bools:
        found = np.ones(self.ensemble.members, np.bool_)
        changed = np.zeros(self.ensemble.members, np.bool_)
        for world, own in self._seats:
            kept = np.ones(self.ensemble.members, np.bool_)
            for issue in own:
                kept &= world._ends(issue, package[issue])
            found &= kept | world._agreed_with(package, own)
            changed |= ~kept
        settled: Bools = found & changed
        return settled

    @cached_property
    def _seats(self) -> tuple[tuple[World, set[str]], ...]:
        """For each table, the world of its issues and of what rules tie to them, and which are its own."""
        worlds = [(World(at_table(self.ensemble, table)), table) for table in self.tables]
        return tuple((one, set(seated(self.frame, table)) & one.frame.issue_index.keys()) for one, table in worlds)

    def _agreed_with(self, package: Mapping[str, str], own: set[str]) -> Bools:
        """As `agreed` for the issues `own`, with every other issue that rules tie to them as it ends with no deal."""
        agreed = np.zeros(self.ensemble.members, np.bool_)
        elsewhere = [issue for issue in self.frame.issues if issue.id not in own]
        numbers = [self.frame.issue_index[issue.id] for issue in elsewhere]
        ends, kinds = np.unique(self.ensemble.counterfactuals[:, numbers], axis=0, return_inverse=True)
        for kind, row in enumerate(ends.tolist()):
            beside = {issue.id: issue.options[max(place, 0)] for issue, place in zip(elsewhere, row, strict=True)}
            here = kinds.reshape(-1) == kind
            agreed[here] = self.agreed({**{issue: package[issue] for issue in own}, **beside})[here]
        return agreed


class Worlds:
    """Worlds by their utilities: what was solved on an ensemble holds for every other of the same utilities.

    Rates alone, and how often each member counts, change nothing of that; what hangs on numbers alone (`World.once`)
    is kept for all of them. The latest are kept; threads may share it.
    """

    def __init__(self, most: int = 12) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[Any, ...], dict[tuple[Any, ...], Any]] = OrderedDict()
        self._told: dict[bytes, Any] = {}
        self._lock = Lock()

    def of(self, ensemble: Ensemble, tables: Tables = (), *, counted: bool = False) -> World:
        """The world of an ensemble, with what was solved on the same utilities before."""
        key = (ensemble.frame, _digest(ensemble))
        with self._lock:
            solved = self._kept.setdefault(key, {})
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return World(ensemble, tables, counted, solved, self._told)

    def copy(self) -> Worlds:
        """As much as is solved now, apart from what either will solve from here."""
        other = Worlds(self._most)
        with self._lock:
            other._kept.update((key, dict(solved)) for key, solved in self._kept.items())
            other._told.update(self._told)
        return other


def _digest(ensemble: Ensemble) -> bytes:
    """Stands for all that is solved from."""
    digest = blake2b(digest_size=24)
    read = (ensemble.values, ensemble.reservations, ensemble.red_lines, ensemble.counterfactuals)
    for array in (*read, ensemble.interaction_values):
        digest.update(repr(array.shape).encode())
        digest.update(np.ascontiguousarray(array).data)
    return digest.digest()


def fixed(ensemble: Ensemble, issue: str, option: str) -> Ensemble:
    """The ensemble over the packages with one option; where that is no member's counterfactual, it needs every yes."""
    frame = ensemble.frame
    number, column = frame.issue_index[issue], frame.column(issue, option)
    drop = [c for c in range(int(frame.offsets[number]), int(frame.offsets[number + 1])) if c != column]
    narrowed = replace(frame.issues[number], options=(option,), status_quo=None, counterfactual=None)
    counterfactuals = ensemble.counterfactuals.copy()
    counterfactuals[:, number] = np.where(counterfactuals[:, number] == column - frame.offsets[number], 0, -1)
    told = [_possible(terms, issue, option) for terms in frame.interactions]
    return replace(
        ensemble,
        frame=replace(
            _ruled(frame, issue, option),
            issues=(*frame.issues[:number], narrowed, *frame.issues[number + 1 :]),
            interactions=tuple(terms for terms, kept in zip(frame.interactions, told, strict=True) if kept),
        ),
        values=np.delete(ensemble.values, drop, axis=2),
        red_lines=np.delete(ensemble.red_lines, drop, axis=2),
        counterfactuals=counterfactuals,
        interaction_values=ensemble.interaction_values[:, :, told] if told else ensemble.interaction_values,
    )


def _possible(terms: Combination, issue: str, option: str) -> bool:
    """Whether some package with the option has all these terms."""
    return all(one == option for name, one in terms if name == issue)


def _ruled(frame: Frame, issue: str, option: str) -> Frame:
    """The frame with the rules that are left once an issue has one option; what that option forbids is excluded."""
    exclusions = [terms for terms in frame.exclusions if _possible(terms, issue, option)]
    requirements = []
    for need in frame.requirements:
        if need.issue == issue and need.option != option:
            continue
        if need.other != issue:
            requirements.append(need)
        elif option not in need.options:
            exclusions.append(((need.issue, need.option), (issue, option)))
    return replace(frame, exclusions=tuple(exclusions), requirements=tuple(requirements), preconditions=())


def unasked(ensemble: Ensemble, party: str) -> Ensemble:
    """The ensemble in which no issue needs the party's yes; an issue that needed no other keeps it."""
    frame = ensemble.frame
    needed = consents(frame)
    issues = []
    for number, issue in enumerate(frame.issues):
        others = tuple(one.id for row, one in enumerate(frame.parties) if needed[number, row] and one.id != party)
        issues.append(replace(issue, consent=others or (party,)))
    return replace(ensemble, frame=replace(frame, issues=tuple(issues)))
