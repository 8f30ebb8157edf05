"""The command line, called in this process."""

from typing import Any

import pytest

from accord.cli import commands


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    def accord(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["accord", *map(str, arguments)])
        code = commands.run()
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return accord
