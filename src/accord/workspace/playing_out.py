"""A project played out: what its talks come to over all models that fit, and which strategies explain its moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accord.bargain import Ensemble
    from accord.findings import Finding
    from accord.simulate import Pattern, Rules

EXPLAINING = ("boulware", "linear", "conceder", "staller", "hard")
"""The strategies by which moves are explained: all by the clock."""

_VARIED = 3  # parties that are tried with every strategy; the rest give way evenly
_MODELS = 10


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


def seen_turns(
    findings: Sequence[Finding], parties: Sequence[str], *, real: float | None = None
) -> dict[str, tuple[Pattern, ...]]:
    """Party -> those of its moves that are also turns of simulated talks.

    A step is real where it costs something, or gives up a part of a demand, in at least half of the models; `real`: all
    steps as if they did in this share of them.
    """
    from accord.simulate import Pattern

    found: dict[str, tuple[Pattern, ...]] = {}
    for finding in findings:
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
            found[party] = tuple(turns)
    return found


def explain(ensemble: Ensemble, findings: Sequence[Finding], rules: Rules) -> Explained | None:
    """Which pairing of strategies explains the moves of the ledger best; None where no move is a turn of such talks."""
    from dataclasses import replace

    from accord.simulate import Rules, clock_likelihoods, explain_moves
    from accord.simulate.space import seats

    bargain = ensemble.member(0)
    parties = tuple(bargain.frame.parties[row].id for row in seats(bargain))
    seen = seen_turns(findings, parties)
    if not seen:
        return None
    varied = sorted(seen, key=lambda party: (-len(seen[party]), party))[:_VARIED]
    pairings = list(product(*(EXPLAINING if party in varied else ("linear",) for party in parties)))
    limits = Rules(rules.steps)
    chances = clock_likelihoods(ensemble, pairings, limits, runs=_MODELS)
    longer = clock_likelihoods(ensemble, pairings, replace(limits, steps=2 * rules.steps), runs=_MODELS)
    other = {
        "every step real": explain_moves(seen_turns(findings, parties, real=1.0), chances),
        "every step nominal": explain_moves(seen_turns(findings, parties, real=0.0), chances),
        "twice the rounds": explain_moves(seen, longer),
    }
    best = {name: next(iter(found.items())) for name, found in other.items()}
    return Explained(parties, seen, explain_moves(seen, chances), best)
