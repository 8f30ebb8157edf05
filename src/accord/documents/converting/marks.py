"""Markdown to text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from accord.documents.converting.records import Content, Part

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.{0,8000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(title|date|source|publisher|sitename)[ \t]*:[ \t]*(.+?)[ \t]*$", re.MULTILINE | re.IGNORECASE)


def markdown(content: bytes) -> Content:
    """Text and front matter of a Markdown document in UTF-8: its blocks as paragraphs, without marks and raw HTML."""
    from markdown_it import MarkdownIt

    written = content.decode("utf-8")
    front = _FRONT.match(written)
    fields = {key.lower(): value.strip("'\"") for key, value in _FIELD.findall(front.group(1))} if front else {}
    tokens = MarkdownIt("commonmark").enable("table").parse(written[front.end() :] if front else written)
    blocks, heading = _blocks(tokens)
    source = fields.get("source") or fields.get("publisher") or fields.get("sitename")
    title = fields.get("title") or heading
    return Content((Part("\n\n".join(blocks), title=title, date=fields.get("date"), source=source),))


def _blocks(tokens: Iterable[Any]) -> tuple[list[str], str | None]:
    """The readable blocks, and the first heading."""
    blocks: list[str] = []
    heading = None
    row: list[str] | None = None
    before = ""
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            blocks.append(" | ".join(row))
            row = None
        elif token.type == "inline":
            text = _words(token.children or ())
            if row is not None:
                row.append(text)
            elif text.strip():
                blocks.append(text.strip())
            if before == "heading_open" and heading is None:
                heading = text.strip()
        elif token.type in {"fence", "code_block"} and token.content.strip():
            blocks.append(token.content.strip())
        before = token.type
    return blocks, heading


def _words(tokens: Iterable[Any]) -> str:
    """Inline tokens as they read: a soft break is a space, a picture is nothing."""
    breaks = {"softbreak": " ", "hardbreak": "\n"}
    kept = {"text", "code_inline", "text_special"}
    return "".join(token.content if token.type in kept else breaks.get(token.type, "") for token in tokens)
