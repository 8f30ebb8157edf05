"""NegMAS's folders: a domain and a utility function for each party, in YAML or JSON, read as plain data."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import isfinite
from pathlib import Path
from typing import Any

from accord.bargain import Bargain
from accord.errors import BargainError, Problem
from accord.interchange.scenario_parts import (
    LEVELS,
    MOST_TERMS,
    Listed,
    Profile,
    Scenario,
    constant,
    cut,
    file_name,
    listed,
    not_held,
    note,
    option_name,
    scenario,
    spread,
    values_of,
    whole_numbers,
)
from accord.interchange.value_functions import number, value_function

_DEEPEST = 6


def kind_of(data: object) -> str:
    """The last part of the type that a NegMAS file names, empty where it names none."""
    name = data.get("type") if isinstance(data, dict) else None
    return name.rsplit(".", 1)[-1] if isinstance(name, str) else ""


def is_domain(data: object) -> bool:
    """Whether the data describe a domain."""
    return kind_of(data).endswith("OutcomeSpace")


def is_profile(data: object) -> bool:
    """Whether the data describe a utility function."""
    return kind_of(data).lower().endswith(("fun", "function"))


def read_negmas(domain: tuple[Path, Any], profiles: Sequence[tuple[Path, Any]]) -> Scenario:
    """The scenario of a domain and utility functions, each a path with its data, parties in this order.

    Raises:
        BargainError: with the file and what is wrong in it.
    """
    path, data = domain
    notes: list[Problem] = []
    given = _list(data.get("issues"), f"{path.name}: `issues`")
    issues = [_issue(one, k, path.name, notes) for k, one in enumerate(given, start=1)]
    if not issues:
        raise BargainError(f"{path.name}: A domain must have an issue", "it has none")
    read = [_profile(one, issues, file.stem, file.name, 0) for file, one in profiles]
    return scenario(str(data.get("name") or path.stem), issues, read, notes)


def _issue(data: Any, place: int, file: str, notes: list[Problem]) -> Listed:
    if not isinstance(data, dict):
        raise BargainError(f"{file}: An issue must be a mapping", f"got {data!r:.60}")
    name, kind, values = str(data.get("name") or f"issue {place}"), kind_of(data), data.get("values")
    if kind in {"ContiguousIssue", "CountableInfiniteIssue", "ContinuousIssue", "ContinuousInfiniteIssue"}:
        ends = [0, values - 1] if isinstance(values, int) else _list(values, f"{file}: The values of {name!r}")
        if len(ends) != 2:
            raise BargainError(f"{file}: The values of {name!r} must be the lowest and the highest", f"got {len(ends)}")
        low, high = (number(one, f"{file}: The bounds of {name!r}") for one in ends)
        if kind == "ContiguousIssue":
            return whole_numbers(name, low, high, file)
        levels = data.get("n_levels")
        levels = levels if isinstance(levels, int) and not isinstance(levels, bool) and levels > 1 else LEVELS
        told = f"{name!r} is any number from {low:g} to {high:g}: read as {levels} levels."
        notes.append(note("levels", told, file))
        return cut(name, low, high, levels, file)
    if isinstance(values, int) and not isinstance(values, bool):
        return whole_numbers(name, 0, values - 1, file)
    options = _list(values, f"{file}: The values of {name!r}")
    if any(isinstance(one, list | dict) or one is None for one in options):
        raise BargainError(f"{file}: The values of {name!r} must be words or numbers", "one is not")
    return listed(name, options, file)


def _profile(data: Any, issues: Sequence[Listed], name: str, file: str, depth: int) -> Profile:
    if not isinstance(data, dict) or depth > _DEEPEST:
        raise BargainError(f"{file}: A utility function must be a mapping, a few levels deep", f"got {data!r:.60}")
    kind = kind_of(data)
    makers = {
        "LinearAdditiveUtilityFunction": _additive,
        "LinearUtilityAggregationFunction": _additive,
        "LinearUtilityFunction": _linear,
        "AffineUtilityFunction": _linear,
        "ConstUtilityFunction": _constant,
        "MappingUtilityFunction": _mapping,
        "HyperRectangleUtilityFunction": _boxes,
    }
    empty = Profile(str(data.get("name") or name), tuple((0.0,) * len(issue.options) for issue in issues))
    if kind in makers:
        found = makers[kind](data, issues, empty, file)
    elif kind in {"ExpDiscountedUFun", "LinDiscountedUFun"}:
        found = _profile(data.get("ufun"), issues, name, file, depth + 1)
        rate = data.get("discount", data.get("cost"))
        found = replace(found, discount=1.0 if rate is None else number(rate, f"{file}: The discount"))
    elif kind == "WeightedUtilityFunction":
        found = _weighted(data, issues, empty, file, depth)
    else:
        known = ", ".join([*makers, "ExpDiscountedUFun", "LinDiscountedUFun", "WeightedUtilityFunction"])
        raise BargainError(f"{file}: A utility function must be one of {known}", f"it is {kind!r:.60}")
    return replace(found, name=name, reservation=_reservation(data, found, issues, file))


def _additive(data: Mapping[str, Any], issues: Sequence[Listed], empty: Profile, file: str) -> Profile:
    weights = _by_issue(data.get("weights"), issues, f"{file}: `weights`") or [1.0] * len(issues)
    functions = _by_issue(data.get("values"), issues, f"{file}: `values`")
    if functions is None:
        raise BargainError(f"{file}: An additive utility function must have `values`", "it has none")
    rows = []
    for issue, weight, function in zip(issues, weights, functions, strict=True):
        factor = number(weight, f"{file}: The weight of {issue.name!r}")
        rows.append(tuple(factor * one for one in _values(function, issue, file)))
    return constant(replace(empty, values=tuple(rows)), number(data.get("bias") or 0.0, f"{file}: The bias"))


def _values(function: Any, issue: Listed, file: str) -> tuple[float, ...]:
    where = f"{file}: The value of {issue.name!r}"
    if function is None:
        return (0.0,) * len(issue.options)
    if not isinstance(function, dict):
        raise BargainError(f"{where} must be a mapping", f"got {function!r:.60}")
    kind = kind_of(function)
    if kind == "LambdaFun":
        raise BargainError(
            f"{where} must be told by numbers", "it is program code, which accord never runs", "Save it as a TableFun"
        )
    table = function.get("mapping") if kind in {"TableFun", ""} else None
    if kind == "" and table is None:
        table = function
    if kind not in {"TableFun", ""}:
        return values_of(issue, value_function(kind, function, where), where)
    if not isinstance(table, dict):
        raise BargainError(f"{where} must have a `mapping` of its options", f"got {table!r:.60}")
    found = {option_name(option): number(one, where) for option, one in table.items() if option != "type"}
    missing = [option for option in issue.options if option not in found]
    if missing:
        raise BargainError(f"{where} must stand for every option", f"there is none for {missing[0]!r:.80}")
    return tuple(found[option] for option in issue.options)


def _linear(data: Mapping[str, Any], issues: Sequence[Listed], empty: Profile, file: str) -> Profile:
    weights = _by_issue(data.get("weights"), issues, f"{file}: `weights`") or [1.0] * len(issues)
    rows = []
    for issue, one in zip(issues, weights, strict=True):
        slope = number(one, f"{file}: The weight of {issue.name!r}")
        rows.append(tuple(slope * worth for worth in values_of(issue, lambda x: x, file)))
    return constant(replace(empty, values=tuple(rows)), number(data.get("bias") or 0.0, f"{file}: The bias"))


def _constant(data: Mapping[str, Any], issues: Sequence[Listed], empty: Profile, file: str) -> Profile:
    return constant(empty, number(data.get("value", 0.0), f"{file}: The value"))


def _mapping(data: Mapping[str, Any], issues: Sequence[Listed], empty: Profile, file: str) -> Profile:
    table = data.get("mapping")
    if not isinstance(table, dict) or len(table) > MOST_TERMS:
        raise BargainError(f"{file}: A table of packages must be a mapping of at most {MOST_TERMS:,}", "it is not")
    packages = 1
    for issue in issues:
        packages *= len(issue.options)
    if len(table) != packages:
        raise BargainError(f"{file}: A table of packages must have all {packages:,} of them", f"it has {len(table):,}")
    found = empty
    for key, utility in table.items():
        options = key if isinstance(key, tuple | list) else (key,)
        if len(options) != len(issues):
            raise BargainError(f"{file}: A package must have an option for each issue", f"got {key!r:.80}")
        ranges = {row: [_option(issues[row], one, file)] for row, one in enumerate(options)}
        found = spread(ranges, number(utility, f"{file}: The utility of a package"), found)
    return found


def _boxes(data: Mapping[str, Any], issues: Sequence[Listed], empty: Profile, file: str) -> Profile:
    boxes = _list(data.get("outcome_ranges"), f"{file}: `outcome_ranges`")
    utilities = _list(data.get("utilities"), f"{file}: `utilities`")
    weights = data.get("weights") or [1.0] * len(boxes)
    if not len(boxes) == len(utilities) == len(weights):
        raise BargainError(f"{file}: Each range must have a utility and a weight", f"{len(boxes)}, {len(utilities)}")
    found = empty
    for box, utility, weight in zip(boxes, utilities, weights, strict=True):
        if not isinstance(box, dict):
            raise BargainError(f"{file}: A range must be a mapping of issues", f"got {box!r:.60}")
        rows = {_row(key, issues, file): one for key, one in box.items()}
        ranges = {row: _options(issues[row], one, file) for row, one in rows.items()}
        where = f"{file}: The utility of a range"
        found = spread(ranges, number(utility, where) * number(weight, where), found)
    return constant(found, number(data.get("bias") or 0.0, f"{file}: The bias"))


def _weighted(data: Mapping[str, Any], issues: Sequence[Listed], empty: Profile, file: str, depth: int) -> Profile:
    functions = _list(data.get("ufuns"), f"{file}: `ufuns`")
    weights = _list(data.get("weights"), f"{file}: `weights`") or [1.0] * len(functions)
    if len(weights) != len(functions):
        raise BargainError(f"{file}: Each utility function must have a weight", f"{len(functions)}, {len(weights)}")
    rows = [list(row) for row in empty.values]
    together: dict[tuple[tuple[int, int], ...], float] = {}
    for function, one in zip(functions, weights, strict=True):
        weight = number(one, f"{file}: A weight")
        part = _profile(function, issues, empty.name, file, depth + 1)
        for row, values in zip(rows, part.values, strict=True):
            row[:] = [value + weight * more for value, more in zip(row, values, strict=True)]
        for terms, utility in part.together.items():
            together[terms] = together.get(terms, 0.0) + weight * utility
    return replace(empty, values=tuple(map(tuple, rows)), together=together)


def _reservation(data: Mapping[str, Any], found: Profile, issues: Sequence[Listed], file: str) -> float | None:
    package = data.get("reserved_outcome")
    given = data.get("reserved_value")
    if isinstance(given, int | float) and not isinstance(given, bool) and isfinite(given):
        return float(given)
    if isinstance(given, float) and given > 0:
        raise BargainError(f"{file}: A reservation must be a finite number", "it is infinite: no deal would do")
    if isinstance(package, list | tuple) and len(package) == len(issues):
        chosen = [_option(issue, one, file) for issue, one in zip(issues, package, strict=True)]
        total = sum(row[k] for row, k in zip(found.values, chosen, strict=True))
        places = set(enumerate(chosen))
        return total + sum(one for terms, one in found.together.items() if set(terms) <= places)
    return found.reservation


def _by_issue(data: Any, issues: Sequence[Listed], where: str) -> list[Any] | None:
    """A list or a mapping by issue as a list in the order of the issues; None where there is none."""
    if data is None:
        return None
    if isinstance(data, dict):
        return [data.get(issue.name, data.get(k)) for k, issue in enumerate(issues)]
    found = _list(data, where)
    if len(found) != len(issues):
        raise BargainError(f"{where} must have one for each of the {len(issues)} issues", f"there are {len(found)}")
    return found


def _row(key: Any, issues: Sequence[Listed], file: str) -> int:
    if isinstance(key, int) and 0 <= key < len(issues):
        return key
    names = [issue.name for issue in issues]
    if key in names:
        return names.index(key)
    raise BargainError(f"{file}: A range must name an issue", f"it names {key!r:.60}")


def _options(issue: Listed, given: Any, file: str) -> list[int]:
    """The options of a range: a list of them, or a single one."""
    return [_option(issue, one, file) for one in (given if isinstance(given, list) else [given])]


def _option(issue: Listed, given: Any, file: str) -> int:
    name = option_name(given)
    if name not in issue.options:
        raise BargainError(f"{file}: An option must be one of issue {issue.name!r}", f"it is {given!r:.60}")
    return issue.options.index(name)


def _list(data: Any, where: str) -> list[Any]:
    if data is None:
        return []
    if not isinstance(data, list | tuple):
        raise BargainError(f"{where} must be a list", f"got {data!r:.60}")
    return list(data)


def negmas_files(bargain: Bargain, title: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """The files of a bargain by name, and what the format cannot hold, in sentences.

    Words stand in quotation marks and numbers with a point, so that every YAML reader takes them alike.
    """
    frame = bargain.frame
    lines = [f"name: {_word(title or 'domain')}", "type: DiscreteCartesianOutcomeSpace", "issues:"]
    for issue in frame.issues:
        lines += [f"- name: {_word(issue.id)}", "  type: CategoricalIssue", "  values:"]
        lines += [f"  - {_word(option)}" for option in issue.options]
    files = {"domain.yml": "\n".join([*lines, ""])}
    for row, party in enumerate(frame.parties):
        own = _additive_lines(bargain, row)
        if frame.interactions:
            own = ["type: WeightedUtilityFunction", "weights: [1.0, 1.0]", "ufuns:"]
            own += _nested(_additive_lines(bargain, row)) + _nested(_together_lines(bargain, row))
        head = [f"name: {_word(party.id)}", f"reserved_value: {_point(float(bargain.reservations[row]))}"]
        files[f"{row + 1:02d}-{file_name(party.id)}.yml"] = "\n".join([*head, *own, ""])
    return files, not_held(bargain, interactions=True)


def _additive_lines(bargain: Bargain, row: int) -> list[str]:
    frame = bargain.frame
    lines = ["type: LinearAdditiveUtilityFunction", "weights:", *["- 1.0"] * len(frame.issues), "values:"]
    for k, issue in enumerate(frame.issues):
        values = bargain.values[row, frame.offsets[k] : frame.offsets[k + 1]].tolist()
        lines += ["- type: TableFun", "  mapping:"]
        lines += [f"    {_word(o)}: {_point(value)}" for o, value in zip(issue.options, values, strict=True)]
    return lines


def _together_lines(bargain: Bargain, row: int) -> list[str]:
    index = bargain.frame.issue_index
    lines = ["type: HyperRectangleUtilityFunction", "outcome_ranges:"]
    for together in bargain.frame.interactions:
        for k, (issue, option) in enumerate(together):
            lines.append(f"{'  ' if k else '- '}{index[issue]}: [{_word(option)}]")
    return [*lines, "utilities:", *(f"- {_point(one)}" for one in bargain.interaction_values[row].tolist())]


def _nested(lines: list[str]) -> list[str]:
    return [f"{'  ' if k else '- '}{line}" for k, line in enumerate(lines)]


def _word(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _point(value: float) -> str:
    """A number with a point before any exponent, since older YAML takes `1e-05` for a word."""
    written = repr(value)
    mantissa, exponent, rest = written.partition("e")
    return f"{mantissa}.0e{rest}" if exponent and "." not in mantissa else written
