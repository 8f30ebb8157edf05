"""A Word document of the matrix and the findings, for those who go on writing there."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from accord.errors import MissingPartError
from accord.report.answers import Answer, answers
from accord.report.contents import Contents
from accord.report.method import cited, method
from accord.report.page import head
from accord.report.quoting import Quotations, Quote
from accord.report.references import Reference, references
from accord.report.stands import Square, Stands, stands
from accord.report.words import count

if TYPE_CHECKING:
    from docx.document import Document as Word

QUOTED = 3
"""Quotations under each finding; the rest are counted."""

_FIXED = datetime(2000, 1, 1, tzinfo=UTC)  # no clock: the same contents give the same bytes
_UNPRINTABLE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def word_file(contents: Contents) -> bytes:
    """The document as the bytes of a .docx file; the same contents give the same bytes.

    Raises:
        MissingPartError: python-docx is not installed.
    """
    try:
        from docx import Document
    except ImportError as missing:
        raise MissingPartError(
            "Word documents need python-docx", "it is not installed", "install accord[web], or save the report"
        ) from missing
    quotations, known = Quotations(contents), references()
    told = answers(contents.findings, quotations, known)
    word = Document()
    _set_up(word)
    _head(word, contents, quotations)
    _heading(word, "What matters most", 1)
    for answer in told.headlines:
        _finding(word, answer, 2)
    _matrix(word, stands(contents.ledger, contents.negotiation, quotations))
    _heading(word, "All findings", 1)
    for chapter in told.chapters:
        _heading(word, chapter.title, 2)
        for answer in chapter.answers:
            _finding(word, answer, 3)
    _silences(word, told.silent)
    _method(word, contents, cited(contents.findings, known))
    return _bytes(word)


def _set_up(word: Word) -> None:
    from docx.shared import Cm, Pt

    normal = word.styles["Normal"]
    normal.font.size = Pt(10)
    for section in word.sections:
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin = section.bottom_margin = Cm(2)
    properties = word.core_properties
    properties.created = properties.modified = _FIXED
    properties.author, properties.comments = "accord", ""


def _head(word: Word, contents: Contents, quotations: Quotations) -> None:
    top = head(contents, quotations)
    word.core_properties.title = _plain(top.title)
    _heading(word, top.title, 0)
    _paragraph(word, top.standfirst)
    if contents.drafted or any(one.drafted for one in contents.negotiation.issues):
        _paragraph(
            word, "Parties, tracks or issues are as the program drafted them; nobody has confirmed them yet.", "Quote"
        )
    for document in contents.documents:
        day = document.date.isoformat() if document.date else "no date"
        _paragraph(
            word, f"{document.title or document.file}. {document.source or 'source unknown'}, {day}", "List Bullet"
        )


def _finding(word: Word, answer: Answer, level: int) -> None:
    _heading(word, answer.sentence, level)
    parts = [answer.bar.words if answer.bar else answer.number, answer.rooted]
    if answer.spread:
        parts.append(answer.spread.words)
    _paragraph(word, "; ".join(parts) + ".")
    for pull in answer.pulls[:QUOTED]:
        _quotation(word, pull.quote, pull.words)
    rest = len(answer.pulls) - QUOTED + answer.more
    if rest > 0:
        _paragraph(word, f"{count(rest, 'more quotation')}.")
    for assumption in answer.assumptions:
        _paragraph(word, f"Taken for granted: {assumption}", "List Bullet")


def _quotation(word: Word, quote: Quote, effect: str) -> None:
    words = f"{quote.words}{' …' if quote.cut else ''}"
    paragraph = _paragraph(word, f"“{words}”" if quote.marks else words, "Quote")
    who = ", ".join(filter(None, (quote.speaker, quote.title)))
    run = paragraph.add_run(_plain(f"\n{who} · {quote.source}, {quote.date}" + (f" · {effect}" if effect else "")))
    run.italic = False


def _matrix(word: Word, told: Stands) -> None:
    _heading(word, "Who stands where", 1)
    if not told.lines:
        _paragraph(word, "No position was found.")
        return
    table = word.add_table(rows=1, cols=1 + len(told.parties), style="Light Grid Accent 1")
    for cell, text in zip(table.rows[0].cells, ("Issue", *(party.name for party in told.parties)), strict=True):
        cell.text = _plain(text)
    for line in told.lines:
        cells = table.add_row().cells
        cells[0].text = _plain(f"{line.name}\n({line.state_words})")
        for cell, square in zip(cells[1:], line.squares, strict=True):
            cell.text = _plain(_square(square))
    if told.unspoken:
        _paragraph(word, f"Nobody is read as speaking of {', '.join(told.unspoken)}.")


def _square(square: Square) -> str:
    lines = [
        f"{'not ' if stand.refused else ''}{stand.option} ({', '.join(filter(None, (stand.basis, stand.date)))})"
        for stand in (*square.now, *square.others)
    ]
    return "\n".join(lines) or "–"


def _silences(word: Word, silent: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
    if not silent:
        return
    _heading(word, "The documents say nothing of this", 2)
    for title, sentences in silent:
        _paragraph(word, f"{title}: {' '.join(sentences)}", "List Bullet")


def _method(word: Word, contents: Contents, works: tuple[Reference, ...]) -> None:
    told = method(contents, works)
    _heading(word, "Method and limits", 1)
    for words in (*told.reading, *told.models):
        _paragraph(word, words)
    for words in told.analyst:
        _paragraph(word, f"The analyst assumes: {words}", "List Bullet")
    for words, times in told.defaults:
        _paragraph(word, f"{words} ({count(times, 'finding')})", "List Bullet")
    if told.references:
        _heading(word, "Theory", 2)
    for one in told.references:
        _paragraph(word, f"{one.authors} ({one.year}). {one.title}. {one.place}".rstrip(". ") + ".", "List Bullet")


def _heading(word: Word, text: str, level: int) -> None:
    word.add_heading(_plain(text), level)


def _paragraph(word: Word, text: str, style: str | None = None) -> Any:
    return word.add_paragraph(_plain(text), style)


def _plain(text: str) -> str:
    """The text without characters that a Word file cannot hold."""
    return _UNPRINTABLE.sub("\ufffd", text)


def _bytes(word: Word) -> bytes:
    """The file with a fixed time on each of its parts."""
    saved, fixed = io.BytesIO(), io.BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            target.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), source.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
