"""The pipeline's rules of word class and form, looked up by what a word is instead of matched anew at every word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

_Kind = tuple[int, int, int]
_SET = ("tag", "pos", "morph", "dep", "lemma")


class WordRules:
    """What the pipeline's `attribute_ruler` sets, found once for each kind of word: form, tag and relation.

    Its rules look at one word or at two that follow each other, and at nothing of them but these three; which of them
    hold for a kind is asked of spaCy's own matcher, on a text of that word or those two alone.
    """

    def __init__(self, nlp: Language) -> None:
        from spacy.matcher import Matcher

        ruler: Any = nlp.get_pipe("attribute_ruler")
        self._vocab, self._ruler = nlp.vocab, ruler
        self._opens, self._pairs, self._single = (Matcher(nlp.vocab) for _ in range(3))
        for number, rule in enumerate(ruler.patterns):
            for pattern in rule["patterns"]:
                if len(pattern) > 1:
                    self._opens.add(str(number), [pattern[:1]])
                    self._pairs.add(str(number), [pattern])
                else:
                    self._single.add(str(number), [pattern])
        self._of_word: dict[_Kind, tuple[tuple[int, ...], bool]] = {}
        self._told: dict[tuple[int, ...], tuple[tuple[str, Any], ...]] = {}
        self._of_pair: dict[tuple[_Kind, _Kind], tuple[tuple[int, ...], tuple[int, ...]]] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Sets class, form and lemma of every word, as the rules that hold for it say; the later rule has it."""
        tokens = list(doc)
        kinds = [(token.orth, token.tag, token.dep) for token in tokens]
        further: tuple[int, ...] = ()
        for at, (token, kind) in enumerate(zip(tokens, kinds, strict=True)):
            if kind not in self._of_word:
                self._of_word[kind] = self._rules(kind)
            rules, opens = self._of_word[kind]
            added, further = further, ()
            if opens and at + 1 < len(tokens):
                here, further = self._both(kind, kinds[at + 1])
                added += here
            self._set(token, tuple(sorted({*rules, *added})) if added else rules)
        return doc

    def _rules(self, kind: _Kind) -> tuple[tuple[int, ...], bool]:
        """The rules that hold for such a word by itself, and whether one of two words may begin with it."""
        doc = self._doc(kind)
        return self._numbers(self._single(doc)), bool(self._opens(doc))

    def _both(self, first: _Kind, second: _Kind) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The rules of two words that hold for such a pair: what they set on the first, and on the second."""
        if (first, second) not in self._of_pair:
            rules = self._numbers(self._pairs(self._doc(first, second)))
            on_first = tuple(rule for rule in rules if self._ruler.indices[rule] == 0)
            self._of_pair[first, second] = on_first, tuple(rule for rule in rules if rule not in on_first)
        return self._of_pair[first, second]

    def _numbers(self, matches: Any) -> tuple[int, ...]:
        return tuple(sorted({int(self._vocab.strings[match[0]]) for match in matches}))

    def _doc(self, *kinds: _Kind) -> Doc:
        from spacy.tokens import Doc

        text = self._vocab.strings
        forms, tags, relations = ([text[kind[part]] for kind in kinds] for part in range(3))
        return Doc(self._vocab, words=forms, tags=tags, deps=relations, heads=[0] * len(kinds))

    def _set(self, token: Token, rules: tuple[int, ...]) -> None:
        if rules not in self._told:
            self._told[rules] = self._merged(rules)
        for name, value in self._told[rules]:
            setattr(token, name, value)

    def _merged(self, rules: tuple[int, ...]) -> tuple[tuple[str, Any], ...]:
        """What these rules set together: the names of a token's attributes, with their values."""
        from spacy.attrs import IDS  # type: ignore[import-not-found]  # compiled, without stubs
        from spacy.tokens import MorphAnalysis

        told: dict[int, Any] = {}
        for rule in rules:
            told.update(self._ruler.attrs[rule])
        values = {name: told.pop(IDS[name.upper()]) for name in _SET if IDS[name.upper()] in told}
        if told:
            raise ValueError(f"A rule of words sets {', '.join(_SET)}; one sets {told}")
        if "morph" in values:
            values["morph"] = MorphAnalysis(self._vocab, self._vocab.strings[values["morph"]])
        return tuple(values.items())
