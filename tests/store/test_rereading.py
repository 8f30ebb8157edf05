"""What a person has decided stays when a document is read again (docs/decisions/0006)."""

from dataclasses import replace

import pytest
from tests.store.material import ADA, ASKING, REFUSAL, WAITING, document, filled, read, refusal, spans, waiting

from accord.statements import AGREED, make_statement
from accord.store import Correction, Part, Review, State, Store


def test_what_nobody_decided_on_goes_with_the_reading_that_found_it(store: Store) -> None:
    first, second = filled(store)
    read(store, first, fingerprint="2")
    assert spans(store) == [REFUSAL]
    assert store.statement(second.id).state is State.GONE
    read(store, first, second, fingerprint="3")
    assert store.statements() == (first, second)


def test_an_accepted_statement_stays_where_a_new_reading_misses_it(store: Store) -> None:
    first, second = filled(store)
    store.accept(first.id, ADA)
    read(store, second, fingerprint="2")
    found = store.statement(first.id)
    assert (found.state, found.found, found.statement) == (State.STANDING, False, first)


def test_a_rejected_statement_stays_rejected(store: Store) -> None:
    first, second = filled(store)
    store.correct(Correction(first.id, "Ada", "now", "no position", {}, rejected=True))
    read(store, replace(first, confidence=0.99), second, fingerprint="2")
    assert spans(store) == [WAITING]


def test_the_fields_a_person_set_stay_and_the_others_follow_the_reader(store: Store) -> None:
    first, second = filled(store)
    store.correct(Correction(first.id, "Ada", "now", "misheard", {"speakers": ["Ada Brenner"]}))
    assert store.unreviewed() == (second.id,)
    read(store, replace(first, speakers=("a spokesman",), event="the press call"), second, fingerprint="2")
    found = store.statement(first.id)
    assert (found.statement.speakers, found.statement.event) == (("Ada Brenner",), "the press call")
    assert found.review is Review.CHANGED  # so that somebody looks at it again
    assert store.unreviewed() == (first.id, second.id)
    store.accept(first.id, ADA)
    assert store.unreviewed() == (second.id,)


def test_a_corrected_point_stays_where_a_new_reading_has_fewer(store: Store) -> None:
    first, second = filled(store)
    store.correct(Correction(first.id, "Ada", "now", "misread", {"points.0.option": "six_percent"}))
    read(store, replace(first, points=()), second, fingerprint="2")
    found = store.statement(first.id)
    assert [point.option for point in found.statement.points] == ["six_percent"]
    assert found.review is Review.CHANGED


def test_a_moved_statement_keeps_its_new_span(store: Store) -> None:
    first, second = filled(store)
    store.move(first.id, (4, 49), ADA)
    read(store, first, second, fingerprint="2")
    assert spans(store) == [(4, 49), WAITING]


def test_what_was_cut_or_joined_by_hand_stays_cut_or_joined(store: Store) -> None:
    first, second = filled(store)
    store.split(first.id, [Part(0, 14), Part(15, 49)], ADA)
    read(store, first, second, fingerprint="2")
    assert spans(store) == [(0, 14), (15, 49), WAITING]
    read(store, make_statement(document(), 0, 48), second, fingerprint="3")  # the reader cuts it a little otherwise
    assert spans(store) == [(0, 14), (15, 49), WAITING]


def test_an_added_statement_stays_and_what_a_reader_finds_there_stands_aside(store: Store) -> None:
    first, second = filled(store)
    added = store.add(document().id, *ASKING, ADA, changes={"speakers": ["both"]}).made[0]
    nearly = make_statement(document(), ASKING[0], ASKING[1] - 1)
    elsewhere = make_statement(document(), ASKING[0], ASKING[0] + 4)
    read(store, first, second, nearly, elsewhere, fingerprint="2")
    assert store.statement(added).statement.speakers == ("both",)
    assert store.statement(nearly.id).state is State.SET_ASIDE
    assert store.statement(elsewhere.id).state is State.STANDING  # a few words in it are another passage
    store.correct(Correction(nearly.id, "Ada", "now", "both are right", {}, rejected=False))
    assert store.statement(nearly.id).state is State.STANDING
    read(store, first, second, make_statement(document(), *ASKING), fingerprint="3")  # the very same words
    assert store.statement(added).statement.speakers == ("both",)


def test_statements_that_stood_side_by_side_when_somebody_decided_go_on_doing_so(store: Store) -> None:
    first, _ = filled(store)
    inner = make_statement(document(), 4, 49)
    read(store, first, inner, fingerprint="2")
    store.accept(first.id, ADA)
    read(store, inner, fingerprint="3")
    assert spans(store) == [REFUSAL, (4, 49)]


@pytest.mark.parametrize("undone", [True, False])
def test_undo_after_a_new_reading_leaves_what_it_found(store: Store, undone: bool) -> None:
    first, second = filled(store)
    decision = store.correct(Correction(first.id, "Ada", "now", "misheard", {"speakers": ["Ada Brenner"]}))
    read(store, second, fingerprint="2")
    if undone:
        store.undo(decision.number, ADA)
    assert spans(store) == ([WAITING] if undone else [REFUSAL, WAITING])


def test_agreed_codings_take_the_machines_place_and_what_was_made_by_hand_elsewhere_stays(store: Store) -> None:
    first, _ = filled(store)
    store.accept(first.id, ADA)
    added = store.add(document().id, *ASKING, ADA).made[0]
    coded = replace(waiting(document()), reader=AGREED)
    read(store, coded, fingerprint="x", reader=AGREED)
    assert store.statements()[0] == coded
    assert spans(store) == [WAITING, ASKING]
    assert store.statement(first.id).state is State.SET_ASIDE
    also = make_statement(document(), ASKING[0], ASKING[1] - 1, reader=AGREED)
    read(store, coded, also, fingerprint="y", reader=AGREED)
    assert store.statement(added).state is State.SET_ASIDE
    assert store.statement(also.id).state is State.STANDING


def test_what_a_single_coder_coded_never_stands(store: Store) -> None:
    filled(store)
    alone = make_statement(document(), *ASKING, reader="by_hand:ben")
    read(store, alone, fingerprint="x", reader="by_hand:ben")
    assert spans(store) == [REFUSAL, WAITING]
    assert alone in store.readings()
    assert refusal(document()) in store.readings()
