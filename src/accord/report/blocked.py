"""Why there is no deal, where there is none: red lines that clash, what would have to give, whose demands collide."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from accord.errors import SizeError
from accord.findings import Finding, Mechanism
from accord.findings.words import Names
from accord.solve import conflicts, ensemble_conflicts
from accord.solve.conflicts import RedLine
from accord.statements import Says

if TYPE_CHECKING:
    from accord.bargain import Bools, Ensemble
    from accord.report.contents import Contents

MOST = 6
"""Sets told of each kind."""

LOOKED_AT = 60
"""Models in which the cheapest way out is looked for."""

TOLD = frozenset({"clash", "conflict", "accounts_differ", "blocked", "contradiction"})
"""Questions of the findings that say what cannot all be met."""


def blocked_record(contents: Contents) -> dict[str, Any]:
    """Why some models have no deal, as a JSON object; `None` for what is too large to be found."""
    weighed = contents.weighed
    collisions = [_finding(one) for one in contents.findings if _tells(one)]
    if weighed is None:
        return {"members": 0, "collisions": collisions, "lines": None}
    names, said = Names(contents.negotiation), _claims(contents)
    try:
        found = ensemble_conflicts(weighed.ensemble)
    except SizeError as fault:
        return {"members": weighed.ensemble.members, "collisions": collisions, "lines": None, "fault": str(fault)}
    ways, quarrels, looked = _ways(weighed.ensemble, ~found.has_zone, found.reservations_clash)

    def told(sets: Iterable[tuple[tuple[RedLine, ...], float]]) -> list[dict[str, Any]]:
        return [
            {"lines": [_line(one, names, said) for one in lines], "share": round(share, 4)}
            for lines, share in list(sets)[:MOST]
        ]

    return {
        "members": weighed.ensemble.members,
        "collisions": collisions,
        "lines": {
            "none": round(float((~found.has_zone).mean()), 4),
            "reservations": round(float((found.reservations_clash & ~found.has_zone).mean()), 4),
            "complete": bool(found.complete.all()),
            "conflicts": told(found.conflicts),
            "repairs": told(found.repairs),
            "cheapest": told(ways),
            "quarrels": quarrels,
            "looked": looked,
        },
    }


def _tells(finding: Finding) -> bool:
    return finding.mechanism is Mechanism.RED_LINES and finding.subject.question in TOLD and bool(finding.evidence)


def _finding(finding: Finding) -> dict[str, Any]:
    """A finding with what each side says apart, where it keeps them apart."""
    details = finding.details
    pairs = (("asked", "refused"), ("takes", "refuses"))
    sides = next(([list(details[a]), list(details[b])] for a, b in pairs if a in details and b in details), [])
    return {
        "id": finding.id,
        "question": finding.subject.question,
        "sentence": finding.sentence,
        "share": finding.share,
        "evidence": list(finding.evidence),
        "sides": sides,
        "lines": details.get("lines", {}),
    }


def _claims(contents: Contents) -> Mapping[tuple[str, str, str], tuple[str, ...]]:
    """The statements that tell of each red line."""
    told: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for piece in () if contents.weighed is None else contents.weighed.pieces:
        claim = piece.claim
        if claim.says is Says.RED_LINE and not claim.negated and claim.issue and claim.option:
            told[claim.party, claim.issue, claim.option] += piece.statements
    return {line: tuple(dict.fromkeys(ids)) for line, ids in told.items()}


def _line(line: RedLine, names: Names, said: Mapping[tuple[str, str, str], tuple[str, ...]]) -> dict[str, Any]:
    return {
        "party": line.party,
        "issue": line.issue,
        "option": line.option,
        "words": names.option(line.issue, line.option),
        "statements": list(said.get((line.party, line.issue, line.option), ())),
    }


def _ways(
    ensemble: Ensemble, without: Bools, clash: Bools
) -> tuple[list[tuple[tuple[RedLine, ...], float]], list[dict[str, Any]], int]:
    """The cheapest ways out, and whose no-deal worths clash, in an even selection of the models without a deal."""
    members = np.flatnonzero(without)
    chosen = members[:: max(1, len(members) // LOOKED_AT)][:LOOKED_AT] if len(members) else members
    ways: Counter[tuple[RedLine, ...]] = Counter()
    quarrels: Counter[tuple[str, ...]] = Counter()
    for member in chosen.tolist():
        one = conflicts(ensemble.member(member))
        if one.cheapest is not None:
            ways[one.cheapest.lines] += 1
        quarrels.update(one.quarrels)
    looked = max(1, len(chosen))
    told = [(lines, times / looked) for lines, times in ways.most_common()]
    apart = [{"parties": list(parties), "share": round(n / looked, 4)} for parties, n in quarrels.most_common(MOST)]
    return told, apart, len(chosen)
