"""Every page: opens with no complaint and no foreign request, light and dark, by keyboard, for everybody."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import Server, client_of, serving, watched

from accord.web.pages import VIEWS

HEAVY = ("accord.evidence", "accord.findings", "accord.solve", "networkx", "numba", "numpy", "scipy", "spacy")
STATIC = Path(__file__).parents[2] / "src" / "accord" / "web" / "static"


def paths(client: TestClient) -> list[str]:
    document = client.get("/api/documents").json()["rows"][0]["id"]
    return [view.path.format(document=document) for view in VIEWS]


def test_every_page_is_a_shell_with_its_own_script_and_style(client: TestClient) -> None:
    for view, path in zip(VIEWS, paths(client), strict=True):
        text = client.get(path).text
        assert f"<h1>{view.title}</h1>" in text
        assert f'src="/static/js/{view.name}.js"' in text
        assert (STATIC / "js" / f"{view.name}.js").is_file()
        assert (STATIC / "css" / f"{view.name}.css").is_file()


def test_no_page_has_script_or_style_in_its_markup(client: TestClient) -> None:
    for path in paths(client):
        text = client.get(path).text
        assert "<style" not in text
        assert " style=" not in text
        assert " onclick" not in text
        assert text.count("<script") == text.count("<script src=") + text.count('<script type="module" src=')


def test_no_script_puts_markup_into_a_page() -> None:
    for path in (STATIC / "js").glob("*.js"):
        text = path.read_text("utf-8")
        assert not [word for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "https://")
                    if word in text.replace("https://…", "").replace("http:// or https://", "")], path.name  # fmt: skip


def test_a_name_of_a_folder_full_of_markup_shows_as_text(tmp_path: Path) -> None:
    with client_of(tmp_path / "<script>alert(1)<") as client:
        text = client.get("/").text
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text


def test_what_is_not_there_is_told_in_a_sentence(client: TestClient) -> None:
    assert client.get("/nothing").status_code == 404
    told = client.get("/api/nothing")
    assert (told.status_code, told.json()["sentence"]) == (404, "There is nothing at this address.")
    assert client.get("/api/jobs/none").json()["must"]
    assert client.post("/api/documents/texts", json={"txt": ""}).json()["sentence"]


def test_the_server_starts_without_the_heavy_libraries(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from accord.web import create_app; "
        f"create_app(Path({str(tmp_path / 'new')!r}), token='x', port=1); "
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_description_of_the_interface_names_every_route(client: TestClient) -> None:
    told = client.get("/api/openapi.json").json()
    for path, methods in told["paths"].items():
        for method, route in methods.items():
            assert route.get("description"), f"{method} {path} says nothing of what it does"


def test_events_begin_at_once_and_tell_of_changes(server: Server) -> None:
    import httpx

    token = server.url.partition("token=")[2]
    headers = {"Authorization": f"Bearer {token}", "X-Accord": "1"}
    with httpx.stream("GET", f"{server.origin}/api/events", headers=headers, timeout=10) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = stream.iter_lines()
        assert next(lines) == "event: hello"


# in a browser

pytest_browser = pytest.mark.browser


@pytest_browser
def test_every_page_opens_without_a_complaint(page: Any, server: Server) -> None:
    document = page.locator("#documents a.title").first.get_attribute("data-row")
    for view in VIEWS:
        page.goto(server.origin + view.path.format(document=document), wait_until="load")
        assert page.locator("main h1").first.inner_text().strip(), view.name


@pytest_browser
@pytest.mark.long
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_page_has_no_serious_fault_of_access(
    page: Any, server: Server, axe: Callable[..., list[str]], view: Any
) -> None:
    document = page.locator("#documents a.title").first.get_attribute("data-row")
    page.goto(server.origin + view.path.format(document=document), wait_until="load")
    page.wait_for_timeout(600)
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe(page, "color-contrast") == []


@pytest_browser
def test_a_page_paints_within_a_second(page: Any, server: Server) -> None:
    page.goto(server.origin + "/")
    page.goto(server.origin + "/matrix")
    page.wait_for_selector("main")
    painted = page.evaluate(
        "() => new Promise((tell) => new PerformanceObserver((list) => tell(list.getEntries()[0].startTime))"
        ".observe({type: 'paint', buffered: true}))"
    )
    assert painted < 1000


@pytest_browser
def test_keys_lead_everywhere(page: Any, server: Server) -> None:
    page.keyboard.press("g")
    page.keyboard.press("n")
    page.wait_for_url("**/negotiation")
    page.wait_for_selector(".part")
    page.keyboard.press("?")
    assert page.locator("#keys-dialog").inner_text().count("Library") >= 1
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("eight-hour")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?find=eight-hour")
    assert "eight-hour" in page.locator(".hit mark").first.inner_text()


@pytest_browser
def test_the_theme_that_a_person_chose_stays(page: Any, server: Server) -> None:
    page.click("#theme")
    chosen = page.evaluate("() => document.documentElement.dataset.theme")
    page.goto(server.origin + "/negotiation")
    assert page.evaluate("() => document.documentElement.dataset.theme") == chosen


@pytest_browser
@pytest.mark.slow
def test_a_newcomer_gets_from_an_empty_folder_to_the_findings(browser: Any, tmp_path: Path) -> None:
    from tests.web.conftest import DOCUMENTS

    files = []
    for name, text in DOCUMENTS.items():
        files.append(tmp_path / name)
        files[-1].write_text(text, encoding="utf-8")
    running = serving(tmp_path / "new")
    server = next(running)
    context = browser.new_context(viewport={"width": 820, "height": 1100})
    page = context.new_page()
    told = watched(page, server.origin)
    page.goto(server.url)
    page.wait_for_selector("body.is-empty")
    page.set_input_files("#files", [str(path) for path in files])
    page.wait_for_selector("#documents tbody tr:nth-child(2)", timeout=60_000)
    page.click("text=Draft a negotiation")
    page.click("#draft-first")
    page.wait_for_selector(".part .tag.drafted", timeout=120_000)
    page.click("text=Read the documents")
    page.wait_for_selector("#work >> text=See the findings", timeout=120_000)
    assert page.locator("#documents tbody td.number a").count() >= 1
    page.click("#work >> text=See the findings")
    page.wait_for_url("**/findings")
    assert told == []
    context.close()
    running.close()
