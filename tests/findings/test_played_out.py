"""Talks played out as findings: only where asked for, with what they rest on."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from tests.findings.scene import Act, Says, Told, document_of, statements_of, strike, told

from accord.evidence import pieces, weigh
from accord.findings import Basis, Finding, Runs, Status, findings
from accord.findings.played_out import explain
from accord.ledger import book
from accord.negotiation import Issue, Negotiation
from accord.simulate import Pattern, Rules


def found(negotiation: Negotiation, sentences: Sequence[Told], *, rounds: int = 12) -> dict[str, Finding]:
    document = document_of(sentences)
    statements = statements_of(document, sentences)
    ledger = book(statements, (document,), negotiation)
    evidence, _ = pieces(statements, ledger, negotiation)
    weighed = weigh(evidence, negotiation, members=120, seed=0)
    made = findings(weighed, ledger, statements, (document,), negotiation, runs=Runs(0, sides=False, rounds=rounds))
    return {one.id: one for one in made}


WANTS = told("The union wants the panel.", "W", says=Says.SEEKS, issue="panel", option="yes")
REFUSES = told("The firm will never take a panel.", "F", says=Says.RED_LINE, issue="panel", option="yes")
NEW = ("packages:talks", "delay:deadline", "packages:talks_surplus:party=F", "packages:talks_surplus:party=W")


def test_talks_are_played_out_only_where_asked_for() -> None:
    assert not set(NEW) & set(found(strike(), [WANTS], rounds=0))


def test_what_the_talks_come_to_has_share_prior_error_and_the_statements_it_rests_on() -> None:
    made = found(strike(), [WANTS, REFUSES])
    for id in NEW:
        one = made[id]
        assert one.status is Status.SHARE
        assert one.share is not None
        assert 0 <= one.share <= 1
        assert one.prior is not None
        assert one.error is not None
        assert one.evidence
        assert one.basis is not Basis.PRIOR
        assert any("rounds of alternating offers" in told for told in one.assumptions)
    deal = made["packages:talks"].share or 0.0
    ended = made["packages:talks"].details["ended"]
    assert deal + ended["deadline"] + ended["walked"] == pytest.approx(1, abs=1e-5)
    more = sum(made[id].share or 0 for id in NEW[2:])
    assert more <= deal + 1e-9  # of two, at most one has more than half


def test_a_deadline_of_more_rounds_reaches_no_fewer_deals() -> None:
    shares = [share for _, share in found(strike(), [WANTS])["delay:deadline"].details["deadlines"]]
    assert shares == sorted(shares)


def test_with_nothing_said_that_bears_on_it_there_is_silence_not_the_prior() -> None:
    made = found(strike(), [])
    assert {made[id].status for id in NEW} == {Status.SILENT}


def test_two_who_want_the_opposite_of_one_issue_cannot_both_gain() -> None:
    book_ = strike().model_copy(
        update={"issues": (Issue(id="panel", track="pensions", options=("no", "yes"), status_quo="no"),)}
    )
    opposed = [WANTS, told("The firm refuses the panel.", "F", says=Says.REFUSES, issue="panel", option="yes")]
    alone, both = (found(book_, said)["packages:talks"].share for said in ([WANTS], opposed))
    assert alone is not None
    assert both is not None
    assert both < alone


def test_a_kept_maximum_is_likeliest_from_one_who_never_gives_way() -> None:
    kept = told("The union still demands a big raise.", "W", Act.DEMAND, issue="raise", option="big")
    again = told("The union has not moved from its big raise.", "W", Act.DEMAND, issue="raise", option="big")
    made = found(strike(), [kept, again])
    strategies = [one for id, one in made.items() if id.startswith("types:strategy")]
    for one in strategies:
        assert one.prior == pytest.approx(0.2)
        assert one.share == max(one.details["strategies"].values())
        assert set(one.details["seen"]) <= set(Pattern)
        assert one.evidence
    if strategies:
        assert max(strategies[0].details["strategies"], key=strategies[0].details["strategies"].get) in {
            "hard",
            "staller",
        }


def test_nothing_is_explained_where_nobody_was_seen_to_move() -> None:
    document = document_of([WANTS])
    statements = statements_of(document, [WANTS])
    evidence, _ = pieces(statements, book(statements, (document,), strike()), strike())
    assert explain(weigh(evidence, strike(), members=50, seed=0).ensemble, (), Rules(10)) is None
