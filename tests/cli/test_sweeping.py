import json
from pathlib import Path

import pytest

from accord.cli.commands import run

TALKS = """
parties: [{id: A}, {id: B}]
issues: [{id: pay, options: [low, mid, high]}]
utilities:
  A: {pay: {low: 0, mid: 0.5, high: 1}}
  B: {pay: {low: 1, mid: 0.6, high: 0}}
reservations: {A: 0.4, B: 0.4}
"""


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    path = tmp_path / "talks.yaml"
    path.write_text(TALKS, encoding="utf-8")
    return path


def called(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    monkeypatch.setattr("sys.argv", ["accord", *map(str, words)])
    return run()


def test_a_sweep_prints_indices_and_keeps_its_points(
    talks: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = talks.parent / "out"
    words = (
        "sweep",
        talks,
        "--vary",
        "reservation=0..1",
        "--of",
        "agreement",
        "--points",
        "64",
        "--out",
        out,
        "--json",
    )
    assert called(monkeypatch, *words) == 0
    record = json.loads(capsys.readouterr().out)
    assert {row["number"] for row in record["indices"]} == {"reservation.A", "reservation.B"}
    assert record["points"] == 64
    assert sorted(one.name for one in out.iterdir()) == ["indices.csv", "points.jsonl", "sweep.csv"]
    assert called(monkeypatch, *words) == 0
    assert json.loads(capsys.readouterr().out) == record


def test_what_can_be_varied_and_asked_is_listed(
    talks: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert called(monkeypatch, "sweep", talks, "--list", "--json") == 0
    record = json.loads(capsys.readouterr().out)
    assert {"number": "reservation.A", "low": 0.3, "high": 0.5} in [
        {**one, "low": round(one["low"], 9), "high": round(one["high"], 9)} for one in record["numbers"]
    ]
    assert record["outcomes"]["nash.A"] == 0.5


@pytest.mark.parametrize("words", [("--of", "luck"), ("--vary", "mood"), ("--points", "8"), ("--design", "spiral")])
def test_a_wrong_call_is_told_in_a_sentence(
    talks: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert called(monkeypatch, "sweep", talks, *words) == 2
    assert capsys.readouterr().err.startswith("accord: ")


def test_an_issue_is_forecast_from_a_table_of_actors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "actors.csv"
    table.write_text("Actor,Power,Position,Salience\nA,1,0,0.5\nB,1,90,1\n", encoding="utf-8")
    assert called(monkeypatch, "forecast", table) == 0
    told = capsys.readouterr().out
    assert "60.00" in told
    assert "over rounds 1 to 10" in told


def test_a_conflict_is_solved_for_its_stable_states(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    makers = [
        {"name": name, "options": [own], "preferences": [[[1 - own, "N"]], [[own, "Y"]]]}
        for own, name in enumerate(("A", "B"))
    ]
    options = [{"name": f"confess {name}", "permittedDirection": "both"} for name in ("A", "B")]
    file = tmp_path / "dilemma.gmcr"
    file.write_text(json.dumps({"options": options, "decisionMakers": makers, "infeasibles": []}), encoding="utf-8")
    assert called(monkeypatch, "solve", file, "--json") == 0
    assert json.loads(capsys.readouterr().out)["equilibria"]["nash"] == [4]
