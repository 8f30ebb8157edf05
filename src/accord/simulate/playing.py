"""Many runs of one bargain, counted as they come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from accord.bargain import Bargain, Floats, Frame, Ints, check_bargain
from accord.errors import CallError
from accord.simulate.own import run_with_own
from accord.simulate.players import Players, players
from accord.simulate.records import LISTED, Ended, Offer, Rules, Simulation, Trace
from accord.simulate.space import Table, seats, table
from accord.simulate.strategies import Kind, Named, at_the_table
from accord.simulate.streams import key_of
from accord.solve.coupled import added_by
from accord.solve.packages import columns, decode

_BLOCK = 1 << 14
"""Runs played in one go; sums are made block by block, so that the number of threads changes no digit."""


@dataclass(frozen=True)
class How:
    """How much is played: runs, traces kept, threads, and what to call with the number of runs done."""

    runs: int = 1
    traces: int = 0
    threads: int = 1
    progress: Callable[[int], None] | None = None

    def __post_init__(self) -> None:
        for what, number, least in (("runs", self.runs, 1), ("traces", self.traces, 0), ("threads", self.threads, 1)):
            if number < least:
                raise CallError(f"The number of {what} must be at least {least}", f"it is {number}")


def simulate(
    bargain: Bargain,
    strategies: Sequence[Named] | Mapping[str, Named],
    rules: Rules,
    *,
    seed: int,
    how: How | None = None,
) -> Simulation:
    """Plays a bargain out by stacked alternating offers.

    At the table are the parties whose yes some issue needs, in the order of the file; an agreement needs all of them.
    No strategy offers or takes what is worth less to its party than its reservation, or crosses one of its red lines
    where its yes is needed; nobody offers what breaks a rule of the bargain.

    Args:
        bargain: The bargain.
        strategies: One for all, one for each party at the table in their order, or by party id.
        rules: The deadline, and what binds every run.
        seed: The root of all that is left to chance; a run's numbers depend on it, the run and the party alone.
        how: Runs, traces, threads.

    Raises:
        CallError: strategies or rules that do not fit the parties.

    >>> from accord.bargain import Frame, Issue, Party, make_bargain
    >>> frame = Frame((Party("A"), Party("B")), (Issue("share", ("0", "1", "2", "3", "4")),))
    >>> options = dict(zip("01234", range(5))), dict(zip("01234", range(4, -1, -1)))
    >>> pie = make_bargain(frame, {"A": {"share": options[0]}, "B": {"share": options[1]}})
    >>> played = simulate(pie, ["linear", "boulware"], Rules(steps=20), seed=0, how=How(traces=1))
    >>> played.traces[0].agreement, played.traces[0].step
    ({'share': '1'}, 16)
    """
    check_bargain(bargain)
    how = how or How()
    rows = seats(bargain)
    names = tuple(bargain.frame.parties[row].id for row in rows)
    whole = table(bargain, rows, at_the_table(strategies, names))
    check_parties(rules, bargain.frame)
    known = players(whole, rules.steps)
    key = key_of(seed, names)
    count = Count(bargain, rules)
    for first, found in blocks(whole, known, (key, rules.hazard), how):
        count.add(found)
        if how.progress:
            how.progress(min(first + len(found), how.runs))
    traces = tuple(
        trace(whole, rules, played(whole, known, (key, run), rules.hazard)) for run in range(min(how.traces, how.runs))
    )
    return count.simulation(names, traces, unwilling(whole, known))


def check_parties(rules: Rules, frame: Frame) -> None:
    """Nothing, where the rules name parties of the bargain."""
    for what, named in (("discounts", rules.discounts), ("flows", rules.flows)):
        for party in named:
            if party not in frame.party_index:
                raise CallError(
                    f"The {what} must name parties ({', '.join(frame.party_index)})", f"they name {party!r}"
                )


def unwilling(whole: Table, known: Players) -> tuple[str, ...]:
    """Those to whom no package is worth their reservation."""
    return tuple(party for party, high in zip(whole.parties, known.high.tolist(), strict=True) if high == np.inf)


def played(whole: Table, known: Players, talk: tuple[Any, int], hazard: float) -> tuple[int, int, int, Ints]:
    """One run with every turn: package (-1: none), rounds, how it ended, and row and answer of each turn."""
    key, run = talk
    if (known.kind == Kind.OWN).any():
        return run_with_own(whole, known, talk, hazard)
    log, found = np.full((known.offers.size, 2), -1), np.zeros((1, 3), np.int64)
    _play(whole, known, (key, run, hazard), log, found)
    package, rounds, ended = found[0].tolist()
    return package, rounds, ended, log[: int((log[:, 0] >= 0).sum())]


def blocks(whole: Table, known: Players, talk: tuple[Any, float], how: How) -> Iterable[tuple[int, Ints]]:
    """The runs, block after block: the first run's number, and package, rounds and end of each, shape (runs, 3)."""
    key, hazard = talk
    own, nothing = (known.kind == Kind.OWN).any(), np.zeros((0, 2), np.int64)

    def play(first: int) -> tuple[int, Ints]:
        found = np.zeros((min(_BLOCK, how.runs - first), 3), np.int64)
        if own:
            for number in range(len(found)):
                found[number] = run_with_own(whole, known, (key, first + number), hazard)[:3]
        else:
            _play(whole, known, (key, first, hazard), nothing, found)
        return first, found

    starts = range(0, how.runs, _BLOCK)
    if own or how.threads == 1 or len(starts) == 1:
        yield from map(play, starts)
        return
    with ThreadPoolExecutor(how.threads) as pool:
        # A few blocks ahead and no more, so that memory does not grow with the runs.
        for group in range(0, len(starts), 4 * how.threads):
            yield from pool.map(play, starts[group : group + 4 * how.threads])


def _play(whole: Table, known: Players, talk: tuple[Any, int, float], log: Ints, found: Ints) -> None:
    """Fills in the runs: those in which everybody has a plan need none of the rest."""
    from accord.simulate import kernels

    if (known.kind == Kind.PLAN).all():
        kernels.many_planned((known.offers, known.asks, known.leaves, known.to), talk, log, found)
    else:
        room = kernels.seen(known.offers.shape, known.kind)
        kernels.many_runs(whole.space, known, room, talk, log, found)


def trace(whole: Table, rules: Rules, run: tuple[int, int, int, Ints]) -> Trace:
    """A run as a record."""
    from accord.simulate import kernels

    package, rounds, ended, log = run
    frame, bargain = whole.bargain.frame, whole.bargain
    utilities, payoffs = worth_of(bargain, rules, np.array([[package, rounds, ended]]))
    turns = [
        Offer(
            whole.parties[row],
            number // len(whole.rows),
            decode(frame, answer) if answer >= 0 else None,
            accepted=answer == kernels.TAKES,
        )
        for number, (row, answer) in enumerate(log.tolist())
    ]
    agreement = decode(frame, package) if package >= 0 else None
    return Trace(
        agreement, rounds, Ended(ended), tuple(utilities[0].tolist()), tuple(payoffs[0].tolist()), tuple(turns)
    )


def worth_of(bargain: Bargain, rules: Rules, found: Ints) -> tuple[Floats, Floats]:
    """What runs come to for every party of the frame: utilities and payoffs, each of shape (runs, parties)."""
    frame, agreed = bargain.frame, found[:, 0] >= 0
    utilities = np.repeat(bargain.reservations[None], len(found), axis=0)
    if agreed.any():
        numbers, back = np.unique(found[agreed, 0], return_inverse=True)
        utilities[agreed] = package_utilities(bargain, numbers)[back]
    return utilities, paid(frame, rules, found, utilities)


def paid(frame: Frame, rules: Rules, found: Ints, utilities: Floats) -> Floats:
    """What utilities come to after so many rounds: discounted, with what flowed while the talks went on."""
    if not (rules.discounts or rules.flows):
        return utilities
    ids = [party.id for party in frame.parties]
    discounts = np.array([rules.discounts.get(id, 1.0) for id in ids])
    flows = np.array([rules.flows.get(id, 0.0) for id in ids])
    waited = np.maximum(found[:, 1] - 1, 0)[:, None]
    left = discounts**waited
    even = discounts == 1
    together = np.where(even, waited, (1 - left) / np.where(even, 1, 1 - discounts))
    payoffs: Floats = left * utilities + flows * together
    return payoffs


def package_utilities(bargain: Bargain, numbers: Ints) -> Floats:
    """Utilities of packages to all parties of the frame, shape (packages, parties)."""
    chosen = columns(bargain.frame, numbers)
    total: Floats = np.zeros((len(numbers), len(bargain.frame.parties)))
    for issue in range(chosen.shape[1]):  # one issue after another, as plans add them up
        total = total + bargain.values[:, chosen[:, issue]].T
    if bargain.frame.interactions:
        total = total + added_by(bargain.frame, bargain.interaction_values, chosen).T
    return total


@dataclass
class Count:
    """What is kept of runs as they come: counts and sums, never the runs."""

    bargain: Bargain
    rules: Rules
    runs: int = 0
    others: int = 0
    ended: Counter[int] = field(default_factory=Counter)
    packages: Counter[int] = field(default_factory=Counter)
    rounds: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    sums: list[Floats] = field(default_factory=list)

    def add(self, found: Ints, worth: tuple[Floats, Floats] | None = None) -> None:
        """Counts a block of runs; `worth`: its utilities and payoffs, where they are not of the one bargain."""
        agreed = found[:, 0] >= 0
        width = self.rules.steps + 1
        rounds = np.bincount(found[agreed, 1], minlength=width)
        self.rounds = rounds if not len(self.rounds) else self.rounds + rounds
        self.ended.update(dict(enumerate(np.bincount(found[:, 2], minlength=len(Ended)).tolist())))
        for number, many in zip(
            *(one.tolist() for one in np.unique(found[agreed, 0], return_counts=True)), strict=True
        ):
            if number in self.packages or len(self.packages) < LISTED:
                self.packages[number] += many
            else:
                self.others += many
        utilities, payoffs = worth_of(self.bargain, self.rules, found) if worth is None else worth
        sums = [utilities.sum(axis=0), payoffs.sum(axis=0), (payoffs**2).sum(axis=0)]
        self.sums = [one + more for one, more in zip(self.sums, sums, strict=True)] if self.sums else sums
        self.runs += len(found)

    def simulation(self, parties: tuple[str, ...], traces: tuple[Trace, ...], unwilling: tuple[str, ...]) -> Simulation:
        """What the runs came to."""
        utilities, payoffs, squares = (one / self.runs for one in self.sums)
        return Simulation(
            frame=self.bargain.frame,
            parties=parties,
            runs=self.runs,
            ended={one: self.ended[int(one)] for one in Ended},
            rounds=self.rounds,
            packages=dict(sorted(self.packages.items(), key=lambda item: (-item[1], item[0]))),
            others=self.others,
            mean_utilities=utilities,
            mean_payoffs=payoffs,
            sd_payoffs=np.sqrt(np.maximum(squares - payoffs**2, 0.0)),
            traces=traces,
            unwilling=unwilling,
        )
