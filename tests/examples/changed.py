"""The worked negotiations with passages replaced, taken through the whole flow; each text is parsed once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property

from tests.examples.test_texts import opened

from accord.documents import Document, document_id
from accord.evidence import pieces, weigh
from accord.findings import Finding, Runs, Status, findings
from accord.ledger import Ledger, book
from accord.negotiation import Negotiation
from accord.reading.by_rule import read as read_one
from accord.reading.parsed import Parsed, parse
from accord.reading.registry import Registry, registry
from accord.statements import Statement

MEMBERS = 160  # enough to tell 0.1 from 0.9; a test that compares nearer shares says by how much

Change = tuple[str, str]
"""A passage that stands in exactly one document, and what is to stand there."""


@dataclass(frozen=True)
class Case:
    """An example after changes: documents, statements, and what follows from them."""

    negotiation: Negotiation
    documents: tuple[Document, ...]
    statements: tuple[Statement, ...]

    @cached_property
    def ledger(self) -> Ledger:
        """What is booked."""
        return book(self.statements, self.documents, self.negotiation)

    @cached_property
    def findings(self) -> dict[str, Finding]:
        """The findings by id."""
        evidence, _ = pieces(self.statements, self.ledger, self.negotiation, documents=self.documents)
        weighed = weigh(evidence, self.negotiation, members=MEMBERS, seed=1, workers=1)
        runs = Runs(0, sides=False)
        found = findings(weighed, self.ledger, self.statements, self.documents, self.negotiation, runs=runs)
        return {finding.id: finding for finding in found}

    def tells(self, *parts: str) -> list[Finding]:
        """Findings that are not silent and whose ids hold all of these parts between colons."""
        return [
            finding
            for id, finding in self.findings.items()
            if finding.status is not Status.SILENT and {*parts} <= {*id.split(":"), id}
        ]

    def share(self, id: str) -> float:
        """The share that a finding holds in."""
        share = self.findings[id].share
        assert share is not None, f"{id} is silent"
        return share

    def quotes(self, finding: Finding) -> str:
        """What the statements of a finding say, in one string."""
        by_id = {statement.id: statement.quote for statement in self.statements}
        return " | ".join(by_id[id] for id in finding.evidence)


def changed(name: str, *changes: Change, filed: bool = True) -> Case:
    """The example with these changes; `filed` False: without what the analyst put into the negotiation file."""
    return _changed(name, tuple(sorted(changes)), filed)


@cache
def _changed(name: str, changes: tuple[Change, ...], filed: bool) -> Case:
    negotiation, documents = opened(name)
    if not filed:
        negotiation = negotiation.model_copy(update={"assumptions": (), "preconditions": ()})
    for old, _ in changes:
        assert sum(document.text.count(old) for document in documents) == 1, old
    documents = tuple(_written(document, changes) for document in documents)
    statements = tuple(one for document in documents for one in statements_of(name, document))
    return Case(negotiation, documents, statements)


def _written(document: Document, changes: Iterable[Change]) -> Document:
    text = document.text
    for old, new in changes:
        text = text.replace(old, new)
    return replace(document, text=text, id=document_id(text))


@cache
def known(name: str) -> Registry:
    """Whom the unchanged reports name, so that a change of one sentence changes no other document's reading."""
    negotiation, documents = opened(name)
    return registry(tuple(parsed(document) for document in documents), negotiation)


@cache
def parsed(document: Document) -> Parsed:
    """The document, parsed once."""
    return parse(document)


@cache
def statements_of(name: str, document: Document) -> tuple[Statement, ...]:
    """What is read in one document of the example."""
    negotiation, _ = opened(name)
    statements, _ = read_one(document, negotiation, parsed=parsed(document), registry=known(name))
    return statements
