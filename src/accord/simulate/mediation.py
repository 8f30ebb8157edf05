"""A single text that a mediator changes and all vote on, until nobody objects (Raiffa 1982; Klein et al. 2003).

Citation: raiffa_1982, klein_2003.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from accord.bargain import Bargain, Floats, check_bargain
from accord.errors import CallError
from accord.simulate.playing import How, package_utilities
from accord.simulate.records import LISTED, Rules
from accord.simulate.space import Table, seats, table, worth_to
from accord.simulate.strategies import strategy
from accord.simulate.streams import SHARED, Key, key_of, uniform
from accord.solve.coupled import broken
from accord.solve.packages import columns, decode

_ISSUE, _OPTION, _VOTE, _BREAKS = 0, 1, 2, 3

Vote = Callable[[float, float, float], float]
"""The chance of a yes to a change: what the change is worth, as a share of the party's range; time; a setting."""


def _climber(gain: float, _time: float, _heat: float) -> float:
    return 1.0 if gain >= -1e-12 else 0.0


def _annealer(gain: float, time: float, heat: float) -> float:
    """Takes a loss with a chance that falls with its size and, as the text cools, with time."""
    left = heat * (1.0 - time)
    return 1.0 if gain >= 0 else float(np.exp(gain / left)) if left > 0 else 0.0


VOTERS: Mapping[str, Vote] = {"climber": _climber, "annealer": _annealer}
"""How a party votes on a change of the text: `climber` for what costs it nothing, `annealer:H` for small losses too."""

_HEAT = 0.1


@dataclass(frozen=True, slots=True)
class Text:
    """One run: the text at the end, whether all signed it, how many changes were taken, and what each party has."""

    package: dict[str, str]
    signed: bool
    changes: int
    utilities: tuple[float, ...]


@dataclass(frozen=True)
class Mediation:
    """What runs with a single text came to.

    `signed`: share of the runs that all signed. `packages`: package number of signed texts -> runs, at most 100,000.
    `mean_utilities`: shape (parties,). `traces`: the first runs.
    """

    runs: int
    signed: float
    packages: Mapping[int, int]
    mean_utilities: Floats
    traces: tuple[Text, ...]


def simulate_text(
    bargain: Bargain,
    voters: Sequence[str],
    rules: Rules,
    *,
    seed: int,
    how: How | None = None,
    start: int | None = None,
) -> Mediation:
    """Plays the mediated single text: at each step the mediator changes one issue, and all must vote for the change.

    The text begins with the package `start` (left out: one drawn in each run). At the deadline each party signs if the
    text is worth its reservation to it and crosses none of its red lines; all must. A mediator proposes nothing that
    breaks a rule. With hazard, the talks break down after a step with that chance, and nothing is signed.

    Args:
        bargain: The bargain.
        voters: `climber` or `annealer` (`annealer:0.2` begins hotter than 0.1) for all, or one for each at the table.
        rules: Steps and hazard; discounts and flows are not used here.
        seed: The root of all chance.
        how: Runs, and how many of them are kept as traces.
        start: Package number of the first text.

    Raises:
        CallError: unknown voters, or too few or many; a start that is no package.
    """
    check_bargain(bargain)
    how, rows = how or How(), seats(bargain)
    votes = _voters(voters, len(rows))
    if start is not None and not 0 <= start < bargain.frame.packages:
        raise CallError(f"start must be a package number below {bargain.frame.packages}", f"it is {start}")
    whole = table(bargain, rows, [strategy("hard")] * len(rows))
    key = key_of(seed, whole.parties)
    spans, known = _ranges(whole), dict[int, Floats]()
    packages, total, signed, traces = Counter[int](), np.zeros(len(bargain.frame.parties)), 0, []
    for run in range(how.runs):
        package, agreed, changes = _text(whole, (votes, spans, known), rules, (key, run), start)
        numbers = np.array([package])
        utilities = package_utilities(bargain, numbers)[0] if agreed else bargain.reservations
        total += utilities
        signed += agreed
        if agreed and (package in packages or len(packages) < LISTED):
            packages[package] += 1
        if run < how.traces:
            traces.append(Text(decode(bargain.frame, package), agreed, changes, tuple(utilities.tolist())))
    listed = dict(sorted(packages.items(), key=lambda item: (-item[1], item[0])))
    return Mediation(how.runs, signed / how.runs, listed, total / how.runs, tuple(traces))


def _voters(given: Sequence[str], many: int) -> list[tuple[Vote, float]]:
    names = list(given) * many if len(given) == 1 else list(given)
    if len(names) != many:
        raise CallError("There must be one voter, or one for each party at the table", f"there are {len(names)}")
    found = []
    for name in names:
        plain, _, heat = name.partition(":")
        try:
            setting = float(heat) if heat else _HEAT
        except ValueError:
            setting = -1.0
        if plain not in VOTERS or not 0 < setting <= 100:
            raise CallError(f"A voter must be one of {', '.join(VOTERS)}, such as annealer:0.1", f"it is {name!r}")
        found.append((VOTERS[plain], setting))
    return found


def _ranges(whole: Table) -> Floats:
    """The sum of each party's ranges over the issues, shape (rows,); 1 where it is indifferent."""
    edges = zip(whole.space.first.tolist(), (whole.space.first + whole.space.size).tolist(), strict=True)
    total = sum(np.ptp(whole.space.values[:, first:stop], axis=1) for first, stop in edges)
    return np.where(np.asarray(total) > 0, total, 1.0)


def _text(
    whole: Table,
    votes: tuple[list[tuple[Vote, float]], Floats, dict[int, Floats]],
    rules: Rules,
    talk: tuple[Key, int],
    start: int | None,
) -> tuple[int, bool, int]:
    (key, run), (voters, spans, known), space = talk, votes, whole.space
    package = start if start is not None else _drawn(whole, key, run, rules.steps)
    worth, changes = _each(whole, package, known), 0
    for step in range(rules.steps):
        issue = int(uniform(key, run, SHARED, step, _ISSUE) * len(space.first))
        size, stride = int(space.size[issue]), int(space.stride[issue])
        old = (package // stride) % size
        new = int(uniform(key, run, SHARED, step, _OPTION) * (size - 1))
        changed = package + (new + (new >= old) - old) * stride if size > 1 else package
        if changed != package and not _broken(whole, changed):
            then = _each(whole, changed, known)
            time, gains = (step + 1) / (rules.steps + 1), (then - worth) / spans
            if all(
                uniform(key, run, key[2 + row], step, _VOTE) < vote(float(gains[row]), time, heat)
                for row, (vote, heat) in enumerate(voters)
            ):
                package, worth, changes = changed, then, changes + 1
        if rules.hazard > 0 and uniform(key, run, SHARED, step, _BREAKS) < rules.hazard:
            return package, False, changes
    barred = [worth_to(whole, row, np.array([package]))[0] for row in range(len(whole.rows))]
    return package, bool((np.array(barred) >= whole.floors).all()) and not _broken(whole, package), changes


def _each(whole: Table, package: int, known: dict[int, Floats]) -> Floats:
    """What a package is worth to each at the table; `known`: what was asked before."""
    if package not in known:
        if len(known) >= LISTED:
            known.clear()
        known[package] = package_utilities(whole.bargain, np.array([package]))[0][list(whole.rows)]
    return known[package]


def _broken(whole: Table, package: int) -> bool:
    frame = whole.bargain.frame
    return bool((frame.exclusions or frame.requirements) and broken(frame, columns(frame, np.array([package])))[0])


def _drawn(whole: Table, key: Key, run: int, steps: int) -> int:
    """A first text: an option of every issue drawn, and drawn again, up to a hundred times, while it breaks a rule."""
    package = 0
    for attempt in range(100):
        package = 0
        for issue, (size, stride) in enumerate(
            zip(whole.space.size.tolist(), whole.space.stride.tolist(), strict=True)
        ):
            draw = uniform(key, run, SHARED, steps + 1 + attempt * len(whole.space.first) + issue, _OPTION)
            package += int(draw * size) * stride
        if not _broken(whole, package):
            break
    return package
