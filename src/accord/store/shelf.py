"""The files of a project that people change, with every earlier version kept, and the way back.

Beside the project's files stands `.history/`: a journal (one JSON line a change) and the content before each. Nothing
in it is ever removed. One process at a time changes a project's files; others are noticed by the files' marks.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path, PurePosixPath

from accord.errors import CallError, StoreError
from accord.files import write_atomically
from accord.store.records import Signature

HISTORY, JOURNAL = ".history", "journal.jsonl"
_LONGEST_NAME = 120


class FileStep(StrEnum):
    """What happened to a file."""

    REPLACED = "replaced"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class FileChange:
    """One change of one file: who, when, and in words what (the `why` of its signature).

    `before` and `after` are marks of its content (empty: no file); `is_taken_back`: a later change undid it.
    """

    number: int
    step: FileStep
    file: str
    who: str
    when: str
    what: str
    before: str
    after: str
    is_taken_back: bool = False


class StaleFileError(StoreError):
    """A file that has changed since the person who wants to change it saw it."""


def mark_of(path: Path) -> str:
    """A mark of a file's content; empty where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    except FileNotFoundError:
        return ""


def file_changes(folder: Path) -> tuple[FileChange, ...]:
    """Every change of the project's files, the oldest first."""
    path = folder / HISTORY / JOURNAL
    if not path.is_file():
        return ()
    found = []
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        found.append(FileChange(**{**record, "step": FileStep(record["step"])}))
    return tuple(found)


def replace_file(folder: Path, file: str, text: str, by: Signature, *, expected: str | None = None) -> FileChange:
    """Writes a file anew and keeps what it was; with `expected`, only where its content still has that mark.

    Raises:
        StaleFileError: it has another.
        StoreError: it cannot be written.
    """
    path = folder / file
    before = mark_of(path)
    if expected is not None and before != expected:
        raise _stale(file)
    change = FileChange(0, FileStep.REPLACED, file, by.who, by.when, by.why, before, _mark(text.encode()))
    return _kept(folder, change, lambda: write_atomically(path, text))


def add_file(folder: Path, file: str, content: bytes, by: Signature) -> FileChange:
    """Adds a file under its name, or that name with a number where another file has it.

    Raises:
        StoreError: it cannot be written.
    """
    name = _free(folder, file)
    change = FileChange(0, FileStep.ADDED, name, by.who, by.when, by.why, "", _mark(content))
    return _kept(folder, change, lambda: write_atomically(folder / name, content))


def take_out(folder: Path, file: str, by: Signature) -> FileChange:
    """Removes a file and keeps its content.

    Raises:
        CallError: there is none.
    """
    path = folder / file
    before = mark_of(path)
    if not before:
        raise CallError("A file to remove is there", f"{file} is not", "load the page anew")
    return _kept(folder, FileChange(0, FileStep.REMOVED, file, by.who, by.when, by.why, before, ""), path.unlink)


def take_back(folder: Path, number: int | None = None, *, within: str = "") -> FileChange:
    """Undoes a change of a file: the one with this number, else the last of those `within` a file or folder.

    Raises:
        CallError: there is none to undo.
        StaleFileError: the file has changed since.
    """
    every = file_changes(folder)
    open_ones = [one for one in every if not one.is_taken_back and one.file.startswith(within)]
    change = next((one for one in reversed(open_ones) if number is None or one.number == number), None)
    if change is None:
        raise CallError("A change that is undone was made here and still stands", "there is none", "")
    path = folder / change.file
    if mark_of(path) != change.after:
        raise _stale(change.file)
    _keep(folder, path)
    if change.before:
        write_atomically(path, _version(folder, change.file, change.before).read_bytes())
    else:
        path.unlink()
    undone = replace(change, is_taken_back=True)
    _write(folder, [undone if one.number == change.number else one for one in every])
    return undone


def source_name(name: str) -> str:
    """A name under which a file that somebody brings can stand among the sources: no folders, nothing hidden."""
    last = PurePosixPath(name.replace("\\", "/")).name
    told = "".join(character if character.isprintable() and character not in '<>:"|?*' else "-" for character in last)
    told = " ".join(told.split()).lstrip(".")
    path = PurePosixPath(told or "document.txt")
    stem = path.stem.encode()[:_LONGEST_NAME].decode("utf-8", "ignore").strip()
    return f"{stem or 'document'}{path.suffix[:12]}"


def _kept(folder: Path, change: FileChange, act: Callable[[], object]) -> FileChange:
    every = file_changes(folder)
    change = replace(change, number=every[-1].number + 1 if every else 1)
    try:
        _keep(folder, folder / change.file)
        act()
        _write(folder, [*every, change])
    except OSError as fault:
        raise StoreError(
            "A project's folder can be written", f"{folder / change.file}: {fault.strerror}", "free space, or allow it"
        ) from fault
    return change


def _keep(folder: Path, path: Path) -> None:
    """Keeps the content that a file has now, under its mark."""
    mark = mark_of(path)
    version = _version(folder, path.relative_to(folder).as_posix(), mark)
    if mark and not version.exists():
        write_atomically(version, path.read_bytes())


def _version(folder: Path, file: str, mark: str) -> Path:
    name = PurePosixPath(file)
    return folder / HISTORY / name.parent / f"{name.stem}.{mark}{name.suffix}"


def _write(folder: Path, changes: list[FileChange]) -> None:
    lines = [json.dumps(asdict(change), ensure_ascii=False) for change in changes]
    write_atomically(folder / HISTORY / JOURNAL, "\n".join(lines) + "\n")


def _free(folder: Path, file: str) -> str:
    """The name, or the same with the first number that no file has now and none had before."""
    taken = {change.file for change in file_changes(folder)}
    path, number = PurePosixPath(file), 1
    while (folder / path).exists() or path.as_posix() in taken - {file}:
        number += 1
        path = PurePosixPath(file).with_stem(f"{PurePosixPath(file).stem} ({number})")
    return path.as_posix()


def _mark(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _stale(file: str) -> StaleFileError:
    return StaleFileError(
        "A file is changed as it was last seen",
        f"{file} has changed since",
        "look at it as it is now, and change it again",
    )
