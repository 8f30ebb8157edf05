"""The registry knows who is who, and for whom each speaks."""

import pytest

from accord.documents import Document, document_id
from accord.negotiation import Negotiation
from accord.reading.parsed import parse
from accord.reading.registry import Registry, registry
from accord.statements import Authority

WORLD = Negotiation.model_validate(
    {
        "parties": [
            {"id": "FR", "name": "France", "aliases": ["Paris"]},
            {"id": "OM", "name": "Office for Harbour Markets", "aliases": ["the regulator"]},
            {"id": "TB", "name": "Tarn Boats"},
        ]
    }
)


def known(text: str) -> Registry:
    return registry([parse(Document(document_id(text), "a.txt", "", None, None, text, "text/plain"))], WORLD)


@pytest.mark.parametrize(
    ("text", "name", "party", "authority"),
    [
        ("Ann Roe, chief negotiator of Tarn Boats, left.", "Ann Roe", "TB", Authority.NEGOTIATOR),
        ("Tarn Boats chief executive Ann Roe left.", "Ann Roe", "TB", Authority.PRINCIPAL),
        ("The French foreign minister, Ann Roe, left.", "Ann Roe", "FR", Authority.OFFICIAL),
        ("Ann Roe, director of the Institute of Sea Law in Paris, left.", "Ann Roe", None, Authority.INDEPENDENT),
        ("Ann Roe, a former minister of France, left.", "Ann Roe", None, Authority.INDEPENDENT),
        ("Ann Roe, an economist advising Tarn Boats, left.", "Ann Roe", None, Authority.AFFILIATED_EXPERT),
    ],
)
def test_a_description_tells_party_and_chair(text: str, name: str, party: str | None, authority: Authority) -> None:
    person = known(text).person(name)
    assert person is not None
    assert (person.party, person.authority) == (party, authority)


@pytest.mark.parametrize(
    ("words", "party"),
    [("French", "FR"), ("the regulator", "OM"), ("OHM", "OM"), ("Tarn", "TB"), ("Spain", None), ("the harbour", None)],
)
def test_parties_are_known_by_alias_demonym_initials_and_short_name(words: str, party: str | None) -> None:
    assert known("Nothing.").party_of(words) == party


def test_a_surname_never_makes_up_a_first_name() -> None:
    found = known("Mr. Roe of Tarn Boats left.")
    assert [p.name for p in found.persons] == ["Roe"]


def test_initials_do_not_make_two_persons() -> None:
    found = known("Ann B. Roe came. Later Ann Roe left.")
    assert [p.name for p in found.persons] == ["Ann B. Roe"]
