"""`accord --help` tells of every command once, under its section."""

from typing import Any

from accord.cli.app import SECTIONS, app


def commands() -> list[str]:
    from accord.cli import commands as loaded

    assert loaded.SUBJECTS
    return [one.name or (one.callback.__name__ if one.callback else "") for one in app.registered_commands]


def test_every_command_stands_in_a_section(call: Any) -> None:
    placed = [name for names in SECTIONS.values() for name in names]
    assert sorted(placed) == sorted(set(placed))
    assert set(commands()) <= set(placed)
    _, out, _ = call("--help")
    lines = [line.split() for line in out.splitlines() if line.startswith("  ")]
    assert {name for name in commands() if sum(words[:1] == [name] for words in lines) == 1} == set(commands())


def test_feeds_are_followed_only_where_that_is_asked_for(call: Any) -> None:
    for command in ("analyze", "draft", "read"):
        assert "--follow-links" in call(command, "--help")[1]
