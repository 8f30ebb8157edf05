"""Countries by every word that stands for them: names, demonyms, capitals, seats."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from accord.reading.people import plain
from accord.reading.wordlists import word_lists

# What the table of countries lacks or has by another name.
_MORE = {
    "United States": ("America", "American", "U.S.", "US", "USA", "Americans", "Washington"),
    "United Kingdom": ("Britain", "U.K.", "British", "Britons", "Great Britain"),
    "Ukraine": ("Ukrainian", "Ukrainians", "Kyiv"),
    "European Union": ("EU", "E.U.", "Europeans"),
    "United Nations": ("UN", "U.N."),
    "China": ("Chinese", "PRC"),
    "Turkey": ("Türkiye", "Turkish", "Ankara"),
    "Netherlands": ("Dutch",),
    "Philippines": ("Philippine",),
    "Saudi Arabia": ("Saudi", "Saudis"),
    "United Arab Emirates": ("UAE", "Emirati"),
    "Afghanistan": ("Afghan",),
}


@functools.cache
def places() -> Mapping[str, str]:
    """The country for every plain name, demonym, capital and seat."""
    found: dict[str, str] = {}
    for entry in _countries():
        name = str(entry.get("name") or "")
        demonym = str(entry.get("demonym") or "")
        spellings = [s for s in entry.get("altSpellings") or () if len(str(s)) > 3]
        for word in (name, demonym, demonym + "s" if demonym else "", entry.get("capital") or "", *spellings):
            if word:
                found.setdefault(plain(str(word)), name)
    for name, more in _MORE.items():
        for word in (name, *more):
            found[plain(word)] = name
    for metonym in word_lists("metonyms"):
        found[plain(metonym["name"])] = metonym["of"]
    return found


@functools.cache
def institutions() -> frozenset[str]:
    """The seats that are named as speakers themselves, as plain names."""
    return frozenset(plain(m["name"]) for m in word_lists("metonyms") if m.get("institution"))


def country_of(word: str) -> str | None:
    """The country that a word stands for."""
    return places().get(plain(word))


@functools.cache
def words_for(country: str) -> tuple[str, ...]:
    """Every plain word that stands for a country."""
    return tuple(word for word, name in places().items() if name == country)


@functools.cache
def _countries() -> tuple[Mapping[str, Any], ...]:
    folder = files("countryinfo").joinpath("data")
    found = [
        json.loads(f.read_text(encoding="utf-8"))
        for f in sorted(folder.iterdir(), key=lambda f: f.name)
        if f.name.endswith(".json")
    ]
    return tuple(found)


UNION, UNION_NAMES = "European Union", ("Europe", "European", "Europeans")
"""A union of countries, and the names of its continent that often stand for it."""
