"""What going first is worth."""

import pytest
from tests.findings.ensembles import drawn
from tests.findings.scene import Act, Says, Told, found, strike, told

from accord.findings import Status
from accord.findings.orders import worth
from accord.findings.solving import World
from accord.statements import Term
from accord.theory.sequence import precondition_as_threat_shift

WORTH = "sequence:worth:party=W:issue=panel:option=yes:over_issue=raise"


def panel_first() -> Told:
    return told("First the panel, then pay.", "W", Act.PRECONDITION, says=Says.BEFORE,
                first=Term("panel", "yes"), then=Term("raise"))  # fmt: skip


def test_a_step_that_its_party_wants_and_the_other_does_not_strengthens_it() -> None:
    sentences = [
        panel_first(),
        told("The union wants it.", "W", says=Says.PREFERS, issue="panel", option="yes", over="no"),
        told("The firm does not.", "F", says=Says.PREFERS, issue="panel", option="no", over="yes"),
    ]
    finding = found(strike(), sentences)[WORTH]
    assert finding.share is not None
    assert finding.share > 0.8
    assert finding.prior == pytest.approx(0.5, abs=0.1)


def test_with_nothing_known_of_the_step_its_worth_is_silent() -> None:
    assert found(strike(), [panel_first()])[WORTH].status is Status.SILENT


def test_its_worth_is_the_price_of_the_precondition_member_by_member() -> None:
    world = World(drawn())
    gained = worth(world, "A", ("x", "x1"), ("A", "B"))
    for member in range(world.ensemble.members):
        values = world.ensemble.values[member, :2, :3]
        still = values[:, world.ensemble.counterfactuals[member, 0]]
        found_price = precondition_as_threat_shift(10, [0, 0], (values[:, 1] - still).tolist()).price
        assert gained[member] == pytest.approx(-found_price[0])
