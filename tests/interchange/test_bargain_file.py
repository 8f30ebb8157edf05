"""Bargains typed by hand: what is read, and what is refused in a sentence that names the place."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.errors import BargainError
from accord.interchange import bargain_file, load_bargain, read_bargain
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
    assert solve(load_bargain(example)).packages == 6
