"""Third parties: packages that those at the table would make and an absent party would refuse."""

from __future__ import annotations

import numpy as np

from accord.bargain import Floats
from accord.findings.assumptions import granted, separate
from accord.findings.case import Case, Question, answer
from accord.findings.packages import needed_for
from accord.findings.record import Finding, Mechanism, Subject
from accord.findings.solving import World
from accord.findings.words import agreeing, in_models, listed, percent
from accord.solve.packages import decode
from accord.theory.third_parties import excluded_veto_party

_SLACK = 1e-9


def find(case: Case) -> tuple[Finding, ...]:
    """For each party whose yes is needed but not at the table: whether it would refuse what the others agree on."""
    if case.weighed is None or len(case.frame.parties) < 3:
        return ()
    return tuple(_refuses(case, party, away) for party, away in sorted(missing(case).items()))


def missing(case: Case) -> dict[str, tuple[str, ...]]:
    """Each party whose yes an issue needs though it is absent or has no seat at the issue's track, with the issues."""
    absent = {party.id for party in case.negotiation.parties if party.role == "absent"}
    seats = {track.id: set(track.parties) for track in case.negotiation.tracks}
    found: dict[str, list[str]] = {}
    for issue in case.negotiation.issues:
        for party in case.negotiation.consent(issue):
            if party in case.frame.party_index and (party in absent or party not in seats.get(issue.track, {party})):
                found.setdefault(party, []).append(issue.id)
    return {party: tuple(issues) for party, issues in found.items()}


def _refuses(case: Case, party: str, issues: tuple[str, ...]) -> Finding:
    name, about = case.names.party(party), listed(case.names.issue(issue) for issue in issues)
    is_ = agreeing(name, "is")
    own = frozenset(one for one in needed_for(case) if one[1] == party)
    return answer(
        case,
        Question(
            Mechanism.THIRD_PARTIES,
            Subject("refuses", party=party),
            holds=lambda world: _refused(world, party),
            needed=needed_for(case),
            trigger=own,
            say=lambda share, error, prior: (
                f"What the others would settle among themselves, {name}, whose yes is needed on {about} and who {is_} "
                f"not at that table, would refuse {in_models(share, error, prior)}{_made_up_for(case, party)}."
            ),
            silence=f"The documents say nothing of what {name}, who {is_} not at the table on {about}, would refuse.",
            topic=f"{name} would refuse what the others settle",
            assumptions=(
                *separate(case),
                "The others would settle on their Nash solution.",
                "Whether they could make up for what it loses compares utilities in shares of each one's whole range.",
                *granted(case, issues=[one.id for one in case.frame.issues], parties=[party]),
            ),
        ),
    )


def _made_up_for(case: Case, party: str) -> str:
    """In how many of the models in which it loses the others gain enough to bring it in and make up for its loss."""
    solved, row = case.world.without(party), case.frame.party_index[party]
    others = np.delete(solved.gains("nash"), row, axis=1).clip(min=0.0).sum(axis=1)
    lost = (case.world.ensemble.reservations[:, row] - solved.utilities["nash"][:, row]).clip(min=0.0)
    harmed = solved.solvable & (lost > _SLACK) & (others > _SLACK)
    if not harmed.any():
        return ""
    pairs = zip(others[harmed].tolist(), lost[harmed].tolist(), strict=True)
    better = float(np.mean([excluded_veto_party(gain, harm, 1.0).include_better for gain, harm in pairs]))
    return f"; where it loses by that, the others gain enough to make up for it in {percent(better)}"


def _refused(world: World, party: str) -> Floats:
    """Where the others' Nash solution leaves the party below no deal or crosses its red line."""
    solved, row, frame = world.without(party), world.frame.party_index[party], world.frame
    below = solved.utilities["nash"][:, row] < world.ensemble.reservations[:, row] - _SLACK
    crossed = np.zeros(world.ensemble.members, np.bool_)
    for number in np.unique(solved.picks["nash"][solved.solvable]).tolist():
        columns = [frame.column(issue, option) for issue, option in decode(frame, number).items()]
        chosen = solved.picks["nash"] == number
        crossed[chosen] = world.ensemble.red_lines[chosen][:, row, :][:, columns].any(axis=1)
    refused: Floats = (solved.solvable & (below | crossed)).astype(np.float64)
    return refused
