"""The review: what moves the findings most comes first, one key each, and the queue stands still."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import Server, project_in, serving, watched

from accord.documents import Document, document_id
from accord.statements import Act, Authority, Point, make_statement
from accord.store import Filter, Reading, Review, Signature, Store
from accord.web.queueing import stretch
from accord.workspace import Workspace

sync = pytest.importorskip("playwright.sync_api")


def crowded(folder: Path, number: int, *, size: int = 0) -> str:
    """A project with one more document in which each sentence is a statement; returns the document's id."""
    project_in(folder, is_read=False)
    filling = "The harbour was quiet and the cranes stood still. " * (size // 50)
    sentences = [
        f"The union demands {at} percent more pay from the port of Lorn. {filling}\n\n" for at in range(number)
    ]
    text = "".join(sentences)
    (folder / "sources" / "many.txt").write_text(text, encoding="utf-8")
    document = Document(
        document_id(text), "many.txt", "Many demands", "Lorn Courier", date(2031, 3, 12), text, "text/plain"
    )
    with Store.open(Workspace.open(folder).database) as store:
        store.add_documents([document])
        store.add_reading(Reading(document.id, "by_rule", "many"), list(coded(document, sentences)), when="2031-03-12")
    return document.id


def coded(document: Document, sentences: list[str]) -> Iterator[Any]:
    """A demand for each sentence."""
    start = 0
    for number, sentence in enumerate(sentences):
        end = start + sentence.index(".") + 1
        point = Point(Act.DEMAND, "union", "pay", ("three_percent", "six_percent")[number % 2])
        about = {"speakers": ("Ada Brenner",), "parties": ("union",), "authority": Authority.PRINCIPAL}
        yield make_statement(
            document,
            start,
            end,
            **about,
            points=(point,),
            confidence=0.2 + 0.7 * (number % 10) / 10,
            on=date(2031, 3, 11),
        )
        start += len(sentence)


def ready(client: TestClient) -> dict[str, Any]:
    """The queue once the findings are there."""
    client.get("/api/statements/queue")
    for job in client.get("/api/jobs").json():
        client.app.state.desk.jobs.wait(job["id"], 60)  # type: ignore[attr-defined]
    found: dict[str, Any] = client.get("/api/statements/queue").json()
    return found


def test_what_moves_a_finding_most_comes_first_then_what_is_doubted_most(client: TestClient) -> None:
    found = ready(client)
    assert found["state"] == "ready"
    effects = [abs(row["bears"][0]["effect"] or 0) if row["bears"] else 0 for row in found["rows"]]
    assert effects == sorted(effects, reverse=True)
    assert effects[0] > 0
    assert found["total"] == len(found["rows"])
    id = found["rows"][0]["id"]
    rests = client.get(f"/api/statements/{id}/findings").json()
    assert rests["data"][0]["finding"] == found["rows"][0]["bears"][0]["finding"]


def test_without_findings_the_queue_goes_by_doubt_at_once(tmp_path: Path) -> None:
    crowded(tmp_path / "lorn", 30)
    from tests.web.conftest import client_of

    with client_of(tmp_path / "lorn") as client:
        found = client.get("/api/statements/queue", params={"limit": 20}).json()
        doubts = [row["confidence"] for row in found["rows"]]
        assert found["state"] == "doubt"
        assert doubts == sorted(doubts)
        assert (len(found["rows"]), found["total"]) == (20, 30)


def test_the_queue_comes_in_stretches_each_statement_once(tmp_path: Path) -> None:
    crowded(tmp_path / "lorn", 30)
    from tests.web.conftest import client_of

    with client_of(tmp_path / "lorn") as client:
        store = client.app.state.desk.store  # type: ignore[attr-defined]
        by_doubt = [one.statement.id for one in store.statements_page(sort="doubt").rows]
        first = by_doubt[25:] + by_doubt[3:5]  # what moves a finding, however sure the reader was of it
        found, after = list[str](), ""
        while after is not None:
            rows, total, after = stretch(store, Filter(), first, limit=7, after=after)
            found += [one.statement.id for one in rows]
            assert (total, len(rows) <= 7) == (30, True)
        assert found == [*first, *(id for id in by_doubt if id not in first)]
        store.accept(first[0], Signature("Ada", "2031-03-12"))
        waiting = Filter(review=(Review.UNREVIEWED, Review.CHANGED))
        assert [one.statement.id for one in stretch(store, waiting, first, limit=3)[0]] == first[1:4]
        assert client.get("/api/statements/queue?after=nonsense").status_code == 422
        assert client.get("/api/statements/queue?after=[0]").status_code == 422


def test_the_queue_is_narrowed_and_leaves_out_what_was_looked_at(client: TestClient) -> None:
    every = client.get("/api/statements/queue").json()["rows"]
    refusals = client.get("/api/statements/queue", params={"act": "reject"}).json()["rows"]
    assert refusals
    assert {row["act"] for row in refusals} == {"reject"}
    one = refusals[0]
    client.post(f"/api/statements/{one['id']}/accept", json={"revision": 0})
    left = client.get("/api/statements/queue").json()
    assert left["total"] == len(every) - 1
    assert one["id"] not in {row["id"] for row in left["rows"]}
    assert one["id"] in {row["id"] for row in client.get("/api/statements/queue?every=true").json()["rows"]}
    tom = client.get("/api/statements/queue", params={"speaker": "Tom Vale"}).json()["rows"]
    assert {row["speaker"] for row in tom} == {"Tom Vale"}


def test_the_fields_are_those_of_the_codebook(client: TestClient) -> None:
    found = client.get("/api/statements/fields").json()
    assert [one["id"] for one in found["parties"]] == ["union", "port"]
    assert {one["id"]: one["options"] for one in found["issues"]}["shifts"] == ["ten_hours", "eight_hours"]
    assert found["speakers"][:2] == ["Ada Brenner", "Tom Vale"]
    assert "demand" in found["act"]


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a project with sixty statements to look at."""
    folder = tmp_path_factory.mktemp("crowd") / "lorn"
    crowded(folder, 60)
    yield from serving(folder)


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_review_is_for_everybody(browser: Any, crowd: Server, axe: Any, scheme: str) -> None:
    page = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme=scheme).new_page()
    page.goto(crowd.url)
    told = watched(page, crowd.origin)
    page.goto(f"{crowd.origin}/review")
    page.wait_for_selector("#statement-fields select")
    page.wait_for_selector("#rests h3")
    assert axe(page) == []
    page.keyboard.press("i")
    page.wait_for_selector("dialog.picker[open]")
    assert axe(page) == []
    page.keyboard.press("Escape")
    for key in ("Accept a", "Reject x", "Fix e", "Next j", "Previous k", "Undo u"):
        assert page.get_by_role("button", name=key, exact=True).count() == 1
    assert told == []
    page.context.close()


WATCH = """() => {
  window.took = [];
  addEventListener('keydown', (event) => {
    const start = performance.now();
    if ('ax'.includes(event.key)) requestAnimationFrame(() => setTimeout(() => took.push(performance.now() - start)));
  }, true);
}"""


def queued(page: Any) -> list[str]:
    """The ids of the statements in the queue."""
    found: list[str] = page.locator("#queue .line").evaluate_all("lines => lines.map((one) => one.dataset.row)")
    return found


@pytest.mark.browser
def test_fifty_statements_are_gone_through_by_keyboard_alone(browser: Any, crowd: Server) -> None:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(crowd.url)
    told = watched(page, crowd.origin)
    page.goto(f"{crowd.origin}/review")
    page.wait_for_selector("#statement-fields select")
    order = queued(page)
    sync.expect(page.locator("#counter b")).to_have_text("0 of 60")
    page.evaluate(WATCH)
    fixed = []
    for number in range(50):
        shown = page.get_attribute("#one", "data-statement")
        assert shown == order[number], "the queue jumped"
        if number % 10 == 3:
            fixed.append(shown)
            page.keyboard.press("o")
            page.wait_for_selector("dialog.picker[open]")
            page.keyboard.press("1")
            sync.expect(page.locator("#f-points-0-option")).to_have_value("none")
        page.keyboard.press("x" if number % 10 == 7 else "a")
        if number == 40:  # the rest has come, behind what was there
            order = [*order, *queued(page)[len(order) :]]
        page.wait_for_selector(f"#one[data-statement='{order[number + 1]}']", state="attached")
    sync.expect(page.locator("#counter b")).to_have_text("50 of 60")
    took = page.evaluate("took")
    assert len(took) == 50
    assert statistics.median(took) < 100, took  # milliseconds from the key to the next statement painted
    left = "fetch('/api/statements/queue').then((answer) => answer.json()).then((one) => one.total)"
    deadline = time.monotonic() + 30
    while page.evaluate(left) != 10 and time.monotonic() < deadline:
        time.sleep(0.2)
    assert page.evaluate(left) == 10
    asked = "ids => Promise.all(ids.map((id) => fetch('/api/statements/' + id).then((answer) => answer.json())))"
    for one in page.evaluate(asked, order[:50]):
        assert one["review"] == "reviewed"
        assert (one["state"] == "rejected") == (order.index(one["id"]) % 10 == 7)
        if one["id"] in fixed:
            assert one["fields"]["points"][0]["option"] == "none"
    page.keyboard.press("u")
    page.wait_for_selector(f"#one[data-statement='{order[49]}']", state="attached")
    sync.expect(page.locator("#counter b")).to_have_text("49 of 60")
    assert told == []
    page.context.close()
