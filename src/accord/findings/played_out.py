"""Talks played out in every model: do they reach a deal in time, who gets more, what a deadline does, who bargains how.

Asked for, not always told: it takes time, and how people bargain is an assumption, not evidence. Models are played by
parties that give way late, evenly and early, in every combination in turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from accord.bargain import Bools, Ensemble, Floats
from accord.errors import CallError
from accord.findings.assumptions import granted, separate
from accord.findings.case import CITATIONS, Case, Question, answer, fact
from accord.findings.packages import bargaining_parties, needed_for
from accord.findings.record import Basis, Finding, Mechanism, Status, Subject, finding_id
from accord.findings.solving import World
from accord.findings.words import agreeing, capital, in_models, percent
from accord.simulate.by_the_clock import clock_likelihoods
from accord.simulate.ensembles import EnsembleSimulation
from accord.simulate.explaining import Pattern, explain_moves
from accord.simulate.outcomes import QUANTILES, outcomes
from accord.simulate.pairings import default_pairings, part, simulate_pairings
from accord.simulate.records import Ended, Rules
from accord.simulate.space import seats

EXPLAINING = ("boulware", "linear", "conceder", "staller", "hard")
"""The strategies by which moves are explained: all by the clock."""

_CITED = ("aydogan_2017", "faratin_sierra_jennings_1998")
_VARIED = 3  # parties that are tried with every strategy; the rest give way evenly
_MODELS = 10  # by which moves are explained
_MOST = 400_000_000  # members x packages that are played out
_SHORTER, _LONGER = 4, 4

_WAYS = (
    "parties that give way late (boulware), evenly (linear) or early (conceder), each model played by one combination "
    "in turn"
)


def find(case: Case, rounds: int, found: Sequence[Finding]) -> tuple[Finding, ...]:
    """What the talks come to when they are played out, in so many rounds; `found`: all findings made before."""
    if case.weighed is None or not case.frame.issues:
        return ()
    many = case.frame.packages * case.weighed.ensemble.members
    try:
        parties = tuple(case.frame.parties[row].id for row in seats(case.weighed.ensemble.member(0)))
    except CallError:  # nobody's yes but one's is needed: there is nothing to play out
        return ()
    if many > _MOST:
        told = f"There are too many packages ({case.frame.packages:,}) to play the talks out in every model."
        return (fact(Mechanism.PACKAGES, Subject("talks"), told, ()),)
    return (
        _deal(case, rounds),
        *(_more(case, rounds, party, len(parties)) for party in parties),
        _deadline(case, rounds),
        *_strategies(case, rounds, found, parties),
    )


def played(world: World, rounds: int) -> tuple[EnsembleSimulation, Bools, Floats]:
    """A world's models played out once: the runs, and in the order of the members who agreed and each one's surplus."""
    key = ("played out", rounds)
    if key not in world.solved:
        parts = simulate_pairings(
            world.ensemble, default_pairings(len(seats(world.ensemble.member(0)))), Rules(rounds), seed=0
        )
        order = np.concatenate([np.arange(members.start, members.stop, members.step) for members, _ in parts.values()])
        back = np.argsort(order)
        runs = [one for _, one in parts.values()]
        whole = EnsembleSimulation(
            runs[0].total,
            *(np.concatenate([getattr(one, name) for one in runs])[back] for name in _ARRAYS),
        )
        agreed: Bools = whole.ended[:, 0] == int(Ended.AGREEMENT)
        world.solved[key] = whole, agreed, whole.surplus
    told: tuple[EnsembleSimulation, Bools, Floats] = world.solved[key]
    return told


_ARRAYS = ("package", "rounds", "ended", "gains", "surplus")


def _assumed(case: Case, rounds: int) -> tuple[str, ...]:
    return (
        f"The talks played out: {rounds} rounds of alternating offers by {_WAYS}; nobody takes less than no deal.",
        *separate(case),
        *granted(case, parties=bargaining_parties(case)),
    )


def _ask(case: Case, rounds: int, question: Question) -> Finding:
    """The answer, by what decides the packages that each party prefers to none."""
    ready = replace(question, needed=needed_for(case), assumptions=_assumed(case, rounds))
    return replace(answer(case, ready), citation=_CITED)


def _deal(case: Case, rounds: int) -> Finding:
    whole, _, _ = played(case.world, rounds)
    found = outcomes(whole)
    ends = f"{percent(found.deadline)} end at the deadline and {percent(found.walked)} by walking away"
    when = f"; the middle agreement comes in round {found.rounds[2]:.0f}" if found.rounds else ""
    return _ask(
        case,
        rounds,
        Question(
            Mechanism.PACKAGES,
            Subject("talks"),
            holds=lambda world: played(world, rounds)[1].astype(np.float64),
            needed=frozenset(),
            say=lambda share, error, prior: (
                f"Played out in {rounds} rounds, the talks reach a deal {in_models(share, error, prior)}{when}; {ends}."
            ),
            silence="The documents say nothing that bears on what the talks would come to.",
            topic="the talks, played out, reach a deal",
            details={
                "rounds": rounds,
                "ended": {"deadline": _told(found.deadline), "walked": _told(found.walked)},
                "rounds_to_agreement": [[q, _told(one)] for q, one in zip(QUANTILES, found.rounds, strict=False)],
                "surplus": {
                    party: [[q, _told(one)] for q, one in zip(QUANTILES, shares, strict=True)]
                    for party, shares in found.surplus.items()
                },
            },
        ),
    )


def _more(case: Case, rounds: int, party: str, parties: int) -> Finding:
    row = next(k for k, one in enumerate(played(case.world, rounds)[0].total.parties) if one == party)

    def holds(world: World) -> Floats:
        surplus = played(world, rounds)[2][:, row]
        return (np.where(np.isfinite(surplus), surplus, 0.0) > 1 / parties + 1e-9).astype(np.float64)

    name = case.names.party(party)
    return _ask(
        case,
        rounds,
        Question(
            Mechanism.PACKAGES,
            Subject("talks_surplus", party=party),
            holds=holds,
            needed=frozenset(),
            say=lambda share, error, prior: (
                f"Played out, the talks end in a deal of which {name} {agreeing(name, 'has')} more than an equal part "
                f"of the gains {in_models(share, error, prior)}."
            ),
            silence=f"The documents say nothing that bears on what {name} would get out of the talks.",
            topic=f"the talks, played out, give {name} more than an equal part of the gains",
        ),
    )


def _deadline(case: Case, rounds: int) -> Finding:
    short, long = max(1, rounds // _SHORTER), rounds * _LONGER
    shares = {steps: float(played(case.world, steps)[1].mean()) for steps in (short, rounds, long)}
    return _ask(
        case,
        short,
        Question(
            Mechanism.DELAY,
            Subject("deadline"),
            holds=lambda world: played(world, short)[1].astype(np.float64),
            needed=frozenset(),
            say=lambda share, error, prior: (
                f"With a deadline of {short} rounds in place of {rounds}, the talks reach a deal "
                f"{in_models(share, error, prior)}; with {rounds} rounds it is {percent(shares[rounds])}, and with "
                f"{long} it is {percent(shares[long])}."
            ),
            silence="The documents say nothing that bears on what a deadline would do.",
            topic=f"the talks, played out, reach a deal within {short} rounds",
            details={"deadlines": [[steps, _told(share)] for steps, share in shares.items()]},
        ),
    )


def _told(number: float) -> float:
    return round(float(number), 6)


# who bargains how


@dataclass(frozen=True, slots=True)
class Explained:
    """How likely each pairing is after the moves that were seen, all alike before; the likeliest first.

    `seen`: party -> its turns, as they were counted. `other`: what was varied -> the likeliest pairing then, with its
    chance.
    """

    parties: tuple[str, ...]
    seen: Mapping[str, tuple[Pattern, ...]]
    pairings: Mapping[tuple[str, ...], float]
    other: Mapping[str, tuple[tuple[str, ...], float]]

    @property
    def by_party(self) -> dict[str, dict[str, float]]:
        """Each party's strategies with their chance, the likeliest first; only of parties that were seen to move."""
        return {party: _own(self, party, self.pairings) for party in self.parties if party in self.seen}


def _own(why: Explained, party: str, chances: Mapping[tuple[str, ...], float]) -> dict[str, float]:
    row, told = why.parties.index(party), dict[str, float]()
    for pairing, chance in chances.items():
        told[pairing[row]] = told.get(pairing[row], 0.0) + chance
    return dict(sorted(told.items(), key=lambda one: (-one[1], one[0])))


def seen_turns(
    found: Iterable[Finding], parties: Sequence[str], *, real: float | None = None
) -> dict[str, tuple[Pattern, ...]]:
    """Party -> those of its moves that are also turns of simulated talks.

    A step is real where it costs something, or gives up a part of a demand, in at least half of the models; `real`: all
    steps as if they did in this share of them.
    """
    told: dict[str, tuple[Pattern, ...]] = {}
    for finding in found:
        party = finding.subject.party
        if "moves" not in finding.details or finding.subject.question != "seeks_deal" or party not in parties:
            continue
        turns = []
        for move in finding.details["moves"]:
            if move["real"] is not None:
                share = move["real"] if real is None else real
                turns.append(Pattern.REAL_STEP if share >= 0.5 else Pattern.NOMINAL_STEP)
            elif move["kind"] in set(Pattern):
                turns.append(Pattern(move["kind"]))
        if party and turns:
            told[party] = tuple(turns)
    return told


def explain(ensemble: Ensemble, found: Sequence[Finding], rules: Rules) -> Explained | None:
    """Which pairing of strategies explains the moves of the ledger best; None where no move is a turn of such talks."""
    bargain = ensemble.member(0)
    parties = tuple(bargain.frame.parties[row].id for row in seats(bargain))
    seen = seen_turns(found, parties)
    if not seen:
        return None
    varied = sorted(seen, key=lambda party: (-len(seen[party]), party))[:_VARIED]
    pairings = list(product(*(EXPLAINING if party in varied else ("linear",) for party in parties)))
    limits = Rules(rules.steps)
    chances = clock_likelihoods(ensemble, pairings, limits, runs=_MODELS)
    longer = clock_likelihoods(ensemble, pairings, replace(limits, steps=2 * rules.steps), runs=_MODELS)
    other = {
        "every step real": explain_moves(seen_turns(found, parties, real=1.0), chances),
        "every step nominal": explain_moves(seen_turns(found, parties, real=0.0), chances),
        "twice the rounds": explain_moves(seen, longer),
    }
    best = {name: next(iter(told.items())) for name, told in other.items()}
    return Explained(parties, seen, explain_moves(seen, chances), best)


_BARGAINS: Mapping[str, str] = {
    "boulware": "gives way late",
    "linear": "gives way evenly",
    "conceder": "gives way early",
    "staller": "repeats its maximum and shows steps that cost it nothing",
    "hard": "asks for its best from first to last",
}


def _strategies(case: Case, rounds: int, found: Sequence[Finding], parties: Sequence[str]) -> tuple[Finding, ...]:
    """For each party whose moves are turns of such talks, the way to bargain that explains them best."""
    ensemble = case.ensemble_weighed.ensemble
    why = explain(ensemble, found, Rules(rounds))
    if why is None:
        return ()
    halves = [
        explain_moves(
            why.seen, clock_likelihoods(part(ensemble, half), list(why.pairings), Rules(rounds), runs=_MODELS)
        )
        for half in (range(0, ensemble.members, 2), range(1, ensemble.members, 2))
        if len(half)
    ]
    told = {one.subject.party: one for one in found if one.subject.question == "seeks_deal"}
    made = []
    for party in parties:
        ways = _own(why, party, why.pairings) if party in why.seen else {}
        if len(ways) > 1:
            best = next(iter(ways))
            spread = np.ptp([_own(why, party, half)[best] for half in halves]) / 2
            made.append(_strategy(case, why, (party, float(spread)), told[party]))
    return tuple(made)


def _strategy(case: Case, why: Explained, who: tuple[str, float], moves: Finding) -> Finding:
    party, error = who
    ways = _own(why, party, why.pairings)
    best, share = next(iter(ways.items()))
    name, row = case.names.party(party), why.parties.index(party)
    seen = {turn: why.seen[party].count(turn) for turn in why.seen[party]}
    counted = ", ".join(f"{many} × {turn.value.replace('_', ' ')}" for turn, many in seen.items())
    others = {what: pairing[row] for what, (pairing, _) in why.other.items() if pairing[row] != best}
    but = "".join(f"; with {what}, from one that {_BARGAINS[one]}" for what, one in others.items())
    subject = Subject("strategy", party=party)
    return Finding(
        id=finding_id(Mechanism.TYPES, subject),
        mechanism=Mechanism.TYPES,
        subject=subject,
        sentence=capital(
            f"{name}: of {len(ways)} ways to bargain, each as likely before, its moves ({counted}) are likeliest from "
            f"one that {_BARGAINS[best]} ({percent(share)}, against {percent(1 / len(ways))} before){but}."
        ),
        status=Status.SHARE,
        share=share,
        prior=1 / len(ways),
        error=error,
        basis=Basis.STATED if len(set(moves.evidence)) == 1 else Basis.INFERRED,
        evidence=moves.evidence,
        assumptions=(
            f"The ways to bargain are {', '.join(ways)}; other parties play each of them too, or give way evenly. How "
            "people bargain is an assumption: these are likelihoods, and few moves tell little.",
            *granted(case, parties=[party]),
        ),
        citation=(*CITATIONS[Mechanism.TYPES][:1], *_CITED),
        details={
            "topic": f"{name} {_BARGAINS[best]}",
            "strategies": {one: _told(chance) for one, chance in ways.items()},
            "seen": [turn.value for turn in why.seen[party]],
            "otherwise": others,
        },
    )
