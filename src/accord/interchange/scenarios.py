"""Scenarios of other programs: which format a file or folder is in, and the bargain in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from accord.bargain import Bargain
from accord.errors import BargainError, CallError
from accord.interchange import geniusweb_json, negmas_files
from accord.interchange.bargain_file import read_bargain_file
from accord.interchange.genius_xml import DOMAIN, PROFILE, genius_files, issue_names, read_genius, root_of
from accord.interchange.geniusweb_json import geniusweb_files, read_geniusweb
from accord.interchange.negmas_files import negmas_files as files_for_negmas
from accord.interchange.negmas_files import read_negmas
from accord.interchange.scenario_parts import MOST_FILES, Scenario
from accord.interchange.texts import MOST_BYTES, read_text

_Files = tuple[dict[str, str], tuple[str, ...]]
FORMATS: dict[str, Callable[[Bargain, str], _Files]] = {
    "negmas": files_for_negmas,
    "genius": genius_files,
    "geniusweb": geniusweb_files,
}
"""Format -> the files of a bargain by name, and what the format cannot hold."""

_TEXT = (".yml", ".yaml", ".json")


def read_bargain(path: Path) -> Bargain:
    """The bargain in a bargain file, or in another program's scenario.

    Raises:
        BargainError: one sentence with the file and what is wrong in it.
    """
    return read_scenario(path).bargain if is_scenario(path) else read_bargain_file(path).bargain


def scenario_files(bargain: Bargain, form: str, title: str = "") -> tuple[dict[str, str], tuple[str, ...]]:
    """The files of a bargain in a format by name, and what the format cannot hold, in sentences.

    Raises:
        CallError: there is no such format.
    """
    if form not in FORMATS:
        raise CallError(f"A scenario's format is one of {', '.join(FORMATS)}", f"got {form!r}", "name one of them")
    return FORMATS[form](bargain, title)


def is_scenario(path: Path) -> bool:
    """Whether a path is a folder, or a file with which another program's scenario begins."""
    if path.is_dir() or path.suffix.lower() == ".xml":
        return True
    if path.suffix.lower() not in _TEXT or not path.is_file():
        return False
    with path.open("rb") as stream:
        head = stream.read(MOST_BYTES)
    return b'"issuesValues"' in head or re.search(rb"(?m)^\W*type\W.*OutcomeSpace", head) is not None


def read_scenario(path: Path) -> Scenario:
    """The scenario in a folder (NegMAS, Genius or GeniusWeb), or of a domain file with the profiles beside it.

    Raises:
        BargainError: no domain or no profile is there, or a file is not what it must be.
    """
    if not path.exists():
        raise BargainError("A scenario is a folder or a domain file", f"there is no {path}", "correct the path")
    folder, chosen = (path, None) if path.is_dir() else (path.parent, path)
    files = sorted(one for one in folder.iterdir() if one.is_file() and not one.name.startswith("."))
    if len(files) > MOST_FILES:
        raise BargainError(f"A scenario's folder must have at most {MOST_FILES} files", f"{folder} has {len(files)}")
    xml = [one for one in files if one.suffix.lower() == ".xml" and not one.name.lower().endswith("pareto.xml")]
    if chosen in xml or (chosen is None and xml):
        return _genius(xml, chosen, folder)
    return _plain([one for one in files if one.suffix.lower() in _TEXT], chosen, folder)


def _genius(files: list[Path], chosen: Path | None, folder: Path) -> Scenario:
    roots = {one: root_of(one) for one in files}
    domains = [one for one, root in roots.items() if root.tag == DOMAIN]
    domain = _domain(domains, chosen, folder)
    names = set(issue_names(roots[domain]))
    profiles = [one for one, root in roots.items() if root.tag == PROFILE and set(issue_names(root)) <= names]
    return read_genius(domain, profiles)


def _plain(files: list[Path], chosen: Path | None, folder: Path) -> Scenario:
    data = {one: _loaded(one) for one in files}
    web = {one: found for one, found in data.items() if geniusweb_json.is_profile(found)}
    if web and (chosen is None or geniusweb_json.is_domain(data.get(chosen)) or chosen in web):
        given = [one for one, found in data.items() if geniusweb_json.is_domain(found)]
        only = _domain(given, None if chosen in web else chosen, folder) if given else None
        return read_geniusweb(None if only is None else (only, data[only]), list(web.items()))
    domains = [one for one, found in data.items() if negmas_files.is_domain(found)]
    domain = _domain(domains, chosen, folder)
    profiles = [(one, found) for one, found in data.items() if negmas_files.is_profile(found)]
    return read_negmas((domain, data[domain]), profiles)


def _domain(domains: list[Path], chosen: Path | None, folder: Path) -> Path:
    if chosen is not None:
        if chosen in domains:
            return chosen
        raise BargainError("A scenario is named by its folder or its domain file", f"{chosen.name} is no domain")
    if len(domains) != 1:
        came = f"{folder} has {', '.join(one.name for one in domains) or 'none'}"
        mend = "name the domain file itself" if domains else "name a project, a bargain file or a scenario's folder"
        raise BargainError("A scenario's folder must have one domain file", came, mend)
    return domains[0]


def _loaded(path: Path) -> Any:
    """The data of a YAML or JSON file; nothing is built but mappings, lists, words and numbers."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    text = read_text(path)
    try:
        return json.loads(text) if path.suffix.lower() == ".json" else YAML(typ="safe", pure=True).load(text)
    except RecursionError as error:
        raise BargainError(f"{path.name} must be a few levels deep", "it is far deeper") from error
    except (ValueError, YAMLError, OverflowError, LookupError, AttributeError, TypeError) as error:
        said = " ".join(str(error).split())[:160]
        raise BargainError(f"{path.name} must be {path.suffix.lower().lstrip('.').upper()}", said) from error
