"""Rules of consent, coalitions, vetoes and the core, by their definitions."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import chain, combinations, permutations
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.solve.bargains import (
    Package,
    all_packages,
    coupled_bargains,
    exact,
    needed,
    reservations,
    zone,
)

from accord.bargain import Bargain, Frame, Issue, Party, consents, counterfactual_options, make_bargain
from accord.errors import CallError, SizeError
from accord.solve import RedLine
from accord.solve.coalitions import coalition_deals, leave_out, pivots, settling, spoilers, verdict
from accord.solve.consent_rules import (
    ConsentRule,
    blocking,
    both,
    either,
    granted,
    nakamura,
    power,
    quota,
    unanimity,
    winning,
)
from accord.solve.core import core, objections, vetoes

PARTIES = "ABCDE"


def subsets(parties, least=0):
    return [frozenset(s) for s in chain.from_iterable(combinations(parties, n) for n in range(least, len(parties) + 1))]


RULES = st.integers(1, 5).flatmap(
    lambda n: st.lists(st.frozensets(st.sampled_from(PARTIES[:n]), min_size=1), min_size=1, max_size=5).map(
        lambda sets: winning(PARTIES[:n], sets)
    )
)


@given(RULES)
@settings(max_examples=40)
def test_a_rule_blocks_and_gives_power_as_its_definition_says(rule: ConsentRule) -> None:
    parties, n = rule.parties, len(rule.parties)
    wins = {one for one in subsets(parties) if rule.carried_by(one)}
    bits = {one: sum(1 << parties.index(p) for p in one) for one in subsets(parties)}
    assert all(rule.wins[bits[one]] == (one in wins) for one in bits)
    assert set(rule.minimal) == {one for one in wins if not any(other < one for other in wins)}
    stops = [one for one in subsets(parties) if frozenset(parties) - one not in wins]
    assert set(blocking(rule)) == {one for one in stops if not any(other < one for other in stops)}
    assert rule.vetoes == tuple(p for p in parties if frozenset({p}) in stops)
    assert rule.proper == all(one & other for one in wins for other in wins)
    decides = dict.fromkeys(parties, 0)
    for order in permutations(parties):
        decides[next(p for k, p in enumerate(order) if frozenset(order[: k + 1]) in wins)] += 1
    swings = {p: sum(one in wins and one - {p} not in wins for one in wins) for p in parties}
    found = power(rule)
    for p in parties:
        assert found.shapley_shubik[p] == float(Fraction(decides[p], factorial(n)))
        assert found.banzhaf[p] == float(Fraction(swings[p], sum(swings.values())))
        assert found.decides[p] == swings[p] / 2 ** (n - 1)
    families = (f for k in range(1, len(wins) + 1) for f in combinations(rule.minimal, k))
    first = next((len(f) for f in families if not frozenset.intersection(*f)), None)
    assert nakamura(rule) == first


@given(st.lists(st.integers(0, 4), min_size=1, max_size=5), st.data())
@settings(max_examples=40)
def test_a_quota_with_vetoes_is_won_by_those_who_reach_it(votes: list[int], data: st.DataObject) -> None:
    if not sum(votes):
        return
    needed_votes = data.draw(st.integers(1, sum(votes)))
    vetoing = data.draw(st.frozensets(st.sampled_from(PARTIES[: len(votes)])))
    own = dict(zip(PARTIES, votes, strict=False))
    rule = quota({p: v / 10 for p, v in own.items()}, needed_votes / 10, vetoes=vetoing)
    for one in subsets(own):
        assert rule.carried_by(one) == (sum(own[p] for p in one) >= needed_votes and vetoing <= one)


@given(RULES, RULES)
@settings(max_examples=40)
def test_rules_are_joined_and_granted(first: ConsentRule, second: ConsentRule) -> None:
    for one in subsets(PARTIES):
        assert both(first, second).carried_by(one) == (first.carried_by(one) and second.carried_by(one))
        assert either(first, second).carried_by(one) == (first.carried_by(one) or second.carried_by(one))
        less = granted(first, "A")
        assert (less is None) == first.carried_by("A")
        if less is not None:
            assert less.carried_by(one - {"A"}) == first.carried_by(one | {"A"})


def test_known_power_of_the_security_council() -> None:
    """Shapley and Shubik (1954) for the council of eleven: 76/77 to the five permanent members."""
    permanent, others = [f"P{k}" for k in range(5)], [f"n{k}" for k in range(6)]
    council = quota(dict.fromkeys([*permanent, *others], 1), 7, vetoes=permanent)
    found = power(council).shapley_shubik
    assert sum(found[p] for p in permanent) == pytest.approx(76 / 77)
    assert nakamura(council) is None


def drawn_rules(bargain: Bargain, rng: np.random.Generator) -> dict[str, ConsentRule]:
    names = [party.id for party in bargain.frame.parties]
    found = {}
    for issue in bargain.frame.issues:
        some = [str(p) for p in rng.permutation(names)[: rng.integers(1, len(names) + 1)]]
        if rng.random() < 0.7:
            found[issue.id] = quota(dict.fromkeys(some, 1), int(rng.integers(1, len(some) + 1)))
    return found


class Definition:
    """Everything by looking at every package, coalition and move."""

    def __init__(self, bargain: Bargain, rules: dict[str, ConsentRule]) -> None:
        self.bargain, frame = bargain, bargain.frame
        self.names = [party.id for party in frame.parties]
        self.cf = counterfactual_options(frame).tolist()
        own = [unanimity([n for n, yes in zip(self.names, row, strict=True) if yes]) for row in consents(frame)]
        self.rules = [rules.get(issue.id, rule) for issue, rule in zip(frame.issues, own, strict=True)]
        self.least = reservations(bargain)
        self.packages = [p for p in all_packages(frame) if self.changes(p)]

    def changes(self, package: Package) -> list[int]:
        return [i for i, k in enumerate(package) if k != self.cf[i]]

    def worth(self, package: Package) -> list[int]:
        return exact(self.bargain, package) if self.changes(package) else self.least

    def accepts(self, package: Package) -> frozenset[str]:
        if not self.changes(package):
            return frozenset(self.names)
        columns = [int(a) + k for a, k in zip(self.bargain.frame.offsets, package, strict=False)]
        u = exact(self.bargain, package)
        return frozenset(
            n
            for p, n in enumerate(self.names)
            if u[p] >= self.least[p] and not any(self.bargain.red_lines[p, c] for c in columns)
        )

    def passes(self, package: Package, given=frozenset()) -> bool:
        return all(self.rules[i].carried_by(self.accepts(package) | given) for i in self.changes(package))

    def leaves(self, start: Package, coalition: frozenset[str]) -> list[Package]:
        ends = [*self.packages, *([tuple(self.cf)] if min(self.cf) >= 0 else [])]
        rows = [self.names.index(n) for n in coalition]
        return [
            end
            for end in ends
            if coalition <= self.accepts(end)
            and all(self.rules[i].carried_by(coalition) for i in range(len(end)) if start[i] != end[i])
            and all(self.worth(end)[p] > self.worth(start)[p] for p in rows)
        ]


@given(coupled_bargains(most_packages=24), st.integers(0, 10_000))
@settings(max_examples=25)
def test_what_passes_who_stops_it_and_what_nobody_leaves(bargain: Bargain, seed: int) -> None:
    rules = drawn_rules(bargain, np.random.default_rng(seed))
    by = Definition(bargain, rules)
    names, passing = by.names, [p for p in by.packages if by.passes(p)]
    told = vetoes(bargain, rules)
    assert (told.packages, told.passing) == (len(by.packages), len(passing))
    for name in names:
        assert told.refused[name] == sum(name not in by.accepts(p) for p in by.packages)
        assert told.alone[name] == sum(by.passes(p, frozenset({name})) for p in by.packages) - len(passing)
    lets = [s for s in subsets(names) if any(by.passes(p, s) for p in by.packages)]
    expected = {s for s in lets if not any(o < s for o in lets)} if not passing else set()
    assert {frozenset(one) for one in told.missing} == expected
    stops = [s for s in subsets(names) if not any(by.passes(p, frozenset(names) - s) for p in by.packages)]
    if not passing and by.packages:
        assert {frozenset(one) for one in told.quarrels} == {s for s in stops if not any(o < s for o in stops)}
    coalitions = subsets(names, least=1)
    stays = [p for p in passing if not any(by.leaves(p, s) for s in coalitions)]
    found = core(bargain, rules)
    words = {tuple(i.options[k] for i, k in zip(bargain.frame.issues, p, strict=True)) for p in stays}
    assert {tuple(deal.package.values()) for deal in found.packages} == words
    assert (found.found, found.passing) == (len(stays), len(passing))
    for package in by.packages[:4]:
        given_words = {i.id: i.options[k] for i, k in zip(bargain.frame.issues, package, strict=True)}
        objecting = objections(bargain, given_words, rules)
        assert bool(objecting) == any(by.leaves(package, s) for s in coalitions)
        for one in objecting:
            end = tuple(i.options.index(one.package[i.id]) for i in bargain.frame.issues)
            assert end in by.leaves(package, frozenset(one.coalition))
        said = verdict(bargain, given_words, rules)
        assert (said.passes, set(said.accepts)) == (by.passes(package), set(by.accepts(package)))
        if not said.passes:
            enough = [s for s in subsets(set(names) - by.accepts(package)) if by.passes(package, s)]
            assert {frozenset(one) for one in said.decisive} == {s for s in enough if not any(o < s for o in enough)}


@given(coupled_bargains(most_packages=40))
@settings(max_examples=25)
def test_with_the_frames_own_consent_what_passes_is_the_zone(bargain: Bargain) -> None:
    assert vetoes(bargain).passing == len(zone(bargain))


@given(coupled_bargains(most_packages=24), st.integers(0, 10_000))
@settings(max_examples=20)
def test_a_coalition_puts_through_what_its_members_accept_on_what_it_settles(bargain: Bargain, seed: int) -> None:
    rng = np.random.default_rng(seed)
    rules = drawn_rules(bargain, rng)
    by = Definition(bargain, rules)
    for coalition, settled in settling(bargain.frame, rules).items():
        assert settled == tuple(i for i, rule in enumerate(by.rules) if rule.carried_by(coalition))
        real = [p for p in by.packages if coalition <= by.accepts(p) and set(by.changes(p)) <= set(settled)]
        found = coalition_deals(bargain, coalition, rules)
        assert found.solution.zone == len(real)


@given(coupled_bargains(most_packages=40))
@settings(max_examples=25)
def test_who_alone_stands_between_the_others_and_a_deal(bargain: Bargain) -> None:
    asked = consents(bargain.frame)
    rows = [int(p) for p in np.flatnonzero(asked.any(axis=0))]
    least = reservations(bargain)

    def deal_without(p: int) -> bool:
        for package in all_packages(bargain.frame):
            u = exact(bargain, package)
            moved = [i for i, k in enumerate(package) if k != counterfactual_options(bargain.frame)[i]]
            who = needed(bargain, package) - {p}
            columns = [int(a) + k for a, k in zip(bargain.frame.offsets, package, strict=False)]
            alone = any(set(np.flatnonzero(asked[i])) == {p} for i in moved)
            fine = all(u[q] >= least[q] and not any(bargain.red_lines[q, c] for c in columns) for q in who)
            if moved and not alone and who and fine:
                return True
        return False

    expected = (
        [bargain.frame.parties[p].id for p in rows if deal_without(p)] if not zone(bargain) and len(rows) > 1 else []
    )
    assert list(pivots(bargain)) == expected


def pact(**reservations_) -> Bargain:
    levels = ("none", "loose", "tight")
    issues = (Issue("pact", levels, counterfactual="none"),)
    worth = {"A": (0, 1, 3), "B": (0, 1, 3), "C": (0, -1, -5)}
    return make_bargain(
        Frame(tuple(map(Party, worth)), issues),
        {p: {"pact": dict(zip(levels, u, strict=True))} for p, u in worth.items()},
        red_lines={"C": {"pact": ("tight",)}},
        reservations=reservations_,
    )


def test_leaving_out_the_party_that_stands_in_the_way_makes_the_deal_and_hurts_it() -> None:
    found = leave_out(pact(), "C")
    assert pivots(pact()) == ("C",)
    assert (found.before.has_zone, found.after.has_zone, found.makes_deal) == (False, True, True)
    assert found.shift == {"A": 3.0, "B": 3.0, "C": -5.0}
    assert [o.coalition for o in objections(pact(), {"pact": "loose"}, quota(dict.fromkeys("ABC", 1), 2))] == [
        ("A", "B")
    ]


def test_refusals_name_the_shortfall_and_the_red_lines() -> None:
    said = verdict(pact(), {"pact": "tight"})
    assert [(r.party, r.short, r.lines) for r in said.refusals] == [("C", 5.0, (RedLine("C", "pact", "tight"),))]
    assert (said.open, said.decisive) == (("pact",), (("C",),))


def test_a_loser_without_a_say_is_a_spoiler_and_has_its_price() -> None:
    bargain = pact()
    issues = (replace(bargain.frame.issues[0], consent=("A", "B")),)
    apart = replace(bargain, frame=replace(bargain.frame, issues=issues))
    assert [(s.party, s.loss, s.price) for s in spoilers(apart)] == [("C", 5.0, None)]
    mild = replace(apart, reservations=np.array([0.0, 0.0, -1.0]))
    assert [(s.party, s.loss, s.price) for s in spoilers(mild)] == [("C", 4.0, {"A": 2.0, "B": 2.0})]


def test_a_veto_keeps_the_core_from_being_empty() -> None:
    """The cycle of three packages by majority has no core; with a veto for A, A's best stands."""
    seat = Issue("seat", ("north", "south", "west"))
    worth = {"A": (3, 2, 1), "B": (1, 3, 2), "C": (2, 1, 3)}
    bargain = make_bargain(
        Frame(tuple(map(Party, worth)), (seat,)),
        {p: {"seat": dict(zip(seat.options, u, strict=True))} for p, u in worth.items()},
    )
    votes = dict.fromkeys(worth, 1)
    assert core(bargain, quota(votes, 2)).found == 0
    kept = core(bargain, quota(votes, 2, vetoes="A"))
    assert "north" in {deal.package["seat"] for deal in kept.packages}


def test_odd_rules_and_coalitions_are_refused_by_name() -> None:
    with pytest.raises(CallError, match="'Z'"):
        winning("AB", ["AZ"])
    with pytest.raises(CallError, match="at most all votes, 2; got 3"):
        quota({"A": 1, "B": 1}, 3)
    with pytest.raises(CallError, match="'Z'"):
        quota({"A": 1}, 1, vetoes="Z")
    with pytest.raises(CallError, match="win by none"):
        coalition_deals(pact(), "A")
    with pytest.raises(CallError, match="'Z'"):
        verdict(pact(), {"pact": "none"}, unanimity("AZ"))
    with pytest.raises(CallError, match="'pakt'"):
        vetoes(pact(), {"pakt": unanimity("AB")})
    with pytest.raises(CallError, match="who bargain"):
        leave_out(pact(), "Z")
    with pytest.raises(SizeError, match="16 parties"):
        unanimity([str(k) for k in range(17)])
    wide = tuple(Issue(f"i{k}", tuple("abcdefghij")) for k in range(7))
    flat = {"A": {i.id: dict.fromkeys(i.options, 0) for i in wide}}
    with pytest.raises(SizeError, match="10,000,000"):
        core(make_bargain(Frame((Party("A"),), wide), flat))
