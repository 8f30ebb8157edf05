"""Agreements and steps that NegMAS 0.16.0 reaches on domains made by a formula, as facts.

Measured by running it (`python -m benchmarks.study_negmas` compares many more). Many packages tie here. Which of them
is offered depends on how numpy sorts ties, on both sides alike; listed are runs that end alike however it does.
"""

import pytest
from tests.simulate.bargains import made

from accord.simulate import How, Rules, simulate

STEPS = 50


def residues(number, sizes, parties):
    """Party p's worth of option k of issue i, as a residue; and the reservations."""
    modulus = (101, 7, 1009, 13, 4)[number % 5]

    def worth(p, i, k):
        return ((17 * (k + 1) ** 2 + 31 * i * k + 53 * (p + 1) * (k + i + 2) + 7 * number) % modulus) / modulus

    values = [[[worth(p, i, k) for k in range(size)] for i, size in enumerate(sizes)] for p in range(parties)]
    most = [sum(map(max, own)) for own in values]
    least = [sum(map(min, own)) for own in values]
    reserved = {0: least, 1: [0.2 * one for one in most], 2: [0.0, *(0.6 * one for one in most[1:])], 3: least}
    out_of_reach = [1.1 * most[0], *[0.0] * (parties - 1)]
    return values, out_of_reach if number % 8 == 7 else reserved[number % 4]


FACTS = [
    (0, (10, 10), ("boulware", "linear"), (8, 5), 26),
    (0, (10, 10), ("conceder", "boulware"), (3, 5), 3),
    (0, (10, 10), ("aspiration", "time:2.5"), (5, 5), 33),
    (5, (6, 5), ("boulware", "linear"), (4, 4), 36),
    (5, (6, 5), ("conceder", "boulware"), (4, 2), 5),
    (5, (6, 5), ("aspiration", "time:2.5"), (4, 4), 39),
    (6, (4, 5, 6), ("boulware", "linear"), (0, 4, 4), 38),
    (6, (4, 5, 6), ("conceder", "boulware"), (0, 0, 3), 5),
    (6, (4, 5, 6), ("aspiration", "time:2.5"), (3, 0, 4), 38),
    (9, (5, 4, 3), ("boulware", "linear", "conceder"), (3, 0, 1), 41),
    (9, (5, 4, 3), ("linear", "linear", "linear"), (0, 0, 0), 44),
    (14, (8, 7), ("boulware", "linear"), (2, 6), 2),
    (14, (8, 7), ("conceder", "boulware"), (2, 3), 1),
    (14, (8, 7), ("aspiration", "time:2.5"), (2, 6), 2),
]

BELOW = [(23, (4, 4, 4)), (7, (6, 6))]
"""Where NegMAS signs, after 42 to 49 steps, below a reservation that no package reaches."""


@pytest.mark.parametrize(("number", "sizes", "names", "agreement", "step"), FACTS)
def test_the_agreement_and_the_step_are_those_of_negmas(number, sizes, names, agreement, step) -> None:
    bargain = made(*residues(number, sizes, len(names)))
    run = simulate(bargain, names, Rules(STEPS), seed=0, how=How(traces=1)).traces[0]
    assert run.agreement is not None
    assert (tuple(map(int, run.agreement.values())), run.step) == (agreement, step)


@pytest.mark.parametrize(("number", "sizes"), BELOW)
def test_where_negmas_signs_below_a_reservation_nobody_signs(number, sizes) -> None:
    for names in (["boulware", "linear"], ["conceder", "boulware"]):
        played = simulate(made(*residues(number, sizes, 2)), names, Rules(STEPS), seed=0)
        assert (played.agreement_rate, played.unwilling) == (0, ("A",))
