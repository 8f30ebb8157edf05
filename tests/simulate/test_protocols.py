"""Talks in stages, and a single text that a mediator changes."""

import numpy as np
import pytest
from tests.simulate.bargains import drawn, made

from accord.bargain import Frame, Issue, Party, Track, make_bargain
from accord.errors import CallError
from accord.simulate import How, Rules, simulate, simulate_stages, simulate_text, tracks_in_order


def two_tracks(second):
    """A and B settle x, then all three y; y is worth `second` to B where it is settled."""
    frame = Frame(
        tuple(map(Party, "ABC")),
        (
            Issue("x", ("no", "yes"), track="first", counterfactual="no"),
            Issue("y", ("no", "yes"), track="second", counterfactual="no"),
        ),
        (Track("first", ("A", "B")), Track("second", ("A", "B", "C"))),
    )
    worth = {"A": (1, 1), "B": (1, second), "C": (-1, 2)}
    return make_bargain(
        frame, {id: {"x": {"no": 0, "yes": x}, "y": {"no": 0, "yes": y}} for id, (x, y) in worth.items()}
    )


def test_what_a_stage_settles_stands_for_the_next() -> None:
    bargain = two_tracks(2)
    played = simulate_stages(
        bargain, "linear", Rules(10), tracks_in_order(bargain, ["first", "second"]), seed=0, how=How(1, 1)
    )
    assert played.traces[0].package == {"x": "yes", "y": "yes"}
    assert played.traces[0].utilities == (2.0, 3.0, 1.0)
    assert [stage.settled for stage in played.traces[0].stages] == [{"x": "yes"}, {"y": "yes"}]


def test_a_stage_that_settles_nothing_leaves_its_issues_as_they_would_be() -> None:
    bargain = two_tracks(-0.5)  # B refuses y by itself
    played = simulate_stages(bargain, "linear", Rules(10), [["x"], ["y"]], seed=0, how=How(3, 1))
    assert played.settled == (1.0, 0.0)
    assert played.packages == {(("x", "yes"), ("y", "no")): 3}
    assert simulate(bargain, ["linear"], Rules(10), seed=0).agreement_rate == 1  # together they agree


def test_stages_name_every_issue_once() -> None:
    with pytest.raises(CallError, match="every issue once"):
        simulate_stages(two_tracks(1), "linear", Rules(5), [["x"]], seed=0)
    with pytest.raises(CallError, match="every track once"):
        tracks_in_order(two_tracks(1), ["first"])


def test_climbers_end_where_no_single_change_helps_all() -> None:
    bargain = drawn(3, sizes=(3, 3, 2), reservation=0.0)
    for run in simulate_text(bargain, ["climber"], Rules(400), seed=1, how=How(5, 5)).traces:
        assert run.signed
        chosen = [int(option) for option in run.package.values()]
        for issue, (first, entry) in enumerate(zip(bargain.frame.offsets, bargain.frame.issues, strict=False)):
            old = bargain.values[:, first + chosen[issue]]
            for option in range(len(entry.options)):
                better = bargain.values[:, first + option] >= old
                assert option == chosen[issue] or not better.all()


def test_a_text_below_a_reservation_is_not_signed() -> None:
    bargain = made([[[0, 1]], [[1, 0]]], [0.5, 0.5])
    played = simulate_text(bargain, ["annealer"], Rules(20), seed=0, how=How(20, 20))
    assert played.signed == 0
    assert np.array_equal(played.mean_utilities, bargain.reservations)


def test_annealers_find_texts_that_climbers_miss() -> None:
    # From the first text no single change suits both, but two together do: a loss has to be borne on the way.
    bargain = made([[[0, 3], [0, -1]], [[0, -1], [0, 3]]], [0, 0])
    climbed = simulate_text(bargain, ["climber"], Rules(60), seed=0, how=How(40), start=0)
    annealed = simulate_text(bargain, ["annealer:1"], Rules(60), seed=0, how=How(40), start=0)
    assert list(climbed.packages) == [0]
    assert annealed.packages[3] > 10


def test_runs_of_a_text_depend_on_their_number_alone() -> None:
    few = simulate_text(drawn(1), ["annealer"], Rules(30), seed=2, how=How(3, 3)).traces
    assert few == simulate_text(drawn(1), ["annealer"], Rules(30), seed=2, how=How(9, 9)).traces[:3]
    with pytest.raises(CallError, match="voter"):
        simulate_text(drawn(1), ["annealer:-1"], Rules(30), seed=2)
