"""Nothing that was acknowledged is lost: a killed server, a server that was gone, two people at once, PostgreSQL."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.testclient import TestClient
from tests.store.conftest import database, server
from tests.web.conftest import ORIGIN, PORT, TOKEN, done, serving

from accord.errors import CallError
from accord.web import create_app
from accord.web.running import announce
from accord.workspace import Settings, Workspace

__all__ = ["database", "server"]

KEPT = "a-token-that-is-the-same-after-a-restart"


@contextmanager
def started(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """A server at a port, with a token that a restart keeps."""
    call = [sys.executable, "-m", "accord", "serve", str(folder), "--port", str(port), "--members", "200"]
    environment = {**os.environ, "ACCORD_TOKEN": KEPT}
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip().endswith(f"?token={KEPT}")
        try:
            yield process
        finally:
            process.kill()
            process.wait(10)


@pytest.fixture
def port() -> int:
    """A port that is free."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def visitor(origin: str, token: str = KEPT, who: str = "Ada") -> httpx.Client:
    """Somebody with the token."""
    headers = {"X-Accord": "1", "Origin": origin, "Authorization": f"Bearer {token}", "X-Accord-Who": who}
    return httpx.Client(base_url=origin, headers=headers, timeout=60)


def correct_on(client: httpx.Client, ids: list[str], kept: dict[str, int]) -> None:
    """Corrects one statement after the other until nobody answers; keeps what was acknowledged."""
    for number in range(1, 100_000):
        id, change = ids[number % len(ids)], {"changes": {"speakers": [f"Witness {number}"]}}
        try:
            answer = client.patch(f"/api/statements/{id}", json=change)
        except httpx.TransportError:
            return
        assert answer.status_code == 200, answer.text
        kept[id] = number


def test_every_acknowledged_correction_is_there_after_a_kill(project: Path, port: int) -> None:
    origin, kept = f"http://127.0.0.1:{port}", dict[str, int]()
    with started(project, port) as process, visitor(origin) as client:
        rows = client.get("/api/statements/queue?every=true").json()["rows"]
        assert len(rows) >= 2
        threading.Timer(1.5, process.kill).start()
        correct_on(client, [row["id"] for row in rows], kept)
    assert kept
    with started(project, port), visitor(origin) as client:
        for id, number in kept.items():
            (speaker,) = client.get(f"/api/statements/{id}").json()["fields"]["speakers"]
            assert int(speaker.removeprefix("Witness ")) >= number, "what was acknowledged, or the one sent after it"


@contextmanager
def standing(folder: Path, port: int, token: str) -> Iterator[None]:
    """A server at a port within this process: there at once, gone at once."""
    app = create_app(folder, token=token, port=port, settings=Settings(0, 200))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, args=([announce("127.0.0.1", port).listening],))
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(10)


def test_a_token_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(CallError, match="32 to 200"):
        announce("127.0.0.1", 0, "open sesame")


@pytest.mark.browser
def test_a_page_whose_server_was_killed_says_so_and_goes_on_when_it_is_back(
    browser: Any, project: Path, port: int
) -> None:
    context = browser.new_context()
    context.set_default_timeout(60_000)
    page = context.new_page()
    with started(project, port):
        page.goto(f"http://127.0.0.1:{port}/?token={KEPT}")
        page.wait_for_selector("#documents tbody tr:nth-child(2)")
    page.wait_for_selector(".notice.is-fault >> text=goes on by itself")
    (project / "sources" / "sunday.txt").write_text("Quiet at the port\n\nNobody met on Sunday.\n", "utf-8")
    with standing(project, port, KEPT):
        page.wait_for_selector(".notice.is-fault", state="detached")
        page.wait_for_selector("#documents tbody tr:nth-child(3)")
    page.wait_for_selector(".notice.is-fault >> text=goes on by itself")
    with standing(project, port, "another-token-after-a-restart"):
        page.wait_for_selector(".notice.is-fault >> text=another token")
        context.new_page().goto(f"http://127.0.0.1:{port}/?token=another-token-after-a-restart")
        page.bring_to_front()
        page.wait_for_selector(".notice.is-fault", state="detached")
    context.close()


@pytest.mark.browser
def test_a_page_that_slept_loads_what_it_missed(browser: Any, project: Path, port: int) -> None:
    """A laptop that was closed: the line still looks open, and brings nothing."""
    context = browser.new_context()
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.clock.install()
    with standing(project, port, KEPT):
        page.goto(f"http://127.0.0.1:{port}/?token={KEPT}")
        page.wait_for_selector("#documents tbody tr:nth-child(2)")
        with page.expect_request("**/api/events"), page.expect_request("**/api/documents"):
            page.clock.fast_forward(120_000)
            page.clock.run_for(1_000)
    context.close()


@pytest.mark.browser
def test_two_people_see_each_others_corrections_at_once(browser: Any, project: Path) -> None:
    running = serving(project)
    server = next(running)
    pages = []
    for who in ("Ada", "Ben"):
        context = browser.new_context()
        context.set_default_timeout(90_000)
        pages.append(context.new_page())
        pages[-1].add_init_script(f"localStorage.setItem('accord-who', '{who}')")
        pages[-1].goto(server.url)
    queue = "fetch('/api/statements/queue?every=true').then((answer) => answer.json())"
    row = next(one for one in pages[0].evaluate(queue)["rows"] if one["fields"]["speakers"])
    for page in pages:
        page.goto(f"{server.origin}/read/{row['document']}?statement={row['id']}")
        page.wait_for_selector("#f-speakers")
    for page, other, name in ((*pages, "Ann Reed"), (*pages[::-1], "Bo Lund")):
        page.keyboard.press("s")
        page.wait_for_selector("dialog.picker[open]")
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        other.wait_for_function("name => document.querySelector('#f-speakers').value === name", arg=name)
    for page in pages:
        page.context.close()
    running.close()


def on_postgresql(folder: Path, database: str) -> TestClient:
    """A client of a project whose database is a server's."""
    app = create_app(folder, token=TOKEN, port=PORT, database=database, settings=Settings(0, 200))
    client = TestClient(app, base_url=ORIGIN, follow_redirects=False)
    client.cookies.set(f"accord_{PORT}", TOKEN)
    client.headers.update({"X-Accord": "1", "Origin": ORIGIN})
    return client


def test_the_workbench_on_postgresql(project: Path, tmp_path: Path, database: str) -> None:
    folder = Path(shutil.copytree(project, tmp_path / "team", ignore=shutil.ignore_patterns("talks.db*")))
    Workspace.open(folder, database).read()
    with on_postgresql(folder, database) as client, on_postgresql(folder, database) as other:
        assert client.get("/api/documents").json()["total"] == 2
        row = next(one for one in client.get("/api/statements/queue").json()["rows"] if one["fields"]["speakers"])
        change = {"changes": {"speakers": ["Ann Reed"]}, "revision": row["revision"]}
        assert client.patch(f"/api/statements/{row['id']}", json=change).status_code == 200
        assert other.get(f"/api/statements/{row['id']}").json()["fields"]["speakers"] == ["Ann Reed"]
        stale = other.patch(f"/api/statements/{row['id']}", json={**change, "changes": {"speakers": ["Bo Lund"]}})
        assert stale.status_code == 409
        while (rows := other.get("/api/ledger/positions").json())["state"] == "computing":
            time.sleep(0.05)
        assert "Ann Reed" in str(rows)
        other.post("/api/history/undo", json={}).raise_for_status()
        assert client.get(f"/api/statements/{row['id']}").json()["fields"]["speakers"] == row["fields"]["speakers"]
        job = client.post("/api/documents/texts", json={"text": "The port\n\nThe port said it would wait.\n"}).json()
        assert done(client, job)["state"] == "done"
        assert other.get("/api/documents").json()["total"] == 3
        began = time.monotonic()
        other.get("/api/matrix").raise_for_status()
        assert time.monotonic() - began < 30
