"""Databases for the store's tests: fresh ones, SQLite and PostgreSQL, copied from one that is made once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.store.server import MISSING, Server, binaries, running

from accord.store import Store


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("empty") / "talks.db"
    Store.open(place).close()
    return place


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server of our own; skips where none is installed."""
    if binaries() is None:
        pytest.skip(MISSING)
    with running(lasting=False) as one:
        one.sql("CREATE DATABASE talks")
        Store.open(one.url("talks")).close()
        yield one


@pytest.fixture
def file(empty_file: Path, tmp_path: Path) -> Path:
    """A fresh SQLite database."""
    return Path(shutil.copy(empty_file, tmp_path / "talks.db"))


@pytest.fixture
def database(server: Server) -> str:
    """The URL of an empty PostgreSQL database."""
    kept = "documents, readings, statements, decisions, touched, standing, terms, paragraphs, quotes, scenarios"
    server.sql(f"TRUNCATE {kept} RESTART IDENTITY", "talks")
    return server.url("talks")


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> str:
    """A fresh database of each kind."""
    return str(request.getfixturevalue("file" if request.param == "sqlite" else "database"))


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    with Store.open(place) as one:
        yield one
