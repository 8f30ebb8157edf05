"""Real or nominal: what the evidence does to the cost of a step."""

from datetime import date
from functools import cache

import pytest
from tests.findings.scene import Act, Says, Told, found, strike, tariffs, told

from accord.findings import Basis, Finding, Status
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


def test_that_it_was_taken_says_nothing_of_its_cost() -> None:
    taken = told("It took the panel.", "F", Act.ACCEPT, says=Says.WOULD_ACCEPT, issue="panel", option="yes")
    assert found(strike(), [taken])[STEP.format("F")].status is Status.SILENT


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

    from accord.findings.concessions import Step, _cost
    from accord.findings.solving import World

    world = World(drawn())
    cost = _cost(world, Step("A", "x", "x1", "x0", (), given=True))
    for member in range(world.ensemble.members):
        values = world.ensemble.values[member][:, :3]
        expected = depth_of_cooperation(
            values[0].tolist(), values[1].tolist(), agreed=1, stated_start=0,
            counterfactual=int(world.ensemble.counterfactuals[member, 0]),
        )  # fmt: skip
        assert cost[member] == pytest.approx(expected.real_cost)


def test_a_step_down_from_a_demand_is_measured_against_both() -> None:
    sentences = [
        told("It demands a big raise.", "W", Act.DEMAND, says=Says.SEEKS, issue="raise", option="big",
             speakers=("Bo Day",), parties=("W",), on=date(2031, 3, 1)),
        told("It would take a small one.", "W", Act.ACCEPT, says=Says.WOULD_ACCEPT, issue="raise", option="small",
             speakers=("Bo Day",), parties=("W",), on=date(2031, 3, 9)),
    ]  # fmt: skip
    finding = found(strike(), sentences)["concessions:real:party=W:issue=raise:option=small"]
    assert finding.details["start"] == "big"
    assert finding.share is not None
    assert finding.prior is not None
    assert finding.share < finding.prior
    assert "against “big”, from which it moved" in finding.sentence
