"""A day in the browser: through every view on the repository's example, and a newcomer's from an empty folder."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.web.walking import Day, opened, walk

pytestmark = [pytest.mark.browser, pytest.mark.long]

EXAMPLE = Path(__file__).parents[2] / "examples" / "cease-fire"

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


def test_a_day_at_the_example(browser: Any, tmp_path: Path) -> None:
    blocked = ("arms", "Russia", "Ukraine")
    day = Day(ADDED, "Harbour Wire", "2025-03-30", "Olena Marchuk", "Olha Marchenko", blocked)
    with opened(browser, Path(shutil.copytree(EXAMPLE, tmp_path / "talks")), "Ada") as (page, server):
        walk(page, server, day, into=tmp_path)


def test_a_newcomer_gets_from_three_articles_to_a_finding(browser: Any, tmp_path: Path) -> None:
    with opened(browser, tmp_path / "bread", "Newcomer") as (page, _):
        to_a_finding(page, tmp_path)


def to_a_finding(page: Any, folder: Path) -> None:
    """By the page alone, from an empty folder."""
    files = []
    for name, text in ARTICLES.items():
        files.append(folder / name)
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
