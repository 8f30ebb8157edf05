"""Where one attribution holds two statements: cut at a sentence end, or between clauses, where act or issue changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from accord.reading.parsed import Parsed
from accord.reading.passages import Passage, at
from accord.statements import Point

_CLAUSES = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
_EDGE = " \t\r\n,;"
_WORD = re.compile(r"\w")


def cut(passage: Passage, parsed: Parsed, code: Callable[[Passage], tuple[Point, ...]]) -> tuple[Passage, ...]:
    """The passage, or its parts where their points speak of different issues or do different things; parts are never empty."""
    parts = _parts(passage, parsed)
    if len(parts) < 2:
        return (passage,)
    groups: list[list[tuple[int, int]]] = []
    keys: list[frozenset[tuple[str | None, str]]] = []
    for part in parts:
        piece = _part_of(passage, [part], parsed)
        key = _key(code(piece)) if piece is not None else frozenset()
        if groups and (not key or not keys[-1] or key & keys[-1]):
            groups[-1].append(part)
            keys[-1] = keys[-1] | key
        else:
            groups.append([part])
            keys.append(key)
    if len(groups) < 2:
        return (passage,)
    found = [_part_of(passage, group, parsed) for group in groups]
    return tuple(p for p in found if p is not None)


def _key(points: Sequence[Point]) -> frozenset[tuple[str | None, str]]:
    """What the points speak of; nothing where no issue and no preference is told."""
    return frozenset((point.issue, point.act.value) for point in points if point.issue or point.claim)


def _parts(passage: Passage, parsed: Parsed) -> list[tuple[int, int]]:
    """The content cut at every sentence end and before every further clause with a subject of its own."""
    seams = {sentence.start for sentence in parsed.within(passage.start, passage.end)}
    for start, end in passage.content:
        seams.add(start)
        for token in parsed.tokens(start, end):
            if token.dep_ == "conj" and token.pos_ in {"VERB", "AUX"} and any(c.dep_ in _CLAUSES for c in token.children):
                seams.add(parsed.offset(token.left_edge))
    found: list[tuple[int, int]] = []
    for start, end in passage.content:
        inside = sorted(s for s in seams if start < s < end)
        for left, right in zip([start, *inside], [*inside, end], strict=True):
            if _WORD.search(parsed.text(left, right)):
                found.append((left, right))
    return found


def _part_of(passage: Passage, parts: Sequence[tuple[int, int]], parsed: Parsed) -> Passage | None:
    """The passage of these parts of the content: its span reaches from the first to the last, with the marks at the whole's edges."""
    text = parsed.document.text
    start, end = parts[0][0], parts[-1][1]
    if parts[0][0] == passage.content[0][0]:
        start = min(start, passage.start)
    if parts[-1][1] == passage.content[-1][1]:
        end = max(end, passage.end)
    opening = start - 1
    if opening >= passage.start and text[opening] in "\"“'‘«":
        start = opening
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    end = _without_joint(text, start, end)
    if start >= end:
        return None
    statement = at(passage.statement, parsed.document, start, end)
    content = tuple((max(a, start), min(b, end)) for a, b in parts if a < end)
    return replace(passage, statement=statement, content=content, sentences=tuple(s.number for s in parsed.within(start, end)))


def _without_joint(text: str, start: int, end: int) -> int:
    """The end without a conjunction that belongs to the next part."""
    found = re.search(r"[,;]?\s+(?:and|but|or|so|yet)(?:\s+that)?\s*$", text[start:end])
    return start + found.start() if found and found.start() > 0 else end
