"""Who says what: direct, reported, in between, and thoughts that the reporter ascribes."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.documents import Document, document_id
from accord.negotiation import Negotiation
from accord.reading.attribution import attributed
from accord.reading.parsed import parse
from accord.reading.passages import Passage
from accord.reading.registry import registry
from accord.statements import Authority, Kind, Tier, holds

TALKS = Negotiation.model_validate(
    {
        "parties": [
            {
                "id": "PU",
                "name": "Port Workers Union",
                "aliases": ["the union"],
                "speakers": [{"name": "Ada Kern", "role": "president"}],
            },
            {"id": "HC", "name": "Harbour Company", "aliases": ["the company"]},
        ]
    }
)
START = "Ada Kern leads the Port Workers Union. Bo Linde, chief executive of the Harbour Company, met her.\n\n"


def passages(text: str, start: str = START) -> list[Passage]:
    whole = start + text
    document = Document(document_id(whole), "a.txt", "", None, date(2030, 5, 9), whole, "text/plain")
    parsed = parse(document)
    found = attributed(parsed, registry([parsed], TALKS))
    assert all(holds(p.statement, document) for p in found)
    return [p for p in found if p.start >= len(start)]


def one(text: str, start: str = START) -> Passage:
    found = passages(text, start)
    assert len(found) == 1, [p.statement.quote for p in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ('"We want nine," said Ms. Kern.', '"We want nine,"'),
        ('Ms. Kern told reporters: "We want nine."', '"We want nine."'),
        (
            '"We want nine," Ms. Kern said, "and we will get it."',
            '"We want nine," Ms. Kern said, "and we will get it."',
        ),
        ('"We want nine. It is little," Kern added.', '"We want nine. It is little,"'),
        (
            "'We want nine,' Kern said in a note. 'It is little.'",
            "'We want nine,' Kern said in a note. 'It is little.'",
        ),
    ],
)
def test_quoted_words_are_direct_wherever_the_cue_stands(text: str, quote: str) -> None:
    statement = one(text).statement
    assert (statement.quote, statement.kind, statement.speakers, statement.parties) == (
        quote,
        Kind.DIRECT,
        ("Ada Kern",),
        ("PU",),
    )


@pytest.mark.parametrize(
    ("text", "quote", "speaker"),
    [
        ("Mr. Linde said on Monday that the berths would close.", "the berths would close", "Bo Linde"),
        ("The berths will close, the company said.", "The berths will close", "Harbour Company"),
        ("According to the union, the berths will close.", "the berths will close", "Port Workers Union"),
        ("The berths, Kern argued, will never close.", "The berths, Kern argued, will never close", "Ada Kern"),
        ("In the company’s view, the berths are lost.", "the berths are lost", "Harbour Company"),
        ("Kern smiled and said that the berths would stay.", "the berths would stay", "Ada Kern"),
        ("Kern made clear in a speech that no berth would close.", "no berth would close", "Ada Kern"),
        ("Kern expressed readiness for a longer truce.", "readiness for a longer truce", "Ada Kern"),
        ("Kern denied that a figure had been agreed.", "a figure had been agreed", "Ada Kern"),
    ],
)
def test_reported_speech_is_the_clause_without_its_attribution(text: str, quote: str, speaker: str) -> None:
    statement = one(text).statement
    assert (statement.quote, statement.speakers, statement.tier) == (quote, (speaker,), Tier.STATED)
    assert statement.kind is Kind.INDIRECT


def test_reported_speech_with_quoted_words_is_mixed() -> None:
    assert one('Kern said the offer was "an insult" to her members.').statement.kind is Kind.MIXED


def test_another_actors_clause_is_not_part_of_what_was_said() -> None:
    assert (
        one("Kern said the ratio was fair, and the company withdrew its bid.").statement.quote == "the ratio was fair"
    )


def test_a_chain_names_the_outermost_source_first() -> None:
    statement = one("Kern told the panel that she would sign, a person in the room said.").statement
    assert statement.quote == "she would sign"
    assert statement.speakers == ("Ada Kern",)
    assert statement.chain == ("a person in the room", "Ada Kern")


def test_a_thought_that_the_reporter_ascribes_is_a_belief_of_its_holder() -> None:
    passage = one("The company fears that the union will walk out.")
    assert (passage.statement.tier, passage.statement.speakers, passage.statement.authority) == (
        Tier.BELIEF,
        (),
        Authority.REPORTER,
    )
    assert passage.holders == ("HC",)


def test_free_indirect_speech_goes_on_with_its_speaker() -> None:
    found = passages("The union would never agree to shorter shifts, Kern said. A shorter shift would cost lives.")
    assert [p.statement.speakers for p in found] == [("Ada Kern",), ("Ada Kern",)]


def test_a_quotation_over_two_paragraphs_is_one_passage() -> None:
    assert one("“We waited,” Kern said. “We waited long.\n\n“Now we leave.”").statement.quote.endswith(
        "“Now we leave.”"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Kern declined to say whether she would sign.",
        "The company would not comment on the berths.",
        "If the union says that it will strike, ships will wait.",
        "The company’s port in Oslo has a ‘smart’ gate.",
    ],
)
def test_silence_and_hypotheses_are_no_speech(text: str) -> None:
    assert passages(text) == []


@pytest.mark.parametrize(
    ("text", "speakers", "parties"),
    [
        ("He said the berths would close.", ("Bo Linde",), ("HC",)),
        (
            "Both the union and the company said they would meet.",
            ("Port Workers Union", "Harbour Company"),
            ("PU", "HC"),
        ),
        ("A union official said the berths would close.", ("A union official",), ("PU",)),
        ("The chief executive said the berths would close.", ("Bo Linde",), ("HC",)),
        ("The company’s statement said the berths would close.", ("Harbour Company",), ("HC",)),
        ("Vera Sand of the Tidewater Institute said the berths would close.", ("Vera Sand",), ()),
        ("Ivo Brandt, a former president of the union, said the berths would close.", ("Ivo Brandt",), ()),
        ("One passenger said the berths would close.", ("One passenger",), ()),
    ],
)
def test_speakers_are_resolved_to_names_and_parties(
    text: str, speakers: tuple[str, ...], parties: tuple[str, ...]
) -> None:
    statement = one(text, START.replace("met her", "met the union")).statement
    assert (statement.speakers, statement.parties) == (speakers, parties)


def test_an_expert_who_serves_a_partys_body_is_affiliated_and_speaks_for_nobody() -> None:
    text = "“It is late,” said Vera Sand of the Tidewater Institute, who advises the Harbour Company."
    statement = one(text).statement
    assert (statement.authority, statement.parties) == (Authority.AFFILIATED_EXPERT, ())


def test_the_day_is_taken_from_the_attribution_alone() -> None:
    assert one("Kern said on Tuesday that the union would strike on Friday.").statement.on == date(2030, 5, 7)
    assert one("Kern said the union would strike on Friday.").statement.on is None


SOUP = [
    "“",
    "”",
    '"',
    "'",
    "said",
    "Kern",
    "Mr.",
    "according to",
    "he",
    "that",
    "would",
    ",",
    ".",
    ":",
    "\n\n",
    "and",
    "who",
    "12.05",
]


@settings(max_examples=60)
@given(
    st.one_of(
        st.lists(st.sampled_from(SOUP), max_size=25).map(" ".join),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=80),
    )
)
def test_no_text_raises_and_every_span_holds(text: str) -> None:
    last = 0
    for passage in passages(text, ""):
        assert passage.start >= last
        assert all(passage.start <= a < b <= passage.end for a, b in passage.content)
        last = passage.end


def test_a_speaker_presented_behind_the_quotation_speaks_it_and_what_follows() -> None:
    text = "“Let me be plain, we will not leave.” That’s Ada Kern, live on the radio. “Not in May, not in June.”"
    found = passages(text)
    assert [p.statement.speakers for p in found if "“" in p.statement.quote] == [("Ada Kern",), ("Ada Kern",)]


def test_a_verb_behind_an_insertion_attributes() -> None:
    text = "The union, which was not in the room, repeated through its lawyer, Tom Hale, that it would reject any cut."
    found = passages(text)
    assert any(p.statement.quote.startswith("it would reject") for p in found)


def test_a_quotation_left_open_goes_on_from_its_own_opening_and_not_from_an_earlier_speaker() -> None:
    found = passages(
        '"The berths are ours," Mr. Linde said.\n\nAda Kern called the crews out for Friday.\n\n'
        '"We can wait.\n\n"We have waited for years, and the company knows it."'
    )
    assert [p.statement.speakers for p in found] == [("Bo Linde",), ("Ada Kern",)]
    assert found[1].statement.quote.startswith('"We can wait.')


@pytest.mark.parametrize(
    "text",
    [
        "A manager at the docks keeps another list. The night shift costs more than it brings, he said.",
        "A foreman, who gave no name, put down his cup. The night shift costs more than it brings, he said.",
    ],
)
def test_he_can_be_somebody_without_a_name(text: str) -> None:
    found = one(f"Ada Kern nodded. {text}")
    assert found.statement.speakers[0] in {"A manager at the docks", "A foreman"}


def test_a_spokeswoman_with_a_party_is_the_she_behind() -> None:
    found = one("A spokeswoman for the Harbour Company shook her head. The night shift was not for sale, she said.")
    assert found.statement.parties == ("HC",)


def test_one_of_them_speaks() -> None:
    found = one("The lawyers see a trap. The pledge is worthless, one of them argued.")
    assert found.statement.speakers == ("one of them",)


def test_a_cue_within_the_clause_behind_a_semicolon_takes_that_clause_alone() -> None:
    found = passages("Ada Kern says that the pledge is what counts; pay, she thinks, is for the newspapers.")
    assert [p.statement.quote for p in found] == ["the pledge is what counts", "pay, she thinks, is for the newspapers"]


def test_a_bare_noun_behind_a_cue_is_no_statement() -> None:
    assert passages("A spokeswoman for the Harbour Company disputed that account.") == []


def test_a_condition_turned_round_is_said_with_what_hangs_on_it() -> None:
    found = one("Had they settled in March, Ada Kern said, the cranes would be running.")
    assert found.statement.quote.endswith("would be running")


def test_a_name_that_holds_a_possessive_is_one_name() -> None:
    start = START.replace("Port Workers Union", "Port Workers' Union")
    text = "The Port Workers' Union, which is not in the room, warned that its members would leave."
    negotiation = TALKS.model_dump()
    negotiation["parties"][0]["name"] = "Port Workers' Union"
    whole = start + text
    document = Document(document_id(whole), "a.txt", "", None, date(2030, 5, 9), whole, "text/plain")
    parsed = parse(document)
    found = attributed(parsed, registry([parsed], Negotiation.model_validate(negotiation)))
    assert found[-1].statement.parties == ("PU",)


def test_a_common_noun_is_not_the_party_that_begins_with_it() -> None:
    negotiation = Negotiation.model_validate(
        {"parties": [{"id": "TG", "name": "Terminal Group"}, {"id": "PU", "name": "Port Workers Union"}]}
    )
    text = "The Terminal Group met the union. Nobody knows what a terminal will look like."
    document = Document(document_id(text), "a.txt", "", None, None, text, "text/plain")
    assert registry([parse(document)], negotiation).party_of("terminal") is None
