"""The project itself: what it holds, what goes on in it, and what happens, as a stream."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from accord.errors import CallError, problem_record
from accord.report.looks import looks
from accord.web import booked
from accord.web.jobs import job_record
from accord.web.records import At, Who, fault_record

router = APIRouter(tags=["project"])


@router.get("/project")
def project(desk: At, who: Who) -> dict[str, Any]:
    """What the project holds, the look of each party, and the next step for a newcomer."""
    entries, codebook = desk.kept("entries", desk.store.entries), desk.codebook()
    booked.begin(desk)
    told = codebook.negotiation
    drafted = [part for parts in (told.parties, told.tracks, told.issues) for part in parts if part.drafted]
    return {
        "title": told.title,
        "folder": desk.workspace.folder.resolve().name,
        "revision": desk.revision(),
        "who": who,
        "documents": len(entries),
        "unread": sum(not entry.is_read for entry in entries),
        "statements": sum(entry.standing for entry in entries),
        "parties": [
            {"id": look.id, "name": look.name, "colour": look.colour, "form": look.form}
            for look in looks(told).values()
        ],
        "issues": [{"id": issue.id, "name": issue.name or issue.id, "track": issue.track} for issue in told.issues],
        "drafted": len(drafted),
        "fault": None if codebook.fault is None else fault_record(codebook.fault),
        "problems": [problem_record(problem) for problem in codebook.problems],
        "members": desk.settings.members,
        "seed": desk.settings.seed,
    }


@router.get("/jobs")
def jobs(desk: At) -> list[dict[str, Any]]:
    """Long work that goes on or has ended, the oldest first."""
    return [job_record(job) for job in desk.jobs.jobs()]


@router.get("/jobs/{id}")
def job(id: str, desk: At) -> dict[str, Any]:
    """One piece of long work."""
    found = desk.jobs.job(id)
    if found is None:
        raise CallError("A job is one that was started", f"there is no {id!r}", "list them at /api/jobs")
    return job_record(found)


@router.delete("/jobs/{id}")
def cancel(id: str, desk: At) -> dict[str, Any]:
    """Stop a piece of long work at its next step."""
    desk.jobs.cancel(id)
    return job(id, desk)


@router.get("/events", response_class=StreamingResponse)
async def events(desk: At) -> StreamingResponse:
    """What happens, as server-sent events: `job` (progress), `changed` (the project), `computed` (an answer)."""
    greeting = desk.events.listen(lambda: {"revision": desk.revision()})
    return StreamingResponse(greeting, media_type="text/event-stream")
