"""A day in the browser: through every view on the repository's example, and a newcomer's from an empty folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.web.conftest import Server, serving, watched

pytestmark = [pytest.mark.browser, pytest.mark.long]

EXAMPLE = Path(__file__).parents[2] / "examples" / "cease-fire"
LONG = 240_000

ADDED = """\
A week later, the same two tables

Washington, March 30. The White House said on Sunday that Russia would accept a pause in strikes on energy sites.

“We will not accept an end to foreign arms,” said Olena Marchuk, a negotiator of the Ukrainian delegation, in Kyiv.
"""

ARTICLES = {
    "monday.txt": (
        "Bakers and millers begin talks\n\n"
        "Bram Oskar, chairman of the Bakers' Guild, said the bakers demand a flour price of 40 crowns.\n\n"
        "Livia Stern, director of the Millers' League, said the millers refuse 40 crowns. "
        "“We offer 50 crowns,” Stern said.\n"
    ),
    "wednesday.txt": (
        "Millers move on flour\n\n"
        "The Millers' League would accept a flour price of 45 crowns, its director Livia Stern said on Wednesday.\n\n"
        "“The bakers still demand 40 crowns,” Bram Oskar, chairman of the Bakers' Guild, said.\n"
    ),
    "friday.txt": (
        "No bread deal yet\n\n"
        "The Bakers' Guild rejected a flour price of 50 crowns, said its chairman, Bram Oskar.\n\n"
        "Livia Stern, director of the Millers' League, said that the millers would accept 45 crowns for flour.\n"
    ),
}


def walking(browser: Any, folder: Path, who: str) -> Iterator[tuple[Any, Server]]:
    """A page of a person on a server of its own; it may not complain."""
    running = serving(folder)
    server = next(running)
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    context.set_default_timeout(LONG)
    page = context.new_page()
    page.add_init_script(f"localStorage.setItem('accord-who', {who!r})")
    told = watched(page, server.origin)
    page.goto(server.url)
    yield page, server
    assert told == []
    context.close()
    running.close()


@pytest.fixture
def example(browser: Any, tmp_path: Path) -> Iterator[tuple[Any, Server]]:
    """The example of the repository, not read yet."""
    yield from walking(browser, Path(shutil.copytree(EXAMPLE, tmp_path / "talks")), "Ada")


@pytest.fixture
def nothing(browser: Any, tmp_path: Path) -> Iterator[tuple[Any, Server]]:
    """A folder that does not exist."""
    yield from walking(browser, tmp_path / "bread", "Newcomer")


def asked(page: Any, path: str) -> Any:
    """What the interface answers the page."""
    return page.evaluate("path => fetch('/api' + path).then((answer) => answer.json())", path)


def until(page: Any, path: str, holds: str) -> Any:
    """What the interface answers once this holds of it."""
    page.wait_for_function(
        f"async (path) => {{ const told = await (await fetch('/api' + path)).json(); return {holds}; }}",
        arg=path,
        polling=500,
    )
    return asked(page, path)


def go(page: Any, key: str) -> None:
    """To another view, by keyboard."""
    page.keyboard.press("g")
    page.keyboard.press(key)


def test_a_day_at_the_example(example: tuple[Any, Server], tmp_path: Path) -> None:
    page, server = example
    add_and_read(page)
    statement = fix_a_speaker(page, server)
    back_in_time(page)
    why_no_deal(page)
    who_gains(page)
    to_its_sentence(page, server)
    taken_back(page, server, statement)
    taken_away(page, tmp_path)
    nothing_lost(page, server, statement)


def add_and_read(page: Any) -> None:
    """Adds a document by pasting it, and has all of them read."""
    page.wait_for_selector("#documents tbody tr:nth-child(4)")
    page.keyboard.press("t")
    page.fill("dialog [name=text]", ADDED)
    page.fill("dialog [name=source]", "Harbour Wire")
    page.fill("dialog [name=date]", "2025-03-30")
    page.keyboard.press("Enter")
    page.wait_for_selector("#documents tbody tr:nth-child(5)")
    page.keyboard.press("R")
    page.wait_for_selector("#work >> text=See the findings")


def fix_a_speaker(page: Any, server: Server) -> str:
    """Gives a statement of the new document another speaker, by keys alone; the open ledger shows it by itself."""
    document = next(row for row in asked(page, "/documents")["rows"] if row["source"] == "Harbour Wire")
    ledger = page.context.new_page()
    ledger.goto(f"{server.origin}/ledger?part=rows&what=positions")
    ledger.wait_for_selector("#table tbody tr >> text=Olena Marchuk")
    page.goto(f"{server.origin}/read/{document['id']}")
    page.wait_for_selector(".lines .line")
    page.click(".lines .line >> text=Olena Marchuk")
    page.wait_for_selector("#f-speakers")
    statement: str = page.url.rpartition("statement=")[2]
    page.keyboard.press("s")
    page.wait_for_selector("dialog.picker[open]")
    page.keyboard.type("Olha Marchenko")
    page.keyboard.press("Enter")
    page.wait_for_selector(".past li")
    ledger.wait_for_selector("#table tbody tr >> text=Olha Marchenko")
    assert ledger.locator("#table tbody tr >> text=Olena Marchuk").count() == 0
    ledger.close()
    return statement


def back_in_time(page: Any) -> None:
    """Opens the matrix, and a day on which less was known; a cell has its quotations then too."""
    go(page, "m")
    page.wait_for_selector(".square")
    filled = page.locator(".square").count()
    page.locator("#asof-day").focus()
    page.keyboard.press("Home")
    page.wait_for_url("**/matrix?*on=2025-*")
    page.wait_for_selector("#asof output:has-text('As known on')")
    early = asked(page, page.url.partition("/matrix")[2].join(["/matrix", ""]))
    now = asked(page, "/matrix")
    assert stands(early) < stands(now)
    assert filled
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("#cell:not([hidden])")


def stands(matrix: dict[str, Any]) -> int:
    """How many positions a matrix shows."""
    squares = [square for line in matrix["data"]["lines"] for square in line["squares"]]
    return sum(stand["positions"] for square in squares for stand in square["now"])


def why_no_deal(page: Any) -> None:
    """The deal space tells what stands in the way, with the words of both."""
    page.keyboard.press("Escape")
    go(page, "d")
    page.wait_for_selector("#blocked .collision .quote, #blocked .sets .quote")
    text = page.inner_text("#blocked")
    assert "arms" in text
    assert "Russia" in text
    assert "Ukraine" in text


def who_gains(page: Any) -> None:
    """Both tracks apart, then linked: what each party gains stands beside what it gained."""
    go(page, "w")
    page.wait_for_selector("#space .solutions")
    page.click("label[for=tables-apart]")
    page.wait_for_url("**/what-if?*separate=*")
    page.wait_for_selector("#findings[aria-busy=false] h3")
    apart = page.inner_text("#space .solutions")
    assert "was" in apart
    page.click("label[for=tables-all]")
    page.wait_for_url(lambda url: "separate" not in url)
    page.wait_for_function("before => document.querySelector('#space .solutions').innerText !== before", arg=apart)
    linked = until(page, "/findings", "told.state === 'ready'")["data"]
    gains = [one for chapter in linked["chapters"] for one in chapter["answers"] if one["id"].startswith("linkage")]
    assert gains, "what linking the tracks is worth, and to whom"


def to_its_sentence(page: Any, server: Server) -> None:
    """From a number among the findings to the very words in the text."""
    go(page, "f")
    page.wait_for_selector(".finding .quote a.said")
    link = page.locator(".finding .quote a.said").first
    words = " ".join(link.inner_text().strip("“”").split())[:30]
    link.click()
    page.wait_for_url("**/read/*statement=*")
    page.wait_for_selector(".text .st.here")
    shown = " ".join(" ".join(page.locator(".text .st.here").all_inner_texts()).split())
    assert words[:20] in shown


def taken_back(page: Any, server: Server, statement: str) -> None:
    """One key takes the last correction back, wherever one reads."""
    assert asked(page, f"/statements/{statement}")["fields"]["speakers"] == ["Olha Marchenko"]
    page.keyboard.press("u")
    until(page, f"/statements/{statement}", "told.fields.speakers[0] === 'Olena Marchuk'")
    page.keyboard.press("Control+Shift+Z")
    until(page, f"/statements/{statement}", "told.fields.speakers[0] === 'Olha Marchenko'")


def taken_away(page: Any, folder: Path) -> None:
    """The report as one file."""
    go(page, "x")
    until(page, "/export", "told.state === 'ready'")
    with page.expect_download() as waiting:
        page.click("main a:has-text('The report')")
    waiting.value.save_as(folder / "report.html")
    assert "Olha Marchenko" in (folder / "report.html").read_text("utf-8")


def nothing_lost(page: Any, server: Server, statement: str) -> None:
    """All is there after a reload, and in the history."""
    page.reload()
    assert asked(page, f"/statements/{statement}")["fields"]["speakers"] == ["Olha Marchenko"]
    assert len(asked(page, "/documents")["rows"]) == 5
    go(page, "h")
    page.wait_for_selector(".deed >> text=Ada")
    assert page.locator(".deed").count() >= 3


def test_a_newcomer_gets_from_three_articles_to_a_finding(nothing: tuple[Any, Server], tmp_path: Path) -> None:
    page, _ = nothing
    files = []
    for name, text in ARTICLES.items():
        files.append(tmp_path / name)
        files[-1].write_text(text, encoding="utf-8")
    page.wait_for_selector("body.is-empty")
    page.set_input_files("#files", [str(path) for path in files])
    page.wait_for_selector("#documents tbody tr:nth-child(3)")
    page.click("text=Draft a negotiation")
    page.click("#draft-first")
    page.wait_for_selector(".part .tag.drafted")
    page.click("text=Read the documents")
    page.wait_for_selector("#work >> text=See the findings")
    page.click("#work >> text=See the findings")
    page.wait_for_url("**/findings")
    page.wait_for_selector(".finding .quote")
    said = page.locator(".finding .quote a.said").first.inner_text().strip("“”")
    assert " ".join(said.split())[:25] in " ".join(" ".join(ARTICLES.values()).split())
