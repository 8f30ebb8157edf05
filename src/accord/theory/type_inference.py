"""Types from moves: does a party seek a deal or buy time? Bayes' rule, filters and sequential tests."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accord.errors import CallError, SizeError
from accord.theory.arguments import all_within, entries, index_of, same_length, table, whole, within

# Width of the walk in steps, squared: what the number of observations grows with.
_MOST_STEPS = 50_000
_MOST_COUNTED = 1_000_000
_LOG_OF_LARGEST = 709.0
_PRIOR = "[1e-06, 1000000]"


def type_posterior_independent_moves(
    prior: Mapping[str, float], likelihood: Mapping[str, Sequence[float]]
) -> dict[str, float]:
    """The probability of each type after moves that are independent given the type.

    Definition: proportional to the prior times the product of the likelihoods of the moves seen. Moves that every
    type makes as often tell nothing.

    Convention: the prior is scaled to add up to one; multiplied as logarithms.

    Args:
        prior: Weight of each type, [0, inf), not all zero.
        likelihood: For each type the probability of each move seen, [0, 1].

    Example:
        >>> found = type_posterior_independent_moves({"seeks": 1, "stalls": 1}, {"seeks": [0.6], "stalls": [0.2]})
        >>> round(found["seeks"], 6)
        0.75

    Limits: the likelihoods are judgements: show how the answer moves with them.

    Citation: good_1950, harsanyi_1967.

    Raises:
        CallError: types that differ, an argument outside its range, or moves that no type would make.
    """
    if not table("prior", prior) or set(prior) != set(table("likelihood", likelihood)):
        came = f"got {sorted(prior, key=str)} and {sorted(likelihood, key=str)}"
        raise CallError("`prior` and `likelihood` name the same types, at least one", came, "name each in both")
    names = list(prior)
    weights = all_within("prior", [prior[name] for name in names], "[0, inf)")
    logs = []
    for name, weight in zip(names, weights, strict=True):
        chances = all_within(f"likelihood[{name!r}]", likelihood[name], "[0, 1]")
        if len(chances) != len(likelihood[names[0]]):
            raise CallError("`likelihood` has the same moves for every type", f"{name!r} has {len(chances)}", "fill it")
        factors = (weight, *chances)
        logs.append(math.fsum(map(math.log, factors)) if min(factors) > 0 else -math.inf)
    top = max(logs)
    if top == -math.inf:
        raise CallError("Some type makes all the moves", "every type has probability 0", "soften a likelihood")
    parts = [math.exp(log - top) for log in logs]
    return {name: part / sum(parts) for name, part in zip(names, parts, strict=True)}


def type_filter_hmm(
    initial: Sequence[float],
    transition: Sequence[Sequence[float]],
    emission: Sequence[Sequence[float]],
    observations: Sequence[int],
) -> tuple[tuple[float, ...], ...]:
    """The probability of each type after each move, where a party can change its type between moves.

    Definition: the forward filter of a hidden Markov model: belief x probability of the move seen, scaled; before every
    move but the first the belief is carried through the transitions.

    Convention: moves and types are numbered from 0; one row for each move, the first before any change of type; no
    moves, no rows.

    Args:
        initial: Probability of each type at the first move, [0, 1], adding up to 1.
        transition: `transition[i][j]`, probability to change from type i to j between moves; rows add up to 1.
        emission: `emission[i][m]`, probability that type i makes move m; rows add up to 1.
        observations: The moves seen, numbered from 0.

    Example: one type that never changes and never makes the second move.

        >>> type_filter_hmm([0.5, 0.5], [[1, 0], [0, 1]], [[1, 0], [0.5, 0.5]], [1])
        ((0.0, 1.0),)

    Limits: uses the past only; the numbers must come from somewhere.

    Citation: rabiner_1989.

    Raises:
        CallError: an argument outside its range, or a move that no type could have made.
    """
    belief = list(_distribution("initial", initial))
    same_length("initial", initial, "transition", transition)
    same_length("initial", initial, "emission", emission)
    steps = [_distribution(f"transition[{number}]", row) for number, row in enumerate(transition)]
    moves = [_distribution(f"emission[{number}]", row) for number, row in enumerate(emission)]
    for row in steps:
        same_length("row of transition", row, "initial", initial)
    for row in moves:
        same_length("row of emission", row, "emission[0]", moves[0])
    filtered = []
    for number, move in enumerate(entries("observations", observations)):
        seen = index_of(f"observations[{number}]", move, len(moves[0]))
        if number:
            belief = [math.fsum(belief[i] * steps[i][j] for i in range(len(belief))) for j in range(len(belief))]
        belief = [chance * row[seen] for chance, row in zip(belief, moves, strict=True)]
        total = sum(belief)
        if total == 0:
            came = f"observations[{number}] is {move!r}"
            raise CallError("Every move seen is possible for some type", came, "soften a probability")
        belief = [chance / total for chance in belief]
        filtered.append(tuple(belief))
    return tuple(filtered)


def _distribution(name: str, row: Sequence[float]) -> tuple[float, ...]:
    chances = all_within(name, row, "[0, 1]")
    if not math.isclose(sum(chances), 1, abs_tol=1e-9):
        raise CallError(f"`{name}` adds up to 1", f"got {sum(chances)!r}", "correct it")
    return chances


def holdout_posterior(time_buyer: float, *, accepts: float, refused: int) -> float:
    """The probability that a party buys time, after it has refused an offer several times.

    Definition: a party that seeks a deal accepts each time with some probability, one that buys time never:
    p / (p + (1 - p)(1 - accepts)^n).

    Convention: rounds are independent given the type, and nothing refused leaves the prior.

    Args:
        time_buyer: Probability p before, [0, 1].
        accepts: Probability that a seeker of a deal accepts in a round, [0, 1].
        refused: Rounds refused, 0 to 1,000,000.

    Example:
        >>> holdout_posterior(0.5, accepts=0.5, refused=2)
        0.8

    Limits: the same offer each time; refusing a bad offer tells nothing of the type.

    Citation: good_1950.

    Raises:
        CallError: an argument outside its range, or refusals that could not have happened.
    """
    chance, yes = within("time_buyer", time_buyer, "[0, 1]"), within("accepts", accepts, "[0, 1]")
    seeker = (1 - chance) * (1 - yes) ** whole("refused", refused, 0, _MOST_COUNTED)
    if chance + seeker == 0:
        raise CallError("`refused` can happen", "nobody refuses", "lower `accepts` or raise `time_buyer`")
    return chance / (chance + seeker)


def abreu_gul_posterior(stubborn: float, *, hazard: float, time: float) -> float:
    """The probability that a party will never give in, after it has held out for a time.

    Definition: in the war of attrition between parties that may be stubborn, a rational one gives in at a constant
    hazard, so the chance that nobody of its kind has is 1 - F(t) = exp(-hazard t) over both types, and the reputation
    grows to z / (1 - F(t)) = z exp(hazard t), until it reaches 1 and no rational party is left.

    Convention: `hazard` counts both types, as in `reputation.abreu_gul_reputation`; who gives in at the start is not in
    it, so begin with the prior after the start.

    Args:
        stubborn: Prior z of the stubborn type, [0, 1].
        hazard: Rate at which the party gives in, as the other sees it, [0, inf).
        time: How long it has held out, [0, inf).

    Example:
        >>> round(abreu_gul_posterior(0.25, hazard=0.5, time=1), 6)
        0.41218

    Limits: complete but for the types; the hazard is the one that keeps the other indifferent.

    Citation: abreu_gul_2000.

    Raises:
        CallError: an argument outside its range.
    """
    prior = within("stubborn", stubborn, "[0, 1]")
    grown = within("hazard", hazard, "[0, inf)") * within("time", time, "[0, inf)")
    if prior == 0:
        return 0.0
    return min(1.0, math.exp(min(0.0, math.log(prior) + grown)))


@dataclass(frozen=True, slots=True)
class KeptWord:
    """How often a party keeps its word: mean, 95 % interval, and how much better than a coin the record fits."""

    mean: float
    interval: tuple[float, float]
    bayes_factor: float


def keeps_word_rate_beta_bernoulli(kept: int, promises: int, *, a: float = 1.0, b: float = 1.0) -> KeptWord:
    """The rate at which a party keeps its word, from a record of promises.

    Definition: with a Beta(a, b) prior the rate is Beta(a + k, b + n - k) after k of n promises were kept; its mean,
    its central 95 % interval, and the Bayes factor B(a + k, b + n - k) / B(a, b) / (1/2)^n of an unknown rate against
    one of exactly one half (infinite where it has more than 307 digits).

    Convention: a and b count like promises kept and broken before the record; 1 and 1 take every rate for as likely.

    Args:
        kept: Promises kept, 0 to `promises`.
        promises: Promises made, 0 to 1,000,000.
        a: Prior weight of keeping, [1e-6, 1e6].
        b: Prior weight of breaking, [1e-6, 1e6].

    Example: an even prior and no record.

        >>> found = keeps_word_rate_beta_bernoulli(0, 0)
        >>> found.mean, [round(end, 6) for end in found.interval], found.bayes_factor
        (0.5, [0.025, 0.975], 1.0)

    Limits: promises count alike and are kept independently; who chooses which are recorded biases all of it.

    Citation: gelman_2013.

    Raises:
        CallError: an argument outside its range.
    """
    count = whole("promises", promises, 0, _MOST_COUNTED)
    held = whole("kept", kept, 0, count)
    first, second = within("a", a, _PRIOR), within("b", b, _PRIOR)
    from scipy.special import betaln
    from scipy.stats import beta

    after = first + held, second + count - held
    low, high = (float(beta.ppf(level, *after)) for level in (0.025, 0.975))
    log_factor = float(betaln(*after) - betaln(first, second)) + count * math.log(2)
    factor = math.exp(log_factor) if log_factor < _LOG_OF_LARGEST else math.inf
    return KeptWord(after[0] / (after[0] + after[1]), (low, high), factor)


@dataclass(frozen=True, slots=True)
class SequentialTest:
    """Wald's limits for the log-likelihood ratio, and about how many observations are needed under each hypothesis.

    `upper`: from here on the alternative is accepted; `lower`: down to here the first hypothesis.
    """

    upper: float
    lower: float
    mean_if_first: float
    mean_if_second: float


def sprt_bernoulli(p0: float, p1: float, *, alpha: float, beta: float) -> SequentialTest:
    """Wald's sequential test of two rates: go on until the likelihood ratio leaves its limits.

    Definition: limits A = ln((1 - beta) / alpha) and B = ln(beta / (1 - alpha)). With z the log-likelihood ratio of one
    observation, about (alpha A + (1 - alpha) B) / E_0[z] observations are needed under p_0 and ((1 - beta) A + beta B)
    / E_1[z] under p_1.

    Convention: Wald's approximation, which takes the limits as hit exactly; `sprt_bernoulli_exact` does not.

    Args:
        p0: Rate under the first hypothesis, (0, 1).
        p1: Rate under the second, (0, 1), different.
        alpha: Chance to accept the second where the first is true, (0, 1).
        beta: Chance to accept the first where the second is true, (0, 1); alpha + beta below 1.

    Example:
        >>> found = sprt_bernoulli(0.25, 0.75, alpha=0.1, beta=0.1)
        >>> round(found.upper, 6), round(found.mean_if_first, 6)
        (2.197225, 3.2)

    Limits: observations are independent with one of the two rates.

    Citation: wald_1945.

    Raises:
        CallError: an argument outside its range.
    """
    lower, upper, up, down = _limits(p0, p1, alpha, beta)
    drift = [rate * up + (1 - rate) * down for rate in (p0, p1)]
    return SequentialTest(
        upper,
        lower,
        (alpha * upper + (1 - alpha) * lower) / drift[0],
        ((1 - beta) * upper + beta * lower) / drift[1],
    )


def _limits(p0: float, p1: float, alpha: float, beta: float) -> tuple[float, float, float, float]:
    """The limits, and what a success and a failure add."""
    first, second = within("p0", p0, "(0, 1)"), within("p1", p1, "(0, 1)")
    if first == second:
        raise CallError("`p0` and `p1` differ", f"got {first!r} twice", "name two rates")
    false, missed = within("alpha", alpha, "(0, 1)"), within("beta", beta, "(0, 1)")
    if false + missed >= 1:
        raise CallError("`alpha` and `beta` add up to less than 1", f"got {false!r} and {missed!r}", "lower them")
    limits = math.log(missed / (1 - false)), math.log((1 - missed) / false)
    return *limits, math.log(second) - math.log(first), math.log1p(-second) - math.log1p(-first)


@dataclass(frozen=True, slots=True)
class ExactTest:
    """How a sequential test ends where the rate is what it is, and how many observations it takes."""

    accepts_first: float
    accepts_second: float
    mean: float


def sprt_bernoulli_exact(p0: float, p1: float, *, alpha: float, beta: float, rate: float) -> ExactTest:
    """How Wald's test really ends, and after how many observations, where the rate is `rate`.

    Definition: the walk of the log-likelihood ratio is followed observation by observation: the probability of every
    number of successes that has left neither limit, until less than 1e-15 is left.

    Convention: reaching a limit counts as leaving it.

    Args:
        p0: Rate under the first hypothesis, (0, 1).
        p1: Rate under the second, (0, 1), different.
        alpha: Nominal chance to accept the second where the first is true, (0, 1).
        beta: Nominal chance to accept the first where the second is true, (0, 1); alpha + beta below 1.
        rate: The true rate, [0, 1].

    Example: two steps one way or the other hit the limits exactly, and then Wald's numbers are exact.

        >>> found = sprt_bernoulli_exact(0.25, 0.75, alpha=0.1, beta=0.1, rate=0.25)
        >>> round(found.accepts_second, 6), round(found.mean, 6)
        (0.1, 3.2)

    Limits: independent observations with one rate; rates so near that the walk would take millions of steps are
    refused.

    Citation: wald_1945.

    Raises:
        CallError: an argument outside its range.
        SizeError: the two rates are too near each other.
    """
    import numpy as np

    lower, upper, up, down = _limits(p0, p1, alpha, beta)
    truth = within("rate", rate, "[0, 1]")
    if ((upper - lower) / (up - down)) ** 2 > _MOST_STEPS:
        raise SizeError("`p0` and `p1` are far enough apart", f"got {p0!r} and {p1!r}", "use `sprt_bernoulli`")
    if up < 0:
        # Counted are the observations that speak for the second rate: here the failures.
        up, down, truth = down, up, 1 - truth
    # A walk that meets a limit up to rounding has reached it.
    slack = 1e-12 * max(upper, -lower)
    running, least = np.array([1.0]), 0
    ended, mean, seen, left = [0.0, 0.0], 0.0, 0, 1.0
    while left > 1e-15:
        mean += left
        seen += 1
        moved = np.empty(len(running) + 1)
        moved[:-1], moved[-1] = running * (1 - truth), 0.0
        moved[1:] += running * truth
        # From `first` to before `last` counted observations the walk is between its limits.
        first = math.floor((lower + slack - seen * down) / (up - down)) + 1 - least
        last = math.ceil((upper - slack - seen * down) / (up - down)) - least
        first, last = max(first, 0), min(max(last, 0), len(moved))
        ended[0] += float(moved[:first].sum())
        ended[1] += float(moved[last:].sum())
        running, least = moved[first:last], least + first
        left = float(running.sum())
    return ExactTest(ended[0], ended[1], mean)
