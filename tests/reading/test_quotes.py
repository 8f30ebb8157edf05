"""Quotation marks are paired, apostrophes are not quotation marks."""

import pytest

from accord.documents import Document, document_id
from accord.reading.parsed import parse
from accord.reading.quotes import quotes


def found(text: str) -> list[str]:
    parsed = parse(Document(document_id(text), "a.txt", "", None, None, text, "text/plain"))
    return [text[q.start : q.end] for q in quotes(text, parsed.paragraphs)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"No," said Kern, "not yet."', ['"No,"', '"not yet."']),
        ("“An ‘if’ is no offer,” said Kern.", ["“An ‘if’ is no offer,”"]),
        ("The nurses' union and the miners’ club didn't sign in the '90s.", []),
        ("'We will sign,' she said. 'It isn't much.'", ["'We will sign,'", "'It isn't much.'"]),
        ("« Rien » was the answer.", ["« Rien »"]),
        ("He said „nein“ twice.", ["„nein“"]),
    ],
)
def test_marks_of_every_kind_are_paired(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_a_quotation_goes_on_over_paragraphs_that_open_with_a_mark() -> None:
    text = "“We waited,” said Kern. “We waited long.\n\n“Now we leave.”"
    parsed = parse(Document(document_id(text), "a.txt", "", None, None, text, "text/plain"))
    marks = quotes(text, parsed.paragraphs)
    assert [(q.closed, q.continues) for q in marks] == [(True, False), (False, False), (True, True)]


def test_a_mark_that_never_closes_ends_with_its_paragraph() -> None:
    assert found("“We wait, said Kern.\n\nThe talks go on.") == ["“We wait, said Kern."]
