"""The comparison with the rules: over documents, beyond its error, and never on noise."""

import random

import pytest

from accord.reading.tagger_weights import Example, answer, compare, train

ACTS = ("accept", "offer", "reject")


def drawn(seed: int, wrong: float, *, yes_no: bool = False) -> list[Example]:
    """Examples of six documents whose features tell nothing of which answers are wrong."""
    rng = random.Random(seed)
    found = []
    for number in range(72):
        features = tuple(sorted({f"w{rng.randrange(120)}" for _ in range(12)}))
        ruled = "yes" if yes_no else rng.choice(ACTS)
        other = "no" if yes_no else rng.choice(ACTS)
        right = other if rng.random() < wrong else ruled
        found.append(Example(f"d{number % 6}", str(number), features, ruled, right))
    return found


@pytest.mark.parametrize("wrong", [0.15, 0.6])
@pytest.mark.parametrize("yes_no", [False, True])
def test_noise_never_replaces_the_rules(wrong: float, yes_no: bool) -> None:
    for seed in range(3):
        assert not compare("t", drawn(seed, wrong, yes_no=yes_no), "F1" if yes_no else "right").better


def test_leaving_everything_out_is_no_gain() -> None:
    rejected = [Example(f"d{n % 6}", str(n), ("bias",), "yes", "yes" if n % 5 == 0 else "no") for n in range(60)]
    found = compare("relevance", rejected, "F1")
    assert found.gain < 0
    assert not found.better


def test_what_one_document_alone_teaches_is_not_counted_in_it() -> None:
    # A word that stands in one document only tells its right answer there, and nothing elsewhere.
    examples = [
        Example(f"d{n // 10}", str(n), (f"only{n // 10}",), "a", "b" if n // 10 % 2 else "a") for n in range(60)
    ]
    found = compare("t", examples)
    assert found.mended == 0
    assert not found.better
    weights = train(examples)
    assert all(answer(weights, one.features, one.ruled) == one.right for one in examples)


def test_the_rules_answer_stands_where_nothing_was_learned() -> None:
    assert answer({}, ("w",), "reject") == "reject"
    assert answer({"w": {"accept": 0.4}}, ("w",), "reject") == "reject"
    assert answer({"w": {"accept": 1.4}}, ("w",), "reject") == "accept"


def test_the_order_of_the_examples_changes_nothing() -> None:
    examples = drawn(1, 0.4)
    assert train(examples) == train(examples[::-1])
    assert compare("t", examples) == compare("t", examples[::-1])


def test_the_interval_over_documents_is_the_one_of_students_t() -> None:
    # Gains of 1, 2, 3, 4, 5 and 6 of ten: mean 0.35, standard error 0.0763763, t(5) = 2.570582 (any table).
    def examples() -> list[Example]:
        found = [Example("learn", f"l{n}", ("cure",), "a", "b") for n in range(40)]
        for number in range(6):
            for place in range(10):
                cured = place <= number
                found.append(
                    Example(
                        f"d{number}",
                        f"{number}.{place}",
                        ("cure",) if cured else ("plain",),
                        "a",
                        "b" if cured else "a",
                    )
                )
        return found

    found = compare("t", [one for one in examples() if one.document != "learn"])
    assert found.gain == pytest.approx(0.35)
    assert found.interval == pytest.approx((0.35 - 2.570582 * 0.0763763, 0.35 + 2.570582 * 0.0763763), abs=0.001)
    assert (found.mended, found.spoiled) == (21, 0)
    assert found.chance == pytest.approx(0.5**21)
    assert found.better
