"""Trades from one package over an ensemble: in what share of the models that the evidence allows each helps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from accord.bargain import Bools, Ensemble, Floats
from accord.errors import BargainError, CallError
from accord.solve.ensemble import check_ensemble
from accord.solve.grids import Grid, Options, Terrain, ensemble_terrain, grid, named, options_of, parties_of
from accord.solve.trades import improvements, issue_sets


@dataclass(frozen=True)
class TradeShare:
    """A change of some issues, and in what share of the members it is an improvement.

    Attributes:
        changes: Issue -> its option before and after.
        parties: Whose yes the changed issues need.
        share: Share of members in which it is an improvement: a deal that all concerned agree to, no party to it worse
            off and one better off.
        everyone: Share in which, besides, every party to it is better off.
        minimal: Share in which, besides `share`, no part of it is an improvement by itself.
        harms: Bystander -> share in which it is an improvement and the bystander is worse off.
    """

    changes: dict[str, tuple[str, str]]
    parties: tuple[str, ...]
    share: float
    everyone: float
    minimal: float
    harms: dict[str, float]


@dataclass(frozen=True)
class TradeShares:
    """The changes of one package that help in the largest share of members.

    Attributes:
        package: Where they start from.
        single: Changes of one issue, from the highest share on.
        trades: Changes of two issues or more, likewise.
        stuck: Share of members in which no change of up to the size asked for is an improvement.
    """

    package: dict[str, str]
    single: tuple[TradeShare, ...]
    trades: tuple[TradeShare, ...]
    stuck: float


def trade_shares(ensemble: Ensemble, package: Mapping[str, str], *, size: int = 2, limit: int = 100) -> TradeShares:
    """Every change of up to `size` issues of a package, with the share of members in which it is an improvement.

    Definitions as in `trades`, member by member, each with its own counterfactuals and red lines. A difference within a
    billionth of a party's range counts as none.

    Args:
        ensemble: The models.
        package: The option of every issue.
        size: Up to how many issues a change may touch, at least 1.
        limit: How many changes of each kind are told; those that help in no member never are.

    Raises:
        BargainError: a number that is not finite, or a package that does not fit.
        SizeError: too many changes of all members together.

    Two models; only in the first does B value the border more than the tariff.

    >>> from accord.bargain import Frame, Issue, Party
    >>> frame = Frame((Party("A"), Party("B")), (Issue("border", ("shut", "open")), Issue("tariff", ("high", "low"))))
    >>> values = np.array([[[3, 0, 0, 5], [0, 4, 1, 0]], [[3, 0, 0, 5], [0, 1, 4, 0]]], float)
    >>> models = Ensemble(frame, values, np.zeros((2, 2)), np.zeros((2, 2, 4), bool), np.full((2, 2), -1),
    ...                   np.zeros((2, 0), bool), ())
    >>> found = trade_shares(models, {"border": "shut", "tariff": "high"})
    >>> [(one.changes, one.share) for one in found.trades], found.stuck
    ([({'border': ('shut', 'open'), 'tariff': ('high', 'low')}, 0.5)], 0.5)

    Citation: froman_cohen_1970, tollison_willett_1979, lahdelma_hokkanen_salminen_1998.
    """
    check_ensemble(ensemble)
    _check_members(ensemble)
    frame = ensemble.frame
    at, start = ensemble_terrain(ensemble), options_of(frame, package)
    found: list[TradeShare] = []
    stuck = np.ones(ensemble.members, np.bool_)
    for issues in issue_sets([len(issue.options) for issue in frame.issues], size, ensemble.members):
        own = tuple(start[issue] for issue in issues)
        cells = grid(at, start, issues)
        fine, least = improvements(at, cells, own, issues)
        stuck &= ~fine.reshape(len(fine), -1).any(axis=1)
        for place in map(tuple, np.argwhere(fine.any(axis=0)).tolist()):
            end = list(start)
            for issue, option in zip(issues, place, strict=True):
                end[issue] = option
            found.append(_share(at, (start, tuple(end)), _gains(cells, own, place), (fine, least), place))
    found.sort(key=lambda told: (-told.share, -told.everyone, len(told.changes)))
    return TradeShares(
        package=named(frame, start),
        single=tuple(told for told in found if len(told.changes) == 1)[:limit],
        trades=tuple(told for told in found if len(told.changes) > 1)[:limit],
        stuck=float(stuck.mean()),
    )


def share_of_trade(ensemble: Ensemble, before: Mapping[str, str], after: Mapping[str, str]) -> TradeShare:
    """In what share of the members the change from one package to another is an improvement.

    Raises:
        BargainError: a number that is not finite, or a package that does not fit.
        CallError: two packages that are the same.
    """
    check_ensemble(ensemble)
    _check_members(ensemble)
    start, end = options_of(ensemble.frame, before), options_of(ensemble.frame, after)
    issues = tuple(i for i, (a, b) in enumerate(zip(start, end, strict=True)) if a != b)
    if not issues:
        raise CallError("`after` is another package than `before`", "they are the same")
    at = ensemble_terrain(ensemble)
    own, place = (0,) * len(issues), (1,) * len(issues)
    cells = grid(at, start, issues, [(start[i], end[i]) for i in issues])
    found = improvements(at, cells, own, issues)
    return _share(at, (start, end), _gains(cells, own, place), found, place)


def _gains(cells: Grid, own: Options, place: Options) -> Floats:
    """What every party gains in every member, shape (members, parties)."""
    after, before = (cells.points[_at(place)] for place in ((slice(None), *place), (slice(None), *own)))
    gains: Floats = after - before
    return gains


def _at(place: tuple[Any, ...]) -> Any:
    return (slice(None), *place)


def _share(
    at: Terrain, between: tuple[Options, Options], gains: Floats, found: tuple[Bools, Bools], place: Options
) -> TradeShare:
    frame = at.frame
    start, end = between
    helped, least = (one[_at(place)] for one in found)
    issues = [i for i, (a, b) in enumerate(zip(start, end, strict=True)) if a != b]
    parties = parties_of(at, int(np.bitwise_or.reduce(at.asked[issues])))
    rows = [frame.party_index[party] for party in parties]
    harmed = helped[:, None] & (gains < -at.slack)
    return TradeShare(
        changes={
            frame.issues[i].id: (frame.issues[i].options[start[i]], frame.issues[i].options[end[i]]) for i in issues
        },
        parties=parties,
        share=float(helped.mean()),
        everyone=float((helped & (gains > at.slack)[:, rows].all(axis=1)).mean()),
        minimal=float(least.mean()),
        harms={
            party.id: float(harmed[:, row].mean())
            for row, party in enumerate(frame.parties)
            if row not in rows and harmed[:, row].any()
        },
    )


def _check_members(ensemble: Ensemble) -> None:
    if ensemble.members == 0:
        raise BargainError("An ensemble must have a member for shares of members", "it has none")
