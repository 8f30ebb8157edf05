"""What a sweep is of: the uncertain numbers of a project or a bargain, and what is asked of it at a point of them.

A subject is sent to every worker whole, with the models of its baseline, so that a point costs what it makes new and
depends on nothing but its own numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from accord.bargain import Bargain, Floats, consents
from accord.errors import AccordError, CallError
from accord.workspace.flow import Heard, Settings, hear, weigh_evidence

if TYPE_CHECKING:
    from accord.documents import Document
    from accord.evidence import Weighed
    from accord.findings import Finding, Worlds
    from accord.findings.tables import Tables
    from accord.negotiation import Negotiation
    from accord.simulate import Named
    from accord.statements import Statement

RELIABILITY, OUTSIDE, RESERVATION, WEIGHT = "reliability", "outside_option", "reservation", "weight"
HAZARD, DISCOUNT = "hazard", "discount"
_SHIFT = "outside_shift"
_PLAYED = "played"

Value = float | None


@dataclass(frozen=True, slots=True)
class Number:
    """An uncertain number by name, such as `impatience.A`, and the ends between which it lies."""

    name: str
    low: float
    high: float

    @property
    def kind(self) -> str:
        """What it is a number of: `impatience`, `reliability`, `reservation`, ..."""
        return self.name.partition(".")[0]

    @property
    def of(self) -> str:
        """Whose it is: a party, a piece of evidence, or party and issue."""
        return self.name.partition(".")[2]


@dataclass(frozen=True, slots=True)
class Play:
    """Talks that are played out at every point of a bargain, on the same random numbers at each."""

    strategies: Sequence[Named] | Mapping[str, Named]
    steps: int
    runs: int = 1
    seed: int = 0


@dataclass(frozen=True)
class BargainSubject:
    """A bargain whose reservations, weights and, where talks are played, hazard and discounts are uncertain."""

    bargain: Bargain
    play: Play | None = None

    def numbers(self) -> tuple[Number, ...]:
        """Every number that may be varied, with the range it has unless another is given.

        A reservation: a tenth of the party's range of utilities below and above what the file says. A weight: the
        values of an issue to a party times a factor from a half to two. Hazard and discount: up to a tenth a round.
        """
        frame, found = self.bargain.frame, []
        for row, party in enumerate(frame.parties):
            reach, at = float(_ranges(self.bargain, row).sum()) / 10, float(self.bargain.reservations[row])
            found.append(Number(f"{RESERVATION}.{party.id}", at - reach, at + reach))
        for row, party in enumerate(frame.parties):
            for issue, width in zip(frame.issues, _ranges(self.bargain, row).tolist(), strict=True):
                if width > 0:
                    found.append(Number(f"{WEIGHT}.{party.id}.{issue.id}", 0.5, 2.0))
        if self.play is not None:
            found.append(Number(HAZARD, 0.0, 0.1))
            found += [Number(f"{DISCOUNT}.{party.id}", 0.9, 1.0) for party in frame.parties]
        return tuple(found)

    def outcomes(self) -> tuple[str, ...]:
        """All that may be asked at a point."""
        from accord.solve import SOLUTIONS

        parties = [party.id for party in self.bargain.frame.parties]
        played = [f"{_PLAYED}.agreement", f"{_PLAYED}.rounds", *(f"{_PLAYED}.{party}" for party in parties)]
        named = [f"{solution}.{party}" for solution in SOLUTIONS for party in parties]
        return ("agreement", "zone", *named, *(played if self.play else ()))

    def usual(self) -> tuple[str, ...]:
        """What is asked unless something else is."""
        kind = _PLAYED if self.play else "nash"
        parties = [f"{kind}.{party.id}" for party in self.bargain.frame.parties]
        return (f"{_PLAYED}.agreement", *parties) if self.play else ("agreement", "zone", *parties)

    def bearing(self, asked: Sequence[str]) -> tuple[Number, ...]:
        """The numbers that bear on what is asked."""
        return self.numbers()

    def ready(self, asked: Sequence[str]) -> Callable[[Mapping[str, float]], tuple[Value, ...]]:
        """The function from a point, number by number, to what is asked."""
        solved = any(not name.startswith(f"{_PLAYED}.") for name in asked)
        played = any(name.startswith(f"{_PLAYED}.") for name in asked)

        def at(point: Mapping[str, float]) -> tuple[Value, ...]:
            bargain = self._at(point)
            told: dict[str, Value] = {}
            if solved:
                told |= _solved(bargain)
            if played and self.play:
                told |= _played(bargain, self.play, point)
            return tuple(told[name] for name in asked)

        return at

    def _at(self, point: Mapping[str, float]) -> Bargain:
        frame = self.bargain.frame
        values, reservations = self.bargain.values.copy(), self.bargain.reservations.copy()
        for row, party in enumerate(frame.parties):
            reservations[row] = point.get(f"{RESERVATION}.{party.id}", reservations[row])
            for number, issue in enumerate(frame.issues):
                first, last = frame.offsets[number : number + 2]
                values[row, first:last] *= point.get(f"{WEIGHT}.{party.id}.{issue.id}", 1.0)
        return replace(self.bargain, values=values, reservations=reservations)


def _ranges(bargain: Bargain, row: int) -> Floats:
    """What each issue can be worth to a party, best option less worst, shape (issues,)."""
    starts = bargain.frame.offsets[:-1]
    own = bargain.values[row]
    found: Floats = np.maximum.reduceat(own, starts) - np.minimum.reduceat(own, starts)
    return found


def _solved(bargain: Bargain) -> dict[str, Value]:
    from accord.solve import SOLUTIONS, solve

    solution = solve(bargain)
    told: dict[str, Value] = {"agreement": float(solution.has_zone), "zone": float(solution.zone)}
    for name in SOLUTIONS:
        deals = solution.solutions.get(name, ())
        worth = deals[0].utilities if deals else tuple(bargain.reservations.tolist())
        told |= {f"{name}.{party.id}": float(one) for party, one in zip(bargain.frame.parties, worth, strict=True)}
    return told


def _played(bargain: Bargain, play: Play, point: Mapping[str, float]) -> dict[str, Value]:
    from accord.simulate import Rules, simulate
    from accord.simulate.playing import How

    discounts = {
        party.id: point[f"{DISCOUNT}.{party.id}"]
        for party in bargain.frame.parties
        if f"{DISCOUNT}.{party.id}" in point
    }
    rules = Rules(play.steps, point.get(HAZARD, 0.0), discounts)
    found = simulate(bargain, play.strategies, rules, seed=play.seed, how=How(play.runs))
    payoffs = zip(bargain.frame.parties, found.mean_payoffs.tolist(), strict=True)
    return {
        f"{_PLAYED}.agreement": found.agreement_rate,
        f"{_PLAYED}.rounds": found.mean_rounds,
        **{f"{_PLAYED}.{party.id}": float(worth) for party, worth in payoffs},
    }


@dataclass(frozen=True)
class ProjectSubject:
    """A negotiation with what was said in it: rates of the parties, reliabilities and outside options are uncertain."""

    heard: Heard
    weighed: Weighed
    settings: Settings
    findings: tuple[str, ...]

    @classmethod
    def of(
        cls,
        read: tuple[tuple[Document, ...], Negotiation, tuple[Statement, ...]],
        settings: Settings,
    ) -> ProjectSubject:
        """The subject of documents, codebook and statements, weighed once.

        Raises:
            CallError: there is nothing that can be weighed.
        """
        from accord.findings import FAMILIES, Changes
        from accord.findings.changes import tables

        heard = hear(read, Changes(), checked=False)
        weighed, _ = weigh_evidence(heard.evidence, heard.negotiation, settings)
        if weighed is None:
            raise CallError("A sweep needs parties and issues that can be weighed", "there are none", "add them")
        made = _found(heard, weighed, tuple(FAMILIES), tables(heard.negotiation, Changes()))
        told = tuple(one.id for one in made if _number(one) is not None)
        return cls(replace(heard, evidence=tuple(heard.evidence)), weighed, settings, told)

    def numbers(self) -> tuple[Number, ...]:
        """Every number that may be varied, with the range it has unless another is given.

        A rate: as the negotiation file or the table of priors has it. A reliability: from half of it to half way to
        certainty. An outside option that a party is given: from its worst package to its best.
        """
        from accord.evidence.prior import RANGES, known_range

        negotiation, ensemble = self.heard.negotiation, self.weighed.ensemble
        parties = [party.id for party in ensemble.frame.parties]
        rates = [
            Number(f"{rate}.{party}", *known_range(negotiation, party, rate))
            for rate in RANGES
            for party in parties
            if known_range(negotiation, party, rate)[0] < known_range(negotiation, party, rate)[1]
        ]
        pieces = sorted(self.heard.evidence, key=lambda one: one.id)
        told = [Number(f"{RELIABILITY}.{one.id}", one.reliability / 2, (1 + one.reliability) / 2) for one in pieces]
        return (*rates, *told, *(Number(f"{OUTSIDE}.{party}", 0.0, 1.0) for party in parties))

    def outcomes(self) -> tuple[str, ...]:
        """All that may be asked at a point: the deal space, and every finding that has a number."""
        from accord.solve import SOLUTIONS

        parties = [party.id for party in self.weighed.ensemble.frame.parties]
        return (
            "agreement", "zone", *(f"{solution}.{party}" for solution in SOLUTIONS for party in parties), *self.findings
        )  # fmt: skip

    def usual(self) -> tuple[str, ...]:
        """What is asked unless something else is."""
        frame = self.weighed.ensemble.frame
        needed = consents(frame)
        named = [f"nash.{party.id}" for row, party in enumerate(frame.parties) if needed[:, row].any()]
        return ("agreement", "zone", *named)

    def bearing(self, asked: Sequence[str]) -> tuple[Number, ...]:
        """The numbers that bear on what is asked, options given outside the talks apart."""
        every = any(name in self.findings for name in asked)
        return tuple(
            one for one in self.numbers() if one.kind != OUTSIDE and (every or one.kind in {_SHIFT, RELIABILITY})
        )

    def ready(self, asked: Sequence[str]) -> Callable[[Mapping[str, float]], tuple[Value, ...]]:
        """The function from a point, number by number, to what is asked."""
        from accord.findings import FAMILIES, Changes, Worlds
        from accord.findings.changes import tables

        apart = tables(self.heard.negotiation, Changes())
        wanted = [name for name in asked if name in self.findings]
        families = [one for one in FAMILIES if any(name.partition(":")[0] == one.value for name in wanted)]
        space = len(wanted) < len(asked)

        def at(point: Mapping[str, float]) -> tuple[Value, ...]:
            heard, weighed = self._at(point, every=bool(wanted))
            if weighed is None:
                return (None,) * len(asked)
            told: dict[str, Value] = {}
            worlds = Worlds()
            if space:
                told |= _space(weighed, worlds, apart)
            if wanted:
                told |= {one.id: _number(one) for one in _found(heard, weighed, families, apart, worlds)}
            return tuple(told.get(name) for name in asked)

        return at

    def _at(self, point: Mapping[str, float], *, every: bool) -> tuple[Heard, Weighed | None]:
        """The material and the models at a point; rates that bear on nothing that is asked are left as they are."""
        from accord.evidence import RANGES, with_outside_option, with_rate

        heard, weighed = self.heard, self.weighed
        evidence = tuple(
            replace(one, reliability=point.get(f"{RELIABILITY}.{one.id}", one.reliability)) for one in heard.evidence
        )
        negotiation = heard.negotiation
        for name, value in point.items():
            kind, _, party = name.partition(".")
            if kind in RANGES and (every or kind == _SHIFT):
                negotiation = with_rate(negotiation, party, kind, value)
        if evidence != heard.evidence or negotiation is not heard.negotiation:
            heard = replace(heard, negotiation=negotiation, evidence=evidence)
            drawn, _ = weigh_evidence(evidence, negotiation, self.settings, like=weighed)
            if drawn is None:
                return heard, None
            weighed = drawn
        for name, value in point.items():
            if name.startswith(f"{OUTSIDE}."):
                weighed = with_outside_option(weighed, name.partition(".")[2], value)
        return heard, weighed


def _space(weighed: Weighed, worlds: Worlds, apart: Tables) -> dict[str, Value]:
    """Where the deal space lies over all models."""
    from accord.solve import SOLUTIONS

    solution = worlds.of(weighed.ensemble, apart, counted=True).linked
    zone = solution.zone.mean()
    told: dict[str, Value] = {
        "agreement": float(solution.has_zone.mean()),
        "zone": None if np.isnan(zone) else float(zone),
    }
    for name in SOLUTIONS:
        means = solution.utilities[name].mean(axis=0).tolist()
        told |= {
            f"{name}.{party.id}": float(worth)
            for party, worth in zip(weighed.ensemble.frame.parties, means, strict=True)
        }
    return told


def _found(
    heard: Heard, weighed: Weighed, families: Sequence[Any], apart: Tables, worlds: Worlds | None = None
) -> tuple[Finding, ...]:
    """The findings of some mechanisms, without what each statement does to them."""
    from accord.findings import FAMILIES, Worlds
    from accord.findings.case import Case

    case = Case(
        heard.negotiation, heard.statements, heard.documents, heard.ledger, weighed,
        tables=apart, worlds=worlds or Worlds(), influences=False,
    )  # fmt: skip
    return tuple(finding for family in families for finding in FAMILIES[family](case))


def _number(finding: Finding) -> Value:
    """The number of a finding: its share, or where it is a size the middle of it; none where it is silent."""
    if finding.share is not None:
        return float(finding.share)
    return float(finding.value) if isinstance(finding.value, int | float) else None


Subject = BargainSubject | ProjectSubject


def ready(given: tuple[Subject, tuple[str, ...], tuple[str, ...]]) -> Callable[[Sequence[float]], tuple[Value, ...]]:
    """The function from a point to what is asked, for a worker: of a subject, its numbers' names and what is asked."""
    subject, names, asked = given
    at = subject.ready(asked)

    def made(values: Sequence[float]) -> tuple[Value, ...]:
        try:
            return at(dict(zip(names, values, strict=True)))
        except AccordError as fault:
            told = ", ".join(f"{name}={value:.4g}" for name, value in zip(names, values, strict=True))
            raise CallError(
                "Every point of a sweep can be computed", f"{fault} at {told}"[:400], "narrow a range"
            ) from fault

    return made
