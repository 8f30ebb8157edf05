"""What all findings take: 2,000 members, ten issues of three options, three parties, thirty-four claims, two tracks.

Run from the root of the checkout: `python -m benchmarks.study_findings`. Influence of every statement and what each
side's claims alone make of every share are among them. Compiled functions are warm.
"""

from __future__ import annotations

import resource
import time
from datetime import date

import numpy as np
from benchmarks.study_worlds import any_claim, hide, told
from tests.evidence.rejection import World

from accord.documents import Document, document_id
from accord.negotiation import Issue, Negotiation, Party, Track
from accord.statements import Act, Authority, Point, Statement, make_statement
from accord.workspace import Settings, run

MEMBERS, CLAIMS = 2000, 34


def main() -> None:
    """Times everything after reading, step by step."""
    parties = ("A", "B", "C")
    options: dict[str, tuple[str, ...]] = {f"i{k}": ("a", "b", "c") for k in range(10)}
    world = World(parties, options, dict.fromkeys(options, True))
    negotiation = Negotiation(
        parties=tuple(Party(id=one, name=f"the side of {one}") for one in parties),
        tracks=(Track(id="one", parties=parties), Track(id="two", parties=parties)),
        issues=tuple(
            Issue(id=name, track="one" if k < 5 else "two", options=given, status_quo=given[0])
            for k, (name, given) in enumerate(options.items())
        ),
    )
    document, statements = told_in(world)
    run((document,), negotiation, statements, settings=Settings(members=80))
    steps: list[tuple[str, float]] = []
    begun, spent = time.perf_counter(), time.process_time()
    contents = run(
        (document,), negotiation, statements, settings=Settings(members=MEMBERS),
        progress=lambda step, done, total: steps.append((step, time.perf_counter())),
    )  # fmt: skip
    ended = time.perf_counter()
    assert contents.weighed is not None
    shares = [one for one in contents.findings if one.share is not None]
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(contents.weighed.pieces)} pieces, {len(contents.findings)} findings, {len(shares)} of them shares, "
        f"{sum(len(one.influence) for one in shares)} influences, "
        f"{sum('believing' in one.details for one in shares)} compared by side: {ended - begun:.1f} s "
        f"({time.process_time() - spent:.1f} s of processor), {megabytes:.0f} MB"
    )
    ends = [at for _, at in steps[1:]] + [ended]
    print(", ".join(f"{step} {end - at:.1f} s" for (step, at), end in zip(steps, ends, strict=True)))


def told_in(world: World) -> tuple[Document, tuple[Statement, ...]]:
    """One document of a sentence for each claim, said by the three sides in turn and by nobody's expert."""
    rng = np.random.default_rng(CLAIMS)
    asked = [(any_claim(world, rng), 0.7) for _ in range(CLAIMS)]
    hidden = hide(world, asked, rng)
    claims = [told(claim, r, hidden, rng) for claim, r in asked]
    lines = [f"Claim {number} is made by someone." for number in range(CLAIMS)]
    text = "\n".join(lines)
    document = Document(document_id(text), "claims.txt", "", "The Gazette", date(2031, 5, 1), text, "text/plain")
    made, at = [], 0
    for number, (claim, line) in enumerate(zip(claims, lines, strict=True)):
        side = ("A", "B", "C", None)[number % 4]
        fields = (
            {"parties": (side,), "authority": Authority.PRINCIPAL} if side else {"authority": Authority.INDEPENDENT}
        )
        point = Point(Act.ASSESSMENT, claim.party, claim.issue, claim.option, claim=claim)
        made.append(
            make_statement(document, at, at + len(line), speakers=(f"Person {number}",), points=(point,), **fields)
        )
        at += len(line) + 1
    return document, tuple(made)


if __name__ == "__main__":
    main()
