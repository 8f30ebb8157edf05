"""How it was done, in plain words: what was read and how well, how many models and how well they mixed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accord.findings import Finding
from accord.findings.words import Names, listed, percent
from accord.report.contents import Contents
from accord.report.references import Reference
from accord.report.words import KINDS, TIERS, count
from accord.statements import Kind, Statement, Tier, claim_from

if TYPE_CHECKING:
    from accord.evidence import Weighed

MIXED, NEARLY = 1.01, 1.05
FEW = 100.0


@dataclass(frozen=True, slots=True)
class Method:
    """Paragraphs on reading and models, tables of counts, assumptions by whose they are, and the literature."""

    reading: tuple[str, ...]
    kinds: tuple[tuple[str, int], ...]
    tiers: tuple[tuple[str, int], ...]
    models: tuple[str, ...]
    analyst: tuple[str, ...]
    drafted: tuple[tuple[str, str], ...]
    defaults: tuple[tuple[str, int], ...]
    references: tuple[Reference, ...]


def method(contents: Contents, references: Sequence[Reference]) -> Method:
    """How a run was done."""
    kinds = Counter(statement.kind for statement in contents.statements)
    tiers = Counter(statement.tier for statement in contents.statements)
    return Method(
        tuple(_reading(contents.statements)),
        tuple((KINDS[kind], kinds[kind]) for kind in Kind if kinds[kind]),
        tuple((TIERS[tier], tiers[tier]) for tier in Tier if tiers[tier]),
        tuple(_models(contents)),
        tuple(_analyst(contents)),
        tuple(_drafted(contents)),
        tuple(_granted(contents.findings)),
        tuple(references),
    )


def cited(findings: Iterable[Finding], known: dict[str, Reference]) -> tuple[Reference, ...]:
    """The works that findings name, by author and year."""
    keys = {key for finding in findings for key in finding.citation}
    return tuple(sorted((known[key] for key in keys if key in known), key=lambda one: (one.authors, one.year, one.key)))


def _reading(statements: Sequence[Statement]) -> Iterable[str]:
    if not statements:
        return
    total = len(statements)
    readers = Counter(statement.reader.partition(":")[0] for statement in statements)
    ways = listed(f"{number:,} {_READERS.get(reader, f'by {reader}')}" for reader, number in sorted(readers.items()))
    unknown = sum(not one.speakers and one.tier is Tier.STATED for one in statements)
    bare = sum(not one.points for one in statements)
    homeless = sum(bool(one.points) and all(point.issue is None for point in one.points) for one in statements)
    yield (
        f"{count(total, 'statement').capitalize()} were read: {ways}. Each is tied to the exact "
        "characters it came from, and nothing is counted that has no such place."
    )
    if unknown:
        yield (
            f"In {unknown:,} of them ({percent(unknown / total)}) the speaker has no name in the text; they "
            "stand under the description that the text gives."
        )
    if bare or homeless:
        yield (
            f"{count(bare, 'statement').capitalize()} say nothing that was recognised as a position or a "
            "preference, and "
            f"{count(homeless, 'statement')} bear on no issue of the negotiation file. They are marked in the "
            "documents and used for nothing else."
        )
    sure = sum(one.confidence for one in statements) / total
    yield (
        f"The reader's own confidence in its statements is {sure:.2f} on average, on a scale from 0 to 1. "
        "It has not seen what a person would see: read the sentence before you rely on a number."
    )


_READERS = {"by_rule": "by rules, with no network", "by_model": "by a language model", "by_hand": "by a person"}


def _models(contents: Contents) -> Iterable[str]:
    weighed = contents.weighed
    if weighed is None:
        yield (
            "Nothing was weighed: that needs parties, and an issue with at least two options. So there are "
            "no shares, and only what can be read off the record is told."
        )
        return
    pieces = len(weighed.pieces)
    yield (
        "Nobody tells what an issue is worth to a party in numbers. So "
        f"{count(weighed.ensemble.members, 'model')} of what the parties want were drawn, "
        f"every one of them such that it fits {count(pieces, 'piece')} of evidence as far as each is "
        f"believed (seed {contents.seed}). "
        "A share is the part of these models in which a sentence holds. Beside it stands the share in as "
        "many models drawn with no evidence: "
        "where the two agree, the documents have told us nothing."
    )
    yield (
        "The whisker on a share is the error of drawing so many models and no more (19 of 20 runs lie "
        "within it). It says nothing of what the documents leave out."
    )
    yield from _mixing(weighed)


def _mixing(weighed: Weighed) -> Iterable[str]:
    told = weighed.diagnostics
    rhat, least = told.worst_rhat, told.least_effective
    if rhat <= MIXED:
        verdict = "the runs agree with each other"
    elif rhat <= NEARLY:
        verdict = "the runs agree with each other nearly as well as they should (1.01)"
    else:
        verdict = (
            "the runs do not yet agree with each other (they should reach 1.01): take the shares as rough, "
            "and draw more models"
        )
    few = "; that is few, so small differences between shares mean nothing" if least < FEW else ""
    yield (
        f"Checks of the drawing: {count(told.chains, 'run')} of it, whose spread compares as {rhat:.3f} "
        f"at worst (split R-hat, 1 is perfect): {verdict}. "
        f"The {count(told.members, 'model')} are worth at least {least:,.0f} independent ones{few}."
    )


def _analyst(contents: Contents) -> Iterable[str]:
    from accord.evidence import claim_words

    for assumption in contents.negotiation.assumptions:
        fields = assumption.model_dump(
            mode="json", exclude={"reason", "reliability", "drafted", "origin"}, exclude_none=True
        )
        words = claim_words(
            claim_from({key: value for key, value in fields.items() if value not in ([], False)}), contents.negotiation
        )
        reason = f": {assumption.reason.rstrip('.')}" if assumption.reason else " (no reason is given)"
        yield f"{words[:1].upper()}{words[1:]}{reason}. Believed to {percent(assumption.reliability)}."


def _drafted(contents: Contents) -> Iterable[tuple[str, str]]:
    names, negotiation = Names(contents.negotiation), contents.negotiation
    parts = [
        *((f"Party {names.party(one.id)}", one) for one in negotiation.parties),
        *((f"Track {names.track(one.id)}", one) for one in negotiation.tracks),
        *((f"Issue {names.issue(one.id)}", one) for one in negotiation.issues),
        *((f"Assumption on {names.party(one.party)}", one) for one in negotiation.assumptions),
        *((f"Condition of {names.party(one.party)}", one) for one in negotiation.preconditions),
    ]
    return (
        (name, "a guess" if one.origin in {None, "guess"} else f"“{one.origin}”") for name, one in parts if one.drafted
    )


def _granted(findings: Sequence[Finding]) -> Iterable[tuple[str, int]]:
    """What findings take for granted beside the analyst's own, with the number of findings that do."""
    found = Counter(one for finding in findings for one in dict.fromkeys(finding.assumptions))
    return ((sentence, times) for sentence, times in found.items() if not sentence.startswith("The analyst assumes"))
