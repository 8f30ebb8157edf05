"""What is done in words that name no issue of the codebook, or where the codebook has none."""

import pytest
from tests.reading.fields import codebook, document, points

from accord.negotiation import Negotiation
from accord.reading.by_rule import read
from accord.statements import Act, Modality


def without_issues(field: str) -> Negotiation:
    return codebook(field).model_copy(update={"issues": ()})


@pytest.mark.parametrize(
    ("text", "party", "act"),
    [
        ("Norland rejected Sudmark's proposal on Monday.", "N", Act.REJECT),
        ("Sudmark has agreed to a meeting of the two navies.", "S", Act.ACCEPT),
        ("Norland lifted its curfew in the border towns on Sunday.", "N", Act.CONCESSION),
        ("Sudmark threatened to close the strait.", "S", Act.THREAT),
    ],
)
def test_with_a_codebook_of_parties_alone_what_they_do_is_told(text: str, party: str, act: Act) -> None:
    found, _ = read(document(text), without_issues("peace"))
    assert [(point.about, point.act) for one in found for point in one.points] == [(party, act)]


def test_what_another_party_must_do_is_a_demand() -> None:
    made = points("Norland said that Sudmark must return the two trawlers.", "peace")
    assert [(point.act, point.about) for point in made] == [(Act.DEMAND, "N")]


def test_what_will_be_done_unless_is_a_threat() -> None:
    made = points("“We will recall our envoys unless Sudmark answers,” Ana Berg of Norland said.", "peace")
    assert [(point.act, point.about, point.modality) for point in made] == [(Act.THREAT, "N", Modality.CONDITIONAL)]


def test_a_saying_in_which_nothing_is_done_is_an_assessment_of_whom_it_names() -> None:
    made = points("“Sudmark is further from a settlement than in spring,” Ana Berg of Norland said.", "peace")
    assert [(point.act, point.about, point.claim) for point in made] == [(Act.ASSESSMENT, "S", None)]
