"""The public functions of `accord.theory` and `accord.solve` as their docstrings tell of them."""

from __future__ import annotations

import ast
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "accord"
NAMES = Path(__file__).with_name("names.toml")
NO_MODELS = frozenset({"theory.arguments"})
"""Modules whose functions only check arguments."""

_CITATION = re.compile(r"^Citation: ([\w, \n]+?)\.$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Model:
    """A public function: its module (`theory.patience`), its name, what it returns, what it rests on."""

    module: str
    name: str
    purpose: str
    citations: tuple[str, ...]

    @property
    def key(self) -> str:
        """Its room and its name, `theory.rubinstein`, whichever file it stands in."""
        return f"{self.module.partition('.')[0]}.{self.name}"

    @property
    def path(self) -> str:
        """The file, seen from the root of the repository."""
        return file_of(self.module).relative_to(ROOT).as_posix()

    @property
    def file(self) -> str:
        """The file, seen from the package."""
        return file_of(self.module).relative_to(SOURCE).as_posix()

    @property
    def full_name(self) -> str:
        return f"accord.{self.module}.{self.name}"


def file_of(module: str) -> Path:
    """The file of a module of the package, `theory.patience`; a folder's is its `__init__`."""
    inside = SOURCE.joinpath(*module.split("."))
    return inside / "__init__.py" if inside.is_dir() else inside.with_suffix(".py")


@cache
def modules(room: str) -> tuple[str, ...]:
    """The public modules of a room, `theory` or `solve`, without the room's own `__init__`."""
    found = []
    for path in sorted((SOURCE / room).rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        parts = parts[:-1] if parts[-1] == "__init__" else parts
        if len(parts) > 1 and not any(part.startswith("_") for part in parts):
            found.append(".".join(parts))
    return tuple(module for module in found if module not in NO_MODELS and not module.endswith(".kernels"))


@cache
def models() -> tuple[Model, ...]:
    """Every public function of the theory, and every function that `accord.solve` exports, by module."""
    return tuple(model for room in ("theory", "solve") for module in modules(room) for model in _functions(module))


@cache
def names() -> dict[str, tuple[str, ...]]:
    """What else the literature calls a model, by its `key`."""
    return {
        f"{room}.{name}": tuple(said)
        for room in ("theory", "solve")
        for functions in _table()[room].values()
        for name, said in functions.items()
    }


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(NAMES.read_text(encoding="utf-8"))


def _functions(module: str) -> list[Model]:
    tree = ast.parse(file_of(module).read_text(encoding="utf-8"))
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    exported = _exported(file_of(module.rpartition(".")[0]))
    found_models = [_model(module, node) for node in found]
    # A folder says in its `__all__` what is public; the theory as a whole has none, a file there is public itself. Of
    # the solvers what rests on a source is a model as well, wherever it is imported from.
    return [model for model in found_models if exported is None or model.name in exported or model.citations]


def _model(module: str, node: ast.FunctionDef) -> Model:
    text = ast.get_docstring(node) or ""
    cited = _CITATION.search(text)
    told = _table()["sources"].get(f"{module.partition('.')[0]}.{node.name}", [])
    keys = re.split(r"[,\s]+", cited[1].strip()) if cited else told
    return Model(module, node.name, " ".join(text.split("\n\n")[0].split()), tuple(keys))


def _exported(path: Path) -> frozenset[str] | None:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == "__all__" for to in node.targets):
            return frozenset(ast.literal_eval(node.value))
    return None
