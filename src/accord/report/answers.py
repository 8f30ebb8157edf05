"""Findings as a reader sees them: the share as a bar, the size as a small plot, and what each quotation does."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from accord.findings import Finding, Influence, Mechanism, Status, headlines
from accord.findings.words import SAMPLING, percent
from accord.report.beside import Beside, beside
from accord.report.quoting import Quotations, Quote
from accord.report.references import Reference
from accord.report.words import MECHANISMS, ROOTED, firm

WIDTH = 160.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A share as a bar of `WIDTH`: its end, its whisker, the tick of the prior; `words` say the same."""

    end: float
    low: float
    high: float
    prior: float | None
    prior_words: str
    words: str


@dataclass(frozen=True, slots=True)
class Spread:
    """A size over the models: the middle half as a box, nine in ten as a line, the median as a tick."""

    low: float
    lower: float
    middle: float
    upper: float
    high: float
    zero: float | None
    least: str
    most: str
    words: str


@dataclass(frozen=True, slots=True)
class Pull:
    """A quotation and what it does to a finding; `start` and `length` lie in a bar from 0 to `WIDTH`, zero at half."""

    quote: Quote
    words: str = ""
    start: float = 0.0
    length: float = 0.0
    up: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """One finding for the page; `anchor` is its place, `first` the statement its number leads to."""

    anchor: str
    sentence: str
    status: str
    number: str
    bar: Bar | None
    spread: Spread | None
    rooted: str
    pulls: tuple[Pull, ...]
    more: int
    assumptions: tuple[str, ...]
    references: tuple[Reference, ...]
    mechanism: str
    first: str | None
    deal: bool
    beside: Beside


@dataclass(frozen=True, slots=True)
class Chapter:
    """All findings of one mechanism on which the documents say something."""

    title: str
    anchor: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """The findings of a run: the headlines, all by mechanism, and what the documents say nothing of."""

    headlines: tuple[Answer, ...]
    chapters: tuple[Chapter, ...]
    silent: tuple[tuple[str, tuple[str, ...]], ...]
    anchors: Mapping[str, str]


def answers(findings: Sequence[Finding], quotations: Quotations, references: Mapping[str, Reference]) -> Answers:
    """The findings of a run for the page."""
    anchors = {finding.id: f"f{number}" for number, finding in enumerate(findings, start=1)}
    shown = {
        finding.id: _answer(finding, anchors[finding.id], quotations, references)
        for finding in findings
        if finding.status is not Status.SILENT
    }
    chapters = tuple(
        Chapter(
            title,
            f"about-{mechanism.value}",
            tuple(shown[one.id] for one in findings if one.mechanism is mechanism and one.id in shown),
        )
        for mechanism, title in MECHANISMS.items()
    )
    silent = (
        (
            title,
            tuple(one.sentence for one in findings if one.mechanism is mechanism and one.status is Status.SILENT),
        )
        for mechanism, title in MECHANISMS.items()
    )
    return Answers(
        headlines=tuple(shown[finding.id] for finding in headlines(findings)),
        chapters=tuple(chapter for chapter in chapters if chapter.answers),
        silent=tuple((title, sentences) for title, sentences in silent if sentences),
        anchors={id: anchors[id] for id in shown},
    )


def _on_all(finding: Finding) -> bool:
    """Whether it tells if there is a deal on all issues together."""
    subject = finding.subject
    return finding.mechanism is Mechanism.PACKAGES and subject.question == "deal" and subject.track is None


def _answer(finding: Finding, anchor: str, quotations: Quotations, references: Mapping[str, Reference]) -> Answer:
    pulls = _pulls(finding, quotations)
    told = finding.details.get("more_evidence", 0)
    return Answer(
        anchor=anchor,
        sentence=firm(_capital(finding.sentence)),
        status=finding.status.value,
        number=_shortly(finding.share) if finding.share is not None else "On record",
        bar=_bar(finding),
        spread=_spread(finding),
        rooted=ROOTED[finding.basis],
        pulls=pulls,
        more=told if isinstance(told, int) else 0,
        assumptions=finding.assumptions,
        references=tuple(references[key] for key in finding.citation if key in references),
        mechanism=MECHANISMS[finding.mechanism],
        first=pulls[0].quote.id if pulls else None,
        deal=_on_all(finding),
        beside=beside(finding, quotations.names),
    )


def _shortly(share: float) -> str:
    """A share as a figure.

    >>> _shortly(0.999), _shortly(0.42)
    ('>99 %', '42 %')
    """
    return percent(share).replace("more than ", ">").replace("less than ", "<")


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _bar(finding: Finding) -> Bar | None:
    if finding.share is None:
        return None
    width = SAMPLING * (finding.error or 0.0)
    low, high = max(0.0, finding.share - width), min(1.0, finding.share + width)
    of = "a chance of {}" if finding.mechanism is Mechanism.TYPES else "{} of the models"
    words = f"{of.format(percent(finding.share))}, give or take {max(1, round(100 * width))} points"
    if finding.prior is not None:
        words += f"; with no evidence {percent(finding.prior)}"
    prior, prior_words = (None, "") if finding.prior is None else (_at(finding.prior), percent(finding.prior))
    return Bar(_at(finding.share), _at(low), _at(high), prior, prior_words, words)


def _at(share: float) -> float:
    return round(WIDTH * min(1.0, max(0.0, share)), 2)


def quantile(distribution: Sequence[tuple[float, float]], level: float) -> float:
    """The value at a level of (quantile, value) pairs, between two of them on a straight line.

    >>> quantile([(0.0, 1.0), (1.0, 3.0)], 0.5)
    2.0
    """
    pairs = sorted(distribution)
    for (before, low), (after, high) in pairwise(pairs):
        if before <= level <= after:
            return low + (high - low) * ((level - before) / (after - before) if after > before else 0.0)
    return pairs[0][1] if level < pairs[0][0] else pairs[-1][1]


def _spread(finding: Finding) -> Spread | None:
    if not finding.distribution:
        return None
    values = [quantile(finding.distribution, level) for level in (0.05, 0.25, 0.5, 0.75, 0.95)]
    least, most = min(0.0, values[0]), max(0.0, values[-1])
    if most - least < 1e-12:
        least, most = -1.0, 1.0

    def at(value: float) -> float:
        return round(WIDTH * (value - least) / (most - least), 2)

    unit = finding.unit or ""
    words = f"median {_number(values[2])}, nine in ten models between {_number(values[0])} and {_number(values[-1])}"
    low, lower, middle, upper, high = (at(value) for value in values)
    return Spread(
        low, lower, middle, upper, high, at(0.0), _number(least), _number(most), f"{words} ({unit})" if unit else words
    )


def _number(value: float) -> str:
    """A number to two places, with a true minus sign and no minus before a zero.

    >>> _number(-0.5), _number(-0.001), _number(12.0)
    ('−0.5', '0', '12')
    """
    text = f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")
    return re.sub(r"^-", "−", text)


def _pulls(finding: Finding, quotations: Quotations) -> tuple[Pull, ...]:
    influence = {one.statement: one for one in finding.influence}
    scale = max([0.1, *(abs(one.effect) for one in finding.influence)])
    return tuple(_pull(quote, influence.get(quote.id), scale) for quote in quotations.get(finding.evidence))


def _pull(quote: Quote, influence: Influence | None, scale: float) -> Pull:
    if influence is None:
        return Pull(quote)
    points = round(100 * influence.effect)
    error = max(1, round(100 * SAMPLING * influence.error))
    if points == 0:
        words = f"makes no difference to the share (±{error} points)"
    else:
        ends = "point" if abs(points) == 1 else "points"
        words = f"{'raises' if points > 0 else 'lowers'} the share by {abs(points)} {ends} (±{error})"
    half = WIDTH / 2
    length = round(half * min(1.0, abs(influence.effect) / scale), 2)
    return Pull(quote, words, half if influence.effect >= 0 else round(half - length, 2), length, influence.effect >= 0)
