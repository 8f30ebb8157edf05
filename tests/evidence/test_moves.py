"""One voice over time: a later word takes the place of an earlier one, and what is said in two ways counts once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from accord.documents import Document, document_id
from accord.errors import Problem, Severity
from accord.evidence import Piece, pieces
from accord.evidence.contradictions import conflicts
from accord.evidence.layout import layout_of
from accord.ledger import Ledger
from accord.negotiation import Issue, Negotiation, Party, Track
from accord.statements import Act, Authority, Claim, Point, Says, Statement, Tier, make_statement

NEGOTIATION = Negotiation(
    parties=(Party(id="U", name="the union"), Party(id="F", name="the firm")),
    tracks=(Track(id="table", parties=("U", "F")),),
    issues=(
        Issue(id="pay", track="table", options=("low", "mid", "high")),
        Issue(id="hours", track="table", options=("long", "short")),
    ),
)
TEXT = "We say this first. We say that next. We say it all again. We end it."
DOCUMENT = Document(document_id(TEXT), "a.txt", "A", "Example Post", None, TEXT, "text/plain")
EARLY, LATE, LATEST = (date(2031, 5, day) for day in (2, 9, 20))
REFUSES, ACCEPTS = Claim(Says.REFUSES, "F", "pay", "mid"), Claim(Says.WOULD_ACCEPT, "F", "pay", "mid")


def said(start: int, claim: Claim, on: date | None, **fields: Any) -> Statement:
    spoken = {"speakers": ("Ann Lee",), "parties": ("F",), "authority": Authority.PRINCIPAL, **fields}
    point = Point(Act.ASSESSMENT, about=claim.party, issue=claim.issue, option=claim.option, claim=claim)
    return make_statement(DOCUMENT, start, start + 12, points=(point,), on=on, **spoken)


def weighed(*statements: Statement, document: Document = DOCUMENT) -> tuple[tuple[Piece, ...], tuple[Problem, ...]]:
    return pieces(statements, Ledger((), (), ()), NEGOTIATION, documents=[document])


def claims(found: tuple[Piece, ...]) -> set[Claim]:
    return {piece.claim for piece in found}


def clashing(found: tuple[Piece, ...]) -> int:
    nobody = np.zeros((0, len(found)), np.bool_)
    return len(conflicts(found, layout_of(found, NEGOTIATION), nobody).sets)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (REFUSES, ACCEPTS),
        (ACCEPTS, REFUSES),
        (Claim(Says.RED_LINE, "F", "pay", "mid"), ACCEPTS),
        (Claim(Says.RED_LINE, "F", "pay", "mid"), Claim(Says.WOULD_ACCEPT, "F", "pay", "high")),  # beyond the line
        (ACCEPTS, Claim(Says.RED_LINE, "F", "pay", "mid")),
        (Claim(Says.RED_LINE, "F", "pay", "mid"), Claim(Says.RED_LINE, "F", "pay", "mid", negated=True)),
        (Claim(Says.SEEKS, "F", "pay", "mid"), Claim(Says.SEEKS, "F", "pay", "mid", negated=True)),
        (Claim(Says.MAY_WALK_AWAY, "F"), Claim(Says.MAY_WALK_AWAY, "F", negated=True)),
        (Claim(Says.NO_DEAL_BETTER, "F"), Claim(Says.NO_DEAL_WORSE, "F")),
        (Claim(Says.LESS_HURRIED_THAN, "F", other="U"), Claim(Says.LESS_HURRIED_THAN, "U", other="F")),
    ],
)
def test_of_opposite_claims_by_one_voice_the_latest_stands(before: Claim, after: Claim) -> None:
    first, second = said(0, before, EARLY), said(19, after, LATE)
    found, problems = weighed(first, second)
    assert claims(found) == {after}
    (note,) = problems
    assert (note.severity, note.code) == (Severity.NOTE, "evidence.moved")
    assert set(note.statements) == {first.id, second.id}
    assert note.sentence.index("2031-05-02") < note.sentence.index("2031-05-09")


def test_the_day_of_the_document_stands_in_for_that_of_the_statement() -> None:
    found, _ = weighed(said(0, REFUSES, EARLY), said(19, ACCEPTS, None), document=replace(DOCUMENT, date=LATE))
    assert claims(found) == {ACCEPTS}


@pytest.mark.parametrize(("first", "second"), [(LATE, LATE), (None, LATE), (EARLY, None), (None, None)])
def test_on_one_day_or_on_days_unknown_it_is_a_contradiction(first: date | None, second: date | None) -> None:
    found, problems = weighed(said(0, REFUSES, first), said(19, ACCEPTS, second))
    assert claims(found) == {REFUSES, ACCEPTS}
    assert problems == ()
    assert clashing(found) == 1


def test_what_is_said_again_at_the_end_stands() -> None:
    found, _ = weighed(said(0, REFUSES, EARLY), said(19, ACCEPTS, LATE), said(37, REFUSES, LATEST))
    assert claims(found) == {REFUSES}


def test_who_was_overruled_later_overrules_nobody() -> None:
    """Refusal, acceptance, red line: the red line ends the acceptance, so the refusal before it stands again."""
    line = Claim(Says.RED_LINE, "F", "pay", "mid")
    found, problems = weighed(said(0, REFUSES, EARLY), said(19, ACCEPTS, LATE), said(37, line, LATEST))
    assert claims(found) == {REFUSES, line}
    assert len(problems) == 1


def test_two_voices_that_differ_on_two_days_contradict_each_other() -> None:
    expert = {"parties": (), "speakers": ("Bo Day",), "authority": Authority.INDEPENDENT}
    found, problems = weighed(said(0, REFUSES, EARLY), said(19, ACCEPTS, LATE, **expert))
    assert len(found) == 2
    assert problems == ()
    assert clashing(found) == 1


@pytest.mark.parametrize("says", [Says.ALREADY_WANTED, Says.WOULD_DO_ANYWAY])
def test_what_is_said_of_the_past_is_not_taken_back_by_a_later_word(says: Says) -> None:
    claim = Claim(says, "F", "pay", "mid")
    found, problems = weighed(said(0, claim, EARLY), said(19, replace(claim, negated=True), LATE))
    assert len(found) == 2
    assert problems == ()


def test_different_options_or_conditions_are_no_move() -> None:
    other = Claim(Says.WOULD_ACCEPT, "F", "pay", "high")
    found, problems = weighed(said(0, REFUSES, EARLY), said(19, other, LATE))
    assert claims(found) == {REFUSES, other}
    assert problems == ()


def test_seeking_and_having_wanted_by_one_voice_is_one_inequality() -> None:
    """The piece keeps the claim that tells more, the better reliability, and both statements."""
    seeks, wanted = Claim(Says.SEEKS, "F", "pay", "mid"), Claim(Says.ALREADY_WANTED, "F", "pay", "mid")
    first, second = said(0, seeks, EARLY), said(19, wanted, LATE, authority=Authority.OFFICIAL)
    (piece,), problems = weighed(first, second)
    assert piece.claim == wanted
    assert piece.reliability == weighed(first)[0][0].reliability > weighed(second)[0][0].reliability
    assert set(piece.statements) == {first.id, second.id}
    assert problems == ()


def test_seeking_by_one_voice_and_having_wanted_by_another_are_two() -> None:
    seeks, wanted = Claim(Says.SEEKS, "F", "pay", "mid"), Claim(Says.ALREADY_WANTED, "F", "pay", "mid")
    narrated = {"tier": Tier.NARRATED, "authority": Authority.REPORTER}
    assert len(weighed(said(0, seeks, EARLY), said(19, wanted, LATE, **narrated))[0]) == 2
