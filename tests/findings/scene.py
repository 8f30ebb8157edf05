"""Small negotiations of several fields, built sentence by sentence, for the tests of findings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from accord.documents import Document, document_id
from accord.evidence import pieces, weigh
from accord.findings import Finding, Runs, findings
from accord.ledger import book
from accord.negotiation import Issue, Negotiation, Party, Track
from accord.statements import Act, Claim, Point, Says, Statement, Tier, make_statement

MEMBERS = 400


class Told:
    """A sentence with its points, before it stands in a document."""

    def __init__(self, text: str, *points: Point, **fields: Any) -> None:
        self.text, self.points, self.fields = text, points, fields


def told(text: str, about: str, act: Act = Act.ASSESSMENT, **fields: Any) -> Told:
    """A reporter's sentence with one point; what is not a field of `Point` or `Statement` belongs to its claim."""
    statement = {
        name: fields.pop(name) for name in ("parties", "speakers", "tier", "authority", "event", "on") if name in fields
    }
    negated, condition = fields.pop("negated", False), fields.pop("condition", None)
    claim = Claim(party=about, negated=negated, **fields) if "says" in fields else None
    issue, option = fields.get("issue"), fields.get("option")
    return Told(
        text,
        Point(
            act, about=about, issue=issue, option=option, claim=claim, negated=negated and claim is None,
            condition=condition,
        ),
        **{"tier": Tier.STATED if statement.get("speakers") else Tier.NARRATED, **statement},
    )  # fmt: skip


def document_of(sentences: Sequence[Told], *, source: str = "Example Wire", on: date | None = None) -> Document:
    """The sentences as one report."""
    text = " ".join(sentence.text for sentence in sentences) or "Nothing was said."
    return Document(document_id(text), f"{source}.txt", "A report", source, on, text, "text/plain")


def statements_of(document: Document, sentences: Sequence[Told]) -> tuple[Statement, ...]:
    """The sentences as statements of their report."""
    found, place = [], 0
    for sentence in sentences:
        start = document.text.index(sentence.text, place)
        place = start + len(sentence.text)
        found.append(make_statement(document, start, place, points=sentence.points, **sentence.fields))
    return tuple(found)


def found(
    negotiation: Negotiation, sentences: Sequence[Told], *, members: int = MEMBERS, seed: int = 0, reruns: int = 0
) -> dict[str, Finding]:
    """All findings by id."""
    document = document_of(sentences)
    statements = statements_of(document, sentences)
    ledger = book(statements, (document,), negotiation)
    evidence, _ = pieces(statements, ledger, negotiation)
    weighed = weigh(evidence, negotiation, members=members, seed=seed)
    made = findings(weighed, ledger, statements, (document,), negotiation, runs=Runs(reruns, sides=False))
    ids = [finding.id for finding in made]
    assert [id for id in ids if ids.count(id) > 1] == []
    return {finding.id: finding for finding in made}


def strike(*, first: str = "F", second: str = "W") -> Negotiation:
    """A firm and a union on pay and on pensions, two tracks; nobody named in any rule."""
    both = (first, second)
    return Negotiation(
        title="A strike",
        parties=(Party(id=first, name=f"Party {first}"), Party(id=second, name=f"Party {second}")),
        tracks=(Track(id="pay", parties=both), Track(id="pensions", parties=both)),
        issues=(
            Issue(id="raise", track="pay", options=("none", "small", "big")),
            Issue(id="overtime", track="pay", options=("free", "forced")),
            Issue(id="panel", track="pensions", options=("no", "yes")),
        ),
    )


def tariffs() -> Negotiation:
    """Two customs unions and a third whose yes one issue needs though it has no seat."""
    return Negotiation(
        title="A tariff round",
        parties=(
            Party(id="N", name="the North"),
            Party(id="S", name="the South"),
            Party(id="E", name="the East", role="absent"),
        ),
        tracks=(Track(id="round", parties=("N", "S")),),
        issues=(
            Issue(id="steel", track="round", options=("high", "low")),
            Issue(id="transit", track="round", options=("closed", "open"), consent=("N", "S", "E")),
        ),
    )  # fmt: skip


__all__ = ["Act", "Says", "Told", "found", "strike", "tariffs", "told"]
