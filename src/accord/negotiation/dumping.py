"""A negotiation as YAML: one line for a short record, the same bytes for the same records."""

from __future__ import annotations

import datetime
import re
from typing import Any

from accord.negotiation.records import Drafted, Entry, Negotiation, Party

_WIDTH = 120
# Words that stand without quotes: no YAML reader of any version takes them for a number, a date or a sign.
_BARE = re.compile(r"[A-Za-z_][\w'’()/%.&+-]*(?: [\w'’()/%.&+–—-]+)*\Z")
_NOT_TEXT = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})


def dump_negotiation(negotiation: Negotiation) -> str:
    """The YAML text of a negotiation; `load_negotiation` gives the same negotiation back."""
    lines: list[str] = []
    for name, value in _record(negotiation).items():
        if isinstance(value, list):
            lines.append(f"{name}:")
            for entry in value:
                lines += _entry(entry)
        elif isinstance(value, dict):
            lines += [f"{name}:"] + [f"  {_text(key)}: {_flow(part)}" for key, part in value.items()]
        else:
            lines.append(f"{name}: {_flow(value)}")
    return "\n".join(lines) + "\n" if lines else "{}\n"


def _record(entry: Entry) -> dict[str, Any]:
    """The fields that differ from their defaults; a party always tells its role, where a part came from stands last."""
    record = {}
    fields = type(entry).model_fields
    for name, field in sorted(fields.items(), key=lambda item: item[0] in Drafted.model_fields):
        value = getattr(entry, name)
        if value != field.get_default(call_default_factory=True) or (isinstance(entry, Party) and name == "role"):
            record[field.serialization_alias or name] = _value(value)
    return record


def _value(value: Any) -> Any:
    if isinstance(value, Entry):
        return _record(value)
    if isinstance(value, tuple):
        return [_value(part) for part in value]
    if isinstance(value, dict):
        return {name: _value(part) for name, part in value.items()}
    return value


def _entry(record: dict[str, Any]) -> list[str]:
    """The lines of one entry of a section."""
    line = f"  - {_flow(record)}"
    if len(line) <= _WIDTH:
        return [line]
    lines: list[str] = []
    for name, value in record.items():
        lead = "  - " if not lines else "    "
        long = len(lead) + len(name) + len(_flow(value)) > _WIDTH
        if long and isinstance(value, dict) and value:
            lines += [f"{lead}{_text(name)}:"] + [f"      {_text(key)}: {_flow(part)}" for key, part in value.items()]
        elif long and isinstance(value, list) and all(isinstance(part, dict) for part in value):
            lines += [f"{lead}{_text(name)}:"] + [f"      - {_flow(part)}" for part in value]
        else:
            lines.append(f"{lead}{_text(name)}: {_flow(value)}")
    return lines


def _flow(value: Any) -> str:
    """The value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_text(name)}: {_flow(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(part) for part in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return _text(str(value))


def _text(text: str) -> str:
    """The text bare where no reader can mistake it, else in double quotes."""
    if _BARE.match(text) and text.isascii() and text.casefold() not in _NOT_TEXT:
        return text
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
