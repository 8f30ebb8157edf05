"""Word classes looked up by kind of word are those that spaCy's own matcher finds at every word."""

from functools import cache

import pytest
from spacy.language import Language

from accord.reading.model import as_made, pipeline

TEXTS = (
    "There is no hurry, but let's talk; there's nothing we ain't gonna try, and y'all gotta do it.",
    "She told us that they'd have had to accept it if it had been offered to you. It did.",
    "C'm on!\n\n  “I did what I could,” he said\tat 3 p.m. :) — and I’d do it again, than which nothing is better.",
    "But for the 5% rise, none of those was better or best; so did the U.N.'s envoys, as well as others' own.",
    "",
    " ",
)


@cache
def _stock() -> Language:
    return as_made()


@pytest.mark.parametrize("text", TEXTS)
def test_every_word_has_the_class_form_and_lemma_that_the_makers_pipeline_gives(text: str) -> None:
    def told(nlp: Language) -> list[tuple[str, ...]]:
        return [(t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.ent_type_) for t in nlp(text)]

    assert told(pipeline()) == told(_stock())
