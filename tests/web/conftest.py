"""A small project that has been read, a client on it, a running server, a page in Chromium that may not complain."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi")
from starlette.testclient import TestClient

from accord.web import create_app
from accord.workspace import Settings, Workspace

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
TOKEN, PORT = "a-token-of-the-tests", 8765
ORIGIN = f"http://127.0.0.1:{PORT}"

NEGOTIATION = """\
# The port and its crane drivers.
title: Pay at the port of Lorn
documents:
  - {file: tuesday.txt, source: Lorn Courier, date: 2031-03-11}
parties:
  - {id: union, name: Crane Drivers' Union, aliases: [the union], speakers: [{name: Ada Brenner, role: president}]}
  - {id: port, name: Port of Lorn, aliases: [the port], speakers: [{name: Tom Vale, role: director}]}
tracks:
  - {id: talks, parties: [union, port]}
issues:
  - id: pay      # per hour
    track: talks
    options: [none, three_percent, six_percent]
    status_quo: none
    cues: {issue: [pay, wages], three_percent: [3 percent], six_percent: [6 percent]}
  - id: shifts
    track: talks
    options: [ten_hours, eight_hours]
    cues: {issue: [shifts], ten_hours: [ten-hour], eight_hours: [eight-hour]}
"""

DOCUMENTS = {
    "tuesday.txt": (
        "Talks at the port go on\n\n"
        "Ada Brenner, president of the Crane Drivers' Union, said the union demands a pay rise of 6 percent.\n\n"
        "“We will not accept ten-hour shifts,” Brenner said.\n\n"
        "Tom Vale, director of the Port of Lorn, said the port offers 3 percent on pay and nothing on shifts.\n"
    ),
    "friday.txt": (
        "Port of Lorn moves\n\n"
        "Tom Vale, director of the Port of Lorn, said on Friday that the port would accept eight-hour shifts.\n\n"
        "“The union still demands 6 percent,” Ada Brenner, its president, said.\n"
    ),
}


def project_in(folder: Path, *, is_read: bool = True) -> Path:
    """A project folder with two documents, read by the rules."""
    (folder / "sources").mkdir(parents=True)
    (folder / "negotiation.yaml").write_text(NEGOTIATION, encoding="utf-8")
    for name, text in DOCUMENTS.items():
        (folder / "sources" / name).write_text(text, encoding="utf-8")
    if is_read:
        Workspace.open(folder).read()
    return folder


@pytest.fixture(scope="session")
def read_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that has been read once; take a copy of it (`project`) to change something."""
    return project_in(tmp_path_factory.mktemp("web") / "lorn")


@pytest.fixture
def project(read_project: Path, tmp_path: Path) -> Path:
    """A copy of the read project for one test alone."""
    return Path(shutil.copytree(read_project, tmp_path / "lorn"))


def client_of(folder: Path) -> TestClient:
    """A client with the token, as the workbench's own pages ask."""
    app = create_app(folder, token=TOKEN, port=PORT, settings=Settings(0, 200))
    client = TestClient(app, base_url=ORIGIN, follow_redirects=False, raise_server_exceptions=True)
    client.cookies.set(f"accord_{PORT}", TOKEN)
    client.headers.update({"X-Accord": "1", "Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"})
    return client


@pytest.fixture
def client(project: Path) -> Iterator[TestClient]:
    """A client on a copy of the read project."""
    with client_of(project) as client:
        yield client


@pytest.fixture
def new_client(tmp_path: Path) -> Iterator[TestClient]:
    """A client on a folder that did not exist."""
    with client_of(tmp_path / "new") as client:
        yield client


def done(client: TestClient, job: dict[str, Any], seconds: float = 60) -> dict[str, Any]:
    """The job as it ended."""
    desk = client.app.state.desk  # type: ignore[attr-defined]
    desk.jobs.wait(job["id"], seconds)
    found: dict[str, Any] = client.get(f"/api/jobs/{job['id']}").json()
    return found


@dataclass(frozen=True)
class Server:
    """A running `accord serve`: the address with its token, the one without, and the project's folder."""

    url: str
    origin: str
    folder: Path


def serving(folder: Path) -> Generator[Server, None, None]:
    """Runs the command on a folder until the generator is closed."""
    call = [sys.executable, "-m", "accord", "serve", str(folder), "--port", "0", "--members", "200"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        try:
            yield Server(url, url.partition("/?")[0], folder)
        finally:
            process.terminate()
            process.wait(10)


@pytest.fixture(scope="session")
def server(read_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests that look; a test that changes much starts its own by `serving`."""
    yield from serving(Path(shutil.copytree(read_project, tmp_path_factory.mktemp("served") / "lorn")))


class Complaints(list[str]):
    """What a page complained of: errors in its console, requests elsewhere."""


def watched(page: Any, origin: str) -> Complaints:
    """Hears what the page complains of from now on."""
    told = Complaints()
    page.on("console", lambda message: told.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda fault: told.append(str(fault)))
    page.on("request", lambda asked: None if asked.url.startswith((origin, "data:")) else told.append(asked.url))
    return told


@pytest.fixture
def page(browser: Any, server: Server) -> Iterator[Any]:
    """A page that has come in by the token; complaints fail the test."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    told = watched(opened, server.origin)
    opened.goto(server.url)
    yield opened
    context.close()
    assert told == []


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """A function that returns the serious faults of access on a page in words; of some rules alone, where named."""
    library = pytest.importorskip("axe_playwright_python.sync_playwright")

    def faults(page: Any, *rules: str) -> list[str]:
        found = (
            library.Axe()
            .run(page, options={"preload": False, "resultTypes": ["violations"], "runOnly": list(rules) or WCAG})
            .response["violations"]
        )
        return [
            f"{one['id']}: {one['help']}: {node['target']}"
            for one in found
            if one["impact"] in {"serious", "critical"}
            for node in one["nodes"][:5]
        ]

    return faults


_LOOKED_AT = {"test_findings.py", "test_voices.py", "test_matrix.py", "test_pages.py", "test_library.py"}
"""Files whose browser tests are quick enough for every run; the others' are `long`: `make test-long`."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the browser tests that need half a minute or more for their page to be computed."""
    for item in items:
        if item.path.parent.name == "web" and item.get_closest_marker("browser") and item.path.name not in _LOOKED_AT:
            item.add_marker(pytest.mark.long)
