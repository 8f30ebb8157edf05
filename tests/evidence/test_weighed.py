"""What a weighing promises: the same from the same content in any order; leaving out by weights; exact volumes."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import permutations
from math import factorial

import numpy as np
import pytest

from accord.bargain import Ensemble
from accord.errors import CallError
from accord.evidence import Piece, Weighed, piece_id, weigh, weigh_without
from accord.negotiation import Issue, Negotiation, Party, Track
from accord.statements import Claim, Says

ISSUES = (
    Issue(id="fees", track="table", options=("none", "some", "full")),
    Issue(id="term", track="table", options=("short", "long"), status_quo="long"),
    Issue(id="seat", track="table", options=("east", "west", "south"), ordered=False),
)
NEGOTIATION = Negotiation(
    parties=(Party(id="A", name="Alder"), Party(id="B", name="Birch"), Party(id="M", name="Mediator", role="mediator")),
    tracks=(Track(id="table", parties=("A", "B")),),
    issues=ISSUES,
)
CLAIMS = (
    (Claim(Says.SEEKS, "A", "fees", "full"), 0.9, "party:A"),
    (Claim(Says.REFUSES, "B", "fees", "full"), 0.8, "party:B"),
    (Claim(Says.RED_LINE, "B", "seat", "west"), 0.7, "party:B"),
    (Claim(Says.RED_LINE, "B", "seat", "west"), 0.5, "party:A"),
    (Claim(Says.WOULD_DO_ANYWAY, "B", "term", "short"), 0.6, "reporter"),
    (Claim(Says.LESS_HURRIED_THAN, "A", other="B"), 0.7, "house:x"),
    (Claim(Says.MAY_WALK_AWAY, "B"), 0.6, "reporter"),
    (Claim(Says.VALUES_MORE, "A", issue="fees", over="seat"), 0.7, "house:x"),
)


def pieces(claims: tuple[tuple[Claim, float, str], ...] = CLAIMS) -> tuple[Piece, ...]:
    return tuple(Piece(piece_id(claim, voice), claim, r, voice=voice) for claim, r, voice in claims)


@cache
def all_pieces() -> Weighed:
    return weigh(pieces(), NEGOTIATION, members=1200, seed=1)


def plain(*claims: tuple[Claim, float]) -> tuple[Piece, ...]:
    return pieces(tuple((claim, r, f"v{k}") for k, (claim, r) in enumerate(claims)))


def assert_same(one: Ensemble, other: Ensemble) -> None:
    for name in ("values", "reservations", "red_lines", "counterfactuals", "switches"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    assert one.evidence == other.evidence
    for rate, numbers in one.rates.items():
        assert np.array_equal(numbers, other.rates[rate]), rate


def test_a_seed_decides_everything() -> None:
    first, again = weigh(pieces(), NEGOTIATION, members=60, seed=3), weigh(pieces(), NEGOTIATION, members=60, seed=3)
    assert_same(first.ensemble, again.ensemble)
    assert_same(first.prior, again.prior)
    other = weigh(pieces(), NEGOTIATION, members=60, seed=4)
    assert not np.array_equal(first.ensemble.values, other.ensemble.values)


def test_the_number_of_workers_changes_nothing() -> None:
    one, two = (weigh(pieces(), NEGOTIATION, members=60, workers=workers) for workers in (1, 2))
    assert_same(one.ensemble, two.ensemble)


def test_the_order_of_pieces_parties_and_issues_changes_nothing() -> None:
    turned = NEGOTIATION.model_copy(
        update={"parties": NEGOTIATION.parties[::-1], "issues": NEGOTIATION.issues[::-1]},
    )
    first = weigh(pieces(), NEGOTIATION, members=60)
    second = weigh(pieces()[::-1], turned, members=60)
    assert first.ensemble.evidence == second.ensemble.evidence
    assert np.array_equal(first.ensemble.switches, second.ensemble.switches)
    assert np.array_equal(first.ensemble.reservations, second.ensemble.reservations[:, ::-1])
    for issue in ISSUES:
        for option in issue.options:
            mine, theirs = (weighed.ensemble.frame.column(issue.id, option) for weighed in (first, second))
            assert np.array_equal(first.ensemble.values[:, :, mine], second.ensemble.values[:, ::-1, theirs])
            assert np.array_equal(first.ensemble.red_lines[:, :, mine], second.ensemble.red_lines[:, ::-1, theirs])


def test_exchanging_the_parties_exchanges_the_numbers() -> None:
    swap = {"A": "B", "B": "A"}

    def exchanged(claim: Claim) -> Claim:
        return replace(claim, party=swap[claim.party], other=swap.get(claim.other or ""))

    def voice(key: str) -> str:
        return f"party:{swap[key[-1]]}" if key.startswith("party:") else key

    swapped = pieces(tuple((exchanged(claim), r, voice(key)) for claim, r, key in CLAIMS))
    first, second = weigh(pieces(), NEGOTIATION, members=60), weigh(swapped, NEGOTIATION, members=60)
    assert np.array_equal(first.ensemble.values, second.ensemble.values[:, ::-1])
    assert np.array_equal(first.ensemble.reservations, second.ensemble.reservations[:, ::-1])
    assert np.array_equal(first.ensemble.red_lines, second.ensemble.red_lines[:, ::-1])
    assert np.array_equal(first.prior.values, second.prior.values[:, ::-1])
    for rate, numbers in first.ensemble.rates.items():
        assert np.array_equal(numbers, second.ensemble.rates[rate][:, ::-1]), rate


def test_values_are_within_ranges_that_add_up_to_one() -> None:
    ensemble = weigh(pieces(), NEGOTIATION, members=300).ensemble
    starts = ensemble.frame.offsets[:-1]
    ranges = np.maximum.reduceat(ensemble.values, starts, axis=2)
    assert np.allclose(ranges.sum(axis=2), 1)
    assert (np.minimum.reduceat(ensemble.values, starts, axis=2) == 0).all()


def test_values_on_an_order_have_one_peak_and_a_worst_end() -> None:
    orders = tuple(Issue(id=f"i{k}", track="table", options=tuple("abcde")[: k + 2]) for k in range(4))
    negotiation = NEGOTIATION.model_copy(update={"issues": orders})
    claims = plain((Claim(Says.SEEKS, "A", "i3", "d"), 0.9), (Claim(Says.PREFERS, "A", "i3", "b", over="e"), 0.9))
    ensemble = weigh(claims, negotiation, members=300).ensemble
    for number in range(len(orders)):
        x = ensemble.values[:, :, ensemble.frame.offsets[number] : ensemble.frame.offsets[number + 1]]
        turns = np.diff(np.sign(np.diff(x, axis=2)), axis=2)
        assert (turns <= 0).all()  # never down and then up
        assert (np.minimum(x[:, :, 0], x[:, :, -1]) == 0).all()


def test_splitting_an_option_leaves_the_mean_range_of_its_issue_alone() -> None:
    means = []
    for options in (("none", "full"), ("none", "tenth", "fifth", "half", "full")):
        issues = (Issue(id="fees", track="table", options=options), *ISSUES[1:])
        prior = weigh((), NEGOTIATION.model_copy(update={"issues": issues}), members=2000).prior
        means.append(prior.values[:, 0, : len(options)].max(axis=1).mean())
    deviation = np.sqrt(2 / (9 * 4) / 2000)  # of the mean of a coordinate of a uniform point on three issues: 1/18
    assert means == pytest.approx([1 / 3, 1 / 3], abs=4 * deviation)


@pytest.mark.parametrize("count", [3, 5])
def test_an_order_of_ranges_has_the_volume_of_one_permutation(count: int) -> None:
    """P(w1 >= w2 >= ... >= wn) is 1 / n! on the simplex; so evidence of it weighs as Bayes says."""
    issues = tuple(Issue(id=f"i{k}", track="table", options=("no", "yes")) for k in range(count))
    order = [Claim(Says.VALUES_MORE, "A", issue=f"i{k}", over=f"i{k + 1}") for k in range(count - 1)]
    weighed = weigh(
        plain(*((claim, 0.5) for claim in order)), NEGOTIATION.model_copy(update={"issues": issues}), members=2000
    )
    # With r = 1/2 a claim that holds counts three times one that fails. Permutations by descents: Eulerian numbers.
    eulerian = {3: (1, 4, 1), 5: (1, 26, 66, 26, 1)}[count]
    assert sum(eulerian) == factorial(count)
    total = sum(number * 3.0 ** (count - 1 - broken) for broken, number in enumerate(eulerian))
    share, error = weighed.share(weighed.satisfied.all(axis=1))
    assert share == pytest.approx(3.0 ** (count - 1) / total, abs=4 * error)


def test_ranges_in_a_certain_order_have_the_means_of_order_statistics() -> None:
    """Of a uniform point on the simplex the k-th largest of three has mean (11, 5, 2) / 18."""
    claims = [Claim(Says.VALUES_MORE, "A", issue=a, over=b) for a, b in (("fees", "term"), ("term", "seat"))]
    ensemble = weigh(plain(*((claim, 1.0) for claim in claims)), NEGOTIATION, members=2000).ensemble
    ranges = np.maximum.reduceat(ensemble.values[:, 0], ensemble.frame.offsets[:-1], axis=1)
    assert ranges.mean(axis=0) == pytest.approx([11 / 18, 5 / 18, 2 / 18], abs=4 * 0.2 / np.sqrt(2000))


@pytest.mark.parametrize("left_out", range(len(CLAIMS)))
def test_leaving_out_by_weights_agrees_with_a_run_without(left_out: int) -> None:
    weighed = all_pieces()
    out = pieces()[left_out].id
    without = weigh_without(weighed, [out], NEGOTIATION, seed=2)
    weights = weighed.without(out)
    assert 1 < weights.effective < 1200
    for flags in (
        lambda e: e.values[:, 0, 2] > e.reservations[:, 0],
        lambda e: e.values[:, 1, 4] > 0.2,
        lambda e: e.red_lines[:, 1, 6],
        lambda e: e.counterfactuals[:, 1] == 0,
        lambda e: e.rates["impatience"][:, 0] < e.rates["impatience"][:, 1],
        lambda e: e.rates["walk_away_hazard"][:, 1] > 0.125,
    ):
        one, error = weighed.share(flags(weighed.ensemble), weights.weights)
        other, more = without.share(flags(without.ensemble))
        assert abs(one - other) < 4 * np.hypot(error, more)


def test_influence_is_the_share_with_the_switch_on_less_that_with_it_off() -> None:
    weighed = weigh(plain((Claim(Says.NO_DEAL_BETTER, "A"), 0.6)), NEGOTIATION, members=2500)
    id = weighed.pieces[0].id
    effect, error = weighed.influence(id, weighed.ensemble.rates["outside_shift"][:, 0] > 0)
    assert effect == pytest.approx(0.5, abs=4 * error)  # certain when on; even when off
    switched_off = ~weighed.ensemble.switches[:, 0]
    assert (weighed.ensemble.rates["outside_shift"][switched_off, 0] > 0).mean() == pytest.approx(
        0.5, abs=4 * np.sqrt(0.25 / switched_off.sum())
    )


def test_certain_evidence_leaves_nobody_without_it() -> None:
    weighed = weigh(plain((Claim(Says.NO_DEAL_BETTER, "A"), 1.0)), NEGOTIATION, members=50)
    id = weighed.pieces[0].id
    assert weighed.without(id).effective == 0
    with pytest.raises(CallError, match="weigh again without it"):
        weighed.influence(id, np.ones(50))


def test_chains_of_a_fair_world_have_mixed() -> None:
    diagnostics = all_pieces().diagnostics
    assert diagnostics.worst_rhat < 1.05
    assert diagnostics.least_effective > 300


def test_a_share_all_members_agree_on_has_an_error_still() -> None:
    weighed = weigh(pieces(), NEGOTIATION, members=200)
    share, error = weighed.share(np.ones(200))
    assert share == 1
    assert 0 < error < 0.02


def test_odd_negotiations_can_be_weighed() -> None:
    single = NEGOTIATION.model_copy(update={"issues": (Issue(id="only", track="table", options=("one",)),)})
    assert weigh((), single, members=5).ensemble.values.sum() == 0
    mixed = NEGOTIATION.model_copy(update={"issues": (*single.issues, ISSUES[1])})
    claim = Claim(Says.RED_LINE, "A", "only", "one")
    ensemble = weigh(plain((claim, 1.0), (Claim(Says.SEEKS, "A", "term", "short"), 1.0)), mixed, members=5).ensemble
    assert ensemble.red_lines[:, 0, 0].all()
    assert (ensemble.values[:, 0] == [0, 1, 0]).all()
    assert weigh(pieces(), NEGOTIATION, members=1).ensemble.members == 1


@pytest.mark.parametrize("seed", range(3))
def test_many_certain_claims_true_of_one_model_hold_in_every_member(seed: int) -> None:
    rng = np.random.default_rng(seed)
    hidden = weigh((), NEGOTIATION, members=1, seed=seed).ensemble.member(0)
    claims = []
    for _ in range(14):
        party, issue = int(rng.integers(2)), ISSUES[rng.integers(3)]
        first, second = (str(option) for option in rng.permutation(issue.options)[:2])
        x = [hidden.values[party, hidden.frame.column(issue.id, option)] for option in (first, second)]
        better, worse = (first, second) if x[0] >= x[1] else (second, first)
        claims.append((Claim(Says.PREFERS, "AB"[party], issue.id, better, over=worse), 1.0))
    weighed = weigh(plain(*dict.fromkeys(claims)), NEGOTIATION, members=200)
    assert weighed.satisfied.all()


def test_a_partial_order_of_ranges_has_the_volume_of_its_linear_extensions() -> None:
    """w0 over w1 and w2, and w2 over w3: of 24 orders 3 are of it; evidence weighs each order by what it keeps."""
    issues = tuple(Issue(id=f"i{k}", track="table", options=("no", "yes")) for k in range(4))
    above = [(0, 1), (0, 2), (2, 3)]
    claims = plain(*((Claim(Says.VALUES_MORE, "A", issue=f"i{a}", over=f"i{b}"), 0.5) for a, b in above))
    weighed = weigh(claims, NEGOTIATION.model_copy(update={"issues": issues}), members=2000)
    kept = [sum(order.index(a) < order.index(b) for a, b in above) for order in permutations(range(4))]
    assert sum(number == 3 for number in kept) == 3
    share, error = weighed.share(weighed.satisfied.all(axis=1))
    assert share == pytest.approx(3 * 3.0**3 / sum(3.0**number for number in kept), abs=4 * error)


@pytest.mark.parametrize("others", [2, 3])
def test_a_track_that_outweighs_another_has_the_volume_of_a_corner_of_the_simplex(others: int) -> None:
    """w0 >= w1 + ... + wn is w0 >= 1/2: a corner of volume (1/2)^n of the simplex."""
    tracks = (Track(id="one", parties=("A", "B")), Track(id="rest", parties=("A", "B")))
    issues = tuple(Issue(id=f"i{k}", track="rest" if k else "one", options=("no", "yes")) for k in range(others + 1))
    negotiation = NEGOTIATION.model_copy(update={"issues": issues, "tracks": tracks})
    weighed = weigh(
        plain((Claim(Says.VALUES_MORE, "A", track="one", over_track="rest"), 0.5)), negotiation, members=2000
    )
    corner = 0.5**others
    share, error = weighed.share(weighed.satisfied[:, 0])
    assert share == pytest.approx(3 * corner / (3 * corner + 1 - corner), abs=4 * error)


def test_values_within_an_order_have_the_volume_of_their_shapes() -> None:
    """Of four ordered options with the best at an end, values between are two of a uniform order: means 1/3 and 2/3."""
    issues = (Issue(id="i", track="table", options=("a", "b", "c", "d")),)
    claims = [
        Claim(Says.PREFERS, "A", "i", better, over=worse) for better, worse in (("d", "c"), ("c", "b"), ("b", "a"))
    ]
    negotiation = NEGOTIATION.model_copy(update={"issues": issues})
    values = weigh(plain(*((claim, 1.0) for claim in claims)), negotiation, members=2000).ensemble.values[:, 0]
    assert values.mean(axis=0) == pytest.approx([0, 1 / 3, 2 / 3, 1], abs=4 * np.sqrt(1 / 18 / 1000))
