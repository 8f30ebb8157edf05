"""Files to take away: the report, tables, networks, a Word document, and the central model for other programs."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from accord.errors import MaterialError
from accord.web.desk import Desk
from accord.web.records import At, answer_record
from accord.workspace.exports import KINDS, File, everything, export

router = APIRouter(prefix="/export", tags=["export"])


@router.get("")
def kinds(desk: At) -> dict[str, Any]:
    """What can be taken away, and whether the findings that most of it needs are computed."""
    files = [{"name": name, "title": kind.title, "forms": list(kind.forms)} for name, kind in KINDS.items()]
    return answer_record(desk.contents(), lambda contents: {"files": files, "members": contents.members})


@router.get("/everything.zip", response_class=Response)
def whole(desk: At) -> Response:
    """Everything in its usual form, as one zip."""
    return _served(desk, "everything")


@router.get("/negotiation.yaml", response_class=Response)
def negotiation(desk: At) -> Response:
    """The negotiation file as it is, comments and all."""
    headers = {"content-disposition": 'attachment; filename="negotiation.yaml"'}
    return Response(desk.file.read_bytes(), media_type="application/yaml", headers=headers)


@router.get("/{name}.{form}", response_class=Response)
def one(name: str, form: str, desk: At) -> Response:
    """One file."""
    return _served(desk, name, form)


def _served(desk: Desk, name: str, form: str = "") -> Response:
    answer = desk.contents()
    if answer.value is None or not answer.is_current:
        told = answer.fault or "they are being computed"
        raise MaterialError("A file is made once the findings are computed", told, "ask again in a while")
    contents = answer.value

    def make() -> File:
        return everything(contents) if name == "everything" else export(contents, name, form)

    file = desk.of(contents, f"export:{name}.{form}", make)
    headers = {"content-disposition": f'attachment; filename="{file.name}"'}
    return Response(file.content, media_type=file.media_type, headers=headers)
