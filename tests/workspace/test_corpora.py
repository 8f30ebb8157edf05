import pickle
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from accord.documents import Document, document_id
from accord.negotiation import load_negotiation
from accord.workspace import corpora
from accord.workspace.corpora import read_spread
from accord.workspace.material import read_documents
from accord.workspace.spreading import Work, Workers

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


def posted(work: Work[Any, Any], items: Sequence[Any], workers: Workers) -> Iterator[Any]:
    """What processes of their own would do: all that goes to them and comes back is sent as bytes, item by item."""
    for item in items:
        made = work.ready(pickle.loads(pickle.dumps(work.given)))
        yield pickle.loads(pickle.dumps(made(pickle.loads(pickle.dumps(item)))))


def test_documents_that_are_sent_to_workers_are_read_as_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpora, "in_order", posted)
    spread = list(read_spread(documents(), NEGOTIATION, Workers()))
    assert spread == list(read_documents(documents(), NEGOTIATION))
    assert sum(len(statements) for _, statements, _ in spread) >= 3


@pytest.mark.long
def test_two_workers_find_what_one_finds_in_the_same_order() -> None:
    assert list(read_spread(documents(), NEGOTIATION, Workers(2, chunk=1))) == list(
        read_documents(documents(), NEGOTIATION)
    )
