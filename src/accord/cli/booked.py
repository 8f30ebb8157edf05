"""What a person sees of the ledger's sections in the terminal: who, what, when, by whose account, and the words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from json import loads
from typing import Any

from accord.cli.printing import plain

TITLES = {
    "moves": "Moves",
    "unchanged": "Did not move",
    "agreed": "Told as agreed",
    "positions": "Positions",
    "readouts": "Accounts side by side",
    "voices": "Who claims what about whom",
}
NOTHING = {
    "moves": "No move is told of.",
    "unchanged": "Of no demand it is told that it stayed, and none was made twice.",
    "agreed": "Nothing is told as agreed.",
    "positions": "No position is told of; read documents, or name the issues' cues in negotiation.yaml.",
    "readouts": "No event is told of by two accounts.",
    "voices": "Nobody claims anything about a party.",
}
STANDINGS = {
    "agreed": "agreed",
    "told": "agreed, of one at least by another's account",
    "matched": "taken by one, asked for or offered by the other",
    "conditional": "on a condition",
    "one_sided": "one side only",
    "disputed": "disputed",
    "left": "taken once, left since",
    "unplaced": "of no issue in negotiation.yaml",
}
OUTCOMES = {
    "affirmed": "told by {affirmed}",
    "one_silent": "told by {affirmed} alone, which is no denial by {silent}",
    "different": "told otherwise by another account",
    "contradicted": "told by {affirmed}; denied by {denied}",
    "unknown": "told by {affirmed}; whether the others tell of the same event is not known",
}
QUOTED, WIDE = 200, 3
_OTHER = ("over", "track", "over_track", "other", "towards")  # parts of a claim beside issue and option


def print_section(name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Prints one section: a line for each row, beneath it by whose account, and its first quotations."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(highlight=False)
    console.print(Text(TITLES[name], style="bold"))
    if not rows:
        console.print(Padding(Text(NOTHING[name]), (0, 0, 0, 2)))
    for row in rows:
        console.print(Padding(Text(plain(_LINES[name](row))), (0, 0, 0, 2)))
        if tellers := _listed(row.get("according_to")):
            console.print(Padding(Text(plain(f"according to {tellers}"), style="dim"), (0, 0, 0, 4)))
        quoted = [*zip(row["statements"], row["quotes"], strict=True)]
        for statement, quote in quoted[:WIDE]:
            console.print(Padding(Text(f"{statement}  {plain(_short(quote))}", style="dim"), (0, 0, 0, 4)))
        if len(quoted) > WIDE:
            console.print(Padding(Text(f"... and {len(quoted) - WIDE} more", style="dim"), (0, 0, 0, 4)))
    console.print()


def _move(row: Mapping[str, Any]) -> str:
    start = _words(row["from"]) + (" (assumed)" if row["assumed_start"] and row["from"] else "")
    size = f", {row['size']:.0%} of the range" if row["size"] is not None else ""
    told = {"told": ", told by another", "narrated": ", told by the reporter"}.get(row["basis"], "")
    way = f"{start} → {_words(row['to'])}" if row["from"] or row["to"] else "option not told"
    return f"{_day(row)}{_subject(row)}: {way} ({row['class']}{size}{told}){_condition(row)}"


def _unchanged(row: Mapping[str, Any]) -> str:
    what = f"{row['party']}, {_words(row['issue']) if row['issue'] else 'all it asks for'}"
    how = "told to be as before" if row["told"] else f"asked for again, {row['times']} times"
    return f"{_day(row)}{what}{': ' + _words(row['option']) if row['option'] else ''} ({how})"


def _agreed(row: Mapping[str, Any]) -> str:
    accounts = [
        f"{_listed(row[key])} {how}"
        for key, how in (("own_word", "in their own word"), ("by_reporter", "by the reporter"), ("by_others", ""))
        if row[key]
    ]
    rest = "".join(
        f"; {how.format(_listed(row[key]))}"
        for key, how in (("ready", "{} for it too"), ("refusing", "{} against it"), ("missing", "nothing told of {}"))
        if row[key]
    )
    denied = f"; denied by {_listed(row['denied_by'])}" if row["denied_by"] else ""
    what = f"{_words(row['issue'])}: {_words(row['option'])}" if row["issue"] else "something else"
    told = f"{STANDINGS[row['standing']]}: {'; '.join(accounts).strip()}{rest}{denied}"
    return f"{_day(row)}{what} ({told}){_condition(row)}"


def _position(row: Mapping[str, Any]) -> str:
    verb = "refuses" if row["refused"] else "stands for"
    over = "" if row["holds"] else ", left since"
    dates = f"; speaks of {', '.join(row['dates'])}" if row["dates"] else ""
    what = f"{_subject(row)}: {verb} {_words(row['option']) or '?'}"
    return f"{_day(row)}{what} ({row['basis']}{over}){_condition(row)}{dates}"


def _readout(row: Mapping[str, Any]) -> str:
    names = {"affirmed": row["affirmed_by"], "silent": row["silent"], "denied": row["denied_by"]}
    told = OUTCOMES[row["outcome"]].format(**{name: _listed(value) for name, value in names.items()})
    words = f"“{row['words']}”" if row["words"] else row["what"]
    what = ": ".join(_words(part) for part in (row["issue"], row["option"]) if part) or words
    called = row["called_concession_by"]
    told += f"; called a concession by {_listed(called)}" if called else ""
    told += (
        f"; its giver wanted it or would do it anyway, says {_listed(row['costless_by'])}" if row["costless"] else ""
    )
    told += f"; {_listed(row['left_out_by'])} told to leave it out" if row["left_out_by"] else ""
    return f"{row['event']}  {row['what']}, {what}{' of ' + _listed(row['about']) if row['about'] else ''}: {told}"


def _voice(row: Mapping[str, Any]) -> str:
    side = f" (for {_listed(row['speaks_for'])})" if row["speaks_for"] else ""
    what = ": ".join(_words(part) for part in (row["issue"], row["option"]) if part)
    claim = loads(row["claim"])
    first, then = (_term(claim[name]) if name in claim else "" for name in ("first", "then"))
    rest = [f"{name.replace('_', ' ')} {_words(claim[name])}" for name in _OTHER if name in claim]
    if row["says"] == "less_hurried_than":
        rest = [_words(claim.get("other")) or "the others"]
    words = [first, _words(row["says"]), "" if first else what, then, *rest]
    said = ("not " if row["negated"] else "") + " ".join(filter(None, words))
    return f"{row['voice'] or 'The reporter'}{side} says of {row['about']}: {said}"


def _term(term: Mapping[str, Any]) -> str:
    return ": ".join(_words(part) for part in (term["issue"], term["option"]) if part)


_LINES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "moves": _move, "unchanged": _unchanged, "agreed": _agreed, "positions": _position, "readouts": _readout,
    "voices": _voice,
}  # fmt: skip


def _subject(row: Mapping[str, Any]) -> str:
    return f"{row['party']}, {_words(row['issue'])}"


def _day(row: Mapping[str, Any]) -> str:
    return f"{row['on']}  " if row["on"] else "no date  "


def _condition(row: Mapping[str, Any]) -> str:
    return f" [{row['condition']}]" if row["condition"] else ""


def _words(name: str | None) -> str:
    return (name or "").replace("_", " ")


def _listed(names: Sequence[str] | None) -> str:
    return ", ".join(names or ())


def _short(quote: str) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= QUOTED else words[: QUOTED - 1].rstrip() + "…"
