"""The library: documents with what is known of them, brought in, noted, removed, read, searched."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import unquote

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from accord.documents.folders import CONVERTIBLE, KINDS, MEDIA_TYPES
from accord.errors import CallError, DocumentError, problem_record
from accord.web.desk import Answer, same_documents
from accord.web.jobs import job_record
from accord.web.records import At, Body, Who
from accord.web.tabular import Asked, tabular
from accord.workspace import bringing
from accord.workspace.material import SOURCES, day

if TYPE_CHECKING:
    from accord.documents import Document, Reprints
    from accord.store import DocumentEntry
    from accord.web.desk import Desk
    from accord.workspace import Progress
    from accord.workspace.bringing import Brought

router = APIRouter(prefix="/documents", tags=["documents"])


class Link(Body):
    """A page to fetch; `network` says that the person knows the network is used."""

    address: str = Field(max_length=2_000)
    network: bool = False


class Text(Body):
    """A pasted text."""

    text: str = Field(max_length=1_900_000)
    title: str = Field(default="", max_length=300)
    source: str = Field(default="", max_length=300)
    date: str = Field(default="", max_length=10)


class Note(Body):
    """What a person tells of a document; empty is what the file says, absent leaves it."""

    title: str | None = Field(default=None, max_length=300)
    source: str | None = Field(default=None, max_length=300)
    date: str | None = Field(default=None, max_length=10)


@router.get("")
def documents(desk: At, wanted: Asked) -> Response:
    """The documents of the project, each with its voices, its statements and its reprints; a table.

    `is_read`: a reader has gone through it; it may have found nothing. `unreviewed`: nobody has looked at so many.
    """
    scanning = _scanned(desk)
    entries = desk.kept("entries", desk.store.entries)
    same = _reprints(desk, entries)
    key = f"{desk.revision()}.{same.revision}.{same.is_current}"
    return tabular(
        desk.kept("library", lambda: _rows(entries, same.value), key=key),
        wanted,
        name="documents",
        revision=desk.revision(),
        scanning=None if scanning is None else job_record(scanning),
        problems=[problem_record(one) for one in desk.unread],
        limits={"bytes": 20_000_000, "kinds": sorted(MEDIA_TYPES)},
    )


@router.put("/files/{name}", status_code=202)
async def add_file(name: str, request: Request, desk: At, who: Who) -> dict[str, Any]:
    """Add a file, its bytes as the body; the job tells what became of it."""
    content = await request.body()
    name = unquote(name)
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in MEDIA_TYPES:
        raise DocumentError(f"A document is {KINDS}", f"{name} is none", CONVERTIBLE.get(suffix, "save it as .txt"))
    return _bring(desk, name, lambda: bringing.bring_file(desk.workspace, desk.store, name, content, who=who))


@router.post("/links", status_code=202)
def add_link(link: Link, desk: At, who: Who) -> dict[str, Any]:
    """Fetch a page and add it; asks the network, so the person must have said yes to that."""
    if not link.network:
        raise CallError(
            "A link is fetched over the network with your consent", "it was not given", "send network: true"
        )
    return _bring(desk, link.address, lambda: bringing.bring_link(desk.workspace, desk.store, link.address, who=who))


@router.post("/texts", status_code=202)
def add_text(text: Text, desk: At, who: Who) -> dict[str, Any]:
    """Add a pasted text."""
    about = {"title": text.title, "source": text.source, "date": day(text.date or None)}
    name = text.title or "the pasted text"
    return _bring(desk, name, lambda: bringing.bring_text(desk.workspace, desk.store, text.text, about, who=who))


@router.patch("/{id}")
def note(id: str, told: Note, desk: At, who: Who) -> dict[str, Any]:
    """Tell a document's title, source or date; kept in negotiation.yaml."""
    fields: dict[str, Any] = {name: getattr(told, name) for name in told.model_fields_set}
    if "date" in fields:
        fields["date"] = day(fields["date"] or None)
    with desk.writing:
        document = bringing.note(desk.workspace, desk.store, id, fields, who=who)
    desk.changed("documents")
    return _about(document)


@router.delete("/{id}")
def remove(id: str, desk: At, who: Who) -> dict[str, Any]:
    """Take a document out of the sources; its file, its statements and what people decided of them are kept."""
    with desk.writing:
        change, gone = bringing.remove(desk.workspace, desk.store, id, who=who)
        desk.scanned = desk.sources_stamp()
    desk.changed("documents")
    return {"change": change.number, "documents": [_about(one) for one in gone]}


@router.post("/undo")
def undo(desk: At) -> dict[str, Any]:
    """Undo the last change of the sources: what was added leaves, what was removed comes back."""
    with desk.writing:
        change = bringing.take_back(desk.workspace, desk.store, within=f"{SOURCES}/")
        desk.scanned = desk.sources_stamp()
    desk.changed("documents")
    return {"change": change.number, "sentence": f"Undone: {change.what}."}


@router.post("/read", status_code=202)
def read(desk: At) -> dict[str, Any]:
    """Read what was not read before with this negotiation; the job tells its progress."""

    def work(progress: Progress) -> dict[str, Any]:
        added, problems = desk.workspace.read(progress)
        desk.scanned = desk.sources_stamp()
        desk.changed("statements")
        return {"added": added, "problems": [problem_record(one) for one in problems]}

    return job_record(desk.jobs.start("read", "Reading the documents", work, key="read"))


@router.get("/search")
def search(
    desk: At,
    words: Annotated[str, Query(max_length=200)],
    after: Annotated[str | None, Query(max_length=200)] = None,
) -> dict[str, Any]:
    """Where the words stand in documents and statements; "a phrase" in quotes, prefix*."""
    found = desk.store.search(words, within="all", limit=40, after=after)
    return {
        "total": found.total,
        "next": found.next,
        "rows": [
            {
                "document": hit.document,
                "file": hit.file,
                "title": hit.title,
                "statement": hit.statement,
                "start": hit.start,
                "end": hit.end,
                "text": hit.text,
                "marks": [list(mark) for mark in hit.marks],
            }
            for hit in found.rows
        ],
    }


def _bring(desk: Desk, name: str, bring: Any) -> dict[str, Any]:
    """The job that adds a document; what it finds goes to the page."""

    def work(progress: Progress) -> dict[str, Any]:
        progress("documents", 0, 1)
        with desk.writing:
            found: Brought = bring()
            desk.scanned = desk.sources_stamp()
        desk.changed("documents")
        return {
            "change": found.change.number,
            "documents": [_about(one) for one in found.documents],
            "problems": [problem_record(one) for one in found.problems],
        }

    return job_record(desk.jobs.start("bring", f"Adding {name[:120]}", work))


def _scanned(desk: Desk) -> Any:
    """The job that looks through the sources, where they hold other files than the project knows."""
    stamp = desk.sources_stamp()
    if desk.scanned == stamp:
        return next((one for one in desk.jobs.jobs() if one.kind == "scan" and not one.is_over), None)
    if desk.scanned == "" and not bringing.waiting(desk.workspace, desk.store):
        desk.scanned = stamp
        return None
    desk.scanned = stamp

    def work(progress: Progress) -> None:
        progress("documents", 0, 0)
        with desk.writing:
            desk.unread = bringing.scan(desk.workspace, desk.store)
        desk.scanned = desk.sources_stamp()
        desk.changed("documents")

    return desk.jobs.start("scan", "Looking through the sources", work, key="scan")


_ALONE: dict[str, Any] = {"reprint_of": None, "reprints": []}


def _rows(entries: Sequence[DocumentEntry], same: Reprints | None) -> list[dict[str, Any]]:
    told = _reprint_rows(same)
    return [_row(entry, told.get(entry.id, _ALONE)) for entry in entries]


def _row(entry: DocumentEntry, same: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": entry.title,
        "source": entry.source,
        "date": entry.date,
        "file": entry.file,
        "kind": entry.media_type,
        "words": entry.words,
        "voices": entry.voices,
        "statements": entry.standing,
        "unreviewed": entry.unreviewed,
        "is_read": entry.is_read,
        **same,
    }


def _about(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "source": document.source,
        "date": document.date.isoformat() if document.date else None,
        "file": document.file,
        "kind": document.media_type,
        "words": document.text.count(" ") + 1,
    }


def _reprints(desk: Desk, entries: Sequence[DocumentEntry]) -> Answer[Reprints]:
    """Which documents are one text; no value while that is being compared for the first time."""
    from accord.documents import reprints

    if len(entries) < 2:
        return Answer(None, True, "")

    def compare(progress: Progress) -> Reprints:
        return reprints(desk.store.documents())

    return desk.computed("reprints", "Comparing the documents", compare, key=same_documents(entries))


def _reprint_rows(same: Reprints | None) -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for group in same.groups if same else ():
        kept = group.kept
        rows[kept.id] = {"reprint_of": None, "reprints": [one.title for one in group.others]}
        rows |= {one.id: {"reprint_of": kept.title, "reprints": []} for one in group.others}
    return rows
