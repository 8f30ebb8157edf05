"""What a finding takes for granted, in sentences: drafted parts, counterfactuals nobody named, ranges of rates."""

from __future__ import annotations

from collections.abc import Iterable

from accord.evidence import RANGES
from accord.findings.case import Case
from accord.findings.words import listed, plain
from accord.negotiation import status_quo

SEPARATE = "Each party's utility is the sum of what the issues bring it."
"""Taken for granted wherever packages are compared."""


def granted(
    case: Case, *, issues: Iterable[str] = (), parties: Iterable[str] = (), rates: Iterable[str] = ()
) -> tuple[str, ...]:
    """The assumptions that come with these issues, parties and rates."""
    chosen, who = set(issues), set(parties)
    return (*_counterfactuals(case, chosen), *_drafted(case, chosen, who), *(_range(rate) for rate in rates))


def _counterfactuals(case: Case, issues: set[str]) -> Iterable[str]:
    unnamed = [issue for issue in case.negotiation.issues if issue.id in issues and issue.counterfactual is None]
    if unnamed:
        kept = listed(f"{case.names.issue(issue.id)} (“{plain(status_quo(issue))}”)" for issue in unnamed)
        yield f"With no deal these stay as they are, since the negotiation names nothing else: {kept}."


def _drafted(case: Case, issues: set[str], parties: set[str]) -> Iterable[str]:
    tracks = {issue.track for issue in case.negotiation.issues if issue.id in issues}
    drafted = [
        *(("the party", case.names.party(one.id), one) for one in case.negotiation.parties if one.id in parties),
        *(("the track", case.names.track(one.id), one) for one in case.negotiation.tracks if one.id in tracks),
        *(("the issue", case.names.issue(one.id), one) for one in case.negotiation.issues if one.id in issues),
    ]
    guesses = [f"{kind} {name}" for kind, name, one in drafted if one.drafted and one.origin in {None, "guess"}]
    if guesses:
        yield f"Drafted as a guess and not confirmed: {listed(guesses)}."
    for kind, name, one in drafted:
        if one.drafted and one.origin not in {None, "guess"}:
            yield f"Drafted and not confirmed: {kind} {name}, from “{one.origin}”."


def _range(rate: str) -> str:
    table = RANGES[rate]
    return f"Before any evidence the {plain(rate)} lies anywhere between {table.low:g} and {table.high:g} {table.unit}."
