"""The files of a folder that may be documents, in order of their names."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from accord.documents.limits import DEEPEST_FOLDER, MOST_FILES
from accord.errors import Problem, Severity

MEDIA_TYPES = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".eml": "message/rfc822",
    ".rss": "application/xml",
    ".atom": "application/xml",
    ".xml": "application/xml",
    ".csv": "text/csv",
    ".tsv": "text/csv",
    ".jsonl": "application/jsonl",
    ".ndjson": "application/jsonl",
}
KINDS = ".txt, .md, .html, .pdf, .docx, .eml, .rss, .atom, .csv, .tsv or .jsonl"
# Documents that cannot be read, and what to do with them.
CONVERTIBLE = {
    ".doc": "save it as .docx or .txt",
    ".odt": "save it as .docx or .txt",
    ".rtf": "save it as .docx or .txt",
    ".pages": "save it as .docx or .txt",
    ".msg": "save the message as .eml",
    ".mbox": "save its messages as .eml",
    ".xls": "save it as .csv with a column `text`",
    ".xlsx": "save it as .csv with a column `text`",
    ".ods": "save it as .csv with a column `text`",
    ".mht": "save the page as .html",
    ".mhtml": "save the page as .html",
    ".epub": "save its text as .txt or .html",
}
_OWN_FILES = {"negotiation.yaml", "negotiation.yml"}
_OWN_FOLDER = {"documents.jsonl", "run.json"}


class Found(NamedTuple):
    """A file and its name relative to the source, with `/`."""

    path: Path
    file: str


def files_in(
    folder: Path, *, deepest: int = DEEPEST_FOLDER, most: int = MOST_FILES
) -> tuple[list[Found], list[Problem]]:
    """The documents under the folder by relative name, and what was passed over. Links never lead out of it."""
    found: list[Found] = []
    problems: list[Problem] = []
    others: list[str] = []
    for entry in _entries(folder, "", folder.resolve(), deepest):
        if isinstance(entry, Problem):
            problems.append(entry)
        elif entry.path.suffix.lower() not in MEDIA_TYPES:
            others.append(entry.file)
        elif len(found) < most:
            found.append(entry)
        else:
            sentence = f"A folder is read up to {most} documents; `{entry.file}` and the rest is left out; split it."
            problems.append(Problem(Severity.ERROR, "document.too_many", sentence, file=entry.file))
            break
    if others:
        problems.append(_others_told(others))
    return found, problems


def _others_told(files: list[str]) -> Problem:
    """One note for all files that are no documents: a project folder holds many."""
    shown = ", ".join(f"`{file}`" for file in files[:3]) + (", ..." if len(files) > 3 else "")
    many = "1 other file is" if len(files) == 1 else f"{len(files)} other files are"
    return Problem(Severity.NOTE, "document.format", f"Documents are {KINDS}; {many} passed over: {shown}.")


def printable(name: str) -> str:
    """The file name with what no text can hold replaced."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _entries(folder: Path, prefix: str, root: Path, deepest: int) -> Iterator[Found | Problem]:
    """Files and refusals by name; hidden files and what this program wrote are left out without a word."""
    if prefix.count("/") >= deepest:
        yield _passed_over("too_deep", f"Folders are read {deepest} levels deep", prefix, "move it up")
        return
    try:
        paths = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        yield _passed_over("unreadable", f"A folder can be opened ({error.strerror})", prefix, "allow reading it")
        return
    if {path.name for path in paths} >= _OWN_FOLDER:
        return
    for path in paths:
        if path.name.startswith(".") or path.name in _OWN_FILES:
            continue
        file = prefix + printable(path.name)
        refusal = _refusal(path, file, root)
        if refusal is not None:
            yield refusal
        elif path.is_dir():
            yield from _entries(path, file + "/", root, deepest)
        else:
            yield Found(path, file)


def _refusal(path: Path, file: str, root: Path) -> Problem | None:
    """Why the entry is not read; None where it is."""
    try:
        target, kind = path.resolve(strict=True), path.stat().st_mode
    except (OSError, RuntimeError):
        return _passed_over("link", "A link leads to a file", file, "mend or remove it")
    if path.is_symlink() and (stat.S_ISDIR(kind) or not target.is_relative_to(root)):
        return _passed_over("link", "Links lead to files of the same folder", file, "copy what it leads to")
    if stat.S_ISDIR(kind):
        return None
    if not stat.S_ISREG(kind):
        return _passed_over("not_a_file", "A document is a regular file", file, "remove it")
    suffix = path.suffix.lower()
    if suffix in CONVERTIBLE:
        return _passed_over("format", f"Documents are {KINDS}, not {suffix}", file, CONVERTIBLE[suffix])
    return None


def _passed_over(code: str, must: str, file: str, mend: str) -> Problem:
    return Problem(Severity.WARNING, f"document.{code}", f"{must}; `{file}` is passed over; {mend}.", file=file)
