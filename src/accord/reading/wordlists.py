"""The word lists of the reader, loaded once from `lexicon/`."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

_VOWELS = frozenset("aeiou")


@functools.cache
def word_lists(name: str) -> Any:
    """What stands in `lexicon/{name}.yaml`."""
    from ruamel.yaml import YAML

    text = files("accord.reading").joinpath("lexicon", f"{name}.yaml").read_text(encoding="utf-8")
    return YAML(typ="safe", pure=True).load(text)


@functools.cache
def words(name: str, entry: str) -> frozenset[str]:
    """The words under one entry of a list."""
    return frozenset(str(word) for word in word_lists(name)[entry])


@functools.cache
def verb_forms(entry: str) -> Mapping[str, str]:
    """Every form of the verbs under one entry of `saying`, with its base form."""
    lists = word_lists("saying")
    return forms(lists[entry], lists["irregular"])


def forms(bases: Iterable[str], irregular: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Every form of these verbs with its base form: listed forms where there are any, else by the rules of spelling."""
    found: dict[str, str] = {}
    for base in bases:
        for form in (base, *regular(base), *irregular.get(base, ())):
            found.setdefault(form, base)
    return found


def regular(base: str) -> tuple[str, str, str]:
    """The -s, -ed and -ing forms of a regular verb, final consonants not doubled.

    >>> regular("deny"), regular("urge"), regular("stress")
    (('denies', 'denied', 'denying'), ('urges', 'urged', 'urging'), ('stresses', 'stressed', 'stressing'))
    """
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ies", base[:-1] + "ied", base + "ing"
    third = base + ("es" if base.endswith(("s", "x", "z", "ch", "sh")) else "s")
    if base.endswith("ee"):
        return third, base + "d", base + "ing"
    if base.endswith("e"):
        return third, base + "d", base[:-1] + "ing"
    return third, base + "ed", base + "ing"
