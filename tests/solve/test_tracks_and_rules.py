"""Tracks that rules tie together, and the picture of a bargain with rules."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.bargain import Bargain, Ensemble, Frame, Issue, Party, Requirement, Track, make_bargain, no_deal
from accord.solve import deal_space, linkage, on_track, solve, solve_ensemble

PARTIES = ("A", "B")
TRACKS = (Track("trade", PARTIES), Track("border", PARTIES))
ISSUES = (
    Issue("tariff", ("high", "low"), track="trade", counterfactual="high"),
    Issue("posts", ("closed", "open"), track="border", counterfactual="closed"),
)
FRAME = Frame(tuple(Party(name) for name in PARTIES), ISSUES, TRACKS)
WORTH = {name: {"tariff": {"high": 0, "low": 2}, "posts": {"closed": 0, "open": 3}} for name in PARTIES}


def one_member(bargain: Bargain) -> Ensemble:
    frame = bargain.frame
    fallback = [-1 if i.counterfactual is None else i.options.index(i.counterfactual) for i in frame.issues]
    return Ensemble(
        frame,
        bargain.values[None],
        bargain.reservations[None],
        bargain.red_lines[None],
        np.array([fallback]),
        np.zeros((1, 0), bool),
        (),
        interaction_values=bargain.interaction_values[None] if frame.interactions else np.zeros((0, 0, 0)),
    )


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def test_what_another_track_makes_possible_is_out_of_reach_for_a_track_by_itself() -> None:
    """Low tariffs need open posts: the trade track by itself, with closed posts, has no deal."""
    bound = replace(FRAME, requirements=(Requirement("tariff", "low", "posts", ("open",)),))
    models = one_member(make_bargain(bound, WORTH))
    assert solve_ensemble(on_track(models, "trade"), rng=rng()).has_zone.tolist() == [False]
    assert solve_ensemble(on_track(models, "border"), rng=rng()).zone.tolist() == [1]
    found = linkage(models, rng=rng())
    assert found.linked.tolist() == [[5, 5]]
    assert found.by_track[:, 0].tolist() == [[0, 0], [3, 3]]
    assert found.compatible.tolist() == [True]


def test_separate_deals_that_cannot_stand_together_are_told() -> None:
    bound = replace(FRAME, exclusions=((("tariff", "low"), ("posts", "open")),))
    found = linkage(one_member(make_bargain(bound, WORTH)), rng=rng())
    assert found.separate.tolist() == [[5, 5]]
    assert found.linked.tolist() == [[3, 3]]
    assert found.compatible.tolist() == [False]


def test_an_interaction_across_tracks_is_the_worth_of_linking_them() -> None:
    bound = replace(FRAME, interactions=((("tariff", "low"), ("posts", "open")),))
    found = linkage(one_member(make_bargain(bound, WORTH, interactions={"A": [1], "B": [0.5]})), rng=rng())
    assert found.separate.tolist() == [[5, 5]]
    assert found.worth.tolist() == [[1, 0.5]]


def test_what_holds_with_no_deal_counts_on_every_track_it_touches() -> None:
    """Closed posts and high tariffs are worth 4 to A together: either track alone gives that up."""
    bound = replace(FRAME, interactions=((("tariff", "high"), ("posts", "closed")),))
    found = linkage(one_member(make_bargain(bound, WORTH, interactions={"A": [4]})), rng=rng())
    # A refuses 2 - 4 on trade and 3 - 4 on the border, and takes 2 + 3 - 4 for both.
    assert found.track_deals.tolist() == [[False], [False]]
    assert found.linked.tolist() == [[1, 5]]


def test_a_rule_about_an_issue_elsewhere_that_has_no_counterfactual_binds_nothing() -> None:
    loose = replace(FRAME, issues=(ISSUES[0], replace(ISSUES[1], counterfactual=None)))
    bound = replace(loose, requirements=(Requirement("tariff", "low", "posts", ("open",)),))
    part = on_track(one_member(make_bargain(bound, WORTH)), "trade")
    assert [issue.id for issue in part.frame.issues] == ["tariff"]
    assert solve_ensemble(part, rng=rng()).zone.tolist() == [1]


@given(st.integers(0, 10_000))
@settings(max_examples=25)
def test_without_rules_across_tracks_their_gains_add_up_to_those_of_one_package(seed: int) -> None:
    """The packages of both tracks, put together, gain what they gain apart, where rules stay within a track."""
    draw = np.random.default_rng(seed)
    issues = tuple(Issue(f"i{k}", ("a", "b", "c"), track=TRACKS[k // 2].id, counterfactual="a") for k in range(4))
    within = ((("i0", "b"), ("i1", "c")), (("i2", "b"), ("i3", "a")))
    frame = Frame(FRAME.parties, issues, TRACKS, exclusions=within[:1], interactions=within[1:])
    values, extra = draw.random((2, 12)), draw.random((2, 1)) - 0.5
    base = values[:, [0, 3, 6, 9]].sum(axis=1)
    models = one_member(Bargain(frame, values, base + 0.1, np.zeros((2, 12), bool), extra))
    whole = solve(models.member(0))
    parts = [on_track(models, track.id).member(0) for track in TRACKS]
    assert sum(part.reservations for part in parts) == pytest.approx(models.reservations[0])
    assert [len(part.frame.issues) for part in parts] == [2, 2]
    assert sum(map(highest, parts)) == pytest.approx(highest(models.member(0)))
    assert whole.packages == 8 * 9


def highest(bargain: Bargain) -> float:
    """The highest sum of utilities, with or without a deal, whatever the reservations."""
    fallback = no_deal(bargain.frame, bargain.values, bargain.interaction_values)
    assert fallback is not None
    found = solve(replace(bargain, reservations=bargain.reservations - 100)).solutions["utilitarian"]
    return max(float(fallback.sum()), *(sum(deal.utilities) for deal in found))


def test_the_picture_shows_no_package_that_breaks_a_rule_and_adds_interactions() -> None:
    bound = replace(
        FRAME,
        exclusions=((("tariff", "low"), ("posts", "closed")),),
        interactions=((("tariff", "low"), ("posts", "open")),),
    )
    drawn = deal_space(make_bargain(bound, WORTH, interactions={"A": [1]}), "A", "B", rng=rng())
    assert [tuple(package.values()) for package in drawn.packages] == [
        ("high", "closed"),
        ("high", "open"),
        ("low", "open"),
    ]
    assert drawn.points.tolist() == [[0, 0], [3, 3], [6, 5]]
    assert drawn.zone.tolist() == [False, True, True]
    assert drawn.no_deal is not None
    assert drawn.no_deal.tolist() == [0, 0]
