"""Statements for the Discourse Network Analyzer (DNA) and for programs that read its event lists.

A row for each point, speaker and party: who (person, organization) is for or against what (concept, agreement). The
columns, their order and the semicolons are those of DNA 3's own event list. DNA rewrites semicolons and quotation marks
when it exports; here the words stay as the document has them, in quotation marks as CSV wants it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from accord.documents import Document
from accord.negotiation import Negotiation
from accord.statements import Act, Point, Says, Statement

COLUMNS = (
    "statement ID", "time", "document ID", "document title", "author", "source", "section", "type", "text",
    "person", "organization", "concept", "agreement",
)  # fmt: skip
"""DNA's columns: of every event list, and then the variables of its usual statement type."""

_AGAINST = frozenset({Says.REFUSES, Says.RED_LINE})


def dna_csv(
    statements: Sequence[Statement], documents: Sequence[Document], negotiation: Negotiation
) -> tuple[str, tuple[str, ...]]:
    """The event list, and what it cannot hold, in sentences; the same statements give the same text."""
    from defusedcsv import csv

    shelf = {document.id: (number, document) for number, document in enumerate(documents, 1)}
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(COLUMNS)
    for number, statement in enumerate(statements, 1):
        place, document = shelf[statement.span.document]
        day = statement.on or document.date
        head = (number, f"{day.isoformat()} 00:00:00" if day else "", place, document.title or document.file)
        said = ("", document.source or "", "", "", statement.quote.replace("\x00", ""))
        for cells in of_a_statement(statement, negotiation):
            writer.writerow([*head, *said, *cells])
    return text.getvalue(), left_out(statements, documents, "An event list of DNA")


def of_a_statement(statement: Statement, negotiation: Negotiation) -> Iterator[tuple[str, str, str, int]]:
    """Person, organization, concept and agreement of each row of a statement; one row at least."""
    names = {party.id: party.name for party in negotiation.parties}
    organisations = [names.get(party, party) for party in statement.parties] or [statement.organisation or ""]
    told = list(dict.fromkeys((_concept(point), int(agrees(point))) for point in statement.points if point.issue))
    for concept, agreement in told or [("", 1)]:
        for organisation in organisations:
            for person in statement.speakers or ("",):
                yield person, organisation, concept, agreement


def _concept(point: Point) -> str:
    return f"{point.issue}: {point.option}" if point.option else str(point.issue)


def agrees(point: Point) -> bool:
    """Whether a point is for what it speaks of: what is rejected or refused is not, and a denial turns it."""
    if point.claim is not None:
        return (point.claim.says in _AGAINST) == point.claim.negated
    return (point.act is Act.REJECT) == point.negated


def left_out(statements: Sequence[Statement], documents: Sequence[Document], what: str) -> tuple[str, ...]:
    """What a file of DNA has no place for, in sentences; `what` is what the file is called in them."""
    days = {document.id: document.date for document in documents}
    spans = "" if what == "A file of DNA" else " offsets"
    told = [
        f"{what} tells who is for or against what: acts, claims beyond that, conditions, roles, chains of sources,"
        f"{spans} and how each field was reached were left out.",
    ]
    bare = sum(not any(point.issue for point in one.points) for one in statements)
    if bare:
        told.append(f"{bare} statements speak of no issue; they have a row with an empty concept.")
    many = sum(len(one.speakers) > 1 or len(one.parties) > 1 for one in statements)
    if many:
        told.append(f"{many} statements are by several speakers or for several parties; they have a row for each.")
    undated = sum(one.on is None and days[one.span.document] is None for one in statements)
    if undated:
        told.append(f"{undated} statements have no date; their time is empty.")
    return tuple(told)
