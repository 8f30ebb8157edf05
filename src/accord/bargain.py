"""The formal model: a bargain, and the ensemble of all bargains that the evidence allows.

Options of all issues stand in one row, issue after issue: option `k` of issue `i` is column `frame.offsets[i] + k`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

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

    `consent`: ids of the parties whose yes it needs. `counterfactual`: the option that holds with no deal, None where
    disagreement is not a package (then the reservation is a plain number).
    """

    id: str
    options: tuple[str, ...]
    track: str = ""
    consent: tuple[str, ...] = ()
    ordered: bool = True
    status_quo: str | None = None
    counterfactual: str | None = None


@dataclass(frozen=True)
class Frame:
    """Parties, tracks and issues, without a number of anybody's preferences."""

    parties: tuple[Party, ...]
    issues: tuple[Issue, ...]
    tracks: tuple[Track, ...] = ()

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
        """How many packages there are, as an exact integer."""
        product = 1
        for issue in self.issues:
            product *= len(issue.options)
        return product


@dataclass(frozen=True)
class Bargain:
    """One model: the frame with each party's values, reservation and red lines.

    `values`: shape (parties, columns), the utility of each option, added up over a package.
    `reservations`: shape (parties,), utility without agreement. `red_lines`: shape (parties, columns), True where the party
    never consents to a package with that option.
    """

    frame: Frame
    values: Floats
    reservations: Floats
    red_lines: Bools


@dataclass(frozen=True)
class Ensemble:
    """All models the evidence allows, as equally weighted draws ("members").

    `values`: shape (members, parties, columns). `reservations`: shape (members, parties). `red_lines`: shape (members, parties,
    columns). `counterfactuals`: shape (members, issues), option numbers. `switches`: shape (members, evidence), True where the piece
    of evidence is on; `evidence` names the pieces. `rates`: name -> shape (members, parties).
    `chains`: the chain each member was drawn by, shape (members,).
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

    @property
    def members(self) -> int:
        """How many models."""
        return int(self.values.shape[0])

    def member(self, number: int) -> Bargain:
        """Model `number` as a bargain of its own."""
        return Bargain(self.frame, self.values[number], self.reservations[number], self.red_lines[number])
