"""How often parties that go by the clock make which kind of turn, for many pairings of strategies at once.

As `explaining.pattern_likelihoods`, for strategies whose plan is made before the talks and that leave nothing to
chance: a party's packages are put in order once for all its plans, so that a pairing costs a walk through the rounds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np

from accord.bargain import Bargain, Ensemble, Ints
from accord.errors import CallError
from accord.simulate.explaining import Likelihoods, Pattern, models_played
from accord.simulate.players import Plan, planned, ranking
from accord.simulate.records import Rules
from accord.simulate.space import Table, listed, seats, table, worth_to
from accord.simulate.strategies import Kind, Strategy, strategy

SEEKING = ("conceder", "linear", "boulware")
"""Strategies by the clock of a party that seeks a deal."""

BUYING = ("staller", "hard")
"""Strategies by the clock of a party that buys time."""

_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class _Known:
    """A party's plan: its offers, what each is worth to every row, what it asks for, and what its best is worth."""

    offers: list[int]
    to: list[list[float]]
    asks: list[float]
    best: float


def clock_likelihoods(
    source: Bargain | Ensemble, pairings: Sequence[tuple[str, ...]], rules: Rules, *, runs: int = 10
) -> dict[tuple[str, ...], Likelihoods]:
    """Pairing -> party -> chance of each kind of turn, when these strategies meet.

    Args:
        source: One bargain, or an ensemble of which `runs` members at even distances are played.
        pairings: A strategy for each party at the table, in their order; all by the clock.
        rules: The deadline.
        runs: How many members.

    Raises:
        CallError: a strategy that looks at what the others do, or leaves something to chance; a hazard.
    """
    names = {name: _clocked(name) for pairing in pairings for name in pairing}
    if rules.hazard > 0:
        raise CallError("Talks by the clock must have no hazard", f"it is {rules.hazard}")
    counts: dict[tuple[str, ...], dict[str, Counter[Pattern]]] = {one: {} for one in pairings}
    # Without chance every run of one bargain is the same.
    for _, bargain in models_played(source, 1 if isinstance(source, Bargain) else runs):
        rows = seats(bargain)
        if any(len(pairing) != len(rows) for pairing in pairings):
            raise CallError("A pairing must have a strategy for each party at the table", f"there are {len(rows)}")
        ids = [bargain.frame.parties[row].id for row in rows]
        known = _plans(bargain, rows, names, rules.steps)
        for pairing in pairings:
            talks = _talks([known[row][name] for row, name in enumerate(pairing)])
            for row, party in enumerate(ids):
                mine = known[row][pairing[row]]
                counts[pairing].setdefault(party, Counter()).update(_kinds(mine, row, talks[row]))
    return {
        pairing: {
            party: {one: (seen[one] + 0.5) / (seen.total() + 0.5 * len(Pattern)) for one in Pattern}
            for party, seen in parties.items()
        }
        for pairing, parties in counts.items()
    }


def deal_or_time_by_clock(
    source: Bargain | Ensemble, rules: Rules, *, runs: int = 10
) -> dict[str, dict[Pattern, tuple[float, float]]]:
    """Party -> kind of turn -> its chance from a party that seeks a deal and from one that buys time.

    As `explaining.deal_or_time`, for every party at the table at once and by the clock alone: the party plays each of
    `SEEKING` and of `BUYING`, and all others each of `SEEKING` in turn; chances are means over these.

    >>> from accord.bargain import Frame, Issue, Party, make_bargain
    >>> frame = Frame((Party("A"), Party("B")), (Issue("share", ("0", "1", "2", "3", "4")),))
    >>> rising, falling = dict(zip("01234", range(5))), dict(zip("01234", range(4, -1, -1)))
    >>> pie = make_bargain(frame, {"A": {"share": rising}, "B": {"share": falling}})
    >>> seeks, buys = deal_or_time_by_clock(pie, Rules(20))["A"][Pattern.MAXIMUM_KEPT]
    >>> seeks < buys
    True
    """
    bargain = source if isinstance(source, Bargain) else source.member(0)
    ids = [bargain.frame.parties[row].id for row in seats(bargain)]
    pairing = {
        (party, mine, other): tuple(mine if one == party else other for one in ids)
        for party, mine, other in product(ids, SEEKING + BUYING, SEEKING)
    }
    chances = clock_likelihoods(source, tuple(dict.fromkeys(pairing.values())), rules, runs=runs)

    def mean(party: str, own: Sequence[str], kind: Pattern) -> float:
        return float(np.mean([chances[pairing[party, mine, other]][party][kind] for mine in own for other in SEEKING]))

    return {party: {one: (mean(party, SEEKING, one), mean(party, BUYING, one)) for one in Pattern} for party in ids}


def _clocked(name: str) -> Strategy:
    found = strategy(name)
    if found.kind is not Kind.PLAN or found.chance or found.plan == "aspiration":
        raise CallError("A strategy by the clock must be one such as boulware, hard or staller", f"it is {name!r}")
    return found


def _plans(
    bargain: Bargain, rows: tuple[int, ...], names: Mapping[str, Strategy], steps: int
) -> list[dict[str, _Known]]:
    """For each row its plan by each strategy."""
    whole = table(bargain, rows, tuple(names.values())[:1] * len(rows))
    packages = listed(whole)
    found = []
    for row in range(len(rows)):
        ranked = ranking(whole, row, packages)
        plans = {name: planned(whole, (row, one), steps, packages[0], ranked) for name, one in names.items()}
        found.append(_known(whole, plans))
    return found


def _known(whole: Table, plans: Mapping[str, Plan]) -> dict[str, _Known]:
    """The plans of one row, with what each offer is worth to every row."""
    made, back = np.unique(np.stack([one.offers for one in plans.values()]), return_inverse=True)
    worth = np.stack([worth_to(whole, other, made) for other in range(len(whole.rows))], axis=1)
    places: Ints = back.reshape(len(plans), -1)
    return {
        name: _Known(one.offers.tolist(), worth[places[number]].tolist(), one.asks.tolist(), one.high)
        for number, (name, one) in enumerate(plans.items())
    }


def _talks(plans: Sequence[_Known]) -> list[list[int]]:
    """For each row the rounds in which it makes an offer, as `kernels.many_planned` plays them."""
    said: list[list[int]] = [[] for _ in plans]
    holder, since, taken = -1, 0, 0
    for step in range(len(plans[0].asks)):
        for row, one in enumerate(plans):
            if holder >= 0 and plans[holder].to[since][row] >= one.asks[step]:
                taken += 1
                if taken == len(plans):
                    return said
                continue
            if one.offers[step] < 0:
                return said
            said[row].append(step)
            holder, since, taken = row, step, 1
    return said


def _kinds(plan: _Known, row: int, rounds: Sequence[int]) -> list[Pattern]:
    """The kind of each offer of a row but its first."""
    found = []
    for before, now in pairwise(rounds):
        if plan.offers[now] == plan.offers[before]:
            top = plan.to[now][row] >= plan.best - _SAME
            found.append(Pattern.MAXIMUM_KEPT if top else Pattern.DEMAND_KEPT)
        else:
            gave = plan.to[now][row] < plan.to[before][row] - _SAME
            found.append(Pattern.REAL_STEP if gave else Pattern.NOMINAL_STEP)
    return found
