"""A project folder: the same flow, with what was read and corrected kept in its database."""

from __future__ import annotations

import getpass
import hashlib
import platform
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accord.errors import MaterialError, Problem, StoreError
from accord.names import NEGOTIATION
from accord.negotiation import Negotiation, dump_negotiation
from accord.workspace.corpora import read_spread
from accord.workspace.flow import Settings, WhatIf, run, what_if
from accord.workspace.material import (
    DATABASE,
    REPORT,
    SOURCES,
    Model,
    Progress,
    Tagging,
    load_file,
    read_documents,
    silent,
)
from accord.workspace.place import now

if TYPE_CHECKING:
    from accord.bargain import Bargain
    from accord.documents import Document
    from accord.findings import Changes
    from accord.ledger import Ledger
    from accord.report import Contents
    from accord.statements import Statement
    from accord.store import Store
    from accord.workspace.spreading import Workers
    from accord.workspace.training import Trained

READER = "by_rule"

_READ = ("documents", "parties", "tracks", "issues")
"""What readers take from the codebook."""

_CHECKED = {"__all__": {"drafted", "origin"}}
"""Whether a person has checked a part: nothing to a reader."""


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


def bargain_at(path: Path) -> Bargain:
    """The bargain in a file or scenario, or of a project: its central model, every value the mean over the ensemble.

    Raises:
        MaterialError: there is nothing to solve.
    """
    from accord.interchange import read_bargain

    if not (path / NEGOTIATION).is_file():
        return read_bargain(path)
    weighed = Workspace.open(path).compute().weighed
    if weighed is None:
        raise MaterialError("A project to solve has parties and issues", f"{path} has none of one", "add them")
    return weighed.ensemble.centre()


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

    def read(
        self,
        progress: Progress = silent,
        *,
        model: Model | None = None,
        follow_links: bool = False,
        workers: Workers | None = None,
    ) -> tuple[int, tuple[Problem, ...]]:
        """Reads the sources that were not read before with this codebook; returns how many statements were added.

        By the rules, with the project's trained tagger where there is one, or by a language model; the last reading of
        a document counts. One transaction a document: what is reported has been kept, and a document that a failing
        model did not finish is read again next time. `follow_links`: a feed's pages in place of what it tells of them.
        `workers`: by whom the rules are followed, if not by this process alone; the statements are the same.
        """
        from accord.documents import read_sources
        from accord.reading.tagger import LEFT_OUT
        from accord.store import Reading, Store
        from accord.workspace.training import kept_tagging

        negotiation, problems = self.negotiation()
        progress("documents", 0, 0)
        documents, faults = read_sources([self.folder / SOURCES], negotiation.documents, follow_links=follow_links)
        reader, told = READER if model is None else "by_model", [*problems, *faults]
        with Store.open(self.database) as store:
            reviewed = frozenset(one.statement for one in store.corrections())
            tagging, unusable = (None, ()) if model else kept_tagging(self.folder, negotiation, reviewed)
            told.extend(unusable)
            fingerprint, added = _fingerprint(negotiation, documents, model, tagging), 0
            store.add_documents(documents, only=True)
            done = {one.id for one in documents if store.has(Reading(one.id, reader, fingerprint))}
            if len(done) == len(documents):
                return 0, tuple(dict.fromkeys(told))
            waiting = documents if model is None else [one for one in documents if one.id not in done]
            had_aside = {one.span.document for one in store.readings() if one.reader == LEFT_OUT}
            if workers is None or model is not None:
                readings = read_documents(waiting, negotiation, progress, model=model, tagging=tagging)
            else:
                readings = read_spread(waiting, negotiation, workers, progress, tagging=tagging)
            for document, statements, faults in readings:
                told.extend(faults)
                if any(problem.code == "model.unread" for problem in faults):
                    continue
                found, aside = ([one for one in statements if (one.reader == LEFT_OUT) is out] for out in (False, True))
                if store.add_reading(Reading(document.id, reader, fingerprint), found, when=now().isoformat()):
                    added += len(found)
                if aside or document.id in had_aside:
                    store.add_reading(Reading(document.id, LEFT_OUT, fingerprint), aside, when=now().isoformat())
        return added, tuple(dict.fromkeys(told))

    def train(self, progress: Progress = silent) -> Trained:
        """Trains a tagger on what was reviewed, keeps it where it is better than the rules; the next `read` uses it.

        Raises:
            CallError: no document has been read.
        """
        from accord.store import Store
        from accord.workspace.training import trained

        negotiation, _ = self.negotiation()
        with Store.open(self.database) as store:
            return trained(self.folder, store, negotiation, progress)

    def learned(self) -> tuple[str, ...]:
        """What the project's trained tagger decides in place of the rules; empty where there is none to use."""
        from accord.workspace.training import kept_tagging

        tagging, _ = kept_tagging(self.folder, self.negotiation()[0], frozenset())
        return () if tagging is None else tuple(sorted(tagging.tagger.weights))

    def forget(self) -> bool:
        """Removes the trained tagger, so that the rules read alone again; False where there is none."""
        from accord.workspace.training import forget

        return forget(self.folder)

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

    def left_out(self) -> tuple[Statement, ...]:
        """The statements that count for nothing: rejected by people, or left out by the trained tagger."""
        from accord.reading.tagger import LEFT_OUT
        from accord.store import Store

        with Store.open(self.database) as store:
            counting = {one.id for one in store.statements()}
            rejected = [one for one in store.statements(with_rejected=True) if one.id not in counting]
            aside = [one for one in store.readings() if one.reader == LEFT_OUT and one.id not in counting]
        return (*rejected, *aside)

    def unreviewed(self) -> tuple[Statement, ...]:
        """The statements that nobody has decided on, or that are read otherwise since."""
        from accord.store import Store

        with Store.open(self.database) as store:
            waiting = set(store.unreviewed())
            return tuple(one for one in store.statements() if one.id in waiting)

    def review(
        self,
        statement: str,
        *,
        changes: Mapping[str, Any] | None = None,
        rejected: bool | None = None,
        why: str,
        who: str | None = None,
    ) -> None:
        """Corrects, rejects (`rejected` True) or takes back in (False) one statement; kept with who, when and why.

        With neither a change nor a word on rejection somebody has looked at it and found it right.

        Raises:
            CallError: no such statement, or a change that does not fit it.
        """
        from accord.reading.tagger import learned
        from accord.store import Correction, Store

        with Store.open(self.database) as store:
            if rejected is False:
                _take_in(store, statement)
            known = next((one for one in store.statements(with_rejected=True) if one.id == statement), None)
            kept = {**(learned(known) if known is not None else {}), **(changes or {})}
            store.correct(Correction(statement, who or user(), now().isoformat(), why, kept, rejected))

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


def _take_in(store: Store, statement: str) -> None:
    """Takes a statement that the trained tagger left out into its document's reading, as the rules read it."""
    from accord.reading.tagger import LEFT_OUT
    from accord.store import Reading

    every = store.readings()
    aside = next((one for one in every if one.id == statement and one.reader == LEFT_OUT), None)
    if aside is None or any(one.id == statement and one.reader == READER for one in every):
        return
    document, when = aside.span.document, now().isoformat()
    read = [one for one in every if one.span.document == document and one.reader == READER]
    fingerprint = hashlib.sha256(f"{statement} {when}".encode()).hexdigest()[:16]
    store.add_reading(Reading(document, READER, fingerprint), [*read, replace(aside, reader=READER)], when=when)


def _fingerprint(
    negotiation: Negotiation,
    documents: Iterable[Document],
    model: Model | None = None,
    tagging: Tagging | None = None,
) -> str:
    """What a reading depends on: the program, the codebook's part, the documents whose names are known, the tagger.

    What the analyst holds beside (assumptions, rules, rates, reliability) is no part of it, and who has checked what
    was drafted neither: a change of those reads nothing anew.
    """
    read = negotiation.model_dump_json(include=set(_READ), exclude=dict.fromkeys(_READ, _CHECKED))
    parts = [version("accord"), version("spacy"), read, *sorted(one.id for one in documents)]
    if tagging is not None:
        parts.append(tagging.fingerprint)
    if model is not None:
        parts += [model.endpoint, model.name, negotiation.title]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def user() -> str:
    """Who is at work, as the system knows them."""
    with suppress(OSError, KeyError, ImportError):
        return getpass.getuser()
    return "unknown"
