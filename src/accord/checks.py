"""Checks over the material: one function per rule, faults returned as problems."""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import combinations

from accord.documents import Document
from accord.errors import Problem, Severity
from accord.ledger.booking import book
from accord.ledger.chronology import said_on
from accord.ledger.clashes import clashes, disputes
from accord.ledger.records import Ledger, Position
from accord.negotiation import Negotiation
from accord.statements import Claim, Statement, holds

_ALIKE = 0.5  # share of shingles in common from which two documents tell the same in the same words
_SHINGLE = 5  # words; long enough that stock phrases of one trade do not make two reports alike
_COMPARED = 200_000  # characters of a document; its beginning tells whether it is a reprint
_BOILERPLATE = 30  # documents; a run in more of them is a masthead or a legal notice, and pairs grow with the square


def check(
    documents: Sequence[Document],
    negotiation: Negotiation,
    statements: Sequence[Statement],
    *,
    ledger: Ledger | None = None,
) -> tuple[Problem, ...]:
    """Every fault that the rules of this file find, sorted by rule and place; `ledger` spares booking again."""
    booked = ledger if ledger is not None else book(statements, documents, negotiation)
    found = [
        *no_statements_at_all(documents, statements),
        *broken_spans(documents, statements),
        *undated(documents, statements),
        *outside_the_codebook(documents, negotiation, statements),
        *untouched(negotiation, statements),
        *unheard(negotiation, statements),
        *empty_documents(documents, statements),
        *alike(documents),
        *cannot_all_be_met(booked, negotiation),
        *accounts_differ(booked, negotiation),
    ]
    ranks = list(Severity)
    return tuple(sorted(found, key=lambda p: (ranks.index(p.severity), p.code, p.file or "", p.sentence, p.statements)))


def no_statements_at_all(documents: Sequence[Document], statements: Sequence[Statement]) -> Iterator[Problem]:
    """Says what to do where nothing was found in any document."""
    if not statements:
        count = f"{len(documents)} document{'' if len(documents) == 1 else 's'}"
        sentence = (
            f"No statement was found in {count}, so nothing can be computed from evidence: name the parties with their"
            " aliases and speakers and the issues with their cues in the negotiation file, or check that these are the"
            " right documents."
        )
        yield Problem(Severity.WARNING, "statements.none", sentence)


def broken_spans(documents: Sequence[Document], statements: Sequence[Statement]) -> Iterator[Problem]:
    """Statements whose quote is not the text at their span."""
    by_id = {document.id: document for document in documents}
    for statement in statements:
        document = by_id.get(statement.span.document)
        span = statement.span
        if document is None:
            sentence = (
                f"Statement {statement.id} points into a document that is not here ({span.document}): read it again."
            )
            yield Problem(Severity.ERROR, "statement.no_document", sentence, statements=(statement.id,))
        elif not holds(statement, document):
            came = _shortened(document.text[span.start : span.end])
            sentence = (
                f"Statement {statement.id} quotes {_shortened(statement.quote)!r}, but the text from {span.start} to"
                f" {span.end} is {came!r}: read the document again or correct the span."
            )
            yield Problem(Severity.ERROR, "statement.quote", sentence, file=document.file, statements=(statement.id,))


def undated(documents: Sequence[Document], statements: Sequence[Statement]) -> Iterator[Problem]:
    """Documents with statements whose day is not known; these make positions, but no moves between days."""
    by_id = {document.id: document for document in documents}
    without: dict[str, list[str]] = {}
    for statement in statements:
        document = by_id.get(statement.span.document)
        if document is not None and said_on(statement, document) is None:
            without.setdefault(document.file, []).append(statement.id)
    for file, ids in without.items():
        sentence = (
            f"{_number(len(ids), 'statement')} of {file} {'has' if len(ids) == 1 else 'have'} no date, so no move can"
            " be seen by them: give the file a date under `documents` in the negotiation file."
        )
        yield Problem(Severity.WARNING, "statement.undated", sentence, file=file, statements=tuple(sorted(ids)))


def outside_the_codebook(
    documents: Sequence[Document], negotiation: Negotiation, statements: Sequence[Statement]
) -> Iterator[Problem]:
    """Parties, issues and options in points that the codebook does not have; the ledger passes over them."""
    files = {document.id: document.file for document in documents}
    where: dict[tuple[str, str], list[Statement]] = {}
    parties = {party.id for party in negotiation.parties}
    options = {issue.id: {None, *issue.options} for issue in negotiation.issues}
    for statement in statements:
        for what in _unknown(statement, parties, options):
            where.setdefault(what, []).append(statement)
    for (kind, name), ours in where.items():
        ids = tuple(sorted({statement.id for statement in ours}))
        sentence = (
            f"The negotiation has no {kind} {name!r}, but {_number(len(ids), 'statement')}"
            f" {'speaks' if len(ids) == 1 else 'speak'} of it: add it to the negotiation file or correct them."
        )
        first = min(files.get(statement.span.document, "") for statement in ours) or None
        yield Problem(Severity.WARNING, f"statement.unknown_{kind}", sentence, file=first, statements=ids)


def untouched(negotiation: Negotiation, statements: Sequence[Statement]) -> Iterator[Problem]:
    """Issues and options that no statement speaks of: what is found on them rests on the prior alone."""
    touched = {pair for statement in statements for pair in _touched(statement)}
    issues = {issue for issue, _ in touched}
    for issue in negotiation.issues:
        if not statements:
            return
        if issue.id not in issues:
            sentence = (
                f"No statement speaks of issue {issue.id!r}: add the words that tell of it to its `cues`, or drop it."
            )
            yield Problem(Severity.WARNING, "issue.untouched", sentence)
            continue
        for option in issue.options:
            if (issue.id, option) not in touched and option != issue.status_quo:
                sentence = f"No statement names option {option!r} of issue {issue.id!r}: add its words to `cues`."
                yield Problem(Severity.NOTE, "option.untouched", sentence)


def unheard(negotiation: Negotiation, statements: Sequence[Statement]) -> Iterator[Problem]:
    """Parties that never speak, and parties that nobody speaks of."""
    speaking = {party for statement in statements for party in statement.parties}
    told_of = {party for statement in statements for party in _spoken_of(statement)}
    for party in negotiation.parties:
        if not statements:
            return
        if party.id not in speaking | told_of:
            sentence = f"No statement is by or about party {party.id!r} ({party.name}): add its aliases, or drop it."
            yield Problem(Severity.WARNING, "party.unheard", sentence)
        elif party.id not in speaking:
            sentence = (
                f"Party {party.id!r} ({party.name}) is never quoted: all that is known of it is by others' account."
            )
            yield Problem(Severity.NOTE, "party.never_speaks", sentence)
        elif party.id not in told_of:
            sentence = f"Nothing is told of what party {party.id!r} ({party.name}) wants, takes or refuses."
            yield Problem(Severity.NOTE, "party.never_spoken_of", sentence)


def empty_documents(documents: Sequence[Document], statements: Sequence[Statement]) -> Iterator[Problem]:
    """Documents in which no statement was found, where others have some."""
    read = {statement.span.document for statement in statements}
    for document in documents:
        if statements and document.id not in read:
            sentence = f"No statement was found in {document.file}: it is about something else, or names lack aliases."
            yield Problem(Severity.NOTE, "document.no_statement", sentence, file=document.file)


def alike(documents: Sequence[Document]) -> Iterator[Problem]:
    """Pairs of documents that share half of the shorter one's runs of five words: a reprint counts as two voices."""
    ordered = sorted(documents, key=lambda document: (document.file, document.id))
    shingles = [_shingles(document.text) for document in ordered]
    for (first, second), common in sorted(_shared(shingles).items()):
        share = common / min(len(shingles[first]), len(shingles[second]))
        if share >= _ALIKE:
            sentence = (
                f"{ordered[first].file} and {ordered[second].file} share {share:.0%} of their wording and may be one"
                " report printed twice: its statements would count double, so leave one out unless both were written"
                " independently."
            )
            yield Problem(Severity.WARNING, "documents.alike", sentence, file=ordered[second].file)


def cannot_all_be_met(ledger: Ledger, negotiation: Negotiation) -> Iterator[Problem]:
    """Demands that a party whose yes is needed refuses, by whose account."""
    for clash in clashes(ledger, negotiation):
        sentence = (
            f"{_party(negotiation, clash.by)} asks for {clash.option!r} on {clash.issue!r} (by {_tellers(clash.asked)})"
            f" and {_party(negotiation, clash.against)} refuses it (by {_tellers(clash.refused)}): both cannot be met."
        )
        yield Problem(Severity.NOTE, "positions.clash", sentence, statements=_ids((*clash.asked, *clash.refused)))


def accounts_differ(ledger: Ledger, negotiation: Negotiation) -> Iterator[Problem]:
    """Options that a party takes by one account and refuses by another."""
    for dispute in disputes(ledger, negotiation):
        sentence = (
            f"Accounts differ on where {_party(negotiation, dispute.party)} stands on {dispute.option!r} of"
            f" {dispute.issue!r}: for it by {_tellers(dispute.taken)}, against it by {_tellers(dispute.refused)}."
        )
        yield Problem(Severity.NOTE, "positions.dispute", sentence, statements=_ids((*dispute.taken, *dispute.refused)))


def _unknown(
    statement: Statement, parties: Set[str], options: Mapping[str, Set[str | None]]
) -> Iterator[tuple[str, str]]:
    for name in {*statement.parties, *_spoken_of(statement)} - parties:
        yield "party", name
    for issue, option in set(_touched(statement)):
        if issue not in options:
            yield "issue", issue
        elif option not in options[issue]:
            yield "option", f"{option} of {issue}"


def _touched(statement: Statement) -> Iterator[tuple[str, str | None]]:
    """Issue and option pairs that a statement's points and their claims name."""
    for point in statement.points:
        if point.issue is not None:
            yield point.issue, point.option
        if point.claim is not None:
            yield from _claimed(point.claim)


def _claimed(claim: Claim) -> Iterator[tuple[str, str | None]]:
    if claim.issue is not None:
        yield claim.issue, claim.option
        if claim.over is not None:
            yield (claim.over, None) if claim.says == "values_more" else (claim.issue, claim.over)
    steps = [term for term in (claim.first, claim.then) if term is not None]
    for term in (*claim.given, *claim.against, *steps):
        yield term.issue, term.option


def _spoken_of(statement: Statement) -> set[str]:
    claims = [point.claim for point in statement.points if point.claim]
    named = {claim.party for claim in claims} | {claim.other for claim in claims} | {claim.towards for claim in claims}
    named |= {point.about for point in statement.points} | {point.counterpart for point in statement.points}
    return {name for name in named if name is not None}


def _shingles(text: str) -> set[int]:
    """Checksums of the runs of five words; of a very long text its beginning is compared."""
    words = re.findall(r"\w+", text[:_COMPARED].casefold())
    runs = (" ".join(words[place : place + _SHINGLE]) for place in range(len(words) - _SHINGLE + 1))
    return {zlib.crc32(run.encode("utf-8", "surrogatepass")) for run in runs}


def _shared(shingles: Sequence[set[int]]) -> Counter[tuple[int, int]]:
    """How many runs each pair of documents has in common; one that very many share is boilerplate."""
    holders: dict[int, list[int]] = defaultdict(list)
    for number, ours in enumerate(shingles):
        for run in ours:
            holders[run].append(number)
    pairs: Counter[tuple[int, int]] = Counter()
    for numbers in holders.values():
        if 1 < len(numbers) <= _BOILERPLATE:
            pairs.update(combinations(numbers, 2))
    return pairs


def _shortened(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _party(negotiation: Negotiation, party: str) -> str:
    return next((entry.name for entry in negotiation.parties if entry.id == party), party)


def _tellers(positions: Sequence[Position]) -> str:
    return ", ".join(sorted({name for position in positions for name in position.according_to})) or "an unnamed voice"


def _ids(positions: Sequence[Position]) -> tuple[str, ...]:
    return tuple(sorted({statement for position in positions for statement in position.statements}))
