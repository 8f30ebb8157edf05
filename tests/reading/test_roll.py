"""Who is found by which name, and that finding takes no longer among more names."""

import pickle
import sys
from collections.abc import Callable
from dataclasses import replace
from types import FrameType
from typing import Any

import pytest

from accord.reading.people import Body, Person
from accord.reading.registry import Registry
from accord.reading.roll import Roll

SMITHS = (Person("Ada Smith", aliases=("the Chair",)), Person("Bo Smith"), Person("Ada B. Quist"), Person("Ruud"))


def _crowd(size: int) -> Registry:
    persons = tuple(Person(f"Ann{number} Berg{number}") for number in range(size))
    return Registry((*SMITHS, *persons), tuple(Body(f"Union of Trade {number}") for number in range(size)))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Ada Smith", "Ada Smith"),
        ("Ada K. Smith", "Ada Smith"),
        ("chair", "Ada Smith"),
        ("Ada Quist", "Ada B. Quist"),
        ("Ruud", "Ruud"),
        ("Cy Smith", None),
        ("", None),
    ],
)
def test_a_person_is_found_by_full_name_or_alias_initials_apart(name: str, found: str | None) -> None:
    person = _crowd(3).person(name)
    assert (person.name if person else None) == found


def test_several_persons_share_a_surname_in_order_of_first_mention() -> None:
    known = _crowd(3)
    assert [person.name for person in known.named("Smith")] == ["Ada Smith", "Bo Smith"]
    assert [person.name for person in known.first_named("Ada")] == ["Ada Smith", "Ada B. Quist"]
    assert [person.name for person in known.named_within("Bo Smith, for the owners")] == ["Bo Smith"]
    assert known.named("Nobody") == ()


def test_the_first_body_of_a_name_is_the_one() -> None:
    known = Registry(bodies=(Body("Port Board", ("the Board",)), Body("Board")))
    assert known.body("board") == known.bodies[0]
    assert known.body("council") is None


def test_a_name_made_fuller_is_found_by_its_new_form_and_not_twice() -> None:
    roll = Roll([Person("Ada Smith")])
    at = roll.place("Ada B. Smith")
    assert at == 0
    roll.put(at, replace(roll.persons[at], name="Ada B. Smith"))
    assert roll.place("Smith") == 0
    assert roll.place("Bo Smith") is None
    roll.add(Person("Bo Smith"))
    assert roll.place("Smith") == 0
    assert [person.name for person in roll.persons] == ["Ada B. Smith", "Bo Smith"]


def test_a_registry_goes_to_another_process_whole() -> None:
    known = _crowd(2)
    again = pickle.loads(pickle.dumps(known))
    assert again == known
    assert again.named("Smith") == known.named("Smith")


def _steps(call: Callable[[], object]) -> int:
    """How many lines of Python a call runs, generators and comprehensions included: the same on every machine."""
    count = 0

    def tracer(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        count += event == "line"
        return tracer

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


def test_looking_up_takes_as_many_steps_among_a_thousand_names_as_among_ten() -> None:
    few, many = _crowd(10), _crowd(1_000)

    def look(known: Registry) -> None:
        known.person("Ann9 Berg9")
        known.person("Nobody Here")
        known.named("Berg9")
        known.first_named("Ann9")
        known.body("Union of Trade 9")
        known.body("Union of Nobody")
        assert known.surnames

    for known in (few, many):
        look(known)  # plain forms are made once
    assert _steps(lambda: look(many)) == _steps(lambda: look(few))


def test_booking_a_name_takes_as_many_steps_among_a_thousand_as_among_ten() -> None:
    few, many = Roll(_crowd(10).persons), Roll(_crowd(1_000).persons)

    def book(roll: Roll) -> None:
        at = roll.place("Ann9 C. Berg9")
        assert at is not None
        roll.put(at, Person("Ann9 C. Berg9"))
        roll.put(at, Person("Ann9 Berg9"))

    for roll in (few, many):
        book(roll)
    assert _steps(lambda: book(many)) == _steps(lambda: book(few))
