"""PDF to text: lines to paragraphs, columns one after the other, without running heads and page numbers."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from accord.documents.converting.columns import are_interleaved, read_columns
from accord.documents.converting.lines import joined, tidy, without_furniture, words_of
from accord.documents.converting.printed import Line
from accord.documents.converting.records import Content, Part
from accord.documents.limits import MOST_CHARACTERS, MOST_PAGES
from accord.errors import DocumentError

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_ITEM = re.compile(r"(?:[•‣▪◦·–—*-]|\(?\d{1,3}[.)]|\(?[a-z]\))\s")
# A page's number, and what a browser prints above and below a page.
_PRINTED_ON_EACH = re.compile(
    r"""(?:page\s*)?[-–—|]?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*[-–—|]?(?:\s*(?:of|/)\s*\d{1,4})?
    | \d{1,2}[/.]\d{1,2}[/.]\d{2,4},\ \d{1,2}:\d{2}(?:\ [AP]M)?\b.*
    | (?:https?|file)://\S+(?:\ +\d+\s*/\s*\d+)?""",
    re.IGNORECASE | re.VERBOSE,
)
_EDGE = 2  # lines at the top and at the bottom of a page that may run on every page
_WIDER = 1.3  # a gap this much wider than between lines parts paragraphs


def pdf(content: bytes) -> Content:
    """The text of a PDF; its title where the file names one. When the file was made is not when it was published."""
    reader = _opened(content)
    pages: list[list[Line]] = []
    size = 0
    for page in reader.pages:
        lines = _lines(page)
        size += sum(len(line.text) for line in lines)
        if size > MOST_CHARACTERS:
            raise DocumentError(f"A PDF has at most {MOST_CHARACTERS:,} characters", "this one has more", "split it")
        pages.append(lines)
    if not size:
        came, mend = "this one is pictures alone, as a scan is", "recognise its text (OCR) and save it anew"
        raise DocumentError("A PDF has a text layer", came, mend)
    blocks = without_furniture(_blocks(_without_running_heads(pages)))
    return Content((Part("\n\n".join(blocks), title=_title(reader)),))


def _opened(content: bytes) -> PdfReader:
    try:
        from pypdf import PdfReader
        from pypdf.errors import DependencyError, PyPdfError
    except ImportError as error:
        raise DocumentError(
            "Reading .pdf needs the part accord[pdf]", "it is not installed", "run `pip install 'accord[pdf]'`"
        ) from error
    locked = DocumentError("A PDF opens without a password", "this one is locked", "save it without protection")
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise locked
        count = len(reader.pages)
    except (DependencyError, NotImplementedError) as error:
        raise locked from error
    except PyPdfError as error:
        raise DocumentError("A PDF can be parsed", f"this one is broken ({error})", "save it anew") from error
    if count > MOST_PAGES:
        raise DocumentError(f"A PDF has at most {MOST_PAGES:,} pages", f"this one has {count:,}", "split it")
    return reader


def _title(reader: PdfReader) -> str | None:
    """The title in the file's properties, where it is none that a program put there."""
    known = reader.metadata
    title = tidy(str(known.title or "")) if known is not None else ""
    made_up = re.match(r"(?:microsoft (?:word|powerpoint)|untitled|slide \d|document\d*\b)", title, re.IGNORECASE)
    return None if made_up or re.search(r"\.\w{2,4}$", title) else title or None


def _lines(page: PageObject) -> list[Line]:
    """The lines of one page in reading order."""
    shown: list[tuple[float, float]] = []
    pieces: list[Line] = []
    line: list[str] = []
    start: tuple[float, float, float] | None = None

    def places(operator: Any, _: Any, cm: Any, tm: Any) -> None:
        if operator in {b"Tj", b"TJ", b"'", b'"'}:
            shown.append(_place(cm, tm))

    def piece(text: str, cm: Any, tm: Any, _: Any, size: Any) -> None:
        nonlocal start
        if text.strip() and start is None:
            start = (*_place(cm, tm), _size(cm, tm, size))
        line.append(text)
        if "\n" in text and start is not None:
            pieces.extend(_printed("".join(line), start))
            line.clear()
            start = None

    page.extract_text(visitor_operand_before=places, visitor_text=piece)
    if start is not None:
        pieces.extend(_printed("".join(line), start))
    if are_interleaved(shown, float(page.mediabox.width)):
        in_columns = read_columns(page.extract_text(extraction_mode="layout"))
        if in_columns:
            return in_columns
    return _one_by_height(pieces)


def _place(cm: Sequence[float], tm: Sequence[float]) -> tuple[float, float]:
    """Where on the page the text matrix stands."""
    x, y = float(tm[4]), float(tm[5])
    return x * cm[0] + y * cm[2] + cm[4], x * cm[1] + y * cm[3] + cm[5]


def _size(cm: Sequence[float], tm: Sequence[float], size: Any) -> float:
    """The height of the letters on the page."""
    return round(abs(float(size or 0) * (float(tm[3]) or float(tm[0])) * (float(cm[3]) or float(cm[0]))), 1)


def _printed(text: str, start: tuple[float, float, float]) -> Iterator[Line]:
    for said in text.split("\n"):
        if tidy(said):
            yield Line(tidy(said), *start)


def _one_by_height(pieces: Iterable[Line]) -> list[Line]:
    """Pieces that stand at one height one after the other are one line: a change of type does not end it."""
    lines: list[Line] = []
    for piece in pieces:
        before = lines[-1] if lines else None
        if before is not None and abs(before.y - piece.y) < 0.3 * max(before.size, 1.0) and piece.x > before.x:
            lines[-1] = before._replace(text=f"{before.text} {piece.text}")
        else:
            lines.append(piece)
    return lines


def _without_running_heads(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without their numbers and without lines that stand at the edge of many."""
    seen = Counter(head for lines in pages for head in {_head(lines[index]) for index in _edges(lines)})
    often = max(2, 0.3 * len(pages))
    kept = []
    for lines in pages:
        edges = _edges(lines)
        running = {
            index
            for index in edges
            if _PRINTED_ON_EACH.fullmatch(lines[index].text) or (len(pages) > 1 and seen[_head(lines[index])] >= often)
        }
        kept.append([line for index, line in enumerate(lines) if index not in running])
    return kept


def _edges(lines: Sequence[Line]) -> set[int]:
    """The numbers of the highest and lowest lines, whichever were drawn first."""
    by_height = sorted(range(len(lines)), key=lambda index: -lines[index].y)
    return {*by_height[:_EDGE], *by_height[-_EDGE:]}


def _head(line: Line) -> tuple[str, int]:
    """What a running head has in common on all pages: its words but for numbers, and its height."""
    return re.sub(r"\d+", "#", line.text.casefold()), round(line.y / 4)


def _blocks(pages: Sequence[Sequence[Line]]) -> list[str]:
    """The paragraphs of all pages; one that goes on over a page or a column is whole."""
    lines = [line for page in pages for line in page]
    starts = set(accumulate(map(len, pages)))
    gaps = [before.y - line.y for before, line in pairwise(lines) if 0 < before.y - line.y < 60]
    leading = median(gaps) if gaps else 12.0
    words = words_of(line.text for line in lines)
    blocks: list[list[str]] = [[line.text] for line in lines[:1]]
    for index, (before, line) in enumerate(pairwise(lines), start=1):
        widest = max(len(near.text) for near in lines[max(0, index - 4) : index + 3])
        if _parts(before, line, leading=leading, widest=widest, turned=index in starts):
            blocks.append([])
        blocks[-1].append(line.text)
    return [joined(block, words) for block in blocks]


def _parts(before: Line, line: Line, *, leading: float, widest: int, turned: bool) -> bool:
    """Whether a paragraph ends between the lines; `widest` is the longest line around."""
    if _ITEM.match(line.text) or abs(before.size - line.size) > 0.12 * max(before.size, line.size):
        return True
    ended = _SENTENCE_END.search(before.text) is not None
    gap = before.y - line.y
    if turned or gap <= 0 or gap > 10 * leading:
        return ended
    if gap > _WIDER * leading:
        return True
    filled = len(before.text) / widest
    indented = 0.8 * line.size < line.x - before.x < 6 * line.size
    # A line that ends early was ended by its writer, as the items of a list are.
    return (indented or filled < 0.7) if ended else (filled < 0.5 and not line.text[0].islower())
