"""What weighing the evidence leaves: the ensemble, and what each piece does to a share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from accord.bargain import Bools, Ensemble, Floats
from accord.errors import CallError, Problem
from accord.evidence.again import Drawing
from accord.evidence.constraints import Silent
from accord.evidence.contradictions import Conflicts
from accord.evidence.diagnostics import Diagnostics, share_of
from accord.evidence.layout import Layout
from accord.evidence.piece import Piece
from accord.statements import Says


@dataclass(frozen=True, slots=True)
class Reweighted:
    """Weights of the members, shape (members,), and how many independent members are left (0: weigh again)."""

    weights: Floats
    effective: float


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way out of a contradiction: the piece `doubted` is the untrue one.

    `chance`: share of the models in which it is untrue. `reweighted`: the members as they are without the piece; none
    to tell by where its `effective` is 0 (weigh again without the piece).
    """

    doubted: str
    chance: float
    reweighted: Reweighted


@dataclass(frozen=True)
class Weighed:
    """All models that fit the evidence, beside all that the prior allows.

    `satisfied`: shape (members, pieces), whether what a piece claims is so in a member, or says nothing there
    (`idle`, of the same shape); for a red line, whether it stands. `pieces`: in the order of `ensemble.evidence`.
    `problems`: contradictions, and chains that have not mixed. `found`: the contradictions. `prior`: the same
    negotiation with no evidence.
    `repeats`: for a piece that its own voice says in another way too, the piece that counts. `seed`: that of the run.
    `drawings`: how the ensemble and the prior were drawn, for another weighing to take over what stays as it was.
    """

    ensemble: Ensemble
    prior: Ensemble
    pieces: tuple[Piece, ...]
    satisfied: Bools
    diagnostics: Diagnostics
    problems: tuple[Problem, ...]
    layout: Layout = field(repr=False)
    idle: Bools = field(repr=False)
    found: Conflicts = field(repr=False, default_factory=lambda: Conflicts((), True))
    repeats: Mapping[str, str] = field(default_factory=dict)
    seed: int = 0
    drawings: tuple[Drawing, Drawing | None] | None = field(repr=False, default=None)

    @property
    def conflicts(self) -> tuple[tuple[str, ...], ...]:
        """Ids of the pieces of each minimal set that cannot all be true, the smallest sets first."""
        return tuple(tuple(piece.id for piece in clashing) for clashing in self.found.sets)

    def share(self, flags: Bools | Floats, weights: Floats | None = None) -> tuple[float, float]:
        """Share of members, and its standard error from sampling.

        Args:
            flags: True where it holds, or numbers in [0, 1]; shape (members,).
            weights: Of the members, as `without` gives them; alike by default.
        """
        even = np.ones(self.ensemble.members) if weights is None else weights
        if float(even.sum()) <= 0:
            raise CallError(
                "A share needs a member of weight above zero", "all weights are zero", "weigh again without the piece"
            )
        share, error, _ = share_of(np.asarray(flags, np.float64), even, self.ensemble.chains)
        return share, error

    def number(self, piece: str) -> int:
        """The column of a piece of evidence, by id (CallError where there is none)."""
        for number, one in enumerate(self.pieces):
            if one.id == piece:
                return number
        raise CallError("A piece is one of those weighed", f"got {piece!r}", "see `pieces`")

    def without(self, piece: str) -> Reweighted:
        """Weights under which the members are what they would be without the piece: exact, if enough members are left.

        Given that a piece's switch is off it says nothing, so each member counts by the chance that its switch is
        off, over the factor the piece multiplied it by.
        """
        return self._weights(piece, on=False)

    def given(self, piece: str) -> Reweighted:
        """Weights under which the members are what they would be if the piece is known to be true."""
        return self._weights(piece, on=True)

    def influence(self, piece: str, flags: Bools | Floats) -> tuple[float, float]:
        """What a piece does to a share: the share where its switch is on less that where it is off, and its error.

        Where no member is left without it (certain evidence), weigh again without the piece instead (CallError).
        """
        for found, what in ((self.given(piece), "true"), (self.without(piece), "absent")):
            if found.effective <= 0:
                raise CallError(
                    f"Some member must allow the piece to be {what}",
                    f"none does for {piece}",
                    "weigh again without it",
                )
        on, off = self.given(piece).weights, self.without(piece).weights
        values = np.asarray(flags, np.float64)
        share_on, error_on, _ = share_of(values, on, self.ensemble.chains)
        share_off, error_off, _ = share_of(values, off, self.ensemble.chains)
        return share_on - share_off, float(np.hypot(error_on, error_off))

    def alternatives(self, conflict: Sequence[str]) -> tuple[Alternative, ...]:
        """The ways out of a contradiction, the likeliest first: each piece of a minimal set as the untrue one."""
        ways = [
            Alternative(piece, float((~self.satisfied[:, self.number(piece)]).mean()), self.without(piece))
            for piece in conflict
        ]
        return tuple(sorted(ways, key=lambda way: (-way.chance, way.doubted)))

    def _weights(self, piece: str, *, on: bool) -> Reweighted:
        if piece in self.repeats:  # what the voice says elsewhere stands: left out, nothing changes
            even = np.ones(self.ensemble.members)
            flags = self.satisfied[:, self.number(piece)].astype(float)
            return self._weights(self.repeats[piece], on=True) if on else Reweighted(even, self._left(flags, even))
        number = self.number(piece)
        satisfied = self.satisfied[:, number]
        holds, breaks, silent = self._factors(number)
        weights = np.where(satisfied, holds[on], breaks[on])
        weights = np.where(self.idle[:, number], silent[on], weights)
        says_nothing = isinstance(self.layout.constraint(self.pieces[number]), Silent)
        if float(weights.sum()) <= 0 or (
            not on and not says_nothing and (satisfied.all() or self.pieces[number].reliability >= 1)
        ):
            return Reweighted(weights, 0.0)  # nothing is seen of the models that the piece speaks against
        return Reweighted(weights, self._left(satisfied.astype(float), weights))

    def _left(self, flags: Floats, weights: Floats) -> float:
        return share_of(flags, weights, self.ensemble.chains)[2]

    def _factors(self, number: int) -> tuple[tuple[float, float], tuple[float, float], tuple[float, float]]:
        """Weight of a member where the claim holds, where not, and where it says nothing; each for off and on."""
        piece = self.pieces[number]
        r = piece.reliability
        if piece.claim.says is Says.RED_LINE and not piece.claim.negated:
            others = self._others_off(number)
            return ((1 - others) / (1 - others * (1 - r)), 1.0), (1 / (1 - r) if r < 1 else 0.0, 0.0), (1.0, 1.0)
        # Left out, what the voice says in another way stands in its place.
        echo = max((one.reliability for one in self.pieces if self.repeats.get(one.id) == piece.id), default=0.0)
        left = (1 - echo) / (1 - r) if r < 1 else 0.0
        return (2 * (1 + echo) / (1 + r), 2.0), (2 * left, 0.0), (2.0, 1.0 + r)

    def _others_off(self, number: int) -> float:
        """Chance before all else that no other claim of the same red line is on."""
        own = self.pieces[number].claim
        others = [
            1 - piece.reliability
            for k, piece in enumerate(self.pieces)
            if k != number
            and piece.id not in self.repeats
            and piece.claim.says is Says.RED_LINE
            and not piece.claim.negated
            and (piece.claim.party, piece.claim.issue, piece.claim.option) == (own.party, own.issue, own.option)
        ]
        return float(np.prod(others))
