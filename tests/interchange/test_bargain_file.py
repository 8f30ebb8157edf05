"""Bargains typed by hand: what is read, and what is refused in a sentence that names the place."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.bargain import Precondition, Requirement
from accord.errors import BargainError
from accord.interchange import bargain_file, load_bargain, load_bargain_file, read_bargain
from accord.solve import solve

YAML = """
title: a wage round
parties: [union, {id: firm, name: the firm, reservation: 1}]
tracks: [{id: plant, parties: [union, firm]}]
issues:
  - {id: wage, options: [2, 3, 4], counterfactual: 2, track: plant}
  - id: hours
    options: [no, off]
    ordered: false
    counterfactual: no
utilities:
  union:
    wage: {2: 0, 3: 4, 4: 7}
    hours: [0, 3]
  firm: {wage: [6, 3, 0.5], hours: {no: 2, off: 0}}
reservations: {union: -1.5e0}
red_lines: {firm: [{issue: wage, option: 4}]}
"""


def test_all_of_the_format_is_read() -> None:
    bargain = load_bargain(YAML)
    assert [party.id for party in bargain.frame.parties] == ["union", "firm"]
    assert bargain.frame.issues[0].options == ("2", "3", "4")
    assert bargain.frame.issues[1].options == ("no", "off")
    assert not bargain.frame.issues[1].ordered
    assert bargain.values.tolist() == [[0, 4, 7, 0, 3], [6, 3, 0.5, 2, 0]]
    assert bargain.reservations.tolist() == [-1.5, 1]
    assert bargain.red_lines.tolist() == [[False] * 5, [False, False, True, False, False]]
    assert [deal.package for deal in solve(bargain).solutions["utilitarian"]] == [
        {"wage": "3", "hours": "off"},
    ]


def test_json_says_the_same() -> None:
    text = json.dumps(
        {
            "parties": ["A", "B"],
            "issues": [{"id": "deal", "options": ["1", "2"], "ordered": True}],
            "utilities": {"A": {"deal": {"1": 1, "2": 2.5}}, "B": {"deal": [3, 0]}},
        }
    )
    bargain = load_bargain(text, "bargain.json")
    assert bargain.values.tolist() == [[1, 2.5], [3, 0]]
    assert bargain.frame.issues[0].ordered


def test_a_party_without_a_reservation_falls_back_on_the_counterfactual_package() -> None:
    text = """
    parties: [A, B]
    issues: [{id: x, options: [l, r], counterfactual: r}, {id: y, options: [l, r], counterfactual: l}]
    utilities: {A: {x: [0, 1], y: [2, 0]}, B: {x: [5, 0], y: [0, 7]}}
    """
    assert load_bargain(text).reservations.tolist() == [3, 0]


WEIGHED = """
parties: [A]
issues: [{id: x, options: [l, r]}, {id: y, options: [l, r]}]
utilities: {A: {x: [0, 1], y: [0.5, 1]}}
weights: {A: {x: 0.75, y: 0.25}}
"""


def test_weights_scale_utilities() -> None:
    assert load_bargain(WEIGHED).values.tolist() == [[0, 0.75, 0.125, 0.25]]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("y: 0.25", "y: 0.2", "line 5.*add up to 1"),
        ("y: 0.25", "y: -0.25", "add up to 1"),
        (", y: 0.25", "", "every issue"),
        ("[0.5, 1]", "[0.5, 1.5]", "between 0 and 1"),
        ("[0.5, 1]", "[0.5]", "one utility for each option"),
        ("[0.5, 1]", "[0.5, .nan]", "finite number; got '.nan'"),
        ("[0.5, 1]", "[0.5, 1e999]", "finite number"),
        ("[0.5, 1]", "{l: 1}", "there is none for 'r'"),
        ("[0.5, 1]", "{l: 1, r: 1, s: 1}", "'s'"),
        ("weights:", "wieghts:", "line 5.*Did you mean `weights`"),
        ("options: [l, r]}, {", "options: [l, l]}, {", "'l' comes twice"),
        ("options: [l, r]}, {", "options: [l, r], counterfactual: up}, {", "'up'"),
        ("options: [l, r]}, {", "options: [l, r], consent: [Q]}, {", "'Q'"),
        ("options: [l, r]}, {", "options: []}, {", "at least one option"),
        ("parties: [A]", "parties: [A, A]", "'A' comes twice"),
        ("parties: [A]", "parties: []", "at least one party"),
        ("parties: [A]", "parties: &a [A]", "written out"),
        ("parties: [A]", "parties: !!python/object:os.system [A]", "tags"),
        ("parties: [A]", "parties: [A]\nparties: [A]", "once"),
        ("parties: [A]", "parties: [A]\nreservations: {B: 1}", "'B'"),
        ("parties: [A]", "parties: [A]\nred_lines: {A: [{issue: z, option: l}]}", "'z'"),
        ("parties: [A]", "parties: [A]\nred_lines: {A: [{issue: x, option: up}]}", "'up'"),
        ("parties: [A]", "parties: [{id: A, reservation: 1}]\nreservations: {A: 1}", "once"),
        ("parties: [A]", "parties: A", "must be a list"),
        ("utilities:", "title: {a: [}", "YAML"),
    ],
)
def test_a_fault_is_one_sentence_with_its_place(old: str, new: str, says: str) -> None:
    text = WEIGHED.replace(old, new, 1)
    assert text != WEIGHED
    with pytest.raises(BargainError, match=f"(?s)^talks.yaml.*{says}"):
        load_bargain(text, "talks.yaml")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "parties"),
        ("[]", "mapping"),
        ("{", "JSON"),
        ('{"parties": ["A"], "parties": []}', "twice"),
        ("[" * 100_000, "JSON|deep"),
        ('{"parties": [NaN]}', "issues"),
    ],
)
def test_faulty_json_is_refused_in_a_sentence(text: str, says: str) -> None:
    with pytest.raises(BargainError, match=says):
        load_bargain(text, "talks.json")


def test_a_file_that_is_no_text_is_refused(tmp_path) -> None:
    path = tmp_path / "talks.yaml"
    path.write_bytes(b"\xff\xfe\x00parties")
    with pytest.raises(BargainError, match="UTF-8"):
        read_bargain(path)
    with pytest.raises(BargainError, match="readable"):
        read_bargain(tmp_path / "none.yaml")
    path.write_text(WEIGHED)
    assert read_bargain(path).frame.packages == 4


@given(st.integers(0, len(YAML) - 1), st.text(max_size=3))
def test_any_slip_of_the_pen_is_read_or_refused(at: int, typed: str) -> None:
    with suppress(BargainError):
        load_bargain(YAML[:at] + typed + YAML[at + 1 :])


def test_the_example_of_the_format_is_one() -> None:
    example = bargain_file.__doc__.split("```yaml")[1].split("```")[0]
    # Three wages and two lengths of hours, less the one pair that is excluded.
    assert solve(load_bargain(example)).packages == 5
    assert load_bargain_file(example).nash_weights == {"union": 0.6, "firm": 0.4}


RULED = """
parties: [union, firm]
issues:
  - {id: wage, options: [low, high]}
  - {id: hours, options: [long, short]}
utilities:
  union: {wage: [0, 3], hours: [0, 2]}
  firm: {wage: [3, 0], hours: [1, 0]}
exclusions:
  - {wage: high, hours: short}
requirements:
  - {issue: wage, option: high, other: hours, options: long}
interactions:
  - {terms: [{issue: wage, option: low}, {issue: hours, option: short}], adds: {firm: 2}}
preconditions:
  - {party: firm, before: hours, after: wage, option: long}
nash_weights: {union: 0.25, firm: 0.75}
"""


def test_rules_and_weights_are_read() -> None:
    found = load_bargain_file(RULED)
    frame = found.bargain.frame
    assert frame.exclusions == ((("wage", "high"), ("hours", "short")),)
    assert frame.requirements == (Requirement("wage", "high", "hours", ("long",)),)
    assert frame.interactions == ((("wage", "low"), ("hours", "short")),)
    assert frame.preconditions == (Precondition("firm", "hours", "wage", "long"),)
    assert found.bargain.interaction_values.tolist() == [[0], [2]]
    assert found.nash_weights == {"union": 0.25, "firm": 0.75}
    # What is left: low and long (0, 4), low and short (2, 5), high and long (3, 1).
    assert solve(found.bargain).frontier.tolist() == [[2, 5], [3, 1]]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{wage: high, hours: short}", "{wages: high, hours: short}", "line 10, column 6.*'wages'.*mean 'wage'"),
        ("{wage: high, hours: short}", "{wage: hihg, hours: short}", "line 10, column 6.*'hihg'.*mean 'high'"),
        ("{wage: high, hours: short}", "{wage: high}", "line 10, column 5.*two or more issues"),
        ("{issue: wage, option: low}", "{issue: hours, option: long}", "line 14.*different issues.*'hours'"),
        ("other: hours", "other: wage", "line 12.*another issue"),
        ("options: long}", "options: [longer]}", "line 12.*'longer'.*mean 'long'"),
        ("options: long}", "options: []}", "line 12.*will do"),
        ("adds: {firm: 2}", "adds: {frim: 2}", "line 14.*'frim'.*mean 'firm'"),
        ("adds: {firm: 2}", "adds: {firm: much}", "line 14.*finite number.*'much'"),
        ("adds: {firm: 2}", "add: {firm: 2}", "line 14.*mean `adds`"),
        (", adds: {firm: 2}", "", "line 14.*what it adds"),
        ("party: firm", "party: boss", "line 16.*'boss'"),
        ("after: wage", "after: hours", "line 16.*two issues"),
        ("option: long}\nnash", "option: low}\nnash", "line 16.*'low'"),
        ("union: 0.25, ", "", "line 17.*none for 'union'"),
        ("union: 0.25", "union: 0.5", "line 17.*add up to 1.25"),
        ("union: 0.25, firm: 0.75", "union: 0, firm: 1", "line 17.*weight of union.*above 0"),
        ("union: 0.25", "onion: 0.25", "line 17.*'onion'.*mean 'union'"),
        ("  union: {wage", "  onion: {wage", "line 7.*'onion'.*mean 'union'"),
        ("requirements:", "requirments:", "line 11, column 1.*mean `requirements`"),
    ],
)
def test_a_slip_in_a_rule_is_refused_with_its_place(old: str, new: str, told: str) -> None:
    assert old in RULED
    with pytest.raises(BargainError, match=told):
        load_bargain_file(RULED.replace(old, new, 1))


def test_an_unknown_counterfactual_track_or_consent_is_refused_with_its_place() -> None:
    for slip in ("counterfactual: no", "track: plant", "consent: [firm]"):
        text = RULED.replace("options: [low, high]}", f"options: [low, high], {slip}x}}".replace("]x}", "x]}"))
        if "track" in slip:
            text += "tracks: [{id: plant, parties: [firm]}]\n"
        with pytest.raises(BargainError, match="line 4, column"):
            load_bargain_file(text)
