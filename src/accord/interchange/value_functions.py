"""What a number is worth: the functions of one number by which scenario files describe an issue's options."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import cos, exp, inf, isfinite, log, sin
from typing import Any

from accord.errors import BargainError

Value = Callable[[float], float]


def _constant(given: Mapping[str, float]) -> Value:
    return lambda _: given.get("bias", 0.0)


def _affine(given: Mapping[str, float]) -> Value:
    slope, bias = given.get("slope", 1.0), given.get("bias", 0.0)
    return lambda x: slope * x + bias


def _quadratic(given: Mapping[str, float]) -> Value:
    second, first, bias = given.get("a2", 1.0), given.get("a1", 1.0), given.get("bias", 0.0)
    return lambda x: second * x * x + first * x + bias


def _triangle(given: Mapping[str, float]) -> Value:
    middle = given["middle"]
    return _trapezoid({**given, "rise_end": middle, "fall_start": middle, "outside_edge": 1.0})


def _trapezoid(given: Mapping[str, float]) -> Value:
    start, top, fall, end = given["start"], given["rise_end"], given["fall_start"], given["end"]
    scale, bias = given.get("scale", 1.0), given.get("bias", 0.0)
    edge_is_outside = bool(given.get("outside_edge"))

    def height(x: float) -> float:
        if x < start or x > end or (edge_is_outside and x in {start, end}):
            return 0.0
        if x <= top:
            return 1.0 if top == start else (x - start) / (top - start)
        return 1.0 if x <= fall else (end - x) / (end - fall)

    return lambda x: bias + scale * height(x)


def _exponential(given: Mapping[str, float]) -> Value:
    base, tau, bias = given.get("base", exp(1)), given["tau"], given.get("bias", 0.0)
    return lambda x: base ** (tau * x) + bias


def _logarithm(given: Mapping[str, float]) -> Value:
    base, tau = given.get("base", exp(1)), given["tau"]
    scale, bias = given.get("scale", 1.0), given.get("bias", 0.0)
    return lambda x: scale * log(tau * x, base) + bias


def _wave(shape: Value) -> Callable[[Mapping[str, float]], Value]:
    def made(given: Mapping[str, float]) -> Value:
        amplitude, phase = given.get("amplitude", 1.0), given.get("phase", 0.0)
        multiplier, bias = given.get("multiplier", 1.0), given.get("bias", 0.0)
        return lambda x: amplitude * shape(multiplier * x + phase) + bias

    return made


def _bell(given: Mapping[str, float]) -> Value:
    centre, sigma = given["center"], given["sigma"]
    scale, bias = given.get("scale", 1.0), given.get("bias", 0.0)
    return lambda x: bias + scale * exp(-((x - centre) ** 2) / (2 * sigma * sigma))


FUNCTIONS: dict[str, Callable[[Mapping[str, float]], Value]] = {
    "ConstFun": _constant,
    "AffineFun": _affine,
    "LinearFun": lambda given: _affine({"slope": given.get("slope", 1.0)}),
    "IdentityFun": lambda _: _affine({}),
    "QuadraticFun": _quadratic,
    "TriangularFun": _triangle,
    "TrapezoidalFun": _trapezoid,
    "ExponentialFun": _exponential,
    "LogFun": _logarithm,
    "CosFun": _wave(cos),
    "SinFun": _wave(sin),
    "GaussianFun": _bell,
}
"""NegMAS's names of the functions of one number; `PolynomialFun` has a list and stands apart."""


def value_function(kind: str, given: Mapping[str, Any], where: str) -> Value:
    """The function of that kind with these parameters.

    Raises:
        BargainError: no such kind, or a parameter that is missing or no number; `where` names the place.
    """
    if kind == "PolynomialFun":
        coefficients = given.get("coefficients")
        if not isinstance(coefficients, list):
            raise BargainError(f"{where}: A polynomial must have a list of coefficients", f"got {coefficients!r:.60}")
        numbers = [number(one, where) for one in coefficients]
        bias = number(given.get("bias", 0.0), where)
        return lambda x: bias + sum(one * x**power for power, one in enumerate(numbers, start=1))
    if kind not in FUNCTIONS:
        known = ", ".join([*FUNCTIONS, "PolynomialFun", "TableFun"])
        raise BargainError(f"{where}: A value function must be one of {known}", f"it is {kind!r:.60}")
    numbers_by_name = {
        name: number(one, where) for name, one in given.items() if name != "type" and not isinstance(one, str | None)
    }
    try:
        return FUNCTIONS[kind](numbers_by_name)
    except KeyError as missing:
        raise BargainError(f"{where}: A {kind} must have {missing.args[0]!r}", "it has none") from missing


def number(data: object, where: str) -> float:
    """A finite number, which a text may spell.

    Raises:
        BargainError: it is none.
    """
    try:
        value = float(data) if isinstance(data, int | float | str) and not isinstance(data, bool) else inf
    except ValueError:
        value = inf
    except OverflowError:
        value = inf
    if not isfinite(value):
        raise BargainError(f"{where} must be a finite number", f"it is {data!r:.60}")
    return value
