"""Whose turn it is: interviews, transcripts, broadcasts, and papers that a party issued itself."""

from hypothesis import given, settings
from hypothesis import strategies as st

from accord.documents import Document, document_id
from accord.negotiation import Negotiation
from accord.reading import by_rule
from accord.statements import Kind, Statement, Tier, holds

TALKS = Negotiation.model_validate(
    {
        "parties": [
            {
                "id": "OR",
                "name": "Orchestra",
                "aliases": ["the players"],
                "speakers": [{"name": "Ines Falk", "role": "chair of the players"}],
            },
            {
                "id": "OP",
                "name": "City Opera",
                "aliases": ["the house", "Opera"],
                "speakers": [{"name": "Paul Rees", "role": "director"}],
            },
        ],
        "tracks": [{"id": "contract", "parties": ["OR", "OP"]}],
        "issues": [
            {
                "id": "tour",
                "track": "contract",
                "options": ["two", "four"],
                "cues": {"issue": ["tour", "tours"], "two": ["two tours"], "four": ["four tours"]},
            }
        ],
    }
)
INTERVIEW = """A long winter at the opera

Ines Falk speaks for the players. She met us backstage.

Q: Will you accept four tours?

A: We will not accept four tours. We can wait until the spring.

Q: Is that a threat?

A: Paul Rees told me that the house could live with two tours. I doubt it.
"""
BROADCAST = """PRESENTER: The talks broke off. Here is our arts correspondent, Ned Moy.

MOY: The players want two tours. The house has rejected two tours.

REES (clip): "We have offered four tours. We are not going to beg."

PRESENTER: Could the house accept two tours?

MOY: It says no."""


def read(text: str, source: str | None = None) -> tuple[Statement, ...]:
    document = Document(document_id(text), "a.txt", "", source, None, text, "text/plain")
    statements, _ = by_rule.read(document, TALKS)
    assert all(holds(s, document) for s in statements)
    return statements


def test_the_answers_of_an_interview_are_the_direct_word_of_whom_its_opening_names() -> None:
    found = {s.quote: s for s in read(INTERVIEW)}
    answer = found["We will not accept four tours."]
    assert (answer.kind, answer.tier, answer.speakers, answer.parties) == (
        Kind.DIRECT,
        Tier.STATED,
        ("Ines Falk",),
        ("OR",),
    )
    assert found["We can wait until the spring."].speakers == ("Ines Falk",)


def test_questions_are_no_statements() -> None:
    assert not any("?" in s.quote for s in (*read(INTERVIEW), *read(BROADCAST)))


def test_an_answer_that_passes_on_what_another_said_keeps_both_voices() -> None:
    relayed = next(s for s in read(INTERVIEW) if "two tours" in s.quote)
    assert relayed.speakers == ("Paul Rees",)
    assert relayed.chain == ("Ines Falk", "Paul Rees")


def test_a_clip_is_the_word_of_its_label_and_a_correspondents_turn_is_narrated() -> None:
    found = read(BROADCAST)
    clip = next(s for s in found if "four tours" in s.quote)
    assert (clip.kind, clip.speakers) == (Kind.DIRECT, ("Paul Rees",))
    told = [s for s in found if s.kind is Kind.NARRATED]
    assert {p for s in told for p in s.parties} <= {"OR", "OP"}
    assert all("Ned Moy" not in s.speakers for s in found)
    assert all(not s.quote.startswith("MOY") for s in found)


def test_one_line_with_a_colon_is_no_conversation() -> None:
    found = read("Verdict: the players will not accept four tours, Ines Falk said.")
    assert all(s.kind is not Kind.DIRECT for s in found)


def test_a_paper_that_a_party_issued_is_that_partys_word() -> None:
    text = "Where we stand\n2031-02-01\n\nThe house has offered four tours. It is in no hurry to sign."
    found = read(text, "Press office of City Opera")
    assert found
    assert all(s.parties == ("OP",) and s.kind is Kind.DIRECT and s.tier is Tier.STATED for s in found)


def test_what_a_partys_paper_tells_of_its_own_director_is_the_directors() -> None:
    text = "Where we stand\n2031-02-01\n\nPaul Rees is in no hurry to accept two tours."
    assert [s.speakers for s in read(text, "Press office of City Opera")] == [("Paul Rees",)]


def test_a_newspaper_named_after_a_party_is_not_that_party() -> None:
    text = "Talks go on\n2031-02-01\n\nThe house has offered four tours. It is in no hurry to sign."
    assert all(s.kind is Kind.NARRATED for s in read(text, "City Opera Times"))


def test_the_line_under_the_title_names_who_issued_a_paper() -> None:
    text = "On the tours\n2031-02-01\n\nOffice of the Director, City Opera\n\nTwo tours are not enough."
    assert [s.parties for s in read(text)] == [("OP",)]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Q:", "A:", "REES:", "MOY (clip):", "Q.", "**A:**", "Ines Falk:", ""]),
            st.text(alphabet="ab QA:.?!\"“”'’()*\n", max_size=25),
        ),
        max_size=6,
    )
)
def test_every_span_of_any_conversation_holds(turns: list[tuple[str, str]]) -> None:
    read("\n\n".join(f"{label} {words} two tours" for label, words in turns))


UNLABELLED = """The long winter

Ines Falk speaks for the players. She met us backstage.

How is the mood?

We are tired, and we will not accept four tours.

The house says it is short of money.

We have heard that before. I do not believe it.

Would you take fewer?

Two tours, yes. Paul Rees knows that we could live with two tours.

Is there a date?

I am in no hurry.

The City Opera said in a written reply that four tours were the least it needed.
"""


def test_an_interview_without_labels_is_told_by_its_questions() -> None:
    found = {s.quote: s for s in read(UNLABELLED)}
    answer = next(s for quote, s in found.items() if "will not accept four tours" in quote)
    assert (answer.kind, answer.speakers, answer.parties) == (Kind.DIRECT, ("Ines Falk",), ("OR",))
    assert any("no hurry" in quote and s.speakers == ("Ines Falk",) for quote, s in found.items())


def test_what_the_paper_adds_below_an_interview_is_no_answer() -> None:
    below = next(s for s in read(UNLABELLED) if "least it needed" in s.quote)
    assert below.parties == ("OP",)
    assert below.kind is Kind.INDIRECT


def test_a_report_that_asks_a_few_questions_is_no_interview() -> None:
    text = (
        "The talks\n\nInes Falk met Paul Rees on Monday.\n\nWhat was said?\n\nThe players rejected four tours.\n\n"
        "And the house?\n\nIt has offered two tours.\n\nWhat comes next?\n\nNobody knows."
    )
    assert all(s.kind is not Kind.DIRECT for s in read(text))


def test_what_a_partys_note_tells_of_its_minister_is_the_ministers_word_alone() -> None:
    text = (
        "Joint paper\n\nThe parties met for an hour.\n\nAnnex A. Statement by City Opera\n\n"
        "The house has offered four tours. Director Paul Rees underlined that two tours are not enough."
    )
    found = read(text)
    said = next(s for s in found if "not enough" in s.quote)
    assert said.quote == "two tours are not enough"
    assert (said.speakers, said.kind, said.parties) == (("Paul Rees",), Kind.INDIRECT, ("OP",))
    assert any(s.kind is Kind.DIRECT and s.parties == ("OP",) for s in found)
