"""What a project keeps of what it has read."""

from __future__ import annotations

from pathlib import Path

import pytest

from accord.workspace import Workspace

CODEBOOK = """
parties: [{id: A, name: the Weavers' Guild, aliases: [the guild]}, {id: B, name: the Mill, aliases: [the mill]}]
tracks: [{id: t, parties: [A, B]}]
issues:
  - {id: pay, track: t, options: [low, high], cues: {issue: [pay], high: [higher pay]}}
"""
BESIDE = """
assumptions: [{party: A, says: seeks, issue: pay, option: high, reason: as ever}]
rates: [{rate: impatience, party: A, low: 0.1, high: 0.2, reason: rent is due}]
reliability: {kinds: {official: 0.4}}
"""
TEXT = "“We want higher pay,” said the guild's chair, Ida Brandt, on Monday. The mill refused higher pay.\n"


@pytest.fixture
def project(tmp_path: Path) -> Workspace:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "note.txt").write_text(TEXT, "utf-8")
    (tmp_path / "negotiation.yaml").write_text(CODEBOOK, "utf-8")
    workspace = Workspace.open(tmp_path)
    workspace.read()
    return workspace


def readings(project: Workspace) -> int:
    """How often a document is read when the project is read again."""
    seen: list[str] = []
    project.read(lambda step, done, total: seen.append(step))
    return seen.count("parsing")


def test_what_the_analyst_holds_beside_the_codebook_reads_nothing_anew(project: Workspace) -> None:
    (project.folder / "negotiation.yaml").write_text(CODEBOOK + BESIDE, "utf-8")
    assert readings(project) == 0


def test_a_new_cue_and_a_new_alias_read_every_document_anew(project: Workspace) -> None:
    for old, new in (("[higher pay]", "[higher pay, a rise]"), ("[the guild]", "[the guild, the union]")):
        (project.folder / "negotiation.yaml").write_text(CODEBOOK.replace(old, new), "utf-8")
        assert readings(project) == 1
