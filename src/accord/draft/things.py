"""A thing negotiated with what documents tell of it, and how sure it is that it is bargained over."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from accord.draft.actions import family
from accord.draft.amounts import Amount
from accord.draft.deeds import Deed
from accord.draft.nouns import (
    is_abstract,
)
from accord.draft.phrases import Phrase, clean

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(slots=True)
class Topic:
    """A thing negotiated: the phrases that deeds have for it, every other mention, and the amounts.

    `held`: the amounts of which the text says that they are what holds today; `asked`: those that a deed is about.
    """

    key: str
    evidence: list[tuple[Deed, Phrase]] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    named: list[Phrase] = field(default_factory=list)
    held: set[float] = field(default_factory=set)
    asked: set[float] = field(default_factory=set)

    @property
    def phrases(self) -> Counter[str]:
        """How often each phrase names it."""
        return Counter(clean(phrase.text) for _, phrase in self.evidence)

    @property
    def mentions(self) -> int:
        """In how many places the documents name it."""
        return len({(phrase.parsed.document.id, phrase.parsed.offset(phrase.head)) for phrase in self.named})

    @property
    def done(self) -> list[tuple[Deed, Phrase]]:
        """What is moved or refused with it, not what is thought of it or happens beside it."""
        return [(deed, phrase) for deed, phrase in self.evidence if deed.strong and phrase.near]

    @property
    def strength(self) -> float:
        """How sure it is that this is bargained over; below `_ENOUGH` it is left out.

        A sentence in which it is the very object of the bargaining counts one, any other in which something is done
        with it a little less, a list of what is demanded, offered or agreed one more, and so do amounts; a deed done to
        the thing itself (ended, opened, allowed), a second actor and further mentions count for a part.
        """
        done = self.done
        straight = {_place(deed) for deed, phrase in done if phrase.straight}
        near = {_place(deed) for deed, _ in done} - straight
        if not straight and not near:
            return 0.0
        listed = not is_abstract(self.key) and any(deed.listed for deed, phrase in done if phrase.straight)
        acted = any(acts_on(phrase) for _, phrase in done)
        actors = len({deed.actor for deed, _ in done if deed.actor is not None})
        own = len(straight) + 0.7 * len(near)
        spoken = all(_quoted(deed, phrase) for deed, phrase in done)
        told = own + listed + 0.7 * acted + 0.5 * (actors > 1) + 0.3 * min(max(self.mentions - 1, 0), 4)
        told += 1.0 * bool(self.amounts)
        return told - 0.8 * spoken - (1.7 if is_abstract(self.key) and not acted else 0.0)

    @property
    def weight(self) -> float:
        """How often and how strongly it is told of, in how many documents and by how many."""
        done = self.done
        actors = len({deed.actor for deed, _ in done if deed.actor is not None})
        texts = len({deed.parsed.document.id for deed, _ in done})
        return self.strength + len(done) + 0.5 * (len(self.evidence) - len(done)) + actors + texts


def _place(deed: Deed) -> tuple[str, int]:
    return deed.parsed.document.id, deed.sentence.start


def _quoted(deed: Deed, phrase: Phrase) -> bool:
    """Whether the phrase stands in somebody's own words, where images are at home; two or three marked words do not."""
    text, at = deed.parsed.text(deed.sentence.start, deed.sentence.end), deed.parsed.offset(phrase.first)
    return any(
        match.start() < at - deed.sentence.start < match.end() and len(match.group().split()) >= _OWN_WORDS
        for match in _QUOTES.finditer(text)
    )


_QUOTES = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)")


_OWN_WORDS = 6


def acts_on(phrase: Phrase) -> bool:
    """Whether the phrase or the verb over it names a deed that is done to a thing."""
    head, over = phrase.head, phrase.head.head
    if family(head.lemma_.lower()) is not None:
        return True
    if head.dep_ == "pobj" and over.lower_ == "from":  # "remove a land from its list"
        return over.head.pos_ == "VERB" and family(over.head.lemma_) is not None
    return (head.dep_ in {"dobj", "nsubjpass"} or begins(head)) and family(over.lemma_.lower()) is not None


def begins(thing: Token) -> bool:
    """Whether the thing itself begins or ends: "the corridor must open"."""
    return thing.dep_ == "nsubj" and thing.head.lemma_ in {
        "open",
        "reopen",
        "resume",
        "restart",
        "end",
        "stop",
        "cease",
    }
