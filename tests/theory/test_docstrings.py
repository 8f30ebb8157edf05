"""Every model's docstring is a small paper: what it says, by which convention, in which ranges, and who showed it."""

from __future__ import annotations

import doctest
import inspect
import re
from typing import Any

import pytest
from tests.theory.calls import models
from tests.theory.test_citations import keys

MODELS = models()
SECTIONS = ("Definition", "Convention", "Args", "Example", "Limits", "Citation", "Raises")

RANGE = re.compile(r"[\[(][^\])]*, [^\])]*[\])]|real number|\b1 or 2\b|from \d|\d to |above|at most|1 where")


def paper(model: Any) -> str:
    return inspect.getdoc(model) or ""


def arguments(text: str) -> dict[str, str]:
    """What the section of arguments says of each."""
    told = re.search(r"^Args:\n(.*?)\n\n", text, flags=re.MULTILINE | re.DOTALL)
    rows = re.findall(r"^    (\w+): (.*(?:\n        .*)*)", told[1] if told else "", flags=re.MULTILINE)
    return dict(rows)


@pytest.mark.parametrize("name", sorted(MODELS))
def test_a_docstring_has_every_section_in_order(name: str) -> None:
    text = paper(MODELS[name])
    found = [section for section in SECTIONS if re.search(rf"^{section}\b", text, flags=re.MULTILINE)]
    assert found == list(SECTIONS)
    starts = [re.search(rf"^{section}\b", text, flags=re.MULTILINE) for section in ("Definition", "Convention", "Args")]
    places = [start.start() for start in starts if start]
    assert places == sorted(places)
    assert text.split("\n")[0].endswith(".")


@pytest.mark.parametrize("name", sorted(MODELS))
def test_every_argument_is_told_of_with_its_range(name: str) -> None:
    told = arguments(paper(MODELS[name]))
    assert list(told) == list(inspect.signature(MODELS[name]).parameters)
    for argument, text in told.items():
        kind = str(inspect.signature(MODELS[name]).parameters[argument].annotation)
        assert kind not in {"float", "int", "Sequence[float]"} or RANGE.search(text), f"{argument}: {text}"


@pytest.mark.parametrize("name", sorted(MODELS))
def test_every_model_has_an_example_that_runs_and_a_citation_that_resolves(name: str) -> None:
    text = paper(MODELS[name])
    assert doctest.DocTestParser().get_examples(text)
    cited = re.search(r"^Citation: (.*?)\.$", text, flags=re.MULTILINE | re.DOTALL)
    assert cited
    assert {key.strip() for key in cited[1].split(",")} <= keys()
