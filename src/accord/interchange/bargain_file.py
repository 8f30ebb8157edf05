"""A bargain typed by hand, in YAML or JSON.

Parties, issues with their options, and what each option is worth to each party; everything else may be left out:

```yaml
title: a wage round                  # kept for the reader
parties: [union, firm]               # or {id: union, name: the union, reservation: 2}
tracks:                              # only where issues are settled at several tables
  - {id: plant, parties: [union, firm]}
issues:
  - {id: wage, options: ["2", "3", "4"], counterfactual: "2"}   # what would hold with no deal
  - {id: hours, options: [long, short], ordered: true, track: plant, consent: [union, firm]}
utilities:                           # every option of every issue: a mapping, or a list in the order of the options
  union: {wage: {"2": 0, "3": 0.6, "4": 1}, hours: [0, 1]}
  firm: {wage: [1, 0.5, 0], hours: {long: 1, short: 0}}
weights:                             # only where the utilities of each issue lie in [0, 1]; they add up to one
  union: {wage: 0.7, hours: 0.3}
  firm: {wage: 0.5, hours: 0.5}
reservations: {union: 0.2}           # default: the utility of the counterfactual package; 0 where there is none
red_lines:
  firm: [{issue: wage, option: "4"}]
```

All names are text: `2`, `no` and `2.0` are options as written. An issue needs the yes of its `consent`, else of
its track's parties, else of everybody. An issue without a counterfactual needs that yes in every package.
JSON has the same keys. YAML references, tags and second documents are refused, and so is every key that is not above.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from math import isfinite
from pathlib import Path
from typing import Any, NoReturn

from accord.bargain import Bargain, Frame, Issue, Party, Track, check_frame, make_bargain
from accord.errors import BargainError, NegotiationError
from accord.negotiation.marked import Marked, marked

MOST_BYTES = 1_600_000
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?")
_TOP = ("title", "parties", "tracks", "issues", "utilities", "weights", "reservations", "red_lines")
_KEYS = {
    "party": ("id", "name", "reservation"),
    "track": ("id", "parties"),
    "issue": ("id", "options", "track", "consent", "counterfactual", "status_quo", "ordered"),
    "red line": ("issue", "option"),
}
Place = tuple[str | int, ...]


def read_bargain(path: Path) -> Bargain:
    """The bargain in a file; see `load_bargain`."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise BargainError("A bargain file must be readable", f"{path.name}: {error.strerror}") from error
    if len(raw) > MOST_BYTES:
        raise BargainError(f"A bargain file must have at most {MOST_BYTES:,} bytes", f"{path.name} has more")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BargainError(
            "A bargain file must be text in UTF-8", f"byte {error.start} of {path.name} is not", "Save it as UTF-8"
        ) from error
    return load_bargain(text, path.name)


def load_bargain(text: str, file: str = "bargain.yaml") -> Bargain:
    """The bargain that a YAML or JSON text describes; the format stands at the head of this module.

    Raises:
        BargainError: one sentence with the file, the line and column where there is one, and what is wrong.

    >>> bargain = load_bargain('''
    ... parties: [union, firm]
    ... issues: [{id: wage, options: [low, high]}]
    ... utilities: {union: {wage: [0, 4]}, firm: {wage: {low: 3, high: 1}}}
    ... ''')
    >>> bargain.values.tolist()
    [[0.0, 4.0], [3.0, 1.0]]
    """
    reader = _Reader(_parsed(text.removeprefix("\ufeff"), file), file)
    try:
        return reader.bargain()
    except BargainError as error:
        if error.must.startswith(file):
            raise
        raise BargainError(f"{file}: {error.must}", error.came, error.mend) from error


class _Reader:
    """The parsed file; every method names the place of what it refuses."""

    def __init__(self, tree: Marked, file: str) -> None:
        self.tree = tree
        self.file = file

    def refuse(self, place: Place, must: str, came: object, mend: str = "") -> NoReturn:
        """Raises with the file, the place and a sentence."""
        mark = f", line {self.tree.mark(place).line}, column {self.tree.mark(place).column}" if self.tree.marks else ""
        raise BargainError(f"{self.file}{mark}: {must}", f"got {_shown(came)}" if came is not ... else "", mend)

    def bargain(self) -> Bargain:
        for place, _, first in self.tree.repeated:
            self.refuse(place, f"A key must stand once in its part, `{place[-1]}` stands in line {first.line} too", ...)
        top = self.mapping((), self.tree.data, _TOP, "the file")
        for needed in ("parties", "issues", "utilities"):
            if needed not in top:
                self.refuse((), f"A bargain file must have `{needed}`", ..., "Add it; see the format")
        parties, given = self.parties(top["parties"])
        tracks = tuple(
            self.track(("tracks", k), one) for k, one in enumerate(self.items(("tracks",), top.get("tracks")))
        )
        issues = tuple(self.issue(("issues", k), one) for k, one in enumerate(self.items(("issues",), top["issues"])))
        frame = Frame(parties, issues, tracks)
        check_frame(frame)
        weights = self.numbers(("weights",), top.get("weights"))
        reservations = self.reservations(top.get("reservations"), given)
        utilities = self.utilities(frame, top["utilities"])
        return make_bargain(
            frame,
            self.weighted(frame, utilities, weights) if "weights" in top else utilities,
            reservations=reservations,
            red_lines=self.red_lines(top.get("red_lines")),
        )

    def parties(self, data: Any) -> tuple[tuple[Party, ...], dict[str, float]]:
        parties, reservations = [], {}
        for number, one in enumerate(self.items(("parties",), data)):
            place: Place = ("parties", number)
            entry = {"id": one} if isinstance(one, str) else self.mapping(place, one, _KEYS["party"], "a party")
            party = Party(
                self.text((*place, "id"), entry.get("id")), self.maybe((*place, "name"), entry.get("name")) or ""
            )
            parties.append(party)
            if "reservation" in entry:
                reservations[party.id] = self.number((*place, "reservation"), entry["reservation"])
        return tuple(parties), reservations

    def track(self, place: Place, data: Any) -> Track:
        entry = self.mapping(place, data, _KEYS["track"], "a track")
        return Track(self.text((*place, "id"), entry.get("id")), self.texts((*place, "parties"), entry.get("parties")))

    def issue(self, place: Place, data: Any) -> Issue:
        entry = self.mapping(place, data, _KEYS["issue"], "an issue")
        ordered = entry.get("ordered", "true")
        if ordered not in {"true", "false"}:
            self.refuse((*place, "ordered"), "`ordered` must be true or false", ordered)
        return Issue(
            self.text((*place, "id"), entry.get("id")),
            self.texts((*place, "options"), entry.get("options")),
            track=self.maybe((*place, "track"), entry.get("track")) or "",
            consent=self.texts((*place, "consent"), entry.get("consent")),
            ordered=ordered == "true",
            status_quo=self.maybe((*place, "status_quo"), entry.get("status_quo")),
            counterfactual=self.maybe((*place, "counterfactual"), entry.get("counterfactual")),
        )

    def utilities(self, frame: Frame, data: Any) -> dict[str, dict[str, dict[str, float]]]:
        options = {issue.id: issue.options for issue in frame.issues}
        found: dict[str, dict[str, dict[str, float]]] = {}
        for party, issues in self.mapping(("utilities",), data).items():
            found[party] = {}
            for issue, given in self.mapping(("utilities", party), issues).items():
                place: Place = ("utilities", party, issue)
                by_option = self.by_option(place, given, options.get(issue, ()))
                found[party][issue] = {
                    option: self.number((*place, option), number) for option, number in by_option.items()
                }
        return found

    def by_option(self, place: Place, given: Any, options: tuple[str, ...]) -> dict[str, Any]:
        if not isinstance(given, list):
            return self.mapping(place, given)
        if len(given) != len(options):
            self.refuse(place, f"{_name(place)} must list one utility for each option", given)
        return dict(zip(options, given, strict=True))

    def weighted(
        self, frame: Frame, utilities: Mapping[str, Mapping[str, Mapping[str, float]]], weights: dict[str, Any]
    ) -> dict[str, dict[str, dict[str, float]]]:
        scaled: dict[str, dict[str, dict[str, float]]] = {}
        for party in weights:
            if party not in frame.party_index:
                self.refuse(("weights", party), f"Weights must be of a party ({', '.join(frame.party_index)})", party)
        for party, issues in utilities.items():
            own = weights.get(party, {})
            place: Place = ("weights", party)
            if set(own) != set(frame.issue_index):
                self.refuse(place, f"The weights of {party!r} must name every issue and no other", list(own))
            if abs(sum(own.values()) - 1) > 1e-9 or min(own.values()) < 0:
                self.refuse(place, f"The weights of {party!r} must add up to 1, none below 0", sum(own.values()))
            for issue, options in issues.items():
                for option, utility in options.items():
                    if not 0 <= utility <= 1:
                        where = ("utilities", party, issue, option)
                        self.refuse(where, "A utility beside weights must be between 0 and 1", utility)
            scaled[party] = {
                issue: {option: own.get(issue, 0.0) * utility for option, utility in options.items()}
                for issue, options in issues.items()
            }
        return scaled

    def numbers(self, place: Place, data: Any) -> dict[str, dict[str, float]]:
        return {
            party: {
                key: self.number((*place, party, key), one) for key, one in self.mapping((*place, party), own).items()
            }
            for party, own in self.mapping(place, data).items()
        }

    def reservations(self, data: Any, given: dict[str, float]) -> dict[str, float]:
        for party, number in self.mapping(("reservations",), data).items():
            if party in given:
                self.refuse(("reservations", party), f"The reservation of {party!r} must be given once", number)
            given[party] = self.number(("reservations", party), number)
        return given

    def red_lines(self, data: Any) -> dict[str, dict[str, tuple[str, ...]]]:
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for party, lines in self.mapping(("red_lines",), data).items():
            found[party] = {}
            for number, one in enumerate(self.items(("red_lines", party), lines)):
                place: Place = ("red_lines", party, number)
                entry = self.mapping(place, one, _KEYS["red line"], "a red line")
                issue = self.text((*place, "issue"), entry.get("issue"))
                option = self.text((*place, "option"), entry.get("option"))
                found[party][issue] = (*found[party].get(issue, ()), option)
        return found

    def mapping(self, place: Place, data: Any, keys: Sequence[str] = (), what: str = "") -> dict[str, Any]:
        """The data as a mapping, of these keys where there are any; nothing is an empty one."""
        if data is None:
            return {}
        if not isinstance(data, dict):
            self.refuse(place, f"{_name(place)} must be a mapping (`key: value`)", data)
        for key in data:
            if keys and key not in keys:
                close = get_close_matches(key, keys, n=1)
                mend = f"Did you mean `{close[0]}`?" if close else "Remove it"
                self.refuse((*place, key), f"The keys of {what} must be of {', '.join(keys)}", key, mend)
        return data

    def items(self, place: Place, data: Any) -> list[Any]:
        if data is None:
            return []
        if not isinstance(data, list):
            self.refuse(place, f"{_name(place)} must be a list", data)
        return data

    def texts(self, place: Place, data: Any) -> tuple[str, ...]:
        return tuple(self.text((*place, number), one) for number, one in enumerate(self.items(place, data)))

    def maybe(self, place: Place, data: Any) -> str | None:
        return None if data is None else self.text(place, data)

    def text(self, place: Place, data: Any) -> str:
        if not isinstance(data, str) or not data or len(data) > 200:
            self.refuse(place, f"{_name(place)} must be a text of 1 to 200 characters", data)
        return data

    def number(self, place: Place, data: Any) -> float:
        if not isinstance(data, str) or not _NUMBER.fullmatch(data) or not isfinite(float(data)):
            self.refuse(place, f"{_name(place)} must be a finite number", data)
        return float(data)


def _parsed(text: str, file: str) -> Marked:
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


def _name(place: Place) -> str:
    steps = [f"{step + 1}" if isinstance(step, int) else f"`{step}`" for step in place]
    return " ".join(steps) if steps else "The file"


def _shown(came: object) -> str:
    if came is None:
        return "nothing"
    text = str(came)
    return repr(text if len(text) <= 80 else text[:79] + "…") if isinstance(came, str) else text[:80]
