"""No argument brings a model anything but an answer or an error that names the argument."""

from __future__ import annotations

import dataclasses
import inspect
import math
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from tests.theory.calls import CALLS, models

from accord.errors import AccordError, CallError
from accord.theory.arguments import choice, entries, pair, whole, within
from accord.theory.concessions import StepClass
from accord.theory.exchange import Stake
from accord.theory.forecasts import Challenger
from accord.theory.infeasibility import Line
from accord.theory.voices import Report

MODELS = models()
STRANGE = [math.nan, math.inf, -math.inf, -1, 1.5, 1e308, 5e-324, 10**400, "x", None, [], {}, [math.nan], [1]]
RECORDS = (Stake, Challenger, Line, Report)
# Read by nobody but whoever passes it, or a value like any other.
UNREAD = {("bdm_scholz", "risk"), ("red_lines_mus_mcs_discrete", 0), ("red_lines_mus_mcs_discrete", 1)}


def test_every_model_has_a_valid_call() -> None:
    assert set(MODELS) == set(CALLS)


def places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a nest of arguments, but of a list only its first entry."""
    if place:
        yield place
    if isinstance(value, Mapping):
        parts: Any = value.items()
    elif isinstance(value, list | tuple):
        parts = list(enumerate(value))[:1]
    else:
        parts = vars_of(value).items()
    for key, part in parts:
        yield from places(part, (*place, key))


def vars_of(value: Any) -> dict[str, Any]:
    names = [field.name for field in dataclasses.fields(value)] if isinstance(value, RECORDS) else []
    return {name: getattr(value, name) for name in names}


def put(value: Any, place: tuple[Any, ...], new: Any) -> Any:
    """The value with what stands at the place exchanged."""
    if not place:
        return new
    key, *rest = place
    if isinstance(value, Mapping):
        return {**value, key: put(value[key], tuple(rest), new)}
    if isinstance(value, list | tuple):
        return type(value)(put(part, tuple(rest), new) if at == key else part for at, part in enumerate(value))
    return dataclasses.replace(value, **{key: put(getattr(value, key), tuple(rest), new)})


def holds_nan(value: Any) -> bool:
    if isinstance(value, float):
        return math.isnan(value)
    if isinstance(value, Mapping):
        return any(map(holds_nan, value.values()))
    if isinstance(value, list | tuple):
        return any(map(holds_nan, value))
    fields = dataclasses.fields(value) if dataclasses.is_dataclass(value) else ()
    return any(holds_nan(getattr(value, field.name)) for field in fields)


def asked(model: Callable[..., Any], arguments: Mapping[str, Any]) -> tuple[Any, str]:
    """The model's answer, or the sentence with which it refuses; warnings are errors."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return model(**arguments), ""
        except AccordError as error:
            return None, str(error)


@pytest.mark.parametrize("name", sorted(CALLS))
def test_strange_arguments_are_answered_or_refused_by_name(name: str) -> None:
    model, valid = MODELS[name], CALLS[name]
    assert not holds_nan(model(**valid))
    called = {parameter.rstrip("s") for parameter in inspect.signature(model).parameters}
    for place in places(valid):
        for strange in STRANGE:
            told = f"{name}{place} = {strange!r}"[:200]
            answer, refusal = asked(model, put(valid, place, strange))
            if refusal:
                quoted = re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", refusal)))
                assert called & {word.rstrip("s") for word in quoted}, f"{told}: {refusal}"
                continue
            assert not holds_nan(answer), told
            is_nan = isinstance(strange, float) and math.isnan(strange)
            assert not is_nan or (name, place[-1]) in UNREAD or isinstance(valid[place[0]], bool), told


def test_a_word_is_no_number_and_no_list_of_letters() -> None:
    with pytest.raises(CallError, match=r"`rate` is a number in \[0, 1\]; got '0.5'"):
        within("rate", "0.5", "[0, 1]")
    with pytest.raises(CallError, match="`names` is a list; got 'ab'"):
        entries("names", "ab")
    with pytest.raises(CallError, match="`ends` has two entries; got 3"):
        pair("ends", (1, 2, 3))


def test_whole_numbers_may_be_written_with_a_point_and_nothing_else() -> None:
    assert whole("rounds", 3.0, 1) == 3
    for strange in (2.5, math.nan, math.inf, "3", None, 0):
        with pytest.raises(CallError, match="`rounds` is a whole number, 1 or more; got"):
            whole("rounds", strange, 1)


def test_a_word_outside_its_family_is_answered_with_the_family() -> None:
    with pytest.raises(CallError, match=r"`kind` is one of 'silent', 'nice', .*; got 'kind'"):
        choice("kind", "kind", StepClass)
