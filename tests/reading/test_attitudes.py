"""Attitudes told without words, and what is kept where a text is about something else."""

import pytest
from tests.reading.fields import codebook, document

from accord.reading.by_rule import read
from accord.statements import Act, Modality, Says, Statement, Tier


def _read(text: str, field: str | None = None) -> tuple[Statement, ...]:
    return read(document(text), codebook(field) if field else None)[0]


def _told(text: str) -> list[tuple[str | None, str]]:
    return [(one.cue, one.quote) for one in _read(text)]


@pytest.mark.parametrize(
    ("text", "cue", "quote"),
    [
        ("Senator Dale Harlan vowed to veto the bill.", "vowed", "to veto the bill"),
        ("Farmers want a longer season.", "want", "a longer season"),
        ("Her rivals called for an inquiry on Tuesday.", "called for", "an inquiry on Tuesday"),
        ("A new survey found 46 percent of voters in favour.", "found", "46 percent of voters in favour"),
        ("Officials are worried about the turnout.", "worried", "the turnout"),
        ("The mayor urged drivers to stay at home.", "urged", "drivers to stay at home"),
        ("Lawmakers wonder what is taking so long.", "wonder", "what is taking so long"),
    ],
)
def test_an_attitude_is_told_without_words(text: str, cue: str, quote: str) -> None:
    assert _told(text) == [(cue, quote)]


@pytest.mark.parametrize(
    "text",
    [
        "The storm wants watching.",
        "The minister may oppose the plan.",
        "The governor has not ruled out a tax.",
        "The senator declined to comment.",
    ],
)
def test_what_nobody_holds_is_no_attitude(text: str) -> None:
    assert not [one for one in _read(text) if "attitude" in one.reached]


def test_a_saying_ends_where_the_next_act_of_speech_begins() -> None:
    told = _told("The mayor said that the bridge was safe, but disputed the cost of the repairs.")
    assert told == [("said", "the bridge was safe"), ("disputed", "the cost of the repairs")]


def test_the_comment_of_the_reporter_is_no_part_of_what_was_said() -> None:
    told = _told("The senator said that she was open to a tax, a reversal of what she told voters in May.")
    assert told[0] == ("said", "she was open to a tax")


def test_she_is_not_the_man_named_last() -> None:
    found = _read("Ms. Reyes won. Her manager, Thomas Quint, cheered. “I was counted out,” she said.")
    assert [one.speakers for one in found] == [("Reyes",)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("His opponent, former Rep. Anne Doyle, said that it rained.", "Anne Doyle"),
        ("Former Secretary of State Harold Lindgren said that it rained.", "Harold Lindgren"),
    ],
)
def test_a_name_stands_behind_descriptions_and_offices(text: str, speaker: str) -> None:
    assert [one.speakers for one in _read(text)] == [(speaker,)]


def test_in_a_text_about_something_else_all_that_is_said_is_kept() -> None:
    said = [f"The {who} said that the {what} was late." for who, what in (
        ("teacher", "bus"), ("baker", "flour"), ("driver", "ferry"), ("painter", "canvas"), ("tailor", "thread"),
        ("sailor", "tide"),
    )]  # fmt: skip
    assert len(_read("\n\n".join(said), "peace")) == len(said)
    assert not _read(said[0], "peace")  # one such remark beside talks is beside the point


def test_a_thought_of_a_party_stays_the_reporters() -> None:
    (one,) = [one for one in _read("Norland hopes for a full cease-fire.", "peace") if one.tier is Tier.BELIEF]
    assert not one.speakers
    assert one.speaker_as_named == "Norland"


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("“Over my dead body,” Ana Berg said when asked about the truce.", Act.REJECT),
        ("“If they shell us again, they will regret it,” Ana Berg said.", Act.THREAT),
        ("“A prisoner exchange is fine with us,” Ana Berg said.", Act.ACCEPT),
        ("Sudmark will comply with the truce, its foreign ministry said.", Act.ACCEPT),
        ("Norland reiterated its demand on Monday that Sudmark ease the blockade of the truce line.", Act.DEMAND),
        ("Norland is prepared to impose sanctions over the truce, Ana Berg said.", Act.THREAT),
    ],
)
def test_figures_of_speech_and_roundabout_acts(text: str, act: Act) -> None:
    assert act in {point.act for one in _read(text, "peace") for point in one.points}


def test_a_condition_cut_short_sets_an_order() -> None:
    (one,) = _read("“Not without a full cease-fire,” Ivo Lund said when asked about a prisoner exchange.", "peace")
    claim = one.points[0].claim
    assert one.points[0].act is Act.PRECONDITION
    assert claim is not None
    assert claim.says is Says.BEFORE
    assert claim.first is not None
    assert claim.then is not None
    assert (claim.first.issue, claim.then.issue) == ("ceasefire", "prisoners")


def test_what_is_refused_until_a_step_is_refused_on_a_condition() -> None:
    text = "A prisoner exchange is out of the question until Norland withdraws its troops, Ivo Lund said."
    (refused,) = [point for one in _read(text, "peace") for point in one.points if point.act is Act.REJECT]
    assert refused.modality is Modality.CONDITIONAL
    assert refused.claim is None


def test_an_accusation_is_the_accusers_word_about_the_accused() -> None:
    (one,) = _read("Norland accused Sudmark of dragging out the talks on the cease-fire.", "peace")
    assert one.parties == ("N",)
    assert [(p.claim.says, p.claim.party) for p in one.points if p.claim] == [(Says.GAINS_WHILE_WAITING, "S")]


def test_to_walk_away_from_a_country_is_not_to_leave_the_talks() -> None:
    found = _read("Norland may walk away from Sudmark and leave it to its fate, said Jo Page, an analyst.", "peace")
    assert not [p for one in found for p in one.points if p.claim and p.claim.says is Says.MAY_WALK_AWAY]


def test_a_demand_that_the_other_cannot_grant_is_a_price_and_no_red_line_of_the_other() -> None:
    text = "Ivo Lund again demanded a full withdrawal of Norland’s troops, terms that are non-negotiable for Norland."
    points = [point for one in _read(text, "peace") for point in one.points]
    claims = {(point.claim.says, point.claim.party) for point in points if point.claim}
    assert (Act.DEMAND, "S") in {(point.act, point.about) for point in points}
    assert claims <= {(Says.REFUSES, "N")}, (
        "a price is no wish, and what another tells of Norland is no red line of its own"
    )


def test_who_would_be_worse_off_without_a_deal() -> None:
    found = _read("Without a deal Sudmark would be worse off, Ana Berg said.", "peace")
    assert [(p.claim.says, p.claim.party) for one in found for p in one.points if p.claim] == [
        (Says.NO_DEAL_WORSE, "S")
    ]
