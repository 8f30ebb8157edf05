"""Positions: stances folded by voice, so that a position said twice is one position with two statements."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain

from accord.documents.periods import Period
from accord.ledger.chronology import steps
from accord.ledger.memory import Memory
from accord.ledger.records import Basis, Position
from accord.ledger.stances import Stance
from accord.statements import Act, Modality

_ACT_ORDER = {act: number for number, act in enumerate(Act)}


@dataclass(frozen=True, slots=True)
class Run:
    """One voice names one option on these days, and nothing else without it in between."""

    first: date
    last: date
    said: tuple[Stance, ...]  # in the order of days
    position: Position

    def by(self, day: date) -> tuple[Stance, ...]:
        """What was said of it by a day."""
        return self.said[: bisect_right(self.said, day, key=_day)]


@dataclass(frozen=True, slots=True)
class Trail:
    """What one voice says of one option: its runs of days, what it says at no known time, and in a longer period."""

    runs: tuple[Run, ...]
    undated: tuple[Stance, ...]
    coarse: tuple[Position, ...]


def positions(stances: Sequence[Stance]) -> tuple[Position, ...]:
    """Where each party stands on each issue, by each voice; sorted by party, issue, date and option.

    One voice that says the same again has one position with several statements, as long as on no day in between it
    named other options without this one. Undated repetitions join the voice's only dated position on that option,
    else they stand alone; what is told to the week, month or year only is a position by itself.
    """
    return positions_by(trails(stances), date.max)


def positions_by(trails: Iterable[Trail], day: date) -> tuple[Position, ...]:
    """The positions as they were known on a day: those that `positions` makes of what can have been said by then.

    What comes later breaks no run of earlier days, so the runs are cut and not made anew.
    """
    return tuple(sorted(chain.from_iterable(_by(trail, day) for trail in trails), key=position_order))


def trails(stances: Iterable[Stance], *, memory: Memory | None = None) -> tuple[Trail, ...]:
    """What each voice says of each option, over all time."""
    memory = memory or Memory()
    voices: dict[tuple[object, ...], list[Stance]] = defaultdict(list)
    for stance in stances:
        voices[stance.party, stance.issue, stance.basis, stance.voice, stance.refused, stance.modality].append(stance)
    told = (memory.of(("trails", key), said, partial(_of_voice, said)) for key, said in voices.items())
    return tuple(chain.from_iterable(told))


def _by(trail: Trail, day: date) -> Iterator[Position]:
    begun = [run for run in trail.runs if run.first <= day]
    undated = trail.undated
    if undated and len(begun) != 1:
        yield _position(undated)
    for run in begun:
        if undated and len(begun) == 1:
            yield _position((*run.by(day), *undated))
        else:
            yield run.position if run.last <= day else _position(run.by(day))
    yield from (position for position in trail.coarse if position.during is None or position.during.first <= day)


def position_order(position: Position) -> tuple[str, ...]:
    """A sort key that depends on content alone."""
    on = str(position.on or position.during or "")
    content = (position.party, position.issue, on, position.option or "", str(position.refused), position.basis)
    return (*content, position.modality, *position.statements)


def _of_voice(said: list[Stance]) -> list[Trail]:
    days = {when: {stance.option for stance in made} for when, made in steps(said)}
    options: dict[str | None, list[Stance]] = defaultdict(list)
    for stance in said:
        options[stance.option].append(stance)
    return [_trail(option, ours, days) for option, ours in options.items()]


def _trail(option: str | None, ours: list[Stance], days: Mapping[Period, AbstractSet[str | None]]) -> Trail:
    dated = sorted((stance for stance in ours if stance.on is not None), key=_day)
    coarse: dict[Period, list[Stance]] = defaultdict(list)
    for stance in ours:
        if stance.during is not None:
            coarse[stance.during].append(stance)
    return Trail(
        tuple(_run(dated, first, last) for first, last in _runs(days, option, {stance.on for stance in dated})),
        tuple(stance for stance in ours if stance.when is None),
        tuple(_position(coarse[during]) for during in sorted(coarse)),
    )


def _run(dated: Sequence[Stance], first: date, last: date) -> Run:
    said = tuple(dated[bisect_left(dated, first, key=_day) : bisect_right(dated, last, key=_day)])
    return Run(first, last, said, _position(said))


def _day(stance: Stance) -> date:
    return stance.on or date.min


def _runs(
    days: Mapping[Period, AbstractSet[str | None]], option: str | None, told: AbstractSet[date | None]
) -> Iterator[tuple[date, date]]:
    """First and last day of each unbroken run of days that name the option, of those on which it is `told`."""
    first: date | None = None
    last: date | None = None
    for when, named in days.items():
        if option in named:
            day = when.day if when.day in told else None
            first, last = first or day, day or last
        elif first is not None and last is not None:
            yield first, last
            first = last = None
    if first is not None and last is not None:
        yield first, last


def _position(run: Sequence[Stance]) -> Position:
    dated = sorted(stance.on for stance in run if stance.on is not None)
    one = run[0]
    return Position(
        party=one.party, issue=one.issue, option=one.option, on=dated[0] if dated else None, basis=one.basis,
        statements=once(stance.statement for stance in run),
        according_to=once(name for stance in run for name in stance.according_to),
        refused=one.refused, modality=one.modality,
        condition=conditions(run), until=dated[-1] if dated else None,
        acts=tuple(sorted({stance.act for stance in run}, key=_ACT_ORDER.__getitem__)),
        during=None if dated else one.during, dates=once(date for stance in run for date in stance.dates),
    )  # fmt: skip


def once(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, sorted."""
    return tuple(sorted(set(names)))


def conditions(run: Iterable[Stance]) -> str | None:
    """The conditions told, each once, joined by semicolons."""
    return "; ".join(once(stance.condition for stance in run if stance.condition)) or None


def stands(position: Position) -> bool:
    """Whether the position is a stand at the table: sought, and told by the party or the reporter."""
    return not position.refused and position.basis in {Basis.OWN, Basis.NARRATED}


def strongest(modalities: Iterable[Modality]) -> Modality:
    """Asserted if any is, else conditional if any is, else hypothetical."""
    ranks = list(Modality)
    return min(modalities, key=ranks.index)
