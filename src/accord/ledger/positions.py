"""Positions: stances folded by voice, so that a position said twice is one position with two statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain

from accord.documents.periods import Period
from accord.ledger.chronology import steps
from accord.ledger.records import Basis, Position
from accord.ledger.stances import Stance
from accord.statements import Act, Modality

_ACT_ORDER = {act: number for number, act in enumerate(Act)}


def positions(stances: Sequence[Stance]) -> tuple[Position, ...]:
    """Where each party stands on each issue, by each voice; sorted by party, issue, date and option.

    One voice that says the same again has one position with several statements, as long as on no day in between it
    named other options without this one. Undated repetitions join the voice's only dated position on that option,
    else they stand alone; what is told to the week, month or year only is a position by itself.
    """
    voices: dict[tuple[str, ...], list[Stance]] = defaultdict(list)
    for stance in stances:
        voices[stance.party, stance.issue, stance.basis, stance.voice, str(stance.refused), stance.modality].append(
            stance
        )
    return tuple(sorted(chain.from_iterable(map(_of_voice, voices.values())), key=position_order))


def position_order(position: Position) -> tuple[str, ...]:
    """A sort key that depends on content alone."""
    on = str(position.on or position.during or "")
    content = (position.party, position.issue, on, position.option or "", str(position.refused), position.basis)
    return (*content, position.modality, *position.statements)


def _of_voice(said: list[Stance]) -> Iterator[Position]:
    days = {when: {stance.option for stance in made} for when, made in steps(said)}
    for option in sorted({stance.option for stance in said}, key=lambda option: option or ""):
        ours = [stance for stance in said if stance.option == option]
        runs = [
            [stance for stance in ours if stance.on is not None and first <= stance.on <= last]
            for first, last in _runs(days, option)
        ]
        undated = [stance for stance in ours if stance.when is None]
        if len(runs) == 1:
            runs[0] += undated
        elif undated:
            runs.append(undated)
        coarse = sorted({stance.during for stance in ours if stance.during is not None})
        runs += [[stance for stance in ours if stance.during == during] for during in coarse]
        yield from map(_position, runs)


def _runs(days: dict[Period, set[str | None]], option: str | None) -> Iterator[tuple[date, date]]:
    """First and last day of each unbroken run of days that name the option."""
    first: date | None = None
    last: date | None = None
    for when, named in days.items():
        if option in named:
            first, last = first or when.day, when.day or last
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
