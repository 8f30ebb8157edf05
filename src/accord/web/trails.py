"""Trails: where the parties stood on an issue over time, in as many points as a picture can show."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accord.ledger.records import Position
    from accord.ledger.tables import Booked

MOST = 120
"""Positions of an issue that are drawn one by one."""

_STANDS, _REFUSALS = 20, 6
"""Into how many stretches of time the stands and the refusals of each party are put where there are more."""


def trails(known: Booked, party: str = "", issue: str = "") -> list[dict[str, Any]]:
    """For each issue with a dated position, its options, and every party's positions by day."""
    by_issue: dict[str, list[Position]] = {}
    for one in known.positions:
        if one.on and one.option and party in {"", one.party}:
            by_issue.setdefault(one.issue, []).append(one)
    return [
        {
            "issue": each.id,
            "name": each.name or each.id.replace("_", " "),
            "ordered": each.ordered,
            "options": list(each.options),
            "status_quo": each.status_quo,
            "points": [
                {**point, "document": known.told[point["statement"]].span.document}
                for point in _points(sorted(by_issue[each.id], key=_place))
            ],
            "of": len(by_issue[each.id]),
        }
        for each in known.negotiation.issues
        if each.id in by_issue and issue in {"", each.id}
    ]


def _place(one: Position) -> tuple[date, str, str]:
    return one.on or date.min, one.party, one.option or ""


def _points(told: Sequence[Position]) -> list[dict[str, Any]]:
    """Every position; of too many, the last stand of each stretch of time, own words first, and its refusals."""
    if len(told) <= MOST:
        return [_point(one, 1) for one in told]
    first, last = told[0].on or date.min, max(one.on or date.min for one in told)
    days = (last - first).days + 1
    own = {one.party for one in told if one.basis != "told"}

    def stretch(one: Position) -> Hashable:
        number = ((one.on or first) - first).days * (_REFUSALS if one.refused else _STANDS) // days
        return (one.party, number, one.option if one.refused else None)

    said = [one for one in told if one.basis != "told" or one.party not in own]
    last_of, times = {stretch(one): one for one in said}, _counted(map(stretch, said))
    return [_point(one, times[stretch(one)]) for one in sorted(last_of.values(), key=_place)]


def _counted(keys: Iterable[Hashable]) -> dict[Hashable, int]:
    found: dict[Hashable, int] = {}
    for key in keys:
        found[key] = found.get(key, 0) + 1
    return found


def _point(one: Position, times: int) -> dict[str, Any]:
    return {
        "party": one.party,
        "option": one.option,
        "refused": one.refused,
        "on": one.on,
        "until": one.until,
        "basis": one.basis.value,
        "statement": one.statements[0],
        "times": times,
    }
