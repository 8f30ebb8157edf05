"""Reading as a whole: every span holds, nothing raises, what tells nothing is left out."""

from datetime import date

import pytest

from accord.documents import Document, document_id
from accord.negotiation import Negotiation
from accord.reading import by_rule, read_all
from accord.statements import holds

TALKS = Negotiation.model_validate(
    {
        "parties": [{"id": "PU", "name": "Port Workers Union"}, {"id": "HC", "name": "Harbour Company"}],
        "tracks": [{"id": "pay", "parties": ["PU", "HC"]}],
        "issues": [
            {
                "id": "wage",
                "track": "pay",
                "options": ["five", "nine"],
                "cues": {"issue": ["wage", "percent"], "nine": ["9 percent"]},
            },
            {"id": "shifts", "track": "pay", "options": ["long", "short"], "cues": {"issue": ["shift", "shifts"]}},
        ],
    }
)


def document(text: str) -> Document:
    return Document(document_id(text), "a.txt", "", None, date(2030, 5, 9), text, "text/plain")


def quotes_of(text: str) -> list[str]:
    statements, _ = by_rule.read(document(text), TALKS)
    assert all(holds(s, document(text)) for s in statements)
    return [s.quote for s in statements]


@pytest.mark.parametrize("text", ["", "   \n ", "\x00\x01 \ufffd", "((((", "“" * 50, "2030-01-01", "# \n\n# "])
def test_a_text_without_statements_is_told_and_nothing_raises(text: str) -> None:
    statements, problems = by_rule.read(document(text), TALKS)
    assert statements == ()
    assert problems


def test_a_bystander_and_a_background_fact_are_left_out() -> None:
    text = (
        "“My bus is late,” said Tom Reed, a passenger. Ada Kern of the Port Workers Union said 9 percent was the least."
    )
    assert quotes_of(text) == ["9 percent was the least"]


def test_one_attribution_over_two_issues_is_cut_between_them() -> None:
    text = "“We demand 9 percent. We reject longer shifts,” said Ada Kern, president of the Port Workers Union."
    assert quotes_of(text) == ["“We demand 9 percent.", "We reject longer shifts,”"]


def test_a_registry_of_all_documents_knows_the_full_name() -> None:
    first = document("Ada Kern, president of the Port Workers Union, spoke. “We demand 9 percent,” Ms. Kern said.")
    second = document("“We demand 9 percent in wages,” Ms. Kern said.")
    statements, _ = read_all([second, first], TALKS)
    assert {s.speakers for s in statements} == {("Ada Kern",)}


def test_a_fault_in_one_part_is_told_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("out of order")

    monkeypatch.setattr(by_rule, "narrated", broken)
    statements, problems = by_rule.read(document("The Harbour Company said that wages would rise 9 percent."), TALKS)
    assert len(statements) == 1
    assert [p.code for p in problems] == ["reading.fault"]
