"""Concessions: for every reported one, what it costs its giver against what would have happened anyway."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from accord.bargain import Bools, Floats
from accord.findings.assumptions import granted
from accord.findings.case import Case, Question, answer, fact
from accord.findings.record import Finding, Mechanism, Subject
from accord.findings.solving import World
from accord.findings.words import in_models, listed, plain
from accord.ledger import Move
from accord.negotiation import status_quo
from accord.statements import Act, Says
from accord.theory.concessions import StepClass, step_class

_TAKEN = frozenset({Act.ACCEPT, Act.CONCESSION, Act.PROMISE})
_NOMINAL = frozenset({Says.ALREADY_WANTED, Says.WOULD_DO_ANYWAY})
_COSTLESS = 1e-9


@dataclass(frozen=True, slots=True)
class Step:
    """A concession as reported: who gives what on which issue, from where, by whose account."""

    party: str
    issue: str
    option: str
    start: str
    statements: tuple[str, ...]
    according_to: tuple[str, ...]


def find(case: Case) -> tuple[Finding, ...]:
    """A finding for every reported concession, for moves without a named end, and for demands that did not move."""
    found = [_real(case, step) for step in steps(case)]
    return (*found, *_vague(case), *_unchanged(case))


def steps(case: Case) -> tuple[Step, ...]:
    """Every concession, move and agreed item of the ledger that names its option, by party and issue."""
    known = {issue.id: issue for issue in case.negotiation.issues}
    found: dict[tuple[str, str, str], Step] = {}

    def add(
        party: str, issue: str, option: str | None, start: str | None, told: tuple[Sequence[str], Sequence[str]]
    ) -> None:
        if issue not in known or option not in known[issue].options or option is None:
            return
        if party not in case.frame.party_index or issue not in case.frame.issue_index:
            return
        old = found.get((party, issue, option))
        began = old.start if old else start or status_quo(known[issue])
        statements, voices = ((*old.statements, *told[0]), (*old.according_to, *told[1])) if old else told
        found[party, issue, option] = Step(
            party, issue, option, began, tuple(dict.fromkeys(statements)), tuple(dict.fromkeys(voices))
        )

    for move in case.ledger.moves:
        add(move.party, move.issue, move.end, move.start, ((*move.statements, *move.nominal_by), move.according_to))
    for position in case.ledger.positions:
        if not position.refused and _TAKEN & set(position.acts):
            add(position.party, position.issue, position.option, None, (position.statements, position.according_to))
    return tuple(found[key] for key in sorted(found))


def _real(case: Case, step: Step) -> Finding:
    giver, names = case.names.party(step.party), case.names
    given = names.option(step.issue, step.option)
    return answer(
        case,
        Question(
            Mechanism.CONCESSIONS,
            Subject("real", party=step.party, issue=step.issue, option=step.option),
            holds=lambda world: (_cost(world, step) > _COSTLESS).astype(np.float64),
            needed=frozenset([("value", step.party, step.issue), ("counterfactual", step.issue)]),
            say=lambda share, error, prior: (
                f"{giver}'s step to {given} costs it something, measured against what would happen with no deal, "
                f"{in_models(share, error, prior)}: {_verdict(share, error)}{_by(step)}."
            ),
            silence=f"The documents say nothing of what the step to {given} costs {giver}{_by(step)}.",
            size=lambda world: _cost(world, step),
            unit="share of the giver's whole utility range",
            assumptions=granted(case, issues=[step.issue], parties=[step.party]),
            details=_details(case, step) if case.weighed else {},
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


def _by(step: Step) -> str:
    return f" (by the account of {listed(step.according_to)})" if step.according_to else ""


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
        voices = listed(dict.fromkeys(voice for move in moves for voice in move.according_to))
        yield fact(
            Mechanism.CONCESSIONS,
            Subject("unnamed", party=party, issue=issue),
            f"{case.names.party(party)} is said to have moved on {case.names.issue(issue)}, but not to which option"
            f"{f' (by the account of {voices})' if voices else ''}; its cost cannot be told.",
            [statement for move in moves for statement in move.statements],
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
            f"{_told_by(case, statements)}.",
            statements,
        )


def _told_by(case: Case, statements: Iterable[str]) -> str:
    voices = case.voices(statements)
    return f" (by the account of {listed(voices)})" if voices else ""
