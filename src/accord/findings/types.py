"""Types from moves: does a party seek a deal, or buy time?

Bayes' rule over what the party was seen to do (`theory.type_inference`), by the likelihoods of one table. Whether a
step is real or nominal is what it is in each model of the ensemble, so the chance of a type is that over all models.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from accord.bargain import Floats
from accord.documents.period_words import day
from accord.findings import talks
from accord.findings.assumptions import granted
from accord.findings.case import CITATIONS, Case, silent
from accord.findings.concessions import COSTLESS, EXCHANGED, cost, given_up, left_a_demand, unpaid_case
from accord.findings.likelihoods import BAND, BUYS, LIKELIHOODS, PRIOR, PRIOR_BAND, SEEKS, Kind, Likelihood
from accord.findings.observed import Move, observed
from accord.findings.packages import bargaining_parties
from accord.findings.record import Basis, Finding, Influence, Mechanism, Status, Subject, finding_id
from accord.findings.weighing import mean_error, ranked
from accord.findings.words import agreeing, capital, listed, percent
from accord.theory.type_inference import type_posterior_independent_moves

_MOST_TOLD = 4
Table = Mapping[Kind, Likelihood]
"""How likely each kind of move is from either kind of party."""

_EVEN = 0.005  # what reads as the same number of percent

WORDS: Mapping[Kind, str] = {
    Kind.REAL_STEP: "a step that costs it something",
    Kind.STEP_DOWN: "a step down from a demand that is still better than no deal",
    Kind.NOMINAL_STEP: "a step that costs it nothing",
    Kind.CONDITIONAL_OFFER: "an offer on a condition",
    Kind.MAXIMUM_KEPT: "its largest demand kept",
    Kind.DEMAND_KEPT: "a demand or an offer left as it was",
    Kind.CONDITION: "a condition for what comes after",
    Kind.NEW_CONDITION: "a condition not told of before",
    Kind.DENIED: "a denial of what the other tells as agreed",
    Kind.DELAY: "time let pass",
    Kind.SIDE_BENEFIT: "a benefit sought at a table apart",
    Kind.DEADLINE: "a threat to end the talks",
    Kind.REFUSAL: "a refusal",
    Kind.TALK: "words that bind it to nothing",
}
"""What a move is called."""

_WHERE = {
    Kind.REAL_STEP: "where it costs something, ",
    Kind.STEP_DOWN: "where it leaves a demand, ",
    Kind.NOMINAL_STEP: "where neither, ",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """The chance that a party seeks a deal, with its standard error from sampling.

    `band`: what it is with all likelihoods at either end of their band; `by_prior`: with the prior at either.
    """

    share: float
    error: float
    band: tuple[float, float]
    by_prior: tuple[float, float]


def find(case: Case) -> tuple[Finding, ...]:
    """For each party at the talks that was seen to do anything: whether it seeks a deal or buys time."""
    if case.weighed is None:
        return ()
    unpaid = unpaid_case(case)
    made = []
    for party in bargaining_parties(case):
        moves = observed(case, party)
        if any(tells(move) for move in moves):
            made.append(_type(case, unpaid, party, moves))
        elif moves:
            made.append(_untold(case, party, moves))
    return tuple(made)


def tells(move: Move) -> bool:
    """Whether a move is likelier from the one kind of party than from the other."""
    return LIKELIHOODS[move.kind].tells


def _type(case: Case, unpaid: Case, party: str, moves: Sequence[Move]) -> Finding:
    name = case.names.party(party)
    telling = [move for move in moves if tells(move)]
    idle = [move for move in moves if not tells(move)]
    judged = judge(unpaid, telling)
    rows = [_row(case, unpaid, move) for move in moves]
    influence = _influence(unpaid, telling)
    played = _played(case, unpaid, party, telling)
    strongest = sorted(telling, key=lambda move: (-abs(float(np.log(factor(unpaid, move)))), move.kind, str(move.on)))
    evidence = [id for move in (*strongest, *idle) for id in move.statements]
    entering = [id for move in telling for id in move.statements]
    subject = Subject("seeks_deal", party=party)
    return Finding(
        id=finding_id(Mechanism.TYPES, subject),
        mechanism=Mechanism.TYPES,
        subject=subject,
        sentence=capital(_sentence(case, unpaid, party, judged, (strongest, idle)) + (played.words if played else "")),
        status=Status.SHARE,
        share=judged.share,
        prior=PRIOR,
        error=judged.error,
        basis=Basis.STATED if len(set(entering)) == 1 else Basis.INFERRED,
        evidence=tuple(dict.fromkeys(evidence)),
        influence=influence,
        assumptions=(
            *_assumed(telling, judged),
            *([talks.assumed(played.models)] if played else []),
            *granted(case, parties=[party]),
        ),
        citation=CITATIONS[Mechanism.TYPES],
        details={
            "topic": f"{name} {agreeing(name, 'seeks')} a deal",
            "moves": rows,
            "path": _path(unpaid, telling),
            "band": [round(end, 6) for end in judged.band],
            "by_prior": [round(end, 6) for end in judged.by_prior],
            "prior_band": list(PRIOR_BAND),
            "likelihood_band": BAND,
            **({"simulated": played.details} if played else {}),
        },
    )


@dataclass(frozen=True, slots=True)
class _Played:
    """The second opinion by simulated talks: as a sentence that follows the first, how many models, and as JSON."""

    words: str
    models: int
    details: dict[str, object]


def _played(case: Case, unpaid: Case, party: str, moves: Sequence[Move]) -> _Played | None:
    """What the answer is with how often steps and kept demands come in simulated talks; None where nobody asks.

    None too where no move is one that such talks have, or where there is too much to play out.
    """
    told = [move for move in moves if move.kind in talks.PLAYED]
    table = talks.simulated(case).get(party) if case.second_opinions and told else None
    if table is None:
        return None
    even = np.ones(unpaid.ensemble_weighed.ensemble.members)
    share, error = _posterior(unpaid, moves, even, tilt=0.0, prior=PRIOR, table=table)
    models = talks.models_played(case.world.ensemble)
    kinds = dict.fromkeys(kind for move in told for kind in _kinds(move))
    return _Played(
        f" By simulated talks, with how often {_which(told, moves)} counted there in place of judged, the chance is "
        f"{percent(share)}.",
        models,
        {
            "share": round(share, 6),
            "error": round(error, 6),
            "moves": len(told),
            "of": len(moves),
            "rounds": talks.ROUNDS,
            "models": models,
            "chances": {kind.value: [round(table[kind].seeks, 6), round(table[kind].buys, 6)] for kind in kinds},
        },
    )


def _which(told: Sequence[Move], moves: Sequence[Move]) -> str:
    if len(moves) == 1:
        return "such a move comes"
    which = "all" if len(told) == len(moves) else str(len(told))
    return f"{which} of these {len(moves)} moves {'comes' if len(told) == 1 else 'come'}"


def judge(case: Case, moves: Sequence[Move], *, weights: Floats | None = None) -> Judged:
    """The chance that the party seeks a deal, with all that is judged at its middle and at both ends of the band."""
    even = np.ones(case.ensemble_weighed.ensemble.members) if weights is None else weights
    share, error = _posterior(case, moves, even, tilt=0.0, prior=PRIOR)
    ends = [_posterior(case, moves, even, tilt=by, prior=PRIOR)[0] for by in (-BAND, BAND)]
    priors = [_posterior(case, moves, even, tilt=0.0, prior=prior)[0] for prior in PRIOR_BAND]
    return Judged(share, error, (min(ends), max(ends)), (min(priors), max(priors)))


def _posterior(
    case: Case, moves: Sequence[Move], weights: Floats, *, tilt: float, prior: float, table: Table = LIKELIHOODS
) -> tuple[float, float]:
    """Bayes' rule with the chance of the whole history, over the models, from either kind; and the error of sampling.

    In a model the moves are independent given the type; over the models they are not, since a step that is real in
    one is real beside the others that are.
    """
    seeks, buys = (_history(case, moves, kind, tilt, table) for kind in (SEEKS, BUYS))
    mean_seeks, mean_buys = (float(np.average(one, weights=weights)) for one in (seeks, buys))
    odds = {SEEKS: prior, BUYS: 1 - prior}
    found = type_posterior_independent_moves(odds, {SEEKS: [mean_seeks], BUYS: [mean_buys]})[SEEKS]
    # First order: what each model adds to the posterior, whose spread over the chains is the error.
    around = found * (1 - found) * (seeks / mean_seeks - buys / mean_buys)
    return found, mean_error(around, weights, case.ensemble_weighed.ensemble.chains)


def _history(case: Case, moves: Sequence[Move], kind: str, tilt: float, table: Table) -> Floats:
    """Chance of all these moves from one kind of party, member by member, shape (members,)."""
    chance = np.ones(case.ensemble_weighed.ensemble.members)
    for move in moves:
        chance = chance * _chance(case, move, kind, tilt, table)
    return chance


def _chance(case: Case, move: Move, kind: str, tilt: float = 0.0, table: Table = LIKELIHOODS) -> Floats:
    """Chance of a move from one kind of party, member by member; as far as its teller is not believed, of any move."""
    found = np.zeros(case.ensemble_weighed.ensemble.members)
    for one, holds in _as(case, move).items():
        chance = table[one].tilted(tilt)
        either = (table[one].seeks + table[one].buys) / 2
        told = chance.seeks if kind == SEEKS else chance.buys
        found += holds * (move.believed * told + (1 - move.believed) * either)
    return found


def _as(case: Case, move: Move) -> Mapping[Kind, Floats]:
    """What the move is in each member: a step is real if it costs something, else a step down, else nominal."""
    every = np.ones(case.ensemble_weighed.ensemble.members)
    if move.kind is not Kind.NOMINAL_STEP:
        return {move.kind: every}
    costly = real(case, move)
    left = np.zeros_like(every)
    for step in move.steps:
        if left_a_demand(case, step):
            left = np.maximum(left, given_up(case.world, step))
    down = left * (1 - costly)
    return {Kind.REAL_STEP: costly, Kind.STEP_DOWN: down, Kind.NOMINAL_STEP: every - costly - down}


def real(case: Case, move: Move) -> Floats:
    """1 in the members in which some step of the move costs its giver something, else 0; shape (members,)."""
    found = np.zeros(case.ensemble_weighed.ensemble.members)
    for step in move.steps if move.kind is Kind.NOMINAL_STEP else ():
        found = np.maximum(found, cost(case.world, step) > COSTLESS)
    return found


def factor(case: Case, move: Move) -> float:
    """By how much the move multiplies the odds that the party seeks a deal, by itself."""
    return float(_chance(case, move, SEEKS).mean() / _chance(case, move, BUYS).mean())


def _row(case: Case, unpaid: Case, move: Move) -> dict[str, object]:
    """A move as JSON."""
    return {
        "kind": move.kind.value,
        "words": capital(_words(case, unpaid, replace(move, on=None))),
        "on": move.on.isoformat() if move.on else None,
        "statements": list(move.statements),
        "seeks": round(float(_chance(unpaid, move, SEEKS).mean()), 6),
        "buys": round(float(_chance(unpaid, move, BUYS).mean()), 6),
        "factor": round(factor(unpaid, move), 6),
        "real": round(float(real(unpaid, move).mean()), 6) if move.kind is Kind.NOMINAL_STEP else None,
        "why": "; ".join(f"{_WHERE.get(kind, '')}{LIKELIHOODS[kind].why}" for kind in _kinds(move)),
    }


def _path(case: Case, moves: Sequence[Move]) -> list[dict[str, object]]:
    """The chance that the party seeks a deal after each day, as the moves came; undated ones last."""
    found: list[dict[str, object]] = []
    for number, (move, following) in enumerate(pairwise([*moves, None]), start=1):
        if move is not None and (following is None or following.on != move.on):
            share = judge(case, moves[:number]).share
            found.append({"on": move.on.isoformat() if move.on else None, "share": round(share, 6)})
    return found


def _sentence(
    case: Case, unpaid: Case, party: str, judged: Judged, moves: tuple[Sequence[Move], Sequence[Move]]
) -> str:
    telling, idle = moves
    name, (low, high) = case.names.party(party), judged.band
    told = [
        f"{sense} {_speak(group)}: {_row_of(case, unpaid, group)}"
        for sense, group in (
            ("for time", [one for one in telling if factor(unpaid, one) < 1]),
            ("for a deal", [one for one in telling if factor(unpaid, one) >= 1]),
        )
        if group
    ]
    nothing = f"; {_idle_words(idle)}" if idle else ""
    return (
        f"By its moves {name} {agreeing(name, 'seeks')} a deal rather than {agreeing(name, 'buys')} time with a chance "
        f"of {percent(judged.share)}, against {percent(PRIOR)} before any of them; over the band in which their "
        f"likelihoods are judged, between {percent(low)} and {percent(high)}"
        f"{', so they do not settle it' if low <= PRIOR + _EVEN and high >= PRIOR - _EVEN else ''}. "
        f"{capital('; '.join(told))}{nothing}."
    )


def _speak(moves: Sequence[Move]) -> str:
    return "speaks" if len(moves) == 1 else "speak"


def _row_of(case: Case, unpaid: Case, moves: Sequence[Move]) -> str:
    words = [_dated(case, unpaid, move) for move in moves]
    rest = len(words) - _MOST_TOLD
    return listed([*words[:_MOST_TOLD], f"{rest} more"] if rest > 1 else words)


def _words(case: Case, unpaid: Case, move: Move) -> str:
    """A move in words; of steps, in how many models they cost something, or that nothing tells it."""
    about = listed(
        [case.names.option(step.issue, step.option) for step in move.steps]
        or [case.names.issue(issue) for issue in move.issues]
    )
    if move.kind is not Kind.NOMINAL_STEP:
        return f"{WORDS[move.kind]}{f' ({about})' if about else ''}"
    many = len(move.steps) > 1
    inputs = frozenset(("value", step.party, step.issue) for step in move.steps)
    seen = _as(unpaid, move)
    costs = f"cost{'' if many else 's'} it something in {percent(float(seen[Kind.REAL_STEP].mean()))} of the models"
    if float(seen[Kind.STEP_DOWN].mean()) > 0:
        costs += (
            f" and give{'' if many else 's'} up a part of a demand in {percent(float(seen[Kind.STEP_DOWN].mean()))}"
        )
    unknown = f"may or may not cost it something: nothing else is told of {'them' if many else 'it'}"
    told = costs if unpaid.touching(inputs) else unknown
    return f"{'steps' if many else 'a step'} to {about}{_day(move)}, which {told}"


def _dated(case: Case, unpaid: Case, move: Move) -> str:
    words = _words(case, unpaid, move)
    return words if move.kind is Kind.NOMINAL_STEP else f"{words}{_day(move)}"


def _day(move: Move) -> str:
    return f" on {day(move.on)}" if move.on else ""


def _idle_words(idle: Sequence[Move]) -> str:
    words = listed(dict.fromkeys(WORDS[move.kind] for move in idle))
    said = len({id for move in idle for id in move.statements})
    return f"no sign either way, being as likely from either: {words} ({said} statement{'' if said == 1 else 's'})"


def _influence(case: Case, moves: Sequence[Move]) -> tuple[Influence, ...]:
    """What each statement does: all moves with what it claims true, less the moves without it and its claims unsaid."""
    found = {}
    for statement in sorted({id for move in moves for id in move.statements}):
        left = [
            replace(move, statements=tuple(id for id in move.statements if id != statement))
            for move in moves
            if set(move.statements) != {statement}
        ]
        numbers = [number for number, piece in enumerate(case.pieces) if statement in piece.statements]
        given, without = (None, None)
        if numbers and case.turned(numbers).told:
            given, without = case.turned(numbers).given, case.turned(numbers).without
        one, other = judge(case, moves, weights=given), judge(case, left, weights=without)
        found[statement] = Influence(statement, one.share - other.share, float(np.hypot(one.error, other.error)))
    return tuple(found[id] for id in ranked({id: one.effect for id, one in found.items()}))


def _assumed(moves: Iterable[Move], judged: Judged) -> tuple[str, ...]:
    seen = tuple(moves)
    kinds = dict.fromkeys(kind for move in seen for kind in _kinds(move))
    chances = [
        f"{WORDS[kind]}, {LIKELIHOODS[kind].seeks:g} against {LIKELIHOODS[kind].buys:g} ({LIKELIHOODS[kind].why})"
        for kind in kinds
    ]
    steps = any(move.kind is Kind.NOMINAL_STEP for move in seen)
    return (
        f"Before any move either kind is as likely; the chance of a move from a party that seeks a deal against one "
        f"that buys time is judged to be: {'; '.join(chances)}.",
        f"The band: every one of these chances moved by {BAND:g}, all in one direction. With a chance before any move "
        f"of {PRIOR_BAND[0]:g} to {PRIOR_BAND[1]:g} in place of {PRIOR:g} the answer lies between "
        f"{percent(judged.by_prior[0])} and {percent(judged.by_prior[1])}.",
        "What a party does in one way on one day is one move; moves are independent of each other given its kind.",
        *([EXCHANGED] if steps else []),
    )


def _kinds(move: Move) -> tuple[Kind, ...]:
    return (Kind.REAL_STEP, Kind.STEP_DOWN, Kind.NOMINAL_STEP) if move.kind is Kind.NOMINAL_STEP else (move.kind,)


def _untold(case: Case, party: str, moves: Sequence[Move]) -> Finding:
    """Silence where all that a party does is as likely from either kind."""
    words = listed(dict.fromkeys(WORDS[move.kind] for move in moves))
    sentence = (
        f"Nothing that {case.names.does(party, 'is')} seen to do tells whether it seeks a deal or buys time; what is "
        f"seen, {words}, is as likely from either."
    )
    return silent(Mechanism.TYPES, Subject("seeks_deal", party=party), sentence)
