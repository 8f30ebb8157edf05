"""What if: a live session that answers where the deal space lies at once and every finding soon after; scenarios."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field

from accord.web.coded import signed
from accord.web.desk import Answer, Desk
from accord.web.quoted import quotations, quote_records
from accord.web.records import At, Body, Who, answer_record
from accord.workspace import Progress

if TYPE_CHECKING:
    from accord.findings import Changes, Finding
    from accord.findings.differences import Difference
    from accord.store import Scenario
    from accord.workspace.asking import Asker
    from accord.workspace.flow import Models

router = APIRouter(prefix="/what-if", tags=["what if"])

_PAGES = 500
"""Pages whose latest question is remembered."""

_FOUND = 8

Told = Annotated[dict[str, Any], Field(description="What is asked to be otherwise; see `accord findings --help`.")]
Client = Annotated[str, Field(max_length=60, description="The page that asks: its newer question ends its older one.")]


class Question(Body):
    """What if."""

    changes: Told = Field(default_factory=dict)
    client: Client = ""
    whole: bool = Field(default=False, description="Whether the deal space waits for all models, or tells the first.")


class Pair(Body):
    """Two sets of changes, to be compared."""

    one: Told = Field(default_factory=dict)
    other: Told = Field(default_factory=dict)
    client: Client = ""


class Kept(Body):
    """Changes to be kept under a name; `revision` is the version it was made from, 0 where there is to be none."""

    changes: Told
    why: str = Field(default="", max_length=2000)
    revision: int | None = None


@router.get("/choices")
def choices(desk: At) -> dict[str, Any]:
    """What can be asked to be otherwise: tracks, scalars with their ranges, sides, documents, days, issues."""
    return answer_record(_asker(desk), lambda asker: desk.of(asker, "choices", lambda: _choices(desk, asker)))


@router.get("/statements")
def statements(
    desk: At, q: Annotated[str, Query(max_length=200)] = "", id: Annotated[list[str] | None, Query()] = None
) -> list[dict[str, Any]]:
    """Statements with these words, or with these ids; with neither, those that bear most on a deal."""
    told = quotations(desk)
    if id:
        return quote_records(id[:200], told)
    words = q.casefold().split()
    if not words:
        asker = _asker(desk).value
        return [] if asker is None else quote_records(desk.of(asker, "strongest", lambda: _strongest(asker)), told)
    found = (one for one in told.statements if all(word in one.quote.casefold() for word in words))
    return quote_records([one.id for one, _ in zip(found, range(_FOUND), strict=False)], told)


@router.post("/quick")
def quick(desk: At, question: Question) -> dict[str, Any]:
    """Where the deal space lies if something were otherwise, beside where it lies."""

    def answer(asker: Asker, changes: Changes, cancelled: Callable[[], bool]) -> dict[str, Any]:
        from accord.workspace.deal_space import space_record

        return space_record(asker.quick(changes, whole=question.whole, cancelled=cancelled))

    return _answered(desk, question, "quick", answer)


@router.post("/full")
def full(desk: At, question: Question) -> dict[str, Any]:
    """Every finding if something were otherwise, beside what it is; what clearly changes first."""

    def answer(asker: Asker, changes: Changes, cancelled: Callable[[], bool]) -> dict[str, Any]:
        from accord.workspace.asking import what_if_record

        found = asker.full(changes, cancelled=cancelled)
        return {**what_if_record(found), "differences": [_difference(one) for one in found.differences]}

    return _answered(desk, question, "full", answer)


@router.post("/compare")
def compare(desk: At, pair: Pair) -> dict[str, Any]:
    """Two sets of changes beside each other and beside the present: where the deal space lies, and every finding."""

    def answer(asker: Asker, changes: Changes, cancelled: Callable[[], bool]) -> dict[str, Any]:
        from accord.findings import changes_from, differences
        from accord.workspace.deal_space import space_record

        both = (changes, changes_from(pair.other))
        found = [asker.full(one, cancelled=cancelled).after.findings for one in both]
        spaces = [asker.quick(one, whole=True, cancelled=cancelled) for one in both]
        present = {one.id: one for one in asker.baseline.findings}
        rows = [{**_difference(one), "present": _side(present.get(one.id))} for one in differences(*found)]
        return {
            "spaces": [space_record(one) for one in spaces],
            "differences": rows,
            "clear": sum(row["clear"] for row in rows),
        }

    return _answered(desk, Question(changes=pair.one, client=pair.client), "full", answer)


@router.get("/scenarios")
def scenarios(desk: At) -> list[dict[str, Any]]:
    """The scenarios that were kept, by name."""
    return [_scenario(one) for one in desk.store.scenarios()]


@router.put("/scenarios/{name:path}")
def keep(name: str, kept: Kept, desk: At, who: Who) -> dict[str, Any]:
    """Keep changes under a name; what stood under it before stays in its history."""
    from accord.findings import changes_from, changes_record

    told = changes_record(changes_from(kept.changes))
    with desk.writing:
        found = desk.store.keep_scenario(
            name.strip(), told, signed(who, kept.why, "kept as a scenario"), revision=kept.revision
        )
    desk.changed("scenarios")
    return _scenario(found)


@router.delete("/scenarios/{name:path}")
def drop(name: str, desk: At, who: Who) -> dict[str, Any]:
    """Take a scenario out of the list; returns it as it was, to be put back."""
    with desk.writing:
        found = desk.store.scenario(name)
        desk.store.drop_scenario(name, signed(who, "", "taken out of the list"))
    desk.changed("scenarios")
    return _scenario(found)


# the session


def session(desk: Desk, models: Models) -> Asker:
    """The session on these models of the project."""
    from accord.workspace.asking import Asker

    def make() -> Asker:
        material = desk.material()
        read = (material.documents, material.negotiation, material.statements)
        return Asker(*read, settings=desk.settings, same=desk.reprints(material.documents), models=models)

    return desk.of(models, "session", make)


def _asker(desk: Desk) -> Answer[Asker]:
    """The session on the present state of the project, prepared in the background."""

    def make(progress: Progress) -> Asker:
        asker = session(desk, desk.drawn(progress))
        asker.prepare(progress)
        return asker

    return desk.computed("asker", "Preparing what if", make)


def _answered(
    desk: Desk,
    question: Question,
    kind: str,
    answer: Callable[[Asker, Changes, Callable[[], bool]], dict[str, Any]],
) -> dict[str, Any]:
    """The answer to a question once the session stands; a newer question of the same page ends it."""
    from accord.findings import changes_from
    from accord.workspace.asking import CancelledError

    changes = changes_from(question.changes)
    ready = _asker(desk)
    if not ready.is_current or ready.value is None:
        return answer_record(ready, lambda asker: None)
    turns: _Turns = desk.kept("what-if turns", _Turns, key="always")
    with turns.taken(question.client, kind) as turn:
        try:
            data = answer(ready.value, changes, turn.is_set)
        except CancelledError:
            return {"state": "cancelled", "revision": ready.revision, "sentence": "", "job": None, "data": None}
    return {"state": "ready", "revision": ready.revision, "sentence": "", "job": None, "data": data}


class _Turns:
    """Whose question is the latest, by page: a quick one ends all before it, a full one the full one before it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._going: OrderedDict[tuple[str, str], threading.Event] = OrderedDict()

    @contextmanager
    def taken(self, client: str, kind: str) -> Iterator[threading.Event]:
        """An event that is set once the question is no longer the latest of its page."""
        turn = threading.Event()
        if client:
            with self._lock:
                for other in ("quick", "full") if kind == "quick" else ("full",):
                    older = self._going.pop((client, other), None)
                    if older is not None:
                        older.set()
                self._going[client, kind] = turn
                while len(self._going) > _PAGES:
                    self._going.popitem(last=False)[1].set()
        yield turn


# what is told


def _difference(one: Difference) -> dict[str, Any]:
    from accord.findings import difference_record
    from accord.report.words import MECHANISMS

    told = one.after or one.before
    title = MECHANISMS[told.mechanism] if told else ""
    return {**difference_record(one), "title": title, "before": _side(one.before), "after": _side(one.after)}


def _side(finding: Finding | None) -> dict[str, Any] | None:
    if finding is None:
        return None
    names = ("share", "error", "prior", "value")
    numbers = {name: getattr(finding, name) for name in names}
    told = {name: None if number is None else round(number, 6) + 0.0 for name, number in numbers.items()}
    return {"status": finding.status.value, "sentence": finding.sentence, "unit": finding.unit, **told}


def _scenario(one: Scenario) -> dict[str, Any]:
    return {
        "name": one.name, "number": one.number, "who": one.who, "when": one.when, "why": one.why,
        "changes": dict(one.changes),
    }  # fmt: skip


def _strongest(asker: Asker) -> list[str]:
    """The statements that bear most on whether there is a deal; where none does, those believed most."""
    import numpy as np

    from accord.solve import solve_ensemble

    weighed = asker.baseline.weighed
    if weighed is None:
        return []
    deal = solve_ensemble(weighed.ensemble, rng=None, walk=False, frontier=False).has_zone.astype(np.float64)
    pulls: dict[str, tuple[float, float]] = {}
    for piece in weighed.pieces:
        left = min(weighed.without(piece.id).effective, weighed.given(piece.id).effective)
        pull = abs(weighed.influence(piece.id, deal)[0]) if left > 0 else 0.0
        for id in piece.statements:
            pulls[id] = max(pulls.get(id, (0.0, 0.0)), (round(pull, 6), piece.reliability))
    return sorted(pulls, key=lambda id: (-pulls[id][0], -pulls[id][1], id))[:_FOUND]


def _choices(desk: Desk, asker: Asker) -> dict[str, Any]:
    from accord.evidence import known_days
    from accord.findings.believing import sides
    from accord.findings.changes import NOBODYS
    from accord.findings.words import Names, plain

    contents, names = asker.baseline, Names(desk.material().negotiation)
    told = contents.negotiation
    bargained = {issue.track for issue in told.issues if len(issue.options) > 1}
    heard = sides(contents.weighed.pieces) if contents.weighed else {}
    days = sorted(set(known_days(contents.statements, contents.documents).values()))
    return {
        "members": contents.members,
        "tracks": [{"id": one.id, "name": one.name or plain(one.id)} for one in told.tracks if one.id in bargained],
        "scalars": _scalars(asker),
        "sides": [
            {"id": side or NOBODYS, "name": names.party(side) if side else "reporters and experts who speak for nobody",
             "claims": len(kept)}
            for side, kept in heard.items()
        ],
        "documents": [
            {"id": one.id, "title": one.title or one.file, "source": one.source,
             "date": one.date.isoformat() if one.date else None,
             "statements": sum(each.span.document == one.id for each in contents.statements)}
            for one in desk.material().documents
        ],
        "days": [day.isoformat() for day in days],
        "issues": [
            {"id": one.id, "name": names.issue(one.id), "track": one.track,
             "options": [{"id": option, "words": plain(option)} for option in one.options]}
            for one in told.issues if len(one.options) > 1
        ],
    }  # fmt: skip


def _scalars(asker: Asker) -> list[dict[str, Any]]:
    """Each scalar with its unit and meaning, and for each party the range before evidence and over the models."""
    from accord.evidence import RANGES
    from accord.evidence.prior import known_range

    contents = asker.baseline
    if contents.weighed is None:
        return []
    ensemble, told = contents.weighed.ensemble, contents.negotiation
    found = []
    for rate, table in RANGES.items():
        parties: dict[str, Mapping[str, Any]] = {}
        for row, party in enumerate(ensemble.frame.parties):
            values = ensemble.rates[rate][:, row] if rate in ensemble.rates else None
            if values is not None:
                low, high = known_range(told, party.id, rate)
                parties[party.id] = {"low": low, "high": high, **_spread(values)}
        if parties and rate != "outside_shift":
            found.append({"name": rate, "unit": table.unit, "meaning": table.meaning, "parties": parties})
    worths = {
        party.id: {"low": 0.0, "high": 1.0, **_spread(ensemble.reservations[:, row])}
        for row, party in enumerate(ensemble.frame.parties)
    }
    outside = {"name": "outside", "unit": "of all it could get", "meaning": "what an option outside the talks is worth"}
    return [*found, {**outside, "parties": worths}]


def _spread(values: Any) -> dict[str, float]:
    import numpy as np

    low, high = np.quantile(values, (0.05, 0.95)).tolist()
    return {"mean": round(float(values.mean()), 4), "least": round(low, 4), "most": round(high, 4)}
