"""What falls short of a deed is none: scope of negation, prices, words that are passed on, what was before."""

import pytest
from tests.reading.fields import claims, points, statements

from accord.statements import Act, Says

TAKING = {Act.ACCEPT, Act.OFFER, Act.PROMISE, Act.CONCESSION}


@pytest.mark.parametrize(
    ("text", "field", "party"),
    [
        ("Norland is far from accepting a full cease-fire.", "peace", "N"),
        ("The union is nowhere near agreeing to a 3 percent raise.", "labour", "U"),
        ("Westria is no closer to accepting a dairy quota.", "trade", "W"),
        ("Sudmark is anything but willing to accept a partial cease-fire.", "peace", "S"),
        ("The union has no intention of accepting a 3 percent raise.", "labour", "U"),
        ("Norland is by no means ready to accept a prisoner exchange.", "peace", "N"),
        ("Westria will under no circumstances accept a dairy quota.", "trade", "W"),
    ],
)
def test_what_is_far_from_done_is_not_done(text: str, field: str, party: str) -> None:
    assert not [p for p in points(text, field) if p.act in TAKING and not p.negated]
    assert any(p.about == party and p.act is Act.REJECT for p in points(text, field))


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Norland stopped short of rejecting a full cease-fire.", "peace"),
        ("Sudmark refuses to rule out a prisoner exchange.", "peace"),
        ("The union refused to answer questions about the 3 percent raise.", "labour"),
        ("Westria shied away from rejecting a dairy quota.", "trade"),
        ("Norland tried to persuade Sudmark to accept a prisoner exchange.", "peace"),
        ("Norland failed to convince Sudmark to accept a prisoner exchange.", "peace"),
    ],
)
def test_no_stand_is_taken_from_what_was_not_done(text: str, field: str) -> None:
    assert not [p for p in points(text, field) if p.act in TAKING | {Act.REJECT}]


def test_a_price_has_two_sides() -> None:
    asked = "Norland wants a full cease-fire in exchange for a prisoner exchange."
    assert {(p.act, p.issue) for p in points(asked, "peace")} == {(Act.DEMAND, "ceasefire"), (Act.OFFER, "prisoners")}
    given = "Norland offered a prisoner exchange in return for a full cease-fire."
    assert (Says.SEEKS, "ceasefire") in {(c.says, c.issue) for c in claims(given, "peace")}


@pytest.mark.parametrize(
    "text",
    [
        "Harlow Steel raised its offer from a 3 percent raise to a 5 percent raise.",
        "Harlow Steel offers a 5 percent raise, up from a 3 percent raise.",
    ],
)
def test_what_was_before_is_not_taken_now(text: str) -> None:
    assert {p.option for p in points(text, "labour") if p.act in TAKING} == {"five_percent"}


def test_we_in_words_that_are_passed_on_is_not_the_speaker() -> None:
    text = "“She told us, ‘We will never accept a full cease-fire,’ and left,” Ana Berg said."
    assert not [c for one in statements(text, "peace") for p in one.points if (c := p.claim) and c.party == "N"]


def test_the_only_bearer_of_a_role_in_the_codebook_is_meant_by_the_role() -> None:
    (one,) = statements("The foreign minister said that Norland rejected a full cease-fire.", "peace")
    assert one.speakers == ("Ana Berg",)
    assert one.parties == ("N",)


def test_a_quotation_that_is_told_below_belongs_to_who_is_named_there() -> None:
    text = (
        "Ivo Lund said that Sudmark wanted a truce.\n\n"
        "“We have said it before. A full cease-fire is what we want.\n\n"
        "“And we will not accept a partial cease-fire,” Ana Berg said."
    )
    said = [one for one in statements(text, "peace") if "have said it" in one.quote or "And we" in one.quote]
    assert {one.speakers for one in said} == {("Ana Berg",)}


def test_guillemets_may_point_inwards() -> None:
    (one,) = statements("»We reject a full cease-fire«, Ana Berg said.", "peace")
    assert one.quote == "»We reject a full cease-fire«"
    assert one.speakers == ("Ana Berg",)
