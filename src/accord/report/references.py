"""The literature that findings rest on, from the package's BibTeX file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

_ENTRY = re.compile(r"^@\w+\{(?P<key>[^,\s]+),(?P<fields>.*?)\}\s*$", re.MULTILINE)
_FIELD = re.compile(r"(\w+)\s*=\s*\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}")
_ACCENTS = {
    r"{\'E}": "É", r"{\'e}": "é", r"{\'a}": "á", r"{\'i}": "í", r"{\'o}": "ó", r"{\'n}": "ń", r'{\"o}': "ö",
    r'{\"u}': "ü", r'{\"a}': "ä", r"{\l}": "ł", r"{\o}": "ø", r"{\'c}": "ć", r"{\v{c}}": "č", r"{\v{z}}": "ž",
    r"{\v{s}}": "š", r"{\`e}": "è", r"{\c{c}}": "ç", r"{\ss}": "ß", r"{\aa}": "å", r"{\ae}": "æ",
    r"\&": "&", "--": "–", "~": " ",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reference:
    """A work: who and when, its title, where it was published."""

    key: str
    authors: str
    year: str
    title: str
    place: str


@cache
def references() -> dict[str, Reference]:
    """Every work of the package's list, by key."""
    return parsed((resources.files("accord.theory") / "references.bib").read_text(encoding="utf-8"))


def parsed(text: str) -> dict[str, Reference]:
    """The works in a BibTeX text with one entry a line."""
    return {entry["key"]: _reference(entry["key"], entry["fields"]) for entry in _ENTRY.finditer(text)}


def _reference(key: str, text: str) -> Reference:
    fields = {name.lower(): _plain(value) for name, value in _FIELD.findall(text)}
    place = fields.get("journal") or fields.get("booktitle") or fields.get("publisher") or fields.get("school") or ""
    volume = fields.get("volume", "") + (
        f"({fields['number']})" if fields.get("number") and fields.get("volume") else ""
    )
    parts = (place or fields.get("note", ""), volume, fields.get("pages", ""))
    return Reference(
        key, _authors(fields.get("author", fields.get("editor", ""))), fields.get("year", ""), fields.get("title", ""),
        ", ".join(part for part in parts if part),
    )  # fmt: skip


def _plain(value: str) -> str:
    for code, letter in _ACCENTS.items():
        value = value.replace(code, letter)
    return " ".join(value.replace("{", "").replace("}", "").split())


def _authors(text: str) -> str:
    """Family names in a row.

    >>> _authors("Nash, John F. and Kalai, Ehud")
    'Nash and Kalai'
    """
    names = [name.split(",")[0].strip() for name in text.split(" and ") if name.strip()]
    return " and ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} and {names[-1]}"
