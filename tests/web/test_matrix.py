"""Matrix and ledger in the workbench: any day, every cell with its quotations, each part also as rows."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient


def cells(data: dict[str, Any], issue: str, party: str) -> list[str]:
    line = next(one for one in data["lines"] if one["issue"] == issue)
    square = next(one for one in line["squares"] if one["party"] == party)
    return [stand["option"] for stand in square["now"] if not stand["refused"]]


def test_an_earlier_day_knows_less(client: TestClient) -> None:
    now = client.get("/api/matrix").json()
    first = now["days"][0]["day"]
    then = client.get("/api/matrix", params={"on": first}).json()
    before = client.get("/api/matrix", params={"on": "2031-01-01"}).json()
    assert "six percent" in cells(then, "pay", "union")
    assert "six percent" in cells(now, "pay", "union")
    dates = {stand["date"] for line in before["lines"] for square in line["squares"] for stand in square["now"]}
    assert dates <= {"no date"}, "what has no known day may have been said before any day"
    assert sum(one["statements"] for one in now["days"]) > 0


def test_a_cell_has_its_quotations(client: TestClient) -> None:
    data = client.get("/api/matrix").json()
    stands = [stand for line in data["lines"] for square in line["squares"] for stand in square["now"]]
    assert stands
    assert all(stand["quotes"] and stand["quotes"][0]["document"] for stand in stands)


def test_the_matrix_as_a_file(client: TestClient) -> None:
    text = client.get("/api/matrix/table", params={"form": "csv"}).text
    assert text.splitlines()[0].lstrip("\ufeff").startswith("issue,party,options")


@pytest.mark.parametrize("what", ["moves", "positions", "unchanged", "agreed", "readouts"])
def test_every_part_of_the_ledger_as_rows(client: TestClient, what: str) -> None:
    answer = client.get(f"/api/ledger/{what}").json()
    assert answer["total"] == answer["of"] == len(answer["rows"])
    narrowed = client.get(f"/api/ledger/{what}", params={"party": "union"}).json()
    assert narrowed["total"] <= answer["total"]


def test_positions_over_time_follow_the_documents(client: TestClient) -> None:
    data = client.get("/api/ledger").json()
    pay = next(one for one in data["trails"] if one["issue"] == "pay")
    told = {(point["party"], point["option"]) for point in pay["points"] if not point["refused"]}
    assert ("union", "six_percent") in told
    assert ("port", "three_percent") in told


@pytest.mark.browser
def test_a_cell_opens_by_keyboard_and_the_day_is_in_the_address(page: Any, server: Any) -> None:
    page.goto(f"{server.origin}/matrix")
    page.wait_for_selector(".square", timeout=60_000)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("#cell:not([hidden]) .quote")
    assert "cell=" in page.url
    page.keyboard.press("Escape")
    page.wait_for_selector("#cell", state="hidden")
    page.locator("#asof-day").focus()
    page.keyboard.press("Home")
    page.wait_for_selector("#asof output:has-text('As known on')")
    assert "on=2031-" in page.url


@pytest.mark.browser
def test_the_ledger_shows_each_part(page: Any, server: Any) -> None:
    page.goto(f"{server.origin}/ledger")
    page.wait_for_selector("#parts a", timeout=60_000)
    for key, part in (("2", "unchanged"), ("3", "agreed"), ("6", "rows"), ("1", "moves")):
        page.keyboard.press(key)
        page.wait_for_selector(f"#part-{part}[aria-current]")
