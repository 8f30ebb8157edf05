"""What is kept for quick answers says the same as going through everything again: plain definitions beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.builder import DISPUTE, Line, material, report

from accord.documents import Document, reprints
from accord.documents.periods import Period, day_of, month_of, week_of
from accord.ledger import Basis, Position, agreed, book, disputes, readouts
from accord.ledger.booked import Booked, booked_once
from accord.ledger.chronology import Sayings, latest, may_precede, period, said_during, said_on, steps
from accord.ledger.records import Ledger
from accord.statements import Act, Modality, Point, Statement, Tier

_START = date(2030, 3, 1)
_PERIODS = st.one_of(
    st.builds(lambda days: day_of(_START + timedelta(days)), st.integers(0, 20)),
    st.builds(lambda days: week_of(_START + timedelta(days)), st.integers(0, 20)),
    st.just(month_of(2030, 3)),
)
_OPTIONS = ("none", "three", "five", None)


@dataclass(frozen=True)
class Saying:
    """An option, named at some time."""

    option: str
    when: Period | None


_SAID = st.lists(st.builds(Saying, st.sampled_from(["none", "three", "five"]), st.none() | _PERIODS), max_size=8)


@given(_SAID, st.none() | _PERIODS)
def test_the_latest_options_of_what_was_said_by_a_day(said: list[Saying], day: Period | None) -> None:
    kept = Sayings((one.option, one.when) for one in said)
    assert kept.by(day) == {one.option for one in latest([one for one in said if may_precede(one, day)])}


@given(_SAID, st.none() | _PERIODS, st.sampled_from(["none", None]))
def test_the_latest_options_of_what_was_said_before_a_day(
    said: list[Saying], day: Period | None, but: str | None
) -> None:
    kept = Sayings((one.option, one.when) for one in said)
    dated = [one for one in said if one.when and one.option != but and (day is None or one.when.before(day))]
    assert kept.before(day, but=but) == {one.option for one in latest(dated)}


@given(_SAID)
def test_a_longer_period_that_shares_a_day_with_one_told_more_exactly_has_no_place(said: list[Saying]) -> None:
    placed = [when for when, _ in steps(said)]
    assert placed == sorted(placed)
    assert all(not one.meets(other) for one in placed for other in placed if one != other)
    told = {one.when for one in said if one.when is not None}
    shorter = {one: [other for other in placed if other.last - other.first <= one.last - one.first] for one in told}
    assert all(one in placed or any(one.meets(other) for other in shorter[one]) for one in told)


_POSITIONS = st.builds(
    lambda basis, on, tellers, refused, statement: Position(
        "dockers", "pay", "nine", _START + timedelta(on), basis, (f"s{statement}",), tellers, refused
    ),
    st.sampled_from(Basis),
    st.integers(0, 2),
    st.sampled_from([("Ines",), ("Omar",), ("The Tidings",)]),
    st.booleans(),
    st.integers(0, 99),
)


def _differ(taken: Position, denied: Position) -> bool:
    own = {Basis.OWN, Basis.NARRATED}
    if {taken.basis, denied.basis} <= own:
        return taken.basis is not denied.basis and taken.on == denied.on
    return taken.according_to != denied.according_to


@given(st.lists(_POSITIONS, max_size=8, unique_by=lambda one: one.statements))
def test_a_dispute_is_of_every_two_accounts_that_differ(told: list[Position]) -> None:
    pairs = [
        (one, other) for one in told for other in told if not one.refused and other.refused and _differ(one, other)
    ]
    found = disputes(Ledger(tuple(told), (), ()), DISPUTE)
    expected = [(tuple(dict.fromkeys(one for one, _ in pairs)), tuple(dict.fromkeys(other for _, other in pairs)))]
    assert [(one.taken, one.refused) for one in found] == (expected if pairs else [])


_POINTS = st.builds(
    lambda act, about, option, modality: Point(act, about, "pay", option, modality=modality),
    st.sampled_from([Act.DEMAND, Act.OFFER, Act.ACCEPT, Act.REJECT, Act.CONCESSION]),
    st.sampled_from(["dockers", "port"]),
    st.sampled_from(_OPTIONS),
    st.sampled_from([Modality.ASSERTED, Modality.CONDITIONAL]),
)
_LINES = st.builds(
    lambda point, party, tier, when, event: Line(
        (point,), {"parties": party, "tier": tier, "event": event, "reached": {"on": when} if when else {}}
    ),
    _POINTS,
    st.sampled_from([(), ("dockers",), ("port",)]),
    st.sampled_from([Tier.STATED, Tier.NARRATED]),
    st.sampled_from([None, None, "2030-03", "2030-W10", "2030-03-04"]),
    st.sampled_from([None, "call"]),
)
_NO_REPRINTS = reprints(())
_REPORTS = st.lists(
    st.builds(
        lambda day, lines: report(day, *lines),
        st.sampled_from([None, 1, 3, 5, 9, 12]),
        st.lists(_LINES, min_size=1, max_size=4),
    ),
    max_size=5,
    unique_by=lambda written: written[0].id,
)


@settings(max_examples=60)
@given(_REPORTS, st.data())
def test_books_after_a_change_are_those_made_of_nothing_else(
    reports: list[tuple[Document, tuple[Statement, ...]]],
    data: st.DataObject,
) -> None:
    documents, statements = material(reports)
    before = booked_once(statements, tuple(documents), DISPUTE, _NO_REPRINTS)
    assert before.ledger == book(statements, documents, DISPUTE)
    assert before.readouts == readouts(statements, documents, DISPUTE)
    changed = [
        replace(one, points=data.draw(st.lists(_POINTS, max_size=1).map(tuple))) if data.draw(st.booleans()) else one
        for one in statements
        if data.draw(st.integers(0, 4))
    ]
    after = booked_once(changed, tuple(documents), DISPUTE, _NO_REPRINTS, before=before)
    assert after.ledger == book(changed, documents, DISPUTE)
    assert after.readouts == readouts(changed, documents, DISPUTE)
    assert after.agreed == agreed(changed, documents, DISPUTE)


@settings(max_examples=80)
@given(_REPORTS, st.integers(-2, 35))
def test_the_books_of_a_day_are_those_of_what_was_said_by_then(
    reports: list[tuple[Document, tuple[Statement, ...]]], after: int
) -> None:
    documents, statements = material(reports)
    day = _START + timedelta(after)
    papers = {document.id: document for document in documents}

    def by_then(one: Statement) -> bool:
        when = period(said_on(one, papers[one.span.document]), said_during(one, papers[one.span.document]))
        return when is None or when.first <= day

    known = [one for one in statements if by_then(one)]
    booked = Booked(tuple(statements), tuple(documents), DISPUTE).by(day)
    assert booked.ledger == book(known, documents, DISPUTE)
    assert booked.readouts == readouts(known, documents, DISPUTE)
