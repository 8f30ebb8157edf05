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
