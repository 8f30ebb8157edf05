"""Positions, as a reader of the reports would list them."""

from datetime import date

import pytest
from tests.ledger.builder import (
    CONDITIONAL,
    DOCKERS,
    HYPOTHETICAL,
    PORT,
    booked,
    claim,
    expert,
    narrates,
    point,
    report,
    says,
)

from accord.ledger import Basis, positions_on
from accord.statements import Act, Claim, Modality, Says, Term, Tier


def test_a_demand_is_a_position_by_the_partys_own_word_on_the_day_of_its_document() -> None:
    (position,) = booked(report(3, says(DOCKERS, point("demand", DOCKERS, "pay", "nine")))).positions
    assert (position.party, position.issue, position.option) == (DOCKERS, "pay", "nine")
    assert (position.on, position.basis, position.refused) == (date(2030, 3, 3), Basis.OWN, False)
    assert position.acts == (Act.DEMAND,)


def test_the_day_of_the_statement_goes_before_the_day_of_the_document() -> None:
    line = says(DOCKERS, point("demand", DOCKERS, "pay", "nine"), on=date(2030, 2, 27))
    (position,) = booked(report(3, line)).positions
    assert position.on == date(2030, 2, 27)


def test_with_no_date_anywhere_the_day_stays_unknown() -> None:
    (position,) = booked(report(None, says(DOCKERS, point("demand", DOCKERS, "pay", "nine")))).positions
    assert position.on is None
    assert position.until is None


def test_a_repeated_offer_is_one_position_with_two_statements() -> None:
    offer = says(PORT, point("offer", PORT, "pay", "five"))
    ledger = booked(report(3, offer), report(5, offer))
    (position,) = ledger.positions
    assert len(position.statements) == 2
    assert (position.on, position.until) == (date(2030, 3, 3), date(2030, 3, 5))


def test_a_return_to_an_earlier_position_is_a_position_of_its_own() -> None:
    ledger = booked(
        *(
            report(day, says(PORT, point("offer", PORT, "pay", o)))
            for day, o in [(3, "five"), (4, "three"), (5, "five")]
        )
    )
    assert [(position.on, position.option) for position in ledger.positions] == [
        (date(2030, 3, 3), "five"),
        (date(2030, 3, 4), "three"),
        (date(2030, 3, 5), "five"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        says(PORT, point("accept", PORT, "pay", "seven", negated=True)),
        says(PORT, point("offer", PORT, "pay", "seven", modality=HYPOTHETICAL)),
        says(PORT, point("demand", PORT, "pay", "seven", negated=True)),
        expert(point("forecast", PORT, "pay", "seven")),
        expert(claim("already_wanted", PORT, "pay", "seven")),
    ],
    ids=["has not agreed", "might offer", "does not ask for", "forecast", "wanted it anyway"],
)
def test_what_does_not_take_a_stand_makes_no_position(line: object) -> None:
    assert booked(report(3, line)).positions == ()  # type: ignore[arg-type]


def test_a_negated_acceptance_refuses_only_when_its_claim_says_so() -> None:
    refusing = Claim(Says.REFUSES, PORT, "pay", "seven")
    (position,) = booked(
        report(3, says(PORT, point("accept", PORT, "pay", "seven", negated=True, claim=refusing)))
    ).positions
    assert position.refused


def test_a_rejection_refuses_its_option() -> None:
    (position,) = booked(report(3, narrates(point("reject", PORT, "pay", "nine")))).positions
    assert position.refused
    assert position.basis is Basis.NARRATED
    assert position.according_to == ("The Tidings",)


def test_a_conditional_position_keeps_its_condition() -> None:
    offered = point("offer", PORT, "pay", "seven", modality=CONDITIONAL, condition="if Sundays are worked")
    (position,) = booked(report(3, says(PORT, offered))).positions
    assert (position.modality, position.condition) == (Modality.CONDITIONAL, "if Sundays are worked")


def test_terms_that_a_readiness_is_given_under_are_its_condition() -> None:
    ready = Claim(Says.WOULD_ACCEPT, PORT, "pay", "seven", given=(Term("sundays", "worked"),))
    (position,) = booked(report(3, says(PORT, point("offer", PORT, "pay", "seven", claim=ready)))).positions
    assert (position.modality, position.condition) == (Modality.CONDITIONAL, "sundays: worked")


def test_what_an_opponent_tells_is_kept_apart_as_told() -> None:
    ledger = booked(
        report(
            3,
            says(PORT, point("accept", DOCKERS, "pay", "five")),
            says(DOCKERS, point("demand", DOCKERS, "pay", "nine")),
        )
    )
    assert {(position.option, position.basis, position.according_to) for position in ledger.positions} == {
        ("five", Basis.TOLD, ("Speaker of port",)),
        ("nine", Basis.OWN, ("Speaker of dockers",)),
    }


def test_an_aim_that_the_reporter_ascribes_is_a_belief() -> None:
    (position,) = booked(report(3, narrates(point("demand", PORT, "cranes", "remote"), tier=Tier.BELIEF))).positions
    assert position.basis is Basis.BELIEF


def test_a_partys_own_paper_speaks_for_it() -> None:
    line = narrates(point("accept", DOCKERS, "sundays", "worked"))
    (position,) = booked(report(3, line, source="The Guild")).positions
    assert position.basis is Basis.OWN


def test_a_precondition_asks_for_what_must_come_first() -> None:
    order = Claim(Says.BEFORE, DOCKERS, first=Term("sundays", "free"), then=Term("pay", None))
    (position,) = booked(report(3, says(DOCKERS, point("precondition", DOCKERS, "pay", claim=order)))).positions
    assert (position.issue, position.option, position.acts) == ("sundays", "free", (Act.PRECONDITION,))


def test_what_the_codebook_does_not_have_is_passed_over() -> None:
    lines = [
        says(DOCKERS, point("demand", "pilots", "pay", "nine")),
        says(DOCKERS, point("demand", DOCKERS, "parking", "free")),
        says(DOCKERS, point("demand", DOCKERS, "pay", "eleven")),
    ]
    assert booked(report(3, *lines)).positions == ()


def test_an_issue_named_with_no_option_is_a_position_with_none() -> None:
    (position,) = booked(report(3, says(DOCKERS, point("demand", DOCKERS, "pay")))).positions
    assert position.option is None


def test_positions_on_a_day_leave_out_what_was_given_up_and_what_came_later() -> None:
    ledger = booked(
        report(2, says(DOCKERS, point("demand", DOCKERS, "pay", "nine"))),
        report(4, says(DOCKERS, point("offer", DOCKERS, "pay", "seven"))),
        report(6, says(DOCKERS, point("offer", DOCKERS, "pay", "five"))),
    )
    assert [p.option for p in positions_on(ledger, date(2030, 3, 1))] == []
    assert [p.option for p in positions_on(ledger, date(2030, 3, 3))] == ["nine"]
    assert [p.option for p in positions_on(ledger, date(2030, 3, 5))] == ["seven"]
    assert [p.option for p in positions_on(ledger, date(2030, 3, 9))] == ["five"]


def test_a_refusal_ends_when_the_party_takes_the_option() -> None:
    ledger = booked(
        report(2, says(PORT, point("reject", PORT, "pay", "seven"))),
        report(4, says(PORT, point("accept", PORT, "pay", "seven"))),
    )
    assert [(p.option, p.refused) for p in positions_on(ledger, date(2030, 3, 9))] == [("seven", False)]


def test_a_mediators_note_reports_and_does_not_speak_for_those_it_tells_of() -> None:
    line = narrates(point("offer", PORT, "pay", "five"))
    (position,) = booked(report(3, line, source="Labour Bureau")).positions
    assert (position.basis, position.according_to) == (Basis.NARRATED, ("Labour Bureau",))


def test_a_rejection_may_carry_its_negation_in_words() -> None:
    """ "Did not accept": the point is a rejection, and its words have a not."""
    (position,) = booked(report(3, says(PORT, point("reject", PORT, "pay", "seven", negated=True)))).positions
    assert position.refused


def test_a_rejection_whose_claim_is_readiness_is_no_refusal() -> None:
    ready = Claim(Says.WOULD_ACCEPT, PORT, "pay", "seven")
    rejected = point("reject", PORT, "pay", "seven", negated=True, claim=ready)
    (position,) = booked(report(3, says(PORT, rejected))).positions
    assert not position.refused
