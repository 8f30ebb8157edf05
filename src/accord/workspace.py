"""The flow: read, book, weigh, compute, report. Read this first.

`run` tells the whole story on documents in memory; a `Workspace` is the same steps over a project folder, with what was
read and corrected kept in its database.
"""

from __future__ import annotations

import getpass
import hashlib
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accord.errors import CallError, EvidenceError, MaterialError, Problem, Severity, StoreError
from accord.negotiation import Negotiation, dump_negotiation, load_negotiation

if TYPE_CHECKING:
    from accord.bargain import Bargain
    from accord.documents import Document
    from accord.evidence import Piece, Weighed
    from accord.findings import Changes, Difference
    from accord.ledger import Ledger
    from accord.report import Contents
    from accord.statements import Statement

Progress = Callable[[str, int, int], None]
"""Told of every step: its name, how much is done, of how much (0 where that is not known)."""

NEGOTIATION, SOURCES, DATABASE, REPORT = "negotiation.yaml", "sources", "talks.db", "report"
READER = "by_rule"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run may be asked for: the root of its random streams, and how many models are drawn."""

    seed: int = 0
    members: int = 1000


def silent(step: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def analyze(
    sources: Sequence[str | Path],
    negotiation: Path | None = None,
    *,
    settings: Settings | None = None,
    progress: Progress = silent,
) -> Contents:
    """The whole flow on files, folders or URLs; with no negotiation file one is drafted from the documents.

    Raises:
        MaterialError: no source can be read at all, or the negotiation file cannot be used.
    """
    from accord.documents import read_sources

    if not any("://" in str(source) or Path(source).exists() for source in sources):
        missing = ", ".join(str(source) for source in sources)
        raise MaterialError("A source is a file, a folder or a URL", f"there is no {missing}", "correct the path")
    progress("documents", 0, 0)
    book, problems = load_file(negotiation) if negotiation else (Negotiation(), ())
    documents, faults = read_sources(sources, book.documents)
    if negotiation is None:
        progress("draft", 0, 0)
        book, drafting = draft_negotiation(documents)
        problems = (*problems, *drafting)
    readings = list(read_documents(documents, book, progress))
    statements = tuple(statement for _, found, _ in readings for statement in found)
    contents = run(documents, book, statements, settings=settings, progress=progress)
    unread = tuple(problem for _, _, told in readings for problem in told)
    found = (*problems, *faults, *unread, *contents.problems)
    return replace(contents, problems=tuple(dict.fromkeys(found)), drafted=negotiation is None)


def run(
    documents: tuple[Document, ...],
    negotiation: Negotiation,
    statements: tuple[Statement, ...],
    *,
    settings: Settings | None = None,
    progress: Progress = silent,
) -> Contents:
    """From statements to findings: book, check, weigh, compute."""
    return _run((documents, negotiation, statements), settings or Settings(), progress)


@dataclass(frozen=True)
class WhatIf:
    """The findings as they are and as they would be, with what a change does to each."""

    before: Contents
    after: Contents
    differences: tuple[Difference, ...]


def what_if(
    documents: tuple[Document, ...],
    negotiation: Negotiation,
    statements: tuple[Statement, ...],
    changes: Changes,
    *,
    settings: Settings | None = None,
    progress: Progress = silent,
) -> WhatIf:
    """What every finding would be if something were otherwise, beside what it is, on the same random streams.

    Raises:
        CallError: a change that names what is not there, or that cannot be.
    """
    from accord.findings import Changes, differences
    from accord.findings.changes import changed, tables

    settings, read = settings or Settings(), (documents, negotiation, statements)
    tables(changed(negotiation, changes), changes)  # what cannot be is told before anything is weighed
    before = _run(read, settings, progress, asked=Asked(Changes(), None, sides=False))
    after = _run(read, settings, progress, asked=Asked(changes, before.weighed, sides=False))
    return WhatIf(before, after, differences(before.findings, after.findings))


@dataclass(frozen=True)
class Asked:
    """How a run is asked for: with what changed, on whose streams, and whether each side is believed alone too."""

    changes: Changes
    like: Weighed | None
    sides: bool = True


def _run(
    read: tuple[tuple[Document, ...], Negotiation, tuple[Statement, ...]],
    settings: Settings,
    progress: Progress,
    *,
    asked: Asked | None = None,
) -> Contents:
    from accord.checks import check
    from accord.evidence import known_by, pieces
    from accord.findings import Runs, findings
    from accord.findings.changes import Changes, believed, changed, left, tables
    from accord.ledger import book
    from accord.report import Contents

    documents, negotiation, statements = read
    asked = asked or Asked(Changes(), None)
    changes = asked.changes
    progress("ledger", 0, 0)
    told = changed(negotiation, changes)
    used = tuple(statement for statement in statements if statement.id not in changes.without)
    used, undated = known_by(used, documents, changes.as_of) if changes.as_of else (used, ())
    ledger = book(used, documents, told)
    problems = check(documents, told, used, ledger=ledger)
    progress("models", 0, settings.members)
    evidence, unusable = pieces(used, ledger, told, documents=documents)
    left(statements, [piece.id for piece in evidence], changes.without)
    heard = believed([piece for piece in evidence if piece.id not in changes.without], changes.believe, told)
    weighed, conflicts = weigh_evidence(heard, told, settings, like=asked.like)
    progress("findings", 0, 0)
    runs = Runs(sides=asked.sides, tables=tables(told, changes), outside=changes.outside, order=changes.order)
    found = findings(weighed, ledger, used, documents, told, runs=runs)
    return Contents(
        documents=documents,
        negotiation=told,
        statements=used,
        ledger=ledger,
        weighed=weighed,
        findings=found,
        problems=(*undated, *problems, *unusable, *conflicts),
        drafted=False,
        seed=settings.seed,
        members=settings.members,
    )


def weigh_evidence(
    evidence: tuple[Piece, ...], negotiation: Negotiation, settings: Settings, *, like: Weighed | None = None
) -> tuple[Weighed | None, tuple[Problem, ...]]:
    """The ensemble of models that fit the evidence, and what stood in its way.

    Certain evidence that cannot hold together is told and set aside, and the rest is weighed. None where the
    negotiation has nothing to weigh. `like`: on the streams of another weighing, so that the two can be compared.
    """
    from accord.evidence import weigh

    if not negotiation.parties or not negotiation.issues:
        sentence = "Weighing needs parties and issues; the negotiation has none of one of them; add them."
        return None, (Problem(Severity.WARNING, "evidence.nothing_to_weigh", sentence),)
    problems: tuple[Problem, ...] = ()
    while True:
        try:
            weighed = weigh(evidence, negotiation, members=settings.members, seed=settings.seed, like=like)
        except EvidenceError as conflict:
            remaining, told = _set_aside(evidence, conflict)
            problems = (*problems, told)
            if len(remaining) == len(evidence):
                return None, problems
            evidence = remaining
        else:
            return weighed, (*problems, *weighed.problems)


def _set_aside(evidence: tuple[Piece, ...], conflict: EvidenceError) -> tuple[tuple[Piece, ...], Problem]:
    clashing = {name for conflicting in conflict.conflicts for name in conflicting}
    sentence = f"{str(conflict).rstrip('.')}. All of it was set aside, and the rest was weighed without it."
    quoted = tuple(dict.fromkeys(one for piece in evidence if piece.id in clashing for one in piece.statements))
    problem = Problem(Severity.ERROR, "evidence.contradiction", sentence, statements=quoted)
    return tuple(piece for piece in evidence if piece.id not in clashing), problem


def load_file(path: Path) -> tuple[Negotiation, tuple[Problem, ...]]:
    """The negotiation in a file.

    Raises:
        MaterialError: there is no such file, or it cannot be used; the sentence has the line and column.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise MaterialError(
            "A negotiation file can be read and is UTF-8", f"{path}: {fault}", "correct the path"
        ) from fault
    return load_negotiation(text, path.name)


def draft_negotiation(documents: tuple[Document, ...]) -> tuple[Negotiation, tuple[Problem, ...]]:
    """A negotiation proposed from documents, with a note that says so."""
    from accord.draft import draft

    negotiation, problems = draft(documents)
    sentence = (
        f"No negotiation file was given: {len(negotiation.parties)} parties and {len(negotiation.issues)} issues were "
        f"drafted from the documents; read {NEGOTIATION}, correct it and run again with it."
    )
    return negotiation, (Problem(Severity.WARNING, "negotiation.drafted", sentence, file=NEGOTIATION), *problems)


def read_documents(
    documents: Sequence[Document], negotiation: Negotiation, progress: Progress = silent
) -> Iterator[tuple[Document, tuple[Statement, ...], tuple[Problem, ...]]]:
    """Document by document, the statements that the offline reader finds; names are known across all documents."""
    from accord.reading.by_rule import read
    from accord.reading.parsed import parse
    from accord.reading.registry import registry

    parsed = []
    for number, document in enumerate(documents):
        progress("parsing", number, len(documents))
        parsed.append(parse(document))
    known = registry(parsed, negotiation)
    for number, one in enumerate(parsed):
        progress("reading", number, len(documents))
        yield one.document, *read(one.document, negotiation, parsed=one, registry=known)
    progress("reading", len(documents), len(documents))


def run_record(contents: Contents, sources: Iterable[str], started: datetime) -> dict[str, Any]:
    """What belongs to one run alone: times, versions, the machine."""
    finished = datetime.now(UTC)
    return {
        "accord": version("accord"),
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in ("numpy", "numba", "scipy", "spacy")},
        "seed": contents.seed,
        "members": contents.members,
        "sources": list(sources),
        "started": started.isoformat(),
        "seconds": round((finished - started).total_seconds(), 3),
    }


def project_of(sources: Sequence[str]) -> tuple[Path, list[str]] | None:
    """The negotiation file and the sources of a project or folder named as the only source; None where it has none."""
    if len(sources) != 1 or not (Path(sources[0]) / NEGOTIATION).is_file():
        return None
    folder = Path(sources[0])
    inside = folder / SOURCES
    return folder / NEGOTIATION, [str(inside if inside.is_dir() else folder)]


def draft_file(sources: Sequence[str], out: Path | None) -> tuple[str, dict[str, Any], tuple[Problem, ...]]:
    """The drafted negotiation as YAML and as a record; written to `out`, which must not exist.

    Raises:
        StoreError: `out` exists or cannot be written.
    """
    from accord.documents import read_sources
    from accord.store import write_new

    documents, problems = read_sources(sources, ())
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


def bargain_at(path: Path) -> Bargain:
    """The bargain in a file, or of a project: its central model, every value the mean over the ensemble.

    Raises:
        MaterialError: there is nothing to solve.
    """
    from accord.interchange import read_bargain

    if not path.is_dir():
        return read_bargain(path)
    weighed = Workspace.open(path).compute().weighed
    if weighed is None:
        raise MaterialError("A project to solve has parties and issues", f"{path} has none of one", "add them")
    return weighed.ensemble.centre()


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


class Workspace:
    """A project folder: `negotiation.yaml`, `sources/`, the database, the report."""

    def __init__(self, folder: Path, database: str | Path | None = None) -> None:
        self.folder = folder
        self.database = database or folder / DATABASE

    @classmethod
    def open(cls, folder: str | Path, database: str | Path | None = None) -> Workspace:
        """The project in a folder.

        Raises:
            StoreError: the folder is no project.
        """
        path = Path(folder)
        if not (path / NEGOTIATION).is_file():
            must = f"A project is a folder with {NEGOTIATION}"
            raise StoreError(must, f"{path} has none", f"make one with `accord new {path}`")
        return cls(path, database)

    @classmethod
    def new(cls, folder: str | Path, negotiation: Negotiation | None = None) -> Workspace:
        """A new project: a commented negotiation file to fill in (or the one given) and an empty folder of sources.

        Raises:
            StoreError: the folder holds a project already, or cannot be written.
        """
        from accord.store import start_project

        path = Path(folder)
        start_project(path, None if negotiation is None else dump_negotiation(negotiation), NEGOTIATION, SOURCES)
        return cls(path)

    def negotiation(self) -> tuple[Negotiation, tuple[Problem, ...]]:
        """The project's codebook."""
        return load_file(self.folder / NEGOTIATION)

    def read(self, progress: Progress = silent) -> tuple[int, tuple[Problem, ...]]:
        """Reads the sources that were not read before with this codebook; returns how many statements were added.

        One transaction a document: what is reported has been kept.
        """
        from accord.documents import read_sources
        from accord.store import Reading, Store

        negotiation, problems = self.negotiation()
        progress("documents", 0, 0)
        documents, faults = read_sources([self.folder / SOURCES], negotiation.documents)
        fingerprint, added, told = _fingerprint(negotiation, documents), 0, [*problems, *faults]
        with Store.open(self.database) as store:
            store.add_documents(documents, only=True)
            if all(store.has(Reading(document.id, READER, fingerprint)) for document in documents):
                return 0, tuple(dict.fromkeys(told))
            for document, statements, found in read_documents(documents, negotiation, progress):
                told.extend(found)
                if store.add_reading(Reading(document.id, READER, fingerprint), statements, when=now().isoformat()):
                    added += len(statements)
        return added, tuple(dict.fromkeys(told))

    def documents(self) -> tuple[Document, ...]:
        """The documents that have been read."""
        from accord.store import Store

        with Store.open(self.database) as store:
            return store.documents()

    def statements(self) -> tuple[Statement, ...]:
        """The statements as reviewed."""
        from accord.store import Store

        with Store.open(self.database) as store:
            return store.statements()

    def review(
        self, statement: str, *, changes: Mapping[str, Any] | None = None, rejected: bool | None = None, why: str
    ) -> None:
        """Corrects, rejects (`rejected` True) or takes back in (False) one statement; kept with who, when and why.

        Raises:
            CallError: no such statement, or a change that does not fit it.
        """
        from accord.store import Correction, Store

        with Store.open(self.database) as store:
            store.correct(Correction(statement, _who(), now().isoformat(), why, dict(changes or {}), rejected))

    def ledger(self) -> tuple[Ledger, Negotiation]:
        """The ledger of the statements as they stand, and the codebook it is booked by."""
        from accord.ledger import book

        negotiation, _ = self.negotiation()
        return book(self.statements(), self.documents(), negotiation), negotiation

    def compute(self, settings: Settings | None = None, progress: Progress = silent) -> Contents:
        """Books, weighs and computes from the statements as they stand."""
        negotiation, problems = self.negotiation()
        contents = run(self.documents(), negotiation, self.statements(), settings=settings, progress=progress)
        return replace(contents, problems=(*problems, *contents.problems))

    def findings(
        self, changes: Changes | None = None, settings: Settings | None = None, progress: Progress = silent
    ) -> WhatIf:
        """What every finding would be with these changes, beside what it is.

        Raises:
            CallError: a change that names what is not there, or that cannot be.
        """
        from accord.findings import Changes as Nothing

        negotiation, _ = self.negotiation()
        read = (self.documents(), negotiation, self.statements())
        return what_if(*read, changes or Nothing(), settings=settings, progress=progress)

    def report(self, settings: Settings | None = None, progress: Progress = silent) -> tuple[Path, Contents]:
        """Writes the report and its files into the project's report folder; returns the page's path."""
        started = now()
        contents = self.compute(settings, progress)
        return publish(contents, self.folder / REPORT, [SOURCES], started), contents


def publish(contents: Contents, folder: Path, sources: Iterable[str], started: datetime) -> Path:
    """Writes `report.html` and the files of the run into a folder; returns the page's path."""
    from accord.report import write_outputs, write_report

    page = write_report(contents, folder)
    write_outputs(contents, folder, run=run_record(contents, sources, started))
    return page


def _fingerprint(negotiation: Negotiation, documents: Iterable[Document]) -> str:
    """What a reading depends on: the program, the codebook, and the documents whose names fill the registry."""
    parts = [version("accord"), version("spacy"), negotiation.model_dump_json(), *sorted(one.id for one in documents)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _who() -> str:
    with suppress(OSError, KeyError, ImportError):
        return getpass.getuser()
    return "unknown"
