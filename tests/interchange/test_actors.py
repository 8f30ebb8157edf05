from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.errors import BargainError
from accord.interchange.actors import forecast_record, read_actors


def table(folder: Path, text: str) -> Path:
    path = folder / "actors.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_challenge_table_gives_the_mean_the_median_and_rounds(tmp_path: Path) -> None:
    read = read_actors(table(tmp_path, "Actor,Capability,Position,Salience\nA,1,0,0.5\nB,1,90,1\n"))
    (issue,) = forecast_record(read, 3)["issues"]
    assert issue["compromise_mean"] == 60.0  # the one with twice the weight pulls it two thirds of the way
    assert issue["weighted_median"] == 90.0
    for one in issue["challenges"].values():
        assert len(one["positions"]) == 4
        assert one["median_range"][0] <= one["median_range"][1]


def test_a_table_of_ktab_has_an_issue_for_each_dimension_and_saliences_in_hundredths(tmp_path: Path) -> None:
    text = (
        'ports ,"A made-up case",2,2,\nActor,Description,Power,Pstn1,Sal1,Pstn2,Sal2,\n'
        "North, a port,  50, 10.5, 80, 20, 20,\nSouth, a port, 100, 60, 40, 70, 10,\n"
    )
    read = read_actors(table(tmp_path, text))
    assert read.title == "ports"
    assert read.actors == ("North", "South")
    assert read.issues == ("ports, issue 1", "ports, issue 2")
    assert read.positions == ((10.5, 60.0), (20.0, 70.0))
    assert read.saliences == ((0.8, 0.4), (0.2, 0.1))
    assert len(read.notes) == 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "must have a heading"),
        ("a,b\n1,2\n", "must have a heading"),
        ("Actor,Power,Position\nA,1,2\n", "position and salience"),
        ("Actor,Power,Position,Salience\n", "from 1 to"),
        ("Actor,Power,Position,Salience\nA,1,2,1\nA,1,3,1\n", "comes twice"),
        ("Actor,Power,Position,Salience\nA,strong,2,1\n", "it is 'strong'"),
        ("Actor,Power,Position,Salience\nA,nan,2,1\n", "it is 'nan'"),
        ("Actor,Power,Position,Salience\nA,-1,2,1\n", "from 0 to 1e12"),
        ("Actor,Power,Position,Salience\nA,1\n", "row 2"),
        ("Actor,Power,Position,Salience\nA,inf,2,1\n", "it is 'inf'"),
        ("Actor,Power,Position,Salience\nA,1,-1e308,1\n", "from -1e12 to 1e12"),
        ("Actor,Power,Position,Salience\n" + "".join(f"a{n},1,2,1\n" for n in range(101)), "from 1 to 100"),
    ],
)
def test_a_file_that_is_no_table_of_actors_is_refused_with_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(BargainError, match=sentence):
        read_actors(table(tmp_path, text))


@given(st.text(st.sampled_from('Actor,PowerPositionSalience0123.5-\n";'), max_size=120))
def test_whatever_stands_in_a_table_it_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = table(tmp_path_factory.mktemp("hostile"), "Actor,Power,Position,Salience\n" + text)
    with suppress(BargainError):
        read_actors(path)
