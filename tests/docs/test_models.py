"""Every public model is found by name, every source resolves, and pages tell of functions as they are now."""

import re
import tomllib
from pathlib import Path

import pytest
from docs.tools import generate
from docs.tools.catalogue import NAMES, ROOT, models, modules, names

from accord.report.references import references

MADE = generate.pages()
INDEX = (ROOT / "docs" / "models.md").read_text(encoding="utf-8")


def test_every_public_function_of_the_theory_is_in_the_index() -> None:
    found = {(model.module, model.name) for model in models()}
    assert len({name for module, name in found if module.startswith("theory")}) > 80
    assert [name for _, name in found if f"[`{name}`]" not in INDEX] == []


def test_every_citation_of_a_model_resolves() -> None:
    assert {key for model in models() for key in model.citations if key not in references()} == set()


def test_every_model_of_the_theory_names_its_source() -> None:
    # These make or look at the records of a graph model; the models themselves are beside them.
    records = {"model_of", "payoffs_of_ranking", "irreversible_moves", "common_moves", "intransitive_moves"}
    assert {m.name for m in models() if m.module.startswith("theory") and not m.citations} - records == set()


def test_sources_told_beside_the_docstrings_are_of_functions_that_name_none() -> None:
    told = tomllib.loads(NAMES.read_text(encoding="utf-8"))["sources"]
    assert {key: list(model.citations) for model in models() for key in [model.key] if key in told} == told


def test_nicknames_are_of_functions_that_exist() -> None:
    assert set(names()) - {model.key for model in models()} == set()


@pytest.mark.parametrize("path", MADE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_page_tells_of_functions_as_they_are_now(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == MADE[path], "run make docs-index"


@pytest.mark.parametrize(
    ("asked", "function"),
    [
        ("Rubinstein (1982)", "rubinstein"), ("Ståhl (1972)", "stahl_deadline"), ("Nash (1950)", "solve"),
        ("Kalai and Smorodinsky (1975)", "bargaining_solutions_polygon"), ("Fearon (1995)", "fearon_bargaining_range"),
        ("Powell (2006)", "powell_shift_condition"), ("Tollison and Willett (1979)", "linked_or_separate"),
        ("Sebenius (1983)", "linked_or_separate"), ("General metarationality (GMR)", "gmcr_stability"),
        ("Bueno de Mesquita (1994)", "bdm_scholz"), ("NBS", "bargaining_solutions_polygon"),
        ("War of attrition, private stakes", "war_of_attrition_private_uniform"),
        ("Krippendorff's alpha", "krippendorff_alpha"), ("ZOPA", "zopa_interval"), ("Shapley value", "shapley"),
    ],
)  # fmt: skip
def test_a_model_is_found_by_the_name_it_is_known_by(asked: str, function: str) -> None:
    assert re.search(rf"^\| {re.escape(asked)} \| \[`{function}`\]", INDEX, flags=re.MULTILINE)


def test_every_model_of_the_theory_has_a_page_that_explains_its_mechanism() -> None:
    asked = " ".join(re.findall(r"<!-- functions: ([^>]*?) -->", "".join(
        page.read_text(encoding="utf-8") for page in (ROOT / "docs" / "mechanisms").glob("*.md")
    )))  # fmt: skip
    assert {model.key for model in models() if model.module.startswith("theory")} - set(asked.split()) == set()


def test_the_index_looks_at_every_file_of_the_theory() -> None:
    files = {path.stem for path in (ROOT / "src" / "accord" / "theory").glob("*.py")} - {"__init__", "arguments"}
    assert files <= {module.split(".")[1] for module in modules("theory")}
