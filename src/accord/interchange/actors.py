"""Tables of actors: who stands where on an issue, how much it matters to each, what each can do.

The Challenge model's (a heading, then actor, capability, position and salience in any order) and KTAB's SMP (a line
with the scenario's name and its sizes, then Actor, Description, Power, and Pstn1, Sal1, Pstn2, Sal2, ...).
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accord.errors import BargainError, Problem
from accord.interchange.scenario_parts import note
from accord.interchange.texts import read_text
from accord.theory.forecasts import Challenger, bdm_scholz, compromise_model_weighted_mean, weighted_median

_NAMES = {
    "actor": "actor", "name": "actor", "stakeholder": "actor", "party": "actor",
    "power": "capability", "capability": "capability", "capabilities": "capability", "influence": "capability",
    "cap": "capability", "resources": "capability", "weight": "capability",
    "position": "position", "pos": "position", "pstn": "position",
    "salience": "salience", "sal": "salience", "importance": "salience",
}  # fmt: skip
_HEADING = re.compile(r"([a-z]+)[ _.-]*(\d*)")
_GREATEST = 1e12
_MOST = 100  # challenges among n actors take n cubed steps a round


@dataclass(frozen=True, slots=True)
class Actors:
    """A table read: names and capabilities, and for each issue positions and saliences in the actors' order.

    `saliences` are shares: a table that counts to 100 is divided by 100.
    """

    title: str
    actors: tuple[str, ...]
    capabilities: tuple[float, ...]
    issues: tuple[str, ...]
    positions: tuple[tuple[float, ...], ...]
    saliences: tuple[tuple[float, ...], ...]
    notes: tuple[Problem, ...] = ()


def read_actors(path: Path) -> Actors:
    """The table in a file.

    Raises:
        BargainError: it is no such table; one sentence with the row and what is wrong in it.
    """
    file, text = path.name, read_text(path).removeprefix("\ufeff")
    try:
        header = next((line for line in text.splitlines() if line.strip()), "")
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count), skipinitialspace=True
        )
        lines = [(number, [cell.strip() for cell in cells]) for number, cells in enumerate(reader, 1) if any(cells)]
    except csv.Error as fault:
        raise BargainError(f"{file} must be a table (CSV)", str(fault)) from fault
    start = next((place for place, (_, cells) in enumerate(lines[:2]) if "actor" in _columns(cells)), None)
    if start is None:
        came = f"it starts with {' '.join(text[:80].split())!r}"
        raise BargainError(f"{file} must have a heading with Actor, Power, Position and Salience", came)
    title = lines[0][1][0] if start else path.stem
    return _table(file, title, lines[start][1], lines[start + 1 :])


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """Column of each thing by what its heading says, `position2` for the second position."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        match = _HEADING.fullmatch(cell.casefold().strip())
        if match and match[1] in _NAMES:
            found.setdefault(f"{_NAMES[match[1]]}{match[2]}", place)
    return found


def _table(file: str, title: str, heading: Sequence[str], lines: Sequence[tuple[int, Sequence[str]]]) -> Actors:
    columns = _columns(heading)
    issues = [name.removeprefix("position") for name in columns if name.startswith("position")]
    lacking = [f"salience{one}" for one in issues if f"salience{one}" not in columns]
    if "capability" not in columns or not issues or lacking:
        came = f"it has {', '.join(heading)}"[:160]
        raise BargainError(f"{file} must have a column of power, and of position and salience for each issue", came)
    if not 1 <= len(lines) <= _MOST:
        raise BargainError(f"{file} must have from 1 to {_MOST} actors", f"it has {len(lines)}")
    names = [_cell(file, number, cells, columns["actor"]) for number, cells in lines]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BargainError(f"{file} must name each actor once", f"{twice[0]!r} comes twice")

    def column(name: str, least: float) -> tuple[float, ...]:
        return tuple(_number(file, number, cells, columns[name], least) for number, cells in lines)

    saliences, notes = [], []
    for one in issues:
        told = column(f"salience{one}", 0.0)
        if max(told) > 1:
            top = max(100.0, *told)
            told = tuple(value / top for value in told)
            notes.append(note("salience", f"salience{one} goes beyond 1, so it was divided by {top:g}.", file))
        saliences.append(told)
    titles = tuple(f"{title}, issue {one}" if len(issues) > 1 else title for one in issues)
    positions = tuple(column(f"position{one}", -math.inf) for one in issues)
    return Actors(title, tuple(names), column("capability", 0.0), titles, positions, tuple(saliences), tuple(notes))


def _cell(file: str, number: int, cells: Sequence[str], place: int) -> str:
    if place >= len(cells) or not cells[place]:
        raise BargainError(f"{file}, row {number}: each row must have an actor and numbers", f"it has {cells!r}"[:120])
    return cells[place]


def _number(file: str, number: int, cells: Sequence[str], place: int, least: float) -> float:
    cell = _cell(file, number, cells, place)
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not abs(value) <= _GREATEST or value < least:
        must = f"a number from {'0' if least == 0 else '-1e12'} to 1e12"
        raise BargainError(f"{file}, row {number}: a cell must be {must}", f"it is {cell[:40]!r}")
    return value


def forecast_record(table: Actors, rounds: int) -> dict[str, Any]:
    """Where each issue ends by each model, as a JSON object; the challenges round by round."""
    return {
        "actors": list(table.actors),
        "issues": [_issue(table, place, rounds) for place in range(len(table.issues))],
    }


def _issue(table: Actors, place: int, rounds: int) -> Mapping[str, Any]:
    positions, saliences = table.positions[place], table.saliences[place]
    parties = [
        Challenger(position, capability, salience)
        for position, capability, salience in zip(positions, table.capabilities, saliences, strict=True)
    ]
    challenges = {}
    for name, least_change in (("middle_compromise", False), ("least_change", True)):
        played = bdm_scholz(parties, rounds=rounds, least_change=least_change)
        challenges[name] = {
            "medians": list(played.medians),
            "means": list(played.means),
            "median_range": [min(played.medians[1:]), max(played.medians[1:])],
            "positions": [list(one) for one in played.positions],
        }
    return {
        "issue": table.issues[place],
        "compromise_mean": compromise_model_weighted_mean(positions, saliences, table.capabilities),
        "weighted_median": weighted_median(positions, saliences, table.capabilities),
        "challenges": challenges,
    }
