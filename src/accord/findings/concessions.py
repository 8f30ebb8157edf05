"""Concessions: for every reported one, what it costs its giver against what would have happened anyway."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from accord.bargain import Bools, Floats
from accord.findings.assumptions import granted
from accord.findings.case import Case, Question, answer, fact
from accord.findings.record import Finding, Mechanism, Subject
from accord.findings.solving import World
from accord.findings.words import in_models, listed, percent, plain, possessive
from accord.ledger import Move
from accord.negotiation import status_quo
from accord.statements import Act, Says
from accord.theory.concessions import StepClass, step_class

_TAKEN = frozenset({Act.ACCEPT, Act.CONCESSION, Act.PROMISE})
_COSTLESS = 1e-9


@dataclass(frozen=True, slots=True)
class Step:
    """A concession as reported: who gives what on which issue, from where; `given`: taken, not only spoken of."""

    party: str
    issue: str
    option: str
    start: str
    statements: tuple[str, ...]
    given: bool


def find(case: Case) -> tuple[Finding, ...]:
    """A finding for every reported concession, for moves without a named end, and for demands that did not move."""
    found = [_real(case, step) for step in steps(case)]
    return (*found, *_vague(case), *_unchanged(case))


def steps(case: Case) -> tuple[Step, ...]:
    """Every concession, move and agreed item of the ledger, and all that is called costless to give, by party."""
    known = {issue.id: issue for issue in case.negotiation.issues}
    found: dict[tuple[str, str, str], list[_Told]] = {}
    for one in (*_reported(case), *_called_nominal(case)):
        party, issue, option = one.step
        bargained = party in case.frame.party_index and issue in case.frame.issue_index
        if bargained and issue in known and option in known[issue].options:
            found.setdefault((party, issue, option or ""), []).append(one)
    made = []
    for (party, issue, option), told in sorted(found.items()):
        start = next((one.start for one in told if one.start), status_quo(known[issue]))
        statements = tuple(dict.fromkeys(statement for one in told for statement in one.statements))
        made.append(Step(party, issue, option, start, statements, any(one.given for one in told)))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class _Told:
    step: tuple[str, str | None, str | None]
    start: str | None
    statements: tuple[str, ...]
    given: bool


def _reported(case: Case) -> Iterable[_Told]:
    """Moves and agreed items; words that say a demand did not move tell of no concession."""
    kept = {(one.party, statement) for one in case.ledger.unchanged if one.told for statement in one.statements}
    for move in case.ledger.moves:
        if not {(move.party, statement) for statement in move.statements} <= kept:
            yield _Told(
                (move.party, move.issue, move.end), move.start, (*move.statements, *move.nominal_by), given=True
            )
    for position in case.ledger.positions:
        taken = not position.refused and bool(_TAKEN & set(position.acts))
        if taken and not {(position.party, statement) for statement in position.statements} <= kept:
            yield _Told((position.party, position.issue, position.option), None, position.statements, given=True)


def _called_nominal(case: Case) -> Iterable[_Told]:
    for piece in case.claiming(Says.ALREADY_WANTED, Says.WOULD_DO_ANYWAY):
        claim = piece.claim
        yield _Told((claim.party, claim.issue, claim.option), None, piece.statements, given=False)


def _real(case: Case, step: Step) -> Finding:
    giver, given = case.names.party(step.party), case.names.option(step.issue, step.option)
    what = f"{possessive(giver)} step to {given}" if step.given else f"Giving {given}"
    by = case.account(step.statements)
    return answer(
        case,
        Question(
            Mechanism.CONCESSIONS,
            Subject("real", party=step.party, issue=step.issue, option=step.option),
            holds=lambda world: (_cost(world, step) > _COSTLESS).astype(np.float64),
            needed=frozenset([("value", step.party, step.issue), ("counterfactual", step.issue)]),
            say=lambda share, error, prior: (
                f"{what} costs {'it' if step.given else giver} something, measured against what would happen with no "
                f"deal, {in_models(share, error, prior)}: {_verdict(share, error)}{_against_start(case, step)}{by}."
            ),
            silence=f"Beyond the step itself the documents say nothing of what {given} costs {giver}{by}.",
            size=lambda world: _cost(world, step),
            unit="share of the giver's whole utility range",
            assumptions=granted(case, issues=[step.issue], parties=[step.party]),
            details=_details(case, step) if case.weighed else {},
            alone=_acceptances(case, step),
        ),
    )


def _cost(world: World, step: Step) -> Floats:
    """Depth of cooperation: what the giver would have had with no deal less what it has with the option."""
    return world.counterfactual_value(step.party, step.issue) - world.value(step.party, step.issue, step.option)


def _verdict(share: float, error: float) -> str:
    if share - 2 * error > 0.75:
        return "most likely a real concession"
    if share + 2 * error < 0.25:
        return "most likely nominal"
    return "whether it is real or nominal is not settled"


def _against_start(case: Case, step: Step) -> str:
    """What the step gives up of what the giver asked for before, where that is not what no deal would bring."""
    issue = case.frame.issues[case.frame.issue_index[step.issue]]
    if step.start in {issue.counterfactual, step.option}:
        return ""
    gives = case.world.value(step.party, step.issue, step.start) > case.world.value(step.party, step.issue, step.option)
    return f"; against “{plain(step.start)}”, from which it moved, it gives something up in {percent(gives.mean())}"


def _acceptances(case: Case, step: Step) -> frozenset[str]:
    """The pieces that only say that the step was taken: it may have been paid for, so its cost stays open."""
    return frozenset(
        piece.id
        for piece in case.claiming(Says.WOULD_ACCEPT)
        if (piece.claim.party, piece.claim.issue, piece.claim.option) == (step.party, step.issue, step.option)
        and not piece.claim.negated
    )


def _details(case: Case, step: Step) -> dict[str, object]:
    """Why it is nominal where it is, what each other party gains, and the class of the step, as shares of models."""
    world = case.world
    own = world.value(step.party, step.issue, step.option)
    number = world.frame.issue_index[step.issue]
    option = world.frame.issues[number].options.index(step.option)
    anyway = float((world.ensemble.counterfactuals[:, number] == option).mean())
    wanted = float((own >= world.value(step.party, step.issue, step.start) - _COSTLESS).mean())
    receivers = {}
    for other in case.frame.parties:
        if other.id != step.party:
            with_it = world.value(other.id, step.issue, step.option)
            real = with_it - world.counterfactual_value(other.id, step.issue)
            on_paper = with_it - world.value(other.id, step.issue, step.start)
            receivers[other.id] = {
                "gains": _share(real > _COSTLESS),
                "real_gain": round(float(real.mean()), 6),
                "nominal_gain": round(float(on_paper.mean()), 6),
                "classes": _classes(own - world.value(step.party, step.issue, step.start), on_paper),
            }
    return {
        "start": step.start,
        "would_happen_anyway": round(anyway, 6),
        "wanted": round(wanted, 6),
        "receivers": receivers,
    }


def _classes(own: Floats, other: Floats) -> dict[str, float]:
    counted = dict.fromkeys(StepClass, 0)
    # The class hangs on the two signs alone, so the nine pairs of signs are classed once each.
    signs = np.stack([np.where(np.abs(d) <= _COSTLESS, 0, np.sign(d)) for d in (own, other)], axis=1)
    pairs, counts = np.unique(signs, axis=0, return_counts=True)
    for (mine, theirs), count in zip(pairs.tolist(), counts.tolist(), strict=True):
        counted[step_class(mine, theirs)] += count
    return {kind.value: round(count / len(own), 6) for kind, count in counted.items() if count}


def _share(holds: Bools) -> float:
    return round(float(holds.mean()), 6)


def _vague(case: Case) -> Iterable[Finding]:
    """Moves told without the option they lead to."""
    vague: dict[tuple[str, str], list[Move]] = {}
    for move in case.ledger.moves:
        if move.end is None:
            vague.setdefault((move.party, move.issue), []).append(move)
    for (party, issue), moves in sorted(vague.items()):
        statements = [statement for move in moves for statement in move.statements]
        yield fact(
            Mechanism.CONCESSIONS,
            Subject("unnamed", party=party, issue=issue),
            f"{case.names.party(party)} is said to have moved on {case.names.issue(issue)}, but not to which option"
            f"{case.account(statements)}; its cost cannot be told.",
            statements,
        )


def _unchanged(case: Case) -> Iterable[Finding]:
    """Demands that did not move, one finding for each party and issue."""
    kept: dict[tuple[str, str | None], list[tuple[str | None, tuple[str, ...], bool]]] = {}
    for one in case.ledger.unchanged:
        kept.setdefault((one.party, one.issue), []).append((one.option, one.statements, one.told))
    for (party, issue), ones in sorted(kept.items(), key=lambda item: (item[0][0], item[0][1] or "")):
        options = listed(dict.fromkeys(f"“{plain(option)}”" for option, _, _ in ones if option))
        statements = [statement for _, told, _ in ones for statement in told]
        where = f" on {case.names.issue(issue)}" if issue else ""
        how = "is said to be unchanged" if any(told for _, _, told in ones) else "was repeated and did not move"
        yield fact(
            Mechanism.CONCESSIONS,
            Subject("unchanged", party=party, issue=issue),
            f"What {case.names.party(party)} demands{where}{f' ({options})' if options else ''} {how}"
            f"{case.account(statements)}.",
            statements,
        )
