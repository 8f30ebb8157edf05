"""What a run starts from: the codebook in its file or drafted, and the documents read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accord.errors import CallError, MaterialError, Problem, Severity
from accord.names import NEGOTIATION
from accord.negotiation import Negotiation, dump_negotiation, load_negotiation

if TYPE_CHECKING:
    from accord.documents import Document
    from accord.reading import Parsed, Registry
    from accord.reading.by_model import Session
    from accord.reading.tagger import Tagger
    from accord.statements import Statement

Progress = Callable[[str, int, int], None]
"""Told of every step: its name, how much is done, of how much (0 where that is not known)."""

SOURCES, DATABASE, REPORT = "sources", "talks.db", "report"


def silent(step: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def load_file(path: Path) -> tuple[Negotiation, tuple[Problem, ...]]:
    """The negotiation in a file.

    Raises:
        MaterialError: there is no such file, or it cannot be used; the sentence has the line and column.
    """
    return load_negotiation(text_at(path, "negotiation file"), path.name)


def text_at(path: Path, what: str) -> str:
    """The text of a file the user named.

    Raises:
        MaterialError: it cannot be read, or is not UTF-8; `what` it should have been is named.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise MaterialError(f"A {what} can be read and is UTF-8", f"{path}: {fault}", "correct the path") from fault


def draft_negotiation(documents: tuple[Document, ...]) -> tuple[Negotiation, tuple[Problem, ...]]:
    """A negotiation proposed from documents, with a note that says so."""
    from accord.draft import draft

    negotiation, problems = draft(documents)
    sentence = (
        f"No negotiation file was given: {len(negotiation.parties)} parties and {len(negotiation.issues)} issues were "
        f"drafted from the documents; read {NEGOTIATION}, correct it and run again with it."
    )
    return negotiation, (Problem(Severity.WARNING, "negotiation.drafted", sentence, file=NEGOTIATION), *problems)


@dataclass(frozen=True, slots=True)
class Model:
    """A language model to read with: where it answers, its name there, a key where it needs one, the most requests."""

    endpoint: str
    name: str
    key: str = ""
    requests: int = 200


@dataclass(frozen=True, slots=True)
class Tagging:
    """A trained tagger to read with, and the statements (ids) that a person has reviewed: these it leaves alone."""

    tagger: Tagger
    fingerprint: str
    reviewed: frozenset[str] = frozenset()


def read_documents(
    documents: Sequence[Document],
    negotiation: Negotiation,
    progress: Progress = silent,
    *,
    model: Model | None = None,
    tagging: Tagging | None = None,
) -> Iterator[tuple[Document, tuple[Statement, ...], tuple[Problem, ...]]]:
    """Document by document, the statements that a reader finds; names are known across all documents.

    By the rules, with no network, and a trained tagger over them where there is one: what it takes for no statement is
    given with the reader `LEFT_OUT`. With a `model`, by it alone.
    """
    session = None if model is None else _session(model)
    known, parses = _surveyed(documents, negotiation, progress)
    for number, one in enumerate(parses):
        progress("reading", number, len(documents))
        if session is None:
            yield one.document, *read_tagged(one, negotiation, known, tagging)
        else:
            yield one.document, *_by_model(one, negotiation, session, known)
    progress("reading", len(documents), len(documents))


def parse_documents(
    documents: Sequence[Document], negotiation: Negotiation, progress: Progress = silent
) -> tuple[list[Parsed], Registry]:
    """The documents' parses, all at once, and the names known across all of them."""
    known, parses = _surveyed(documents, negotiation, progress)
    return list(parses), known


def _surveyed(
    documents: Sequence[Document], negotiation: Negotiation, progress: Progress
) -> tuple[Registry, Iterator[Parsed]]:
    """The names known across all documents, and their parses one by one, so that memory does not grow with them."""
    from accord.reading.corpus import surveyed

    def shown() -> Iterator[Document]:
        for number, document in enumerate(documents):
            progress("parsing", number, len(documents))
            yield document

    return surveyed(shown(), negotiation)


def read_tagged(
    parsed: Parsed, negotiation: Negotiation, known: Registry, tagging: Tagging | None
) -> tuple[tuple[Statement, ...], tuple[Problem, ...]]:
    """The statements that the rules find in one document, with what a trained tagger makes of them."""
    from accord.reading import by_rule

    statements, problems = by_rule.read(parsed.document, negotiation, parsed=parsed, registry=known)
    if tagging is None:
        return statements, problems
    from accord.reading.tagger import LEFT_OUT, left_out_problem, tag

    tagged = tag(statements, parsed, tagging.tagger, tagging.reviewed)
    told = left_out_problem(parsed.document, tagged)
    aside = tuple(replace(one, reader=LEFT_OUT) for one in tagged.left_out)
    return (*tagged.statements, *aside), problems if told is None else (*problems, told)


def _session(model: Model) -> Session:
    from accord.reading.by_model import Budget, Session, endpoint

    return Session(endpoint(model.endpoint, model.name, model.key), model.name, Budget(requests=model.requests))


def _by_model(
    parsed: Parsed, negotiation: Negotiation, session: Session, known: Registry
) -> tuple[tuple[Statement, ...], tuple[Problem, ...]]:
    """What the model finds in one document, with a note of how much of it was refused."""
    from accord.reading.by_model import read, reject_rate

    document, before = parsed.document, session.counts.offered
    statements, problems = read(document, negotiation, session, parsed=parsed, known=known)
    if session.counts.offered == before:
        return statements, problems
    told = Problem(Severity.NOTE, "model.refused", f"So far: {reject_rate(session.counts)[1]}", document.file)
    return statements, (*problems, told)


def project_of(sources: Sequence[str]) -> tuple[Path, list[str]] | None:
    """The negotiation file and the sources of a project or folder named as the only source; None where it has none."""
    if len(sources) != 1 or not (Path(sources[0]) / NEGOTIATION).is_file():
        return None
    folder = Path(sources[0])
    inside = folder / SOURCES
    return folder / NEGOTIATION, [str(inside if inside.is_dir() else folder)]


def draft_file(
    sources: Sequence[str], out: Path | None, *, follow_links: bool = False
) -> tuple[str, dict[str, Any], tuple[Problem, ...]]:
    """The drafted negotiation as YAML and as a record; written to `out`, which must not exist.

    Raises:
        StoreError: `out` exists or cannot be written.
    """
    from accord.documents import read_sources
    from accord.store import write_new

    documents, problems = read_sources(sources, (), follow_links=follow_links)
    negotiation, found = draft_negotiation(documents)
    text = dump_negotiation(negotiation)
    if out is not None:
        write_new(out, text)
    return text, negotiation.model_dump(mode="json", by_alias=True), (*problems, *found)


def day(text: str | None) -> date | None:
    """A day written YYYY-MM-DD.

    Raises:
        CallError: it is none.
    """
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as fault:
        raise CallError("A day is written YYYY-MM-DD", f"got {text!r}", "write for instance 2031-03-11") from fault
