"""The strategies, by name: how a party makes offers, and what it takes.

A name may carry settings after colons: `time:0.3`, `boulware:next`, `random:0.5`, `mediator:0.6:0.1`,
`linker:wage+hours`.

* `boulware`, `linear`, `conceder`, `time:E`: asks for `b + (best - b) (1 - t^E)` at time t, where b is the larger of
  its reservation and its worst package; E is 4, 1, 1/4 or the number given. Offers the worst package worth as much.
  `aspiration` and `aspiration:E` are the same with a coarser tolerance (see `TOLERANCE`).
* `hard`: its best package, first and last; takes nothing less.
* `tit_for_tat`: comes down by as much as what others offer it has improved since their first offers; among several
  others, by the least of these.
* `micro`: offers package after package from its best downwards, a new one only where it has made no more different
  offers than each other party; else an earlier one of its own (de Jonge 2022).
* `random`, `random:P`: offers any package above its reservation, takes any with chance P (0.25).
* `staller`: repeats its maximum, and at every fourth turn shows a step that costs it nothing: a package of options each
  worth no less to it than what holds without a deal. Takes nothing less than its maximum.
* `mediator`, `mediator:H:W`: hurried. Asks for less linearly until the share H of the time has passed (0.5), then takes
  whatever is above its reservation, and walks out with chance W (0.05) at each turn.
* `linker`, `linker:A+B`: keeps to the aspiration of `linear`, and among packages worth that much to it (within a
  twentieth of its range) offers the one nearest to what was last asked of it, so that it gives on one issue for a gain
  on another (Faratin, Sierra and Jennings 2002). With issues named it links these: it neither offers nor takes a
  package that moves one of them away from what holds without a deal and not the others.

The setting `next` after `boulware`, `linear`, `conceder`, `time:E`, `aspiration`, `mediator` or `linker` takes an offer
that is worth at least the party's own next one, in place of one that reaches its aspiration. (For a party that always
offers the least it asks for, the two differ by no more than the tolerance.)

Citation: faratin_sierra_jennings_1998, faratin_sierra_jennings_2002, de_jonge_2022.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from accord.errors import CallError

TOLERANCE = {"time": 1e-4, "aspiration": 1e-3}
"""By how much less than its aspiration a party takes; an offer of its own may be `NEAREST` lower still."""

NEAREST = 1e-6

EXPONENTS: Mapping[str, float] = {"boulware": 4.0, "linear": 1.0, "conceder": 0.25}


class Kind(IntEnum):
    """What decides about a party's turn: a plan made before the talks, or what happens in them."""

    PLAN = 0
    TIT_FOR_TAT = 1
    MICRO = 2
    RANDOM = 3
    LINKER = 4
    OWN = 5


@dataclass(frozen=True, slots=True)
class Strategy:
    """One party's way of bargaining.

    `plan`: for a plan, which one: `time`, `aspiration`, `hard`, `staller` or `mediator`. `acts`: for a strategy of your
    own, the function that answers a turn.
    """

    name: str
    kind: Kind
    plan: str = ""
    exponent: float = 1.0
    tolerance: float = 1e-4
    chance: float = 0.0
    hurry: float = 1.0
    next_offer: bool = False
    linked: tuple[str, ...] = ()
    acts: Callable[[Any], Any] | None = None


Named = str | Strategy | Callable[[Any], Any]
"""A strategy's name, the strategy, or a function of your own from an `own.Turn` to an `own.Answer`."""

_PLAIN: Mapping[str, Strategy] = {
    **{
        name: Strategy(name, Kind.PLAN, "time", exponent=power, tolerance=TOLERANCE["time"])
        for name, power in EXPONENTS.items()
    },
    "time": Strategy("time", Kind.PLAN, "time"),
    "aspiration": Strategy("aspiration", Kind.PLAN, "aspiration", exponent=4.0, tolerance=TOLERANCE["aspiration"]),
    "hard": Strategy("hard", Kind.PLAN, "hard"),
    "tit_for_tat": Strategy("tit_for_tat", Kind.TIT_FOR_TAT),
    "micro": Strategy("micro", Kind.MICRO),
    "random": Strategy("random", Kind.RANDOM, chance=0.25),
    "staller": Strategy("staller", Kind.PLAN, "staller"),
    "mediator": Strategy("mediator", Kind.PLAN, "mediator", hurry=0.5, chance=0.05),
    "linker": Strategy("linker", Kind.LINKER),
}

NAMES = tuple(_PLAIN)
"""All names, without settings."""

_NUMBERS: Mapping[str, tuple[str, ...]] = {
    "time": ("exponent",),
    "aspiration": ("exponent",),
    "random": ("chance",),
    "mediator": ("hurry", "chance"),
}
_NEXT = frozenset({"boulware", "linear", "conceder", "time", "aspiration", "mediator", "linker"})
_RANGES: Mapping[str, tuple[float, float]] = {"exponent": (1e-3, 1e3), "chance": (0.0, 1.0), "hurry": (1e-3, 1.0)}


def strategy(given: Named) -> Strategy:
    """The strategy of this name with its settings; a function becomes one of its own.

    Raises:
        CallError: no such strategy, or a setting outside its range.

    >>> strategy("time:0.3").exponent
    0.3
    """
    if isinstance(given, Strategy):
        return given
    if callable(given):
        return Strategy(getattr(given, "__name__", "own"), Kind.OWN, acts=given)
    name, *settings = given.strip().split(":")
    plain = name.replace("-", "_").lower()
    if plain not in _PLAIN:
        raise CallError(f"A strategy must be one of {', '.join(NAMES)}", f"it is {given!r}")
    if plain == "time" and not [one for one in settings if one != "next"]:
        raise CallError("The strategy time must have an exponent, such as time:0.3", f"it is {given!r}")
    return _with(_PLAIN[plain], given.strip(), [one.strip() for one in settings])


def _with(plain: Strategy, full: str, settings: Sequence[str]) -> Strategy:
    changes: dict[str, object] = {"name": full}
    waiting = list(_NUMBERS.get(plain.name, ()))
    for one in settings:
        if one == "next" and plain.name in _NEXT:
            changes["next_offer"] = True
        elif plain.name == "linker" and one:
            changes["linked"] = tuple(issue.strip() for issue in one.split("+"))
        elif waiting:
            field = waiting.pop(0)
            changes[field] = _number(full, field, one)
        else:
            raise CallError(f"The strategy {plain.name} takes no such setting", f"{full!r} gives it {one!r}")
    fields = {name: getattr(plain, name) for name in plain.__slots__}
    return Strategy(**{**fields, **changes})


def _number(full: str, field: str, text: str) -> float:
    low, high = _RANGES[field]
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not low <= number <= high:
        raise CallError(
            f"The {field} of a strategy must be a number from {low:g} to {high:g}", f"{full!r} has {text!r}"
        )
    return number


def at_the_table(given: Sequence[Named] | Mapping[str, Named], parties: Sequence[str]) -> tuple[Strategy, ...]:
    """A strategy for each party: one for all, one for each in their order, or by party.

    Raises:
        CallError: too few or too many, or an unknown party.
    """
    if isinstance(given, Mapping):
        unknown, missing = sorted(set(given) - set(parties)), [one for one in parties if one not in given]
        if unknown or missing:
            came = f"{unknown[0]!r} is none of them" if unknown else f"there is none for {missing[0]!r}"
            raise CallError(f"Strategies must be given for the parties at the table ({', '.join(parties)})", came)
        return tuple(strategy(given[party]) for party in parties)
    if len(given) == 1:
        return tuple(strategy(given[0]) for _ in parties)
    if len(given) != len(parties):
        raise CallError(
            f"There must be one strategy, or one for each party at the table ({', '.join(parties)})",
            f"there are {len(given)}",
        )
    return tuple(strategy(one) for one in given)
