"""What a trained tagger sees of a statement: what the rules read, and the words and their parse, without names.

Names and numbers are one word each, so that nothing is learned of who said something or how much, and what is learned
in some documents holds in others.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from accord.reading.parsed import Parsed
from accord.statements import Point, Statement

if TYPE_CHECKING:
    from spacy.tokens import Token

FEATURES = 1
"""Raised with every change of what is seen, or of what the rules make of it; a tagger of another number is refused."""

_MOST_TOKENS, _LONGEST = 120, 40
_JOINTS = frozenset("nsubj nsubjpass dobj pobj neg aux xcomp ccomp advcl acomp attr prep prt mark relcl".split())


def features(statement: Statement, point: Point | None, parsed: Parsed) -> tuple[str, ...]:
    """What is seen of a statement, or of one of its points, each once, in a fixed order."""
    tokens = [t for t in parsed.tokens(statement.span.start, statement.span.end) if not t.is_space][:_MOST_TOKENS]
    found = dict.fromkeys(("bias", *_ruled(statement, point), *_words(tokens), *_parse(tokens, parsed)))
    return tuple(name[:_LONGEST] for name in found)


def _ruled(statement: Statement, point: Point | None) -> Iterator[str]:
    """What the rules read."""
    cue = (statement.cue or "none").split()[0].casefold()
    yield f"cue={cue}"
    yield f"tier={statement.tier.value}"
    yield f"kind={statement.kind.value}"
    yield f"authority={statement.authority.value}"
    yield f"parties={min(len(statement.parties), 2)}"
    yield f"named={bool(statement.speakers)}"
    yield f"length={min(len(statement.quote) // 40, 6)}"
    points = (point,) if point is not None else statement.points
    if point is None:
        yield f"points={min(len(points), 2)}"
        yield f"issue={any(one.issue is not None for one in points)}"
    for one in points:
        yield f"act={one.act.value}"
        yield f"act={one.act.value}&cue={cue}"
        yield f"claim={one.claim.says.value if one.claim else None}"
        yield f"sign={one.negated} {one.modality.value}"
        yield f"option={one.option is not None}"


def _words(tokens: list[Token]) -> Iterator[str]:
    shown = [_plain(token) for token in tokens if token.is_alpha or token.like_num]
    for word in shown:
        yield f"w={word}"
    for first, second in pairwise(shown):
        yield f"w={first} {second}"


def _parse(tokens: list[Token], parsed: Parsed) -> Iterator[str]:
    for token in tokens:
        if token.dep_ == "ROOT":
            yield f"root={_plain(token)}"
            yield f"tense={token.tag_}"
        elif token.dep_ in _JOINTS:
            yield f"{token.dep_}={_plain(token.head)}>{_plain(token)}"
    if tokens:
        paragraph = parsed.paragraphs[parsed.sentence_of(tokens[0]).paragraph]
        yield f"heading={paragraph.heading or paragraph.headline}"


def _plain(token: Token) -> str:
    if token.pos_ == "PROPN" or token.ent_type_ in {"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"}:
        return "*name"
    return "*number" if token.like_num else token.lemma_.casefold()
