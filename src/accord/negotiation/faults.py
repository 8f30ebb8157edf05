"""Faults of a negotiation file as one clear sentence each, with their place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel

from accord.errors import NegotiationError, Problem, Severity
from accord.negotiation.marked import Mark, Marked, Path
from accord.negotiation.records import Negotiation


class FaultyNegotiationError(NegotiationError):
    """A negotiation file that cannot be used: the sentence is the first fault's, `problems` are all of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        first = problems[0]
        super().__init__(first.sentence, "", "", line=first.line, column=first.column)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        rest = len(self.problems) - 1
        more = f" ({rest} more {'fault' if rest == 1 else 'faults'} in this file)" if rest else ""
        return super().__str__() + more


def problem(severity: Severity, code: str, sentence: str, file: str, mark: Mark) -> Problem:
    """A problem of the negotiation file at a place."""
    return Problem(severity, f"negotiation.{code}", sentence, file=file, line=mark.line, column=mark.column)


def nearest(word: str, known: Iterable[str]) -> str:
    """The question whether the known word most like it is meant; empty where none is like it."""
    close = get_close_matches(word, sorted(set(known)), n=1, cutoff=0.6)
    return f"; did you mean `{close[0]}`?" if close else ""


def shown(value: Any) -> str:
    """The value as it can stand in a sentence."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    text = " ".join(str(value).split())
    return "an empty text" if not text else f"`{text if len(text) <= 80 else text[:79] + '…'}`"


def repeated_keys(marked: Marked, file: str) -> list[Problem]:
    """One fault for each key that stands twice in one mapping."""
    return [
        problem(
            Severity.ERROR,
            "repeated_key",
            f"A key stands once in its part; `{path[-1]}` stands here and in line {first.line}; remove one.",
            file,
            second,
        )
        for path, second, first in marked.repeated
    ]


def translated(errors: Sequence[Any], marked: Marked, file: str) -> list[Problem]:
    """What pydantic found, one sentence each, in the order of the file."""
    problems = [_translated(error, marked, file) for error in errors]
    return sorted(set(problems), key=lambda found: (found.line or 0, found.column or 0, found.sentence))


def _translated(error: Any, marked: Marked, file: str) -> Problem:
    kind, path = error["type"], _written(tuple(error["loc"]))
    where = _name(path)
    if kind == "extra_forbidden":
        sentence = _unknown_key(path)
    elif kind == "missing":
        sentence = f"{_name(path[:-1], 'The file')} needs `{path[-1]}`; add it."
    else:
        must, mend = _SENTENCES.get(kind, _other)(error)
        sentence = f"{where} must be {must}; got {shown(error.get('input'))}; {mend}."
    code = {"extra_forbidden": "unknown_key", "missing": "missing_key"}.get(kind, "value")
    return problem(Severity.ERROR, code, sentence[0].upper() + sentence[1:], file, marked.mark(path))


def _written(path: Path) -> Path:
    """The path without the step that pydantic adds for a key itself."""
    return path[:-1] if path and path[-1] == "[key]" else path


def _name(path: Path, empty: str = "The file") -> str:
    """`name` of issue 3, in words."""
    if not path:
        return empty
    words = [f"entry {step + 1}" if isinstance(step, int) else f"`{step}`" for step in reversed(path)]
    return " of ".join(words)


def _unknown_key(path: Path) -> str:
    known = _keys_at(path[:-1])
    place = "the file" if len(path) == 1 else _name(path[:-1])
    near = nearest(str(path[-1]), known)
    return f"`{path[-1]}` is not a key of {place}" + (near or f"; known are {', '.join(known)}.")


def _keys_at(path: Path) -> list[str]:
    """The keys a mapping at this path may have."""
    model: type[BaseModel] = Negotiation
    for step in path:
        if isinstance(step, int):
            continue
        field = next((f for n, f in model.model_fields.items() if step in (n, f.serialization_alias)), None)
        inner = next(_models(field.annotation), None) if field is not None else None
        if inner is None:
            return []
        model = inner
    return [field.serialization_alias or name for name, field in model.model_fields.items()]


def _models(annotation: Any) -> Iterator[Any]:
    """The record types inside an annotation."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return iter([annotation])
    return (model for part in getattr(annotation, "__args__", ()) for model in _models(part))


def _limit(error: Any) -> tuple[str, str]:
    bounds = error.get("ctx", {})
    above, least, most = bounds.get("gt"), bounds.get("ge"), bounds.get("le")
    if above is not None:
        return f"above {above:g}", "give a larger number"
    return (
        (f"at least {least:g}", "give a larger number")
        if least is not None
        else (
            f"at most {most:g}",
            "give a smaller number",
        )
    )


def _choice(error: Any) -> tuple[str, str]:
    expected = str(error.get("ctx", {}).get("expected", "")).replace("'", "")
    close = nearest(str(error.get("input")), expected.replace(" or ", ", ").split(", "))
    return f"one of {expected}", close.removeprefix("; ").rstrip("?") or "choose one of them"


def _at_least(error: Any) -> tuple[str, str]:
    return f"a list of {error['ctx']['min_length']} or more", "add what is missing"


def _at_most(error: Any) -> tuple[str, str]:
    return f"a list of at most {error['ctx']['max_length']}", "shorten it"


def _other(error: Any) -> tuple[str, str]:
    return f"valid ({str(error.get('msg', '')).rstrip('.')})", "correct it"


def _says(must: str, mend: str) -> Callable[[Any], tuple[str, str]]:
    return lambda _: (must, mend)


_LIST = _says("a list", "write it in brackets, such as [one, two]")
_MAPPING = _says("a mapping", "write its keys with colons, such as {key: value}")
_YES_NO = _says("true or false", "write one of them")
_DATE = _says("a date such as 2031-03-11", "write year, month and day with hyphens")
_NUMBER = _says("a number", "write it with digits, such as 0.8")
_SENTENCES: dict[str, Callable[[Any], tuple[str, str]]] = {
    "string_type": _says("text", "write one word or phrase"),
    "string_too_short": _says("a word", "write it"),
    "string_too_long": _says("shorter", "shorten it"),
    "not_plain": _says("one line with no space around it", "remove what cannot be seen"),
    "tuple_type": _LIST,
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "bool_parsing": _YES_NO,
    "bool_type": _YES_NO,
    "not_a_day": _DATE,
    "date_type": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_parsing": _DATE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "greater_than": _limit,
    "greater_than_equal": _limit,
    "less_than_equal": _limit,
    "too_short": _at_least,
    "too_long": _at_most,
    "literal_error": _choice,
    "enum": _choice,
}
