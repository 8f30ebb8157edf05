"""An ensemble gives, member by member, what each member gives as a bargain of its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.bargain import Ensemble, Frame, Issue, Party, Track
from accord.errors import BargainError, CallError
from accord.solve import (
    SOLUTIONS,
    deal_space,
    decode,
    encode,
    linkage,
    on_track,
    solve,
    solve_ensemble,
    top_packages,
    utilities,
)


def ensemble(seed: int, *, members: int = 6, parties: int = 3, shift: float = 0.0) -> Ensemble:
    """Random members over two tracks; each with a counterfactual, red lines and an outside-option shift of its own."""
    rng = np.random.default_rng(seed)
    names = [f"p{k}" for k in range(parties)]
    tracks = (Track("north", tuple(names)), Track("south", tuple(names[:2])))
    widths = rng.integers(2, 4, 4).tolist()
    issues = tuple(
        Issue(f"i{k}", tuple(f"o{j}" for j in range(width)), track=tracks[k % 2].id, counterfactual="o0")
        for k, width in enumerate(widths)
    )
    columns = sum(widths)
    values = rng.random((members, parties, columns))
    counterfactuals = np.stack([rng.integers(0, width, members) for width in widths], axis=1)
    frame = Frame(tuple(Party(name) for name in names), issues, tracks)
    chosen = frame.offsets[:-1] + counterfactuals
    fallback = np.take_along_axis(values, np.repeat(chosen[:, None, :], parties, axis=1), axis=2).sum(axis=2)
    return Ensemble(
        frame,
        values,
        fallback + shift * rng.random((members, parties)),
        rng.random(values.shape) < 0.1,
        counterfactuals,
        np.zeros((members, 0), bool),
        (),
    )


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


@given(st.integers(0, 10_000), st.integers(2, 4), st.sampled_from([-0.2, 0.0, 0.2]), st.booleans())
@settings(max_examples=30)
def test_every_member_is_solved_as_a_bargain_of_its_own(seed: int, parties: int, shift: float, walk: bool) -> None:
    models = ensemble(seed, parties=parties, shift=shift)
    found = solve_ensemble(models, rng=rng(), walk=walk, threads=1)
    for number in range(models.members):
        alone = solve(models.member(number))
        assert found.has_zone[number] == alone.has_zone
        assert found.solvable[number] == alone.solvable
        if walk:
            assert found.zone[number] == alone.zone
            assert found.frontier[number] == alone.frontier_packages
        for name in SOLUTIONS:
            if not alone.solvable:
                assert found.picks[name][number] == -1
                assert not found.gains(name)[number].any()
                continue
            packages = [deal.package for deal in alone.solutions[name]]
            assert decode(models.frame, int(found.picks[name][number])) in packages
            np.testing.assert_allclose(found.utilities[name][number], alone.solutions[name][0].utilities, atol=1e-9)
        if alone.solvable:
            ideal = np.array(alone.ideal) - models.reservations[number]
            np.testing.assert_allclose(found.ideal_gains[number], np.maximum(ideal, 0), atol=1e-9)


def test_the_sampled_size_of_the_zone_is_within_its_error() -> None:
    models = ensemble(3, members=40)
    counted = solve_ensemble(models, rng=rng())
    drawn = solve_ensemble(models, rng=rng(), walk=False)
    assert counted.exact
    assert not drawn.exact
    assert (np.abs(counted.zone - drawn.zone) <= 5 * drawn.zone_error + 1e-9).all()


def test_counts_per_package_add_up_and_do_not_depend_on_threads() -> None:
    models = ensemble(5, members=70)
    one, two = solve_ensemble(models, rng=rng(), threads=1), solve_ensemble(models, rng=rng(), threads=2)
    assert one.zone_hits is not None
    assert one.frontier_hits is not None
    assert one.zone_hits.sum() == one.zone.sum()
    assert one.frontier_hits.sum() == one.frontier.sum()
    np.testing.assert_array_equal(one.zone_hits, two.zone_hits)
    np.testing.assert_array_equal(one.frontier_hits, two.frontier_hits)
    for name in SOLUTIONS:
        np.testing.assert_array_equal(one.picks[name], two.picks[name])


def test_top_packages_are_those_most_members_choose() -> None:
    models = ensemble(5, members=70)
    found = solve_ensemble(models, rng=rng())
    top = top_packages(found, "nash", limit=3)
    chosen = found.picks["nash"][found.solvable]
    assert top[0].share == np.bincount(chosen).max() / 70
    assert top[0].share >= top[1].share >= top[2].share
    assert encode(models.frame, top[0].package) == top[0].number
    with pytest.raises(CallError, match="median"):
        top_packages(found, "median")


def test_a_package_has_the_sum_of_its_options() -> None:
    models = ensemble(2)
    number = encode(models.frame, {"i0": "o1", "i1": "o0", "i2": "o1", "i3": "o1"})
    columns = [models.frame.column(f"i{k}", o) for k, o in enumerate(("o1", "o0", "o1", "o1"))]
    total = utilities(models.frame, models.values, np.array([number]))[..., 0]
    np.testing.assert_allclose(total, models.values[:, :, columns].sum(axis=2))
    with pytest.raises(BargainError, match="i3"):
        encode(models.frame, {"i0": "o1", "i1": "o0", "i2": "o1"})


def test_a_hole_in_an_ensemble_is_refused() -> None:
    models = ensemble(2)
    values = models.values.copy()
    values[1, 0, 2] = np.nan
    with pytest.raises(BargainError, match=r"\[1, 0, 2\] is nan"):
        solve_ensemble(replace(models, values=values), rng=rng())


@given(st.integers(0, 10_000), st.sampled_from([-0.3, 0.0, 0.3]))
@settings(max_examples=30)
def test_gains_of_the_tracks_add_up_to_the_gain_of_one_package(seed: int, shift: float) -> None:
    """Whatever package: what it gains on the north track and on the south track is what it gains."""
    models = ensemble(seed, shift=shift)
    number = int(np.random.default_rng(seed).integers(models.frame.packages))
    package = decode(models.frame, number)
    whole = utilities(models.frame, models.values, np.array([number]))[..., 0] - models.reservations
    total = np.zeros(whole.shape)
    for track in ("north", "south"):
        part = on_track(models, track)
        own = encode(part.frame, {issue.id: package[issue.id] for issue in part.frame.issues})
        total += utilities(part.frame, part.values, np.array([own]))[..., 0] - part.reservations
    np.testing.assert_allclose(total, whole, atol=1e-9)


def test_linking_two_opposed_tables_makes_a_deal_that_neither_has() -> None:
    """Tollison and Willett 1979: each table alone has a loser; together both gain."""
    parties = (Party("A"), Party("B"))
    tracks = (Track("trade", ("A", "B")), Track("security", ("A", "B")))
    issues = tuple(Issue(t.id, ("old", "new"), track=t.id, counterfactual="old") for t in tracks)
    models = Ensemble(
        Frame(parties, issues, tracks),
        np.array([[[0.0, 3.0, 0.0, -1.0], [0.0, -1.0, 0.0, 3.0]]]),
        np.zeros((1, 2)),
        np.zeros((1, 2, 4), bool),
        np.zeros((1, 2), np.int64),
        np.zeros((1, 0), bool),
        (),
    )
    found = linkage(models, rng=rng())
    assert found.tracks == ("trade", "security")
    assert not found.track_deals.any()
    assert found.linked_deal.all()
    assert found.linked.tolist() == [[2.0, 2.0]]
    assert found.worth.tolist() == [[2.0, 2.0]]


def test_the_deal_space_shows_zone_frontier_and_solutions() -> None:
    models = ensemble(11, members=20)
    for member in (None, 4):
        space = deal_space(models, "p0", "p1", rng=rng(), member=member)
        assert len(space.packages) == models.frame.packages
        assert space.zone.sum() == space.solution.zone
        assert (np.diff(space.edge[:, 0]) > 0).all()
        assert (np.diff(space.edge[:, 1]) < 0).all()
        for points in space.solutions.values():
            for point in points:
                assert (np.abs(space.frontier - point).sum(axis=1) < 1e-9).any()
    few = deal_space(models, "p0", "p1", rng=rng(), limit=10)
    assert len(few.packages) == 10
    with pytest.raises(CallError, match="p9"):
        deal_space(models, "p0", "p9", rng=rng())
