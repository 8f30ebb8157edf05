import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.errors import BargainError
from accord.interchange.gmcr import read_gmcr, stability_record


def file_of(folder: Path, record: Any) -> Path:
    path = folder / "conflict.gmcr"
    path.write_text(record if isinstance(record, str) else json.dumps(record), encoding="utf-8")
    return path


def dilemma() -> dict[str, Any]:
    """The prisoner's dilemma: each may confess; least wanted is to be silent alone."""
    return {
        "program": "gmcr-py",
        "options": [
            {"name": "confess", "permittedDirection": "both"},
            {"name": "confess", "permittedDirection": "both"},
        ],
        "decisionMakers": [
            {"name": "A", "options": [0], "preferences": [[[1, "N"]], [[0, "Y"]]]},
            {"name": "B", "options": [1], "preferences": [[[0, "N"]], [[1, "Y"]]]},
        ],
        "infeasibles": [],
        "useManualPreferenceRanking": False,
    }


def aquifer() -> dict[str, Any]:
    """A conflict over a polluted aquifer, as published (Hipel, Fang, Kilgour and Haight 1993), by ranked states."""
    names = ["modify", "delay", "accept", "abandon", "insist"]
    ways = ["fwd", "back", "both", "fwd", "both"]
    options = [{"name": name, "permittedDirection": way} for name, way in zip(names, ways, strict=True)]
    rankings = {
        "ministry": ([0], [9, 3, 4, 10, 7, 1, 2, 8, [5, 6, 11, 12]]),
        "company": ([1, 2, 3], [1, 4, 10, 7, [5, 6, 11, 12], 3, 9, 2, 8]),
        "town": ([4], [9, 3, 7, 1, 10, 8, 4, 2, [5, 6, 11, 12]]),
    }
    makers = [
        {"name": name, "options": own, "preferences": [], "preferenceRanking": ranking}
        for name, (own, ranking) in rankings.items()
    ]
    both = [[[1, "Y"], [2, "Y"]], [[1, "Y"], [3, "Y"]], [[2, "Y"], [3, "Y"]], [[1, "N"], [2, "N"], [3, "N"]]]
    return {"options": options, "decisionMakers": makers, "infeasibles": both, "useManualPreferenceRanking": True}


def test_in_the_prisoners_dilemma_to_confess_is_an_equilibrium_and_silence_lasts_with_foresight(tmp_path: Path) -> None:
    record = stability_record(read_gmcr(file_of(tmp_path, dilemma())))
    assert record["equilibria"] == {"nash": [4], "gmr": [1, 4], "smr": [1, 4], "seq": [1, 4]}
    assert record["states"][3]["taken"] == ["A: confess", "B: confess"]


def test_a_published_conflict_has_its_published_resolutions(tmp_path: Path) -> None:
    conflict = read_gmcr(file_of(tmp_path, aquifer()))
    record = stability_record(conflict)
    # Resolutions: delay though the town insists; a modified order accepted; and to abandon, whatever the others do.
    assert record["equilibria"]["nash"] == [5, 6, 7, 10, 11, 12]
    assert conflict.taken(6) == ("delay", "insist")
    assert conflict.taken(9) == ("modify", "accept", "insist")


def test_a_compound_condition_holds_where_one_of_its_members_does(tmp_path: Path) -> None:
    record = dilemma()
    record["infeasibles"] = [{"compound": True, "members": [[[0, "Y"], [1, "N"]], [[0, "N"], [1, "Y"]]]}]
    assert len(read_gmcr(file_of(tmp_path, record)).model.states) == 2


def test_what_is_not_used_is_told(tmp_path: Path) -> None:
    record = dilemma()
    record["decisionMakers"][0]["misperceptions"] = [[[1, "Y"]]]
    record["coalitions"] = [[0, 1]]
    assert len(read_gmcr(file_of(tmp_path, record)).notes) == 2


def broken(**changes: Any) -> dict[str, Any]:
    return {**dilemma(), **changes}


@pytest.mark.parametrize(
    ("record", "sentence"),
    [
        ("", "must be JSON"),
        ("[" * 100_000, "must be JSON"),
        ([], "an object"),
        ({}, "decisionMakers"),
        (broken(options=[{"name": "confess"}]), "an option's number from 0 to 0"),
        (broken(decisionMakers=dilemma()["decisionMakers"][:1]), "one decision maker's"),
        (broken(infeasibles=[[[0, "Y"]], [[0, "N"]]]), "leave a possible state"),
        (broken(infeasibles=[[[0, "maybe"]]]), "with Y or N"),
        (broken(infeasibles=[[[9, "Y"]]]), "from 0 to 1"),
        (broken(useManualPreferenceRanking=True), "must have each of the 4 states once"),
        (broken(options=[{"name": "x", "permittedDirection": "up"}, {"name": "y"}]), "permittedDirection"),
        (broken(options=[{"name": str(n)} for n in range(40)]), "one decision maker's"),
    ],
)
def test_a_file_that_is_no_conflict_is_refused_with_a_sentence(tmp_path: Path, record: Any, sentence: str) -> None:
    with pytest.raises(BargainError, match=sentence):
        read_gmcr(file_of(tmp_path, record))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 3) | st.sampled_from(["Y", "N", "confess"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "options"]), inner, max_size=2)
    ),
    max_leaves=8,
)


@given(st.sampled_from(sorted(dilemma())), json_values)
def test_whatever_stands_in_a_file_it_is_read_or_refused(tmp_path_factory: Any, key: str, value: Any) -> None:
    path = file_of(tmp_path_factory.mktemp("hostile"), broken(**{key: value}))
    with suppress(BargainError):
        stability_record(read_gmcr(path))
