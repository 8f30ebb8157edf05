"""What a correction brings with it: a claim that came from an act, an issue or a party follows when these change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accord.statements import Act, Statement, claim_record

_DECIDES = frozenset({"act", "about", "issue", "option"})
_BY_ACT = frozenset({"would_accept", "refuses", "seeks"})
"""Claims that an act by itself makes; any other stands in words of its own."""


def followed(statement: Statement, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes, with those of the claims that follow from them; a claim that is itself named stays as named."""
    found = dict(changes)
    for number, point in enumerate(statement.points):
        told = {name: changes[f"points.{number}.{name}"] for name in _DECIDES if f"points.{number}.{name}" in changes}
        named = "points" in changes or any(name.startswith(f"points.{number}.claim") for name in changes)
        if not told or named:
            continue
        before = {"act": point.act.value, "about": point.about, "issue": point.issue, "option": point.option}
        claim = claim_record(point.claim) if point.claim else None
        after = _claim(claim, before, {**before, **told})
        if after != claim:
            found[f"points.{number}.claim"] = after
    return found


def _claim(claim: dict[str, Any] | None, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any] | None:
    if claim is None or claim["says"] in _BY_ACT:
        return _from_act(claim, before, after)
    moved = dict(claim)
    for name, source in (("party", "about"), ("issue", "issue"), ("option", "option")):
        if moved.get(name) is not None and moved[name] == before[source] and after[source]:
            moved[name] = after[source]
    return moved


def _from_act(
    claim: dict[str, Any] | None, before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, Any] | None:
    """The claim that the act makes of the party's preference, as the reader would have it; none where none follows."""
    from accord.reading.claims import FROM_ACT

    is_same_act = before["act"] == after["act"]
    if not _is_whole(after) or (claim is None and is_same_act and _is_whole(before)):
        return None
    implied = FROM_ACT.get(_act(after["act"]))
    says = claim["says"] if claim is not None and is_same_act else implied.value if implied else None
    if says is None:
        return None
    kept: dict[str, Any] = {name: claim[name] for name in ("given", "negated") if claim and name in claim}
    return {"says": says, "party": after["about"], "issue": after["issue"], "option": after["option"], **kept}


def _is_whole(point: Mapping[str, Any]) -> bool:
    return bool(point["about"] and point["issue"] and point["option"])


def _act(value: Any) -> Act:
    return Act(value) if value in set(Act) else Act.ASSESSMENT
