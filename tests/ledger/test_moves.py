"""Moves and what did not move, by plain reading of small disputes.

The order of pay is none, three, five, seven, nine: one step is a quarter. The talks begin at none.
"""

from datetime import date

import pytest
from tests.ledger.builder import CONDITIONAL, DOCKERS, PORT, booked, claim, expert, narrates, point, report, says

from accord.ledger import Basis, Direction, Move
from accord.statements import Modality


def path(move: Move) -> tuple[str | None, str | None, Direction, float | None]:
    return move.start, move.end, move.direction, move.size


def test_a_lower_demand_on_a_later_day_is_a_move_towards_the_other_side() -> None:
    ledger = booked(
        report(
            2, says(DOCKERS, point("demand", DOCKERS, "pay", "nine")), says(PORT, point("offer", PORT, "pay", "three"))
        ),
        report(5, says(DOCKERS, point("demand", DOCKERS, "pay", "seven"))),
    )
    (move,) = ledger.moves
    assert path(move) == ("nine", "seven", Direction.TOWARDS, pytest.approx(0.25))
    assert (move.on, move.told, len(move.statements)) == (date(2030, 3, 5), False, 2)


def test_a_higher_demand_is_a_move_away() -> None:
    ledger = booked(
        report(
            2, says(DOCKERS, point("demand", DOCKERS, "pay", "five")), says(PORT, point("offer", PORT, "pay", "three"))
        ),
        report(5, says(DOCKERS, point("demand", DOCKERS, "pay", "nine"))),
    )
    assert [path(move) for move in ledger.moves] == [("five", "nine", Direction.AWAY, pytest.approx(0.5))]


def test_without_the_other_side_the_status_quo_tells_the_direction() -> None:
    """Away from one's own demand, back to where things stand, is giving way; farther out is asking for more."""
    down = booked(
        *(report(d, says(DOCKERS, point("demand", DOCKERS, "pay", o))) for d, o in [(2, "nine"), (5, "five")])
    )
    up = booked(*(report(d, says(DOCKERS, point("demand", DOCKERS, "pay", o))) for d, o in [(2, "five"), (5, "nine")]))
    assert [move.direction for move in down.moves] == [Direction.TOWARDS]
    assert [move.direction for move in up.moves] == [Direction.AWAY]


def test_a_move_into_what_the_other_side_refuses_is_away() -> None:
    ledger = booked(
        report(2, says(PORT, point("reject", PORT, "cranes", "crewed"))),
        report(3, says(DOCKERS, point("demand", DOCKERS, "cranes", "shared"))),
        report(5, says(DOCKERS, point("demand", DOCKERS, "cranes", "crewed"))),
    )
    assert [path(move) for move in ledger.moves] == [("shared", "crewed", Direction.AWAY, None)]


def test_a_repeated_offer_is_not_a_new_concession() -> None:
    ledger = booked(*(report(day, says(PORT, point("offer", PORT, "pay", "five"))) for day in (2, 4, 6)))
    assert ledger.moves == ()


def test_an_offer_beside_a_demand_that_is_held_up_is_not_taken_back() -> None:
    """A negotiator may ask for nine again while seven is on the table."""
    ledger = booked(
        report(2, says(DOCKERS, point("demand", DOCKERS, "pay", "nine"))),
        report(4, says(DOCKERS, point("offer", DOCKERS, "pay", "seven"))),
        report(6, says(DOCKERS, point("demand", DOCKERS, "pay", "nine"))),
    )
    assert [(move.start, move.end) for move in ledger.moves] == [("nine", "seven")]


def test_of_several_options_on_one_day_the_smallest_change_is_booked() -> None:
    ledger = booked(
        report(2, says(PORT, point("offer", PORT, "pay", "three"))),
        report(4, says(PORT, point("offer", PORT, "pay", "five"), point("offer", PORT, "pay", "seven"))),
    )
    assert [(move.start, move.end) for move in ledger.moves] == [("three", "five")]


def test_undated_positions_make_no_move() -> None:
    ledger = booked(
        report(None, says(DOCKERS, point("demand", DOCKERS, "pay", "nine"))),
        report(None, says(DOCKERS, point("demand", DOCKERS, "pay", "seven")), source="The Ledger"),
    )
    assert ledger.moves == ()


def test_an_opponents_word_alone_never_moves_a_party() -> None:
    ledger = booked(
        report(2, says(DOCKERS, point("demand", DOCKERS, "pay", "nine"))),
        report(4, says(PORT, point("demand", DOCKERS, "pay", "seven"))),
    )
    assert ledger.moves == ()


def test_a_concession_an_opponent_tells_of_is_its_account_and_the_partys_denial_stands_beside_it() -> None:
    ledger = booked(
        report(2, says(DOCKERS, point("demand", DOCKERS, "pay", "nine"))),
        report(4, says(PORT, point("concession", DOCKERS, "pay", "five"))),
        report(4, says(DOCKERS, point("reject", DOCKERS, "pay", "five")), source="The Ledger"),
    )
    (move,) = ledger.moves
    assert (move.start, move.end, move.basis, move.told) == ("nine", "five", Basis.TOLD, True)
    assert move.according_to == ("Speaker of port",)
    assert len(move.disputed_by) == 1


def test_a_concession_told_in_words_needs_no_second_date() -> None:
    (move,) = booked(report(None, narrates(point("concession", PORT, "sundays", "free")))).moves
    assert path(move) == ("worked", "free", Direction.TOWARDS, 1.0)
    assert (move.on, move.told, move.assumed_start) == (None, True, True)


def test_an_acceptance_of_what_the_party_asked_for_is_no_move() -> None:
    ledger = booked(
        report(2, says(DOCKERS, point("demand", DOCKERS, "sundays", "free"))),
        report(4, narrates(point("accept", DOCKERS, "sundays", "free"))),
    )
    assert ledger.moves == ()


def test_a_concession_of_an_unnamed_option_has_no_size() -> None:
    (move,) = booked(report(2, narrates(point("concession", PORT, "pay")))).moves
    assert (move.start, move.end, move.size, move.direction) == (None, None, None, Direction.TOWARDS)


def test_one_move_seen_and_told_is_booked_once() -> None:
    ledger = booked(
        report(2, says(DOCKERS, point("demand", DOCKERS, "pay", "nine"))),
        report(4, says(DOCKERS, point("concession", DOCKERS, "pay", "seven"))),
        report(5, narrates(point("concession", DOCKERS, "pay", "seven"))),
    )
    (move,) = ledger.moves
    assert (move.start, move.end, len(move.statements)) == ("nine", "seven", 3)


def test_taking_what_was_refused_is_a_move() -> None:
    ledger = booked(
        report(2, says(PORT, point("reject", PORT, "sundays", "free"))),
        report(4, says(PORT, point("promise", PORT, "sundays", "free", modality=CONDITIONAL, condition="if signed"))),
    )
    (move,) = ledger.moves
    assert (move.start, move.end, move.modality, move.condition) == (
        "worked",
        "free",
        Modality.CONDITIONAL,
        "if signed",
    )


def test_who_calls_a_concession_wanted_anyway_is_named_beside_it() -> None:
    ledger = booked(
        report(
            2,
            narrates(point("concession", PORT, "sundays", "free")),
            expert(claim("already_wanted", PORT, "sundays", "free")),
            expert(claim("already_wanted", PORT, "pay", "three")),
            says(PORT, claim("already_wanted", PORT, "sundays", "free", negated=True)),
        )
    )
    (move,) = ledger.moves
    assert (len(move.nominal_by), len(move.nominal_denied_by)) == (1, 1)


def test_an_offer_that_somebody_calls_wanted_anyway_is_booked_as_a_move() -> None:
    offer = says(PORT, point("offer", PORT, "sundays", "free"))
    alone = booked(report(2, offer))
    doubted = booked(report(2, offer, expert(claim("would_do_anyway", PORT, "sundays", "free"))))
    assert alone.moves == ()
    assert [(move.end, len(move.nominal_by)) for move in doubted.moves] == [("free", 1)]


def test_a_demand_in_two_reports_did_not_move() -> None:
    ledger = booked(
        report(2, says(DOCKERS, point("demand", DOCKERS, "pay", "nine"))),
        report(6, narrates(point("demand", DOCKERS, "pay", "nine"))),
    )
    (kept,) = ledger.unchanged
    assert (kept.party, kept.issue, kept.option, kept.told, len(kept.statements)) == (DOCKERS, "pay", "nine", False, 2)


def test_a_demand_that_was_left_is_not_unchanged() -> None:
    ledger = booked(
        *(
            report(d, says(DOCKERS, point("demand", DOCKERS, "pay", o)))
            for d, o in [(2, "nine"), (3, "nine"), (5, "seven")]
        )
    )
    assert ledger.unchanged == ()


def test_demands_told_to_be_unchanged_need_no_issue() -> None:
    told = narrates(point("assessment", DOCKERS, None), reached={"unchanged": "remained unchanged"})
    (kept,) = booked(report(2, told)).unchanged
    assert (kept.party, kept.issue, kept.told) == (DOCKERS, None, True)


def test_who_repeats_its_demand_says_nothing_of_the_other_being_unchanged() -> None:
    """ "The guild repeated its demand for nine, which the company will never accept"."""
    points = (point("demand", DOCKERS, "pay", "nine"), point("reject", PORT, "pay", "nine"))
    (kept,) = booked(report(2, says(DOCKERS, *points, reached={"unchanged": "repeated"}))).unchanged
    assert (kept.party, kept.option) == (DOCKERS, "nine")


def test_accepting_things_as_they_are_gives_nothing() -> None:
    assert booked(report(2, narrates(point("accept", PORT, "sundays", "worked")))).moves == ()


def test_a_concession_told_together_with_the_new_demand_is_still_a_move() -> None:
    """ "Came down to seven, which it now asks for": one sentence, two points."""
    both = narrates(point("concession", DOCKERS, "pay", "seven"), point("demand", DOCKERS, "pay", "seven"))
    (move,) = booked(report(2, both)).moves
    assert (move.end, move.told, move.direction) == ("seven", True, Direction.TOWARDS)


def test_an_undated_demand_that_is_met_is_no_move_of_the_one_who_made_it() -> None:
    ledger = booked(
        report(None, says(DOCKERS, point("demand", DOCKERS, "sundays", "free"))),
        report(None, narrates(point("accept", DOCKERS, "sundays", "free")), source="The Ledger"),
    )
    assert ledger.moves == ()


def test_to_concede_ones_own_demand_is_to_give_it_up() -> None:
    ledger = booked(
        report(2, says(DOCKERS, point("demand", DOCKERS, "pay", "nine"))),
        report(4, narrates(point("concession", DOCKERS, "pay", "nine"))),
    )
    assert [path(move) for move in ledger.moves] == [("nine", None, Direction.TOWARDS, None)]


def test_what_the_other_side_tells_joins_the_movers_own_word() -> None:
    ledger = booked(
        report(4, says(PORT, point("accept", PORT, "sundays", "free"))),
        report(5, says(DOCKERS, point("accept", PORT, "sundays", "free"))),
    )
    (move,) = ledger.moves
    assert (move.basis, move.according_to) == (Basis.OWN, ("Speaker of dockers", "Speaker of port"))


def test_what_the_mover_tells_of_the_others_does_not_turn_its_own_move() -> None:
    """ "We accepted, and they refuse" is no move away from them."""
    ledger = booked(
        report(
            2,
            says(DOCKERS, point("accept", DOCKERS, "sundays", "free"), point("reject", PORT, "sundays", "free")),
        )
    )
    assert [move.direction for move in ledger.moves] == [Direction.TOWARDS]


def test_a_move_told_without_its_end_is_the_change_of_that_day() -> None:
    """ "It dropped its demand for nine, and now asks for seven"."""
    ledger = booked(
        report(2, says(DOCKERS, point("demand", DOCKERS, "pay", "nine"))),
        report(4, narrates(point("concession", DOCKERS, "pay", "nine"), point("demand", DOCKERS, "pay", "seven"))),
    )
    assert [(move.start, move.end) for move in ledger.moves] == [("nine", "seven")]


def test_a_first_offer_after_giving_nothing_on_the_issue_is_a_move() -> None:
    ledger = booked(
        report(3, says(PORT, point("reject", PORT, "pay"))),
        report(9, says(PORT, point("offer", PORT, "pay", "three"))),
    )
    (move,) = ledger.moves
    assert (move.start, move.end, move.assumed_start) == ("none", "three", True)


def test_a_demand_after_refusing_the_issue_is_no_concession() -> None:
    ledger = booked(
        report(3, says(PORT, point("reject", PORT, "pay"))),
        report(9, says(PORT, point("demand", PORT, "pay", "three"))),
    )
    assert ledger.moves == ()


def test_what_only_the_other_tells_is_disputed_by_a_denial_of_any_option() -> None:
    denial = says(DOCKERS, point("reject", DOCKERS, "pay"))
    ledger = booked(report(3, says(PORT, point("accept", DOCKERS, "pay", "five")), denial))
    (move,) = ledger.moves
    assert move.basis is Basis.TOLD
    assert len(move.disputed_by) == 1


def test_a_condition_in_the_own_word_outweighs_a_headline_without_one() -> None:
    bound = point("accept", DOCKERS, "pay", "five", modality=CONDITIONAL, condition="if Sundays are free")
    ledger = booked(report(3, narrates(point("accept", DOCKERS, "pay", "five")), says(DOCKERS, bound)))
    (move,) = ledger.moves
    assert (move.modality, move.condition) == (CONDITIONAL, "if Sundays are free")
