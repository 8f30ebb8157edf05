"""Writes what pages of docs/ say of functions: `python -m docs.tools.generate`, with `--check` to compare only.

docs/models.md (every model by name), docs/references.md (every work), and, in every other page, the table between
`<!-- functions: theory.rubinstein solve.solve ... -->` and `<!-- end of functions -->`.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from itertools import groupby
from pathlib import Path

from docs.tools.catalogue import ROOT, Model, models, names

from accord.report.references import Reference, references

DOCS = ROOT / "docs"
_BLOCK = re.compile(r"(<!-- functions: (?P<asked>[\w. \n]+?) -->\n).*?(<!-- end of functions -->)", re.DOTALL)
_MADE = "<!-- Made by `make docs-index` from the docstrings and docs/tools/names.toml: do not edit. -->"


def main(arguments: list[str]) -> int:
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        print(f"docs: {path.relative_to(ROOT)} {'is stale: run make docs-index' if arguments else 'written'}")
        if not arguments:
            path.write_text(pages()[path], encoding="utf-8")
    return 1 if arguments and stale else 0


def pages() -> dict[Path, str]:
    """Every page with a part that is made from docstrings -> its text as it should be."""
    made = {DOCS / "models.md": models_page(), DOCS / "references.md": references_page()}
    for path in sorted(DOCS.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        if path not in made and _BLOCK.search(text):
            made[path] = _BLOCK.sub(
                lambda block, at=path: block[1] + functions_table(block["asked"], at) + block[3], text
            )
    return made


def models_page() -> str:
    """Every model under every name it goes by, then by file."""
    page = DOCS / "models.md"
    rows = sorted(
        {(said, model) for model in models() for said in said_of(model)},
        key=lambda row: (order(row[0]), row[1].full_name),
    )
    letters = [(letter, list(group)) for letter, group in groupby(rows, key=lambda row: order(row[0])[0].upper())]
    lines = [
        "# Find a model by name", "", _MADE, "",
        f"The {len(models())} public functions of `accord.theory` and `accord.solve` under the names the literature "
        "uses: authors and year, the model, its common nicknames. Search this page in your browser, or go to a letter. "
        "Each function's docstring holds its definition, convention, ranges, an example with a known answer, limits "
        "and source; the works are listed in [References](references.md).", "",
        " · ".join(f"[{letter}](#{letter.lower()})" for letter, _ in letters) + " · [by file](#by-file)", "",
    ]  # fmt: skip
    for letter, group in letters:
        lines += [f"## {letter}", "", "| name | function, file | what it returns | sources |", "|---|---|---|---|"]
        lines += [
            f"| {said} | {link(model, page)}<br>{model.file} | {model.purpose} | {sources(model, page)} |"
            for said, model in group
        ]
        lines.append("")
    lines += ["## By file", ""]
    for module, found in groupby(models(), key=lambda model: model.module):
        lines += [f"### accord.{module}", "", "| function | what it returns | sources |", "|---|---|---|"]
        lines += [f"| {link(model, page)} | {model.purpose} | {sources(model, page)} |" for model in found]
        lines.append("")
    return "\n".join(lines)


def references_page() -> str:
    """Every work of the bibliography with the functions that rest on it."""
    page = DOCS / "references.md"
    resting: dict[str, list[Model]] = {}
    for model in models():
        for key in model.citations:
            resting.setdefault(key, []).append(model)
    lines = [
        "# References", "", _MADE, "",
        "The works that models and findings rest on, with the functions that compute them. The same list as BibTeX: "
        "[references.bib](references.bib).", "",
    ]  # fmt: skip
    for key, work in sorted(references().items(), key=lambda item: (order(short(item[1])), item[0])):
        used = "; ".join(link(model, page) for model in resting.get(key, ()))
        lines.append(
            f'- <a id="{key}"></a>{work.authors} ({work.year or "no year"}). {work.title}. *{work.place}*.'
            + (f" → {used}" if used else "")
        )
    return "\n".join(lines) + "\n"


def functions_table(asked: str, page: Path) -> str:
    """The table of the functions asked for: function, what it returns, sources."""
    known = {model.key: model for model in models()}
    missing = [name for name in asked.split() if name not in known]
    if missing:
        raise SystemExit(f"docs: {page.relative_to(ROOT)} asks for {missing[0]}, which is no public function")
    found = [known[name] for name in asked.split()]
    rows = [f"| {link(model, page)} | {model.purpose} | {sources(model, page)} |" for model in found]
    return "\n".join(["", "| function | what it returns | sources |", "|---|---|---|", *rows, "", ""])


def said_of(model: Model) -> set[str]:
    """The names of a model: its citations, its nicknames, its own name."""
    cited = {short(references()[key]) for key in model.citations if key in references()}
    return (cited | set(names().get(model.key, ()))) or {f"`{model.name}`"}


def sources(model: Model, page: Path) -> str:
    at = os.path.relpath(DOCS / "references.md", page.parent)
    return (
        "; ".join(f"[{short(references()[key])}]({at}#{key})" for key in model.citations if key in references()) or "–"
    )


def link(model: Model, page: Path) -> str:
    return f"[`{model.name}`]({os.path.relpath(ROOT / model.path, page.parent)})"


def short(work: Reference) -> str:
    """Authors and year as a sentence would have them.

    >>> short(Reference("k", "Nash", "1950", "", ""))
    'Nash (1950)'
    """
    return f"{work.authors} ({work.year})" if work.year else work.authors


def order(name: str) -> str:
    """What a name is sorted by: no accents, no case, no leading mark."""
    plain = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("Å", "A"))
    return re.sub(r"^[^a-z]*", "", "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
