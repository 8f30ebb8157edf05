"""Full-text search in documents and quotes: FTS5 in SQLite, tsvector in PostgreSQL, one way to ask both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, column, func, literal_column, select, table

from accord.errors import CallError
from accord.store import tables
from accord.store.records import Hit, Page, State
from accord.store.words import Phrase, phrases

WITHIN = ("all", "documents", "statements")
_OPEN, _SHUT = "\x02", "\x03"  # never in folded text
_AROUND = 160  # characters shown before and after the first word found
_MOST_HITS = 10_000  # beyond so many the rest is neither ranked nor counted

_P = tables.passages.c


def search(connection: Connection, words: str, *, within: str, limit: int, after: str | None) -> Page[Hit]:
    """Passages with all the words, best first; a query without a word finds nothing."""
    if within not in WITHIN:
        raise CallError(f"A search is within {', '.join(WITHIN)}", f"got {within!r:.40}", "name one of them")
    asked, at = phrases(words), offset_of(after)
    if not asked:
        return Page((), 0, None)
    engine = _ENGINES[connection.dialect.name](asked)
    found = engine.matching(_P.number, engine.rank.label("rank"))
    if within != "all":
        found = found.where(_P.statement.is_(None) if within == "documents" else _P.statement.is_not(None))
    found = found.limit(_MOST_HITS)
    total = connection.execute(select(func.count()).select_from(found.subquery())).scalar_one()
    some = found.subquery()
    ranked = select(some.c.number).order_by(some.c.rank, some.c.number).offset(at).limit(limit + 1)
    numbers = list(connection.execute(ranked).scalars())
    more = str(at + limit) if len(numbers) > limit else None
    return Page(_hits(connection, engine, numbers[:limit]), total, more)


def matching_documents(connection: Connection, words: str) -> Select[Any] | None:
    """The ids of documents in whose text the words stand; None where there is no word to look for."""
    return _matching(connection, words, _P.document, _P.statement.is_(None))


def matching_statements(connection: Connection, words: str) -> Select[Any] | None:
    """The ids of statements in whose quote the words stand; None where there is no word to look for."""
    return _matching(connection, words, _P.statement, _P.statement.is_not(None))


def _matching(connection: Connection, words: str, column: Any, where: Any) -> Select[Any] | None:
    asked = phrases(words)
    return _ENGINES[connection.dialect.name](asked).plainly(column).where(where) if asked else None


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


class _Engine:
    """One way to ask; `rank` is least for the best."""

    rank: Any

    def plainly(self, *columns: Any) -> Select[Any]:
        """Those columns of the passages that match."""
        raise NotImplementedError

    def marked(self, numbers: Sequence[int]) -> Select[Any]:
        """Number and folded text, with what matched between marks, of these passages."""
        raise NotImplementedError

    def matching(self, *columns: Any) -> Select[Any]:
        """The same as `plainly`, of present documents and of statements that stand."""
        joined = self.plainly(*columns).join(tables.documents, tables.documents.c.id == _P.document)
        joined = joined.outerjoin(tables.standing, tables.standing.c.id == _P.statement)
        return joined.where(
            tables.documents.c.present, _P.statement.is_(None) | (tables.standing.c.state == State.STANDING)
        )


class _Fts5(_Engine):
    def __init__(self, asked: Sequence[Phrase]) -> None:
        # Letters and digits alone are left of every word, so that nothing in it can be an operator.
        self._query = " ".join(f'"{" ".join(one.words)}"{"*" if one.prefix else ""}' for one in asked)
        self.rank = _WORDS.c.rank

    def plainly(self, *columns: Any) -> Select[Any]:
        joined = _WORDS.join(tables.passages, _P.number == _WORDS.c.rowid)
        return select(*columns).select_from(joined).where(_INDEX.op("MATCH")(self._query))

    def marked(self, numbers: Sequence[int]) -> Select[Any]:
        shown = func.highlight(_INDEX, 0, _OPEN, _SHUT)
        return self.plainly(_P.number, shown.label("marked")).where(_WORDS.c.rowid.in_(numbers))


class _Tsvector(_Engine):
    def __init__(self, asked: Sequence[Phrase]) -> None:
        parts = [_phrase(one) for one in asked]
        self._query = parts[0]
        for part in parts[1:]:
            self._query = self._query.op("&&")(part)
        self.rank = -func.ts_rank_cd(_VECTOR, self._query, 1)

    def plainly(self, *columns: Any) -> Select[Any]:
        return select(*columns).select_from(tables.passages).where(_VECTOR.op("@@")(self._query))

    def marked(self, numbers: Sequence[int]) -> Select[Any]:
        options = f'HighlightAll=true, StartSel="{_OPEN}", StopSel="{_SHUT}"'
        shown = func.ts_headline(_CONFIGURATION, _P.text, self._query, options)
        return select(_P.number, shown.label("marked")).where(_P.number.in_(numbers))


_WORDS = table("passage_words", column("rowid"), column("rank"))
_INDEX: Any = literal_column("passage_words")  # FTS5 names the table where it means its index
_VECTOR: Any = literal_column("passages.words")
_CONFIGURATION: Any = literal_column("'accord_words'::regconfig")
_ENGINES: dict[str, type[Any]] = {"sqlite": _Fts5, "postgresql": _Tsvector}


def _phrase(asked: Phrase) -> Any:
    words = " ".join(asked.words)
    if not asked.prefix:
        return func.phraseto_tsquery(_CONFIGURATION, words)
    # Each word is letters and digits alone, so that nothing in it can be an operator.
    return func.to_tsquery(_CONFIGURATION, " <-> ".join(asked.words) + ":*")


def _hits(connection: Connection, engine: _Engine, numbers: Sequence[int]) -> tuple[Hit, ...]:
    if not numbers:
        return ()
    marked = {row.number: row.marked for row in connection.execute(engine.marked(numbers))}
    documents = tables.documents.c
    whole = func.substr(documents.text, _P.start + 1, _P.end - _P.start)
    query = (
        select(_P.number, _P.document, documents.file, documents.title, _P.statement, _P.start, whole.label("text"))
        .join(tables.documents, documents.id == _P.document)
        .where(_P.number.in_(numbers))
    )
    rows = {row.number: row for row in connection.execute(query)}
    found = []
    for number in numbers:
        row = rows[number]
        marks = _marks(marked.get(number, ""), row.text)
        at, end = _window(row.text, marks)
        inside = tuple((first - at, last - at) for first, last in marks if at <= first and last <= end)
        place = (row.start + at, row.start + end)
        found.append(Hit(row.document, row.file, row.title, row.statement, *place, row.text[at:end], inside))
    return tuple(found)


def _marks(marked: str, plain: str) -> tuple[tuple[int, int], ...]:
    """Where the marks stand in the text without them."""
    found, at, opened = [], 0, 0
    for character in marked:
        if character == _OPEN:
            opened = at
        elif character == _SHUT:
            found.append((opened, at))
        else:
            at += 1
    return tuple(found) if at == len(plain) else ()


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
