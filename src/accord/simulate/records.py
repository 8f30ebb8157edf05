"""What is asked of a simulation, and what it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType

from accord.bargain import Floats, Frame, Ints
from accord.errors import CallError

LISTED = 100_000
"""How many different agreements are counted one by one; runs that end in another are counted as `others`."""


class Ended(IntEnum):
    """How a run ended."""

    AGREEMENT = 0
    DEADLINE = 1
    WALKED = 2
    BROKEN_DOWN = 3


@dataclass(frozen=True)
class Rules:
    """What binds every run.

    Attributes:
        steps: How many rounds there are at most; in a round each party at the table has one turn.
        hazard: Chance that talks break down after a round without an agreement.
        discounts: Party -> what a round's delay leaves of its payoff, in (0, 1]; 1 for a party not named.
        flows: Party -> what it gets for each round that the talks go on; 0 for a party not named.
    """

    steps: int
    hazard: float = 0.0
    discounts: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    flows: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        if not 1 <= self.steps <= 1_000_000:
            raise CallError("The number of steps must be from 1 to a million", f"it is {self.steps}")
        if not 0 <= self.hazard <= 1:
            raise CallError("The hazard of a round must be from 0 to 1", f"it is {self.hazard}")
        for party, discount in self.discounts.items():
            if not 0 < discount <= 1:
                raise CallError(f"The discount of {party} must be above 0 and at most 1", f"it is {discount}")
        for party, flow in self.flows.items():
            if not -1e300 < flow < 1e300:
                raise CallError(f"The flow of {party} must be a finite number", f"it is {flow}")


@dataclass(frozen=True, slots=True)
class Offer:
    """One turn: the party, the round (from 0), and the package it put on the table; None where it took what was there.

    `accepted`: whether it took it.
    """

    party: str
    step: int
    package: dict[str, str] | None
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """One run: what was agreed (None without agreement), after how many rounds, and what each party has.

    `utilities`: of the agreement, or of none (the reservations), parties in the frame's order. `payoffs`: the same
    discounted by the rounds that passed, with what flowed while the talks went on. `turns`: all that was said, in
    order.
    """

    agreement: dict[str, str] | None
    step: int
    ended: Ended
    utilities: tuple[float, ...]
    payoffs: tuple[float, ...]
    turns: tuple[Offer, ...] = ()


@dataclass(frozen=True)
class Simulation:
    """What many runs of one bargain, or one run of each member of an ensemble, came to.

    Attributes:
        frame: The parties, tracks and issues.
        parties: Ids of those at the table, in the order of their turns.
        runs: How many runs there were.
        ended: How many runs ended in each way.
        rounds: How many runs ended with an agreement after so many rounds, shape (steps + 1,).
        packages: Package number -> how many runs agreed on it, the most frequent first; at most `LISTED`.
        others: How many runs agreed on a package that `packages` does not list.
        mean_utilities: Mean over the runs, shape (parties,); without an agreement a party has its reservation.
        mean_payoffs: The same of the payoffs.
        sd_payoffs: Their standard deviation over the runs.
        traces: The first runs, as many as were asked for, with every turn.
        unwilling: Parties at the table to whom no package is worth their reservation: they agree to nothing.
    """

    frame: Frame
    parties: tuple[str, ...]
    runs: int
    ended: Mapping[Ended, int]
    rounds: Ints
    packages: Mapping[int, int]
    others: int
    mean_utilities: Floats
    mean_payoffs: Floats
    sd_payoffs: Floats
    traces: tuple[Trace, ...] = ()
    unwilling: tuple[str, ...] = ()

    @property
    def agreement_rate(self) -> float:
        """Share of the runs that ended with an agreement."""
        return self.ended[Ended.AGREEMENT] / self.runs

    @property
    def mean_rounds(self) -> float | None:
        """Mean number of rounds to an agreement; None where no run reached one."""
        agreed = self.ended[Ended.AGREEMENT]
        return float(self.rounds @ range(len(self.rounds))) / agreed if agreed else None
