"""What each party brings to the table: its plan for every round, or its packages in the order of their worth."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from accord.bargain import Bools, Floats, Ints
from accord.simulate.space import Table, listed, takes, worth_to, worths
from accord.simulate.strategies import NEAREST, Kind, Strategy

_NUDGE = 4
"""At every so many turns a staller shows a step that costs it nothing."""


class Players(NamedTuple):
    """All at the table, as the kernels read them; rows as in `Table`.

    `offers`, shape (rows, steps): package number of a plan's offer, -1 where it has none and leaves; `asks`: what an
    offer must be worth to be taken; `leaves`: chance of walking out where it is not. `to`, shape (rows, steps, rows):
    what a plan's offer is worth to each, minus infinity where that party bars it. `order`: packages of each row whose
    strategy looks for them during the talks, rising in worth, from `start[row]` to `start[row + 1]`. `high`: worth of
    its best package; `base`: the least it comes down to; `floors`: the least it may take.
    """

    kind: Ints
    next_offer: Bools
    chance: Floats
    tolerance: Floats
    floors: Floats
    high: Floats
    base: Floats
    offers: Ints
    asks: Floats
    leaves: Floats
    to: Floats
    order: Ints
    start: Ints


class Plan(NamedTuple):
    """One party's rounds, as in `Players`, its packages in order, and the ends of what it asks for."""

    offers: Ints
    asks: Floats
    leaves: Floats
    order: Ints
    high: float
    base: float


def aspirations(one: Strategy, steps: int) -> Floats:
    """What is asked for in each round, 1 for the best and 0 for the least; time is (round + 1) / (rounds + 1)."""
    time = np.arange(1, steps + 1) / (steps + 1)
    if one.plan == "mediator":
        return np.maximum(0.0, 1.0 - time / one.hurry)
    return 1.0 - time**one.exponent


def players(whole: Table, steps: int) -> Players:
    """Everybody at the table."""
    numbers, lawful = listed(whole)
    plans = [plan(whole, row, steps, (numbers, lawful)) for row in range(len(whole.rows))]
    offers = np.stack([one.offers for one in plans])
    to = np.full((len(plans), steps, len(plans)), -np.inf)
    for row, one in enumerate(plans):
        made, back = np.unique(one.offers, return_inverse=True)
        for other in range(len(plans)):
            to[row, :, other] = worth_to(whole, other, made)[back]
    kinds = [
        Kind.PLAN if one.kind is not Kind.OWN and not len(made.order) else one.kind
        for one, made in zip(whole.strategies, plans, strict=True)
    ]
    return Players(
        np.array([int(one) for one in kinds], np.int64),
        np.array([one.next_offer for one in whole.strategies], np.bool_),
        np.array([one.chance for one in whole.strategies]),
        np.array([one.tolerance for one in whole.strategies]),
        whole.floors,
        np.array([one.high for one in plans]),
        np.array([one.base for one in plans]),
        offers,
        np.stack([one.asks for one in plans]),
        np.stack([one.leaves for one in plans]),
        to,
        np.concatenate([one.order for one in plans]),
        np.cumsum([0, *(len(one.order) for one in plans)]).astype(np.int64),
    )


class Ranking(NamedTuple):
    """A party's packages from its reservation up: places in the list, rising in worth; and the least of all worths."""

    order: Ints
    rising: Floats
    low: float


def ranking(whole: Table, row: int, packages: tuple[Ints, Bools | None], *, all_sorted: bool = False) -> Ranking:
    """A party's packages in order. `packages`: what is talked about, and which of these break no rule.

    Packages of equal worth stand in the order in which numpy sorts those worth the reservation or, with `all_sorted`,
    in that in which it sorts all.
    """
    numbers, lawful = packages
    worth = worths(whole, row, numbers)
    allowed = takes(whole, row, lawful)
    low = float(worth.min() if allowed is None else worth[allowed].min(initial=np.inf))
    good = worth >= whole.floors[row] + 1e-9
    if not good.any():
        good = worth >= whole.floors[row]
    good = good if allowed is None else good & allowed
    if all_sorted:
        order = np.argsort(worth)
        order = order[good[order]]
    else:
        fine = np.flatnonzero(good)
        order = fine[np.argsort(worth[fine])]
    return Ranking(order, worth[order], low)


def plan(whole: Table, row: int, steps: int, packages: tuple[Ints, Bools | None]) -> Plan:
    """A party's rounds. `packages`: what is talked about, and which of these break no rule.

    Packages of equal worth stand as in NegMAS, for an aspiration and for the rest, so that both offer the same.
    """
    one = whole.strategies[row]
    return planned(
        whole, (row, one), steps, packages[0], ranking(whole, row, packages, all_sorted=one.plan == "aspiration")
    )


def planned(whole: Table, who: tuple[int, Strategy], steps: int, numbers: Ints, ranked: Ranking) -> Plan:
    """The rounds of a row with this strategy, from its packages in order."""
    (row, one), (order, rising, low) = who, ranked
    if not len(order):  # nothing is worth its reservation
        none = np.full(steps, -1, np.int64)
        return Plan(none, np.full(steps, np.inf), np.zeros(steps), np.zeros(0, np.int64), np.inf, np.inf)
    high, base = float(rising[-1]), max(float(whole.floors[row]) + 1e-9, low)
    if one.plan in {"hard", "staller"}:
        offers = np.full(steps, order[np.searchsorted(rising, high - 1e-9)])
        asks, leaves = np.full(steps, high - 1e-9), np.zeros(steps)
        if one.plan == "staller":
            offers = _stalled(whole, row, offers, (order, rising))
    else:
        aims = base + (high - base) * aspirations(one, steps)
        place = np.minimum(np.searchsorted(rising, aims - (one.tolerance + NEAREST)), len(order) - 1)
        offers, asks = order[place], aims - one.tolerance
        time = np.arange(1, steps + 1) / (steps + 1)
        leaves = np.where(time >= one.hurry, one.chance, 0.0) if one.plan == "mediator" else np.zeros(steps)
        if one.next_offer:
            asks = rising[place]
    asks = np.maximum(asks, whole.floors[row])
    kept = order if one.kind is not Kind.PLAN else order[:0]
    if one.kind is Kind.MICRO:
        kept = kept[-(steps + 1) :]
    return Plan(numbers[offers], asks, leaves, numbers[kept], high, base)


def _stalled(whole: Table, row: int, offers: Ints, known: tuple[Ints, Floats]) -> Ints:
    """The maximum again and again; at every fourth turn one of the packages it would have without paying, in turn."""
    order, rising = known
    free = np.flatnonzero(_wanted_anyway(whole, row)[order] & (rising < rising[-1] - 1e-9))[::-1]
    if not len(free):
        return offers
    shown = offers.copy()
    turns = np.arange(_NUDGE - 1, len(offers), _NUDGE)
    shown[turns] = order[free[np.arange(len(turns)) % len(free)]]
    return shown


def _wanted_anyway(whole: Table, row: int) -> Bools:
    """Packages, as listed, of options each worth no less to the party than what holds on the issue without a deal."""
    fine = np.ones(1, np.bool_)
    for number, issue in enumerate(whole.bargain.frame.issues):
        first = int(whole.space.first[number])
        own = whole.space.values[row, first : first + len(issue.options)]
        holds = issue.counterfactual if issue.counterfactual is not None else issue.status_quo
        least = own.max() if holds is None else own[issue.options.index(holds)]
        wanted = own >= least - 1e-12 if whole.open[number] else np.ones(1, np.bool_)
        fine = (fine[:, None] & wanted).ravel()
    return fine
