"""Whether a party seeks a deal or buys time: expected values by Bayes' rule from the table of likelihoods."""

from __future__ import annotations

from datetime import date

import pytest
from tests.findings.scene import Act, Says, document_of, found, statements_of, strike, told

from accord.evidence import weigh
from accord.findings import Finding, Runs, Status, findings, talks
from accord.findings.likelihoods import BAND, LIKELIHOODS, PRIOR_BAND, Kind
from accord.findings.observed import DELAYS
from accord.findings.words import Names
from accord.ledger import book
from accord.report.beside import beside

OWN = {"parties": ("W",), "speakers": ("A shop steward",)}
SEEKS = "types:seeks_deal:party=W"


def odds(kind: Kind, believed: float) -> float:
    """By how much one move of this kind, by a teller of this reliability, multiplies the odds of seeking a deal."""
    one = LIKELIHOODS[kind]
    either = (one.seeks + one.buys) / 2
    return (believed * one.seeks + (1 - believed) * either) / (believed * one.buys + (1 - believed) * either)


def test_a_postponement_told_by_a_reporter_is_weighed_by_bayes_rule() -> None:
    told_of = told("The union postponed the session.", "W", Act.ASSESSMENT)
    finding = found(strike(), [told_of], members=100)[SEEKS]
    times = odds(Kind.DELAY, 0.8)  # a reporter's own voice
    assert finding.share == pytest.approx(times / (1 + times))
    assert finding.prior == 0.5
    low, high = finding.details["band"]
    assert low < finding.share < high
    assert finding.basis.value == "stated"


def test_words_that_bind_to_nothing_leave_the_chance_where_it_was_and_are_said_to() -> None:
    talk = told("We are full of good will.", "W", Act.ASSESSMENT, **OWN)
    findings = found(strike(), [talk], members=100)
    assert findings[SEEKS].status is Status.SILENT
    assert "as likely from either" in findings[SEEKS].sentence
    assert findings["signals:cheap_talk:party=W"].evidence
    delay = told("The union postponed the session.", "W", Act.ASSESSMENT)
    alone, beside = (found(strike(), said, members=100)[SEEKS] for said in ([delay], [delay, talk]))
    assert alone.share == beside.share
    assert "no sign either way" in beside.sentence


def test_a_step_that_costs_something_speaks_for_a_deal_and_one_wanted_anyway_does_not() -> None:
    step = told("The union gave up its pensions panel.", "W", Act.CONCESSION, issue="panel", option="yes")
    costly = told("The union hates a panel.", "W", says=Says.REFUSES, issue="panel", option="yes")
    wanted = told("The union had always wanted a panel.", "W", says=Says.ALREADY_WANTED, issue="panel", option="yes")
    dear, cheap = (found(strike(), [step, other], members=200)[SEEKS].share for other in (costly, wanted))
    assert dear is not None
    assert cheap is not None
    assert cheap < 0.5 < dear


def test_what_is_done_twice_on_one_day_is_one_move() -> None:
    once = [told("The union postponed the session.", "W", Act.ASSESSMENT)]
    twice = [*once, told("Once more, the union postponed it.", "W", Act.ASSESSMENT)]
    first, second = (found(strike(), said, members=100)[SEEKS] for said in (once, twice))
    assert first.share == second.share


def test_moves_of_two_days_are_independent_given_the_kind() -> None:
    days = [told(f"On day {day} the union postponed it.", "W", on=date(2031, 3, day)) for day in (1, 2)]
    finding = found(strike(), days, members=100)[SEEKS]
    times = odds(Kind.DELAY, 0.8) ** 2
    assert finding.share == pytest.approx(times / (1 + times))
    assert [row["on"] for row in finding.details["path"]] == ["2031-03-01", "2031-03-02"]


def test_leaving_a_statement_out_leaves_its_move_out() -> None:
    finding = found(strike(), [told("The union postponed the session.", "W", Act.ASSESSMENT)], members=100)[SEEKS]
    (effect,) = finding.influence
    assert finding.share is not None
    assert effect.effect == pytest.approx(finding.share - 0.5)


def test_every_likelihood_stays_a_chance_over_its_band_and_silence_stays_silent() -> None:
    for likelihood in LIKELIHOODS.values():
        for by in (-BAND, BAND):
            tilted = likelihood.tilted(by)
            assert 0 < tilted.seeks < 1
            assert 0 < tilted.buys < 1
            assert likelihood.tells or not tilted.tells
    assert PRIOR_BAND[0] < 0.5 < PRIOR_BAND[1]


@pytest.mark.parametrize("words", ["the firm postponed the round", "it dragged its feet", "they put off the vote"])
def test_time_let_pass_is_a_deed(words: str) -> None:
    assert DELAYS.search(words)


@pytest.mark.parametrize("words", ["talks are a way to buy time", "without delay", "it may play for time"])
def test_what_somebody_makes_of_a_party_is_no_deed_of_it(words: str) -> None:
    assert not DELAYS.search(words)


def kept_twice(*, second_opinions: bool = True) -> Finding:
    """The union asks for a big raise on two days: the second time its largest demand is kept."""
    days = [
        told(f"On day {day} the union asked for a big raise.", "W", Act.DEMAND, issue="raise", option="big",
             on=date(2031, 3, day))
        for day in (1, 2)
    ]  # fmt: skip
    document, negotiation = document_of(days), strike()
    statements = statements_of(document, days)
    weighed = weigh((), negotiation, members=100, seed=0)
    ledger = book(statements, (document,), negotiation)
    made = findings(weighed, ledger, statements, (document,), negotiation, runs=Runs(0, sides=second_opinions))
    return next(one for one in made if one.id == SEEKS)


def test_simulated_talks_are_a_second_opinion_that_leaves_the_share_as_it_is() -> None:
    alone, beside_it = kept_twice(second_opinions=False), kept_twice()
    assert beside_it.share == alone.share
    assert "simulated" not in alone.details
    assert "imulated" not in alone.sentence
    simulated = beside_it.details["simulated"]
    seeks, buys = simulated["chances"]["maximum_kept"]
    believed = 0.8  # a reporter's own voice
    either = (seeks + buys) / 2
    times = (believed * seeks + (1 - believed) * either) / (believed * buys + (1 - believed) * either)
    assert simulated["share"] == pytest.approx(times / (1 + times), abs=1e-5)
    assert seeks < buys  # who keeps its maximum to the end keeps it more often than who gives way
    assert "By simulated talks" in beside_it.sentence
    assert any("staller" in words for words in beside_it.assumptions)
    shown = beside(beside_it, Names(strike())).moves
    assert shown is not None
    assert shown.simulated.startswith("A second opinion")
    assert f"maximum kept {seeks:.2f} against {buys:.2f}" in shown.simulated


def test_talks_that_would_cost_too_much_are_not_played_and_small_ones_in_more_models() -> None:
    class Sized:
        members = 1000

        def __init__(self, packages: int) -> None:
            self.frame = self
            self.packages = packages

    assert [talks.models_played(Sized(size)) for size in (10, 30_000, 10**6)] == [12, 4, 0]  # type: ignore[arg-type]
