"""Things show themselves in a notebook, and nothing in a text becomes markup."""

from __future__ import annotations

from typing import Any

import pytest
from tests.report.builder import contents

import accord
from accord.documents import Document
from accord.errors import CallError
from accord.report.notebook import DRAWN, register, show


class Formatter:
    def __init__(self) -> None:
        self.names: set[str] = set()

    def for_type_by_name(self, module: str, name: str, drawn: Any) -> None:
        self.names.add(f"{module}.{name}")


class Shell:
    """What accord asks of IPython's shell."""

    def __init__(self) -> None:
        self.formatter = Formatter()
        self.display_formatter = self
        self.formatters = {"text/html": self.formatter}


def test_every_class_that_shows_itself_is_registered_by_its_true_name() -> None:
    import importlib

    shell = Shell()
    register(shell)
    assert shell.formatter.names == set(DRAWN)
    for name in DRAWN:
        module, _, kind = name.rpartition(".")
        assert getattr(importlib.import_module(module), kind).__module__ == module


def test_what_a_notebook_registers_draws_a_thing() -> None:
    said = contents().documents[0]
    assert DRAWN["accord.documents.records.Document"](said) == show(said)._repr_html_()


@pytest.mark.parametrize("part", ["", "findings", "matrix", "moves", "space", "texts", "method"])
def test_a_run_shows_itself_whole_or_in_part(part: str) -> None:
    html = accord.show(contents(), part)._repr_html_()
    assert html.startswith('<iframe sandbox="allow-scripts" srcdoc="')
    assert "allow-same-origin" not in html
    assert html.count("<iframe") == html.count("</iframe>") == 1


def test_findings_and_statements_show_themselves() -> None:
    made = contents()
    assert made.findings[0].sentence.split()[0] in show(list(made.findings))._repr_html_()
    assert "<blockquote>" in show(made.statements[0])._repr_html_()
    assert "<table" in show(made.ledger)._repr_html_()


def test_markup_in_a_document_is_text() -> None:
    hostile = Document("d", "x.txt", "<b>x</b>", None, None, "<script>alert(1)</script>", "text/plain")
    html = show(hostile)._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_what_cannot_be_shown_is_told() -> None:
    with pytest.raises(CallError, match="got int"):
        show(3)
    with pytest.raises(CallError, match="one of findings, matrix"):
        show(contents(), "everything")
