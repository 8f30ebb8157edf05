"""A day at a project, in the browser: from a document that is added to the report, on any project with two tables.

`walk` is what tests/web/test_walk.py does on the repository's example. To see it on a folder of your own:
`python -m tests.web.walking FOLDER DOCUMENT --source NAME --date DAY --speaker NAME --other NAME --blocked WORDS`.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.web.conftest import Server, serving, watched

LONG = 240_000  # milliseconds: a machine may be busy


@dataclass(frozen=True)
class Day:
    """What a walk does and looks for: the document that is added, whose speaker (`speaker`) is put right (`other`).

    `blocked`: words that tell why there is no deal.
    """

    added: str
    source: str
    date: str
    speaker: str
    other: str
    blocked: tuple[str, ...] = ()


@contextmanager
def opened(browser: Any, folder: Path, who: str) -> Iterator[tuple[Any, Server]]:
    """A page of a person on a server of its own; it may not complain."""
    running = serving(folder)
    server = next(running)
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    context.set_default_timeout(LONG)
    page = context.new_page()
    page.add_init_script(f"localStorage.setItem('accord-who', {who!r})")
    told = watched(page, server.origin)
    page.goto(server.url)
    try:
        yield page, server
        assert told == []
    finally:
        context.close()
        running.close()


def walk(page: Any, server: Server, day: Day, *, into: Path, told: Callable[[str], None] = lambda step: None) -> None:
    """Walks through every view; `into` takes the report, `told` hears of each step that has been done."""
    before = until(page, "/documents", lambda told: told["rows"] and not told.get("scanning"))["total"]
    add_and_read(page, day, before + 1)
    told("a document was added and all of them were read")
    statement = fix_a_speaker(page, server, day)
    told("a speaker was put right by keyboard, and the open ledger showed it")
    back_in_time(page)
    told("the matrix was opened at an earlier date, and a cell of it")
    why_no_deal(page, day)
    told("the deal space told why there is no deal")
    who_gains(page)
    told("the tracks were parted and linked, with what each gains")
    to_its_sentence(page)
    told("a number among the findings led to its sentence")
    taken_back(page, day, statement)
    told("the correction was undone and done again")
    taken_away(page, day, into)
    told("the report was exported")
    nothing_lost(page, day, statement, before + 1)
    told("all was there after a reload")


def asked(page: Any, path: str) -> Any:
    """What the interface answers the page."""
    return page.evaluate("path => fetch('/api' + path).then((answer) => answer.json())", path)


def until(page: Any, path: str, holds: Callable[[Any], bool]) -> Any:
    """What the interface answers once this holds of it."""
    return meanwhile(lambda: asked(page, path), holds)


def meanwhile(look: Callable[[], Any], holds: Callable[[Any], bool]) -> Any:
    """What a look finds once this holds of it."""
    end = time.monotonic() + LONG / 1000
    while not holds(found := look()):
        assert time.monotonic() < end, f"still {found!r:.500}"
        time.sleep(0.2)
    return found


def go(page: Any, key: str) -> None:
    """To another view, by keyboard."""
    page.keyboard.press("g")
    page.keyboard.press(key)


def add_and_read(page: Any, day: Day, many: int) -> None:
    """Adds a document by pasting it, and has all of them read."""
    page.wait_for_selector(f"#documents tbody tr:nth-child({many - 1})")
    page.keyboard.press("t")
    page.fill("dialog [name=text]", day.added)
    page.fill("dialog [name=source]", day.source)
    page.fill("dialog [name=date]", day.date)
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#documents tbody tr:nth-child({many})")
    page.keyboard.press("R")
    page.wait_for_selector("#work >> text=See the findings")


def fix_a_speaker(page: Any, server: Server, day: Day) -> str:
    """Gives a statement of the new document another speaker, by keys alone; the open ledger shows it by itself."""
    document = next(row for row in asked(page, "/documents")["rows"] if row["source"] == day.source)
    ledger = page.context.new_page()
    ledger.goto(f"{server.origin}/ledger?part=rows&what=positions&q={day.speaker}")
    ledger.wait_for_selector(f"#table tbody tr >> text={day.speaker}")
    page.goto(f"{server.origin}/read/{document['id']}")
    page.wait_for_selector(".lines .line")
    page.click(f".lines .line >> text={day.speaker}")
    page.wait_for_selector("#f-speakers")
    statement: str = page.url.rpartition("statement=")[2]
    page.keyboard.press("s")
    page.wait_for_selector("dialog.picker[open]")
    page.keyboard.type(day.other)
    page.keyboard.press("Enter")
    page.wait_for_selector(".past li")
    ledger.wait_for_selector(f"#table tbody tr >> text={day.speaker}", state="detached")
    ledger.goto(f"{server.origin}/ledger?part=rows&what=positions&q={day.other}")
    ledger.wait_for_selector(f"#table tbody tr >> text={day.other}")
    ledger.close()
    return statement


def back_in_time(page: Any) -> None:
    """Opens the matrix, and a day on which less was known; a cell has its quotations then too."""
    go(page, "m")
    page.wait_for_selector(".square")
    page.locator("#asof-day").focus()
    page.keyboard.press("Home")
    page.wait_for_url("**/matrix?*on=2*")
    page.wait_for_selector("#asof output:has-text('As known on')")
    early = asked(page, page.url.partition("/matrix")[2].join(["/matrix", ""]))
    assert stands(early) < stands(asked(page, "/matrix"))
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("#cell:not([hidden])")


def stands(answer: dict[str, Any]) -> int:
    """How many positions a matrix shows."""
    squares = [square for line in answer["data"]["lines"] for square in line["squares"]]
    return sum(stand["positions"] for square in squares for stand in square["now"])


def why_no_deal(page: Any, day: Day) -> None:
    """The deal space tells what stands in the way, with the words of both."""
    page.keyboard.press("Escape")
    go(page, "d")
    page.wait_for_selector("#blocked .collision .quote, #blocked .sets .quote")
    text = page.inner_text("#blocked")
    for words in day.blocked:
        assert words in text


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
    meanwhile(lambda: page.inner_text("#space .solutions"), lambda now: now != apart)
    linked = until(page, "/findings", lambda told: told["state"] == "ready")["data"]
    gains = [one for chapter in linked["chapters"] for one in chapter["answers"] if one["id"].startswith("linkage")]
    assert gains, "what linking the tracks is worth, and to whom"


def to_its_sentence(page: Any) -> None:
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


def taken_back(page: Any, day: Day, statement: str) -> None:
    """One key takes the last correction back, wherever one reads."""
    assert asked(page, f"/statements/{statement}")["fields"]["speakers"] == [day.other]
    page.keyboard.press("u")
    until(page, f"/statements/{statement}", lambda told: told["fields"]["speakers"] == [day.speaker])
    page.keyboard.press("Control+Shift+Z")
    until(page, f"/statements/{statement}", lambda told: told["fields"]["speakers"] == [day.other])


def taken_away(page: Any, day: Day, folder: Path) -> None:
    """The report as one file."""
    go(page, "x")
    page.wait_for_selector("main a:has-text('The report')")
    with page.expect_download() as waiting:
        page.click("main a:has-text('The report')")
    waiting.value.save_as(folder / "report.html")
    assert day.other in (folder / "report.html").read_text("utf-8")


def nothing_lost(page: Any, day: Day, statement: str, many: int) -> None:
    """All is there after a reload, and in the history."""
    page.reload()
    assert asked(page, f"/statements/{statement}")["fields"]["speakers"] == [day.other]
    assert len(asked(page, "/documents")["rows"]) == many
    go(page, "h")
    page.wait_for_selector(".deed >> text=Ada")
    assert page.locator(".deed").count() >= 3


def main(arguments: list[str]) -> None:
    """Walks through a copy of a project and prints each step with the time it took."""
    from playwright.sync_api import sync_playwright
    from tests.conftest import CHROMIUM

    wanted = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    wanted.add_argument("folder", type=Path)
    wanted.add_argument("document", type=Path)
    for name in ("source", "date", "speaker", "other"):
        wanted.add_argument(f"--{name}", required=True)
    wanted.add_argument("--blocked", nargs="*", default=[])
    told = wanted.parse_args(arguments)
    text = told.document.read_text("utf-8")
    day = Day(text, told.source, told.date, told.speaker, told.other, tuple(told.blocked))
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as started:
        folder = Path(shutil.copytree(told.folder, Path(scratch) / told.folder.name))
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        with opened(browser, folder, "Ada") as (page, server):
            walk(
                page,
                server,
                day,
                into=Path(scratch),
                told=lambda step: print(f"{time.monotonic() - begun:6.1f} s  {step}", flush=True),  # noqa: T201
            )
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
