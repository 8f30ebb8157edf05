"""Worked cases: what passes, what fails and how it is told."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.errors import MaterialError
from accord.verify import Mismatch, cases_in, verify


def case(model: str, inputs: dict[str, Any], expected: Any, **more: Any) -> dict[str, Any]:
    return {"id": "one", "model": model, "inputs": inputs, "expected": expected, "tolerance": 1e-6} | more


POOL = {"p": [0.2, 0.6], "w": [1, 3]}
TRUST = {"v1": 1, "v2": 0, "w1": -1, "w2": -1}


def test_a_number_within_tolerance_passes_and_one_beyond_is_shown() -> None:
    near, far = verify(
        [case("linear_opinion_pool", POOL, 0.5000005), case("linear_opinion_pool", POOL, 0.51, id="two")]
    )
    assert near.passed
    assert not far.passed
    assert (far.case, far.mismatches[0].expected) == ("two", 0.51)
    assert far.mismatches[0].got == pytest.approx(0.5)


def test_words_truth_and_keys_are_exact() -> None:
    right = {"private_Q": True, "private_R": False, "public": False, "cls": "subversion"}
    assert verify([case("cheap_talk_two_audiences", TRUST, right)])[0].passed
    for wrong in ({**right, "cls": "Subversion"}, {**right, "public": 0}, {**right, "more": None}):
        assert not verify([case("cheap_talk_two_audiences", TRUST, wrong, tolerance=9)])[0].passed
    fewer = {"private_Q": True, "private_R": False, "public": False}
    (found,) = verify([case("cheap_talk_two_audiences", TRUST, fewer)])
    assert found.mismatches == (Mismatch("cls", "(absent)", "subversion"),)


def test_lists_differ_where_an_entry_does_and_families_of_sets_have_no_order() -> None:
    pie = {"weight_A": 0.5, "d": [0, 0], "pie": 2}
    (found,) = verify([case("asymmetric_nash_pie", pie, [1, 3])])
    assert [fault.key for fault in found.mismatches] == ["[1]"]
    lines = {"variables": {"x": [0, 1]}, "red_lines": {"low": "x == 0", "high": "x == 1"}}
    for conflicts in ([["low", "high"]], [["high", "low"]]):
        expected = {"feasible": False, "MUS": conflicts, "MCS": [["low"], ["high"]]}
        assert verify([case("red_lines_mus_mcs_discrete", lines, expected)])[0].passed


def test_a_case_may_take_its_model_from_another() -> None:
    duel = {
        "n_states": 4,
        "decision_makers": ["X", "Y"],
        "moves": {"X": [[1, 3], [2, 4], [3, 1], [4, 2]], "Y": [[1, 2], [2, 1], [3, 4], [4, 3]]},
        "preference_best_to_worst": {"X": [3, 1, 4, 2], "Y": [2, 1, [4], 3]},
    }
    expected = {"Nash": [4], "GMR": [1, 4], "SMR": [1, 4], "SEQ": [1, 4]}
    together = case("gmcr_coalition_improvement", {"model": "duel", "from_state": 4}, [[["X", "Y"], 1]])
    assert all(one.passed for one in verify([case("gmcr_stability", duel, expected, id="duel"), together]))
    (lost,) = verify([together])
    assert "id of another case" in lost.fault


@pytest.mark.parametrize(
    ("given_case", "sentence"),
    [
        ("text", "A case is a mapping; got str."),
        ({"id": "x"}, "got no model, inputs, expected"),
        (case("no_such_model", {}, 1), "A model is one of those that accord knows; got 'no_such_model'"),
        (case("linear_opinion_pool", {"p": [0.5]}, 1), "'w'"),
        (case("linear_opinion_pool", {"p": "half", "w": [1, 1, 1, 1]}, 1), "`chances` is a list; got 'half'"),
        (case("linear_opinion_pool", [1], 1), "`inputs` is a mapping; got [1]"),  # type: ignore[arg-type]
        (case("rubinstein_2p", {"delta1": {}, "delta2": 0.5}, 1), "`delta_1` is a number in [0, 1]; got {}"),
        (case("red_lines_mus_mcs", {"variables": 3, "constraints": []}, 1), "have its shape"),
        (case("shapley", {"n": 60, "v": "|S|"}, []), "At most 16 parties"),
        (case("shapley", {"n": 2, "v": "__import__('os')"}, []), "A formula has numbers"),
        (case("linear_opinion_pool", POOL, 0.5, tolerance="wide"), "`tolerance` is a number"),
        (case("gmcr_stability", {"n_states": 10**12, "decision_makers": ["X"], "moves": {}}, {}), "is missing"),
    ],
)
def test_what_cannot_be_run_fails_with_a_sentence(given_case: Any, sentence: str) -> None:
    (found,) = verify([given_case])
    assert not found.passed
    assert sentence in found.fault


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(st.data())
@settings(max_examples=60)
def test_no_inputs_crash_a_model(data: st.DataObject) -> None:
    from accord.verify.models import MODELS

    model = data.draw(st.sampled_from(sorted(MODELS)))
    keys = ["actors", "d", "delta", "edges", "frontier", "ideals", "n", "p", "points", "prior", "v", "w", "bias", "x"]
    inputs = data.draw(st.dictionaries(st.sampled_from(keys), JSON) | JSON)
    (found,) = verify([case(model, inputs, data.draw(JSON))])  # type: ignore[arg-type]
    assert found.passed or found.fault or found.mismatches


@pytest.mark.parametrize("text", ["", "[1", "[]", "{}", '{"cases": 3}', "[" * 100_000, "nan"])
def test_a_file_without_cases_is_one_clear_sentence(text: str) -> None:
    with pytest.raises(MaterialError, match="A file of worked cases"):
        cases_in(text)


@pytest.mark.parametrize(
    "told", [[["quiche", "quiche"], ["beer", "beer"]], ["pooling on beer", "pooling on quiche"], ["BB", "QQ"]]
)
def test_equilibria_may_be_told_in_several_ways(told: list[Any]) -> None:
    assert verify([case("beer_quiche_pure_equilibria", {"p_strong": 0.8}, told)])[0].passed
    assert not verify([case("beer_quiche_pure_equilibria", {"p_strong": 0.8}, told[:1])])[0].passed


def test_lines_to_give_up_may_refer_to_another_case_or_be_told_by_their_names() -> None:
    lines = {
        "variables": [[0, 9]],
        "integer": False,
        "constraints": [{"name": "x>=7", "a": [-1], "le": -7}, {"name": "x<=5", "a": [1], "le": 5}],
    }
    clash = {"feasible": False, "MUS": [["x<=5", "x>=7"]], "MCS": [["x<=5"], ["x>=7"]]}
    cheaper = {"drop": ["x<=5"], "lost_weight": 1}
    weights = {"x>=7": 3, "x<=5": 1}
    outcomes = verify(
        [
            case("red_lines_mus_mcs", lines, clash, id="lines"),
            case("weighted_red_line_relaxation", {"constraints": "as lines", "weights": weights}, cheaper),
            case("weighted_red_line_relaxation", {"constraints": "as another file", "weights": weights}, cheaper),
        ]
    )
    assert [(outcome.passed, outcome.fault) for outcome in outcomes] == [(True, "")] * 3


def test_a_formula_with_a_head_of_its_own_takes_the_share_it_names() -> None:
    for utility in ("(1-x)**0.5", "y**0.5", "lambda x: (1-x)**0.5"):
        pie = {"uA": "x**0.5", "uB": utility, "d": [0, 0]}
        assert verify([case("nash_pie_risk_aversion", pie, 0.5)])[0].passed


def test_no_zone_may_be_told_by_the_reservations_that_miss_each_other() -> None:
    apart = {"seller_reservation": 5, "buyer_reservation": 4}
    for told in ({"low": None, "high": None, "width_or_gap": -1}, {"low": 5, "high": 4, "width_or_gap": 1}):
        assert verify([case("zopa_interval", apart, {"exists": False, **told})])[0].passed
    for wrong in ({"low": 4, "high": None, "width_or_gap": -1}, {"low": None, "high": None, "width_or_gap": 2}):
        assert not verify([case("zopa_interval", apart, {"exists": False, **wrong})])[0].passed


def test_talks_that_end_outside_may_be_told_in_several_words() -> None:
    apart = {"deltaA": 0.9, "deltaB": 0.9, "wA": 0.7, "wB": 0.6}
    for word, passes in (("leave", True), ("no_deal", True), ("deal", False)):
        expected = {"outcome": word, "A": 0.7, "B": 0.6}
        assert verify([case("rubinstein_outside_options", apart, expected)])[0].passed is passes


def test_a_certificate_is_scaled_as_the_case_says() -> None:
    at_most, at_least = {"A": [[1], [-1]], "b": [1, -3]}, {"A": [[-1], [1]], "b": [-1, 3]}
    for demands, more, multipliers in (
        (at_most, {"sense": "Ax<=b", "normalisation": "y.b=-1"}, [0.5, 0.5]),
        (at_most, {"normalisation": "sum(y)=1"}, [0.5, 0.5]),
        (at_least, {"sense": "Ax >= b", "normalisation": "y.b = 1"}, [0.5, 0.5]),
    ):
        assert verify([case("farkas_certificate", {**demands, **more}, multipliers)])[0].passed
    (found,) = verify([case("farkas_certificate", {**at_most, "sense": "Ax=b"}, [])])
    assert "`sense` is `Ax<=b` or `Ax>=b`" in found.fault


def test_lines_that_can_all_be_met_have_no_repair_or_one_that_gives_up_nothing() -> None:
    lines = {"variables": {"x": [0, 1]}, "red_lines": {"low": "x == 0"}}
    told: list[list[list[str]]] = [[], [[]]]
    for repairs in told:
        expected = {"feasible": True, "MUS": [], "MCS": repairs}
        assert verify([case("red_lines_mus_mcs_discrete", lines, expected)])[0].passed


def test_a_file_may_begin_with_a_byte_order_mark() -> None:
    assert cases_in('\ufeff{"cases": []}') == []


def nested(depth: int) -> Any:
    """A mapping whose list of cycles is lists within lists."""
    inner: Any = []
    for _ in range(depth):
        inner = [inner]
    return {"acyclic": True, "cycles": inner, "min_edges_to_drop": 0}


def test_one_case_that_is_nothing_leaves_the_others_alone() -> None:
    good = case("linear_opinion_pool", POOL, 0.5)
    strange: list[Any] = [
        None,
        3,
        [],
        {},
        {"model": ["x"]},
        case("linear_opinion_pool", POOL, float("nan")),
        {**good, "id": None},
    ]
    outcomes = verify([*strange, good])
    assert [outcome.passed for outcome in outcomes] == [False] * 6 + [True] * 2
