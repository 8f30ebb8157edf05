"""A few lines of coded reports: each line is a statement, each report a document."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accord.documents import Document, document_id
from accord.ledger import Ledger, book
from accord.negotiation import Issue, Negotiation, Party, Track
from accord.statements import Act, Claim, Modality, Point, Says, Statement, Tier, make_statement

DOCKERS, PORT = "dockers", "port"

DISPUTE = Negotiation(
    parties=(
        Party(id=DOCKERS, name="Dock Workers' Guild", aliases=("the guild",)),
        Party(id=PORT, name="Harbour Company"),
        Party(id="bureau", name="Labour Bureau", role="mediator"),
    ),
    tracks=(Track(id="contract", parties=(DOCKERS, PORT)),),
    issues=(
        Issue(id="pay", track="contract", options=("none", "three", "five", "seven", "nine")),
        Issue(id="cranes", track="contract", options=("crewed", "remote", "shared"), ordered=False),
        Issue(id="sundays", track="contract", options=("worked", "free")),
    ),
)


@dataclass(frozen=True)
class Line:
    """A statement to be: its points, and the fields that differ from an unattributed report."""

    points: tuple[Point, ...]
    fields: dict[str, Any]


def says(party: str, *points: Point, **fields: Any) -> Line:
    """The party's own word."""
    return Line(points, {"parties": (party,), "speakers": (f"Speaker of {party}",), **fields})


def expert(*points: Point, **fields: Any) -> Line:
    """An outsider's word."""
    return Line(points, {"speakers": ("Ines Okafor",), **fields})


def narrates(*points: Point, **fields: Any) -> Line:
    """The reporter's own sentence."""
    return Line(points, {"tier": Tier.NARRATED, **fields})


def report(day: int | None, *lines: Line, source: str = "The Tidings") -> tuple[Document, tuple[Statement, ...]]:
    """A document of March 2030 with one sentence for each line, and its statements."""
    sentences = [f"{day} {source} {number} {line!r}.\n" for number, line in enumerate(lines)]
    text = "".join(sentences)
    on = date(2030, 3, day) if day else None
    document = Document(document_id(text), f"{source} {day}.txt", "", source, on, text, "text/plain")
    statements, start = [], 0
    for line, sentence in zip(lines, sentences, strict=True):
        statements.append(make_statement(document, start, start + len(sentence) - 1, points=line.points, **line.fields))
        start += len(sentence)
    return document, tuple(statements)


def booked(*reports: tuple[Document, tuple[Statement, ...]], negotiation: Negotiation = DISPUTE) -> Ledger:
    """The ledger of these reports."""
    documents, statements = material(reports)
    return book(statements, documents, negotiation)


def material(reports: Iterable[tuple[Document, tuple[Statement, ...]]]) -> tuple[list[Document], list[Statement]]:
    """All documents and all statements of the reports."""
    written = list(reports)
    return [document for document, _ in written], [statement for _, ours in written for statement in ours]


def point(act: str, about: str, issue: str | None, option: str | None = None, **fields: Any) -> Point:
    """A point, asserted unless told otherwise."""
    return Point(Act(act), about, issue, option, **fields)


def claim(says: str, party: str, issue: str | None = None, option: str | None = None, **fields: Any) -> Point:
    """An assessment that makes a claim and nothing else."""
    return Point(Act.ASSESSMENT, party, issue, option, claim=Claim(Says(says), party, issue, option, **fields))


HYPOTHETICAL, CONDITIONAL = Modality.HYPOTHETICAL, Modality.CONDITIONAL
