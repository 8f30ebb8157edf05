"""Countries, bodies and persons by the places at which documents name them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from accord.reading.parsed import Parsed
from accord.reading.people import Person, plain
from accord.reading.places import country_of

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(slots=True)
class Actor:
    """A country or body: its fullest name and how often each of its names is used."""

    name: str
    country: bool = False
    names: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Cast:
    """Actors and persons by their places: (document id, offset of a token) to the actor's key or the person's name."""

    actors: dict[str, Actor] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    at: dict[tuple[str, int], str] = field(default_factory=dict)
    person_at: dict[tuple[str, int], str] = field(default_factory=dict)
    speaks_for: dict[str, str] = field(default_factory=dict)

    def actor(self, parsed: Parsed, token: Token) -> str | None:
        """The key of the actor named at the token, or for whom the person named there speaks."""
        place = (parsed.document.id, parsed.offset(token))
        person = self.person_at.get(place)
        return self.at.get(place) or (self.speaks_for.get(person) if person is not None else None)

    def is_name(self, parsed: Parsed, token: Token) -> bool:
        """Whether the token belongs to the name of an actor or a person."""
        place = (parsed.document.id, parsed.offset(token))
        return place in self.at or place in self.person_at

    def key_of(self, text: str) -> str | None:
        """The key of the actor named in a description, the longest name first."""
        parts = [part for part in re.split(r"[^\w.&’'-]+", text) if part]
        for length in range(min(len(parts), 8), 0, -1):
            for start in range(len(parts) - length + 1):
                key = self._exact(" ".join(parts[start : start + length]))
                if key is not None:
                    return key
        return None

    def _exact(self, name: str) -> str | None:
        if not name[:1].isupper():
            return None
        country = country_of(name)
        if country is not None:
            return plain(country) if plain(country) in self.actors else None
        wanted = plain(name)
        return next((key for key, actor in self.actors.items() if wanted in map(plain, actor.names)), None)


def join(found: Cast, key: str, other: str) -> None:
    """Makes one actor of two: every name and place of the first is the second's from now on."""
    found.actors[other].names.update(found.actors.pop(key).names)
    for place, here in found.at.items():
        if here == key:
            found.at[place] = other
