"""The history: who decided what, when and why; taken back and done again from there."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import Server, watched

BY_ADA, BY_TOM = {"X-Accord-Who": "Ada"}, {"X-Accord-Who": "Tom"}


def ids(client: TestClient) -> list[str]:
    return [row["id"] for row in client.get("/api/statements/queue").json()["rows"]]


def decided(client: TestClient) -> tuple[str, str]:
    """Ada corrects one statement, Tom rejects another."""
    one, other = ids(client)[:2]
    body = {"changes": {"role": "chair"}, "why": "as it signs"}
    assert client.patch(f"/api/statements/{one}", json=body, headers=BY_ADA).status_code == 200
    assert client.post(f"/api/statements/{other}/reject", json={}, headers=BY_TOM).status_code == 200
    return one, other


def test_decisions_stand_newest_first_with_what_they_changed(client: TestClient) -> None:
    one, other = decided(client)
    found = client.get("/api/history").json()
    assert [(row["who"], row["kind"], row["statements"]) for row in found["rows"]] == [
        ("Tom", "reject", [other]),
        ("Ada", "correct", [one]),
    ]
    edit = found["rows"][1]["edits"][0]
    assert edit["after"]["role"] == "chair"
    assert edit["before"]["role"] != "chair"
    assert found["rows"][1]["about"][0]["words"]
    assert found["rows"][1]["why"] == "as it signs"


def test_the_history_of_one_statement_or_one_person(client: TestClient) -> None:
    one, other = decided(client)
    assert [row["who"] for row in client.get("/api/history", params={"statement": one}).json()["rows"]] == ["Ada"]
    assert [row["statements"] for row in client.get("/api/history?who=Tom").json()["rows"]] == [[other]]
    assert client.get("/api/history?who=Nobody").json()["rows"] == []


def test_undo_takes_back_ones_own_last_decision_and_never_anothers(client: TestClient) -> None:
    one, other = decided(client)
    client.post("/api/history/undo", json={}, headers=BY_ADA)
    assert client.get(f"/api/statements/{other}").json()["state"] == "rejected"
    assert client.get(f"/api/statements/{one}").json()["fields"]["role"] != "chair"
    assert client.post("/api/history/undo", json={}, headers=BY_ADA).status_code == 422


def test_several_steps_are_undone_and_done_again_in_their_order(client: TestClient) -> None:
    one = ids(client)[0]
    roles = ("first", "second", "third")
    for role in roles:
        client.patch(f"/api/statements/{one}", json={"changes": {"role": role}}, headers=BY_ADA)

    def role() -> str:
        return str(client.get(f"/api/statements/{one}").json()["fields"]["role"])

    for expected in ("second", "first"):
        client.post("/api/history/undo", json={}, headers=BY_ADA)
        assert role() == expected
    for expected in ("second", "third"):
        client.post("/api/history/redo", json={}, headers=BY_ADA)
        assert role() == expected
    assert client.post("/api/history/redo", json={}, headers=BY_ADA).status_code == 422
    client.post("/api/history/undo", json={}, headers=BY_ADA)
    client.patch(f"/api/statements/{one}", json={"changes": {"role": "another"}}, headers=BY_ADA)
    assert client.post("/api/history/redo", json={}, headers=BY_ADA).status_code == 422
    assert role() == "another"


def test_any_decision_is_taken_back_and_done_again_by_its_number(client: TestClient) -> None:
    _, other = decided(client)
    number = client.get("/api/history?who=Tom").json()["rows"][0]["number"]
    assert client.post(f"/api/history/{number}/undo", json={}, headers=BY_ADA).status_code == 200
    assert client.get(f"/api/statements/{other}").json()["state"] == "standing"
    assert not client.get("/api/history?who=Tom").json()["rows"][0]["in_force"]
    assert client.post(f"/api/history/{number}/redo", json={}, headers=BY_ADA).status_code == 200
    assert client.get(f"/api/statements/{other}").json()["state"] == "rejected"
    assert client.post("/api/history/999/undo", json={}).status_code == 422


def test_the_history_is_saved_as_a_table(client: TestClient) -> None:
    one, _ = decided(client)
    answer = client.get("/api/history", params={"form": "csv"})
    rows = list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert [row["who"] for row in rows] == ["Tom", "Ada"]
    assert "role" in rows[1]["changed"]
    assert "→ chair" in rows[1]["changed"]
    assert client.get("/api/history?form=json").json()[1]["statements"] == [one]


def test_a_reason_that_a_spreadsheet_would_run_is_made_harmless(client: TestClient) -> None:
    one = ids(client)[0]
    body = {"changes": {"role": "chair"}, "why": "=HYPERLINK(1)"}
    client.patch(f"/api/statements/{one}", json=body, headers=BY_ADA)
    rows = csv.DictReader(io.StringIO(client.get("/api/history?form=csv").text.lstrip("\ufeff")))
    assert not next(rows)["why"].startswith("=")


@pytest.mark.browser
def test_a_decision_is_taken_back_from_the_history(browser: Any, server: Server, axe: Any) -> None:
    for scheme in ("light", "dark"):
        page = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme=scheme).new_page()
        page.goto(server.url)
        told = watched(page, server.origin)
        page.evaluate("localStorage.setItem('accord-who', 'Ada')")
        page.goto(f"{server.origin}/review")
        page.wait_for_selector("#statement-fields select")
        page.fill("#f-role", f"chair {scheme}")
        page.keyboard.press("Enter")
        page.wait_for_selector(".past li")
        page.goto(f"{server.origin}/history")
        page.wait_for_selector(".deed")
        assert axe(page) == []
        first = page.locator(".deed").first
        assert f"chair {scheme}" in first.inner_text()
        page.keyboard.press("j")
        page.keyboard.press("x")
        page.wait_for_selector(".deed.off")
        assert "taken back" in page.inner_text(".deed.off >> nth=0")
        assert told == []
        page.context.close()
