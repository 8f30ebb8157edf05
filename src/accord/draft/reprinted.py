"""The documents without what a reprint only repeats, so that nothing counts twice for having been printed twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from accord.documents import Document, Reprints, Span, document_id, reprints


def told_once(documents: Sequence[Document]) -> tuple[Document, ...]:
    """The documents in their order; of a reprint only the lines that say something new, and nothing where none does."""
    same = reprints(documents)
    if not same.groups:
        return tuple(documents)
    found = (_new(document, same) for document in documents)
    return tuple(document for document in found if document is not None)


def _new(document: Document, same: Reprints) -> Document | None:
    """The document with its new lines alone; None where it has none."""
    lines, start = [], 0
    for line in document.text.splitlines(keepends=True):
        end = start + len(line)
        lines.append("" if line.strip() and same.repeats(Span(document.id, start, end)) else line)
        start = end
    text = "".join(lines)
    if text == document.text:
        return document
    return replace(document, id=document_id(text), text=text) if text.strip() else None
