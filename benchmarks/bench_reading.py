"""Offline reading beside the bare language pipeline on the same texts; a paragraph of 2,000 words; memory."""

from __future__ import annotations

import functools
import resource
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.harness import Row, here, in_turns
from benchmarks.peers import Peers

from accord.documents import Document, document_id
from accord.documents.sources import read_file
from accord.negotiation import Negotiation, load_negotiation
from accord.reading.by_rule import read
from accord.reading.model import as_made
from accord.reading.paragraphs import blocks
from accord.reading.parsed import MOST_READ

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
SPEED = 1.25  # times the processor time of the bare pipeline
MANY = 120  # documents read one after another
WARM = 30  # read before
GROWTH = 30  # megabytes that reading them may add


def bench(peers: Peers | None) -> Iterator[Row]:
    """Reading beside the pipeline on the examples' texts, then what length and number cost."""
    del peers
    material = {folder: _material(folder) for folder in ("cease-fire", "tariff-round")}
    words = sum(len(document.text.split()) for _, documents in material.values() for document in documents)

    def bare() -> int:
        return sum(_bare(document) for _, documents in material.values() for document in documents)

    def ours() -> int:
        return sum(len(read(one, book)[0]) for book, documents in material.values() for one in documents)

    assert ours() > 60
    reading, peer = in_turns(here(ours), here(bare), repeats=3)
    share = reading.cpu / peer.cpu
    yield Row(
        f"read {words:,} words by rule",
        reading,
        peer,
        "bare pipeline",
        peer.cpu * SPEED,
        f"{share:.2f} times the pipeline",
    )
    yield from long_paragraph(material["cease-fire"])
    yield many(material["cease-fire"])


def _material(folder: str) -> tuple[Negotiation, tuple[Document, ...]]:
    book, _ = load_negotiation((EXAMPLES / folder / "negotiation.yaml").read_text(encoding="utf-8"))
    return book, tuple(read_file(path)[0] for path in sorted((EXAMPLES / folder / "sources").iterdir()))


_stock = functools.cache(as_made)


def _bare(document: Document) -> int:
    """The tokens that the pipeline finds, by the same paragraphs in the same batches."""
    texts = [document.text[block.start : block.end] for block in blocks(document.text, MOST_READ)]
    return sum(len(doc) for doc in _stock().pipe(texts, batch_size=32))


def long_paragraph(material: tuple[Negotiation, tuple[Document, ...]]) -> Iterator[Row]:
    """The same sentences as one paragraph of some 2,000 words, and as paragraphs as they were written."""
    book, documents = material
    lines = [line for one in documents for line in one.text.split("\n") if len(line.split()) > 12]
    while sum(len(line.split()) for line in lines) < 2_000:
        lines = lines * 2
    kept: list[str] = []
    while sum(len(line.split()) for line in kept) < 2_000:
        kept.append(lines[len(kept)])
    one, several = _document(" ".join(kept)), _document("\n\n".join(kept))
    whole, parts = in_turns(here(partial(read, one, book)), here(partial(read, several, book)), repeats=3)
    assert whole.answer[0]
    assert parts.answer[0]
    note = f"{whole.cpu / parts.cpu:.2f} times"
    yield Row("a paragraph of 2,000 words", whole, parts, "in short paragraphs", parts.cpu * SPEED, note)


def many(material: tuple[Negotiation, tuple[Document, ...]]) -> Row:
    """Many documents one after another: what they add to the process's largest size."""
    book, documents = material
    texts = [f"Wire item {number}\n\n{documents[number % len(documents)].text}" for number in range(MANY)]
    for text in texts[:WARM]:
        read(_document(text), book)
    before = _largest()

    def run() -> int:
        return sum(len(read(_document(text), book)[0]) for text in texts)

    (timing,) = in_turns(here(run), repeats=1)
    grown = _largest() - before
    assert timing.answer > MANY
    assert grown < GROWTH, f"reading {MANY} documents may add {GROWTH} MB; it added {grown:.0f} MB"
    return Row(f"{MANY} documents one after another", timing, note=f"{grown:.0f} MB more at their end")


def _document(text: str) -> Document:
    return Document(document_id(text), "a.txt", text.partition("\n")[0][:80], None, None, text, "text/plain")


def _largest() -> float:
    """The largest size that this process has had, in megabytes."""
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / (2**20 if sys.platform == "darwin" else 2**10)
