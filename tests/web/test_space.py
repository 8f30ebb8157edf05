"""The deal space: the picture, the table and the chosen package tell of the same packages and the same shares."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import client_of


@pytest.fixture(scope="module")
def opened(read_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client whose project stays as it is, so that its models are drawn once for all tests of this file."""
    with client_of(Path(shutil.copytree(read_project, tmp_path_factory.mktemp("opened") / "lorn"))) as client:
        yield client


def ready(client: TestClient, path: str, **query: Any) -> dict[str, Any]:
    """The data of an answer that is computed in the background, once it is."""
    answer: dict[str, Any] = {}
    for _ in range(4):
        answer = client.get(path, params=query).json()
        if answer["state"] != "computing":
            break
        client.app.state.desk.jobs.wait(answer["job"]["id"], 60)  # type: ignore[attr-defined]
    assert answer["state"] == "ready", answer["sentence"]
    data: dict[str, Any] = answer["data"]
    return data


def package(url: str) -> str:
    """The package that an address chooses."""
    return parse_qs(urlsplit(url).query).get("package", [""])[0]


def parsed(address: str) -> dict[str, str]:
    return dict(part.split(":") for part in address.split(","))


def test_every_package_is_a_point_with_its_share_and_a_row(opened: TestClient) -> None:
    data = ready(opened, "/api/space")
    assert data["each"]
    assert data["packages"] == len(data["points"]["number"]) == 3 * 2
    rows = opened.get("/api/space/table").json()
    assert rows["total"] == data["packages"]
    shares = dict(zip(data["points"]["number"], data["points"]["share"], strict=True))
    assert {row["number"]: row["share"] for row in rows["rows"]} == shares
    assert [row["share"] for row in rows["rows"]] == sorted(shares.values(), reverse=True)


def test_no_deal_is_no_deal_and_is_agreed_by_nobody(opened: TestClient) -> None:
    data = ready(opened, "/api/space")
    no_deal = data["named"]["no_deal"]
    assert parsed(no_deal["package"]) == {"pay": "none", "shifts": "ten_hours"}
    told = opened.get("/api/space/package", params={"package": no_deal["package"]}).json()
    assert told["is_no_deal"]
    assert told["share"] == 0
    assert all(value == 0 for issue in told["issues"] for value in issue["brings"].values())


def test_a_package_tells_what_each_gives_and_gets_against_no_deal(opened: TestClient) -> None:
    ready(opened, "/api/space")
    told = opened.get("/api/space/package", params={"package": "pay:six_percent,shifts:eight_hours"}).json()
    assert set(told["needs"]) == {"union", "port"}
    union = {issue["id"]: issue["brings"]["union"] for issue in told["issues"]}
    assert union["pay"] > 0  # it demands six per cent
    for one in told["parties"]:
        assert one["gain"] == pytest.approx(one["worth"] - one["no_deal"], abs=2e-4)
    refused = {one["party"]: one["share"] for one in told["lacks"]}
    assert all(1 - one["yes"] == pytest.approx(refused.get(one["id"], 0), abs=1e-3) for one in told["parties"])
    assert told["share"] <= min(one["yes"] for one in told["parties"])


def test_a_model_of_its_own_has_its_own_worths_and_the_same_shares(opened: TestClient) -> None:
    middle, third = ready(opened, "/api/space"), ready(opened, "/api/space", model=3)
    assert third["model"] == 3
    assert sorted(middle["points"]["share"]) == sorted(third["points"]["share"])
    assert middle["points"]["x"] != third["points"]["x"]
    answer = opened.get("/api/space", params={"model": 100_000})
    assert answer.status_code == 422
    assert "A model is one of 1 to 200" in answer.json()["sentence"]


def test_the_two_parties_can_change_places(opened: TestClient) -> None:
    one = ready(opened, "/api/space", a="union", b="port")
    other = ready(opened, "/api/space", a="port", b="union")
    assert one["points"]["x"] == other["points"]["y"]
    assert [mark["number"] for mark in one["solutions"]] == [mark["number"] for mark in other["solutions"]]
    assert opened.get("/api/space", params={"a": "union", "b": "union"}).status_code == 422


def test_trades_lead_to_packages_that_are_told_to_help(opened: TestClient) -> None:
    data = ready(opened, "/api/space")
    told = opened.get("/api/space/trades", params={"package": data["named"]["no_deal"]["package"]}).json()
    every = [*told["single"], *told["trades"]]
    assert every
    start = parsed(data["named"]["no_deal"]["package"])
    for one in every:
        after = {**start, **{change["issue"]: change["after"].replace(" ", "_") for change in one["changes"]}}
        assert parsed(one["address"]) == after
        share = opened.get("/api/space/package", params={"package": one["address"]}).json()["share"]
        assert 0 < one["share"] <= share + 1e-9  # an improvement of no deal is a deal that all concerned agree to


def test_under_a_scenario_the_deal_space_stands_beside_what_is(opened: TestClient) -> None:
    before, under = ready(opened, "/api/space"), json.dumps({"outside": {"port": 0.9}})
    told = ready(opened, "/api/space", under=under)
    assert before["now"] is None
    assert all(told["now"][name] == before[name] for name in ("frontier", "reservations"))
    assert told["now"]["deal"]["share"] == before["deal"]["share"]
    assert {name: number is not None for name, number in told["deal"]["models"].items()} == {
        "with": told["deal"]["share"] > 0, "without": told["deal"]["share"] < 1,
    }  # fmt: skip
    places = [[(one["name"], one["place"]) for one in each["solutions"]] for each in (told["now"], before)]
    assert places[0] == places[1]
    assert told["deal"]["share"] <= before["deal"]["share"]
    port = next(one for one in told["reservations"] if one["party"] == "port")
    assert min(port["band"]) >= 0.9
    shares = dict(zip(before["points"]["number"], before["points"]["share"], strict=True))
    again = dict(zip(told["points"]["number"], told["points"]["share"], strict=True))
    assert again.keys() == shares.keys()
    assert all(again[number] <= share for number, share in shares.items())
    best = max(again, key=lambda number: again[number])
    row = next(
        one
        for one in opened.get("/api/space/table", params={"under": under}).json()["rows"]
        if one["number"] == best
    )  # fmt: skip
    told_of = opened.get("/api/space/package", params={"under": under, "package": row["package"]}).json()
    assert told_of["share"] == pytest.approx(again[best], abs=1e-4)


@pytest.mark.parametrize("under", ["{", "[]", '{"colour": "red"}', '{"outside": {"nobody": 0.5}}'])
def test_a_scenario_that_cannot_be_is_told_in_words(opened: TestClient, under: str) -> None:
    ready(opened, "/api/space")
    answer = opened.get("/api/space", params={"under": under})
    if answer.status_code == 200:  # found as it is counted
        opened.app.state.desk.jobs.wait(answer.json()["job"]["id"], 60)  # type: ignore[attr-defined]
        answer = opened.get("/api/space", params={"under": under})
        assert answer.json()["state"] == "failed"
    else:
        assert answer.status_code == 422
    assert answer.json()["sentence"]


def test_the_deal_space_waits_for_no_finding_and_shows_the_last_while_it_is_counted(client: TestClient) -> None:
    desk = client.app.state.desk  # type: ignore[attr-defined]
    before = ready(client, "/api/space")
    assert all(job.kind != "compute:contents" for job in desk.jobs.jobs())
    desk.file.write_text(desk.file.read_text(encoding="utf-8") + "\n# read again\n", encoding="utf-8")
    meanwhile = client.get("/api/space").json()
    assert (meanwhile["state"], meanwhile["data"]["points"]) == ("computing", before["points"])
    assert client.get("/api/space", params={"under": '{"outside": {"port": 0.9}}'}).json()["data"] is None


def test_a_package_that_is_none_is_refused_in_words(opened: TestClient) -> None:
    ready(opened, "/api/space")
    for wrong, words in (("pay", "issue:option"), ("tax:low", "An issue is one of"), ("pay:nine", "An option of pay")):
        answer = opened.get("/api/space/package", params={"package": wrong})
        assert answer.status_code == 422
        assert words in answer.json()["sentence"]


def test_what_stands_in_the_way_is_told_with_quotations_of_both(opened: TestClient) -> None:
    data = ready(opened, "/api/space/blocked")
    deal = ready(opened, "/api/space")["deal"]["share"]
    assert data["lines"]["none"] == pytest.approx(1 - deal, abs=1e-3)
    ids = {id for one in data["collisions"] for id in one["evidence"]}
    assert ids == set(data["quotes"])


def test_an_empty_project_says_what_is_missing(new_client: TestClient) -> None:
    answer = new_client.get("/api/space").json()
    if answer["state"] == "computing":
        new_client.app.state.desk.jobs.wait(answer["job"]["id"], 60)  # type: ignore[attr-defined]
        answer = new_client.get("/api/space").json()
    for _ in range(3):
        if answer["state"] == "computing":
            new_client.app.state.desk.jobs.wait(answer["job"]["id"], 60)  # type: ignore[attr-defined]
            answer = new_client.get("/api/space").json()
    assert answer["state"] == "failed"
    assert "parties and issues" in answer["sentence"]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_view_is_open_to_all(page: Any, server: Any, axe: Callable[[Any], list[str]], scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{server.origin}/space")
    page.wait_for_selector("#package .verdict, #package p", timeout=60_000)
    page.wait_for_selector("#table tr[tabindex]")
    page.wait_for_selector("#blocked p")
    assert axe(page) == []


@pytest.mark.browser
def test_a_package_is_chosen_by_pointer_keyboard_and_option(page: Any, server: Any) -> None:
    page.goto(f"{server.origin}/space")
    page.wait_for_selector("#trades h3", timeout=60_000)
    data = page.evaluate("fetch('/api/space').then((answer) => answer.json())")["data"]
    page.locator("#table tr[tabindex]").first.focus()
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement.dataset.package")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: package(url) == second)
    page.wait_for_selector("#trades h3")
    page.select_option("#term-pay", "six_percent")
    page.wait_for_url(lambda url: "pay:six_percent" in package(url))
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("0")
    no_deal = data["named"]["no_deal"]["package"]
    page.wait_for_url(lambda url: package(url) == no_deal)
    page.locator("svg.plane").scroll_into_view_if_needed()
    at = page.locator(".plane .dots circle").last.bounding_box()
    page.mouse.click(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
    page.wait_for_url(lambda url: package(url) != no_deal)
    page.go_back()
    page.wait_for_url(lambda url: package(url) == no_deal)


@pytest.mark.browser
def test_a_scenario_is_chosen_and_left_again(page: Any, server: Any, axe: Callable[[Any], list[str]]) -> None:
    page.goto(f"{server.origin}/what-if?outside.port=0.9")
    page.wait_for_selector("#chips a", timeout=60_000)
    page.click("#chips a")
    page.wait_for_selector(".frontier-before, .before .solution", state="attached", timeout=60_000)
    assert "What was asked in What if" in page.locator("#under option:checked").inner_text()
    page.wait_for_selector("#package .verdict, #package p")
    assert axe(page) == []
    page.click(".under-told button")
    page.wait_for_selector(".before", state="detached")
    assert "under=" not in page.url
    page.go_back()
    page.wait_for_selector(".before .solution", state="attached")


@pytest.mark.browser
def test_no_label_of_the_picture_lies_over_another(page: Any, server: Any) -> None:
    page.goto(f"{server.origin}/space")
    page.wait_for_selector(".plane .label", timeout=60_000)
    boxes = page.evaluate(
        "[...document.querySelectorAll('.plane text')].map((one) => { const b = one.getBoundingClientRect();"
        " return [b.left, b.top, b.right, b.bottom, one.textContent]; })"
    )
    for place, one in enumerate(boxes):
        for other in boxes[place + 1 :]:
            apart = one[2] <= other[0] + 1 or other[2] <= one[0] + 1 or one[3] <= other[1] + 1 or other[3] <= one[1] + 1
            assert apart, (one[4], other[4])
