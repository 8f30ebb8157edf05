"""The pages: a shell for each view, filled by its own script from `/api`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from accord.web.records import desk_of, who_of

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True, slots=True)
class View:
    """A page: its template is `NAME.html.j2`, its script and style are `NAME.js` and `NAME.css`.

    `key` follows `g` on the keyboard; `group` is its part of the navigation (none: it stands in none).
    """

    name: str
    path: str
    title: str
    group: str = ""
    key: str = ""


VIEWS = (
    View("library", "/", "Library", "Material", "l"),
    View("negotiation", "/negotiation", "Negotiation", "Material", "n"),
    View("reader", "/read/{document}", "Reader"),
    View("review", "/review", "Review", "Material", "r"),
    View("matrix", "/matrix", "Matrix", "Book", "m"),
    View("ledger", "/ledger", "Ledger", "Book", "e"),
    View("voices", "/voices", "Voices", "Book", "v"),
    View("findings", "/findings", "Findings", "Theory", "f"),
    View("space", "/space", "Deal space", "Theory", "d"),
    View("what_if", "/what-if", "What if", "Theory", "w"),
    View("export", "/export", "Export", "Output", "x"),
    View("history", "/history", "History", "Output", "h"),
    View("interface", "/api/docs", "JSON interface"),
)
"""Every page, in the order of the navigation."""

router = APIRouter(include_in_schema=False)


def _add(view: View) -> None:
    async def shell(request: Request) -> HTMLResponse:
        return page(request, view, request.path_params)

    router.add_api_route(view.path, shell, methods=["GET", "HEAD"], name=view.name, response_class=HTMLResponse)


for _view in VIEWS:
    _add(_view)


def page(request: Request, view: View, parameters: Mapping[str, Any]) -> HTMLResponse:
    """The shell of a view; `parameters` of its path stand on the page's body as data."""
    desk = desk_of(request)
    text = (
        _templates()
        .get_template(f"{view.name}.html.j2")
        .render(
            view=view,
            views=VIEWS,
            groups=list(dict.fromkeys(one.group for one in VIEWS if one.group)),
            parameters=parameters,
            folder=desk.workspace.folder.resolve().name,
            login=who_of(None),
            version=_version(),
        )
    )
    return HTMLResponse(text)


@cache
def _version() -> str:
    return version("accord")


@cache
def _templates() -> Environment:
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

    here = Path(__file__).parent
    # The report's symbols for parties and solutions are drawn once and used by both.
    report = FileSystemLoader(here.parent / "report" / "templates")
    loader = ChoiceLoader([FileSystemLoader(here / "templates"), PrefixLoader({"report": report})])
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
