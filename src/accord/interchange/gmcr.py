"""Conflicts of GMCR+ and gmcr-py (`.gmcr`, JSON): decision makers with options, what cannot be, who prefers what.

A state is a combination of options. States are numbered from 1 by their combination, the first option counting least
and options in the order of the decision makers, as in those programs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accord.errors import AccordError, BargainError, Problem
from accord.interchange.scenario_parts import note
from accord.interchange.texts import read_text
from accord.theory.stability import (
    Concept,
    Control,
    GraphModel,
    OptionForm,
    gmcr_stability,
    graph_model,
    option_form,
    payoffs_of_ranking,
    prioritised,
)

SUFFIX = ".gmcr"
_LASTING, _CLOSED, _BOTH = "fwd", "back", "both"
_MOST_CONDITIONS = 10_000


@dataclass(frozen=True)
class Conflict:
    """A conflict read: its states and moves, its model, names for parties and options, and what was left out."""

    form: OptionForm
    model: GraphModel
    parties: tuple[str, ...]
    options: tuple[str, ...]
    notes: tuple[Problem, ...]

    def taken(self, state: int) -> tuple[str, ...]:
        """The options taken in a state (from 0), by name."""
        return tuple(name for name, yes in zip(self.options, self.form.taken[state].tolist(), strict=True) if yes)


def is_gmcr(path: Path) -> bool:
    """Whether a path is a file of a conflict by its ending."""
    return path.suffix.lower() == SUFFIX and not path.is_dir()


def read_gmcr(path: Path) -> Conflict:
    """The conflict in a file.

    Raises:
        BargainError: it is not what such a file must be; one sentence with the place.
    """
    text = read_text(path)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise BargainError(f"{path.name} must be JSON", " ".join(str(fault).split())[:160]) from fault
    try:
        return _conflict(data, path.name)
    except BargainError:
        raise
    except AccordError as fault:
        raise BargainError(f"{path.name} must be a conflict that can be analysed", str(fault)) from fault


def stability_record(conflict: Conflict) -> dict[str, Any]:
    """The states with what is taken in each, and by concept where each party stays and where all do, as JSON."""
    found = gmcr_stability(conflict.model)
    stable = {
        concept.value: {
            name: [state + 1 for state in found.stable(concept, party)] for party, name in enumerate(conflict.parties)
        }
        for concept in Concept
    }
    return {
        "parties": list(conflict.parties),
        "options": list(conflict.options),
        "states": [{"state": one + 1, "taken": list(conflict.taken(one))} for one in conflict.model.states],
        "equilibria": {name: [one + 1 for one in states] for name, states in found.equilibria().items()},
        "stable": stable,
    }


def _conflict(data: Any, file: str) -> Conflict:
    if not isinstance(data, dict):
        raise _fault(file, "an object with `options` and `decisionMakers`", data)
    makers = _list(data, "decisionMakers", file)
    names = [_text(maker, "name", file) for maker in makers]
    options = _list(data, "options", file)
    owned = [_owned(maker, len(options), file) for maker in makers]
    order = [number for own in owned for number in own]
    if sorted(order) != list(range(len(options))):
        came = f"{len(options)} options, of which decision makers have {order}"[:160]
        raise BargainError(f"{file}: each option must be one decision maker's", came)
    titles = _titles(options, owned, names, file)
    controls = [
        Control(f"p{turn}", tuple(f"o{one}" for one in own), *_one_way(own, options, file))
        for turn, own in enumerate(owned)
    ]
    rules = [
        f"not ({_statement(one, len(options), file)})" for one in _list(data, "infeasibles", file, missing_ok=True)
    ]
    form = option_form(controls, rules=rules)
    manual = bool(data.get("useManualPreferenceRanking", data.get("useManualPreferenceVectors", False)))
    payoffs = [_payoffs(maker, form, len(options), manual=manual, file=file) for maker in makers]
    parties = tuple(name if names.count(name) == 1 else f"{name} {turn + 1}" for turn, name in enumerate(names))
    return Conflict(
        form, graph_model(form.moves, payoffs), parties, tuple(titles[one] for one in order), _notes(data, file)
    )


def _payoffs(maker: Mapping[str, Any], form: OptionForm, options: int, *, manual: bool, file: str) -> Sequence[float]:
    """A party's payoffs, by its ranking of the states or its statements in order of importance."""
    states = len(form.taken)
    if manual:
        ranking = maker.get("preferenceRanking", maker.get("preferenceVector"))
        groups = [one if isinstance(one, list) else [one] for one in ranking] if isinstance(ranking, list) else []
        if sorted(map(repr, (one for group in groups for one in group))) != sorted(map(repr, range(1, states + 1))):
            must = f"{file}: the ranking of {maker['name']!r} must have each of the {states} states once"
            raise BargainError(must, f"it is {ranking!r}"[:160])
        return payoffs_of_ranking([[one - 1 for one in group] for group in groups])
    statements = [_statement(one, options, file) for one in _list(maker, "preferences", file)]
    found: Sequence[float] = prioritised(form, statements).tolist() if statements else [0.0] * states
    return found


def _owned(maker: Any, options: int, file: str) -> list[int]:
    return [_index(one, options, file) for one in _list(maker, "options", file)]


def _index(value: Any, options: int, file: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < options:
        raise _fault(file, f"an option's number from 0 to {options - 1}", value)
    return value


def _titles(options: Sequence[Any], owned: Sequence[Sequence[int]], names: Sequence[str], file: str) -> dict[int, str]:
    """A name for each option; one that several have is told with its decision maker."""
    plain = [_text(one, "name", file) for one in options]
    return {
        one: plain[one] if plain.count(plain[one]) == 1 else f"{names[turn]}: {plain[one]}"
        for turn, own in enumerate(owned)
        for one in own
    }


def _one_way(own: Sequence[int], options: Sequence[Any], file: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The options that stay once taken, and those that stay away once dropped."""
    ways: dict[str, list[str]] = {_LASTING: [], _CLOSED: [], _BOTH: []}
    for number in own:
        way = options[number].get("permittedDirection", options[number].get("reversibility", _BOTH))
        if way not in ways:
            raise _fault(file, f"a `permittedDirection` of {', '.join(ways)}", way)
        ways[way].append(f"o{number}")
    return tuple(ways[_LASTING]), tuple(ways[_CLOSED])


def _statement(condition: Any, options: int, file: str) -> str:
    """A condition as a statement about options: pairs of an option and Y or N, or several such of which one holds."""
    if isinstance(condition, dict):
        members = _list(condition, "members", file)
        if not members:
            raise _fault(file, "a compound condition with members", condition)
        return " or ".join(f"({_statement(member, options, file)})" for member in members)
    if not isinstance(condition, list) or not condition:
        raise _fault(file, 'a condition such as [[0, "Y"], [2, "N"]]', condition)
    told = []
    for pair in condition:
        if not isinstance(pair, list) or len(pair) != 2 or pair[1] not in ("Y", "N"):
            raise _fault(file, 'an option with Y or N, such as [0, "Y"]', pair)
        told.append(f"{'' if pair[1] == 'Y' else 'not '}o{_index(pair[0], options, file)}")
    return " and ".join(told)


def _notes(data: Mapping[str, Any], file: str) -> tuple[Problem, ...]:
    """What of the file is not used."""
    told = []
    if any(maker.get("misperceptions") for maker in data["decisionMakers"]):
        told.append("what decision makers misperceive is not used: each is taken to know every state")
    if any(isinstance(one, list) and len(one) > 1 for one in data.get("coalitions") or ()):
        told.append("coalitions are not used: each decision maker acts by itself")
    return tuple(note("conflict", f"{file}: {one}.", file) for one in told)


def _list(data: Any, name: str, file: str, *, missing_ok: bool = False) -> list[Any]:
    value = data.get(name, [] if missing_ok else None) if isinstance(data, dict) else None
    if not isinstance(value, list) or len(value) > _MOST_CONDITIONS:
        raise _fault(file, f"a list `{name}` of at most {_MOST_CONDITIONS:,}", value)
    return value


def _text(data: Any, name: str, file: str) -> str:
    value = data.get(name) if isinstance(data, dict) else None
    if not isinstance(value, str) or not value.strip():
        raise _fault(file, f"a `{name}`", data)
    return " ".join(value.split())


def _fault(file: str, must: str, came: Any) -> BargainError:
    return BargainError(f"{file} must have {must}", f"it has {came!r}"[:160])
