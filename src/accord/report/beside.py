"""What stands beside a finding: its share by whose claims, the moves of a party, the ways out of a contradiction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from accord.documents.period_words import day
from accord.findings import Finding
from accord.findings.words import Names, percent

WIDTH = 160.0


@dataclass(frozen=True, slots=True)
class Row:
    """A share with a label, as words and as the end of a bar of `WIDTH`."""

    label: str
    words: str
    end: float


@dataclass(frozen=True, slots=True)
class Sides:
    """A share by whose claims are believed, and what a reader would hold who trusts each side alike."""

    rows: tuple[Row, ...]
    pooled: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A move: when, what, how likely from either kind of party, what it speaks for, and its first statement."""

    day: str
    words: str
    why: str
    seeks: str
    buys: str
    speaks: str
    statement: str


@dataclass(frozen=True, slots=True)
class Moves:
    """The moves that a party's type is read from, and what the answer would be over the bands of what is judged.

    `simulated`: what it would be by simulated talks, as a sentence; empty where none were played.
    """

    rows: tuple[Seen, ...]
    band: str
    by_prior: str
    simulated: str


@dataclass(frozen=True, slots=True)
class Ways:
    """What hangs on a contradiction: for each finding, its share without what the one and the other says."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a finding; each part None where there is none."""

    sides: Sides | None
    moves: Moves | None
    ways: Ways | None


def beside(finding: Finding, names: Names) -> Beside:
    """The tables of a finding, from its details."""
    details = finding.details
    return Beside(_sides(finding, names), _moves(details), _ways(details))


def _sides(finding: Finding, names: Names) -> Sides | None:
    told = finding.details.get("believing")
    if not told or finding.share is None:
        return None
    rows = [_row("All claims", finding.share)]
    rows += [_row(_whose(one["side"], names), one["share"]) for one in told]
    pooled = finding.details.get("pooled")
    return Sides(tuple(rows), percent(pooled["linear"]) if pooled else "")


def _row(label: str, share: float) -> Row:
    return Row(label, percent(share), round(WIDTH * share, 2))


def _whose(side: str | None, names: Names) -> str:
    return f"Those who speak for {names.party(side)}" if side else "Reporters and experts alone"


def _moves(details: Mapping[str, Any]) -> Moves | None:
    if "moves" not in details or "band" not in details:
        return None
    return Moves(
        tuple(_seen(one) for one in details["moves"]),
        _between(details["band"]),
        _between(details["by_prior"]),
        _simulated(details.get("simulated")),
    )


def _simulated(told: Mapping[str, Any] | None) -> str:
    """The second opinion, with the chances that were counted."""
    if not told:
        return ""
    chances = "; ".join(
        f"{kind.replace('_', ' ')} {seeks:.2f} against {buys:.2f}" for kind, (seeks, buys) in told["chances"].items()
    )
    return (
        f"A second opinion, from talks simulated in {told['models']} of the models: {percent(told['share'])}, with "
        f"{told['moves']} of the {told['of']} telling moves counted there ({chances})."
    )


def _seen(move: Mapping[str, Any]) -> Seen:
    factor = move["factor"]
    speaks = "a deal" if factor > 1 else "time" if factor < 1 else "neither"
    return Seen(
        day(date.fromisoformat(move["on"])) if move["on"] else "no day known",
        move["words"],
        move["why"],
        f"{move['seeks']:.2f}",
        f"{move['buys']:.2f}",
        f"{speaks} (odds × {factor:.2f})" if factor != 1 else speaks,
        move["statements"][0],
    )


def _between(ends: list[float]) -> str:
    return f"{percent(ends[0])} and {percent(ends[1])}"


def _ways(details: Mapping[str, Any]) -> Ways | None:
    told, ways = details.get("findings"), details.get("ways")
    if not told or not ways:
        return None
    heads = tuple(one.get("words") or f"without what {one['source']} says" for one in ways)
    return Ways(
        heads,
        tuple((one["topic"][:1].upper() + one["topic"][1:], tuple(map(percent, one["shares"]))) for one in told),
    )
