"""Rules of consent: which coalitions carry a decision, who has a veto, and how much power the rule gives to whom.

A rule is a simple game (Shapley 1962): a set of parties and its *winning* coalitions, where more support never turns a
winning coalition into a losing one. It is given by its *minimal* winning coalitions. A *blocking* coalition is one
without which nobody wins: the minimal ones are the minimal sets that meet every winning coalition.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import comb, isfinite

import numpy as np

from accord.bargain import Bools
from accord.errors import CallError, SizeError
from accord.hitting_sets import hitting_sets, minimal

MOST_PARTIES = 16


@dataclass(frozen=True)
class ConsentRule:
    """Who has a say, and the minimal coalitions whose yes is enough; make one by `unanimity`, `quota` or `winning`."""

    parties: tuple[str, ...]
    minimal: tuple[frozenset[str], ...]

    @cached_property
    def wins(self) -> Bools:
        """True for the coalitions that win, by bit set over `parties`; shape (2^parties,)."""
        table = np.zeros((2,) * len(self.parties), np.bool_)
        for coalition in self.minimal:
            table[tuple(int(party in coalition) for party in reversed(self.parties))] = True
        for axis in range(len(self.parties)):
            np.logical_or.accumulate(table, axis=axis, out=table)
        return table.ravel()

    def carried_by(self, coalition: Collection[str]) -> bool:
        """Whether these parties win; others without a say may be among them."""
        return any(one <= set(coalition) for one in self.minimal)

    @property
    def vetoes(self) -> tuple[str, ...]:
        """The parties without whom nobody wins."""
        return tuple(party for party in self.parties if all(party in one for one in self.minimal))

    @property
    def idle(self) -> tuple[str, ...]:
        """The parties whose yes never makes a difference."""
        return tuple(party for party in self.parties if not any(party in one for one in self.minimal))

    @property
    def proper(self) -> bool:
        """Whether any two winning coalitions have a party in common, so that no two decisions are carried at once."""
        return all(one & other for one in self.minimal for other in self.minimal)


def unanimity(parties: Collection[str]) -> ConsentRule:
    """Everybody's yes is needed."""
    return winning(parties, [parties])


def winning(parties: Collection[str], coalitions: Iterable[Collection[str]]) -> ConsentRule:
    """The rule in which these coalitions win, and all that contain one of them.

    Raises:
        CallError: no party, twice the same, no coalition, an empty one, or one with a party that has no say.
        SizeError: more than 16 parties.

    >>> winning("ABC", ["AB", "AC", "ABC"]).vetoes
    ('A',)
    """
    named = tuple(parties)
    if not named or len(set(named)) < len(named):
        raise CallError("`parties` are one or more, each once", f"got {named!r}")
    if len(named) > MOST_PARTIES:
        raise SizeError(f"At most {MOST_PARTIES} parties have a say in a rule", f"here {len(named)} do")
    sets = [frozenset(one) for one in coalitions]
    odd = sorted(frozenset[str]().union(*sets) - set(named)) if sets else []
    if not sets or not all(sets) or odd:
        came = f"{odd[0]!r} is in one" if odd else "there is none" if not sets else "one is empty"
        raise CallError(f"`coalitions` are one or more sets of parties with a say ({', '.join(named)})", came)
    return ConsentRule(named, minimal(sets))


def quota(votes: Mapping[str, float], needed: float, *, vetoes: Collection[str] = ()) -> ConsentRule:
    """The rule in which a coalition wins whose votes reach `needed` and that has every party with a veto.

    Reached at equality; votes are taken as the decimals they are written as.

    Raises:
        CallError: votes below 0 or not finite, a veto of somebody without a say, or a quota that nobody or everybody
            reaches.

    Five permanent members with a veto, ten others, nine votes: the Security Council since 1966.

    >>> permanent, others = [f"P{k}" for k in range(5)], [f"n{k}" for k in range(10)]
    >>> council = quota(dict.fromkeys([*permanent, *others], 1), 9, vetoes=permanent)
    >>> len(council.minimal), council.vetoes == tuple(permanent)
    (210, True)
    """
    for party, vote in votes.items():
        if isinstance(vote, bool) or not isfinite(vote) or vote < 0:
            raise CallError(f"The votes of {party!r} are a number from 0 on", f"got {vote!r}")
    odd = [party for party in vetoes if party not in votes]
    if odd:
        raise CallError(f"`vetoes` are of parties with votes ({', '.join(votes)})", f"got {odd[0]!r}")
    if len(votes) > MOST_PARTIES:
        raise SizeError(f"At most {MOST_PARTIES} parties have a say in a rule", f"here {len(votes)} do")
    exact = {party: Fraction(repr(float(vote))) for party, vote in votes.items()}
    if not isfinite(needed) or not 0 < Fraction(repr(float(needed))) <= sum(exact.values()):
        raise CallError(f"`needed` is above 0 and at most all votes, {float(sum(exact.values())):g}", f"got {needed!r}")
    least = Fraction(repr(float(needed)))
    must = frozenset(vetoes)
    rest = sorted((party for party in votes if party not in must), key=lambda party: -exact[party])
    found: list[frozenset[str]] = []

    def grow(chosen: frozenset[str], sum_: Fraction, start: int, ahead: Fraction) -> None:
        if sum_ >= least:
            # From the heaviest on, so whoever was added last is the lightest: without any one the quota is missed.
            found.append(chosen)
            return
        for place in range(start, len(rest)):
            if sum_ + ahead < least:
                return
            own = exact[rest[place]]
            ahead -= own
            grow(chosen | {rest[place]}, sum_ + own, place + 1, ahead)

    grow(must, sum((exact[party] for party in must), Fraction(0)), 0, sum((exact[p] for p in rest), Fraction(0)))
    return ConsentRule(tuple(votes), tuple(sorted(found, key=lambda one: (len(one), sorted(one)))))


def both(first: ConsentRule, second: ConsentRule) -> ConsentRule:
    """The rule that needs a yes by both rules, such as a double majority."""
    parties = tuple(dict.fromkeys((*first.parties, *second.parties)))
    return winning(parties, [one | other for one in first.minimal for other in second.minimal])


def either(first: ConsentRule, second: ConsentRule) -> ConsentRule:
    """The rule for which a yes by one of two rules is enough."""
    return winning(tuple(dict.fromkeys((*first.parties, *second.parties))), [*first.minimal, *second.minimal])


def granted(rule: ConsentRule, parties: Collection[str]) -> ConsentRule | None:
    """The rule among the others once the yes of `parties` is taken for granted; None where nobody else is needed."""
    left = [one - set(parties) for one in rule.minimal]
    if not all(left):
        return None
    return winning([party for party in rule.parties if party not in parties], left)


def blocking(rule: ConsentRule) -> tuple[frozenset[str], ...]:
    """The minimal coalitions whose no is enough to stop a decision, smallest first.

    >>> [sorted(one) for one in blocking(quota({"A": 2, "B": 1, "C": 1}, 3))]
    [['A'], ['B', 'C']]
    """
    return hitting_sets(rule.minimal)


def nakamura(rule: ConsentRule) -> int | None:
    """The Nakamura number: the fewest winning coalitions that have no party in common; None where some has a veto.

    With fewer packages than that the core is never empty, whatever anybody prefers; with as many it can be (Nakamura
    1979). Where some party has a veto it never is.

    >>> nakamura(quota(dict.fromkeys("ABC", 1), 2)), nakamura(quota(dict.fromkeys("ABCD", 1), 3))
    (3, 4)

    Citation: nakamura_1979.
    """
    if rule.vetoes:
        return None
    # Parties left out by a coalition: the fewest such sets that leave out everybody.
    kept = set(rule.minimal)
    number = 1
    while frozenset() not in kept:
        kept = set(minimal(one & other for one in kept for other in rule.minimal))
        number += 1
    return number


@dataclass(frozen=True)
class Power:
    """How much a rule lets each party decide.

    `shapley_shubik`: the part of all orders of saying yes in which the party's yes is the one that decides; adds up to
    1. `banzhaf`: the party's part of all cases in which somebody's yes decides; adds up to 1. `decides`: the part of
    the others' coalitions that its yes turns from losing to winning (Penrose 1946).
    """

    shapley_shubik: dict[str, float]
    banzhaf: dict[str, float]
    decides: dict[str, float]


def power(rule: ConsentRule) -> Power:
    """The power indices of any rule, counted exactly over all coalitions.

    >>> found = power(quota({"A": 2, "B": 1, "C": 1}, 3))
    >>> found.shapley_shubik["A"] == 2 / 3, found.banzhaf["A"] == 3 / 5, found.decides["A"] == 3 / 4
    (True, True, True)

    Limits: every coalition counts alike; who agrees with whom is left out. Votes and a quota alone, for more parties
    than 16: `theory.coalitions.weighted_voting_power`.

    Citation: shapley_shubik_1954, penrose_1946, banzhaf_1965.
    """
    count = len(rule.parties)
    sets = np.arange(1 << count)
    sizes = np.array([int(one).bit_count() for one in sets])
    shapley, turns = {}, {}
    for place, party in enumerate(rule.parties):
        outside = sets[sets >> place & 1 == 0]
        turning = outside[rule.wins[outside | 1 << place] & ~rule.wins[outside]]
        by_size = np.bincount(sizes[turning], minlength=count).tolist()
        parts = (Fraction(number, count * comb(count - 1, size)) for size, number in enumerate(by_size[:count]))
        shapley[party] = float(sum(parts, Fraction(0)))
        turns[party] = len(turning)
    whole = sum(turns.values())
    return Power(
        shapley,
        {party: float(Fraction(number, whole)) for party, number in turns.items()},
        {party: float(Fraction(number, 1 << (count - 1))) for party, number in turns.items()},
    )
