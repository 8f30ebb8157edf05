"""Discourse networks against matrices worked out by hand."""

import io

import networkx
import pytest
from tests.ledger.builder import DISPUTE, DOCKERS, PORT, claim, expert, material, narrates, point, report, says

from accord.interchange.discourse import (
    GRAPHS,
    Stand,
    Tie,
    actor_graph,
    affiliation_graph,
    between_actors,
    between_concepts,
    stands,
)
from accord.interchange.graphml import graphml

#        p   q   r        for +, against -
# A      +   +   -
# B      +   -
# C      -       -
# D  (+ and -)
BY_HAND = tuple(
    Stand(actor, concept, agrees, ("s",))
    for actor, concept, agrees in [
        ("A", "p", True), ("A", "q", True), ("A", "r", False),
        ("B", "p", True), ("B", "q", False),
        ("C", "p", False), ("C", "r", False),
        ("D", "p", True), ("D", "p", False),
    ]
)  # fmt: skip


def test_congruence_conflict_and_activity_between_actors_are_those_worked_out_by_hand() -> None:
    assert between_actors(BY_HAND) == {
        ("A", "B"): Tie(1, 1, 2.5),  # both for p, apart on q
        ("A", "C"): Tie(1, 1, 2.5),  # both against r, apart on p
        ("A", "D"): Tie(1, 1, 2.5),
        ("B", "C"): Tie(0, 1, 2.0),
        ("B", "D"): Tie(1, 1, 2.0),
        ("C", "D"): Tie(1, 1, 2.0),
    }


def test_congruence_between_concepts_counts_the_actors_that_hold_both() -> None:
    assert between_concepts(BY_HAND) == {
        ("p", "q"): Tie(1, 1, 3.5),  # A for both; B for p and against q
        ("p", "r"): Tie(1, 1, 3.5),  # C against both; A for p and against r
        ("q", "r"): Tie(0, 1, 2.0),
    }


def test_subtract_and_what_is_normalised_follow_from_the_two_counts() -> None:
    told = Tie(3, 1, 4.0).record()
    assert told == {
        "congruence": 3, "conflict": 1, "subtract": 2,
        "congruence_normalised": 0.75, "conflict_normalised": 0.25, "subtract_normalised": 0.5,
    }  # fmt: skip


def test_two_who_say_the_same_of_all_have_a_normalised_congruence_of_one() -> None:
    same = [Stand(actor, concept, True, ("s",)) for actor in "AB" for concept in "pqr"]
    assert between_actors(same)["A", "B"].record()["congruence_normalised"] == 1.0


def stands_of(*lines: object) -> list[tuple[str, str, bool]]:
    _, statements = material([report(3, *lines)])  # type: ignore[arg-type]
    return [(one.actor, one.concept, one.agrees) for one in stands(statements)]


@pytest.mark.parametrize(
    ("line", "taken"),
    [
        (says(DOCKERS, point("demand", DOCKERS, "pay", "nine")), ("party:dockers", "pay: nine", True)),
        (says(DOCKERS, point("reject", DOCKERS, "pay", "none")), ("party:dockers", "pay: none", False)),
        (narrates(point("accept", PORT, "pay", "five")), ("party:port", "pay: five", True)),
        (says(PORT, claim("red_line", PORT, "pay", "nine")), ("party:port", "pay: nine", False)),
        (expert(point("demand", None, "pay", "five")), ("speaker:Ines Okafor", "pay: five", True)),  # type: ignore[arg-type]
    ],
)
def test_a_stand_is_a_partys_own_word_the_reporters_or_that_of_one_who_speaks_for_nobody(
    line: object, taken: tuple[str, str, bool]
) -> None:
    assert stands_of(line) == [taken]


@pytest.mark.parametrize(
    "line",
    [
        says(DOCKERS, claim("seeks", PORT, "pay", "none")),  # what one says that the other wants
        expert(claim("seeks", DOCKERS, "pay", "five")),
        says(DOCKERS, point("forecast", DOCKERS, "pay", "five")),
        says(DOCKERS, point("demand", DOCKERS, "pay")),  # of no option
    ],
)
def test_what_takes_no_side_of_its_own_is_no_stand(line: object) -> None:
    assert stands_of(line) == []


def test_a_stand_that_is_repeated_counts_once_and_keeps_its_statements() -> None:
    line = says(DOCKERS, point("demand", DOCKERS, "pay", "nine"))
    _, statements = material([report(3, line), report(4, line)])
    (one,) = stands(statements)
    assert len(one.statements) == 2
    graph = affiliation_graph([one], DISPUTE)
    (edge,) = graph["party:dockers"]["concept:pay: nine"].values()
    assert edge["weight"] == 2
    assert graph.nodes["party:dockers"]["label"] == "Dock Workers' Guild"


def test_the_networks_are_graphml_that_other_programs_read_whatever_a_name_holds() -> None:
    odd = Stand('speaker:<x>&"\x00', "pay: nine", True, ("s",))
    taken = (*BY_HAND, odd)
    for make in GRAPHS.values():
        text = graphml(make(taken, DISPUTE))
        assert text == graphml(make(taken, DISPUTE))
        networkx.read_graphml(io.BytesIO(text.encode()))
    read = networkx.read_graphml(io.BytesIO(graphml(actor_graph(taken, DISPUTE)).encode()))
    assert read["A"]["B"]["subtract"] == 0
    assert read["A"]["B"]["congruence_normalised"] == pytest.approx(0.4)
    assert read.nodes["A"]["activity"] == 3


def test_nobody_who_takes_a_stand_is_an_empty_network() -> None:
    for make in GRAPHS.values():
        assert networkx.read_graphml(io.BytesIO(graphml(make((), DISPUTE)).encode())).number_of_nodes() == 0
