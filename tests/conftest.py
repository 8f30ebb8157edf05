"""What every test runs under: repeatable Hypothesis runs, and no way out of this machine."""

import os
import shutil
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# The first call of a kernel compiles it and the first reading loads the model, so time per example says nothing.
_COMMON = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("repeatable", _COMMON, max_examples=60, derandomize=True, database=None)
settings.register_profile("explore", _COMMON, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

_THIS_MACHINE = ("127.", "::1", "localhost")
_connect = socket.socket.connect


@pytest.fixture(autouse=True)
def _stay_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(self: socket.socket, address: Any) -> None:
        outside = self.family in {socket.AF_INET, socket.AF_INET6} and not str(address[0]).startswith(_THIS_MACHINE)
        if outside:
            raise AssertionError(f"A test reaches only this machine; it called {address[0]!r}: pass it a transport")
        _connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, started once; a test that needs it is skipped where there is none."""
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield opened
        opened.close()
