"""Several coders review one reading: their verdicts stay apart, what they disagree on is settled, and then used."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from accord.errors import CallError
from accord.statements import AGREED, Act, Statement
from accord.store import Store
from accord.workspace import Workspace
from accord.workspace.coders import import_file, review_as, statements_of, verdicts_of
from accord.workspace.settling import adopt, compare, disputes, passage_id, settle

CODEBOOK = """
parties: [{id: A, name: the Weavers' Guild, aliases: [the guild]}, {id: B, name: the Mill, aliases: [the mill]}]
tracks: [{id: t, parties: [A, B]}]
issues:
  - {id: pay, track: t, options: [low, high], cues: {issue: [pay], high: [higher pay]}}
"""
TEXT = """“We want higher pay,” said the guild's chair, Ida Brandt, on Monday.

The mill refused higher pay.

The guild demanded higher pay again on Friday.
"""
OFFER = {"points.0.act": "offer"}


@pytest.fixture
def project(tmp_path: Path) -> Workspace:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "note.txt").write_text(TEXT, "utf-8")
    (tmp_path / "negotiation.yaml").write_text(CODEBOOK, "utf-8")
    workspace = Workspace.open(tmp_path)
    workspace.read()
    return workspace


def act(project: Workspace, name: str) -> Act:
    return next(one.points[0].act for one in project.statements() if one.id == name)


def single(project: Workspace) -> list[Statement]:
    found = [one for one in project.statements() if len(one.points) == 1]
    assert len(found) >= 2
    return found


def test_a_coders_verdicts_change_nothing_but_the_coders_own(project: Workspace) -> None:
    before = project.statements()
    first = single(project)[0]
    review_as(project, "ann", [(first.id, OFFER, None)], why="she gives")
    assert project.statements() == before
    assert [one.points[0].act for one in statements_of(project, "ann")] == [Act.OFFER]
    review_as(project, "ann", [(first.id, {"points.0.act": "demand"}, None)], why="no, she asks")
    assert [one.points[0].act for one in statements_of(project, "ann")] == [Act.DEMAND]


def test_two_who_review_under_one_name_at_once_lose_nothing(project: Workspace) -> None:
    ids = [one.id for one in single(project)]
    turns = [(ids[turn % len(ids)], {"role": f"role {turn}"}, None) for turn in range(8)]
    with ThreadPoolExecutor(4) as people:
        list(people.map(lambda verdict: review_as(project, "ann", [verdict], why="read again"), turns))
    with Store.open(project.database) as store:
        mine = [one for one in store.readings() if one.reader == "by_hand:ann"]
    kept = [told.changes["role"] for one in mine for told in verdicts_of(one)]
    assert sorted(kept) == [f"role {turn}" for turn in range(8)]


def test_two_who_settle_passages_of_a_document_at_once_lose_nothing(project: Workspace) -> None:
    first, second = (one.id for one in single(project)[:2])
    for coder, changes in (("ann", OFFER), ("bo", {"points.0.act": "threat"})):
        review_as(project, coder, [(first, changes, None), (second, changes, None)], why="as I read it")
    passages = {passage_id(one.unit) for one in disputes(project)}
    assert len(passages) == 2
    with ThreadPoolExecutor(2) as people:
        list(people.map(lambda id: settle(project, id, "ann", who="cy", why="she gives"), passages))
    assert disputes(project) == ()
    assert [act(project, id) for id in (first, second)] == [Act.OFFER, Act.OFFER]


def test_a_wrong_verdict_among_several_keeps_none(project: Workspace) -> None:
    first = single(project)[0]
    with pytest.raises(CallError, match="nonsense"):
        review_as(project, "ann", [(first.id, OFFER, None), (first.id, {"points.0.nonsense": 1}, None)], why="so")
    with pytest.raises(CallError, match="ann"):
        statements_of(project, "ann")


@pytest.mark.parametrize("name", ["agreed", "settled", "by_rule", "a\tb\x1b"])
def test_a_coders_name_is_not_one_of_the_programs(project: Workspace, name: str) -> None:
    with pytest.raises(CallError, match="name of their own"):
        review_as(project, name, [(single(project)[0].id, {}, None)], why="so")


def test_only_passages_that_both_looked_at_are_compared(project: Workspace) -> None:
    first, second, *_ = single(project)
    review_as(project, "ann", [(first.id, {}, None), (second.id, {}, None)], why="right")
    review_as(project, "bo", [(first.id, OFFER, None)], why="he gives")
    found, _ = compare(project, ("ann", "bo"))
    assert len(found.units) == 1
    assert [(one.field, dict(one.codes)) for one in disputes(project)] == [
        ("act", {"ann": first.points[0].act.value, "bo": "offer"})
    ]


def test_what_is_settled_is_used_with_who_and_why_and_no_longer_open(project: Workspace) -> None:
    first = single(project)[0]
    review_as(project, "ann", [(first.id, {}, None)], why="right")
    review_as(project, "bo", [(first.id, OFFER, None)], why="he gives")
    (open_one,) = disputes(project)
    assert passage_id(open_one.unit) == first.id
    settle(project, f"{first.id}.act", "bo", who="cy", why="read again")
    assert act(project, first.id) is Act.OFFER
    reached = next(one.reached for one in project.statements() if one.id == first.id)
    assert "corrected by cy: read again" in reached.values()
    assert disputes(project) == ()
    with pytest.raises(CallError, match="disagree"):
        settle(project, first.id, "ann", who="cy", why="again")
    told, _ = compare(project, ("ann", "bo"))
    assert next(one for one in told.fields if one.field == "act").percent == 0  # the codings stay as they were


def test_a_value_settles_what_neither_coder_has(project: Workspace) -> None:
    first = single(project)[0]
    review_as(project, "ann", [(first.id, {"points.0.act": "threat"}, None)], why="a threat")
    review_as(project, "bo", [(first.id, OFFER, None)], why="he gives")
    with pytest.raises(CallError):
        settle(project, f"{first.id}.act", "juggling", who="cy", why="neither")
    settle(project, f"{first.id}.act", "promise", who="cy", why="neither")
    assert act(project, first.id) is Act.PROMISE


def test_a_passage_that_one_rejects_is_disputed_and_may_be_taken_out(project: Workspace) -> None:
    first = single(project)[0]
    review_as(project, "ann", [(first.id, {}, None)], why="right")
    review_as(project, "bo", [(first.id, {}, True)], why="no statement")
    assert [one.field for one in disputes(project)] == ["statement"]
    settle(project, first.id, "bo", who="cy", why="no statement indeed")
    assert first.id not in {one.id for one in project.statements()}
    assert first.id in {one.id for one in project.left_out()}


def test_what_all_have_alike_is_adopted_and_what_is_open_is_not(project: Workspace) -> None:
    first, second, *_ = single(project)
    for coder, other in (("ann", "threat"), ("bo", "promise")):
        verdicts = [(first.id, OFFER, None), (second.id, {"points.0.act": other}, None)]
        review_as(project, coder, verdicts, why="so")
    assert adopt(project).corrected == (first.id,)
    assert act(project, first.id) is Act.OFFER
    assert act(project, second.id) is second.points[0].act
    assert adopt(project).corrected == ()


def test_a_document_coded_elsewhere_is_used_as_its_coders_agree(project: Workspace) -> None:
    header = "document,quote,act,issue\n"
    rows = ["note.txt,“We want higher pay”,demand,pay\n", "note.txt,The mill refused higher pay.,{},pay\n"]
    for coder, word in (("ann", "reject"), ("bo", "threat")):
        path = project.folder / f"{coder}.csv"
        path.write_text(
            header + rows[0].replace("“We want higher pay”", '"“We want higher pay,”"') + rows[1].format(word)
        )
        assert import_file(project, path, coder).unplaced == ()
    (open_one,) = disputes(project)
    assert open_one.field == "act"
    settle(project, passage_id(open_one.unit), "ann", who="cy", why="a plain no")
    found = project.statements()
    assert {one.reader for one in found} == {AGREED}
    assert [one.points[0].act for one in found] == [Act.DEMAND, Act.REJECT]
