"""The word lists of the reader, loaded once from the YAML files beside it and compiled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from accord.reading.patterns import Match, Pattern, Word, compile_pattern, find, needed_words, place

_HITS = "accord_hits"  # what a parse's words were found to say is kept with it


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a word list: its patterns, and what it says of them."""

    name: str
    patterns: tuple[Pattern, ...]
    fields: Mapping[str, Any]

    def get(self, field: str, default: Any = None) -> Any:
        """What the entry says under `field`."""
        return self.fields.get(field, default)


def document(name: str) -> Any:
    """The word list `name` as it is written."""
    from ruamel.yaml import YAML

    text = resources.files("accord.reading").joinpath("lexicon", f"{name}.yaml").read_text(encoding="utf-8")
    return YAML(typ="safe").load(text)


@cache
def entries(name: str, part: str | None = None) -> tuple[Entry, ...]:
    """The entries of the word list `name`, or of its part, in their order."""
    listed = document(name)
    return tuple(_entry(one, number) for number, one in enumerate(listed if part is None else listed[part]))


def _entry(written: Any, number: int) -> Entry:
    if isinstance(written, str):
        written = {"pattern": written}
    patterns = written.get("patterns") or [written["pattern"]]
    name = str(written.get("name", written.get("act", number)))
    return Entry(name, tuple(compile_pattern(text) for text in patterns), MappingProxyType(dict(written)))


@dataclass(frozen=True, slots=True)
class _Index:
    """The patterns of a word list in their order, and which of them a form of a word calls for."""

    patterns: tuple[tuple[Entry, Pattern, tuple[frozenset[str], ...]], ...]
    by_form: Mapping[str, tuple[int, ...]]
    always: tuple[int, ...]


@cache
def _index(name: str, part: str | None) -> _Index:
    patterns = tuple(
        (entry, pattern, needed_words(pattern)[1:]) for entry in entries(name, part) for pattern in entry.patterns
    )
    by_form: dict[str, list[int]] = {}
    always = []
    for number, (_, pattern, _) in enumerate(patterns):
        needed = needed_words(pattern)
        if not needed:
            always.append(number)
        for form in needed[0] if needed else ():
            by_form.setdefault(form, []).append(number)
    return _Index(patterns, {form: tuple(numbers) for form, numbers in by_form.items()}, tuple(always))


def hits(name: str, sequence: Sequence[Word], part: str | None = None) -> Sequence[tuple[Entry, Match]]:
    """Every entry of the word list that is found in the sequence, with its place, in the list's order."""
    kept = place(sequence)
    if kept is None:
        return _found(name, sequence, part, _forms(sequence))
    notes, where = kept
    known: dict[Any, Any] = notes.setdefault(_HITS, {})
    key = (name, part, where)
    if key not in known:
        if where not in known:
            known[where] = _forms(sequence)
        known[key] = _found(name, sequence, part, known[where])
    found: list[tuple[Entry, Match]] = known[key]
    return found


def _forms(sequence: Sequence[Word]) -> frozenset[str]:
    return frozenset().union(*[word.forms for word in sequence])


def _found(name: str, sequence: Sequence[Word], part: str | None, forms: frozenset[str]) -> list[tuple[Entry, Match]]:
    index = _index(name, part)
    called = set(index.always)
    for form in forms & index.by_form.keys():
        called.update(index.by_form[form])
    found: list[tuple[Entry, Match]] = []
    for number in sorted(called):
        entry, pattern, needed = index.patterns[number]
        if any(forms.isdisjoint(some) for some in needed):
            continue
        found.extend((entry, match) for match in find(pattern, sequence))
    return found
