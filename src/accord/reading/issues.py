"""Where a text speaks of the codebook's issues and options: cues, names, numbers, and comparisons with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from accord.negotiation import Issue, Negotiation, status_quo
from accord.reading.patterns import Word, place, stem, words

if TYPE_CHECKING:
    from spacy.tokens import Token

_NUMBERS = {
    name: str(value)
    for value, name in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "seventy": "70",
    "eighty": "80",
    "ninety": "90",
    "hundred": "100",
    "half": "0.5",
}
_NUMBERS |= {
    ten + unit: str(int(_NUMBERS[ten]) + n)
    for ten in "twenty thirty forty fifty sixty seventy eighty ninety".split()
    for n, unit in enumerate("one two three four five six seven eight nine".split(), 1)
}  # "thirty-six", its hyphen left out
NOTHING = frozenset("none no nothing nil zero never absent excluded without unchanged blocked".split())
_NOTHING_STEMS = frozenset(stem(word) for word in NOTHING)
_LESS = frozenset("less few fewer short shorter low lower small smaller little under below beneath".split())
_MORE = frozenset("more long longer high higher big bigger great greater large larger above over beyond exceed".split())
_BOUNDS = frozenset("under below beneath above beyond".split())
_SMALL = frozenset("a an the its their his her our any all some 's ?".split())
_MENTIONS = "accord_mentions"  # what a parse's words were found to speak of is kept with it
_JOINING = frozenset({"of", "for", "in", "on", "to", "from", "by"})


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that tell of an issue or one of its options; `named`: its id or name; `written`: as it stands there."""

    words: tuple[str, ...]
    issue: str
    option: str | None
    named: bool = False
    written: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that speaks of an issue; `bound` is `less` or `more` where it says less or more than the option."""

    issue: str
    option: str | None
    tokens: tuple[Token, ...]
    how: str
    bound: str | None = None

    @property
    def first(self) -> int:
        """Index of its first token in the parsed paragraph."""
        return self.tokens[0].i


@dataclass(frozen=True, slots=True)
class Codebook:
    """The cues of a negotiation, longest first; `by_word`: those that begin with a word."""

    negotiation: Negotiation
    cues: tuple[Cue, ...]
    owners: dict[tuple[str, ...], int]
    by_word: dict[str, tuple[int, ...]]

    def within(self, forms: set[str]) -> Iterator[Cue]:
        """The cues whose words are all among these forms, longest first."""
        called = {number for form in forms for number in self.by_word.get(form, ())}
        return (self.cues[number] for number in sorted(called) if forms.issuperset(self.cues[number].words))


class _Same:
    """A negotiation as a cache key: the same object, not an equal one."""

    def __init__(self, negotiation: Negotiation) -> None:
        self.negotiation = negotiation

    def __hash__(self) -> int:
        return id(self.negotiation)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.negotiation is self.negotiation


def codebook(negotiation: Negotiation) -> Codebook:
    """The negotiation's cues, ready to be found."""
    return _codebook(_Same(negotiation))


@lru_cache(maxsize=16)
def _codebook(key: _Same) -> Codebook:
    found: dict[tuple[tuple[str, ...], str, str | None], Cue] = {}
    for issue in key.negotiation.issues:
        for cue in _cues_of(issue):
            known = found.get((cue.words, cue.issue, cue.option))
            if cue.words and (known is None or known.named):
                found[cue.words, cue.issue, cue.option] = cue
    cues = sorted(
        found.values(), key=lambda cue: (-len(cue.words), cue.named, cue.option is None, cue.words, cue.issue)
    )
    owners: dict[tuple[str, ...], int] = {}
    for words_of in {(cue.words, cue.issue) for cue in cues if cue.option is not None}:
        owners[words_of[0]] = owners.get(words_of[0], 0) + 1
    by_word: dict[str, list[int]] = {}
    for number, cue in enumerate(cues):
        by_word.setdefault(cue.words[0], []).append(number)
    return Codebook(key.negotiation, tuple(cues), owners, {word: tuple(numbers) for word, numbers in by_word.items()})


def _cues_of(issue: Issue) -> Iterable[Cue]:
    for text in (issue.id, issue.name or ""):
        yield _cue(text, issue.id, None, named=True)
    for option in issue.options:
        yield _cue(option, issue.id, option, named=True)
    for key, texts in issue.cues.items():
        for text in texts:
            for variant in dict.fromkeys((text, text.replace("-", ""))):
                yield _cue(variant, issue.id, None if key == "issue" else key)


def _cue(text: str, issue: str, option: str | None, *, named: bool = False) -> Cue:
    written = _words_of(text)
    return Cue(tuple(_canonical(word) for word in written), issue, option, named, written)


def _normal(text: str) -> tuple[str, ...]:
    return tuple(_canonical(word) for word in _words_of(text))


def _words_of(text: str) -> tuple[str, ...]:
    text = (
        re.sub(r"(?<=\d),(?=\d)", "", text.lower().replace("’", "'"))
        .replace("%", " percent ")
        .replace("per cent", "percent")
    )
    return tuple(re.findall(r"[^\W_]+(?:[.'][^\W_]+)*", text))


@lru_cache(maxsize=1 << 16)
def _canonical(word: str) -> str:
    return _NUMBERS.get(word, stem(re.sub(r"'s$", "", word)))


@dataclass(frozen=True, slots=True)
class _Slot:
    """A word of the text for matching cues: its forms, and those of the hyphenated word that begins with it."""

    word: Word
    forms: frozenset[str]
    joined: str = ""
    width: int = 1


def _slots(sequence: Sequence[Word]) -> list[_Slot]:
    slots = []
    for i, word in enumerate(sequence):
        lower = re.sub(r"(?<=\d),(?=\d)", "", word.lower) if "," in word.lower else word.lower
        forms = _forms(lower, word.token.lemma_.lower(), word.forms)
        if lower == "%" or (lower == "cent" and i and sequence[i - 1].lower == "per"):
            forms |= {"percent"}
        joined, width = "", 1
        hyphened = i + 1 < len(sequence) and sequence[i + 1].token.i == word.token.i + 2
        if hyphened and word.token.nbor().text in "-‐‑":
            joined, width = _canonical(word.lower + sequence[i + 1].lower), 2
        slots.append(_Slot(word, forms, joined, width))
    return slots


@lru_cache(maxsize=1 << 16)
def _forms(lower: str, lemma: str, known: frozenset[str]) -> frozenset[str]:
    return frozenset({_canonical(lower), _canonical(lemma), *known})


def mentions(tokens: Iterable[Token], negotiation: Negotiation, context: Sequence[str] = ()) -> tuple[Mention, ...]:
    """Every mention of an issue or option in these tokens, in order; `context`: issues spoken of just before.

    The longest cue wins. An option's bare id counts only beside its issue, and an option cue that several issues share
    only beside one of them. A number alone stands for the option that bears it, where its issue is spoken of.
    """
    sequence = words(tokens)
    kept = place(sequence)
    if kept is None:
        return _mentions(sequence, negotiation, context)
    notes, where = kept
    known: dict[Any, tuple[Mention, ...]] = notes.setdefault(_MENTIONS, {})
    key = (_Same(negotiation), where, tuple(context))
    if key not in known:
        known[key] = _mentions(sequence, negotiation, context)
    return known[key]


def _mentions(sequence: Sequence[Word], negotiation: Negotiation, context: Sequence[str]) -> tuple[Mention, ...]:
    if not sequence:
        return ()
    book = codebook(negotiation)
    slots = _slots(sequence)
    if not context and not any(_calls(slot, book) for slot in slots):
        return ()
    taken: dict[int, str] = {}
    found: list[tuple[Cue, list[int]]] = []
    at = _by_form(slots)
    for cue in book.within(set(at)):
        for start in _starts(cue.words, at):
            places = _at(cue.words, slots, start)
            if (
                places
                and _as_written(cue, slots, places)
                and all(taken.get(i, cue.issue) == cue.issue for i in places)
                and not _counts_something_else(cue, slots, places, negotiation)
            ):
                found.append((cue, places))
                if cue.option is None or not cue.named:
                    taken.update(dict.fromkeys(places, cue.issue))
    spoken = {cue.issue for cue, _ in found if cue.option is None} | {
        cue.issue for cue, _ in found if cue.option is not None and not cue.named and book.owners[cue.words] == 1
    }
    kept = [(cue, places) for cue, places in found if _counts(cue, book, spoken, context)]
    kept = [(cue, places) for cue, places in kept if not _covered(cue, places, kept)]
    told = [_mention(cue, places, slots) for cue, places in kept]
    used = {i for _, places in kept for i in places}
    told += _bare_numbers(slots, used, book, [*sorted(spoken), *context])
    bounded = [_bounded(mention, slots, negotiation) for mention in told]
    return tuple(sorted(bounded, key=lambda mention: (mention.first, mention.option is None)))


def _calls(slot: _Slot, book: Codebook) -> bool:
    """Whether a cue may begin with this word."""
    return not book.by_word.keys().isdisjoint(slot.forms) or slot.joined in book.by_word


def _by_form(slots: Sequence[_Slot]) -> dict[str, list[int]]:
    """Where each form stands."""
    at: dict[str, list[int]] = {}
    for i, slot in enumerate(slots):
        for form in slot.forms | {slot.joined}:
            at.setdefault(form, []).append(i)
    return at


def _starts(cue: tuple[str, ...], at: Mapping[str, Sequence[int]]) -> Sequence[int]:
    """Where the cue can begin: at its first word, or at its last where two words are turned round."""
    first = at.get(cue[0], ())
    return sorted({*first, *at.get(cue[1], ())}) if len(cue) == 2 else first


def _as_written(cue: Cue, slots: Sequence[_Slot], places: Sequence[int]) -> bool:
    """Whether no attribute in -ed stands for a noun of the cue: `the shared waters` are no `share`."""
    if len(cue.written) != len(places):
        return True
    for word, at in zip(cue.written, places, strict=True):
        token = slots[at].word.token
        attribute = token.dep_ == "amod" and token.lower_.endswith("ed")
        if attribute and not word.endswith("ed") and token.lower_ != word:
            return False
    return True


def _at(cue: tuple[str, ...], slots: Sequence[_Slot], start: int) -> list[int]:
    """Positions of the cue's words from `start` on, or none: small words may stand between."""
    places, i = [], start
    for number, word in enumerate(cue):
        skipped = 0
        while (
            number and i < len(slots) and skipped < 2 and word not in slots[i].forms and slots[i].word.lower in _SMALL
        ):
            i, skipped = i + 1, skipped + 1
        if i < len(slots) and slots[i].joined == word:
            places += [i, i + 1]
            i += 2
        elif i < len(slots) and word in slots[i].forms:
            places.append(i)
            i += 1
        else:
            return _apart(cue, slots, start)
    return places


def _apart(cue: tuple[str, ...], slots: Sequence[_Slot], start: int) -> list[int]:
    """Positions of a two-word cue whose words stand apart: `rise in pay`, `two of the northern routes`."""
    if len(cue) != 2:
        return []
    first, last = cue
    if last in slots[start].forms and start + 1 < len(slots) and slots[start + 1].word.lower in _JOINING:
        return _turned(first, slots, start)
    if first not in slots[start].forms:
        return []
    number = first[:1].isdigit()
    for i in range(start + 1, min(start + (9 if number else 3), len(slots))):
        token = slots[i].word.token
        if last in slots[i].forms:
            return [start, i]
        if number and (slots[i].word.token.like_num or token.pos_ in {"VERB", "AUX", "PUNCT"}):
            return []
        if not number and token.pos_ not in {"ADJ", "NUM", "PROPN", "NOUN"}:
            return []
    return []


def _turned(first: str, slots: Sequence[_Slot], start: int) -> list[int]:
    """Positions of `rise in pay` for the cue `pay rise`: the first word comes after `of` or its like."""
    for i in range(start + 2, min(start + 5, len(slots))):
        if first in slots[i].forms:
            return [start, i]
        if slots[i].word.lower not in _SMALL and slots[i].word.token.pos_ not in {"ADJ", "NUM", "PROPN", "NOUN"}:
            return []
    return []


def _counts_something_else(cue: Cue, slots: Sequence[_Slot], places: Sequence[int], negotiation: Negotiation) -> bool:
    """Whether a cue that is a bare number counts things that are not the issue's: `five` in `five people`."""
    if len(cue.words) != 1 or not cue.words[0][:1].isdigit():
        return False
    token = slots[places[0]].word.token
    if token.dep_ != "nummod" and not (token.dep_ == "compound" and token.head.i > token.i):
        return False
    issue = negotiation.issue(cue.issue)
    own = {word for one in _cues_of(issue) for word in one.words}
    return not {stem(token.head.lower_), stem(token.head.lemma_)} & own


def _counts(cue: Cue, book: Codebook, spoken: set[str], context: Sequence[str]) -> bool:
    if cue.option is None:
        return True
    if cue.named and (len(cue.words) == 1 or _NOTHING_STEMS & set(cue.words)):
        return cue.issue in spoken and not set(cue.words) & _NOTHING_STEMS
    if book.owners[cue.words] > 1:
        return cue.issue in spoken or (not _rivals(cue, book) & spoken and cue.issue in context[:1])
    return True


def _rivals(cue: Cue, book: Codebook) -> set[str]:
    return {other.issue for other in book.cues if other.words == cue.words and other.issue != cue.issue}


def _covered(cue: Cue, places: Sequence[int], kept: Sequence[tuple[Cue, Sequence[int]]]) -> bool:
    """Whether a longer mention covers this one, or one of the same words says more."""
    for other, theirs in kept:
        if other is cue and theirs == places:
            continue
        if set(places) < set(theirs):
            return True
        if set(places) == set(theirs) and (
            cue.option is None and other.option is not None and other.issue == cue.issue
        ):
            return True
    return False


def _mention(cue: Cue, places: Sequence[int], slots: Sequence[_Slot]) -> Mention:
    tokens = tuple(slots[i].word.token for i in places)
    text = " ".join(token.text for token in tokens)
    how = f"{'its name' if cue.named else 'the cue'} '{text}'"
    return Mention(cue.issue, cue.option, tokens, how)


def _bare_numbers(slots: Sequence[_Slot], used: set[int], book: Codebook, issues: Sequence[str]) -> list[Mention]:
    """Numbers with no noun of their own (`settle at seven`), for the first issue spoken of with such an option."""
    found = []
    for i, slot in enumerate(slots):
        token = slot.word.token
        value = slot.joined if slot.joined.isdigit() else _canonical(slot.word.lower)
        if i in used or not value[:1].isdigit() or token.dep_ in {"nummod", "compound", "npadvmod", "appos"}:
            continue
        if slot.word.lower == "one" or token.ent_type_ in {"DATE", "TIME"}:
            continue
        for issue_id in issues:
            option = option_numbered(book.negotiation.issue(issue_id), value)
            if option is not None:
                found.append(
                    Mention(issue_id, option, (token,), f"the number '{token.text}' of {issue_id}, spoken of nearby")
                )
                break
    return found


def option_numbered(issue: Issue, value: str) -> str | None:
    """The one option of the issue whose id or cues bear this number."""
    having = [option for option in issue.options if value in _numbers_of(issue, option)]
    return having[0] if len(having) == 1 else None


def _numbers_of(issue: Issue, option: str) -> set[str]:
    own = _normal(option)
    of_cues = [word for text in issue.cues.get(option, ()) for word in _normal(text)]
    return {word for word in (*own, *of_cues) if word[:1].isdigit()}


def _bounded(mention: Mention, slots: Sequence[_Slot], negotiation: Negotiation) -> Mention:
    """The mention as what `less than` or `more than` before it makes of it: the next option on that side."""
    if mention.option is None:
        return mention
    at = next(i for i, slot in enumerate(slots) if slot.word.token.i == mention.first)
    before = slots[max(at - 4, 0) : at]
    lowers = [slot.word.lower for slot in before]
    bound = None
    for back, lower in enumerate(reversed(lowers)):
        if lower in _LESS | _MORE and ((lower in _BOUNDS and back <= 1) or "than" in lowers[len(lowers) - back :]):
            bound = "less" if lower in _LESS else "more"
            if len(lowers) > back + 1 and lowers[len(lowers) - back - 2] in {"no", "not"}:
                bound = None
            break
    if bound is None:
        return mention
    option = beside(negotiation.issue(mention.issue), mention.option, bound)
    return replace(mention, option=option, bound=bound, how=f"{mention.how}, {bound} than it")


def numbers_in(text: str) -> set[str]:
    """The numbers of a text or a name, in digits or as words, as plain digits: `pause_30` and `thirty days` have 30."""
    parts = re.findall(r"\d+(?:[.,]\d+)*|[^\W\d_]+", text.lower())
    found = {part.replace(",", "") for part in parts if part[0].isdigit()}
    return found | {_NUMBERS[part] for part in parts if part in _NUMBERS}


def beside(issue: Issue, option: str, bound: str) -> str | None:
    """The option next to this one on the lower (`less`) or higher side, by number where all have one, else by order."""
    if not issue.ordered:
        return None
    values = [_value(issue, o) for o in issue.options]
    known = [value for value in values if value is not None]
    rising = len(known) < 2 or known[0] <= known[-1]
    step = (1 if rising else -1) * (-1 if bound == "less" else 1)
    at = issue.options.index(option) + step
    return issue.options[at] if 0 <= at < len(issue.options) else None


def _value(issue: Issue, option: str) -> float | None:
    """The number that orders an option: the one in its id, else the greatest of the cues that set no bound."""
    told = [float(word) for word in _normal(option) if _float(word)]
    told = told or [float(number) for number in re.findall(r"\d+(?:\.\d+)?", option)]
    plain = [_normal(text) for text in issue.cues.get(option, ())]
    cued = [float(word) for text in plain if not set(text) & (_LESS | _MORE) for word in text if _float(word)]
    return max(told or cued, default=None)


def _float(text: str) -> bool:
    return bool(re.fullmatch(r"\d+(?:\.\d+)?", text))


def short_of(issue: Issue, option: str) -> str | None:
    """The nearest option that whoever holds out for `option` refuses: its neighbour towards the status quo.

    Where `option` is the status quo itself and stands at an end, its only neighbour.
    """
    if not issue.ordered:
        rest = [other for other in issue.options if other != option]
        return rest[0] if len(rest) == 1 else None
    at, start = issue.options.index(option), issue.options.index(status_quo(issue))
    if at != start:
        return issue.options[at - 1 if at > start else at + 1]
    near = [issue.options[i] for i in (at - 1, at + 1) if 0 <= i < len(issue.options)]
    return near[0] if len(near) == 1 else None


def is_nothing(option: str) -> bool:
    """Whether the option's id says there is none of it: `none`, `no_deal`, `without_quota`; not `fund_without_cap`."""
    parts = re.split(r"[_\W]+", option.lower())
    return bool((set(parts) - {"without"}) & NOTHING) or parts[0] == "without"


def meant(issue: Issue) -> str | None:
    """The option that the issue's bare name stands for: the only one beside `none` or its like."""
    some = [option for option in issue.options if not is_nothing(option)]
    return some[0] if len(some) == 1 and len(issue.options) > 1 else None


def nothing(issue: Issue) -> str | None:
    """The option that says there is none of it."""
    none = [option for option in issue.options if is_nothing(option)]
    return none[0] if len(none) == 1 else None
