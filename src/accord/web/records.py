"""What requests bring and answers give, where several views share it."""

from __future__ import annotations

import getpass
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Annotated, Any, TypeVar
from urllib.parse import unquote

from fastapi import Depends, Header, Request
from pydantic import BaseModel, ConfigDict, model_validator

from accord.errors import AccordError, problem_record
from accord.web.desk import Answer, Desk
from accord.web.jobs import job_record

T = TypeVar("T")

_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


class Body(BaseModel):
    """A request's JSON: unknown keys are refused, and text that no file and no database can hold."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _can_be_kept(cls, told: Any) -> Any:
        if not _is_text(told):
            raise ValueError("text has no NUL and no half of a character")
        return told


def _is_text(told: Any) -> bool:
    if isinstance(told, str):
        return not _NOT_TEXT.search(told)
    if isinstance(told, dict):
        return all(map(_is_text, told)) and all(map(_is_text, told.values()))
    return all(map(_is_text, told)) if isinstance(told, list) else True


def desk_of(request: Request) -> Desk:
    """The open project."""
    desk: Desk = request.app.state.desk
    return desk


def who_of(x_accord_who: Annotated[str | None, Header()] = None) -> str:
    """The name under which a change is kept: the header `X-Accord-Who`, else the login name."""
    told = " ".join(unquote(x_accord_who or "").split())[:100]
    name = "".join(character for character in told if character.isprintable())
    if name:
        return name
    with suppress(OSError, KeyError, ImportError):
        return getpass.getuser()
    return "unknown"


At = Annotated[Desk, Depends(desk_of)]
"""A parameter of a route: the open project."""

Who = Annotated[str, Depends(who_of)]
"""A parameter of a route: who asks."""


def answer_record(answer: Answer[T], told: Callable[[T], Any]) -> dict[str, Any]:
    """What was computed as a page takes it: `state` ready, computing (`data` of before) or failed."""
    data = None if answer.value is None else told(answer.value)
    return {"revision": answer.revision, **about_record(answer), "data": data}


def about_record(answer: Answer[Any]) -> dict[str, Any]:
    """What stands beside a computed answer: whether it is of the present state, and what makes it so."""
    state = "failed" if answer.fault else "ready" if answer.is_current else "computing"
    return {"state": state, "sentence": answer.fault, "job": None if answer.job is None else job_record(answer.job)}


def fault_record(fault: AccordError) -> dict[str, Any]:
    """An error as a page shows it: what must hold, what came, what to do, and all in one sentence."""
    return {
        "kind": type(fault).__name__,
        "must": fault.must,
        "came": fault.came,
        "todo": fault.mend,
        "sentence": str(fault),
        "problems": [problem_record(problem) for problem in getattr(fault, "problems", ())],
    }
