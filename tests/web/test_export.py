"""Files to take away: each opens in what it is made for, and holds what the pages show."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from starlette.testclient import TestClient
from tests.web.test_findings import ready

from accord.workspace.exports import KINDS


def test_every_file_in_every_form(client: TestClient) -> None:
    data = ready(client, "/api/export")
    for one in data["files"]:
        for form in one["forms"]:
            answer = client.get(f"/api/export/{one['name']}.{form}")
            assert answer.status_code == 200, answer.text
            assert answer.content
            assert "attachment" in answer.headers["content-disposition"]
    assert {one["name"] for one in data["files"]} == set(KINDS)


def test_a_word_document_tells_the_findings(client: TestClient) -> None:
    docx = pytest.importorskip("docx")
    data = ready(client, "/api/findings")
    word = docx.Document(io.BytesIO(client.get("/api/export/brief.docx").content))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    answers = [answer for chapter in data["chapters"] for answer in chapter["answers"]]
    assert all(answer["sentence"] in text for answer in answers)
    assert "Method and limits" in text
    assert word.tables[0].rows[0].cells[0].text == "Issue"


def test_the_same_state_gives_the_same_bytes(client: TestClient) -> None:
    from accord.workspace.exports import everything

    ready(client, "/api/export")
    contents = client.app.state.desk.contents().value  # type: ignore[attr-defined]
    assert everything(contents).content == everything(contents).content
    names = zipfile.ZipFile(io.BytesIO(client.get("/api/export/everything.zip").content)).namelist()
    assert {"report.html", "brief.docx", "findings.csv", "voices.graphml"} <= set(names)


def test_a_formula_in_a_document_is_no_formula_in_a_table(client: TestClient) -> None:
    client.put(
        "/api/documents/files/evil.txt",
        content="“=cmd|' /C calc'!A0 is our demand of 6 percent on pay,” Ada Brenner said.".encode(),
    )
    rows = ready(client, "/api/export") and client.get("/api/export/statements.csv").text
    assert not any(cell.startswith(("=", "+", "@")) for line in rows.splitlines() for cell in line.split('","'))


def test_an_export_that_is_not_there_is_told(client: TestClient) -> None:
    ready(client, "/api/export")
    assert "comes as csv" in client.get("/api/export/matrix.docx").json()["sentence"]
    assert "one of report" in client.get("/api/export/nothing.csv").json()["sentence"]


def test_findings_as_json_are_typed(client: TestClient) -> None:
    ready(client, "/api/export")
    rows = json.loads(client.get("/api/export/findings.json").content)
    assert all(isinstance(row["share"], float | None) and isinstance(row["evidence"], list) for row in rows)
