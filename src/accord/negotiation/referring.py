"""Where the parts of a negotiation file name each other: the places that a renaming or a removal must follow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

PARTIES, TRACKS, ISSUES, OPTION = "parties", "tracks", "issues", "option"
KINDS = (PARTIES, TRACKS, ISSUES)
"""The sections whose entries have ids."""

Slot = tuple[Any, Any]
"""A mapping or list, and the key or number in it where a name stands."""

_OTHERS = ("preconditions", "exclusions", "requirements", "interactions", "assumptions", "rates")
_TERMS = ("terms", "given", "against", "first", "then")


def slots(tree: Any, kind: str, name: str, *, issue: str = "") -> Iterator[Slot]:
    """Every place of the file's tree that names this party, track, issue, or option of the `issue`; not its own id."""
    found = {PARTIES: _parties, TRACKS: _tracks, ISSUES: _issues}
    places = _options(tree, issue) if kind == OPTION else found[kind](tree) if kind in found else iter(())
    for holder, place in places:
        if str(holder[place]) == name:
            yield holder, place


def _parties(tree: Any) -> Iterator[Slot]:
    for track in _entries(tree, TRACKS):
        yield from _list(track, "parties")
    for one in _entries(tree, ISSUES):
        yield from _list(one, "consent")
    for section in _OTHERS:
        for entry in _entries(tree, section):
            yield from _fields(entry, ("party", "towards"))
            if section == "assumptions":
                yield from _fields(entry, ("other",))


def _tracks(tree: Any) -> Iterator[Slot]:
    for one in _entries(tree, ISSUES):
        yield from _fields(one, ("track",))
    for entry in _entries(tree, "assumptions"):
        yield from _fields(entry, ("track", "over_track"))


def _issues(tree: Any) -> Iterator[Slot]:
    for entry in _entries(tree, "preconditions"):
        yield from _fields(entry, ("before", "after"))
    for entry in _entries(tree, "requirements"):
        yield from _fields(entry, ("issue", "other"))
    for entry in _entries(tree, "interactions"):
        yield from _list(entry, "issues")
    for entry in _entries(tree, "assumptions"):
        yield from _fields(entry, ("issue",))
        if entry.get("says") == "values_more":
            yield from _fields(entry, ("over",))
    for term in _terms(tree):
        yield from _fields(term, ("issue",))


def _options(tree: Any, issue: str) -> Iterator[Slot]:
    for one in _entries(tree, ISSUES):
        if str(one.get("id")) == issue:
            yield from _list(one, "options")
            yield from _fields(one, ("status_quo", "counterfactual"))
    for section, whose, field in _OPTION_FIELDS:
        for entry in _entries(tree, section):
            if str(entry.get(whose)) == issue:
                yield from _list(entry, field) if field == "options" else _fields(entry, (field,))
    for entry in _entries(tree, "assumptions"):
        if str(entry.get("issue")) == issue and entry.get("says") == "prefers":
            yield from _fields(entry, ("over",))
    for term in _terms(tree):
        if str(term.get("issue")) == issue:
            yield from _fields(term, ("option",))


_OPTION_FIELDS = (
    ("preconditions", "before", "option"),
    ("requirements", "issue", "option"),
    ("requirements", "other", "options"),
    ("assumptions", "issue", "option"),
)
"""Where an option of an issue is named: section, the field that names the issue, the field that names the option."""


def _terms(tree: Any) -> Iterator[Any]:
    """Every `{issue, option}` of the file."""
    for section in ("exclusions", "interactions", "assumptions"):
        for entry in _entries(tree, section):
            for field in _TERMS:
                held = entry.get(field) or ()
                yield from (held,) if isinstance(held, dict) else held


def _entries(tree: Any, section: str) -> Iterator[Any]:
    yield from tree.get(section) or ()


def _fields(entry: Any, names: tuple[str, ...]) -> Iterator[Slot]:
    yield from ((entry, name) for name in names if entry.get(name) is not None)


def _list(entry: Any, name: str) -> Iterator[Slot]:
    """The places of a list, the last first, so that one can be taken out on the way."""
    held = entry.get(name)
    if isinstance(held, list):
        yield from ((held, number) for number in reversed(range(len(held))))
