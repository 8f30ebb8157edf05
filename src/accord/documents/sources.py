"""Files, folders and web addresses to documents; what cannot be read is told, the rest goes on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from accord.documents.confined import Converter
from accord.documents.contents import Found, answered, documents_of, opened, refused
from accord.documents.converting.records import OtherContentError
from accord.documents.folders import KINDS, files_in, printable
from accord.documents.limits import MOST_LINKS
from accord.documents.naming import address_name, noted, renamed, told_apart
from accord.documents.pages import is_address
from accord.documents.records import Document, Note
from accord.errors import DocumentError, Problem, Severity


class _Listed(NamedTuple):
    """A file or address with its name; whether the user named it, or it was found in a folder."""

    file: str
    origin: Path | str
    is_named: bool


def read_sources(
    sources: Sequence[str | Path],
    notes: Sequence[Note] = (),
    *,
    follow_links: bool = False,
    allow_loopback: bool = False,
) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """The documents of files, folders and web addresses by file name, and what could not be read.

    Of identical texts the earliest stays, else the first. `notes` go before what a file says of itself. `follow_links`
    fetches the page that each entry of a feed leads to, in place of what the feed tells of it. `allow_loopback` lets an
    address lead to this machine; without it only public addresses are fetched.
    """
    problems: list[Problem] = []
    documents: list[Document] = []
    with Converter() as converter:
        for listed in _listed(sources, problems):
            try:
                found = _read(listed, converter, allow_loopback=allow_loopback)
            except OtherContentError as error:
                severity = Severity.ERROR if listed.is_named else Severity.WARNING
                problems.append(refused(listed.file, error, severity))
                continue
            except DocumentError as error:
                problems.append(refused(listed.file, error))
                continue
            problems += found.problems
            documents += _followed(found, converter, problems, allow_loopback) if follow_links else found.documents
    told, unused = noted(renamed(documents), notes)
    return _once_each(told, problems), (*unused, *problems)


def read_file(path: Path, file: str | None = None, note: Note | None = None) -> tuple[Document, tuple[Problem, ...]]:
    """The first document in one file, named `file`, and what had to be guessed.

    Raises:
        DocumentError: the file cannot be read as text.
    """
    name = file if file is not None else printable(path.name)
    with Converter() as converter:
        found = documents_of(opened(name, path), converter)
    if not found.documents:
        raise DocumentError("A document can be read", found.problems[0].sentence)
    documents, unused = noted(found.documents[:1], [] if note is None else [note])
    return documents[0], (*unused, *found.problems)


def _listed(sources: Sequence[str | Path], problems: list[Problem]) -> list[_Listed]:
    """Each file's or address's own name with where it is, by name."""
    listed: list[tuple[str, Path | str]] = []
    named: dict[Path | str, bool] = {}
    for source in sources:
        for name, origin in _of_source(source, problems):
            key = origin if isinstance(origin, str) else origin.absolute()
            if key not in named:
                listed.append((name, origin))
            named[key] = named.get(key, False) or origin in {source, Path(source)}
    keys = {name: origin if isinstance(origin, str) else origin.absolute() for name, origin in told_apart(listed)}
    ordered = sorted(told_apart(listed), key=lambda item: item[0])
    return [_Listed(name, origin, named[keys[name]]) for name, origin in ordered]


def _of_source(source: str | Path, problems: list[Problem]) -> list[tuple[str, Path | str]]:
    if isinstance(source, str) and is_address(source):
        return [(address_name(source), source)]
    path = Path(source)
    try:
        exists, is_folder = source != "" and path.exists(), path.is_dir()
    except (OSError, ValueError):
        exists, is_folder = False, False
    shown = printable(str(source)).replace("\x00", "\ufffd")
    if not exists:
        sentence = f"A source is a file, a folder or a web address; `{shown}` does not exist; check the name."
        problems.append(Problem(Severity.ERROR, "document.missing", sentence, file=shown))
        return []
    if not is_folder:
        return [(printable(path.name), path)]
    found, passed_over = files_in(path)
    problems += passed_over
    if not found:
        sentence = f"A folder holds documents ({KINDS}); `{shown}` holds none; add some or name another."
        problems.append(Problem(Severity.ERROR, "document.none", sentence, file=shown))
    return [(entry.file, entry.path) for entry in found]


def _read(listed: _Listed, converter: Converter, *, allow_loopback: bool) -> Found:
    file, origin = listed.file, listed.origin
    raw = answered(file, origin, allow_loopback=allow_loopback) if isinstance(origin, str) else opened(file, origin)
    return documents_of(raw, converter)


def _followed(found: Found, converter: Converter, problems: list[Problem], allow_loopback: bool) -> Iterable[Document]:
    """Each document as the page that its link leads to; as the feed has it where that cannot be read."""
    followed = 0
    for document, link in zip(found.documents, found.links, strict=True):
        if link is None or not is_address(link) or followed == MOST_LINKS:
            yield document
            continue
        followed += 1
        try:
            page = documents_of(answered(address_name(link), link, allow_loopback=allow_loopback), converter)
        except DocumentError as error:
            sentence = f"`{document.file}` is read as its feed has it: {error}"
            problems.append(Problem(Severity.WARNING, "document.link", sentence, file=document.file))
            yield document
            continue
        whole = page.documents[0]
        yield replace(
            whole, file=document.file, date=document.date or whole.date, source=document.source or whole.source
        )
    if followed == MOST_LINKS:
        sentence = (
            f"The first {MOST_LINKS} links of a feed are followed; the other entries are read as the feed has them."
        )
        problems.append(Problem(Severity.WARNING, "document.link", sentence))


def _once_each(documents: Sequence[Document], problems: list[Problem]) -> tuple[Document, ...]:
    """Of documents with the same text the earliest, else the first by name."""
    kept: dict[str, Document] = {}
    for document in sorted(documents, key=lambda document: (document.date or datetime.date.max, document.file)):
        kept.setdefault(document.id, document)
    for document in documents:
        first = kept[document.id]
        if first is not document:
            sentence = f"`{document.file}` has the same text as `{first.file}`; it is left out."
            problems.append(Problem(Severity.NOTE, "document.repeated", sentence, file=document.file))
    return tuple(document for document in documents if kept[document.id] is document)
