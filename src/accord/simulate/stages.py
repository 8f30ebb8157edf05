"""Talks in stages: one track after another, with what is settled standing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from accord.bargain import Bargain, Floats, check_bargain, consents
from accord.errors import CallError
from accord.simulate.players import Players, players
from accord.simulate.playing import How, check_parties, package_utilities, played
from accord.simulate.records import Ended, Rules
from accord.simulate.space import Table, table
from accord.simulate.strategies import Named, Strategy, strategy
from accord.simulate.streams import key_of
from accord.solve.packages import decode, encode

Ready = dict[tuple[tuple[str, str], ...], tuple[Table, Players]]
"""Tables with their players, by what stands and what each must reach."""

Stages = Sequence[Sequence[str]]
"""Issues of each stage, in order."""


@dataclass(frozen=True, slots=True)
class Stage:
    """How the talks over some issues ended in a run: what they settled (empty: nothing), after how many rounds."""

    issues: tuple[str, ...]
    settled: dict[str, str]
    step: int
    ended: Ended


@dataclass(frozen=True, slots=True)
class StagedRun:
    """One run: its stages, the package in force at the end, and what it is worth to each party."""

    stages: tuple[Stage, ...]
    package: dict[str, str]
    utilities: tuple[float, ...]


@dataclass(frozen=True)
class StagedSimulation:
    """What runs in stages came to.

    `settled`: share of the runs in which each stage was settled. `packages`: package in force at the end, as pairs of
    issue and option -> runs. `mean_utilities`: shape (parties,). `traces`: the first runs.
    """

    runs: int
    settled: tuple[float, ...]
    packages: Mapping[tuple[tuple[str, str], ...], int]
    mean_utilities: Floats
    traces: tuple[StagedRun, ...]


def tracks_in_order(bargain: Bargain, order: Sequence[str]) -> Stages:
    """The issues of each track, in this order.

    Raises:
        CallError: a track left out, named twice or unknown; or an issue on none.
    """
    known = [track.id for track in bargain.frame.tracks]
    if sorted(order) != sorted(known) or any(issue.track not in known for issue in bargain.frame.issues):
        raise CallError(f"The order must name every track once ({', '.join(known)})", f"it is {', '.join(order)}")
    return [[issue.id for issue in bargain.frame.issues if issue.track == track] for track in order]


def simulate_stages(
    bargain: Bargain,
    strategies: Mapping[str, Named] | Named,
    rules: Rules,
    stages: Stages,
    *,
    seed: int,
    how: How | None = None,
) -> StagedSimulation:
    """Plays stage after stage by alternating offers, each with a deadline and streams of its own.

    At a stage the parties whose yes one of its issues needs talk about these issues; every other issue stands as
    earlier stages settled it, or at its counterfactual. A party takes what is worth at least what it has if this stage
    settles nothing: before it has settled anything that is its reservation, later the utility of what stands.
    A stage that settles nothing leaves its issues at their counterfactual, and the next one opens.

    Args:
        bargain: A bargain each of whose issues has a counterfactual.
        strategies: One for all, or by party.
        rules: What binds the talks of each stage; discounts and flows are not used here.
        stages: The issues of each stage, every issue once; see `tracks_in_order`.
        seed: The root of all chance.
        how: Runs, and how many of them are kept as traces.

    Raises:
        CallError: stages that do not name every issue once, or an issue without a counterfactual.
    """
    check_bargain(bargain)
    how, frame = how or How(), bargain.frame
    check_parties(rules, frame)
    ids = [issue.id for issue in frame.issues]
    if sorted(issue for stage in stages for issue in stage) != sorted(ids) or not all(stages):
        raise CallError(f"The stages must name every issue once ({', '.join(ids)})", f"they are {list(stages)}")
    lacking = [issue.id for issue in frame.issues if issue.counterfactual is None]
    if lacking:
        raise CallError("Every issue must have a counterfactual for talks in stages", f"{lacking[0]!r} has none")
    given = {party.id: strategy(_of(strategies, party.id)) for party in frame.parties}
    settled, packages = np.zeros(len(stages)), Counter[tuple[tuple[str, str], ...]]()
    total, traces = np.zeros(len(frame.parties)), []
    ready: Ready = {}
    for run in range(how.runs):
        one = _run(bargain, given, (rules, stages), (seed, run), ready)
        settled += [bool(stage.settled) for stage in one.stages]
        packages[tuple(one.package.items())] += 1
        total += one.utilities
        if run < how.traces:
            traces.append(one)
    ordered = dict(sorted(packages.items(), key=lambda item: (-item[1], item[0])))
    return StagedSimulation(how.runs, tuple((settled / how.runs).tolist()), ordered, total / how.runs, tuple(traces))


def _of(strategies: Mapping[str, Named] | Named, party: str) -> Named:
    if isinstance(strategies, Mapping):
        if party not in strategies:
            raise CallError("Each party must have a strategy", f"there is none for {party!r}")
        return strategies[party]
    return strategies


def _run(
    bargain: Bargain,
    strategies: Mapping[str, Strategy],
    rules: tuple[Rules, Stages],
    talk: tuple[int, int],
    ready: Ready,
) -> StagedRun:
    frame, (limits, stages), (seed, run) = bargain.frame, rules, talk
    package = {issue.id: str(issue.counterfactual) for issue in frame.issues}
    needed, told = consents(frame), []
    spoken = np.zeros(len(frame.parties), np.bool_)
    for number, stage in enumerate(stages):
        rows = tuple(np.flatnonzero(needed[[frame.issue_index[issue] for issue in stage]].any(axis=0)).tolist())
        has = package_utilities(bargain, np.array([encode(frame, package)]))[0]
        floors = np.where(spoken, has, has + bargain.reservations - _untouched(bargain))[list(rows)]
        names = tuple(frame.parties[row].id for row in rows)
        standing = {issue: option for issue, option in package.items() if issue not in stage}
        place = (*standing.items(), *(("", f"{floor!r}") for floor in floors.tolist()))
        if place not in ready:
            whole = table(bargain, rows, [strategies[name] for name in names], settled=standing, floors=floors)
            ready[place] = (whole, players(whole, limits.steps))
        whole, known = ready[place]
        key = key_of(seed, names)
        key[1] ^= np.uint64(number * 0x9E3779B1 & 0xFFFFFFFF)
        found, rounds, ended, _ = played(whole, known, (key, run), limits.hazard)
        settled = {}
        if found >= 0:
            package = decode(frame, found)
            settled = {issue: package[issue] for issue in stage}
            spoken[list(rows)] = True
        told.append(Stage(tuple(stage), settled, rounds, Ended(ended)))
    worth = package_utilities(bargain, np.array([encode(frame, package)]))[0]
    # Who has settled nothing has not given its outside option up.
    worth = np.where(spoken, worth, worth + bargain.reservations - _untouched(bargain))
    return StagedRun(tuple(told), package, tuple(worth.tolist()))


def _untouched(bargain: Bargain) -> Floats:
    """What each party has of the counterfactual package, shape (parties,)."""
    frame = bargain.frame
    package = {issue.id: str(issue.counterfactual) for issue in frame.issues}
    has: Floats = package_utilities(bargain, np.array([encode(frame, package)]))[0]
    return has
