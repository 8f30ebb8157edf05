"""The workbench as an ASGI application: the door around pages, assets and the JSON interface."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from accord.errors import AccordError, CallError
from accord.web import api, pages
from accord.web.desk import Desk
from accord.web.guard import Door, Guard
from accord.web.records import fault_record

_STATIC = Path(__file__).parent / "static"
_BETWEEN_LOOKS = 2.0  # seconds, while a page is open
_NOT_FOUND = frozenset({"MissingError"})
_CONFLICTS = frozenset({"StaleError", "StaleFileError"})


def build(desk: Desk, door: Door) -> FastAPI:
    """The application for a project, behind its door."""
    app = FastAPI(
        title="accord",
        summary="The workbench of one negotiation: documents, statements, ledger, models and findings.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        redirect_slashes=False,
    )
    app.state.desk = desk
    for router in api.ROUTERS:
        app.include_router(router, prefix="/api")
    app.include_router(pages.router)
    app.mount("/static", _Assets(directory=_STATIC), name="static")
    app.add_exception_handler(AccordError, _told)
    app.add_exception_handler(RequestValidationError, _misread)
    app.add_exception_handler(HTTPException, _plainly)
    app.add_middleware(Guard, door=door)
    return app


class _Assets(StaticFiles):
    """Our own files; a browser asks each time whether they have changed."""

    def file_response(self, *args: Any, **kwargs: Any) -> Any:
        answer = super().file_response(*args, **kwargs)
        answer.headers["cache-control"] = "private, no-cache"
        return answer


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    desk: Desk = app.state.desk
    looking = asyncio.create_task(_look(desk))
    yield
    looking.cancel()
    with suppress(asyncio.CancelledError):
        await looking
    desk.close()


async def _look(desk: Desk) -> None:
    """Tells open pages what other programs do to the project."""
    while True:
        await asyncio.sleep(_BETWEEN_LOOKS)
        if desk.events.is_heard:
            await asyncio.to_thread(desk.look)


async def _told(request: Request, fault: Exception) -> JSONResponse:
    """An error of the program's own: its sentence, and a status that says whose turn it is."""
    kinds = {kind.__name__ for kind in type(fault).__mro__}
    status = 404 if kinds & _NOT_FOUND else 409 if kinds & _CONFLICTS else 422
    record = fault_record(fault) if isinstance(fault, AccordError) else {"sentence": str(fault)}
    return JSONResponse({**record, **getattr(fault, "beside", {})}, status)


async def _misread(request: Request, fault: Exception) -> JSONResponse:
    """A request whose parts do not fit: which, and why."""
    errors = fault.errors() if isinstance(fault, RequestValidationError) else []
    parts = [f"{'.'.join(str(step) for step in error['loc'][1:]) or 'the body'}: {error['msg']}" for error in errors]
    told = CallError("A request has the parts that /api/docs tells", "; ".join(parts[:5]), "correct them")
    return JSONResponse(fault_record(told), 422)


async def _plainly(request: Request, fault: Exception) -> JSONResponse | PlainTextResponse:
    status = fault.status_code if isinstance(fault, HTTPException) else 500
    sentence = {404: "There is nothing at this address.", 405: "This address is not used in this way."}.get(
        status, "This cannot be answered."
    )
    if request.url.path.startswith("/api/"):
        return JSONResponse(
            {"kind": "HTTP", "must": sentence, "came": "", "todo": "", "sentence": sentence, "problems": []}, status
        )
    return PlainTextResponse(f"{sentence}\n", status)
