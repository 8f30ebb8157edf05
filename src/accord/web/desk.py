"""The open project: what the pages show, read once for each state of the project, and long work in the background."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from accord.errors import AccordError, NegotiationError, Problem
from accord.negotiation import Negotiation
from accord.web.events import Events
from accord.web.jobs import CancelledError, Job, Jobs, State
from accord.workspace import NEGOTIATION, SOURCES, Progress, Settings, Workspace

if TYPE_CHECKING:
    from accord.documents import Document, Reprints
    from accord.report import Contents
    from accord.statements import Statement
    from accord.store import DocumentEntry, Store
    from accord.workspace.flow import Models

T = TypeVar("T")

_MADE = 200  # things made of computed values that are kept: a matrix for each day that was looked at, and the like
_AT_ONCE = 0.3  # seconds of work that a page waits for; what takes longer is made while it shows the last


@dataclass(frozen=True)
class Codebook:
    """What negotiation.yaml says; `fault` is why it cannot be used, the negotiation is then empty."""

    negotiation: Negotiation
    problems: tuple[Problem, ...]
    fault: NegotiationError | None = None


@dataclass(frozen=True)
class Material:
    """What the project holds in one state: the codebook, the documents, the statements as reviewed.

    `fault` is why negotiation.yaml cannot be used; the negotiation is then empty.
    """

    revision: str
    negotiation: Negotiation
    problems: tuple[Problem, ...]
    documents: tuple[Document, ...]
    statements: tuple[Statement, ...]
    fault: NegotiationError | None


@dataclass(frozen=True)
class Answer(Generic[T]):
    """What was computed, where it was: for this state of the project (`is_current`) or the one before.

    `job` computes it now; `fault` is why it cannot be.
    """

    value: T | None
    is_current: bool
    revision: str
    job: Job | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class _Kept:
    revision: str
    value: Any
    fault: str = ""


class Desk:
    """One project and all that is known of it in its present state. Any thread may ask."""

    def __init__(self, workspace: Workspace, settings: Settings) -> None:
        self.workspace = workspace
        self.settings = settings
        self.events = Events()
        self.jobs = Jobs(self.events)
        self.writing = threading.RLock()
        self._kept: dict[str, _Kept] = {}
        self._made: dict[str, tuple[object, Any]] = {}
        self._locks: dict[str, threading.RLock] = {}
        self._lock = threading.Lock()
        self._store: Store | None = None
        self._told = ""
        self._asked = ("", "")
        self.scanned = ""
        self.unread: tuple[Problem, ...] = ()
        self._running: dict[str, str] = {}
        self._took: dict[str, float] = {}

    # the state of the project

    @property
    def store(self) -> Store:
        """The project's database, open as long as the desk is; any thread may use it."""
        from accord.store import Store

        with self._lock:
            self._store = self._store or Store.open(self.workspace.database)
            return self._store

    def close(self) -> None:
        """Ends the worker and the streams, and releases the database."""
        self.events.end()
        self.jobs.stop()
        with self._lock:
            if self._store is not None:
                self._store.close()
            self._store = None

    @property
    def file(self) -> Path:
        """The negotiation file."""
        return self.workspace.folder / NEGOTIATION

    @property
    def sources(self) -> Path:
        """The folder of documents."""
        return self.workspace.folder / SOURCES

    def revision(self) -> str:
        """A word for the present state of the database and the negotiation file: another state, another word."""
        return hashlib.sha256(f"{_stamp(self.file)}|{self._held()}".encode()).hexdigest()[:12]

    def _held(self) -> str:
        """The database's own word for its state; not asked again while its file is untouched."""
        place = str(self.workspace.database)
        stamp = "" if "://" in place else _stamp(Path(place)) + _stamp(Path(f"{place}-wal"))
        known = self._asked
        if not stamp or known[0] != stamp:
            self._asked = known = (stamp, self.store.revision())
        return known[1]

    def sources_stamp(self) -> str:
        """A word for the present files of the sources: names, sizes and times."""
        return hashlib.sha256("|".join(sorted(_files(str(self.sources)))).encode()).hexdigest()[:12]

    def changed(self, what: str, **more: Any) -> str:
        """Tells the pages that the project has changed, and in what; returns its new revision."""
        self._asked = ("", "")
        self._told = revision = self.revision()
        self.events.tell("changed", {"what": what, "revision": revision, **more})
        return revision

    def look(self) -> None:
        """Tells the pages where another program has changed the project since the last look."""
        if self.revision() != (self._told or self.revision()):
            self.changed("outside")
        self._told = self.revision()

    # what is known of it

    def codebook(self) -> Codebook:
        """The negotiation file as it is now, read once for each state of it."""
        return self.kept("codebook", self._codebook, key=_stamp(self.file))

    def material(self) -> Material:
        """Codebook, documents and statements."""
        return self.kept("material", self._material)

    def contents(self) -> Answer[Contents]:
        """The findings with all they rest on; computed in the background, the last ones meanwhile."""
        return self.computed("contents", "Computing the findings", self._contents)

    def models(self) -> Answer[Models]:
        """The models that deal space, what if and findings rest on; drawn in the background by the first who asks."""
        return self.computed("models", "Drawing the models that fit the evidence", self._models)

    def last(self, name: str, answer: Answer[Any]) -> Answer[Any]:
        """What was computed under a name for whichever state, as an answer that waits for what `answer` waits for."""
        known = self._kept.get(name)
        return Answer(known.value if known else None, False, answer.revision, answer.job, answer.fault)

    def drawn(self, progress: Progress) -> Models:
        """As `models`, for a job that waits for them."""
        self._compute("models", self._models, progress, "")
        known = self._kept["models"]
        if known.fault or known.value is None:
            return self._models(progress)
        models: Models = known.value
        return models

    def kept(self, name: str, make: Callable[[], T], *, key: str = "") -> T:
        """What `make` returns, made once for each state of the project, or for each `key`; others wait for it."""
        with self._lock_of(name):
            revision, known = key or self.revision(), self._kept.get(name)
            if known is None or known.revision != revision:
                begun = time.thread_time()
                known = _Kept(revision, make())
                self._took[name] = time.thread_time() - begun
                self._kept[name] = known
            value: T = known.value
            return value

    def _lock_of(self, name: str) -> threading.RLock:
        with self._lock:
            return self._locks.setdefault(name, threading.RLock())

    def soon(self, name: str, title: str, make: Callable[[], T]) -> Answer[T]:
        """What `make` returns for this state, at once where that is quick; else what it returned for the one before.

        It is then made in the background, beside all long work, and told to the pages as `computed`.
        """
        if name in self._kept and self._took.get(name, 0.0) < _AT_ONCE:
            return Answer(self.kept(name, make), True, self.revision())
        answer = self.computed(name, title, lambda _: make(), short=True)
        if answer.value is None and answer.job is not None:
            self.jobs.wait(answer.job.id, _AT_ONCE)
            answer = self.computed(name, title, lambda _: make(), short=True)
        return answer

    def reprints(self, documents: tuple[Document, ...]) -> Reprints:
        """Which of these documents are one text; compared once for the same documents."""
        from accord.documents import reprints

        return self.kept("reprints", lambda: reprints(documents), key=same_documents(documents))

    def of(self, value: object, name: str, make: Callable[[], T]) -> T:
        """What `make` returns of a computed value, made once for that very value."""
        known = self._made.get(name)
        if known is None or known[0] is not value:
            known = (value, make())
            with self._lock:
                while len(self._made) >= _MADE:
                    del self._made[next(iter(self._made))]
                self._made[name] = known
        found: T = known[1]
        return found

    def computed(
        self, name: str, title: str, make: Callable[[Progress], T], *, key: str = "", short: bool = False
    ) -> Answer[T]:
        """What `make` returns for this state of the project (or this `key`), once its job is done.

        Told to the pages as `computed`. `short`: not in the queue of long work.
        """
        revision, known = key or self.revision(), self._kept.get(name)
        if known is not None and known.revision == revision:
            return Answer(known.value, True, revision, None, known.fault)
        job = self._computing(name, title, make, key, short=short)
        if job.state is State.DONE and (fresh := self._kept.get(name)) is not None:
            return Answer(fresh.value, fresh.revision == revision, revision, None, fresh.fault)
        return Answer(known.value if known else None, False, revision, job)

    def _computing(self, name: str, title: str, make: Callable[[Progress], T], key: str, *, short: bool) -> Job:
        """The job that computes it: one that runs on this state, one that waits for this very thing, else a new one."""
        kind = f"compute:{name}"
        for job in self.jobs.jobs():
            if job.kind == kind and job.state is State.RUNNING:
                if self._running.get(name) == (key or self.revision()):
                    return job
                self.jobs.cancel(job.id)
        waiting = f"{kind}:{key}"
        work = partial(self._compute, name, make, key=key)
        return self.jobs.start(kind, title, work, key=waiting, short=short)

    def _compute(self, name: str, make: Callable[[Progress], T], progress: Progress, key: str) -> None:
        with self._lock_of(name):
            revision, known = key or self.revision(), self._kept.get(name)
            if known is not None and known.revision == revision:
                return
            self._running[name] = revision
            progress(name, 0, 0)
            begun = time.thread_time()
            try:
                found = _Kept(revision, make(progress))
            except CancelledError:
                raise
            except AccordError as fault:
                found = _Kept(revision, known.value if known else None, str(fault))
            self._took[name] = time.thread_time() - begun
            self._kept[name] = found
        self.events.tell("computed", {"name": name, "revision": revision, "fault": found.fault})

    # how it is made

    def _codebook(self) -> Codebook:
        try:
            return Codebook(*self.workspace.negotiation())
        except NegotiationError as told:
            return Codebook(Negotiation(), told.problems, told)

    def _material(self) -> Material:
        told, documents, statements = self.codebook(), self.store.documents(), self.store.statements()
        return Material(self.revision(), told.negotiation, told.problems, documents, statements, told.fault)

    def _contents(self, progress: Progress) -> Contents:
        from accord.workspace import run

        material, models = self.material(), self.drawn(progress)
        read = (material.documents, material.negotiation, material.statements)
        contents = run(*read, settings=self.settings, progress=progress, models=models)
        return replace(contents, problems=(*material.problems, *contents.problems))

    def _models(self, progress: Progress) -> Models:
        from accord.workspace.flow import Asked, models_of

        material = self.material()
        if material.fault is not None:
            raise material.fault
        read = (material.documents, material.negotiation, material.statements)
        return models_of(read, self.settings, progress, asked=Asked(same=self.reprints(material.documents)))


def same_documents(documents: Sequence[Document | DocumentEntry]) -> str:
    """A word for the documents: others, or other dates, another word."""
    return hashlib.sha256("|".join(f"{one.id}{one.date}" for one in documents).encode()).hexdigest()


def _files(folder: str) -> Iterator[str]:
    """Each file below a folder with its stamp; links to folders are not followed."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path)
            else:
                with suppress(OSError):
                    found = entry.stat()
                    yield f"{entry.path}{found.st_mtime_ns}.{found.st_size}.{found.st_ino}"


def _stamp(path: Path | os.DirEntry[str]) -> str:
    try:
        found = path.stat()
    except OSError:
        return "absent"
    return f"{found.st_mtime_ns}.{found.st_size}.{found.st_ino}"
