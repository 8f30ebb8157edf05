"""Reading a project by a language model on loopback: kept, resumed, and one of the two readings counts."""

from pathlib import Path
from typing import Any

import pytest
from tests.cli.test_commands import NEGOTIATION, REPORT
from tests.reading.model_server import serving

from accord.cli.asking import model_of
from accord.errors import CallError
from accord.workspace import Model, Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "sources").mkdir()
    (tmp_path / "negotiation.yaml").write_text(NEGOTIATION)
    (tmp_path / "sources" / "report.txt").write_text(REPORT)
    return Workspace.open(tmp_path)


def answer(asked: dict[str, Any]) -> object:
    said = next(one for one in asked["code"] if "never accept" in one["text"])
    point = {"act": "reject", "about": "union", "issue": "pay", "option": "three_percent", "claim": "refuses"}
    told = {"quote": "We will never accept 3 percent on pay", "speaker": "Ms. Brenner", "points": [point]}
    return [{"first": said["n"], "last": said["n"], **told}, {"first": 0, "last": 0, "quote": "Nobody said this"}]


def test_the_last_machine_to_read_a_document_counts(workspace: Workspace) -> None:
    workspace.read()
    by_rules = {one.reader for one in workspace.statements()}
    with serving(answer) as server:
        added, problems = workspace.read(model=Model(server.address, "local"))
    assert (by_rules, added) == ({"by_rule"}, 1)
    assert [one.reader for one in workspace.statements()] == ["by_model"]
    assert any(problem.code == "model.refused" and "1 were refused" in problem.sentence for problem in problems)
    workspace.read()
    assert {one.reader for one in workspace.statements()} == {"by_rule"}


def test_what_a_failing_model_left_unread_is_read_the_next_time(workspace: Workspace) -> None:
    with serving(lambda asked: 400) as server:
        model = Model(server.address, "local")
        added, problems = workspace.read(model=model)
        assert added == 0
        assert {problem.code for problem in problems} >= {"model.endpoint", "model.unread"}
    with serving(answer) as server:
        model = Model(server.address, "local")
        assert workspace.read(model=model)[0] == 1
        assert workspace.read(model=model)[0] == 0
        assert len(server.requests) == 1


def test_an_endpoint_without_a_model_is_a_wrong_call() -> None:
    assert model_of(None, None, 10) is None
    with pytest.raises(CallError, match="its endpoint and its name"):
        model_of("http://127.0.0.1:1/v1", None, 10)
