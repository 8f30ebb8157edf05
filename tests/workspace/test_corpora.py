import pytest

from accord.documents import Document, document_id
from accord.negotiation import load_negotiation
from accord.workspace.corpora import read_spread
from accord.workspace.material import read_documents
from accord.workspace.spreading import Workers

NEGOTIATION = load_negotiation(
    """
title: pay
parties: [{id: union, name: Dockers Union}, {id: port, name: Port Company}]
tracks: [{id: table, parties: [union, port]}]
issues: [{id: pay, track: table, options: [two, four], cues: {issue: [pay], four: [four percent]}}]
""",
    "negotiation.yaml",
)[0]

TEXTS = (
    'Ana Ruiz, head of the Dockers Union, met the press.\n\n"We want four percent more pay," Ms. Ruiz said.',
    'The Port Company rejected more pay on Monday. "Four percent is out of the question," said Tom Lee.',
    "",
    'Lee, who leads the Port Company, said on Tuesday: "We could accept four percent."',
)


def documents() -> list[Document]:
    return [
        Document(document_id(text), f"{number}.txt", "", None, None, text, "text/plain")
        for number, text in enumerate(TEXTS)
    ]


@pytest.mark.slow
def test_two_workers_find_what_one_finds_in_the_same_order() -> None:
    assert list(read_spread(documents(), NEGOTIATION, Workers(2, chunk=1))) == list(
        read_documents(documents(), NEGOTIATION)
    )
