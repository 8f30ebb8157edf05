"""How a thing can be settled: amounts in order, a half and a whole measure, or an end to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accord.draft.actions import MADE, Family, done, family, verb_of
from accord.draft.amounts import Amount, amount_of, is_unit
from accord.draft.nouns import BY_ITSELF, HALF, WHOLE, is_light, known_as, whole_word
from accord.draft.phrases import Phrase, clean
from accord.draft.things import Topic, begins

if TYPE_CHECKING:
    from spacy.tokens import Token

MOST_OPTIONS = 4


@dataclass(frozen=True, slots=True)
class Options:
    """Options in order with their cues, and the one that holds when the talks begin."""

    names: tuple[str, ...]
    cues: dict[str, tuple[str, ...]]
    start: str


def options(topic: Topic, most: int = MOST_OPTIONS) -> Options:
    """The options that the documents speak of, of amounts the `most` most told of."""
    degrees = _degrees(topic)
    amounts = _amounts(topic, most)
    if {degree for degree, _ in degrees.values()} == {1, 2}:
        return _by_degree(degrees)
    if len(amounts) > 1:
        return _by_amount(topic, amounts)
    if amounts and amounts[0].size in topic.held:
        amounts = []  # what holds today, and nothing is asked for in its stead
    by_itself = topic.evidence[0][1].head
    if by_itself.pos_ == "VERB":
        told = tuple(dict.fromkeys((by_itself.lemma_.lower(), BY_ITSELF[by_itself.lemma_.lower()])))
        return Options(
            ("none", slug(done(by_itself.lemma_.lower()))), {slug(done(by_itself.lemma_.lower())): told}, "none"
        )
    if amounts and amounts[0].kind == "until":
        return _by_amount(topic, amounts)
    settled = _by_deed(topic) if by_itself.pos_ != "PROPN" else None
    if settled is not None:
        return settled
    if amounts:
        return _by_amount(topic, amounts)
    return _by_degree(degrees) if set(degrees) - {"total"} else _yes_or_no(topic)  # "the total catch" is no settlement


def key_token(topic: Topic, phrase: Phrase) -> Token:
    """The token of the phrase that is the thing itself."""
    if phrase.head.pos_ == "PROPN":
        return phrase.head
    for token in (phrase.head, *phrase.head.subtree):
        joined = any(one.dep_ == "conj" for one in (token, *token.ancestors) if one.i > phrase.head.i)
        if known_as(token) == topic.key and not joined:
            return token
    return phrase.head


def core(topic: Topic, phrase: Phrase) -> str:
    """The thing's shortest name in the phrase: its word with the nouns before it, and the light noun after it."""
    token = key_token(topic, phrase)
    if token.pos_ in {"PROPN", "VERB"} and token.tag_ != "VBG":
        return topic.key
    first = token
    for child in reversed(list(token.lefts)):
        if len(child.text) < _SHORTEST or is_unit(child.lower_):
            break  # the "m" of "90m", the "percent" of a "percent raise"
        light = child.dep_ == "amod" and is_light(whole_word(token))  # "light goods"
        if not light and (child.dep_ not in {"compound", "nmod"} or child.i < first.i - 2 or child.pos_ != "NOUN"):
            if child.text == "-":
                continue
            break
        first = child.doc[child.left_edge.i] if child.left_edge.pos_ in {"NOUN", "ADJ"} else child
    while first.i >= 2 and first.nbor(-1).text == "-" and not first.nbor(-1).whitespace_:
        first = first.nbor(-2)
    last = phrase.head if phrase.head.i > token.i and phrase.head.i - token.i <= 2 else token
    return clean(phrase.parsed.text(phrase.parsed.offset(first), phrase.parsed.end(last)))


_SHORTEST = 3


def _amounts(topic: Topic, most: int) -> list[Amount]:
    """The amounts of the unit most used, each once, in numeric order."""
    kinds = Counter(amount.kind for amount in topic.amounts)
    for kind in list(kinds):
        counts = {amount.size for amount in topic.amounts if amount.kind == kind}
        counted = kind == topic.key and (len(counts) > 1 or _asked_in_number(topic))
        several = len(counts) > 1 and bool(counts & topic.asked)  # "limit the fleet to 30 aircraft ... 12 aircraft"
        if not (is_unit(kind) or kind in {"time", "until"} or counted or several):
            del kinds[kind]  # "the nine ports": a number of things that nobody bargains over
    if not kinds:
        return []
    kind = min(kinds, key=lambda one: (-kinds[one], one))
    often = Counter(amount.size for amount in topic.amounts if amount.kind == kind)
    often.update({size: _ASKED for size in often if size in topic.asked})
    sizes = sorted(sorted(often, key=lambda size: (-often[size], size))[:most])
    first = {amount.size: amount for amount in reversed(topic.amounts) if amount.kind == kind}
    return [first[size] for size in sizes]


_ASKED = 3  # how many mentions it is worth that an amount was demanded, offered or refused


def _asked_in_number(topic: Topic) -> bool:
    """Whether a number of the thing is the very object of bargaining: "demanded two seats", not "the two ports"."""
    objects = [phrase.head for deed, phrase in topic.done if phrase.straight and not _is_definite(phrase.head)]
    return any(amount_of(head) is not None for head in objects)


def _is_definite(head: Token) -> bool:
    return any(child.dep_ in {"det", "poss"} and child.lower_ not in {"a", "an", "all"} for child in head.children)


def _by_amount(topic: Topic, amounts: list[Amount]) -> Options:
    names = [amount.option for amount in amounts]
    cues = {amount.option: amount.cues for amount in amounts}
    held = [amount.option for amount in amounts if amount.size in topic.held]
    lasts = amounts[0].kind == "time" and len(amounts) > 2 and not _has_length(topic)
    whole = {word: told for word, (degree, told) in _degrees(topic).items() if degree == 2}
    if whole and amounts[0].kind == "time" and len(names) <= MOST_OPTIONS:  # "a 45-day truce", "an open-ended truce"
        best = max(whole, key=lambda word: len(whole[word]))
        names.append(slug(best))
        cues[slug(best)] = tuple(dict.fromkeys(text for told in whole.values() for text in told))[:4]
    if held or lasts:
        return Options(tuple(names), cues, held[0] if held else names[0])
    return Options(("none", *names), cues, "none")


def _has_length(topic: Topic) -> bool:
    """Whether a length of time is the thing's own: "a 45-day truce", not "extend the filling to six years"."""
    own = [amount_of(phrase.head) for phrase in topic.named]
    return any(amount is not None and amount.kind == "time" for amount in own)


def _degrees(topic: Topic) -> dict[str, tuple[int, list[str]]]:
    """Adjectives of degree on the thing: 1 for a half measure, 2 for a whole one, with the phrases they stand in."""
    found: dict[str, tuple[int, list[str]]] = {}
    for phrase in (*(phrase for _, phrase in topic.evidence), *topic.named):
        token = key_token(topic, phrase)
        for child in (*token.lefts, *phrase.head.lefts):
            word = whole_word(child) if child.text != "-" else ""
            degree = 1 if word in HALF else 2 if word in WHOLE else 0
            if degree:
                text = clean(
                    phrase.parsed.text(phrase.parsed.offset(child), phrase.parsed.end(max(token, phrase.head)))
                )
                found.setdefault(word, (degree, []))[1].append(text)
    return found


def _by_degree(degrees: dict[str, tuple[int, list[str]]]) -> Options:
    """None, a half measure and a whole one, as far as the text has words for them."""
    chosen: dict[str, tuple[str, ...]] = {}
    for wanted in (1, 2):
        words = [word for word, (degree, _) in degrees.items() if degree == wanted]
        if words:
            best = max(words, key=lambda word: len(degrees[word][1]))
            chosen[slug(best)] = tuple(dict.fromkeys(text for word in words for text in degrees[word][1]))[:4]
    return Options(("none", *chosen), chosen, "none")


def _by_deed(topic: Topic) -> Options | None:
    """What is to be done with the thing: `kept` or `ended`, `barred` or `allowed`, `unchanged` or `lowered`."""
    found: dict[str, list[tuple[str, str]]] = {}
    for deed, phrase in topic.evidence:
        token = key_token(topic, phrase)
        words = [
            (verb, word)
            for word in _doing(phrase, token, deed.hit.anchor.i)
            if (verb := verb_of(word)) and family(verb)
        ]
        if words:
            plain = [pair for pair in words if family(pair[0]) != MADE]
            verb, word = (plain or words)[-1]  # "provide relief": what is done is the relief
            text = phrase.parsed.text(phrase.parsed.offset(min(word, token)), phrase.parsed.end(max(word, token)))
            particle = next((f"_{one.lower_}" for one in word.children if one.dep_ == "prt"), "")
            found.setdefault(done(word.lemma_.lower()) + particle, []).append((verb, clean(text)))
    kinds = {option: kind for option, told in found.items() if (kind := family(told[0][0])) is not None}
    if not kinds:
        return None
    often = Counter({kind.start: 0 for kind in kinds.values()})
    for option, kind in kinds.items():
        often[_standing(kind)] += len(found[option])
    start = min(often, key=lambda name: (-often[name], name))
    chosen = [option for option, kind in kinds.items() if _standing(kind) == start]
    best = {kinds[option].degree: option for option in sorted(chosen, key=lambda name: (len(found[name]), name))}
    starts = {kinds[option].start for option in best.values()}
    first = next(iter(starts)) if len(starts) == 1 else "continued" if "continued" in starts else "kept"
    names = tuple(best[degree] for degree in sorted(best))
    if starts == {"shut"} and _stays_open(topic):
        return Options(("shut", "kept_open"), _deed_cues(("kept_open",), {"kept_open": found[names[-1]]}), "kept_open")
    if starts == {"unchanged"} and len(names) == 2:
        return Options((names[0], first, names[1]), _deed_cues(names, found), first)
    return Options((first, *names), _deed_cues(names, found), first)


def _stays_open(topic: Topic) -> bool:
    """Whether the thing is open and is to stay so: "keep the plant open"."""
    return any(
        phrase.head.i + 1 < len(phrase.head.doc)
        and phrase.head.nbor().lower_ == "open"
        and phrase.head.head.lemma_ in {"keep", "stay", "remain", "leave"}
        for _, phrase in topic.evidence
    )


def _standing(kind: Family) -> str:
    """The name under which kinds that change what is there are counted together."""
    there = kind.start in {"kept", "continued"} or (kind.start == "unchanged" and kind.degree == 1)
    return "there" if there else kind.start


def _deed_cues(names: Iterable[str], found: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, tuple[str, ...]]:
    texts = {name: [matching(text) for _, text in found[name] if len(text.split()) <= _LONGEST] for name in names}
    cues = {name: tuple(dict.fromkeys(text for text in texts[name] if " " in text))[:4] for name in names}
    return {name: told for name, told in cues.items() if told}


def matching(text: str) -> str:
    """The words up to an owner's mark: a cue is matched word by word, and the mark is a word of the text alone."""
    cut = re.split(r"['’]s\b|['’](?= )", text)[0].strip()
    broken = re.search(r"\d[^\W\d]", cut) is not None  # "£90m" is three words to the parser
    return cut if not broken and (cut == text or len(cut.split()) > _FEWEST) else ""


_FEWEST = 2
_LONGEST = 9  # words


def _doing(phrase: Phrase, token: Token, anchor: int) -> list[Token]:
    """The verb that governs the thing and the light noun before it ("end to", "suspension of")."""
    here = phrase.head
    while here.dep_ == "conj":
        here = here.head
    over = here.head
    found = [phrase.head] if phrase.head.i != token.i and phrase.head.i < token.i else []
    if over.dep_ == "prep":
        found += _before_preposition(over)
    elif over.pos_ == "VERB" and (here.dep_ in {"dobj", "nsubjpass"} or begins(here)) and _not_of_a_stand(over, anchor):
        found.append(over)
    if phrase.head.i + 1 < len(phrase.head.doc) and phrase.head.nbor().lower_ in {"open", "opened", "reopened"}:
        found.append(phrase.head.nbor())  # "wants the crossing open"
    return [word for word in found if word.i != token.i and not _means_else(word)]


def _means_else(word: Token) -> bool:
    """Whether the noun is part of "in return for"."""
    return word.dep_ == "pobj" and word.head.lower_ == "in" and word.lower_ in {"return", "exchange"}


def _before_preposition(over: Token) -> list[Token]:
    """The noun before the preposition ("relief from sanctions"), else the verb that takes something from the thing."""
    noun = over.nbor(-1) if over.i else over
    if over.head.pos_ == "NOUN":
        return [over.head]
    if noun.pos_ == "NOUN" and family(noun.lemma_.lower()) is not None:
        return [noun]
    return [over.head] if over.lower_ == "from" and over.head.pos_ == "VERB" else []


def _not_of_a_stand(verb: Token, anchor: int) -> bool:
    """Whether the verb is done to the thing, not to a demand for it ("drop" in "dropped its request")."""
    return not any(child.lemma_ in {"demand", "request", "call", "claim", "insistence"} for child in verb.children)


def _yes_or_no(topic: Topic) -> Options:
    head = topic.evidence[0][1].head
    if head.pos_ == "PROPN":
        return _with_a_name(topic, head)
    phrases = [matching(text) for text, _ in topic.phrases.most_common(6)]
    cues = [text for text in phrases if topic.key in text.replace("-", "")]
    return Options(("none", "agreed"), {"agreed": tuple(cues[:4] or [issue_name(topic)])}, "none")


def _with_a_name(topic: Topic, head: Token) -> Options:
    """What is to be done with a name: joined, or never to be joined, as the text has it."""
    never = next((one for one in head.head.children if one.dep_ == "neg" or one.lower_ == "never"), None)
    if never is None:
        participle = done(head.head.lemma_.lower()) if family(head.head.lemma_.lower()) else "agreed"
        return Options(
            ("none", participle), {participle: (f"{head.head.lemma_.lower()} {_whole_name(head).lower()}",)}, "none"
        )
    name, verb = _whole_name(head).lower(), head.head
    cues = (
        f"{never.lower_} {verb.lower_} {name}",
        f"not {verb.lemma_.lower()} {name}",
        f"never {verb.lemma_.lower()} {name}",
    )
    return Options(("open", "ruled_out"), {"ruled_out": tuple(dict.fromkeys(cues))}, "open")


def _whole_name(head: Token) -> str:
    """The name with the words before it that belong to it."""
    return " ".join([one.text for one in head.lefts if one.dep_ == "compound"] + [head.text])


def issue_name(topic: Topic) -> str:
    """The name most used for the thing, a fuller one before a bare word."""
    head = topic.evidence[0][1].head
    if head.pos_ == "VERB":
        return topic.key
    if head.pos_ == "PROPN":
        return f"{head.head.lemma_.lower()} {_whole_name(head)}"
    cores = Counter(core(topic, phrase) for _, phrase in topic.evidence)
    fitting = [text for text in cores if _fits(text)]
    if not fitting:
        return topic.key
    return min(fitting, key=lambda text: (-cores[text] - 1.0 * (len(text.split()) > 1), len(text), text))


def issue_cues(topic: Topic, settled: Options) -> tuple[str, ...]:
    """The names the documents have for the thing, most used first; none hides the words of one of its options."""
    head = topic.evidence[0][1].head
    if head.pos_ == "VERB":
        return (topic.key, head.lemma_.lower())
    if head.pos_ == "PROPN":
        name = _whole_name(head).lower()
        joined = (f"{name} membership", f"membership of {name}") if head.head.lemma_ == "join" else ()
        return (f"{head.head.lemma_.lower()} {name}", *joined)
    own = {word for option in settled.cues for text in settled.cues[option] for word in (text,)}
    cores = Counter(core(topic, phrase) for _, phrase in topic.evidence)
    fitting = [text for text, _ in cores.most_common() if _fits(text)]
    clear = [text for text in fitting if not any(f"{cue} " in text for cue in own)]
    return tuple(clear[:6]) or (fitting[0] if fitting else clean(topic.evidence[0][1].head.text),)


def _fits(text: str) -> bool:
    return 2 < len(text) <= 40 and len(text.split()) <= 4 and not re.search(r"['’]", text)


def slug(text: str) -> str:
    """The text as a short name: small letters, digits and underscores."""
    return re.sub(r"[^\w]+", "_", text.lower()).strip("_")[:40] or "thing"
