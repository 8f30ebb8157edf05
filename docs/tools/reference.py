"""The pages of the reference: a module's docstring, its records and its functions, as Markdown."""

from __future__ import annotations

import ast
import posixpath
import re
from textwrap import dedent

from docs.tools.catalogue import file_of, models

_LABEL = re.compile(r"^(Definition|Convention|Example|Limits|Citation|Args|Raises|Attributes)\b([^:\n]*): ?")
_MARKS = re.compile(r"([*<>\[\]#|])")


def module_page(module: str, place: str) -> str:
    """The page of a module, to stand at `place` in docs/."""
    tree = ast.parse(file_of(module).read_text(encoding="utf-8"))
    public = {model.name for model in models() if model.module == module}
    references = posixpath.relpath("references.md", posixpath.dirname(place))
    parts = [f"# accord.{module}", "", _text(ast.get_docstring(tree) or "", references), ""]
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            parts += [f"## class {node.name} {{#accord.{module}.{node.name}}}", "", *_record(node, references)]
        elif isinstance(node, ast.FunctionDef) and node.name in public:
            heading = f"## {node.name} {{#accord.{module}.{node.name}}}"
            parts += [heading, "", _fence(_signature(node)), "", _text(ast.get_docstring(node) or "", references), ""]
    return "\n".join(parts)


def _record(node: ast.ClassDef, references: str) -> list[str]:
    fields = [ast.unparse(part) for part in node.body if isinstance(part, ast.AnnAssign | ast.Assign)]
    return [_text(ast.get_docstring(node) or "", references), "", *([_fence("\n".join(fields)), ""] if fields else [])]


def _signature(node: ast.FunctionDef) -> str:
    given = ast.unparse(node.args)
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    if len(node.name) + len(given) + len(returns) < 80:
        return f"{node.name}({given}){returns}"
    lines = re.split(r", (?![^\[\]()]*[\])])", given)
    return f"{node.name}(\n    " + ",\n    ".join(lines) + f",\n){returns}"


def _text(docstring: str, references: str) -> str:
    return "\n\n".join(_block(block, references) for block in re.split(r"\n\s*\n", docstring) if block.strip())


def _block(block: str, references: str) -> str:
    if dedent(block).startswith(">>>"):
        return _fence(dedent(block))
    if dedent(block).startswith("```"):
        return dedent(block)
    if block.startswith("* "):
        entries = [" ".join(entry.split()) for entry in re.split(r"\n\* ", block[2:])]
        return "\n".join(f"- {_escaped(entry)}" for entry in entries)
    label = _LABEL.match(block)
    if label is None:
        head, separator, code = block.partition("\n>>> ")
        return _escaped(head) + (f"\n\n{_fence('>>> ' + code)}" if separator else "")
    rest, name = block[label.end() :], label[1] + label[2]
    if label[1] in {"Args", "Raises", "Attributes"}:
        return f"**{name}**\n\n" + "\n".join(_entries(dedent(rest.lstrip("\n"))))
    if label[1] == "Citation":
        keys = re.split(r"[,\s]+", rest.strip().rstrip("."))
        return "**Sources**: " + ", ".join(f"[{key}]({references}#{key})" for key in keys)
    head, separator, code = rest.partition("\n    >>> ")
    if rest.lstrip().startswith(">>>"):
        head, separator, code = "", ">>>", dedent(rest)[4:]
    return f"**{name}**: {_escaped(head)}" + (f"\n\n{_fence(dedent('    >>> ' + code))}" if separator else "")


def _entries(text: str) -> list[str]:
    """A list entry for each argument, its further lines joined to it."""
    joined = re.sub(r"\n\s+", " ", text)
    return [f"- `{name}`: {_escaped(said)}" for name, _, said in (line.partition(": ") for line in joined.splitlines())]


def _escaped(text: str) -> str:
    """Text whose marks mean nothing to Markdown; code in backticks stays as it is, a star is a times."""
    parts = text.replace("``", "`").split("`")
    parts[::2] = [_MARKS.sub(r"\\\1", part) for part in parts[::2]]
    return re.sub(r"\\\*\\\*(\w[^*\\]*)\\\*\\\*", r"**\1**", "`".join(parts))


def _fence(code: str) -> str:
    return f"```python\n{code.rstrip()}\n```"
