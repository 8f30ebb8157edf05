"""`accord --help` tells of every command once, under its section; the options that commands have alike."""

from pathlib import Path
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


FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title><item><title>Dock talks</title>
<link>http://127.0.0.1:9/page.html</link><description>The dockers demanded 6 percent on pay. The port refused it.
</description></item></channel></rss>"""


def test_a_feeds_links_are_followed_only_where_that_is_asked_for(call: Any, tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(FEED)
    _, _, plain = call("draft", tmp_path / "feed.xml")
    _, _, followed = call("draft", tmp_path / "feed.xml", "--follow-links")
    assert "page.html" not in plain
    assert "http://127.0.0.1:9/page.html" in followed  # refused, for it leads to this machine
    for command in ("analyze", "read"):
        assert "--follow-links" in call(command, "--help")[1]
