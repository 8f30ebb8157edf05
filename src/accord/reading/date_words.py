"""The forms that dates take in English prose, as patterns; each has a kind, the fuller forms first."""

from __future__ import annotations

import re

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
_TOWARDS = r"(?i:by|until|till|before|since|after|from|starting|beginning|through|in|during|as of)"
_EDGE = r"(?:(?i:the\s+)?(?i:end|start|beginning|middle|close)\s+of\s+)?"
_RELATION = rf"(?:(?P<relation>(?i:no later than)|{_TOWARDS}|(?i:on|over))\s+{_EDGE})?"
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
_BEFORE_BARE = rf"{_START}(?P<relation>{_TOWARDS})(?i: the)?(?i: (?:end|start|beginning|middle) of)?(?i: the)? "

FULL = tuple((kind, re.compile(f"{_START}{_RELATION}{form}")) for kind, form in _FORMS)
"""What cannot be anything but a date."""

BARE = (
    *((kind, re.compile(_BEFORE_BARE + form)) for kind, form in _BARE_FORMS),
    ("month", re.compile(rf"{_START}(?i:(?P<part>early|mid|late)[ -]){_MONTH}")),
    ("month", re.compile(rf"{_START}(?i:the )?(?i:end|start|beginning|middle) of {_MONTH}")),
)
"""A month, season or year by itself, after a word that a date follows; the parse decides whether it is one."""

NOT_ONE = re.compile(r"(?i)\b(?:every|each|most|many|some|a|per|previous|following)\s+$")
"""Words after which a day is no one day ("every Monday") or is counted from another ("the previous Friday")."""
