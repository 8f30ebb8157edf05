"""Findings in words: share, spread, quotations and what each does; what clashes; what the documents say nothing of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from fastapi.responses import Response

from accord.errors import CallError, MaterialError, problem_record
from accord.web.quoted import quote_record, quote_records
from accord.web.records import At, answer_record
from accord.web.tabular import Asked, tabular

if TYPE_CHECKING:
    from accord.findings import Finding
    from accord.report import Contents
    from accord.report.answers import Answer
    from accord.report.quoting import Quotations

router = APIRouter(prefix="/findings", tags=["findings"])

_COLUMNS = ("id", "mechanism", "sentence", "status", "share", "error", "prior", "value", "unit", "basis", "evidence")


@router.get("")
def findings(desk: At) -> dict[str, Any]:
    """Every finding as a page tells it: the headlines, all by mechanism, and what the documents are silent on."""
    return answer_record(desk.contents(), lambda contents: desk.of(contents, "findings", lambda: _page(contents)))


@router.get("/table")
def table(desk: At, wanted: Asked, mechanism: str = "") -> Response:
    """The findings as rows, those the documents are silent on last."""
    rows = [_row(one) for one in _found(desk) if not mechanism or one.mechanism.value == mechanism]
    return tabular(sorted(rows, key=lambda row: row["status"] == "silent"), wanted, name="findings")


@router.get("/{id:path}")
def finding(id: str, desk: At) -> dict[str, Any]:
    """One finding as `findings.json` has it, with all its quotations."""
    from accord.findings import finding_record
    from accord.report.quoting import Quotations

    contents = desk.contents().value
    for one in _found(desk):
        if one.id == id and contents is not None:
            told = desk.of(contents, "quotations", lambda: Quotations(contents))
            return {**finding_record(one), "quotes": quote_records(one.evidence, told)}
    raise CallError("A finding is one that was computed", f"there is no {id!r}", "list them at /api/findings/table")


def _found(desk: At) -> tuple[Finding, ...]:
    answer = desk.contents()
    if answer.value is None:
        told = answer.fault or "they are being computed"
        raise MaterialError("The findings are told once they are computed", told, "ask again in a while")
    return answer.value.findings


def _row(finding: Finding) -> dict[str, Any]:
    from accord.findings import finding_record

    record = finding_record(finding)
    return {name: record[name] for name in _COLUMNS}


def _page(contents: Contents) -> dict[str, Any]:
    """The findings for the page."""
    from accord.report.answers import answers
    from accord.report.quoting import Quotations
    from accord.report.references import references

    told = Quotations(contents)
    found = answers(contents.findings, told, references())
    ids = {anchor: id for id, anchor in found.anchors.items()}
    chapters = [
        {"title": one.title, "anchor": one.anchor, "answers": [_answer(each, ids, told) for each in one.answers]}
        for one in found.chapters
    ]
    return {
        "headlines": [ids[one.anchor] for one in found.headlines],
        "chapters": chapters,
        "silent": [{"title": title, "sentences": list(sentences)} for title, sentences in found.silent],
        "problems": [
            {**problem_record(one), "quotes": quote_records(one.statements, told)} for one in contents.problems
        ],
        "members": contents.members,
        "seed": contents.seed,
        "statements": len(contents.statements),
        "documents": len(contents.documents),
        "drafted": any(
            part.drafted
            for parts in (contents.negotiation.parties, contents.negotiation.tracks, contents.negotiation.issues)
            for part in parts
        ),
    }


def _answer(answer: Answer, ids: Mapping[str, str], told: Quotations) -> dict[str, Any]:
    record = asdict(answer)
    record["id"] = ids[answer.anchor]
    record["pulls"] = [{**asdict(one), "quote": quote_record(one.quote, told)} for one in answer.pulls]
    moves = record["beside"]["moves"]
    for row in moves["rows"] if moves else ():
        row["document"] = told.document(row["statement"])
    return record
