"""A small document and what was read in it, for the store's tests."""

from accord.documents import Document, document_id
from accord.statements import Act, Claim, Point, Says, Statement, make_statement
from accord.store import Reading, Signature, Store

TEXT = "The union said it would not accept three percent. The port said it would wait. Both asked for a mediator."
REFUSAL, WAITING, ASKING = (0, 49), (50, 78), (79, 105)
ADA = Signature("Ada", "2031-01-02", "read again")
BEN = Signature("Ben", "2031-01-03", "asked the speaker")


def document(text: str = TEXT, file: str = "a.txt") -> Document:
    return Document(document_id(text), file, "A", "Example Wire", None, text, "text/plain")


def refusal(of: Document) -> Statement:
    claim = Claim(Says.REFUSES, "union", "pay", "three_percent")
    point = Point(Act.REJECT, about="union", issue="pay", option="three_percent", claim=claim)
    return make_statement(of, *REFUSAL, speakers=("the union",), parties=("union",), points=(point,), confidence=0.9)


def waiting(of: Document) -> Statement:
    return make_statement(of, *WAITING, speakers=("the port",), parties=("port",), confidence=0.6)


def filled(store: Store) -> tuple[Statement, Statement]:
    """The two statements that were read."""
    text = document()
    store.add_documents([text])
    read(store, refusal(text), waiting(text), fingerprint="1")
    return refusal(text), waiting(text)


def read(store: Store, *statements: Statement, fingerprint: str, reader: str = "by_rule") -> None:
    """Another reading of the document that finds these."""
    assert store.add_reading(Reading(document().id, reader, fingerprint), statements, when="2031-01-01")


def spans(store: Store) -> list[tuple[int, int]]:
    return [(one.span.start, one.span.end) for one in store.statements()]
