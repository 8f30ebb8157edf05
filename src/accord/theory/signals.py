"""Signals: what cheap talk, gifts and costly steps can tell of who one deals with."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from accord.errors import CallError, SizeError
from accord.theory.arguments import within

_MOST_STEPS = 100_000


@dataclass(frozen=True, slots=True)
class CheapTalk:
    """The most informative cheap talk: number of messages, ends of their intervals, what the receiver still loses."""

    messages: int
    boundaries: tuple[float, ...]
    receiver_loss: float


def crawford_sobel_uniform_quadratic(bias: float) -> CheapTalk:
    """The most informative equilibrium of cheap talk by a sender that wants more than the receiver.

    Definition: the state is uniform on [0, 1], the receiver loses the squared distance of its action to the state, the
    sender that to the state plus the bias b. In equilibrium the sender names one of N intervals with ends a_i = i / N +
    2 b i (i - N); the largest N is the largest with 2 N (N - 1) |b| < 1. The receiver's expected loss is 1 / (12 N^2) +
    b^2 (N^2 - 1) / 3. From |b| = 1/4 on only babbling is left: one message.

    Convention: where 2 N (N - 1) |b| is exactly 1 one interval would be empty, so N is one less. A bias below zero
    is its mirror image.

    Args:
        bias: b, any real number but zero (with no conflict of interest everything can be told).

    Example: the paper's own, a bias of a twentieth.

        >>> found = crawford_sobel_uniform_quadratic(1 / 20)
        >>> found.messages, [round(end, 6) for end in found.boundaries]
        (3, [0.0, 0.133333, 0.466667, 1.0])

    Limits: one sender, one dimension, one round; less informative equilibria exist beside this one.

    Citation: crawford_sobel_1982.

    Raises:
        CallError: a bias of zero or one that is not finite.
        SizeError: a bias so small that there are more than 100,000 messages.
    """
    slant = within("bias", bias, "(-inf, inf)")
    if slant == 0:
        raise CallError("`bias` is not zero", "got 0.0", "with no bias the sender can tell everything")
    # 2 N (N - 1) |b| < 1, with equality to the last digits counted as equality.
    room = (1 - 1e-12) / (2 * abs(slant))
    if room > _MOST_STEPS**2:
        raise SizeError(f"At most {_MOST_STEPS} messages are listed", f"`bias` is {slant!r}", "raise it")
    count = max(1, math.ceil((1 + math.sqrt(1 + 4 * room)) / 2) - 1)
    ends = tuple(step / count + 2 * slant * step * (step - count) for step in range(count + 1))
    return CheapTalk(count, ends, 1 / (12 * count**2) + slant**2 * (count**2 - 1) / 3)


@dataclass(frozen=True, slots=True)
class Separation:
    """Whether a costly signal tells the types apart, its least and largest size, and what the high type has left.

    `payoff_high`: of the high type at the least signal; None where none separates.
    """

    exists: bool
    least: float
    most: float
    payoff_high: float | None


def costly_signal_separation(
    benefit_low: float, benefit_high: float, *, cost_low: float, cost_high: float
) -> Separation:
    """The signals that only the type with more to gain, or less to pay, would send.

    Definition: being taken for the high type is worth b, a signal of size k costs c k. The low type does not imitate if
    c_L k >= b_L, the high type is willing if c_H k <= b_H. Signals from b_L / c_L to b_H / c_H separate; the least is
    the efficient one (Riley). With equal costs the high type must have more to gain.

    Convention: at either end the indifferent type does what separates.

    Args:
        benefit_low: What the low type gains by being taken for the high one, [0, inf).
        benefit_high: What the high type gains by being recognised, [0, inf).
        cost_low: What a unit of the signal costs the low type, (0, inf).
        cost_high: The same for the high type, (0, inf).

    Example:
        >>> costly_signal_separation(2, 3, cost_low=1, cost_high=0.5)
        Separation(exists=True, least=2.0, most=6.0, payoff_high=2.0)

    Limits: two types, costs in proportion to size; a gesture that costs neither anything tells nothing.

    Citation: spence_1973, riley_1979, fearon_1997, kydd_2005.

    Raises:
        CallError: an argument outside its range.
    """
    gains = within("benefit_low", benefit_low, "[0, inf)"), within("benefit_high", benefit_high, "[0, inf)")
    costs = within("cost_low", cost_low, "(0, inf)"), within("cost_high", cost_high, "(0, inf)")
    least, most = gains[0] / costs[0], gains[1] / costs[1]
    exists = least <= most
    return Separation(exists, least, most, gains[1] - costs[1] * least if exists else None)


def gift_posterior(prior: float, *, if_high: float, if_low: float) -> float:
    """The probability that a giver is of the high type, once it has given.

    Definition: Bayes' rule, p g_H / (p g_H + (1 - p) g_L). A gift that both types send as often leaves beliefs where
    they were, however warm it is.

    Convention: a gift that only one type would send settles the matter; where the prior already does, the gift changes
    nothing.

    Args:
        prior: Probability of the high type before, [0, 1].
        if_high: Probability that the high type gives, [0, 1].
        if_low: Probability that the low type gives, [0, 1].

    Example:
        >>> gift_posterior(0.5, if_high=0.75, if_low=0.25)
        0.75

    Limits: the two probabilities are judgements, or come from a model of what a gift costs whom.

    Citation: camerer_1988, crawford_sobel_1982, farrell_rabin_1996.

    Raises:
        CallError: an argument outside its range, or a gift that neither type would send.
    """
    high = within("prior", prior, "[0, 1]")
    given = high * within("if_high", if_high, "[0, 1]"), (1 - high) * within("if_low", if_low, "[0, 1]")
    if sum(given) == 0:
        raise CallError("`if_high` or `if_low` lets a gift happen", f"got {if_high!r} and {if_low!r}", "raise one")
    return given[0] / (given[0] + given[1])


@dataclass(frozen=True, slots=True)
class PureEquilibrium:
    """What each type sends (`strong`, `weak`) and what the receiver does on each message (`on_beer`, `on_quiche`)."""

    strong: str
    weak: str
    on_beer: str
    on_quiche: str


def beer_quiche_pure_equilibria(strong_chance: float) -> tuple[PureEquilibrium, ...]:
    """All perfect Bayesian equilibria in pure strategies of the beer-quiche game.

    Definition: the sender is strong with some chance, else weak; strong prefers beer to quiche, weak the other way
    round, by 1; not being challenged to a duel is worth 2. The receiver sees the breakfast and wants a duel with the
    weak only (1 where right, else 0). Each type sends a best message, the receiver does what is best for a belief that
    follows Bayes' rule after messages sent and is free after others. All 16 profiles are tried.

    Convention: at indifference either action is best.

    Args:
        strong_chance: Prior of the strong type, (0, 1).

    Example: with many strong types both kinds of pooling, on beer and on quiche; with few, none.

        >>> [(found.strong, found.weak) for found in beer_quiche_pure_equilibria(0.9)]
        [('beer', 'beer'), ('quiche', 'quiche')]
        >>> beer_quiche_pure_equilibria(0.2)
        ()

    Limits: does not choose among them; the intuitive criterion strikes out pooling on quiche.

    Citation: cho_kreps_1987.

    Raises:
        CallError: an argument outside its range.
    """
    chance = within("strong_chance", strong_chance, "(0, 1)")
    meals, deeds = ("beer", "quiche"), ("duel", "no_duel")
    liked = {"strong": "beer", "weak": "quiche"}
    found = []
    for strong, weak, on_beer, on_quiche in product(meals, meals, deeds, deeds):
        sent, answer = {"strong": strong, "weak": weak}, {"beer": on_beer, "quiche": on_quiche}

        def worth(kind: str, meal: str, answer: dict[str, str] = answer) -> int:
            return (meal == liked[kind]) + 2 * (answer[meal] == "no_duel")

        honest = all(worth(kind, sent[kind]) >= max(worth(kind, meal) for meal in meals) for kind in sent)
        if honest and all(_best_answer(chance, sent, meal, answer[meal]) for meal in meals):
            found.append(PureEquilibrium(strong, weak, on_beer, on_quiche))
    return tuple(found)


def _best_answer(chance: float, sent: dict[str, str], meal: str, deed: str) -> bool:
    """Whether the deed is best for some belief that the message allows."""
    strong = chance if sent["strong"] == meal else 0.0
    weak = 1 - chance if sent["weak"] == meal else 0.0
    if strong + weak == 0:
        return True
    return weak >= strong if deed == "duel" else strong >= weak


@dataclass(frozen=True, slots=True)
class LockIn:
    """Whether a party fights once it has threatened in public, and the least value of the prize at which it would."""

    fights: bool
    threshold: float


def audience_cost_lock_in(value: float, *, war_cost: float, audience_cost: float) -> LockIn:
    """Whether a public threat is carried out, because backing down would cost more than fighting.

    Definition: a party that threatened and is resisted fights if v - c >= -a: its value of the prize less the cost of
    war is at least what backing down costs it before its own audience. The threat commits every party with v >= c - a;
    a higher audience cost ties more hands.

    Convention: indifference fights; v is the expected value of fighting for the prize. A threshold below zero says
    that everybody is committed.

    Args:
        value: v, any real number.
        war_cost: c, [0, inf).
        audience_cost: a, [0, inf).

    Example:
        >>> audience_cost_lock_in(0.25, war_cost=1, audience_cost=0.5)
        LockIn(fights=False, threshold=0.5)

    Limits: audiences are assumed to punish; whether they do is an empirical matter.

    Citation: fearon_1994, fearon_1997.

    Raises:
        CallError: an argument outside its range.
    """
    prize = within("value", value, "(-inf, inf)")
    threshold = within("war_cost", war_cost, "[0, inf)") - within("audience_cost", audience_cost, "[0, inf)")
    return LockIn(prize >= threshold, threshold)


class Regime(StrEnum):
    """What a signal reveals: everything, something, nothing."""

    SEPARATING = "separating"
    SEMI_SEPARATING = "semi_separating"
    POOLING = "pooling"


@dataclass(frozen=True, slots=True)
class Bluff:
    """How often the low type bluffs, how often the receiver gives in to the signal, and what it then believes."""

    regime: Regime
    bluffs: float
    gives_in: float
    posterior: float


def semi_separating_bluff(prior: float, *, cost: float, benefit_low: float, threshold: float) -> Bluff:
    """How often a weak type bluffs when the high type always signals and the receiver gives in if sure enough.

    Definition: the signal costs `cost`, and being given in to is worth `benefit_low` to the low type. The receiver
    gives in if its belief in the high type reaches the threshold t. With cost >= benefit the low type never
    signals (separating). With prior >= t it always does and the receiver still gives in (pooling). In between it
    bluffs with probability m = p (1 - t) / (t (1 - p)), which brings the belief to t exactly, and the receiver gives in
    with probability g = cost / benefit, which leaves the low type indifferent (semi-separating).

    Convention: the high type is willing to signal: g times its benefit is at least its cost.

    Args:
        prior: Probability p of the high type, (0, 1).
        cost: What the signal costs the low type, [0, inf).
        benefit_low: What it gains where the receiver gives in, (0, inf).
        threshold: Belief t from which on the receiver gives in, (0, 1).

    Example: as many bluffs as half the honest signals halve the odds.

        >>> semi_separating_bluff(0.25, cost=1, benefit_low=4, threshold=0.5).gives_in
        0.25

    Limits: two types, one signal; the receiver's threshold comes from its own stakes.

    Citation: kreps_wilson_1982, fearon_1997.

    Raises:
        CallError: an argument outside its range.
    """
    high, belief = within("prior", prior, "(0, 1)"), within("threshold", threshold, "(0, 1)")
    price, prize = within("cost", cost, "[0, inf)"), within("benefit_low", benefit_low, "(0, inf)")
    if price >= prize:
        return Bluff(Regime.SEPARATING, 0.0, 1.0, 1.0)
    if high >= belief:
        return Bluff(Regime.POOLING, 1.0, 1.0, high)
    return Bluff(Regime.SEMI_SEPARATING, high * (1 - belief) / (belief * (1 - high)), price / prize, belief)
