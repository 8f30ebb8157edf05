"""Where one attribution holds two statements, and where it holds one."""

import pytest

from accord.documents import Document, document_id
from accord.negotiation import Negotiation
from accord.reading import by_rule
from accord.statements import holds

TALKS = Negotiation.model_validate(
    {
        "parties": [
            {
                "id": "CL",
                "name": "Ferry Club",
                "aliases": ["the club"],
                "speakers": [{"name": "Rosa Thorn", "role": "president"}],
            },
            {"id": "YA", "name": "Shipyard", "aliases": ["the yard"], "speakers": [{"name": "Otto Brand"}]},
        ],
        "tracks": [{"id": "sale", "parties": ["CL", "YA"]}],
        "issues": [
            {
                "id": "price",
                "track": "sale",
                "options": ["six", "nine"],
                "cues": {"issue": ["price"], "six": ["six million"], "nine": ["nine million"]},
            },
            {
                "id": "crew",
                "track": "sale",
                "options": ["kept", "cut"],
                "cues": {"issue": ["crew"], "kept": ["full crew"], "cut": ["smaller crew"]},
            },
        ],
    }
)


def quotes_of(text: str) -> list[str]:
    document = Document(document_id(text), "a.txt", "", None, None, text, "text/plain")
    statements, _ = by_rule.read(document, TALKS)
    assert all(holds(s, document) for s in statements)
    return [s.quote for s in statements]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Rosa Thorn said that six million was too low and that the club would not accept a smaller crew.",
            ["six million was too low", "the club would not accept a smaller crew"],
        ),
        (
            "A smaller crew is unacceptable to the club, Rosa Thorn said, though she would not oppose six million.",
            ["A smaller crew is unacceptable to the club", "she would not oppose six million"],
        ),
    ],
)
def test_coordinated_and_contrasted_clauses_are_statements_of_their_own(text: str, expected: list[str]) -> None:
    assert quotes_of(text) == expected


def test_an_offer_and_its_condition_are_one_statement() -> None:
    text = (
        "Otto Brand said the yard would consider six million, but only if the club kept the full crew and paid at once."
    )
    assert len(quotes_of(text)) == 1
    assert quotes_of(text)[0].endswith("paid at once")


@pytest.mark.parametrize(
    "text",
    [
        "If the yard offered six million, Rosa Thorn suggested, the club might well accept a smaller crew the same day",
        "Once the full crew is gone, Otto Brand argued, nothing would stop the club from cutting the price",
        "Without a full crew, Rosa Thorn added, “there is nothing to sell at any price”",
        "The price could not, Rosa Thorn said, be expected to cover the crew",
    ],
)
def test_a_condition_and_its_main_clause_are_one_over_the_attribution(text: str) -> None:
    assert [q.rstrip(".") for q in quotes_of(text + ".")] == [text]


def test_two_acts_of_one_subject_are_two_statements() -> None:
    text = "Otto Brand said the yard has accepted six million and has rejected a smaller crew."
    assert [q[-14:] for q in quotes_of(text)] == ["ed six million", "a smaller crew"]


def test_a_participle_behind_an_act_stays_with_it() -> None:
    text = "The yard has so far refused to discuss the crew, insisting that it belong to the package."
    assert [q.rstrip(".") for q in quotes_of(text)] == [text.rstrip(".")]


def test_no_statement_ends_in_a_joint() -> None:
    texts = [
        "Rosa Thorn said that six million was too low and that, in any case, a smaller crew was unsafe.",
        "The yard wants a smaller crew, though Otto Brand said six million was fine, but nobody believed it.",
    ]
    for quote in (q for text in texts for q in quotes_of(text)):
        assert quote.split()[-1].lower() not in {"and", "but", "that", "though", "or"}
        assert quote.split()[0].lower() not in {"and", "but", "that", "though"}
