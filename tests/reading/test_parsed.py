"""Parsing keeps every offset and knows where sentences end."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.documents import Document, document_id
from accord.errors import MissingPartError
from accord.reading.model import check_files
from accord.reading.paragraphs import MOST_CHARACTERS, MOST_WORDS, blocks, masked
from accord.reading.parsed import MOST_READ, parse


def document(text: str) -> Document:
    return Document(document_id(text), "a.txt", "", None, None, text, "text/plain")


def sentences(text: str) -> list[str]:
    parsed = parse(document(text))
    return [text[s.start : s.end] for s in parsed.sentences]


@pytest.mark.parametrize(
    "expected",
    [
        ["Mr. Oduya met Gen. Petra V. Lund in the U.S. capital.", "Nothing was signed."],
        ["“We will not pay.", "We will not wait,” said Ms. Oduya.", "The board agreed."],
        ["“Why should we?” Oduya asked.", "Nobody answered."],
        ["The firm called it “a gift.”", "The union did not."],
    ],
)
def test_sentences_end_where_a_reader_ends_them(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_list_marks_time_stamps_and_datelines_stand_outside_the_words() -> None:
    parts = [
        "Title of it all",
        "3. The union recalled its demand.",
        "14.05 Talks resume.",
        "OSLO, May 2 (Wire) — Talks broke off.",
    ]
    text = "\n\n".join(parts)
    assert sentences(text)[1:] == ["The union recalled its demand.", "Talks resume.", "Talks broke off."]


def test_a_text_wrapped_by_hand_is_joined_and_lines_that_are_paragraphs_are_not() -> None:
    wrapped = "\n".join(["The union said on Tuesday that it would reject the offer which"] * 5 + ["the company made."])
    assert len(blocks(wrapped, 10_000)) == 1
    assert len(blocks("Short title\n2030-01-02\nThe union said no.", 10_000)) == 3


def test_a_paragraph_of_any_length_is_cut_into_pieces_of_bounded_size() -> None:
    text = "The union rejected the offer of the company. " * 2_000
    found = blocks(text, MOST_READ)
    assert all(len(text[b.start : b.end].split()) <= MOST_WORDS and b.end - b.start <= MOST_CHARACTERS for b in found)
    assert [b.continues for b in found] == [False] + [True] * (len(found) - 1)
    assert "".join(text[b.start : b.end] for b in found).replace(" ", "") == text.replace(" ", "")


def test_what_lies_beyond_the_limit_is_told() -> None:
    parsed = parse(document("x" * 100 + " " * MOST_READ))
    assert [p.code for p in parsed.problems] == ["reading.too_long"]


def test_a_model_that_is_not_the_known_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model").write_bytes(b"something else")
    with pytest.raises(MissingPartError, match="sha256"):
        check_files(tmp_path, {"model": "00"})


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_the_parsers_copy_has_the_length_of_the_text(text: str) -> None:
    assert len(masked(text)) == len(text)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=120))
def test_offsets_are_the_documents(text: str) -> None:
    parsed = parse(document(text))
    for sentence in parsed.sentences:
        assert not text[sentence.start].isspace()
        assert not text[sentence.end - 1].isspace()
        for token in parsed.tokens(sentence.start, sentence.end):
            assert masked(text[parsed.offset(token) : parsed.end(token)]).strip() == token.text.strip()


def test_a_long_paragraph_is_parsed_in_pieces_so_that_its_work_grows_with_its_length() -> None:
    sentence = "The union said on Monday that it would accept six percent if the shifts were shorter. "
    for words in (2_000, 4_000):
        text = sentence * (words // 15)
        pieces = [len(paragraph.doc) for paragraph in parse(document(text)).paragraphs]
        assert sum(pieces) < 1.3 * words
        # the parser's time grows with the square of a piece: pieces of one size are linear work
        assert max(pieces) <= 1_900


def test_a_sentence_keeps_its_tokens_and_a_parse_keeps_no_arrays_of_the_model() -> None:
    parsed = parse(document("The union said no. The port said yes.\n\nNobody else spoke."))
    assert [[token.text for token in one.tokens] for one in parsed.sentences] == [
        [token.text for token in one.span] for one in parsed.sentences
    ]
    assert all(paragraph.doc.tensor.size == 0 for paragraph in parsed.paragraphs)
