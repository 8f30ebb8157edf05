"""Full-text search: the same on SQLite and PostgreSQL, whatever is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.store.material import document, filled

from accord.store import Correction, Reading, Store
from accord.store.words import folded, passages, phrases

LONG = " ".join(f"word{number}" for number in range(2_000))
TEXT = f"""The negotiators' offer: a 30-day pause, "in écho" of the first.

Nobody negotiated at the dock. The offer stands.

{LONG} and at last a rare zebra.
"""


@pytest.fixture
def searched(store: Store) -> Store:
    store.add_documents([document(TEXT, "b.txt")])
    filled(store)
    return store


FOUND: list[tuple[str, list[str]]] = [
    ("offer", ["offer", "offer"]),
    ("offers", ["offer", "offer"]),  # by the stem
    ("negotiating", ["negotiated", "negotiators"]),
    ("negotia*", ["negotiated", "negotiators"]),
    ("neg* dock", ["dock", "negotiated"]),
    ("pau*", ["pause"]),
    ("30-day", ["30-day"]),
    ('"30 day pause"', ["30-day pause"]),
    ('"pause day"', []),
    ("pause day", ["day", "pause"]),
    ("echo", ["écho"]),
    ("ÉCHO", ["écho"]),
    ("zebra", ["zebra"]),
    ("offer zebra", []),
    ("xylophone", []),
]


def test_words_are_found_with_their_places(searched: Store) -> None:
    for query, found in FOUND:
        check(searched, query, found)


def check(searched: Store, query: str, found: list[str]) -> None:
    page = searched.search(query, within="documents")
    marked = [hit.text[first:last] for hit in page.rows for first, last in hit.marks]
    assert sorted(" ".join(marked).split()) == sorted(" ".join(found).replace("-", " ").split()) or sorted(
        marked
    ) == sorted(found)
    for hit in page.rows:
        assert hit.text == searched.document(hit.document).text[hit.start : hit.end]
        assert hit.marks
        assert len(hit.text) < 400
    assert bool(page.total) == bool(found)


def test_quotes_of_statements_are_found_as_they_stand(searched: Store) -> None:
    (hit,) = searched.search("accept three", within="statements").rows
    assert hit.text == "The union said it would not accept three percent."
    assert searched.search("accept three").total == 2  # its paragraph too
    searched.correct(Correction(hit.statement or "", "Ada", "now", "no", {}, rejected=True))
    assert searched.search("accept three", within="statements").total == 0
    searched.add_documents([document("Other words.", "c.txt")], only=True)
    assert searched.search("accept three").total == 0


def test_the_best_come_first_page_by_page(store: Store) -> None:
    texts = [f"A ferry and {number} other things in a long row of words." for number in range(5)] + ["Ferry, ferry!"]
    store.add_documents([document(text, f"{number}.txt") for number, text in enumerate(texts)])
    first = store.search("ferry", limit=2)
    assert first.rows[0].text == "Ferry, ferry!"
    seen, page = list(first.rows), first
    while page.next is not None:
        page = store.search("ferry", limit=2, after=page.next)
        seen += page.rows
    assert len({hit.document for hit in seen}) == len(seen) == first.total == 6


HOSTILE = (
    *("", " ", '"', '""', "*", "-", "NEAR(a b)", "a AND", "OR", "NOT x", "text:x", "^x", "{x}", "x' OR 1=1 --", "((("),
    *("& | !", "<->", ":*", "a:b", "%", "_", "\\", "\x00", "\x02x\x03", "😀", "\ud800", "ß", "İ"),
    *("é" * 10_000, '"' * 10_000, "a " * 10_000, "*" * 10_000, "x" * 10_000 + "*"),
)


def test_hostile_queries_find_something_or_nothing(searched: Store) -> None:
    for query in HOSTILE:
        page = searched.search(query)
        assert page.total >= len(page.rows) >= 0
        searched.library(words=query)


@given(st.text(max_size=300))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert all(character == " " or character.isalnum() for character in folded(text))


@given(st.text(alphabet="ab \n.", max_size=4_000) | st.text(max_size=400))
def test_passages_cover_every_word_once(text: str) -> None:
    places = list(passages(text, 0, len(text)))
    covered = [at for start, end in places for at in range(start, end)]
    assert len(set(covered)) == len(covered)
    assert {at for at, character in enumerate(text) if not character.isspace()} <= set(covered)
    assert all(end - start <= 1_500 for start, end in places)


def test_a_query_is_words_phrases_and_beginnings() -> None:
    assert [(one.words, one.prefix) for one in phrases('pay "three percent" dock* well-kn* *')] == [
        (("pay",), False),
        (("three", "percent"), False),
        (("dock",), True),
        (("well",), False),
        (("kn",), True),
    ]
    assert len(phrases("word " * 100)) == 32


def test_a_reading_of_long_texts_is_searchable_to_the_end(store: Store) -> None:
    text = document("x" * 5_000 + " " + "end " * 1_000 + "finish", "c.txt")
    store.add_documents([text])
    store.add_reading(Reading(text.id, "by_rule", "1"), [], when="now")
    assert store.search("finish").rows[0].end == len(text.text)
