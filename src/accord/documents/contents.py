"""The content of a file or an address to documents."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from accord.documents.confined import Converter
from accord.documents.converting.records import Content, OtherContentError, Part
from accord.documents.decoding import declared_encoding, decoded
from accord.documents.folders import CONVERTIBLE, KINDS, MEDIA_TYPES
from accord.documents.limits import MOST_BYTES, MOST_CHARACTERS, MOST_ROWS, MOST_TABLE_BYTES, megabytes
from accord.documents.naming import clean, earlier_name, part_name
from accord.documents.pages import Fetched, fetched
from accord.documents.plain import first_date, heading
from accord.documents.records import Document, document_id
from accord.errors import DocumentError, Problem, Severity

_LONGEST_TITLE = 300
_PIECE = 8_000_000  # bytes of JSON lines that are parsed at once
_LINES = "application/jsonl"
_IN_UTF8 = {"text/html", "text/markdown", "text/csv", _LINES}
# What servers call the kinds that we know by another name.
_SERVED_AS = {
    "application/xhtml+xml": "text/html",
    "application/rss+xml": "application/xml",
    "application/atom+xml": "application/xml",
    "application/rdf+xml": "application/xml",
    "text/xml": "application/xml",
    "text/x-markdown": "text/markdown",
    "text/tab-separated-values": "text/csv",
    "application/x-ndjson": _LINES,
    "application/jsonlines": _LINES,
}


class Raw(NamedTuple):
    """A file's bytes on their way to text; `encoding` is what a server says of them."""

    file: str
    content: bytes
    media_type: str
    encoding: str | None = None


class Found(NamedTuple):
    """The documents of a file, what was left out, and where the whole of each stands (None where it is here)."""

    documents: list[Document]
    problems: list[Problem]
    links: list[str | None]


def opened(file: str, path: Path) -> Raw:
    """The bytes of the file, refused where it is of no known kind or too large.

    Raises:
        DocumentError: it cannot be read.
    """
    suffix = path.suffix.lower()
    if suffix in CONVERTIBLE or (suffix and suffix not in MEDIA_TYPES):
        raise DocumentError(f"A document is {KINDS}", f"got {suffix}", CONVERTIBLE.get(suffix, "save its text as .txt"))
    media_type = MEDIA_TYPES.get(suffix, "text/plain")
    most = MOST_TABLE_BYTES if media_type == _LINES else MOST_BYTES
    try:
        if not path.is_file():
            raise DocumentError("A document is a regular file", f"`{file}` is not", "name a file or a folder")
        with path.open("rb") as stream:
            content = stream.read(most + 1)
    except OSError as error:
        raise DocumentError("A document can be opened", error.strerror or "it cannot", "allow reading it") from error
    if len(content) > most:
        raise DocumentError(f"A document has at most {megabytes(most)}", "this one has more", "split it")
    return Raw(file, content, media_type)


def answered(file: str, address: str, *, allow_loopback: bool) -> Raw:
    """What the address holds.

    Raises:
        DocumentError: it cannot be fetched, or is of no known kind.
    """
    answer: Fetched = fetched(address, allow_loopback=allow_loopback)
    media_type = _SERVED_AS.get(answer.media_type, answer.media_type)
    if media_type not in MEDIA_TYPES.values():
        media_type = MEDIA_TYPES.get(PurePosixPath(file).suffix.lower(), "") if _says_nothing(media_type) else ""
    if not media_type:
        came = f"got {answer.media_type}"
        raise DocumentError("A web address leads to a page, a text or a feed", came, "save its text as .txt")
    return Raw(file, answer.content, media_type, answer.encoding)


def _says_nothing(media_type: str) -> bool:
    return media_type in {"", "application/octet-stream", "binary/octet-stream"}


def documents_of(raw: Raw, converter: Converter) -> Found:
    """Every document in the file.

    Raises:
        DocumentError: it has none that can be read.
    """
    found = Found([], [], [])
    for content in _contents(raw, converter, found.problems):
        for part in content.parts:
            _add(raw, part, found)
        found.problems.extend(_left_out(raw.file, content.told, Severity.WARNING))
        found.problems.extend(_left_out(raw.file, content.noted, Severity.NOTE))
    if not found.documents and not any(problem.severity is Severity.ERROR for problem in found.problems):
        raise DocumentError("A document has text", "it is empty", "remove it or fill it")
    return found


def _contents(raw: Raw, converter: Converter, problems: list[Problem]) -> Iterator[Content]:
    content = raw.content
    if raw.media_type == "text/plain" or raw.media_type in _IN_UTF8:
        declared = declared_encoding(content) if raw.media_type == "text/html" else None
        text, guessed = decoded(content, declared=raw.encoding or declared)
        problems += _guess_told(raw.file, guessed)
        if raw.media_type == "text/plain":
            yield Content((Part(text),))
            return
        content = text.encode("utf-8", "replace")
    if not content.strip():
        return
    if raw.media_type != _LINES:
        yield converter.convert(content, raw.media_type)
        return
    many = 0
    for number, piece in enumerate(_pieces(content)):
        try:
            lines = converter.convert(piece, raw.media_type)
        except OtherContentError:
            if number == 0:
                raise
            continue
        many += len(lines.parts)
        if many > MOST_ROWS:
            raise DocumentError(f"A file has at most {MOST_ROWS:,} documents", "this one has more", "split it")
        yield lines


def _pieces(content: bytes) -> Iterator[bytes]:
    """Whole lines, some megabytes at once."""
    start = 0
    while start < len(content):
        end = content.find(b"\n", start + _PIECE)
        end = len(content) if end < 0 else end + 1
        yield content[start:end]
        start = end


def _add(raw: Raw, part: Part, found: Found) -> None:
    """The part as a document, or the sentence why it is none."""
    file = (earlier_name(part.file) if part.file else None) or part_name(raw.file, part.name)
    text = clean(part.text) if raw.media_type != "text/plain" else part.text
    if not text.strip():
        return
    if len(text) > MOST_CHARACTERS:
        most = f"{MOST_CHARACTERS:,} characters"
        error = DocumentError(f"A document has at most {most} of text", f"this one has {len(text):,}", "split it")
        if part.name is None and part.file is None:
            raise error
        found.problems.append(refused(file, error))
        return
    found.documents.append(_document(raw, part, file, text))
    found.links.append(part.link)


def _document(raw: Raw, part: Part, file: str, text: str) -> Document:
    said = heading(text)
    day: datetime.date | None = first_date(part.date) if part.date else None
    title = " ".join(clean(part.title or "").split())[:_LONGEST_TITLE]
    source = " ".join(clean(part.source or "").split())[:_LONGEST_TITLE]
    kept = part.file is not None  # a document that comes back is as it was, also where nothing was known of it
    return Document(
        document_id(text),
        file,
        title or said.title or PurePosixPath(file).stem,
        source or (None if kept else said.source),
        day or (None if kept else said.date),
        text,
        _kind_of(file) if kept else raw.media_type,
    )


def _kind_of(file: str) -> str:
    """The kind of the file that a document came from, by its name."""
    return MEDIA_TYPES.get(PurePosixPath(file.partition("#")[0]).suffix.lower(), "text/plain")


def _left_out(file: str, said: Iterable[str], severity: Severity) -> list[Problem]:
    return [Problem(severity, "document.left_out", f"`{file}`: {sentence}", file=file) for sentence in said]


def _guess_told(file: str, encoding: str | None) -> tuple[Problem, ...]:
    if encoding is None:
        return ()
    sentence = f"A text is UTF-8; `{file}` is not and was read as {encoding}; check its letters, or save it as UTF-8."
    return (Problem(Severity.WARNING, "document.encoding", sentence, file=file),)


def refused(file: str, error: DocumentError, severity: Severity = Severity.ERROR) -> Problem:
    """The sentence that tells why the document is left out."""
    said = str(error).rstrip(".")
    return Problem(severity, "document.refused", f"`{file}` is left out: {said[0].lower()}{said[1:]}.", file=file)
