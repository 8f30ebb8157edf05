"""A bargain from plain numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from accord.bargain.checks import check_frame, finite, known
from accord.bargain.records import Bargain, Floats, Frame, no_deal
from accord.errors import BargainError

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

    >>> from accord.bargain import Issue, Party
    >>> frame = Frame((Party("A"), Party("B")), (Issue("wage", ("low", "high")),))
    >>> make_bargain(frame, {"A": {"wage": {"low": 3, "high": 0}}, "B": {"wage": {"low": 0, "high": 2}}}).values
    array([[3., 0.],
           [0., 2.]])
    """
    check_frame(frame)
    reservations, red_lines = reservations or {}, red_lines or {}
    for what, named in (("utilities", utilities), ("reservations", reservations), ("red_lines", red_lines)):
        known(what, named, frame.party_index, "party")
    values = np.zeros((len(frame.parties), int(frame.offsets[-1])))
    lines = np.zeros(values.shape, np.bool_)
    for row, party in enumerate(frame.parties):
        _fill(frame, party.id, utilities.get(party.id, {}), values[row])
        known(f"red_lines of {party.id}", red_lines.get(party.id, {}), frame.issue_index, "issue")
        for issue, options in red_lines.get(party.id, {}).items():
            for option in options:
                lines[row, _column(frame, f"red_lines of {party.id}", issue, option)] = True
    extra = _interaction_values(frame, interactions or {})
    default = no_deal(frame, values, extra)
    given = np.zeros(len(frame.parties)) if default is None else default
    for name, reservation in reservations.items():
        given[frame.party_index[name]] = finite(f"reservation of {name}", reservation)
    return Bargain(frame, values, given, lines, extra)


def _fill(frame: Frame, party: str, given: Mapping[str, Mapping[str, float]], row: Floats) -> None:
    known(f"utilities of {party}", given, frame.issue_index, "issue")
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
            row[column] = finite(f"utility of {party} for {issue.id} = {option}", utility)


def _interaction_values(frame: Frame, given: Mapping[str, Sequence[float]]) -> Floats:
    known("interactions", given, frame.party_index, "party")
    added = np.zeros((len(frame.parties), len(frame.interactions)))
    for party, numbers in given.items():
        if len(numbers) != len(frame.interactions):
            raise BargainError(
                f"The interactions of {party} must be {len(frame.interactions)} numbers, one for each of the frame",
                f"there are {len(numbers)}",
            )
        for column, number in enumerate(numbers):
            added[frame.party_index[party], column] = finite(f"interaction {column + 1} of {party}", number)
    return added


def _column(frame: Frame, where: str, issue: str, option: str) -> int:
    known = frame.issues[frame.issue_index[issue]].options
    if option not in known:
        raise BargainError(
            f"The {where} must name options of issue {issue!r} ({', '.join(known)})", f"they name {option!r}"
        )
    return frame.column(issue, option)
