"""People's codings on the command line: brought in, compared, and in use where they are agreed on."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.test_commands import NEGOTIATION, REPORT

from accord.errors import CallError
from accord.statements import AGREED
from accord.workspace import Workspace
from accord.workspace.coders import import_file
from accord.workspace.settling import compare

ROWS = [
    {
        "document": "report.txt",
        "quote": "We will never accept 3 percent on pay",
        "speaker": "Ada Brenner",
        "act": "reject",
    },
    {"document": "report.txt", "quote": "the authority would accept a pay rise of 3 percent", "act": "offer"},
]

PAIR = (("reject", "ann"), ("threat", "bo"))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "sources").mkdir()
    (tmp_path / "negotiation.yaml").write_text(NEGOTIATION)
    (tmp_path / "sources" / "report.txt").write_text(REPORT)
    made = Workspace.open(tmp_path)
    made.read()
    return made


def table(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "coded.csv"
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, ["document", "quote", "speaker", "act"])
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_one_coders_codings_are_compared_and_used_for_nothing_else(workspace: Workspace, tmp_path: Path) -> None:
    before = workspace.statements()
    found = import_file(workspace, table(tmp_path, *ROWS), "ann")
    assert (len(found.statements), found.unplaced) == (2, ())
    assert workspace.statements() == before
    agreed, _ = compare(workspace)
    assert agreed.coders == ("ann", "by_rule")


def test_codings_agreed_on_take_the_machines_place(workspace: Workspace, tmp_path: Path) -> None:
    import_file(workspace, table(tmp_path, *ROWS), None)
    assert {one.reader for one in workspace.statements()} == {AGREED}


def test_words_that_are_not_there_are_listed(workspace: Workspace, tmp_path: Path) -> None:
    found = import_file(workspace, table(tmp_path, {**ROWS[0], "quote": "We will gladly accept 3 percent"}), "ann")
    assert [one.row for one in found.unplaced] == [2]
    assert found.problems


def test_a_file_that_names_its_coders_is_kept_as_each_ones(workspace: Workspace, tmp_path: Path) -> None:
    before = workspace.statements()
    path = tmp_path / "two.csv"
    path.write_text(
        "document,quote,act,coder\n"
        + "".join(f"report.txt,We will never accept 3 percent on pay,{act},{who}\n" for act, who in PAIR)
    )
    import_file(workspace, path, None)
    assert workspace.statements() == before
    agreed, open_ones = compare(workspace)
    assert agreed.coders == ("ann", "bo", "by_rule")
    assert [dict(one.codes) for one in open_ones] == [{"ann": "reject", "bo": "threat"}]


@pytest.mark.parametrize("name", ["agreed", "settled"])
def test_a_coding_is_nobodys_whose_name_the_program_uses(workspace: Workspace, tmp_path: Path, name: str) -> None:
    with pytest.raises(CallError, match="name of their own"):
        import_file(workspace, table(tmp_path, *ROWS), name)


def ids_of(call: Any, folder: Path) -> list[str]:
    return [one["id"] for one in json.loads(call("review", folder, "--json")[1])]


def test_two_coders_review_disagree_and_are_settled(call: Any, workspace: Workspace) -> None:
    folder = workspace.folder
    name = ids_of(call, folder)[1]
    assert call("review", folder, "--coder", "ann", "--accept", name)[0] == 0
    code, out, _ = call("review", folder, "--coder", "bo", "--set", name, "points.0.act=threat", "--why", "it is one")
    assert (code, "kept as bo's" in out) == (0, True)
    assert f"{name}.act: ann: reject; bo: threat" in call("review", folder, "--disputed")[1]
    assert f"{name}.act" in call("agreement", folder)[1]
    told = json.loads(call("agreement", folder, "--json")[1])
    assert [one["passage"] for one in told["disagreements"]] == [name]
    code, out, _ = call("review", folder, "--settle", name, "--with", "bo", "--why", "read again", "--coder", "cy")
    assert (code, out.startswith("Settled act")) == (0, True)
    assert "Nothing is disputed" in call("review", folder, "--disputed")[1]
    standing = {one["id"]: one for one in json.loads(call("review", folder, "--json")[1])}
    assert standing[name]["points"][0]["act"] == "threat"
    assert f"{name}: points.0.act=threat, by cy (" in call("review", folder, "--settled")[1]
    waiting = json.loads(call("review", folder, "--unreviewed", "--coder", "bo", "--json")[1])
    assert {one["id"] for one in waiting} == set(ids_of(call, folder)) - {name}
    assert json.loads(call("review", folder, "--adopt", "--json")[1]) == {"corrected": [], "documents": []}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--settle", "s1"], "Settling names a passage and what holds"),
        (["--settle", "s1", "--with", "ann", "--why", "so"], "a passage that coders disagree on"),
        (["--accept", "s1", "--disputed"], "does one thing"),
        (["--coder", "ann"], "A coder has coded or reviewed something"),
        (["--coder", "ann", "--accept", "s1"], "names a statement of the project"),
        (["--reject", "s1"], "A correction has a reason"),
    ],
)
def test_a_wrong_call_of_review_is_one_sentence(
    call: Any, workspace: Workspace, arguments: list[str], told: str
) -> None:
    code, out, err = call("review", workspace.folder, *arguments)
    assert (code, out) == (2, "")
    assert told in err
    assert len(err.splitlines()) == 1


def test_training_on_too_little_says_how_much_it_takes(call: Any, workspace: Workspace) -> None:
    name = ids_of(call, workspace.folder)[0]
    call("review", workspace.folder, "--accept", name)
    code, out, _ = call("train", workspace.folder)
    assert code == 0
    assert "1 reviewed statement." in out
    assert "49 more of them and 4 more documents" in out
    assert "Nothing is kept." in out
    told = json.loads(call("train", workspace.folder, "--json")[1])
    assert (told["reviewed"], told["taken_over"], told["file"]) == (1, [], None)
    assert "Nothing was learned" in call("train", workspace.folder, "--forget")[1]


def test_training_before_reading_says_what_to_do(call: Any, tmp_path: Path) -> None:
    (tmp_path / "negotiation.yaml").write_text(NEGOTIATION)
    code, _, err = call("train", tmp_path)
    assert code == 2
    assert "accord read" in err
