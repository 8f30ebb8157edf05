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

Material = tuple[tuple["Document", ...], Negotiation, tuple["Statement", ...]]
"""Documents, codebook and statements."""

if TYPE_CHECKING:
    from accord.documents import Document, Reprints
    from accord.evidence import Piece, Weighed
    from accord.findings import Changes, Difference, Runs
    from accord.ledger import Ledger
    from accord.report import Contents
    from accord.statements import Statement


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run may be asked for: the root of its random streams, and how many models are drawn.

    `rounds`: of talks that are played out in every model, for findings of what they come to; 0 plays none.
    """

    seed: int = 0
    members: int = 1000
    rounds: int = 0


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
    models: Models | None = None,
) -> Contents:
    """From statements to findings: book, check, weigh, compute.

    `models`: of this very material with these settings, where they are drawn already.
    """
    return _run((documents, negotiation, statements), settings or Settings(), progress, models=models)


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
    from accord.documents import reprints
    from accord.findings import differences
    from accord.findings.changes import changed, tables

    settings, read = settings or Settings(), (documents, negotiation, statements)
    tables(changed(negotiation, changes), changes)  # what cannot be is told before anything is weighed
    asked = Asked(same=reprints(documents), sides=False)
    before = _run(read, settings, progress, asked=replace(asked, influences=False))
    after = _run(read, settings, progress, asked=replace(asked, changes=changes, like=before.weighed))
    return WhatIf(before, after, differences(before.findings, after.findings))


@dataclass(frozen=True)
class Asked:
    """How a run is asked for: with what changed, on whose streams, and what is told beside each share.

    `sides`: whether each side is believed alone too. `influences`: whether each statement's effect is told. `same`:
    what repeats what among the documents, where that is known.
    """

    changes: Changes | None = None
    like: Weighed | None = None
    sides: bool = True
    influences: bool = True
    same: Reprints | None = None


@dataclass(frozen=True)
class Heard:
    """What counts in a run before anything is weighed: the material booked, and its pieces of evidence."""

    documents: tuple[Document, ...]
    negotiation: Negotiation
    statements: tuple[Statement, ...]
    ledger: Ledger
    evidence: tuple[Piece, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Models:
    """What counts, the models that fit it (None where there is nothing to weigh), and what stood in their way."""

    heard: Heard
    weighed: Weighed | None
    conflicts: tuple[Problem, ...]


def hear(
    read: Material,
    changes: Changes,
    *,
    same: Reprints | None = None,
    checked: bool = True,
) -> Heard:
    """The material as the changes leave it, booked and checked, with its pieces of evidence.

    Args:
        read: Documents, codebook and statements.
        changes: What is asked to be otherwise.
        same: What repeats what among the documents, where that is known.
        checked: Whether the material's faults are looked for.

    Raises:
        CallError: a change that names what is not there, or that cannot be.
    """
    from accord.checks import check
    from accord.documents import reprints
    from accord.evidence import known_by, pieces
    from accord.findings.changes import believed, changed, left, without_documents
    from accord.ledger import book

    documents, negotiation, statements = read
    told = changed(negotiation, changes)
    kept = without_documents(documents, changes)
    same = same if same is not None and _apart(same, documents, kept) else reprints(kept)
    at_hand = {document.id for document in kept}
    used = tuple(one for one in statements if one.id not in changes.without and one.span.document in at_hand)
    used, undated = known_by(used, kept, changes.as_of) if changes.as_of else (used, ())
    used = tuple(statement for statement in used if not same.repeats(statement.span))
    ledger = book(used, kept, told)
    problems = check(kept, told, used, ledger=ledger) if checked else ()
    evidence, unusable = pieces(used, ledger, told, documents=kept)
    left(statements, [piece.id for piece in evidence], changes.without)
    heard = believed([piece for piece in evidence if piece.id not in changes.without], changes.believe, told)
    return Heard(kept, told, used, ledger, heard, (*same.problems(), *undated, *problems, *unusable))


def _apart(same: Reprints, documents: Sequence[Document], kept: Sequence[Document]) -> bool:
    """Whether no document that is left out is a reprint, or has one: the others are then what they were."""
    gone = {one.id for one in documents} - {one.id for one in kept}
    return not any(one.id in gone for group in same.groups for one in (group.kept, *group.others))


def concluded(
    heard: Heard, weighed: Weighed | None, conflicts: tuple[Problem, ...], runs: Runs, settings: Settings
) -> Contents:
    """The findings on what was weighed, with all they rest on."""
    from accord.findings import findings
    from accord.report import Contents

    told = replace(runs, rounds=settings.rounds)
    found = findings(weighed, heard.ledger, heard.statements, heard.documents, heard.negotiation, runs=told)
    return Contents(
        documents=heard.documents,
        negotiation=heard.negotiation,
        statements=heard.statements,
        ledger=heard.ledger,
        weighed=weighed,
        findings=found,
        problems=(*heard.problems, *conflicts),
        drafted=False,
        seed=settings.seed,
        members=settings.members,
    )


def models_of(read: Material, settings: Settings, progress: Progress = silent, *, asked: Asked | None = None) -> Models:
    """Book, check, weigh: all that stands before the findings."""
    from accord.findings import Changes

    asked = asked or Asked()
    progress("ledger", 0, 0)
    heard = hear(read, asked.changes or Changes(), same=asked.same)
    progress("models", 0, settings.members)
    return Models(heard, *weigh_evidence(heard.evidence, heard.negotiation, settings, like=asked.like))


def _run(
    read: Material,
    settings: Settings,
    progress: Progress,
    *,
    asked: Asked | None = None,
    models: Models | None = None,
) -> Contents:
    from accord.findings import Changes

    asked = asked or Asked()
    models = models or models_of(read, settings, progress, asked=asked)
    progress("findings", 0, 0)
    runs = runs_of(models.heard, asked.changes or Changes(), asked)
    return concluded(models.heard, models.weighed, models.conflicts, runs, settings)


def runs_of(heard: Heard, changes: Changes, asked: Asked) -> Runs:
    """How findings are computed for what is asked."""
    from accord.findings import RERUNS, Runs
    from accord.findings.changes import tables

    return Runs(
        lacking=RERUNS if asked.influences else 0,
        sides=asked.sides,
        influences=asked.influences,
        tables=tables(heard.negotiation, changes),
        outside=changes.outside,
        order=changes.order,
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
