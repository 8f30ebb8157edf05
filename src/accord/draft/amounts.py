"""Amounts in words or digits: "5 percent", "six years", "1,200 crowns per nurse", in numeric order."""

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
    "million billion".split()
)
_DIGITS = re.compile(r"[$€£¥]?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(m|bn|k)?", re.IGNORECASE)


class Amount(NamedTuple):
    """A number of a unit, with the words it was written in."""

    value: float
    unit: str
    text: str

    @property
    def option(self) -> str:
        """The amount as an option's name: small whole numbers in words."""
        whole = int(self.value) if self.value == int(self.value) else None
        number = _SMALL[whole] if whole is not None and whole <= 20 else f"{self.value:g}".replace(".", "_")
        if whole is not None and whole > 20:
            number = _short(whole)
        unit = "percent" if self.unit in {"percent", "%"} else self.unit + ("" if whole == 1 else "s")
        return re.sub(r"\W+", "_", f"{number}_{unit}")

    @property
    def cues(self) -> tuple[str, ...]:
        """The amount as documents write it: in words and in digits."""
        if self.value >= 1e6:
            return (self.text,)
        number = f"{self.value:,g}"
        unit = "percent" if self.unit in {"percent", "%"} else self.unit + ("" if self.value == 1 else "s")
        found = [self.text, f"{number} {unit}"]
        if self.value == int(self.value) and self.value <= 20:
            found.append(f"{_SMALL[int(self.value)]} {unit}")
        if unit == "percent":
            found.append(f"{number}%")
        return tuple(dict.fromkeys(found))


def is_unit(word: str) -> bool:
    """Whether the noun measures and is no thing itself."""
    return word in _UNITS or word.rstrip("s") in _UNITS


def amount_of(head: Token) -> Amount | None:
    """The amount that a noun phrase with this head tells; None where it counts nothing."""
    for child in head.lefts:
        unit = (
            child if is_unit(child.lemma_.lower()) and child.dep_ in {"compound", "nmod", "npadvmod", "amod"} else head
        )
        numbers = [token for token in child.subtree if number_of(token) is not None]
        if child.dep_ in {"nummod", "quantmod", "amod", "compound", "nmod", "npadvmod"} and numbers:
            return _amount(numbers, unit)
    return None


def _amount(numbers: list[Token], unit: Token) -> Amount | None:
    values = [value for token in numbers if (value := number_of(token)) is not None]
    value = values[0]
    for scale in numbers[1:]:
        value *= _SCALES.get(scale.lower_, 1.0)
    word = unit.lemma_.lower()
    first, last = min(numbers[0].i, unit.i), max(numbers[-1].i, unit.i)
    if last - first > 4:
        return None
    return Amount(value, "percent" if word == "%" else word, " ".join(unit.doc[first : last + 1].text.split()).lower())


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
