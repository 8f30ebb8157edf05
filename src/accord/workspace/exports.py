"""What a project gives away: tables, networks, the report, a Word document, scenarios of its central model."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accord.errors import CallError, MaterialError

if TYPE_CHECKING:
    from accord.ledger.tables import Booked
    from accord.report import Contents

TABLES = ("csv", "parquet", "json")
SCENARIOS = ("negmas", "genius", "geniusweb")
_BOOKED = ("matrix", "ledger", "positions", "moves", "unchanged", "agreed", "readouts", "voices")
_READ = ("documents", "statements", "findings", "influence")


@dataclass(frozen=True, slots=True)
class Kind:
    """What can be given away: its title for readers, and the forms it comes in, the first one the usual."""

    title: str
    forms: tuple[str, ...]


KINDS: Mapping[str, Kind] = {
    "report": Kind("The report, one page that opens offline", ("html",)),
    "brief": Kind("Matrix and findings as a Word document", ("docx",)),
    "findings": Kind("Findings with share, error and the share with no evidence", TABLES),
    "influence": Kind("What each quotation does to each finding", TABLES),
    "matrix": Kind("Who stands where on each issue", TABLES),
    "moves": Kind("Moves, with size and class", TABLES),
    "positions": Kind("Positions with their history", TABLES),
    "unchanged": Kind("Demands that never moved", TABLES),
    "agreed": Kind("Agreed items, by whose account", TABLES),
    "readouts": Kind("Readouts of one event, side by side", TABLES),
    "voices": Kind("Who claims what of whom", (*TABLES, "graphml")),
    "affiliation": Kind("Who is for or against what: a network of actors and options", ("graphml",)),
    "congruence": Kind("Who shares and who disputes whose stands: a network of actors", ("graphml",)),
    "concepts": Kind("Which options are held together: a network of options", ("graphml",)),
    "ledger": Kind("Positions and moves in one table", TABLES),
    "statements": Kind("Every statement, a row for each of its points", (*TABLES, "dna", "dna3")),
    "documents": Kind("The documents without their texts", TABLES),
    "bargain": Kind("The central model, for other programs", SCENARIOS),
}
"""Everything that can be given away, by name."""

MEDIA = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
    "dna": "text/csv; charset=utf-8",
    "dna3": "application/vnd.sqlite3",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
    "graphml": "application/graphml+xml",
    "zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file to give away: its name, its kind for browsers, its bytes, and what it cannot hold, in sentences."""

    name: str
    media_type: str
    content: bytes
    left_out: tuple[str, ...] = ()


def export(contents: Contents, name: str, form: str = "") -> File:
    """One file of a project's contents; `form` empty is the usual one.

    Raises:
        CallError: there is no such export, or not in this form.
        MaterialError: the project has no model to give away.
        MissingPartError: the form needs a part that is not installed.
    """
    if name not in KINDS:
        raise CallError(f"An export is one of {', '.join(KINDS)}", f"got {name!r:.60}", "name one of them")
    forms = KINDS[name].forms
    form = form or forms[0]
    if form not in forms:
        raise CallError(f"{name} comes as {', '.join(forms)}", f"got {form!r:.60}", "name one of them")
    if form in SCENARIOS:
        return _scenario(contents, form)
    if form == "dna":
        return _event_list(contents, name)
    if form == "dna3":
        return _dna_file(contents, name)
    makers: Mapping[str, Callable[[Contents, str], bytes]] = {"html": _page, "docx": _word, "graphml": _network}
    content = makers[form](contents, name) if form in makers else _table(contents, name, form)
    return File(f"{name}.{form}", MEDIA[form], content)


def everything(contents: Contents) -> File:
    """A zip of every export that needs nothing more to be installed, each in its usual form; tables as CSV."""
    from accord.errors import MissingPartError

    files: list[File] = []
    left_out: list[str] = []
    for name, kind in KINDS.items():
        for form in [one for one in kind.forms if one not in {"parquet", "json", *SCENARIOS[1:]}]:
            try:
                files.append(export(contents, name, form))
            except (MissingPartError, MaterialError) as fault:
                left_out.append(str(fault))
    return File("accord.zip", MEDIA["zip"], zipped({one.name: one.content for one in files}), tuple(left_out))


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of files; the same files give the same bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _page(contents: Contents, name: str) -> bytes:
    from accord.report.page import render

    return render(contents).encode("utf-8", "replace")


def _word(contents: Contents, name: str) -> bytes:
    from accord.report.word_file import word_file

    return word_file(contents)


def _network(contents: Contents, name: str) -> bytes:
    from accord.interchange.discourse import GRAPHS, stands
    from accord.interchange.graphml import graphml, voices_graph
    from accord.ledger import voices

    if name in GRAPHS:
        return graphml(GRAPHS[name](stands(contents.statements), contents.negotiation)).encode("utf-8")
    edges = voices(contents.statements, contents.negotiation)
    return graphml(voices_graph(edges, contents.negotiation)).encode("utf-8")


def _event_list(contents: Contents, name: str) -> File:
    from accord.interchange.dna import dna_csv

    text, left_out = dna_csv(contents.statements, contents.documents, contents.negotiation)
    return File(f"{name}-dna.csv", MEDIA["dna"], text.encode("utf-8", "replace"), left_out)


def _dna_file(contents: Contents, name: str) -> File:
    from accord.interchange.dna_file import dna_database

    content, left_out = dna_database(contents.statements, contents.documents, contents.negotiation)
    return File(f"{name}.dna", MEDIA["dna3"], content, left_out)


def _table(contents: Contents, name: str, form: str) -> bytes:
    import json

    from accord.interchange.tables import csv_text, json_rows, parquet_bytes
    from accord.ledger.tables import section
    from accord.report import rows

    if name in _BOOKED:
        found = section(booked(contents), name)
        columns, lines = found.columns, found.rows
    else:
        columns, lines = rows.COLUMNS[name], tuple(rows.rows(contents, name))
    if form == "parquet":
        return parquet_bytes(columns, lines)
    if form == "json":
        return (json.dumps(json_rows(columns, lines), ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    return csv_text(columns, lines).encode("utf-8-sig")


def booked(contents: Contents) -> Booked:
    """The ledger's tables of these contents."""
    from accord.ledger.tables import Booked

    return Booked(contents.statements, contents.documents, contents.negotiation)


def _scenario(contents: Contents, form: str) -> File:
    from accord.interchange import scenario_files

    if contents.weighed is None:
        raise MaterialError("A model to give away needs parties and issues", "the project has none of one", "add them")
    bargain = contents.weighed.ensemble.centre()
    files, left_out = scenario_files(bargain, form, contents.negotiation.title)
    content = zipped({name: text.encode("utf-8") for name, text in files.items()})
    return File(f"bargain-{form}.zip", MEDIA["zip"], content, left_out)
