"""A text printed twice counts once in what is drafted."""

import pytest

from accord.documents import Document, document_id
from accord.draft.reprinted import told_once

FIRST = """The bakers' union demanded a shorter night shift on Monday, and the mill's owners refused it within the hour.
The union's chair, Ida Brandt, said that no baker in the valley would work past four in the morning again.
The owners offered to pay the last two hours of every night at twice the rate, for this winter and the next.
"""
ADDED = "On Wednesday the mayor of the valley invited both of them to the town hall.\n"


def paper(text: str, file: str) -> Document:
    return Document(document_id(text), file, "Bakers", file, None, text, "text/plain")


@pytest.mark.parametrize("copies", [1, 3])
def test_a_copy_adds_nothing(copies: int) -> None:
    papers = [paper(FIRST + "\n" * number, f"{number}.txt") for number in range(copies + 1)]
    kept = told_once(papers)
    assert [one.text.strip() for one in kept] == [FIRST.strip()]


def test_a_longer_version_adds_what_is_new_in_it() -> None:
    texts = [one.text.strip() for one in told_once([paper(FIRST, "a.txt"), paper(ADDED + FIRST, "b.txt")])]
    joined = "\n".join(texts)
    assert joined.count("Ida Brandt") == 1
    assert joined.count("the mayor") == 1


def test_other_texts_stay_as_they_are() -> None:
    papers = [paper(FIRST, "a.txt"), paper(ADDED, "b.txt")]
    assert told_once(papers) == tuple(papers)
