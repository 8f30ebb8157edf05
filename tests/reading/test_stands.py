"""Stands that nobody took are not read, and those taken belong to whoever took them, in four fields."""

import pytest
from tests.reading.fields import claims, points, says, statements

from accord.statements import Act, Claim, Point, Says

TAKING = frozenset({Act.ACCEPT, Act.OFFER, Act.CONCESSION, Act.PROMISE})


def taken(text: str, field: str) -> set[tuple[Act, str | None, str | None, str | None]]:
    """The stands that the text tells, without assessments."""
    weak = {Act.ASSESSMENT, Act.FORECAST}
    return {(p.act, p.about, p.issue, p.option) for p in points(text, field) if p.act not in weak}


def accepting(text: str, field: str) -> list[Point]:
    """The points that say somebody would have something."""
    return [
        p
        for p in points(text, field)
        if (p.act in TAKING and not p.negated and p.issue)
        or (p.claim is not None and p.claim.says is Says.WOULD_ACCEPT and not p.claim.negated)
    ]


@pytest.mark.parametrize(
    ("text", "field", "party", "issue", "option"),
    [
        ("Norland rejected a full withdrawal.", "peace", "N", "troops", "withdraw"),
        ("The union has turned down a 3 percent raise.", "labour", "U", "pay", "three_percent"),
        ("Harlow Steel says it rejects a 5 percent raise.", "labour", "C", "pay", "five_percent"),
        ("Nor would Westria ever agree to a dairy quota.", "trade", "W", "quota", "dairy"),
        ("The producers ruled out a large fund on Friday.", "climate", "P", "fund", "large"),
    ],
)
def test_a_told_rejection_is_a_refusal(text: str, field: str, party: str, issue: str, option: str) -> None:
    assert (Act.REJECT, party, issue, option) in taken(text, field)
    assert not accepting(text, field)
    assert {(c.says, c.party) for c in claims(text, field)} <= {(Says.REFUSES, party), (Says.RED_LINE, party)}


@pytest.mark.parametrize(
    ("text", "field", "first", "second"),
    [
        (
            "The company's offer of a 3 percent raise was turned down by the union.",
            "labour",
            (Says.WOULD_ACCEPT, "C"),
            (Says.REFUSES, "U"),
        ),
        (
            "Estmark's demand for a dairy quota was rejected by Westria.",
            "trade",
            (Says.SEEKS, "E"),
            (Says.REFUSES, "W"),
        ),
    ],
)
def test_an_offer_is_its_owners_and_the_answer_the_others(
    text: str, field: str, first: tuple[Says, str], second: tuple[Says, str]
) -> None:
    assert says(text, field) == {first, second}


@pytest.mark.parametrize(
    ("text", "field", "had", "left_out"),
    [
        ("Norland agreed to a partial cease-fire but not to a full withdrawal.", "peace", "partial", "withdraw"),
        ("The union accepted flexible shifts, but not a pension cut.", "labour", "flexible", "cut"),
        ("Westria agreed to a joint court but never to a dairy quota.", "trade", "joint", "dairy"),
    ],
)
def test_what_is_left_out_is_not_accepted(text: str, field: str, had: str, left_out: str) -> None:
    assert {p.option for p in accepting(text, field)} == {had}
    assert not [p for p in accepting(text, field) if p.option == left_out]


def test_a_refusal_does_not_reach_into_the_clause_beside_it() -> None:
    text = "A pension cut is unacceptable to the union, though it would accept flexible shifts."
    assert {(Says.REFUSES, "cut"), (Says.WOULD_ACCEPT, "flexible")} == {
        (c.says, c.option) for c in claims(text, "labour")
    }


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Asked whether Westria would accept a dairy quota, Paul Dane said it would not.", "trade"),
        ("Asked whether he might walk away, Ivo Lund smiled.", "peace"),
        ("I do not say that a dairy quota is worthless, Lena Orr said.", "trade"),
        ("Reporters wondered if the producers would agree to a large fund.", "climate"),
    ],
)
def test_what_is_asked_or_not_claimed_is_no_stand(text: str, field: str) -> None:
    assert not accepting(text, field)
    assert not [c for c in claims(text, field) if c.says in {Says.REFUSES, Says.MAY_WALK_AWAY}]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("The union is offering minimal concessions on flexible shifts.", "labour"),
        ("Union Offers Few Concessions on Shifts", "labour"),
        ("Norland has conceded very little on a full withdrawal.", "peace"),
        ("Westria's team has offered very little on the dairy quota.", "trade"),
    ],
)
def test_next_to_nothing_is_no_concession(text: str, field: str) -> None:
    assert not accepting(text, field)


def test_a_demand_no_longer_made_leaves_less_than_it() -> None:
    assert taken("The union no longer demands 5 percent.", "labour") == {(Act.CONCESSION, "U", "pay", "three_percent")}


def test_holding_to_terms_is_no_acceptance() -> None:
    text = "Union agrees to flexible shifts but holds to 5 percent"
    assert taken(text, "labour") == {
        (Act.ACCEPT, "U", "shifts", "flexible"),
        (Act.DEMAND, "U", "pay", "five_percent"),
    }


def test_all_listed_aims_stay_demands() -> None:
    text = (
        "Norland has shown no inclination to waver from its aims, namely a full withdrawal, a prisoner exchange "
        "and open trade."
    )
    assert {(c.says, c.party, c.issue) for c in claims(text, "peace")} == {
        (Says.SEEKS, "N", issue) for issue in ("troops", "prisoners", "trade")
    }


@pytest.mark.parametrize(
    ("text", "field", "party"),
    [
        ("Several delegates of the islands concede they could live with a small fund.", "climate", "I"),
        ("Westria announced that it would accept a dairy quota.", "trade", "W"),
        ("Westria said that Estmark was slow and that it would accept a dairy quota.", "trade", "W"),
        ("Estmark fell behind. Paul Dane said his government would accept a dairy quota.", "trade", "W"),
        (
            "The fee is worth more to Norland than it admits. Analysts say a limited truce is acceptable to them.",
            "peace",
            "N",
        ),
    ],
)
def test_a_pronoun_means_who_speaks_or_who_was_spoken_of(text: str, field: str, party: str) -> None:
    assert {c.party for c in claims(text, field) if c.says is Says.WOULD_ACCEPT} == {party}


def test_two_named_together_are_both_meant() -> None:
    text = "Norland and Sudmark met on Monday. They agreed to a prisoner exchange."
    assert says(text, "peace") == {(Says.WOULD_ACCEPT, "N"), (Says.WOULD_ACCEPT, "S")}


def test_the_named_holder_of_an_office_speaks_for_it() -> None:
    text = (
        "The islands met on Monday. The producers were there. Their leader, Karl Voss, called a large fund a red line."
    )
    assert says(text, "climate") == {(Says.RED_LINE, "P")}


@pytest.mark.parametrize(
    ("text", "field", "claim"),
    [
        (
            "Paul Dane denies dragging his feet.",
            "trade",
            Claim(Says.GAINS_WHILE_WAITING, "W", negated=True),
        ),
        (
            "She rejects the idea that Sudmark is dragging out the talks.",
            "peace",
            Claim(Says.GAINS_WHILE_WAITING, "S", negated=True),
        ),
    ],
)
def test_denied_delay_is_denied(text: str, field: str, claim: Claim) -> None:
    assert claims(text, field) == [claim]


def test_only_after_is_an_order_of_steps() -> None:
    text = "Lena Orr said Estmark would only cut its tariffs after Westria had granted a dairy quota."
    (order,) = [c for c in claims(text, "trade") if c.says is Says.BEFORE]
    assert order.first is not None
    assert order.then is not None
    assert (order.first.issue, order.then.issue) == ("quota", "tariffs")


@pytest.mark.parametrize("words", ["at once", "without conditions", "without delay"])
def test_what_sets_no_condition_makes_none(words: str) -> None:
    (point,) = [
        p for p in points(f"Ana Berg said Norland would accept a prisoner exchange {words}.", "peace") if p.issue
    ]
    assert (point.modality.value, point.condition) == ("asserted", None)


def test_an_attribute_is_not_the_noun_it_looks_like() -> None:
    assert not points("Westria and Estmark met in the courted capital.", "trade")


def test_what_is_said_along_with_a_refusal_is_not_refused() -> None:
    text = "Westria ruled out a dairy quota, saying that Estmark must lower tariffs."
    assert (Act.REJECT, "W", "tariffs", "cut") not in taken(text, "trade")


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("The islands are in no hurry, unlike the producers.", Claim(Says.LESS_HURRIED_THAN, "I", other="P")),
        (
            "The islands' wish for a swift deal hands the producers an advantage.",
            Claim(Says.LESS_HURRIED_THAN, "P", other="I"),
        ),
    ],
)
def test_haste_is_compared_with_whom_it_helps(text: str, claim: Claim) -> None:
    assert claim in claims(text, "climate")


@pytest.mark.parametrize(
    ("text", "field", "told"),
    [
        ("Norland treats the cease-fire and trade as two separate tracks.", "peace", "separate"),
        ("Sudmark said relations with Norland were unrelated to the cease-fire.", "peace", "separate"),
        ("Norland wants open trade without linking it to a cease-fire.", "peace", "separate"),
        ("Ivo Lund said a truce was linked to open trade with Norland.", "peace", "linked"),
        ("Ivo Lund said a truce was not linked to open trade with Norland.", "peace", "separate"),
    ],
)
def test_tables_told_to_be_apart_or_joined_are_marked(text: str, field: str, told: str) -> None:
    marks = {s.reached["tracks"].split(":")[0] for s in statements(text, field) if "tracks" in s.reached}
    assert marks == {told}


def test_with_one_table_nothing_is_apart() -> None:
    assert not [
        s for s in statements("Estmark says tariffs are unrelated to the quota.", "trade") if "tracks" in s.reached
    ]
