"""Real or nominal: what the evidence does to the cost of a step."""

from datetime import date
from functools import cache

import pytest
from tests.findings.scene import Act, Says, Told, found, strike, tariffs, told

from accord.findings import Basis, Finding, Status
from accord.negotiation import Issue, Negotiation, Party, Track
from accord.statements import Authority
from accord.theory.concessions import depth_of_cooperation

STEP = "concessions:real:party={}:issue=panel:option=yes"


def given(party: str, *, act: Act = Act.CONCESSION) -> Told:
    """The step itself, told as a concession whose claim says nothing of its cost."""
    return told("The panel was conceded.", party, act, says=Says.BEFORE, issue="panel", option="yes")


def wanted(party: str, *, negated: bool = False) -> Told:
    return told(
        "It had wanted the panel.", party, says=Says.ALREADY_WANTED, issue="panel", option="yes", negated=negated
    )


@cache
def nominal() -> Finding:
    return found(strike(), [given("F"), wanted("F")])[STEP.format("F")]


def test_what_the_giver_had_wanted_anyway_is_nominal() -> None:
    finding = nominal()
    assert finding.share is not None
    assert finding.prior is not None
    assert finding.share < 0.25 < finding.prior
    assert finding.basis is Basis.STATED
    assert "nominal" in finding.sentence


def test_the_sentence_that_says_so_carries_it() -> None:
    (one,) = nominal().influence
    assert one.effect < -0.2
    assert abs(one.effect) > 3 * one.error
    assert nominal().evidence[0] == one.statement


def test_deleting_the_sentence_silences_the_finding() -> None:
    assert found(strike(), [given("F")])[STEP.format("F")].status is Status.SILENT


def took(party: str, act: Act = Act.ACCEPT) -> Told:
    """The step by its giver's own word, as strong as words can be."""
    return told("It took the panel.", party, act, says=Says.WOULD_ACCEPT, issue="panel", option="yes",
                speakers=("Bo Day",), parties=(party,))  # fmt: skip


@pytest.mark.parametrize("act", [Act.ACCEPT, Act.CONCESSION, Act.PROMISE])
def test_that_it_was_taken_says_nothing_of_itscost(act: Act) -> None:
    assert found(strike(), [took("F", act)])[STEP.format("F")].status is Status.SILENT


def test_a_cost_is_what_it_is_without_the_step_that_was_taken() -> None:
    values = told("It does not like it.", "F", says=Says.PREFERS, issue="panel", option="no", over="yes")
    with_step = found(strike(), [took("F"), given("F"), values])[STEP.format("F")]
    without = found(strike(), [given("F"), values])[STEP.format("F")]
    assert with_step.share is not None
    assert with_step.share == pytest.approx(without.share, abs=0.08)  # some four standard errors of 400 members
    assert with_step.details["verdict"] == "real"
    assert any("one side of an exchange" in sentence for sentence in with_step.assumptions)
    assert not any("one side of an exchange" in sentence for sentence in without.assumptions)
    assert len(with_step.evidence) == 3


def test_a_taken_step_that_somebody_calls_wanted_is_nominal() -> None:
    assert found(strike(), [took("F"), wanted("F")])[STEP.format("F")].details["verdict"] == "nominal"


def test_called_wanted_and_denied_it_stays_open() -> None:
    denied = told("It never wanted it.", "F", says=Says.ALREADY_WANTED, issue="panel", option="yes", negated=True,
                  speakers=("Ann Lee",), authority=Authority.OFFICIAL)  # fmt: skip
    finding = found(strike(), [took("F"), wanted("F"), denied])[STEP.format("F")]
    assert finding.details["verdict"] == "open"
    assert "not settled" in finding.sentence


def test_what_the_other_side_is_told_to_gain_stands_beside_thecost() -> None:
    wish = told("The union seeks it.", "W", Act.DEMAND, says=Says.SEEKS, issue="panel", option="yes")
    finding = found(strike(), [took("F"), wanted("F"), wish])[STEP.format("F")]
    assert "Party W gains by it in" in finding.sentence
    assert len(finding.evidence) == 3


def test_a_step_on_a_condition_says_so() -> None:
    text = told("It took the panel.", "F", Act.CONCESSION, issue="panel", option="yes", condition="if pay is frozen")
    finding = found(strike(), [text, wanted("F")])[STEP.format("F")]
    assert "if pay is frozen" in finding.sentence


def test_what_is_called_wanted_is_asked_about_though_no_move_was_read() -> None:
    assert found(strike(), [wanted("F")])[STEP.format("F")].sentence.startswith("Giving “yes” on panel costs Party F")


def test_denying_it_turns_the_finding() -> None:
    share = found(strike(), [given("F"), wanted("F", negated=True)])[STEP.format("F")].share
    assert share is not None
    assert share > 0.75


def test_giving_it_to_another_party_moves_the_finding() -> None:
    made = found(strike(), [given("W"), wanted("W")])
    assert STEP.format("F") not in made
    assert made[STEP.format("W")].share == pytest.approx(nominal().share, abs=1e-12)


def test_what_would_happen_anyway_costs_nothing() -> None:
    anyway = told("It would have come in any case.", "F", says=Says.WOULD_DO_ANYWAY, issue="panel", option="yes")
    finding = found(strike(), [given("F"), anyway])[STEP.format("F")]
    assert finding.share is not None
    assert finding.prior is not None
    assert finding.share < finding.prior
    assert finding.details["would_happen_anyway"] > 0.8


def test_another_field_is_read_by_the_same_rule() -> None:
    made = found(
        tariffs(),
        [
            told("The South cut steel duties.", "S", Act.CONCESSION, says=Says.BEFORE, issue="steel", option="low"),
            told("It prefers high ones.", "S", says=Says.PREFERS, issue="steel", option="high", over="low"),
        ],
    )
    finding = made["concessions:real:party=S:issue=steel:option=low"]
    assert finding.share is not None
    assert finding.share > 0.75
    assert "real" in finding.sentence


def test_demands_that_did_not_move_are_a_fact() -> None:
    sentences = [
        told("The firm demands overtime.", "F", Act.DEMAND, says=Says.SEEKS, issue="overtime", option="forced"),
        told("What it demands has not changed.", "F", Act.DEMAND, says=Says.SEEKS, issue="overtime", option="forced"),
    ]
    kept = [one for one in found(strike(), sentences).values() if one.subject.question == "unchanged"]
    assert all(one.status is Status.FACT and one.evidence for one in kept)


def test_cost_over_the_ensemble_is_depth_of_cooperation_of_each_member() -> None:
    from tests.findings.ensembles import drawn

    from accord.findings.concessions import Step, cost
    from accord.findings.solving import World

    world = World(drawn())
    cost = cost(world, Step("A", "x", "x1", "x0", (), given=True))
    for member in range(world.ensemble.members):
        values = world.ensemble.values[member][:, :3]
        expected = depth_of_cooperation(
            values[0].tolist(), values[1].tolist(), agreed=1, stated_start=0,
            counterfactual=int(world.ensemble.counterfactuals[member, 0]),
        )  # fmt: skip
        assert cost[member] == pytest.approx(expected.real_cost)


def wages() -> Negotiation:
    """Pay alone, in per cent, with nothing on the table at first."""
    parties = (Party(id="F", name="the firm"), Party(id="W", name="the union"))
    return Negotiation(
        parties=parties,
        tracks=(Track(id="pay", parties=("F", "W")),),
        issues=(Issue(id="raise", track="pay", options=("0", "7", "9")), Issue(id="hours", track="pay",
                options=("long", "short"))),
    )  # fmt: skip


def union(*also: Told) -> list[Told]:
    speaker = {"speakers": ("Bo Day",), "parties": ("W",)}
    return [
        told("It demands 9.", "W", Act.DEMAND, says=Says.SEEKS, issue="raise", option="9", on=date(2031, 3, 1),
             **speaker),
        told("It comes down to 7.", "W", Act.CONCESSION, says=Says.WOULD_ACCEPT, issue="raise", option="7",
             on=date(2031, 3, 9), **speaker),
        *also,
    ]  # fmt: skip


def test_a_step_down_from_a_demand_for_what_it_values_is_not_nominal() -> None:
    values = told("More pay is better for it.", "W", says=Says.PREFERS, issue="raise", option="9", over="7")
    finding = found(wages(), union(values))["concessions:real:party=W:issue=raise:option=7"]
    assert finding.details["start"] == "9"
    assert finding.details["verdict"] == "step_down"
    assert "nominal" not in finding.sentence
    assert "against “9”" in finding.sentence


def test_a_step_down_from_a_demand_that_somebody_calls_wanted_all_along_is_nominal() -> None:
    values = told("It wanted 7 rather than 9.", "W", says=Says.PREFERS, issue="raise", option="7", over="9")
    also = told("It would be glad of it.", "W", says=Says.ALREADY_WANTED, issue="raise", option="7",
                speakers=("Ann Lee",), authority=Authority.INDEPENDENT)  # fmt: skip
    finding = found(wages(), union(values, also))["concessions:real:party=W:issue=raise:option=7"]
    assert finding.details["verdict"] == "nominal"


def test_a_step_down_from_a_demand_of_which_no_more_is_told_is_open() -> None:
    finding = found(wages(), union())["concessions:real:party=W:issue=raise:option=7"]
    assert finding.details["verdict"] == "open"
    assert "better than no deal" in finding.sentence
    assert "nominal" not in finding.sentence
