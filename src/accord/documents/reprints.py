"""Reprints: documents that are one text, however trimmed, corrected or continued. One voice, counted once.

Two texts are one where enough of the shorter stands in the longer, three words at a time, outside quotation marks: two
reports of one press conference share the quotations, not the words around them. (Reports of one event by different
hands were found to share up to 6 % of their runs of three words; copies with every tenth word changed share 70 %.)

Every fourth run of words (by its hash) goes into an index; pairs that share any are compared in full. The work grows
with the number of texts, not with its square.
"""

from __future__ import annotations

import datetime
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from accord.documents.records import Document, Span
from accord.errors import Problem, Severity

_SHARED = 0.4  # of the shorter text's runs that the longer has
_FEWEST = 8  # runs: below that only the same words are the same text
_LIKELY = 0.25  # of the sample: pairs below it are not compared in full
_SAMPLE = 4  # one run in so many is indexed
_NEIGHBOURS = 4  # texts that share a run are each compared with so many before it: a footer may stand in thousands
_MOST_NEW_NUMBERS = 0.5  # a form filled in anew each day has the same words and other numbers
_WORD = re.compile(r"\w+(?:[.,]\d+)*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_QUOTED = re.compile(r"“[^“”\n]*”|\"[^\"\n]*\"|«[^«»\n]*»|„[^„“”\n]*[“”]")


@dataclass(frozen=True, slots=True)
class Reprint:
    """Documents of one text: the one that is kept, and the others in order of their names."""

    kept: Document
    others: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Reprints:
    """The groups of one text each; which words of the others stand in the one that is kept."""

    groups: tuple[Reprint, ...]
    _said: Mapping[str, tuple[str, ...]] = field(repr=False)
    _texts: Mapping[str, str] = field(repr=False)

    def repeats(self, span: Span) -> bool:
        """Whether the span stands in a reprint and says, word for word, what the kept text or an earlier one has said.

        What a longer version adds is new, and so is what a corrected one changes: a number, a `not`.
        """
        before = self._said.get(span.document)
        if before is None:
            return False
        words = _words(self._texts[span.document][span.start : span.end])
        runs = _runs(words)
        if not runs:
            told = f" {' '.join(words)} "
            return any(told in f" {' '.join(_words(self._texts[name]))} " for name in before)
        known = {run for name in before for run in _all_runs(self._texts[name])}
        return runs <= known

    def problems(self) -> tuple[Problem, ...]:
        """One note for each group, with the names of its files."""
        return tuple(_told(group) for group in self.groups)


def reprints(documents: Sequence[Document]) -> Reprints:
    """The groups of documents that are one text: the earliest is kept, else the longest."""
    order = sorted(documents, key=_preference)
    pairs = _pairs(order)
    kept: dict[str, list[Document]] = {}
    for number, document in enumerate(order):
        owner = next((order[first] for first in sorted(pairs[number]) if order[first].id in kept), None)
        if owner is None:
            kept[document.id] = []
        else:
            kept[owner.id].append(document)
    by_id = {document.id: document for document in documents}
    groups = [
        Reprint(by_id[first], tuple(sorted(others, key=lambda document: document.file)))
        for first, others in kept.items()
        if others
    ]
    said = {
        other.id: (first, *(earlier.id for earlier in others[:number]))
        for first, others in kept.items()
        for number, other in enumerate(others)
    }
    texts = {document.id: document.text for group in groups for document in (group.kept, *group.others)}
    return Reprints(tuple(sorted(groups, key=lambda group: group.kept.file)), said, texts)


def _preference(document: Document) -> tuple[datetime.date, int, str]:
    """The earliest first; among those of one day, or of none, the longest."""
    return document.date or datetime.date.max, -len(document.text), document.file


def _pairs(documents: Sequence[Document]) -> dict[int, set[int]]:
    """For each document the earlier ones of which it is a reprint."""
    found: dict[int, set[int]] = defaultdict(set)
    with_run: dict[int, list[int]] = defaultdict(list)
    sampled: dict[int, int] = {}
    same: dict[tuple[str, ...], int] = {}
    for number, document in enumerate(documents):
        own = _own(document.text)
        if len(own.runs) < _FEWEST:
            first = same.setdefault(own.words, number)
            found[number].update([first] if first != number and own.words else [])
            continue
        sample = [run for run in own.runs if run % _SAMPLE == 0]
        sampled[number] = len(sample)
        shared = Counter(first for run in sample for first in _nearest(with_run[run]))
        likely = {first for first, count in shared.items() if count >= _LIKELY * min(len(sample), sampled[first])}
        # A reprint of a reprint may lead to the first of them.
        likely.update(root for first in tuple(likely) for root in found[first])
        found[number].update(first for first in likely if _is_same(documents[first].text, document.text))
        for run in sample:
            with_run[run].append(number)
    return found


def _nearest(numbers: Sequence[int]) -> Iterable[int]:
    """The first and the last few of those that share a run."""
    return {*numbers[:_NEIGHBOURS], *numbers[-_NEIGHBOURS:]}


def _is_same(first: str, second: str) -> bool:
    one, other = _own(first).runs, _own(second).runs
    fewest = min(len(one), len(other))
    return fewest >= _FEWEST and len(one & other) >= _SHARED * fewest and not _is_form(first, second)


def _is_form(first: str, second: str) -> bool:
    """Whether the texts have numbers enough to tell, and most are others."""
    one, other = (frozenset(_NUMBER.findall(text)) for text in (first, second))
    fewest = min(len(one), len(other))
    return fewest >= 4 and len(one & other) < _MOST_NEW_NUMBERS * fewest


class _Own(NamedTuple):
    """What a text says outside quotation marks: its words where they are few, and every run of them."""

    words: tuple[str, ...]
    runs: frozenset[int]


@lru_cache(maxsize=256)
def _own(text: str) -> _Own:
    """The words outside quotation marks where these are a fair part of the text, else all."""
    outside = _QUOTED.sub(" ", text)
    words = _words(outside if 4 * len(outside) >= len(text) else text)
    runs = _runs(words)
    return _Own(words if len(runs) < _FEWEST else (), runs)


@lru_cache(maxsize=64)
def _all_runs(text: str) -> frozenset[int]:
    return _runs(_words(text))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


def _runs(words: Sequence[str]) -> frozenset[int]:
    """A number for each run of three words, the same on every run: Python's hash of numbers has no salt."""
    numbers = [zlib.crc32(word.encode("utf-8", "replace")) for word in words]
    return frozenset(map(hash, zip(numbers, numbers[1:], numbers[2:], strict=False)))


def _told(group: Reprint) -> Problem:
    names = [f"`{document.file}`" for document in group.others]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    has = "has" if len(names) == 1 else "have"
    one = f"{listed} {has} the text of `{group.kept.file}`"
    sentence = f"{one}: one voice, and what they repeat word for word is counted once."
    return Problem(Severity.NOTE, "document.reprint", sentence, file=group.kept.file)
