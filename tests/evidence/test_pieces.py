"""From statements and assumptions to pieces of evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from accord.documents import Document, document_id
from accord.errors import Severity
from accord.evidence import Piece, claim_words, frame_of, pieces
from accord.evidence.constraints import (
    Codebook,
    CounterfactualIs,
    Exclusion,
    Linear,
    RateBound,
    RateOrder,
    Silent,
    constraint_of,
    reverse,
)
from accord.evidence.layout import layout_of
from accord.ledger import Ledger, Unchanged, book
from accord.negotiation import Assumption, Issue, Negotiation, Party, TermEntry, Track
from accord.statements import Act, Authority, Claim, Modality, Point, Says, Statement, Term, Tier, make_statement

NEGOTIATION = Negotiation(
    parties=(
        Party(id="U", name="the union"),
        Party(id="F", name="the firm"),
        Party(id="M", name="Mo", role="mediator"),
    ),
    tracks=(Track(id="table", parties=("U", "F")),),
    issues=(
        Issue(id="pay", track="table", options=("low", "mid", "high")),
        Issue(id="hours", track="table", options=("long", "short"), counterfactual="short"),
    ),
)
TEXT = "One said this. Two said that. Three said more."
DOCUMENT = Document(document_id(TEXT), "a.txt", "A", "Example Post", None, TEXT, "text/plain")
EMPTY = Ledger((), (), ())


def said(start: int, *points: Point, **fields: Any) -> Statement:
    spoken = {"speakers": ("Ann Lee",), "parties": ("U",), "authority": Authority.PRINCIPAL, **fields}
    return make_statement(DOCUMENT, start, start + 10, points=points, **spoken)


def found(*statements: Statement) -> tuple[Piece, ...]:
    return pieces(statements, EMPTY, NEGOTIATION)[0]


def demand(**fields: Any) -> Point:
    return replace(Point(Act.DEMAND, about="U", issue="pay", option="high"), **fields)


def test_a_mediator_that_no_issue_waits_for_does_not_bargain() -> None:
    assert [party.id for party in frame_of(NEGOTIATION).parties] == ["U", "F"]


def test_a_third_party_whose_consent_an_issue_needs_bargains() -> None:
    issue = NEGOTIATION.issues[0].model_copy(update={"consent": ("U", "M")})
    frame = frame_of(NEGOTIATION.model_copy(update={"issues": (issue, NEGOTIATION.issues[1])}))
    assert [party.id for party in frame.parties] == ["U", "F", "M"]


@pytest.mark.parametrize(
    ("act", "says"),
    [
        (Act.DEMAND, Says.SEEKS),
        (Act.OFFER, Says.WOULD_ACCEPT),
        (Act.ACCEPT, Says.WOULD_ACCEPT),
        (Act.CONCESSION, Says.WOULD_ACCEPT),
        (Act.REJECT, Says.REFUSES),
    ],
)
def test_an_act_on_an_option_is_a_claim(act: Act, says: Says) -> None:
    (piece,) = found(said(0, demand(act=act)))
    assert piece.claim == Claim(says, "U", issue="pay", option="high")


@pytest.mark.parametrize("act", [Act.THREAT, Act.ASSESSMENT, Act.FORECAST, Act.PRECONDITION])
def test_other_acts_say_nothing_of_preferences_by_themselves(act: Act) -> None:
    assert found(said(0, demand(act=act))) == ()


def test_what_has_not_been_accepted_is_refused_but_less_surely() -> None:
    (refused,) = found(said(0, demand(act=Act.REJECT)))
    (waiting,) = found(said(0, demand(act=Act.ACCEPT, negated=True)))
    assert refused.claim == waiting.claim
    assert waiting.reliability < refused.reliability


@pytest.mark.parametrize("act", [Act.ACCEPT, Act.CONCESSION, Act.OFFER])
def test_a_step_taken_or_offered_says_less_of_acceptance_than_words_that_say_it(act: Act) -> None:
    """Who gives a thing in an exchange need not be ready to give it for nothing."""
    accepts = Claim(Says.WOULD_ACCEPT, "U", "pay", "mid")
    (bare,) = found(said(0, demand(act=act, option="mid")))
    (coded,) = found(
        said(0, demand(act=act, option="mid", claim=accepts), reached={"points[0].claim": f"from the act {act}"})
    )
    (worded,) = found(
        said(0, demand(act=Act.OFFER, option="mid", claim=accepts), reached={"points[0].claim": "'ready for'"})
    )
    assert bare.claim == coded.claim == worded.claim == accepts
    assert bare.reliability == coded.reliability < worded.reliability


def test_a_claim_goes_before_its_act() -> None:
    claim = Claim(Says.ALREADY_WANTED, "U", "pay", "high")
    assert [piece.claim for piece in found(said(0, demand(claim=claim)))] == [claim]


def test_hypothetical_points_are_no_evidence_and_conditional_ones_only_with_their_condition() -> None:
    bare = Claim(Says.WOULD_ACCEPT, "U", "pay", "mid")
    carried = replace(bare, given=(Term("hours", "short"),))
    assert found(said(0, demand(modality=Modality.HYPOTHETICAL, claim=carried))) == ()
    assert found(said(0, demand(modality=Modality.CONDITIONAL, claim=bare))) == ()
    assert [piece.claim for piece in found(said(0, demand(modality=Modality.CONDITIONAL, claim=carried)))] == [carried]


def test_one_voice_saying_it_twice_is_one_piece_with_both_statements() -> None:
    first, second = said(0, demand()), said(15, demand(), speakers=("Bo Day",), authority=Authority.OFFICIAL)
    (piece,) = found(first, second)
    assert set(piece.statements) == {first.id, second.id}
    assert piece.reliability == found(first)[0].reliability > found(second)[0].reliability


def test_two_voices_are_two_pieces() -> None:
    expert = said(15, demand(), parties=(), organisation="Institute", authority=Authority.INDEPENDENT)
    assert len({piece.id for piece in found(said(0, demand()), expert)}) == 2


def test_what_the_reporter_narrates_is_the_reporters_and_not_the_partys() -> None:
    narrated = said(15, demand(), tier=Tier.NARRATED, authority=Authority.REPORTER)
    own, reporter = sorted(found(said(0, demand()), narrated), key=lambda piece: piece.voice)
    assert own.voice == "party:U"
    assert reporter.voice.startswith("reporter:")


def test_reports_of_one_source_have_one_reporter() -> None:
    other = replace(DOCUMENT, id="d2", file="b.txt")
    tier = {"tier": Tier.NARRATED, "authority": Authority.REPORTER}
    one = said(0, demand(), **tier)
    two = make_statement(other, 0, 10, points=(demand(),), **tier)
    assert len(pieces([one, two], EMPTY, NEGOTIATION)[0]) == 2
    (joined,) = pieces([one, two], EMPTY, NEGOTIATION, documents=[DOCUMENT, other])[0]
    assert joined.source == "the reporter of Example Post"
    assert set(joined.statements) == {one.id, two.id}


def test_a_party_is_believed_more_of_itself_than_of_its_rival() -> None:
    own, rival = found(said(0, demand())), found(said(0, demand(about="F")))
    assert own[0].reliability > rival[0].reliability


def test_a_reading_the_reader_is_unsure_of_counts_for_less() -> None:
    assert found(said(0, demand(), confidence=0.5))[0].reliability == pytest.approx(0.45)


def test_reliabilities_lie_above_zero_and_reach_one_only_by_assumption() -> None:
    for tier in Tier:
        for authority in Authority:
            for about in ("U", "F"):
                statement = said(0, demand(about=about), tier=tier, authority=authority, confidence=0.0)
                assert 0 < found(statement)[0].reliability < 1
                assert 0 < found(replace(statement, confidence=1.0))[0].reliability < 1


def test_assumptions_enter_by_the_same_door_and_are_marked() -> None:
    assumption = Assumption(
        party="F",
        says="would_accept",
        issue="pay",
        option="mid",
        given=(TermEntry(issue="hours", option="long"),),
        reason="budget",
        reliability=1.0,
    )
    (piece,), problems = pieces([], EMPTY, NEGOTIATION.model_copy(update={"assumptions": (assumption,)}))
    assert piece.claim == Claim(Says.WOULD_ACCEPT, "F", "pay", "mid", given=(Term("hours", "long"),))
    assert (piece.assumption, piece.reason, piece.reliability, piece.statements) == (True, "budget", 1.0, ())
    assert problems == ()


@pytest.mark.parametrize(
    ("claim", "named"),
    [
        (Claim(Says.SEEKS, "U", "wages", "high"), "'wages'"),
        (Claim(Says.SEEKS, "U", "pay", "huge"), "'huge'"),
        (Claim(Says.SEEKS, "Z", "pay", "high"), "'Z'"),
        (Claim(Says.LESS_HURRIED_THAN, "U", other="X"), "'X'"),
        (Claim(Says.VALUES_MORE, "U", issue="pay", over="wages"), "'wages'"),
        (Claim(Says.VALUES_MORE, "U", track="table", over_track="street"), "'street'"),
        (Claim(Says.WOULD_ACCEPT, "U", "pay", "high", given=(Term("hours", "none"),)), "'none'"),
    ],
)
def test_a_name_the_negotiation_lacks_is_a_problem_and_the_claim_left_out(claim: Claim, named: str) -> None:
    statement = said(0, demand(claim=claim))
    left, problems = pieces([statement], EMPTY, NEGOTIATION)
    assert left == ()
    assert named in problems[0].sentence
    assert problems[0].statements == (statement.id,)


def test_a_claim_about_who_bargains_on_nothing_is_noted_and_left_out() -> None:
    left, problems = pieces([said(0, demand(about="M"))], EMPTY, NEGOTIATION)
    assert left == ()
    assert [(problem.severity, problem.code) for problem in problems] == [(Severity.NOTE, "evidence.no_party")]


def test_a_claim_that_names_too_little_is_told_and_left_out() -> None:
    left, problems = pieces([said(0, demand(claim=Claim(Says.SEEKS, "U", issue="pay")))], EMPTY, NEGOTIATION)
    assert left == ()
    assert [problem.code for problem in problems] == ["evidence.incomplete"]


@pytest.mark.parametrize("says", [Says.WOULD_ACCEPT, Says.REFUSES])
def test_taking_or_refusing_what_no_deal_brings_anyway_is_noted_and_left_out(says: Says) -> None:
    left, problems = pieces([said(0, demand(claim=Claim(says, "F", "hours", "short")))], EMPTY, NEGOTIATION)
    assert left == ()
    assert [(problem.severity, problem.code) for problem in problems] == [(Severity.NOTE, "evidence.says_nothing")]


def test_taking_what_no_deal_brings_is_evidence_where_somebody_doubts_that_it_does() -> None:
    accepts, doubt = Claim(Says.WOULD_ACCEPT, "F", "hours", "short"), Claim(Says.WOULD_DO_ANYWAY, "F", "hours", "long")
    assert len(found(said(0, demand(claim=accepts)), said(15, demand(claim=doubt)))) == 2


def test_a_rejection_denied_says_nothing() -> None:
    assert found(said(0, demand(act=Act.REJECT, negated=True))) == ()


def test_a_demand_told_to_be_unchanged_is_sought_by_that_voice_too() -> None:
    told = said(15, tier=Tier.NARRATED, authority=Authority.REPORTER)
    ledger = Ledger((), (), (Unchanged("U", "pay", "high", (told.id,), told=True),))
    ((piece,), _) = pieces([told], ledger, NEGOTIATION)
    assert (piece.claim, piece.statements) == (Claim(Says.SEEKS, "U", issue="pay", option="high"), (told.id,))


def test_the_order_of_statements_changes_nothing() -> None:
    statements = [said(0, demand()), said(15, demand(about="F")), said(30, demand(issue="wages"))]
    ledger = book(statements, [DOCUMENT], NEGOTIATION)
    assert pieces(statements, ledger, NEGOTIATION) == pieces(statements[::-1], ledger, NEGOTIATION)


PAY = (("pay", "high"), 1.0)


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        # The counterfactual of pay is low (its status quo), that of hours is short.
        (Claim(Says.SEEKS, "U", "pay", "high"), Linear("U", (PAY, (("pay", "low"), -1.0)))),
        (Claim(Says.SEEKS, "U", "hours", "short"), Linear("U", ((("hours", "long"), -1.0), (("hours", "short"), 1.0)))),
        (Claim(Says.SEEKS, "U", "pay", "low"), Silent()),
        (Claim(Says.WOULD_ACCEPT, "F", "pay", "low"), Silent()),
        (Claim(Says.REFUSES, "F", "hours", "short", given=(Term("pay", "low"),)), Silent()),
        (
            Claim(Says.WOULD_ACCEPT, "F", "pay", "high"),
            Linear("F", (PAY, (("pay", "low"), -1.0)), shift=-1.0, consents=(("pay", "high"),)),
        ),
        (
            Claim(Says.REFUSES, "F", "pay", "high"),
            Linear("F", ((("pay", "high"), -1.0), (("pay", "low"), 1.0)), shift=1.0),
        ),
        (
            Claim(Says.PREFERS, "U", "pay", "high", against=(Term("hours", "long"),)),
            Linear("U", ((("hours", "long"), -1.0), (("hours", "short"), 1.0), PAY, (("pay", "low"), -1.0))),
        ),
        (Claim(Says.PREFERS, "U", "pay", "high", over="mid"), Linear("U", (PAY, (("pay", "mid"), -1.0)))),
        (
            Claim(Says.VALUES_MORE, "U", issue="pay", over="hours"),
            Linear("U", ranges=(("hours", -1.0), ("pay", 1.0))),
        ),
        (Claim(Says.NO_DEAL_BETTER, "U"), Linear("U", shift=1.0)),
        (Claim(Says.NO_DEAL_WORSE, "U", negated=True), Linear("U", shift=1.0)),
        (Claim(Says.LESS_HURRIED_THAN, "U", other="F", negated=True), RateOrder("F", "U")),
        (Claim(Says.MAY_WALK_AWAY, "F"), RateBound("F", "walk_away_hazard", above=True)),
        (Claim(Says.GAINS_WHILE_WAITING, "F", negated=True), RateBound("F", "waiting_flow", above=False)),
        (Claim(Says.SHIFTS_POWER, "U", "pay", "high", towards="F"), RateBound("F", "power_shift", above=True)),
        (Claim(Says.RED_LINE, "F", "pay", "high", negated=True), Exclusion("F", "pay", "high", denied=True)),
        (Claim(Says.WOULD_DO_ANYWAY, "F", "pay", "mid"), CounterfactualIs("pay", "mid", denied=False)),
        (Claim(Says.BEFORE, "F", first=Term("pay"), then=Term("hours")), Silent()),
    ],
)
def test_the_table_of_claims(claim: Claim, expected: object) -> None:
    assert constraint_of(claim, Codebook(frame_of(NEGOTIATION))) == expected


def test_a_doubtful_counterfactual_stands_as_a_term_of_its_own() -> None:
    codebook = Codebook(frame_of(NEGOTIATION), frozenset({"pay"}))
    assert constraint_of(Claim(Says.WOULD_ACCEPT, "F", "pay", "high"), codebook) == Linear(
        "F", (PAY,), (("pay", -1.0),), shift=-1.0, consents=(("pay", "high"),), idle=(("pay", "high"),)
    )


def test_denying_twice_is_saying() -> None:
    for claim in (Claim(Says.REFUSES, "F", "pay", "high"), Claim(Says.VALUES_MORE, "U", issue="pay", over="hours")):
        constraint = constraint_of(claim, Codebook(frame_of(NEGOTIATION)))
        assert reverse(reverse(constraint)) == constraint


@pytest.mark.parametrize(
    ("line", "demanded", "reach"),
    [
        ("mid", None, {"mid", "high"}),  # seen from the status quo, low
        ("mid", "high", {"low", "mid"}),
        ("high", "mid", {"high"}),
        ("low", None, {"low"}),  # a red line against what is now: nothing lies beyond it
    ],
)
def test_a_red_line_on_an_order_takes_in_what_lies_beyond(line: str, demanded: str | None, reach: set[str]) -> None:
    claims = [Claim(Says.RED_LINE, "F", "pay", line)]
    claims += [Claim(Says.SEEKS, "F", "pay", demanded)] if demanded else []
    layout = layout_of([Piece(str(k), claim, 0.8) for k, claim in enumerate(claims)], NEGOTIATION)
    assert layout.reach["F", "pay", line] == reach


def test_claims_are_worded_with_names() -> None:
    claim = Claim(Says.WOULD_ACCEPT, "F", "pay", "mid", given=(Term("hours", "long"),))
    assert claim_words(claim, NEGOTIATION) == "the firm would accept “mid” on pay with “long” on hours"
    denied = Claim(Says.LESS_HURRIED_THAN, "F", other="U", negated=True)
    assert claim_words(denied, NEGOTIATION) == "the firm is in no less of a hurry than the union"


@pytest.mark.parametrize(
    ("name", "plural"),
    [
        ("the European allies", True),
        ("the Houthis", True),
        ("the workers of the north", True),
        ("police", True),
        ("the United States", False),
        ("the Philippines", False),
        ("Farmers Congress", False),
        ("Cyprus", False),
        ("Texas", False),
        ("United Auto Works", False),
        ("the union", False),
    ],
)
def test_verbs_agree_with_the_name_of_the_party(name: str, plural: bool) -> None:
    named = NEGOTIATION.model_copy(update={"parties": (Party(id="U", name=name), *NEGOTIATION.parties[1:])})
    words = [
        claim_words(claim, named).removeprefix(name).strip()
        for claim in (
            Claim(Says.GAINS_WHILE_WAITING, "U"),
            Claim(Says.SEEKS, "U", "pay", "high", negated=True),
            Claim(Says.NO_DEAL_WORSE, "U"),
        )
    ]
    expected = {
        False: ["gains while the talks go on", "does not seek “high” on pay", "is worse off"],
        True: ["gain while the talks go on", "do not seek “high” on pay", "are worse off"],
    }[plural]
    assert [one.removesuffix(" with no deal than it seems") for one in words] == expected
