"""`accord findings` with changes: what it prints, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.findings.scene import document_of, statements_of, strike
from tests.findings.test_what_if import SAID

from accord.store import Reading, Store
from accord.workspace import DATABASE, Workspace


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose statements were read already."""
    folder = tmp_path_factory.mktemp("talks") / "strike"
    Workspace.new(folder, strike())
    document = document_of(SAID)
    with Store.open(folder / DATABASE) as store:
        store.add_documents([document], only=True)
        store.add_reading(Reading(document.id, "by_rule", "a"), statements_of(document, SAID), when="2031-03-04")
    return folder


def test_a_change_prints_what_it_moves_and_how_much_stays(call: Any, project: Path) -> None:
    code, out, _ = call("findings", project, "--set", "outside_option.W=1.01", "--members", 100)
    assert code == 0
    assert "there is a deal" in out
    assert "stay as they are" in out


def test_json_has_every_difference_and_the_findings_after_it(call: Any, project: Path) -> None:
    code, out, _ = call("findings", project, "--believe", "F", "--members", 100, "--json")
    assert code == 0
    told = json.loads(out)
    deal = next(one for one in told["differences"] if one["id"] == "packages:deal")
    assert deal["difference"] == pytest.approx(deal["after"]["share"] - deal["before"]["share"], abs=2e-6)
    assert {"error", "clear", "about"} <= deal.keys()
    assert any(one["id"] == "packages:deal" for one in told["findings"])


@pytest.mark.parametrize(
    "change",
    [
        ["--without", "s0"], ["--set", "hurry.W=1"], ["--set", "impatience.X=0.1"], ["--believe", "X"],
        ["--add", "party=W says=likes"], ["--separate", "holidays"], ["--order", "raise"], ["--as-of", "March"],
    ],
)  # fmt: skip
def test_a_wrong_change_gets_one_sentence_and_code_two(call: Any, project: Path, change: list[str]) -> None:
    code, out, err = call("findings", project, *change, "--members", 60)
    assert (code, out) == (2, "")
    assert err.startswith("accord: ")
    assert err.count("\n") == 1
