"""Statements about options that hold in a state or not: `3 iff not 1`, `-4`, `(delay or accept) and -insist`."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from accord.errors import CallError
from accord.theory.stability.model import Bools

_TOKEN = re.compile(r"""\s*(?:(?P<name>\w+(?:[-.]\w+)*)|(?P<quoted>"[^"]+"|'[^']+')|(?P<sign>[-~!&|()]))""")
_WORDS = {"-": "not", "~": "not", "!": "not", "&": "and", "|": "or"}
_MEANING = frozenset({"not", "and", "or", "if", "iff", "(", ")"})
_MOST_NESTED = 50


def holds(statement: str, columns: Mapping[str, Bools]) -> Bools:
    """Whether a statement is true in each state.

    A statement is made of names of options, `not` (or `-`, `~`, `!`), `and` (`&`), `or` (`|`), `if`, `iff` and
    brackets; `not` binds tightest, then `and`, `or`, and last `if` and `iff`, of which a bracket holds one. A name that
    is no plain word stands in quotation marks. `a if b` is false only where b holds without a.

    Args:
        statement: What to test.
        columns: For each option, whether it is taken in each state.

    Example:
        >>> taken = {"1": np.array([False, True, True]), "2": np.array([False, False, True])}
        >>> holds("2 if 1", taken).tolist(), holds("-1 iff -2", taken).tolist()
        ([True, False, True], [True, False, True])

    Citation: fang_hipel_kilgour_peng_2003.

    Raises:
        CallError: the statement cannot be read, or names an option that is not there.
    """
    reader = _Reader(statement, columns)
    found = reader.statement()
    if reader.place < len(reader.tokens):
        raise reader.fault(f"got `{reader.tokens[reader.place][1]}` after the end")
    return found


class _Reader:
    """One statement, read from left to right; each method reads what its grammar rule says."""

    def __init__(self, statement: str, columns: Mapping[str, Bools]) -> None:
        self.text, self.columns, self.place, self.nested = statement, columns, 0, 0
        self.tokens: list[tuple[str, str]] = []
        at, end = 0, len(statement.rstrip())
        while at < end:
            match = _TOKEN.match(statement, at)
            if not match:
                raise self.fault(f"got {statement[at:].strip()[:20]!r}")
            at = match.end()
            word = match[match.lastgroup or 0]
            meant = _WORDS.get(word, word.lower())
            if match.lastgroup == "quoted" or meant not in _MEANING:
                self.tokens.append(("name", word.strip("\"'") if match.lastgroup == "quoted" else word))
            else:
                self.tokens.append((meant, word))

    def fault(self, came: str) -> CallError:
        must = "A statement is made of options, not, and, or, if, iff and brackets"
        return CallError(must, f"{came} in {self.text!r}", "write for example: a and not (b or c)")

    def statement(self) -> Bools:
        found = self.either()
        if self.next_is("iff"):
            return np.asarray(found == self.either())
        if self.next_is("if"):
            return found | ~self.either()
        return found

    def either(self) -> Bools:
        found = self.both()
        while self.next_is("or"):
            found = found | self.both()
        return found

    def both(self) -> Bools:
        found = self.single()
        while self.next_is("and"):
            found = found & self.single()
        return found

    def single(self) -> Bools:
        self.nested += 1
        if self.nested > _MOST_NESTED:
            raise self.fault(f"got more than {_MOST_NESTED} brackets and negations in each other")
        found = self._single()
        self.nested -= 1
        return found

    def _single(self) -> Bools:
        if self.next_is("not"):
            return ~self.single()
        if self.next_is("("):
            found = self.statement()
            if not self.next_is(")"):
                raise self.fault("a bracket stays open")
            return found
        if self.place == len(self.tokens) or self.tokens[self.place][0] != "name":
            came = self.tokens[self.place][1] if self.place < len(self.tokens) else "nothing"
            raise self.fault(f"got {came} where an option must stand")
        name = self.tokens[self.place][1]
        self.place += 1
        if name not in self.columns:
            must = f"The options are {', '.join(self.columns)}"
            raise CallError(must, f"got {name!r} in {self.text!r}", "name one of these")
        return self.columns[name]

    def next_is(self, kind: str) -> bool:
        met = self.place < len(self.tokens) and self.tokens[self.place][0] == kind
        self.place += met
        return met
