"""Tables as every view serves them: sorted, filtered and cut into pages here, or whole as CSV or JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from fastapi import Depends, Query
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from accord.tables import csv_text

PAGE = 200

Row = Mapping[str, Any]


class Wanted(BaseModel):
    """Which part of a table is asked for, and in which form."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    sort: str = Field(default="", max_length=60, description="A column; empty for the view's own order.")
    order: Literal["asc", "desc"] = "asc"
    page: int = Field(default=1, ge=1, le=100_000)
    size: int = Field(default=PAGE, ge=1, le=PAGE)
    q: str = Field(default="", max_length=200, description="Only rows that have these words in any column.")
    form: Literal["page", "csv", "json"] = Field(
        default="page", description="A page of rows, or all of them as a file."
    )


def _wanted(
    sort: Annotated[str, Query(max_length=60)] = "",
    order: Literal["asc", "desc"] = "asc",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    size: Annotated[int, Query(ge=1, le=PAGE)] = PAGE,
    q: Annotated[str, Query(max_length=200)] = "",
    form: Literal["page", "csv", "json"] = "page",
) -> Wanted:
    return Wanted(sort=sort, order=order, page=page, size=size, q=q, form=form)


Asked = Annotated[Wanted, Depends(_wanted)]
"""A parameter of a route: which part of the table is asked for."""


def tabular(rows: Sequence[Row], wanted: Wanted, *, name: str, **more: Any) -> Response:
    """The part of the rows that is asked for; `more` goes beside a page of them."""
    found = chosen(rows, wanted)
    if wanted.form == "csv":
        text = csv_text(found[0], [row.values() for row in found]) if found else ""
        return _file(text.encode("utf-8-sig"), "text/csv; charset=utf-8", f"{name}.csv")
    if wanted.form == "json":
        return JSONResponse(list(found), headers={"content-disposition": f'attachment; filename="{name}.json"'})
    about = {"total": len(found), "of": len(rows), "page": wanted.page, "size": wanted.size}
    return JSONResponse({"rows": cut(found, wanted), **about, **more})


def shown(rows: Sequence[Row], wanted: Wanted) -> list[Row]:
    """The rows of the page that is asked for."""
    return cut(chosen(rows, wanted), wanted)


def chosen(rows: Sequence[Row], wanted: Wanted) -> list[Row]:
    """The rows that have the words asked for, in the order asked for."""
    return _sorted([row for row in rows if _has(row, wanted.q)], wanted)


def cut(rows: Sequence[Row], wanted: Wanted) -> list[Row]:
    """The rows of the page asked for."""
    start = (wanted.page - 1) * wanted.size
    return list(rows[start : start + wanted.size])


def _has(row: Row, words: str) -> bool:
    if not words.strip():
        return True
    text = " ".join(str(value) for value in row.values()).casefold()
    return all(word in text for word in words.casefold().split())


def _sorted(rows: list[Row], wanted: Wanted) -> list[Row]:
    """By the column; rows without a value last, whichever the order."""
    if not wanted.sort or not rows or wanted.sort not in rows[0]:
        return rows if wanted.order == "asc" else rows[::-1]
    named = [row for row in rows if row[wanted.sort] not in (None, "")]
    rest = [row for row in rows if row[wanted.sort] in (None, "")]
    return [*sorted(named, key=lambda row: _key(row[wanted.sort]), reverse=wanted.order == "desc"), *rest]


def _key(value: Any) -> tuple[int, float, str]:
    if isinstance(value, bool | int | float):
        return (0, float(value), "")
    if isinstance(value, list | tuple):
        return (0, float(len(value)), "")
    return (1, 0.0, str(value).casefold())


def _file(content: bytes, media_type: str, name: str) -> Response:
    return Response(content, media_type=media_type, headers={"content-disposition": f'attachment; filename="{name}"'})
