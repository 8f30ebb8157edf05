"""The plane of two parties: shares, zone, marks and squares of a small ensemble whose answers are plain."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from accord.bargain import Ensemble, Frame, Issue, Party
from accord.errors import CallError
from accord.findings.words import Names
from accord.negotiation import Negotiation
from accord.report import plane as planes
from accord.report.package import package_record, trades_record
from accord.report.plane import options_at, package_of, plane, plane_record, survey

ISSUES = (
    Issue("border", ("shut", "open"), status_quo="shut", counterfactual="shut"),
    Issue("tariff", ("high", "low"), status_quo="high", counterfactual="high"),
)
NAMES = Names(Negotiation())
FRAME = Frame((Party("A"), Party("B")), ISSUES)


def two_models() -> Ensemble:
    """A dislikes an open border and likes a low tariff; B the reverse, but the border more only in the first model."""
    values = np.array([[[3, 0, 0, 5], [0, 4, 1, 0]], [[3, 0, 0, 5], [0, 1, 4, 0]]], float)
    reservations = np.array([[3.0, 1.0], [3.0, 4.0]])  # what holds with no deal: shut and high
    return Ensemble(
        FRAME, values, reservations, np.zeros((2, 2, 4), bool), np.zeros((2, 2), np.int64), np.zeros((2, 0), bool), ()
    )


def shares() -> dict[tuple[str, ...], float]:
    found = survey(two_models())
    at = {number: tuple(options_at(found, number).values()) for number in found.numbers.tolist()}
    return dict(zip(at.values(), found.shares.tolist(), strict=True))


def test_a_package_counts_in_the_models_in_which_all_prefer_it() -> None:
    # Open and low is worth 5 to A (for 3) and 4 to B (for 1): yes in the first; in the second B gets 1 for 4.
    assert shares() == {("shut", "high"): 0, ("shut", "low"): 0, ("open", "high"): 0, ("open", "low"): 0.5}


def test_a_model_shows_its_own_zone_and_solutions() -> None:
    found = survey(two_models())
    first, second = (plane_record(plane(found, "A", "B", member=number)) for number in (0, 1))
    assert sum(first["points"]["zone"]) == 1
    assert {mark["place"][0] for mark in first["solutions"]} == {5.0}
    assert first["deal"] == {"share": 0.5, "here": True}
    assert second["points"]["zone"] == [0, 0, 0, 0]
    assert second["solutions"] == []
    assert second["deal"]["here"] is False


def test_no_deal_and_the_status_quo_are_marked_where_they_are() -> None:
    record = plane_record(plane(survey(two_models()), "B", "A", member=0))
    assert record["named"]["no_deal"] == record["named"]["status_quo"] == {"number": "0", "place": [1.0, 3.0]}
    assert [one["at"] for one in record["reservations"]] == [1.0, 3.0]


def test_squares_count_every_package_and_marks_stay_points(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planes, "DOTS", 2)
    monkeypatch.setattr(planes, "OFTEN", 1)
    record = plane_record(plane(survey(two_models()), "A", "B", member=0, also=(1,)))
    assert not record["each"]
    assert sum(count for _, _, count in record["grid"]["cells"]) == 4
    assert {"0", "1", "3"} <= set(record["points"]["number"])  # no deal, the one asked for, the solution


def test_of_too_many_packages_what_the_models_choose_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planes, "EVENLY", 2)
    found = survey(two_models())
    assert 3 in found.numbers.tolist()
    assert found.shares[found.numbers.tolist().index(3)] == 0.5


def test_a_package_says_whose_yes_it_lacks_and_what_each_gives() -> None:
    told = package_record(survey(two_models()), NAMES, {"border": "open", "tariff": "low"}, member=0)
    assert told["share"] == 0.5
    assert told["lacks"] == [{"party": "B", "share": 0.5, "alone": 0.5}]
    assert [issue["brings"] for issue in told["issues"]] == [{"A": -3.0, "B": 4.0}, {"A": 5.0, "B": -1.0}]
    assert [one["gain"] for one in told["parties"]] == [2.0, 3.0]


def test_the_trade_that_helps_both_is_found_from_no_deal() -> None:
    told = trades_record(survey(two_models()), NAMES, {"border": "shut", "tariff": "high"})
    assert told["single"] == []
    assert [(one["share"], one["package"]) for one in told["trades"]] == [(0.5, {"border": "open", "tariff": "low"})]
    assert told["stuck"] == 0.5


def test_a_red_line_takes_a_yes_away() -> None:
    lines = np.zeros((2, 2, 4), bool)
    lines[0, 0, 1] = True  # in the first model A takes no package with an open border
    told = package_record(
        survey(replace(two_models(), red_lines=lines)), NAMES, {"border": "open", "tariff": "low"}, member=None
    )
    assert told["share"] == 0
    assert told["issues"][0]["red_lines"] == {"A": 0.5}


def test_what_is_no_package_is_refused() -> None:
    found = survey(two_models())
    assert package_of(found, {"tariff": "low"}) == {"border": "shut", "tariff": "low"}
    with pytest.raises(CallError, match="An issue is one of"):
        package_of(found, {"sea": "open"})
    with pytest.raises(CallError, match="A model is one of 1 to 2"):
        plane(found, "A", "B", member=2)
    with pytest.raises(CallError, match="two parties"):
        plane(found, "A", "A")
