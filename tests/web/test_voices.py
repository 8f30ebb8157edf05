"""Voices: the picture and the table tell the same claims, each with its sentence."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient


def network(client: TestClient) -> dict[str, Any]:
    """The picture, once the statements are booked."""
    answer = client.get("/api/voices").json()
    if answer["state"] == "computing":
        client.app.state.desk.jobs.wait(answer["job"]["id"], 60)  # type: ignore[attr-defined]
        answer = client.get("/api/voices").json()
    assert answer["state"] == "ready", answer
    data: dict[str, Any] = answer["data"]
    return data


def test_the_picture_counts_what_the_table_lists(client: TestClient) -> None:
    net = network(client)
    rows = client.get("/api/voices/table").json()
    assert net["claims"] == rows["total"] > 0
    assert sum(link["claims"] for link in net["links"]) == net["claims"]
    assert {row["about"] for row in rows["rows"]} == {party["id"] for party in net["parties"]}
    assert all(row["statements"][0] in rows["quotes"] for row in rows["rows"])


def test_one_voice_of_one_party(client: TestClient) -> None:
    net = network(client)
    link = net["links"][0]
    rows = client.get("/api/voices/table", params={"voice": link["voice"], "about": link["about"]}).json()
    assert rows["total"] == link["claims"]


@pytest.mark.browser
def test_a_voice_is_chosen_by_keyboard(page: Any, server: Any, axe: Any) -> None:
    page.goto(f"{server.origin}/voices")
    page.wait_for_selector(".web .node", timeout=60_000)
    assert axe(page) == []
    page.locator(".web .node").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector('.web .node[aria-pressed="true"]')
    assert "voice=" in page.url
