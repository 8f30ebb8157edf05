"""Concessions: for every reported one, what it costs its giver against what would have happened anyway."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from accord.bargain import Bools, Floats
from accord.evidence import Piece
from accord.findings.assumptions import granted
from accord.findings.case import Case, Question, answer, fact
from accord.findings.record import Finding, Mechanism, Subject
from accord.findings.solving import World
from accord.findings.words import agreeing, in_models, listed, percent, plain, possessive
from accord.ledger import Move
from accord.negotiation import status_quo
from accord.statements import Act, Says
from accord.theory.concessions import StepClass, step_class

_TAKEN = frozenset({Act.ACCEPT, Act.CONCESSION, Act.PROMISE})
_STEPS = _TAKEN | {Act.OFFER}
ASKS = frozenset({Act.DEMAND, Act.PRECONDITION, Act.THREAT})
COSTLESS = 1e-9
"""Utility below which a step costs nothing."""
_SURE = 0.75
EXCHANGED = (
    "That a party took, offered or conceded something is no sign of what it costs: it is one side of an exchange, and "
    "left out here."
)


class Verdict(StrEnum):
    """What a step was, as far as the evidence tells."""

    REAL = "real"  # it costs the giver something, measured against no deal
    NOMINAL = "nominal"  # it does not, nor against a demand that the giver left for it
    STEP_DOWN = "step_down"  # better for the giver than no deal, worse than what it demanded before
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Step:
    """A concession as reported: who gives what on which issue, from where; `given`: taken, not only spoken of."""

    party: str
    issue: str
    option: str
    start: str
    statements: tuple[str, ...]
    given: bool
    condition: str | None = None


def find(case: Case) -> tuple[Finding, ...]:
    """A finding for every reported concession, for moves without a named end, and for demands that did not move."""
    told = steps(case)
    unpaid = unpaid_case(case)
    parties = {piece.claim.party for piece in taken(case, told)}
    costs = (_real(unpaid, step, (EXCHANGED,) if step.party in parties else ()) for step in told)
    return (*costs, *_vague(case), *_unchanged(case))


def unpaid_case(case: Case) -> Case:
    """The case without what only says that a step was taken: it may have been paid for, so its cost stays open."""
    return case.without(frozenset(piece.id for piece in taken(case, steps(case))))


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
        condition = next((one.condition for one in told if one.condition), None)
        made.append(Step(party, issue, option, start, statements, any(one.given for one in told), condition))
    return tuple(made)


def taken(case: Case, told: Iterable[Step]) -> tuple[Piece, ...]:
    """The pieces that only say that a step was taken or offered: it may have been paid for, so its cost stays open."""
    by_option = {(step.party, step.issue, step.option): step for step in told}
    found = []
    for piece in case.claiming(Says.WOULD_ACCEPT):
        claim = piece.claim
        step = by_option.get((claim.party, claim.issue or "", claim.option or ""))
        if (
            step is not None
            and not claim.negated
            and (set(piece.statements) & set(step.statements) or _acts(case, piece))
        ):
            found.append(piece)
    return tuple(found)


def _acts(case: Case, piece: Piece) -> bool:
    """Whether some statement makes the claim by giving the thing: by taking, offering or conceding it."""
    points = (point for one in piece.statements if one in case.told for point in case.told[one].points)
    return any(
        point.act in _STEPS
        and (point.about, point.issue, point.option) == (piece.claim.party, piece.claim.issue, piece.claim.option)
        for point in points
    )


@dataclass(frozen=True, slots=True)
class _Told:
    step: tuple[str, str | None, str | None]
    start: str | None
    statements: tuple[str, ...]
    given: bool
    condition: str | None = None


def _reported(case: Case) -> Iterable[_Told]:
    """Moves and agreed items; words that say a demand did not move tell of no concession."""
    kept = {(one.party, statement) for one in case.ledger.unchanged if one.told for statement in one.statements}
    for move in case.ledger.moves:
        if not {(move.party, statement) for statement in move.statements} <= kept:
            yield _Told(
                (move.party, move.issue, move.end), move.start, (*move.statements, *move.nominal_by), True,
                move.condition,
            )  # fmt: skip
    for position in case.ledger.positions:
        took = not position.refused and bool(_TAKEN & set(position.acts))
        if took and not {(position.party, statement) for statement in position.statements} <= kept:
            yield _Told(
                (position.party, position.issue, position.option), None, position.statements, True, position.condition
            )


def _called_nominal(case: Case) -> Iterable[_Told]:
    for piece in case.claiming(Says.ALREADY_WANTED, Says.WOULD_DO_ANYWAY):
        claim = piece.claim
        yield _Told((claim.party, claim.issue, claim.option), None, piece.statements, given=False)


def step_words(case: Case, step: Step) -> str:
    """`yes` where all that is told is that it took the option, as when it is offered it; else `step`."""
    acts = {
        point.act
        for id in step.statements
        if id in case.told
        for point in case.told[id].points
        if (point.about, point.issue) == (step.party, step.issue) and point.act in _STEPS
    }
    return "yes" if acts == {Act.ACCEPT} else "step"


def _real(case: Case, step: Step, exchange: tuple[str, ...]) -> Finding:
    giver, given = case.names.party(step.party), case.names.option(step.issue, step.option)
    what = f"{possessive(giver)} {step_words(case, step)} to {given}" if step.given else f"Giving {given}"
    if step.condition:
        what += f" (on the condition: “{step.condition}”)"
    by = case.account(step.statements)
    it = agreeing(giver, "it") if step.given else giver
    told, called = (by, "") if step.given else ("", by)  # who tells of a step says nothing yet of what it costs
    needed = frozenset([("value", step.party, step.issue), ("counterfactual", step.issue)])
    details = _details(case, step) if case.weighed else {}
    finding = answer(
        case,
        Question(
            Mechanism.CONCESSIONS,
            Subject("real", party=step.party, issue=step.issue, option=step.option),
            holds=lambda world: (cost(world, step) > COSTLESS).astype(np.float64),
            needed=needed,
            say=lambda share, error, prior: (
                f"{what}{told} costs {it} something, measured against what would happen with no deal, "
                f"{in_models(share, error, prior)}: {_words(case, step, (share, error))}{_gains(case, step)}{called}."
            ),
            silence=f"Beyond the step itself the documents say nothing of what {given} costs {giver}{by}.",
            topic=f"{given} costs {giver} something",
            size=lambda world: cost(world, step),
            unit="share of the giver's whole utility range",
            assumptions=(*exchange, *granted(case, issues=[step.issue], parties=[step.party])),
            details=details,
            also=(*step.statements, *(one for other in _receivers(case, step) for one in _bearing(case, step, other))),
        ),
    )
    if finding.share is None:
        return finding
    verdict = _verdict(case, step, (finding.share, finding.error or 0.0))
    return replace(finding, details={**finding.details, "verdict": verdict.value})


def cost(world: World, step: Step) -> Floats:
    """Depth of cooperation: what the giver would have had with no deal less what it has with the option."""
    return world.counterfactual_value(step.party, step.issue) - world.value(step.party, step.issue, step.option)


def _verdict(case: Case, step: Step, share: tuple[float, float]) -> Verdict:
    """The verdict on a step from the share of models in which it costs its giver something, and the share's error."""
    low, high = share[0] - 2 * share[1], share[0] + 2 * share[1]
    if low > _SURE:
        return Verdict.REAL
    if high >= 1 - _SURE:
        return Verdict.OPEN
    if not left_a_demand(case, step):
        return Verdict.NOMINAL
    given_up = _given_up(case, step)
    return Verdict.STEP_DOWN if given_up > _SURE else Verdict.NOMINAL if given_up < 1 - _SURE else Verdict.OPEN


def _words(case: Case, step: Step, share: tuple[float, float]) -> str:
    """The verdict in words; a demand that the giver left is named, though only no deal is what a cost is."""
    verdict = _verdict(case, step, share)
    said = {
        Verdict.REAL: "most likely a real concession",
        Verdict.NOMINAL: "most likely nominal",
        Verdict.STEP_DOWN: "a step down from a demand, and still better than no deal",
        Verdict.OPEN: "whether it is real or nominal is not settled",
    }[verdict]
    if not left_a_demand(case, step):
        return said
    if verdict is Verdict.OPEN and share[0] + 2 * share[1] < 1 - _SURE:
        said = "better than no deal, and whether anything that was wanted is given up is not settled"
    start, it = plain(step.start), agreeing(case.names.party(step.party), "it")
    return (
        f"{said}; against “{start}”, which it leaves, it takes something from {it} in {percent(_given_up(case, step))}"
    )


def left_a_demand(case: Case, step: Step) -> bool:
    """Whether the giver asked for something else before, that was not what would happen with no deal."""
    issue = case.frame.issues[case.frame.issue_index[step.issue]]
    return step.start not in {issue.counterfactual, step.option}


def _given_up(case: Case, step: Step) -> float:
    """Share of models in which the giver liked better what it asked for before."""
    return float(given_up(case.world, step).mean())


def given_up(world: World, step: Step) -> Bools:
    """In which members the giver liked better what it asked for before, shape (members,)."""
    before, after = (world.value(step.party, step.issue, option) for option in (step.start, step.option))
    found: Bools = before > after + COSTLESS
    return found


def _receivers(case: Case, step: Step) -> tuple[str, ...]:
    """The others whose yes the issue needs and of whom something is told on it."""
    issue = case.frame.issues[case.frame.issue_index[step.issue]]
    others = [party.id for party in case.frame.parties if party.id != step.party]
    asked = [other for other in sorted(others) if not issue.consent or other in issue.consent]
    return tuple(other for other in asked if _bearing(case, step, other))


def _bearing(case: Case, step: Step, other: str) -> tuple[str, ...]:
    numbers = case.touching(frozenset([("value", other, step.issue)])) if case.weighed else ()
    return tuple(sorted({statement for number in numbers for statement in case.pieces[number].statements}))


def _gains(case: Case, step: Step) -> str:
    """What the step is worth to each receiver of whom something is told."""
    told = [
        f"{case.names.party(other)} {agreeing(case.names.party(other), 'gains')} by it in "
        f"{percent(float((cost(case.world, replace(step, party=other)) < -COSTLESS).mean()))}"
        for other in _receivers(case, step)
    ]
    return f"; {listed(told)}" if told else ""


def _details(case: Case, step: Step) -> dict[str, object]:
    """Why it is nominal where it is, what each other party gains, and the class of the step, as shares of models."""
    world = case.world
    own = world.value(step.party, step.issue, step.option)
    number = world.frame.issue_index[step.issue]
    option = world.frame.issues[number].options.index(step.option)
    anyway = float((world.ensemble.counterfactuals[:, number] == option).mean())
    wanted = float((own >= world.value(step.party, step.issue, step.start) - COSTLESS).mean())
    receivers = {}
    for other in case.frame.parties:
        if other.id != step.party:
            with_it = world.value(other.id, step.issue, step.option)
            real = with_it - world.counterfactual_value(other.id, step.issue)
            on_paper = with_it - world.value(other.id, step.issue, step.start)
            receivers[other.id] = {
                "gains": _share(real > COSTLESS),
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
    signs = np.stack([np.where(np.abs(d) <= COSTLESS, 0, np.sign(d)) for d in (own, other)], axis=1)
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
            f"{case.names.does(party, 'is')} said to have moved on {case.names.issue(issue)}, but not to which option"
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
        stands = case.names.does(party, "demands" if _demanded(case, party, issue) else "stands")
        stands += "" if stands.endswith(("demands", "demand")) else " for"
        yield fact(
            Mechanism.CONCESSIONS,
            Subject("unchanged", party=party, issue=issue),
            f"What {stands}{where}{f' ({options})' if options else ''} {how}{case.account(statements)}.",
            statements,
        )


def _demanded(case: Case, party: str, issue: str | None) -> bool:
    """Whether what stood still is a demand, not an offer."""
    own = [one for one in case.ledger.positions if one.party == party and issue in {None, one.issue}]
    return all(ASKS & set(one.acts) for one in own if one.option and not one.refused and one.acts)
