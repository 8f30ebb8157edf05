"""`report.html`: one page that opens offline, asks nobody for anything, and reads well without its script."""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from accord.documents.period_words import day, days
from accord.errors import CallError, Problem, Severity
from accord.files import write_atomically
from accord.findings.words import Names, listed, plain
from accord.report.answers import Answers, answers
from accord.report.contents import Contents
from accord.report.method import cited, method
from accord.report.moved import Moves, costs, ledger_of
from accord.report.quoting import Quotations, Quote
from accord.report.references import references
from accord.report.stands import cell_anchor, stands
from accord.report.texts import Use, texts
from accord.report.words import count

STYLES = ("page.css", "findings.css", "matrix.css", "moves.css", "space.css", "texts.css", "print.css")
SCRIPTS = ("page.js",)
POLICY = "default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'"
SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem for the page."""

    severity: str
    sentence: str
    place: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the top: the title, what was read in words, and what went wrong."""

    title: str
    standfirst: str
    drafted: bool
    faults: tuple[Fault, ...]
    faults_words: str
    serious: bool


def write_report(contents: Contents, folder: Path) -> Path:
    """Writes `report.html` into a folder and returns its path; the same contents give the same bytes."""
    path = folder / "report.html"
    write_atomically(path, render(contents).encode("utf-8", "replace"))
    return path


PARTS = ("findings", "matrix", "moves", "space", "texts", "method")
"""The parts of the page that can stand by themselves."""


def render(contents: Contents, part: str = "") -> str:
    """The page, or one part of it, as one text with its style and script inside and nothing outside.

    Raises:
        CallError: there is no such part.
    """
    if part and part not in PARTS:
        raise CallError(f"A part of the report is one of {', '.join(PARTS)}", f"got {part!r:.60}", "name one of them")
    quotations = Quotations(contents)
    told = answers(contents.findings, quotations, references())
    steps = costs(contents.findings, told.anchors)
    read = (contents.statements, contents.documents, contents.negotiation)
    moves = ledger_of(contents.ledger, read, quotations, steps)
    style, script = _joined(STYLES), _joined(SCRIPTS)
    environment = _environment()
    environment.globals.update(count=count, listed=listed, parts=environment.get_template("_parts.html.j2").module)
    return environment.get_template("part.html.j2" if part else "report.html.j2").render(
        part=f"_{part}.html.j2",
        head=head(contents, quotations),
        answers=told,
        stands=stands(contents.ledger, contents.negotiation, quotations),
        ledger=moves,
        space=_space(contents, quotations),
        texts=texts(contents.documents, contents.negotiation, quotations, uses(contents, told, moves)),
        method=method(contents, cited(contents.findings, references())),
        parties=tuple(quotations.looks.values()),
        quotes=quotations.all(),
        statements=len(contents.statements),
        issues=len(contents.negotiation.issues),
        deal=next((one for chapter in told.chapters for one in chapter.answers if one.deal), None),
        blocked="about-red_lines" if any(one.anchor == "about-red_lines" for one in told.chapters) else "all",
        weighed=contents.weighed is not None,
        style=Markup(style),
        script=Markup(script),
        policy=POLICY.format(style=_hash(style), script=_hash(script)),
    )


def head(contents: Contents, quotations: Quotations) -> Head:
    """The top of the page."""
    faults = tuple(
        _fault(problem, quotations)
        for severity in Severity
        for problem in contents.problems
        if problem.severity is severity
    )
    numbers = {name: sum(fault.severity == name for fault in faults) for name in SEVERITIES.values()}
    return Head(
        contents.negotiation.title or "A negotiation, as the documents tell it",
        _standfirst(contents),
        contents.drafted,
        faults,
        listed(count(number, name) for name, number in numbers.items() if number),
        bool(numbers["error"] or numbers["warning"]),
    )


def uses(contents: Contents, told: Answers, moves: Moves) -> dict[str, list[Use]]:
    """For each statement the findings, cells and moves that rest on it."""
    found: dict[str, list[Use]] = defaultdict(list)
    shown = {answer.anchor: answer for chapter in told.chapters for answer in chapter.answers}
    for anchor, answer in shown.items():
        for pull in answer.pulls:
            found[pull.quote.id].append((anchor, f"Finding: {_short(answer.sentence)}"))
    names = Names(contents.negotiation)
    for position in contents.ledger.positions:
        cell = cell_anchor(contents.negotiation, position.party, position.issue)
        for id in position.statements if cell else ():
            found[id].append(
                (cell or "", f"Position of {names.party(position.party)} on {names.issue(position.issue)}")
            )
    for move in moves.moves:
        for quote in move.quotes:
            found[quote.id].append((move.anchor, f"Move of {move.look.name} on {move.issue}"))
    return found


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _short(sentence: str, most: int = 90) -> str:
    return sentence if len(sentence) <= most else f"{sentence[:most].rsplit(' ', 1)[0]} …"


def _standfirst(contents: Contents) -> str:
    documents, negotiation = contents.documents, contents.negotiation
    if not documents:
        return "No document was read, so there is nothing to tell."
    sources = len({document.source for document in documents if document.source})
    dates = sorted(document.date for document in documents if document.date)
    when = f", dated {days(dates[0], dates[-1])}" if dates else ""
    names = listed(party.name for party in negotiation.parties[:6])
    more = f" and {len(negotiation.parties) - 6} more" if len(negotiation.parties) > 6 else ""
    about = (
        f" on where {names}{more} stand on {count(len(negotiation.issues), 'issue')}"
        if negotiation.parties and negotiation.issues
        else ""
    )
    of = f" of {count(sources, 'source')}" if sources else ""
    said = count(len(contents.statements), "statement")
    words = f"{count(len(documents), 'document')}{of}{when}: what their {said} settle{about}, and what they leave open."
    return words[:1].upper() + words[1:]


def _fault(problem: Problem, quotations: Quotations) -> Fault:
    line = f", line {problem.line}" if problem.line is not None else ""
    place = f"{problem.file}{line}" if problem.file else ""
    return Fault(SEVERITIES[problem.severity], problem.sentence, place, quotations.get(problem.statements))


def _space(contents: Contents, quotations: Quotations) -> Any:
    if contents.weighed is None:
        return None
    from accord.report.space import space

    return space(contents.weighed.ensemble, contents.negotiation, quotations)


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("accord.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(day=day, plain=plain, capitalize_first=_capital)
    return environment


def _joined(names: tuple[str, ...]) -> str:
    return "\n".join(_files(names))


def _files(names: tuple[str, ...]) -> Iterator[str]:
    folder = resources.files("accord.report") / "templates"
    for name in names:
        yield (folder / name).read_text(encoding="utf-8").strip()


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
