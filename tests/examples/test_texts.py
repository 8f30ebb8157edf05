"""The worked negotiations can be loaded, dated and told apart."""

import re
from functools import cache
from pathlib import Path

import pytest

from accord.checks import alike
from accord.documents import Document, read_sources
from accord.negotiation import Negotiation, load_negotiation

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(folder.name for folder in EXAMPLES.iterdir() if folder.is_dir())


@cache
def opened(name: str) -> tuple[Negotiation, tuple[Document, ...]]:
    """The codebook and the reports of an example, read once: its pages are read in a process of their own."""
    folder = EXAMPLES / name
    negotiation, problems = load_negotiation((folder / "negotiation.yaml").read_text("utf-8"), "negotiation.yaml")
    assert problems == ()
    documents, problems = read_sources([folder / "sources"], negotiation.documents)
    assert problems == ()
    return negotiation, documents


def test_two_fields_are_worked() -> None:
    assert len(NAMES) >= 2


@pytest.mark.parametrize("name", NAMES)
def test_every_report_has_its_source_its_day_and_a_title(name: str) -> None:
    negotiation, documents = opened(name)
    assert len(documents) >= 3
    assert {note.file for note in negotiation.documents} == {document.file for document in documents}
    assert all(document.source and document.date and document.title for document in documents)


@pytest.mark.parametrize("name", NAMES)
def test_reports_are_as_long_as_reports_are_and_come_in_several_formats(name: str) -> None:
    _, documents = opened(name)
    assert all(240 <= len(document.text.split()) <= 500 for document in documents)
    assert len({document.media_type for document in documents}) >= 3


@pytest.mark.parametrize("name", NAMES)
def test_no_report_is_a_reprint_of_another(name: str) -> None:
    _, documents = opened(name)
    assert list(alike(documents)) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_codebook_is_used_up(name: str) -> None:
    """Every issue and every speaker that the codebook names occurs in the reports."""
    negotiation, documents = opened(name)
    text = " ".join(document.text for document in documents).replace("’", "'").casefold()
    for issue in negotiation.issues:
        cues = [cue for words in issue.cues.values() for cue in words]
        assert any(cue.casefold() in text for cue in cues), issue.id
    for party in negotiation.parties:
        for speaker in party.speakers:
            assert speaker.name.split()[-1].casefold() in text, speaker.name


@pytest.mark.parametrize("name", NAMES)
def test_the_readme_names_every_source(name: str) -> None:
    _, documents = opened(name)
    readme = (EXAMPLES / name / "README.md").read_text("utf-8")
    assert set(re.findall(r"`(\S+\.(?:txt|md|html))`", readme)) >= {document.file for document in documents}
