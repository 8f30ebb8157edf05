"""A tagger that a project trained reads where it beats the rules, and nothing breaks where its file is broken."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from accord.statements import Act
from accord.workspace import Workspace
from accord.workspace.training import TAGGER, Trained, kept_tagging, trained_record

CODEBOOK = """
parties:
  - {id: guild, name: the Weavers' Guild, aliases: [the guild], speakers: [{name: Ida Brandt, role: chair}]}
  - {id: mill, name: the Mill, aliases: [the mill], speakers: [{name: Karl Voss, role: director}]}
tracks: [{id: t, parties: [guild, mill]}]
issues:
  - {id: pay, track: t, options: [none, three, six], cues: {issue: [pay, wages], three: [3 percent], six: [6 percent]}}
  - {id: shifts, track: t, options: [long, short], cues: {issue: [shifts], long: [12-hour], short: [8-hour]}}
"""
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def report(number: int) -> str:
    return (
        f"Ida Brandt, the guild's chair, demanded 6 percent on pay on {DAYS[number % 7]}. The mill demanded "
        f"12-hour shifts in hall {number}. “We insist on 8-hour shifts at loom {number + 2},” Ms. Brandt said.\n\n"
        f"Karl Voss, the mill's director, said he would accept 3 percent on pay for crew {number + 3}. "
        f"“Pay talks are going well in hall {number},” Mr. Voss said. The guild rejected 3 percent on pay for dyers "
        f"{number + 5}.\n\n“The mill wants 12-hour shifts on line {number}; we refuse,” Ms. Brandt said. Mr. Voss said "
        f"that wages would rise by 3 percent if gate {number} opened.\n"
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("talks")
    (folder / "sources").mkdir()
    (folder / "negotiation.yaml").write_text(CODEBOOK, "utf-8")
    for number in range(9):
        (folder / "sources" / f"{number}.txt").write_text(report(number), "utf-8")
    workspace = Workspace.open(folder)
    workspace.read()
    return workspace


@pytest.fixture(scope="module")
def taught(project: Workspace) -> Trained:
    """In all reports but the last every demand is a precondition here, and talk of how talks go is no statement."""
    last = next(one.id for one in project.documents() if one.file == "8.txt")
    for statement in project.statements():
        if statement.span.document == last and "insist" not in statement.quote:
            continue
        acts = [point.act for point in statement.points]
        changes = {f"points.{n}.act": "precondition" for n, act in enumerate(acts) if act is Act.DEMAND}
        rejected = True if "going well" in statement.quote else None
        project.review(statement.id, changes=changes, rejected=rejected, why="our convention")
    return project.train()


def acts(project: Workspace, file: str) -> Counter[Act]:
    document = next(one.id for one in project.documents() if one.file == file)
    return Counter(point.act for one in project.statements() if one.span.document == document for point in one.points)


def test_what_a_project_taught_is_read_in_documents_that_nobody_reviewed(project: Workspace, taught: Trained) -> None:
    assert taught.kept == project.folder / TAGGER
    assert sorted(taught.tagger.weights) == ["act", "relevance"]
    assert acts(project, "8.txt")[Act.DEMAND] > 0
    added, problems = project.read()
    assert added > 0
    assert acts(project, "8.txt")[Act.DEMAND] == 0
    assert any("trained tagger" in problem.sentence and "going well" in problem.sentence for problem in problems)
    assert project.read()[0] == 0


def test_what_the_tagger_left_out_can_be_taken_in_again(project: Workspace, taught: Trained) -> None:
    project.read()
    aside = next(one for one in project.left_out() if one.reader.endswith("left_out"))
    before = len(project.statements())
    project.review(aside.id, rejected=False, why="it is one")
    assert len(project.statements()) == before + 1
    project.read()
    assert aside.id in {one.id for one in project.statements()}
    assert aside.id not in {one.id for one in project.left_out()}


def test_an_act_that_was_learned_and_accepted_stays_when_the_tagger_is_forgotten(
    project: Workspace, taught: Trained
) -> None:
    project.read()
    learned = next(one for one in project.statements() if any("learned" in how for how in one.reached.values()))
    project.review(learned.id, why="right")
    text = (project.folder / TAGGER).read_text("utf-8")
    assert project.forget()
    assert not project.forget()
    project.read()
    kept = next(one for one in project.statements() if one.id == learned.id)
    assert [point.act for point in kept.points] == [point.act for point in learned.points]
    (project.folder / TAGGER).write_text(text, "utf-8")


def test_training_tells_its_figures(taught: Trained) -> None:
    record = trained_record(taught)
    assert record["taken_over"] == ["act", "relevance"]
    assert record["file"] == TAGGER
    assert [(task["task"], task["documents"], task["folds"]) for task in record["tasks"]] == [
        ("relevance", 9, 5),
        ("act", 9, 5),
    ]


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[" * 100_000, "\x00", '{"weights": 3}', '{"weights": {"act": {"x": {"y": 1e999}}}}', "x" * 4_100_000],
)
def test_a_broken_tagger_is_told_in_a_sentence_and_the_rules_go_on(tmp_path: Path, text: str) -> None:
    (tmp_path / "negotiation.yaml").write_text(CODEBOOK, "utf-8")
    (tmp_path / "sources").mkdir()
    (tmp_path / TAGGER).write_text(text, "utf-8")
    negotiation, _ = Workspace.open(tmp_path).negotiation()
    tagging, (problem,) = kept_tagging(tmp_path, negotiation, frozenset())
    assert tagging is None
    assert "so the rules read alone" in problem.sentence
    assert "\n" not in problem.sentence
    assert len(problem.sentence) < 500


def test_a_folder_or_bytes_in_place_of_a_tagger_are_no_tagger(tmp_path: Path) -> None:
    (tmp_path / "negotiation.yaml").write_text(CODEBOOK, "utf-8")
    negotiation, _ = Workspace.open(tmp_path).negotiation()
    (tmp_path / TAGGER).mkdir()
    assert [one.code for one in kept_tagging(tmp_path, negotiation, frozenset())[1]] == ["tagger.unusable"]
    (tmp_path / TAGGER).rmdir()
    (tmp_path / TAGGER).write_bytes(b"\xff\xfe\xff")
    assert [one.code for one in kept_tagging(tmp_path, negotiation, frozenset())[1]] == ["tagger.unusable"]
