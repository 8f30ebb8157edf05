"""Finding words in a text: whole, in one place, typography apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.reading.verbatim import Refused, fold, locate, stands

TEXT = "The port was “not for sale” — the 30-day lease had never been offered, at $1.5 billion, by the owners’ side."


@pytest.mark.parametrize(
    "words",
    ['"not for sale" - the 30-day lease', "at $1.5 billion,", "the owners' side", "The port  was\n“not"],
)
def test_typography_is_no_difference(words: str) -> None:
    place = locate(words, TEXT)
    assert not isinstance(place, Refused)
    assert fold(TEXT[slice(*place)])[0] == fold(words)[0]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("for sale", "leave out a negation right before them"),
        ("been offered", "leave out a negation right before them"),
        ("30-day leases", "do not stand there"),
        ("day lease", "do not stand there"),
        ("1.5 billion", "do not stand there"),
        ("the", "stand there 2 times"),
        ("—", "are no words"),
    ],
)
def test_other_words_are_refused_with_the_reason(words: str, why: str) -> None:
    assert locate(words, TEXT) == Refused(why)


def test_a_name_stands_in_a_text_as_often_as_it_likes() -> None:
    assert stands("the owners", TEXT)
    assert not stands("own", TEXT)
    assert not stands("", TEXT)


@given(st.text(max_size=80), st.text(max_size=20))
def test_what_is_found_is_what_was_asked_for(text: str, words: str) -> None:
    place = locate(words, text)
    if not isinstance(place, Refused):
        assert fold(text[slice(*place)])[0].strip() == fold(words.strip())[0].strip()
