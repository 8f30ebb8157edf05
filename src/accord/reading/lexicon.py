"""The word lists of the reader, loaded once from the YAML files beside it and compiled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from accord.reading.patterns import Match, Pattern, Word, compile_pattern, find, first_words


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


@cache
def _needed(name: str, part: str | None) -> tuple[tuple[Entry, Pattern, frozenset[str] | None], ...]:
    return tuple((entry, pattern, first_words(pattern)) for entry in entries(name, part) for pattern in entry.patterns)


def hits(name: str, sequence: Sequence[Word], part: str | None = None) -> Iterator[tuple[Entry, Match]]:
    """Every entry of the word list that is found in the sequence, with its place."""
    forms = frozenset().union(*(word.forms for word in sequence)) if sequence else frozenset()
    for entry, pattern, needed in _needed(name, part):
        if needed is None or needed & forms:
            for match in find(pattern, sequence):
                yield entry, match
