"""The negotiation: parties, tracks, issues and options, as parts to edit and as the YAML they stand in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, get_args

from fastapi import APIRouter
from pydantic import ConfigDict, Field

from accord.errors import CallError, NegotiationError, problem_record
from accord.negotiation import Negotiation, Role, counterfactual, editing, load_negotiation, status_quo
from accord.statements import Says
from accord.web.jobs import job_record
from accord.web.records import At, Body, Who, fault_record
from accord.workspace import NEGOTIATION, bringing
from accord.workspace.material import text_at

if TYPE_CHECKING:
    from accord.store.shelf import FileChange
    from accord.web.desk import Desk
    from accord.workspace import Progress

router = APIRouter(prefix="/negotiation", tags=["negotiation"])

DRAFTED = ("parties", "tracks", "issues", "preconditions", "exclusions", "requirements", "interactions", "rates",
           "assumptions")  # fmt: skip
_SHOWN_CHANGES = 30


class Written(Body):
    """The whole file as a person wrote it; `etag` is the mark of the file it was written from."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)

    text: str = Field(max_length=400_000)
    etag: str = Field(default="", max_length=64)


class Edit(Body):
    """One change of the file.

    `title` and `rename` take `name`; `set` and `add` take `fields` (null takes one out); `rename_option` takes `option`
    and `name`; `options` takes the issue's options in their new order; `confirm` marks a drafted part as checked;
    `remove` with `also` takes out what rests on the part too.
    """

    etag: str = Field(max_length=64)
    op: Literal["title", "set", "add", "remove", "rename", "rename_option", "options", "confirm", "confirm_all"]
    section: str = ""
    key: str | int = ""
    name: str = Field(default="", max_length=300)
    option: str = Field(default="", max_length=200)
    options: list[str] = Field(default_factory=list)
    fields: dict[str, Any] = Field(default_factory=dict)
    also: bool = False


class Drafting(Body):
    """Whether a draft may take the place of parties and issues that are there."""

    replace: bool = False


@router.get("")
def negotiation(desk: At) -> dict[str, Any]:
    """The file: its text with the mark to change it by, its parts, its faults, and the changes made to it."""
    from accord.store.shelf import file_changes, mark_of

    material = desk.material()
    text = text_at(desk.file, "negotiation file")
    every = [_change(one) for one in file_changes(desk.workspace.folder) if one.file == NEGOTIATION]
    return {
        "text": text,
        "etag": mark_of(desk.file),
        "revision": material.revision,
        "parts": _parts(material.negotiation, desk),
        "problems": [problem_record(problem) for problem in material.problems],
        "fault": None if material.fault is None else fault_record(material.fault),
        "documents": len(material.documents),
        "statements": len(material.statements),
        "changes": every[-_SHOWN_CHANGES:][::-1],
        "choices": {"roles": list(get_args(Role)), "says": [one.value for one in Says]},
    }


@router.get("/rates")
def rates() -> list[dict[str, Any]]:
    """Every scalar of a party: what it means, in which unit, and from which range it is drawn where nothing is told."""
    from accord.evidence import RANGES

    return [
        {"name": name, "meaning": one.meaning, "unit": one.unit, "low": one.low, "high": one.high}
        for name, one in RANGES.items()
    ]


@router.post("/check")
def check(written: Written) -> dict[str, Any]:
    """Every fault of a text, by line and column; nothing is kept."""
    try:
        found, problems = load_negotiation(written.text, NEGOTIATION)
    except NegotiationError as fault:
        return {"usable": False, "problems": [problem_record(one) for one in fault.problems], "sentence": str(fault)}
    told = f"{len(found.parties)} parties, {len(found.tracks)} tracks, {len(found.issues)} issues."
    return {"usable": True, "problems": [problem_record(problem) for problem in problems], "sentence": told}


@router.put("")
def write(written: Written, desk: At, who: Who) -> dict[str, Any]:
    """Keep the file as it was written, where it can be used and nobody has changed it meanwhile."""
    return _edited(desk, lambda _: written.text, who=who, what="edited the file", etag=written.etag)


@router.post("/edits")
def edit(change: Edit, desk: At, who: Who) -> dict[str, Any]:
    """Change one part; comments and all else stay as they are written."""
    return _edited(desk, lambda text: _act(text, change), who=who, what=_told(change), etag=change.etag)


@router.post("/undo")
def undo(desk: At) -> dict[str, Any]:
    """Undo the last change of the file that still stands."""
    with desk.writing:
        change = bringing.take_back(desk.workspace, desk.store, within=NEGOTIATION)
    desk.changed("negotiation")
    return {"change": change.number, "sentence": f"Undone: {change.what}."}


@router.post("/draft", status_code=202)
def draft(drafting: Drafting, desk: At, who: Who) -> dict[str, Any]:
    """Propose the negotiation from the documents; every part is marked as drafted, with the sentence it came from."""
    present = bringing.load_or_empty(desk.workspace)
    if (present.parties or present.issues) and not drafting.replace:
        raise CallError(
            "A draft takes the place of the parties and issues", "there are some already", "say that it may"
        )

    def work(progress: Progress) -> dict[str, Any]:
        progress("draft", 0, 0)
        with desk.writing:
            found, problems = bringing.draft_into(desk.workspace, desk.store, who=who)
        desk.changed("negotiation")
        return {
            "parties": len(found.parties),
            "issues": len(found.issues),
            "problems": [problem_record(one) for one in problems],
        }

    return job_record(desk.jobs.start("draft", "Drafting the negotiation", work, key="draft"))


def _edited(desk: Desk, act: Callable[[str], str], *, who: str, what: str, etag: str) -> dict[str, Any]:
    from accord.store.shelf import mark_of

    with desk.writing:
        change = bringing.edit(desk.workspace, act, who=who, what=what, expected=etag)
    if change is not None:
        desk.changed("negotiation")
    return {"etag": mark_of(desk.file), "change": None if change is None else change.number, "what": what}


def _act(text: str, change: Edit) -> str:
    return _ACTS[change.op](text, change)


def _all_confirmed(text: str) -> str:
    found, _ = load_negotiation(text)
    for section in DRAFTED:
        for number, part in enumerate(getattr(found, section)):
            if getattr(part, "drafted", False):
                text = editing.set_fields(text, section, number, {"drafted": None})
    return text


_ACTS: dict[str, Callable[[str, Edit], str]] = {
    "title": lambda text, change: editing.set_title(text, change.name),
    "set": lambda text, change: editing.set_fields(text, change.section, change.key, change.fields),
    "add": lambda text, change: editing.add_entry(text, change.section, change.fields),
    "remove": lambda text, change: editing.remove_entry(text, change.section, change.key, also=change.also),
    "rename": lambda text, change: editing.rename(text, change.section, str(change.key), change.name),
    "rename_option": lambda text, change: editing.rename_option(text, str(change.key), change.option, change.name),
    "options": lambda text, change: editing.set_options(text, str(change.key), change.options),
    "confirm": lambda text, change: editing.set_fields(text, change.section, change.key, {"drafted": None}),
    "confirm_all": lambda text, change: _all_confirmed(text),
}

_WORDS = {
    "title": "gave the title {name!r}",
    "set": "changed {fields} of {part}",
    "add": "added {part}",
    "remove": "removed {part}",
    "rename": "renamed {part} to {name}",
    "rename_option": "renamed the option {option} of {part} to {name}",
    "options": "ordered the options of {part}",
    "confirm": "checked {part}",
    "confirm_all": "checked every part",
}


def _told(change: Edit) -> str:
    one = {"parties": "party", "tracks": "track", "issues": "issue"}.get(change.section, change.section.rstrip("s"))
    name = change.fields.get("id", "") if change.op == "add" else change.key
    number = f" {change.key + 1}" if isinstance(change.key, int) else f" {name}" if name else ""
    return _WORDS[change.op].format(
        part=f"{one or 'issue'}{number}", name=change.name, option=change.option, fields=", ".join(change.fields)
    )[:200]


def _change(change: FileChange) -> dict[str, Any]:
    return {
        "number": change.number,
        "who": change.who,
        "when": change.when,
        "what": change.what,
        "is_taken_back": change.is_taken_back,
    }


def _parts(told: Negotiation, desk: Desk) -> dict[str, Any]:
    """The parts as they are written, each with where its sentence stands; an issue with what holds by default."""
    record = told.model_dump(mode="json", by_alias=True, exclude_defaults=False)
    texts = [(one.id, one.title, one.text) for one in desk.material().documents]
    for section in DRAFTED:
        for part in record[section]:
            part["found"] = _found(part.get("from"), texts)
    for issue, part in zip(told.issues, record["issues"], strict=True):
        part |= {"holds": status_quo(issue), "without_deal": counterfactual(issue)}
    return record


def _found(sentence: str | None, texts: list[tuple[str, str, str]]) -> dict[str, Any] | None:
    """Where a drafted part's sentence stands."""
    words = (sentence or "").removesuffix("…").strip()
    if len(words) < 8:
        return None
    for id, title, text in texts:
        start = text.find(words)
        if start >= 0:
            return {"document": id, "title": title, "start": start, "end": start + len(words)}
    return None
