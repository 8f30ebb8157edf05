"""What a text says of a person beside the name: role, organisation, and from what chair that makes somebody speak."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accord.reading.people import Gender, NameRun
from accord.reading.wordlists import words
from accord.statements import Authority

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_STOPS = frozenset(',.;:()"—–?!') | {"--"}
_PRONOUNS = frozenset("its his her their our my the a an one this that mr ms dr".split())
_RELATIVE = frozenset({"who", "whose", "whom"})
_CAPITALS = re.compile(r"(?:[A-ZÀ-Þ][\w.&’'-]*)(?:\s+(?:of|for|on|and|the|a|de|&|[A-ZÀ-Þ][\w.&’'-]*))*")
_WHOSE = re.compile(r"(?i)^\s*(?:his|her)\s+")
_TAIL = re.compile(r"(?:\s+(?:of|for|on|and|the|a|de|&))+$")


@dataclass(frozen=True, slots=True)
class Portrait:
    """A description beside a name: the words, and those that tell of bodies (in order of trust)."""

    text: str
    bodies: tuple[str, ...] = ()
    clause: bool = False


def portraits(doc: Doc, run: NameRun) -> tuple[Portrait, ...]:
    """The descriptions that stand beside this name."""
    found = [_behind(doc, run), _of(doc, run), _before(doc, run), _before_comma(doc, run), _copula(doc, run)]
    return tuple(p for p in found if p is not None)


def role_words(text: str) -> set[str]:
    """The words of a text by which roles are known, plural taken off, and pairs of words."""
    parts = [re.sub(r"['’]s?$", "", w) for w in re.findall(r"[^\W\d_][\w'’-]*", text.casefold())]
    singular = {p[:-1] if p.endswith("s") and not p.endswith("ss") else p for p in parts}
    return set(parts) | singular | {f"{a} {b}" for a, b in itertools.pairwise(parts)}


def is_role(text: str) -> bool:
    """Whether the words name a role."""
    here = role_words(text)
    return any(here & words("roles", kind) for kind in ("principal", "negotiator", "official", "expert", "bystander"))


def is_former(text: str) -> bool:
    """Whether the words set the role in the past."""
    return bool(role_words(text) & words("roles", "former"))


def authority_of(text: str, *, has_party: bool, organisation: str | None) -> Authority:
    """From what chair somebody with this description speaks."""
    here = role_words(text)
    if organisation and role_words(organisation) & words("roles", "research"):
        return Authority.AFFILIATED_EXPERT if here & words("roles", "serving") and has_party else Authority.INDEPENDENT
    studies = False
    studies = bool(here & (words("roles", "expert") | words("roles", "research"))) or "studies" in here
    if (
        here & words("roles", "serving")
        and (studies or not here & {"adviser", "advisor", "advisers", "advisors"})
        and has_party
    ):
        return Authority.AFFILIATED_EXPERT
    if is_former(text) or (studies and not has_party):
        return Authority.INDEPENDENT
    for kind, authority in (
        ("negotiator", Authority.NEGOTIATOR),
        ("principal", Authority.PRINCIPAL),
        ("official", Authority.OFFICIAL),
    ):
        if here & words("roles", kind):
            if kind == "principal" and here & {"deputy", "vice", "assistant"}:
                continue
            return authority
    return Authority.INDEPENDENT if studies else Authority.UNKNOWN


def gender_of(text: str) -> Gender:
    """What the words of a description tell of the gender."""
    here = role_words(_WHOSE.sub("", text))
    male, female = here & words("titles", "male_words"), here & words("titles", "female_words")
    if bool(male) == bool(female):
        return Gender.UNKNOWN
    return Gender.MALE if male else Gender.FEMALE


def body_names(text: str) -> tuple[str, ...]:
    """The runs of capitalised words in a description: names of bodies, countries and demonyms."""
    found: list[str] = []
    for match in _CAPITALS.finditer(text):
        name = _TAIL.sub("", re.split(r"['’]s?(?=\s|$)", match.group())[0])
        if not name or name.lower() in _PRONOUNS:
            continue
        found.append(name)
        if " and " in name:
            found.extend(part.removeprefix("the ") for part in name.split(" and "))
    return tuple(found)


def _phrase_from(doc: Doc, start: int) -> tuple[int, bool]:
    """One past a description that starts here, and whether it ended at a break."""
    i = start
    while i < len(doc):
        token = doc[i]
        if token.text in _STOPS:
            return i, True
        if (
            i > start
            and token.tag_ in {"VBD", "VBZ", "VBP", "MD"}
            and doc[start].lower_ not in _RELATIVE
            and not _in_relative(doc, start, i)
        ):
            return i, False
        i += 1
    return i, True


def _in_relative(doc: Doc, start: int, i: int) -> bool:
    return any(t.lower_ in {"who", "which", "that", "whose"} for t in doc[start:i])


def _behind(doc: Doc, run: NameRun) -> Portrait | None:
    """`Name, chief negotiator of ...` and `Name, who studies ... at ...`."""
    i = run.end
    if i < len(doc) and doc[i].text in {"(", ","} and i + 1 < len(doc):
        start = i + 1
        if doc[start].like_num and start + 1 < len(doc) and doc[start + 1].text == ",":
            start += 2
        end, closed = _phrase_from(doc, start)
        text = doc[start:end].text
        if not closed or not text or end - start > 30 or doc[start].tag_ in {"VBD", "VBZ", "VBP", "MD"}:
            return None
        if doc[i].text == "(" and body_names(text) == (text,):
            return Portrait(text, (text,))
        if doc[start].lower_ in {"speaking", "representing"} and body_names(text):
            return Portrait(f"representative: {text}", body_names(text))
        clause = doc[start].lower_ in _RELATIVE
        if clause and not role_words(text) & (
            words("roles", "serving")
            | words("roles", "former")
            | {"studies", "leads", "heads", "chairs", "runs", "teaches", "covers", "tracks"}
        ):
            return None
        if clause or (is_role(text) and doc[start].lower_ not in {"and", "but", "as", "when", "while", "whose"}):
            return Portrait(text, body_names(text), clause)
    elif i < len(doc) and doc[i].lower_ in _RELATIVE:
        end, _ = _phrase_from(doc, i)
        text = doc[i:end].text
        if role_words(text) & words("roles", "serving"):
            return Portrait(text, body_names(text), True)
    return None


def _of(doc: Doc, run: NameRun) -> Portrait | None:
    """`Name of Body`."""
    if run.end + 1 < len(doc) and doc[run.end].lower_ in {"of", "from", "at"} and len(run.text.split()) > 1:
        end, _ = _phrase_from(doc, run.end + 1)
        names = body_names(doc[run.end + 1 : end].text)
        if names and doc[run.end + 1 : end].text.removeprefix("the ").startswith(names[0]):
            clause = _serving_clause(doc, end)
            return Portrait(f"{doc[run.end].lower_} {names[0]} {clause}".strip(), (names[0], *body_names(clause)))
    return None


def _serving_clause(doc: Doc, comma: int) -> str:
    """The clause behind this comma if it tells whom somebody serves or served."""
    if comma + 1 >= len(doc) or doc[comma].text != "," or doc[comma + 1].lower_ not in _RELATIVE:
        return ""
    text: str = doc[comma + 1 : _phrase_from(doc, comma + 1)[0]].text
    return text if role_words(text) & (words("roles", "serving") | words("roles", "former")) else ""


def _before(doc: Doc, run: NameRun) -> Portrait | None:
    """`Health Minister Name`, `Acme's chief executive Name`."""
    start = run.start
    while start > 0 and _describes(doc[start - 1]):
        start -= 1
    text = doc[start : run.start].text
    if not text or not is_role(text):
        return None
    return Portrait(text, body_names(text))


def _describes(token: Token) -> bool:
    if token.text in {"'s", "'", "-"}:
        return True
    return token.pos_ in {"NOUN", "ADJ", "PROPN", "X"} or (
        token.lower_ in {"of", "for", "the"}
        and token.dep_ in {"prep", "det"}
        and token.head.pos_ in {"NOUN", "PROPN"}
        and False
    )


def _before_comma(doc: Doc, run: NameRun) -> Portrait | None:
    """`The health minister, Name,` and `its Minister of Water, Name,`."""
    comma = run.start - 1
    while comma >= 0 and is_title_text(doc[comma].lower_):
        comma -= 1
    if comma < 1 or doc[comma].text != ",":
        return None
    start = comma
    while (
        start > 0
        and doc[start - 1].text not in _STOPS
        and doc[start - 1].pos_ not in {"VERB", "AUX"}
        and comma - start < 12
    ):
        start -= 1
    while start < comma and doc[start].pos_ in {"CCONJ", "SCONJ"}:
        start += 1
    text = doc[start:comma].text
    closed = run.end >= len(doc) or doc[run.end].text in _STOPS
    if not text or not closed or not is_role(text) or doc[start].pos_ in {"CCONJ", "SCONJ"}:
        return None
    return Portrait(text, body_names(text))


def is_title_text(lower: str) -> bool:
    """Whether a word is a title."""
    return any(lower in words("titles", kind) for kind in ("male", "female", "neutral"))


def _copula(doc: Doc, run: NameRun) -> Portrait | None:
    """`Name is the chief negotiator of ...`."""
    head = doc[run.end - 1]
    if head.dep_ != "nsubj" or head.head.lemma_ != "be" or head.head.i != run.end:
        return None
    attribute = next((c for c in head.head.children if c.dep_ == "attr"), None)
    if attribute is None or not is_role(attribute.text):
        return None
    end, _ = _phrase_from(doc, attribute.left_edge.i)
    text = doc[attribute.left_edge.i : end].text
    return Portrait(text, body_names(text))
