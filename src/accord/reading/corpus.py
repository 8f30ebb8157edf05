"""Many documents: each parsed once, its parse put away small until the names of all are known, then read by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from accord.documents import Document
from accord.errors import Problem
from accord.negotiation import Negotiation
from accord.reading.by_rule import read
from accord.reading.parsed import Packed, Parsed, packed, parse, unpacked
from accord.reading.registry import Names, Registry
from accord.statements import Statement

LIVE = 20_000
"""Words whose parses are kept as they are; those of further documents are put away small."""

Told = Callable[[Document], None]
"""Told of each document when it is done."""


def read_all(
    documents: Iterable[Document], negotiation: Negotiation | None, progress: Told | None = None
) -> tuple[tuple[Statement, ...], tuple[Problem, ...]]:
    """The statements of all documents, read with one registry; `progress` is called with each document when done."""
    known, parses = surveyed(documents, negotiation)
    statements: list[Statement] = []
    problems: list[Problem] = []
    for one in parses:
        found, faults = read(one.document, negotiation, parsed=one, registry=known)
        statements.extend(found)
        problems.extend(faults)
        if progress is not None:
            progress(one.document)
    return tuple(statements), tuple(problems)


def surveyed(documents: Iterable[Document], negotiation: Negotiation | None) -> tuple[Registry, Iterator[Parsed]]:
    """The names of all documents, and the documents' parses one after another, to be taken once."""
    names = Names(negotiation)
    kept: list[Parsed | tuple[Document, Packed]] = []
    live = 0
    for document in documents:
        one = parse(document)
        names.book(names.sighted(one))
        live += sum(len(paragraph.doc) for paragraph in one.paragraphs)
        kept.append(one if live <= LIVE else (document, packed(one)))
    return names.registry(), _again(kept)


def _again(kept: list[Parsed | tuple[Document, Packed]]) -> Iterator[Parsed]:
    """The parses in order, each let go when the next is asked for."""
    kept.reverse()
    while kept:
        one = kept.pop()
        yield one if isinstance(one, Parsed) else unpacked(*one)
