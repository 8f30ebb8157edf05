"""Delay, walk-away and shifts of power: only where somebody speaks of them."""

from tests.findings.scene import Says, found, strike, told

from accord.findings import Basis, Status


def test_who_gains_while_waiting_drags_out_more() -> None:
    finding = found(strike(), [told("It gains by waiting.", "F", says=Says.GAINS_WHILE_WAITING)])[
        "delay:drags_out:party=F"
    ]
    assert finding.share is not None
    assert finding.prior is not None
    assert finding.share > finding.prior + 0.1
    assert finding.value is not None
    assert finding.value >= 0


def test_who_may_walk_away_is_said_to() -> None:
    finding = found(strike(), [told("It may walk away.", "W", says=Says.MAY_WALK_AWAY)])["walk_away:leaves:party=W"]
    assert finding.basis is Basis.STATED
    assert finding.share is not None
    assert finding.share > 0.8


def test_a_term_that_shifts_power_names_whom_it_makes_stronger() -> None:
    shift = told(
        "Overtime would break the union.", "W", says=Says.SHIFTS_POWER, issue="overtime", option="forced", towards="F"
    )
    made = found(strike(), [shift])
    finding = made["commitment:shifts_power:party=F:issue=overtime:option=forced"]
    assert finding.share is not None
    assert finding.share > 0.8


def test_nobody_else_is_spoken_of() -> None:
    made = found(strike(), [told("It may walk away.", "W", says=Says.MAY_WALK_AWAY)])
    assert not any("leaves:party=F" in id for id in made)
    assert [one.status for one in made.values() if one.mechanism == "delay"] == [Status.SILENT]
