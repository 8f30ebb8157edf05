"""Documents: files, folders and web pages to text, and the spans that point into it."""

from accord.documents.records import Document, Note, Span, document_id
from accord.documents.reprints import Reprint, Reprints, reprints
from accord.documents.sources import read_file, read_sources

__all__ = [
    "Document",
    "Note",
    "Reprint",
    "Reprints",
    "Span",
    "document_id",
    "read_file",
    "read_sources",
    "reprints",
]
