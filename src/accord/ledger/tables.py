"""The ledger as tables: sections of typed rows, each with its statements and their words.

A section's columns say of what Python type their values are (`str`, `float`, `int`, `bool`, `date`, `tuple` for a list
of texts); unknown is None. `on` is as exact as it is told ("2031-03-14", "2031-03"); `earliest` and `latest` are the
first and last day it can have been; for a position, from the first time it was said to the last.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from accord.documents.periods import Period, period_from
from accord.ledger.agreed import Agreed, Taken
from accord.ledger.booked import Booked, booked_once
from accord.ledger.chronology import period
from accord.ledger.matrix import LEDGER_COLUMNS, Cell, ledger_rows
from accord.ledger.records import Basis, Direction, Move, Position
from accord.statements import Modality, claim_record

__all__ = [
    "COLUMNS",
    "Booked",
    "Section",
    "agreed_row",
    "bare",
    "booked_once",
    "move_class",
    "narrowed",
    "section",
    "worded",
]

_WHEN: dict[str, type] = {"on": str, "earliest": date, "latest": date}
_WORDS: dict[str, type] = {"statements": tuple, "quotes": tuple}

COLUMNS: dict[str, dict[str, type]] = {
    "positions": {
        "party": str, "issue": str, "option": str, "refused": bool, "holds": bool, "acts": tuple, "basis": str,
        "modality": str, "condition": str, **_WHEN, "until": date, "according_to": tuple, "dates": tuple, **_WORDS,
    },
    "moves": {
        "party": str, "issue": str, "from": str, "to": str, "class": str, "direction": str, "size": float, **_WHEN,
        "basis": str, "told": bool, "assumed_start": bool, "modality": str, "condition": str, "according_to": tuple,
        **_WORDS, "nominal_by": tuple, "nominal_denied_by": tuple, "disputed_by": tuple,
    },
    "unchanged": {
        "party": str, "issue": str, "option": str, "told": bool, **_WHEN, "times": int, "according_to": tuple, **_WORDS,
    },
    "agreed": {
        "issue": str, "option": str, "standing": str, "parties": tuple, "ready": tuple, "refusing": tuple,
        "missing": tuple, "own_word": tuple,
        "by_reporter": tuple, "by_others": tuple, "condition": str, **_WHEN, "denied_by": tuple, **_WORDS,
        "denials": tuple, "denial_quotes": tuple,
    },
    "readouts": {
        "event": str, "certain": bool, "what": str, "issue": str, "option": str, "about": tuple, "outcome": str,
        "affirmed_by": tuple, "denied_by": tuple, "silent": tuple, **_WHEN, "claim": str, **_WORDS, "denials": tuple,
        "denial_quotes": tuple, "words": str, "called_concession_by": tuple, "costless_by": tuple, "costless": tuple,
        "costless_quotes": tuple, "left_out_by": tuple, "left_out": tuple, "left_out_quotes": tuple,
    },
    "voices": {
        "voice": str, "speaks_for": tuple, "about": str, "says": str, "negated": bool, "issue": str, "option": str,
        "claim": str, **_WHEN, "times": int, **_WORDS,
    },
    "matrix": {
        "issue": str, "party": str, "options": tuple, "refused": tuple, "basis": str, "modality": tuple,
        "condition": tuple, **_WHEN, "according_to": tuple, "earlier": tuple, "according_to_others": tuple, **_WORDS,
    },
    "ledger": {column: float if column == "size" else str for column in LEDGER_COLUMNS}
    | {"earliest": date, "latest": date, "quotes": tuple},
}  # fmt: skip
"""The columns of every section, with the type of their values."""


WORDS = {
    "quotes": "statements", "denial_quotes": "denials", "costless_quotes": "costless", "left_out_quotes": "left_out",
}  # fmt: skip
"""The columns that hold the words of the statements of another."""


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the ledger: its name, the columns with their types, the rows with a value for each column."""

    name: str
    columns: Mapping[str, type]
    rows: tuple[Mapping[str, Any], ...]


def section(booked: Booked, name: str) -> Section:
    """One table: `positions`, `moves`, `unchanged`, `agreed`, `readouts`, `voices`, `matrix`, or all as `ledger`."""
    table = bare(booked, name)
    return replace(table, rows=tuple(worded(table.rows, booked)))


def bare(booked: Booked, name: str) -> Section:
    """One table whose columns of words are empty, for choosing rows; `worded` fills those that are shown."""
    columns = COLUMNS[name]
    return Section(name, columns, tuple({column: row.get(column) for column in columns} for row in _ROWS[name](booked)))


def worded(rows: Iterable[Mapping[str, Any]], booked: Booked) -> Iterator[dict[str, Any]]:
    """These rows with the words of their statements."""
    for row in rows:
        words = {words: booked.quotes(_ids(row[ids])) for words, ids in WORDS.items() if words in row}
        yield {**row, **words}


def _ids(told: str | Sequence[str] | None) -> Sequence[str]:
    """The ids that a row lists, or tells in one text."""
    return [*filter(None, told.split("; "))] if isinstance(told, str) else told or ()


def narrowed(
    table: Section,
    *,
    party: str | None = None,
    issue: str | None = None,
    first: date | None = None,
    last: date | None = None,
) -> tuple[Section, int]:
    """The rows on a party and an issue that can be of the days `first` to `last`, and how many of no known day fell.

    What is told of all that a party asks for stays with every issue.
    """
    rows = [row for row in table.rows if _speaks_of(row, party) and (issue is None or _is_on(row, issue))]
    if first is None and last is None:
        return replace(table, rows=tuple(rows)), 0
    dated = [row for row in rows if row.get("earliest") is not None]
    within = [
        row for row in dated if (first is None or row["latest"] >= first) and (last is None or row["earliest"] <= last)
    ]
    return replace(table, rows=tuple(within)), len(rows) - len(dated)


def _is_on(row: Mapping[str, Any], issue: str) -> bool:
    """Whether a row is on the issue; who is told to have moved nowhere has not moved on it either."""
    everything = not row["issue"] and "told" in row  # the columns of what did not move
    return row["issue"] == issue or everything


def _speaks_of(row: Mapping[str, Any], party: str | None) -> bool:
    if party is None or row.get("party") == party:
        return True
    named = {row.get("party")}
    for column in ("about", "parties", "ready", "refusing", "missing", "speaks_for", "affirmed_by", "denied_by"):
        told = row.get(column) or ()
        named |= {told} if isinstance(told, str) else set(told)
    return party in named


def _positions(booked: Booked) -> Iterator[dict[str, Any]]:
    for one in booked.positions:
        yield {
            "party": one.party, "issue": one.issue, "option": one.option, "refused": one.refused,
            "holds": id(one) in booked.holding, "acts": tuple(act.value for act in one.acts), "basis": one.basis.value,
            "modality": one.modality.value, "condition": one.condition, **_when(period(one.on, one.during)),
            "latest": _last_day(one), "until": one.until, "according_to": one.according_to, "dates": one.dates,
            "statements": one.statements,
        }  # fmt: skip


def _last_day(position: Position) -> date | None:
    return max((when.last for when in _told(position)), default=None)


def _moves(booked: Booked) -> Iterator[dict[str, Any]]:
    for one in booked.moves:
        yield {
            "party": one.party, "issue": one.issue, "from": one.start, "to": one.end, "class": move_class(one),
            "direction": one.direction.value, "size": None if one.size is None else round(one.size, 6),
            **_when(period(one.on, one.during)), "basis": one.basis.value, "told": one.told,
            "assumed_start": one.assumed_start, "modality": one.modality.value, "condition": one.condition,
            "according_to": one.according_to, "statements": one.statements,
            "nominal_by": one.nominal_by, "nominal_denied_by": one.nominal_denied_by, "disputed_by": one.disputed_by,
        }  # fmt: skip


def move_class(move: Move) -> str:
    """The class of a move, by what is said of it; what it costs whom is asked of the models, in the findings."""
    if move.disputed_by:
        return "disputed: the mover refuses it"
    if move.direction is not Direction.TOWARDS:
        named = {Direction.AWAY: "away from the others", Direction.NONE: "no change"}
        return named.get(move.direction, "a change, direction unknown")
    if move.nominal_by:
        return "concession, its cost disputed" if move.nominal_denied_by else "concession, said to cost nothing"
    return "concession on a condition" if move.modality is Modality.CONDITIONAL else "concession"


def _unchanged(booked: Booked) -> Iterator[dict[str, Any]]:
    for one in booked.unchanged:
        times = booked.when(one.statements)
        yield {
            "party": one.party, "issue": one.issue, "option": one.option, "told": one.told, **_span(times),
            "times": len(one.statements), "according_to": one.according_to, "statements": one.statements,
        }  # fmt: skip


def _agreed(booked: Booked) -> Iterator[dict[str, Any]]:
    return map(agreed_row, booked.agreed)


def agreed_row(one: Agreed) -> dict[str, Any]:
    """An agreed item as a row, its columns of words empty."""
    return {
        "issue": one.issue, "option": one.option, "standing": one.standing.value,
        "parties": tuple(each.party for each in one.taken), "ready": one.ready,
        "refusing": one.refusing, "missing": one.missing,
        "own_word": tuple(each.party for each in one.taken if each.basis is Basis.OWN),
        "by_reporter": tuple(each.party for each in one.taken if each.basis is Basis.NARRATED),
        "by_others": tuple(_account(each) for each in one.taken if each.basis is Basis.TOLD),
        "condition": "; ".join(filter(None, map(_conditions, one.taken))) or None,
        **_span([each.when for each in one.taken if each.when]), "denied_by": one.denied_by,
        "statements": one.statements, "denials": one.denials,
    }  # fmt: skip


def _conditions(taken: Taken) -> str:
    return f"{taken.party}: {', '.join(taken.conditions)}" if taken.conditions else ""


def _account(taken: Taken) -> str:
    return f"{taken.party}, by the account of {', '.join(taken.according_to)}"


def _readouts(booked: Booked) -> Iterator[dict[str, Any]]:
    for told in booked.readouts:
        for one in told.items:
            yield {
                "event": told.event, "certain": told.certain, "what": one.what, "issue": one.issue,
                "option": one.option, "about": one.about, "outcome": one.outcome.value,
                "affirmed_by": one.affirmed_by, "denied_by": one.denied_by, "silent": one.silent,
                **_span(booked.when((*one.statements, *one.denials))),
                "claim": json.dumps(claim_record(one.claim), ensure_ascii=False) if one.claim else None,
                "statements": one.statements, "denials": one.denials,
                 "words": one.words,
                "called_concession_by": one.conceding, "costless_by": one.costless_by, "costless": one.costless,
                "left_out_by": one.left_out_by,
                "left_out": one.left_out,
            }  # fmt: skip


def _voices(booked: Booked) -> Iterator[dict[str, Any]]:
    for one in booked.voices:
        yield {
            "voice": one.voice, "speaks_for": one.parties, "about": one.about, "says": one.says.value,
            "negated": one.negated, "issue": one.issue, "option": one.option,
            "claim": json.dumps(claim_record(one.claim), ensure_ascii=False), **_span(booked.when(one.statements)),
            "times": len(one.statements), "statements": one.statements,
        }  # fmt: skip


def _matrix(booked: Booked) -> Iterator[dict[str, Any]]:
    for row in booked.matrix:
        for cell in row.cells:
            if cell.filled:
                yield _cell(cell, booked)


def _cell(cell: Cell, booked: Booked) -> dict[str, Any]:
    shown = (*cell.current, *cell.refused)
    times = [found for one in shown for found in _told(one)]
    return {
        "issue": cell.issue, "party": cell.party, "options": cell.options, "refused": cell.refused_options,
        "basis": cell.basis.value if cell.basis else None,
        "modality": tuple(dict.fromkeys(one.modality.value for one in shown)),
        "condition": tuple(dict.fromkeys(one.condition for one in shown if one.condition)),
        "on": cell.when or None, "earliest": min((time.first for time in times), default=None),
        "latest": max((time.last for time in times), default=None),
        "according_to": tuple(sorted({name for one in shown for name in one.according_to})),
        "earlier": cell.earlier, "according_to_others": cell.told, "statements": cell.statements,
    }  # fmt: skip


def _told(position: Position) -> Iterator[Period]:
    for when in (period(position.on, position.during), period(position.until, None)):
        if when is not None:
            yield when


def _ledger(booked: Booked) -> Iterator[dict[str, Any]]:
    for row in ledger_rows(booked.ledger):
        size = float(row["size"]) if row["size"] else None
        named = [when for when in map(period_from, (row["on"], row["until"])) if when is not None]
        days = _span(named or (booked.when(_ids(row["statements"])) if row["entry"] == "unchanged" else []))
        yield {**days, **row, "size": size}


def _when(when: Period | None) -> dict[str, Any]:
    if when is None:
        return {}
    return {"on": str(when), "earliest": when.first, "latest": when.last}


def _span(times: Sequence[Period]) -> dict[str, Any]:
    """When the first was, and from the first possible day to the last."""
    if not times:
        return {}
    return {"on": str(min(times)), "earliest": min(times).first, "latest": max(time.last for time in times)}


_ROWS: Mapping[str, Callable[[Booked], Iterator[dict[str, Any]]]] = {
    "positions": _positions, "moves": _moves, "unchanged": _unchanged, "agreed": _agreed, "readouts": _readouts,
    "voices": _voices, "matrix": _matrix, "ledger": _ledger,
}  # fmt: skip
