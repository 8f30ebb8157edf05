"""Documents brought into a project one by one, and its negotiation file changed: with who, when and the way back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from accord.documents.naming import noted
from accord.errors import CallError, DocumentError, Problem, Severity
from accord.names import NEGOTIATION
from accord.negotiation import Negotiation, dump_negotiation, load_negotiation
from accord.workspace.material import SOURCES, draft_negotiation, text_at
from accord.workspace.place import now
from accord.workspace.project import Workspace

if TYPE_CHECKING:
    from accord.documents import Document
    from accord.store import Signature, Store
    from accord.store.shelf import FileChange

_KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "text/csv": ".csv",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_BYTE_ORDER = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file turned out to hold: its documents, and what had to be guessed or left out."""

    change: FileChange
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]


def bring_file(workspace: Workspace, store: Store, name: str, content: bytes, *, who: str) -> Brought:
    """Adds a file to the sources and its documents to the project; one that cannot be read is not kept.

    Raises:
        DocumentError: it holds no document, or only texts that the project has already.
    """
    from accord.documents import read_sources
    from accord.store.shelf import add_file, source_name, take_back

    file = f"{SOURCES}/{source_name(name)}"
    change = add_file(workspace.folder, file, content, _signed(who, f"added {PurePosixPath(file).name}"))
    told: tuple[Problem, ...] = ()
    try:
        notes = workspace.negotiation()[0].documents
        documents, told = read_sources([workspace.folder / change.file], notes)
        known = _known(store, documents)
        fresh = tuple(one for one in documents if known.get(one.id, one.file) == one.file)
        if not fresh:
            raise _refused(change.file, documents, told, known)
        store.add_documents(fresh)
    except BaseException:
        take_back(workspace.folder, change.number)
        raise
    return Brought(change, fresh, tuple(one for one in told if one.code != "document.note"))


def _known(store: Store, documents: tuple[Document, ...]) -> dict[str, str]:
    """Of these documents the ones that the project has, with the file they came from."""
    found = {}
    for one in documents:
        with suppress(CallError):
            found[one.id] = store.document(one.id).file
    return found


def _refused(
    file: str, documents: tuple[Document, ...], told: tuple[Problem, ...], known: Mapping[str, str]
) -> DocumentError:
    name = PurePosixPath(file).name
    if documents:
        first = known[documents[0].id]
        return DocumentError("A text is in the project once", f"{name} has the same text as {first}", "")
    error = next((one for one in told if one.severity is Severity.ERROR), None)
    return DocumentError("A document can be read", error.sentence if error else f"{name} holds no text", "")


def bring_text(workspace: Workspace, store: Store, text: str, about: Mapping[str, Any], *, who: str) -> Brought:
    """Adds a pasted text as a file; `about` is its title, source and date, noted in the negotiation file.

    Raises:
        DocumentError: it is empty, or in the project already.
    """
    if not text.strip():
        raise DocumentError("A document has text", "it is empty", "paste the text")
    title = str(about.get("title") or "").strip() or text.strip().splitlines()[0][:80]
    name = re.sub(r"[^\w]+", "-", title.casefold()).strip("-")[:60] or "text"
    found = bring_file(workspace, store, f"{name}.txt", text.replace("\r\n", "\n").encode(), who=who)
    return replace(
        found, documents=(note(workspace, store, found.documents[0].id, {**about, "title": title}, who=who),)
    )


def bring_link(workspace: Workspace, store: Store, address: str, *, who: str, allow_loopback: bool = False) -> Brought:
    """Fetches a page and adds it as it came; only public addresses, within the limits of documents.

    Raises:
        DocumentError: it cannot be fetched or read.
    """
    from accord.documents.naming import address_name
    from accord.documents.pages import fetched, is_address

    if not is_address(address):
        raise DocumentError("A link begins with http:// or https://", f"got {address[:200]!r}", "correct it")
    answer = fetched(address, allow_loopback=allow_loopback)
    name = address_name(address)
    suffix = _KINDS.get(answer.media_type, PurePosixPath(name).suffix or ".html")
    content = answer.content
    if answer.encoding and answer.media_type.startswith("text/"):
        content = _in_utf8(content, answer.encoding)
    own = re.sub(r"[^\w.]+", "-", name).strip("-.")[:80].removesuffix(suffix)
    found = bring_file(workspace, store, f"{own}{suffix}", content, who=who)
    if found.documents[0].source is None and len(found.documents) == 1:
        host = name.partition("/")[0].removeprefix("www.")
        return replace(found, documents=(note(workspace, store, found.documents[0].id, {"source": host}, who=who),))
    return found


def _in_utf8(content: bytes, encoding: str) -> bytes:
    """The content with a mark of its encoding, since what the server said of it is not kept elsewhere."""
    try:
        return content if content.startswith(_BYTE_ORDER) else _BYTE_ORDER + content.decode(encoding).encode()
    except (LookupError, UnicodeError):
        return content


def note(workspace: Workspace, store: Store, id: str, about: Mapping[str, Any], *, who: str) -> Document:
    """Keeps what a person tells of a document (title, source, date); empty takes it back to what the file says.

    Raises:
        CallError: no such document.
        NegotiationError: the negotiation file is not usable as it is.
    """
    from accord.negotiation.editing import note_document

    document = store.document(id)
    fields = {name: value or None for name, value in about.items() if name in {"title", "source", "date"}}
    edit(workspace, lambda text: note_document(text, document.file, fields), who=who, what=f"noted {document.file}")
    notes = [one for one in workspace.negotiation()[0].documents if one.file == document.file]
    told = {name: value for name, value in fields.items() if value is not None}
    changed = replace(noted([document], notes)[0][0] if notes else document, **told)
    gone = [name for name, value in fields.items() if value is None]
    if gone:
        changed = replace(changed, **_own(workspace, document, gone))
    store.add_documents([changed])
    return changed


def _own(workspace: Workspace, document: Document, names: list[str]) -> dict[str, Any]:
    """What the file itself says of the document."""
    found = _of_file(workspace, document.file.partition("#")[0])
    same = next((one for one in found if one.id == document.id), None)
    return {} if same is None else {name: getattr(same, name) for name in names}


def remove(workspace: Workspace, store: Store, id: str, *, who: str) -> tuple[FileChange, tuple[Document, ...]]:
    """Takes a document's file out of the sources, with all documents in it; statements and decisions are kept.

    Raises:
        CallError: no such document, or its file is gone.
    """
    from accord.store.shelf import take_out

    document = store.document(id)
    file = document.file.partition("#")[0]
    if not _inside(workspace, file):
        raise CallError("A document stands among the sources", f"{file} does not", "load the page anew")
    change = take_out(workspace.folder, f"{SOURCES}/{file}", _signed(who, f"removed {file}"))
    every = store.documents()
    gone = tuple(one for one in every if one.file.partition("#")[0] == file)
    store.remove_documents([one.id for one in gone])
    return change, gone


def _inside(workspace: Workspace, file: str) -> bool:
    sources = (workspace.folder / SOURCES).resolve()
    path = (sources / file).resolve()
    return path.is_relative_to(sources) and path.is_file()


def take_back(workspace: Workspace, store: Store, *, within: str = "", number: int | None = None) -> FileChange:
    """Undoes the last change of a file (`within` the sources, or of the negotiation), or the one with a number.

    Raises:
        CallError: there is none.
        StaleFileError: the file has changed since.
    """
    from accord.store.shelf import take_back as back

    change = back(workspace.folder, number, within=within)
    file = change.file.removeprefix(f"{SOURCES}/")
    if file != change.file:
        present = {one.id for one in store.documents() if one.file.partition("#")[0] == file}
        found = _of_file(workspace, file)
        store.add_documents(found)
        store.remove_documents(present - {one.id for one in found})
    return change


def _of_file(workspace: Workspace, file: str) -> tuple[Document, ...]:
    """The documents of one file of the sources, under the names that they have among all of them."""
    from accord.documents import read_sources

    path = workspace.folder / SOURCES / file
    if not path.is_file():
        return ()
    found = read_sources([path])[0]
    named = [replace(one, file=f"{file}{one.file.removeprefix(path.name)}") for one in found]
    return tuple(noted(named, load_or_empty(workspace).documents)[0])


def scan(workspace: Workspace, store: Store) -> tuple[Problem, ...]:
    """Makes the project's documents those of its sources; returns what could not be read."""
    from accord.documents import read_sources

    notes = load_or_empty(workspace).documents
    documents, problems = read_sources([workspace.folder / SOURCES], notes)
    known = {one.id: one for one in store.documents()}
    if set(known.values()) != set(documents):
        fresh = [one for one in documents if known.get(one.id) != one]
        gone = set(known) - {one.id for one in documents}
        store.add_documents(documents if gone else fresh, only=bool(gone))
    return problems


def waiting(workspace: Workspace, store: Store) -> bool:
    """Whether the folder of sources has other files than the documents of the project came from."""
    from accord.documents.folders import files_in

    listed = {entry.file for entry in files_in(workspace.folder / SOURCES)[0]}
    return listed != {one.file.partition("#")[0] for one in store.entries()}


def load_or_empty(workspace: Workspace) -> Negotiation:
    """The negotiation, or an empty one where its file cannot be used."""
    from accord.errors import NegotiationError

    try:
        return workspace.negotiation()[0]
    except NegotiationError:
        return Negotiation()


def edit(
    workspace: Workspace, act: Callable[[str], str], *, who: str, what: str, expected: str | None = None
) -> FileChange | None:
    """Changes the text of the negotiation file; with `expected`, only where its content still has that mark.

    None where the change changes nothing.

    Raises:
        StaleFileError: the file has changed since.
        NegotiationError: it cannot be used as it is, or as it would be.
    """
    from accord.store.shelf import replace_file

    text = text_at(workspace.folder / NEGOTIATION, "negotiation file")
    changed = act(text)
    if changed == text:
        return None
    load_negotiation(changed, NEGOTIATION)
    return replace_file(workspace.folder, NEGOTIATION, changed, _signed(who, what), expected=expected)


def draft_into(workspace: Workspace, store: Store, *, who: str) -> tuple[Negotiation, tuple[Problem, ...]]:
    """Puts a draft from the documents in place of the negotiation file; what was noted of documents stays.

    Raises:
        CallError: there is no document.
    """
    from accord.store.shelf import replace_file

    documents = store.documents()
    if not documents:
        raise CallError("A draft is made from documents", "there are none", "add some to the library")
    before = load_or_empty(workspace)
    drafted, problems = draft_negotiation(documents)
    drafted = drafted.model_copy(update={"documents": before.documents, "title": before.title or drafted.title})
    text = dump_negotiation(drafted)
    replace_file(workspace.folder, NEGOTIATION, text, _signed(who, f"drafted from {len(documents)} documents"))
    return drafted, tuple(one for one in problems if one.code != "negotiation.drafted")


def _signed(who: str, what: str) -> Signature:
    from accord.store.records import Signature

    return Signature(who, now().isoformat(), what)
