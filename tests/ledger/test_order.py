"""The ledger does not depend on the order of statements or documents."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.builder import DISPUTE, Line, material, report

from accord.documents import Document
from accord.ledger import book, clashes, disputes, ledger_rows, matrix, readouts, voices
from accord.statements import Act, Claim, Modality, Point, Says, Statement, Term, Tier

_PARTIES = st.sampled_from([None, "dockers", "port", "bureau", "pilots"])
_TERMS = st.sampled_from(
    [(issue.id, option) for issue in DISPUTE.issues for option in (None, *issue.options)] + [("parking", "free")]
)


@st.composite
def _points(draw: st.DrawFn) -> Point:
    issue, option = draw(_TERMS)
    about = draw(_PARTIES)
    claim = None
    if about and draw(st.booleans()):
        first = Term(*draw(_TERMS))
        says = draw(st.sampled_from(Says))
        claim = Claim(says, about, issue, option, first=first, negated=draw(st.booleans()))
    return Point(
        draw(st.sampled_from(Act)),
        about,
        issue,
        option,
        claim=claim,
        negated=draw(st.booleans()),
        modality=draw(st.sampled_from(Modality)),
        condition=draw(st.sampled_from([None, "if signed"])),
    )


@st.composite
def _lines(draw: st.DrawFn) -> Line:
    party = draw(st.sampled_from([(), ("dockers",), ("port",), ("dockers", "port")]))
    fields = {
        "parties": party,
        "speakers": draw(st.sampled_from([(), ("Ines Okafor",)])),
        "tier": draw(st.sampled_from(Tier)),
        "event": draw(st.sampled_from([None, "call"])),
        "reached": draw(st.sampled_from([{}, {"unchanged": "cue"}])),
    }
    return Line(tuple(draw(st.lists(_points(), max_size=2))), fields)


_REPORTS = st.lists(
    st.builds(
        lambda day, lines, source: report(day, *lines, source=source),
        st.sampled_from([None, 2, 4, 6]),
        st.lists(_lines(), min_size=1, max_size=3),
        st.sampled_from(["The Tidings", "The Ledger", "Harbour Company"]),
    ),
    max_size=3,
    unique_by=lambda written: written[0].id,
)


def _all_of(statements: list[Statement], documents: list[Document]) -> tuple[object, ...]:
    ledger = book(statements, documents, DISPUTE)
    return (
        ledger,
        matrix(ledger, DISPUTE),
        ledger_rows(ledger),
        clashes(ledger, DISPUTE),
        disputes(ledger, DISPUTE),
        readouts(statements, documents, DISPUTE),
        voices(statements, DISPUTE),
    )


@settings(max_examples=60)
@given(_REPORTS, st.randoms(use_true_random=False))
def test_booking_is_the_same_in_any_order(
    reports: list[tuple[Document, tuple[Statement, ...]]], shuffle: object
) -> None:
    documents, statements = material(reports)
    before = _all_of(statements, documents)
    shuffle.shuffle(statements)  # type: ignore[attr-defined]
    shuffle.shuffle(documents)  # type: ignore[attr-defined]
    assert _all_of(statements, documents) == before


@settings(max_examples=60)
@given(_REPORTS)
def test_every_entry_names_statements_that_exist_and_options_of_its_issue(
    reports: list[tuple[Document, tuple[Statement, ...]]],
) -> None:
    documents, statements = material(reports)
    ledger = book(statements, documents, DISPUTE)
    ids = {statement.id for statement in statements}
    options = {issue.id: {None, *issue.options} for issue in DISPUTE.issues}
    for position in ledger.positions:
        assert position.statements
        assert set(position.statements) <= ids
        assert position.option in options[position.issue]
    for move in ledger.moves:
        assert set(move.statements) <= ids
        assert {move.start, move.end} <= options[move.issue]
        assert move.start is None or move.start != move.end
        assert move.size is None or 0 <= move.size <= 1
