"""What tells something of a negotiation without naming an issue, and what does not."""

import pytest

from accord.documents import Document, document_id
from accord.negotiation import Negotiation
from accord.reading import by_rule

TALKS = Negotiation.model_validate(
    {
        "parties": [
            {
                "id": "FA",
                "name": "Farmers League",
                "aliases": ["the league", "the farmers"],
                "speakers": [{"name": "Mara Dunn", "role": "president"}],
            },
            {"id": "DA", "name": "Valley Dairy", "aliases": ["the dairy"], "speakers": [{"name": "Karl Boye"}]},
        ],
        "tracks": [{"id": "milk", "parties": ["FA", "DA"]}],
        "issues": [{"id": "quota", "track": "milk", "options": ["high", "low"], "cues": {"issue": ["quota"]}}],
    }
)


def speakers_of(text: str) -> list[tuple[str, ...]]:
    document = Document(document_id(text), "a.txt", "", None, None, text, "text/plain")
    statements, _ = by_rule.read(document, TALKS)
    return [s.speakers for s in statements]


@pytest.mark.parametrize(
    "said",
    [
        "We're patient people",
        "I would sign tomorrow",
        "No cheques, no milk",
        "The banks would have paid us anyway",
        "If they come back with the same paper, we shall go home",
        "They never trusted us",
    ],
)
def test_a_partys_word_of_patience_leaving_or_trust_counts(said: str) -> None:
    assert speakers_of(f"“{said},” said Mara Dunn.") == [("Mara Dunn",)]


@pytest.mark.parametrize(
    "text",
    [
        "“My milk is cold,” said Tom Reed, a shopper.",
        "“That was kind of him,” Mara Dunn said.",
        "Mara Dunn would not say which.",
        "Karl Boye declined to comment.",
        "Mara Dunn grew up on a hill.",
        "The two will meet again on Friday.",
    ],
)
def test_bystanders_courtesies_biography_schedules_and_silence_do_not(text: str) -> None:
    assert speakers_of(text) == []


def test_an_experts_word_of_closeness_counts() -> None:
    text = "The two sides are closer than they sound, said Una Lee, an economist at Keld University."
    assert speakers_of(text) == [("Una Lee",)]


def test_a_denial_by_a_party_is_kept() -> None:
    assert speakers_of("Mara Dunn denied that any such number had been discussed.") == [("Mara Dunn",)]


def test_a_brief_answer_to_a_question_told_is_one_statement_with_it() -> None:
    text = "Asked whether her patience was running out, Mara Dunn said it was not."
    document = Document(document_id(text), "a.txt", "", None, None, text, "text/plain")
    statements, _ = by_rule.read(document, TALKS)
    assert [s.quote for s in statements] == [text.rstrip(".")]


@pytest.mark.parametrize(
    "text",
    [
        "The farmers will have none of this.",
        "Valley Dairy is holding at 35 percent.",
        "The farmers have been offered a payment.",
        "The dairy's offer stood. It has not changed since March.",
        "The proposal was rejected without discussion.",
        "Valley Dairy has been trying to link the two.",
        "The league is under growing pressure.",
    ],
)
def test_a_partys_stand_told_by_the_reporter_counts_without_an_issue(text: str) -> None:
    assert speakers_of(text)


def test_a_sentence_without_a_party_as_its_subject_is_no_stand() -> None:
    assert speakers_of("The weather held at 30 degrees. The bus was running low on fuel.") == []
