"""The tracks: one table, or a second for two of the parties where the text tells of levels or of bilateral matters."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from accord.draft.actors import Cast
from accord.draft.parties import Seat, shortened
from accord.draft.things import Topic
from accord.negotiation import Track
from accord.reading.parsed import Parsed, Sentence

_APART = re.compile(
    r"\b(?:bilateral|two (?:distinct |separate |different |parallel )?(?:levels|tracks|tables)|"
    r"second (?:track|table|level)|side (?:talks|deals?|agreements?)|"
    r"(?:distinct|separate|parallel) (?:\w+ )?(?:levels|tracks?|talks|tables?|negotiations?|relations|deals?|"
    r"agreements?|meetings?|sessions?|channels?|discussions?|rounds?)|"
    r"unrelated to|privately offered|back ?channel|without linking)\b",
    re.IGNORECASE,
)
_MOST_SEATED = 8


def tracks(seated: Sequence[Seat], documents: Iterable[Parsed], found: Cast) -> tuple[Track, ...]:
    """The tables; the first seats every principal (and, with fewer than two, everybody)."""
    at_table = [seat for seat in seated if seat.party.role == "principal"]
    everyone = at_table if len(at_table) >= 2 else list(seated)
    main = Track(
        id="talks", parties=tuple(seat.party.id for seat in everyone[:_MOST_SEATED]), drafted=True, origin="guess"
    )
    if len(everyone) < 3:
        return (main,)
    pair = _pair_apart(everyone, documents, found)
    if pair is None:
        return (main,)
    first, second, quote = pair
    ids = {seat.key: seat.party.id for seat in seated}
    side = Track(id="bilateral", parties=(ids[first], ids[second]), drafted=True, origin=shortened(quote))
    return (main, side)


def track_of(topic: Topic, tables: Sequence[Track], ids: Mapping[str, str], found: Cast) -> str:
    """The second table where the sentences that name the topic name its two parties and hardly anybody else.

    A sentence in which a thing is demanded or offered counts twice; so does a third party at whom it is directed.
    """
    if len(tables) < 2:
        return tables[0].id
    seated, others = set(tables[1].parties), set(tables[0].parties) - set(tables[1].parties)
    done = {(deed.parsed.document.id, deed.sentence.start) for deed, _ in topic.done}
    phrases = [*(phrase for _, phrase in topic.evidence), *topic.named]
    sentences = {(one.parsed.document.id, one.sentence.start): one for one in phrases}
    often = Counter(found.at.values())
    by_id = {id: key for key, id in ids.items()}
    own = min(tables[1].parties, key=lambda id: (often[by_id[id]], id))  # the one that the rest is less about
    both = other = 0.0
    theirs = False
    for place, phrase in sorted(sentences.items()):
        named = {ids[key] for key in _named(phrase.sentence, phrase.parsed, found) if key in ids}
        times = 1 + (place in done)
        other += times * bool(named & others)
        both += times * (bool(named) and named <= seated) * (1.0 if own in named else 0.4)
        theirs = theirs or own in named
    if not theirs:
        return tables[0].id
    return tables[1].id if both > 2 * other else tables[0].id


def _pair_apart(seated: Sequence[Seat], documents: Iterable[Parsed], found: Cast) -> tuple[str, str, str] | None:
    """The two parties named most often in sentences that set a matter apart, and the first such sentence."""
    keys = {seat.key for seat in seated}
    pairs: Counter[tuple[str, str]] = Counter()
    quotes: dict[tuple[str, str], str] = {}
    for parsed in documents:
        for sentence in parsed.sentences:
            text = parsed.text(sentence.start, sentence.end)
            if _APART.search(text):
                named = sorted(set(_taking_part(sentence, parsed, found)) & keys)
                for pair in itertools.combinations(named, 2):
                    pairs[pair] += 1
                    quotes.setdefault(pair, " ".join(text.split()))
    if not pairs:
        return None
    (first, second), _ = min(pairs.items(), key=lambda item: (-item[1], item[0]))
    return first, second, quotes[first, second]


def _taking_part(sentence: Sentence, parsed: Parsed, found: Cast) -> list[str]:
    """The actors named as doing something, not as the place or the matter ("the war in A-land")."""
    matter = {"in", "on", "to", "about", "regarding", "of", "over", "from"}
    named = []
    for token in sentence.span:
        key = found.actor(parsed, token)
        of_people = token.head.head.lemma_.lower() in _PEOPLE  # "officials from A-land"
        if key is not None and (of_people or not (token.dep_ == "pobj" and token.head.lower_ in matter)):
            named.append(key)
    return named


_PEOPLE = frozenset({"official", "delegation", "envoy", "minister", "negotiator", "diplomat", "team", "delegate"})


def _named(sentence: Sentence, parsed: Parsed, found: Cast) -> list[str]:
    return [key for token in sentence.span if (key := found.actor(parsed, token)) is not None]
