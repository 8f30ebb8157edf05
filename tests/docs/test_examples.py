"""Every example of docs/ runs and gives the answer that stands beside it."""

import doctest
import re
from pathlib import Path

import pytest

from accord.interchange import load_bargain
from accord.negotiation import load_negotiation
from accord.verify import cases_in, verify

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if "decisions" not in path.parts)
_BLOCK = re.compile(r"^```(?P<language>\w+)(?P<said>[^\n]*)\n(?P<code>.*?)^```$", re.DOTALL | re.MULTILINE)
_OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def blocks(page: Path, language: str) -> list[tuple[int, str, str]]:
    """Line, what stands beside the language, and text of every block of a language."""
    text = page.read_text(encoding="utf-8")
    found = [block for block in _BLOCK.finditer(text) if block["language"] == language]
    return [(text.count("\n", 0, block.start()) + 1, block["said"].strip(), block["code"]) for block in found]


def named(page: Path) -> str:
    return page.relative_to(DOCS).as_posix()


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "python")], ids=named)
def test_python_gives_the_answer_that_the_page_shows(page: Path) -> None:
    runner, shared, told = doctest.DocTestRunner(optionflags=_OPTIONS), {"__name__": "page"}, []
    for line, _, code in blocks(page, "python"):
        example = doctest.DocTestParser().get_doctest(code, shared, named(page), str(page), line)
        assert example.examples, f"{named(page)}, line {line}: a python block has lines that start with >>>"
        runner.run(example, clear_globs=False, out=told.append)
        shared.update(example.globs)
    assert not runner.failures, "".join(told)


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "yaml")], ids=named)
def test_yaml_is_a_bargain_or_a_negotiation_that_loads(page: Path) -> None:
    for line, _, text in blocks(page, "yaml"):
        if "utilities:" in text:
            assert load_bargain(text, f"{named(page)}:{line}").frame.parties
        else:
            negotiation, problems = load_negotiation(text, f"{named(page)}:{line}")
            assert negotiation.issues
            assert [problem.sentence for problem in problems] == []


def test_worked_cases_are_of_models_that_exist() -> None:
    cases = [case for page in PAGES for _, _, text in blocks(page, "json") for case in cases_in(text)]
    assert cases
    assert [outcome.fault for outcome in verify(cases) if outcome.fault] == []


def test_every_command_that_a_page_types_exists() -> None:
    from accord.cli.commands import app

    known = {
        command.name or (command.callback.__name__ if command.callback else "") for command in app.registered_commands
    }
    typed = {
        (named(page), command)
        for page in PAGES
        for language in ("sh", "console", "text")
        for _, _, text in blocks(page, language)
        for command in re.findall(r"^(?:\.venv/bin/)?accord (\w+)", text, flags=re.MULTILINE)
    }
    assert {command for _, command in typed} <= known, typed
