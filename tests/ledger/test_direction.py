"""Direction and size on an order of five options, by counting steps."""

import pytest
from tests.ledger.builder import DISPUTE, DOCKERS, PORT, Line, expert, material, point, report, says

from accord.ledger import Direction
from accord.ledger.direction import Others, heading, nearest, share
from accord.ledger.stances import stances
from accord.negotiation import Issue

PAY: Issue = DISPUTE.issue("pay")
CRANES: Issue = DISPUTE.issue("cranes")


def direction(issue: Issue, start: str, end: str, *lines: Line) -> Direction:
    documents, statements = material([report(2, *lines)])
    return heading(issue, start, end, Others(stances(statements, documents, DISPUTE)))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [("none", "nine", 1.0), ("five", "seven", 0.25), ("seven", "five", 0.25), ("three", "three", 0.0)],
)
def test_size_is_the_share_of_the_order_that_was_crossed(start: str, end: str, expected: float) -> None:
    assert share(PAY, start, end) == pytest.approx(expected)


def test_there_is_no_size_without_an_order_or_an_end() -> None:
    assert share(CRANES, "crewed", "remote") is None
    assert share(PAY, "five", None) is None


def test_an_issue_of_one_option_has_no_size() -> None:
    assert share(Issue(id="seat", track="contract", options=("here",)), "here", "here") is None


def test_nearer_to_one_and_farther_from_another_is_unknown() -> None:
    below, above = (
        says(PORT, point("offer", PORT, "pay", "three")),
        says("bureau", point("offer", "bureau", "pay", "nine")),
    )
    assert direction(PAY, "five", "seven", below, above) is Direction.UNKNOWN


def test_the_partys_own_word_goes_before_what_others_tell_of_it() -> None:
    own = says(PORT, point("offer", PORT, "pay", "three"))
    told = expert(point("offer", PORT, "pay", "nine"))
    assert direction(PAY, "five", "three", own, told) is Direction.TOWARDS
    assert direction(PAY, "five", "three", told) is Direction.AWAY


def test_without_an_order_only_the_same_option_is_nearer() -> None:
    wish = says(PORT, point("demand", PORT, "cranes", "shared"))
    assert direction(CRANES, "crewed", "shared", wish) is Direction.TOWARDS
    assert direction(CRANES, "shared", "crewed", wish) is Direction.AWAY
    assert direction(CRANES, "crewed", "remote", wish) is Direction.UNKNOWN


def test_out_of_what_the_other_side_refuses_is_towards_it() -> None:
    refusal = says(DOCKERS, point("reject", DOCKERS, "pay", "three"))
    assert direction(PAY, "three", "five", refusal) is Direction.TOWARDS
    assert direction(PAY, "five", "three", refusal) is Direction.AWAY


def test_the_nearest_pair_of_several_options_is_chosen_on_the_order_and_none_without_one() -> None:
    assert nearest(PAY, {"none", "five"}, {"seven", "nine"}) == ("five", "seven")
    assert nearest(CRANES, {"crewed", "remote"}, {"shared"}) == (None, "shared")
