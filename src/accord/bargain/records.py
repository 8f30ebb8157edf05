"""The records of the formal model: a bargain, and the ensemble of all bargains that the evidence allows.

Options of all issues stand in one row, issue after issue: option `k` of issue `i` is column `frame.offsets[i] + k`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from accord.errors import BargainError

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Party:
    """Who bargains."""

    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Track:
    """A table at which issues are settled; `parties` are the ids of those at it."""

    id: str
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """What is bargained over: its options, in order where `ordered`.

    `consent`: ids of the parties whose yes it needs (empty: see `consents`). `counterfactual`: what holds with
    no deal, None where disagreement is not a package (then the reservation is a plain number).
    """

    id: str
    options: tuple[str, ...]
    track: str = ""
    consent: tuple[str, ...] = ()
    ordered: bool = True
    status_quo: str | None = None
    counterfactual: str | None = None


Combination = tuple[tuple[str, str], ...]
"""Options of different issues, taken together: (issue, option), two or more."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A package with `option` of `issue` must have one of `options` for issue `other`."""

    issue: str
    option: str
    other: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Precondition:
    """Party `party` settles issue `after` only when issue `before` is settled (at `option`, where it names one)."""

    party: str
    before: str
    after: str
    option: str = ""


@dataclass(frozen=True)
class Frame:
    """Parties, tracks and issues, and what may stand together, without a number of anybody's preferences.

    `exclusions`: options that no package has all of. `requirements`: what an option needs beside it. `interactions`:
    options that together are worth more, or less, than each by itself; what they add stands in the bargain.
    `preconditions`: what must be settled before what, which binds the order of stages and no single package.
    """

    parties: tuple[Party, ...]
    issues: tuple[Issue, ...]
    tracks: tuple[Track, ...] = ()
    exclusions: tuple[Combination, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    interactions: tuple[Combination, ...] = ()
    preconditions: tuple[Precondition, ...] = ()

    @cached_property
    def offsets(self) -> Ints:
        """First column of each issue, and the number of columns last; shape (issues + 1,)."""
        return np.concatenate([[0], np.cumsum([len(issue.options) for issue in self.issues])]).astype(np.int64)

    @cached_property
    def party_index(self) -> dict[str, int]:
        """Row of each party id."""
        return {party.id: row for row, party in enumerate(self.parties)}

    @cached_property
    def issue_index(self) -> dict[str, int]:
        """Number of each issue id."""
        return {issue.id: number for number, issue in enumerate(self.issues)}

    def column(self, issue: str, option: str) -> int:
        """Column of an option (KeyError, ValueError where there is none)."""
        number = self.issue_index[issue]
        return int(self.offsets[number]) + self.issues[number].options.index(option)

    @property
    def packages(self) -> int:
        """How many packages there are, as an exact integer; those that a rule excludes are counted too."""
        product = 1
        for issue in self.issues:
            product *= len(issue.options)
        return product


@dataclass(frozen=True)
class Bargain:
    """One model: the frame with each party's values, reservation and red lines.

    `values`: shape (parties, columns), the utility of each option, added up over a package.
    `reservations`: shape (parties,), utility without agreement. `red_lines`: shape (parties, columns), True where the
    party consents to no package with that option: it forbids every package that needs this party's yes.
    `interaction_values`: shape (parties, interactions), what each interaction of the frame adds to the utility of a
    package that has all its options.
    """

    frame: Frame
    values: Floats
    reservations: Floats
    red_lines: Bools
    interaction_values: Floats = field(default_factory=lambda: np.zeros((0, 0)))


@dataclass(frozen=True)
class Ensemble:
    """All models the evidence allows, as equally weighted draws ("members").

    `values`: shape (members, parties, columns). `reservations`: shape (members, parties). `red_lines`: shape (members,
    parties, columns). `counterfactuals`: shape (members, issues), option numbers; -1 in the column of an issue that has
    none. `switches`: shape (members, evidence), True where the piece of evidence is on; `evidence` names the pieces.
    `rates`: name -> shape (members, parties).
    `chains`: the chain each member was drawn by, shape (members,). `interaction_values`: shape (members, parties,
    interactions), as in `Bargain`.
    """

    frame: Frame
    values: Floats
    reservations: Floats
    red_lines: Bools
    counterfactuals: Ints
    switches: Bools
    evidence: tuple[str, ...]
    rates: dict[str, Floats] = field(default_factory=dict)
    chains: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    interaction_values: Floats = field(default_factory=lambda: np.zeros((0, 0, 0)))

    @property
    def members(self) -> int:
        """How many models."""
        return int(self.values.shape[0])

    def member(self, number: int) -> Bargain:
        """Model `number` as a bargain of its own, with its own counterfactuals."""
        issues = tuple(
            replace(issue, counterfactual=issue.options[option] if option >= 0 else None)
            for issue, option in zip(self.frame.issues, self.counterfactuals[number].tolist(), strict=True)
        )
        frame = replace(self.frame, issues=issues)
        extra = self.interaction_values[number] if frame.interactions else np.zeros((0, 0))
        return Bargain(frame, self.values[number], self.reservations[number], self.red_lines[number], extra)

    def centre(self) -> Bargain:
        """The middle of the ensemble as one bargain, which need not be like any member.

        Every utility and reservation is the mean over the members; a red line holds where more than half of them draw
        it; an issue has the counterfactual that most members have, none where most have none.
        """
        if self.members == 0:
            raise BargainError("An ensemble must have a member to have a centre", "it has none")
        issues = []
        for issue, options in zip(self.frame.issues, self.counterfactuals.T, strict=True):
            counts = np.bincount(options[options >= 0], minlength=len(issue.options))
            known = counts.sum() * 2 >= len(options)
            issues.append(replace(issue, counterfactual=issue.options[int(counts.argmax())] if known else None))
        return Bargain(
            replace(self.frame, issues=tuple(issues)),
            self.values.mean(axis=0),
            self.reservations.mean(axis=0),
            self.red_lines.mean(axis=0) > 0.5,
            self.interaction_values.mean(axis=0) if self.frame.interactions else np.zeros((0, 0)),
        )


def consents(frame: Frame) -> Bools:
    """Whose yes each issue needs; shape (issues, parties).

    An issue that names nobody needs the parties of its track; one without a track needs everybody.
    """
    tracks = {track.id: track.parties for track in frame.tracks}
    everybody = tuple(party.id for party in frame.parties)
    needed = np.zeros((len(frame.issues), len(frame.parties)), np.bool_)
    for number, issue in enumerate(frame.issues):
        for party in issue.consent or tracks.get(issue.track) or everybody:
            if party not in frame.party_index:
                raise BargainError(
                    f"The consent of issue {issue.id!r} must name parties of the bargain ({', '.join(everybody)})",
                    f"it names {party!r}",
                )
            needed[number, frame.party_index[party]] = True
    return needed


def counterfactual_options(frame: Frame) -> Ints:
    """Option number of each issue with no deal, -1 where the issue has none; shape (issues,)."""
    return np.array(
        [-1 if issue.counterfactual is None else issue.options.index(issue.counterfactual) for issue in frame.issues],
        np.int64,
    )


def no_deal(frame: Frame, values: Floats, interaction_values: Floats | None = None) -> Floats | None:
    """Utility of the counterfactual package, shape (..., parties); None where some issue has no counterfactual.

    `values`: shape (..., parties, columns). `interaction_values`: shape (..., parties, interactions).
    """
    options = counterfactual_options(frame)
    if (options < 0).any():
        return None
    total: Floats = values[..., frame.offsets[:-1] + options].sum(axis=-1)
    if interaction_values is None or not frame.interactions:
        return total
    fallback = {issue.id: issue.counterfactual for issue in frame.issues}
    holds = [all(fallback[issue] == option for issue, option in together) for together in frame.interactions]
    total = total + interaction_values[..., holds].sum(axis=-1)
    return total
