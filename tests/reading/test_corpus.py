"""Many documents: a parse put away small comes back as it was, and what is read does not depend on it."""

import pickle
from collections.abc import Iterator

import pytest

from accord.documents import Document, document_id
from accord.negotiation import Negotiation
from accord.reading import corpus, parse, read_all
from accord.reading.by_rule import read
from accord.reading.corpus import surveyed
from accord.reading.parsed import Parsed, packed, unpacked

TALKS = Negotiation.model_validate(
    {
        "parties": [{"id": "PU", "name": "Port Union"}, {"id": "HC", "name": "Harbour Company"}],
        "tracks": [{"id": "pay", "parties": ["PU", "HC"]}],
        "issues": [{"id": "wage", "track": "pay", "options": ["5", "9"], "cues": {"issue": ["wage", "percent"]}}],
    }
)
TEXTS = (
    "Pay talks go on\n\nMara Holt, chief negotiator of the Port Union, said on Monday: “We want 9 percent, and there's "
    "no hurry.”\n\n\t- Mr. Lund of the Harbour Company rejected a wage rise of 9 percent.",
    "Holt said the union would accept 5 percent if the company dropped the new shifts. “It ain’t over,” she added.",
    "\n\n \n",
    "Lund told reporters that 9 percent was “out of the question”. He offered 5 percent.",
)


def _documents() -> tuple[Document, ...]:
    return tuple(
        Document(document_id(text), f"{number}.txt", "", None, None, text, "text/plain")
        for number, text in enumerate(TEXTS)
    )


def _told(parsed: Parsed) -> list[object]:
    words = [
        (w.text, parsed.offset(w), w.lemma_, w.tag_, w.pos_, w.dep_, w.head.i, w.ent_iob_, w.ent_type_, str(w.morph))
        for paragraph in parsed.paragraphs
        for w in paragraph.doc
    ]
    return [*words, *((s.start, s.end, s.paragraph, s.span.root.i) for s in parsed.sentences), parsed.problems]


@pytest.mark.parametrize("document", _documents(), ids=lambda one: one.file)
def test_a_parse_put_away_comes_back_as_it_was(document: Document) -> None:
    parsed = parse(document)
    small = pickle.loads(pickle.dumps(packed(parsed)))
    assert _told(unpacked(document, small)) == _told(parsed)


def test_what_is_read_is_the_same_whether_parses_are_kept_or_put_away(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = read_all(_documents(), TALKS)
    monkeypatch.setattr(corpus, "LIVE", 0)
    assert read_all(_documents(), TALKS) == kept
    assert len(kept[0]) > 4


def test_a_document_read_by_itself_with_the_names_of_all_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    known, parses = surveyed(_documents(), TALKS)
    sent = pickle.loads(pickle.dumps(known))
    apart = [read(one.document, TALKS, parsed=unpacked(one.document, packed(one)), registry=sent) for one in parses]
    together = read_all(_documents(), TALKS)
    assert tuple(one for found, _ in apart for one in found) == together[0]
    assert pickle.loads(pickle.dumps(apart)) == apart


def test_documents_are_asked_for_one_by_one_and_let_go_when_the_next_is_read() -> None:
    asked: list[str] = []

    def come() -> Iterator[Document]:
        for one in _documents():
            asked.append(one.file)
            yield one

    _, parses = surveyed(come(), TALKS)
    assert asked == [one.file for one in _documents()]
    assert [one.document.file for one in parses] == asked
    assert list(parses) == []
