"""GeniusWeb's JSON: a domain (`issuesValues`) and a `LinearAdditiveUtilitySpace` for each party."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from accord.bargain import Bargain
from accord.errors import BargainError, Problem
from accord.interchange.scenario_parts import (
    LEVELS,
    Listed,
    Profile,
    Scenario,
    cut,
    file_name,
    listed,
    not_held,
    note,
    scenario,
)
from accord.interchange.value_functions import number

SPACE = "LinearAdditiveUtilitySpace"
MOST_PACKAGES = 1_000_000


def is_domain(data: object) -> bool:
    """Whether the data describe a domain."""
    return isinstance(data, dict) and "issuesValues" in data


def is_profile(data: object) -> bool:
    """Whether the data describe a profile."""
    return isinstance(data, dict) and SPACE in data


def read_geniusweb(domain: tuple[Path, Any] | None, profiles: Sequence[tuple[Path, Any]]) -> Scenario:
    """The scenario of a domain and profiles, each a path with its data; a domain not given is the first profile's own.

    Raises:
        BargainError: with the file and what is wrong in it.
    """
    notes: list[Problem] = []
    path, data = domain or (profiles[0][0], _mapping(profiles[0][1][SPACE], profiles[0][0].name).get("domain"))
    data = _mapping(data, path.name)
    given = _mapping(data.get("issuesValues"), f"{path.name}: `issuesValues`")
    issues = [_issue(str(name), one, path.name, notes) for name, one in given.items()]
    if not issues:
        raise BargainError(f"{path.name}: A domain must have an issue", "it has none")
    read = [_profile(_mapping(one[SPACE], file.name), issues, file) for file, one in profiles]
    return scenario(str(data.get("name") or path.stem), issues, read, notes)


def _issue(name: str, data: Any, file: str, notes: list[Problem]) -> Listed:
    entry = _mapping(data, f"{file}: The issue {name!r}")
    if "range" in entry:
        ends = entry["range"]
        if not isinstance(ends, list) or len(ends) != 3:
            raise BargainError(f"{file}: The range of {name!r} must be lowest, highest and step", f"got {ends!r:.60}")
        low, high, step = (number(one, f"{file}: The range of {name!r}") for one in ends)
        if step <= 0:
            raise BargainError(f"{file}: The step of {name!r} must be above 0", f"it is {step:g}")
        levels = min(round((high - low) / step) + 1, 10**9)
        if levels > 10_000:
            notes.append(note("levels", f"{name!r} has {levels:,} values: read as {LEVELS} levels.", file))
            return cut(name, low, high, LEVELS, file)
        return cut(name, low, low + (levels - 1) * step, levels, file)
    values = entry.get("values")
    if not isinstance(values, list):
        raise BargainError(f"{file}: The issue {name!r} must have a list of values", f"got {values!r:.60}")
    return listed(name, [one for one in values if isinstance(one, str | int | float)], file)


def _profile(space: Mapping[str, Any], issues: Sequence[Listed], path: Path) -> Profile:
    file = path.name
    utilities = _mapping(space.get("issueUtilities"), f"{file}: `issueUtilities`")
    weights = _mapping(space.get("issueWeights"), f"{file}: `issueWeights`")
    rows = []
    for issue in issues:
        if issue.name not in utilities:
            raise BargainError(f"{file}: A profile must value every issue of the domain", f"{issue.name!r} is missing")
        weight = number(weights.get(issue.name, 1.0), f"{file}: The weight of {issue.name!r}")
        rows.append(tuple(weight * one for one in _row(_mapping(utilities[issue.name], file), issue, file)))
    profile = Profile(path.stem, tuple(rows))
    bid = space.get("reservationBid")
    chosen = _mapping(bid, file).get("issuevalues") if bid else None
    if not chosen:
        return profile
    package = _mapping(chosen, f"{file}: `reservationBid`")
    total = 0.0
    for issue, row in zip(issues, rows, strict=True):
        option = str(package.get(issue.name, ""))
        if option not in issue.options:
            raise BargainError(
                f"{file}: The reservation bid must have an option of {issue.name!r}", f"not {option!r:.60}"
            )
        total += row[issue.options.index(option)]
    return Profile(profile.name, profile.values, total)


def _row(data: Mapping[str, Any], issue: Listed, file: str) -> tuple[float, ...]:
    where = f"{file}: The utility of {issue.name!r}"
    if "numberutils" in data:
        return _between(_mapping(data["numberutils"], where), issue, where)
    table = data.get("discreteutils", data.get("discreteUtils", {}))
    table = _mapping(_mapping(table, where).get("valueUtilities"), where)
    found = {str(option): number(one, where) for option, one in table.items()}
    missing = [option for option in issue.options if option not in found]
    if missing:
        raise BargainError(f"{where} must stand for every option", f"there is none for {missing[0]!r:.80}")
    return tuple(found[option] for option in issue.options)


def _between(data: Mapping[str, Any], issue: Listed, where: str) -> tuple[float, ...]:
    if issue.numbers is None:
        raise BargainError(f"{where} by numbers needs options that are numbers", "they are words")
    low, at_low, high, at_high = (
        number(data.get(name), where) for name in ("lowValue", "lowUtility", "highValue", "highUtility")
    )
    if high == low:
        return (at_low,) * len(issue.numbers)
    return tuple(at_low + (at_high - at_low) * (one - low) / (high - low) for one in issue.numbers)


def _mapping(data: Any, where: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise BargainError(f"{where} must be a mapping", f"got {data!r:.60}")
    return data


def geniusweb_files(bargain: Bargain, title: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """The files of a bargain by name, and what the format cannot hold, in sentences.

    The format wants utilities in [0, 1] and weights that add up to one, so each party's scale is moved and stretched;
    its reservation becomes the least good package that is as good.
    """
    frame = bargain.frame
    name = title or "domain"
    values = {issue.id: {"values": list(issue.options)} for issue in frame.issues}
    domain = {"name": name, "issuesValues": values}
    files, told = {"domain.json": _dumped(domain)}, list(not_held(bargain, interactions=False))
    for row, party in enumerate(frame.parties):
        space, scaled = _space(bargain, row)
        bid = _reservation_bid(bargain, row)
        space = {"issueUtilities": space["issueUtilities"], "issueWeights": space["issueWeights"], "domain": domain}
        space |= {"name": party.id} | ({"reservationBid": {"issuevalues": bid}} if bid else {})
        files[f"{row + 1:02d}-{file_name(party.id)}.json"] = _dumped({SPACE: space})
        if scaled:
            told.append(f"The utilities of {party.id} are moved and stretched to run from 0 to 1.")
        if bid is None:
            told.append(f"The reservation of {party.id} is no package's utility: left out.")
    return files, tuple(told)


def _space(bargain: Bargain, row: int) -> tuple[dict[str, Any], bool]:
    frame = bargain.frame
    rows = [bargain.values[row, a:b] for a, b in zip(frame.offsets[:-1], frame.offsets[1:], strict=True)]
    least, ranges = sum(float(one.min()) for one in rows), [float(np.ptp(one)) for one in rows]
    total = sum(ranges)
    weights = [one / total if total else 1 / len(rows) for one in ranges]
    utilities = {
        issue.id: {
            "discreteutils": {
                "valueUtilities": {
                    option: (float(one - values.min()) / width if width else 0.0)
                    for option, one in zip(issue.options, values, strict=True)
                }
            }
        }
        for issue, values, width in zip(frame.issues, rows, ranges, strict=True)
    }
    named = dict(zip((issue.id for issue in frame.issues), weights, strict=True))
    return {"issueUtilities": utilities, "issueWeights": named}, abs(least) > 1e-12 or abs(total - 1) > 1e-12


def _reservation_bid(bargain: Bargain, row: int) -> dict[str, str] | None:
    """The least good package that is as good as the reservation; None where there is none or too many to look at."""
    frame = bargain.frame
    if frame.packages > MOST_PACKAGES:
        return None
    totals = np.zeros(1)
    for a, b in zip(frame.offsets[:-1], frame.offsets[1:], strict=True):
        totals = (totals[:, None] + bargain.values[row, a:b]).ravel()
    enough = totals >= bargain.reservations[row] - 1e-12
    if not enough.any():
        return None
    best = int(np.where(enough, totals, np.inf).argmin())
    chosen = np.unravel_index(best, [len(issue.options) for issue in frame.issues])
    return {issue.id: issue.options[int(k)] for issue, k in zip(frame.issues, chosen, strict=True)}


def _dumped(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
