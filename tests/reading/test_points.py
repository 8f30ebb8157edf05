"""What a statement says of issues and preferences, on short texts of four fields."""

import pytest
from tests.reading.fields import claims, points, says, spoken

from accord.statements import Act, Claim, Modality, Point, Says, Term


def one(text: str, field: str, *parties: str) -> Point:
    """The only point of the text as a statement of these parties that speaks of an issue, or the only one."""
    found = spoken(text, field, *parties)
    with_issue = [point for point in found if point.issue]
    assert len(with_issue or found) == 1, found
    return (with_issue or found)[0]


@pytest.mark.parametrize(
    ("text", "field", "party", "act", "issue", "option"),
    [
        ("We have agreed to a partial cease-fire.", "peace", "N", Act.ACCEPT, "ceasefire", "partial"),
        ("We reject a pension cut.", "labour", "U", Act.REJECT, "pensions", "cut"),
        ("We demand a dairy quota.", "trade", "E", Act.DEMAND, "quota", "dairy"),
        ("We are willing to send yearly reports.", "climate", "P", Act.OFFER, "reporting", "yearly"),
        ("We will never sign a text that ends coal by 2040.", "climate", "P", Act.REJECT, "phase_out", "2040"),
        ("We have dropped our demand for a dairy quota.", "trade", "E", Act.CONCESSION, "quota", "none"),
        ("We pledge a full withdrawal by the spring.", "peace", "S", Act.PROMISE, "troops", "withdraw"),
        ("A pension cut is out of the question.", "labour", "U", Act.REJECT, "pensions", "cut"),
        ("A partial cease-fire is acceptable to us.", "peace", "N", Act.ACCEPT, "ceasefire", "partial"),
    ],
)
def test_the_act_and_what_it_speaks_of(text: str, field: str, party: str, act: Act, issue: str, option: str) -> None:
    point = one(text, field, party)
    assert (point.act, point.about, point.issue, point.option) == (act, party, issue, option)


def test_has_not_agreed_is_no_acceptance() -> None:
    found = spoken("We have not agreed to a partial cease-fire.", "peace", "N")
    assert all(point.act is not Act.ACCEPT for point in found)
    assert not any(p.claim and p.claim.says is Says.WOULD_ACCEPT and not p.claim.negated for p in found)


@pytest.mark.parametrize(
    "text",
    [
        "We have yet to agree to a partial cease-fire.",
        "Nobody in this government has accepted a partial cease-fire.",
        "We refuse to accept a partial cease-fire.",
        "We are unwilling to accept a partial cease-fire.",
        "We would rather fight on than accept a partial cease-fire.",
        "We cannot accept a partial cease-fire.",
    ],
)
def test_a_denied_acceptance_never_reads_as_one(text: str) -> None:
    found = spoken(text, "peace", "N")
    assert found
    assert not any(p.claim and p.claim.says is Says.WOULD_ACCEPT and not p.claim.negated for p in found)
    assert not any(p.act in {Act.ACCEPT, Act.OFFER} and not p.negated and p.issue for p in found)


def test_would_accept_if_is_an_offer_with_a_condition() -> None:
    point = one("We would accept 3 percent if the company guaranteed paid overtime.", "labour", "U")
    assert (point.act, point.modality) == (Act.OFFER, Modality.CONDITIONAL)
    assert point.condition == "if the company guaranteed paid overtime"
    assert point.claim == Claim(Says.WOULD_ACCEPT, "U", "pay", "three_percent", given=(Term("overtime", "paid"),))


def test_a_dropped_demand_in_a_condition_is_what_is_left_without_it() -> None:
    point = one("We could cut our tariffs provided that Estmark withdrew its demand for a dairy quota.", "trade", "W")
    assert point.claim == Claim(Says.WOULD_ACCEPT, "W", "tariffs", "cut", given=(Term("quota", "none"),))


def test_an_imperative_is_a_condition_of_what_follows() -> None:
    point = one("Give us a dairy quota and we will cut our tariffs.", "trade", "E")
    assert (point.issue, point.option, point.condition) == ("tariffs", "cut", "Give us a dairy quota")


def test_what_somebody_else_has_agreed_is_about_them() -> None:
    found = points("Lena Orr, Estmark's trade minister, said Westria had agreed to a dairy quota.", "trade")
    assert [(p.act, p.about) for p in found] == [(Act.ACCEPT, "W")]


def test_a_demand_that_the_other_cannot_accept_is_a_price_and_the_other_refuses_it() -> None:
    text = (
        "Ivo Lund, Sudmark's president, reiterated his demand for a full withdrawal, "
        "which he knows is non-negotiable for Norland."
    )
    assert ("N", "troops") not in {(p.about, p.issue) for p in points(text, "peace") if p.act is Act.DEMAND}
    assert says(text, "peace") == {(Says.REFUSES, "N")}  # no wish of Sudmark's: it may be no more than a price


def test_a_guess_about_another_gives_no_position() -> None:
    found = spoken("The union may accept three percent.", "labour")
    assert all(p.modality is Modality.HYPOTHETICAL or p.claim is None for p in found)


def test_what_would_have_been_is_no_position() -> None:
    found = spoken("We would have accepted a dairy quota last year.", "trade", "W")
    assert all(p.modality is Modality.HYPOTHETICAL and p.claim is None for p in found)


def test_a_question_takes_no_position() -> None:
    assert not spoken("Would we accept a dairy quota?", "trade", "W")


def test_several_issues_make_several_points() -> None:
    found = spoken("We have agreed to a partial cease-fire, a prisoner exchange and open trade.", "peace", "N")
    assert [(p.issue, p.option) for p in found] == [
        ("ceasefire", "partial"),
        ("prisoners", "exchange"),
        ("trade", "open"),
    ]


def test_two_holders_make_two_points() -> None:
    found = points("Estmark and Westria have agreed to a joint court.", "trade")
    assert {(p.about, p.act, p.option) for p in found} == {("E", Act.ACCEPT, "joint"), ("W", Act.ACCEPT, "joint")}


@pytest.mark.parametrize(
    ("text", "first", "then"),
    [
        ("We will discuss a cease-fire only after a prisoner exchange.", "prisoners", "ceasefire"),
        ("We will not open trade until there is a full withdrawal.", "troops", "trade"),
        ("We want a prisoner exchange before agreeing to any truce.", "prisoners", "ceasefire"),
        ("A full withdrawal is a precondition for open trade.", "troops", "trade"),
    ],
)
def test_an_order_of_steps(text: str, first: str, then: str) -> None:
    found = [p for p in spoken(text, "peace", "N") if p.act is Act.PRECONDITION]
    assert [(p.claim.first.issue, p.claim.then.issue) for p in found if p.claim and p.claim.first and p.claim.then] == [
        (first, then)
    ]


@pytest.mark.parametrize(
    ("text", "field", "party", "option"),
    [
        ("We will never accept a pension cut.", "labour", "U", "cut"),
        ("Without a full cease-fire we will not sign.", "peace", "N", "partial"),
        ("There will be no deal without a large fund.", "climate", "I", "small"),
        ("Under no circumstances will we accept a dairy quota.", "trade", "W", "dairy"),
    ],
)
def test_a_red_line_is_the_nearest_refused_option(text: str, field: str, party: str, option: str) -> None:
    found = [p.claim for p in spoken(text, field, party) if p.claim and p.claim.says is Says.RED_LINE]
    assert [(claim.party, claim.option) for claim in found] == [(party, option)]


def test_less_than_an_option_refuses_the_next_one_down() -> None:
    point = one("Anything below five percent would be unacceptable.", "labour", "U")
    assert point.claim == Claim(Says.REFUSES, "U", "pay", "three_percent")


def test_skepticism_turns_what_it_governs() -> None:
    text = "Karl Voss, who chairs the Producers Group, denied that the producers had agreed to yearly reports."
    found = points(text, "climate")
    assert not any(p.act is Act.ACCEPT and not p.negated for p in found)
    assert (Says.WOULD_ACCEPT, "P") not in says(text, "climate")


def test_who_wants_it_quick_makes_the_other_the_less_hurried() -> None:
    text = "An analyst said that Estmark wants a swift deal with Westria."
    assert (Claim(Says.LESS_HURRIED_THAN, "W", other="E")) in claims(text, "trade")


def test_no_hurry_is_compared_with_the_party_named_nearby() -> None:
    text = "An analyst said that Westria, unlike Estmark, is in no hurry."
    assert (Claim(Says.LESS_HURRIED_THAN, "W", other="E")) in claims(text, "trade")


def test_one_issue_outweighs_another() -> None:
    text = "A historian said that pensions matter more to the union than pay."
    assert Claim(Says.VALUES_MORE, "U", "pensions", over="pay") in claims(text, "labour")


def test_one_track_outweighs_another() -> None:
    text = "A historian said that for Norland, relations with Sudmark matter more than the war."
    assert Claim(Says.VALUES_MORE, "N", track="relations", over_track="settlement") in claims(text, "peace")


def test_a_point_tells_how_its_fields_were_reached() -> None:
    from tests.reading.fields import statements

    (found,) = statements("Lena Orr, Estmark's trade minister, said that Estmark rejects a joint court.", "trade")
    assert {"points[0].act", "points[0].issue", "points[0].about"} <= set(found.reached)


TEXT = {
    "kept": "Rosa Marek, the union leader, said the union would accept flexible shifts. The talks go on in Harlow.",
    "deleted": "The talks go on in Harlow.",
    "negated": "Rosa Marek, the union leader, said the union would not accept flexible shifts. The talks go on.",
    "moved": "Tom Ashby, a director of Harlow Steel, said the company would accept flexible shifts. The talks go on.",
}


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("kept", {(Says.WOULD_ACCEPT, "U")}),
        ("deleted", set()),
        ("negated", {(Says.REFUSES, "U")}),
        ("moved", {(Says.WOULD_ACCEPT, "C")}),
    ],
)
def test_a_point_goes_with_its_sentence(version: str, expected: set[tuple[Says, str]]) -> None:
    assert says(TEXT[version], "labour") == expected
