"""The documents for the page: every text in full, its statements marked, each with a note and the way back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from accord.documents import Document
from accord.documents.period_words import day
from accord.evidence import claim_words
from accord.findings.words import Names
from accord.negotiation import Negotiation
from accord.report.marking import Mark, Paragraph, marked
from accord.report.quoting import Quotations, Quote
from accord.report.words import ACTS, AUTHORITIES, KINDS, MODALITIES, TIERS
from accord.statements import Point, Statement

Use = tuple[str, str]
"""Anchor and words of a place that uses a statement."""


@dataclass(frozen=True, slots=True)
class Said:
    """One point of a statement in words."""

    act: str
    about: str
    what: str
    ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What is known of a statement: `facts` are name and value, `reached` how each field was found."""

    quote: Quote
    speaker: str
    summary: str
    points: tuple[Said, ...]
    facts: tuple[tuple[str, str], ...]
    reached: tuple[tuple[str, str], ...]
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with the notes on the statements that begin in it."""

    paragraph: Paragraph
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A document for the page."""

    anchor: str
    title: str
    source: str
    date: str
    file: str
    found: int
    passages: tuple[Passage, ...]


def texts(
    documents: Sequence[Document], negotiation: Negotiation, quotations: Quotations, uses: Mapping[str, Sequence[Use]]
) -> tuple[Text, ...]:
    """Every document, in the order given."""
    told: dict[str, list[Statement]] = defaultdict(list)
    for statement in quotations.statements:
        told[statement.span.document].append(statement)
    names = Names(negotiation)
    return tuple(_text(document, told[document.id], (negotiation, names, quotations), uses) for document in documents)


def _text(
    document: Document,
    statements: Sequence[Statement],
    pages: tuple[Negotiation, Names, Quotations],
    uses: Mapping[str, Sequence[Use]],
) -> Text:
    by_id = {statement.id: statement for statement in statements}
    marks = [Mark(one.span.start, one.span.end, one.id) for one in statements]
    return Text(
        anchor=document.id,
        title=document.title or document.file,
        source=document.source or "source not known",
        date=day(document.date),
        file=document.file,
        found=len(statements),
        passages=tuple(
            Passage(paragraph, tuple(_note(by_id[id], pages, uses.get(id, ())) for id in paragraph.begins))
            for paragraph in marked(document.text, marks)
        ),
    )


def _note(statement: Statement, pages: tuple[Negotiation, Names, Quotations], uses: Sequence[Use]) -> Note:
    negotiation, names, quotations = pages
    quote = quotations.one(statement.id)
    points = tuple(_said(point, negotiation, names) for point in statement.points)
    return Note(
        quote=quote,
        speaker=quote.speaker,
        summary=_summary(statement, names),
        points=points,
        facts=tuple(_facts(statement, names)),
        reached=tuple((_field(name), how) for name, how in sorted(statement.reached.items())),
        uses=tuple(dict.fromkeys(uses)),
    )


def _summary(statement: Statement, names: Names) -> str:
    """Acts and issues in one line."""
    parts = []
    for point in statement.points:
        what = names.option(point.issue, point.option) if point.issue else ""
        parts.append(f"{'does not: ' if point.negated else ''}{ACTS[point.act]}{f' {what}' if what else ''}")
    return "; ".join(dict.fromkeys(parts)) or "on no issue that is listed"


def _said(point: Point, negotiation: Negotiation, names: Names) -> Said:
    ends = [
        MODALITIES[point.modality],
        f"if {point.condition}" if point.condition else "",
        f"towards {names.party(point.counterpart)}" if point.counterpart else "",
        f"claims that {claim_words(point.claim, negotiation)}" if point.claim else "",
    ]
    act = f"{'denied: ' if point.negated else ''}{ACTS[point.act]}"
    return Said(
        act,
        names.party(point.about) if point.about else "nobody in particular",
        names.option(point.issue, point.option) if point.issue else "no issue that is listed",
        tuple(end for end in ends if end),
    )


def _facts(statement: Statement, names: Names) -> Iterable[tuple[str, str]]:
    if statement.speaker_as_named and statement.speaker_as_named not in statement.speakers:
        yield "named in the text as", statement.speaker_as_named
    if len(statement.chain) > 1:
        yield "passed on by", " → ".join(statement.chain)
    yield "speaks for", names.parties(statement.parties) or "no party"
    chair = ", ".join(filter(None, (statement.role, statement.organisation, AUTHORITIES[statement.authority])))
    if chair:
        yield "role", chair
    yield "words", f"{KINDS[statement.kind]}; {TIERS[statement.tier]}"
    if statement.cue:
        yield "introduced by", f"“{statement.cue}”"
    if statement.on:
        yield "said on", day(statement.on)
    yield "reader", f"{statement.reader.replace('_', ' ')}, confidence {statement.confidence:.2f}"


def _field(name: str) -> str:
    """A field's name in words.

    >>> _field("points[0].option"), _field("speakers")
    ('point 1: option', 'speakers')
    """
    if name.startswith("points[") and "]." in name:
        number, field = name[len("points[") :].split("].", 1)
        return f"point {int(number) + 1}: {field}" if number.isdigit() else name
    return name.replace("_", " ")
