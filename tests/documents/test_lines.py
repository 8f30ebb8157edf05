"""Lines to paragraphs, and what on a page is no part of the report."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.documents.converting.lines import is_furniture, joined, unwrapped, without_furniture, words_of


@pytest.mark.parametrize(
    "block",
    [
        "Sign up for our newsletter",
        "Subscribe to get the morning briefing in your inbox.",
        "Read more: Why the port is short of money",
        "READ ALSO",
        "Related stories",
        "Advertisement",
        "Story continues below advertisement",
        "Photo: Carl Dorn/Coast Wire",
        "AFP via Getty Images",
        "© 2031 Post Media",
        "Copyright 2031 Post Media. All rights reserved.",
        "(Reporting by Ada Pen; Editing by Carl Dorn)",
        "Follow us on X",
        "Share this article",
        "12 comments",
    ],
)
def test_what_a_page_says_of_itself_is_no_part_of_the_report(block: str) -> None:
    assert is_furniture(block)


@pytest.mark.parametrize(
    "block",
    [
        "Copyright talks resumed on Monday.",
        "Share the costs or leave the table, the ministry told the two sides.",
        "Show more flexibility",
        "Follow the money",
        "Sign up to the treaty first, the envoy said, and then we shall talk about the islands.",
        "By signing up to the accord the company gave away its veto.",
        "Subscribe to that view if you like, she said.",
        "Read more slowly, he told the clerk.",
        "Related to this is the matter of the cranes.",
        "Reporting by the commission shows that the cease-fire held.",
        "Advertisement of the posts was promised in the first round.",
        "Image matters, said the union.",
        "“Sign up now or lose it,” the owners told the crew.",
        "Video games were no part of the offer.",
        "Save the deal, the town asked.",
    ],
)
def test_a_sentence_that_begins_with_the_same_words_stays(block: str) -> None:
    assert not is_furniture(block)


def test_a_page_of_nothing_else_keeps_it() -> None:
    assert without_furniture(["Advertisement", "Share"]) == ["Advertisement", "Share"]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["the con-", "ference"], "the conference"),
        (["the cease-", "fire; a cease-fire"], "the cease-fire; a cease-fire"),
        (["the co-", "operation of Franco-", "German staff"], "the cooperation of Franco-German staff"),
        (["2030-", "2031 and 12-", "month"], "2030-2031 and 12-month"),
        (["soft\u00ad", "ware and hard\u00adware"], "software and hardware"),
        (["a dash -", "then words"], "a dash - then words"),
    ],
)
def test_a_word_broken_at_the_end_of_a_line_is_whole_again(lines: list[str], text: str) -> None:
    assert joined(lines, words_of(lines)) == text


def test_lines_of_a_fixed_width_are_paragraphs_again() -> None:
    text = "Dear Ben,\nwe cannot sign this, since nine percent is what our members\nvoted for.\n\n- wages\n- hours\n"
    paragraph = "we cannot sign this, since nine percent is what our members voted for."
    assert unwrapped(text) == ["Dear Ben,", paragraph, "- wages", "- hours"]


def test_a_paragraph_of_twenty_thousand_lines_is_joined() -> None:
    assert len(joined(["a line"] * 20_000, frozenset())) == 7 * 20_000 - 1


@given(st.lists(st.text("ab-\u00ad ", max_size=8), max_size=6))
def test_no_letter_is_lost_or_won(lines: list[str]) -> None:
    def letters(text: str) -> str:
        return "".join(filter(str.isalpha, text))

    assert letters(joined(lines, words_of(lines))) == letters("".join(lines))
