"""Tables of texts, and the JSON lines that this program writes, to documents: one for each row."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence

from accord.documents.converting.lines import left_out, tidy
from accord.documents.converting.records import Content, OtherContentError, Part
from accord.documents.limits import MOST_CHARACTERS, MOST_ROWS
from accord.errors import DocumentError

# How people head these columns, in small letters and without spaces and hyphens; the first that is there counts.
_COLUMNS = {
    "text": ("text", "fulltext", "body", "content", "article", "articletext", "articlebody", "transcript", "paragraph"),
    "title": ("title", "headline", "subject", "heading"),
    "source": ("source", "sourcename", "publisher", "publication", "outlet", "newspaper", "medium", "sitename"),
    "date": ("date", "published", "publisheddate", "publicationdate", "publishdate", "pubdate", "datepublished", "day"),
    "file": ("file", "filename", "name", "document", "documentid", "docid", "id"),
}
_SEPARATORS = ",;\t|"
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\b")
_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?!\d)")


def table(content: bytes) -> Content:
    """Each row of a table in UTF-8 that has a text; a cell is its text, also where it looks like a formula."""
    csv.field_size_limit(MOST_CHARACTERS)
    rows = _rows(content.decode("utf-8"))
    try:
        columns = _columns(next(rows, (0, []))[1])
        found = [(number, _cells(row, columns)) for number, row in rows if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise DocumentError("A table can be parsed", f"this one cannot ({error})", "save it anew as .csv") from error
    day_first, told = _day_first([cells.get("date", "") for _, cells in found])
    filled = [(number, cells) for number, cells in found if cells["text"].strip()]
    if len(filled) < len(found):
        told.append(left_out(len(found) - len(filled), "row", "rows"))
    width = len(str(filled[-1][0])) if filled else 1
    parts = (_part(cells, cells.get("file", "").strip() or f"{number:0{width}}", day_first) for number, cells in filled)
    return Content(tuple(parts), tuple(told))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers as a spreadsheet shows them, from one."""
    head = text.lstrip("\n\r").partition("\n")[0]
    separator = max(_SEPARATORS, key=head.count)
    for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1):
        if number > MOST_ROWS + 1:
            raise DocumentError(f"A table has at most {MOST_ROWS:,} rows", "this one has more", "split it")
        yield number, row


def _columns(header: Sequence[str]) -> dict[str, int]:
    """Where each of our columns stands."""
    heads = [re.sub(r"[\W_]+", "", cell.casefold()) for cell in header]
    known = {
        column: next(heads.index(name) for name in names if name in heads)
        for column, names in _COLUMNS.items()
        if any(name in heads for name in names)
    }
    if "text" not in known:
        came = f"this one's first row is {', '.join(cell.strip()[:30] for cell in header[:6]) or 'empty'}"
        mend = "head its columns text, title, source, date, file"
        raise OtherContentError("A table of documents has a column `text`", came, mend)
    return known


def _cells(row: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    return {column: row[index] if index < len(row) else "" for column, index in columns.items()}


def _part(cells: Mapping[str, str], name: str, day_first: bool | None) -> Part:
    title, source = (tidy(cells.get(column, "")) or None for column in ("title", "source"))
    return Part(cells["text"], title=title, source=source, date=_day(cells.get("date", ""), day_first), name=name)


def _day_first(dates: Sequence[str]) -> tuple[bool | None, list[str]]:
    """Whether 3/4/2031 is in April, as the rest of the column shows; None where it does not."""
    pairs = [(int(match[1]), int(match[2])) for date in dates if (match := _SLASHES.match(date.strip()))]
    first, second = any(pair[0] > 12 for pair in pairs), any(pair[1] > 12 for pair in pairs)
    if first != second:
        return first, []
    unclear = sum(pair[0] != pair[1] and max(pair) <= 12 for pair in pairs)
    if not unclear:
        return None, []
    mend = "write YYYY-MM-DD"
    return None, [f"dates such as 3/4/2031 could be of two days and are taken as unknown ({unclear}); {mend}."]


def _day(written: str, day_first: bool | None) -> str | None:
    """The day as YYYY-MM-DD, or as it is written where it names its month."""
    written = written.strip()
    if match := _YEAR_FIRST.match(written):
        return _iso(match[1], match[2], match[3])
    if match := _DOTS.match(written):
        return _iso(match[3], match[2], match[1])
    if match := _SLASHES.match(written):
        if day_first is None and match[1] != match[2]:
            known = max(int(match[1]), int(match[2])) > 12
            return _iso(match[3], *_sorted_by_size(match[1], match[2])) if known else None
        return _iso(match[3], *((match[2], match[1]) if day_first else (match[1], match[2])))
    return written or None


def _sorted_by_size(one: str, other: str) -> tuple[str, str]:
    """Month and day of two numbers of which one is too large for a month."""
    return (one, other) if int(one) <= 12 else (other, one)


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def json_lines(content: bytes) -> Content:
    """The documents of JSON lines in UTF-8, with the names they had."""
    lines = [line for line in content.decode("utf-8").split("\n") if line.strip()]
    found = [part for line in lines if (part := _of_line(line)) is not None]
    if lines and not found:
        came = "no line of this file is one"
        raise OtherContentError("JSON lines of documents are objects with a `text`", came, "name other files")
    bad = len(lines) - len(found)
    told = (left_out(bad, "line", "lines"),) if bad else ()
    return Content(tuple(part for part in found if part.text.strip()), told)


def _of_line(line: str) -> Part | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        return None
    said = {key: value for key in ("title", "date", "source", "file") if isinstance(value := record.get(key), str)}
    return Part(record["text"], **said)
