"""When it was said: only from the words of the attribution itself."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from accord.reading.parsed import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Token

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = re.compile(r"\b\d{1,2}\b")
_MONTHS = "january february march april may june july august september october november december".split()
_EVENTS = frozenset(
    "call meeting summit conversation phone telephone round session interview hearing conference".split()
)


def day_said(parsed: Parsed, core: tuple[int, int]) -> tuple[date | None, str | None]:
    """The day that the attribution names, against the document's date, and how it was reached; None without one."""
    base = parsed.document.date
    for token in _dated(parsed, core):
        words = token
        found = _day(words, base)
        if found is not None:
            return found, f"{words!r} in the attribution"
    return None, None


def event_said(parsed: Parsed, core: tuple[int, int], on: date | None) -> str | None:
    """A key for the call or meeting at which it was said, where the attribution names it and its day."""
    if on is None:
        return None
    noun = next((t.lemma_.lower() for t in parsed.tokens(*core) if t.lemma_.lower() in _EVENTS), None)
    if noun is None:
        return None
    return (
        f"{ {'phone': 'call', 'telephone': 'call', 'conversation': 'call'}.get(noun, noun) } {on.isoformat()}".replace(
            "  ", " "
        ).strip()
    )


def _dated(parsed: Parsed, core: tuple[int, int]) -> list[str]:
    """The words of the dates within the attribution, with the word before each."""
    found: list[str] = []
    seen: set[int] = set()
    for token in parsed.tokens(*core):
        if token.ent_type_ != "DATE" or token.i in seen:
            continue
        run: list[Token] = []
        i = token.i
        while i < len(token.doc) and token.doc[i].ent_type_ == "DATE":
            run.append(token.doc[i])
            seen.add(i)
            i += 1
        found.append(" ".join(t.text for t in run))
    return found


def _day(words: str, base: date | None) -> date | None:
    """The one day that a date names; None for months, years, durations and what cannot be told."""
    lower = words.lower().strip()
    if lower in {"today", "yesterday"}:
        return base - timedelta(days=int(lower == "yesterday")) if base else None
    weekday = next((i for i, name in enumerate(_WEEKDAYS) if name in lower), None)
    if weekday is not None and not any(m in lower for m in _MONTHS):
        if base is None or "next" in lower:
            return None
        back = (base.weekday() - weekday) % 7
        return base - timedelta(days=back + (7 if lower.startswith("last") and back == 0 else 0))
    if not any(m[:3] in lower for m in _MONTHS) or not _DAY.search(lower):
        return None
    return _parsed_day(words, base)


def _parsed_day(words: str, base: date | None) -> date | None:
    import dateparser

    with_year = bool(re.search(r"\b\d{4}\b", words))
    if base is None and not with_year:
        return None
    settings: dict[str, object] = {"REQUIRE_PARTS": ["day", "month"], "PREFER_DATES_FROM": "past"}
    if base is not None:
        settings["RELATIVE_BASE"] = datetime(base.year, base.month, base.day)  # noqa: DTZ001  a day has no zone
    try:
        found = dateparser.parse(words, languages=["en"], settings=settings)
    except (ValueError, OverflowError, TypeError):
        return None
    return found.date() if found is not None else None
