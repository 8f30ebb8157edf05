"""How things show themselves in a notebook: findings, the matrix, the deal space, documents, a statement, a what-if.

A notebook that has imported accord shows them by itself (`accord` registers these when IPython runs); `show` picks a
part. Everything is escaped; a part of the report stands in a frame of its own that can reach nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from accord.documents import Document
from accord.documents.period_words import day
from accord.errors import CallError
from accord.findings import Finding, Status
from accord.findings.words import percent
from accord.ledger import Ledger
from accord.report.contents import Contents
from accord.report.page import PARTS, render
from accord.report.words import BASES, MECHANISMS
from accord.statements import Statement

if TYPE_CHECKING:
    from accord.findings import Difference

LONGEST = 4_000
_HEIGHTS = {"space": 640, "method": 520, "": 720}


class Shown:
    """Something with its picture in HTML."""

    def __init__(self, html: str, text: str) -> None:
        self._html = html
        self._text = text

    def _repr_html_(self) -> str:
        return self._html

    def __repr__(self) -> str:
        return self._text


def show(thing: Any, part: str = "") -> Shown:
    """A thing as a notebook shows it; of contents (what `compute` returns) also one part.

    Args:
        thing: Contents, a finding or several, a document, a statement, a ledger, a what-if.
        part: Of contents: findings, matrix, moves, space, texts or method; empty is all of it.

    Raises:
        CallError: nothing is known of how to show this, or there is no such part.
    """
    if isinstance(thing, list | tuple) and thing and all(isinstance(one, Finding) for one in thing):
        return Shown(_findings(thing), f"{len(thing)} findings")
    if isinstance(thing, Contents):
        return Shown(contents_html(thing, part), repr(thing)[:80])
    for kind, drawn in DRAWN.items():
        if type(thing).__name__ == kind.rpartition(".")[2]:
            return Shown(drawn(thing), repr(thing)[:80])
    known = ", ".join(name.rpartition(".")[2] for name in DRAWN)
    raise CallError(f"A notebook shows one of {known}, or a list of findings", f"got {type(thing).__name__}", "")


def contents_html(contents: Contents, part: str = "") -> str:
    """The report, or one of its parts, in a frame that can run its own script and reach nothing else."""
    page = escape(render(contents, part), quote=True)
    height = _HEIGHTS.get(part, 560)
    style = f"width:100%;height:{height}px;border:1px solid #ccc;border-radius:4px"
    return (
        f'<iframe sandbox="allow-scripts" srcdoc="{page}" style="{style}" title="accord: {part or "report"}"></iframe>'
    )


def finding_html(finding: Finding) -> str:
    """A finding as a line: its share beside the share with no evidence, and its sentence."""
    return _findings([finding])


def _findings(findings: Any) -> str:
    rows = "".join(_finding(one) for one in findings)
    head = "<tr><th>About</th><th>Share</th><th>With no evidence</th><th style='text-align:left'>Finding</th></tr>"
    return f"<table class='accord'><thead>{head}</thead><tbody>{rows}</tbody></table>"


def _finding(one: Finding) -> str:
    share = "on record" if one.share is None else percent(one.share)
    if one.status is Status.SILENT:
        share = "silent"
    elif one.share is not None and one.error is not None:
        share += f" ±{max(1, round(196 * one.error))}"
    cells = (MECHANISMS[one.mechanism], share, "" if one.prior is None else percent(one.prior), one.sentence)
    aligned = ("left", "right", "right", "left")
    return "<tr>" + "".join(
        f"<td style='text-align:{side};vertical-align:top'>{escape(cell)}</td>"
        for cell, side in zip(cells, aligned, strict=True)
    ) + "</tr>"  # fmt: skip


def document_html(document: Document) -> str:
    """A document: title, source, date, and its text as it is."""
    text = document.text[:LONGEST] + (" …" if len(document.text) > LONGEST else "")
    about = f"{document.source or 'source unknown'}, {day(document.date)}, {len(document.text):,} characters"
    body = escape(text).replace("\n", "<br>")
    return f"<b>{escape(document.title or document.file)}</b><br><small>{escape(about)}</small><p>{body}</p>"


def statement_html(statement: Statement) -> str:
    """A statement: its words, who says them, and what it says of which issue."""
    who = ", ".join(statement.speakers) or statement.speaker_as_named or "the reporter"
    points = "".join(
        f"<li>{escape(' '.join(filter(None, (point.act.value, point.about, point.issue, point.option))))}</li>"
        for point in statement.points
    )
    return f"<blockquote>{escape(statement.quote)}</blockquote><small>{escape(who)}</small><ul>{points}</ul>"


def ledger_html(ledger: Ledger) -> str:
    """The moves of a ledger."""
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td style='text-align:left'>{escape(cell)}</td>"
            for cell in (day(one.on), one.party, one.issue, one.start or "", one.end or "", BASES[one.basis])
        )
        + "</tr>"
        for one in ledger.moves
    )
    titles = "".join(
        f"<th style='text-align:left'>{name}</th>" for name in ("Day", "Party", "Issue", "From", "To", "By")
    )
    return f"<table class='accord'><thead><tr>{titles}</tr></thead><tbody>{rows}</tbody></table>"


def what_if_html(answer: Any) -> str:
    """What a change does to each finding that it moves."""
    moved: list[Difference] = [one for one in answer.differences if one.clear]
    rows = "".join(
        f"<tr><td style='text-align:right'>{escape(_share(one.before))}</td><td>→</td>"
        f"<td style='text-align:right'>{escape(_share(one.after))}</td>"
        f"<td style='text-align:left'>{escape(_sentence(one))}</td></tr>"
        for one in moved
    )
    told = f"{len(moved)} of {len(answer.differences)} findings change beyond the error of drawing."
    return f"<p>{told}</p><table class='accord'><tbody>{rows}</tbody></table>"


def _share(finding: Finding | None) -> str:
    if finding is None:
        return "–"
    return finding.status.value if finding.share is None else percent(finding.share)


def _sentence(one: Difference) -> str:
    told = one.after or one.before
    return "" if told is None else told.sentence


DRAWN: Mapping[str, Callable[[Any], str]] = {
    "accord.report.contents.Contents": contents_html,
    "accord.findings.record.Finding": finding_html,
    "accord.documents.records.Document": document_html,
    "accord.statements.Statement": statement_html,
    "accord.ledger.records.Ledger": ledger_html,
    "accord.workspace.flow.WhatIf": what_if_html,
}
"""What shows itself, by the full name of its class."""


def register(shell: Any) -> None:
    """Has a notebook's shell show these things by themselves; their classes load when they are first met."""
    html = shell.display_formatter.formatters["text/html"]
    for name, drawn in DRAWN.items():
        module, _, kind = name.rpartition(".")
        html.for_type_by_name(module, kind, drawn)


__all__ = ["PARTS", "Shown", "contents_html", "register", "show"]
