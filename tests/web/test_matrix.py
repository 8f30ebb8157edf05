"""Matrix and ledger in the workbench: any day, every cell with its quotations, each part also as rows."""

from __future__ import annotations

import time
from typing import Any

import pytest
from starlette.testclient import TestClient


def ready(client: TestClient, path: str, **query: Any) -> dict[str, Any]:
    """What the interface answers, once the books are made."""
    while (answer := client.get(path, params=query).json())["state"] == "computing":
        time.sleep(0.05)
    assert answer["state"] == "ready", answer
    found: dict[str, Any] = answer
    return found


def told(client: TestClient, path: str, **query: Any) -> dict[str, Any]:
    """What the books tell, once they are made."""
    data: dict[str, Any] = ready(client, path, **query)["data"]
    return data


def cells(data: dict[str, Any], issue: str, party: str) -> list[str]:
    line = next(one for one in data["lines"] if one["issue"] == issue)
    square = next(one for one in line["squares"] if one["party"] == party)
    return [stand["option"] for stand in square["now"] if not stand["refused"]]


def test_an_earlier_day_knows_less(client: TestClient) -> None:
    now = told(client, "/api/matrix")
    first = now["days"][0]["day"]
    then = told(client, "/api/matrix", on=first)
    before = told(client, "/api/matrix", on="2031-01-01")
    assert "six percent" in cells(then, "pay", "union")
    assert "six percent" in cells(now, "pay", "union")
    dates = {stand["date"] for line in before["lines"] for square in line["squares"] for stand in square["now"]}
    assert dates <= {"no date"}, "what has no known day may have been said before any day"
    assert sum(one["statements"] for one in now["days"]) > 0


def test_a_cell_opens_its_quotations_and_counts_what_the_matrix_counts(client: TestClient) -> None:
    for line in told(client, "/api/matrix")["lines"]:
        for square in line["squares"]:
            cell = told(client, "/api/matrix/cell", party=square["party"], issue=line["issue"])
            counted = {"now": sum(one["positions"] for one in square["now"])}
            counted |= {part: square[part] for part in ("others", "before")}
            assert {part: cell[part]["total"] for part in counted} == counted
            for part in counted:
                for place, row in enumerate(cell[part]["rows"]):
                    assert row["quotes"][0]["document"]
                    which = {"party": square["party"], "issue": line["issue"], "part": part, "place": place}
                    every = told(client, "/api/matrix/cell/quotations", **which)
                    assert every["total"] == len(row["quotes"]) + row["more"]


def test_a_cell_comes_in_pages(client: TestClient) -> None:
    which = {"party": "union", "issue": "pay", "part": "before", "size": 1}
    first = told(client, "/api/matrix/cell", **which)
    assert first["now"] is None
    total = first["before"]["total"]
    pages = [told(client, "/api/matrix/cell", **which, page=page)["before"]["rows"] for page in range(1, total + 2)]
    assert [row["place"] for rows in pages for row in rows] == list(range(total))


def test_a_cell_of_nobody_is_refused(client: TestClient) -> None:
    ready(client, "/api/matrix")
    answer = client.get("/api/matrix/cell", params={"party": "nobody", "issue": "pay"})
    assert answer.status_code == 422
    assert "nobody" in answer.json()["sentence"]


def test_the_matrix_as_a_file(client: TestClient) -> None:
    text = client.get("/api/matrix/table", params={"form": "csv"}).text
    assert text.splitlines()[0].lstrip("\ufeff").startswith("issue,party,options")


@pytest.mark.parametrize("what", ["moves", "positions", "unchanged", "agreed", "readouts"])
def test_every_part_of_the_ledger_as_rows(client: TestClient, what: str) -> None:
    answer = ready(client, f"/api/ledger/{what}")
    assert answer["total"] == answer["of"] == len(answer["rows"])
    narrowed = ready(client, f"/api/ledger/{what}", party="union")
    assert narrowed["total"] <= answer["total"]


def test_positions_over_time_follow_the_documents(client: TestClient) -> None:
    data = told(client, "/api/ledger")
    pay = next(one for one in data["trails"] if one["issue"] == "pay")
    stood = {(point["party"], point["option"]) for point in pay["points"] if not point["refused"]}
    assert ("union", "six_percent") in stood
    assert ("port", "three_percent") in stood


@pytest.mark.parametrize("part", ["moves", "unchanged", "agreed", "readouts", "disputes"])
def test_every_part_of_the_ledger_in_words_has_as_many_as_are_counted(client: TestClient, part: str) -> None:
    for query in ({}, {"party": "union"}, {"issue": "pay"}, {"party": "port", "issue": "pay"}):
        told_part = told(client, f"/api/ledger/told/{part}", **query)
        assert told_part["total"] == told(client, "/api/ledger", **query)["tally"][part]
        assert len(told_part["items"]) == min(told_part["total"], told_part["size"])
        if not query:
            assert told_part["total"] == told_part["of"]


def test_moves_are_sorted_by_the_server(client: TestClient) -> None:
    names = [one["look"]["id"] for one in told(client, "/api/ledger/told/moves", sort="party")["items"]]
    assert names == sorted(names)
    falling = [one["look"]["id"] for one in told(client, "/api/ledger/told/moves", sort="party", order="desc")["items"]]
    assert falling == sorted(names, reverse=True)


def test_rows_as_a_file_are_not_cut(client: TestClient) -> None:
    shown = ready(client, "/api/ledger/positions")["rows"]
    saved = client.get("/api/ledger/positions", params={"form": "json"}).json()
    for row, whole in zip(shown, saved, strict=True):
        assert {name: len(whole[name]) for name in row["cut"]} == row["cut"]
        assert row["quotes"] == whole["quotes"][: len(row["quotes"])]


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
    page.wait_for_url("**/matrix?*on=2031-*")
    page.wait_for_selector("#asof output:has-text('As known on')")


@pytest.mark.browser
def test_the_ledger_shows_each_part(page: Any, server: Any) -> None:
    page.goto(f"{server.origin}/ledger")
    page.wait_for_selector("#parts a", timeout=60_000)
    for key, part in (("2", "unchanged"), ("3", "agreed"), ("6", "rows"), ("1", "moves")):
        page.keyboard.press(key)
        page.wait_for_selector(f"#part-{part}[aria-current]")
