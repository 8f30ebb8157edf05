"""Persons and bodies by every name they may be looked up by, so that a look-up takes no longer among more of them."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from accord.reading.people import Body, Person, core_of, plain, surnames_of

Key = TypeVar("Key")

Places = Mapping[str, Sequence[int]]
"""A name in its plain form, and the places at which those who bear it stand, in order."""


@dataclass(frozen=True, slots=True)
class Index:
    """Where each name leads: places in the registry's persons and bodies.

    `cores`: first and last name. `called`: surname, single name or alias. `firsts`: the first word. `whole`: the name
    as it is written; `lengths`: how long these are.
    """

    cores: Mapping[tuple[str, ...], Sequence[int]]
    aliases: Places
    called: Places
    firsts: Places
    whole: Places
    lengths: frozenset[int]
    surnames: frozenset[str]
    bodies: Mapping[str, int]

    @classmethod
    def of(cls, persons: Sequence[Person], bodies: Sequence[Body]) -> Index:
        """The index of these persons and bodies."""
        aliases = [{plain(alias) for alias in person.aliases} for person in persons]
        first_of: dict[str, int] = {}
        for number, body in enumerate(bodies):
            for name in (body.name, *body.aliases):
                first_of.setdefault(plain(name), number)
        return cls(
            _places([core] if core else [] for core in (core_of(person.name) for person in persons)),
            _places(aliases),
            _places(
                {*surnames_of(person.name), plain(person.name), *also}
                for person, also in zip(persons, aliases, strict=True)
            ),
            _places([plain(person.first)] for person in persons),
            _places([person.name] for person in persons),
            frozenset(len(person.name) for person in persons),
            frozenset(person.surname for person in persons if person.surname[:1].isupper()),
            first_of,
        )


def _places(names: Iterable[Iterable[Key]]) -> dict[Key, list[int]]:
    """The places at which each name stands."""
    found: dict[Key, list[int]] = {}
    for number, several in enumerate(names):
        for name in several:
            found.setdefault(name, []).append(number)
    return found


class Roll:
    """Persons in order of first mention, found again by full name or by surname while more are added."""

    def __init__(self, persons: Iterable[Person]) -> None:
        self.persons: list[Person] = []
        self._cores: dict[tuple[str, ...], list[int]] = {}
        self._called: dict[str, list[int]] = {}
        for person in persons:
            self.add(person)

    def place(self, name: str) -> int | None:
        """The place of the first person with this full name, or whose surname or single name it is."""
        found = self._cores.get(core_of(name)) if len(name.split()) > 1 else None
        found = found or self._called.get(plain(name))
        return found[0] if found else None

    def add(self, person: Person) -> None:
        """Adds one who is not known yet."""
        self.persons.append(person)
        self._book(len(self.persons) - 1, person)

    def put(self, at: int, person: Person) -> None:
        """Puts what is known by now in the place of what was known of the same person."""
        old, self.persons[at] = self.persons[at], person
        if old.name == person.name:
            return
        for name in {*surnames_of(old.name), plain(old.name)}:
            self._called[name].remove(at)
        if core_of(old.name):
            self._cores[core_of(old.name)].remove(at)
        self._book(at, person)

    def _book(self, at: int, person: Person) -> None:
        for name in {*surnames_of(person.name), plain(person.name)}:
            insort(self._called.setdefault(name, []), at)
        if core_of(person.name):
            insort(self._cores.setdefault(core_of(person.name), []), at)
