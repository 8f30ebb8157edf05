"""Scenarios of NegMAS, Genius and GeniusWeb: read as their own programs read them, written so that they read them."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.bargain import Bargain, Frame, Issue, Party, Utilities, make_bargain
from accord.errors import BargainError, CallError
from accord.interchange import FORMATS, is_scenario, read_bargain, read_scenario, scenario_files

DOMAIN = """<negotiation_template><utility_space number_of_issues="3">
<objective index="0" etype="objective" type="objective" description="" name="any">
<issue index="1" name="berth" etype="discrete" type="discrete" vtype="discrete">
 <item index="1" value="north"/><item index="2" value="south &amp; west"/></issue>
<issue index="2" name="days" etype="integer" type="integer"><range lowerbound="2" upperbound="4"/></issue>
<issue index="3" name="fee" etype="real" type="real" vtype="real"><range lowerbound="0" upperbound="9"/></issue>
</objective></utility_space></negotiation_template>"""

PROFILE = """<utility_space><objective index="0" name="any">
<issue index="1" name="berth" type="discrete">
 <item index="1" value="north" evaluation="4"/><item index="2" value="south &amp; west" evaluation="1"/></issue>
<issue index="2" name="days" type="integer"><evaluator ftype="linear" offset="1" slope="2"/></issue>
<issue index="3" name="fee" type="real"><evaluator ftype="triangular" parameter0="0" parameter1="9" parameter2="3"/>
</issue>
<weight index="1" value="0.5"/><weight index="2" value="0.25"/><weight index="3" value="0.25"/>
</objective><discount_factor value="0.9"/><reservation value="1.5"/></utility_space>"""


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / name.replace("_dot_", ".")).write_text(text, encoding="utf-8")
    return folder


def utilities(bargain: Bargain) -> dict[tuple[str, ...], list[float]]:
    """Every package's utilities, added up by hand."""
    frame = bargain.frame
    found = {}
    for package in product(*(issue.options for issue in frame.issues)):
        columns = [frame.column(issue.id, option) for issue, option in zip(frame.issues, package, strict=True)]
        chosen = set(zip((issue.id for issue in frame.issues), package, strict=True))
        extra = [k for k, terms in enumerate(frame.interactions) if set(terms) <= chosen]
        total = bargain.values[:, columns].sum(axis=1)
        if extra:
            total = total + bargain.interaction_values[:, extra].sum(axis=1)
        found[package] = total.tolist()
    return found


def test_a_genius_domain_gives_evaluation_times_weight(tmp_path: Path) -> None:
    written(tmp_path, domain_dot_xml=DOMAIN, b_dot_xml=PROFILE, a_dot_xml=PROFILE.replace('"1.5"', '"0.2"'))
    found = read_scenario(tmp_path)
    frame = found.bargain.frame
    assert [party.id for party in frame.parties] == ["a", "b"]
    assert frame.issues[0].options == ("north", "south & west")
    assert frame.issues[1].options == ("2", "3", "4")
    assert len(frame.issues[2].options) == 10
    row = found.bargain.values[1]
    assert row[:2].tolist() == [2.0, 0.5]
    assert row[2:5].tolist() == [0.25 * 5, 0.25 * 7, 0.25 * 9]
    assert row[frame.column("fee", "3")] == pytest.approx(0.25)
    assert row[frame.column("fee", "6")] == pytest.approx(0.125)
    assert row[frame.column("fee", "0")] == row[frame.column("fee", "9")] == 0.0
    assert found.bargain.reservations.tolist() == [0.2, 1.5]
    assert found.discounts == {"a": 0.9, "b": 0.9}
    assert {one.code for one in found.notes} == {"scenario.levels", "scenario.discount"}


def test_a_domain_file_names_its_scenario_among_others(tmp_path: Path) -> None:
    other = DOMAIN.replace("berth", "crane")
    written(tmp_path, one_dot_xml=DOMAIN, two_dot_xml=other, a_dot_xml=PROFILE)
    assert read_scenario(tmp_path / "one.xml").bargain.frame.issues[0].id == "berth"
    with pytest.raises(BargainError, match=r"one domain file.*one\.xml, two\.xml"):
        read_scenario(tmp_path)
    with pytest.raises(BargainError, match="must have a file for each party"):
        read_scenario(tmp_path / "two.xml")


def test_hyper_rectangles_become_interactions(tmp_path: Path) -> None:
    domain = DOMAIN.replace("real", "integer")
    boxes = """<utility_space><objective index="0" name="any"><utility_function maxutility="9"><ufun type="PlainUfun"
      weight="2" aggregation="sum"><hyperRectangle utility="3"><INTEGER index="2" min="3" max="9"/>
      <INTEGER index="3" min="0" max="1"/></hyperRectangle><hyperRectangle utility="1"><INTEGER index="2" min="2"
      max="2"/></hyperRectangle></ufun></utility_function></objective></utility_space>"""
    written(tmp_path, domain_dot_xml=domain, a_dot_xml=boxes)
    found = utilities(read_scenario(tmp_path).bargain)
    assert found["north", "3", "1"] == found["south & west", "4", "0"] == [6.0]
    assert found["north", "2", "1"] == [2.0]
    assert found["north", "3", "2"] == [0.0]


NEGMAS = """
name: harbour
type: negmas.outcomes.CartesianOutcomeSpace
issues:
- {name: berth, type: CategoricalIssue, values: [north, south]}
- {name: days, type: ContiguousIssue, values: [0, 2]}
"""


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (
            "{type: LinearAdditiveUtilityFunction, weights: [0.5, 2], reserved_value: 0.25, values: ["
            "{type: TableFun, mapping: {north: 1, south: 3}}, {type: AffineFun, slope: -1, bias: 4}]}",
            {("north", "0"): 8.5, ("south", "2"): 5.5},
        ),
        (
            "{type: LinearAdditiveUtilityFunction, weights: {berth: 1, days: 1}, bias: 10, values: {"
            "berth: {type: TableFun, mapping: {north: 1, south: 3}}, "
            "days: {type: PolynomialFun, coefficients: [1, 2]}}}",
            {("north", "0"): 11.0, ("south", "2"): 23.0},
        ),
        ("{type: ConstUtilityFunction, value: 7}", {("north", "1"): 7.0}),
        (
            "{type: WeightedUtilityFunction, weights: [1, 2], ufuns: [{type: ConstUtilityFunction, value: 1}, "
            "{type: HyperRectangleUtilityFunction, "
            "outcome_ranges: [{0: [north], 1: [1, 2]}, {1: 0}], utilities: [3, 5]}]}",
            {("north", "1"): 7.0, ("south", "1"): 1.0, ("south", "0"): 11.0},
        ),
        (
            "{type: ExpDiscountedUFun, discount: 0.8, ufun: {type: MappingUtilityFunction, mapping: {"
            "[north, 0]: 1, [north, 1]: 2, [north, 2]: 3, [south, 0]: 4, [south, 1]: 5, [south, 2]: 6}}}",
            {("north", "0"): 1.0, ("south", "2"): 6.0},
        ),
    ],
)
def test_utility_functions_of_negmas(tmp_path: Path, function: str, expected: dict[tuple[str, ...], float]) -> None:
    written(tmp_path, domain_dot_yml=NEGMAS, a_dot_yml=function)
    found = utilities(read_scenario(tmp_path).bargain)
    assert {package: found[package][0] for package in expected} == pytest.approx(expected)


def test_a_reserved_package_is_a_reservation(tmp_path: Path) -> None:
    function = (
        "{type: LinearAdditiveUtilityFunction, weights: [1, 1], reserved_value: -.inf, reserved_outcome: [south, 1],"
        " values: [{type: TableFun, mapping: {north: 1, south: 3}}, {type: IdentityFun}]}"
    )
    written(tmp_path, domain_dot_yml=NEGMAS, a_dot_yml=function)
    found = read_scenario(tmp_path)
    assert found.bargain.reservations.tolist() == [4.0]
    assert found.notes == ()


def test_without_a_reservation_any_agreement_is_good_enough(tmp_path: Path) -> None:
    function = (
        "{type: LinearAdditiveUtilityFunction, reserved_value: -.inf,"
        " values: [{type: TableFun, mapping: {north: 2, south: 3}}, {type: LinearFun, slope: -1}]}"
    )
    written(tmp_path, domain_dot_yml=NEGMAS, a_dot_yml=function)
    found = read_scenario(tmp_path)
    assert found.bargain.reservations.tolist() == [0.0]
    assert [one.code for one in found.notes] == ["scenario.no_reservation"]


def test_a_geniusweb_profile_brings_its_domain(tmp_path: Path) -> None:
    profile = """{"LinearAdditiveUtilitySpace": {"issueUtilities": {
      "berth": {"discreteutils": {"valueUtilities": {"north": 0, "south": 1}}},
      "fee": {"numberutils": {"lowValue": "0", "lowUtility": "1", "highValue": "4", "highUtility": "0"}}},
      "issueWeights": {"berth": 0.25, "fee": 0.75}, "name": "p",
      "domain": {"name": "harbour", "issuesValues": {"berth": {"values": ["north", "south"]},
                                                     "fee": {"range": ["0", "4", "2"]}}},
      "reservationBid": {"issuevalues": {"berth": "north", "fee": "2"}}}}"""
    written(tmp_path, a_dot_json=profile, b_dot_json=profile)
    found = read_scenario(tmp_path).bargain
    assert utilities(found)["south", "0"] == [1.0, 1.0]
    assert found.reservations.tolist() == [0.375, 0.375]


@st.composite
def bargains(draw: st.DrawFn) -> Bargain:
    words = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=8).map(
        str.strip
    )
    names = words.filter(bool)
    parties = draw(st.lists(names, min_size=1, max_size=3, unique=True))
    ids = draw(st.lists(names, min_size=1, max_size=3, unique=True))
    issues = tuple(Issue(name, tuple(draw(st.lists(names, min_size=1, max_size=3, unique=True)))) for name in ids)
    worth = st.floats(0, 100, allow_subnormal=False)
    frame = Frame(tuple(map(Party, parties)), issues)
    given_values = {
        party: {issue.id: {option: draw(worth) for option in issue.options} for issue in issues} for party in parties
    }
    return make_bargain(frame, given_values, reservations={party: draw(worth) for party in parties})


@settings(max_examples=40)
@given(bargain=bargains(), form=st.sampled_from(["negmas", "genius"]))
def test_what_is_written_is_read_back(bargain: Bargain, form: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("scenario")
    files, told = scenario_files(bargain, form, "a round")
    written(folder, **files)
    back = read_bargain(folder)
    assert told == ()
    assert [issue.id for issue in back.frame.issues] == [issue.id for issue in bargain.frame.issues]
    assert [issue.options for issue in back.frame.issues] == [issue.options for issue in bargain.frame.issues]
    assert np.allclose(back.values, bargain.values, rtol=1e-12)
    assert np.allclose(back.reservations, bargain.reservations)


@settings(max_examples=30)
@given(bargain=bargains())
def test_geniusweb_keeps_the_order_of_packages(bargain: Bargain, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("scenario")
    written(folder, **scenario_files(bargain, "geniusweb")[0])
    before = np.array(list(utilities(bargain).values()))
    after = np.array(list(utilities(read_bargain(folder)).values()))
    for party in range(before.shape[1]):
        scale = before[:, party].max() - before[:, party].min()
        assert np.allclose(after[:, party] * scale, before[:, party] - before[:, party].min(), atol=1e-6)


def test_what_a_format_cannot_hold_is_told() -> None:
    issues = (Issue("pay", ("low", "high"), counterfactual="low"), Issue("hours", ("long", "short"), consent=("A",)))
    frame = Frame((Party("A"),), issues, interactions=((("pay", "high"), ("hours", "short")),))
    values: Utilities = {"A": {"pay": {"low": 0, "high": -2}, "hours": {"long": 0, "short": 1e-7}}}
    bargain = make_bargain(frame, values, red_lines={"A": {"pay": ("low",)}}, interactions={"A": [0.5]})
    told = {form: " ".join(scenario_files(bargain, form)[1]) for form in FORMATS}
    assert all("red lines" in sentences and "no deal" in sentences for sentences in told.values())
    assert "interactions" in told["genius"]
    assert "interactions" not in told["negmas"]
    with pytest.raises(CallError, match="one of negmas, genius, geniusweb"):
        scenario_files(bargain, "gambit")


def test_interactions_go_to_negmas_and_back(tmp_path: Path) -> None:
    issues = (Issue("pay", ("low", "high")), Issue("hours", ("long", "no")))
    frame = Frame((Party("A"), Party("B")), issues, interactions=((("pay", "high"), ("hours", "no")),))
    values: Utilities = {p: {"pay": {"low": 0, "high": 1e-7}, "hours": {"long": 0, "no": 1}} for p in "AB"}
    bargain = make_bargain(frame, values, interactions={"A": [0.5], "B": [-1]})
    written(tmp_path, **scenario_files(bargain, "negmas")[0])
    back, before = utilities(read_bargain(tmp_path)), utilities(bargain)
    assert list(back) == list(before)
    assert np.allclose(list(back.values()), list(before.values()))


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"d.xml": '<!DOCTYPE a [<!ENTITY b "c">]><negotiation_template/>'}, "without a document type"),
        ({"d.xml": "<negotiation_template>"}, "must be XML"),
        ({"d.xml": "<negotiation_template></negotiation_template>"}, "must have an issue"),
        ({"d.xml": DOMAIN, "p.xml": PROFILE.replace('evaluation="4"', "")}, "'berth' must be a finite number"),
        ({"d.xml": DOMAIN, "p.xml": PROFILE.replace('evaluation="4"', 'evaluation="nan"')}, "must be a finite number"),
        ({"d.xml": DOMAIN, "p.xml": PROFILE.replace('value="north"', 'value="N"')}, "none for 'north'"),
        ({"d.xml": DOMAIN, "p.xml": PROFILE.replace("linear", "magic")}, "must be one of linear"),
        ({"d.xml": DOMAIN.replace('upperbound="4"', 'upperbound="4000000000"'), "p.xml": PROFILE}, "at most 200,000"),
        ({"d.yml": NEGMAS, "p.yml": "{type: MyFun}"}, "must be one of LinearAdditive"),
        (
            {"d.yml": NEGMAS, "p.yml": "{type: LinearAdditiveUtilityFunction, values: [{type: LambdaFun, f: x}, {}]}"},
            "code",
        ),
        ({"d.yml": NEGMAS, "p.yml": "a: !!python/object/apply:os.system ['true']"}, "must be YML"),
        ({"d.yml": NEGMAS}, "must have a file for each party"),
        ({"d.json": "[" * 100_000}, "a few levels deep"),
        (
            {"d.json": '{"issuesValues": {"a": {"values": ["x"]}}}', "p.json": '{"LinearAdditiveUtilitySpace": []}'},
            "mapping",
        ),
        ({"notes.txt": "nothing"}, "must have one domain file"),
    ],
)
def test_a_faulty_scenario_is_told_in_one_sentence(tmp_path: Path, files: dict[str, str], sentence: str) -> None:
    written(tmp_path, **files)
    with pytest.raises(BargainError, match=sentence) as caught:
        read_scenario(tmp_path)
    assert "\n" not in str(caught.value)


def test_a_bargain_file_is_no_scenario(tmp_path: Path) -> None:
    written(tmp_path, plain_dot_yaml="parties: [a]\nissues: [{id: i, options: [x]}]\nutilities: {a: {i: [1]}}\n")
    assert not is_scenario(tmp_path / "plain.yaml")
    assert read_bargain(tmp_path / "plain.yaml").frame.packages == 1
