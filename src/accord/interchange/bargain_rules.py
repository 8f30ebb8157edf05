"""What a bargain file says of options that stand together, of the order of issues and of bargaining weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accord.bargain import Combination, Frame, Precondition, Requirement
from accord.errors import CallError
from accord.interchange.marked_file import MarkedFile, Place
from accord.solve.choosing import weights_of
from accord.solve.packages import bargaining

RULES = ("exclusions", "requirements", "interactions", "preconditions", "nash_weights")

_TERM = ("issue", "option")
_REQUIREMENT = ("issue", "option", "other", "options")
_INTERACTION = ("terms", "adds")
_PRECONDITION = ("party", "before", "after", "option")


@dataclass(frozen=True)
class Rules:
    """The rules of a frame, and party -> what each interaction adds."""

    exclusions: tuple[Combination, ...]
    requirements: tuple[Requirement, ...]
    interactions: tuple[Combination, ...]
    preconditions: tuple[Precondition, ...]
    adds: dict[str, list[float]]


def rules(file: MarkedFile, top: Mapping[str, Any], frame: Frame) -> Rules:
    """The rules in a file, every name in them known to the frame."""
    terms, adds = [], {party.id: list[float]() for party in frame.parties}
    for place, data in _entries(file, top, "interactions"):
        entry = file.mapping(place, data, _INTERACTION, "an interaction")
        terms.append(_together(file, (*place, "terms"), entry.get("terms"), frame))
        given = file.mapping((*place, "adds"), entry.get("adds"))
        if not given:
            file.refuse(place, "An interaction must say what it adds", data, "Add `adds: {party: number}`")
        for party in given:
            file.one_of((*place, "adds", party), party, tuple(adds), "a party")
        for party, numbers in adds.items():
            numbers.append(file.number((*place, "adds", party), given[party]) if party in given else 0.0)
    exclusions = _entries(file, top, "exclusions")
    return Rules(
        exclusions=tuple(_together(file, place, data, frame) for place, data in exclusions),
        requirements=tuple(_requirement(file, *one, frame) for one in _entries(file, top, "requirements")),
        interactions=tuple(terms),
        preconditions=tuple(_precondition(file, *one, frame) for one in _entries(file, top, "preconditions")),
        adds=adds,
    )


def nash_weights(file: MarkedFile, data: Any, frame: Frame) -> dict[str, float] | None:
    """Party -> bargaining weight, None where the file has none."""
    if data is None:
        return None
    place: Place = ("nash_weights",)
    names = [frame.parties[row].id for row in bargaining(frame)]
    given = {}
    for party, number in file.mapping(place, data).items():
        file.one_of((*place, party), party, names, "a party that bargains")
        given[party] = file.number((*place, party), number)
    try:
        weights_of(names, given)
    except CallError as error:
        file.refuse(place, error.must.replace("`weights`", "`nash_weights`"), ..., error.came)
    return given


def _entries(file: MarkedFile, top: Mapping[str, Any], key: str) -> list[tuple[Place, Any]]:
    return [((key, number), one) for number, one in enumerate(file.items((key,), top.get(key)))]


def _together(file: MarkedFile, place: Place, data: Any, frame: Frame) -> Combination:
    """Options of two or more issues: a mapping from issue to option, or a list of both by name."""
    if isinstance(data, dict):
        pairs = [((*place, issue), (*place, issue), issue, option) for issue, option in data.items()]
    else:
        pairs = []
        for number, one in enumerate(file.items(place, data)):
            here: Place = (*place, number)
            entry = file.mapping(here, one, _TERM, "an option that stands with others")
            pairs.append(((*here, "issue"), (*here, "option"), entry.get("issue"), entry.get("option")))
    if len(pairs) < 2:
        must = "Options that stand together must be of two or more issues"
        file.refuse(place, must, data, "Write {issue: option, other issue: option}")
    found = tuple((_issue(file, at, issue, frame), option) for at, _, issue, option in pairs)
    named = [issue for issue, _ in found]
    for (_, at, _, option), issue in zip(pairs, named, strict=True):
        _option(file, at, option, issue, frame)
        if named.count(issue) > 1:
            file.refuse(at, "Options that stand together must be of different issues", issue)
    return found


def _requirement(file: MarkedFile, place: Place, data: Any, frame: Frame) -> Requirement:
    entry = file.mapping(place, data, _REQUIREMENT, "a requirement")
    issue = _issue(file, (*place, "issue"), entry.get("issue"), frame)
    option = _option(file, (*place, "option"), entry.get("option"), issue, frame)
    other = _issue(file, (*place, "other"), entry.get("other"), frame)
    if other == issue:
        file.refuse((*place, "other"), "A requirement must name another issue", other)
    given = entry.get("options")
    listed = [given] if isinstance(given, str) else file.items((*place, "options"), given)
    if not listed:
        file.refuse((*place, "options"), f"A requirement must name options of issue {other!r} that will do", given)
    options = tuple(_option(file, (*place, "options", k), one, other, frame) for k, one in enumerate(listed))
    return Requirement(issue, option, other, options)


def _precondition(file: MarkedFile, place: Place, data: Any, frame: Frame) -> Precondition:
    entry = file.mapping(place, data, _PRECONDITION, "a precondition")
    party = file.one_of((*place, "party"), entry.get("party"), tuple(frame.party_index), "a party")
    before = _issue(file, (*place, "before"), entry.get("before"), frame)
    after = _issue(file, (*place, "after"), entry.get("after"), frame)
    if before == after:
        file.refuse((*place, "after"), "A precondition must name two issues", after)
    option = entry.get("option")
    known = "" if option is None else _option(file, (*place, "option"), option, before, frame)
    return Precondition(party, before, after, known)


def _issue(file: MarkedFile, place: Place, data: Any, frame: Frame) -> str:
    return file.one_of(place, data, tuple(frame.issue_index), "an issue")


def _option(file: MarkedFile, place: Place, data: Any, issue: str, frame: Frame) -> str:
    options = frame.issues[frame.issue_index[issue]].options
    return file.one_of(place, data, options, f"an option of issue {issue!r}")
