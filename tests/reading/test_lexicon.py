"""Every entry of the word lists, tried on its own examples through the whole reader."""

from typing import Any

import pytest
from tests.reading.fields import CODEBOOKS, claims, codebook

from accord.reading.lexicon import document, entries
from accord.statements import Act, Says

_CLAIMS = document("claims")
_EXAMPLES = [(entry, field, text) for entry in _CLAIMS for field, text in entry["examples"].items()]
_COUNTER = [(entry, text) for entry in _CLAIMS for text in entry.get("counter", ())]


def _name(value: Any) -> str:
    return (
        value.get("name", value["claim"]).replace(" ", "_")
        if isinstance(value, dict)
        else str(value)[:24].replace(" ", "_")
    )


def _field_of(text: str) -> str:
    """The field whose first party the text names."""
    named = {
        field: [p.name for p in codebook(field).parties] + [a for p in codebook(field).parties for a in p.aliases]
        for field in CODEBOOKS
    }
    return next(field for field, names in named.items() if any(name.removeprefix("the ") in text for name in names))


@pytest.mark.parametrize(("entry", "field", "text"), _EXAMPLES, ids=_name)
def test_an_example_makes_its_claim_about_the_right_party(entry: dict[str, Any], field: str, text: str) -> None:
    first, second = (party.id for party in codebook(field).parties[:2])
    about = second if entry.get("swap") else first
    wanted = (Says(entry["claim"]), about, bool(entry.get("deny")))
    assert wanted in {(claim.says, claim.party, claim.negated) for claim in claims(text, field)}


@pytest.mark.parametrize(("entry", "text"), _COUNTER, ids=_name)
def test_a_counter_example_does_not_make_the_claim(entry: dict[str, Any], text: str) -> None:
    field = _field_of(text)
    about = codebook(field).parties[1 if entry.get("swap") else 0].id
    found = {(claim.says, claim.party, claim.negated) for claim in claims(text, field)}
    assert (Says(entry["claim"]), about, bool(entry.get("deny"))) not in found


def test_every_claim_has_an_entry_with_examples_of_three_fields() -> None:
    assert {Says(entry["claim"]) for entry in _CLAIMS} == set(Says)
    assert all(len(entry["examples"]) >= 3 for entry in _CLAIMS)


def test_every_act_but_the_precondition_has_words() -> None:
    assert {Act(entry.get("act")) for entry in entries("acts")} == set(Act) - {Act.PRECONDITION}


@pytest.mark.parametrize("part", ["conditions", "unreal", "denials"])
def test_the_words_of_modality_compile(part: str) -> None:
    assert all(entry.patterns for entry in entries("modality", part))
