"""How long the deal space and what if take in a browser: 11,664 packages, 1,000 members, eighty statements.

Run from the root of the checkout: `python -m benchmarks.study_workbench`. The project is that of `bench_asking`. Each
change is asked by the page itself, once, of a session that has its baseline; the time is what a person waits, from the
change to the answer in the page: where models are drawn anew, the deal space is that of the first of them; the
findings wait for all. The table of docs/guide/workbench.md is what it prints.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.bench_asking import asked, made
from playwright.sync_api import sync_playwright

from accord.findings import Changes
from accord.store import Reading, Store

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
LONG = 1_200_000  # milliseconds

FETCHING = """async (path) => {
    const start = performance.now();
    await (await fetch(path)).text();
    return performance.now() - start;
}"""
DRAWING = """() => {
    const start = performance.now(), view = document.querySelector('#zoom');
    view.value = view.value ? '' : 'whole';
    view.dispatchEvent(new Event('change'));
    document.querySelector('svg.plane').getBoundingClientRect();
    return performance.now() - start;
}"""


def main() -> None:
    """Measures and prints."""
    with (
        tempfile.TemporaryDirectory() as folder,
        served(project(Path(folder) / "talks")) as address,
        sync_playwright() as at,
    ):
        browser = at.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(LONG)
        page.goto(address)
        origin = address.partition("/?")[0]
        print(f"load of the machine: {os.getloadavg()[0]:.1f} processes on {os.cpu_count()} cores")
        what_if(page, origin)
        space(page, origin)
        browser.close()


def project(folder: Path) -> Path:
    """The project of `bench_asking` in a folder, as if it had been read."""
    documents, negotiation, statements = made()
    (folder / "sources").mkdir(parents=True)
    text = json.dumps(negotiation.model_dump(mode="json", exclude_defaults=True))
    (folder / "negotiation.yaml").write_text(text, encoding="utf-8")
    with Store.open(folder / "talks.db") as store:
        store.add_documents(documents)
        for document in documents:
            (folder / "sources" / document.file).write_text(document.text, encoding="utf-8")
            own = [one for one in statements if one.span.document == document.id]
            store.add_reading(Reading(document.id, "by_rule", "study"), own, when="2031-06-01")
    return folder


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a running workbench."""
    call = [sys.executable, "-m", "accord", "serve", str(folder), "--port", "0", "--members", "1000"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def what_if(page: Any, origin: str) -> None:
    """Each change, asked through the page's address."""
    documents, _, statements = made()
    page.goto(f"{origin}/what-if")
    page.wait_for_selector("#space .solutions")
    print("\n| change | deal space, ms | all findings, ms |\n|---|--:|--:|")
    for name, changes in asked(documents, statements).items():
        query = json.dumps("/what-if?" + urlencode(parameters(changes)))
        page.evaluate("document.querySelector('#quick').removeAttribute('data-ms')")
        page.evaluate("document.querySelector('#full').removeAttribute('data-ms')")
        page.evaluate(f"history.pushState(null, '', {query}); dispatchEvent(new PopStateEvent('popstate'))")
        page.wait_for_selector("#full[data-ms]")
        page.wait_for_selector("#findings[aria-busy=false] h3")
        quick, full = (page.get_attribute(f"#{part}", "data-ms") for part in ("quick", "full"))
        print(f"| {name} | {quick} | {full} |", flush=True)


def parameters(changes: Changes) -> dict[str, str]:
    """Changes as the page's address has them."""
    told = {f"{rate}.{party}": str(low) for (rate, party), (low, _) in changes.rates.items()}
    told |= {f"outside.{party}": str(worth) for party, worth in changes.outside.items()}
    if changes.as_of:
        told["as_of"] = changes.as_of.isoformat()
    lists = ("without", "without_documents", "believe", "link", "separate", "order")
    return told | {name: ",".join(getattr(changes, name)) for name in lists if getattr(changes, name)}


def space(page: Any, origin: str) -> None:
    """The deal space: the answer, the picture, a package; and what a charting library would have to be loaded first."""
    page.goto(f"{origin}/space")
    page.wait_for_selector("#trades h3")
    print("\n| deal space | ms |\n|---|--:|")
    for name, path in (("points of two parties", "/api/space"), ("points in one model", "/api/space?model=7"),
                       ("one package", "/api/space/package"), ("trades from it", "/api/space/trades"),
                       ("the list, a page", "/api/space/table?size=25")):  # fmt: skip
        print(f"| {name} | {min(page.evaluate(FETCHING, path) for _ in range(3)):.0f} |")
    points = page.locator(".plane .dots circle, .plane .density rect").count()
    print(f"| drawing {points:,} marks | {min(page.evaluate(DRAWING) for _ in range(5)):.0f} |")


if __name__ == "__main__":
    main()
