"""Codings by people: what others have coded, tied to the characters it came from, or listed as not placed.

A coding with offsets stands there; one with only its words stands where `verbatim.locate` finds the whole of them, in
one place. Nothing is matched nearly: where the words are not found, the nearest passage is shown, and not used. Files
of the Discourse Network Analyzer have had their semicolons and quotation marks rewritten, so these two may differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from accord.documents import Document
from accord.errors import CallError, Problem, Severity
from accord.negotiation import Negotiation
from accord.reading.by_hand_rows import Row, row_problem, rows
from accord.reading.verbatim import Refused, fold, locate
from accord.statements import (
    BY_HAND,
    Act,
    Claim,
    Point,
    Says,
    Statement,
    claim_from,
    make_statement,
    point_from,
    statement_from,
    statement_record,
)

_MOST_SEARCHED, _LONGEST_SUGGESTED, _LIKE = 3_000_000, 2_000, 70.0
_DEFAULT = "coder"


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A coding that stands in no document: its row, its words, why, and the passage that is most like it, if any."""

    row: int
    quote: str
    why: str
    document: str | None = None
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file of codings holds: statements by document and place, what was not placed, what is wrong with it."""

    statements: tuple[Statement, ...]
    unplaced: tuple[Unplaced, ...]
    problems: tuple[Problem, ...]


def import_codings(
    text: str,
    file: str,
    documents: Sequence[Document],
    negotiation: Negotiation | None = None,
    *,
    coder: str | None = None,
) -> Imported:
    """The statements in a file of codings, each with the reader `by_hand:CODER`.

    `coder`: who coded the rows that do not say so; the file's name where nobody is told. Rows of one coder over the
    same words are one statement with several points. Every row is among the statements or the unplaced.

    Raises:
        MaterialError: the file holds no codings.
    """
    found, problems = rows(text, file)
    shelf, book = _Shelf(documents), _Book(negotiation)
    kept: dict[tuple[str, str], Statement] = {}
    unplaced: list[Unplaced] = []
    for row in found:
        place = _place(row, shelf)
        if isinstance(place, Unplaced):
            unplaced.append(_suggested(place, row, shelf))
            continue
        document, start, end = place
        if row.start is not None and (row.start, row.end) != (start, end):
            told = f"its offsets {row.start} to {row.end} hold other words; it was placed by its words, at {start}"
            problems.append(row_problem(file, row.number, told, Severity.NOTE))
        reader = reader_of(row.coder or coder or PurePosixPath(file).stem)
        statement = _statement(row, make_statement(document, start, end, reader=reader), book, file, problems)
        known = kept.get((reader, statement.id))
        kept[reader, statement.id] = statement if known is None else _joined(known, statement, row, file, problems)
    problems.extend(_told(one, file) for one in unplaced)
    problems.extend(book.concepts_unknown(file))
    files = {document.id: document.file for document in documents}
    order = sorted(kept.values(), key=lambda one: (files[one.span.document], one.span, one.reader))
    return Imported(tuple(order), tuple(unplaced), tuple(problems))


def reader_of(coder: str) -> str:
    """The reader of what a person coded."""
    return f"{BY_HAND}:{' '.join(coder.split()) or _DEFAULT}"


def coder_of(statement: Statement) -> str:
    """Who coded a statement: the person, or the program's way of reading."""
    way, _, person = statement.reader.partition(":")
    return person if way == BY_HAND and person else statement.reader


# where it stands


class _Shelf:
    """The documents by every name a file of codings may call them."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self._by_name: dict[str, dict[str, Document]] = {}
        self._folded: dict[str, str] = {}
        self.searched = 0
        for document in documents:
            path = PurePosixPath(document.file)
            for name in (document.id, document.file, path.name, path.stem, document.title):
                if name:
                    self._by_name.setdefault(_plain(name), {})[document.id] = document

    def named(self, name: str | None) -> list[Document]:
        """The documents of this name; all where there is no name."""
        if name is None:
            return list(self.documents)
        found = self._by_name.get(_plain(name)) or self._by_name.get(_plain(PurePosixPath(name).name)) or {}
        return list(found.values())

    def likely(self, among: Sequence[Document], quote: str) -> list[Document]:
        """Those that hold the words, typography and what a format rewrites apart; fast for many rows."""
        words = fold(quote.replace(";", ","))[0].strip()
        for document in among:
            if document.id not in self._folded:
                self._folded[document.id] = fold(document.text.replace(";", ","))[0]
        return [document for document in among if words in self._folded[document.id]]


def _plain(name: str) -> str:
    return fold(name.replace(";", ","))[0].strip().casefold()


def _place(row: Row, shelf: _Shelf) -> tuple[Document, int, int] | Unplaced:
    """Where a row's words stand, or why they stand nowhere."""
    among = shelf.named(row.document)
    if not among and row.rewritten:  # such a file calls documents by titles of its own
        among = list(shelf.documents)
    if not among:
        return _nowhere(row, f"no document is called {row.document!r}" if row.document else "there is no document")
    if row.start is not None and row.end is not None and len(among) == 1:
        found = _at_offsets(row, among[0])
        if found is not None:
            return found
    if row.quote is None:
        told = "several documents could be meant" if len(among) > 1 else "the span is not within the text"
        return _nowhere(row, told if row.start is not None else "it has neither words nor a span")
    likely = among if len(among) == 1 else shelf.likely(among, row.quote)
    places = [(document, _found(row, document.text)) for document in likely or among[:1]]
    hits = [(document, *place) for document, place in places if not isinstance(place, Refused)]
    if len(hits) == 1:
        return hits[0]
    if hits:
        return _nowhere(row, f"the words stand in {len(hits)} documents")
    reasons = {place.why for _, place in places if isinstance(place, Refused)}
    return _nowhere(row, "the words " + min(reasons, key=lambda why: (why == "do not stand there", why)))


def _at_offsets(row: Row, document: Document) -> tuple[Document, int, int] | None:
    """The row's span, where it lies within the text and holds the row's words."""
    start, end = row.start or 0, row.end or 0
    if not 0 <= start < end <= len(document.text) or not document.text[start:end].strip():
        return None
    if row.quote is not None and fold(document.text[start:end])[0].strip() != fold(row.quote)[0].strip():
        return None
    return document, start, end


def _found(row: Row, text: str) -> tuple[int, int] | Refused:
    place = locate(row.quote or "", text)
    if row.rewritten and isinstance(place, Refused) and place.why == "do not stand there":
        return locate((row.quote or "").replace(";", ","), text.replace(";", ","))
    return place


def _nowhere(row: Row, why: str) -> Unplaced:
    return Unplaced(row.number, row.quote or "", why, row.document)


def _suggested(one: Unplaced, row: Row, shelf: _Shelf) -> Unplaced:
    """The same with the passage most like its words, to be shown; until much text is searched, for it takes time."""
    from rapidfuzz import fuzz

    if not one.quote or len(one.quote) > _LONGEST_SUGGESTED or shelf.searched > _MOST_SEARCHED:
        return one
    best, words = _LIKE, None
    for document in shelf.named(row.document) or shelf.documents:
        shelf.searched += len(document.text)
        if shelf.searched > _MOST_SEARCHED:
            break
        found = fuzz.partial_ratio_alignment(one.quote, document.text, score_cutoff=best)
        if found is not None and found.score > best:
            best, words = found.score, _whole_words(document.text, found.dest_start, found.dest_end)
    return replace(one, suggestion=words)


def _whole_words(text: str, start: int, end: int) -> str:
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end].strip()


def _told(one: Unplaced, file: str) -> Problem:
    words = " ".join(one.quote.split())[:80] or "no words"
    like = f"; nearest in the text: “{' '.join(one.suggestion.split())[:160]}”" if one.suggestion else ""
    told = f"not placed, {one.why} (“{words}”){like}"
    return replace(row_problem(file, one.row, told, Severity.ERROR), code="coding.unplaced")


# what it says


class _Book:
    """The codebook as a file of codings may name its parts."""

    def __init__(self, negotiation: Negotiation | None) -> None:
        self.negotiation = negotiation
        self._parties: dict[str, str] = {}
        self._issues: dict[str, str] = {}
        self._options: dict[str, set[tuple[str, str]]] = {}
        self._unknown: dict[str, list[int]] = {}
        for party in negotiation.parties if negotiation else ():
            for name in (party.id, party.name, *party.aliases):
                self._parties.setdefault(_plain(name), party.id)
        for issue in negotiation.issues if negotiation else ():
            self._issues[_plain(issue.id)] = issue.id
            for option in issue.options:
                names = (option, f"{issue.id}.{option}", f"{issue.id}: {option}", *issue.cues.get(option, ()))
                for name in names:
                    self._options.setdefault(_plain(name), set()).add((issue.id, option))

    def party(self, name: str) -> str | None:
        return name if self.negotiation is None else self._parties.get(_plain(name))

    def issue(self, name: str) -> str | None:
        return name if self.negotiation is None else self._issues.get(_plain(name))

    def option(self, issue: str | None, name: str) -> str | None:
        if self.negotiation is None:
            return name
        return next((option for known, option in sorted(self._options.get(_plain(name), ())) if known == issue), None)

    def concept(self, name: str, row: int) -> tuple[str, str | None] | None:
        """The issue and the option that a concept names, where it names one alone."""
        found = self._options.get(_plain(name), set())
        if len(found) == 1:
            return next(iter(found))
        if _plain(name) in self._issues:
            return self._issues[_plain(name)], None
        self._unknown.setdefault(name, []).append(row)
        return None

    def concepts_unknown(self, file: str) -> Iterable[Problem]:
        for name, numbers in self._unknown.items():
            sentence = (
                f"{file}: the concept {name[:80]!r} is no option, cue or issue of the negotiation file; "
                f"{len(numbers)} row(s), the first {numbers[0]}, are kept without a point."
            )
            yield Problem(Severity.WARNING, "coding.concept", sentence, file, numbers[0])


def _statement(row: Row, bare: Statement, book: _Book, file: str, problems: list[Problem]) -> Statement:
    """The statement with the row's fields; a field that cannot be used is left out and told."""
    statement = bare
    for name, value in row.fields.items():
        listed = name == "parties" and isinstance(value, list)
        told = _parties(value, row, book, file, problems) if listed else value
        statement = _with(statement, name, told, row, file, problems)
    if row.concept is not None:
        organisation = book.party(statement.organisation or "")
        if organisation is not None and book.negotiation is not None and not statement.parties:
            statement = _with(statement, "parties", [organisation], row, file, problems)
    point = _concept_point(row, statement, book) if row.concept else _point(row, statement, book, file, problems)
    coded = {f"points[0].{name}": f"by {coder_of(statement)}" for name in row.point}
    if point is not None:
        points = {"points": f"by {coder_of(statement)}"}
        return replace(statement, points=(point,), reached={**statement.reached, **coded, **points})
    return statement if _says_something(row) else replace(statement, reached={**statement.reached, **coded})


def _says_something(row: Row) -> bool:
    """Whether a row tells of a point, beyond that there is none."""
    return any(value is not None and value is not False for value in row.point.values())


def _parties(names: list[Any], row: Row, book: _Book, file: str, problems: list[Problem]) -> list[str]:
    known = {name: book.party(str(name)) for name in names}
    for name in (name for name, id in known.items() if id is None):
        told = f"party {str(name)[:60]!r} is not in the negotiation file and was left out"
        problems.append(row_problem(file, row.number, told))
    return list(dict.fromkeys(id for id in known.values() if id is not None))


def _with(statement: Statement, name: str, value: Any, row: Row, file: str, problems: list[Problem]) -> Statement:
    """The statement with one field more, checked; without it, and a problem, where it does not fit."""
    if value is None and name in {"speakers", "chain", "parties", "points"}:
        value = []
    record = statement_record(statement, statement.span.document)
    record |= {"confidence": statement.confidence, name: value}
    record["reached"] = {**statement.reached, name: f"by {coder_of(statement)}"}
    try:
        return statement_from(record, statement.span.document)
    except CallError as fault:
        problems.append(row_problem(file, row.number, f"`{name}` was left out: {str(fault).rstrip('.')}"))
        return statement


def _point(row: Row, statement: Statement, book: _Book, file: str, problems: list[Problem]) -> Point | None:
    """The one point of a row of a table; None where it has none, or no act."""
    told = dict(row.point)
    if not _says_something(row):
        return None
    issue = told.get("issue")
    if issue is not None:
        told["issue"] = book.issue(issue)
    if told.get("option") is not None:
        told["option"] = book.option(told.get("issue"), told["option"])
    for name in ("about", "counterpart"):
        if told.get(name) is not None:
            told[name] = book.party(told[name])
    for name in ("issue", "option", "about", "counterpart"):
        if row.point.get(name) is not None and told.get(name) is None:
            shown = f"{name} {row.point[name][:60]!r} is not in the negotiation file and was left out"
            problems.append(row_problem(file, row.number, shown))
    told["claim"] = _claim(told.get("claim"), row, book, file, problems)
    if told.get("about") is None and "about" not in row.point and len(statement.parties) == 1:
        told["about"] = statement.parties[0]
    act = str(told.get("act") or "").casefold()
    if act not in set(Act):
        came = f"it says {row.point['act'][:40]!r}" if row.point.get("act") else "the row has none"
        shown = f"a point has an act ({', '.join(Act)}); {came}; the point was left out"
        problems.append(row_problem(file, row.number, shown))
        return None
    told["act"] = act
    return _checked_point(told, row, file, problems)


def _checked_point(told: Mapping[str, Any], row: Row, file: str, problems: list[Problem]) -> Point | None:
    claim, fields = told.get("claim"), {name: value for name, value in told.items() if name != "claim"}
    try:
        return replace(point_from(fields), claim=claim)
    except CallError as fault:
        problems.append(row_problem(file, row.number, f"the point was left out: {str(fault).rstrip('.')}"))
        return None


def _claim(record: Any, row: Row, book: _Book, file: str, problems: list[Problem]) -> Claim | None:
    if record is None:
        return None
    fields = dict(record) if isinstance(record, Mapping) else {"says": record}
    for name in ("party", "other", "towards"):
        if isinstance(fields.get(name), str):
            fields[name] = book.party(fields[name])
    if isinstance(fields.get("issue"), str):
        fields["issue"] = book.issue(fields["issue"])
    for name in ("option", "over"):
        if isinstance(fields.get(name), str) and fields.get("says") != "values_more":
            fields[name] = book.option(fields.get("issue"), fields[name])
    try:
        return claim_from({name: value for name, value in fields.items() if value is not None})
    except CallError as fault:
        problems.append(row_problem(file, row.number, f"the claim was left out: {str(fault).rstrip('.')}"))
        return None


def _concept_point(row: Row, statement: Statement, book: _Book) -> Point | None:
    """The point of a discourse network's row: for or against an option, with no act beyond an assessment."""
    if row.concept is None:
        return None
    name, agrees = row.concept
    found = book.concept(name, row.number)
    if found is None:
        return None
    issue, option = found
    about = statement.parties[0] if len(statement.parties) == 1 else None
    claim = Claim(Says.SEEKS, about, issue, option, negated=not agrees) if about and option else None
    return Point(Act.ASSESSMENT, about, issue, option, claim=claim, negated=not agrees)


def _joined(known: Statement, more: Statement, row: Row, file: str, problems: list[Problem]) -> Statement:
    """One statement of two rows over the same words: the points of both, all else as the first has it."""
    own = {name for name in more.reached if not re.match(r"points\b", name)}
    differing = sorted(name for name in own & set(known.reached) if getattr(known, name) != getattr(more, name))
    if differing:
        told = f"an earlier row of the same words has another {', '.join(differing)}; the earlier is kept"
        problems.append(row_problem(file, row.number, told))
    added = {name: getattr(more, name) for name in sorted(own - set(known.reached))}
    points = tuple(dict.fromkeys((*known.points, *more.points)))
    return replace(known, points=points, reached={**more.reached, **known.reached}, **added)
