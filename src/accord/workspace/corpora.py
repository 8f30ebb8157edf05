"""A corpus read by many workers: the statements of one process, in the same order, sooner.

Each document is parsed by some worker, which tells whom it names; when all are known, each is read by some worker with
the names of all. Between the two a parse is kept small.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from accord.workspace.material import Progress, Tagging, read_tagged, silent
from accord.workspace.spreading import Work, Workers, in_order

if TYPE_CHECKING:
    from accord.documents import Document
    from accord.errors import Problem
    from accord.negotiation import Negotiation
    from accord.reading.parsed import Packed
    from accord.reading.registry import Registry, Sighted
    from accord.statements import Statement

Found = tuple[tuple["Statement", ...], tuple["Problem", ...]]


def read_spread(
    documents: Sequence[Document],
    negotiation: Negotiation,
    workers: Workers,
    progress: Progress = silent,
    *,
    tagging: Tagging | None = None,
) -> Iterator[tuple[Document, tuple[Statement, ...], tuple[Problem, ...]]]:
    """Document by document, in their order, the statements that the rules find, as `read_documents` has them.

    Raises:
        WorkersError: workers die again and again on the same documents.
    """
    from accord.reading.registry import Names

    names, small = Names(negotiation), []
    for number, (parse, sighted) in enumerate(in_order(Work(_surveyor, negotiation), documents, workers)):
        progress("parsing", number, len(documents))
        names.book(sighted)
        small.append(parse)
    given = (negotiation, names.registry(), tagging)
    pairs = list(zip(documents, small, strict=True))
    for number, (statements, problems) in enumerate(in_order(Work(_reader, given), pairs, workers)):
        progress("reading", number, len(documents))
        yield documents[number], statements, problems
    progress("reading", len(documents), len(documents))


def _surveyor(negotiation: Negotiation) -> Callable[[Document], tuple[Packed, Sighted]]:
    """What a worker does first: a document's parse, made small, and whom it names."""
    from accord.reading.parsed import packed, parse
    from accord.reading.registry import Names

    names = Names(negotiation)

    def survey(document: Document) -> tuple[Packed, Sighted]:
        parsed = parse(document)
        return packed(parsed), names.sighted(parsed)

    return survey


def _reader(given: tuple[Negotiation, Registry, Tagging | None]) -> Callable[[tuple[Document, Packed]], Found]:
    """What a worker does then: a document's statements, with the names of all."""
    negotiation, known, tagging = given

    def read(pair: tuple[Document, Packed]) -> Found:
        from accord.reading.parsed import unpacked

        return read_tagged(unpacked(*pair), negotiation, known, tagging)

    return read
