"""Whether a sentence says that two tables are kept apart, or that one hangs on the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from accord.reading.claims import track_in
from accord.reading.grammar import negation
from accord.reading.holders import Here, named_in
from accord.reading.issues import mentions
from accord.reading.lexicon import hits
from accord.reading.patterns import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_TABLES = frozenset("track table level channel path agenda question issue talk negotiation file strand process".split())


def tracks_told(tokens: Sequence[Token], place: Here) -> str | None:
    """`separate: ...` or `linked: ...` with the words that tell it; None where the sentence tells neither.

    Only where the negotiation has two tracks, and the sentence names two of its parties, a track, an issue or a table.
    What keeps matters apart decides where both are told ("without linking the two").
    """
    if len(place.negotiation.tracks) < 2:
        return None
    sequence = words(tokens)
    for part, denied in (("separate", "linked"), ("linked", "separate")):
        for _, match in hits("narration", sequence, part):
            own = [sequence[i].token for i in range(match.start, match.end)]
            if not _at_table(tokens, place):
                return None
            no = negation(match.anchor)
            turned = no is not None and tokens[0].i <= no.i < own[0].i
            return f"{denied if turned else part}: {' '.join(token.text for token in own)}"
    return None


def _at_table(tokens: Sequence[Token], place: Here) -> bool:
    if any(token.lemma_.lower() in _TABLES for token in tokens) and named_in(tokens, place):
        return True
    if len(named_in(tokens, place)) > 1 or track_in(tokens, place) is not None:
        return True
    return bool(mentions(tokens, place.negotiation))
