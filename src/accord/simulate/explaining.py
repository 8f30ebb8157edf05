"""Which strategies explain the moves that were seen: how often each strategy makes which kind of move, and Bayes' rule.

A party's turn is compared with its offer before, by what both are worth to it: a *real step* gives something up, a
*nominal step* changes the offer and gives nothing up, and an offer may be *kept*, at the maximum or below it. The names
are those that a ledger's moves have in the findings, so that what was read can be held against what was played.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from math import exp, log

import numpy as np

from accord.bargain import Bargain, Ensemble
from accord.errors import CallError
from accord.simulate.own import Ranked
from accord.simulate.players import players
from accord.simulate.playing import played
from accord.simulate.records import Rules
from accord.simulate.space import Table, seats, table, worth_to
from accord.simulate.strategies import Named, at_the_table
from accord.simulate.streams import key_of

_SAME = 1e-9


class Pattern(StrEnum):
    """What a party's turn is beside its last offer."""

    REAL_STEP = "real_step"
    NOMINAL_STEP = "nominal_step"
    MAXIMUM_KEPT = "maximum_kept"
    DEMAND_KEPT = "demand_kept"


Likelihoods = Mapping[str, Mapping[Pattern, float]]
"""Party -> chance of each kind of turn; they add up to one."""

SEEKS = ("conceder", "linear", "boulware", "tit_for_tat", "micro")
"""Strategies of a party that seeks a deal."""

BUYS = ("staller", "hard")
"""Strategies of a party that buys time."""


def pattern_likelihoods(
    source: Bargain | Ensemble,
    strategies: Sequence[Named] | Mapping[str, Named],
    rules: Rules,
    *,
    seed: int,
    runs: int = 50,
) -> Likelihoods:
    """How often each party at the table makes which kind of turn, when these strategies meet.

    Over `runs` runs: of the one bargain, or of members of the ensemble at even distances. First offers, answers that
    take an offer and walk-outs are no moves. Half a turn of each kind is added, so that nothing is impossible.
    """
    counts: dict[str, Counter[Pattern]] = {}
    for run, bargain in models_played(source, runs):
        rows = seats(bargain)
        names = tuple(bargain.frame.parties[row].id for row in rows)
        whole = table(bargain, rows, at_the_table(strategies, names))
        _, _, _, turns = played(whole, players(whole, rules.steps), (key_of(seed, names), run), rules.hazard)
        for row, party in enumerate(names):
            own = [int(answer) for mover, answer in turns.tolist() if mover == row and answer >= 0]
            counts.setdefault(party, Counter()).update(patterns(whole, row, own))
    return {
        party: {one: (seen[one] + 0.5) / (seen.total() + 0.5 * len(Pattern)) for one in Pattern}
        for party, seen in counts.items()
    }


def models_played(source: Bargain | Ensemble, runs: int) -> Iterable[tuple[int, Bargain]]:
    """Run and bargain: the one bargain again and again, or members of the ensemble at even distances."""
    if runs < 1:
        raise CallError("The number of runs must be at least 1", f"it is {runs}")
    if isinstance(source, Bargain):
        return [(run, source) for run in range(runs)]
    chosen = np.unique(np.linspace(0, source.members - 1, min(runs, source.members)).astype(int))
    return [(int(member), source.member(int(member))) for member in chosen]


def patterns(whole: Table, row: int, offers: Sequence[int]) -> list[Pattern]:
    """The kind of each offer of a party but its first."""
    if len(offers) < 2:
        return []
    worth = worth_to(whole, row, np.array(offers, np.int64))
    rising = Ranked(whole, row).rising[1]
    best = float(rising[-1]) if len(rising) else float(worth.max())
    found = []
    for number in range(1, len(offers)):
        if offers[number] == offers[number - 1]:
            top = worth[number] >= best - _SAME
            found.append(Pattern.MAXIMUM_KEPT if top else Pattern.DEMAND_KEPT)
        else:
            gave = worth[number] < worth[number - 1] - _SAME
            found.append(Pattern.REAL_STEP if gave else Pattern.NOMINAL_STEP)
    return found


def explain_moves(
    seen: Mapping[str, Sequence[Pattern]],
    pairings: Mapping[tuple[str, ...], Likelihoods],
    *,
    prior: Mapping[tuple[str, ...], float] | None = None,
) -> dict[tuple[str, ...], float]:
    """The chance of each pairing of strategies given the moves that each party was seen to make; the likeliest first.

    `pairings`: what `pattern_likelihoods` finds for each; `prior`: their weights, even where left out. Moves count as
    independent given the strategy.

    >>> firm = {"A": {Pattern.REAL_STEP: 0.1, Pattern.NOMINAL_STEP: 0.1, Pattern.MAXIMUM_KEPT: 0.7,
    ...               Pattern.DEMAND_KEPT: 0.1}}
    >>> soft = {"A": {**firm["A"], Pattern.REAL_STEP: 0.7, Pattern.MAXIMUM_KEPT: 0.1}}
    >>> explain_moves({"A": [Pattern.REAL_STEP]}, {("hard",): firm, ("linear",): soft})
    {('linear',): 0.875, ('hard',): 0.125}
    """
    if not pairings:
        raise CallError("There must be a pairing of strategies to explain moves by", "there is none")
    weights = prior or dict.fromkeys(pairings, 1.0)
    if any(weights.get(one, 0.0) <= 0 for one in pairings):
        raise CallError("Each pairing must have a weight above zero", f"the weights are {dict(weights)}")
    logs = {}
    for one, chances in pairings.items():
        unknown = sorted(set(seen) - set(chances))
        if unknown:
            raise CallError(f"Moves must be of parties at the table ({', '.join(chances)})", f"{unknown[0]!r} is none")
        logs[one] = log(weights[one]) + sum(
            log(chances[party][move]) for party, moves in seen.items() for move in moves
        )
    most = max(logs.values())
    total = sum(exp(value - most) for value in logs.values())
    found = {one: round(exp(value - most) / total, 12) for one, value in logs.items()}
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def deal_or_time(
    source: Bargain | Ensemble, party: str, rules: Rules, *, seed: int, runs: int = 50
) -> dict[Pattern, tuple[float, float]]:
    """For each kind of turn its chance from a party that seeks a deal and from one that buys time, as talks play out.

    The party plays each of `SEEKS`, then each of `BUYS`, and all others each of `SEEKS` in turn; chances are means over
    these. They may stand in for judged likelihoods of the same names, or be shown beside them.

    Raises:
        CallError: the party is not at the table.
    """
    bargain = source if isinstance(source, Bargain) else source.member(0)
    names = [bargain.frame.parties[row].id for row in seats(bargain)]
    if party not in names:
        raise CallError(f"The party must be at the table ({', '.join(names)})", f"it is {party!r}")

    def mean(own: Sequence[str]) -> dict[Pattern, float]:
        met = [
            pattern_likelihoods(
                source, {name: mine if name == party else other for name in names}, rules, seed=seed, runs=runs
            )[party]
            for mine in own
            for other in SEEKS
        ]
        return {one: sum(chances[one] for chances in met) / len(met) for one in Pattern}

    seeks, buys = mean(SEEKS), mean(BUYS)
    return {one: (seeks[one], buys[one]) for one in Pattern}
