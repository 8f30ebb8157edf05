"""What a frame and a bargain must hold to: names that exist, arrays that fit, numbers that are finite."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from accord.bargain.records import Bargain, Frame, consents
from accord.errors import BargainError


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
        known("preconditions", {order.party: None}, frame.party_index, "party")
        known("preconditions", dict.fromkeys((order.before, order.after)), frame.issue_index, "issue")
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
        *(
            [("interaction_values", extra, (shape[0], len(frame.interactions)))]
            if extra.size or frame.interactions
            else []
        ),
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
        finite(f"reservation of {party.id}", reservation)
    if frame.interactions and not np.isfinite(extra).all():
        row, column = (int(place) for place in np.argwhere(~np.isfinite(extra))[0])
        place = f"interaction of {' and '.join(f'{i} = {o}' for i, o in frame.interactions[column])}"
        raise BargainError(
            f"The {place} must add a finite number for {frame.parties[row].id}", f"it adds {extra[row, column]}"
        )


def known(where: str, named: Mapping[str, object], ids: Mapping[str, int], kind: str) -> None:
    """Nothing, where every name is an id."""
    for name in named:
        if name not in ids:
            raise BargainError(f"The {where} must name a known {kind} ({', '.join(ids)})", f"they name {name!r}")


def finite(what: str, given: object) -> float:
    """The number, where it is one and finite."""
    if isinstance(given, bool) or not isinstance(given, (int, float, np.integer, np.floating)):
        raise BargainError(f"The {what} must be a number", f"it is {given!r}")
    try:
        number = float(given)
    except OverflowError:
        number = np.inf
    if not np.isfinite(number):
        raise BargainError(f"The {what} must be a finite number", f"it is {given!r}")
    return number
