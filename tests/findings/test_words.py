"""Shares in words."""

import pytest

from accord.findings.words import in_models, listed, percent


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
