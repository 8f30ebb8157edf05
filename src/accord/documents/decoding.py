"""Bytes to text: UTF-8 as it is, marked encodings by their mark, anything else by a guess that is told."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from accord.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffd]")
# A text may hold a stray control character from a bad paste; a picture or a program is full of them.
_MOST_CONTROLS = 0.01


class Decoded(NamedTuple):
    """The text, without the byte order mark, and the encoding where it had to be guessed."""

    text: str
    guessed: str | None = None


def decoded(content: bytes, *, declared: str | None = None) -> Decoded:
    """The text of the bytes; `declared` is what a web page or its server says of the encoding.

    Raises:
        DocumentError: the bytes are not text, or their encoding cannot be told.
    """
    found = _by_mark(content) or (_by_zeros(content) if b"\x00" in content else None)
    found = found or _by_name(content, "utf-8") or _by_name(content, declared) or _by_guess(content)
    shown = found.text if found is not None else content.decode("latin-1")
    if "\x00" in shown or len(_CONTROLS.findall(shown)) > _MOST_CONTROLS * len(shown):
        raise DocumentError("A document is text", "it holds binary data", "save its text as UTF-8")
    if found is None:
        raise DocumentError("A text file has a known encoding", "none was recognised", "save it as UTF-8")
    return found


def declared_encoding(content: bytes) -> str | None:
    """The encoding that a web page declares near its beginning."""
    match = _DECLARED.search(content[:4096])
    return match.group(1).decode("ascii") if match else None


def _by_mark(content: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _by_name(content[len(mark) :], encoding)
    return None


def _by_name(content: bytes, encoding: str | None) -> Decoded | None:
    """The text in this encoding; None where the bytes are not in it, or it is no text encoding."""
    if encoding is None:
        return None
    try:
        return Decoded(content.decode(codecs.lookup(encoding).name))
    except (UnicodeError, LookupError, ValueError):
        return None


def _by_guess(content: bytes) -> Decoded | None:
    western = _by_name(content, "cp1252")
    if western is not None and _reads_as_western(western.text):
        return Decoded(western.text, "cp1252")
    from charset_normalizer import from_bytes

    best = from_bytes(content).best()
    if best is None:
        return None
    # Encodings that give the same text: name the one people know.
    name = "cp1252" if "cp1252" in best.could_be_from_charset else best.encoding
    found = _by_name(content, name)
    return Decoded(found.text, name) if found is not None else None


def _reads_as_western(text: str) -> bool:
    """Whether accents are few and stand as they do in words: a guess by letter counts fails on short texts."""
    letters = sum(map(str.isalpha, text))
    accented = sum(character.isalpha() for character in text if character > "\x7f")
    return 5 * accented <= letters and not _ODD_IN_A_WORD.search(text)


# A sign or a capital after a small letter, as text has where it was read in the wrong one of these encodings.
_ODD_IN_A_WORD = re.compile("[a-zß-öø-ÿ][¡-¦¨©¬-¶¸-º¼-¿×÷ÀÁ-ÖØ-Þ†‡‰ƒˆ˜ŒŠŽŸ¤][A-Za-zÀ-ÿ]")


def _by_zeros(content: bytes) -> Decoded | None:
    """UTF-16 without its mark: in most writing, every other byte is zero."""
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if content[first::2].count(0) > 0.5 * len(content[first::2]) and not content[1 - first :: 2].count(0):
            found = _by_name(content, encoding)
            return Decoded(found.text, encoding) if found is not None else None
    return None
