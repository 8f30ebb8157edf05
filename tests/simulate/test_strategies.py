"""What the strategies are told to do, seen in their offers."""

import pytest
from tests.simulate.bargains import drawn, made

from accord.simulate import How, Rules, simulate, strategy
from accord.simulate.streams import key_of, philox, uniform

PIE = [[[0, 1, 2, 3, 4]], [[4, 3, 2, 1, 0]]]


def offers(bargain, names, party="A", steps=20):
    run = simulate(bargain, names, Rules(steps), seed=0, how=How(traces=1)).traces[0]
    worth = {turn.step: turn.package for turn in run.turns if turn.party == party and turn.package}
    return [tuple(package.values()) for _, package in sorted(worth.items())]


def test_boulware_gives_way_late_and_conceder_early() -> None:
    pie = made([[list(range(101))], [list(range(100, -1, -1))]], [0, 0])
    late, even, early = (
        int(offers(pie, [name, "hard"], steps=99)[49][0]) for name in ("boulware", "linear", "conceder")
    )
    # Time 0.5: 1 - t^4, 1 - t and 1 - t^(1/4) of a hundred, and the least option that is worth as much.
    assert (late, even, early) == (94, 50, 16)


def test_tit_for_tat_gives_what_it_is_given() -> None:
    pie = made([[list(range(101))], [list(range(100, -1, -1))]], [0, 0])
    own = [int(package[0]) for package in offers(pie, ["tit_for_tat", "linear"], steps=9)]
    other = [int(package[0]) for package in offers(pie, ["tit_for_tat", "linear"], party="B", steps=9)]
    given = [100 - (there - other[0]) for there in other]
    assert own[0] == 100
    assert own[1:] == given[: len(own) - 1]
    assert set(offers(pie, ["tit_for_tat", "hard"])) == {("100",)}


def test_micro_makes_a_new_offer_only_for_a_new_offer() -> None:
    bargain = drawn(2, reservation=0.0)
    assert len(set(offers(bargain, ["micro", "hard"]))) == 2  # one ahead of the one that never moves
    own, other = offers(bargain, ["micro", "micro"]), offers(bargain, ["micro", "micro"], party="B")
    assert abs(len(set(own)) - len(set(other))) <= 1
    assert len(set(own)) == len(own)


def test_a_staller_repeats_its_maximum_and_shows_only_what_costs_it_nothing() -> None:
    # x is worth more to it than no deal at 1 and 2, y only at 0; the maximum is x = 2, y = 0.
    bargain = made([[[0, 1, 2], [1, 0, 0.5]], [[2, 1, 0], [0, 1, 2]]], [0, 0])
    made_ = offers(bargain, ["staller", "hard"], steps=12)
    assert [package for number, package in enumerate(made_) if number % 4 != 3] == [("2", "0")] * 9
    assert {made_[3], made_[7], made_[11]} == {("1", "0"), ("0", "0")}


def test_a_hurried_mediator_may_walk_once_its_time_is_up() -> None:
    played = simulate(made(PIE, [3, 4]), ["mediator:0.5:1", "hard"], Rules(9), seed=0, how=How(traces=1))
    assert played.traces[0].ended.name == "WALKED"
    assert played.traces[0].step == 5  # time 0.5


def test_a_linker_settles_what_it_links_together_or_not_at_all() -> None:
    bargain = made([[[0, 1], [0, 1], [0, 3]], [[0, 1], [0, 1], [1, 0]]], [0, 0])
    for package in offers(bargain, ["linker:i0+i1", "random"]):
        assert package[0] == package[1]


def test_a_linker_gives_on_one_issue_for_a_gain_on_another() -> None:
    # Worth the same to it whichever of the first two it keeps; the other asks for one of them, and for the third.
    for first, other in ((1, 0), (0, 1)):
        wants = [[0, 0.3], [1, 0]] if first else [[1, 0], [0, 0.3]]
        bargain = made([[[0, 1], [0, 1], [0.6, 0]], [*wants, [0, 1]]], [0, 0])
        assert offers(bargain, ["linker", "hard"], steps=12)[5] == (str(first), str(other), "0")


def test_who_offers_the_least_that_it_asks_for_takes_the_same_by_either_rule() -> None:
    # What reaches the aspiration is worth no less than the least package that does, which is the next offer.
    for seed in range(10):
        plain, by_next = (
            simulate(drawn(seed), [name, "boulware"], Rules(30), seed=0, how=How(traces=1)).traces[0]
            for name in ("linear", "linear:next")
        )
        assert plain == by_next


def test_the_generator_gives_the_published_numbers() -> None:
    # Known answers of Philox4x32-10 from the authors' Random123 distribution: all bits 0, and all bits 1.
    import numpy as np

    zero, ones = np.uint64(0), np.uint64(0xFFFFFFFF)
    first = [int(word) for word in philox((zero,) * 4, (zero,) * 2)]
    assert first == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]
    second = [int(word) for word in philox((ones,) * 4, (ones,) * 2)]
    assert second == [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]


def test_a_number_belongs_to_its_run_party_round_and_purpose() -> None:
    key = key_of(3, ("A", "B"))
    one = uniform(key, 7, key[2], 4, 0)
    assert one == uniform(key, 7, key[2], 4, 0)
    others = {uniform(key, 8, key[2], 4, 0), uniform(key, 7, key[3], 4, 0), uniform(key, 7, key[2], 5, 0)}
    others |= {uniform(key, 7, key[2], 4, 1), uniform(key_of(4, ("A", "B")), 7, key[2], 4, 0)}
    assert one not in others
    assert len(others) == 5
    assert all(0 <= number < 1 for number in others)


@pytest.mark.parametrize("text", ["", "time:0", "random:2", "mediator:0.5:0.1:7", "boulware:soon"])
def test_a_strategy_that_is_none_is_refused(text) -> None:
    from accord.errors import CallError

    with pytest.raises(CallError):
        strategy(text)
