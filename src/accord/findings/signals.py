"""Signals: which gestures carry information, because they cost something or tie the hands, and which are cheap talk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from accord.bargain import Floats
from accord.findings.assumptions import granted, separate
from accord.findings.case import MOST_EVIDENCE, Case, Question, answer, fact
from accord.findings.concessions import COSTLESS, EXCHANGED, Step, cost, step_words, unpaid_case
from accord.findings.likelihoods import Kind
from accord.findings.observed import Move, observed
from accord.findings.packages import bargaining_parties, needed_for
from accord.findings.rates import others_leave
from accord.findings.record import Finding, Mechanism, Subject
from accord.findings.solving import World
from accord.findings.words import agreeing, in_models, percent, possessive
from accord.statements import Authority
from accord.theory.signals import audience_cost_lock_in, costly_signal_separation

_ON_THE_RECORD = frozenset({Authority.PRINCIPAL, Authority.NEGOTIATOR})
_LEAST_RATE = 1e-6  # where nobody leaves and nothing is discounted, talking on would be worth anything at all


def find(case: Case) -> tuple[Finding, ...]:
    """What each step tells of its giver; what each threat binds to; and what is said at no cost."""
    if case.weighed is None:
        return ()
    unpaid = unpaid_case(case)
    made: list[Finding] = []
    for party in bargaining_parties(case):
        moves = observed(case, party)
        steps = {(step.issue, step.option): step for move in moves for step in move.steps}
        made += [_step(unpaid, steps[key]) for key in sorted(steps) if steps[key].condition is None]
        made += _threats(case, party, moves)
        made += _talk(case, party, moves)
    return tuple(made)


def _step(case: Case, step: Step) -> Finding:
    """Whether only a party that seeks a deal would have paid what the step costs."""
    giver, given = case.names.party(step.party), case.names.option(step.issue, step.option)
    by = case.account(step.statements)
    return answer(
        case,
        Question(
            Mechanism.SIGNALS,
            Subject("costly", party=step.party, issue=step.issue, option=step.option),
            holds=lambda world: _tells(world, step),
            needed=frozenset([("value", step.party, step.issue), ("counterfactual", step.issue)]),
            say=lambda share, error, prior: (
                f"{possessive(giver)} {step_words(case, step)} to {given} tells something of its aims "
                f"{in_models(share, error, prior)}: "
                f"there it costs more than talking on is worth to one that buys time, and no more than a deal brings "
                f"one that seeks it; in {percent(_free(case, step))} it costs nothing and is as good as talk{by}."
            ),
            silence=(
                f"Beyond the step itself the documents say nothing of what {given} costs {giver}, so nothing of what "
                f"it signals{by}."
            ),
            topic=f"{possessive(giver)} {step_words(case, step)} to {given} tells something of its aims",
            size=lambda world: np.maximum(cost(world, step), 0.0),
            unit="cost of the gesture, as a share of the giver's whole utility range",
            assumptions=(
                *separate(case),
                EXCHANGED,
                "A party that buys time gains by the gesture what talking on is worth to it: what waiting brings, "
                "until somebody leaves; one that seeks a deal gains its Nash solution.",
                *granted(
                    case, issues=[step.issue], parties=[step.party],
                    rates=["waiting_flow", "impatience", "walk_away_hazard"],
                ),
            ),
            also=step.statements,
        ),
    )  # fmt: skip


def _tells(world: World, step: Step) -> Floats:
    """1 in the members in which the step separates (`theory.signals.costly_signal_separation`), else 0."""
    row = world.frame.party_index[step.party]
    rates = np.maximum(world.ensemble.rates["impatience"][:, row] + others_leave(world, step.party), _LEAST_RATE)
    waiting = np.maximum(world.ensemble.rates["waiting_flow"][:, row], 0.0) / rates
    # Tables apart may together leave a party worse off than no deal: by being recognised it then gains nothing.
    deal = np.maximum(world.linked.gains("nash")[:, row], 0.0)
    rows = zip(cost(world, step).tolist(), waiting.tolist(), deal.tolist(), strict=True)
    return np.array([float(_separates(paid, low, high)) for paid, low, high in rows])


def _separates(paid: float, low: float, high: float) -> bool:
    """Whether a cost lies where only the type with more to gain pays it; both pay alike for the same step."""
    if paid <= COSTLESS:
        return False
    found = costly_signal_separation(low, high, cost_low=1.0, cost_high=1.0)
    return found.exists and found.least <= paid <= found.most


def _free(case: Case, step: Step) -> float:
    return float((cost(case.world, step) <= COSTLESS).mean())


def _threats(case: Case, party: str, moves: Sequence[Move]) -> Iterable[Finding]:
    """What a party's own threat to end the talks binds it to."""
    told = [id for move in moves if move.kind is Kind.DEADLINE for id in move.statements]
    if not told:
        return
    name = case.names.party(party)
    public = [id for id in told if case.told[id].authority in _ON_THE_RECORD and case.told[id].speakers]
    hands = (
        "it was said in public by those who answer for it, which ties its hands as far as its own people would hold "
        "them to it"
        if public
        else "nobody who answers for it is quoted with it, so no audience holds it to it"
    )
    finding = answer(
        case,
        Question(
            Mechanism.SIGNALS,
            Subject("threat", party=party),
            holds=lambda world: _carried_out(world, party),
            needed=needed_for(case) | {("rate", party, "walk_away_hazard")},
            say=lambda share, error, prior: (
                f"{possessive(name)} threat to end the talks would be carried out for its own sake "
                f"{in_models(share, error, prior)}, since there a deal brings it nothing; elsewhere it binds only if "
                f"backing down costs more than the deal does, "
                f"{_needed(case, party):.2f} of its whole utility range on average; {hands}{case.account(told)}."
            ),
            silence=f"The documents say nothing of what {possessive(name)} threat would cost it{case.account(told)}.",
            topic=f"{possessive(name)} threat to end the talks binds for its own sake",
            size=lambda world: world.linked.gains("nash")[:, world.frame.party_index[party]],
            unit="what backing down must cost for the threat to bind, as a share of its whole utility range",
            assumptions=(
                *separate(case),
                "The deal it would leave is the Nash solution.",
                *granted(case, issues=[one.id for one in case.frame.issues], parties=[party]),
            ),
        ),
    )
    yield replace(finding, evidence=tuple(dict.fromkeys([*told, *finding.evidence]))) if finding.evidence else finding


def _carried_out(world: World, party: str) -> Floats:
    """1 where the party leaves with no audience to punish it (`theory.signals.audience_cost_lock_in`), else 0."""
    gains = world.linked.gains("nash")[:, world.frame.party_index[party]].tolist()
    locked = [audience_cost_lock_in(-max(gain, 0.0), war_cost=0.0, audience_cost=0.0).fights for gain in gains]
    return np.array(locked, dtype=np.float64)


def _needed(case: Case, party: str) -> float:
    """The least audience cost at which the threat binds, where it does not for its own sake: the mean over members."""
    gains = case.world.linked.gains("nash")[:, case.frame.party_index[party]]
    positive = gains[gains > 0]
    return float(positive.mean()) if len(positive) else 0.0


def _talk(case: Case, party: str, moves: Sequence[Move]) -> Iterable[Finding]:
    """What its own people say at no cost."""
    told = [id for move in moves if move.kind is Kind.TALK for id in move.statements]
    if told:
        name, one = case.names.party(party), len(told) == 1
        count = f"{len(told)} statement{'' if one else 's'}"
        yield fact(
            Mechanism.SIGNALS,
            Subject("cheap_talk", party=party),
            f"{count} by those who speak for {name} {'is' if one else 'are'} cheap talk: aims, forecasts, judgements "
            f"or promises of no named step, which one that buys time would say as well as one that seeks a deal; "
            f"{'it tells' if one else 'they tell'} nothing of whether {name} {agreeing(name, 'seeks')} one"
            f"{case.account(told)}.",
            sorted(told)[:MOST_EVIDENCE],
        )
