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
exclusions:                          # options that no package has together
  - {wage: "4", hours: short}
requirements:                        # an option, and the options of another issue that it needs
  - {issue: wage, option: "3", other: hours, options: [long, short]}
interactions:                        # options that together add something for some parties, on top of their utilities
  - {terms: {wage: "3", hours: short}, adds: {union: 0.1, firm: -0.05}}
preconditions:                       # who settles `after` only when `before` is settled (at `option`, if it names one)
  - {party: firm, before: hours, after: wage, option: long}
nash_weights: {union: 0.6, firm: 0.4}   # bargaining weights of those who bargain; they add up to one
```

All names are text: `2`, `no` and `2.0` are options as written. An issue needs the yes of its `consent`, else of
its track's parties, else of everybody. An issue without a counterfactual needs that yes in every package.
Options that stand together may also be a list, `[{issue: wage, option: "4"}, {issue: hours, option: short}]`. JSON has
the same keys. YAML references, tags and second documents are refused, and so is every key that is not above.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from accord.bargain import Bargain, Frame, Issue, Party, Track, check_frame, make_bargain
from accord.errors import BargainError
from accord.interchange.bargain_rules import RULES, nash_weights, rules
from accord.interchange.marked_file import MarkedFile, Place, named, parsed
from accord.interchange.texts import read_text

MOST_BYTES = 1_600_000
_TOP = ("title", "parties", "tracks", "issues", "utilities", "weights", "reservations", "red_lines", *RULES)
_KEYS = {
    "party": ("id", "name", "reservation"),
    "track": ("id", "parties"),
    "issue": ("id", "options", "track", "consent", "counterfactual", "status_quo", "ordered"),
    "red line": ("issue", "option"),
}


@dataclass(frozen=True)
class BargainFile:
    """What a bargain file holds: the bargain, its title, and party -> bargaining weight, None where it has none."""

    bargain: Bargain
    title: str = ""
    nash_weights: dict[str, float] | None = None


def read_bargain_file(path: Path) -> BargainFile:
    """All that a bargain file holds; see `load_bargain_file`."""
    return load_bargain_file(read_text(path, what="A bargain file", most=MOST_BYTES), path.name)


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
    return load_bargain_file(text, file).bargain


def load_bargain_file(text: str, file: str = "bargain.yaml") -> BargainFile:
    """All that a YAML or JSON text of a bargain holds; errors as in `load_bargain`."""
    reader = _Reader(parsed(text.removeprefix("\ufeff"), file), file)
    try:
        return reader.read()
    except BargainError as error:
        if error.must.startswith(file):
            raise
        raise BargainError(f"{file}: {error.must}", error.came, error.mend) from error


class _Reader(MarkedFile):
    """A parsed bargain file."""

    def read(self) -> BargainFile:
        """All that the file holds."""
        for place, _, first in self.tree.repeated:
            self.refuse(place, f"A key must stand once in its part, `{place[-1]}` stands in line {first.line} too", ...)
        top = self.mapping((), self.tree.data, _TOP, "the file")
        for needed in ("parties", "issues", "utilities"):
            if needed not in top:
                self.refuse((), f"A bargain file must have `{needed}`", ..., "Add it; see the format")
        parties, given = self.parties(top["parties"])
        frame = self.frame(parties, top)
        found = rules(self, top, frame)
        frame = replace(
            frame,
            exclusions=found.exclusions,
            requirements=found.requirements,
            interactions=found.interactions,
            preconditions=found.preconditions,
        )
        weights = self.numbers(("weights",), top.get("weights"))
        utilities = self.utilities(frame, top["utilities"])
        bargain = make_bargain(
            frame,
            self.weighted(frame, utilities, weights) if "weights" in top else utilities,
            reservations=self.reservations(frame, top.get("reservations"), given),
            red_lines=self.red_lines(frame, top.get("red_lines")),
            interactions=found.adds,
        )
        title = self.maybe(("title",), top.get("title")) or ""
        return BargainFile(bargain, title, nash_weights(self, top.get("nash_weights"), frame))

    def frame(self, parties: tuple[Party, ...], top: Mapping[str, Any]) -> Frame:
        """The frame with no rule."""
        tracks = tuple(
            self.track(("tracks", k), one) for k, one in enumerate(self.items(("tracks",), top.get("tracks")))
        )
        issues = tuple(self.issue(("issues", k), one) for k, one in enumerate(self.items(("issues",), top["issues"])))
        ids, tables = [party.id for party in parties], [track.id for track in tracks]
        for k, track in enumerate(tracks):
            for j, party in enumerate(track.parties):
                self.one_of(("tracks", k, "parties", j), party, ids, "a party")
        for k, issue in enumerate(issues):
            for j, party in enumerate(issue.consent):
                self.one_of(("issues", k, "consent", j), party, ids, "a party")
            if tables and issue.track:
                self.one_of(("issues", k, "track"), issue.track, tables, "a track")
        frame = Frame(parties, issues, tracks)
        check_frame(frame)
        return frame

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
        options = self.texts((*place, "options"), entry.get("options"))
        return Issue(
            self.text((*place, "id"), entry.get("id")),
            options,
            track=self.maybe((*place, "track"), entry.get("track")) or "",
            consent=self.texts((*place, "consent"), entry.get("consent")),
            ordered=ordered == "true",
            status_quo=self.option((*place, "status_quo"), entry.get("status_quo"), options),
            counterfactual=self.option((*place, "counterfactual"), entry.get("counterfactual"), options),
        )

    def option(self, place: Place, data: Any, options: tuple[str, ...]) -> str | None:
        """One of the options, None where nothing is given."""
        return None if data is None else self.one_of(place, data, options, "an option of the issue")

    def utilities(self, frame: Frame, data: Any) -> dict[str, dict[str, dict[str, float]]]:
        found: dict[str, dict[str, dict[str, float]]] = {}
        for party, issues in self.mapping(("utilities",), data).items():
            self.one_of(("utilities", party), party, tuple(frame.party_index), "a party")
            found[party] = {}
            for issue, given in self.mapping(("utilities", party), issues).items():
                place: Place = ("utilities", party, issue)
                self.one_of(place, issue, tuple(frame.issue_index), "an issue")
                options = frame.issues[frame.issue_index[issue]].options
                by_option = self.by_option(place, given, options)
                for option in by_option:
                    self.one_of((*place, option), option, options, f"an option of issue {issue!r}")
                found[party][issue] = {
                    option: self.number((*place, option), number) for option, number in by_option.items()
                }
        return found

    def by_option(self, place: Place, given: Any, options: tuple[str, ...]) -> dict[str, Any]:
        if not isinstance(given, list):
            return self.mapping(place, given)
        if len(given) != len(options):
            self.refuse(place, f"{named(place)} must list one utility for each option", given)
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

    def reservations(self, frame: Frame, data: Any, given: dict[str, float]) -> dict[str, float]:
        for party, number in self.mapping(("reservations",), data).items():
            self.one_of(("reservations", party), party, tuple(frame.party_index), "a party")
            if party in given:
                self.refuse(("reservations", party), f"The reservation of {party!r} must be given once", number)
            given[party] = self.number(("reservations", party), number)
        return given

    def red_lines(self, frame: Frame, data: Any) -> dict[str, dict[str, tuple[str, ...]]]:
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for party, lines in self.mapping(("red_lines",), data).items():
            self.one_of(("red_lines", party), party, tuple(frame.party_index), "a party")
            found[party] = {}
            for number, one in enumerate(self.items(("red_lines", party), lines)):
                place: Place = ("red_lines", party, number)
                entry = self.mapping(place, one, _KEYS["red line"], "a red line")
                issue = self.one_of((*place, "issue"), entry.get("issue"), tuple(frame.issue_index), "an issue")
                options = frame.issues[frame.issue_index[issue]].options
                option = self.one_of((*place, "option"), entry.get("option"), options, f"an option of issue {issue!r}")
                found[party][issue] = (*found[party].get(issue, ()), option)
        return found
