"""Changes kept under a name: versions are appended, the last counts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select

from accord.errors import CallError
from accord.store import tables
from accord.store.records import Scenario, Signature, StaleError

_LONGEST_NAME = 200


def keep(
    connection: Connection, name: str, changes: Mapping[str, Any] | None, by: Signature, revision: int | None
) -> int:
    """Appends a version of a scenario (None drops it); returns its number.

    Raises:
        CallError: the name is empty or too long, or the changes are no JSON.
        StaleError: `revision` is not the version that counts now.
    """
    if not name.strip() or len(name) > _LONGEST_NAME:
        must = f"A scenario has a name of 1 to {_LONGEST_NAME} characters"
        raise CallError(must, f"got {name!r:.60}", "name it")
    versions = history(connection, name)
    now = versions[-1].number if versions else 0
    if revision is not None and revision != now:
        told = f"{versions[-1].who} kept another ({versions[-1].when})" if versions else "there is none"
        raise StaleError(f"scenario {name!r}", revision, now, told=told)
    try:
        text = None if changes is None else json.dumps(changes, ensure_ascii=False, sort_keys=True, allow_nan=False)
    except (TypeError, ValueError) as fault:
        raise CallError("A scenario's changes can be written as JSON", str(fault), "give plain values") from fault
    row = {"name": name, "changes": text, "who": by.who, "when": by.when, "why": by.why}
    return int(connection.execute(insert(tables.scenarios).returning(tables.scenarios.c.number), row).scalar_one())


def every(connection: Connection) -> tuple[Scenario, ...]:
    """The scenarios as they are now, by name."""
    columns = tables.scenarios.c
    last = select(func.max(columns.number)).group_by(columns.name)
    query = select(tables.scenarios).where(columns.number.in_(last), columns.changes.is_not(None))
    return tuple(_scenario(row) for row in connection.execute(query.order_by(columns.name)).mappings())


def history(connection: Connection, name: str) -> tuple[Scenario, ...]:
    """The versions of a scenario, oldest first, since it was last dropped."""
    columns = tables.scenarios.c
    dropped = select(func.coalesce(func.max(columns.number), 0)).where(columns.name == name, columns.changes.is_(None))
    query = select(tables.scenarios).where(columns.name == name, columns.number > dropped.scalar_subquery())
    return tuple(_scenario(row) for row in connection.execute(query.order_by(columns.number)).mappings())


def one(connection: Connection, name: str) -> Scenario:
    """A scenario as it is now.

    Raises:
        CallError: there is none of that name.
    """
    versions = history(connection, name)
    if not versions:
        names = ", ".join(scenario.name for scenario in every(connection)) or "none yet"
        raise CallError(f"A scenario is one that was kept ({names:.400})", f"got {name!r:.60}", "name one of them")
    return versions[-1]


def compared(one: Scenario, other: Scenario) -> dict[str, tuple[Any, Any]]:
    """What two scenarios change otherwise, by dotted key; None where one leaves it."""
    first, second = dict(_flat(one.changes)), dict(_flat(other.changes))
    keys = sorted(first.keys() | second.keys())
    return {key: (first.get(key), second.get(key)) for key in keys if first.get(key) != second.get(key)}


def _flat(changes: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in changes.items():
        if isinstance(value, Mapping) and value:
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value


def _scenario(row: RowMapping) -> Scenario:
    plain = {name: row[name] for name in ("number", "name", "who", "when", "why")}
    return Scenario(**plain, changes=json.loads(row["changes"]))
