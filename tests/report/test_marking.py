"""Marks keep every character of a text and nest, however they overlap."""

from hypothesis import given
from hypothesis import strategies as st

from accord.report.marking import Mark, marked, paragraphs


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(st.text(alphabet="ab \n<&é“", max_size=60))
    places = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(places, places), max_size=8))
    marks = [Mark(min(pair), max(pair), f"s{number}") for number, pair in enumerate(pairs) if pair[0] != pair[1]]
    return text, marks


def test_crossing_marks_are_cut_into_pieces_that_nest() -> None:
    (paragraph,) = marked("abcdef", [Mark(0, 4, "x"), Mark(2, 6, "y")])
    told = [(token.kind, token.text or token.id, token.whole, token.depth) for token in paragraph.tokens]
    assert told == [
        ("open", "x", True, 0), ("text", "ab", False, 0), ("open", "y", True, 1), ("text", "cd", False, 0),
        ("close", "y", False, 0), ("close", "x", True, 0),
        ("open", "y", False, 0), ("text", "ef", False, 0), ("close", "y", True, 0),
    ]  # fmt: skip


def test_a_mark_over_two_paragraphs_begins_in_the_first_alone() -> None:
    first, second = marked("one\n\ntwo", [Mark(1, 7, "x")])
    assert (first.begins, second.begins) == (("x",), ())
    assert [token.whole for token in second.tokens if token.kind == "open"] == [False]


def test_paragraphs_stand_between_blank_lines() -> None:
    text = "One line\nand another.\n \n\nTwo.\n"
    assert [text[a:b] for a, b in paragraphs(text)] == ["One line\nand another.", "Two."]


@given(marked_texts())
def test_every_character_is_kept_in_order(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    at = 0
    for paragraph in marked(text, marks):
        assert not text[at : paragraph.start].strip()
        assert "".join(token.text for token in paragraph.tokens) == text[paragraph.start : paragraph.end]
        at = paragraph.end
    assert not text[at:].strip()


@given(marked_texts())
def test_pieces_nest_and_cover_exactly_the_marked_characters(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    covered: dict[str, set[int]] = {mark.id: set() for mark in marks}
    for paragraph in marked(text, marks):
        stack: list[str] = []
        at = paragraph.start
        for token in paragraph.tokens:
            if token.kind == "open":
                assert token.depth == len(stack)
                stack.append(token.id)
            elif token.kind == "close":
                assert stack.pop() == token.id
            else:
                assert token.text
                for id in stack:
                    covered[id] |= set(range(at, at + len(token.text)))
                at += len(token.text)
        assert not stack
    inside = {place for a, b in paragraphs(text) for place in range(a, b)}
    assert covered == {mark.id: set(range(mark.start, mark.end)) & inside for mark in marks}


@given(marked_texts())
def test_a_mark_begins_and_ends_once_at_most(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    tokens = [token for paragraph in marked(text, marks) for token in paragraph.tokens if token.whole]
    for kind in ("open", "close"):
        told = [token.id for token in tokens if token.kind == kind]
        assert len(told) == len(set(told))
