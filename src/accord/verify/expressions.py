"""Formulas written as text, such as `x**0.5` or `v(S)=min(|S&{0,1}|, 1)`, read without running any code.

A formula is parsed into a tree, and a tree with any part but numbers, the names it may use, arithmetic, comparisons,
sets and a few functions is refused.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from accord.errors import MaterialError

Formula = Callable[..., Any]

_LONGEST = 1000
_DEEPEST = 50
_HEAD = re.compile(r"^\s*(?:lambda\s+(?P<bound>[\w\s,]+):|\w+\s*\((?P<named>[\w\s,]+)\)\s*=(?!=))")
# Whose square root it is makes no difference.
_MODULE = re.compile(r"\b(?:math|np|numpy)\.(?=[a-z])")
_BARS = re.compile(r"\|([^|]+)\|")
_BINARY: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: math.pow,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
}
_COMPARED: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda one, other: one in other,
    ast.NotIn: lambda one, other: one not in other,
}
_UNARY: Mapping[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
    ast.Not: operator.not_,
}
_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "abs": abs,
    "exp": math.exp,
    "len": len,
    "ln": math.log,
    "log": math.log,
    "max": max,
    "min": min,
    "sqrt": math.sqrt,
    "sum": sum,
}
_CONSTANTS: Mapping[str, float] = {"pi": math.pi, "e": math.e}


def formula(text: str, *names: str) -> Formula:
    """The formula as a function of its arguments, in the order of `names` or of its own head (`v(S)=`, `lambda x:`).

    `^` is a power; bars around a set count its members.

    >>> formula("(1 - x)^2", "x")(3)
    4.0
    >>> formula("v(S) = min(|S & {0, 1}|, 1)")(frozenset({0, 1, 2}))
    1

    Raises:
        MaterialError: the text is no formula, or uses a name or a construct that a formula may not.
    """
    head = _HEAD.match(text)
    bound = tuple(name.strip() for name in (head["bound"] or head["named"]).split(",")) if head else names
    body = text[head.end() :] if head else text
    tree = _parsed(body)
    _check(tree, {*bound, *_CONSTANTS}, text)

    def value(*arguments: Any) -> Any:
        try:
            return _value(tree, {**_CONSTANTS, **dict(zip(bound, arguments, strict=True))})
        except (ArithmeticError, TypeError, ValueError) as error:
            raise MaterialError(
                "A formula has a value for its arguments", f"{text!r}: {error}", "correct it"
            ) from error

    return value


def _parsed(body: str) -> ast.expr:
    if len(body) > _LONGEST:
        raise MaterialError(f"A formula has at most {_LONGEST} characters", f"got {len(body)}", "shorten it")
    body = _MODULE.sub("", body.strip().replace("^", "**"))
    if body.count("|") % 2 == 0:
        body = _BARS.sub(r"len(\1)", body)
    try:
        return ast.parse(body, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise MaterialError("A formula is arithmetic on its arguments", f"got {body[:80]!r}", "correct it") from error


def _check(tree: ast.expr, names: set[str], text: str) -> None:
    level: list[ast.AST] = [tree]
    for _ in range(_DEEPEST):
        level = [part for node in level for part in ast.iter_child_nodes(node)]
    if level:
        raise MaterialError(f"A formula is at most {_DEEPEST} levels deep", f"got {text[:80]!r}", "simplify it")
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if not _allowed(node, names, called):
            part = node.id if isinstance(node, ast.Name) else type(node).__name__
            came = f"{text[:80]!r} uses {part}"
            raise MaterialError(
                "A formula has numbers, its arguments, arithmetic and sets", came, "write it with those"
            )


def _allowed(node: ast.AST, names: set[str], called: set[int]) -> bool:
    match node:
        case ast.Constant():
            return isinstance(node.value, int | float | bool)
        case ast.Name():
            return node.id in (_FUNCTIONS if id(node) in called else names)
        case ast.Call():
            return isinstance(node.func, ast.Name) and not node.keywords
        case ast.BinOp():
            return type(node.op) in _BINARY
        case ast.UnaryOp():
            return type(node.op) in _UNARY
        case ast.Compare():
            return all(type(kind) in _COMPARED for kind in node.ops)
        case ast.Set() | ast.BoolOp() | ast.IfExp():
            return True
    return isinstance(node, ast.expr_context | ast.operator | ast.unaryop | ast.cmpop | ast.boolop)


def _value(node: ast.expr, names: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return names[node.id]
    if isinstance(node, ast.IfExp):
        return _value(node.body if _value(node.test, names) else node.orelse, names)
    # Taken one by one, so that `x != 0 and 1 / x > 2` stops where it is settled.
    return _combined(node, (_value(part, names) for part in _parts(node)))


def _combined(node: ast.expr, values: Iterator[Any]) -> Any:
    match node:
        case ast.Set():
            return frozenset(values)
        case ast.BinOp():
            return _BINARY[type(node.op)](*values)
        case ast.UnaryOp():
            return _UNARY[type(node.op)](*values)
        case ast.BoolOp():
            return all(values) if isinstance(node.op, ast.And) else any(values)
        case ast.Compare():
            sides = pairwise(values)
            return all(_COMPARED[type(kind)](*pair) for kind, pair in zip(node.ops, sides, strict=True))
        case ast.Call(func=ast.Name(id=name)):
            return _FUNCTIONS[name](*values)
    raise MaterialError("A formula has numbers, its arguments, arithmetic and sets", f"got {node!r}", "correct it")


def _parts(node: ast.expr) -> list[ast.expr]:
    """The parts of a construct that have values of their own, in order."""
    match node:
        case ast.Set():
            return node.elts
        case ast.BinOp():
            return [node.left, node.right]
        case ast.UnaryOp():
            return [node.operand]
        case ast.BoolOp():
            return node.values
        case ast.Compare():
            return [node.left, *node.comparators]
        case ast.Call():
            return node.args
    return []
