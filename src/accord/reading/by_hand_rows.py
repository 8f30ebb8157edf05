"""The rows of a file of codings, whatever its format: accord's JSON lines, a plain CSV, an event list of DNA."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from accord.errors import MaterialError, Problem, Severity

NONE = frozenset({"none", "-", "n/a"})
"""What a cell of a CSV says where the coder found nothing; an empty cell says that nobody looked."""

_MOST_ROWS = 200_000
_PLACE = ("document", "file", "quote", "text", "start", "end", "coder", "id", "row")
_LISTS = {
    "speaker": "speakers",
    "speakers": "speakers",
    "chain": "chain",
    "party": "parties",
    "parties": "parties",
}
_TEXTS = frozenset("cue speaker_as_named role organisation authority tier kind on event".split())
_POINT = frozenset("act about issue option counterpart negated modality condition".split())
_CLAIM = frozenset("over other towards".split())
_ESCAPED = re.compile(r"'(?=[=+\-@|%\t\r])")  # what a careful program puts before a formula
_DNA = {"statement id", "text", "document title"}


@dataclass(frozen=True, slots=True)
class Row:
    """One coding as it stands in the file, its place not looked up yet.

    `fields`: of the statement, as JSON values; `point`: of its one point, the claim's under `claim`. What is not a key
    was not coded. `rewritten`: the file's format has rewritten semicolons and quotation marks. `concept`: what a
    discourse network calls the position, and whether the speaker agrees with it.
    """

    number: int
    document: str | None = None
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    coder: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    point: Mapping[str, Any] = field(default_factory=dict)
    rewritten: bool = False
    concept: tuple[str, bool] | None = None


def rows(text: str, file: str) -> tuple[list[Row], list[Problem]]:
    """The codings in a file's text, and what of it could not be used; its format is told by its first line.

    Raises:
        MaterialError: the file holds no codings.
    """
    text = text.removeprefix("\ufeff")
    first = text.lstrip()[:1]
    if not first:
        raise MaterialError("A file of codings holds a row", f"{file} is empty", "name another file")
    problems: list[Problem] = []
    found = list(_json_rows(text, file, problems) if first == "{" else _table_rows(text, file, problems))
    return found, problems


def row_problem(file: str, number: int, told: str, severity: Severity = Severity.WARNING) -> Problem:
    """What is wrong with a row, by its number in the file."""
    return Problem(severity, "coding.row", f"{file}, row {number}: {told}.", file, number)


# JSON lines


def _json_rows(text: str, file: str, problems: list[Problem]) -> Iterator[Row]:
    for number, line in enumerate(io.StringIO(text), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as fault:
            problems.append(row_problem(file, number, f"this is no JSON object ({fault})", Severity.ERROR))
            continue
        if not isinstance(record, dict):
            told = f"a coding is a JSON object; this is {line.strip()[:40]!r}"
            problems.append(row_problem(file, number, told, Severity.ERROR))
            continue
        yield _json_row(record, number)


def _json_row(record: dict[str, Any], number: int) -> Row:
    told = record.get("span")
    span = told if isinstance(told, dict) else {}
    reader = record.get("reader")
    coder = record.get("coder") or (reader.partition(":")[2] if isinstance(reader, str) else None)
    left = {"id", "span", "quote", "document", "coder", "reader", "reached"}
    return Row(
        number,
        document=_text(span.get("document", record.get("document"))),
        quote=_text(record.get("quote")),
        start=_whole(span.get("start", record.get("start"))),
        end=_whole(span.get("end", record.get("end"))),
        coder=_text(coder),
        fields={key: value for key, value in record.items() if key not in left | {"start", "end"}},
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


# tables


def _table_rows(text: str, file: str, problems: list[Problem]) -> Iterator[Row]:
    header = next(iter(io.StringIO(text)), "")
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        names = [name.strip().casefold() for name in next(reader)]
        make = _dna_row if set(names) >= _DNA else _csv_row
        _named(names, file, problems, dna=make is _dna_row)
        for number, cells in enumerate(reader, 2):
            if number > _MOST_ROWS:
                told = f"a file is read up to {_MOST_ROWS:,} rows; the rest was not"
                problems.append(row_problem(file, number, told, Severity.ERROR))
                return
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(names):
                told = f"it has {len(cells)} cells under {len(names)} headings; the last were not read"
                problems.append(row_problem(file, number, told))
            yield make({name: _cell(cell) for name, cell in zip(names, cells, strict=False)}, number, problems, file)
    except csv.Error as fault:
        problems.append(row_problem(file, reader.line_num, f"the table ends here: {fault}", Severity.ERROR))


def _named(names: list[str], file: str, problems: list[Problem], *, dna: bool) -> None:
    """Whether the headings tell where a coding stands, and which of them nobody reads.

    Raises:
        MaterialError: neither words nor offsets are told.
    """
    if not ({"quote", "text"} & set(names) or {"start", "end"} <= set(names)):
        came = f"{file} starts with {', '.join(names)[:120]!r}"
        raise MaterialError("A table of codings has a heading `quote`, or `start` and `end`", came, "name the columns")
    known = {*_PLACE, *_LISTS, *_TEXTS, *_POINT, *_CLAIM, "claim", "claim_party", "confidence"}
    strange = [name for name in names if name not in known]
    if strange and not dna:
        sentence = f"{file}: the columns {', '.join(strange)} are none of a coding's and were not read."
        problems.append(Problem(Severity.WARNING, "coding.columns", sentence, file, 1))


def _cell(cell: str) -> str:
    return _ESCAPED.sub("", cell, count=1) if _ESCAPED.match(cell) else cell


def _csv_row(cells: Mapping[str, str], number: int, problems: list[Problem], file: str) -> Row:
    told = {name: cell.strip() for name, cell in cells.items() if cell.strip()}
    fields: dict[str, Any] = {}
    for name, cell in told.items():
        if name in _LISTS:
            fields[_LISTS[name]] = [] if cell.casefold() in NONE else [one.strip() for one in re.split(r"[;|]", cell)]
        elif name in _TEXTS:
            fields[name] = None if cell.casefold() in NONE else cell
        elif name == "confidence":
            fields[name] = cell
    return Row(
        number,
        document=told.get("document", told.get("file")),
        quote=cells.get("quote", "").strip() or cells.get("text", "").strip() or None,
        start=_offset(told, "start", number, problems, file),
        end=_offset(told, "end", number, problems, file),
        coder=told.get("coder"),
        fields=fields,
        point=_point(told, number, problems, file),
    )


def _offset(told: Mapping[str, str], name: str, number: int, problems: list[Problem], file: str) -> int | None:
    cell = told.get(name)
    if cell is None:
        return None
    if not re.fullmatch(r"\d{1,9}", cell, re.ASCII):
        problems.append(row_problem(file, number, f"`{name}` is a number of characters; it says {cell[:40]!r}"))
        return None
    return int(cell)


def _point(told: Mapping[str, str], number: int, problems: list[Problem], file: str) -> dict[str, Any]:
    """The point that a row tells of, its claim under `claim`; empty where it tells of none."""
    point: dict[str, Any] = {}
    for name in _POINT & set(told):
        point[name] = None if told[name].casefold() in NONE else told[name]
    if "negated" in point:
        sign = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "none": False}
        known = sign.get(told["negated"].casefold())
        if known is None:
            problems.append(row_problem(file, number, f"`negated` is yes or no; it says {told['negated'][:40]!r}"))
        point["negated"] = bool(known)
    if "claim" in told:
        point["claim"] = None if told["claim"].casefold() in NONE else _claim(told, number, problems, file)
    return point


def _claim(told: Mapping[str, str], number: int, problems: list[Problem], file: str) -> Any:
    """A claim as an object: given so, or its predicate (`not` before it denies it) with the row's other cells."""
    cell = told["claim"]
    if cell.startswith("{"):
        try:
            return json.loads(cell)
        except (ValueError, RecursionError) as fault:
            problems.append(row_problem(file, number, f"`claim` is no JSON object ({fault})"))
            return None
    denied = cell.casefold().startswith("not ")
    claim: dict[str, Any] = {"says": cell[4:].strip() if denied else cell, "negated": denied}
    party = told.get("claim_party") or told.get("about") or told.get("party") or told.get("parties")
    claim["party"] = party
    for name in ("issue", "option", *sorted(_CLAIM)):
        if name in told and told[name].casefold() not in NONE:
            claim[name] = told[name]
    return claim


def _dna_row(cells: Mapping[str, str], number: int, problems: list[Problem], file: str) -> Row:
    """A row of DNA's event list: semicolons have become commas, and quotation marks apostrophes."""
    told = {name: cell.strip() for name, cell in cells.items() if cell.strip()}
    fields: dict[str, Any] = {}
    if "person" in told:
        fields["speakers"] = [told["person"]]
    if "organization" in told:
        fields["organisation"] = told["organization"]
    agrees = told.get("agreement", "1").casefold() in {"1", "true", "yes"}
    return Row(
        number,
        document=told.get("document title"),
        quote=cells.get("text", "").strip() or None,
        start=_offset(told, "start", number, problems, file),
        end=_offset(told, "end", number, problems, file),
        coder=told.get("coder"),
        fields=fields,
        rewritten=True,
        concept=(told["concept"], agrees) if "concept" in told else None,
    )
