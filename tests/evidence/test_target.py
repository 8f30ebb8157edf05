"""The sampler draws the target of the design: held against plain importance sampling from the prior."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from tests.evidence.rejection import Model, World, prior, weights, with_counterfactuals

from accord.evidence import Piece, Weighed, piece_id, weigh
from accord.negotiation import Issue, Negotiation, Party, Track
from accord.statements import Claim, Says, Term

OPTIONS = {"land": ("none", "part", "all"), "trade": ("closed", "open"), "flag": ("red", "blue", "green")}
STATUS_QUO = {"land": "none", "trade": "closed", "flag": "red"}
WORLD = World(("A", "B"), OPTIONS, {"land": True, "trade": True, "flag": False})
DRAWS = 40_000
MEMBERS = 1200


def negotiation(world: World = WORLD) -> Negotiation:
    return Negotiation(
        parties=tuple(Party(id=id, name=id) for id in world.parties),
        tracks=(Track(id="table", parties=world.parties),),
        issues=tuple(
            Issue(id=id, track="table", options=options, ordered=world.ordered[id])
            for id, options in world.options.items()
        ),
    )


def evidence(*claims: tuple[Claim, float]) -> tuple[Piece, ...]:
    return tuple(Piece(piece_id(claim, f"v{k}"), claim, r, voice=f"v{k}") for k, (claim, r) in enumerate(claims))


def random_claim(rng: np.random.Generator) -> Claim:
    """A claim of any kind but red lines and bounds on rates, about anything of the world."""
    says = Says(
        rng.choice(
            "seeks already_wanted would_accept refuses prefers values_more no_deal_better no_deal_worse "
            "less_hurried_than would_do_anyway".split()
        )
    )
    issues = [str(name) for name in rng.permutation(list(OPTIONS))]
    issue, other = issues[0], issues[1]
    option, lesser = (str(name) for name in rng.permutation(OPTIONS[issue])[:2])
    party = str(rng.choice(["A", "B"]))
    denied = bool(rng.random() < 0.2)
    given = (Term(other, str(rng.choice(OPTIONS[other]))),) if rng.random() < 0.4 else ()
    match says:
        case Says.VALUES_MORE:
            return Claim(says, party, issue=issue, over=other, negated=denied)
        case Says.NO_DEAL_BETTER | Says.NO_DEAL_WORSE:
            return Claim(says, party, negated=denied)
        case Says.LESS_HURRIED_THAN:
            return Claim(says, party, other="B" if party == "A" else "A", negated=denied)
        case Says.PREFERS if given:
            return Claim(says, party, issue, option, against=given, negated=denied)
        case Says.PREFERS:
            return Claim(says, party, issue, option, over=lesser, negated=denied)
        case Says.WOULD_ACCEPT | Says.REFUSES:
            return Claim(says, party, issue, option, given=given, negated=denied)
        case _:
            return Claim(says, party, issue, option, negated=denied)


@cache
def _drawn_once() -> Model:
    return prior(WORLD, DRAWS, np.random.default_rng(2))


def oracle(claims: list[tuple[Claim, float]], seed: int) -> tuple[Model, np.ndarray]:
    contested = tuple(claim.issue or "" for claim, _ in claims if claim.says is Says.WOULD_DO_ANYWAY)
    model = with_counterfactuals(_drawn_once(), STATUS_QUO, contested, np.random.default_rng(seed))
    return model, weights(claims, model, STATUS_QUO)


def quantities(model: Model, party: str) -> np.ndarray:
    """What is compared: values of all options, reservation, impatience; shape (draws, quantities)."""
    columns = [model.x[party][issue, option] for issue in OPTIONS for option in OPTIONS[issue]]
    return np.column_stack([*columns, model.u_with(party, {}) + model.shift[party], model.impatience[party]])


def drawn(weighed: Weighed, row: int) -> np.ndarray:
    ensemble = weighed.ensemble
    impatience = ensemble.rates["impatience"][:, row] / 0.25
    return np.column_stack([ensemble.values[:, row], ensemble.reservations[:, row], impatience])


def assert_alike(weighed: Weighed, model: Model, weight: np.ndarray) -> None:
    """Means and mean squares agree within four standard errors of the two samples together."""
    normed = weight / weight.sum()
    for row, party in enumerate(WORLD.parties):
        for power in (1, 2):
            expected, got = quantities(model, party) ** power, drawn(weighed, row) ** power
            mean = normed @ expected
            error = np.sqrt((normed**2) @ (expected - mean) ** 2 + got.var(axis=0) * 2 / weighed.ensemble.members)
            assert (np.abs(got.mean(axis=0) - mean) <= 4 * error + 1e-9).all(), (party, power)


@pytest.mark.parametrize("seed", range(6))
def test_agrees_with_weighing_draws_from_the_prior(seed: int) -> None:
    rng = np.random.default_rng([seed, 1])
    claims = [(random_claim(rng), float(rng.choice([0.3, 0.6, 0.9]))) for _ in range(5)]
    weighed = weigh(evidence(*claims), negotiation(), members=MEMBERS, seed=seed)
    assert_alike(weighed, *oracle(claims, seed))


def test_certain_evidence_is_the_prior_cut_to_where_it_holds() -> None:
    claims = [
        (Claim(Says.VALUES_MORE, "A", issue="land", over="trade"), 1.0),
        (Claim(Says.WOULD_ACCEPT, "A", "land", "part", given=(Term("trade", "open"),)), 1.0),
        (Claim(Says.REFUSES, "A", "land", "all"), 1.0),
        (Claim(Says.PREFERS, "B", "flag", "green", over="blue"), 1.0),
        (Claim(Says.LESS_HURRIED_THAN, "B", other="A"), 1.0),
    ]
    weighed = weigh(evidence(*claims), negotiation(), members=MEMBERS, seed=5)
    assert weighed.satisfied.all()
    assert weighed.ensemble.switches.all()
    assert_alike(weighed, *oracle(claims, 5))


def test_no_reliability_is_silence() -> None:
    claims = [
        (Claim(Says.SEEKS, "A", "land", "all"), 1e-9),
        (Claim(Says.VALUES_MORE, "B", issue="flag", over="land"), 1e-9),
    ]
    weighed = weigh(evidence(*claims), negotiation(), members=MEMBERS)
    assert_alike(weighed, *oracle([], 7))
    assert not weighed.ensemble.switches.any()


def test_the_prior_beside_the_ensemble_is_the_prior() -> None:
    weighed = weigh(evidence((Claim(Says.SEEKS, "A", "land", "all"), 0.9)), negotiation(), members=MEMBERS)
    model, _ = oracle([], 8)
    for row, party in enumerate(WORLD.parties):
        expected = quantities(model, party)[:, :-1]
        got = np.column_stack([weighed.prior.values[:, row], weighed.prior.reservations[:, row]])
        error = np.sqrt(expected.var(axis=0) * (1 / DRAWS + 1 / MEMBERS))
        assert (np.abs(got.mean(axis=0) - expected.mean(axis=0)) < 4 * error).all()


def test_a_piece_holds_as_often_as_bayes_says() -> None:
    """x[all] >= x[none] has even odds before; with r it holds with probability (1 + r) / 2, and is on with r."""
    weighed = weigh(evidence((Claim(Says.SEEKS, "A", "land", "all"), 0.6)), negotiation(), members=2500)
    assert weighed.satisfied.mean() == pytest.approx(0.8, abs=4 * np.sqrt(0.16 / 2500))
    assert weighed.ensemble.switches.mean() == pytest.approx(0.6, abs=4 * np.sqrt(0.24 / 2500))


def test_a_red_line_stands_as_often_as_it_is_believed_and_excludes_what_lies_beyond() -> None:
    claim = Claim(Says.RED_LINE, "B", "land", "part")
    ensemble = weigh(evidence((claim, 0.7)), negotiation(), members=2000).ensemble
    part, everything, none = (ensemble.frame.column("land", option) for option in ("part", "all", "none"))
    lines = ensemble.red_lines[:, 1]
    assert lines[:, part].mean() == pytest.approx(0.7, abs=4 * np.sqrt(0.21 / 2000))
    assert (lines[:, everything] == lines[:, part]).all()  # seen from the status quo, none, all lies beyond part
    assert not lines[:, none].any()
    assert (ensemble.switches[:, 0] == lines[:, part]).all()


def test_two_voices_of_one_red_line() -> None:
    claim = Claim(Says.RED_LINE, "B", "flag", "blue")
    weighed = weigh(evidence((claim, 0.5), (claim, 0.5)), negotiation(), members=2500)
    stands = weighed.satisfied[:, 0]
    assert stands.mean() == pytest.approx(0.75, abs=4 * np.sqrt(0.1875 / 2500))
    switches = weighed.ensemble.switches
    assert (switches.any(axis=1) == stands).all()
    assert switches[:, 0].mean() == pytest.approx(0.5, abs=4 * np.sqrt(0.25 / 2500))
    assert switches.all(axis=1).mean() == pytest.approx(0.25, abs=4 * np.sqrt(0.1875 / 2500))


def test_a_red_line_and_an_acceptance_of_the_same_option_are_weighed_against_each_other() -> None:
    """On: r (1 - a) / 2. Off: (1 - r) times (1 + a) / 2 where u(CF with A) >= the reservation and (1 - a) / 2 else."""
    line, accepts = Claim(Says.RED_LINE, "A", "trade", "open"), Claim(Says.WOULD_ACCEPT, "A", "trade", "open")
    model, _ = oracle([], 9)
    free = (model.x["A"]["trade", "open"] - model.x["A"]["trade", "closed"] >= model.shift["A"]).mean()
    on = 0.8 * 0.15
    off = 0.2 * (free * 0.85 + (1 - free) * 0.15)
    weighed = weigh(evidence((line, 0.8), (accepts, 0.7)), negotiation(), members=2500)
    stands = weighed.ensemble.red_lines[:, 0, weighed.ensemble.frame.column("trade", "open")]
    share, error = weighed.share(stands)
    assert share == pytest.approx(on / (on + off), abs=4 * error)


@pytest.mark.parametrize(
    ("says", "rate", "middle"),
    [(Says.MAY_WALK_AWAY, "walk_away_hazard", 0.125), (Says.GAINS_WHILE_WAITING, "waiting_flow", 0.0)],
)
def test_a_rate_lies_above_the_middle_of_its_range_as_often_as_believed(says: Says, rate: str, middle: float) -> None:
    weighed = weigh(evidence((Claim(says, "B"), 0.8)), negotiation(), members=2500)
    above = weighed.ensemble.rates[rate] > middle
    assert above[:, 1].mean() == pytest.approx(0.9, abs=4 * np.sqrt(0.09 / 2500))
    assert above[:, 0].mean() == pytest.approx(0.5, abs=4 * np.sqrt(0.25 / 2500))


def test_power_shifts_towards_the_party_named() -> None:
    claim = Claim(Says.SHIFTS_POWER, "A", "land", "part", towards="B")
    shifts = weigh(evidence((claim, 1.0)), negotiation(), members=500).ensemble.rates["power_shift"]
    assert (shifts[:, 1] >= 0).all()
    assert (shifts[:, 0] < 0).any()


def test_an_order_of_steps_says_nothing_of_utility() -> None:
    claim = Claim(Says.BEFORE, "A", first=Term("land"), then=Term("trade"))
    weighed = weigh(evidence((claim, 0.9)), negotiation(), members=MEMBERS)
    assert weighed.satisfied.all()
    assert_alike(weighed, *oracle([], 7))
