"""What if: answers beside what is, the newest question first, and scenarios that are kept, compared and put back."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import client_of

from accord.web.api.asking import _Turns

GIVEN = {"outside": {"port": 0.9}}


@pytest.fixture(scope="module")
def opened(read_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client whose project stays as it is, so that its models are drawn once for all tests of this file."""
    with client_of(Path(shutil.copytree(read_project, tmp_path_factory.mktemp("opened") / "lorn"))) as client:
        yield client


def ready(client: TestClient) -> dict[str, Any]:
    """What can be asked, once the session stands."""
    answer: dict[str, Any] = {}
    for _ in range(4):
        answer = client.get("/api/what-if/choices").json()
        if answer["state"] != "computing":
            break
        client.app.state.desk.jobs.wait(answer["job"]["id"], 60)  # type: ignore[attr-defined]
    assert answer["state"] == "ready", answer["sentence"]
    data: dict[str, Any] = answer["data"]
    return data


def asked(client: TestClient, kind: str, changes: dict[str, Any]) -> dict[str, Any]:
    answer = client.post(f"/api/what-if/{kind}", json={"changes": changes, "client": "test"}).json()
    assert answer["state"] == "ready", answer
    data: dict[str, Any] = answer["data"]
    return data


def test_while_the_session_is_prepared_a_question_says_so(client: TestClient) -> None:
    answer = client.post("/api/what-if/quick", json={"changes": {}}).json()
    assert answer["state"] == "computing"
    assert answer["job"]["title"]
    ready(client)


def test_choices_tell_the_range_of_every_slider(opened: TestClient) -> None:
    data = ready(opened)
    assert {one["id"] for one in data["issues"]} == {"pay", "shifts"}
    assert {one["title"] for one in data["documents"]} == {"Talks at the port go on", "Port of Lorn moves"}
    for one in data["scalars"]:
        assert set(one["parties"]) == {"union", "port"}
        for told in one["parties"].values():
            assert told["low"] < told["high"]
            assert told["least"] <= told["mean"] <= told["most"]
    impatience = next(one for one in data["scalars"] if one["name"] == "impatience")
    assert impatience["parties"]["union"]["low"] == 0


def test_a_better_outside_option_leaves_less_to_agree_on(opened: TestClient) -> None:
    ready(opened)
    told = asked(opened, "quick", GIVEN)
    assert told["agreement"]["share"] <= told["agreement"]["before"]
    assert told["zone"]["mean"] < told["zone"]["before"]["mean"]
    port = next(one for one in told["reservations"] if one["party"] == "port")
    assert port["mean"] >= max(0.9, port["before"])


def test_every_finding_stands_beside_what_it_was(opened: TestClient) -> None:
    ready(opened)
    quick, full = asked(opened, "quick", GIVEN), asked(opened, "full", GIVEN)
    deal = next(one for one in full["differences"] if one["id"] == "packages:deal")
    assert deal["before"]["share"] == pytest.approx(quick["agreement"]["before"], abs=1e-6)
    assert deal["after"]["share"] == pytest.approx(quick["agreement"]["share"], abs=1e-6)
    assert deal["difference"] == pytest.approx(deal["after"]["share"] - deal["before"]["share"], abs=2e-6)
    clear = [one["clear"] for one in full["differences"]]
    assert clear == sorted(clear, reverse=True)
    assert full["clear"] == sum(clear)
    assert all(one["title"] for one in full["differences"])


def test_nothing_changed_changes_nothing(opened: TestClient) -> None:
    ready(opened)
    assert asked(opened, "full", {})["clear"] == 0


def test_a_document_and_a_statement_can_be_left_out(opened: TestClient) -> None:
    data = ready(opened)
    quote = opened.get("/api/what-if/statements", params={"q": "ten-hour shifts"}).json()[0]
    assert "ten-hour shifts" in quote["words"]
    for changes in ({"without": [quote["id"]]}, {"without_documents": [data["documents"][0]["id"]]}):
        assert asked(opened, "full", changes)["differences"]
    assert opened.get("/api/what-if/statements", params={"id": quote["id"]}).json()[0]["id"] == quote["id"]
    assert opened.get("/api/what-if/statements").json()


def test_a_change_that_names_nothing_is_refused_in_words(opened: TestClient) -> None:
    ready(opened)
    for changes in ({"outside": {"nobody": 0.5}}, {"without": ["none"]}, {"order": ["pay"]}, {"colour": "red"}):
        answer = opened.post("/api/what-if/quick", json={"changes": changes})
        assert answer.status_code == 422
        assert answer.json()["sentence"]


def test_a_newer_question_of_the_same_page_ends_the_older() -> None:
    turns = _Turns()
    with turns.taken("a page", "full") as first, turns.taken("another", "quick") as elsewhere:
        assert not first.is_set()
        with turns.taken("a page", "quick") as second:
            assert first.is_set()
            assert not second.is_set()
            with turns.taken("a page", "full") as third:
                assert not second.is_set()
                assert not third.is_set()
        assert not elsewhere.is_set()


def test_a_question_taken_back_is_answered_as_cancelled(opened: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    ready(opened)
    from accord.workspace.asking import Asker

    going, answers = threading.Event(), []
    whole = Asker.full

    def slow(self: Asker, changes: Any, *, cancelled: Callable[[], bool]) -> Any:
        going.set()
        while not cancelled():
            threading.Event().wait(0.01)
        return whole(self, changes, cancelled=cancelled)

    monkeypatch.setattr(Asker, "full", slow)
    body = {"changes": {"outside": {"union": 0.8}}, "client": "one"}
    older = threading.Thread(target=lambda: answers.append(opened.post("/api/what-if/full", json=body).json()))
    older.start()
    assert going.wait(20)
    newer = opened.post("/api/what-if/quick", json={"changes": {"outside": {"union": 0.7}}, "client": "one"}).json()
    older.join(20)
    assert newer["state"] == "ready"
    assert answers[0]["state"] == "cancelled"


def test_a_scenario_is_kept_changed_taken_out_and_put_back(opened: TestClient) -> None:
    first = opened.put("/api/what-if/scenarios/Port%20%2F%20strong", json={"changes": GIVEN, "revision": 0}).json()
    assert first["changes"] == GIVEN
    assert [one["name"] for one in opened.get("/api/what-if/scenarios").json()] == ["Port / strong"]
    stale = opened.put("/api/what-if/scenarios/Port%20%2F%20strong", json={"changes": GIVEN, "revision": 0})
    assert stale.status_code == 409
    wrong = opened.put("/api/what-if/scenarios/x", json={"changes": {"colour": "red"}})
    assert wrong.status_code == 422
    gone = opened.delete("/api/what-if/scenarios/Port%20%2F%20strong").json()
    assert opened.get("/api/what-if/scenarios").json() == []
    back = opened.put(f"/api/what-if/scenarios/{gone['name'].replace('/', '%2F')}", json={"changes": gone["changes"]})
    assert back.json()["changes"] == GIVEN
    assert opened.delete("/api/what-if/scenarios/none").status_code == 422


def test_two_scenarios_stand_beside_each_other_and_the_present(opened: TestClient) -> None:
    ready(opened)
    pair = {"one": GIVEN, "other": {"outside": {"union": 0.9}}}
    told = opened.post("/api/what-if/compare", json=pair).json()["data"]
    alone = [asked(opened, "full", changes) for changes in pair.values()]
    shares = [next(one for one in each["differences"] if one["id"] == "packages:deal") for each in alone]
    deal = next(one for one in told["differences"] if one["id"] == "packages:deal")
    assert [deal["before"]["share"], deal["after"]["share"]] == [one["after"]["share"] for one in shares]
    assert deal["present"]["share"] == shares[0]["before"]["share"]
    assert len(told["spaces"]) == 2


def test_a_correction_makes_a_new_session(client: TestClient) -> None:
    ready(client)
    desk = client.app.state.desk  # type: ignore[attr-defined]
    before = len(desk.material().statements)
    client.get("/api/project")
    path = desk.file
    path.write_text(path.read_text(encoding="utf-8") + "\n# read again\n", encoding="utf-8")
    assert client.post("/api/what-if/quick", json={"changes": {}}).json()["state"] == "computing"
    ready(client)
    assert len(desk.material().statements) == before


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_view_is_open_to_all(page: Any, server: Any, axe: Callable[[Any], list[str]], scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{server.origin}/what-if?outside.port=0.9")
    page.wait_for_selector("#findings[aria-busy=false] .turned, #findings[aria-busy=false] h3", timeout=60_000)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.wait_for_selector("#part-without li")
    assert axe(page) == []


@pytest.mark.browser
def test_a_slider_a_scenario_undo_and_back(page: Any, server: Any) -> None:
    page.goto(f"{server.origin}/what-if")
    page.wait_for_selector("#space .solutions", timeout=60_000)
    page.focus("#outside-port")
    page.keyboard.press("End")
    page.wait_for_url(lambda url: "outside.port=1" in url)
    page.wait_for_selector("#findings[aria-busy=false] h3")
    assert page.evaluate("document.activeElement.id") == "outside-port"
    assert "outside option of Port of Lorn worth 100 %" in page.locator(".chip.changed").inner_text()
    page.keyboard.press("s")
    page.fill("dialog input", "No need to agree")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "scenario=No+need+to+agree" in url)
    page.wait_for_selector(".chip.here")
    page.click("[aria-label='Take out “No need to agree”']")
    page.wait_for_selector(".chip.here", state="detached")
    page.keyboard.press("u")
    page.wait_for_selector(".chip.here")
    page.click(".chip.changed button")
    page.wait_for_selector(".chip.changed", state="detached")
    assert "outside" not in page.url
    page.go_back()
    page.wait_for_selector(".chip.changed")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("r")
    page.wait_for_selector(".chip.changed", state="detached")
    page.select_option("#compare-other", "No need to agree")
    page.click("text=Side by side >> nth=0")
    page.wait_for_selector("#comparison .beside .solutions")
    assert "compare=" in page.url


@pytest.mark.browser
def test_a_finding_stands_on_top_with_the_quotations_that_move_it(page: Any, server: Any) -> None:
    page.goto(f"{server.origin}/findings")
    page.wait_for_selector(".finding .size", timeout=60_000)
    rows = page.evaluate("fetch('/api/findings/table').then((answer) => answer.json())")["rows"]
    chosen = next(row["id"] for row in rows if row["id"] == "packages:deal")
    page.goto(f"{server.origin}/what-if?finding={chosen}")
    page.wait_for_selector("#finding .quote", timeout=60_000)
    page.locator("#finding button").first.click()
    page.wait_for_url(lambda url: "without=" in url)
    page.wait_for_selector('#finding button[aria-pressed="true"]')
    page.wait_for_selector("#findings[aria-busy=false] .turned")
    assert page.locator(f'#findings tr[data-finding="{chosen}"]').count() >= 1
