"""What the workbench takes with 2,000 documents and 50,000 statements: every view's calls, and its pages in Chromium.

Run from the root of the checkout: `python -m benchmarks.study_workbench_scale [--keep DIR] [--browser] [--computing]`.
The material is written straight into the project's database: nothing is parsed. A real `accord serve` answers; wall
time is what a page waits, processor time what the server spent. The table of docs/guide/workbench.md is what it prints.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from accord.documents import Document, read_sources
from accord.negotiation import load_negotiation
from accord.statements import Act, Claim, Point, Says, Statement, Term, Tier, make_statement
from accord.store import Correction, Reading, Store

DOCUMENTS = int(os.environ.get("DOCUMENTS", "2000"))
EACH, LONG = 24, 2_000
TARGET = 0.5
PARTIES = ("union", "port", "city", "lines")
WORDS = np.array(
    "the a of to on at from with and but over under after before harbour crane driver ship quay strike wage offer week "
    "hour night member vote ballot council berth tide cargo freight permit terminal contract hearing mediator letter "
    "would could accept refuse demand propose said told asked agreed warned expects believes counted signed".split()
)
OPTIONS = {f"issue_{number}": ("none", "low", "middle", "high") for number in range(8)}

NEGOTIATION = "\n".join(
    [
        "title: A harbour, its crane drivers, its city and the shipping lines",
        "parties:",
        *(f"  - {{id: {one}, name: The {one}, speakers: [{{name: Speaker {one.title()}}}]}}" for one in PARTIES),
        "tracks:",
        f"  - {{id: talks, parties: [{', '.join(PARTIES)}]}}",
        "issues:",
        *(
            f"  - {{id: {one}, track: talks, options: [none, low, middle, high], cues: {{issue: [{one}]}}}}"
            for one in OPTIONS
        ),
    ]
)


def main(arguments: list[str]) -> None:
    """Makes the material, serves it, measures."""
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--keep", type=Path, help="make the project here, or use the one that is here")
    wanted.add_argument("--browser", action="store_true", help="measure the pages in Chromium too")
    wanted.add_argument("--computing", action="store_true", help="measure the calls while the findings are computed")
    wanted.add_argument("--rounds", type=int, default=15)
    wanted.add_argument(
        "--only", default="", help="measure the calls that begin with one of these, with commas between"
    )
    told = wanted.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        folder = told.keep or Path(scratch) / "harbour"
        if not (folder / "negotiation.yaml").exists():
            begun = time.perf_counter()
            fill(folder)
            print(f"{DOCUMENTS:,} documents written in {time.perf_counter() - begun:.0f} s", flush=True)
        with served(folder) as (client, process):
            only = tuple(filter(None, told.only.split(",")))
            if not only or set(only) & {"matrix", "ledger"}:
                booked(client, process, "after the start")
            measure(client, process, told.rounds, only=only, is_computing=told.computing)
            if not only or set(only) & {"library", "reader", "review"}:
                correcting(client, process, told.rounds)
            if not only or set(only) & {"matrix", "ledger"}:
                after_a_change(client, process)
            if told.browser:
                pages(client)


def fill(folder: Path) -> None:
    """A project with all its material, as after reading."""
    rng = np.random.default_rng(11)
    (folder / "sources").mkdir(parents=True)
    (folder / "negotiation.yaml").write_text(NEGOTIATION, encoding="utf-8")
    negotiation, _ = load_negotiation(NEGOTIATION)
    for number in range(DOCUMENTS):
        paragraphs = LONG if number == 0 else 40
        text = f"Report {number}\n\n" + "\n\n".join(sentence(rng) for _ in range(paragraphs)) + "\n"
        (folder / "sources" / f"{number:05}.txt").write_text(text, encoding="utf-8")
    documents, _ = read_sources([folder / "sources"], negotiation.documents)
    assert len(documents) == DOCUMENTS
    with Store.open(folder / "talks.db") as store:
        store.add_documents(documents)
        for document in documents:
            statements = found(rng, document, LONG if document.file.endswith("00000.txt") else EACH)
            store.add_reading(Reading(document.id, "by_rule", "a study"), statements, when="2031-01-01")
        for number in range(300):
            again = {"confidence": number / 1_000}
            store.correct(Correction(statements[number % 20].id, "Ada", "2031-01-02", "again", again))


def sentence(rng: np.random.Generator) -> str:
    return " ".join(rng.choice(WORDS, 24)).capitalize() + f" {rng.integers(1_000_000)}."


def found(rng: np.random.Generator, document: Document, many: int) -> list[Statement]:
    """Statements over a document, of all parties and issues, most of them dated and with a claim."""
    statements, at = [], document.text.index("\n\n") + 2
    first = date(2031, 1, 1)
    for _ in range(many):
        end = document.text.index("\n\n", at) if "\n\n" in document.text[at:] else len(document.text) - 1
        party, issue = str(rng.choice(PARTIES)), f"issue_{rng.integers(8)}"
        option, act = str(rng.choice(OPTIONS[issue])), list(Act)[rng.integers(10)]
        said = {Act.DEMAND: Says.SEEKS, Act.ACCEPT: Says.WOULD_ACCEPT, Act.REJECT: Says.REFUSES}.get(act)
        claim = Claim(said, party, issue, option) if said else None
        if act is Act.ASSESSMENT:
            claim = Claim(Says.PREFERS, party, given=(Term(issue, option),), against=(Term(issue, "none"),))
        by_party = rng.random() < 0.6
        statements.append(
            make_statement(
                document,
                at,
                end,
                speakers=(f"Speaker {party.title() if by_party else rng.integers(200)}",),
                parties=(party,) if by_party else (),
                tier=Tier.STATED if rng.random() < 0.9 else Tier.NARRATED,
                on=first + timedelta(days=int(rng.integers(365))) if rng.random() < 0.9 else None,
                confidence=round(float(rng.random()), 3),
                reached={f"points[0].{name}": "the verb and its object" for name in ("act", "issue", "option")},
                points=(Point(act, about=party, issue=issue, option=option, claim=claim),),
            )
        )
        at = end + 2
    return statements


@contextmanager
def served(folder: Path) -> Iterator[tuple[httpx.Client, subprocess.Popen[str]]]:
    """A client of a running workbench."""
    call = [sys.executable, "-m", "accord", "serve", str(folder), "--port", "0", "--members", "500"]
    begun = time.perf_counter()
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        print(f"address printed after {time.perf_counter() - begun:.2f} s")
        origin = address.partition("/?")[0]
        client = httpx.Client(base_url=origin, timeout=600, headers={"X-Accord": "1", "Origin": origin})
        client.get(address)
        print(f"first page after {time.perf_counter() - begun:.2f} s", flush=True)
        try:
            yield client, process
        finally:
            process.terminate()
            process.wait(20)


def longest(client: httpx.Client) -> str:
    """The id of the document with the most words."""
    asked = {"sort": "words", "order": "desc", "size": "1"}
    return str(client.get("/api/documents", params=asked).raise_for_status().json()["rows"][0]["id"])


def correcting(client: httpx.Client, process: subprocess.Popen[str], rounds: int) -> None:
    """Prints what a correction in the longest text takes, and the list of documents and the marks right after it."""
    long = longest(client)
    marks = client.get(f"/api/reader/{long}/marks").json()
    took: dict[str, list[float]] = {"a correction": [], "library after it": [], "marks after it": []}
    begun, spent = time.perf_counter(), processor(process.pid)
    for number in range(rounds):
        path = f"/api/statements/{marks[7 * number % len(marks)]['id']}"
        body = {"changes": {"event": f"round {number} of {begun}"}}
        asked = (("PATCH", path, body), ("GET", "/api/documents", None), ("GET", f"/api/reader/{long}/marks", None))
        for times, (method, address, told) in zip(took.values(), asked, strict=True):
            start = time.perf_counter()
            client.request(method, address, json=told).raise_for_status()
            times.append(time.perf_counter() - start)
    busy = (processor(process.pid) - spent) / rounds
    words = ", ".join(f"{name} {1000 * statistics.median(times):.0f} ms" for name, times in took.items())
    print(f"in the longest text: {words} (medians); processor for the three {1000 * busy:.0f} ms", flush=True)


def calls(client: httpx.Client) -> dict[str, str]:
    """What each view asks, by the view."""
    long = longest(client)
    return {
        "project": "/api/project",
        "library": "/api/documents",
        "library, filtered": "/api/documents?q=report+77",
        "library, by statements": "/api/documents?sort=statements&order=desc",
        "search: a common word": "/api/documents/search?words=strike",
        "search: a phrase": '/api/documents/search?words="strike wage"',
        "negotiation": "/api/negotiation",
        "reader: 2,000 statements": f"/api/reader/{long}",
        "reader: its marks": f"/api/reader/{long}/marks",
        "review: queue": "/api/statements/queue",
        "review: queue of a party": "/api/statements/queue?party=port",
        "review: queue of words": "/api/statements/queue?words=strike",
        "review: queue of the long text": f"/api/statements/queue?document={long}",
        "review: fields": "/api/statements/fields",
        "matrix": "/api/matrix",
        "matrix, a day": "/api/matrix?on={day}",
        "matrix: a cell": "/api/matrix/cell?party=port&issue=issue_3",
        "matrix: a cell on a day": "/api/matrix/cell?party=port&issue=issue_3&on={day}",
        "matrix table": "/api/matrix/table",
        "ledger": "/api/ledger",
        "ledger of a party": "/api/ledger?party=port",
        "ledger: moves in words": "/api/ledger/told/moves",
        "ledger: agreed in words": "/api/ledger/told/agreed",
        "ledger: readouts in words": "/api/ledger/told/readouts",
        "ledger: disputes in words": "/api/ledger/told/disputes",
        "ledger: moves": "/api/ledger/moves",
        "ledger: positions": "/api/ledger/positions",
        "ledger: positions to a day": "/api/ledger/positions?last={day}",
        "ledger: positions of a party": "/api/ledger/positions?party=port",
        "ledger: agreed": "/api/ledger/agreed",
        "ledger: readouts": "/api/ledger/readouts",
        "voices": "/api/voices",
        "voices: table": "/api/voices/table",
        "voices: believed": "/api/voices/believed",
        "findings": "/api/findings",
        "findings: table": "/api/findings/table",
        "deal space": "/api/space",
        "deal space: blocked": "/api/space/blocked",
        "what if: choices": "/api/what-if/choices",
        "history": "/api/history",
        "export": "/api/export",
    }


def measure(
    client: httpx.Client, process: subprocess.Popen[str], rounds: int, *, only: tuple[str, ...], is_computing: bool
) -> None:
    """Prints what each call takes: the first time, then warm; each on another day where it takes a day."""
    every = {name: path for name, path in calls(client).items() if not only or name.startswith(only)}
    print("| call | first | median | 95 in 100 | processor, median | kB |\n|---|---|---|---|---|---|")
    slow = []
    for name, path in every.items():
        begun = time.perf_counter()
        answer = client.get(path.format(day="2031-06-30"))
        first = time.perf_counter() - begun
        if answer.status_code != 200:
            print(f"| {name} | {answer.status_code}: {answer.text[:100]} |")
            continue
        times, spent, sizes = [], [], [len(answer.content)]
        for number in range(rounds):
            day = date(2031, 2, 1) + timedelta(days=17 * number)
            begun, busy = time.perf_counter(), processor(process.pid)
            answer = client.get(path.format(day=day))
            times.append(time.perf_counter() - begun)
            spent.append(processor(process.pid) - busy)
            sizes.append(len(answer.content))
        late = sorted(times)[int(0.95 * (rounds - 1))]
        if max(late, first) > TARGET:
            slow.append(name)
        print(
            f"| {name} | {1000 * first:.0f} ms | {1000 * statistics.median(times):.0f} ms | {1000 * late:.0f} ms | "
            f"{1000 * statistics.median(spent):.0f} ms | {max(sizes) / 1000:.0f} |",
            flush=True,
        )
    print(f"beyond {TARGET} s: {', '.join(slow) or 'none'}; computing still: {waiting(client)}")
    if is_computing:
        while_computing(client, calls(client))


def booked(client: httpx.Client, process: subprocess.Popen[str], when: str) -> None:
    """Prints how soon the matrix answers, and how soon its answer is of the present state."""
    begun, busy = time.perf_counter(), processor(process.pid)
    state = client.get("/api/matrix").raise_for_status().json()["state"]
    first = time.perf_counter() - begun
    ask = {"state": state}
    while ask["state"] == "computing":
        time.sleep(0.5)
        ask = client.get("/api/matrix").raise_for_status().json()
    print(
        f"{when}: the matrix says {state!r} after {1000 * first:.0f} ms and stands after "
        f"{time.perf_counter() - begun:.1f} s, {processor(process.pid) - busy:.1f} s of processor",
        flush=True,
    )


def after_a_change(client: httpx.Client, process: subprocess.Popen[str]) -> None:
    """Corrects a statement, prints how soon the books follow, and takes it back."""
    row = client.get("/api/statements/queue?limit=1").raise_for_status().json()["rows"][0]
    change = {
        "changes": {"confidence": 0.5 if row["fields"]["confidence"] != 0.5 else 0.6},
        "revision": row["revision"],
    }
    client.patch(f"/api/statements/{row['id']}", json=change).raise_for_status()
    booked(client, process, "after a correction")
    client.post("/api/history/undo", json={}).raise_for_status()
    booked(client, process, "after it was undone")


def waiting(client: httpx.Client) -> list[str]:
    jobs = client.get("/api/jobs").json()
    return [f"{one['title']}: {one['step']}" for one in jobs if one["state"] in {"running", "waiting"}]


def while_computing(client: httpx.Client, every: dict[str, str], most: int = 200) -> None:
    """Asks for one page after the other while the findings of a fresh state are computed, `most` times each."""
    client.get("/api/findings")
    names = ("project", "library", "matrix", "review: queue", "ledger: moves", "history", "search: a common word")
    asked = {"a page's shell": "/ledger"} | {name: every[name] for name in names}
    times: dict[str, list[float]] = {name: [] for name in asked}
    while waiting(client) and len(times["project"]) < most:
        for name, path in asked.items():
            begun = time.perf_counter()
            client.get(path)
            times[name].append(time.perf_counter() - begun)
    print("| call while computing | times | median | 95 in 100 | worst |\n|---|---|---|---|---|")
    for name, each in times.items():
        late = sorted(each)[int(0.95 * (len(each) - 1))]
        row = (f"{1000 * value:.0f} ms" for value in (statistics.median(each), late, max(each)))
        print(f"| {name} | {len(each)} | {' | '.join(row)} |", flush=True)
    print("computing:", waiting(client))


def processor(pid: int) -> float:
    """Seconds of processor time of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def pages(client: httpx.Client) -> None:
    """Prints when each page has first painted, and when its content stood."""
    from playwright.sync_api import sync_playwright

    origin = str(client.base_url).rstrip("/")
    name, value = next(iter(client.cookies.items()))
    every = calls(client)
    views = {
        "/": "tbody tr",
        f"/read/{every['reader: its marks'].split('/')[3]}": "mark, .mark, [data-statement]",
        "/review": "article, li, tbody tr",
        "/matrix": ".square",
        "/ledger": "#parts a",
        "/voices": "tbody tr",
        "/findings": "#view *",
        "/space": "#view *, canvas",
        "/what-if": "main *",
        "/history": "tbody tr, li",
        "/export": "#view a, main a",
    }
    print("| page | first paint | content stands | worst stall |\n|---|---|---|---|")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        context = opened.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": name, "value": value, "url": origin}])
        for path, selector in views.items():
            print(f"| {path[:20]} | {' | '.join(painted(context, origin + path, selector))} |", flush=True)
        opened.close()


def painted(context: Any, address: str, selector: str) -> tuple[str, ...]:
    page = context.new_page()
    begun = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(selector, timeout=60_000, state="attached")
    stood = f"{1000 * (time.perf_counter() - begun):.0f} ms"
    told = page.evaluate(
        "() => new Promise(done => { const seen = new PerformanceObserver(list => {}); seen.observe({type: 'longtask', "
        "buffered: true}); setTimeout(() => { const worst = seen.takeRecords().concat([]).map(one => one.duration); "
        "done([performance.getEntriesByType('paint')[0]?.startTime || 0, Math.max(0, ...worst)]) }, 1500) })"
    )
    page.close()
    return f"{told[0]:.0f} ms", stood, f"{told[1]:.0f} ms"


if __name__ == "__main__":
    main(sys.argv[1:])
