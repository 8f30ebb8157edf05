"""Amounts in words or digits: "5 percent", "six years", "$1,200", "half of it", "until 2038", in order of size."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.tokens import Token

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty".split()
)
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SCALES = {
    "hundred": 100,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "m": 1e6,
    "bn": 1e9,
    "k": 1e3,
}
_VALUES = {word: float(value) for value, word in enumerate(_SMALL)} | {
    word: float(value) for word, value in _TENS.items()
}
_UNITS = frozenset(
    "percent % point year month week day hour dollar euro pound crown franc yen yuan rupee peso ruble "
    "rouble krona ton tonne barrel mile kilometer kilometre km hectare acre degree megawatt gigawatt cent "
    "meter metre million billion".split()
)
_SIGNS = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen"}
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.4, "year": 365.0}
_PARTS = {
    "half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1, "all": 1.0,
}  # fmt: skip
_YEAR = re.compile(r"(?:19|20|21)\d\d")
_DIGITS = re.compile(r"[$€£¥]?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(m|bn|k)?", re.IGNORECASE)


class Amount(NamedTuple):
    """A number of a unit, with the words it was written in."""

    value: float
    unit: str
    text: str

    @property
    def kind(self) -> str:
        """What it can be compared with: all times with each other, else amounts of its unit."""
        return "time" if self.unit in _DAYS else "percent" if self.unit in {"%", "part"} else self.unit

    @property
    def size(self) -> float:
        """The number by which amounts of one kind are put in order."""
        return self.value * (100.0 if self.unit == "part" else _DAYS.get(self.unit, 1.0))

    @property
    def option(self) -> str:
        """The amount as an option's name: small whole numbers in words."""
        if self.unit in {"part", "until"}:
            return re.sub(r"\W+", "_", self.text.split(" of ")[0])
        whole = int(self.value) if self.value == int(self.value) else None
        number = _SMALL[whole] if whole is not None and whole <= 20 else f"{self.value:g}".replace(".", "_")
        if whole is not None and whole > 20:
            number = _short(whole)
        unit = "percent" if self.unit in {"percent", "%"} else self.unit + ("" if whole == 1 else "s")
        return re.sub(r"\W+", "_", f"{number}_{unit}")

    @property
    def cues(self) -> tuple[str, ...]:
        """The amount as documents write it: in words and in digits."""
        if self.value >= 1e6 or self.unit in {"part", "until"}:
            return (self.text,)
        number = f"{self.value:,g}"
        unit = "percent" if self.unit in {"percent", "%"} else self.unit + ("" if self.value == 1 else "s")
        found = [self.text, f"{number} {unit}"]
        if self.value == int(self.value) and self.value <= 20:
            found.append(f"{_SMALL[int(self.value)]} {unit}")
        if unit == "percent":
            found.append(f"{number}%")
        long = [text for text in dict.fromkeys(found) if not re.fullmatch(r"\d{1,2}", text)]  # a bare "12" is anything
        return tuple(long or found)


def is_unit(word: str) -> bool:
    """Whether the noun measures and is no thing itself."""
    return word in _UNITS or word.rstrip("s") in _UNITS


def amount_of(head: Token) -> Amount | None:
    """The amount that a noun phrase with this head tells; None where it counts nothing."""
    special = _money(head) or _until(head) or _part(head)
    if special is not None:
        return special
    for child in head.lefts:
        unit = (
            child if is_unit(child.lemma_.lower()) and child.dep_ in {"compound", "nmod", "npadvmod", "amod"} else head
        )
        numbers = [token for token in child.subtree if number_of(token) is not None]
        if child.dep_ in {"nummod", "quantmod", "amod", "compound", "nmod", "npadvmod"} and numbers:
            return _amount(numbers, unit)
    return _bare(head)


def _amount(numbers: list[Token], unit: Token) -> Amount | None:
    values = [value for token in numbers if (value := number_of(token)) is not None]
    value = values[0]
    for scale in numbers[1:]:
        value *= _SCALES.get(scale.lower_, 1.0)
    sign = next(
        (_SIGNS[token.text] for token in numbers[0].doc[max(numbers[0].i - 1, 0) : unit.i] if token.text in _SIGNS), ""
    )
    per = unit.lower_ == "cent" and unit.i > 0 and unit.nbor(-1).lower_ == "per"
    word = sign or ("percent" if per else unit.lemma_.lower())
    unit = numbers[-1] if sign else unit
    first, last = min(numbers[0].i, unit.i), max(numbers[-1].i, unit.i)
    if last - first > 4:
        return None
    return Amount(value, "percent" if word == "%" else word, " ".join(unit.doc[first : last + 1].text.split()).lower())


def _money(head: Token) -> Amount | None:
    """A number with the sign of its currency: "$1,500", "£90 million"."""
    if number_of(head) is None and head.lower_ not in _SCALES:
        return None
    sign = next((token for token in head.lefts if token.text in _SIGNS), None)
    numbers = [] if sign is None else [one for one in head.doc[sign.i + 1 : head.i + 1] if number_of(one) is not None]
    if sign is None or not numbers or head.i - sign.i > 3:
        return None
    value = number_of(numbers[0]) or 0.0
    for scale in numbers[1:]:
        value *= _SCALES.get(scale.lower_, 1.0)
    return Amount(value, _SIGNS[sign.text], " ".join(head.doc[sign.i : head.i + 1].text.split()).lower())


def _bare(head: Token) -> Amount | None:
    """A number alone, of what was named before: "from 35,000 to 50,000"."""
    value = number_of(head) if head.pos_ == "NUM" and head.dep_ in {"pobj", "dobj", "appos", "attr"} else None
    return Amount(value, BARE, head.lower_) if value is not None and value > 1 else None


BARE = "#"  # the unit of a number alone


def _until(head: Token) -> Amount | None:
    """A last year: "until 2038"."""
    if head.dep_ != "pobj" or head.head.lower_ not in {"until", "till"} or not _YEAR.fullmatch(head.text):
        return None
    return Amount(float(head.text), "until", f"until {head.text}")


def _part(head: Token) -> Amount | None:
    """A part of a thing: "half of the revenue", "two-thirds of it", "all of the proceeds"."""
    word = head.lemma_.lower()
    of = any(child.lower_ == "of" for child in head.children)
    counted = any(number_of(child) is not None for child in head.lefts)  # "two-thirds"
    alone = word == "half" and head.dep_ in {"dobj", "nsubj", "nsubjpass"}
    if word not in _PARTS or not (of or counted or alone):
        return None
    count = next((value for child in head.lefts if (value := number_of(child)) is not None), 1.0)
    first = head.doc[head.left_edge.i] if number_of(head.left_edge) is not None else head
    behind = [one for child in head.rights if child.lower_ == "of" for one in child.children if one.dep_ == "pobj"]
    last = behind[0].i if behind and behind[0].i - head.i <= _OF_IT else head.i
    return Amount(count * _PARTS[word], "part", " ".join(head.doc[first.i : last + 1].text.split()).lower())


_OF_IT = 4  # tokens of "half of the revenue" behind its first


def number_of(token: Token) -> float | None:
    """The value of a number word or of digits; a year such as 2031 is none."""
    word = token.lower_
    if word in _VALUES:
        return _VALUES[word]
    match = _DIGITS.fullmatch(word)
    if match is None:
        return _SCALES.get(word) if word in {"million", "billion", "thousand", "hundred"} else None
    value = float(match.group(1).replace(",", "") + (match.group(2) or ""))
    if re.fullmatch(r"(?:19|20|21)\d\d", word):
        return None
    return value * _SCALES.get((match.group(3) or "").lower(), 1.0)


def _short(whole: int) -> str:
    for scale, letter in ((10**9, "billion"), (10**6, "million")):
        if whole >= scale and whole % (scale // 10) == 0:
            return f"{whole / scale:g}_{letter}".replace(".", "_")
    return str(whole)
