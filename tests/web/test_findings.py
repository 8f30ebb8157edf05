"""The findings' page: what it tells, and where its numbers lead."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from starlette.testclient import TestClient


def ready(client: TestClient, path: str) -> dict[str, Any]:
    """The data of an answer that is computed in the background, once it is."""
    answer = client.get(path).json()
    if answer["state"] == "computing":
        client.app.state.desk.jobs.wait(answer["job"]["id"], 60)  # type: ignore[attr-defined]
        answer = client.get(path).json()
    assert answer["state"] == "ready", answer["sentence"]
    data: dict[str, Any] = answer["data"]
    return data


def test_every_finding_stands_with_its_quotations_and_its_address(client: TestClient) -> None:
    data = ready(client, "/api/findings")
    answers = [answer for chapter in data["chapters"] for answer in chapter["answers"]]
    assert answers
    assert set(data["headlines"]) <= {answer["id"] for answer in answers}
    documents = {one.id: one.text for one in client.app.state.desk.material().documents}  # type: ignore[attr-defined]
    quoted = [pull["quote"] for answer in answers for pull in answer["pulls"]]
    assert quoted
    assert all(" ".join(quote["words"].split()) in " ".join(documents[quote["document"]].split()) for quote in quoted)
    one = client.get(f"/api/findings/{answers[0]['id']}").json()
    assert one["sentence"].lower() == answers[0]["sentence"].lower()
    assert {quote["id"] for quote in one["quotes"]} == set(one["evidence"])


def test_what_the_documents_are_silent_on_is_said(client: TestClient) -> None:
    data = ready(client, "/api/findings")
    rows = client.get("/api/findings/table").json()["rows"]
    silent = [row["sentence"] for row in rows if row["status"] == "silent"]
    assert silent
    assert sorted(silent) == sorted(sentence for one in data["silent"] for sentence in one["sentences"])


def test_findings_are_saved_as_a_table(client: TestClient) -> None:
    ready(client, "/api/findings")
    answer = client.get("/api/findings/table", params={"form": "csv", "mechanism": "packages"})
    head, *rows = csv.reader(io.StringIO(answer.text.lstrip("\ufeff")))
    assert head[:3] == ["id", "mechanism", "sentence"]
    assert {row[1] for row in rows} == {"packages"}


def test_a_finding_that_is_not_there_is_told(client: TestClient) -> None:
    ready(client, "/api/findings")
    answer = client.get("/api/findings/packages:none")
    assert answer.status_code == 422
    assert "there is no 'packages:none'" in answer.json()["sentence"]


@pytest.mark.browser
def test_a_number_leads_to_its_sentence(page: Any, server: Any, axe: Any) -> None:
    page.goto(f"{server.origin}/findings")
    page.wait_for_selector(".finding .size", timeout=60_000)
    assert axe(page) == []
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    link = page.locator("a.size").first
    assert "/read/" in link.get_attribute("href")
    assert "statement=" in link.get_attribute("href")
    page.select_option("#mechanism", index=1)
    assert "mechanism=" in page.url
    titles = page.locator(".chapter > h2").all_inner_texts()
    assert page.input_value("#mechanism") in titles
