"""Names of documents, and what the user notes of them by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from accord.documents.folders import printable
from accord.documents.records import Document, Note
from accord.errors import Problem, Severity

_LONGEST_NAME = 200


def told_apart(listed: Sequence[tuple[str, Path | str]]) -> list[tuple[str, Path | str]]:
    """Names made unique by the folders above, then by a number."""
    often = Counter(name for name, _ in listed)
    named: list[tuple[str, Path | str]] = []
    taken: dict[str, int] = {}
    for name, origin in listed:
        own = name
        if often[name] > 1 and isinstance(origin, Path):
            above = origin.absolute().parents[name.count("/")].name
            own = f"{printable(above)}/{name}" if above else name
        named.append((_free(own, taken), origin))
    return named


def _free(name: str, taken: dict[str, int]) -> str:
    """The name, or the same with a number that nobody has; taken from now on, with the last number tried."""
    own, path = name, PurePosixPath(name)
    while own in taken:
        taken[name] += 1
        # Inside a file the number comes last, so that the file's own name stays whole.
        stem, suffix = (path.name, "") if "#" in name else (path.stem, path.suffix)
        own = str(path.with_name(f"{stem} ({taken[name]}){suffix}"))
    taken[own] = 1
    return own


def renamed(documents: Sequence[Document]) -> list[Document]:
    """The documents with names made unique, by name; those of one file may share theirs with another file's."""
    taken: dict[str, int] = {}
    often = Counter(document.file for document in documents)
    if max(often.values(), default=1) == 1:
        return sorted(documents, key=lambda document: document.file)
    named = [replace(document, file=_free(document.file, taken)) for document in documents]
    return sorted(named, key=lambda document: document.file)


def part_name(file: str, name: str | None) -> str:
    """The name of a document inside a file."""
    if name is None:
        return file
    return f"{file}#{' '.join(clean(name).split())[:_LONGEST_NAME]}"


def earlier_name(file: str) -> str | None:
    """The name that a document had before, as a path that leads nowhere but down; None where nothing is left."""
    steps = [step for step in clean(file).replace("\\", "/").split("/") if step.strip() not in {"", ".", ".."}]
    return "/".join(steps)[:_LONGEST_NAME] or None


def clean(text: str) -> str:
    """The text with what no file can hold replaced."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")


def address_name(address: str) -> str:
    """A file name for an address: host and path, with no dots that lead up."""
    try:
        parts = urlsplit(address)
        host, path = parts.hostname or "page", parts.path
    except ValueError:
        host, path = "page", ""
    steps = [step for step in path.split("/") if step not in {"", ".", ".."}]
    return "/".join([host, *steps])


def noted(documents: Sequence[Document], notes: Sequence[Note]) -> tuple[list[Document], list[Problem]]:
    """The documents with what the user notes of them, and the notes that fit none.

    A note's file is a document's name, or the last part of the name where only one has it; a note on a file that holds
    many documents is for each that has none of its own.
    """
    whole = {note.file: note for note in notes}
    last = Counter(PurePosixPath(document.file).name for document in documents)
    used: set[str] = set()
    told: list[Document] = []
    for document in documents:
        name = PurePosixPath(document.file).name
        keys = [document.file, *([name] if last[name] == 1 else []), *_holders(document.file)]
        fits = next((key for key in keys if key in whole), None)
        used.update([] if fits is None else [fits])
        told.append(document if fits is None else _with_note(document, whole[fits]))
    return told, [_unused(note) for note in notes if note.file not in used]


def _holders(file: str) -> list[str]:
    """The names of the files that hold the document, the nearest first, also by their last part."""
    holders = []
    while "#" in file:
        file = file.rpartition("#")[0]
        holders += [file, PurePosixPath(file).name]
    return holders


def _with_note(document: Document, note: Note) -> Document:
    return replace(
        document,
        title=document.title if note.title is None else note.title,
        date=document.date if note.date is None else note.date,
        source=document.source if note.source is None else note.source,
    )


def _unused(note: Note) -> Problem:
    sentence = f"A note tells of a document that is read; `{note.file}` is not among them; check its name."
    return Problem(Severity.WARNING, "document.note", sentence, file=note.file)
