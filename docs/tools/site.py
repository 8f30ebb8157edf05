"""What mkdocs does to the pages: formulas become MathML, links to the code lead to the reference, names are linked.

The pages are written so that they read well as plain Markdown in the repository too; nothing here adds content but the
reference, a page for each module, made from the docstrings.
"""

from __future__ import annotations

import json
import posixpath
import re
import sys
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
sys.path.insert(0, str(ROOT))

from docs.tools.catalogue import models, modules  # noqa: E402
from docs.tools.reference import module_page  # noqa: E402

_FENCE = re.compile(r"(^ *```.*?^ *```[^\n]*$)", re.DOTALL | re.MULTILINE)
_DISPLAY = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
_INLINE = re.compile(r"(?<![\\$`\w])\$(?! )([^$\n`]+?)(?<! )\$(?![\w$])")
_OUTSIDE = re.compile(
    r"\[(?P<text>[^\]]*)\]\((?P<to>(?:\.\./)+(?!.*\.(?:md|png|svg)[#)])[^)\s]*|(?:\.\./)+(?:README|CONTRIBUTING)\.md|(?:\.\./)+(?:src|examples)/[^)\s]*)\)"
)
_LOADED = re.compile(r"<(?:script|img|iframe|link|source|video|audio)\b[^>]*?(?:src|href)=[\"']?(?:https?:)?//[^>]*>")
_CODE = re.compile(r"(?<![\[`])`(?P<name>[a-z][a-z0-9_A-Z]*)`(?![\]`])")
_ROOMS = ("theory", "solve")
_REFERENCE = "reference"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Measurements, decisions and the reference stand last, each page by itself: none is forgotten."""
    measured = [path.name for path in sorted(DOCS.glob("*.md")) if path.name not in str(config.nav)]
    decided = [f"decisions/{path.name}" for path in sorted((DOCS / "decisions").glob("*.md"))]
    config.nav += [{"Measured": measured}] if measured else []
    config.nav += [{"Decisions": decided}, {"Reference": [{f"accord.{room}": _listed(room)} for room in _ROOMS]}]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    for room in _ROOMS:
        for module in modules(room):
            if _documented(module):
                files.append(File.generated(config, _place(module), content=module_page(module, _place(module))))
    return files


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    formulas: list[str] = []
    if page.file.src_uri == "models.md":
        page.meta["search"] = {"boost": 4}
    here = posixpath.dirname(page.file.src_uri)
    if here.startswith(_REFERENCE):
        return markdown
    parts = _FENCE.split(markdown)
    parts[::2] = [_prose(part, here, formulas) for part in parts[::2]]
    page.meta["formulas"] = formulas
    return "".join(parts)


def on_page_content(html: str, page: Page, **_: Any) -> str:
    for number, formula in enumerate(page.meta.pop("formulas", ())):
        html = html.replace(f"<p>FORMULA{number}X</p>", formula).replace(f"FORMULA{number}X", formula)
    return html


def on_post_build(config: MkDocsConfig) -> None:
    """The search index as a script too, so that a page opened from a folder finds it; and no page asks another host.

    Raises:
        PluginError: a page loads something from elsewhere.
    """
    folder = Path(config.site_dir) / "search"
    data = json.loads((folder / "search_index.json").read_text(encoding="utf-8"))
    (folder / "search_index.js").write_text(f"var __index = {json.dumps(data)}", encoding="utf-8")
    for path in sorted(Path(config.site_dir).rglob("*.html")):
        outside = _LOADED.search(path.read_text(encoding="utf-8"))
        if outside:
            raise PluginError(f"{path.name} must load nothing from another host; it loads {outside[0]}")


def _prose(text: str, here: str, formulas: list[str]) -> str:
    text = _DISPLAY.sub(lambda found: _formula(found[1], "block", formulas), text)
    text = _INLINE.sub(lambda found: _formula(found[1], "inline", formulas), text)
    text = _OUTSIDE.sub(lambda found: _outside(found, here), text)
    return _CODE.sub(lambda found: _named(found, here), text)


def _formula(latex: str, display: str, formulas: list[str]) -> str:
    from latex2mathml.converter import convert

    made = convert(latex.strip(), display=display)
    formulas.append(f'<div class="formula">{made}</div>' if display == "block" else made)
    return f"FORMULA{len(formulas) - 1}X"


def _outside(found: re.Match[str], here: str) -> str:
    """A link to a file outside docs/: to its page of the reference where it is a module that has one, else its name."""
    target = posixpath.normpath(posixpath.join("docs", here, found["to"].partition("#")[0]))
    module = target.removeprefix("src/accord/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    if target.startswith("docs/"):
        return found[0]
    if module in {*modules("theory"), *modules("solve")} and _documented(module):
        name = found["text"].strip("`")
        anchor = f"#accord.{module}.{name}" if any((m.module, m.name) == (module, name) for m in models()) else ""
        return f"[{found['text']}]({posixpath.relpath(_place(module), here or '.')}{anchor})"
    return found["text"] if found["text"].startswith("`") else f"{found['text']} (`{target}`)"


def _named(found: re.Match[str], here: str) -> str:
    """A function's name in code becomes a link to its page of the reference."""
    homes = [model for model in models() if model.name == found["name"]]
    if len(homes) != 1:
        return found[0]
    place = posixpath.relpath(_place(homes[0].module), here or ".")
    return f"[{found[0]}]({place}#{homes[0].full_name})"


def _listed(room: str) -> list[dict[str, str]]:
    return [{module.partition(".")[2]: _place(module)} for module in modules(room) if _documented(module)]


def _place(module: str) -> str:
    return f"{_REFERENCE}/{module.replace('.', '/')}.md"


def _documented(module: str) -> bool:
    """Whether a module has something that readers call."""
    return any(model.module == module for model in models())
