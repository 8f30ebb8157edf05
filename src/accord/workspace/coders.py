"""People's codings in a project: brought in, made by reviewing what was read, and compared."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accord.errors import CallError
from accord.workspace.material import text_at
from accord.workspace.place import Place, now

if TYPE_CHECKING:
    from accord.documents import Span
    from accord.reading.by_hand import Imported
    from accord.statements import Statement
    from accord.store import Correction, Reading, Store

ORIGIN = "statement"
"""Where a copy's `reached` has the statement that it was made from, so that a person's verdict is on that."""

VERDICTS = "verdicts"
"""Where a copy's `reached` has what was decided of it: who, when, why, and what is otherwise."""

_REVIEWED = ("speakers", "parties", "tier", "kind", "points")
"""What a coder who reviews a statement has an opinion of."""


def import_file(workspace: Place, path: Path, coder: str | None) -> Imported:
    """The codings of a file, kept as each coder's whom its rows name, else as those of `coder`.

    Where neither names one they are agreed on: these take the machine's place. What the same coder reviewed stays.

    Raises:
        MaterialError: the file cannot be read or holds no codings.
        CallError: a coder's name is one that the program uses itself.
    """
    from accord.reading.by_hand import import_codings, reader_of
    from accord.statements import AGREED
    from accord.store import Store

    text = _codings(path)
    reader = AGREED if coder is None else reader_of(coder)
    negotiation, _ = workspace.negotiation()
    with Store.open(workspace.database) as store:
        found = import_codings(text, path.name, store.documents(), negotiation, coder=reader.partition(":")[2])
        groups: dict[str, list[Statement]] = defaultdict(list)
        for statement in found.statements:
            groups[statement.reader].append(statement)
        for name in {name for name in groups if coder is not None or name != AGREED}:
            _coder(name)
        for name, statements in groups.items():
            revise(store, name, _beside(statements))
    return found


def _beside(statements: Sequence[Statement]) -> Change:
    """What a person has of these documents once statements were brought in: these, and what was reviewed elsewhere."""

    def change(had: Had) -> dict[str, list[Statement]]:
        spans, kept = {one.span for one in statements}, defaultdict(list)
        reviewed = [one for one in had if ORIGIN in one.reached and one.span not in spans]
        for one in (*statements, *reviewed):
            kept[one.span.document].append(one)
        return {document: kept[document] for document in {one.span.document: None for one in statements}}

    return change


def _codings(path: Path) -> str:
    """The codings of a file as text, of DNA's own file as an event list."""
    from accord.interchange.dna_file import MAGIC, dna_rows

    with path.open("rb") if path.is_file() else BytesIO() as stream:
        head = stream.read(len(MAGIC))
    return dna_rows(path) if head == MAGIC else text_at(path, "file of codings")


Had = tuple["Statement", ...]
"""All that a person has coded in a project."""

Change = Callable[[Had], Mapping[str, Iterable["Statement"]]]
"""Tells what a person then has of each of some documents."""


def revise(store: Store, reader: str, change: Change) -> None:
    """Keeps what a person has of documents, as it follows from all that this person has by then.

    Nobody writes meanwhile, so that two who work under one name at once lose nothing of each other's.
    """
    store.revise_readings(
        reader,
        lambda had: [_reading(reader, document, statements) for document, statements in change(had).items()],
        when=now().isoformat(),
    )


def _reading(reader: str, document: str, statements: Iterable[Statement]) -> tuple[Reading, list[Statement]]:
    from accord.statements import statement_record
    from accord.store import Reading

    kept = sorted(statements, key=lambda one: (one.span, one.id))
    record = repr([statement_record(one, document) for one in kept])
    fingerprint = hashlib.sha256(record.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Reading(document, reader, fingerprint), kept


def copy_of(statement: Statement, reader: str, origin: str) -> Statement:
    """The statement as another reader's, with an id of its own, so that what is decided of it changes no other."""
    name = hashlib.sha256(f"{reader}\n{origin}".encode()).hexdigest()[:12]
    return replace(statement, id=f"c{name}", reader=reader, reached={**statement.reached, ORIGIN: origin})


Verdict = tuple[str, Mapping[str, Any], bool | None]
"""A statement's id, what is changed in it, and whether it is rejected (True), taken in again (False) or neither."""


def review_as(workspace: Place, coder: str, verdicts: Sequence[Verdict], *, why: str) -> None:
    """Keeps a coder's own verdicts, with when and why; what the project computes with stays as it is.

    With no change and nothing rejected the coder has looked at it and found it right. All are kept or none.

    Raises:
        CallError: no such statement, a change that does not fit it, or a name that is no coder's.
    """
    from accord.reading.by_hand import reader_of
    from accord.store import Correction, Store

    reader = reader_of(coder)
    name, when = _coder(reader), now().isoformat()
    with Store.open(workspace.database) as store:
        known = {one.id: one for one in store.statements(with_rejected=True)}

        def judged(had: Had) -> dict[str, list[Statement]]:
            mine, touched = list(had), set()
            for statement, changes, rejected in verdicts:
                place, copy = _own_copy(statement, mine, known, reader, name)
                verdict = Correction(copy.id, name, when, why, dict(changes), rejected)
                mine[place:] = [with_verdict(copy, verdict), *mine[place + 1 :]]
                touched.add(copy.span.document)
            return {document: [one for one in mine if one.span.document == document] for document in sorted(touched)}

        revise(store, reader, judged)


def _own_copy(
    statement: str, mine: Sequence[Statement], known: Mapping[str, Statement], reader: str, coder: str
) -> tuple[int, Statement]:
    """The coder's own copy of a statement, and its place among what the coder has (at the end where it is new).

    Raises:
        CallError: no statement has that id.
    """
    for place, one in enumerate(mine):
        if statement in {one.id, one.reached.get(ORIGIN)}:
            return place, one if ORIGIN in one.reached else copy_of(one, reader, one.id)
    if statement not in known:
        raise CallError(
            "A correction names a statement of the project", f"got {statement!r}", "list the ids with `accord review`"
        )
    how = f"as {known[statement].reader} has it, looked at by {coder}"
    kept = {name: told for name, told in known[statement].reached.items() if not name.startswith("points")}
    seen = replace(known[statement], reached={**kept, **dict.fromkeys(_REVIEWED, how)})
    return len(mine), copy_of(seen, reader, statement)


def with_verdict(copy: Statement, verdict: Correction) -> Statement:
    """The copy with one verdict more; who, when and why stand with it.

    Raises:
        CallError: the verdict does not fit the statement.
    """
    from accord.store.verdicts import corrected

    kept = [*verdicts_of(copy), verdict]
    corrected(copy, kept)
    told = [{name: value for name, value in asdict(one).items() if name != "statement"} for one in kept]
    return replace(copy, reached={**copy.reached, VERDICTS: json.dumps(told, ensure_ascii=False, sort_keys=True)})


def verdicts_of(copy: Statement) -> tuple[Correction, ...]:
    """The verdicts kept on a copy, oldest first."""
    from accord.store import Correction

    return tuple(Correction(copy.id, **one) for one in json.loads(copy.reached.get(VERDICTS, "[]")))


def _coder(reader: str) -> str:
    """The coder's name.

    Raises:
        CallError: it is one that the program uses itself.
    """
    from accord.reading.adjudication import SETTLED
    from accord.statements import AGREED

    name = reader.partition(":")[2]
    if reader in {AGREED, SETTLED} or not name.isprintable() or name.startswith("by_"):
        raise CallError("A coder has a name of their own", f"got {name!r}", "give another")
    return name


def as_coded(store: Store) -> tuple[Statement, ...]:
    """Every reader's statements as that reader left them: a coder's own verdicts applied, what was rejected left out.

    What the project corrected of the machine's reading is no coder's.
    """
    from accord.store.verdicts import corrected

    left = (corrected(one, verdicts_of(one)) if VERDICTS in one.reached else one for one in store.readings())
    return tuple(_plain(one) for one in left if one is not None)


def _plain(statement: Statement) -> Statement:
    return replace(statement, reached={name: how for name, how in statement.reached.items() if name != VERDICTS})


def statements_of(workspace: Place, coder: str) -> tuple[Statement, ...]:
    """What a coder has, as that coder left it.

    Raises:
        CallError: nobody of that name coded.
    """
    from accord.reading.by_hand import reader_of
    from accord.store import Store

    with Store.open(workspace.database) as store:
        found = tuple(one for one in as_coded(store) if one.reader in {coder, reader_of(coder)})
        if not found and reader_of(coder) not in {one.reader for one in store.readings()}:
            raise CallError("A coder has coded or reviewed something", f"{coder!r} has not", "see `accord agreement`")
    return found


def unreviewed_by(workspace: Place, coder: str) -> tuple[Statement, ...]:
    """The project's statements that a coder has not looked at."""
    from accord.reading.by_hand import reader_of
    from accord.store import Store

    with Store.open(workspace.database) as store:
        own = [one for one in store.readings() if one.reader == reader_of(coder)]
        looked = {one.reached.get(ORIGIN, one.id) for one in own}
        return tuple(one for one in store.statements() if one.id not in looked)


@dataclass(frozen=True, slots=True)
class Coded:
    """What each coder has, and where a coder who reviewed looked: (document, coder) -> spans, what was rejected too.

    Who brought a coding in from elsewhere has looked at the whole document.
    """

    codings: Mapping[str, tuple[Statement, ...]]
    looked: Mapping[tuple[str, str], tuple[Span, ...]]

    def has_looked(self, coder: str, span: Span) -> bool:
        """Whether the coder has looked at this passage."""
        if (span.document, coder) in self.looked:
            return any(one.start < span.end and span.start < one.end for one in self.looked[span.document, coder])
        return any(one.span.document == span.document for one in self.codings.get(coder, ()))

    def common(self, coders: Iterable[str]) -> dict[str, tuple[Statement, ...]]:
        """What these coders have of the passages that every coder of the document, two or more, has looked at."""
        chosen = tuple(coders)
        documents = {coder: {one.span.document for one in self.codings[coder]} for coder in chosen}

        def shared(statement: Statement) -> bool:
            document = statement.span.document
            there = [one for one in chosen if document in documents[one] or (document, one) in self.looked]
            return len(there) > 1 and all(self.has_looked(one, statement.span) for one in there)

        return {coder: tuple(one for one in self.codings[coder] if shared(one)) for coder in chosen}


def coded(store: Store) -> Coded:
    """What the coders of a project have, the machine among them, and where each looked."""
    from accord.reading.adjudication import by_coder

    raw, codings = by_coder(store.readings()), by_coder(as_coded(store))
    looked: dict[tuple[str, str], tuple[Span, ...]] = {}
    for coder, statements in raw.items():
        for document in {one.span.document for one in statements}:
            here = [one for one in statements if one.span.document == document]
            if all(ORIGIN in one.reached for one in here):
                looked[document, coder] = tuple(one.span for one in here)
    return Coded({coder: codings.get(coder, ()) for coder in raw}, looked)
