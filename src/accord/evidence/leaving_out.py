"""Members weighed anew as if several pieces of evidence had not been said: exact, if enough members are left."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from accord.bargain import Floats
from accord.evidence.constraints import Silent
from accord.evidence.diagnostics import share_of
from accord.evidence.piece import Piece
from accord.evidence.weighed import Reweighted, Weighed
from accord.statements import Says

SEEN = 5
"""Members that must lack a piece for weights to tell what is so without it, or ..."""

UNSEEN = 0.01
"""... the share of models that lack it, and that may stay unseen."""


def left_out(weighed: Weighed, without: Collection[str]) -> Reweighted:
    """Weights under which the members are what they would be without the pieces (`effective` 0: draw them anew).

    Each member counts by the factor that the pieces left have together, over that which all had: for a claim (1 + r)
    where it holds and (1 - r) where not; for a red line, by the chance that some claim of it that is left is on.
    """
    members = weighed.ensemble.members
    weights, lines = np.ones(members), set()
    for number, piece in enumerate(weighed.pieces):
        if piece.id not in without or piece.id in weighed.repeats:
            continue
        if piece.claim.says is Says.RED_LINE and not piece.claim.negated:
            lines.add(number)
            continue
        factors = _claim(weighed, number, without)
        if factors is None:
            return Reweighted(np.zeros(members), 0.0)
        weights = weights * factors
    for number in {_line(weighed.pieces[one]): one for one in sorted(lines)}.values():
        factors = _red_line(weighed, number, without)
        if factors is None:
            return Reweighted(np.zeros(members), 0.0)
        weights = weights * factors
    if not weights.any():
        return Reweighted(weights, 0.0)
    return Reweighted(weights, min(_left(weighed, flags, weights) for flags in _watched(weighed)))


def _claim(weighed: Weighed, number: int, without: Collection[str]) -> Floats | None:
    piece = weighed.pieces[number]
    if isinstance(weighed.layout.constraint(piece), Silent):
        return np.ones(weighed.ensemble.members)
    # What the voice says in another way counts in its place, if that is left.
    echoes = [one for one in weighed.pieces if weighed.repeats.get(one.id) == piece.id]
    echo = max((one.reliability for one in echoes if one.id not in without), default=0.0)
    r, holds = piece.reliability, weighed.satisfied[:, number]
    if r >= 1 or not _seen(int((~holds).sum()), (1 + r) / (1 - r), weighed.ensemble.members):
        return None
    told = np.where(holds, (1 + echo) / (1 + r), (1 - echo) / (1 - r))
    found: Floats = np.where(weighed.idle[:, number], 1.0, told)
    return found


def _line(piece: Piece) -> tuple[str | None, ...]:
    return (piece.claim.party, piece.claim.issue, piece.claim.option)


def _red_line(weighed: Weighed, number: int, without: Collection[str]) -> Floats | None:
    line, before, after = _line(weighed.pieces[number]), 1.0, 1.0
    for piece in weighed.pieces:
        own = piece.claim.says is Says.RED_LINE and not piece.claim.negated and _line(piece) == line
        if own and piece.id not in weighed.repeats:
            before *= 1 - piece.reliability
            after *= 1.0 if piece.id in without else 1 - piece.reliability
    stands = weighed.satisfied[:, number]
    if before <= 0 or not _seen(int((~stands).sum()), after / before, weighed.ensemble.members):
        return None
    found: Floats = np.where(stands, (1 - after) / (1 - before), after / before)
    return found


def _seen(lacking: int, ratio: float, members: int) -> bool:
    """Whether the members that lack a piece are enough to stand for all models that do."""
    return lacking >= SEEN or 3 * ratio / members <= UNSEEN


def _watched(weighed: Weighed) -> list[Floats]:
    """Quantities that the weights must leave well known: each party's reservation, above its middle or not."""
    reservations = weighed.ensemble.reservations
    return [np.asarray(one > np.median(one), np.float64) for one in reservations.T]


def _left(weighed: Weighed, flags: Floats, weights: Floats) -> float:
    return share_of(flags, weights, weighed.ensemble.chains)[2]
