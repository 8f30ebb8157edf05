"""Graph models from options: each party says yes or no to its own, and rules say which states are possible."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np

from accord.errors import CallError, SizeError
from accord.theory.arguments import within
from accord.theory.stability.conditions import holds
from accord.theory.stability.model import Bools, Floats, GraphModel, Ints, graph_model, rising_once

_MOST_OPTIONS = 22
_MOST_ARCS = 50_000_000
_EXACT = 2**53
# Statements that are added to a place below 2**22 before it would outgrow 63 bits.
_AT_ONCE = 40
Preference = Sequence[str] | Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Control:
    """A party and its options: courses of action of its own, each taken or not.

    `lasting`: options that stay once they are taken; `closed`: options that, once dropped, cannot be taken up.
    """

    party: str
    options: tuple[str, ...]
    lasting: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class OptionForm:
    """The states that options and rules leave, and each party's moves between them; made by `option_form`.

    `taken`: shape (states, options), whether an option is taken; for states counted as one, that of the first of them.
    `moves`: for each party an array of shape (arcs, 2). `codes`: the possible combinations, rising, as bit sets over
    the options; `state_of_code`: the state each belongs to.
    """

    controls: tuple[Control, ...]
    options: tuple[str, ...]
    taken: Bools
    moves: tuple[Ints, ...]
    codes: Ints
    state_of_code: Ints

    @property
    def columns(self) -> dict[str, Bools]:
        """For each option, whether it is taken in each state."""
        return {name: self.taken[:, column] for column, name in enumerate(self.options)}

    def describe(self, state: int) -> tuple[str, ...]:
        """The options that are taken in a state."""
        return tuple(name for name, yes in zip(self.options, self.taken[state].tolist(), strict=True) if yes)

    def state_of(self, taken: Collection[str]) -> int:
        """The state in which just these options are taken.

        Raises:
            CallError: an option that is not there, or a combination that the rules exclude.
        """
        unknown = sorted(set(taken) - set(self.options))
        if unknown:
            raise CallError(f"The options are {', '.join(self.options)}", f"got {unknown[0]!r}", "name one of these")
        code = sum(1 << self.options.index(name) for name in set(taken))
        place = int(np.searchsorted(self.codes, code))
        if place == len(self.codes) or self.codes[place] != code:
            raise CallError("The rules allow the combination", f"got {sorted(taken)!r}", "ask for a possible one")
        return int(self.state_of_code[place])


def option_form(controls: Sequence[Control], *, rules: Sequence[str] = (), as_one: Sequence[str] = ()) -> OptionForm:
    """The states and moves of a conflict in option form.

    Definition: a state is a combination of options in which every rule holds (see `conditions.holds`): `not (a and b)`
    excludes, `a if b` requires, `a or b` demands one. A party moves by changing any of its own options at once, the
    others' staying as they are, to another possible state; a lasting option is not dropped again. All combinations in
    which a statement of `as_one` holds count as one state: who could move into or out of any of them can.

    Convention: states are numbered from 0 in the order of their combinations read as binary numbers, the first option
    turning fastest; a merged state stands where its first combination does.

    Args:
        controls: The parties with their options; an option belongs to one party.
        rules: What holds in every possible state.
        as_one: What states are no different from each other where it holds.

    Example: one party may stay or leave for good, the other may wait or act; after leaving nothing matters.

        >>> form = option_form([Control("A", ("leave",), lasting=("leave",)), Control("B", ("act",))], as_one=["leave"])
        >>> [form.describe(state) for state in range(3)]
        [(), ('leave',), ('act',)]
        >>> [arcs.tolist() for arcs in form.moves]
        [[[0, 1], [2, 1]], [[0, 2], [2, 0]]]

    Limits: at most 22 options, and 50 million moves.

    Citation: fang_hipel_kilgour_1993, howard_1971.

    Raises:
        CallError: an option twice or unknown, no possible state, a statement that cannot be read.
        SizeError: more options or moves than that.
    """
    options = _options(controls)
    codes = np.arange(1 << len(options), dtype=np.int64)
    codes = codes[_all_hold(rules, options, codes)]
    if not len(codes):
        raise CallError("The rules leave a possible state", f"got {list(rules)!r}"[:100], "drop one of the rules")
    leader = np.arange(len(codes))
    for statement in as_one:
        inside = np.flatnonzero(holds(statement, _columns(options, codes)))
        # Whatever is already one with any of these becomes one with all of them.
        leader[np.isin(leader, leader[inside])] = leader[inside].min() if len(inside) else 0
    leaders, state_of_code = np.unique(leader, return_inverse=True)
    taken = (codes[leaders][:, None] >> np.arange(len(options)) & 1).astype(bool)
    moves = tuple(_moves(control, options, codes, state_of_code) for control in controls)
    return OptionForm(tuple(controls), options, taken, moves, codes, state_of_code)


def prioritised(form: OptionForm, statements: Sequence[str]) -> Floats:
    """A payoff for each state by ordered preference statements, the most important first.

    Definition: of two states that one is preferred in which the first statement holds on which they differ. This is
    the order of the scores that add 2 ** (k - j) for each statement j of k that holds.

    Convention: payoffs are places, 0 for the worst state; states that agree on all statements tie.

    Example:
        >>> form = option_form([Control("A", ("1",)), Control("B", ("2",))])
        >>> prioritised(form, ["-2", "1 iff 2"]).tolist()
        [3.0, 2.0, 0.0, 1.0]

    Citation: fang_hipel_kilgour_peng_2003.

    Raises:
        CallError: no statement, or one that cannot be read.
    """
    if not statements or isinstance(statements, str):
        raise CallError("`statements` is a list of one or more", f"got {statements!r}", "order the party's statements")
    places = np.zeros(len(form.taken), np.int64)
    for number, statement in enumerate(statements, start=1):
        places = 2 * places + holds(statement, form.columns)
        if number % _AT_ONCE == 0 or number == len(statements):
            places = np.unique(places, return_inverse=True)[1]
    return places.astype(np.float64)


def weighted(form: OptionForm, weights: Mapping[str, float]) -> Floats:
    """A payoff for each state: the sum of the weights of the options taken in it; below zero where unwelcome.

    Weights are added exactly as the decimals they are written as, so that states that should tie do (0.1 + 0.2 and
    0.3); payoffs are these sums times a common factor.

    Example:
        >>> form = option_form([Control("A", ("x", "y")), Control("B", ("z",))])
        >>> weighted(form, {"x": 0.1, "y": 0.2, "z": 0.3}).tolist()
        [0.0, 1.0, 2.0, 3.0, 3.0, 4.0, 5.0, 6.0]

    Citation: fang_hipel_kilgour_peng_2003.

    Raises:
        CallError: an option that is not there, or a weight that is not finite or has too many digits.
    """
    unknown = sorted(set(weights) - set(form.options))
    if unknown or not weights:
        came = f"got {unknown[0]!r}" if unknown else "got none"
        raise CallError(f"`weights` names options: {', '.join(form.options)}", came, "weigh one or more of these")
    exact = {
        name: Fraction(repr(within(f"weights[{name}]", weight, "(-inf, inf)"))) for name, weight in weights.items()
    }
    scale = lcm(*(weight.denominator for weight in exact.values()))
    if sum(abs(weight) for weight in exact.values()) * scale >= _EXACT:
        raise CallError("Weights have at most 15 digits between them", f"got {dict(weights)!r}"[:100], "round them")
    whole = [int(exact.get(name, Fraction(0)) * scale) for name in form.options]
    return (form.taken @ np.array(whole, np.int64)).astype(np.float64)


def model_of(form: OptionForm, preferences: Mapping[str, Preference]) -> GraphModel:
    """The graph model of an option form, given each party's statements (`prioritised`) or weights (`weighted`).

    Raises:
        CallError: a party without preferences, or preferences of a party that is not there.
    """
    names = [control.party for control in form.controls]
    if set(names) != set(preferences):
        must = f"`preferences` has an entry for each party: {', '.join(names)}"
        raise CallError(must, f"got {', '.join(sorted(preferences)) or 'none'}", "give each its statements or weights")
    wanted = [preferences[name] for name in names]
    payoffs = [weighted(form, one) if isinstance(one, Mapping) else prioritised(form, one) for one in wanted]
    return graph_model(form.moves, np.array(payoffs))


def _options(controls: Sequence[Control]) -> tuple[str, ...]:
    options = tuple(name for control in controls for name in control.options)
    for names, what in ((options, "option"), (tuple(control.party for control in controls), "party")):
        twice = sorted({name for name in names if names.count(name) > 1})
        if not names or twice:
            came = f"got {twice[0]!r} twice" if twice else "got none"
            raise CallError(f"Each {what} is named once, and there is one at least", came, "rename or drop one")
    for control in controls:
        strange = sorted({*control.lasting, *control.closed} - set(control.options))
        if strange:
            must = f"What {control.party} cannot take back is an option of its own"
            raise CallError(must, f"got {strange[0]!r}", f"name one of {', '.join(control.options)}")
    if len(options) > _MOST_OPTIONS:
        raise SizeError(f"At most {_MOST_OPTIONS} options are combined", f"got {len(options)}", "leave options out")
    return options


def _columns(options: Sequence[str], codes: Ints) -> dict[str, Bools]:
    return {name: (codes >> bit & 1).astype(bool) for bit, name in enumerate(options)}


def _all_hold(rules: Sequence[str], options: Sequence[str], codes: Ints) -> Bools:
    possible = np.ones(len(codes), bool)
    columns = _columns(options, codes) if rules else {}
    for rule in rules:
        possible &= holds(rule, columns)
    return possible


def _moves(control: Control, options: Sequence[str], codes: Ints, state_of_code: Ints) -> Ints:
    """A party's arcs: every change of its own options from one possible combination to another."""
    own = [1 << options.index(name) for name in control.options]
    if len(codes) << len(own) > _MOST_ARCS:
        must = f"A party has at most {_MOST_ARCS:,} moves"
        raise SizeError(must, f"{control.party} has up to {len(codes) << len(own):,}", "leave options out")
    lasting = sum(1 << options.index(name) for name in control.lasting)
    closed = sum(1 << options.index(name) for name in control.closed)
    place = np.full(1 << len(options), -1, np.int64)
    place[codes] = state_of_code
    count = int(state_of_code.max()) + 1
    keys = [np.empty(0, np.int64)]
    for number in range(1, 1 << len(own)):
        change = sum(bit for turn, bit in enumerate(own) if number >> turn & 1)
        free = (codes & change & lasting == 0) & (~codes & change & closed == 0)
        starts, ends = state_of_code[free], place[codes[free] ^ change]
        there = (ends >= 0) & (ends != starts)
        keys.append(starts[there] * count + ends[there])
    return np.column_stack(np.divmod(rising_once(np.concatenate(keys)), count))
