"""One run of every member of an ensemble, or some: what the talks come to over all models that the evidence allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from accord.bargain import Bargain, Bools, Ensemble, Floats, Ints, check_frame, consents
from accord.errors import CallError
from accord.simulate.players import aspirations, players
from accord.simulate.playing import Count, How, blocks, check_parties, paid, unwilling
from accord.simulate.records import Ended, Rules, Simulation
from accord.simulate.space import seats, table
from accord.simulate.strategies import Kind, Named, Strategy, at_the_table
from accord.simulate.streams import Key, key_of
from accord.solve.coupled import having
from accord.solve.packages import columns

_QUICK = frozenset({"time", "mediator"})
_MOST = 1_000_000
_BLOCK = 64
_ROWS = 1024


@dataclass(frozen=True)
class EnsembleSimulation:
    """Runs over an ensemble, `each` of every member; rows member by member.

    Attributes:
        total: All runs together.
        package: Package agreed on, -1 for none, shape (members, each).
        rounds: Rounds played, shape (members, each). `ended`: how, as `Ended`, the same shape.
        gains: What each party has above its reservation, mean over a member's runs, shape (members, parties).
        surplus: Share of all that the parties at the table gain together which each of them has, shape (members,
            parties at the table); not a number where nobody gains.
    """

    total: Simulation
    package: Ints
    rounds: Ints
    ended: Ints
    gains: Floats
    surplus: Floats

    @property
    def agreement(self) -> Floats:
        """Share of its runs that end with an agreement, shape (members,)."""
        share: Floats = (self.ended == int(Ended.AGREEMENT)).mean(axis=1)
        return share


def simulate_ensemble(
    ensemble: Ensemble,
    strategies: Sequence[Named] | Mapping[str, Named],
    rules: Rules,
    *,
    seed: int,
    how: How | None = None,
) -> EnsembleSimulation:
    """Plays every member of an ensemble out, `how.runs` times each, as `simulate` plays one bargain.

    Chance is keyed to the member's number and the run, so that neither threads nor the order of members matter.

    Raises:
        CallError: strategies or rules that do not fit the parties.
    """
    how = how or How()
    check_frame(ensemble.frame)
    if ensemble.members == 0:
        raise CallError("An ensemble must have a member to be played out", "it has none")
    rows = seats(ensemble.member(0))
    names = tuple(ensemble.frame.parties[row].id for row in rows)
    known = at_the_table(strategies, names)
    check_parties(rules, ensemble.frame)
    key = key_of(seed, names)
    found = np.zeros((ensemble.members, how.runs, 3), np.int64)
    quick = _quick(ensemble, known, how)

    def play(first: int) -> set[str]:
        members = range(first, min(first + _BLOCK, ensemble.members))
        done = _quickly(ensemble, (rows, known), rules, found, members) if quick else None
        cannot: set[str] = set()
        for number, member in enumerate(members):
            if done is not None and done[number, 0]:
                cannot.update(party for party, never in zip(names, done[number, 1:].tolist(), strict=True) if never)
            else:
                cannot.update(_member(ensemble.member(member), (rows, known), (rules, key), found[member], member))
        if how.progress:
            how.progress(members.stop)
        return cannot

    starts = range(0, ensemble.members, _BLOCK)
    if how.threads == 1:
        never = list(map(play, starts))
    else:
        with ThreadPoolExecutor(how.threads) as pool:
            never = list(pool.map(play, starts))
    return _counted(ensemble, (rows, names), rules, found, tuple(sorted(set().union(*never))))


def _member(
    bargain: Bargain,
    table_of: tuple[tuple[int, ...], tuple[Strategy, ...]],
    rules: tuple[Rules, Key],
    found: Ints,
    member: int,
) -> tuple[str, ...]:
    """Plays one member's runs; returns who agrees to nothing."""
    (rows, strategies), (limits, key) = table_of, rules
    whole = table(bargain, rows, strategies)
    ready = players(whole, limits.steps)
    own = How(runs=len(found))
    keyed = key.copy()
    keyed[0] ^= np.uint64(_mixed(member))
    for first, block in blocks(whole, ready, (keyed, limits.hazard), own):
        found[first : first + len(block)] = block
    return unwilling(whole, ready)


def _mixed(member: int) -> int:
    """A word of 32 bits for a member's number; no two below 2^32 alike."""
    return (member * 0x9E3779B1) & 0xFFFFFFFF


def _quick(ensemble: Ensemble, strategies: Sequence[Strategy], how: How) -> bool:
    """Whether members can be planned in one go: plans by the clock, additive utilities, no rule on packages."""
    frame = ensemble.frame
    plain = all(one.kind is Kind.PLAN and one.plan in _QUICK and not one.next_offer for one in strategies)
    free = not (frame.exclusions or frame.requirements or frame.interactions)
    certain = not any(one.chance for one in strategies)
    return plain and free and certain and how.runs == 1 and frame.packages <= _MOST


def _quickly(
    ensemble: Ensemble,
    table_of: tuple[tuple[int, ...], tuple[Strategy, ...]],
    limits: Rules,
    found: Ints,
    members: range,
) -> Bools:
    """Plays members whose offers have no ties that matter: `done`, as of `planning.plan_and_play`."""
    from accord.simulate.planning import hints, plan_and_play

    rows, strategies = table_of
    done = np.zeros((len(members), 1 + len(rows)), np.bool_)
    if limits.hazard > 0:
        return done
    frame = ensemble.frame
    asked = np.stack([aspirations(one, limits.steps) for one in strategies])
    tolerance = np.array([one.tolerance for one in strategies])
    part = slice(members.start, members.stop)
    values = np.ascontiguousarray(ensemble.values[part][:, list(rows)])
    floors = np.ascontiguousarray(ensemble.reservations[part][:, list(rows)])
    bars = np.ascontiguousarray(ensemble.red_lines[part][:, list(rows)])
    room, marks = np.zeros((len(rows), frame.packages)), np.zeros(frame.packages, np.uint8)
    cells, ends = np.zeros((len(rows), limits.steps, 2)), np.zeros((len(rows), 2))
    bargains = (values, floors, frame.offsets, bars, _needs(ensemble, rows, members))
    plan_and_play(bargains, (asked, hints(asked), tolerance), (room, cells, ends, marks), found[part, 0], done)
    return done


def _needs(ensemble: Ensemble, rows: tuple[int, ...], members: range) -> Bools:
    """Which options need a row's yes in these members, as `space.table` has it; shape (members, rows, columns)."""
    frame = ensemble.frame
    widths = np.diff(frame.offsets)
    options = np.arange(int(frame.offsets[-1])) - np.repeat(frame.offsets[:-1], widths)
    needed = np.repeat(consents(frame)[:, list(rows)], widths, axis=0).T
    fallback = np.repeat(ensemble.counterfactuals[members.start : members.stop], widths, axis=1)
    found: Bools = np.ascontiguousarray(needed[None] & (options != fallback)[:, None])
    return found


def _worth(ensemble: Ensemble, rules: Rules, found: Ints, first: int) -> tuple[Floats, Floats]:
    """Utilities and payoffs of the runs of some members from `first`, a row a run."""
    frame, many = ensemble.frame, found.shape[1]
    members = np.repeat(np.arange(first, first + len(found)), many)
    flat = found.reshape(-1, 3)
    agreed = flat[:, 0] >= 0
    utilities = ensemble.reservations[members].copy()
    chosen = columns(frame, flat[agreed, 0])
    total = np.zeros((len(chosen), len(frame.parties)))
    for issue in range(chosen.shape[1]):
        total = total + ensemble.values[members[agreed], :, chosen[:, issue]]
    for number, has in enumerate(having(frame, chosen)):
        total[has] += ensemble.interaction_values[members[agreed][has], :, number]
    utilities[agreed] = total
    return utilities, paid(frame, rules, flat, utilities)


def _counted(
    ensemble: Ensemble,
    table_of: tuple[tuple[int, ...], tuple[str, ...]],
    rules: Rules,
    found: Ints,
    never: tuple[str, ...],
) -> EnsembleSimulation:
    rows, names = table_of
    count = Count(ensemble.member(0), rules)
    gains = np.zeros((ensemble.members, len(ensemble.frame.parties)))
    for first in range(0, ensemble.members, _ROWS):
        part = slice(first, first + _ROWS)
        both = _worth(ensemble, rules, found[part], first)
        count.add(found[part].reshape(-1, 3), both)
        utilities = both[0].reshape(-1, found.shape[1], gains.shape[1])
        gains[part] = utilities.mean(axis=1) - ensemble.reservations[part]
    shared = gains[:, list(rows)]
    whole = shared.sum(axis=1, keepdims=True)
    some = whole > 1e-12
    surplus = np.where(some, shared / np.where(some, whole, 1.0), np.nan)
    total = count.simulation(names, (), never)
    return EnsembleSimulation(total, found[:, :, 0], found[:, :, 1], found[:, :, 2], gains, surplus)
