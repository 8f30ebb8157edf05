"""What a notebook shows, as HTML: findings, a run's report, a document, a statement, a ledger, a what-if.

Everything is escaped; a part of the report stands in a frame of its own that can reach nothing.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from accord.documents import Document
from accord.documents.period_words import day
from accord.findings import Finding, Status
from accord.findings.words import percent
from accord.ledger import Ledger
from accord.report.contents import Contents
from accord.report.page import render
from accord.report.words import BASES, MECHANISMS
from accord.statements import Statement

if TYPE_CHECKING:
    from accord.findings import Difference

LONGEST = 4_000
_HEIGHTS = {"space": 640, "method": 520, "": 720}


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
    return findings_html([finding])


def findings_html(findings: Any) -> str:
    """Findings as a table, a line each."""
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
