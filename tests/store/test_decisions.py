"""What people decide: added, moved, split, merged, accepted, taken back; on SQLite and on PostgreSQL."""

import pytest
from tests.store.material import ADA, ASKING, BEN, REFUSAL, TEXT, WAITING, document, filled, read, refusal, spans

from accord.errors import CallError
from accord.statements import BY_HAND, holds
from accord.store import Correction, Kind, Part, Review, StaleError, State, Store


def speakers(statement: str, *names: str) -> Correction:
    return Correction(statement, "Ada", "2031-01-02", "misheard", {"speakers": list(names)})


def test_an_added_statement_stands_with_who_added_it(store: Store) -> None:
    filled(store)
    decision = store.add(document().id, *ASKING, ADA, changes={"speakers": ["both"], "parties": ["union", "port"]})
    found = store.statement(decision.made[0])
    assert (found.statement.quote, found.statement.reader) == ("Both asked for a mediator.", BY_HAND)
    assert found.statement.parties == ("union", "port")
    assert found.statement.reached["span"] == "added by Ada: read again"
    assert (found.review, found.who, found.found) == (Review.REVIEWED, "Ada", False)
    assert spans(store) == [REFUSAL, WAITING, ASKING]


@pytest.mark.parametrize(
    ("span", "changes"),
    [
        ((-1, 4), {}),
        ((4, 4), {}),
        ((0, len(TEXT) + 1), {}),
        ((49, 50), {}),  # a space alone
        (REFUSAL, {}),  # it is there
        (ASKING, {"nobody": 1}),
        (ASKING, {"kind": "loud"}),
        (ASKING, {"quote": "Both refused."}),
        (ASKING, {"points": [{"act": "sing"}]}),
    ],
)
def test_what_cannot_be_added_is_refused_and_leaves_nothing(
    store: Store, span: tuple[int, int], changes: dict[str, object]
) -> None:
    filled(store)
    with pytest.raises(CallError):
        store.add(document().id, *span, ADA, changes=changes)
    assert store.latest() == 0
    assert spans(store) == [REFUSAL, WAITING]


def test_a_moved_statement_keeps_its_id_and_takes_its_new_words(store: Store) -> None:
    first, _ = filled(store)
    decision = store.move(first.id, (REFUSAL[0] + 4, REFUSAL[1]), ADA)
    found = store.statement(first.id).statement
    assert found.quote == "union said it would not accept three percent."
    assert holds(found, document())
    assert found.points == first.points
    assert store.search('"The union"', within="statements").total == 0
    store.undo(decision.number, BEN)
    assert store.statements()[0] == first


def test_a_split_statement_stands_in_its_parts(store: Store) -> None:
    first, second = filled(store)
    decision = store.split(first.id, [Part(0, 14), Part(15, 49, {"speakers": ["Ada Brenner"]})], ADA)
    parts = store.standing(decision.made)
    assert [one.statement.quote for one in parts] == ["The union said", "it would not accept three percent."]
    assert [one.statement.speakers for one in parts] == [("the union",), ("Ada Brenner",)]
    assert [one.statement.points for one in parts] == [first.points, first.points]
    assert store.statement(first.id).state is State.REPLACED
    assert [one.id for one in store.statements()] == [*decision.made, second.id]


def test_merged_statements_stand_as_one_over_all_their_words_with_all_their_points(store: Store) -> None:
    first, second = filled(store)
    decision = store.merge([second.id, first.id], ADA, changes={"event": "the press call"})
    (found,) = store.statements()
    assert found.quote == TEXT[REFUSAL[0] : WAITING[1]]
    assert (found.speakers, found.points, found.event) == (first.speakers, first.points, "the press call")
    assert decision.made == (found.id,)
    store.undo(decision.number, ADA)
    assert store.statements() == (first, second)


def test_a_part_over_the_same_words_is_another_statement(store: Store) -> None:
    first, _ = filled(store)
    made = store.split(first.id, [Part(*REFUSAL), Part(4, 9)], ADA).made
    assert first.id not in made
    assert len(set(made)) == 2
    assert spans(store) == [REFUSAL, (4, 9), WAITING]


def test_only_what_stands_is_moved_split_or_merged(store: Store) -> None:
    first, second = filled(store)
    store.correct(Correction(first.id, "Ada", "now", "no position", {}, rejected=True))
    with pytest.raises(CallError, match="rejected"):
        store.move(first.id, (4, 49), ADA)
    with pytest.raises(CallError, match="rejected"):
        store.merge([first.id, second.id], ADA)
    with pytest.raises(CallError, match="two or more"):
        store.split(second.id, [Part(50, 60)], ADA)
    with pytest.raises(CallError, match="Two or more"):
        store.merge([second.id, second.id], ADA)


def test_accepting_marks_a_statement_as_reviewed_and_changes_nothing_else(store: Store) -> None:
    first, second = filled(store)
    assert store.unreviewed() == (first.id, second.id)
    assert store.accept(first.id, ADA).kind is Kind.ACCEPT
    assert store.unreviewed() == (second.id,)
    assert store.statements() == (first, second)


def test_undo_and_redo_are_kept_as_decisions_themselves(store: Store) -> None:
    first, _ = filled(store)
    made = store.correct(speakers(first.id, "Ada Brenner"))
    undone = store.undo(made.number, BEN)
    assert store.statements()[0] == first
    assert store.statement(first.id).review is Review.UNREVIEWED
    redone = store.redo(made.number, ADA)
    assert store.statements()[0].speakers == ("Ada Brenner",)
    history = store.history(statement=first.id)
    assert [(one.number, one.kind, one.takes_back, one.in_force) for one in history.rows] == [
        (redone.number, Kind.UNDO, undone.number, True),
        (undone.number, Kind.UNDO, made.number, False),
        (made.number, Kind.CORRECT, None, True),
    ]
    with pytest.raises(CallError, match="taken back once"):
        store.undo(undone.number, ADA)
    with pytest.raises(CallError, match="was not"):
        store.redo(made.number, ADA)
    with pytest.raises(CallError, match="got 99"):
        store.undo(99, ADA)


def test_undoing_one_correction_leaves_the_later_ones(store: Store) -> None:
    first, _ = filled(store)
    made = store.correct(speakers(first.id, "Ada Brenner"))
    store.correct(Correction(first.id, "Ben", "now", "on paper", {"event": "the press call"}))
    store.undo(made.number, ADA)
    found = store.statements()[0]
    assert (found.speakers, found.event) == (first.speakers, "the press call")
    assert "speakers" not in found.reached


def test_a_decision_on_which_others_build_is_not_taken_back_before_them(store: Store) -> None:
    first, _ = filled(store)
    corrected = store.correct(speakers(first.id, "Ada Brenner"))
    cut = store.split(first.id, [Part(0, 14), Part(15, 49)], ADA)
    part = store.correct(speakers(cut.made[0], "nobody"))
    for number, builds in ((corrected.number, cut.number), (cut.number, part.number)):
        with pytest.raises(CallError, match=f"take back {builds} first"):
            store.undo(number, BEN)
    for number in (part.number, cut.number, corrected.number):
        store.undo(number, BEN)
    assert store.statements()[0] == first
    store.redo(corrected.number, BEN)
    with pytest.raises(CallError, match="stands by itself"):
        store.redo(part.number, BEN)  # the part is not there
    store.redo(cut.number, BEN)
    store.redo(part.number, BEN)
    assert store.statement(cut.made[0]).statement.speakers == ("nobody",)


def test_a_split_is_not_done_again_over_what_was_corrected_since(store: Store) -> None:
    first, _ = filled(store)
    cut = store.split(first.id, [Part(0, 14), Part(15, 49)], ADA)
    store.undo(cut.number, ADA)
    later = store.correct(speakers(first.id, "Ada Brenner"))
    with pytest.raises(CallError, match=f"take back {later.number} first"):
        store.redo(cut.number, ADA)


def test_history_tells_who_when_why_before_and_after_page_by_page(store: Store) -> None:
    first, second = filled(store)
    store.correct(speakers(first.id, "Ada Brenner"))
    store.correct(Correction(second.id, "Ben", "2031-01-05", "small talk", {}, rejected=True))
    page = store.history(limit=1)
    (edit,) = page.rows[0].edits
    assert (page.total, page.rows[0].who, page.rows[0].when, page.rows[0].why) == (2, "Ben", "2031-01-05", "small talk")
    assert (edit.statement, edit.revision) == (second.id, 1)
    assert edit.before == {"state": "standing", "review": "unreviewed"}
    assert edit.after == {"state": "rejected", "review": "reviewed"}
    older = store.history(limit=1, after=page.next)
    assert older.rows[0].edits[0].before == {"speakers": ["the union"], "review": "unreviewed"}
    assert older.rows[0].edits[0].after == {"speakers": ["Ada Brenner"], "review": "reviewed"}
    assert older.next is None
    assert store.history(who="Ben").rows == page.rows
    assert store.history(document=document().id).total == 2
    assert store.since(1) == page.rows
    with pytest.raises(CallError, match="next"):
        store.history(after="yesterday")


def test_a_decision_on_what_has_moved_on_is_refused_with_who_changed_what(store: Store) -> None:
    first, second = filled(store)
    seen = store.statement(first.id).revision
    store.correct(speakers(first.id, "Ada Brenner"), revision=seen)
    for decide in (
        lambda: store.correct(Correction(first.id, "Ben", "now", "why", {"event": "x"}), revision=seen),
        lambda: store.accept(first.id, BEN, revision=seen),
        lambda: store.move(first.id, (4, 49), BEN, revision=seen),
        lambda: store.split(first.id, [Part(0, 9), Part(10, 49)], BEN, revision=seen),
        lambda: store.merge([first.id, second.id], BEN, revisions={first.id: seen, second.id: 0}),
    ):
        with pytest.raises(StaleError, match="misheard") as caught:
            decide()
        assert [(one.who, dict(one.changes)) for one in caught.value.since] == [("Ada", {"speakers": ["Ada Brenner"]})]
        assert caught.value.revision == seen + 1
    assert store.latest() == 1
    store.correct(Correction(first.id, "Ben", "now", "why", {"event": "x"}))  # without a number it appends as ever
    found = store.statements()[0]
    assert (found.speakers, found.event) == (("Ada Brenner",), "x")


def test_a_reading_that_changes_a_statement_is_seen_too(store: Store) -> None:
    first, second = filled(store)
    seen = store.statement(first.id).revision
    read(store, refusal(document()), second, fingerprint="2")
    assert store.statement(first.id).revision == seen  # nothing in it is new
    points = {"speakers": ("a spokesman",)}
    from dataclasses import replace

    read(store, replace(first, **points), second, fingerprint="3")
    with pytest.raises(StaleError, match="a new reading"):
        store.accept(first.id, ADA, revision=seen)


def test_nothing_is_decided_in_a_document_that_left_the_sources(store: Store) -> None:
    first, _ = filled(store)
    store.add_documents([document("Other words.", "b.txt")], only=True)
    with pytest.raises(CallError):
        store.accept(first.id, ADA)
    with pytest.raises(CallError):
        store.add(document().id, *ASKING, ADA)
    with pytest.raises(CallError):
        store.statement(first.id)
