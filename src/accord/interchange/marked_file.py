"""A parsed YAML or JSON file whose parts are asked for by kind; what is wrong is told with its line and column."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from difflib import get_close_matches
from math import isfinite
from typing import Any, NoReturn

from accord.errors import BargainError, NegotiationError
from accord.negotiation.marked import Marked, marked

_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?")
Place = tuple[str | int, ...]


class MarkedFile:
    """The parsed file; every method names the place of what it refuses."""

    def __init__(self, tree: Marked, file: str) -> None:
        self.tree = tree
        self.file = file

    def refuse(self, place: Place, must: str, came: object, mend: str = "") -> NoReturn:
        """Raises with the file, the place and a sentence."""
        mark = f", line {self.tree.mark(place).line}, column {self.tree.mark(place).column}" if self.tree.marks else ""
        raise BargainError(f"{self.file}{mark}: {must}", f"got {_shown(came)}" if came is not ... else "", mend)

    def mapping(self, place: Place, data: Any, keys: Sequence[str] = (), what: str = "") -> dict[str, Any]:
        """The data as a mapping, of these keys where there are any; nothing is an empty one."""
        if data is None:
            return {}
        if not isinstance(data, dict):
            self.refuse(place, f"{named(place)} must be a mapping (`key: value`)", data)
        for key in data:
            if keys and key not in keys:
                close = get_close_matches(key, keys, n=1)
                mend = f"Did you mean `{close[0]}`?" if close else "Remove it"
                self.refuse((*place, key), f"The keys of {what} must be of {', '.join(keys)}", key, mend)
        return data

    def items(self, place: Place, data: Any) -> list[Any]:
        """The data as a list; nothing is an empty one."""
        if data is None:
            return []
        if not isinstance(data, list):
            self.refuse(place, f"{named(place)} must be a list", data)
        return data

    def texts(self, place: Place, data: Any) -> tuple[str, ...]:
        """The data as texts."""
        return tuple(self.text((*place, number), one) for number, one in enumerate(self.items(place, data)))

    def maybe(self, place: Place, data: Any) -> str | None:
        """The data as a text, None where there is none."""
        return None if data is None else self.text(place, data)

    def text(self, place: Place, data: Any) -> str:
        """The data as a text that is not empty."""
        if not isinstance(data, str) or not data or len(data) > 200:
            self.refuse(place, f"{named(place)} must be a text of 1 to 200 characters", data)
        return data

    def number(self, place: Place, data: Any) -> float:
        """The data as a finite number."""
        if not isinstance(data, str) or not _NUMBER.fullmatch(data) or not isfinite(float(data)):
            self.refuse(place, f"{named(place)} must be a finite number", data)
        return float(data)

    def one_of(self, place: Place, data: Any, known: Sequence[str], what: str) -> str:
        """A text that is one of those known."""
        text = self.text(place, data)
        if text not in known:
            close = get_close_matches(text, known, n=1)
            mend = f"Did you mean {close[0]!r}?" if close else ""
            self.refuse(place, f"{named(place)} must be {what} ({', '.join(known)})", text, mend)
        return text


def parsed(text: str, file: str) -> Marked:
    """The data of a YAML or JSON text with the places of its parts; JSON's have none."""
    if text.lstrip().startswith(("{", "[")):
        try:
            return Marked(
                _plain(json.loads(text, object_pairs_hook=_once, parse_int=str, parse_float=str, parse_constant=str)),
                {},
            )
        except RecursionError as error:
            raise BargainError(f"{file}: A bargain file must be a few levels deep", "it is far deeper") from error
        except json.JSONDecodeError as error:
            if file.lower().endswith(".json"):
                must = f"{file}, line {error.lineno}, column {error.colno}: The file must be JSON"
                raise BargainError(must, error.msg) from error
    try:
        return marked(text)
    except NegotiationError as error:
        mark = f", line {error.line}, column {error.column}" if error.line is not None else ""
        raise BargainError(f"{file}{mark}: {error.must}", error.came, error.mend) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    for key in keys:
        if keys.count(key) > 1:
            raise BargainError("A key must stand once in its part", f"{key!r} stands twice", "Remove one")
    return dict(pairs)


def _plain(data: Any) -> Any:
    """JSON's data as YAML's events tell it: every scalar a text or nothing."""
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(value) for value in data]
    return {True: "true", False: "false"}[data] if isinstance(data, bool) else data


def named(place: Place) -> str:
    """The place in words."""
    steps = [f"{step + 1}" if isinstance(step, int) else f"`{step}`" for step in place]
    return " ".join(steps) if steps else "The file"


def _shown(came: object) -> str:
    if came is None:
        return "nothing"
    text = str(came)
    return repr(text if len(text) <= 80 else text[:79] + "…") if isinstance(came, str) else text[:80]
