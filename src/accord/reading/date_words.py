"""The forms that dates take in English prose, as patterns; each has a kind, the fuller forms first."""

from __future__ import annotations

import re
from dataclasses import dataclass

from accord.documents.period_words import MONTHS

_MONTHS = tuple(month[:3].lower() for month in MONTHS)
_SEASONS = ("spring", "summer", "autumn", "fall", "winter")

_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sep(?:tember|t?\.|t)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?![A-Za-z])"
)
_WEEKDAY = r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d,.]?\d)"
_SEASON = r"(?P<season>(?i:spring|summer|autumn|fall|winter))(?!\w)"
_ORDINAL = r"(?P<ordinal>(?i:first|second|third|fourth|1st|2nd|3rd|4th))"
_COUNT = (
    r"(?P<count>\d{1,3}|(?i:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty))"
)
_UNIT = r"(?P<unit>(?i:day|week|month|year))s?"
_SPAN = r"(?P<unit>(?i:week|month|quarter|year))(?![\w-]|['’]s)"
_PART = r"(?i:(?P<part>early|earlier|mid|late|later)(?:[ -]in)?[ -])?"
_WHICH = r"(?P<which>(?i:next|last|this|coming|current))"
_AMOUNT = (
    r"(?!\s+(?:tons?|tonnes?|percent|per cent|people|workers|jobs|members|troops|soldiers|dollars|euros|km|miles)\b)"
)

_FORMS = (
    ("date", r"(?P<year>(?:19|20)\d\d)-(?P<monthnumber>0[1-9]|1[0-2])-(?P<day>\d\d)(?![\w-])"),
    ("week", rf"(?i:the week of )(?:{_WEEKDAY},? )?{_DAY} (?:of )?{_MONTH}(?:,? {_YEAR})?"),
    ("week", rf"(?i:the week of )(?:{_WEEKDAY},? )?{_MONTH} {_DAY}(?![\d%])(?:,? {_YEAR})?"),
    ("date", rf"(?:{_WEEKDAY},? )?(?i:the )?{_DAY} (?:of )?{_MONTH}(?:,? {_YEAR})?"),
    ("date", rf"(?:{_WEEKDAY},? )?{_MONTH} {_DAY}(?![\d%:])(?![,.]\d)(?:,? {_YEAR})?{_AMOUNT}"),
    ("month", rf"{_PART}{_MONTH}(?:,? (?:of )?|-){_YEAR}"),
    ("quarter", rf"(?i:the )?{_ORDINAL}[ -](?i:quarter)(?! of (?:the|its|a)\b)(?: (?:of )?{_YEAR})?"),
    ("quarter", rf"Q(?P<ordinal>[1-4])(?: (?:of )?{_YEAR})?(?!\w)"),
    ("season", rf"(?i:the )?{_PART}{_SEASON}(?:,? of)? {_YEAR}"),
    ("season", rf"{_WHICH} {_SEASON}"),
    ("weekday", rf"(?:{_WHICH} )?{_PART}{_WEEKDAY}(?!\w)"),
    ("month", rf"{_WHICH} {_MONTH}"),
    ("unit", rf"(?:(?i:earlier|later|late|early) )?(?<!the )(?<!past ){_WHICH} {_SPAN}"),
    ("unit", rf"(?:(?i:earlier|later) )?(?i:the )?(?P<which>(?i:current|coming)) {_SPAN}"),
    ("unit", rf"(?i:the )?end of (?i:the ){_SPAN}(?! (?:of|after|before)\b)"),
    ("unit", r"(?i:the )?(?P<unit>(?i:month|year))(?:['’]s|-)[ -]?(?i:end)(?!\w)"),
    ("weekend", rf"(?:{_WHICH}|the) (?i:weekend)(?!\w)"),
    ("ago", rf"{_COUNT} {_UNIT} (?i:ago)(?!\w)"),
    ("ahead", rf"(?P<within>(?i:in|within)) {_COUNT} {_UNIT}(?:['’] time)?(?![\w-])(?! of\b)"),
    ("ahead", rf"{_COUNT} {_UNIT} (?i:from (?:now|today))(?!\w)"),
    ("near", r"(?P<near>(?i:today|tonight|tomorrow|yesterday|this (?:morning|afternoon|evening)|last night))(?!\w)"),
    ("dayonly", r"(?i:the )(?P<day>\d{1,2})(?:st|nd|rd|th)(?![\w-])"),
)
_BARE_FORMS = (("month", rf"{_PART}{_MONTH}"), ("season", rf"{_PART}{_SEASON}"), ("year", rf"{_PART}{_YEAR}(?![-%/])"))
_START = r"(?<![\w/-])"
_NEEDS = {"weekday": ("day",), "quarter": ("quarter", "q"), "season": _SEASONS, "weekend": ("weekend",)}
_NEEDS |= dict.fromkeys(("unit", "ago", "ahead"), ("day", "week", "month", "year", "quarter"))
_NEEDS["near"] = ("today", "tonight", "tomorrow", "yesterday", "this", "last night")
_FIGURES = tuple("0123456789")


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a kind of date; `needs`: it is in no text, in small letters, that has none of these.

    `bare`: a month, season or year by itself, which is a date only after a word that one follows (`RELATION`), and then
    only if the parse bears it out.
    """

    kind: str
    pattern: re.Pattern[str]
    needs: tuple[str, ...]
    bare: bool = False


def _needs(kind: str, form: str) -> tuple[str, ...]:
    return _MONTHS if "?P<month>" in form else _NEEDS.get(kind, _FIGURES)


FORMS = (
    *(Form(kind, re.compile(_START + form), _needs(kind, form)) for kind, form in _FORMS),
    *(Form(kind, re.compile(_START + form), _needs(kind, form), True) for kind, form in _BARE_FORMS),
)
"""Every form, the fuller before the barer."""

RELATION = re.compile(
    r"(?i)(?<![\w/-])(?P<relation>no later than|by|until|till|before|since|after|from|starting|beginning|through|in"
    r"|during|as of|on|over)\s+(?:(?:the\s+)?(?:end|start|beginning|middle|close)\s+of\s+)?(?:the\s+)?$"
)
"""The word before a date that says how it relates to it, at the end of the text before it."""

EDGE = re.compile(r"(?i)(?<![\w/-])(?:the\s+)?(?:end|start|beginning|middle|close)\s+of\s+$")
"""What may stand before a bare month, so that it is a date."""

LOOKED_BACK = 48
"""Characters before a date that are looked at for its relation."""

NOT_ONE = re.compile(r"(?i)\b(?:every|each|most|many|some|a|per|previous|following)\s+$")
"""Words after which a day is no one day ("every Monday") or is counted from another ("the previous Friday")."""
