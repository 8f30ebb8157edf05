"""Forecasts on one issue: the compromise model, the weighted median, and rounds of expected-utility challenges."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from accord.errors import CallError
from accord.theory.arguments import all_within, entries, same_length, whole, within

_MOST_ROUNDS = 10_000


def compromise_model_weighted_mean(
    positions: Sequence[float], salience: Sequence[float], capability: Sequence[float]
) -> float:
    """The outcome of an issue as the mean of positions, weighted by salience times capability.

    Definition: sum x c s / sum c s. It is a first-order approximation of the Nash solution for parties that all dread
    disagreement, and predicted decisions of the European Union better than richer models.

    Convention: weights count by their ratio, so any unit does; a party of no weight has no say, wherever it stands.

    Args:
        positions: Where each party stands on the issue's scale, any real number.
        salience: How much the issue matters to it, [0, inf).
        capability: How much it can do, [0, inf); some product of the two above zero.

    Example: the one with twice the weight pulls the outcome two thirds of the way.

        >>> compromise_model_weighted_mean([0, 90], [0.5, 1], [1, 1])
        60.0

    Limits: one issue; needs a scale on which a mean has a meaning.

    Citation: van_den_bos_1991, achen_2006.

    Raises:
        CallError: an argument outside its range.
    """
    places, weights = _weighted(positions, salience, capability)
    return sum(place * weight for place, weight in zip(places, weights, strict=True)) / sum(weights)


def weighted_median(positions: Sequence[float], salience: Sequence[float], capability: Sequence[float]) -> float:
    """The position that no other beats when parties vote with salience times capability and want the nearest.

    Definition: the lowest held position at and below which at least half of the weight stands; equally the lowest
    position of least sum of weighted distances. With single-peaked preferences it wins every pairwise vote.

    Convention: where exactly half of the weight stands at and below it, every point up to the next position ties;
    the lowest is returned.

    Args:
        positions: Where each party stands, any real number.
        salience: How much the issue matters to it, [0, inf).
        capability: How much it can do, [0, inf); some product of the two above zero.

    Example:
        >>> weighted_median([0, 20, 100], [1, 1, 1], [2, 2, 1])
        20.0

    Limits: one issue, and votes that are cast as weights allow.

    Citation: black_1958, bueno_de_mesquita_1994.

    Raises:
        CallError: an argument outside its range.
    """
    places, weights = _weighted(positions, salience, capability)
    rows = sorted((place, weight) for place, weight in zip(places, weights, strict=True) if weight > 0)
    half, below = sum(weights) / 2, 0.0
    for place, weight in rows:
        below += weight
        # Sums of the same weights in another order differ in the last digits: a tie counts as reached.
        if below >= half * (1 - 1e-12):
            return place
    return rows[-1][0]


def _weighted(
    positions: Sequence[float], salience: Sequence[float], capability: Sequence[float]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    same_length("positions", positions, "salience", salience)
    same_length("positions", positions, "capability", capability)
    places = all_within("positions", positions, "(-inf, inf)")
    factors = zip(
        all_within("salience", salience, "[0, inf)"), all_within("capability", capability, "[0, inf)"), strict=True
    )
    weights = tuple(one * other for one, other in factors)
    within("sum of salience x capability", sum(weights), "(0, inf)")
    return places, weights


@dataclass(frozen=True, slots=True)
class Challenger:
    """A party of the expected-utility model: where it stands, how much it can do, how much it cares.

    `risk` is its exponent: 1 is neutral, above 1 is averse.
    """

    position: float
    capability: float
    salience: float
    risk: float = 1.0


@dataclass(frozen=True, slots=True)
class Rounds:
    """Positions, their weighted mean and their weighted median before the first round and after each."""

    positions: tuple[tuple[float, ...], ...]
    means: tuple[float, ...]
    medians: tuple[float, ...]


def bdm_scholz(
    parties: Sequence[Challenger], *, rounds: int = 10, q: float = 1.0, least_change: bool = False
) -> Rounds:
    """Positions by round when every party yields to the best of the offers that challenges bring it.

    Definition, as rebuilt by Scholz, Calbert and Smith: with z the range of the positions at the start and r the
    judging party's risk exponent, winning against x is worth 2 - 4 (1/2 - |x_i - x| / 2z)^r, losing 2 - 4 (1/2 + |x_i
    - x| / 2z)^r, the status quo 2 - 4 (1/2)^r. i wins against j with probability P: the votes c s (|x - x_j|^r - |x -
    x_i|^r) cast for i, over the sum of all votes among all positions. The challenge is worth E = s_j (P win + (1 - P)
    lose) + (1 - s_j) win - q status quo. Risk exponents come from danger (the sum of what others expect of
    challenging a party, judged at r = 1): scaled to R in [-1, 1] over the parties, r = (1 - R/3) / (1 + R/3). Then,
    with E_ij what i expects of challenging j and E_ji what it thinks j expects: E_ji > E_ij > 0 is a lost
    confrontation (i takes j's position); E_ji > 0 > E_ij with E_ji > |E_ij| a compromise (i goes |E_ij / E_ji| of the
    way). Confrontations bind before compromises; all move at once.

    Convention: of several confrontations a party takes the one that moves it least. Of several compromises, the
    published runs take the one of lowest point (|E_ij| x_i + |E_ji| x_j) / (|E_ij| + |E_ji|); `least_change` takes
    the one that moves it least, as the text of the paper says. Capitulation (|E_ij| above E_ji) does not occur in the
    published runs and is left out. Ties go to the party listed first.

    Args:
        parties: In any order; `risk` is not used, but computed; capability [0, inf), salience [0, 1], some product of
            the two above zero. Where all stand at one position, they stay there.
        rounds: How many, 0 to 10,000.
        q: Probability that the status quo holds where nobody challenges, [0, 1].
        least_change: Whether compromises are chosen by least change.

    Example: with equal danger on both sides nobody yields.

        >>> bdm_scholz([Challenger(0, 1, 0.5), Challenger(10, 1, 0.5)], rounds=1).positions
        ((0.0, 10.0), (0.0, 10.0))

    Limits: positions do not settle in ten rounds, and small changes of rule change them: show a range of rounds,
    never one number. The probabilities are not those of the theory (the denominator counts all votes).

    Citation: scholz_calbert_smith_2011, bueno_de_mesquita_1994.

    Raises:
        CallError: an argument outside its range.
    """
    played, chance = whole("rounds", rounds, 0, _MOST_ROUNDS), within("q", q, "[0, 1]")
    for number, party in enumerate(entries("parties", parties)):
        if not isinstance(party, Challenger):
            raise CallError(f"`parties[{number}]` is a Challenger", f"got {party!r}"[:80], "give one for each party")
    if not parties:
        raise CallError("`parties` has a party or more", "got none", "add one")
    now = [
        Challenger(
            within(f"parties[{number}].position", party.position, "(-inf, inf)"),
            within(f"parties[{number}].capability", party.capability, "[0, inf)"),
            within(f"parties[{number}].salience", party.salience, "[0, 1]"),
        )
        for number, party in enumerate(parties)
    ]
    history = [tuple(party.position for party in now)]
    salience, capability = [party.salience for party in now], [party.capability for party in now]
    _weighted(history[0], salience, capability)
    width = max(history[0]) - min(history[0])
    for _ in range(played):
        now = _next_round(now, width, chance, least_change=least_change) if width else now
        history.append(tuple(party.position for party in now))
    means = tuple(compromise_model_weighted_mean(held, salience, capability) for held in history)
    return Rounds(tuple(history), means, tuple(weighted_median(held, salience, capability) for held in history))


def _next_round(now: Sequence[Challenger], width: float, q: float, *, least_change: bool) -> list[Challenger]:
    calm = _Contest([replace(party, risk=1.0) for party in now], width, q)
    danger = [sum(calm.worth(one, other, one) for one in calm.numbers if one != other) for other in calm.numbers]
    # Judged by the one in danger; at r = 1 the judge makes no difference.
    low, high = min(danger), max(danger)
    risk = [(2 * value - high - low) / (high - low) if high > low else 0.0 for value in danger]
    tense = [replace(party, risk=(1 - r / 3) / (1 + r / 3)) for party, r in zip(now, risk, strict=True)]
    contest = _Contest(tense, width, q)
    return [
        replace(party, position=contest.outcome(number, least_change=least_change))
        for number, party in enumerate(tense)
    ]


class _Contest:
    """One round: who would win against whom, and what each expects of it."""

    def __init__(self, parties: Sequence[Challenger], width: float, q: float) -> None:
        self.parties, self.width, self.q = parties, width, q
        self.numbers = range(len(parties))
        # Votes cast by all, for each pair of positions held.
        self.votes = [[self._votes(one.position, other.position) for other in parties] for one in parties]
        self.all_votes = sum(up + down for row in self.votes for up, down in row)

    def _votes(self, one: float, other: float) -> tuple[float, float]:
        up = down = 0.0
        for party in self.parties:
            near, far = (abs(party.position - place) / self.width for place in (one, other))
            vote = party.capability * party.salience * (far**party.risk - near**party.risk)
            up, down = up + max(0.0, vote), down + max(0.0, -vote)
        return up, down

    def worth(self, one: int, other: int, judge: int) -> float:
        """What `judge` thinks that `one` expects of challenging `other`."""
        risk = self.parties[judge].risk
        half = abs(self.parties[one].position - self.parties[other].position) / self.width / 2
        # After some rounds a position may lie outside the range at the start; the base stays a base.
        win, lose, stay = (2 - 4 * math.pow(max(0.0, base), risk) for base in (0.5 - half, 0.5 + half, 0.5))
        wins = self.votes[one][other][0] / self.all_votes if half and self.all_votes else 0.0
        resist = self.parties[other].salience
        return resist * (wins * win + (1 - wins) * lose) + (1 - resist) * win - self.q * stay

    def outcome(self, party: int, *, least_change: bool) -> float:
        """Where the party stands after its best offer."""
        here = self.parties[party].position
        lost: list[float] = []
        compromises: list[tuple[float, float]] = []
        for other in self.numbers:
            there = self.parties[other].position
            if there == here:
                continue
            mine, theirs = self.worth(party, other, party), self.worth(other, party, party)
            if theirs > mine > 0:
                lost.append(there)
            elif theirs > 0 > mine and theirs > -mine:
                point = here + (there - here) * -mine / theirs
                middle = (-mine * here + theirs * there) / (theirs - mine)
                compromises.append((abs(point - here) if least_change else middle, point))
        if lost:
            return min(lost, key=lambda place: abs(place - here))
        return min(compromises, key=lambda offer: offer[0])[1] if compromises else here
