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


@pytest.mark.parametrize(
    ("text", "field", "first", "then"),
    [
        (
            "Westria recalls that its tariffs will be cut after a dairy quota, and not before.",
            "trade",
            "quota",
            "tariffs",
        ),
        (
            "The union recalls that it will accept flexible shifts after a 5 percent raise, and not before.",
            "labour",
            "pay",
            "shifts",
        ),
    ],
)
def test_after_it_and_not_before_is_an_order_and_no_concession(text: str, field: str, first: str, then: str) -> None:
    (order,) = claims(text, field)
    assert order.first is not None
    assert order.then is not None
    assert (order.says, order.first.issue, order.then.issue) == (Says.BEFORE, first, then)


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


@pytest.mark.parametrize(
    ("text", "field", "party", "issue", "option"),
    [
        ("Norland will not give up a full withdrawal.", "peace", "N", "troops", "withdraw"),
        ("The union will not trade away its right to a 5 percent raise.", "labour", "U", "pay", "five_percent"),
        ("The union refuses to give up flexible shifts.", "labour", "U", "shifts", "flexible"),
        ("Estmark rejected calls to relinquish its right to a dairy quota.", "trade", "E", "quota", "dairy"),
    ],
)
def test_who_will_not_give_it_up_wants_it(text: str, field: str, party: str, issue: str, option: str) -> None:
    assert taken(text, field) == {(Act.DEMAND, party, issue, option)}
    assert claims(text, field) == [Claim(Says.SEEKS, party, issue, option)]


def test_never_surrendering_it_draws_the_line_short_of_it() -> None:
    text = "Westria said it would never surrender the dairy quota."
    assert claims(text, "trade") == [Claim(Says.RED_LINE, "W", "quota", "none")]


@pytest.mark.parametrize(
    ("text", "field", "option"),
    [
        ("The union has given up its demand for 5 percent.", "labour", "five_percent"),
        ("Norland has given up its aims: a full withdrawal and open trade.", "peace", "withdraw"),
        ("Estmark no longer insists on a dairy quota.", "trade", "dairy"),
        ("Estmark surrendered the dairy quota.", "trade", "dairy"),
    ],
)
def test_who_gives_up_a_demand_is_not_told_to_be_ready_for_it(text: str, field: str, option: str) -> None:
    assert option not in {point.option for point in accepting(text, field)}


def test_a_demand_to_drop_something_drops_no_demand() -> None:
    text = "The union rejected the demand to drop flexible shifts."
    assert (Act.DEMAND, "U", "shifts", "flexible") not in taken(text, "labour")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Estmark could grant a dairy quota and allow a cut in tariffs, an analyst suggested.", "trade"),
        ("Norland could permit open trade, a retired general suggested.", "peace"),
        ("The company could agree to paid overtime, an economist suggested.", "labour"),
    ],
)
def test_what_an_outsider_says_somebody_could_do_is_not_done(text: str, field: str) -> None:
    assert not [p for p in accepting(text, field) if p.claim is not None or p.act in TAKING]


def test_what_somebody_could_refuse_is_no_order_of_steps() -> None:
    text = "Norland could refuse to discuss open trade until a prisoner exchange is made, an analyst said."
    assert not claims(text, "peace")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Officials from Estmark and Westria will meet on Monday to discuss a dairy quota.", "trade"),
        ("Ana Berg and Ivo Lund will sit down to work out how a limited truce might look.", "peace"),
    ],
)
def test_a_date_for_talks_is_no_acceptance(text: str, field: str) -> None:
    assert not accepting(text, field)


def test_wanting_concessions_makes_none() -> None:
    assert {p.act for p in points("Ana Berg made clear that she wants concessions first.", "peace")} == {Act.DEMAND}


@pytest.mark.parametrize(
    ("text", "field", "claimed"),
    [
        (
            "Analysts looked at flexible shifts and a pension cut. There is nothing on the list that the company did "
            "not want already, an economist said.",
            "labour",
            {(Says.ALREADY_WANTED, "C", "shifts"), (Says.ALREADY_WANTED, "C", "pensions")},
        ),
        (
            "The cut in tariffs and the joint court were announced on Monday. Estmark did not get anything it had not "
            "wanted already, an analyst said.",
            "trade",
            {(Says.ALREADY_WANTED, "E", "tariffs"), (Says.ALREADY_WANTED, "E", "court")},
        ),
        (
            "A large fund was announced on Monday. Both sides had wanted it for years, an analyst said.",
            "climate",
            {(Says.ALREADY_WANTED, "I", "fund"), (Says.ALREADY_WANTED, "P", "fund")},
        ),
        (
            "A limited truce was announced. Norland would have kept to it without any call, an analyst said.",
            "peace",
            {(Says.WOULD_DO_ANYWAY, "N", "ceasefire")},
        ),
    ],
)
def test_what_was_wanted_or_done_before_takes_up_the_items_told(
    text: str, field: str, claimed: set[tuple[Says, str, str]]
) -> None:
    assert {(c.says, c.party, c.issue) for c in claims(text, field) if not c.negated} == claimed


@pytest.mark.parametrize(
    ("text", "field", "claim"),
    [
        ("Westria would be better off with no deal, an analyst said.", "trade", Claim(Says.NO_DEAL_BETTER, "W")),
        ("The islands are better off without a deal, an analyst said.", "climate", Claim(Says.NO_DEAL_BETTER, "I")),
        ("The union would be worse off without a deal, an expert said.", "labour", Claim(Says.NO_DEAL_WORSE, "U")),
        ("The union is worse off with no agreement, an expert said.", "labour", Claim(Says.NO_DEAL_WORSE, "U")),
        (
            "The company is in a great hurry, an expert said.",
            "labour",
            Claim(Says.LESS_HURRIED_THAN, "U", other="C"),
        ),
        (
            "The company is in no great hurry, an expert said.",
            "labour",
            Claim(Says.LESS_HURRIED_THAN, "C", other="U"),
        ),
    ],
)
def test_being_better_off_without_and_in_a_great_hurry(text: str, field: str, claim: Claim) -> None:
    assert claims(text, field) == [claim]
