"""Files, folders and web addresses to documents; what cannot be read is told, the rest goes on."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import urlsplit

from accord.documents.confined import Converter
from accord.documents.decoding import declared_encoding, decoded
from accord.documents.folders import CONVERTIBLE, MEDIA_TYPES, files_in, printable
from accord.documents.pages import MOST_BYTES, Fetched, fetched, is_address
from accord.documents.plain import first_date, heading
from accord.documents.records import Document, Note, document_id
from accord.errors import DocumentError, Problem, Severity

MOST_CHARACTERS = 2_000_000
_LONGEST_TITLE = 300


class Raw(NamedTuple):
    """A document's bytes on their way to text; `encoding` is what a server says of them."""

    file: str
    content: bytes
    media_type: str
    encoding: str | None = None


def read_sources(
    sources: Sequence[str | Path], notes: Sequence[Note] = (), *, allow_loopback: bool = False
) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """The documents of files, folders and web addresses by file name, and what could not be read.

    Of identical texts the first stays. `notes` go before what a file says of itself. `allow_loopback` lets an address
    lead to this machine; without it only public addresses are fetched.
    """
    problems: list[Problem] = []
    found = _found(sources, problems)
    by_file = _notes_by_file(notes, [name for name, _ in found], problems)
    documents: list[Document] = []
    with Converter() as converter:
        for file, origin in found:
            try:
                raw = _fetched(file, origin, allow_loopback) if isinstance(origin, str) else _opened(file, origin)
                document, guessed = _document(raw, by_file.get(file), converter)
            except DocumentError as error:
                problems.append(_refused(file, error))
                continue
            documents.append(document)
            problems += guessed
    return _once_each(documents, problems), tuple(problems)


def read_file(path: Path, file: str | None = None, note: Note | None = None) -> tuple[Document, tuple[Problem, ...]]:
    """The document in one file, named `file`, and what had to be guessed.

    Raises:
        DocumentError: the file cannot be read as text.
    """
    name = file if file is not None else printable(path.name)
    with Converter() as converter:
        return _document(_opened(name, path), note, converter)


def _found(sources: Sequence[str | Path], problems: list[Problem]) -> list[tuple[str, Path | str]]:
    """Each document's own name with its path or address, by name."""
    listed: list[tuple[str, Path | str]] = []
    seen: set[Path | str] = set()
    for source in sources:
        for name, origin in _of_source(source, problems):
            key = origin if isinstance(origin, str) else origin.absolute()
            if key not in seen:
                seen.add(key)
                listed.append((name, origin))
    return sorted(_told_apart(listed), key=lambda item: item[0])


def _of_source(source: str | Path, problems: list[Problem]) -> list[tuple[str, Path | str]]:
    if isinstance(source, str) and is_address(source):
        return [(_address_name(source), source)]
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
        sentence = f"A folder holds documents (.txt, .md, .html); `{shown}` holds none; add some or name another."
        problems.append(Problem(Severity.ERROR, "document.none", sentence, file=shown))
    return [(entry.file, entry.path) for entry in found]


def _told_apart(listed: list[tuple[str, Path | str]]) -> list[tuple[str, Path | str]]:
    """Names made unique by the folders above, then by a number."""
    often = Counter(name for name, _ in listed)
    named: list[tuple[str, Path | str]] = []
    taken: set[str] = set()
    for name, origin in listed:
        own = name
        if often[name] > 1 and isinstance(origin, Path):
            above = origin.absolute().parents[name.count("/")].name
            own = f"{printable(above)}/{name}" if above else name
        stem, number = own, 2
        while own in taken:
            path = PurePosixPath(stem)
            own, number = str(path.with_name(f"{path.stem} ({number}){path.suffix}")), number + 1
        taken.add(own)
        named.append((own, origin))
    return named


def _address_name(address: str) -> str:
    """A file name for an address: host and path, with no dots that lead up."""
    try:
        parts = urlsplit(address)
        host, path = parts.hostname or "page", parts.path
    except ValueError:
        host, path = "page", ""
    steps = [step for step in path.split("/") if step not in {"", ".", ".."}]
    return "/".join([host, *steps])


def _opened(file: str, path: Path) -> Raw:
    suffix = path.suffix.lower()
    if suffix in CONVERTIBLE:
        raise DocumentError("A document is .txt, .md or .html", f"got {suffix}", CONVERTIBLE[suffix])
    if suffix and suffix not in MEDIA_TYPES:
        raise DocumentError("A document is .txt, .md or .html", f"got {suffix}", "save its text as .txt")
    try:
        if not path.is_file():
            raise DocumentError("A document is a regular file", f"`{file}` is not", "name a file or a folder")
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise DocumentError("A document can be opened", error.strerror or "it cannot", "allow reading it") from error
    return Raw(file, content, MEDIA_TYPES.get(suffix, "text/plain"))


def _fetched(file: str, address: str, allow_loopback: bool) -> Raw:
    answer: Fetched = fetched(address, allow_loopback=allow_loopback)
    media_type = "text/html" if answer.media_type == "application/xhtml+xml" else answer.media_type
    if media_type not in MEDIA_TYPES.values():
        raise DocumentError("A web address leads to a page or a text", f"got {media_type}", "save its text as .txt")
    return Raw(file, answer.content, media_type, answer.encoding)


def _document(raw: Raw, note: Note | None, converter: Converter) -> tuple[Document, tuple[Problem, ...]]:
    if len(raw.content) > MOST_BYTES:
        raise DocumentError(f"A document has at most {MOST_BYTES // 1_000_000} MB", "this one has more", "split it")
    is_page = raw.media_type == "text/html"
    declared = raw.encoding or (declared_encoding(raw.content) if is_page else None)
    text, guessed = decoded(raw.content, declared=declared)
    title, day, source, text = _told(text, raw.media_type, converter)
    if not text.strip():
        raise DocumentError("A document has text", "it is empty", "remove it or fill it")
    if len(text) > MOST_CHARACTERS:
        most = f"{MOST_CHARACTERS:,} characters"
        raise DocumentError(f"A document has at most {most} of text", f"this one has {len(text):,}", "split it")
    document = Document(document_id(text), raw.file, title or _stem(raw.file), source, day, text, raw.media_type)
    return _with_note(document, note), _guess_told(raw.file, guessed)


def _told(text: str, media_type: str, converter: Converter) -> tuple[str | None, datetime.date | None, str | None, str]:
    """Title, date, source and readable text: a plain text is its own, unchanged."""
    if media_type == "text/plain":
        said = heading(text)
        return said.title, said.date, said.source, text
    if not text.strip():
        return None, None, None, ""
    record = converter.convert(text, media_type)
    said = heading(record["text"])
    day = first_date(record["date"]) if record["date"] else said.date
    title = " ".join((record["title"] or said.title or "").split())[:_LONGEST_TITLE]
    return title, day, record["source"] or said.source, record["text"]


def _stem(file: str) -> str:
    return PurePosixPath(file).stem


def _with_note(document: Document, note: Note | None) -> Document:
    if note is None:
        return document
    return replace(
        document,
        title=document.title if note.title is None else note.title,
        date=document.date if note.date is None else note.date,
        source=document.source if note.source is None else note.source,
    )


def _guess_told(file: str, encoding: str | None) -> tuple[Problem, ...]:
    if encoding is None:
        return ()
    sentence = f"A text is UTF-8; `{file}` is not and was read as {encoding}; check its letters, or save it as UTF-8."
    return (Problem(Severity.WARNING, "document.encoding", sentence, file=file),)


def _refused(file: str, error: DocumentError) -> Problem:
    said = str(error).rstrip(".")
    return Problem(Severity.ERROR, "document.refused", f"`{file}` is left out: {said[0].lower()}{said[1:]}.", file=file)


def _once_each(documents: Iterable[Document], problems: list[Problem]) -> tuple[Document, ...]:
    """The documents without those whose text an earlier one has."""
    kept: dict[str, Document] = {}
    for document in documents:
        first = kept.setdefault(document.id, document)
        if first is not document:
            sentence = f"`{document.file}` has the same text as `{first.file}`; it is left out."
            problems.append(Problem(Severity.NOTE, "document.repeated", sentence, file=document.file))
    return tuple(kept.values())


def _notes_by_file(notes: Sequence[Note], files: Sequence[str], problems: list[Problem]) -> dict[str, Note]:
    """Each file's note: by its name, or by its last part where only one file has it."""
    by_file: dict[str, Note] = {}
    last = Counter(PurePosixPath(file).name for file in files)
    for note in notes:
        fits = [file for file in files if file == note.file]
        if not fits and last[note.file] == 1:
            fits = [file for file in files if PurePosixPath(file).name == note.file]
        if fits:
            by_file[fits[0]] = note
        else:
            sentence = f"A note tells of a document that is read; `{note.file}` is not among them; check its name."
            problems.append(Problem(Severity.WARNING, "document.note", sentence, file=note.file))
    return by_file
