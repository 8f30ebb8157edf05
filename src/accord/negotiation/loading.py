"""A negotiation file: text to records, with every fault told by line and column."""

from __future__ import annotations

from collections.abc import Set

from pydantic import ValidationError

from accord.errors import NegotiationError, Problem, Severity
from accord.negotiation.consistency import inconsistencies, tracks_told_apart
from accord.negotiation.faults import FaultyNegotiationError, problem, repeated_keys, shown, translated
from accord.negotiation.marked import Mark, Marked, Path, Plain, marked
from accord.negotiation.records import Negotiation


def load_negotiation(text: str, file: str = "negotiation.yaml") -> tuple[Negotiation, tuple[Problem, ...]]:
    """The negotiation that a YAML text describes, and what weakens it.

    Sections that are missing are empty. What names a part that the file does not have is left out, with an error.

    Raises:
        NegotiationError: the file cannot be used; `problems` of its kind `FaultyNegotiationError` are every fault.
    """
    try:
        tree = marked(text.removeprefix("\ufeff"))
    except NegotiationError as error:
        raise _one_fault(error, file) from error
    if tree.data is None:
        return Negotiation(), (_empty(file),)
    if not isinstance(tree.data, dict):
        sentence = f"A negotiation file is a mapping (title, parties, issues, ...); got {shown(tree.data)}; add keys."
        raise FaultyNegotiationError([problem(Severity.ERROR, "not_a_mapping", sentence, file, Mark(1, 1))])
    problems, lost = inconsistencies(_validated(tree, file), tree, file)
    fatal = [found for found in problems if found.code in _FATAL]
    if fatal:
        raise FaultyNegotiationError(_in_order(problems))
    usable = Negotiation.model_validate(_told(tree.data, without=frozenset(lost)))
    return tracks_told_apart(usable), tuple(_in_order(problems))


# Names that stand for two things: no part can be left out without choosing for the user.
_FATAL = frozenset({"negotiation.repeated_id", "negotiation.repeated_option", "negotiation.reserved_option"})


def _validated(tree: Marked, file: str) -> Negotiation:
    found = repeated_keys(tree, file)
    try:
        negotiation = Negotiation.model_validate(_told(tree.data))
    except ValidationError as error:
        found += translated(error.errors(include_url=False), tree, file)
        raise FaultyNegotiationError(_in_order(found)) from error
    if found:
        raise FaultyNegotiationError(_in_order(found))
    return negotiation


def _told(data: Plain, without: Set[Path] = frozenset(), path: Path = ()) -> Plain:
    """The data without the parts at these paths and without empty keys, which tell as little as those left out."""
    if isinstance(data, dict):
        told = {key: value for key, value in data.items() if value is not None and (*path, key) not in without}
        return {key: _told(value, without, (*path, key)) for key, value in told.items()}
    if isinstance(data, list):
        kept = [(number, value) for number, value in enumerate(data) if (*path, number) not in without]
        return [_told(value, without, (*path, number)) for number, value in kept]
    return data


def _in_order(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda found: (found.line or 0, found.column or 0, found.sentence))


def _one_fault(error: NegotiationError, file: str) -> FaultyNegotiationError:
    sentence = "; ".join(part.rstrip(".;") for part in (error.must, error.came, error.mend) if part) + "."
    return FaultyNegotiationError(
        [problem(Severity.ERROR, "yaml", sentence, file, Mark(error.line or 1, error.column or 1))]
    )


def _empty(file: str) -> Problem:
    sentence = "The negotiation file is empty: it names no party and no issue; write them or start from a draft."
    return problem(Severity.WARNING, "empty", sentence, file, Mark(1, 1))
