"""Genius's XML: a domain (`negotiation_template`) and a profile (`utility_space`) for each party.

Utilities are each item's evaluation times the issue's weight, as NegMAS reads these files. Genius itself first divides
an issue's evaluations by the best of them, which gives the same packages wherever the best evaluation is 1. A weight
is of the issue at its index in the domain. Where issues stand in groups, whose own weights Genius does not use, it is
of the issue that has its index in the profile.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from accord.bargain import Bargain
from accord.errors import BargainError, Problem
from accord.interchange.scenario_parts import (
    LEVELS,
    MOST_OPTIONS,
    Listed,
    Profile,
    Scenario,
    constant,
    cut,
    file_name,
    listed,
    not_held,
    note,
    scenario,
    spread,
    values_of,
    whole_numbers,
)
from accord.interchange.texts import read_bytes
from accord.interchange.value_functions import number, value_function

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DOMAIN, PROFILE = "negotiation_template", "utility_space"
_SHAPES = {
    "linear": ("AffineFun", (("bias", ("parameter0", "offset")), ("slope", ("parameter1", "slope")))),
    "quadratic": (
        "QuadraticFun",
        (("bias", ("parameter0", "offset")), ("a1", ("parameter1", "a1")), ("a2", ("parameter2", "a2"))),
    ),
    "triangular": (
        "TriangularFun",
        (("start", ("parameter0", "start")), ("end", ("parameter1", "end")), ("middle", ("parameter2", "middle"))),
    ),
    "constant": ("ConstFun", (("bias", ("parameter0", "value")),)),
}


def root_of(path: Path) -> Element:
    """The root element of an XML file that declares no document type, in whatever encoding it says it is.

    Raises:
        BargainError: it is not XML, or declares one.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    content = read_bytes(path)
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        said = "it declares a document type" if isinstance(error, DefusedXmlException) else str(error)
        raise BargainError(f"{path.name} must be XML without a document type", said, "remove or correct it") from error
    return root


def read_genius(domain: Path, profiles: Sequence[Path]) -> Scenario:
    """The scenario of a domain file and its parties' profiles, in their order.

    Raises:
        BargainError: with the file and what is wrong in it.
    """
    notes: list[Problem] = []
    root = root_of(domain)
    issues = _issues(root, domain.name, notes)
    read = [_profile(root_of(path), issues, path) for path in profiles]
    return scenario(domain.stem, issues, read, notes)


def issue_names(root: Element) -> tuple[str, ...]:
    """The names of the issues of a domain or a profile."""
    return tuple(issue.get("name", "") for issue in root.iter("issue"))


def _issues(root: Element, file: str, notes: list[Problem]) -> list[Listed]:
    found: dict[int, Listed] = {}
    for place, issue in enumerate(root.iter("issue"), start=1):
        index = _index(issue, place, file)
        if index in found:
            raise BargainError(f"{file}: Each issue must have an index of its own", f"{index} stands twice")
        found[index] = _issue(issue, file, notes)
    if not found:
        raise BargainError(f"{file}: A domain must have an issue", "it has none")
    return [found[index] for index in sorted(found)]


def _issue(issue: Element, file: str, notes: list[Problem]) -> Listed:
    name, kind = issue.get("name", ""), issue.get("type", "discrete")
    if kind == "discrete":
        return listed(name, [item.get("value") for item in issue.iter("item") if item.get("value") is not None], file)
    low, high = _bounds(issue, file)
    if kind == "integer":
        return whole_numbers(name, low, high, file)
    if kind != "real":
        raise BargainError(f"{file}: The type of an issue must be discrete, integer or real", f"{name!r} is {kind!r}")
    notes.append(note("levels", f"{name!r} is any number from {low:g} to {high:g}: read as {LEVELS} levels.", file))
    return cut(name, low, high, LEVELS, file)


def _bounds(issue: Element, file: str) -> tuple[float, float]:
    given = dict(issue.attrib)
    for inner in issue.iter("range"):
        given.update(inner.attrib)
    where = f"{file}: The bounds of {issue.get('name', '')!r}"
    return number(given.get("lowerbound", "0"), where), number(given.get("upperbound"), where)


def _profile(root: Element, issues: Sequence[Listed], path: Path) -> Profile:
    file = path.name
    if root.tag != PROFILE:
        raise BargainError(f"{file}: A profile's outer element must be {PROFILE}", f"it is {root.tag:.60}")
    rows: list[tuple[float, ...] | None] = [None] * len(issues)
    weights = {_index(one, 0, file): number(one.get("value"), f"{file}: A weight") for one in root.iter("weight")}
    grouped = root.find(".//objective//objective") is not None
    for place, element in enumerate(root.iter("issue"), start=1):
        row = _known(element, issues, _index(element, place, file), file)
        number_of_weight = _index(element, place, file) if grouped else row + 1
        rows[row] = _row(element, issues[row], weights.get(number_of_weight, 1.0), file)
    boxes = list(_boxes(root, issues, file))
    missing = [issue.name for issue, row in zip(issues, rows, strict=True) if row is None]
    if missing and not boxes:
        raise BargainError(f"{file}: A profile must value every issue of the domain", f"{missing[0]!r} is missing")
    profile = Profile(
        path.stem,
        tuple(row or (0.0,) * len(issue.options) for row, issue in zip(rows, issues, strict=True)),
        _single(root, "reservation", 0.0, file),
        _single(root, "discount_factor", 1.0, file) or 1.0,
    )
    for ranges, utility in boxes:
        profile = spread(ranges, utility, profile)
    beyond = sum(weight for index, weight in weights.items() if not 1 <= index <= len(issues))
    return constant(profile, beyond) if beyond and not grouped else profile


def _known(element: Element, issues: Sequence[Listed], index: int, file: str) -> int:
    """The row of an element's issue: by its name, else by its index."""
    names = [issue.name for issue in issues]
    name = element.get("name", "")
    if names.count(name) == 1:
        return names.index(name)
    if name in names and 1 <= index <= len(issues):
        return index - 1
    raise BargainError(f"{file}: A profile must value issues of its domain ({', '.join(names)})", f"it names {name!r}")


def _row(element: Element, issue: Listed, weight: float, file: str) -> tuple[float, ...]:
    where = f"{file}: The evaluation of {issue.name!r}"
    for evaluator in element.iter("evaluator"):
        kind = evaluator.get("ftype", "")
        if kind not in _SHAPES:
            raise BargainError(f"{file}: An evaluator must be one of {', '.join(_SHAPES)}", f"it is {kind!r:.60}")
        shape, parameters = _SHAPES[kind]
        given = {
            name: number(evaluator.get(spelt), where)
            for name, spellings in parameters
            for spelt in spellings[::-1]
            if evaluator.get(spelt) is not None
        }
        worth = values_of(issue, value_function(shape, given, where), where)
        return tuple(weight * one for one in worth)
    found = {item.get("value", ""): weight * number(item.get("evaluation"), where) for item in element.iter("item")}
    if issue.numbers is not None and not set(issue.options) <= set(found):
        found = {f"{number(name, where):.12g}": one for name, one in found.items()}
    missing = [option for option in issue.options if option not in found]
    if missing:
        raise BargainError(f"{where} must stand for every option", f"there is none for {missing[0]!r:.80}")
    return tuple(found[option] for option in issue.options)


def _boxes(root: Element, issues: Sequence[Listed], file: str) -> Iterator[tuple[dict[int, list[int]], float]]:
    """The hyper-rectangles of a profile that is not additive: options of some issues, and what they add."""
    for function in root.iter("ufun"):
        kind, way = function.get("type", "PlainUfun"), function.get("aggregation", "sum")
        if kind != "PlainUfun" or way != "sum":
            raise BargainError(f"{file}: Hyper-rectangles must be plain and added up", f"got {kind!r:.40}, {way!r:.40}")
        weight = number(function.get("weight", "1"), f"{file}: The weight of a utility function")
        for box in function:
            ranges = {}
            for edge in box:
                row = _index(edge, 0, file) - 1
                if not 0 <= row < len(issues) or issues[row].numbers is None:
                    raise BargainError(f"{file}: A range must be of an issue with numbers", f"index {row + 1}")
                low, high = (number(edge.get(name), f"{file}: A range") for name in ("min", "max"))
                ranges[row] = [k for k, one in enumerate(issues[row].numbers or ()) if low <= one <= high]
            yield ranges, weight * number(box.get("utility", "0"), f"{file}: The utility of a range")


def _index(element: Element, place: int, file: str) -> int:
    given = element.get("index", str(place))
    if not given.isascii() or not given.strip().lstrip("-").isdigit() or len(given) > 9:
        raise BargainError(f"{file}: An index must be a whole number", f"it is {given!r:.60}")
    return int(given)


def _single(root: Element, tag: str, default: float, file: str) -> float:
    found = root.find(tag)
    return default if found is None else number(found.get("value"), f"{file}: The {tag.replace('_', ' ')}")


def genius_files(bargain: Bargain, title: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """The files of a bargain by name, and what the format cannot hold, in sentences.

    Raises:
        BargainError: it has more options than a file may list.
    """
    frame = bargain.frame
    if int(frame.offsets[-1]) > MOST_OPTIONS:
        raise BargainError(f"A scenario must have at most {MOST_OPTIONS:,} options", f"it has {frame.offsets[-1]:,}")
    lines = [f"<{DOMAIN}>", f'<utility_space number_of_issues="{len(frame.issues)}">', _objective(title)]
    for k, issue in enumerate(frame.issues, start=1):
        items = "".join(f'<item index="{n}" value={quoteattr(o)}/>' for n, o in enumerate(issue.options, start=1))
        lines.append(f"{_issue_tag(k, issue.id)}{items}</issue>")
    files = {"domain.xml": "\n".join([*lines, "</objective>", "</utility_space>", f"</{DOMAIN}>", ""])}
    for row, party in enumerate(frame.parties):
        files[f"{row + 1:02d}-{file_name(party.id)}.xml"] = _profile_text(bargain, row, title)
    return files, not_held(bargain, interactions=False)


def _objective(title: str) -> str:
    return f'<objective index="0" etype="objective" type="objective" description="" name={quoteattr(title or "any")}>'


def _issue_tag(number_of_issue: int, name: str) -> str:
    kind = 'etype="discrete" type="discrete" vtype="discrete"'
    return f'<issue index="{number_of_issue}" {kind} name={quoteattr(name)}>'


def _profile_text(bargain: Bargain, row: int, title: str) -> str:
    frame = bargain.frame
    lines = ["<utility_space>", _objective(title)]
    weights = []
    for k, issue in enumerate(frame.issues):
        values = bargain.values[row, frame.offsets[k] : frame.offsets[k + 1]].tolist()
        weight = max(values) if max(values) > 0 and min(values) >= 0 else 1.0
        weights.append(f'<weight index="{k + 1}" value="{weight!r}"/>')
        items = "".join(
            f'<item index="{n}" value={quoteattr(option)} evaluation="{value / weight!r}"/>'
            for n, (option, value) in enumerate(zip(issue.options, values, strict=True), start=1)
        )
        lines.append(f"{_issue_tag(k + 1, issue.id)}{items}</issue>")
    reservation = float(bargain.reservations[row])
    ends = ["</objective>", '<discount_factor value="1.0"/>', f'<reservation value="{reservation!r}"/>']
    return "\n".join([*lines, *weights, *ends, "</utility_space>", ""])
