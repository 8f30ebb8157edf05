"""How far a red line reaches: its option, and on an ordered issue whatever lies beyond it."""

from __future__ import annotations

from collections.abc import Iterable

from accord.bargain import Issue
from accord.statements import Claim, Says

_DEMANDS = frozenset({Says.SEEKS, Says.ALREADY_WANTED})


def reach_of(claims: Iterable[Claim], party: str, issue: Issue, option: str) -> frozenset[str]:
    """The options that a party's red line takes in: the one named, and on an ordered issue all beyond it.

    Beyond is seen from what the claims tell that the party demands, else from the status quo; where demands lie on both
    sides the red line is the option alone.
    """
    if not issue.ordered:
        return frozenset({option})
    place = issue.options.index(option)
    seen_from = {issue.options.index(one) for one in _demanded(claims, party, issue)} - {place}
    if not seen_from and issue.status_quo is not None:
        seen_from = {issue.options.index(issue.status_quo)} - {place}
    if seen_from and max(seen_from) < place:
        return frozenset(issue.options[place:])
    if seen_from and min(seen_from) > place:
        return frozenset(issue.options[: place + 1])
    return frozenset({option})


def _demanded(claims: Iterable[Claim], party: str, issue: Issue) -> set[str]:
    return {
        claim.option
        for claim in claims
        if claim.says in _DEMANDS
        and not claim.negated
        and (claim.party, claim.issue) == (party, issue.id)
        and claim.option is not None
    }
