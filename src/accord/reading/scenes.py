"""One sentence of a passage with what was spoken of before it, and the points drafted from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accord.reading.claims import chosen, drops, given_up
from accord.reading.grammar import Condition
from accord.reading.holders import Here
from accord.reading.issues import Mention, mentions
from accord.statements import Point, Term

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Drafted:
    """A point, and how its fields were reached."""

    point: Point
    how: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence of a passage, with what was spoken of before it."""

    place: Here
    tokens: list[Token]
    sentence: int
    found: tuple[Mention, ...]
    context: tuple[Mention, ...]


def apart(spoken: Sequence[Mention]) -> list[Mention]:
    """One mention of each issue and option; an issue by its bare name only where none of its options is told."""
    kept: dict[tuple[str, str | None], Mention] = {}
    told_options = {m.issue for m in spoken if m.option is not None}
    for mention in spoken:
        if mention.option is not None or mention.issue not in told_options:
            kept.setdefault((mention.issue, mention.option), mention)
    return list(kept.values())


def words_of(scene: Scene, condition: Condition) -> str:
    """The words of the condition as they stand in the document."""
    parsed = scene.place.parsed
    return parsed.text(parsed.offset(condition.tokens[0]), parsed.end(condition.tokens[-1])).strip(" ,.")


def terms(scene: Scene, condition: Condition) -> tuple[Term, ...]:
    """What the condition asks for: the issues and options it speaks of."""
    negotiation = scene.place.negotiation
    found = []
    for mention in apart(mentions(condition.tokens, negotiation, [m.issue for m in (*scene.found, *scene.context)])):
        option = given_up(mention, negotiation) if drops(mention.tokens[0]) else chosen(mention, negotiation)
        found.append(Term(mention.issue, option))
    return tuple(found)
