"""The flow: read, book, weigh, compute. Read this first.

`analyze` starts from files, `run` from statements; `_run` tells the whole story in named steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from accord.errors import EvidenceError, MaterialError, Problem, Severity
from accord.negotiation import Negotiation
from accord.workspace.material import Progress, draft_negotiation, load_file, read_documents, silent

if TYPE_CHECKING:
    from accord.documents import Document
    from accord.evidence import Piece, Weighed
    from accord.findings import Changes, Difference
    from accord.report import Contents
    from accord.statements import Statement


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run may be asked for: the root of its random streams, and how many models are drawn."""

    seed: int = 0
    members: int = 1000


def analyze(
    sources: Sequence[str | Path],
    negotiation: Path | None = None,
    *,
    settings: Settings | None = None,
    progress: Progress = silent,
    follow_links: bool = False,
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
    documents, faults = read_sources(sources, book.documents, follow_links=follow_links)
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
    from accord.documents import reprints
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
    same = reprints(documents)
    used = tuple(statement for statement in used if not same.repeats(statement.span))
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
        problems=(*same.problems(), *undated, *problems, *unusable, *conflicts),
        drafted=False,
        seed=settings.seed,
        members=settings.members,
    )


def weigh_evidence(
    evidence: tuple[Piece, ...], negotiation: Negotiation, settings: Settings, *, like: Weighed | None = None
) -> tuple[Weighed | None, tuple[Problem, ...]]:
    """The ensemble of models that fit the evidence, and what stood in its way.

    Certain evidence that cannot hold together is told and believed a little less, so that each way out is weighed.
    None where the negotiation has nothing to weigh. `like`: on the streams of another weighing, so that the two can be
    compared.
    """
    from accord.evidence import doubted, weigh

    if not negotiation.parties or not negotiation.issues:
        sentence = "Weighing needs parties and issues; the negotiation has none of one of them; add them."
        return None, (Problem(Severity.WARNING, "evidence.nothing_to_weigh", sentence),)
    problems: tuple[Problem, ...] = ()
    while True:
        try:
            weighed = weigh(evidence, negotiation, members=settings.members, seed=settings.seed, like=like)
        except EvidenceError as conflict:
            remaining, told = doubted(evidence, conflict, negotiation)
            problems = (*problems, told)
            if remaining == evidence:
                return None, problems
            evidence = remaining
        else:
            return weighed, (*problems, *weighed.problems)
