import os
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from accord.bargain import Bargain, Frame, Issue, Party, make_bargain
from accord.errors import CallError, StoreError
from accord.negotiation import Negotiation, load_negotiation
from accord.workspace import Settings
from accord.workspace.spreading import Workers
from accord.workspace.sweep_subjects import BargainSubject, Number, Play, ProjectSubject
from accord.workspace.sweeping import POINTS, TABLE, Sweep, caveats, indices, plan, run


def pay_talks() -> Bargain:
    frame = Frame((Party("A"), Party("B")), (Issue("pay", ("low", "mid", "high")), Issue("hours", ("35", "40"))))
    worth = {
        "A": {"pay": {"low": 0.0, "mid": 0.4, "high": 0.7}, "hours": {"35": 0.3, "40": 0.0}},
        "B": {"pay": {"low": 0.5, "mid": 0.3, "high": 0.0}, "hours": {"35": 0.0, "40": 0.5}},
    }
    return make_bargain(frame, worth, reservations={"A": 0.3, "B": 0.3})


def negotiation() -> Negotiation:
    return load_negotiation(
        """
title: pay
parties: [{id: union, name: Union}, {id: firm, name: Firm}]
tracks: [{id: table, parties: [union, firm]}]
issues:
  - {id: pay, track: table, options: [two, four, six], status_quo: two}
  - {id: hours, track: table, options: [long, short], status_quo: long}
assumptions:
  - {party: union, says: seeks, issue: hours, option: short, reason: told, reliability: 0.8}
""",
        "negotiation.yaml",
    )[0]


@pytest.fixture(scope="module")
def cluster() -> Iterator[tuple[str, list[int]]]:
    """A Dask cluster of two worker processes that are started again when they die: its address, and their ids."""
    from distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        ) as made,
        Client(made) as client,
    ):
        yield made.scheduler_address, list(client.run(os.getpid).values())


@pytest.mark.long
def test_a_sweep_over_dask_with_a_worker_killed_half_way_ends_with_the_serial_table(
    cluster: tuple[str, list[int]], tmp_path: Path
) -> None:
    address, ids = cluster
    subject = BargainSubject(pay_talks())
    sweep = plan(subject, asked=("nash.A", "zone"), vary=("reservation", "weight.A.pay"), points=200)
    killed = []

    def kill_half_way(step: str, done: int, total: int) -> None:
        if not killed and done >= total // 3:
            os.kill(ids[0], signal.SIGKILL)
            killed.append(done)

    here = run(subject, sweep, folder=tmp_path / "here")
    there = run(
        subject, sweep, workers=Workers(cluster=address, chunk=5), folder=tmp_path / "there", progress=kill_half_way
    )
    assert killed
    assert killed[0] < len(sweep.points)
    assert there == here
    assert (tmp_path / "there" / TABLE).read_bytes() == (tmp_path / "here" / TABLE).read_bytes()


def test_a_sweep_in_processes_equals_the_serial_one() -> None:
    subject = BargainSubject(pay_talks())
    sweep = plan(subject, points=64, vary=("reservation",))
    assert run(subject, sweep, workers=Workers(2)) == run(subject, sweep)


def test_a_run_that_was_cut_short_goes_on_and_computes_no_point_twice(tmp_path: Path) -> None:
    subject = BargainSubject(pay_talks())
    sweep = plan(subject, points=256, vary=("reservation",))

    def interrupt(step: str, done: int, total: int) -> None:
        if done >= 100:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(subject, sweep, folder=tmp_path, progress=interrupt)
    kept = (tmp_path / POINTS).read_bytes()
    assert 100 <= kept.count(b"\n") - 1 < 256
    (tmp_path / POINTS).write_bytes(kept + b'{"point": 255, "val')  # cut while it was written
    started: list[int] = []
    again = run(subject, sweep, folder=tmp_path, progress=lambda step, done, total: started.append(done))
    assert started[0] == kept.count(b"\n") - 1
    assert again == run(subject, sweep)


def test_a_folder_of_another_sweep_is_refused(tmp_path: Path) -> None:
    subject = BargainSubject(pay_talks())
    run(subject, plan(subject, points=32, vary=("reservation",)), folder=tmp_path)
    with pytest.raises(CallError, match="is of another"):
        run(subject, plan(subject, points=32, vary=("reservation=0..1",)), folder=tmp_path)


def test_a_file_that_holds_no_points_is_refused(tmp_path: Path) -> None:
    (tmp_path / POINTS).write_text("what is this\n")
    subject = BargainSubject(pay_talks())
    with pytest.raises(StoreError, match="holds the points of a sweep"):
        run(subject, plan(subject, points=32, vary=("reservation",)), folder=tmp_path)


def of_function(design: str, points: int, weights: Sequence[float]) -> tuple[Sweep, list[tuple[float]]]:
    """A sweep whose outcome is known: the weighted sum of its numbers, each uniform on [0, 1]."""
    subject = BargainSubject(pay_talks())
    vary = [f"weight.{name}=0..1" for name in ("A.pay", "A.hours", "B.pay")]
    sweep = plan(subject, asked=("zone",), vary=vary, points=points, design=design)
    return sweep, [(float(row @ np.array(weights)),) for row in sweep.points]


def test_sobol_indices_of_a_sum_are_the_shares_of_its_variance() -> None:
    sweep, values = of_function("sobol", 5 * 1024, (1.0, 2.0, 0.0))  # variances 1, 4 and 0 twelfths
    found = {one.number: one for one in indices(sweep, values)}
    for number, share in (("weight.A.pay", 0.2), ("weight.A.hours", 0.8), ("weight.B.pay", 0.0)):
        one = found[number]
        assert one.first == pytest.approx(share, abs=0.03)
        assert one.total == pytest.approx(share, abs=0.03)


def test_morris_effects_of_a_sum_are_its_weights() -> None:
    sweep, values = of_function("morris", 100, (1.0, 2.0, 0.0))
    assert [one.first for one in indices(sweep, values)] == pytest.approx([1.0, 2.0, 0.0])


def test_a_latin_design_finds_the_number_that_matters() -> None:
    sweep, values = of_function("latin", 500, (1.0, 2.0, 0.0))
    first = {one.number: one.first for one in indices(sweep, values)}
    assert first["weight.A.hours"] == pytest.approx(0.8, abs=0.1)


def test_an_outcome_that_nothing_moves_is_told_and_has_indices_of_zero() -> None:
    sweep, _ = of_function("sobol", 64, (0, 0, 0))
    values = [(1.0,)] * len(sweep.points)
    assert {one.total for one in indices(sweep, values)} == {0.0}
    assert any("the same at every point" in told for told in caveats(sweep, values))


def test_an_outcome_without_a_value_somewhere_has_no_index() -> None:
    sweep, values = of_function("sobol", 64, (1, 1, 1))
    told = [(None,), *values[1:]]
    assert {one.first for one in indices(sweep, told)} == {None}
    assert any("no value at 1 of" in one for one in caveats(sweep, told))


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"vary": ("mood.A",)}, "got 'mood.A'"),
        ({"vary": ("reservation.A=1..0",)}, "low below high"),
        ({"vary": ("reservation.A=nan..1",)}, "low below high"),
        ({"vary": ("reservation.A=1",)}, "low below high"),
        ({"asked": ("luck",)}, "got 'luck'"),
        ({"design": "spiral"}, "got 'spiral'"),
        ({"points": 10}, "points or more"),
    ],
)
def test_what_cannot_be_swept_is_refused_with_a_sentence(options: dict[str, object], sentence: str) -> None:
    with pytest.raises(CallError, match=sentence):
        plan(BargainSubject(pay_talks()), **options)  # type: ignore[arg-type]


def test_a_bargain_at_a_point_has_the_reservation_and_the_weight_of_the_point() -> None:
    subject = BargainSubject(pay_talks())
    at = subject.ready(("zone", "agreement", "nash.A"))
    assert at({"reservation.A": 2.0}) == (0.0, 0.0, 2.0)
    assert at({"reservation.A": 0.0, "reservation.B": 0.0})[1] == 1.0
    # Pay worth twice as much to A: the package of high pay and long hours is worth 1.4 to it.
    assert subject.ready(("utilitarian.A",))({"weight.A.pay": 2.0}) == (1.4,)


def test_talks_are_played_with_the_hazard_of_the_point() -> None:
    subject = BargainSubject(pay_talks(), Play(("hard",), steps=10))
    assert subject.ready(("played.agreement",))({}) == (0.0,)
    at = BargainSubject(pay_talks(), Play(("conceder",), steps=10, runs=200)).ready(("played.agreement",))
    assert at({"hazard": 0.9})[0] <= at({"hazard": 0.0})[0] == 1.0


def test_numbers_of_a_project_move_what_they_bear_on() -> None:
    subject = ProjectSubject.of(((), negotiation(), ()), Settings(0, 64))
    names = {one.name: one for one in subject.numbers()}
    assert names["impatience.union"] == Number("impatience.union", 0.0, 0.25)
    kinds = {one.kind for one in subject.bearing(("agreement",))}
    assert kinds == {"outside_shift", "reliability"}
    at = subject.ready(("agreement", "zone", "nash.union"))
    now = at({})
    assert at({"impatience.union": 0.2}) == now
    assert at({"outside_option.union": 1.1})[0] == 0.0
    low, high = at({"outside_shift.union": -0.4}), at({"outside_shift.union": 0.4})
    assert low[0] >= high[0]
    assert low[1] is not None
    assert high[1] is not None
    assert low[1] > high[1]


def test_a_finding_of_a_project_can_be_swept() -> None:
    subject = ProjectSubject.of(((), negotiation(), ()), Settings(0, 64))
    name = next(iter(subject.findings))
    now, other = subject.ready((name,))({}), subject.ready((name, "zone"))({})
    assert now[0] == other[0]
    assert now[0] is not None
