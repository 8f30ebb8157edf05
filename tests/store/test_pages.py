"""Statements and documents page by page: every row once, in the order asked, counted as shown."""

from datetime import date

import pytest
from tests.store.material import ADA, document

from accord.documents import Document
from accord.errors import CallError
from accord.statements import Act, Point, Statement, make_statement
from accord.store import SORTS, Correction, Filter, Reading, Review, State, Store

LINES = [f"Sentence number {number} was said at the table." for number in range(12)]


def spoken(of: Document, number: int) -> Statement:
    start = of.text.index(LINES[number])
    return make_statement(
        of,
        start,
        start + len(LINES[number]),
        speakers=(("Ada", "Ben", "Cy")[number % 3],),
        parties=(("union", "port")[number % 2],),
        on=date(2031, 1, 1 + number // 2) if number % 4 else None,
        confidence=round(1 - number / 20, 2),
        points=(Point((Act.OFFER, Act.REJECT)[number % 2], issue="pay", option="six_percent"),) if number % 3 else (),
    )


@pytest.fixture
def full(store: Store) -> Store:
    for file in ("b.txt", "a.txt"):
        text = document(file + "\n\n" + "\n\n".join(LINES), file)
        store.add_documents([text])
        statements = [spoken(text, number) for number in range(12)]
        store.add_reading(Reading(text.id, "by_rule", "1"), statements, when="now")
    return store


def test_pages_show_every_statement_once_in_order(full: Store) -> None:
    full.accept(full.unreviewed()[5], ADA)
    for name in SORTS:
        for sort in (name, f"-{name}"):
            check_order(full, sort)


def check_order(full: Store, sort: str) -> None:
    rows, after = [], None
    while True:
        page = full.statements_page(sort=sort, limit=5, after=after)
        rows += page.rows
        assert page.total == 24
        after = page.next
        if after is None:
            break
    assert len({one.statement.id for one in rows}) == len(rows) == 24
    keys = {
        "place": lambda one: (one.file, one.statement.span.start),
        "doubt": lambda one: one.statement.confidence,
        "on": lambda one: str(one.statement.on or ""),
        "speaker": lambda one: one.statement.speakers[0],
        "party": lambda one: one.statement.parties[0],
        "act": lambda one: one.statement.points[0].act.value if one.statement.points else "",
        "issue": lambda one: one.statement.points[0].issue if one.statement.points else "",
        "changed": lambda one: one.who is not None,
    }
    found = [keys[sort.removeprefix("-")](one) for one in rows]
    assert found == sorted(found, reverse=sort.startswith("-"))


FILTERS: list[tuple[Filter, set[int]]] = [
    (Filter(party="union"), {0, 2, 4, 6, 8, 10}),
    (Filter(speaker="Ben"), {1, 4, 7, 10}),
    (Filter(act="reject"), {1, 5, 7, 11}),
    (Filter(act="reject", speaker="Ben"), {1, 7}),
    (Filter(issue="pay"), {1, 2, 4, 5, 7, 8, 10, 11}),
    (Filter(option="pay=six_percent", party="port"), {1, 5, 7, 11}),
    (Filter(since="2031-01-05"), {9, 10, 11}),
    (Filter(until="2031-01-01"), {1}),
    (Filter(surest=0.55), {9, 10, 11}),
    (Filter(words='"number 7"'), {7}),
    (Filter(words=" "), set(range(12))),
    (Filter(review=Review.UNREVIEWED), set(range(12))),
    (Filter(review="reviewed"), set()),
    (Filter(states=(State.REJECTED,)), set()),
    (Filter(source="Example Wire", tier="stated", reader="by_rule"), set(range(12))),
    (Filter(source="Another Wire"), set()),
    (Filter(party="'; drop table standing; --"), set()),
]


def test_a_filter_leaves_what_it_says_and_counts_the_same(full: Store) -> None:
    for filter, numbers in FILTERS:
        check_filter(full, filter, numbers)


def check_filter(full: Store, filter: Filter, numbers: set[int]) -> None:
    page = full.statements_page(filter)
    assert {int(one.statement.quote.split()[2]) for one in page.rows} == numbers
    assert page.total == len(page.rows) == 2 * len(numbers)
    counted = full.counts(filter)
    assert sum(counted["state"].values()) == page.total
    assert counted["speaker"].get("Ben", 0) == 2 * len(numbers & {1, 4, 7, 10})


def test_statements_come_by_id_in_the_order_asked(full: Store) -> None:
    ids = list(reversed(full.unreviewed()))
    assert [one.statement.id for one in full.standing(ids)] == ids
    assert full.statements_page(Filter(ids=ids[:3])).total == 3
    with pytest.raises(CallError, match="s-none"):
        full.standing(["s-none"])


def test_a_page_is_asked_for_in_bounds(full: Store) -> None:
    for limit in (0, 1_001):
        with pytest.raises(CallError, match="1 to 1000"):
            full.statements_page(limit=limit)
    with pytest.raises(CallError, match="next"):
        full.statements_page(after='["a.txt", "x", 1, "s"]')
    with pytest.raises(CallError, match="sorted by"):
        full.statements_page(sort="beauty")
    for after in ("x", "[]", "{}", "[1, 2, 3, 4]", "-1", "²"):
        with pytest.raises(CallError, match="next"):
            full.statements_page(after=after)
        with pytest.raises(CallError, match="next"):
            full.library(after=after)


def test_the_library_counts_what_stands_and_what_waits(full: Store) -> None:
    first, second = (one.id for one in full.library().rows)
    ids = [one.statement.id for one in full.statements_page(Filter(document=second)).rows]
    full.accept(ids[0], ADA)
    full.correct(Correction(ids[1], "Ada", "now", "no", {}, rejected=True))
    rows = full.library(sort="unreviewed").rows
    assert [(one.file, one.standing, one.unreviewed, one.rejected) for one in rows] == [
        ("b.txt", 11, 10, 1),
        ("a.txt", 12, 12, 0),
    ]
    assert [one.file for one in full.library(sort="-file", limit=1).rows] == ["b.txt"]
    assert full.library(limit=1, after=full.library(limit=1).next).rows[0].file == "b.txt"
    assert full.library(words="sentence").total == 2
    assert full.library(words="nothing").total == 0
    assert full.library(source="Another Wire").total == 0
    assert first == full.document(first).id
    with pytest.raises(CallError):
        full.library(sort="colour")
    with pytest.raises(CallError):
        full.document("d-none")


def test_a_document_that_is_renamed_takes_its_statements_along(full: Store) -> None:
    text = full.documents()[0]
    full.add_documents([document(text.text, "z.txt")])
    assert {one.file for one in full.statements_page().rows} == {"b.txt", "z.txt"}
