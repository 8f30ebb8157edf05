"""Trades: which two changes, each a gift to somebody, help all whose yes they need when made together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from accord.errors import SizeError
from accord.findings.assumptions import granted, separate
from accord.findings.case import Case, Question, answer
from accord.findings.packages import needed_for, untold
from accord.findings.record import Finding, Mechanism, Subject
from accord.findings.words import in_models, listed, percent
from accord.solve.trade_shares import TradeShare, trade_shares

_GIVES = 0.5


def find(case: Case) -> Iterable[Finding]:
    """The trade of two issues that most often helps where neither change would be made alone; none: nothing."""
    if case.weighed is None or len(case.frame.issues) < 2 or not case.touching(needed_for(case)):
        return
    start = {issue.id: issue.counterfactual for issue in case.frame.issues if issue.counterfactual}
    if len(start) < len(case.frame.issues):
        return
    try:
        found = trade_shares(case.world.ensemble, start, size=2)
    except SizeError:
        return  # so many packages that the other findings have to do
    best = max(found.trades, key=lambda one: (one.minimal, sorted(one.changes.items())), default=None)
    if best is not None and best.minimal > 0:
        yield _trade(case, start, best)


def _trade(case: Case, start: Mapping[str, str], trade: TradeShare) -> Finding:
    package = {**start, **{issue: after for issue, (_, after) in trade.changes.items()}}
    parts = listed(
        f"{case.names.option(issue, after)}{_given(case, trade.parties, issue, after)}"
        for issue, (_, after) in sorted(trade.changes.items())
    )
    needed = frozenset(one for one in needed_for(case) if one[0] == "shift" or one[-1] in trade.changes)
    harmed = [party for party, share in trade.harms.items() if share > _GIVES * trade.share]
    hurts = f"; {case.names.parties(harmed)}, whose yes it does not need, mostly loses by it" if harmed else ""
    return answer(
        case,
        Question(
            Mechanism.PACKAGES,
            Subject("trade", event="+".join(sorted(f"{issue}={after}" for issue, (_, after) in trade.changes.items()))),
            holds=lambda world: world.agreed(package).astype(np.float64),
            needed=needed,
            say=lambda share, error, prior: (
                f"A trade of {parts} helps all whose yes it needs {in_models(share, error, prior)}; in "
                f"{percent(trade.minimal)} neither change would be made alone, which is so of no other two as often"
                f"{hurts}{untold(case, sorted(trade.changes))}."
            ),
            silence="The documents say nothing that bears on what could be traded for what.",
            topic=f"a trade of {parts} helps all whose yes it needs",
            assumptions=(*separate(case), *granted(case, issues=list(trade.changes), parties=trade.parties)),
            details={
                "changes": {issue: list(change) for issue, change in sorted(trade.changes.items())},
                "neither_alone": round(trade.minimal, 6),
            },
        ),
    )


def _given(case: Case, parties: Iterable[str], issue: str, after: str) -> str:
    """By whom it is given: the parties to the trade that like it less than no deal in most models."""
    givers = [
        party
        for party in parties
        if float((case.world.value(party, issue, after) < case.world.counterfactual_value(party, issue)).mean())
        > _GIVES
    ]
    return f" (which {case.names.parties(givers)} would give)" if givers else ""
