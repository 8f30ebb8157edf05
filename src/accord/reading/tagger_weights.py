"""An averaged perceptron that starts from an answer given to it, and how it compares with that answer.

Plain Python on purpose: some hundred examples ask for no library, the weights are a table that anybody can read, and
the same examples give the same table on every machine. Every example comes with the rules' answer, which has a head
start; the weights learn only where it was wrong.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Weights = Mapping[str, Mapping[str, float]]
"""Feature -> answer -> weight."""

HEAD_START = 1.0
_EPOCHS, _FOLDS, _Z = 12, 5, 1.959964
LEAST_DOCUMENTS, LEAST_EXAMPLES = 5, 50


@dataclass(frozen=True, slots=True)
class Example:
    """One reviewed answer: what is seen, what the rules answered and what is right; `document` and `id` name it."""

    document: str
    id: str
    features: tuple[str, ...]
    ruled: str
    right: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A tagger beside the rules, on documents that it was not trained on.

    `rules`, `tagger`: how good each is; `measure` says by what: `right`, the share of right answers, or `F1`, of what
    is kept where the answers are yes and no. `gain`: the difference, with its 95 % `interval` over documents.
    `mended`, `spoiled`: answers that only the tagger, and only the rules, had right. `chance`: how likely at least so
    many mended were, if either were as likely (sign test). `better`: the interval and the test both say so.
    """

    task: str
    measure: str
    examples: int
    documents: int
    rules: float
    tagger: float
    gain: float
    interval: tuple[float, float] | None
    mended: int
    spoiled: int
    chance: float
    better: bool

    @property
    def folds(self) -> int:
        """In how many parts the documents were judged, each by what was learned from the others."""
        return min(_FOLDS, self.documents)


Judged = tuple[str, str, str]
"""What the rules answered, what the tagger answered, what is right."""


def answer(weights: Weights, features: Sequence[str], ruled: str) -> str:
    """The answer with the highest score; the rules' where nothing speaks for another."""
    scores = _scores(weights, features, ruled)
    return max(sorted(scores), key=lambda one: (scores[one], one == ruled))


def _scores(weights: Weights, features: Sequence[str], ruled: str) -> dict[str, float]:
    scores: dict[str, float] = {ruled: HEAD_START}
    size = 1 / math.sqrt(len(features)) if features else 0.0
    for name in features:
        for one, weight in weights.get(name, {}).items():
            scores[one] = scores.get(one, 0.0) + weight * size
    return scores


def train(examples: Sequence[Example]) -> dict[str, dict[str, float]]:
    """Weights learned from examples: the average over all steps, in an order that depends on the examples alone."""
    weights: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    summed: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    step = 1
    for epoch in range(_EPOCHS):
        for example in sorted(examples, key=lambda one: _key(f"{epoch} {one.document} {one.id}")):
            given = answer(weights, example.features, example.ruled)
            if given != example.right:
                size = 1 / math.sqrt(len(example.features))
                for name in example.features:
                    for one, sign in ((example.right, size), (given, -size)):
                        weights[name][one] += sign
                        summed[name][one] += step * sign
            step += 1
    averaged = {
        name: {one: round(weight - summed[name][one] / step, 6) for one, weight in sorted(table.items())}
        for name, table in sorted(weights.items())
    }
    return {name: table for name, table in averaged.items() if any(table.values())}


def compare(task: str, examples: Sequence[Example], measure: str = "right") -> Comparison:
    """The tagger beside the rules by cross-validation: no document is both learned from and judged."""
    judged = _judged(examples)
    answers = [one for several in judged.values() for one in several]
    rules, tagger = (_score(answers, whose, measure) for whose in (0, 1))
    mended = sum(ruled != right == given for ruled, given, right in answers)
    spoiled = sum(ruled == right != given for ruled, given, right in answers)
    interval, chance = _interval(judged, measure), _sign_test(mended, spoiled)
    enough = len(answers) >= LEAST_EXAMPLES and len(judged) >= LEAST_DOCUMENTS
    return Comparison(
        task,
        measure,
        len(answers),
        len(judged),
        rules,
        tagger,
        tagger - rules,
        interval,
        mended,
        spoiled,
        chance,
        better=enough and interval is not None and interval[0] > 0 and chance < 0.025,
    )


def _judged(examples: Sequence[Example]) -> dict[str, list[Judged]]:
    """By document, every answer of a tagger that was trained on other documents."""
    folds = _folds(examples)
    judged: dict[str, list[Judged]] = defaultdict(list)
    for fold in sorted(set(folds.values())):
        weights = train([one for one in examples if folds[one.document] != fold])
        for one in examples:
            if folds[one.document] == fold:
                judged[one.document].append((one.ruled, answer(weights, one.features, one.ruled), one.right))
    return judged


def _score(answers: Sequence[Judged], whose: int, measure: str) -> float:
    """How good the rules (0) or the tagger (1) are; 0 where there is nothing to judge by."""
    right = sum(one[whose] == one[2] for one in answers)
    if measure == "right":
        return right / len(answers) if answers else 0.0
    both = sum(one[whose] == one[2] == "yes" for one in answers)
    either = sum(one[whose] == "yes" for one in answers) + sum(one[2] == "yes" for one in answers)
    return 2 * both / either if either else 0.0


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _folds(examples: Sequence[Example]) -> dict[str, int]:
    """A fold for each document, the largest first into the emptiest fold."""
    sizes: dict[str, int] = defaultdict(int)
    for one in examples:
        sizes[one.document] += 1
    filled = [0] * min(_FOLDS, len(sizes))
    folds = {}
    for document in sorted(sizes, key=lambda one: (-sizes[one], _key(one))):
        fold = filled.index(min(filled))
        folds[document] = fold
        filled[fold] += sizes[document]
    return folds


def _interval(judged: Mapping[str, Sequence[Judged]], measure: str) -> tuple[float, float] | None:
    """The 95 % interval of the gain by leaving out each document once: statements of one document go together."""
    if len(judged) < 2:
        return None

    def gain(answers: Sequence[Judged]) -> float:
        return _score(answers, 1, measure) - _score(answers, 0, measure)

    whole = gain([one for several in judged.values() for one in several])
    left = [gain([one for name, several in judged.items() if name != out for one in several]) for out in judged]
    number, mean = len(left), math.fsum(left) / len(left)
    error = math.sqrt((number - 1) / number * math.fsum((one - mean) ** 2 for one in left))
    reach = _student(number - 1) * error
    return whole - reach, whole + reach


def _student(freedom: int) -> float:
    """The 97.5th percentile of Student's t, by its expansion in 1 / freedom (within 0.3 % from 4 on)."""
    z = _Z
    return (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )


def _sign_test(mended: int, spoiled: int) -> float:
    """How likely at least so many of the answers that changed are mended, each as likely mended as spoiled."""
    changed = mended + spoiled
    chance: float = sum(math.comb(changed, k) for k in range(mended, changed + 1)) / 2**changed
    return chance
