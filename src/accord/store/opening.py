"""Opening a project's database: made where there is none, migrated where it is older, refused where it is newer."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, select, text

from accord.errors import StoreError
from accord.store import tables
from accord.store.deriving import DERIVED, derive_everything

SCHEMA = 2
"""Counts the migrations; kept in the table `about` too, where programs older than them look."""

_HEAD = f"{SCHEMA:04}"
_SCRIPTS = Path(__file__).parent / "migrations"


def prepare(writer: Engine, reader: Engine, place: str) -> None:
    """Brings the database to the shape that this program knows, in one transaction; most often there is nothing to do.

    Processes that open it at once take turns: the second finds the work done.

    Raises:
        StoreError: it is newer, or somebody else's.
    """
    with reader.begin() as connection:
        if _state(connection, place) == (_HEAD, DERIVED):
            return
    with writer.begin() as connection:
        revision, derived = _state(connection, place)
        if revision != _HEAD:
            _migrate(connection, revision)
        if (revision, derived) != (_HEAD, DERIVED):
            derive_everything(connection)


def _state(connection: Connection, place: str) -> tuple[str | None, str | None]:
    """The database's revision (None: it is empty) and the version of what was derived in it."""
    names = set(inspect(connection).get_table_names())
    if not names:
        return None, None
    if "about" not in names:
        raise StoreError("A project's database was made by accord", f"{place} holds other tables", "name another file")
    known = {row.key: row.value for row in connection.execute(select(tables.about))}
    version = known.get("schema", "")
    if not version.isdigit() or int(version) > SCHEMA:
        raise StoreError(
            f"A database has schema {SCHEMA} or older", f"{place} has {version or 'none'}", "update accord"
        )
    if "alembic_version" not in names:  # accord's first databases had no migrations
        return "0001", None
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    if revision is not None and revision > _HEAD:
        raise StoreError(f"A database has revision {_HEAD} or older", f"{place} has {revision}", "update accord")
    return revision, known.get("derived")


def _migrate(connection: Connection, revision: str | None) -> None:
    from alembic import command
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    if revision == "0001" and "alembic_version" not in inspect(connection).get_table_names():
        command.stamp(settings, "0001")
    command.upgrade(settings, "head")
