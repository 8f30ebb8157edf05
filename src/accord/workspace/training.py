"""A project's trained tagger: learned from what people reviewed, kept in the project, loaded again to read with."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accord.errors import CallError, MaterialError, Problem, Severity
from accord.negotiation import Negotiation
from accord.workspace.material import Progress, Tagging, parse_documents, silent, text_at

if TYPE_CHECKING:
    from accord.documents import Document
    from accord.reading.parsed import Parsed
    from accord.reading.tagger import Tagger
    from accord.statements import Statement
    from accord.store import Store

TAGGER = "tagger.json"
_MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Trained:
    """What training found: the tagger with its comparisons, and what it rests on.

    `kept`: where it was written; None where it is nowhere better than the rules. `unplaced`: reviewed statements that
    the rules no longer read, which teach nothing.
    """

    tagger: Tagger
    kept: Path | None
    unplaced: int


def trained(folder: Path, store: Store, negotiation: Negotiation, progress: Progress = silent) -> Trained:
    """Trains a tagger on what was reviewed in a project, and keeps it where it is better than the rules in something.

    The documents are read anew, by the rules alone: what is learned is where these were right and where not.

    Raises:
        CallError: no document has been read.
    """
    from accord.reading.tagger import dump_tagger, learn
    from accord.statements import AGREED
    from accord.store.project import keep_file, remove_file

    documents = store.documents()
    if not documents:
        raise CallError("Training needs documents that were read", "there are none", "run `accord read` first")
    parsed, statements = _read_anew(documents, negotiation, progress)
    reviewed = reviewed_statements(statements, store)
    progress("training", 0, 0)
    tagger = learn(statements, reviewed, parsed, negotiation)
    agreed = {one.id for one in store.readings() if one.reader == AGREED}
    unplaced = len({one.statement for one in store.corrections()} - {one.id for one in statements} - agreed)
    path = folder / TAGGER
    if not tagger.weights:
        remove_file(path)
        return Trained(tagger, None, unplaced)
    keep_file(path, dump_tagger(tagger))
    return Trained(tagger, path, unplaced)


def _read_anew(
    documents: tuple[Document, ...], negotiation: Negotiation, progress: Progress
) -> tuple[list[Parsed], list[Statement]]:
    from accord.reading import by_rule

    parsed, known = parse_documents(documents, negotiation, progress)
    statements: list[Statement] = []
    for number, one in enumerate(parsed):
        progress("reading", number, len(parsed))
        statements += by_rule.read(one.document, negotiation, parsed=one, registry=known)[0]
    return parsed, statements


def reviewed_statements(read: list[Statement], store: Store) -> dict[str, Statement | None]:
    """What people made of the statements read: corrections, and what coders reviewed alike or agreed on.

    A coding agreed on goes before corrections, and these before what coders have alike.
    """
    from accord.reading.tagger import reviewed_by_coding, reviewed_by_corrections
    from accord.statements import AGREED
    from accord.store.verdicts import corrected
    from accord.workspace.settling import outcomes

    known = {one.id for one in read}
    agreed = [one for one in store.statements() if one.reader == AGREED]
    return {
        **{name: outcome for name, outcome in outcomes(store).items() if name in known},
        **reviewed_by_corrections(read, store.corrections(), corrected),
        **reviewed_by_coding(read, agreed),
    }


def kept_tagging(
    folder: Path, negotiation: Negotiation, reviewed: frozenset[str]
) -> tuple[Tagging | None, tuple[Problem, ...]]:
    """The tagger kept in a project; None where there is none, or none that can be used: then the rules read alone."""
    from accord.reading.tagger import load_tagger

    path = folder / TAGGER
    if not path.exists():
        return None, ()
    try:
        if not path.is_file() or path.stat().st_size > _MOST_BYTES:
            raise MaterialError("A tagger is a file that `accord train` wrote", "it is no file, or too large")
        text = text_at(path, "trained tagger")
        tagger = load_tagger(text, negotiation)
    except MaterialError as fault:
        sentence = f"{TAGGER} cannot be used, so the rules read alone. {fault}"
        return None, (Problem(Severity.WARNING, "tagger.unusable", sentence, file=TAGGER),)
    return Tagging(tagger, hashlib.sha256(text.encode()).hexdigest()[:16], reviewed), ()


def forget(folder: Path) -> bool:
    """Removes the project's tagger; False where there is none."""
    from accord.store.project import remove_file

    return remove_file(folder / TAGGER)


def trained_record(found: Trained) -> dict[str, Any]:
    """What training found, as a JSON object."""
    from dataclasses import asdict

    from accord.reading.tagger import told

    tasks = [{**asdict(one), "folds": one.folds, "sentence": told(one)} for one in found.tagger.comparisons]
    return {
        "reviewed": found.tagger.reviewed,
        "unplaced": found.unplaced,
        "taken_over": sorted(found.tagger.weights),
        "file": None if found.kept is None else found.kept.name,
        "tasks": tasks,
    }
