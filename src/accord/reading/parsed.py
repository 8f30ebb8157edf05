"""A document parsed: paragraphs, sentences and tokens whose offsets are the document's own."""

from __future__ import annotations

import bisect
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from accord.documents import Document
from accord.errors import Problem, Severity
from accord.reading.model import pipeline
from accord.reading.paragraphs import Block, blocks, masked
from accord.reading.sentences import mark_starts

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

MOST_READ = 600_000  # characters of one document: some 100,000 words
_START = "accord_start"
_KEPT: list[int | str] = ["TAG", "POS", "LEMMA", "MORPH", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE"]
"""What a parse tells of each word."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Characters `start` to `end` of the document, parsed; list marks, time stamps and datelines stand outside.

    `heading`: a title, label or date line. `headline`: the title of the whole. `continues`: a piece of the one before.
    `label`: who takes this turn of a conversation, as it stands before the colon.
    """

    number: int
    start: int
    end: int
    doc: Doc
    heading: bool = False
    headline: bool = False
    continues: bool = False
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """Characters `start` to `end` of the document that form a sentence of paragraph number `paragraph`.

    `tokens`: those of the span, made once, for the pipeline makes a new object for every token that is asked for.
    """

    number: int
    start: int
    end: int
    paragraph: int
    span: Span
    tokens: tuple[Token, ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document with its parse. Token texts come from a copy of the same length: quote from `document.text`."""

    document: Document
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    problems: tuple[Problem, ...] = ()
    _starts: tuple[int, ...] = field(default=(), repr=False)

    def offset(self, token: Token) -> int:
        """Where the token starts in the document."""
        start: int = token.doc.user_data[_START]
        return start + token.idx

    def end(self, token: Token) -> int:
        """Where the token ends in the document."""
        return self.offset(token) + len(token)

    def text(self, start: int, end: int) -> str:
        """The document's characters from `start` to `end`."""
        return self.document.text[start:end]

    def tokens(self, start: int, end: int) -> list[Token]:
        """The tokens that lie within `start` to `end`."""
        found: list[Token] = []
        for sentence in self.within(start, end):
            if start <= sentence.start and sentence.end <= end:
                found.extend(sentence.tokens)
                continue
            before: int = sentence.span.doc.user_data[_START]
            for token in sentence.tokens:
                at = token.idx + before
                if start <= at and at + len(token) <= end:
                    found.append(token)
        return found

    def within(self, start: int, end: int) -> list[Sentence]:
        """The sentences that share a character with `start` to `end`."""
        first = max(bisect.bisect_right(self._starts, start) - 1, 0)
        found = []
        for sentence in self.sentences[first:]:
            if sentence.start >= end:
                break
            if sentence.end > start:
                found.append(sentence)
        return found

    def sentence_of(self, token: Token) -> Sentence:
        """The sentence in which the token stands."""
        return self.sentences[max(bisect.bisect_right(self._starts, self.offset(token)) - 1, 0)]


def parse(document: Document) -> Parsed:
    """The document parsed paragraph by paragraph; what lies beyond the limit is told in `problems`."""
    found = blocks(document.text, MOST_READ)
    docs = pipeline().pipe((_prepared(document.text[b.start : b.end]) for b in found), batch_size=32)
    return _parsed(document, found, docs)


@dataclass(frozen=True, slots=True)
class Packed:
    """A parse made small, to be put away or sent to another process: some 15 bytes a word."""

    lemmas: tuple[str, ...]
    words: bytes


def packed(parsed: Parsed) -> Packed:
    """What the pipeline told of each word of a document, and nothing else."""
    docs = [paragraph.doc for paragraph in parsed.paragraphs]
    told = b"".join(doc.to_array(_KEPT).tobytes() for doc in docs)
    lemmas = {token.lemma_ for doc in docs for token in doc}
    return Packed(tuple(sorted(lemmas)), zlib.compress(told, 1))


def unpacked(document: Document, small: Packed) -> Parsed:
    """The document's parse again, out of what `packed` made of it."""
    found = blocks(document.text, MOST_READ)
    for lemma in small.lemmas:
        pipeline().vocab.strings.add(lemma)
    return _parsed(document, found, _told_again(document, found, small))


def _told_again(document: Document, found: Sequence[Block], small: Packed) -> Iterable[Doc]:
    told, at = memoryview(zlib.decompress(small.words)), 0
    for block in found:
        doc = pipeline().make_doc(masked(document.text[block.start : block.end]))
        table: Any = doc.to_array(_KEPT)
        if len(doc):
            memoryview(table).cast("B")[:] = told[at : at + table.nbytes]
        at += table.nbytes
        yield doc.from_array(_KEPT, table)


def _parsed(document: Document, found: Sequence[Block], docs: Iterable[Doc]) -> Parsed:
    paragraphs = []
    for number, (block, doc) in enumerate(zip(found, docs, strict=True)):
        doc.user_data[_START] = block.start
        doc.tensor = doc.tensor[:0].copy()  # its parts have used it: 384 bytes a token
        paragraphs.append(
            Paragraph(number, block.start, block.end, doc, block.heading, block.headline, block.continues, block.label)
        )
    sentences = tuple(_sentences(paragraphs))
    return Parsed(document, tuple(paragraphs), sentences, _unread(document), tuple(s.start for s in sentences))


def _prepared(text: str) -> Doc:
    doc = pipeline().make_doc(masked(text))
    mark_starts(doc)
    return doc


def _sentences(paragraphs: Iterable[Paragraph]) -> Iterable[Sentence]:
    """The sentences of all paragraphs, numbered through, without surrounding space."""
    number = 0
    for paragraph in paragraphs:
        for span in paragraph.doc.sents:
            tokens = tuple(span)
            words = [at for at, token in enumerate(tokens) if not token.is_space]
            if not words:
                continue
            tokens = tokens[words[0] : words[-1] + 1]
            trimmed = paragraph.doc[tokens[0].i : tokens[-1].i + 1]
            start = paragraph.start + trimmed.start_char
            yield Sentence(number, start, paragraph.start + trimmed.end_char, paragraph.number, trimmed, tokens)
            number += 1


def _unread(document: Document) -> tuple[Problem, ...]:
    """The problem that a document longer than the limit leaves."""
    length = len(document.text)
    if length <= MOST_READ:
        return ()
    sentence = (
        f"A document is read up to {MOST_READ:,} characters; {document.file} has {length:,}: "
        f"the last {length - MOST_READ:,} were not read; split the file."
    )
    return (Problem(Severity.WARNING, "reading.too_long", sentence, document.file),)
