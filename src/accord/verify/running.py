"""Running worked cases: every case gives an outcome, whatever is in it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accord.errors import AccordError, MaterialError
from accord.verify.comparing import Mismatch, mismatches
from accord.verify.models import MODELS

_TOLERANCE = 1e-9
_WIDEST = 1e300


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case, where its answer differs from the expected one, and why there is no answer (empty: there is one)."""

    case: str
    model: str
    mismatches: tuple[Mismatch, ...] = ()
    fault: str = ""

    @property
    def passed(self) -> bool:
        """Whether the answer is the expected one."""
        return not self.mismatches and not self.fault


def cases_in(text: str) -> list[Any]:
    """The list `cases` of a file of worked cases.

    Raises:
        MaterialError: the text is no JSON, or holds no such list.
    """
    try:
        # Some editors put a mark of the byte order before the text.
        content = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise MaterialError("A file of worked cases is JSON", f"it is not: {error}", "correct it") from error
    cases = content.get("cases") if isinstance(content, dict) else None
    if not isinstance(cases, list):
        came = f"got {type(content).__name__ if not isinstance(content, dict) else 'no such list'}"
        raise MaterialError("A file of worked cases has a list `cases`", came, "put the cases under that key")
    return cases


def verify(cases: Sequence[Any]) -> tuple[Outcome, ...]:
    """The outcome of every case, in order.

    A case has a `model`, its `inputs`, what is `expected`, and the `tolerance` of numbers (1e-9 where there is none).
    An input `model` or `constraints` that is another case's id (`as` may stand before it) stands for that case's
    inputs. A model that is not known and inputs that do not fit give outcomes with a fault.

    >>> asked = {"id": "a", "model": "linear_opinion_pool", "inputs": {"p": [0.2, 0.4], "w": [1, 1]}, "expected": 0.3}
    >>> [outcome.passed for outcome in verify([asked])]
    [True]
    """
    known = {case["id"]: case for case in cases if isinstance(case, dict) and isinstance(case.get("id"), str)}
    return tuple(_outcome(case, number, known) for number, case in enumerate(cases))


def _outcome(case: Any, number: int, known: Mapping[str, Any]) -> Outcome:
    if not isinstance(case, dict):
        return Outcome(f"case {number}", "", fault=f"A case is a mapping; got {type(case).__name__}.")
    name, model = str(case.get("id", f"case {number}")), str(case.get("model", ""))
    fault = _unfit(case, model)
    if fault:
        return Outcome(name, model, fault=fault)
    inputs = {key: _referred(key, value, known) for key, value in case["inputs"].items()}
    try:
        got = MODELS[model](inputs)
        differences = mismatches(case["expected"], got, float(case.get("tolerance", _TOLERANCE)))
    except AccordError as error:
        return Outcome(name, model, fault=str(error))
    except KeyError as error:
        return Outcome(name, model, fault=f"The inputs of {model} have {error}; it is missing or names nothing.")
    except (ArithmeticError, AttributeError, IndexError, TypeError, ValueError, RecursionError, MemoryError) as error:
        return Outcome(name, model, fault=f"The inputs of {model} have its shape; got {str(inputs)[:80]}: {error}.")
    return Outcome(name, model, tuple(differences))


def _unfit(case: Mapping[str, Any], model: str) -> str:
    """Why a case cannot be run, as a sentence; empty where it can."""
    missing = [key for key in ("model", "inputs", "expected") if key not in case]
    if missing:
        return f"A case has `model`, `inputs` and `expected`; got no {', '.join(missing)}."
    tolerance = case.get("tolerance", _TOLERANCE)
    if not isinstance(tolerance, int | float) or isinstance(tolerance, bool) or not 0 <= tolerance <= _WIDEST:
        return f"`tolerance` is a number, 0 or more; got {tolerance!r}."
    if model not in MODELS:
        return f"A model is one of those that accord knows; got {model!r}."
    if not isinstance(case["inputs"], dict):
        return f"`inputs` is a mapping; got {str(case['inputs'])[:80]}."
    return ""


def _referred(key: str, value: Any, known: Mapping[str, Any]) -> Any:
    if key not in {"model", "constraints"} or not isinstance(value, str):
        return value
    other = known.get(value.strip().removeprefix("as ").strip(), {})
    return other.get("inputs", value)
