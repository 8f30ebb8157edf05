"""Where a text's paragraphs are: blank lines, hard wrapping, list marks, time stamps, pieces of bounded size.

Everything here works on offsets, and on copies of the same length, so that no offset is ever lost.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass

MOST_WORDS = 1_500
MOST_CHARACTERS = 12_000

_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
_TIME = r"\d{1,2}[:.h]\d{2}(?:[ \t]?(?:[ap]\.?m\.?|[A-Z]{2,4}))?(?:[ \t]?[-–—:|])?"
_MARK = re.compile(
    r"[ \t]*(?:#{1,6}[ \t]+|>[ \t]*|[-*•·▪–—][ \t]+|\(?\d{1,3}[.)](?=[ \t])|\([a-z]{1,3}\)(?=[ \t])|[a-z]\)(?=[ \t])|"
    rf"\*{{0,3}}\[?{_TIME}\]?\*{{0,3}}(?=[ \t])(?:[ \t]?[-–—:|])?)[ \t]*"
)
_DATELINE = re.compile(
    r"[A-Z][A-Z .,'’/-]{2,40}(?:,[ \t][A-Z][\w .,]{1,30})?[ \t]*(?:\([^()\n]{1,40}\))?"
    r"[ \t]*[-–—]{1,2}[ \t]+(?=[\"“‘'A-Z])"
)
_DATE_ONLY = re.compile(
    r"\W*(?:\d{4}-\d{2}-\d{2}(?:[T ][\d:.+Z-]+)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}|"
    r"(?:\w+day,?\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\s+)?[A-Z][a-z]{2,8}\.?\s+(?:\d{1,2},?\s+)?\d{4}(?:,?\s+[\d:.]+\s*\w*)?)\W*"
)
_END = re.compile(r"[.!?…:;][\"”’')\]*_]*$")
_LABEL = re.compile(r"(?i)(?:by|from|source|date|published|updated|photo|image|subject|to)\b[: ]")
_TURN = re.compile(
    r"[*_]{0,3}(?P<label>(?:Q|A|Question|Answer)(?=[*_]{0,3}[:.][*_]{0,3}\s)|"
    r"(?:[A-ZÀ-Þ][\w.'’&-]*)(?:[ \t]+(?:[A-ZÀ-Þ][\w.'’&-]*|de|del|van|von|der|den|bin|al|of|the|for)){0,5})"
    r"(?:[ \t]*[(\[][^()\[\]\n]{1,40}[)\]])?[*_]{0,3}[:.][*_]{0,3}[ \t]+(?=\S)"
)
_COLON = re.compile(r":[*_]{0,3}[ \t]+$")
_MASKED = re.compile(
    r"[^\w\s]{24,}|"  # the tokenizer's time grows with the square of a run of marks
    r"\*{1,3}|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)|`+|~~|\]\([^()\s]{1,300}\)|\[(?=[^\[\]\n]{1,200}\]\()|[\x00-\x1f\x7f\ud800-\udfff\ufeff]"
)
_SAME_LENGTH = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‟": '"', "‘": "'", "’": "'", "‚": "'", "‛": "'"}
    | {"\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2009": " ", "\u200b": " ", "\u00ad": "-", "\u2011": "-"}
)


@dataclass(frozen=True, slots=True)
class Block:
    """Characters `start` to `end` of a text that form a paragraph, without its list mark or dateline.

    `heading`: a title, label or date line. `headline`: the title of the whole. `continues`: a piece of the one before.
    `label`: who takes this turn of a conversation, as it stands before the colon.
    """

    start: int
    end: int
    heading: bool = False
    headline: bool = False
    continues: bool = False
    label: str | None = None


def blocks(text: str, limit: int) -> tuple[Block, ...]:
    """The paragraphs within the first `limit` characters, in order, none empty, none above the size of a piece."""
    spans = [_trimmed(text, start, end) for start, end in _paragraphs(text, limit)]
    turns = _turns(text, spans)
    found: list[Block] = []
    for start, end in spans:
        if start >= end:
            continue
        shown = text[start:end]
        label, first = turns.get(start, (None, _without_mark(text, start, end)))
        heading = label is None and _is_heading(text, start, end)
        headline = not found and heading and not _DATE_ONLY.fullmatch(shown)
        for number, (left, right) in enumerate(_pieces(text, first, end)):
            found.append(Block(left, right, heading, headline, continues=number > 0, label=label))
    return tuple(found)


def _turns(text: str, spans: list[tuple[int, int]]) -> dict[int, tuple[str, int]]:
    """The labels of a conversation's turns and where their words start, by the paragraph's start; none elsewhere.

    A conversation has three turns of two voices; labels that are not in capitals must recur.
    """
    found: dict[int, tuple[str, int]] = {}
    for start, end in spans:
        if start >= end:
            continue
        turn = _TURN.match(text, _without_mark(text, start, end), end)
        if turn is None or turn.end() >= end or not _COLON.search(turn.group()):
            brief = turn is not None and turn["label"] in {"Q", "A"} and turn.end() < end
            if not brief or turn is None:
                continue
        found[start] = (turn["label"], turn.end())
    told = Counter(label for label, _ in found.values())
    kept = {s: (label, at) for s, (label, at) in found.items() if label.isupper() or told[label] > 1}
    voices = {label for label, _ in kept.values()}
    return kept if len(kept) > 2 and len(voices) > 1 else {}


def masked(text: str) -> str:
    """A copy of the same length for the parser: plain quotation marks and spaces, no markup, no control characters."""
    return _MASKED.sub(lambda found: " " * len(found.group()), text).translate(_SAME_LENGTH)


def _paragraphs(text: str, limit: int) -> list[tuple[int, int]]:
    """Lines of the text, joined where it is wrapped by hand."""
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text, 0, min(limit, len(text)))]
    width = _wrap_width(text, lines)
    joined: list[tuple[int, int]] = []
    last: tuple[int, int] | None = None
    for line in lines:
        if last is not None and width is not None and _wraps(text, last, line, width):
            joined[-1] = (joined[-1][0], line[1])
        else:
            joined.append(line)
        last = line
    return joined


def _wrap_width(text: str, lines: list[tuple[int, int]]) -> int | None:
    """The column at which the text was wrapped by hand; None where lines are paragraphs."""
    full = [(end - start) for start, end in lines if text[start:end].strip()]
    if len(full) < 6:
        return None
    width = max(full)
    if not 40 <= width <= 140:
        return None
    inner = [
        a
        for a, b in itertools.pairwise(lines)
        if b[0] - a[1] <= 2 and text[slice(*a)].strip() and text[slice(*b)].strip()
    ]
    near = sum(end - start >= 0.75 * width for start, end in inner)
    return width if len(inner) >= 4 and near >= 0.6 * len(inner) else None


def _wraps(text: str, line: tuple[int, int], following: tuple[int, int], width: int) -> bool:
    """Whether the following line goes on with the paragraph of this line."""
    shown = text[following[0] : following[1]]
    if following[0] - line[1] > 2 or not shown.strip() or not text[slice(*line)].strip():
        return False
    if text[line[1] : following[0]].replace("\r\n", "\n").count("\n") > 1:
        return False
    if _MARK.match(text, following[0], following[1]) or _DATE_ONLY.fullmatch(shown):
        return False
    return (line[1] - line[0]) + 1 + len(shown.split(maxsplit=1)[0]) >= width - 2


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _without_mark(text: str, start: int, end: int) -> int:
    """The start of the words behind list marks, time stamps and a dateline."""
    for _ in range(3):
        mark = _MARK.match(text, start, end)
        if not mark or mark.end() >= end:
            break
        start = mark.end()
    line = _DATELINE.match(text, start, end)
    return line.end() if line and line.end() < end else start


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether a paragraph is a title, a label or a date rather than prose."""
    shown = text[start:end]
    if shown.startswith("#") or _DATE_ONLY.fullmatch(shown):
        return True
    if len(shown) > 200 or _END.search(shown):
        return False
    first = text[:start].strip() == ""
    letters = [c for c in shown if c.isalpha()]
    capitals = bool(letters) and all(c.isupper() for c in letters)
    return first or capitals or bool(_LABEL.match(shown)) or len(shown) <= 100


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The paragraph in pieces of bounded size, cut at a sentence end, else at a space, else anywhere."""
    pieces = []
    while end - start > MOST_CHARACTERS or len(text[start:end].split(None, MOST_WORDS)) > MOST_WORDS:
        window = text[start : min(end, start + MOST_CHARACTERS)]
        words = (
            re.match(rf"(?:\s*\S+){{1,{MOST_WORDS}}}", window)
            if len(window.split(None, MOST_WORDS)) > MOST_WORDS
            else None
        )
        reach = words.end() if words else len(window)
        cut = max((m.end() for m in re.finditer(r"[.!?][\"”’')\]]*\s", window[:reach])), default=0)
        if cut < reach // 4:
            cut = max(window.rfind(" ", reach // 4, reach) + 1, 0) or reach
        left, right = _trimmed(text, start, start + cut)
        if left < right:
            pieces.append((left, right))
        start += cut
    left, right = _trimmed(text, start, end)
    if left < right:
        pieces.append((left, right))
    return pieces
