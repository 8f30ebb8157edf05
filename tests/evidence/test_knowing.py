"""What was known by a day, who says what, and how far the analyst believes each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from tests.evidence.test_pieces import DOCUMENT, EMPTY, NEGOTIATION, demand, found, said

from accord.errors import Severity
from accord.evidence import believing, known_by, pieces, speakers_of, weigh, weigh_only, weigh_without
from accord.negotiation import Assumption, Negotiation, Reliabilities
from accord.statements import Act, Authority, Claim, Point, Says, Statement, Tier

MARCH, APRIL, MAY = date(2031, 3, 1), date(2031, 4, 1), date(2031, 5, 1)


def told(**reliabilities: Any) -> Negotiation:
    return NEGOTIATION.model_copy(update={"reliability": Reliabilities(**reliabilities)})


def only(statement: Statement, negotiation: Negotiation) -> float:
    (piece,) = pieces([statement], EMPTY, negotiation)[0]
    return piece.reliability


def test_only_what_was_said_by_the_end_of_the_day_is_known() -> None:
    early, late = said(0, demand(), on=MARCH), said(15, demand(act=Act.REJECT), on=APRIL)
    assert known_by([early, late], [], MARCH) == ((early,), ())
    assert known_by([early, late], [], APRIL)[0] == (early, late)
    (piece,), _ = pieces([early, late], EMPTY, NEGOTIATION, as_of=MARCH)
    assert piece.statements == (early.id,)


def test_the_day_of_the_document_stands_in_and_no_report_is_older_than_its_words() -> None:
    printed = replace(DOCUMENT, date=APRIL)
    without, before, after = said(0, demand()), said(15, demand(), on=MARCH), said(31, demand(), on=MAY)
    assert known_by([without, before, after], [printed], MARCH)[0] == (before,)
    assert known_by([without, before, after], [printed], APRIL)[0] == (without, before, after)


def test_what_has_no_known_day_is_left_out_of_every_day_and_told_once() -> None:
    first, second = said(0, demand()), said(15, demand(act=Act.REJECT))
    kept, (note,) = known_by([first, second], [DOCUMENT], MAY)
    assert kept == ()
    assert note.code == "evidence.undated"
    assert note.severity is Severity.NOTE
    assert note.sentence.startswith("2 statements have no known day")
    assert set(note.statements) == {first.id, second.id}


def test_before_a_voice_moved_its_earlier_word_stands() -> None:
    no, yes = said(0, demand(act=Act.REJECT), on=MARCH), said(15, demand(act=Act.OFFER), on=MAY)
    assert [piece.claim.says for piece in pieces([no, yes], EMPTY, NEGOTIATION)[0]] == [Says.WOULD_ACCEPT]
    assert [piece.claim.says for piece in pieces([no, yes], EMPTY, NEGOTIATION, as_of=APRIL)[0]] == [Says.REFUSES]


def test_one_sides_claims_are_those_of_who_speaks_for_it_or_is_tied_to_it() -> None:
    own = said(0, demand())
    rival = said(15, demand(act=Act.REJECT), parties=("F",), speakers=("Bo Day",))
    tied = {"parties": (), "speakers": ("Di Ray",), "authority": Authority.AFFILIATED_EXPERT}
    expert = said(31, demand(option="mid"), role="adviser to the union", organisation="Ray and Sons", **tied)
    reporter = said(2, demand(option="low"), tier=Tier.NARRATED)
    assumed = Assumption(party="U", says=Says.NO_DEAL_BETTER, reason="a strike fund")
    negotiation = NEGOTIATION.model_copy(update={"assumptions": (assumed,)})
    evidence, _ = pieces([own, rival, expert, reporter], EMPTY, negotiation)
    assert speakers_of(evidence) == ("F", "U")
    kept = {piece.statements for piece in believing(evidence, ["U"])}
    assert kept == {(own.id,), (expert.id,), ()}
    assert len(believing(evidence, ["F", "U"])) == 4


def test_a_run_by_one_sides_claims_keeps_streams_prior_and_seed() -> None:
    own, rival = said(0, demand()), said(15, demand(act=Act.REJECT), parties=("F",))
    evidence, _ = pieces([own, rival], EMPTY, NEGOTIATION)
    weighed = weigh(evidence, NEGOTIATION, members=80, seed=5)
    ids = [piece.id for piece in believing(evidence, ["U"])]
    side = weigh_only(weighed, ids, NEGOTIATION)
    assert side.ensemble.evidence == tuple(ids)
    assert side.prior is weighed.prior
    assert side.seed == weigh_without(weighed, ids, NEGOTIATION).seed == 5


def test_a_number_for_a_kind_takes_the_place_of_the_default() -> None:
    statement = said(0, demand(), authority=Authority.OFFICIAL)
    assert only(statement, told(kinds={"official": 0.4})) == pytest.approx(0.4)
    assert only(statement, told(kinds={"principal": 0.4})) == only(statement, NEGOTIATION)
    narrated = said(0, demand(), tier=Tier.NARRATED, authority=Authority.REPORTER)
    assert only(narrated, told(kinds={"narrated": 0.3, "reporter": 0.9})) == pytest.approx(0.3)


def test_a_number_for_a_speaker_or_house_goes_before_that_of_its_kind() -> None:
    told_of = told(kinds={"principal": 0.4}, speakers={"ann lee": 0.7, "Harbour Trust": 0.2})
    assert only(said(0, demand()), told_of) == pytest.approx(0.7)
    assert only(said(0, demand(), organisation="Harbour Trust"), told_of) == pytest.approx(0.2)
    assert only(said(0, demand(), tier=Tier.BELIEF), told_of) == only(said(0, demand(), tier=Tier.BELIEF), NEGOTIATION)


def test_who_tells_of_a_rival_is_still_an_interested_reading() -> None:
    rival = said(0, demand(), parties=("F",))
    assert only(rival, told(speakers={"Ann Lee": 0.8})) == pytest.approx(0.6)


def test_a_number_for_a_statement_stands_as_it_is_and_nought_leaves_it_out() -> None:
    statement = said(0, demand(), confidence=0.5)
    assert only(statement, told(statements={statement.id: 1.0})) == 1
    for nothing in ({"statements": {statement.id: 0}}, {"speakers": {"Ann Lee": 0}}, {"kinds": {"principal": 0}}):
        assert pieces([statement], EMPTY, told(**nothing))[0] == ()


def test_two_colleagues_of_one_institution_are_one_voice_however_it_is_written() -> None:
    fields = {"parties": (), "authority": Authority.INDEPENDENT}
    one = said(0, demand(), speakers=("Cy Orr",), organisation="The Harbour Institute", **fields)
    two = said(15, demand(), speakers=("Di Ray",), organisation="Harbour  institute", **fields)
    (piece,) = found(one, two)
    assert set(piece.statements) == {one.id, two.id}


def test_a_person_named_once_with_his_house_speaks_for_it_elsewhere_too() -> None:
    fields = {"parties": (), "speakers": ("Cy Orr",), "authority": Authority.INDEPENDENT}
    one = said(0, demand(), organisation="Harbour Institute", **fields)
    assert len(found(one, said(15, demand(), **fields))) == 1


def test_terms_that_one_voice_says_shift_power_are_kept_but_count_once() -> None:
    terms = (("pay", "low"), ("hours", "long"))
    claims = [Claim(Says.SHIFTS_POWER, "U", issue, option, towards="F") for issue, option in terms]
    points = [Point(Act.ASSESSMENT, about="U", claim=claim) for claim in claims]
    both = found(said(0, *points))
    assert len(both) == 2
    once = weigh(both[:1], NEGOTIATION, members=4000, seed=1).ensemble.rates["power_shift"][:, 1] > 0
    weighed = weigh(both, NEGOTIATION, members=4000, seed=1)
    twice = weighed.ensemble.rates["power_shift"][:, 1] > 0
    assert once.mean() == pytest.approx(twice.mean(), abs=4 * np.sqrt(0.2 / 4000))
    assert twice.mean() == pytest.approx((1 + both[0].reliability) / 2, abs=4 * np.sqrt(0.1 / 4000))
    (echo,) = weighed.repeats
    assert (weighed.without(echo).weights == 1).all()
    leader = weighed.repeats[echo]
    assert (weighed.given(echo).weights == weighed.given(leader).weights).all()
    left_out, error = weighed.share(twice, weighed.without(leader).weights)
    assert left_out == pytest.approx(twice.mean(), abs=2 * error)  # the other term says so still


def test_what_a_party_says_with_another_and_again_alone_counts_once() -> None:
    """Two voices that agree would make 95 in 100 of it; a joint word repeated leaves it at what the best is worth."""
    line = Claim(Says.RED_LINE, "U", "pay", "low")
    for claim in (Claim(Says.SEEKS, "U", "pay", "high"), line):
        joint = said(0, Point(Act.ASSESSMENT, claim=claim), parties=("U", "F"), authority=Authority.OFFICIAL)
        alone = said(15, Point(Act.ASSESSMENT, claim=claim))
        evidence = found(joint, alone)
        best = max(piece.reliability for piece in evidence)
        weighed = weigh(evidence, NEGOTIATION, members=3000, seed=2)
        expected = best if claim is line else (1 + best) / 2
        assert weighed.satisfied.mean(axis=0) == pytest.approx([expected] * 2, abs=4 * np.sqrt(0.2 / 3000))
        assert len(weighed.repeats) == 1


def test_a_piece_has_the_words_of_its_most_reliable_statement() -> None:
    weak, strong = said(0, demand(), authority=Authority.OFFICIAL), said(15, demand())
    (piece,) = found(weak, strong)
    assert piece.quote == strong.quote
    assert piece.sides == ("U",)
