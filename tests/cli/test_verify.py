"""`accord verify`: what it prints, and its exit codes."""

import json
from pathlib import Path
from typing import Any

import pytest

from accord.cli import main


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["accord", *arguments])
    with pytest.raises(SystemExit) as ended:
        raise SystemExit(main())
    return int(ended.value.code or 0)


def cases(path: Path, *expected: float) -> str:
    rows: list[dict[str, Any]] = [
        {
            "id": f"pool {number}",
            "model": "linear_opinion_pool",
            "inputs": {"p": [0.2, 0.4], "w": [1, 1]},
            "expected": e,
        }
        for number, e in enumerate(expected)
    ]
    path.write_text(json.dumps({"cases": rows}), encoding="utf-8")
    return str(path)


def test_cases_that_pass_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "verify", cases(tmp_path / "a.json", 0.3, 0.3)) == 0
    assert capsys.readouterr().out == "2 of 2 cases pass\n"


def test_cases_that_fail_are_named_with_both_values(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = cases(tmp_path / "a.json", 0.3, 0.9)
    assert run(monkeypatch, "verify", path) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("pool 1: expected 0.9, got 0.3")
    assert lines[-1] == "1 of 2 cases pass"
    assert run(monkeypatch, "verify", path, "--json") == 1
    assert [row["passed"] for row in json.loads(capsys.readouterr().out)] == [True, False]


def test_a_file_that_cannot_be_read_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "b.json").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "none.json", tmp_path, tmp_path / "b.json"):
        assert run(monkeypatch, "verify", str(path)) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert len(said.err.strip().splitlines()) == 1
