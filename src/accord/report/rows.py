"""Statements, findings and documents as rows of tables with typed columns (`interchange.tables` writes them)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from accord.findings import finding_record
from accord.report.contents import Contents
from accord.statements import Point, Statement, claim_record

Row = Mapping[str, Any]

COLUMNS: Mapping[str, Mapping[str, type]] = {
    "documents": {"id": str, "file": str, "title": str, "source": str, "date": date, "characters": int},
    "statements": {
        "statement": str, "point": int, "file": str, "start": int, "end": int, "quote": str, "speakers": tuple,
        "speaker_as_named": str, "chain": tuple, "role": str, "organisation": str, "authority": str,
        "parties": tuple, "tier": str, "kind": str, "on": date, "event": str, "confidence": float, "reader": str,
        "act": str, "about": str, "issue": str, "option": str, "counterpart": str, "claim": str, "negated": bool,
        "modality": str, "condition": str,
    },
    "findings": {
        "id": str, "mechanism": str, "sentence": str, "status": str, "share": float, "error": float, "prior": float,
        "value": float, "unit": str, "basis": str, "evidence": tuple, "assumptions": tuple, "citation": tuple,
    },
    "influence": {
        "finding": str, "statement": str, "effect": float, "error": float, "speaker": str, "quote": str,
    },
}  # fmt: skip
"""The columns of every table, with the type of their values; a statement has a row for each of its points."""


def rows(contents: Contents, name: str) -> Iterator[Row]:
    """The rows of one table (a name of `COLUMNS`)."""
    makers = {"documents": _documents, "statements": _statements, "findings": _findings, "influence": _influence}
    return makers[name](contents)


def _documents(contents: Contents) -> Iterator[Row]:
    for one in contents.documents:
        told = {"id": one.id, "file": one.file, "title": one.title, "source": one.source, "date": one.date}
        yield {**told, "characters": len(one.text)}


def _statements(contents: Contents) -> Iterator[Row]:
    files = {document.id: document.file for document in contents.documents}
    for one in contents.statements:
        head = _head(one, files[one.span.document])
        for number, point in enumerate(one.points) if one.points else ((None, None),):
            yield {**head, "point": number, **(_point(point) if point else {})}


def _head(one: Statement, file: str) -> dict[str, Any]:
    return {
        "statement": one.id,
        "file": file,
        "start": one.span.start,
        "end": one.span.end,
        "quote": one.quote,
        "speakers": one.speakers,
        "speaker_as_named": one.speaker_as_named,
        "chain": one.chain,
        "role": one.role,
        "organisation": one.organisation,
        "authority": one.authority.value,
        "parties": one.parties,
        "tier": one.tier.value,
        "kind": one.kind.value,
        "on": one.on,
        "event": one.event,
        "confidence": round(one.confidence, 4),
        "reader": one.reader,
    }


def _point(point: Point) -> dict[str, Any]:
    claim = None if point.claim is None else json.dumps(claim_record(point.claim), ensure_ascii=False)
    return {
        "act": point.act.value,
        "about": point.about,
        "issue": point.issue,
        "option": point.option,
        "counterpart": point.counterpart,
        "claim": claim,
        "negated": point.negated,
        "modality": point.modality.value,
        "condition": point.condition,
    }


def _findings(contents: Contents) -> Iterator[Row]:
    for one in contents.findings:
        record = finding_record(one)
        yield {name: record[name] for name in COLUMNS["findings"]}


def _influence(contents: Contents) -> Iterator[Row]:
    told = {statement.id: statement for statement in contents.statements}
    for finding in contents.findings:
        for one in finding.influence:
            statement = told.get(one.statement)
            yield {
                "finding": finding.id,
                "statement": one.statement,
                "effect": round(float(one.effect), 6),
                "error": round(float(one.error), 6),
                "speaker": ", ".join(statement.speakers) if statement else None,
                "quote": statement.quote if statement else None,
            }
