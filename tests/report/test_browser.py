"""The page in a browser: no complaint, no request, a click on a number finds its sentence, also with no script."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.report.builder import contents, statements

from accord.report import write_report

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = write_report(contents(), tmp_path_factory.mktemp("report"))
    return path.as_uri()


def test_the_page_opens_with_no_complaint_and_no_request(browser: Any, address: str) -> None:
    page, told, asked = browser.new_page(), [], []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda fault: told.append(str(fault)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.select_option("#filter-family", "refuses")
    assert (told, asked) == ([], [address])
    page.close()


@pytest.mark.parametrize("script", [True, False])
def test_a_click_on_a_number_leads_to_its_sentence(browser: Any, address: str, script: bool) -> None:
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(address)
    number = page.locator(".headline a.number").first
    target = (number.get_attribute("href") or "").removeprefix("#")
    number.click()
    marked = page.locator(f"[id='{target}']")
    quote = next(statement.quote for statement in statements() if statement.id == target)
    assert quote[:40] in marked.inner_text()
    page.wait_for_timeout(900)
    box = marked.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < page.viewport_size["height"]
    context.close()


def test_back_returns_to_where_the_reader_was(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    page.locator(".headline .said").first.click()
    page.locator("#back").click()
    page.wait_for_function("location.hash === ''")
    assert page.locator("#back").is_hidden()
    page.close()


def test_a_note_opens_with_its_sentence(browser: Any, address: str) -> None:
    page = browser.new_page()
    id = statements()[0].id
    page.goto(f"{address}#{id}")
    page.wait_for_selector(f"[id='n-{id}'][open]")
    assert page.locator(f"[data-s='{id}'].here").count() >= 1
    page.close()


@pytest.mark.parametrize("width", [1440, 820, 390])
def test_nothing_runs_out_of_the_page(browser: Any, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_another_pair_of_parties_is_shown_without_script(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator(".picture.pair-1").is_visible()
    page.locator(".pairs input").nth(1).check()
    assert page.locator(".picture.pair-2").is_visible()
    assert not page.locator(".picture.pair-1").is_visible()
    context.close()
