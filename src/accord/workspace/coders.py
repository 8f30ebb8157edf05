"""People's codings in a project: brought in, compared, and used where they are agreed."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from accord.errors import CallError
from accord.workspace.material import text_at
from accord.workspace.project import Workspace, now

if TYPE_CHECKING:
    from accord.reading.adjudication import Disagreement
    from accord.reading.agreement import Agreement
    from accord.reading.by_hand import Imported
    from accord.statements import Statement


def import_file(workspace: Workspace, path: Path, coder: str | None) -> Imported:
    """The codings of a file, kept as one coder's, or with no `coder` as agreed: these take the machine's place.

    Raises:
        MaterialError: the file cannot be read or holds no codings.
    """
    from accord.reading.by_hand import import_codings, reader_of
    from accord.store import AGREED, Reading, Store

    text = text_at(path, "file of codings")
    reader = AGREED if coder is None else reader_of(coder)
    negotiation, _ = workspace.negotiation()
    with Store.open(workspace.database) as store:
        found = import_codings(text, path.name, store.documents(), negotiation, coder=reader.partition(":")[2])
        by_document: dict[str, list[Statement]] = defaultdict(list)
        for statement in found.statements:
            by_document[statement.span.document].append(statement)
        fingerprint = hashlib.sha256(text.encode()).hexdigest()[:16]
        for document, statements in by_document.items():
            store.add_reading(Reading(document, reader, fingerprint), statements, when=now().isoformat())
    return found


def compare(
    workspace: Workspace, coders: tuple[str, ...] = (), *, seed: int = 0
) -> tuple[Agreement, tuple[Disagreement, ...]]:
    """How far the coders of a project agree, the machine among them, and what they disagree on, weightiest first.

    Raises:
        CallError: a coder is named who coded nothing, or fewer than two did.
    """
    import numpy as np

    from accord.reading.adjudication import by_coder, disagreements
    from accord.reading.agreement import agreement
    from accord.store import Store

    with Store.open(workspace.database) as store:
        codings, documents = by_coder(store.readings()), store.documents()
    unknown = [name for name in coders if name not in codings]
    if unknown:
        raise CallError(f"A coder must be one of {', '.join(sorted(codings)) or 'none'}", f"got {unknown[0]!r}")
    chosen = {name: codings[name] for name in coders or sorted(codings)}
    found = agreement(chosen, documents, np.random.default_rng(seed))
    return found, disagreements(found.units, found.coders)
