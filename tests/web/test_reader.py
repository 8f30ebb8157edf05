"""The reader: a text with its statements, each corrected where it stands, by two people at once too."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import DOCUMENTS, Server, project_in, serving, watched
from tests.web.test_review import crowded

sync = pytest.importorskip("playwright.sync_api")

HOSTILE = '<script>alert(1)</script> <img src=x onerror="alert(2)"> "><b>bold</b> {{ 7*7 }}'
BY_ADA, BY_TOM = {"X-Accord-Who": "Ada"}, {"X-Accord-Who": "Tom"}


def opened(client: TestClient, file: str = "tuesday.txt") -> dict[str, Any]:
    rows = client.get("/api/documents").json()["rows"]
    id = next(row["id"] for row in rows if row["file"].endswith(file))
    found: dict[str, Any] = client.get(f"/api/reader/{id}").json()
    return found


def statement(client: TestClient, words: str) -> dict[str, Any]:
    for file in DOCUMENTS:
        for mark in opened(client, file)["marks"]:
            found: dict[str, Any] = client.get(f"/api/statements/{mark['id']}").json()
            if words in found["fields"]["quote"]:
                return found
    raise AssertionError(f"no statement with {words!r}")


def test_the_text_comes_in_paragraphs_with_a_mark_for_each_statement(client: TestClient) -> None:
    found = opened(client)
    text = DOCUMENTS["tuesday.txt"]
    for one in found["paragraphs"]:
        assert text[one["start"] : one["start"] + len(one["text"])] == one["text"]
    quotes = [text[mark["start"] : mark["end"]] for mark in found["marks"]]
    assert any("ten-hour shifts" in quote for quote in quotes)
    refusal = next(mark for mark in found["marks"] if "ten-hour" in text[mark["start"] : mark["end"]])
    assert (refusal["act"], refusal["speaker"], refusal["parties"]) == ("reject", "Ada Brenner", ["union"])
    assert "state" not in refusal, "what is usual is left out of a mark"


def test_a_statement_tells_each_field_and_how_it_was_reached(client: TestClient) -> None:
    one = statement(client, "ten-hour shifts")
    assert one["fields"]["speakers"] == ["Ada Brenner"]
    assert one["fields"]["speaker_as_named"] == "Brenner"
    assert one["fields"]["reached"]["speakers"]
    assert one["after"].endswith("Brenner said.")
    assert (one["review"], one["revision"]) == ("unreviewed", 0)


def test_a_correction_is_kept_with_who_and_why_and_is_taken_back(client: TestClient) -> None:
    one = statement(client, "eight-hour shifts")
    path = f"/api/statements/{one['id']}"
    told = client.patch(
        path, json={"changes": {"speakers": ["Tom A. Vale"]}, "revision": 0, "why": "full name"}, headers=BY_ADA
    ).json()
    assert told["decision"]["who"] == "Ada"
    assert told["decision"]["why"] == "full name"
    now = client.get(path).json()
    assert now["fields"]["speakers"] == ["Tom A. Vale"]
    assert now["fields"]["reached"]["speakers"] == "corrected by Ada: full name"
    assert client.post("/api/history/undo", json={}, headers=BY_ADA).status_code == 200
    assert client.get(path).json()["fields"]["speakers"] == ["Tom Vale"]
    assert client.post("/api/history/redo", json={}, headers=BY_ADA).status_code == 200
    assert client.get(path).json()["fields"]["speakers"] == ["Tom A. Vale"]


def test_a_stale_edit_is_refused_and_tells_who_changed_what(client: TestClient) -> None:
    one = statement(client, "eight-hour shifts")
    path = f"/api/statements/{one['id']}"
    first = {"changes": {"role": "head of the port"}, "revision": 0, "why": "as on its site"}
    assert client.patch(path, json=first, headers=BY_ADA).status_code == 200
    mine = {"changes": {"points.0.act": "concession"}, "revision": 0}
    answer = client.patch(path, json=mine, headers=BY_TOM)
    assert answer.status_code == 409
    told = answer.json()
    assert [(each["who"], each["changes"]) for each in told["since"]] == [("Ada", {"role": "head of the port"})]
    assert told["current"]["fields"]["role"] == "head of the port"
    again = {**mine, "revision": told["current"]["revision"]}
    assert client.patch(path, json=again, headers=BY_TOM).status_code == 200
    now = client.get(path).json()["fields"]
    assert (now["role"], now["points"][0]["act"]) == ("head of the port", "concession")


def test_a_claim_follows_the_act_the_issue_and_the_party(client: TestClient) -> None:
    one = statement(client, "eight-hour shifts")
    path = f"/api/statements/{one['id']}"
    wanted = {"says": "would_accept", "party": "port", "issue": "shifts", "option": "eight_hours"}
    assert one["fields"]["points"][0]["claim"] == wanted
    client.patch(path, json={"changes": {"points.0.act": "reject"}})
    assert client.get(path).json()["fields"]["points"][0]["claim"] == {**wanted, "says": "refuses"}
    client.patch(path, json={"changes": {"points.0.about": "union", "points.0.option": "ten_hours"}})
    after = client.get(path).json()["fields"]["points"][0]["claim"]
    assert after == {"says": "refuses", "party": "union", "issue": "shifts", "option": "ten_hours"}
    client.patch(path, json={"changes": {"points.0.act": "assessment"}})
    assert client.get(path).json()["fields"]["points"][0]["claim"] is None


def test_a_missed_statement_is_added_moved_split_and_merged(client: TestClient) -> None:
    found, text = opened(client), DOCUMENTS["tuesday.txt"]
    start = text.index("Talks at the port")
    body = {"document": found["id"], "start": start, "end": start + len("Talks at the port go on")}
    added = client.post("/api/statements", json=body)
    assert added.status_code == 201
    id = added.json()["decision"]["made"][0]
    moved = client.put(f"/api/statements/{id}/span", json={"start": start, "end": start + len("Talks at the port")})
    assert moved.json()["statements"][0]["fields"]["quote"] == "Talks at the port"
    cut = [[start, start + 5], [start + 6, start + 17]]
    parts = client.put(f"/api/statements/{id}/parts", json={"parts": cut}).json()["decision"]["made"]
    quotes = [client.get(f"/api/statements/{part}").json()["fields"]["quote"] for part in parts]
    assert quotes == ["Talks", "at the port"]
    whole = client.put(f"/api/statements/{parts[0]}/with", json={"others": [parts[1]]}).json()["decision"]["made"][0]
    assert client.get(f"/api/statements/{whole}").json()["fields"]["quote"] == "Talks at the port"
    assert whole in {mark["id"] for mark in opened(client)["marks"]}


def test_what_is_rejected_can_be_seen_and_taken_in_again(client: TestClient) -> None:
    one = statement(client, "ten-hour shifts")
    client.post(f"/api/statements/{one['id']}/reject", json={"revision": 0})
    state = {mark["id"]: mark.get("state", "standing") for mark in opened(client)["marks"]}
    assert state[one["id"]] == "rejected"
    client.post(f"/api/statements/{one['id']}/restore", json={})
    assert client.get(f"/api/statements/{one['id']}").json()["state"] == "standing"


def test_what_cannot_be_is_told_in_a_sentence(client: TestClient) -> None:
    one = statement(client, "ten-hour shifts")
    path = f"/api/statements/{one['id']}"
    assert "act" in client.patch(path, json={"changes": {"points.0.act": "singing"}}).json()["sentence"]
    assert client.patch(path, json={"changes": {"quote": "other words"}}).status_code == 422
    assert client.put(f"{path}/span", json={"start": 0, "end": 10_000}).status_code == 422
    assert client.get("/api/statements/nothing").status_code == 422
    assert client.get("/api/reader/nothing").status_code == 422
    assert client.get(path).json()["revision"] == 0


# in the browser

ADD = """([document, start, end]) => fetch('/api/statements', {
  method: 'POST',
  headers: {'X-Accord': '1', 'Content-Type': 'application/json'},
  body: JSON.stringify({document, start, end}),
}).then((answer) => answer.status)"""

WORDS = """() => [...document.querySelectorAll('.text p')].map((one) => {
  const copy = one.cloneNode(true);
  copy.querySelectorAll('.sign').forEach((sign) => sign.remove());
  return copy.textContent;
}).join('')"""


@pytest.fixture(scope="module")
def reading(read_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own: these tests change statements."""
    yield from serving(Path(shutil.copytree(read_project, tmp_path_factory.mktemp("reading") / "lorn")))


def entered(browser: Any, server: Server, who: str = "", **settings: Any) -> Any:
    """A page of a person of that name, let in by the token."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}, **settings).new_page()
    page.goto(server.url)
    page.evaluate("who => localStorage.setItem('accord-who', who)", who)
    page.told = watched(page, server.origin)
    return page


def has(page: Any, field: str, value: str) -> None:
    """Waits until a field has a value."""
    sync.expect(page.locator(field)).to_have_value(value)


def address(page: Any, server: Server, words: str) -> str:
    """The address of the statement with these words in its text."""
    found: str = page.evaluate(
        """async (words) => {
          const {rows} = await (await fetch('/api/documents')).json();
          for (const row of rows) for (const mark of (await (await fetch('/api/reader/' + row.id)).json()).marks) {
            const one = await (await fetch('/api/statements/' + mark.id)).json();
            if (one.fields.quote.includes(words)) return `/read/${row.id}?statement=${mark.id}`;
          }
          return '';
        }""",
        words,
    )
    assert found
    return server.origin + found


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_reader_is_for_everybody(browser: Any, reading: Server, axe: Any, scheme: str) -> None:
    page = entered(browser, reading, color_scheme=scheme)
    page.goto(address(page, reading, "ten-hour shifts"))
    page.wait_for_selector("#statement-fields select")
    page.wait_for_selector("#rests h3")
    assert axe(page) == []
    page.keyboard.press("l")
    page.wait_for_selector(".lines .line[aria-current]")
    assert axe(page) == []
    assert page.told == []
    page.context.close()


@pytest.mark.browser
def test_a_speaker_is_fixed_by_keyboard_and_taken_back_by_one_key(browser: Any, reading: Server) -> None:
    page = entered(browser, reading, "Ada")
    page.goto(address(page, reading, "3 percent"))
    page.wait_for_selector("#f-speakers")
    page.keyboard.press("s")
    page.wait_for_selector("dialog.picker[open]")
    page.keyboard.type("Tomas Vale")
    page.keyboard.press("Enter")
    has(page, "#f-speakers", "Tomas Vale")
    page.wait_for_selector(".past li")
    assert "Ada" in page.inner_text(".stands")
    page.keyboard.press("u")
    has(page, "#f-speakers", "Tom Vale")
    page.keyboard.press("Control+Shift+Z")
    has(page, "#f-speakers", "Tomas Vale")
    page.reload()
    has(page, "#f-speakers", "Tomas Vale")
    page.keyboard.press("u")
    has(page, "#f-speakers", "Tom Vale")
    assert page.told == []
    page.context.close()


@pytest.mark.browser
def test_a_statement_and_its_row_find_each_other(browser: Any, reading: Server) -> None:
    page = entered(browser, reading)
    page.goto(address(page, reading, "ten-hour shifts").partition("?")[0])
    page.wait_for_selector(".lines .line")
    page.click(".lines li:last-child .line")
    page.wait_for_selector("#statement-fields select")
    chosen = page.url.rpartition("statement=")[2]
    assert page.locator(f".text .st.here[data-s='{chosen}']").count() > 0
    page.locator(".text .st:not(.here)").first.click()
    page.wait_for_url(lambda url: chosen not in url)
    page.keyboard.press("l")
    other = page.url.rpartition("statement=")[2]
    assert page.get_attribute(".line[aria-current]", "data-row") == other
    assert page.told == []
    page.context.close()


@pytest.mark.browser
def test_words_are_chosen_and_added_by_keyboard_alone(browser: Any, reading: Server) -> None:
    page = entered(browser, reading, "Ada")
    page.goto(address(page, reading, "ten-hour shifts").partition("?")[0])
    page.wait_for_selector(".lines .line")
    before = page.locator(".lines .line").count()
    page.keyboard.press("n")
    page.wait_for_selector("#picked #add")
    assert page.evaluate("getSelection().toString()") == "Talks at the port go on"
    page.keyboard.press("ArrowRight")
    assert page.evaluate("getSelection().toString()").startswith("Ada Brenner, president")
    page.keyboard.press("Shift+ArrowRight")
    assert "ten-hour shifts" in page.evaluate("getSelection().toString()").replace("\n", " ")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("getSelection().toString()") == "Talks at the port go on"
    page.keyboard.press("n")
    page.wait_for_selector("#statement-fields select, #add-point")
    assert page.locator(".text .st.here").inner_text() == "Talks at the port go on"
    page.keyboard.press("n")
    page.wait_for_selector("#picked #add")
    page.keyboard.press("Escape")
    page.wait_for_selector("#picked", state="hidden")
    page.keyboard.press("c")
    page.wait_for_selector("dialog.picker[open]")
    page.keyboard.press("d")
    page.wait_for_selector("#f-points-0-act")
    assert page.input_value("#f-points-0-act") == "demand"
    page.keyboard.press("u")
    page.wait_for_selector("#f-points-0-act", state="detached")
    page.keyboard.press("u")
    sync.expect(page.locator(".lines .line")).to_have_count(before)
    assert page.told == []
    page.context.close()


@pytest.mark.browser
def test_two_people_never_overwrite_each_other_unseen(browser: Any, reading: Server) -> None:
    ada, tom = entered(browser, reading, "Ada"), entered(browser, reading, "Tom")
    place = address(ada, reading, "eight-hour shifts")
    for page in (ada, tom):
        page.goto(place)
        page.wait_for_selector("#f-role")
    tom.route("**/api/events", lambda route: route.abort())  # Tom's page hears nothing of what Ada does
    tom.reload()
    tom.wait_for_selector("#f-role")
    ada.fill("#f-role", "chief of the port")
    ada.keyboard.press("Enter")
    ada.wait_for_selector(".past li")
    tom.fill("#f-organisation", "Port Authority")
    tom.keyboard.press("Enter")
    tom.wait_for_selector("#conflict[open]")
    told = tom.inner_text("#conflict")
    assert "Ada" in told
    assert "chief of the port" in told
    assert "Port Authority" in told
    tom.click("#take-mine")
    has(tom, "#f-role", "chief of the port")
    assert tom.input_value("#f-organisation") == "Port Authority"
    has(ada, "#f-organisation", "Port Authority")
    assert "Tom has changed this statement" in ada.inner_text("#notices")
    assert ada.told == []
    for page in (tom, ada):
        page.keyboard.press("Escape")
        page.context.close()


@pytest.mark.browser
def test_hostile_text_shows_as_text_and_overlaps_are_told_apart(browser: Any, tmp_path: Path) -> None:
    folder = project_in(tmp_path / "lorn", is_read=False)
    body = f"Ada Brenner, president of the union, said: “We demand 6 percent {HOSTILE} 😀 and more pay.”\n"
    (folder / "sources" / "hostile.txt").write_text(body, encoding="utf-8")
    from accord.workspace import Workspace

    Workspace.open(folder).read()
    for server in serving(folder):
        page = entered(browser, server)
        rows = page.evaluate("fetch('/api/documents').then((answer) => answer.json()).then((one) => one.rows)")
        id = next(row["id"] for row in rows if row["file"].endswith("hostile.txt"))
        whole, emoji = body.index("We demand"), body.index("😀")
        for start, end in ((whole, emoji + 5), (emoji, len(body) - 2)):
            assert page.evaluate(ADD, [id, start, end]) == 201
        page.goto(f"{server.origin}/read/{id}?find=more+PAY")
        page.wait_for_selector(".text .sign")
        words = page.evaluate(WORDS)
        assert words == body.strip()
        assert page.locator(".text script, .text img, .text b").count() == 0
        assert page.inner_text(".text mark.found") == "more pay"
        shared = page.locator(".text .st .st").first.inner_text()
        assert shared.startswith("😀") or "demand" in shared
        assert page.told == []
        page.context.close()


@pytest.mark.browser
def test_a_long_text_is_marked_where_one_looks(browser: Any, tmp_path: Path) -> None:
    id = crowded(tmp_path / "lorn", 400, size=300)
    for server in serving(tmp_path / "lorn"):
        page = entered(browser, server)
        marks = page.evaluate(f"fetch('/api/reader/{id}/marks').then((answer) => answer.json())")
        far = marks[350]["id"]
        page.goto(f"{server.origin}/read/{id}?statement={far}")
        page.wait_for_selector("#text[data-state='whole']")
        page.wait_for_selector("#statement-fields select")
        assert page.locator(".text p").count() == 400
        assert page.locator(".text .sign").count() < 200
        top = page.locator(f".sign[data-s='{far}']").bounding_box()["y"]
        assert 0 < top < 900
        page.keyboard.press("j")
        page.wait_for_url(f"**statement={marks[351]['id']}")
        page.evaluate("scrollTo(0, 0)")
        page.wait_for_selector(f".sign[data-s='{marks[0]['id']}']")
        page.goto(f"{server.origin}/read/{id}?at={marks[200]['start']}-{marks[200]['end']}")
        page.wait_for_selector(".text mark.found")
        assert 0 < page.locator(".text mark.found").first.bounding_box()["y"] < 900
        assert page.told == []
        page.context.close()
