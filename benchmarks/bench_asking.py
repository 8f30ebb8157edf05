"""What if, in a live session: 11,664 packages, 1,000 members, four parties, two tracks, seventy-odd pieces of evidence.

Every call asks a session that knows its baseline and has not been asked anything yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
from benchmarks.harness import Row, timed
from benchmarks.study_worlds import any_claim, hide, told
from tests.evidence.rejection import World

from accord.documents import Document, document_id
from accord.findings import Changes, difference_record
from accord.negotiation import Issue, Negotiation, Party, Track
from accord.statements import Act, Authority, Point, Statement, make_statement
from accord.workspace import what_if
from accord.workspace.asking import Asker

PARTIES, CLAIMS, PER_REPORT = ("A", "B", "C", "D"), 80, 20
QUICK, FULL = 0.3, 2.0


def bench(peers: object) -> Iterator[Row]:
    """A row for each kind of change: the deal space, and every finding."""
    material = made()
    asker = Asker(*material)
    asker.prepare()
    packages = f"{asker.quick(Changes()).packages:,} packages x 1,000"
    for name, changes in asked(material[0], material[2]).items():
        sessions = [asker.afresh() for _ in range(8)]
        space = timed(lambda sessions=sessions, changes=changes: sessions.pop().quick(changes))  # type: ignore[misc]
        full = timed(lambda sessions=sessions, changes=changes: sessions.pop().full(changes))  # type: ignore[misc]
        check(space.answer, full.answer)
        note = f"{space.answer.how}, {space.answer.members} members, {space.answer.effective:.0f} independent"
        yield Row(f"what if, deal space; {name}; {packages}", space, target=QUICK, note=note)
        yield Row(f"what if, all findings; {name}; {packages}", full, target=FULL, note=_moved(full.answer))
    changes = asked(material[0], material[2])["patience"]
    whole = what_if(*material, changes)
    same = [difference_record(one) for one in asker.full(changes).differences]
    assert same == [difference_record(one) for one in whole.differences]


def asked(documents: tuple[Document, ...], statements: tuple[Statement, ...]) -> dict[str, Changes]:
    """The changes that are asked, by what they are called."""
    return {
        "patience": Changes(rates={("impatience", "A"): (0.2, 0.2)}),
        "walk-away": Changes(rates={("walk_away_hazard", "A"): (0.3, 0.3)}),
        "outside option": Changes(outside={"A": 0.4}),
        "tracks apart": Changes(separate=("one", "two")),
        "a statement dropped": Changes(without=(statements[3].id,)),
        "a source dropped": Changes(without_documents=(documents[0].id,)),
        "one side believed": Changes(believe=("A",)),
        "as of the first day": Changes(as_of=date(2031, 5, 1)),
        "an order of stages": Changes(order=("i0", "i1")),
    }


def check(space: Any, answer: Any) -> None:
    """Asserts that the deal space and the findings tell of one and the same share of models with a deal.

    Told of members weighed anew, or of the first few, the share is as near as its error says.
    """
    deal = next(one for one in answer.after.findings if one.id == "packages:deal")
    share, error = space.agreement
    near = space.how == "re-weighed" or space.members < space.of
    allowed = 4 * float(np.hypot(error, deal.error)) if near else 1e-9
    assert abs(share - deal.share) <= allowed, (share, deal.share)


def _moved(answer: Any) -> str:
    return f"{sum(one.clear for one in answer.differences)} of {len(answer.differences)} findings move"


def made() -> tuple[tuple[Document, ...], Negotiation, tuple[Statement, ...]]:
    """Four reports of twenty claims each, by the four sides in turn and by nobody's expert."""
    options: dict[str, tuple[str, ...]] = {
        f"i{k}": ("a", "b", "c", "d") if k in {0, 4} else ("a", "b", "c") for k in range(8)
    }
    world = World(PARTIES, options, dict.fromkeys(options, True))
    negotiation = Negotiation(
        parties=tuple(Party(id=one, name=f"the side of {one}") for one in PARTIES),
        tracks=(Track(id="one", parties=PARTIES), Track(id="two", parties=PARTIES)),
        issues=tuple(
            Issue(id=name, track="one" if k < 4 else "two", options=given, status_quo=given[0])
            for k, (name, given) in enumerate(options.items())
        ),
    )
    rng = np.random.default_rng(CLAIMS)
    claimed = [(any_claim(world, rng), 0.7) for _ in range(CLAIMS)]
    hidden = hide(world, claimed, rng)
    claims = [told(claim, r, hidden, rng) for claim, r in claimed]
    documents, statements = [], []
    for day, first in enumerate(range(0, CLAIMS, PER_REPORT)):
        lines = [f"Claim {number} is made by someone." for number in range(first, first + PER_REPORT)]
        text = "\n".join(lines)
        day_of, name = date(2031, 5, 1 + day), f"claims-{day}.txt"
        document = Document(document_id(text), name, "", f"The Gazette {day}", day_of, text, "text/plain")
        documents.append(document)
        for number, line in enumerate(lines, start=first):
            statements.append(_statement(document, line, number, claims[number]))
    return tuple(documents), negotiation, tuple(statements)


def _statement(document: Document, line: str, number: int, claim: Any) -> Statement:
    side = (*PARTIES, None)[number % 5]
    fields: dict[str, Any] = (
        {"parties": (side,), "authority": Authority.PRINCIPAL} if side else {"authority": Authority.INDEPENDENT}
    )
    at = document.text.index(line)
    point = Point(Act.ASSESSMENT, claim.party, claim.issue, claim.option, claim=claim)
    return make_statement(document, at, at + len(line), speakers=(f"Person {number}",), points=(point,), **fields)
