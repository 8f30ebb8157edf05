"""Lines as they were set in print to paragraphs as they were written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile(r"([^\W\d_]+)[-‐]$")
_HYPHENED = re.compile(r"\w-$")
_LONGEST_WORD = 80
_FIRST = re.compile(r"[^\W\d_]+")
_SPACES = re.compile(r"[ \t\u00a0]+")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})

# A whole block that says one of these is the page's furniture. Blocks are short: a sentence of the report that happens
# to begin with these words goes on, and stays.
_LONGEST_FURNITURE = 220
_FURNITURE = re.compile(
    r"""(?:
      (?:please\ )?(?:sign\ up|subscribe|register)\ (?:now|here|today|(?:for|to)\ (?:our|get|receive)\b).*
    | (?:please\ )?(?:sign\ up|subscribe|register)\b[^.]*\b(?:newsletter|e-?mails?|inbox|alerts)\b.*
    | (?:get|receive)\ (?:our|the|all\ the)\ [^.]*\b(?:newsletter|alerts?|inbox|digest|briefing)\b.*
    | (?:read|see|watch|listen)\ (?:more|also|next|on)\s*(?:[:|»›>]|about\b|on\b|$).*
    | (?:also\ read|read\ also|related(?:\ (?:stories|articles|topics|content|links|coverage))?|recommended
       |more\ on\ this\ (?:story|topic)|most\ (?:read|popular|viewed)|trending(?:\ now)?|editors?['’]s?\ picks?
       |more\ from\ [^.]{2,60}|what\ to\ read\ next)\s*(?:[:|].*)?
    | (?:advertisement|advertising|sponsored(?:\ content)?|ad|story\ continues\ below(?:\ (?:this\ )?advertisement)?
       |article\ continues\ (?:below|after).*|continue\ reading.*|skip\ (?:to|past)\ .*|scroll\ to\ continue.*)\s*:?
    | (?:photo(?:graph)?s?|image|picture|file\ photo|video|illustration|graphic|credit|caption|photo\ credit
       |image\ (?:credit|source))(?:\ (?:by|from|courtesy\ of))?\s*[:/|].*
    | (?:AFP|AP|EPA|Reuters|Getty|Getty\ Images|AP\ Photo|Shutterstock|Bloomberg)\s*(?:/|\bvia\b)\s*[^.]{2,80}
    | ©.* | \(c\)\ ?\d{4}\b.* | copyright\ ?(?:©|\(c\)|\d{4}).*
    | .{0,80}\ball\ rights\ reserved\b.*
    | (?:share|tweet|print|e-?mail|save|follow|like)
      (?:\ (?:this|via|on)\ (?:article|story|page|post|link|e-?mail|facebook|twitter|x|linkedin|whatsapp)\b[^.]*)?
    | (?:follow|like|join|find)\ us\ on\ .*
    | (?:click|tap)\ here\b.* | (?:you\ can\ )?unsubscribe\b.*
    | by\ (?:signing\ up|subscribing|clicking)\b.*\b(?:terms\ of|privacy\ policy|newsletters?|e-?mails)\b.*
    | \(?(?:additional\ )?reporting\ by\ .{2,90}(?:editing|writing|reporting)\ by\ .*
    | \((?:additional\ )?(?:reporting|editing|writing)\ by\ [^)]*\) | our\ standards\s*:.*
    | (?:we|this\ (?:site|website))\ uses?\ cookies.*
    | (?:load|show|view)\ (?:more|all)?\s*(?:comments?|stories|articles|photos)?
    | \d+\ (?:comments?|shares?|min(?:ute)?s?\ read)
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def is_furniture(block: str) -> bool:
    """Whether the block is no part of the report: a plea to subscribe, a link to read more, a credit, a notice."""
    return len(block) <= _LONGEST_FURNITURE and _FURNITURE.fullmatch(block.strip()) is not None


def without_furniture(blocks: Iterable[str]) -> list[str]:
    """The blocks of the report; all of them where nothing would be left."""
    blocks = list(blocks)
    return [block for block in blocks if not is_furniture(block)] or blocks


def left_out(count: int, one: str, many: str) -> str:
    """The sentence that tells how many have no text."""
    return f"1 {one} has no text and is left out." if count == 1 else f"{count:,} {many} have no text and are left out."


def tidy(text: str) -> str:
    """One line of text with single spaces, no soft hyphens, and ligatures as letters."""
    return _SPACES.sub(" ", text.translate(_LIGATURES)).replace("\x00", "").strip()


def words_of(lines: Iterable[str]) -> frozenset[str]:
    """The words that stand whole in the lines, small letters, hyphens kept."""
    return frozenset(word.casefold() for line in lines for word in _WORD.findall(line))


def joined(lines: Sequence[str], words: frozenset[str]) -> str:
    """The lines as one paragraph. A word broken over two lines is whole again, as it stands elsewhere in `words`."""
    pieces: list[str] = list(lines[:1])
    for line in lines[1:]:
        pieces[-1], between = _ending(pieces[-1], line, words)
        pieces += [between, line]
    return "".join(pieces).replace("\u00ad", "")


def _ending(before: str, line: str, words: frozenset[str]) -> tuple[str, str]:
    """The line before, without the hyphen that only breaks a word, and what stands between the two."""
    if before.endswith("\u00ad"):
        return before[:-1], ""
    broken, first = _BROKEN.search(before[-_LONGEST_WORD:]), _FIRST.match(line)
    if broken is None or first is None:
        # "2030-" and "2031": the hyphen belongs there.
        return before, "" if _HYPHENED.search(before[-2:]) else " "
    whole = f"{broken.group(1)}{first.group()}".casefold()
    compound = f"{broken.group(1)}-{first.group()}".casefold()
    if whole not in words and (compound in words or first.group()[0].isupper()):
        return before, ""
    return before[:-1], ""


def unwrapped(text: str) -> list[str]:
    """The paragraphs of a text whose lines were broken at a fixed width; blank lines part paragraphs."""
    lines = [line.rstrip() for line in text.splitlines()]
    widest = max(map(len, lines), default=0)
    words = words_of(lines)
    blocks: list[list[str]] = [[]]
    before = ""
    for line in lines:
        item = re.match(r"\s*(?:[-*•‣–]|\(?\d{1,2}[.)])\s", line)
        # A line that ends long before the margin was ended by its writer.
        if not line.strip() or item or (before and len(before) < 0.6 * min(widest, 90)):
            blocks.append([])
        if line.strip():
            blocks[-1].append(tidy(line))
        before = line
    return [joined(block, words) for block in blocks if block]
