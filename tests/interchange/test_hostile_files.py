"""Files that are damaged or meant to harm: every reader answers, or refuses in one sentence, and soon."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.interchange.test_gmcr import dilemma
from tests.interchange.test_scenarios import DOMAIN, PROFILE, written

from accord.errors import AccordError, BargainError
from accord.interchange import read_bargain, read_scenario
from accord.interchange.actors import read_actors
from accord.interchange.gmcr import read_gmcr

SPACE = """
name: port
type: DiscreteCartesianOutcomeSpace
issues:
- {name: berth, type: CategoricalIssue, values: [north, south]}
- {name: days, type: ContiguousIssue, values: [1, 3]}
"""
WORTH = """
type: LinearAdditiveUtilityFunction
reserved_value: 0.2
weights: [0.5, 0.5]
values:
- {type: TableFun, mapping: {north: 1, south: 0}}
- {type: LinearFun, slope: 0.1}
"""
BARGAIN = """
parties: [union, firm]
issues: [{id: wage, options: [low, high]}, {id: hours, options: [long, short]}]
utilities: {union: {wage: [0, 3], hours: [0, 1]}, firm: {wage: [2, 0], hours: [1, 0]}}
reservations: {union: 1, firm: 0.5}
"""
ACTORS = "Actor,Power,Position,Salience\nNorth,10,5,0.5\nSouth,20,90,1\n"
WEB = {
    "LinearAdditiveUtilitySpace": {
        "issueUtilities": {"berth": {"discreteutils": {"valueUtilities": {"north": 1, "south": 0}}}},
        "issueWeights": {"berth": 1.0},
        "domain": {"name": "port", "issuesValues": {"berth": {"values": ["north", "south"]}}},
        "name": "A",
    }
}

READERS: dict[str, tuple[dict[str, str], Callable[[Path], Any]]] = {
    "genius": ({"domain.xml": DOMAIN, "a.xml": PROFILE, "b.xml": PROFILE}, read_scenario),
    "negmas": ({"domain.yml": SPACE, "a.yml": WORTH, "b.yml": WORTH}, read_scenario),
    "geniusweb": ({"a.json": json.dumps(WEB), "b.json": json.dumps(WEB)}, read_scenario),
    "bargain": ({"bargain.yaml": BARGAIN}, lambda folder: read_bargain(folder / "bargain.yaml")),
    "actors": ({"actors.csv": ACTORS}, lambda folder: read_actors(folder / "actors.csv")),
    "gmcr": ({"one.gmcr": json.dumps(dilemma())}, lambda folder: read_gmcr(folder / "one.gmcr")),
}

ODD = [
    b"nan", b"-inf", b"1e999", b"-1", b"999999999999999999999", b"null", b"\x00", b"\xff\xfe", b"[]", b"{}", b'""',
    b"'", b'"', b"<", b"&", b"&x;", b"!!python/object/apply:os.system [id]", b"*a", b"&a ", b"\n", b"- ", b": ",
    b"../../etc/passwd", b"\xe2\x80\xae", b"[" * 500, b"true", b"0x10", b"1_0", b"\xd9\xa1",
]  # fmt: skip


@pytest.mark.parametrize("name", READERS)
def test_the_files_are_read_before_they_are_damaged(name: str, tmp_path: Path) -> None:
    files, read = READERS[name]
    for file, text in files.items():
        (tmp_path / file).write_bytes(text.encode())
    assert read(tmp_path)


@pytest.mark.parametrize("name", READERS)
@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_place_of_a_part_is_read_or_refused(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    files, read = READERS[name]
    folder = tmp_path_factory.getbasetemp() / f"hostile-{name}"
    folder.mkdir(exist_ok=True)
    for file, text in files.items():
        (folder / file).write_bytes(text.encode())
    file = data.draw(st.sampled_from(sorted(files)))
    content = bytearray(files[file].encode())
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, max(len(content) - 1, 0)))
        content[start : start + data.draw(st.integers(0, 12))] = data.draw(st.sampled_from(ODD))
    (folder / file).write_bytes(bytes(content))
    try:
        read(folder)
    except AccordError as refused:
        told = str(refused)
        assert "\n" not in told.strip(), told
        assert len(told) < 600, told


def folder_of(tmp_path: Path, profile: str, space: str = SPACE) -> Path:
    return written(tmp_path, domain_dot_yml=space, a_dot_yml=profile, b_dot_yml=WORTH)


def test_aliases_that_would_unfold_without_end_do_not(tmp_path: Path) -> None:
    lines = ["x0: &x0 [a, a, a, a, a, a, a, a, a]"]
    lines += [f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]" for n in range(1, 30)]
    bomb = "\n".join([*lines, "type: DiscreteCartesianOutcomeSpace", "issues:", "- {name: berth, values: *x29}"])
    with pytest.raises(BargainError, match="must be words or numbers"):
        read_scenario(folder_of(tmp_path, WORTH, bomb))


def test_a_yaml_tag_that_would_build_an_object_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BargainError, match="must be YML"):
        read_scenario(folder_of(tmp_path, "!!python/object/apply:os.system ['true']\n" + WORTH))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ("[0, 1000000000]", "at most"),
        ("1000000000", "at most"),
        ("[5, 1]", "lower"),
        ("[.nan, 1]", "finite"),
    ],
)
def test_an_issue_of_too_many_or_no_numbers_is_refused_before_it_is_listed(
    tmp_path: Path, values: str, sentence: str
) -> None:
    space = SPACE.replace("values: [1, 3]", f"values: {values}")
    with pytest.raises(BargainError, match=sentence):
        read_scenario(folder_of(tmp_path, WORTH, space))


def test_a_folder_whose_files_are_links_or_pipes_is_no_way_out(tmp_path: Path) -> None:
    folder = written(tmp_path, domain_dot_xml=DOMAIN, a_dot_xml=PROFILE)
    secret = tmp_path.parent / "secret.txt"
    secret.write_text("not for anybody's eyes")
    (folder / "b.xml").symlink_to(secret)
    os.mkfifo(folder / "c.xml")  # nobody writes to it: to open it would wait for ever
    with pytest.raises(BargainError, match=r"b\.xml must be XML") as refused:
        read_scenario(folder)
    assert "eyes" not in str(refused.value)


def test_a_genius_file_in_the_encoding_that_it_says_it_has(tmp_path: Path) -> None:
    declared = '<?xml version="1.0" encoding="ISO-8859-1"?>\n'
    for file, text in {"domain.xml": DOMAIN, "a.xml": PROFILE, "b.xml": PROFILE}.items():
        (tmp_path / file).write_bytes((declared + text.replace("north", "nörd")).encode("latin-1"))
    assert read_scenario(tmp_path).bargain.frame.issues[0].options[0] == "nörd"


def test_issues_in_groups_have_the_weights_of_their_own_index(tmp_path: Path) -> None:
    issue = (
        '<issue index="{index}" name="{name}" type="discrete">'
        '<item index="1" value="x" {x}/><item index="2" value="y" {y}/></issue>'
    )

    def nested(tag: str, x: str, y: str, inner: str = "", outer: str = "") -> str:
        a, b = issue.format(index=2, name="a", x=x, y=y), issue.format(index=3, name="b", x=x, y=y)
        objective = f'<objective index="0">{outer}<objective index="1">{inner}{a}</objective>{b}</objective>'
        return f"<{tag}>{objective}</{tag}>"

    profile = nested(
        "utility_space", 'evaluation="1"', 'evaluation="3"', '<weight index="2" value="0.8"/>',
        '<weight index="1" value="0.7"/><weight index="3" value="0.3"/>',
    )  # fmt: skip
    written(tmp_path, domain_dot_xml=nested("negotiation_template", "", ""), a_dot_xml=profile, b_dot_xml=profile)
    assert read_scenario(tmp_path).bargain.values[0].tolist() == pytest.approx([0.8, 2.4, 0.3, 0.9])
