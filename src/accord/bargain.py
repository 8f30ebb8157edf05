"""The formal model: a bargain, and the ensemble of all bargains that the evidence allows.

Options of all issues stand in one row, issue after issue: option `k` of issue `i` is column `frame.offsets[i] + k`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from accord.errors import BargainError

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Party:
    """Who bargains."""

    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Track:
    """A table at which issues are settled; `parties` are the ids of those at it."""

    id: str
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """What is bargained over: its options, in order where `ordered`.

    `consent`: ids of the parties whose yes it needs (empty: see `consents`). `counterfactual`: what holds with
    no deal, None where disagreement is not a package (then the reservation is a plain number).
    """

    id: str
    options: tuple[str, ...]
    track: str = ""
    consent: tuple[str, ...] = ()
    ordered: bool = True
    status_quo: str | None = None
    counterfactual: str | None = None


Combination = tuple[tuple[str, str], ...]
"""Options of different issues, taken together: (issue, option), two or more."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A package with `option` of `issue` must have one of `options` for issue `other`."""

    issue: str
    option: str
    other: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Precondition:
    """Party `party` settles issue `after` only when issue `before` is settled (at `option`, where it names one)."""

    party: str
    before: str
    after: str
    option: str = ""


@dataclass(frozen=True)
class Frame:
    """Parties, tracks and issues, and what may stand together, without a number of anybody's preferences.

    `exclusions`: options that no package has all of. `requirements`: what an option needs beside it. `interactions`:
    options that together are worth more, or less, than each by itself; what they add stands in the bargain.
    `preconditions`: what must be settled before what, which binds the order of stages and no single package.
    """

    parties: tuple[Party, ...]
    issues: tuple[Issue, ...]
    tracks: tuple[Track, ...] = ()
    exclusions: tuple[Combination, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    interactions: tuple[Combination, ...] = ()
    preconditions: tuple[Precondition, ...] = ()

    @cached_property
    def offsets(self) -> Ints:
        """First column of each issue, and the number of columns last; shape (issues + 1,)."""
        return np.concatenate([[0], np.cumsum([len(issue.options) for issue in self.issues])]).astype(np.int64)

    @cached_property
    def party_index(self) -> dict[str, int]:
        """Row of each party id."""
        return {party.id: row for row, party in enumerate(self.parties)}

    @cached_property
    def issue_index(self) -> dict[str, int]:
        """Number of each issue id."""
        return {issue.id: number for number, issue in enumerate(self.issues)}

    def column(self, issue: str, option: str) -> int:
        """Column of an option (KeyError, ValueError where there is none)."""
        number = self.issue_index[issue]
        return int(self.offsets[number]) + self.issues[number].options.index(option)

    @property
    def packages(self) -> int:
        """How many packages there are, as an exact integer."""
        product = 1
        for issue in self.issues:
            product *= len(issue.options)
        return product


@dataclass(frozen=True)
class Bargain:
    """One model: the frame with each party's values, reservation and red lines.

    `values`: shape (parties, columns), the utility of each option, added up over a package.
    `reservations`: shape (parties,), utility without agreement. `red_lines`: shape (parties, columns), True where the
    party consents to no package with that option: it forbids every package that needs this party's yes.
    `interaction_values`: shape (parties, interactions), what each interaction of the frame adds to the utility of a
    package that has all its options.
    """

    frame: Frame
    values: Floats
    reservations: Floats
    red_lines: Bools
    interaction_values: Floats = field(default_factory=lambda: np.zeros((0, 0)))


@dataclass(frozen=True)
class Ensemble:
    """All models the evidence allows, as equally weighted draws ("members").

    `values`: shape (members, parties, columns). `reservations`: shape (members, parties). `red_lines`: shape (members,
    parties, columns). `counterfactuals`: shape (members, issues), option numbers; -1 in the column of an issue that has
    none. `switches`: shape (members, evidence), True where the piece of evidence is on; `evidence` names the pieces.
    `rates`: name -> shape (members, parties).
    `chains`: the chain each member was drawn by, shape (members,). `interaction_values`: shape (members, parties,
    interactions), as in `Bargain`.
    """

    frame: Frame
    values: Floats
    reservations: Floats
    red_lines: Bools
    counterfactuals: Ints
    switches: Bools
    evidence: tuple[str, ...]
    rates: dict[str, Floats] = field(default_factory=dict)
    chains: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    interaction_values: Floats = field(default_factory=lambda: np.zeros((0, 0, 0)))

    @property
    def members(self) -> int:
        """How many models."""
        return int(self.values.shape[0])

    def member(self, number: int) -> Bargain:
        """Model `number` as a bargain of its own, with its own counterfactuals."""
        issues = tuple(
            replace(issue, counterfactual=issue.options[option] if option >= 0 else None)
            for issue, option in zip(self.frame.issues, self.counterfactuals[number].tolist(), strict=True)
        )
        frame = replace(self.frame, issues=issues)
        extra = self.interaction_values[number] if frame.interactions else np.zeros((0, 0))
        return Bargain(frame, self.values[number], self.reservations[number], self.red_lines[number], extra)

    def centre(self) -> Bargain:
        """The middle of the ensemble as one bargain, which need not be like any member.

        Every utility and reservation is the mean over the members; a red line holds where more than half of them draw
        it; an issue has the counterfactual that most members have, none where most have none.
        """
        if self.members == 0:
            raise BargainError("An ensemble must have a member to have a centre", "it has none")
        issues = []
        for issue, options in zip(self.frame.issues, self.counterfactuals.T, strict=True):
            counts = np.bincount(options[options >= 0], minlength=len(issue.options))
            known = counts.sum() * 2 >= len(options)
            issues.append(replace(issue, counterfactual=issue.options[int(counts.argmax())] if known else None))
        return Bargain(
            replace(self.frame, issues=tuple(issues)),
            self.values.mean(axis=0),
            self.reservations.mean(axis=0),
            self.red_lines.mean(axis=0) > 0.5,
            self.interaction_values.mean(axis=0) if self.frame.interactions else np.zeros((0, 0)),
        )


def consents(frame: Frame) -> Bools:
    """Whose yes each issue needs; shape (issues, parties).

    An issue that names nobody needs the parties of its track; one without a track needs everybody.
    """
    tracks = {track.id: track.parties for track in frame.tracks}
    everybody = tuple(party.id for party in frame.parties)
    needed = np.zeros((len(frame.issues), len(frame.parties)), np.bool_)
    for number, issue in enumerate(frame.issues):
        for party in issue.consent or tracks.get(issue.track) or everybody:
            if party not in frame.party_index:
                raise BargainError(
                    f"The consent of issue {issue.id!r} must name parties of the bargain ({', '.join(everybody)})",
                    f"it names {party!r}",
                )
            needed[number, frame.party_index[party]] = True
    return needed


def counterfactual_options(frame: Frame) -> Ints:
    """Option number of each issue with no deal, -1 where the issue has none; shape (issues,)."""
    return np.array(
        [-1 if issue.counterfactual is None else issue.options.index(issue.counterfactual) for issue in frame.issues],
        np.int64,
    )


def no_deal(frame: Frame, values: Floats, interaction_values: Floats | None = None) -> Floats | None:
    """Utility of the counterfactual package, shape (..., parties); None where some issue has no counterfactual.

    `values`: shape (..., parties, columns). `interaction_values`: shape (..., parties, interactions).
    """
    options = counterfactual_options(frame)
    if (options < 0).any():
        return None
    total: Floats = values[..., frame.offsets[:-1] + options].sum(axis=-1)
    if interaction_values is None or not frame.interactions:
        return total
    fallback = {issue.id: issue.counterfactual for issue in frame.issues}
    holds = [all(fallback[issue] == option for issue, option in together) for together in frame.interactions]
    total = total + interaction_values[..., holds].sum(axis=-1)
    return total


Utilities = Mapping[str, Mapping[str, Mapping[str, float]]]


def make_bargain(
    frame: Frame,
    utilities: Utilities,
    *,
    reservations: Mapping[str, float] | None = None,
    red_lines: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None,
    interactions: Mapping[str, Sequence[float]] | None = None,
) -> Bargain:
    """A bargain from plain numbers: `utilities[party][issue][option]`, every one of them given.

    `reservations[party]`: utility without agreement; a party not named gets the utility of the counterfactual package,
    or 0 where there is none. `red_lines[party][issue]`: the options that the party consents to in no package.
    `interactions[party]`: what each interaction of the frame adds for the party, in the frame's order; 0 for a party
    not named.

    Raises:
        BargainError: naming the party, issue or option that is unknown, missing, or not a finite number.

    >>> frame = Frame((Party("A"), Party("B")), (Issue("wage", ("low", "high")),))
    >>> make_bargain(frame, {"A": {"wage": {"low": 3, "high": 0}}, "B": {"wage": {"low": 0, "high": 2}}}).values
    array([[3., 0.],
           [0., 2.]])
    """
    check_frame(frame)
    reservations, red_lines = reservations or {}, red_lines or {}
    for what, named in (("utilities", utilities), ("reservations", reservations), ("red_lines", red_lines)):
        _known(what, named, frame.party_index, "party")
    values = np.zeros((len(frame.parties), int(frame.offsets[-1])))
    lines = np.zeros(values.shape, np.bool_)
    for row, party in enumerate(frame.parties):
        _fill(frame, party.id, utilities.get(party.id, {}), values[row])
        _known(f"red_lines of {party.id}", red_lines.get(party.id, {}), frame.issue_index, "issue")
        for issue, options in red_lines.get(party.id, {}).items():
            for option in options:
                lines[row, _column(frame, f"red_lines of {party.id}", issue, option)] = True
    extra = _interaction_values(frame, interactions or {})
    default = no_deal(frame, values, extra)
    given = np.zeros(len(frame.parties)) if default is None else default
    for name, reservation in reservations.items():
        given[frame.party_index[name]] = _number(f"reservation of {name}", reservation)
    return Bargain(frame, values, given, lines, extra)


def check_frame(frame: Frame) -> None:
    """Nothing, where the frame holds together: ids once, at least one party, issue and option, names that exist."""
    for what, ids in (
        ("party", [party.id for party in frame.parties]),
        ("track", [track.id for track in frame.tracks]),
        ("issue", [issue.id for issue in frame.issues]),
        *((f"option of issue {issue.id!r}", list(issue.options)) for issue in frame.issues),
    ):
        twice = sorted({id for id in ids if ids.count(id) > 1})
        if twice:
            raise BargainError(f"Each {what} must have a name of its own", f"{twice[0]!r} comes twice")
        if not ids and what != "track":
            raise BargainError(f"A bargain must have at least one {what}", "it has none")
    for issue in frame.issues:
        for what, option in (("counterfactual", issue.counterfactual), ("status quo", issue.status_quo)):
            if option is not None and option not in issue.options:
                raise BargainError(
                    f"The {what} of issue {issue.id!r} must be one of its options ({', '.join(issue.options)})",
                    f"it is {option!r}",
                )
        if frame.tracks and issue.track and issue.track not in {track.id for track in frame.tracks}:
            raise BargainError(f"The track of issue {issue.id!r} must be declared", f"it is {issue.track!r}")
    consents(frame)
    _check_rules(frame)


def _check_rules(frame: Frame) -> None:
    for what, combinations in (("exclusion", frame.exclusions), ("interaction", frame.interactions)):
        for together in combinations:
            issues = [issue for issue, _ in together]
            if len(together) < 2 or len(set(issues)) < len(issues):
                raise BargainError(
                    f"An {what} must name options of two or more different issues",
                    f"it names {', '.join(f'{issue} = {option}' for issue, option in together) or 'none'}",
                )
            for issue, option in together:
                _known_option(frame, f"An {what}", issue, option)
    for need in frame.requirements:
        _known_option(frame, "A requirement", need.issue, need.option)
        if need.issue == need.other or not need.options:
            raise BargainError(
                "A requirement must name another issue and at least one of its options",
                f"{need.issue} = {need.option} requires {', '.join(need.options) or 'nothing'} of {need.other}",
            )
        for option in need.options:
            _known_option(frame, "A requirement", need.other, option)
    _check_order(frame)


def _check_order(frame: Frame) -> None:
    for order in frame.preconditions:
        _known("preconditions", {order.party: None}, frame.party_index, "party")
        _known("preconditions", dict.fromkeys((order.before, order.after)), frame.issue_index, "issue")
        if order.before == order.after:
            raise BargainError("A precondition must name two issues", f"it names {order.before!r} twice")
        if order.option:
            _known_option(frame, "A precondition", order.before, order.option)


def _known_option(frame: Frame, what: str, issue: str, option: str) -> None:
    if issue not in frame.issue_index:
        raise BargainError(f"{what} must name a known issue ({', '.join(frame.issue_index)})", f"it names {issue!r}")
    options = frame.issues[frame.issue_index[issue]].options
    if option not in options:
        raise BargainError(f"{what} must name an option of issue {issue!r} ({', '.join(options)})", f"it is {option!r}")


def check_bargain(bargain: Bargain) -> None:
    """Nothing, where every number is finite and every array fits the frame; else a BargainError names the place."""
    frame = bargain.frame
    check_frame(frame)
    shape = (len(frame.parties), int(frame.offsets[-1]))
    extra = bargain.interaction_values
    for name, array, expected in (
        ("values", bargain.values, shape),
        ("reservations", bargain.reservations, shape[:1]),
        ("red_lines", bargain.red_lines, shape),
        *([("interaction_values", extra, (shape[0], len(frame.interactions)))] if len(frame.interactions) else []),
    ):
        if array.shape != expected:
            raise BargainError(f"The {name} of a bargain must have shape {expected}", f"they have {array.shape}")
    bad = np.argwhere(~np.isfinite(bargain.values))
    if len(bad):
        row, column = int(bad[0][0]), int(bad[0][1])
        number = int(np.searchsorted(frame.offsets, column, side="right")) - 1
        issue = frame.issues[number]
        option = issue.options[column - int(frame.offsets[number])]
        place = f"utility of {frame.parties[row].id} for {issue.id} = {option}"
        raise BargainError(f"The {place} must be a finite number", f"it is {bargain.values[row, column]}")
    for party, reservation in zip(frame.parties, bargain.reservations.tolist(), strict=True):
        _number(f"reservation of {party.id}", reservation)
    if frame.interactions and not np.isfinite(extra).all():
        row, column = (int(place) for place in np.argwhere(~np.isfinite(extra))[0])
        place = f"interaction of {' and '.join(f'{i} = {o}' for i, o in frame.interactions[column])}"
        raise BargainError(
            f"The {place} must add a finite number for {frame.parties[row].id}", f"it adds {extra[row, column]}"
        )


def _fill(frame: Frame, party: str, given: Mapping[str, Mapping[str, float]], row: Floats) -> None:
    _known(f"utilities of {party}", given, frame.issue_index, "issue")
    for issue in frame.issues:
        options = given.get(issue.id, {})
        missing = [option for option in issue.options if option not in options]
        if missing:
            raise BargainError(
                f"The utilities of {party} must have a number for every option of issue {issue.id!r}",
                f"there is none for {missing[0]!r}",
            )
        for option, utility in options.items():
            column = _column(frame, f"utilities of {party}", issue.id, option)
            row[column] = _number(f"utility of {party} for {issue.id} = {option}", utility)


def _interaction_values(frame: Frame, given: Mapping[str, Sequence[float]]) -> Floats:
    _known("interactions", given, frame.party_index, "party")
    added = np.zeros((len(frame.parties), len(frame.interactions)))
    for party, numbers in given.items():
        if len(numbers) != len(frame.interactions):
            raise BargainError(
                f"The interactions of {party} must be {len(frame.interactions)} numbers, one for each of the frame",
                f"there are {len(numbers)}",
            )
        for column, number in enumerate(numbers):
            added[frame.party_index[party], column] = _number(f"interaction {column + 1} of {party}", number)
    return added


def _column(frame: Frame, where: str, issue: str, option: str) -> int:
    known = frame.issues[frame.issue_index[issue]].options
    if option not in known:
        raise BargainError(
            f"The {where} must name options of issue {issue!r} ({', '.join(known)})", f"they name {option!r}"
        )
    return frame.column(issue, option)


def _known(where: str, named: Mapping[str, object], known: Mapping[str, int], kind: str) -> None:
    for name in named:
        if name not in known:
            raise BargainError(f"The {where} must name a known {kind} ({', '.join(known)})", f"they name {name!r}")


def _number(what: str, given: object) -> float:
    if isinstance(given, bool) or not isinstance(given, (int, float, np.integer, np.floating)):
        raise BargainError(f"The {what} must be a number", f"it is {given!r}")
    try:
        number = float(given)
    except OverflowError:
        number = np.inf
    if not np.isfinite(number):
        raise BargainError(f"The {what} must be a finite number", f"it is {given!r}")
    return number
