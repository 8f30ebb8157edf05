"""Word documents to text: paragraphs, list items and table rows as lines, deleted text left out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from accord.documents.converting.lines import tidy
from accord.documents.converting.records import Content, Part
from accord.documents.limits import MOST_PACKED_FILES, MOST_UNPACKED, megabytes
from accord.errors import DocumentError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What was deleted or moved away, the second telling of a picture, and field codes.
_UNSEEN = {f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr")} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_BREAKS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def word(content: bytes) -> Content:
    """The text of a .docx file; its title where its properties name one, never the times they name."""
    try:
        import docx
    except ImportError as error:
        raise DocumentError(
            "Reading .docx needs the part accord[pdf]", "it is not installed", "run `pip install 'accord[pdf]'`"
        ) from error
    _check_size(content)
    document = docx.Document(io.BytesIO(content))
    blocks = [*_blocks(document.element.body), *_notes(document.part)]
    described = any(one.reltype.endswith("/core-properties") for one in document.part.package.rels.values())
    title = tidy(document.core_properties.title or "") if described else ""
    return Content((Part("\n\n".join(blocks), title=title or None),))


def _check_size(content: bytes) -> None:
    """Refuses a file that unpacks to more than is read."""
    try:
        packed = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, EOFError) as error:
        old = content.startswith(b"\xd0\xcf\x11\xe0")
        came = "this one is of the old kind, or locked by a password" if old else "this one is broken"
        raise DocumentError("A .docx file is a packed Word document", came, "save it anew as .docx or .txt") from error
    size = sum(entry.file_size for entry in packed)
    if size > MOST_UNPACKED:
        must = f"A .docx file unpacks to at most {megabytes(MOST_UNPACKED)}"
        raise DocumentError(must, f"this one to {megabytes(size)}", "save its text as .txt")
    if len(packed) > MOST_PACKED_FILES:
        must = f"A .docx file holds at most {MOST_PACKED_FILES:,} files"
        raise DocumentError(must, f"this one holds {len(packed):,}", "save its text as .txt")


def _blocks(body: Any) -> Iterator[str]:
    """Paragraphs and table rows in order."""
    for element in body.iterchildren():
        if element.tag == f"{_W}p":
            text = _text(element)
            if text:
                yield text
        elif element.tag == f"{_W}tbl":
            yield from _rows(element)
        elif element.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}customXml"}:
            yield from _blocks(element)


def _rows(table: Any) -> Iterator[str]:
    """Each row as its cells with bars between; a cell that goes on from the row above is empty."""
    for row in table.iter(f"{_W}tr"):
        cells = [" ".join(_blocks(cell)) for cell in row.iterchildren(f"{_W}tc")]
        if any(cells):
            yield " | ".join(cells)


def _text(paragraph: Any) -> str:
    pieces: list[str] = []
    waiting = [paragraph]
    while waiting:
        element = waiting.pop()
        if element.tag in _UNSEEN:
            continue
        if element.tag == f"{_W}t":
            pieces.append(element.text or "")
        else:
            pieces.append(_BREAKS.get(element.tag, ""))
        waiting.extend(reversed(list(element)))
    return "\n".join(line for line in map(tidy, "".join(pieces).split("\n")) if line)


def _notes(part: Any) -> Iterator[str]:
    """The footnotes and endnotes, behind the text."""
    from docx.oxml import parse_xml

    for relation in part.rels.values():
        if relation.reltype.endswith(("/footnotes", "/endnotes")) and not relation.is_external:
            for note in parse_xml(relation.target_part.blob).iterchildren():
                yield from _blocks(note)
