"""What an order of steps is worth: a step taken first moves what each party has without the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from accord.bargain import Floats
from accord.findings.assumptions import granted
from accord.findings.case import Case, Question, answer
from accord.findings.packages import bargaining_parties
from accord.findings.record import Finding, Mechanism, Subject
from accord.findings.solving import World
from accord.findings.words import in_models
from accord.statements import Says
from accord.theory.sequence import precondition_as_threat_shift

_MORE = 1e-9


def find(case: Case) -> Iterable[Finding]:
    """For every order that a claim demands, with a named first step: whether it helps the party that demands it."""
    if case.weighed is None:
        return
    wishes = {
        (piece.claim.party, piece.claim.first.issue, piece.claim.first.option, piece.claim.then.issue)
        for piece in case.claiming(Says.BEFORE)
        if piece.claim.first and piece.claim.then and piece.claim.first.option and not piece.claim.negated
    }
    for party, issue, option, then in sorted(wishes, key=str):
        parties = bargaining_parties(case, track_of(case, then))
        if option and issue != then and party in parties and issue in case.frame.issue_index:
            yield _worth(case, (party, issue, option, then), parties)


def track_of(case: Case, issue: str) -> str | None:
    """The track of an issue, None where it has none."""
    return next((one.track for one in case.frame.issues if one.id == issue and one.track), None)


def _worth(case: Case, wish: tuple[str, str, str, str], parties: Sequence[str]) -> Finding:
    party, issue, option, then = wish
    name, step = case.names.party(party), case.names.option(issue, option)
    return answer(
        case,
        Question(
            Mechanism.SEQUENCE,
            Subject("worth", party=party, issue=issue, option=option, over_issue=then),
            holds=lambda world: (worth(world, party, (issue, option), parties) > _MORE).astype(np.float64),
            needed=frozenset(
                [*((kind, one, issue) for kind in ("value", "range") for one in parties), ("counterfactual", issue)]
            ),
            say=lambda share, error, prior: (
                f"Taking {step} before {case.names.issue(then)} strengthens {name} for what comes after, compared with "
                f"the others at that table, {in_models(share, error, prior)}."
            ),
            silence=(
                f"The documents say nothing that bears on whether taking {step} before {case.names.issue(then)} "
                f"would strengthen {name}."
            ),
            topic=f"{step} before {case.names.issue(then)} strengthens {name}",
            size=lambda world: worth(world, party, (issue, option), parties),
            unit="share of the party's whole utility range",
            assumptions=(
                "What one party gains and another loses is compared in shares of each one's whole utility range.",
                "The step, once taken, stays whatever happens after.",
                *granted(case, issues=[issue], parties=[party]),
            ),
        ),
    )


def worth(world: World, party: str, step: tuple[str, str], parties: Sequence[str]) -> Floats:
    """What a step taken first adds to the party's share of what follows, shape (members,).

    The step moves each one's threat point by its value less that of the counterfactual; with transferable utility a
    party gains by what its own threat improves beyond the mean (`theory.sequence.precondition_as_threat_shift`).
    """
    issue, option = step
    before = np.stack([world.counterfactual_value(one, issue) for one in parties], axis=1)
    after = np.stack([world.value(one, issue, option) for one in parties], axis=1)
    # The pie is the same in both orders and drops out; it only has to hold both.
    pie = 1 + float(max(before.sum(axis=1).max(), after.sum(axis=1).max()))
    row = list(parties).index(party)
    pairs = zip(before.tolist(), after.tolist(), strict=True)
    return np.array([-precondition_as_threat_shift(pie, one, other).price[row] for one, other in pairs])
