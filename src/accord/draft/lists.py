"""What a noun of doing contains: "the agreements, which included a swap, talks on ports", "her demands: a cap"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from accord.reading.acts import Hit
from accord.statements import Act

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOUNS = {
    **dict.fromkeys(
        ("demand", "condition", "objective", "goal", "requirement", "aim", "priority", "term", "request", "wish"),
        Act.DEMAND,
    ),
    **dict.fromkeys(("offer", "proposal", "plan", "incentive", "package", "benefit"), Act.OFFER),
    **dict.fromkeys(("agreement", "deal", "accord", "compromise"), Act.ACCEPT),
    "concession": Act.CONCESSION,
    "promise": Act.PROMISE,
}
_CONTAINING = frozenset({"include", "be", "comprise", "involve", "contain", "remain", "list", "cover", "namely"})
_SUCH = frozenset({"such", "like", "including"})
_CLOSING = frozenset({"-", "–", "—", ";", ")", ".", "?", "!"})
_LISTING = frozenset({":", "namely", "including"})
_AFAR = 15  # tokens from the noun to the colon


class Listed(NamedTuple):
    """A noun of doing and the heads of the members of its list."""

    act: Act
    hit: Hit
    roots: tuple[Token, ...]


def listed(tokens: Sequence[Token]) -> Iterator[Listed]:
    """The lists of a sentence, each with the noun that says what is done with its members."""
    for number, token in enumerate(tokens):
        act = _NOUNS.get(token.lemma_.lower()) if token.pos_ == "NOUN" else None
        start = _start(tokens, number) if act is not None else None
        if act is not None and start is not None:
            roots = tuple(_members(tokens[start:]))
            if roots:
                yield Listed(act, Hit(act, token, token.text), roots)


def _start(tokens: Sequence[Token], number: int) -> int | None:
    """Where the list behind the noun begins; None where none is behind it."""
    noun = tokens[number]
    containing = [child for child in noun.children if child.dep_ == "relcl" and child.lemma_ in _CONTAINING]
    if noun.dep_ == "nsubj" and noun.head.lemma_ in _CONTAINING:
        containing.append(noun.head)
    such = [child for child in noun.children if child.dep_ == "prep" and child.lower_ in _SUCH]
    for anchor in (*containing, *such):
        if anchor.i > noun.i:
            at = next(i for i, token in enumerate(tokens) if token.i == anchor.i) + 1
            return at + (at < len(tokens) and tokens[at].lower_ == "as")
    for at in range(number + 1, min(number + _AFAR, len(tokens))):
        if tokens[at].lower_ in _LISTING:
            return at + 1
    return None


def _members(tokens: Sequence[Token]) -> Iterator[Token]:
    """The heads of the list's members: what is parted by commas, and by "and" after a comma."""
    part: list[Token] = []
    for token in tokens:
        closes = token.text in _CLOSING and not _inside_a_word(token)
        closes = closes or (token.is_quote and not part)  # what follows a quotation is who said it
        if token.text == "," or closes:
            yield from _heads(part)
            part = []
        else:
            part.append(token)
        if closes:
            return
    yield from _heads(part)


def _inside_a_word(token: Token) -> bool:
    """Whether the dash ties two words: "30-day"."""
    return token.text == "-" and token.i > 0 and not token.nbor(-1).whitespace_ and not token.whitespace_


def _heads(part: Sequence[Token]) -> Iterator[Token]:
    """The noun or verb that the part hangs on, where it is one member."""
    inside = {token.i for token in part}
    for token in part:
        if token.pos_ in {"NOUN", "VERB"} and token.head.i not in inside and token.dep_ not in {"nsubj", "nsubjpass"}:
            yield token
            return
