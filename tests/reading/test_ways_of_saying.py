"""Turns of phrase that say the same or the opposite: conditions, denials, passives and what lies beside a deal."""

import pytest
from tests.reading.fields import claims, points, statements

from accord.statements import Act, Modality, Says, Tier


def acts(text: str, field: str) -> set[tuple[Act, str | None]]:
    """The acts told in the text, each with whose it is."""
    return {(p.act, p.about) for p in points(text, field) if p.act is not None}


@pytest.mark.parametrize(
    ("text", "field", "party"),
    [
        ("The president of Sudmark said that Norland would not oppose a prisoner exchange.", "peace", "N"),
        ("Rosa Marek said that the union would not resist flexible shifts.", "labour", "U"),
        ("Estmark hinted that it would not veto a dairy quota.", "trade", "E"),
    ],
)
def test_who_would_not_oppose_it_does_not_refuse_it(text: str, field: str, party: str) -> None:
    assert Act.REJECT not in {act for act, _ in acts(text, field)}
    assert {c.says for c in claims(text, field)} <= {Says.WOULD_ACCEPT}


def test_what_is_not_ruled_out_is_neither_refused_nor_accepted() -> None:
    told = acts("Norland will not rule out a prisoner exchange.", "peace")
    assert not {Act.REJECT, Act.ACCEPT, Act.OFFER} & {act for act, _ in told}


@pytest.mark.parametrize(
    ("text", "field", "party"),
    [
        ("Should the talks fail, the union will withdraw from the negotiations.", "labour", "U"),
        ("Should the text be changed, Estmark will quit the talks.", "trade", "E"),
    ],
)
def test_should_at_the_head_of_a_clause_is_a_condition_and_no_demand(text: str, field: str, party: str) -> None:
    assert (Act.THREAT, party) in acts(text, field)
    assert Act.DEMAND not in {act for act, _ in acts(text, field)}


def test_what_would_have_been_had_they_agreed_is_no_agreement() -> None:
    text = "Had the union accepted flexible shifts, Tom Ashby said, the foundry would be running."
    assert Act.ACCEPT not in {act for act, _ in acts(text, "labour")}


def test_a_condition_before_the_attribution_ends_there() -> None:
    text = '"If the union accepts flexible shifts," Tom Ashby added, "we can talk about a 5 percent raise."'
    made = [p for p in points(text, "labour") if p.option == "five_percent"]
    assert [(p.act, p.about, p.modality) for p in made] == [(Act.OFFER, "C", Modality.CONDITIONAL)]


def test_who_is_prepared_is_not_somebody_else() -> None:
    found = points("Rosa Marek was told by a judge that the company was prepared to pay 3 percent.", "labour")
    assert {p.about for p in found if p.issue == "pay"} == {"C"}


def test_the_united_states_are_not_us() -> None:
    found = statements("The US rejected a prisoner exchange between Norland and Sudmark.", "peace")
    assert all(p.about != "N" for s in found for p in s.points if p.act is Act.REJECT)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Norland suspended its aid deliveries to Sudmark.", "peace"),
        ("The union blocked the road to the foundry.", "labour"),
        ("Estmark cancelled a visit of its minister to Westria.", "trade"),
    ],
)
def test_stopping_a_benefit_and_blocking_a_road_are_neither_concession_nor_refusal(text: str, field: str) -> None:
    assert not {Act.CONCESSION, Act.REJECT} & {act for act, _ in acts(text, field)}


def test_who_must_pay_is_whom_it_costs_nothing() -> None:
    found = claims("Flexible shifts cost the union nothing, Tom Ashby said.", "labour")
    assert {(c.says, c.party) for c in found if c.says is Says.ALREADY_WANTED} == {(Says.ALREADY_WANTED, "U")}


@pytest.mark.parametrize(
    ("text", "field", "hurried"),
    [
        ("Sudmark has more to lose from waiting, a diplomat of Norland said.", "peace", "S"),
        ("The union wants to close quickly, Tom Ashby said.", "labour", "U"),
    ],
)
def test_who_loses_by_waiting_is_the_one_in_a_hurry(text: str, field: str, hurried: str) -> None:
    found = [c for c in claims(text, field) if c.says is Says.LESS_HURRIED_THAN]
    assert found
    assert all(c.other == hurried for c in found)
    assert not [c for c in claims(text, field) if c.says is Says.NO_DEAL_WORSE]


def test_what_a_party_asks_may_be_the_subject_of_what_is_unchanged() -> None:
    found = statements("What Norland asks of Sudmark remained unchanged.", "peace")
    assert [(p.act, p.about) for s in found for p in s.points] == [(Act.DEMAND, "N")]


def test_a_threat_with_no_issue_is_its_makers_word() -> None:
    found = statements("Rosa Marek threatened to call out the night crews on Friday.", "labour")
    assert [s.speakers for s in found] == [("Rosa Marek",)]


def test_what_all_agreed_is_told_and_is_nobodys_word() -> None:
    found = statements("Norland and Sudmark agreed that there would be a prisoner exchange.", "peace")
    assert [(s.tier, s.speakers) for s in found] == [(Tier.NARRATED, ())]
    assert {(p.act, p.about) for s in found for p in s.points} == {(Act.ACCEPT, "N"), (Act.ACCEPT, "S")}


def test_a_paragraph_that_is_a_quotation_belongs_to_whom_the_one_above_ends_with() -> None:
    text = 'Rosa Marek and her deputy threatened to strike.\n\n"We can wait.\n\n"We have waited for years."'
    found = [s for s in statements(text, "labour") if "waited" in s.quote]
    assert [s.parties for s in found] == [("U",)]


def test_all_that_is_proposed_in_one_breath_is_proposed() -> None:
    text = (
        "Rosa Marek, who has led the union for years, proposed on Friday that flexible shifts be kept and that "
        "a 3 percent raise be guaranteed."
    )
    made = points(text, "labour")
    assert {p.act for p in made} == {Act.OFFER}
    assert {p.issue for p in made} == {"pay", "shifts"}


@pytest.mark.parametrize(
    ("text", "field", "act", "party"),
    [
        ("It is no secret that Norland would accept a prisoner exchange.", "peace", Act.OFFER, "N"),
        ("The company is withdrawing its offer of a 3 percent raise.", "labour", Act.REJECT, "C"),
        ("Rosa Marek said that 3 percent was too little.", "labour", Act.REJECT, "U"),
        ("Estmark said that it saw no need for a dairy quota.", "trade", Act.REJECT, "E"),
    ],
)
def test_what_is_said_in_a_roundabout_way(text: str, field: str, act: Act, party: str) -> None:
    assert (act, party) in acts(text, field)


def test_a_condition_behind_the_attribution_belongs_to_what_was_said() -> None:
    found = statements("Rosa Marek would take 3 percent, she added, on condition that shifts stay.", "labour")
    assert found[-1].quote.endswith("on condition that shifts stay")


def test_a_surname_before_a_colon_speaks() -> None:
    found = statements(
        'The talks go on. Rosa Marek came.\n\nMarek to the hall: "We will not take 3 percent."', "labour"
    )
    assert [s.speakers for s in found if "will not" in s.quote] == [("Rosa Marek",)]


def test_who_insists_that_something_is_so_demands_nothing() -> None:
    assert Act.DEMAND not in {act for act, _ in acts("Estmark insisted that the figure was wrong.", "trade")}
    assert (Act.DEMAND, "E") in acts("Estmark insisted that a dairy quota be part of it.", "trade")
    assert (Act.DEMAND, "E") in acts("Estmark insisted on a dairy quota.", "trade")


def test_a_clause_that_takes_up_the_one_before_is_said_by_whom_it_names() -> None:
    text = "Norland wants a quick end; that, Ana Berg argued, gives the advantage to Sudmark, which is in no hurry."
    told = [one.quote for one in statements(text, "peace") if one.speakers == ("Ana Berg",)]
    assert told == ["that, Ana Berg argued, gives the advantage to Sudmark, which is in no hurry"]
