"""The command line as a person meets it: what it prints, what it writes, how it ends."""

import json
from pathlib import Path
from typing import Any

import pytest

NEGOTIATION = """
title: The port's pay round
parties:
  - {id: union, name: Dock Workers' Union, aliases: [the union], speakers: [{name: Ada Brenner, role: president}]}
  - {id: port, name: Port Authority, aliases: [the authority], speakers: [{name: Tom Okafor, role: chairman}]}
tracks:
  - {id: talks, parties: [union, port]}
issues:
  - id: pay
    track: talks
    options: [none, three_percent, six_percent]
    cues: {issue: [pay, wages], three_percent: [3 percent], six_percent: [6 percent]}
  - id: night_shifts
    track: talks
    options: [kept, ended]
    cues: {issue: [night shifts], kept: [keep night shifts], ended: [end night shifts]}
"""
REPORT = """Dock workers and port far apart on pay
2031-03-11

Ada Brenner, president of the Dock Workers' Union, said on Tuesday that the union demanded a pay rise of 6 percent.

"We will never accept 3 percent on pay," Ms. Brenner said.

Tom Okafor, chairman of the Port Authority, said that the authority would accept a pay rise of 3 percent.
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "talks"
    (folder / "sources").mkdir(parents=True)
    (folder / "negotiation.yaml").write_text(NEGOTIATION)
    (folder / "sources" / "report.txt").write_text(REPORT)
    return folder


def test_a_new_project_has_a_negotiation_file_that_loads(call: Any, tmp_path: Path) -> None:
    code, out, _ = call("new", tmp_path / "talks")
    assert code == 0
    assert "negotiation.yaml" in out
    (tmp_path / "talks" / "sources" / "report.txt").write_text(REPORT)
    code, out, _ = call("read", tmp_path / "talks", "--json")
    assert (code, json.loads(out)["documents"]) == (0, 1)


def test_a_new_project_never_takes_the_place_of_another(call: Any, project: Path) -> None:
    code, _, err = call("new", project)
    assert code == 2
    assert "exists" in err
    assert (project / "negotiation.yaml").read_text() == NEGOTIATION


def test_reading_twice_adds_nothing(call: Any, project: Path) -> None:
    _, first, _ = call("read", project, "--json")
    _, second, _ = call("read", project, "--json")
    assert json.loads(first)["added"] >= 2
    assert json.loads(second) == {**json.loads(first), "added": 0}


def test_a_rejected_statement_leaves_matrix_ledger_and_findings(call: Any, project: Path) -> None:
    call("read", project)
    _, listed, _ = call("review", project, "--json")
    statements = json.loads(listed)
    refusal = next(one for one in statements if "never accept" in one["quote"])
    code, _, _ = call("review", project, "--reject", refusal["id"], "--why", "not said")
    assert code == 0
    _, findings, _ = call("findings", project, "--members", 200, "--json")
    assert refusal["id"] not in json.dumps(json.loads(findings))
    _, matrix, _ = call("matrix", project, "--json")
    assert json.loads(matrix)


def test_a_corrected_field_is_what_the_next_step_sees(call: Any, project: Path) -> None:
    call("read", project)
    statements = json.loads(call("review", project, "--json")[1])
    name = statements[0]["id"]
    code, _, _ = call("review", project, "--set", name, 'speakers=["Somebody Else"]', "--why", "misread")
    assert code == 0
    changed = json.loads(call("review", project, "--json")[1])
    assert next(one for one in changed if one["id"] == name)["speakers"] == ["Somebody Else"]


def test_a_correction_needs_a_reason(call: Any, project: Path) -> None:
    call("read", project)
    name = json.loads(call("review", project, "--json")[1])[0]["id"]
    code, _, err = call("review", project, "--reject", name)
    assert code == 2
    assert "reason" in err


def test_analyze_writes_every_file_that_is_promised(call: Any, project: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    source, book = project / "sources", project / "negotiation.yaml"
    code, printed, _ = call("analyze", source, "--negotiation", book, "--out", out, "--members", 200)
    assert code == 0
    assert str(out / "report.html") in printed
    promised = {"report.html", "negotiation.yaml", "documents.jsonl", "statements.jsonl", "matrix.csv", "ledger.csv"}
    assert {path.name for path in out.iterdir()} == promised | {"findings.json", "problems.json", "run.json"}
    texts = {one["file"]: one["text"] for one in map(json.loads, (out / "documents.jsonl").read_text().splitlines())}
    for statement in map(json.loads, (out / "statements.jsonl").read_text().splitlines()):
        span = statement["span"]
        assert texts[span["document"]][span["start"] : span["end"]] == statement["quote"]


def test_the_same_run_twice_gives_the_same_bytes(call: Any, project: Path, tmp_path: Path) -> None:
    for name in ("first", "second"):
        call("analyze", project, "--out", tmp_path / name, "--members", 200, "--seed", 7)
    for path in (tmp_path / "first").iterdir():
        if path.name != "run.json":
            assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes(), path.name


def test_analyze_without_a_negotiation_drafts_one_and_says_so(call: Any, project: Path, tmp_path: Path) -> None:
    code, _, err = call("analyze", project / "sources", "--out", tmp_path / "out", "--members", 200)
    assert code == 0
    assert "drafted" in err
    assert "drafted: true" in (tmp_path / "out" / "negotiation.yaml").read_text()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("analyze", "no/such/place"), "no/such/place"),
        (("findings", "no/such/project"), "negotiation.yaml"),
        (("matrix", "."), "negotiation.yaml"),
        (("solve", "no/such/file.yaml"), "file.yaml"),
        (("nonsense",), "nonsense"),
        (("analyze",), "sources"),
    ],
)
def test_a_wrong_call_gets_one_sentence_and_code_two(
    call: Any, arguments: tuple[str, ...], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = call(*arguments)
    assert code == 2
    assert told in err
    assert "Traceback" not in err


def test_a_typo_in_the_negotiation_is_told_with_its_line(call: Any, project: Path) -> None:
    (project / "negotiation.yaml").write_text(NEGOTIATION.replace("options:", "optoins:", 1))
    code, _, err = call("read", project)
    assert code == 2
    assert "optoins" in err
    assert "negotiation.yaml:11:5" in err


def test_contradictory_certain_evidence_is_told_and_the_rest_goes_on(call: Any, project: Path, tmp_path: Path) -> None:
    certain = """
assumptions:
  - {party: port, says: prefers, issue: pay, option: none, over: six_percent, reason: a, reliability: 1.0}
  - {party: port, says: prefers, issue: pay, option: six_percent, over: none, reason: b, reliability: 1.0}
"""
    (project / "negotiation.yaml").write_text(NEGOTIATION + certain)
    code, _, err = call("analyze", project, "--out", tmp_path / "out", "--members", 200)
    assert code == 1
    assert "cannot" in err
    assert json.loads((tmp_path / "out" / "findings.json").read_text())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("binary.txt", bytes(range(256)) * 40),
        ("latin.txt", "Le syndicat a dit non à l’offre, déclara M. Éluard.".encode("cp1252")),
        ("hostile.html", b"<html><body><script>alert(1)</script><p>Nobody said anything.</p></body></html>"),
    ],
)
def test_a_hostile_or_empty_document_gets_a_sentence_and_the_rest_is_read(
    call: Any, project: Path, tmp_path: Path, name: str, content: bytes
) -> None:
    (project / "sources" / name).write_bytes(content)
    code, _, err = call("analyze", project, "--out", tmp_path / "out", "--members", 200)
    assert code in {0, 1}
    assert "Traceback" not in err
    assert "6 percent" in (tmp_path / "out" / "statements.jsonl").read_text()
    assert "<script>alert" not in (tmp_path / "out" / "report.html").read_text()


def test_the_schema_refuses_unknown_keys(call: Any) -> None:
    _, out, _ = call("schema")
    assert json.loads(out)["additionalProperties"] is False


def test_help_names_every_command(call: Any) -> None:
    code, out, _ = call("--help")
    assert code == 0
    for name in ("analyze", "new", "draft", "read", "review", "matrix", "ledger", "findings", "report", "solve"):
        assert name in out
