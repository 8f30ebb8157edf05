"""What the examples name stands in no line of the program outside the tables of metonyms and places."""

import re
from functools import cache
from pathlib import Path

import pytest
from tests.examples.test_texts import NAMES, opened

import accord

SOURCE = Path(accord.__file__).parent
TEXT = {".py", ".yaml", ".j2", ".js", ".css", ".json"}
TABLES = {"metonyms.yaml", "places.py"}

# Capitalised words of the examples that are also words of English at large, of a calendar or of any program.
EVERYDAY = frozenset(
    "Black Center Continent Council Customs Daily Easter European Foreign Forum House January June Letter March May "
    "Ministry Monday Mr Ms Nations New Northern Parliament Press President Saturday Sea Security States Sunday Tariff "
    "Thursday Tuesday United University White Wire World".split()
)
WORD = r"[A-Z]\w+(?:-[A-Z]\w+)*"


@cache
def written() -> dict[str, str]:
    """The program's texts by path, blanks made one."""
    files = [path for path in sorted(SOURCE.rglob("*")) if path.suffix in TEXT and path.name not in TABLES]
    files = [path for path in files if not any(part.startswith((".", "__pycache__")) for part in path.parts)]
    return {str(path.relative_to(SOURCE)): re.sub(r"\s+", " ", path.read_text("utf-8")) for path in files}


def named(name: str) -> list[str]:
    """Parties, their aliases and speakers, as the codebook writes them."""
    negotiation, _ = opened(name)
    return [
        written_as
        for party in negotiation.parties
        for written_as in (
            party.name,
            *party.aliases,
            *(each for speaker in party.speakers for each in (speaker.name, *speaker.aliases)),
        )
    ]


def proper_names(name: str) -> set[str]:
    """Words with a capital where no sentence begins, and those of the codebook's names."""
    _, documents = opened(name)
    inside = re.compile(rf"(?<=[a-z,;] ){WORD}")
    found = {word for document in documents for word in inside.findall(document.text)}
    found |= {word for text in named(name) for word in re.findall(WORD, text)}
    return found - EVERYDAY


def standing(phrases: set[str], *, exact: bool) -> dict[str, list[str]]:
    """Which of the phrases stand in which file as whole words; `exact`: with their capitals."""
    any_of = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True)) or "(?!)"
    pattern = re.compile(rf"(?<![\w-])(?:{any_of})(?![\w-])", re.NOFLAG if exact else re.IGNORECASE)
    found = {file: sorted(set(pattern.findall(text))) for file, text in written().items()}
    return {file: phrases for file, phrases in found.items() if phrases}


def test_the_program_is_looked_through() -> None:
    assert len(written()) > 100
    assert standing({"Statement"}, exact=True)


@pytest.mark.parametrize("name", NAMES)
def test_no_name_of_an_example_stands_in_the_program(name: str) -> None:
    names = proper_names(name)
    assert names
    assert not standing(names, exact=True)


@pytest.mark.parametrize("name", NAMES)
def test_no_party_or_speaker_of_an_example_stands_in_the_program(name: str) -> None:
    several = {text for text in named(name) if " " in text and re.search(r"[A-Z]", text)}
    assert not standing(several, exact=False)


@pytest.mark.parametrize("name", NAMES)
def test_no_large_number_of_an_example_stands_in_the_program(name: str) -> None:
    _, documents = opened(name)
    numbers = {number for document in documents for number in re.findall(r"(?<![\w.,])\d+,\d{3}\b", document.text)}
    assert not standing(numbers, exact=True)
