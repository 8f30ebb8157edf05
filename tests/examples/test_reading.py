"""What the worked negotiations say, read from their texts, and what becomes of it when a sentence is cut or changed.

Every test takes a statement of an example as a person reads it, changes the sentence it rests on, and reads again.
"""

from dataclasses import replace

import pytest
from tests.examples.changed import statements_of
from tests.examples.test_texts import opened

from accord.documents import Document, document_id
from accord.ledger import Basis, Ledger, Outcome, book, clashes, readouts, voices
from accord.negotiation import Negotiation
from accord.statements import Says, Statement

pytestmark = pytest.mark.slow


def read(name: str, old: str = "", new: str = "") -> tuple[Negotiation, tuple[Document, ...], tuple[Statement, ...]]:
    """The example with one passage replaced; the passage must stand in exactly one document."""
    negotiation, documents = opened(name)
    if old:
        assert sum(document.text.count(old) for document in documents) == 1, old
        documents = tuple(_changed(document, old, new) for document in documents)
    return negotiation, documents, tuple(one for document in documents for one in statements_of(name, document))


def _changed(document: Document, old: str, new: str) -> Document:
    text = document.text.replace(old, new)
    return replace(document, text=text, id=document_id(text))


def ledger(name: str, old: str = "", new: str = "") -> Ledger:
    negotiation, documents, statements = read(name, old, new)
    return book(statements, documents, negotiation)


def stands(name: str, party: str, issue: str, old: str = "", new: str = "") -> set[tuple[str | None, bool]]:
    """The options that the party seeks (False) or refuses (True) on the issue, by its own word or the reporter's."""
    positions = ledger(name, old, new).positions
    ours = [p for p in positions if (p.party, p.issue) == (party, issue) and p.basis in {Basis.OWN, Basis.NARRATED}]
    return {(position.option, position.refused) for position in ours}


def cars(old: str = "", new: str = "") -> Outcome | None:
    """What becomes of the rule for cars when the statements of both delegations are compared."""
    negotiation, documents, statements = read("tariff-round", old, new)
    found = [
        item.outcome
        for event in readouts(statements, documents, negotiation)
        for item in event.items
        if (item.what, item.issue, item.option) == ("agreed", "car_origin", "sixty")
    ]
    return found[0] if found else None


def hurried(old: str = "", new: str = "") -> set[tuple[str, str]]:
    """Who is told to be less hurried, and by whom."""
    negotiation, _, statements = read("tariff-round", old, new)
    return {(e.about, e.voice or "") for e in voices(statements, negotiation) if e.says is Says.LESS_HURRIED_THAN}


RED_LINE = "Ms. Sollberg said the League would never accept a rule of origin below 60 percent"
DENIAL = "The Pact did not accept any figure for the origin of cars."
HURRY = "“The League is in no hurry at all,”"


@pytest.mark.parametrize("name", ["cease-fire", "tariff-round"])
def test_every_statement_is_its_text(name: str) -> None:
    _, documents, statements = read(name)
    texts = {document.id: document.text for document in documents}
    assert statements
    assert all(texts[s.span.document][s.span.start : s.span.end] == s.quote for s in statements)


def test_the_first_side_to_accept_and_the_other_to_deny_contradict_each_other() -> None:
    assert cars() is Outcome.CONTRADICTED


def test_without_the_denial_the_other_account_is_not_taken_to_deny() -> None:
    assert cars(DENIAL, "") is Outcome.UNKNOWN


def test_with_an_affirmation_in_place_of_the_denial_both_affirm() -> None:
    assert cars(DENIAL, "The Pact accepted the 60 percent rule of origin for cars.") is Outcome.AFFIRMED


def test_patience_is_the_experts_word_on_one_party() -> None:
    assert ("NL", "Dagny Holm-Petrov") in hurried()


def test_patience_falls_silent_with_its_sentence() -> None:
    assert not hurried(HURRY, "“The harbour is lovely in spring,”")


def test_patience_moves_with_the_party_it_is_told_of() -> None:
    assert hurried(HURRY, "“The Pact is in no hurry at all,”") == {("MP", "Dagny Holm-Petrov")}


def test_the_opening_demand_is_the_commissioners_own_word() -> None:
    assert ("one_million", False) in stands("tariff-round", "MP", "steel_quota")


def test_the_island_refuses_by_its_own_statement_and_accepts_when_it_says_so() -> None:
    oppose = "it would oppose any agreement that opened"
    assert ("opened", True) in stands("tariff-round", "CO", "sugar")
    assert ("opened", True) not in stands(
        "tariff-round", "CO", "sugar", oppose, "it would accept any agreement that opened"
    )


def test_what_one_side_calls_its_key_condition_the_other_refuses_to_sign() -> None:
    negotiation, documents, statements = read("cease-fire")
    found = clashes(book(statements, documents, negotiation), negotiation)
    assert ("military_aid", "ended", "RU", "UA") in {(c.issue, c.option, c.by, c.against) for c in found}


def test_the_clash_goes_with_the_refusal() -> None:
    refusal = ", and it will not sign anything that cuts off military aid"
    negotiation, documents, statements = read("cease-fire", refusal, "")
    found = clashes(book(statements, documents, negotiation), negotiation)
    assert ("military_aid", "ended", "RU", "UA") not in {(c.issue, c.option, c.by, c.against) for c in found}


def test_peacekeepers_are_accepted_on_a_condition_that_is_kept() -> None:
    (position,) = [p for p in ledger("cease-fire").positions if (p.party, p.issue) == ("RU", "peacekeepers")]
    assert position.option == "un_without_nato"
    assert position.basis is Basis.TOLD
    assert "NATO" in (position.condition or "")
