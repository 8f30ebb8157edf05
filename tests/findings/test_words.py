"""Shares in words."""

import pytest

from accord.findings.words import in_models, listed, percent, several, shortened


@pytest.mark.parametrize(
    ("share", "words"), [(0.5, "50 %"), (0.994, "more than 99 %"), (1, "100 %"), (0.006, "less than 1 %")]
)
def test_a_share_is_never_rounded_to_certainty(share: float, words: str) -> None:
    assert percent(share) == words


def test_a_share_stands_beside_its_width_and_its_prior() -> None:
    assert (
        in_models(0.87, 0.01, 0.5) == "in 87 % of the models that fit the evidence (±2), against 50 % with no evidence"
    )


def test_words_in_a_row() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b"])] == ["", "a", "a and b"]


def test_a_share_that_evidence_leaves_as_it_was_says_so() -> None:
    assert "does not change" in in_models(0.38, 0.02, 0.36)
    assert "hardly more" in in_models(0.97, 0.005, 0.93)
    assert "against 60 %" in in_models(0.97, 0.005, 0.6)


def test_none_and_all_are_said_in_words() -> None:
    assert in_models(0.0, 0.0, 0.0) == "in none of the models that fit the evidence, and in none with no evidence"
    assert in_models(1.0, 0.0, 1.0) == "in all the models that fit the evidence, and in all with no evidence"
    assert in_models(0.0, 0.0, 0.5).startswith("in none of the models that fit the evidence, against 50 %")


@pytest.mark.parametrize(
    ("name", "many"),
    [
        ("the port allies", True),
        ("dock workers", True),
        ("the Norwegians", True),
        ("the police", True),
        ("the Netherlands", False),
        ("Airbus", False),
        ("the press", False),
        ("Alliance of Small Island States", False),
        ("", False),
    ],
)
def test_a_verb_agrees_with_a_party_that_is_many(name: str, many: bool) -> None:
    assert several(name) is many


def test_a_long_row_is_shortened_but_never_for_one_more() -> None:
    assert shortened("abcd") == "a, b, c and d"
    assert shortened("abcde") == "a, b, c and 2 more"
    assert shortened(["a, b", "c", "d", "e"], 2, last="; and") == "a, b; c; and 2 more"
    assert [shortened([]), shortened(["a"])] == ["", "a"]
