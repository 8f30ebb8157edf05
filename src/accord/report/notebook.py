"""How things show themselves in a notebook: findings, the matrix, the deal space, documents, a statement, a what-if.

A notebook that has imported accord shows them by itself (`accord` registers these when IPython runs); `show` picks a
part. What draws them (`accord.report.shown`) loads with the first thing shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from accord.errors import CallError


def _by(name: str) -> Callable[[Any], str]:
    def drawn(thing: Any) -> str:
        from accord.report import shown

        html: str = getattr(shown, name)(thing)
        return html

    return drawn


DRAWN: Mapping[str, Callable[[Any], str]] = {
    "accord.report.contents.Contents": _by("contents_html"),
    "accord.findings.record.Finding": _by("finding_html"),
    "accord.documents.records.Document": _by("document_html"),
    "accord.statements.Statement": _by("statement_html"),
    "accord.ledger.records.Ledger": _by("ledger_html"),
    "accord.workspace.flow.WhatIf": _by("what_if_html"),
}
"""What shows itself, by the full name of its class."""


class Shown:
    """Something with its picture in HTML."""

    def __init__(self, html: str, text: str) -> None:
        self._html = html
        self._text = text

    def _repr_html_(self) -> str:
        return self._html

    def __repr__(self) -> str:
        return self._text


def show(thing: Any, part: str = "") -> Shown:
    """A thing as a notebook shows it; of contents (what `compute` returns) also one part.

    Args:
        thing: Contents, a finding or several, a document, a statement, a ledger, a what-if.
        part: Of contents: findings, matrix, moves, space, texts or method; empty is all of it.

    Raises:
        CallError: nothing is known of how to show this, or there is no such part.
    """
    from accord.findings import Finding
    from accord.report import shown
    from accord.report.contents import Contents

    if isinstance(thing, list | tuple) and thing and all(isinstance(one, Finding) for one in thing):
        return Shown(shown.findings_html(thing), f"{len(thing)} findings")
    if isinstance(thing, Contents):
        return Shown(shown.contents_html(thing, part), repr(thing)[:80])
    for kind, drawn in DRAWN.items():
        if type(thing).__name__ == kind.rpartition(".")[2]:
            return Shown(drawn(thing), repr(thing)[:80])
    known = ", ".join(name.rpartition(".")[2] for name in DRAWN)
    raise CallError(f"A notebook shows one of {known}, or a list of findings", f"got {type(thing).__name__}", "")


def register(shell: Any) -> None:
    """Has a notebook's shell show these things by themselves; their classes load when they are first met."""
    html = shell.display_formatter.formatters["text/html"]
    for name, drawn in DRAWN.items():
        module, _, kind = name.rpartition(".")
        html.for_type_by_name(module, kind, drawn)
