"""Quotations: a statement as a page shows it, with who said it, where, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from accord.documents import Document
from accord.documents.period_words import day
from accord.findings.words import Names
from accord.negotiation import Negotiation
from accord.report.looks import Look, looks, nobody
from accord.report.words import ACTS, FAMILIES
from accord.statements import Statement, Tier

LONGEST = 420


@dataclass(frozen=True, slots=True)
class Quote:
    """A statement for reading; `number` counts statements through the documents, `cut` where the words go on.

    `title`: what stands behind the speaker's name. `family`: the kind of its first act, or of none.
    """

    id: str
    number: int
    words: str
    cut: bool
    marks: bool
    speaker: str
    title: str
    source: str
    date: str
    look: Look
    act: str
    family: str


class Read(Protocol):
    """What was read, and the codebook it was read by."""

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents, in order."""

    @property
    def negotiation(self) -> Negotiation:
        """The codebook."""

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements, in any order."""


class Quotations:
    """Every statement of a run as a quotation, by id."""

    def __init__(self, read: Read) -> None:
        self._documents = {document.id: document for document in read.documents}
        self._places = {document.id: number for number, document in enumerate(read.documents)}
        self._read = read
        self._quotes: dict[str, Quote] = {}
        self.looks = looks(read.negotiation)
        self.names = Names(read.negotiation)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Statements in the order of the documents and of the text."""
        known = (one for one in self._read.statements if one.span.document in self._documents)
        return tuple(
            sorted(known, key=lambda one: (self._places[one.span.document], one.span.start, -one.span.end, one.id))
        )

    @cached_property
    def _numbered(self) -> dict[str, tuple[int, Statement]]:
        return {one.id: (number, one) for number, one in enumerate(self.statements, start=1)}

    def get(self, ids: Iterable[str]) -> tuple[Quote, ...]:
        """The quotations of these statements, each once; an id that was not read is left out."""
        return tuple(self.one(id) for id in dict.fromkeys(ids) if id in self._numbered)

    def one(self, id: str) -> Quote:
        """The quotation of one statement (KeyError where it was not read)."""
        if id not in self._quotes:
            self._quotes[id] = self._quote(*self._numbered[id])
        return self._quotes[id]

    def document(self, id: str) -> str:
        """The id of the document that a statement stands in (KeyError where it was not read)."""
        return self._numbered[id][1].span.document

    def all(self) -> Mapping[str, Quote]:
        """Every quotation by its statement's id."""
        return {id: self.one(id) for id in self._numbered}

    def look(self, party: str | None) -> Look:
        """The look of a party; of nobody's where it is not known."""
        return self.looks.get(party or "", nobody(party or "no party"))

    def _quote(self, number: int, statement: Statement) -> Quote:
        document = self._documents[statement.span.document]
        words = " ".join(statement.quote.split())
        short = words if len(words) <= LONGEST else words[:LONGEST].rsplit(" ", 1)[0]
        spoken_for = next((party for party in statement.parties if party in self.looks), None)
        act = statement.points[0].act if statement.points else None
        named = speaker(statement, document.source or document.title or document.file)
        return Quote(
            id=statement.id,
            number=number,
            words=short,
            cut=short != words,
            marks=not any(mark in words for mark in '“”"«»'),
            speaker=named,
            title=_title(statement, named),
            source=document.source or document.title or document.file,
            date=day(statement.on or document.date),
            look=self.look(spoken_for) if spoken_for else nobody(),
            act=ACTS[act] if act else "says",
            family=FAMILIES[act] if act else "judges",
        )


def _title(statement: Statement, named: str) -> str:
    """Role and organisation of who says it, neither where the other, or the name, says it already."""
    role, organisation = statement.role or "", (statement.organisation or "") if statement.speakers else ""
    parts = [role, "" if organisation in role else organisation]
    return ", ".join(part for part in parts if part and part != named)


def speaker(statement: Statement, source: str) -> str:
    """Who says it: the speaker as resolved, else as named, else the institution, else the reporter of the source."""
    if statement.tier is not Tier.STATED and not statement.speakers:
        return f"{source}, in its own voice"
    named = ", ".join(statement.speakers) or statement.speaker_as_named or statement.organisation
    return named or "somebody not named"
