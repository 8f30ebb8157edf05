"""Names exchanged in the texts: what share of the statements changes when two parties, their people and words do.

Run by hand: `python benchmarks/study_neutrality.py`. Both examples are read twice: as they are, and with the names of
two parties exchanged in every text and in the codebook (aliases and speakers pair by pair; a name without a counterpart
gets one). A reader that knows nothing of who is who finds the same statements. What differs is the reader's: a name
that is taken for another kind of name, or not for one at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

from accord.documents import Document, document_id, read_sources
from accord.negotiation import Negotiation
from accord.statements import Statement
from accord.workspace import load_file, read_documents

EXAMPLES = Path(__file__).parents[1] / "examples"
PAIRS = {"cease-fire": ("RU", "UA"), "tariff-round": ("NL", "MP")}
MORE = {"cease-fire": {"Russian": "Ukrainian", "Russians": "Ukrainians"}, "tariff-round": {}}
"""Words for the parties that the codebooks do not list."""

HOUSES = ("Vestry", "Old Arsenal", "Rathmore", "Keldhouse", "Marlow Gate", "Southwark Hall")
PEOPLE = ("Alan R. Whitcombe", "Joan Fairlie", "Peter Osgood", "Mary Lindqvist", "Hugh Tarrant", "Ruth Calloway")
"""Counterparts for names that the other party has none for."""


def exchange(words: Mapping[str, str], text: str) -> str:
    """The text with every one of these words replaced, all at once, the longest first."""
    longest = sorted(words, key=len, reverse=True)
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, longest)) + r")\b")
    return pattern.sub(lambda found: words[found[0]], text)


def words_of(negotiation: Negotiation, one: str, other: str) -> dict[str, str]:
    """Name for name, alias for alias and speaker for speaker, both ways; a name without a counterpart gets one."""
    first, second = negotiation.party(one), negotiation.party(other)
    pairs = list(zip_longest(_bare(first.name, *first.aliases), _bare(second.name, *second.aliases)))
    houses, people = iter(HOUSES), iter(PEOPLE)
    found = [(mine or next(houses), theirs or next(houses)) for mine, theirs in pairs]
    for mine, theirs in zip_longest(first.speakers, second.speakers):
        names = [speaker.name if speaker else next(people) for speaker in (mine, theirs)]
        found += [(names[0], names[1]), (names[0].split()[-1], names[1].split()[-1])]
    return {**dict(found), **{theirs: mine for mine, theirs in found}}


def _bare(*names: str) -> list[str]:
    return list(dict.fromkeys(name.removeprefix("the ") for name in names))


def differing(folder: Path, pair: tuple[str, str], more: Mapping[str, str]) -> tuple[int, int, Counter[str]]:
    """How many statements there are, how many change, and in what."""
    negotiation, _ = load_file(folder / "negotiation.yaml")
    documents, _ = read_sources([folder / "sources"], negotiation.documents)
    words = {**words_of(negotiation, *pair), **more, **{other: one for one, other in more.items()}}
    other_way = renamed(negotiation, words)
    turned = tuple(_turned(document, words) for document in documents)
    plain = [told(one) for one in _read(documents, negotiation)]
    swapped = [told(one) for one in _read(turned, other_way)]
    before = {exchange(words, quote): record for quote, record in plain}
    after = dict(swapped)
    kinds: Counter[str] = Counter()
    for quote, record in before.items():
        if quote not in after:
            kinds["not found, or cut otherwise"] += 1
        else:
            kinds.update(f"another {name}" for name in record if record[name] != after[quote][name])
    changed = sum(quote not in after or record != after[quote] for quote, record in before.items())
    return len(before), changed + len(after.keys() - before.keys()), kinds


def renamed(negotiation: Negotiation, words: Mapping[str, str]) -> Negotiation:
    """The codebook with the words exchanged in every name and cue; ids stay, so each id now bears the other's names."""
    record = negotiation.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    ids = {"id", "party", "parties", "track", "consent", "options", "issue", "before", "after", "file", "source"}

    def turned(value: Any, key: str) -> Any:
        if isinstance(value, dict):
            return {name: turned(one, name) for name, one in value.items()}
        if isinstance(value, list):
            return [turned(one, key) for one in value]
        return exchange(words, value) if isinstance(value, str) and key not in ids else value

    return Negotiation.model_validate(turned(record, ""))


def _turned(document: Document, words: Mapping[str, str]) -> Document:
    text = exchange(words, document.text)
    return replace(document, id=document_id(text), text=text, title=exchange(words, document.title))


def _read(documents: tuple[Document, ...], negotiation: Negotiation) -> list[Statement]:
    return [one for _, found, _ in read_documents(documents, negotiation) for one in found]


def told(statement: Statement) -> tuple[str, dict[str, Any]]:
    """The quote, and what is coded of it; speakers by number, since their names change."""
    return statement.quote, {
        "tier": statement.tier,
        "parties": tuple(sorted(statement.parties)),
        "number of speakers": len(statement.speakers),
        "points": tuple(sorted(repr(replace(point, condition=None)) for point in statement.points)),
    }


def main() -> None:
    """Prints, for each example, how many statements change and in what."""
    for name, pair in PAIRS.items():
        every, changed, kinds = differing(EXAMPLES / name, pair, MORE[name])
        print(f"{name}: {changed} of {every} statements differ when {pair[0]} and {pair[1]} change names")
        for kind, number in kinds.most_common():
            print(f"    {number} {kind}")


if __name__ == "__main__":
    main()
