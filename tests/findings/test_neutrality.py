"""From statements on no rule knows who is who: parties exchanged, the findings exchange too, number for number."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from typing import Any

import pytest
from tests.findings.scene import Told, document_of, statements_of, told

from accord.evidence import pieces, weigh
from accord.findings import Finding, Runs, findings
from accord.ledger import book
from accord.negotiation import Issue, Negotiation, Party, Track
from accord.statements import Act, Point, Says, Statement

EXCHANGED = {"A": "B", "B": "A"}
ISSUES = {"fee": ("none", "low", "high"), "seat": ("no", "yes"), "term": ("short", "long")}


def negotiation(order: tuple[str, ...]) -> Negotiation:
    """Three parties in an order of the file, two tracks, and a third party at one of them alone."""
    parties = {one: Party(id=one, name=f"Side {one}") for one in ("A", "B", "C")}
    return Negotiation(
        parties=tuple(parties[one] for one in order),
        tracks=(Track(id="main", parties=order), Track(id="side", parties=tuple(one for one in order if one != "C"))),
        issues=tuple(
            Issue(id=id, track="side" if id == "term" else "main", options=options) for id, options in ISSUES.items()
        ),
    )


def sentences(seed: int) -> list[Told]:
    """Statements drawn at random: stands, steps and claims of every side, by its own speakers or by reporters."""
    rng = random.Random(seed)
    found = []
    for number in range(14):
        party, other = rng.sample(["A", "B", "C"], 2)
        issue = rng.choice(list(ISSUES))
        option = rng.choice(ISSUES[issue][1:])
        claim: dict[str, Any] = rng.choice(
            [
                {
                    "act": rng.choice([Act.DEMAND, Act.OFFER, Act.REJECT, Act.CONCESSION]),
                    "issue": issue,
                    "option": option,
                },
                {"says": Says.ALREADY_WANTED, "issue": issue, "option": option},
                {"says": Says.LESS_HURRIED_THAN, "other": other},
                {"says": Says.GAINS_WHILE_WAITING},
                {"says": Says.MAY_WALK_AWAY},
                {"says": Says.RED_LINE, "issue": issue, "option": option},
            ]
        )
        voice = rng.choice([{}, {"parties": (party,), "speakers": (f"A speaker of side {party}",)}])
        found.append(told(f"Sentence {number} was said.", party, **claim, **voice))
    return found


def exchanged(statement: Statement) -> Statement:
    """The statement with every party's id exchanged, its words left alone."""
    return replace(
        statement,
        parties=tuple(sorted(_party(one) for one in statement.parties)),
        speakers=tuple(re.sub(r"(?<=side )[AB]", lambda found: _party(found[0]), one) for one in statement.speakers),
        points=tuple(_point(point) for point in statement.points),
    )


def _point(point: Point) -> Point:
    claim = point.claim
    if claim is not None:
        other = _party(claim.other) if claim.other else None
        claim = replace(claim, party=_party(claim.party), other=other)
    return replace(point, about=_party(point.about) if point.about else None, claim=claim)


def _party(id: str) -> str:
    return EXCHANGED.get(id, id)


def numbers(found: tuple[Finding, ...], *, turned: bool) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """Everything that findings count, by mechanism and subject; with the parties of the subject exchanged."""
    told = {}
    for one in found:
        subject = one.subject
        parties = [(_party(id) if turned and id else id) for id in (subject.party, subject.other)]
        key = (
            one.mechanism,
            subject.question,
            *parties,
            subject.issue,
            subject.option,
            subject.over_issue,
            subject.event,
        )
        influence = tuple(sorted((each.statement, round(each.effect, 9)) for each in one.influence))
        told[key] = (
            one.status, *map(_rounded, (one.share, one.prior, one.error, one.value)),
            tuple(_rounded(value) for _, value in one.distribution), one.basis, influence, tuple(sorted(one.evidence)),
        )  # fmt: skip
    return told


def _rounded(number: float | None) -> float | None:
    """The number to nine digits: sums over parties may be taken in another order."""
    return None if number is None else round(number, 9) + 0.0


@pytest.mark.parametrize("seed", range(4))
def test_parties_exchanged_the_findings_exchange_number_for_number(seed: int) -> None:
    said = sentences(seed)
    document = document_of(said)
    plain = statements_of(document, said)
    runs = Runs(lacking=0, sides=False)
    both = []
    for statements, order in ((plain, ("A", "B", "C")), (tuple(map(exchanged, plain)), ("C", "A", "B"))):
        codebook = negotiation(order)
        ledger = book(statements, (document,), codebook)
        evidence, _ = pieces(statements, ledger, codebook, documents=(document,))
        weighed = weigh(evidence, codebook, members=120)
        both.append(findings(weighed, ledger, statements, (document,), codebook, runs=runs))
    one, other = numbers(both[0], turned=False), numbers(both[1], turned=True)
    assert one.keys() == other.keys()
    assert {key: (one[key], other[key]) for key in one if one[key] != other[key]} == {}
