"""YAML text to plain data that remembers where each part stands: mappings, lists and words, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from accord.errors import NegotiationError

MOST_CHARACTERS = 400_000
DEEPEST = 12

Path: TypeAlias = tuple[str | int, ...]
Plain: TypeAlias = "str | list[Plain] | dict[str, Plain] | None"


class Mark(NamedTuple):
    """A place in the file, both counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Marked:
    """Plain data (text, None, lists, mappings) with the mark of every part by its path; an entry's is its key's.

    `repeated` holds the keys that stand twice in one mapping: path, mark of the second, mark of the first.
    """

    data: Plain
    marks: dict[Path, Mark]
    repeated: list[tuple[Path, Mark, Mark]] = field(default_factory=list)

    def mark(self, path: Path) -> Mark:
        """The place of the nearest part that stands in the file."""
        while path and path not in self.marks:
            path = path[:-1]
        return self.marks.get(path, Mark(1, 1))


def marked(text: str) -> Marked:
    """The data of a YAML text. Scalars stay as written; only an empty plain scalar, `~` and `null` are None.

    Raises:
        NegotiationError: the text is not YAML, too long, too deep, or uses anchors, tags or several documents.
    """
    if len(text) > MOST_CHARACTERS:
        raise NegotiationError(
            f"A negotiation file has at most {MOST_CHARACTERS} characters", f"got {len(text)}", "shorten it"
        )
    builder = _Builder()
    for event in _events(text):
        builder.take(event)
    return Marked(builder.root, builder.marks, builder.repeated)


def _events(text: str) -> Iterator[Any]:
    """The parser's events, with what it raises on faulty text told in our words."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Mark(mark.line + 1, mark.column + 1) if mark is not None else Mark(1, 1)
        said = " ".join(str(error.problem or error.context or "it cannot be parsed").split())
        raise _fault("The file is YAML", said, "correct the indentation, quotes or brackets there", place) from error
    except (YAMLError, ValueError, OverflowError, LookupError, AttributeError) as error:
        # The parser reports odd characters and escapes by these, without a mark.
        said = " ".join(str(error).split())[:200]
        raise NegotiationError("The file is YAML", said, "remove the odd characters", line=1, column=1) from error


class _Builder:
    """Grows plain data from parser events, with its own stack: the depth is checked before anything is built."""

    def __init__(self) -> None:
        self.root: Plain = None
        self.marks: dict[Path, Mark] = {}
        self.repeated: list[tuple[Path, Mark, Mark]] = []
        self._documents = 0
        self._open: list[_Open] = []

    def take(self, event: Any) -> None:
        kind = type(event).__name__
        mark = Mark(event.start_mark.line + 1, event.start_mark.column + 1)
        if kind == "DocumentStartEvent":
            self._documents += 1
            if self._documents > 1:
                raise _fault("The file holds one YAML document", "a second one begins here", "remove the `---`", mark)
        elif kind in {"AliasEvent", "ScalarEvent", "MappingStartEvent", "SequenceStartEvent"}:
            self._refuse_cleverness(event, kind, mark)
            if kind == "ScalarEvent":
                self._scalar(event, mark)
            else:
                self._begin({} if kind == "MappingStartEvent" else [], mark)
        elif kind in {"MappingEndEvent", "SequenceEndEvent"}:
            self._open.pop()

    def _refuse_cleverness(self, event: Any, kind: str, mark: Mark) -> None:
        if kind == "AliasEvent" or event.anchor:
            came = f"{'*' if kind == 'AliasEvent' else '&'}{event.anchor}"
            raise _fault("Every part is written out", f"got the reference {came}", "repeat the text itself", mark)
        if event.tag and not (kind == "ScalarEvent" and event.tag == "!"):
            raise _fault("Parts have no YAML tags", f"got {event.tag!s}", "remove the tag", mark)

    def _scalar(self, event: Any, mark: Mark) -> None:
        top = self._open[-1] if self._open else None
        if top is not None and isinstance(top.data, dict) and top.key is None:
            self._key(top, event.value, mark)
            return
        unwritten = event.style is None and event.value in {"", "~", "null"}
        self._place(None if unwritten else event.value, mark)

    def _key(self, top: _Open, key: str, mark: Mark) -> None:
        path = (*top.path, key)
        if path in self.marks:
            self.repeated.append((path, mark, self.marks[path]))
            key = f"{key} (again, line {mark.line}, column {mark.column})"
            top.dropped.add(key)
        else:
            self.marks[path] = mark
        top.key = key

    def _begin(self, data: Plain, mark: Mark) -> None:
        top = self._open[-1] if self._open else None
        if top is not None and isinstance(top.data, dict) and top.key is None:
            raise _fault("A key is a word", "got a list or a mapping as a key", "write one word before the colon", mark)
        if len(self._open) >= DEEPEST:
            raise _fault(
                f"The file is at most {DEEPEST} levels deep", "this part lies deeper", "close brackets before it", mark
            )
        self._open.append(_Open(data, self._place(data, mark)))

    def _place(self, value: Plain, mark: Mark) -> Path:
        """The path at which the value now stands."""
        if not self._open:
            self.root = value
            self.marks[()] = mark
            return ()
        top = self._open[-1]
        if isinstance(top.data, list):
            top.data.append(value)
            path: Path = (*top.path, len(top.data) - 1)
            self.marks[path] = mark
            return path
        key, top.key = top.key or "", None
        if isinstance(top.data, dict) and key not in top.dropped:
            top.data[key] = value
        return (*top.path, key)


@dataclass(slots=True)
class _Open:
    """A list or mapping that has not ended; `key` waits for its value, values of `dropped` keys are let fall."""

    data: Plain
    path: Path
    key: str | None = None
    dropped: set[str] = field(default_factory=set)


def _fault(must: str, came: str, mend: str, mark: Mark) -> NegotiationError:
    return NegotiationError(must, came, mend, line=mark.line, column=mark.column)
