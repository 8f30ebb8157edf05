"""Probabilistic Condorcet elections: how likely each of several proposals ends up on top, by who backs it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from accord.errors import CallError
from accord.theory.arguments import all_within, choice, entries

Matrix = Sequence[Sequence[float]]
# Two coalitions that differ by this factor leave no doubt under the binary rule.
_LANDSLIDE = 1.1


class Victory(StrEnum):
    """How strengths turn into a probability of victory: by their power of 1, 2, 4 or 8, or in a sharp step."""

    LINEAR = "linear"
    SQUARE = "square"
    QUARTIC = "quartic"
    OCTIC = "octic"
    BINARY = "binary"


_POWERS = {Victory.LINEAR: 1, Victory.SQUARE: 2, Victory.QUARTIC: 4, Victory.OCTIC: 8}


def victory_probabilities(coalitions: Matrix, victory: Victory = Victory.LINEAR) -> tuple[tuple[float, ...], ...]:
    """The probability that proposal i beats proposal j, from the strength of the coalition for i against j.

    Definition: P(i > j) = f(C_ij) / (f(C_ij) + f(C_ji)) with f the power that `victory` names; under `binary` the
    stronger wins for certain from an advantage of a tenth on, and in between the probability rises linearly in its
    part of the strength. P(i > i) is one half.

    Convention: strengths count by their ratio, so any unit does.

    Args:
        coalitions: `coalitions[i][j]`, strength for i against j, [0, inf); of each pair one above zero; the diagonal
            is not used.
        victory: The rule.

    Example:
        >>> victory_probabilities([[0, 3], [1, 0]])[0]
        (0.5, 0.75)

    Limits: what makes a coalition strong is for the caller to say.

    Citation: wise_lester_efird_2015.

    Raises:
        CallError: not a square matrix, a strength outside its range, or a pair with no strength at all.
    """
    rows = enumerate(entries("coalitions", coalitions))
    strength = [all_within(f"coalitions[{number}]", row, "[0, inf)") for number, row in rows]
    count = len(strength)
    if not count or any(len(row) != count for row in strength):
        raise CallError("`coalitions` is a square matrix", f"got rows of {[len(row) for row in strength]}", "fill it")
    rule = choice("victory", victory, Victory)
    return tuple(
        tuple(0.5 if i == j else _wins(strength[i][j], strength[j][i], rule, (i, j)) for j in range(count))
        for i in range(count)
    )


def _wins(one: float, other: float, victory: Victory, pair: tuple[int, int]) -> float:
    top = max(one, other)
    if top == 0:
        raise CallError(f"`coalitions` of {pair[0]} and {pair[1]} are not both zero", "got 0 and 0", "give a strength")
    if victory is Victory.BINARY:
        part = one / (one + other)
        return min(1.0, max(0.0, (part * (_LANDSLIDE + 1) - 1) / (_LANDSLIDE - 1)))
    mine, theirs = ((value / top) ** _POWERS[victory] for value in (one, other))
    return mine / (mine + theirs)


def probabilistic_condorcet_conditional(coalitions: Matrix, victory: Victory = Victory.LINEAR) -> tuple[float, ...]:
    """The probability that each proposal beats all others, given that one does.

    Definition: product over j of P(i > j), scaled to add up to one. Independent duels, no memory.

    Convention: proposals are numbered from 0; one alone stands for certain.

    Args:
        coalitions: Strength of the coalition for i against j, as in `victory_probabilities`.
        victory: How strength turns into victory.

    Example: with two proposals it is the duel itself.

        >>> probabilistic_condorcet_conditional([[0, 3], [1, 0]])
        (0.75, 0.25)

    Limits: where sure victories run in a circle no proposal can beat all, and the call refuses.

    Citation: wise_lester_efird_2015.

    Raises:
        CallError: as for `victory_probabilities`, or no proposal can beat all others.
    """
    beats = victory_probabilities(coalitions, victory)
    products = []
    for number, row in enumerate(beats):
        product = 1.0
        for other, chance in enumerate(row):
            product *= chance if other != number else 1.0
        products.append(product)
    if sum(products) == 0:
        raise CallError("Some proposal can beat all others", "sure victories run in a circle", "use the Markov process")
    return tuple(product / sum(products) for product in products)


def probabilistic_condorcet_markov_uniform(coalitions: Matrix, victory: Victory = Victory.LINEAR) -> tuple[float, ...]:
    """The long-run probability that each proposal stands, when challengers are drawn evenly.

    Definition: the stationary distribution of the chain in which the standing proposal j is challenged by each
    proposal with the same probability, and gives way to i with probability P(i > j).

    Convention: a proposal drawn to challenge itself stays; the long run does not depend on how often challenges come.

    Args:
        coalitions: Strength of the coalition for i against j, as in `victory_probabilities`.
        victory: How strength turns into victory.

    Example:
        >>> [round(chance, 6) for chance in probabilistic_condorcet_markov_uniform([[0, 3], [1, 0]])]
        [0.75, 0.25]

    Limits: where several proposals can never be beaten by the rest, the limit from an even start is returned.

    Citation: wise_lester_efird_2015.

    Raises:
        CallError: as for `victory_probabilities`.
    """
    beats = victory_probabilities(coalitions, victory)
    count = len(beats)
    return _stationary([[beats[i][j] / count for i in range(count)] for j in range(count)])


def probabilistic_condorcet_markov_incentive(
    coalitions: Matrix, victory: Victory = Victory.LINEAR
) -> tuple[float, ...]:
    """The long-run probability that each proposal stands, when those with more to win challenge more often.

    Definition: the incentive of i to challenge the standing proposal j is C_ij P(i > j); challengers come in
    proportion to it and win with probability P(i > j). The stationary distribution of that chain. A proposal that
    nobody has an incentive to challenge stays.

    Convention: what a challenger has to win is read off the same strengths as its chance to win.

    Args:
        coalitions: Strength of the coalition for i against j, as in `victory_probabilities`.
        victory: How strength turns into victory.

    Example: with two proposals the only challenger is the other.

        >>> [round(chance, 6) for chance in probabilistic_condorcet_markov_incentive([[0, 3], [1, 0]])]
        [0.75, 0.25]

    Limits: as for the even chain.

    Citation: wise_lester_efird_2015.

    Raises:
        CallError: as for `victory_probabilities`.
    """
    beats = victory_probabilities(coalitions, victory)
    count = len(beats)
    chain = []
    for j in range(count):
        pull = [coalitions[i][j] * beats[i][j] if i != j else 0.0 for i in range(count)]
        whole = sum(pull)
        chain.append([pull[i] / whole * beats[i][j] if whole else 0.0 for i in range(count)])
    return _stationary(chain)


def _stationary(moves: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Where the chain ends up from an even start: `moves[j][i]` is the chance to go from j to another i in a step."""
    import numpy as np

    chain = np.array(moves, dtype=float)
    np.fill_diagonal(chain, 0)
    np.fill_diagonal(chain, 1 - chain.sum(axis=1))
    # Half a step of rest removes cycles and changes no limit; squaring runs 2^60 steps.
    chain = (chain + np.eye(len(chain))) / 2
    for _ in range(60):
        chain = chain @ chain
        chain /= chain.sum(axis=1, keepdims=True)
    held = chain.mean(axis=0)
    return tuple(float(chance) for chance in held / held.sum())
