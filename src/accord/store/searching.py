"""Full-text search in documents and quotes: FTS5 in SQLite, tsvector in PostgreSQL, one way to ask both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, Table, func, literal, literal_column, select, table, union_all
from sqlalchemy import column as named

from accord.errors import CallError
from accord.store import tables
from accord.store.records import Hit, Page
from accord.store.words import Phrase, folded, phrases

WITHIN = ("all", "documents", "statements")
_OPEN, _SHUT = "\x02", "\x03"  # never in folded text
_AROUND = 160  # characters shown before and after the first word found
_MOST_HITS = 5_000  # of each kind; beyond so many the rest is neither ranked nor counted
_SHORTEST_STEM = 3

_CONFIGURATION: Any = literal_column("'accord_words'::regconfig")


def search(connection: Connection, words: str, *, within: str, limit: int, after: str | None) -> Page[Hit]:
    """Passages with all the words, best first; a query without a word finds nothing."""
    if within not in WITHIN:
        raise CallError(f"A search is within {', '.join(WITHIN)}", f"got {within!r:.40}", "name one of them")
    asked, at = phrases(words), offset_of(after)
    if not asked:
        return Page((), 0, None)
    lite, parts = connection.dialect.name == "sqlite", []
    for kind in ("documents", "statements"):
        if within in ("all", kind):
            index = _index(_TABLES[kind], asked, lite)
            found = index.matching(_TABLES[kind].c.number if not lite else index.rowid, index.rank)
            some = found.limit(_MOST_HITS).subquery()
            parts.append(select(literal(kind).label("kind"), some.c[0].label("number"), some.c[1].label("rank")))
    every = union_all(*parts).subquery()
    total = connection.execute(select(func.count()).select_from(every)).scalar_one()
    ranked = select(every.c.kind, every.c.number).order_by(every.c.rank, every.c.kind, every.c.number)
    keys = [tuple(row) for row in connection.execute(ranked.offset(at).limit(limit + 1))]
    shown = {
        kind: _hits(connection, kind, [number for one, number in keys[:limit] if one == kind], asked)
        for kind in ("documents", "statements")
    }
    more = str(at + limit) if len(keys) > limit else None
    return Page(tuple(shown[kind][number] for kind, number in keys[:limit]), total, more)


def matching_documents(connection: Connection, words: str) -> Select[Any] | None:
    """The ids of documents in whose text the words stand; None where there is no word to look for."""
    asked, paragraphs = phrases(words), tables.paragraphs.c
    if not asked:
        return None
    index = _index(tables.paragraphs, asked, connection.dialect.name == "sqlite")
    return select(paragraphs.document).distinct().where(paragraphs.number.in_(index.matching(index.rowid)))


def matching_statements(connection: Connection, words: str) -> Select[Any] | None:
    """The numbers of statements in whose quote the words stand; None where there is no word to look for."""
    asked = phrases(words)
    if not asked:
        return None
    index = _index(tables.quotes, asked, connection.dialect.name == "sqlite")
    found: Select[Any] = index.matching(index.rowid)
    return found


def offset_of(after: str | None) -> int:
    """How many rows come before a page.

    Raises:
        CallError: it is not what a page told as its next.
    """
    if after is None:
        return 0
    if not (after.isdecimal() and after.isascii() and len(after) <= 9):
        raise CallError("A page goes on where the one before it told", f"got {after!r:.60}", "use its `next`")
    return int(after)


_TABLES = {"documents": tables.paragraphs, "statements": tables.quotes}


def _index(searched: Table, asked: Sequence[Phrase], lite: bool) -> Any:
    return (_Fts5 if lite else _Tsvector)(searched, asked)


class _Fts5:
    """The index beside a table in SQLite; `rank` is least for the best."""

    def __init__(self, searched: Table, asked: Sequence[Phrase]) -> None:
        self._words = table(f"{searched.name}_words", named("rowid"), named("rank"))
        self._itself: Any = literal_column(f"{searched.name}_words")  # FTS5 names the table where it means its index
        self._query = " AND ".join(self._phrase(one) for one in asked)
        self.rowid, self.rank = self._words.c.rowid, self._words.c.rank

    def matching(self, *columns: Any) -> Select[Any]:
        """Those columns of what matches."""
        return select(*columns).select_from(self._words).where(self._itself.op("MATCH")(self._query))

    def marked(self, numbers: Sequence[int]) -> Select[Any]:
        """Number and folded text, with what matched between marks."""
        shown = func.highlight(self._itself, 0, _OPEN, _SHUT)
        return self.matching(self.rowid, shown).where(self.rowid.in_(numbers))

    @staticmethod
    def _phrase(one: Phrase) -> str:
        # Letters and digits alone are left of every word, so that nothing in it can be an operator.
        if one.prefix:
            return "(" + " OR ".join([f'"{one.words[0]}"*', *(f'"{stem}"' for stem in _stems(one))]) + ")"
        return f'"{" ".join(one.words)}"'


class _Tsvector:
    """The column of words in a table of PostgreSQL; `rank` is least for the best."""

    def __init__(self, searched: Table, asked: Sequence[Phrase]) -> None:
        self._table = searched
        self._words: Any = literal_column(f"{searched.name}.words")
        parts = [self._phrase(one) for one in asked]
        self._query = parts[0]
        for part in parts[1:]:
            self._query = self._query.op("&&")(part)
        self.rowid, self.rank = searched.c.number, -func.ts_rank_cd(self._words, self._query, 1)

    def matching(self, *columns: Any) -> Select[Any]:
        """Those columns of what matches."""
        return select(*columns).select_from(self._table).where(self._words.op("@@")(self._query))

    def marked(self, numbers: Sequence[int]) -> Select[Any]:
        """Number and folded text, with what matched between marks."""
        options = f'HighlightAll=true, StartSel="{_OPEN}", StopSel="{_SHUT}"'
        shown = func.ts_headline(_CONFIGURATION, self._table.c.text, self._query, options)
        return select(self.rowid, shown).where(self.rowid.in_(numbers))

    @staticmethod
    def _phrase(one: Phrase) -> Any:
        if one.prefix:
            return func.to_tsquery(_CONFIGURATION, " | ".join([f"{one.words[0]}:*", *_stems(one)]))
        return func.phraseto_tsquery(_CONFIGURATION, " ".join(one.words))


def _stems(prefix: Phrase) -> list[str]:
    """The stems that a word with this beginning may have where the stem is shorter than the beginning."""
    word = prefix.words[0]
    return [word[:end] for end in range(len(word) - 1, _SHORTEST_STEM - 1, -1)][:8]


def _hits(connection: Connection, kind: str, numbers: Sequence[int], asked: Sequence[Phrase]) -> dict[int, Hit]:
    if not numbers:
        return {}
    index = _index(_TABLES[kind], asked, connection.dialect.name == "sqlite")
    marked = {row[0]: row[1] for row in connection.execute(index.marked(numbers))}
    prefixes = tuple(one.words[0].lower() for one in asked if one.prefix)
    found = {}
    for row in connection.execute(_places(kind, numbers)):
        marks = _marks(marked.get(row.number, ""), row.text, prefixes)
        at, end = _window(row.text, marks)
        inside = tuple((first - at, last - at) for first, last in marks if at <= first and last <= end)
        place = (row.start + at, row.start + end)
        found[row.number] = Hit(row.document, row.file, row.title, row.statement, *place, row.text[at:end], inside)
    return found


def _places(kind: str, numbers: Sequence[int]) -> Select[Any]:
    documents = tables.documents.c
    source = tables.paragraphs.c if kind == "documents" else tables.standing.c
    statement = literal(None) if kind == "documents" else tables.standing.c.id
    text = func.substr(documents.text, source.start + 1, source.end - source.start)
    shown = (source.number, source.document, documents.file, documents.title, statement.label("statement"))
    query = select(*shown, source.start, text.label("text"))
    return query.join(tables.documents, documents.id == source.document).where(source.number.in_(numbers))


def _marks(marked: str, plain: str, prefixes: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Where the marks stand in the text without them; words that only share a stem with a beginning are left out."""
    found, at, opened = [], 0, 0
    for character in marked:
        if character == _OPEN:
            opened = at
        elif character == _SHUT:
            found.append((opened, at))
        else:
            at += 1
    begun = {one[:_SHORTEST_STEM] for one in prefixes}
    words = [(first, last, folded(plain[first:last]).lower()) for first, last in found]
    return tuple(
        (first, last) for first, last, word in words if word[:_SHORTEST_STEM] not in begun or word.startswith(prefixes)
    )


def _window(text: str, marks: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The part of a passage to show: around the first mark, from word to word."""
    first, last = marks[0] if marks else (0, 0)
    start, end = max(0, first - _AROUND), min(len(text), last + _AROUND)
    if start > 0:
        start = text.find(" ", start, first) + 1 or start
    if end < len(text):
        space = text.rfind(" ", last, end)
        end = space if space > last else end
    return start, end
