"""Strategies of your own: a function that looks at a turn and answers it, beside those that are built in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any

import numpy as np

from accord.bargain import Floats, Ints
from accord.errors import CallError
from accord.simulate.players import Players
from accord.simulate.space import Table, listed, takes, worth_to, worths
from accord.simulate.strategies import Kind
from accord.solve.coupled import broken
from accord.solve.packages import columns, decode, encode


class Say(Enum):
    """What a turn may say beside an offer."""

    ACCEPT = "accept"
    WALK = "walk"


Answer = Mapping[str, str] | Say
"""A package to lay on the table, or to take the one that is there, or to walk out."""


class Ranked:
    """A party's packages in the order of their worth; made once for all turns of all runs."""

    def __init__(self, whole: Table, row: int) -> None:
        self.whole, self.row = whole, row

    @cached_property
    def rising(self) -> tuple[Ints, Floats]:
        """Package numbers that it may offer, and their worth, the least first."""
        numbers, lawful = listed(self.whole)
        worth, allowed = worths(self.whole, self.row, numbers), takes(self.whole, self.row, lawful)
        if allowed is not None:
            worth = np.where(allowed, worth, -np.inf)
        order = np.argsort(worth)
        order = order[worth[order] >= self.whole.floors[self.row]]
        return numbers[order], worth[order]


@dataclass(frozen=True)
class Turn:
    """What a party sees at its turn.

    Attributes:
        party: Its id.
        time: (round + 1) / (rounds + 1), above 0 and below 1.
        step: The round, from 0. `steps`: how many there are.
        offer: The package on the table, None where nothing is there yet.
        worth: What that is worth to it; None with none.
        reservation: What it has without an agreement.
        said: All offers so far, in order: party and package.
        rng: For what it leaves to chance: the same in this run, round and party, whatever else is drawn.
    """

    party: str
    time: float
    step: int
    steps: int
    offer: dict[str, str] | None
    worth: float | None
    reservation: float
    said: tuple[tuple[str, dict[str, str]], ...]
    rng: np.random.Generator
    ranked: Ranked

    @property
    def best(self) -> float:
        """What its best package is worth to it; its reservation where none is worth that."""
        rising = self.ranked.rising[1]
        return float(rising[-1]) if len(rising) else self.reservation

    def utility(self, package: Mapping[str, str]) -> float:
        """What a package is worth to the party."""
        whole = self.ranked.whole
        return _worth(whole, self.ranked.row, encode(whole.bargain.frame, package))

    def at_least(self, utility: float) -> dict[str, str]:
        """Its package that is worth this much or, of those worth more, least; its best where none is."""
        numbers, rising = self.ranked.rising
        if not len(numbers):
            raise CallError(f"{self.party} must have a package worth its reservation to offer one", "there is none")
        place = min(int(np.searchsorted(rising, utility)), len(numbers) - 1)
        return decode(self.ranked.whole.bargain.frame, int(numbers[place]))


def run_with_own(whole: Table, players: Players, talk: tuple[Any, int], hazard: float) -> tuple[int, int, int, Ints]:
    """One run with a strategy of somebody's own at the table: as `kernels.one_run`, with the log of its turns."""
    from accord.simulate import kernels

    rows, steps = players.offers.shape
    seen = kernels.seen((rows, steps), players.kind)
    ranked = [Ranked(whole, row) for row in range(rows)]
    said: list[tuple[str, dict[str, str]]] = []
    log: list[tuple[int, int]] = []
    shown, taken = -1, 0

    def ends(step: int, how: int, package: int = -1) -> tuple[int, int, int, Ints]:
        return package, step + 1, how, np.array(log, np.int64).reshape(-1, 2)

    for step in range(steps):
        for row in range(rows):
            if players.kind[row] == Kind.OWN:
                answer = _asked(ranked[row], (step, steps, shown), said, talk)
            else:
                answer = int(kernels.turn(whole.space, players, seen, talk, (row, step, shown)))
            log.append((row, answer))
            if answer == kernels.LEAVES:
                return ends(step, kernels.WALKED)
            if answer == kernels.TAKES:
                taken += 1
                if taken == rows:
                    return ends(step, kernels.AGREEMENT, shown)
            else:
                shown, taken = answer, 1
                kernels.lay(whole.space, players, seen, (row, step, answer))
                said.append((whole.parties[row], decode(whole.bargain.frame, answer)))
        if step + 1 < steps and kernels.breaks_down(talk[0], talk[1], step, hazard):
            return ends(step, kernels.BROKEN_DOWN)
    return ends(steps - 1, kernels.DEADLINE)


def _asked(
    ranked: Ranked, place: tuple[int, int, int], said: list[tuple[str, dict[str, str]]], talk: tuple[Any, int]
) -> int:
    """What a strategy of somebody's own says, as the kernels put it.

    Raises:
        CallError: it answers with something else, takes what is not there, or goes below its reservation.
    """
    from accord.simulate import kernels

    whole, row, (step, steps, shown) = ranked.whole, ranked.row, place
    key, run = talk
    name, act = whole.strategies[row].name, whole.strategies[row].acts
    worth = _worth(whole, row, shown) if shown >= 0 else None
    words = [int(word) for word in (*key[:2], key[2 + row])]
    view = Turn(
        party=whole.parties[row],
        time=(step + 1) / (steps + 1),
        step=step,
        steps=steps,
        offer=decode(whole.bargain.frame, shown) if shown >= 0 else None,
        worth=worth,
        reservation=float(whole.floors[row]) + 1e-9,
        said=tuple(said),
        rng=np.random.Generator(np.random.Philox(np.random.SeedSequence([*words, run, step]))),
        ranked=ranked,
    )
    answer = None if act is None else act(view)
    if answer is Say.WALK:
        return kernels.LEAVES
    if answer is Say.ACCEPT:
        if worth is None:
            raise CallError(f"The strategy {name} may accept an offer that is there", "there is none yet")
        if worth < whole.floors[row]:
            came = f"{view.offer} is worth {worth:g} to {view.party}, less than {view.reservation:g}"
            raise CallError(f"The strategy {name} may accept what is worth its party's reservation", came)
        return kernels.TAKES
    if not isinstance(answer, Mapping):
        raise CallError(
            f"The strategy {name} must answer with a package, Say.ACCEPT or Say.WALK", f"it said {answer!r}"
        )
    return _checked(ranked, name, answer)


def _worth(whole: Table, row: int, package: int) -> float:
    return float(worth_to(whole, row, np.array([package]))[0])


def _checked(ranked: Ranked, name: str, package: Mapping[str, str]) -> int:
    """The number of a package that the party may offer."""
    frame = ranked.whole.bargain.frame
    number = encode(frame, package)
    if _worth(ranked.whole, ranked.row, number) < ranked.whole.floors[ranked.row]:
        raise CallError(
            f"The strategy {name} must offer what is worth its party's reservation and crosses none of its red lines",
            f"it offered {dict(package)}",
        )
    if broken(frame, columns(frame, np.array([number])))[0]:
        raise CallError(f"The strategy {name} must offer packages that break no rule", f"it offered {dict(package)}")
    return number
