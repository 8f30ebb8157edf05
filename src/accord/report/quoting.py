"""Quotations: a statement as a page shows it, with who said it, where, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from accord.findings.words import Names
from accord.report.contents import Contents
from accord.report.looks import Look, looks, nobody
from accord.report.words import ACTS, FAMILIES, day
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


class Quotations:
    """Every statement of a run as a quotation, by id."""

    def __init__(self, contents: Contents) -> None:
        self._documents = {document.id: document for document in contents.documents}
        self._places = {document.id: number for number, document in enumerate(contents.documents)}
        self._contents = contents
        self.looks = looks(contents.negotiation)
        self.names = Names(contents.negotiation)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Statements in the order of the documents and of the text."""
        known = (one for one in self._contents.statements if one.span.document in self._documents)
        return tuple(
            sorted(known, key=lambda one: (self._places[one.span.document], one.span.start, -one.span.end, one.id))
        )

    @cached_property
    def _quotes(self) -> dict[str, Quote]:
        return {one.id: self._quote(number, one) for number, one in enumerate(self.statements, start=1)}

    def get(self, ids: Iterable[str]) -> tuple[Quote, ...]:
        """The quotations of these statements, each once; an id that was not read is left out."""
        return tuple(self._quotes[id] for id in dict.fromkeys(ids) if id in self._quotes)

    def one(self, id: str) -> Quote:
        """The quotation of one statement (KeyError where it was not read)."""
        return self._quotes[id]

    def all(self) -> Mapping[str, Quote]:
        """Every quotation by its statement's id."""
        return self._quotes

    def look(self, party: str | None) -> Look:
        """The look of a party; of nobody's where it is not known."""
        return self.looks.get(party or "", nobody(party or "no party"))

    def _quote(self, number: int, statement: Statement) -> Quote:
        document = self._documents[statement.span.document]
        words = " ".join(statement.quote.split())
        short = words if len(words) <= LONGEST else words[:LONGEST].rsplit(" ", 1)[0]
        spoken_for = next((party for party in statement.parties if party in self.looks), None)
        act = statement.points[0].act if statement.points else None
        return Quote(
            id=statement.id,
            number=number,
            words=short,
            cut=short != words,
            marks=not any(mark in words for mark in '“”"«»'),
            speaker=speaker(statement, document.source or document.title or document.file),
            title=", ".join(filter(None, (statement.role, statement.organisation if statement.speakers else None))),
            source=document.source or document.title or document.file,
            date=day(statement.on or document.date),
            look=self.look(spoken_for) if spoken_for else nobody(),
            act=ACTS[act] if act else "says",
            family=FAMILIES[act] if act else "judges",
        )


def speaker(statement: Statement, source: str) -> str:
    """Who says it: the speaker as resolved, else as named, else the institution, else the reporter of the source."""
    if statement.tier is not Tier.STATED and not statement.speakers:
        return f"{source}, in its own voice"
    named = ", ".join(statement.speakers) or statement.speaker_as_named or statement.organisation
    return named or "somebody not named"
