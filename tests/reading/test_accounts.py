"""Accounts of one event by the parties' papers: what they tell, call a concession and leave out; whose idea it is."""

import datetime

import pytest

from accord.documents import Document, document_id
from accord.ledger import Item, Outcome, book, disputes, readouts
from accord.negotiation import Negotiation, load_negotiation
from accord.reading import read
from accord.statements import Act, Authority, Modality, Says, Statement, Tier

_BOOK = """
title: Duties
parties:
  - {id: OS, name: Ostrel, speakers: [{name: Ana Reyes, role: prime minister}]}
  - {id: VA, name: Varania, aliases: [the Palace], speakers: [{name: Tomas Hale, role: president}]}
tracks: [{id: trade, parties: [OS, VA]}]
issues:
  - {id: duty, track: trade, options: [full, halved], cues: {issue: [duty on steel], halved: [lower duty on steel]}}
  - {id: fund, track: trade, options: [none, joint], cues: {issue: [fund], joint: [joint fund]}}
  - {id: checks, track: trade, options: [daily, paused], cues: {issue: [border checks], paused: [pause in border]}}
  - {id: quota, track: trade, options: [kept, ended], cues: {issue: [sugar quota], ended: [end to the sugar quota]}}
"""
_CALL = "Mr. Hale and Ms. Reyes spoke by telephone on Monday. "


def book_of() -> Negotiation:
    return load_negotiation(_BOOK, "negotiation.yaml")[0]


def told(text: str) -> tuple[tuple[Statement, ...], Document]:
    document = Document(document_id(text), "a.txt", "", "Ledger", datetime.date(2031, 5, 14), text, "text/plain")
    return read(document, book_of())[0], document


def items(text: str) -> tuple[Item, ...]:
    statements, document = told(_CALL + text)
    (event,) = readouts(statements, [document], book_of())
    assert event.event == "call 2031-05-12"
    return event.items


@pytest.mark.parametrize(
    "words",
    [
        "A lower duty on steel was presented as a concession to Ostrel in the readouts released by both capitals.",
        "In filings made public by Ostrel and Varania, a lower duty on steel was cast as a concession by Varania.",
        "Both statements called a lower duty on steel a concession by Varania.",
        "A lower duty on steel was described by Ostrel and the Palace as a concession by Varania.",
    ],
)
def test_what_both_papers_call_a_concession_is_each_partys_account(words: str) -> None:
    statements, _ = told(_CALL + words)
    found = next(one for one in statements if any(p.act is Act.CONCESSION for p in one.points))
    assert set(found.parties) == {"OS", "VA"}
    assert found.tier is Tier.STATED
    assert {(p.about, p.issue, p.option) for p in found.points} == {("VA", "duty", "halved")}


def test_the_reporter_disputes_what_both_call_a_concession_and_no_contradiction_is_made_of_it() -> None:
    (item,) = items(
        "A joint fund was presented as a concession to Ostrel in the readouts released by both capitals. "
        "But this was a goal that Varania had long sought."
    )
    assert item.outcome is Outcome.AFFIRMED
    assert (set(item.conceding), item.denied_by) == ({"OS", "VA"}, ())
    assert item.costless_by == ("Ledger",)


def test_what_one_account_tells_of_no_issue_is_known_from_it_alone_and_the_other_may_be_told_to_leave_it_out() -> None:
    (item,) = items(
        "According to the readout of the Palace, Ms. Reyes also agreed to open the spring regatta. "
        "Ostrel's account of the call made no mention of the regatta."
    )
    assert (item.affirmed_by, item.outcome, item.denied_by) == (("VA",), Outcome.ONE_SILENT, ())
    assert item.left_out_by == ("OS",)
    assert item.words is not None
    assert "regatta" in item.words


def test_one_sentence_tells_of_an_account_and_of_the_others_silence() -> None:
    (item,) = items("Varania's readout, but not Ostrel's, mentioned a joint fund.")
    assert (item.what, item.affirmed_by, item.left_out_by) == ("mentioned", ("VA",), ("OS",))


@pytest.mark.parametrize(
    "silence",
    [
        "Ostrel's account was silent on the fund.",
        "Ostrel's statement did not mention the fund.",
        "Ostrel's summary left out the fund.",
        "Ostrel's note said nothing of the fund.",
    ],
)
def test_silence_is_the_reporters_word_and_denies_nothing(silence: str) -> None:
    statements, _ = told(_CALL + silence)
    (found,) = [one for one in statements if one.reached.get("left_out_by")]
    assert (found.tier, found.parties, found.reached["left_out_by"]) == (Tier.NARRATED, (), "OS")
    assert all(p.claim is None and p.act is Act.ASSESSMENT for p in found.points)


@pytest.mark.parametrize(
    "words",
    [
        "Mr. Hale repeated his demand for an end to the sugar quota, which he knows Ostrel cannot accept.",
        "Mr. Hale restated his demand for an end to the sugar quota, one that is non-negotiable for Ostrel.",
        "Mr. Hale demanded an end to the sugar quota that Ostrel would never accept.",
    ],
)
def test_a_demand_told_as_a_price_is_no_wish_and_both_accounts_of_the_other_are_shown(words: str) -> None:
    statements, document = told(f"{words} Ms. Reyes said that Ostrel would accept an end to the sugar quota.")
    claims = {(p.claim.says, p.claim.party) for one in statements for p in one.points if p.claim}
    assert (Says.SEEKS, "VA") not in claims
    assert (Says.REFUSES, "OS") in claims
    negotiation = book_of()
    (found,) = disputes(book(statements, [document], negotiation), negotiation)
    assert (found.party, found.option) == ("OS", "ended")


def test_what_an_expert_goes_on_to_suppose_is_the_experts_idea_and_nobodys_offer() -> None:
    statements, _ = told(
        "Pia Holm, an economist at Sund University, pointed out that Varania cares about the fund. "
        "Ostrel could grant a pause in border checks; in return, Varania could offer a lower duty on steel."
    )
    ideas = [one for one in statements if {p.issue for p in one.points} & {"checks", "duty"}]
    assert {one.speakers for one in ideas} == {("Pia Holm",)}
    assert {one.authority for one in ideas} == {Authority.INDEPENDENT}
    assert all(one.parties == () for one in ideas)
    assert all(p.modality is Modality.HYPOTHETICAL and p.claim is None for one in ideas for p in one.points)


def test_who_denies_dragging_his_feet_says_so_himself() -> None:
    (found,) = told("Mr. Hale denied dragging his feet.")[0]
    assert (found.speakers, found.parties, found.tier) == (("Tomas Hale",), ("VA",), Tier.STATED)
    assert [(p.claim.says, p.claim.negated) for p in found.points if p.claim] == [(Says.GAINS_WHILE_WAITING, True)]


def test_what_neither_side_believes_is_denied() -> None:
    statements, _ = told("Neither government believes that a joint fund will be ready.")
    assert all(p.negated for one in statements for p in one.points)
    assert statements
