"""`accord simulate` as a newcomer calls it."""

import json

import pytest

WAGES = """
parties: [union, firm]
issues:
  - {id: wage, options: [two percent, three percent, four percent]}
  - {id: hours, options: [as now, shorter]}
utilities:
  union: {wage: [0, 3, 4], hours: [0, 4]}
  firm: {wage: [6, 4, 0], hours: [2, 0]}
reservations: {union: 2, firm: 3}
"""


@pytest.fixture
def wages(tmp_path):
    path = tmp_path / "wages.yaml"
    path.write_text(WAGES, encoding="utf-8")
    return path


def test_the_record_has_a_trace_for_each_run(call, wages) -> None:
    code, out, _ = call("simulate", wages, "--strategies", "boulware,conceder", "--steps", 20, "--runs", 3, "--json")
    record = json.loads(out)
    assert (code, record["runs"], record["agreement_rate"], len(record["traces"])) == (0, 3, 1.0, 3)
    # At 14 of 20 rounds the firm has come down to what gives the union 7 of its 8.
    assert record["traces"][0]["agreement"] == {"wage": "three percent", "hours": "shorter"}
    assert record["traces"][0]["utilities"] == [7.0, 4.0]
    assert 1 <= record["traces"][0]["step"] <= 20


def test_without_agreement_parties_have_their_reservations(call, wages) -> None:
    code, out, _ = call("simulate", wages, "--strategies", "union=hard,firm=hard", "--steps", 4, "--json")
    (trace,) = json.loads(out)["traces"]
    assert code == 0
    assert trace == {"agreement": None, "step": 4, "utilities": [2.0, 3.0], "ended": "deadline"}


def test_the_same_seed_gives_the_same_words_and_turns_are_told(call, wages) -> None:
    words = ("simulate", wages, "--strategies", "random", "--steps", 9, "--runs", 50, "--turns", "--traces", 1)
    first = call(*words, "--seed", 4)
    assert first == call(*words, "--seed", 4, "--threads", 2)
    assert first != call(*words, "--seed", 5)
    assert "round 1, union offers" in first[1]


def test_who_agrees_to_nothing_is_named(call, wages) -> None:
    wages.write_text(WAGES.replace("union: 2", "union: 9"), encoding="utf-8")
    code, _, told = call("simulate", wages, "--strategies", "conceder", "--steps", 9)
    assert code == 0
    assert "union: no package is worth its reservation" in told


@pytest.mark.parametrize(
    ("strategies", "words"),
    [
        ("stubborn", "must be one of"),
        ("linear,linear,linear", "there are 3"),
        ("union=linear,hard", "names no party"),
        ("union=linear,union=hard", "comes twice"),
        (",", "there is none"),
    ],
)
def test_a_wrong_call_is_one_sentence(call, wages, strategies, words) -> None:
    code, out, told = call("simulate", wages, "--strategies", strategies, "--steps", 5)
    assert (code, out) == (2, "")
    assert words in told
    assert len(told.strip().splitlines()) == 1


def test_a_path_that_is_not_there_is_refused(call, tmp_path) -> None:
    code, _, told = call("simulate", tmp_path / "none.yaml", "--strategies", "linear", "--steps", 5)
    assert code == 2
    assert "none.yaml" in told


def test_a_later_deadline_is_told_beside_the_first(call, wages) -> None:
    words = ("simulate", wages, "--strategies", "linear", "--steps", 8, "--deadlines", "5,50")
    code, out, _ = call(*words, "--json")
    early, late = json.loads(out)["deadlines"]
    assert code == 0
    assert (early["steps"], late["steps"]) == (5, 50)
    assert early["mean_rounds"] < late["mean_rounds"]
    assert "mean payoffs" in call(*words)[1]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--deadlines", "5,soon", "--strategies", "linear"), "soon"),
        (("--explain", "--strategies", "linear"), "ledger"),
        ((), "played by strategies"),
    ],
)
def test_what_a_bargain_cannot_be_asked_is_one_sentence(call, wages, more, words) -> None:
    code, out, told = call("simulate", wages, "--steps", 5, *more)
    assert (code, out) == (2, "")
    assert words in told


PROJECT = """
title: A strike
parties: [{id: F, name: The firm}, {id: W, name: The union, aliases: [the shop stewards]}]
tracks: [{id: pay, parties: [F, W]}]
issues:
  - {id: wage, track: pay, options: [none, small, big], cues: {issue: [pay rise], big: [large pay rise]}}
  - {id: hours, track: pay, options: [long, short], cues: {issue: [hours]}}
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "negotiation.yaml").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "sources").mkdir()
    return tmp_path


def test_a_project_is_played_in_every_model_by_every_pairing_in_turn(call, project) -> None:
    words = ("simulate", project, "--members", 60, "--deadlines", "5,50", "--explain")
    code, out, _ = call(*words, "--json")
    record = json.loads(out)
    assert (code, record["runs"], record["members"], len(record["traces"])) == (0, 60, 60, 60)
    assert len(record["pairings"]) == 9  # late, evenly, early for each of two parties
    assert sum(one["members"] for one in record["pairings"]) == 60
    assert [trace["member"] for trace in record["traces"]] == list(range(60))
    agreed = [trace["agreement"] is not None for trace in record["traces"]]
    assert record["agreement_rate"] == pytest.approx(sum(agreed) / 60)
    assert sum(record["ended"].values()) == 60
    for low, high in zip(record["surplus"]["F"], record["surplus"]["W"][::-1], strict=True):
        assert low + high == pytest.approx(1)  # two parties: what one has of the surplus the other has not
    assert [one["steps"] for one in record["deadlines"]] == [5, 50]
    assert record["explained"] is None  # nothing was read, so there is no move
    told = call(*words)[1]
    assert "How people bargain is an assumption" in told
    assert "nothing is explained" in told


def test_a_project_with_strategies_given_is_played_by_these_alone(call, project) -> None:
    words = ("simulate", project, "--strategies", "F=hard,W=hard", "--members", 50, "--steps", 4, "--traces", 2)
    record = json.loads(call(*words, "--json")[1])
    assert record["pairings"] == []
    assert len(record["traces"]) == 2
    assert record["agreement_rate"] < 1  # two who never give way agree only where both want the same
