"""The deal space: packages in the plane of two parties, one package told, the trades from it, why there is no deal."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from urllib.parse import quote, unquote

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from accord.errors import CallError, MaterialError
from accord.web.api.asking import session
from accord.web.desk import Answer, Desk
from accord.web.quoted import quote_records
from accord.web.records import At, answer_record
from accord.web.tabular import Asked, tabular
from accord.workspace import Progress

if TYPE_CHECKING:
    from accord.report import Contents
    from accord.report.plane import Plane, Survey
    from accord.workspace.asking import Asker
    from accord.workspace.flow import Models

router = APIRouter(prefix="/space", tags=["deal space"])

T = TypeVar("T")

_PLANES = 12
"""Pictures that are kept."""

Party = Annotated[str, Query(max_length=200, description="A party's id; empty for the first that fits.")]
Model = Annotated[int | None, Query(ge=1, description="The number of a model; none for the middle of all.")]
Package = Annotated[
    str, Query(max_length=20_000, description="`issue:option,issue:option`, percent-encoded; else as with no deal.")
]


Under = Annotated[
    str,
    Query(max_length=20_000, description="What would be otherwise, as the JSON object of What if; empty for nothing."),
]


@dataclass(frozen=True)
class Shown:
    """What is shown: of which two parties, in which model, under what changes; and a package that is shown besides."""

    a: Party = ""
    b: Party = ""
    model: Model = None
    package: Package = ""
    under: Under = ""


Asks = Annotated[Shown, Depends()]


@router.get("")
def space(desk: At, shown: Asks) -> dict[str, Any]:
    """The packages by what they are worth to two parties: points, frontier, solutions, no deal, status quo.

    Under changes, the frontier, the solutions and the worth of no deal as the evidence has them stand in `now`.
    """

    def told(found: Survey) -> dict[str, Any]:
        from accord.report.plane import options_at, plane_record

        one = _plane(desk, found, shown)
        record = plane_record(one)
        for mark in (*record["solutions"], *record["named"].values()):
            if mark is not None:
                mark["package"] = written(options_at(found, int(mark["number"])))
        best = int(one.number[-1]) if len(one.number) else None
        record["often"] = None if best is None else written(options_at(found, best))
        record["model"] = shown.model
        record["deal"]["models"] = _told_apart(found)
        record["bargaining"] = list(found.parties)
        record["issues"] = _options(desk, found)
        record["now"] = _now(desk, one, shown)
        return record

    return answer_record(_survey(desk, shown.under), told)


def _told_apart(found: Survey) -> dict[str, int | None]:
    """The number of a model with a deal, and of one without: the first of each kind."""
    places = {"with": found.deal.nonzero()[0], "without": (~found.deal).nonzero()[0]}
    return {name: int(rows[0]) + 1 if len(rows) else None for name, rows in places.items()}


def _now(desk: Desk, one: Plane, shown: Shown) -> dict[str, Any] | None:
    """The same plane as the evidence has it; None where that is what is shown, or cannot be set beside."""
    from accord.report.plane import plane, plane_record

    base = _survey(desk).value
    if not shown.under or shown.model is not None or base is None or base.frame != one.survey.frame:
        return None
    a, b = (one.survey.frame.parties[row].id for row in one.rows)
    record = desk.of(base, f"plane:{a}|{b}", lambda: plane_record(plane(base, a, b)))
    return {name: record[name] for name in ("frontier", "solutions", "reservations", "deal")}


@router.get("/package")
def one_package(desk: At, shown: Asks) -> dict[str, Any]:
    """One package: issue by issue and party by party, its share, and whose yes it lacks."""
    from accord.findings.words import Names
    from accord.report.package import package_record
    from accord.report.plane import package_of

    found = _ready(_survey(desk, shown.under))
    whole = package_of(found, read(shown.package))
    names = Names(desk.material().negotiation)
    record = package_record(found, names, whole, member=_member(shown.model))
    return {**record, "address": written(whole)}


@router.get("/trades")
def trades(desk: At, shown: Asks) -> dict[str, Any]:
    """The changes of a package that leave no party to them worse off: of one issue, or of two that pay for each."""
    from accord.findings.words import Names
    from accord.report.package import trades_record
    from accord.report.plane import package_of

    found = _ready(_survey(desk, shown.under))
    whole = package_of(found, read(shown.package))
    told = trades_record(found, Names(desk.material().negotiation), whole)
    for one in (*told["single"], *told["trades"]):
        one["address"] = written(one.pop("package"))
    return told


@router.get("/table")
def table(desk: At, wanted: Asked, shown: Asks) -> Response:
    """The packages of the picture as rows, those most often agreed first."""
    from accord.findings.words import Names
    from accord.report.plane import options_at, solved_at

    found = _ready(_survey(desk, shown.under))
    one = _plane(desk, found, shown)
    names = Names(desk.material().negotiation)
    marks: dict[int, list[str]] = {}
    for name, number in solved_at(found.frame, one.solution):
        marks.setdefault(number, []).append(name)
    fallbacks = {issue.id: issue.counterfactual for issue in one.bargain.frame.issues}
    rows = [
        {
            "number": str(number),
            "changes": _changes(options_at(found, number), fallbacks, names),
            "across": round(x, 4),
            "along": round(y, 4),
            "share": round(share, 4),
            "zone": bool(zone),
            "solutions": marks.get(number, []),
            "package": written(options_at(found, number)),
        }
        for number, x, y, share, zone in zip(
            one.number.tolist(), *one.worth.tolist(), one.share.tolist(), one.zone.tolist(), strict=True
        )
    ]
    return tabular(rows[::-1], wanted, name="packages")


@router.get("/blocked")
def blocked(desk: At) -> dict[str, Any]:
    """Why there is no deal in some models: red lines that clash, the ways out, and demands that meet a refusal."""

    def told(found: dict[str, Any]) -> dict[str, Any]:
        from accord.report.quoting import Quotations

        contents = _contents(desk)
        words = desk.of(contents, "quotations", lambda: Quotations(contents))
        ids = dict.fromkeys(id for one in found["collisions"] for id in one["evidence"])
        for kind in ("conflicts", "repairs", "cheapest"):
            for one in (found["lines"] or {}).get(kind, ()):
                ids.update(dict.fromkeys(id for line in one["lines"] for id in line["statements"]))
        return {**found, "quotes": {one["id"]: one for one in quote_records(ids, words)}}

    return answer_record(_after(desk, "blocked", "Looking for what stands in the way", _blocked), told)


def read(package: str) -> dict[str, str]:
    """The options that an address names.

    Raises:
        CallError: a part that does not name an issue and an option.
    """
    found = {}
    for part in filter(None, package.split(",")):
        issue, colon, option = part.partition(":")
        if not colon:
            raise CallError("A package reads issue:option,issue:option", f"got {part!r}", "choose one in the picture")
        found[unquote(issue)] = unquote(option)
    return found


def written(package: Mapping[str, str]) -> str:
    """A package as an address names it."""
    return ",".join(f"{quote(issue, safe='')}:{quote(option, safe='')}" for issue, option in package.items())


def _survey(desk: Desk, under: str = "") -> Answer[Survey]:
    """The packages with their shares as soon as the models are there; those of the state before meanwhile."""
    models = desk.models()
    name = "space under" if under else "space"
    value = models.value
    if not models.is_current or models.fault or value is None:
        last = desk.last(name, models)
        return replace(last, value=None) if under else last

    def work(progress: Progress) -> Survey:
        progress(name, 0, 0)
        return _counted(value, session(desk, value) if under else None, changes)

    changes = _changes_in(under)
    key = f"{models.revision}|{json.dumps(changes, sort_keys=True)}" if under else ""
    answer = desk.computed(name, "Counting who agrees to which package", work, key=key, short=True)
    # What was counted under other changes is no picture of these.
    return replace(answer, value=None) if under and not answer.is_current else answer


def _changes_in(under: str) -> dict[str, Any]:
    """What would be otherwise (CallError where that is no JSON object of changes)."""
    from accord.findings import changes_from, changes_record

    try:
        told = json.loads(under or "{}")
    except ValueError as fault:
        raise CallError("What would be otherwise is a JSON object", f"got {under[:60]!r}", "see What if") from fault
    if not isinstance(told, dict):
        raise CallError("What would be otherwise is a JSON object", f"got {under[:60]!r}", "see What if")
    return changes_record(changes_from(told))


def _counted(models: Models, asker: Asker | None, changes: dict[str, Any]) -> Survey:
    from accord.findings import changes_from
    from accord.report.plane import survey

    if models.weighed is None:
        raise MaterialError(
            "A deal space needs parties and issues that can be weighed",
            "nothing was weighed",
            "name at least two parties and an issue with two options under Negotiation",
        )
    return survey(models.weighed.ensemble if asker is None else asker.models(changes_from(changes)))


def _blocked(contents: Contents) -> dict[str, Any]:
    from accord.report.blocked import blocked_record

    return blocked_record(contents)


def _after(desk: Desk, name: str, title: str, make: Callable[[Contents], T]) -> Answer[T]:
    """What is made of the findings, in the background too; while these are computed, what was made of those before."""
    contents = desk.contents()
    value = contents.value
    if not contents.is_current or value is None or contents.fault:
        return desk.last(name, contents)

    def work(progress: Progress) -> T:
        progress(name, 0, 0)
        return make(value)

    return desk.computed(name, title, work)


def _ready(answer: Answer[T]) -> T:
    if answer.value is None:
        told = answer.fault or "it is being computed"
        raise MaterialError("A package is told once the deal space is computed", told, "ask again in a while")
    return answer.value


def _contents(desk: Desk) -> Contents:
    return _ready(desk.contents())


def _member(model: int | None) -> int | None:
    return None if model is None else model - 1


def _plane(desk: Desk, found: Survey, shown: Shown) -> Plane:
    """The plane of two parties, the first two who bargain where none are named; the latest are kept."""
    from accord.report.plane import package_of, plane
    from accord.solve.packages import encode

    first = shown.a or next(party for party in found.parties if party != shown.b)
    second = shown.b or next(party for party in found.parties if party != first)
    options = read(shown.package)
    also = (encode(found.frame, package_of(found, options)),) if options else ()
    kept: dict[Any, Plane] = desk.of(found, "planes", dict)
    key = (first, second, shown.model, also)
    if key not in kept:
        if len(kept) >= _PLANES:
            kept.clear()
        kept[key] = plane(found, first, second, member=_member(shown.model), also=also)
    return kept[key]


def _options(desk: Desk, found: Survey) -> list[dict[str, Any]]:
    """The issues in the order of the frame, so that a package's number tells its options."""
    from accord.findings.words import Names, plain

    names = Names(desk.material().negotiation)
    return [
        {
            "id": issue.id,
            "name": names.issue(issue.id),
            "options": [{"id": option, "words": plain(option)} for option in issue.options],
            "no_deal": issue.counterfactual,
        }
        for issue in found.middle.frame.issues
    ]


def _changes(package: Mapping[str, str], fallbacks: Mapping[str, str | None], names: Any) -> str:
    """What a package changes against no deal, in words."""
    from accord.findings.words import plain

    told = [f"{names.issue(id)}: {plain(option)}" for id, option in package.items() if option != fallbacks[id]]
    return "; ".join(told) or "nothing"
