"""The reporter's own voice: what counts, what does not, and whose act it is."""

import pytest
from tests.reading.fields import claims, points, says, statements

from accord.statements import Act, Authority, Claim, Says, Statement, Tier


def told(text: str, field: str) -> list[Statement]:
    """What the reader finds in the text in the reporter's own voice."""
    return [statement for statement in statements(text, field) if statement.tier is Tier.NARRATED]


@pytest.mark.parametrize(
    ("text", "field", "party", "act", "option"),
    [
        ("The union has turned down a 3 percent raise.", "labour", "U", Act.REJECT, "three_percent"),
        ("Westria ruled out a dairy quota on Friday.", "trade", "W", Act.REJECT, "dairy"),
        ("Last week Norland offered to pull back its troops.", "peace", "N", Act.OFFER, "withdraw"),
        ("The producers have agreed to yearly reports.", "climate", "P", Act.ACCEPT, "yearly"),
        ("The company vowed to keep pensions as they are.", "labour", "C", Act.PROMISE, "keep"),
    ],
)
def test_an_act_of_speech_is_its_partys_own(text: str, field: str, party: str, act: Act, option: str) -> None:
    (found,) = statements(text, field)
    assert found.parties == (party,)
    assert (party, act, option) in {(p.about, p.act, p.option) for p in found.points}


def test_a_list_of_agreed_items_is_accepted_item_by_item() -> None:
    text = (
        "Ana Berg's concessions, which included a partial cease-fire, a prisoner exchange and open trade, were hailed."
    )
    found = {(p.issue, p.option) for p in points(text, "peace") if p.act is Act.ACCEPT and p.about == "N"}
    assert found == {("ceasefire", "partial"), ("prisoners", "exchange"), ("trade", "open")}


@pytest.mark.parametrize(
    ("text", "field", "party"),
    [
        ("Sudmark's demands remained unchanged.", "peace", "S"),
        ("The union has not budged.", "labour", "U"),
        ("Westria has shown no sign of softening its position.", "trade", "W"),
        ("The islands are sticking to their demands.", "climate", "I"),
    ],
)
def test_demands_told_to_be_unchanged_are_marked(text: str, field: str, party: str) -> None:
    (found,) = statements(text, field)
    assert "unchanged" in found.reached
    assert {point.about for point in found.points} == {party}


def test_a_demonstrative_takes_the_issues_of_the_sentence_before() -> None:
    text = (
        "Norland agreed to a partial cease-fire and a prisoner exchange. "
        "But these were steps that Norland had previously pursued."
    )
    assert {(c.issue, c.option) for c in claims(text, "peace") if c.says is Says.ALREADY_WANTED} == {
        ("ceasefire", "partial"),
        ("prisoners", "exchange"),
    }


def test_a_demonstrative_with_nothing_before_it_takes_no_issue() -> None:
    text = "The weather was fine. But these were steps that Norland had previously pursued."
    assert not [c for c in claims(text, "peace") if c.says is Says.ALREADY_WANTED]


@pytest.mark.parametrize(
    ("text", "field", "claim"),
    [
        ("Westria is in no hurry, and Estmark knows it.", "trade", Claim(Says.LESS_HURRIED_THAN, "W", other="E")),
        (
            "The union has little reason to hurry, unlike the company.",
            "labour",
            Claim(Says.LESS_HURRIED_THAN, "U", other="C"),
        ),
    ],
)
def test_patience_is_told(text: str, field: str, claim: Claim) -> None:
    assert claim in claims(text, field)


def test_a_tacit_practice_happens_anyway() -> None:
    text = "There was already a tacit understanding between Norland and Sudmark to respect a limited truce."
    assert (Says.WOULD_DO_ANYWAY, "N") in says(text, "peace")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Rosa Marek, a former welder, has led the union since 2027.", "labour"),
        ("The talks resume at nine in Harlow.", "labour"),
        ("In 1961 Estmark and Westria signed a treaty on tariffs that lasted a summer.", "trade"),
        ("Westria's shares of the world market rose by three points.", "trade"),
        ("A driver was asked to wait outside the hall.", "climate"),
        ("Would Norland accept a prisoner exchange?", "peace"),
        ("Neither Norland nor Sudmark has ruled out a full cease-fire.", "peace"),
        ("The chair convened the delegations on Monday.", "climate"),
    ],
)
def test_what_takes_no_stand_is_left_out(text: str, field: str) -> None:
    assert not [p for p in points(text, field) if p.claim or p.act not in {Act.ASSESSMENT, Act.FORECAST}]


def test_could_in_the_reporters_mouth_is_nobodys_offer() -> None:
    text = "Westria could allow open exports and end its levy; in turn, Estmark could permit a dairy quota."
    assert not [c for c in claims(text, "trade") if c.says is Says.WOULD_ACCEPT]


def test_a_headline_that_tells_a_stand_is_marked_by_its_confidence() -> None:
    text = (
        "Union rejects 3 percent raise as strike looms\n\nThe weather was fine on Monday, and nobody was in the hall."
    )
    found = told(text, "labour")
    assert [(p.about, p.act, p.option) for s in found for p in s.points] == [("U", Act.REJECT, "three_percent")]


def test_the_reporters_judgement_has_no_speaker() -> None:
    (found,) = told("Estmark had long wanted a dairy quota.", "trade")
    assert (found.speakers, found.parties, found.authority) == ((), (), Authority.REPORTER)


def test_every_narrated_quote_stands_at_its_span() -> None:
    text = "Norland offered a prisoner exchange, while Sudmark rejected a full withdrawal."
    found = statements(text, "peace")
    assert found
    assert all(text[s.span.start : s.span.end] == s.quote for s in found)
    assert {(p.about, p.act) for s in found for p in s.points} >= {("N", Act.OFFER), ("S", Act.REJECT)}
