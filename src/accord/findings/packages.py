"""Packages: is there a deal, on all issues and on each track, and which package most often finds every yes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from accord.bargain import Bools, Floats, Ints
from accord.findings.assumptions import granted, separate
from accord.findings.case import Case, Question, answer
from accord.findings.record import Finding, Mechanism, Subject
from accord.findings.solving import World
from accord.findings.touching import Input, utilities
from accord.findings.words import in_models
from accord.solve.packages import SOLUTIONS, decode

_CANDIDATES = 40
_SHOWN = 5


def find(case: Case) -> tuple[Finding, ...]:
    """Whether there is a deal; whether each track alone has one; the package most often agreed on."""
    if case.weighed is None or not case.frame.issues:
        return ()
    tracks = tracks_of(case)
    alone = [_deal(case, track) for track in tracks] if len(tracks) > 1 else []
    return (_deal(case, None), *alone, _most_agreed(case))


def tracks_of(case: Case) -> tuple[str, ...]:
    """The tracks on which something is bargained, by id."""
    return tuple(sorted({issue.track for issue in case.frame.issues if len(issue.options) > 1 and issue.track}))


def bargaining_parties(case: Case, track: str | None = None) -> tuple[str, ...]:
    """The parties whose yes the issues (of the track) need, by id."""
    everybody = tuple(party.id for party in case.frame.parties)
    return tuple(sorted({
        party for issue in case.frame.issues if track in {None, issue.track} for party in issue.consent or everybody
    }))  # fmt: skip


def needed_for(case: Case, track: str | None = None) -> frozenset[Input]:
    """What decides which packages (of the track) each party prefers to no deal."""
    issues = [issue.id for issue in case.frame.issues if track in {None, issue.track} and len(issue.options) > 1]
    return utilities(case.frame, bargaining_parties(case, track), issues)


def _deal(case: Case, track: str | None) -> Finding:
    parties = bargaining_parties(case, track)
    who = case.names.parties(parties)
    where = f" on the track {case.names.track(track)} alone" if track else ""
    issues = [issue.id for issue in case.frame.issues if track in {None, issue.track}]
    return answer(
        case,
        Question(
            Mechanism.PACKAGES,
            Subject("deal", track=track),
            holds=lambda world: _solution(world, track).astype(np.float64),
            needed=needed_for(case, track),
            say=lambda share, error, prior: (
                f"There is a deal{where} that everybody whose yes it needs ({who}) prefers to none "
                f"{in_models(share, error, prior)}."
            ),
            silence=f"The documents say nothing that bears on whether there is a deal{where}.",
            topic=f"there is a deal{where}",
            assumptions=(*separate(case), *granted(case, issues=issues, parties=parties)),
        ),
    )


def _solution(world: World, track: str | None) -> Bools:
    return (world.track(track) if track else world.linked).has_zone


def _most_agreed(case: Case) -> Finding:
    ranking = _ranking(case) if case.touching(needed_for(case)) else ()
    package = ranking[0][1] if ranking else {}
    changed = {
        issue.id: package[issue.id]
        for issue in case.frame.issues
        if issue.id in package and package[issue.id] != issue.counterfactual
    }
    words = case.names.package(changed) or "what would happen with no deal"
    return answer(
        case,
        Question(
            Mechanism.PACKAGES,
            Subject("most_agreed"),
            holds=lambda world: _agreed(world, package),
            needed=needed_for(case),
            say=lambda share, error, prior: (
                f"The package that most often finds every yes it needs, {in_models(share, error, prior)}, is: {words}"
                f"{'; all else as with no deal' if changed and len(changed) < len(package) else ''}"
                f"{untold(case, changed)}."
                if package
                else "In none of the models that fit the evidence does any package find every yes it needs."
            ),
            silence="The documents say nothing that bears on which package could be agreed on.",
            topic="the package most often agreed on finds every yes it needs",
            assumptions=(*separate(case), *granted(case, issues=list(package))),
            details={
                "packages": [
                    {"package": dict(one), "share": round(share, 6), "nash": round(nash, 6)}
                    for share, one, nash in ranking[:_SHOWN]
                ]
            },
        ),
    )


def untold(case: Case, issues: Iterable[str]) -> str:
    """The issues, of these, of whose worth to some party that must say yes the evidence says nothing."""
    told = {one[1:] for inputs in case.inputs for one in inputs if one[0] in {"value", "line"}}
    everybody = tuple(party.id for party in case.frame.parties)
    found = []
    doubted = {one[1] for inputs in case.inputs for one in inputs if one[0] == "counterfactual"}
    for issue in (one for one in issues if one not in doubted):
        asked = case.frame.issues[case.frame.issue_index[issue]].consent or everybody
        parties = sorted(party for party in asked if (party, issue) not in told)
        if parties:
            found.append(f"{case.names.issue(issue)} to {case.names.parties(parties)}")
    return f"; no claim bears on what these are worth: {'; '.join(found)}" if found else ""


def _agreed(world: World, package: dict[str, str]) -> Floats:
    if not package:
        return np.zeros(world.ensemble.members)
    return world.agreed(package).astype(np.float64)


def _ranking(case: Case) -> tuple[tuple[float, dict[str, str], float], ...]:
    """Packages by the share of models that give every yes they need, with the share whose Nash solution they are.

    Ties go by the names of issues and options, so that no order of a file decides.
    """
    world, solution = case.world, case.world.linked
    nash = Counter(solution.picks["nash"][solution.solvable].tolist())
    if solution.zone_hits is not None:
        hits = solution.zone_hits
        least = np.sort(hits)[-min(_CANDIDATES, len(hits))]
        numbers = np.flatnonzero(hits >= max(least, 1)).tolist()[: 10 * _CANDIDATES]
        shares = [(float(hits[number]) / solution.members, number) for number in numbers]
    else:
        numbers = sorted(set(_common(solution.picks[name] for name in SOLUTIONS)))
        shares = [(float(world.agreed(decode(world.frame, number)).mean()), number) for number in numbers]
    rows = [(share, decode(world.frame, number), nash[number] / solution.members) for share, number in shares]
    return tuple(sorted((row for row in rows if row[0] > 0), key=lambda row: (-row[0], sorted(row[1].items()))))


def _common(picks: Iterable[Ints]) -> Iterable[int]:
    for numbers in picks:
        chosen = Counter(numbers[numbers >= 0].tolist())
        yield from (number for number, _ in chosen.most_common(_CANDIDATES))
