"""Changes of a negotiation file as text: comments, order and the writing of all else stay as a person wrote them."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from accord.errors import CallError, NegotiationError, Problem, Severity
from accord.negotiation.loading import load_negotiation
from accord.negotiation.records import Negotiation
from accord.negotiation.referring import KINDS, OPTION, slots

if TYPE_CHECKING:
    from ruamel.yaml import YAML

SECTIONS = tuple(name for name, field in Negotiation.model_fields.items() if "tuple" in str(field.annotation))
"""The sections of the file that hold entries."""

Key = str | int
"""What names an entry of a section: its id (a document's file), or its number from 0 where it has none."""


def set_title(text: str, title: str) -> str:
    """The file with another title."""

    def act(tree: Any) -> None:
        if "title" in tree:
            tree["title"] = title
        else:
            tree.insert(0, "title", title)

    return _edited(text, act)


def set_fields(text: str, section: str, key: Key, fields: Mapping[str, Any]) -> str:
    """The file with fields of one entry set; None takes one out.

    Raises:
        CallError: no such entry.
        NegotiationError: the entry would not be what the file can hold; `problems` say why.
    """

    def act(tree: Any) -> None:
        _fill(_entry(tree, section, key), fields)

    return _edited(text, act)


def add_entry(text: str, section: str, entry: Mapping[str, Any]) -> str:
    """The file with an entry more at the end of a section."""

    def act(tree: Any) -> None:
        _section(tree, section).append(_flow(entry, section in _SHORT))

    return _edited(text, act)


def remove_entry(text: str, section: str, key: Key, *, also: bool = False) -> str:
    """The file without one entry; lists that name it are shortened.

    `also`: what rests on it leaves too; else that stands in the way.

    Raises:
        RestingError: other parts rest on it.
    """

    def act(tree: Any) -> None:
        leaving = _resting(tree, section, _entry(tree, section, key))
        if len(leaving) > 1 and not also:
            raise _needed(tree, leaving)
        for part, entry in leaving:
            for holder, place in slots(tree, part, str(entry.get("id"))):
                if isinstance(holder, list):
                    del holder[place]
        for part, entry in leaving:
            del tree[part][_number(tree, part, entry)]

    return _edited(text, act)


def rename(text: str, section: str, key: str, name: str) -> str:
    """The file with another id for a party, a track or an issue, everywhere it is named.

    Raises:
        CallError: no such entry, or the new id is taken.
    """
    if section not in KINDS:
        raise CallError(f"What has an id stands in {', '.join(KINDS)}", f"got {section!r}", "name one of them")

    def act(tree: Any) -> None:
        entry = _entry(tree, section, key)
        if any(str(other.get("id")) == name for other in _section(tree, section)):
            raise CallError("An id is given once", f"{name!r} is taken", "choose another")
        entry["id"] = name
        _replace_all(slots(tree, section, key), name)

    return _edited(text, act)


def rename_option(text: str, issue: str, option: str, name: str) -> str:
    """The file with another name for an option of an issue, everywhere it is named.

    Raises:
        CallError: no such option, or the new name is taken.
    """

    def act(tree: Any) -> None:
        options = [str(one) for one in _entry(tree, "issues", issue).get("options", [])]
        if option not in options:
            raise CallError(f"An option of {issue} is one of {', '.join(options)}", f"got {option!r}", "name one")
        if name in options:
            raise CallError("An option is named once", f"{name!r} is taken", "choose another")
        _replace_all(slots(tree, OPTION, option, issue=issue), name)
        cues = _entry(tree, "issues", issue).get("cues")
        if cues and option in cues:
            place = list(cues).index(option)
            cues.insert(place, name, cues.pop(option))

    return _edited(text, act)


def set_options(text: str, issue: str, options: list[str]) -> str:
    """The file with the options of an issue in this order; those left out leave with their cues."""

    def act(tree: Any) -> None:
        entry = _entry(tree, "issues", issue)
        before = [str(one) for one in entry.get("options", [])]
        entry["options"] = _flow(options, True)
        for gone in set(before) - set(options):
            (entry.get("cues") or {}).pop(gone, None)
            for field in ("status_quo", "counterfactual"):
                if str(entry.get(field)) == gone:
                    del entry[field]
        if before and options and before[0] != options[0] and "status_quo" not in entry and before[0] in options:
            entry["status_quo"] = before[0]  # it was the first by default; the order alone must not change it

    return _edited(text, act)


def note_document(text: str, file: str, fields: Mapping[str, Any]) -> str:
    """The file with what is told of a document: its source, date or title; None takes one out."""

    def act(tree: Any) -> None:
        notes = _section(tree, "documents")
        for note in notes:
            if str(note.get("file")) == file:
                _fill(note, fields)
                if set(note) == {"file"}:
                    notes.remove(note)
                return
        told = {name: value for name, value in fields.items() if value is not None}
        if told:
            notes.append(_flow({"file": file, **told}, True))

    return _edited(text, act)


class RestingError(CallError):
    """A part on which others rest; `beside` names these by section and number."""

    beside: Mapping[str, Any]


def _resting(tree: Any, section: str, entry: Any) -> list[tuple[str, Any]]:
    """An entry and all that would mean nothing without it, each with its section, itself first."""
    found = [(section, entry)]
    for part, one in found:
        named = slots(tree, part, str(one.get("id"))) if part in KINDS else ()
        for holder, _ in list(named):
            owner = _owner(tree, holder)
            is_needed = owner is not None and (owner[0] == "interactions" or not isinstance(holder, list))
            if owner is not None and is_needed and all(owner[1] is not other for _, other in found):
                found.append(owner)
    return found


def _owner(tree: Any, holder: Any) -> tuple[str, Any] | None:
    """The entry in which a mapping or a list stands, with its section."""
    for section in SECTIONS:
        for entry in tree.get(section) or ():
            held = [part for value in entry.values() for part in (value, *(value if isinstance(value, list) else ()))]
            if any(part is holder for part in (entry, *held)):
                return section, entry
    return None


def _number(tree: Any, section: str, entry: Any) -> int:
    return next(number for number, one in enumerate(tree[section]) if one is entry)


def _needed(tree: Any, leaving: list[tuple[str, Any]]) -> RestingError:
    (section, entry), *others = leaving
    named = [f"{part} {one.get('id') or _number(tree, part, one) + 1}" for part, one in others]
    fault = RestingError(
        "A part is removed once nothing rests on it",
        f"{entry.get('id')} of {section} is needed by {', '.join(named)}",
        "remove these first, or all of it at once",
    )
    fault.beside = {"rests": [{"section": part, "number": _number(tree, part, one)} for part, one in others]}
    return fault


_SHORT = frozenset({"documents", "parties", "tracks", "preconditions", "assumptions", "rates"})


def _edited(text: str, act: Callable[[Any], None]) -> str:
    """The text after a change of its tree.

    Raises:
        NegotiationError: the text is not usable before or after; or a part that was usable is not any more.
    """
    from ruamel.yaml.comments import CommentedMap

    _, before = load_negotiation(text)
    yaml = _yaml(text)
    tree = yaml.load(text.removeprefix("\ufeff"))
    tree = CommentedMap() if tree is None else tree
    act(tree)
    out = io.StringIO()
    yaml.dump(tree, out)
    changed = out.getvalue()
    _, after = load_negotiation(changed)
    known = {problem.sentence for problem in before}
    lost = [one for one in after if one.severity is Severity.ERROR and one.sentence not in known]
    if lost:
        raise _in_the_way(lost)
    return changed


def _in_the_way(lost: list[Problem]) -> NegotiationError:
    fault = NegotiationError(
        "A change leaves every part of the negotiation with what it names",
        " ".join(problem.sentence for problem in lost[:3]),
        "change or remove that first",
    )
    fault.problems = tuple(lost)
    return fault


def _yaml(text: str) -> YAML:
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.allow_unicode = True
    if any(line.startswith("- ") for line in text.splitlines()):
        yaml.indent(mapping=2, sequence=2, offset=0)
    else:
        yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _section(tree: Any, section: str) -> Any:
    """The list of a section, made where there is none."""
    from ruamel.yaml.comments import CommentedSeq

    if section not in SECTIONS:
        raise CallError(f"A section is one of {', '.join(SECTIONS)}", f"got {section!r}", "name one of them")
    entries = tree.get(section)
    if not entries:
        fresh = CommentedSeq()
        fresh.fa.set_block_style()
        tree[section] = fresh
        return fresh
    return entries


def _entry(tree: Any, section: str, key: Key) -> Any:
    entries = _section(tree, section)
    named = "file" if section == "documents" else "id"
    for number, entry in enumerate(entries):
        if number == key if isinstance(key, int) else str(entry.get(named)) == key:
            return entry
    raise CallError(f"A part of {section} is one that the file has", f"there is no {key!r}", "load the page anew")


def _fill(entry: Any, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        if value is None:
            entry.pop(name, None)
        else:
            entry[name] = _flow(value, True)


def _replace_all(places: Any, name: str) -> None:
    for holder, place in list(places):
        holder[place] = name


def _flow(value: Any, short: bool) -> Any:
    """Plain data as the file writes it: on one line where it is `short`, else a line for each field."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if isinstance(value, Mapping):
        made = CommentedMap()
        for name, part in value.items():
            if part is not None:
                made[name] = _flow(part, True)
        if short:
            made.fa.set_flow_style()
        return made
    if isinstance(value, list | tuple):
        listed = CommentedSeq([_flow(part, True) for part in value])
        listed.fa.set_flow_style()
        return listed
    return value
