"""Settling in stages, by playing every stage out from the definition."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.solve.bargains import Package, coupled_bargains, exact, needed, possible, reservations

from accord.bargain import Bargain, Frame, Issue, Party, Precondition, Track, consents, make_bargain
from accord.errors import BargainError, CallError, SizeError
from accord.solve.agendas import compare_orders, precondition_effects
from accord.solve.stages import settle


def with_counterfactuals(bargain: Bargain, rng: np.random.Generator) -> Bargain:
    issues = tuple(
        replace(i, counterfactual=i.counterfactual or str(rng.choice(i.options))) for i in bargain.frame.issues
    )
    wishes = []
    if len(issues) > 1:
        for _ in range(int(rng.integers(0, 3))):
            a, b = (issues[k] for k in rng.choice(len(issues), 2, replace=False).tolist())
            option = str(rng.choice(a.options)) if rng.random() < 0.4 else ""
            wishes.append(Precondition(str(rng.choice([p.id for p in bargain.frame.parties])), a.id, b.id, option))
    return replace(bargain, frame=replace(bargain.frame, issues=issues, preconditions=tuple(wishes)))


def drawn_stages(bargain: Bargain, rng: np.random.Generator) -> list[list[int]]:
    numbers = rng.permutation(len(bargain.frame.issues)).tolist()
    stages: list[list[int]] = []
    for number in numbers:
        if rng.random() < 0.15:
            continue
        if stages and rng.random() < 0.4:
            stages[-1].append(number)
        else:
            stages.append([number])
    return stages or [[0]]


def worth(bargain: Bargain, package: Package) -> list[int]:
    own, fallback = exact(bargain, package), exact(bargain, cf(bargain))
    least, say = reservations(bargain), needed(bargain, package)
    return [u if p in say else u + least[p] - fallback[p] for p, u in enumerate(own)]


def cf(bargain: Bargain) -> Package:
    return tuple(i.options.index(i.counterfactual) for i in bargain.frame.issues)


def key(rule: str, gains: list[int], ideals: list[int]):
    ratios = [Fraction(g, i) for g, i in zip(gains, ideals, strict=True) if i > 0]
    return {
        "nash": (sum(r > 0 for r in ratios), prod([r for r in ratios if r > 0], start=Fraction(1))),
        "kalai_smorodinsky": sorted(ratios),
        "egalitarian": sorted(gains),
        "utilitarian": sum(gains),
    }[rule]


@dataclass(frozen=True)
class Talks:
    bargain: Bargain
    rule: str
    foresee: bool

    def play(self, stages: list[list[int]], now: Package, done: tuple[int, ...] = ()) -> Package:
        """Where the talks end, from `now` on: the definition, by recursion."""
        if not stages:
            return now
        choices = self.choices(stages, now, done)
        top = max((key for key, _ in choices), default=None)
        if top is None or top <= self.nothing(stages, now, done):
            return self.play(stages[1:], now, (*done, *stages[0]))
        first = next(package for key, package in choices if key == top)
        return self.play(stages[1:], first, (*done, *stages[0]))

    def leads_to(self, stages: list[list[int]], package: Package, done: tuple[int, ...]) -> Package:
        return self.play(stages[1:], package, (*done, *stages[0])) if self.foresee else package

    def gains(self, stages: list[list[int]], now: Package, package: Package, done: tuple[int, ...]) -> list[int]:
        asked = consents(self.bargain.frame)
        after, before = (worth(self.bargain, self.leads_to(stages, one, done)) for one in (package, now))
        return [after[p] - before[p] for p in range(len(after)) if any(asked[i][p] for i in stages[0])]

    def nothing(self, stages: list[list[int]], now: Package, done: tuple[int, ...]):
        zero = self.gains(stages, now, now, done)
        return key(self.rule, zero, self.ideals(stages, now, done))

    def ideals(self, stages: list[list[int]], now: Package, done: tuple[int, ...]) -> list[int]:
        rows = [self.gains(stages, now, package, done) for package in self.acceptable(stages, now, done)]
        return [max(column) for column in zip(*rows, strict=True)]

    def choices(self, stages: list[list[int]], now: Package, done: tuple[int, ...]):
        ideals = self.ideals(stages, now, done)
        return [
            (key(self.rule, self.gains(stages, now, package, done), ideals), package)
            for package in self.acceptable(stages, now, done)
        ]

    def acceptable(self, stages: list[list[int]], now: Package, done: tuple[int, ...]) -> list[Package]:
        frame, fallback, stage = self.bargain.frame, cf(self.bargain), stages[0]
        asked = consents(frame)
        found = []
        for options in product(*(range(len(frame.issues[i].options)) for i in stage)):
            package = tuple(options[stage.index(i)] if i in stage else k for i, k in enumerate(now))
            moved = [i for i in stage if package[i] != fallback[i]]
            say = {p for i in moved for p in range(len(frame.parties)) if asked[i][p]}
            end = self.leads_to(stages, package, done)
            columns = [int(a) + k for a, k in zip(frame.offsets, end, strict=False)]
            clear = possible(frame, end) and not any(self.bargain.red_lines[p, c] for p in say for c in columns)
            held = any(unmet(self.bargain, wish, package, (*done, *stage), moved) for wish in frame.preconditions)
            if moved and clear and not held and min(self.gains(stages, now, package, done), default=0) >= 0:
                found.append(package)
        return found


def unmet(bargain: Bargain, wish: Precondition, package: Package, open_to: tuple[int, ...], moved: list[int]) -> bool:
    frame = bargain.frame
    before, after = frame.issue_index[wish.before], frame.issue_index[wish.after]
    if after not in moved or not consents(frame)[after][frame.party_index[wish.party]]:
        return False
    if before not in open_to:
        return True
    option = frame.issues[before].options[package[before]]
    return option != wish.option if wish.option else package[before] == cf(bargain)[before]


RULES = st.sampled_from(["nash", "kalai_smorodinsky", "egalitarian", "utilitarian"])


@given(coupled_bargains(most_packages=24), st.integers(0, 10_000), RULES, st.booleans())
@settings(max_examples=60)
def test_stages_end_where_the_definition_does(drawn: Bargain, seed: int, rule: str, foresee: bool) -> None:
    rng = np.random.default_rng(seed)
    bargain = with_counterfactuals(drawn, rng)
    stages = drawn_stages(bargain, rng)
    named = [[bargain.frame.issues[i].id for i in stage] for stage in stages]
    course = settle(bargain, named, rule=rule, sight="foresighted" if foresee else "myopic")
    end = Talks(bargain, rule, foresee).play(stages, cf(bargain))
    assert tuple(course.package.values()) == tuple(i.options[k] for i, k in zip(bargain.frame.issues, end, strict=True))
    for p, party in enumerate(bargain.frame.parties):
        assert course.worth[party.id] == pytest.approx(worth(bargain, end)[p] / 30, abs=1e-9)
        assert course.gains[party.id] == pytest.approx(
            (worth(bargain, end)[p] - reservations(bargain)[p]) / 30, abs=1e-9
        )


@given(coupled_bargains(most_packages=24), st.integers(0, 10_000))
@settings(max_examples=30)
def test_nobody_ends_below_a_reservation_or_over_a_red_line_by_its_own_yes(drawn: Bargain, seed: int) -> None:
    """Where every party has a say in every issue, nobody else's yes can bring it there either."""
    rng = np.random.default_rng(seed)
    bargain = with_counterfactuals(drawn, rng)
    everybody = tuple(party.id for party in bargain.frame.parties)
    issues = tuple(replace(i, consent=everybody) for i in bargain.frame.issues)
    bargain = replace(bargain, frame=replace(bargain.frame, issues=issues))
    named = [[bargain.frame.issues[i].id for i in stage] for stage in drawn_stages(bargain, rng)]
    for sight in ("foresighted", "myopic"):
        course = settle(bargain, named, sight=sight)
        assert min(course.gains.values()) >= -1e-9
        if any(stage.agreed for stage in course.stages):
            lines = bargain.red_lines.any(axis=0)
            assert not any(lines[bargain.frame.column(i, o)] for i, o in course.package.items())


def binary(worths, names=("x", "y"), **rules) -> Bargain:
    """Issues of no and yes; `worths[party]`: what each yes is worth."""
    issues = tuple(Issue(name, ("no", "yes"), counterfactual="no") for name in names)
    utilities = {p: {n: {"no": 0, "yes": u} for n, u in zip(names, row, strict=True)} for p, row in worths.items()}
    return make_bargain(Frame(tuple(map(Party, worths)), issues, **rules), utilities)


def test_a_chip_given_away_for_nothing_buys_nothing_later() -> None:
    """x brings B 3 and costs A nothing, so apart it is settled at once; then B has no reason left to pay with y."""
    bargain = binary({"A": (0, 5), "B": (3, -1)})
    apart = settle(bargain, [["x"], ["y"]], rule="egalitarian")
    assert apart.gains == {"A": 0.0, "B": 3.0}
    assert settle(bargain, [["x", "y"]], rule="egalitarian").gains == {"A": 5.0, "B": 2.0}
    assert settle(bargain, [["y"], ["x"]]).gains == {"A": 0.0, "B": 3.0}


def test_foresight_agrees_to_a_first_step_that_only_the_second_makes_worth_while() -> None:
    """x costs A 1 and only with it does y, worth 3 to A, become possible."""
    bargain = binary({"A": (-1, 3), "B": (1, 1)}, exclusions=((("x", "no"), ("y", "yes")),))
    assert not settle(bargain, [["x"], ["y"]], sight="myopic").stages[0].agreed
    course = settle(bargain, [["x"], ["y"]])
    assert [stage.agreed for stage in course.stages] == [True, True]
    assert course.gains == {"A": 2.0, "B": 2.0}
    # What is settled stands: were talks to break down after the first stage, A would be left with the cost alone.
    assert course.stages[0].if_ended == {"A": -1.0, "B": 1.0}
    assert course.stages[0].rather_stop == ()


def test_who_would_rather_stop_after_a_stage_is_told() -> None:
    """C has no say in y, which hurts it."""
    bargain = binary({"A": (1, 1), "B": (1, 1), "C": (1, -5)})
    issues = (bargain.frame.issues[0], replace(bargain.frame.issues[1], consent=("A", "B")))
    course = settle(replace(bargain, frame=replace(bargain.frame, issues=issues)), [["x"], ["y"]])
    assert course.stages[0].rather_stop == ("C",)
    assert course.gains["C"] == -4.0


def test_a_precondition_holds_an_issue_up_until_it_is_met_or_settled_together() -> None:
    bargain = binary({"A": (1, 1), "B": (1, 1)}, preconditions=(Precondition("A", "x", "y"),))
    late = settle(bargain, [["y"], ["x"]])
    assert [stage.agreed for stage in late.stages] == [False, True]
    assert [len(stage.waiting) for stage in late.stages] == [1, 0]
    assert settle(bargain, [["x"], ["y"]]).gains == {"A": 2.0, "B": 2.0}
    assert settle(bargain, [["x", "y"]]).gains == {"A": 2.0, "B": 2.0}


def test_a_deadlock_of_preconditions_ends_where_both_are_settled_at_once() -> None:
    wishes = (Precondition("A", "x", "y"), Precondition("B", "y", "x"))
    bargain = binary({"A": (1, 1), "B": (1, 1)}, preconditions=wishes)
    found = compare_orders(bargain)
    assert found.courses == ()
    assert found.at_once.gains == {"A": 2.0, "B": 2.0}
    assert {effect.verdict for effect in precondition_effects(bargain)} == {"deadlock"}


def test_the_verdicts_on_preconditions() -> None:
    """Myopic: truce before road stops at nothing for A; the other way round both are settled. A asks for the road first
    (costless to all), B for the truce first, which leaves A and B less than they could have.
    """
    together = ((("truce", "yes"), ("road", "yes")),)
    frame = {"names": ("truce", "road"), "interactions": together}
    worths = {"A": (-1, 1), "B": (2, 1)}

    def verdicts(wish: Precondition) -> dict[str, str]:
        bargain = binary(worths, **frame, preconditions=(wish,))
        bargain = replace(bargain, interaction_values=np.array([[3.0], [0.0]]))
        return {one.party: one.verdict for one in precondition_effects(bargain, sight="myopic")}

    assert verdicts(Precondition("A", "road", "truce")) == {"A": "costless", "B": "costless"}
    assert verdicts(Precondition("B", "truce", "road")) == {"A": "unacceptable", "B": "unacceptable"}


def test_best_and_worst_orders_are_told_by_party_and_by_track() -> None:
    plain = binary({"A": (1, 2), "B": (2, 1)})
    issues = tuple(replace(i, track=t) for i, t in zip(plain.frame.issues, ("one", "two"), strict=True))
    both = ("A", "B")
    frame = replace(plain.frame, issues=issues, tracks=(Track("one", both), Track("two", both)))
    found = compare_orders(replace(plain, frame=frame), by="track")
    assert [course.order for course in found.courses] == [(("x",), ("y",)), (("y",), ("x",))]
    assert found.best == found.worst == {"A": (0, 1), "B": (0, 1)}
    assert not found.matters


def test_odd_stages_are_refused_by_name() -> None:
    bargain = binary({"A": (1, 1), "B": (1, 1)})
    with pytest.raises(BargainError, match="'z'"):
        settle(bargain, [["z"]])
    with pytest.raises(CallError, match="'x' comes twice"):
        settle(bargain, [["x"], ["x"]])
    with pytest.raises(CallError, match="got 'xy'"):
        settle(bargain, ["xy"])
    with pytest.raises(CallError, match="nash, kalai"):
        settle(bargain, [["x"]], rule="coin")
    with pytest.raises(CallError, match="foresighted, myopic"):
        settle(bargain, [["x"]], sight="blind")
    open_ended = replace(bargain.frame, issues=tuple(replace(i, counterfactual=None) for i in bargain.frame.issues))
    with pytest.raises(BargainError, match="issue 'x' has none"):
        settle(replace(bargain, frame=open_ended), [["x"]])
    names = [f"i{k}" for k in range(21)]
    wide = binary({"A": [1] * 21, "B": [1] * 21}, names=names)
    with pytest.raises(SizeError, match="2,097,152"):
        settle(wide, [[name] for name in names])
    assert settle(wide, [[name] for name in names], sight="myopic").gains == {"A": 21.0, "B": 21.0}
    with pytest.raises(SizeError, match="720 orders"):
        compare_orders(wide)
