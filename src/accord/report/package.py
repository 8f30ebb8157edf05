"""One package told: what each party gives and gets, who says yes in how many models, and what would help all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from accord.bargain import Bargain, Bools, Ensemble, Floats, consents, counterfactual_options
from accord.errors import SizeError
from accord.findings.words import Names, plain
from accord.report.plane import Survey, fallback
from accord.solve.coupled import added_by, broken
from accord.solve.ensemble import floors
from accord.solve.packages import bargaining, columns, encode, utilities
from accord.solve.trade_shares import TradeShare, trade_shares

MOST = 8
"""Changes told of each kind."""

WORK, LEAST = 2_000_000, 100
"""Changes of all members together that are looked at without waiting long, and members that are kept at least."""

_TOLD = 0.05  # a change that helps in fewer models is left out


def package_record(found: Survey, names: Names, package: Mapping[str, str], *, member: int | None) -> dict[str, Any]:
    """A package as a JSON object: issue by issue and party by party, against no deal.

    Worths are those of the member, or of the middle; shares are over all models.
    """
    frame, bargain = found.frame, found.shown(member)
    number = encode(frame, package)
    yes, needed = _yes(found, number)
    agreed = (yes | ~needed).all(axis=1) & needed.any(axis=1)
    breaks = bool(broken(frame, columns(frame, np.array([number])))[0])
    rows = bargaining(frame)
    own = _needed_here(bargain, package)
    share = 0.0 if breaks else float(agreed.mean())
    return {
        "package": dict(package),
        "number": number,
        "breaks": breaks,
        "is_no_deal": number == fallback(bargain),
        "share": round(share, 4),
        "error": round(float(np.sqrt(share * (1 - share) / max(1, found.ensemble.members))), 4),
        "needs": [party for party in found.parties if party in own],
        "issues": _issues(bargain, names, package, found),
        "parties": [_party(found, bargain, row, (number, yes, needed)) for row in rows],
        "lacks": _lacking(found, (yes, needed), rows) if share < 1 else [],
    }


def trades_record(found: Survey, names: Names, package: Mapping[str, str]) -> dict[str, Any]:
    """The changes of a package that leave no party to them worse off, by the share of models in which they do."""
    size, ensemble = 2, _looked_at(found.ensemble)
    try:
        told = trade_shares(ensemble, package, size=size, limit=40)
    except SizeError:
        size = 1
        told = trade_shares(ensemble, package, size=size, limit=40)
    return {
        "size": size,
        "members": ensemble.members,
        "stuck": round(told.stuck, 4),
        "single": [_trade(one, names, package) for one in told.single if one.share >= _TOLD][:MOST],
        "trades": [_trade(one, names, package) for one in _several(told.trades)][:MOST],
    }


def _looked_at(ensemble: Ensemble) -> Ensemble:
    """The ensemble, or an even selection of its members where there are so many changes that all would take long."""
    others = [len(issue.options) - 1 for issue in ensemble.frame.issues]
    pairs = (sum(others) ** 2 - sum(one * one for one in others)) // 2 + sum(others)
    step = -(-pairs * ensemble.members // WORK)
    if step < 2:
        return ensemble
    own = slice(None, None, min(step, max(1, ensemble.members // LEAST)))
    arrays = ("values", "reservations", "red_lines", "counterfactuals", "switches", "chains", "interaction_values")
    cut = {name: getattr(ensemble, name)[own] for name in arrays}
    return replace(ensemble, rates={name: values[own] for name, values in ensemble.rates.items()}, **cut)


def _several(trades: tuple[TradeShare, ...]) -> list[TradeShare]:
    """Those of which no part helps by itself, the most often so first: each change pays for another."""
    return sorted((one for one in trades if one.minimal >= _TOLD), key=lambda one: -one.minimal)


def _trade(one: TradeShare, names: Names, package: Mapping[str, str]) -> dict[str, Any]:
    return {
        "changes": [
            {"issue": issue, "name": names.issue(issue), "before": plain(before), "after": plain(after)}
            for issue, (before, after) in one.changes.items()
        ],
        "package": {**package, **{issue: after for issue, (_, after) in one.changes.items()}},
        "parties": list(one.parties),
        "share": round(one.share, 4),
        "everyone": round(one.everyone, 4),
        "neither_alone": round(one.minimal, 4),
        "harms": {party: round(share, 4) for party, share in one.harms.items() if share >= _TOLD},
    }


def _yes(found: Survey, number: int) -> tuple[Bools, Bools]:
    """Who would say yes to a package, and whose yes it needs, in each member; both of shape (members, bargaining)."""
    ensemble, frame, rows = found.ensemble, found.frame, list(bargaining(found.frame))
    chosen = columns(frame, np.array([number]))
    worth = ensemble.values[:, :, chosen[0]].sum(axis=-1)
    if frame.interactions:
        worth = worth + added_by(frame, ensemble.interaction_values, chosen)[..., 0]
    least = floors(ensemble.values, ensemble.reservations, frame.offsets, ensemble.interaction_values)
    crossed = ensemble.red_lines[:, :, chosen[0]].any(axis=-1)
    moved = (chosen[0] - frame.offsets[:-1])[None, :] != ensemble.counterfactuals
    needed = (moved.astype(np.int64) @ consents(frame).astype(np.int64)) > 0
    yes: Bools = (worth >= least) & ~crossed
    return yes[:, rows], needed[:, rows]


def _needed_here(bargain: Bargain, package: Mapping[str, str]) -> frozenset[str]:
    frame = bargain.frame
    own = counterfactual_options(frame)
    moved = [issue.options.index(package[issue.id]) != own[k] for k, issue in enumerate(frame.issues)]
    asked = np.atleast_1d(consents(frame)[moved].any(axis=0))
    return frozenset(party.id for row, party in enumerate(frame.parties) if asked[row])


def _issues(bargain: Bargain, names: Names, package: Mapping[str, str], found: Survey) -> list[dict[str, Any]]:
    """Each issue with its options, and what the chosen one brings each party beside no deal."""
    frame, asked = bargain.frame, consents(bargain.frame)
    told = []
    for place, issue in enumerate(frame.issues):
        start = int(frame.offsets[place])
        now = start + issue.options.index(package[issue.id])
        before = None if issue.counterfactual is None else start + issue.options.index(issue.counterfactual)
        told.append(
            {
                "id": issue.id,
                "name": names.issue(issue.id),
                "track": issue.track,
                "option": package[issue.id],
                "words": plain(package[issue.id]),
                "options": [{"id": option, "words": plain(option)} for option in issue.options],
                "no_deal": issue.counterfactual,
                "status_quo": issue.status_quo,
                "needs": [party.id for row, party in enumerate(frame.parties) if asked[place, row]],
                "brings": {
                    frame.parties[row].id: 0.0
                    if before is None
                    else round(float(bargain.values[row, now] - bargain.values[row, before]), 4) + 0.0
                    for row in bargaining(found.frame)
                },
                "red_lines": {
                    frame.parties[row].id: round(float(found.ensemble.red_lines[:, row, now].mean()), 4)
                    for row in bargaining(found.frame)
                    if found.ensemble.red_lines[:, row, now].any()
                },
            }
        )
    return told


def _party(found: Survey, bargain: Bargain, row: int, at: tuple[int, Bools, Bools]) -> dict[str, Any]:
    number, yes, needed = at
    place = list(bargaining(found.frame)).index(row)
    gains = _gains(found, number, row)
    extra = bargain.interaction_values[row] if bargain.frame.interactions else None
    worth = float(utilities(bargain.frame, bargain.values[row], np.array([number]), extra)[0])
    asked = needed[:, place]
    return {
        "id": found.frame.parties[row].id,
        "worth": round(worth, 4),
        "no_deal": round(float(bargain.reservations[row]), 4),
        "gain": round(worth - float(bargain.reservations[row]), 4) + 0.0,
        "mean_gain": round(float(gains.mean()), 4) + 0.0,
        "quantiles": [round(float(one), 4) + 0.0 for one in np.quantile(gains, (0.05, 0.5, 0.95))],
        "yes": round(float(yes[:, place].mean()), 4),
        "needed": round(float(asked.mean()), 4),
        "yes_where_needed": round(float(yes[asked, place].mean()), 4) if asked.any() else None,
    }


def _gains(found: Survey, number: int, row: int) -> Floats:
    ensemble, frame = found.ensemble, found.frame
    extra = ensemble.interaction_values[:, row] if frame.interactions else None
    worth: Floats = utilities(frame, ensemble.values[:, row], np.array([number]), extra)[:, 0]
    return worth - ensemble.reservations[:, row]


def _lacking(found: Survey, said: tuple[Bools, Bools], rows: tuple[int, ...]) -> list[dict[str, Any]]:
    """Whose yes it lacks in how many models, the most often first; `alone`: where all others would say yes."""
    yes, needed = said
    refused = needed & ~yes
    told = [
        {
            "party": found.frame.parties[row].id,
            "share": round(float(refused[:, place].mean()), 4),
            "alone": round(float((refused[:, place] & (refused.sum(axis=1) == 1)).mean()), 4),
        }
        for place, row in enumerate(rows)
        if refused[:, place].any()
    ]
    return sorted(told, key=lambda one: (-float(str(one["share"])), str(one["party"])))
