"""What findings are made from, and how a question over the ensemble becomes a finding with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from accord.bargain import Floats, Frame
from accord.documents import Document
from accord.documents.period_words import day
from accord.evidence import Piece, Weighed, frame_of
from accord.evidence.constraints import Codebook
from accord.evidence.diagnostics import share_of
from accord.findings.record import Basis, Finding, Influence, Mechanism, Status, Subject, finding_id
from accord.findings.solving import World, Worlds
from accord.findings.tables import Tables
from accord.findings.touching import Input, inputs_of
from accord.findings.weighing import Turned, distribution, effect, mean_error, ranked, turned
from accord.findings.words import Names, capital, shortened
from accord.ledger import Ledger
from accord.negotiation import Negotiation
from accord.statements import Says, Statement, Tier

CITATIONS: Mapping[Mechanism, tuple[str, ...]] = {
    Mechanism.LINKAGE: ("tollison_willett_1979", "sebenius_1983", "nash_1950"),
    Mechanism.CONCESSIONS: ("downs_rocke_barsoom_1996", "hindriks_jonker_tykhonov_2011"),
    Mechanism.PATIENCE: ("rubinstein_1982", "binmore_rubinstein_wolinsky_1986"),
    Mechanism.DELAY: ("ross_1970", "ferguson_stopping"),
    Mechanism.RED_LINES: ("reiter_1987", "liffiton_2016"),
    Mechanism.SEQUENCE: ("karp_1972", "johnson_1975", "nash_1953", "wagner_2000"),
    Mechanism.COMMITMENT: ("fearon_1995", "powell_2006"),
    Mechanism.PACKAGES: ("lahdelma_hokkanen_salminen_1998", "raiffa_1982"),
    Mechanism.WALK_AWAY: ("kalbfleisch_prentice_2002", "binmore_rubinstein_wolinsky_1986"),
    Mechanism.THIRD_PARTIES: ("tsebelis_2002", "cunningham_2006"),
    Mechanism.READOUTS: ("jaccard_1901",),
    Mechanism.VOICES: ("stone_1961",),
    Mechanism.SIGNALS: ("spence_1973", "fearon_1997", "farrell_rabin_1996"),
    Mechanism.TYPES: ("good_1950", "harsanyi_1967", "farrell_rabin_1996"),
}
"""What the findings of each mechanism rest on: keys of `docs/references.bib`."""

MOST_EVIDENCE = 12
"""How many statements a finding lists; how many more enter stands in its details."""

LONGEST_NAME = 48
"""Characters of a voice's name in a sentence; a description may be longer."""

FEW = 5
"""Statements up to which a finding lists them all; of more, it lists those whose effect stands out from sampling."""

Rerun = Callable[[frozenset[str]], Weighed]
"""What was weighed, without the pieces of these ids."""


@dataclass(frozen=True)
class Case:
    """All that findings read: the material, the ensemble with and without evidence, and runs without a piece.

    `unheard`: pieces left out of a case that stands beside the whole one. `asked`: every question answered so far, so
    that it can be asked again of other models. `tables`: tracks settled apart;
    `order`: issues asked to be settled one after another. `worlds`: where what is solved is kept. `influences`:
    whether what each statement does to each share is told. `second_opinions`: whether talks are played out to hold
    judged likelihoods against.
    """

    negotiation: Negotiation
    statements: tuple[Statement, ...]
    documents: tuple[Document, ...]
    ledger: Ledger
    weighed: Weighed | None
    rerun: Rerun | None = None
    reruns: int = 0
    unheard: frozenset[str] = frozenset()
    tables: Tables = ()
    order: tuple[str, ...] = ()
    worlds: Worlds = field(default_factory=Worlds, repr=False)
    influences: bool = True
    second_opinions: bool = True
    asked: list[Asked] = field(default_factory=list, repr=False)
    _runs: dict[frozenset[int], World] = field(default_factory=dict, repr=False)
    _turned: dict[frozenset[int], Turned] = field(default_factory=dict, repr=False)
    _cases: dict[frozenset[str], Case] = field(default_factory=dict, repr=False)

    @cached_property
    def names(self) -> Names:
        """Words for ids."""
        return Names(self.negotiation)

    @cached_property
    def frame(self) -> Frame:
        """Parties, tracks and issues that bargain."""
        return self.weighed.ensemble.frame if self.weighed else frame_of(self.negotiation)

    @cached_property
    def codebook(self) -> Codebook:
        """What claims may name, and whose counterfactual they put in doubt."""
        return self.weighed.layout.codebook if self.weighed else Codebook(self.frame)

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The evidence that was weighed."""
        return self.weighed.pieces if self.weighed else ()

    @cached_property
    def inputs(self) -> tuple[frozenset[Input], ...]:
        """What each piece bears on."""
        return tuple(inputs_of(piece, self.codebook) for piece in self.pieces)

    @cached_property
    def told(self) -> dict[str, Statement]:
        """Statements by id."""
        return {statement.id: statement for statement in self.statements}

    @cached_property
    def world(self) -> World:
        """The ensemble that fits the evidence."""
        return self.worlds.of(self.ensemble_weighed.ensemble, self.tables, counted=not self.unheard)

    @cached_property
    def before(self) -> World:
        """The ensemble with no evidence."""
        return self.worlds.of(self.ensemble_weighed.prior, self.tables)

    @property
    def ensemble_weighed(self) -> Weighed:
        """What was weighed; to be asked for only where something was."""
        if self.weighed is None:
            raise RuntimeError("a question over the ensemble was asked where there is none")
        return self.weighed

    @cached_property
    def days(self) -> Mapping[str, date]:
        """The day of each document that has one."""
        return {one.id: one.date for one in self.documents if one.date}

    @cached_property
    def _reports(self) -> Mapping[str, str]:
        """A name for each document: its source, else its day, else its file."""
        return {one.id: report_name(one) for one in self.documents}

    def voices(self, statements: Iterable[str]) -> tuple[str, ...]:
        """Who says so: speakers, else the report; each once, in the order of statements."""
        found: list[str] = []
        for id in statements:
            statement = self.told.get(id)
            if statement is not None:
                named = statement.speakers or tuple(
                    filter(None, [statement.speaker_as_named or statement.organisation])
                )
                own = statement.tier is Tier.STATED and bool(named)
                found += map(_short, named) if own else [self._reports.get(statement.span.document, "a report")]
        return tuple(dict.fromkeys(found))

    def account(self, statements: Iterable[str]) -> str:
        """Who says so, in brackets: nothing is told without its voice."""
        voices = self.voices(statements)
        return f" (by the account of {shortened(voices)})" if voices else ""

    def accounts(self, claims: Iterable[Piece], against: Iterable[Piece] = ()) -> str:
        """Who makes these claims and who denies them or says what speaks against them, in brackets."""
        told = tuple(claims)
        denied = [*(piece for piece in told if piece.claim.negated), *against]
        said = [piece for piece in told if not piece.claim.negated]
        parts = [self._by(said, "by the account of"), self._by(denied, "denied by")]
        return f" ({', but '.join(filter(None, parts))})" if any(parts) else ""

    def _by(self, pieces: Sequence[Piece], words: str) -> str:
        voices = self.voices(statement for piece in pieces for statement in piece.statements)
        parts = [f"{words} {shortened(voices)}"] if voices else []
        parts += [f"{words} the analyst"] if any(piece.assumption for piece in pieces) else []
        return ", and ".join(parts).replace("by the account of the analyst", "as the analyst assumes")

    def touching(self, needed: frozenset[Input]) -> tuple[int, ...]:
        """Numbers of the pieces that bear on these inputs."""
        return tuple(number for number, inputs in enumerate(self.inputs) if inputs & needed)

    def claiming(self, *says: Says) -> tuple[Piece, ...]:
        """The pieces that claim one of these."""
        return tuple(piece for piece in self.pieces if piece.claim.says in says)

    def turned(self, pieces: Sequence[int]) -> Turned:
        """Members weighed anew with these pieces true, and without them."""
        key = frozenset(pieces)
        if key not in self._turned:
            self._turned[key] = turned(self.ensemble_weighed, sorted(key))
        return self._turned[key]

    def leave_out(self, pieces: Sequence[int]) -> World | None:
        """A run of its own without these pieces; None where no more may be made."""
        key = frozenset(pieces)
        if key not in self._runs:
            if self.rerun is None or len(self._runs) >= self.reruns:
                return None
            without = self.rerun(frozenset(self.pieces[number].id for number in key))
            self._runs[key] = self.worlds.of(without.ensemble, self.tables)
        return self._runs[key]

    def without(self, pieces: frozenset[str]) -> Case:
        """The case as if these pieces had not been heard: a run of its own, which may make one more."""
        if not pieces or self.rerun is None:
            return self
        if pieces not in self._cases:
            again = self.rerun
            self._cases[pieces] = replace(
                self, weighed=again(pieces), rerun=lambda more: again(more | pieces), reruns=min(self.reruns, 1),
                unheard=self.unheard | pieces, _runs={}, _turned={}, _cases={},
            )  # fmt: skip
        return self._cases[pieces]


@dataclass(frozen=True)
class Asked:
    """A question as it was answered: by which case, in which members it holds, and by which pieces it was decided."""

    question: Question
    case: Case
    finding: str
    holds: Floats
    pieces: frozenset[str]


@dataclass(frozen=True)
class Question:
    """A yes or no for every member of an ensemble, what it looks at, and how the answer is said.

    `holds`: member-by-member answers in [0, 1]. `size`: a size in `unit` to show beside. `needed`: the inputs that
    decide it. `trigger`: those of them without which the question is not asked at all (default: any). `say`: the
    sentence from share, error and prior; `silence`: what the documents then say nothing of. `topic`: what holds where
    the answer is yes, as a clause. `also`: statements that
    the sentence speaks of beside those that decide the share.
    """

    mechanism: Mechanism
    subject: Subject
    holds: Callable[[World], Floats]
    needed: frozenset[Input]
    say: Callable[[float, float, float], str]
    silence: str
    topic: str
    trigger: frozenset[Input] = frozenset()
    size: Callable[[World], Floats] | None = None
    unit: str | None = None
    assumptions: tuple[str, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)
    also: tuple[str, ...] = ()


def answer(case: Case, question: Question) -> Finding:
    """The finding that answers a question: a share of the models, or silence where no evidence bears on it."""
    pieces = case.touching(question.needed) if case.weighed is not None else ()
    asked = any(not question.trigger or case.inputs[number] & question.trigger for number in pieces)
    if case.weighed is None or not pieces or not asked:
        return silent(question.mechanism, question.subject, question.silence)
    holds, prior = question.holds(case.world), question.holds(case.before)
    mean, error = case.weighed.share(holds)
    before = float(prior.mean())
    bearing = frozenset(case.pieces[number].id for number in pieces)
    case.asked.append(Asked(question, case, finding_id(question.mechanism, question.subject), holds, bearing))
    influence = _influence(case, question, holds, pieces) if case.influences else ()
    sizes = question.size(case.world) if question.size else None
    entering = _told(case, pieces, influence)
    told = _shown(entering, influence)
    more: dict[str, Any] = {"more_evidence": len(entering) - len(told)} if len(entering) > len(told) else {}
    if sizes is not None:
        even = np.ones(case.weighed.ensemble.members)
        more["value_error"] = round(mean_error(sizes, even, case.weighed.ensemble.chains), 6)
    return Finding(
        id=finding_id(question.mechanism, question.subject),
        mechanism=question.mechanism,
        subject=question.subject,
        sentence=capital(question.say(mean, error, before)),
        status=Status.SHARE,
        share=mean,
        prior=before,
        error=error,
        value=None if sizes is None else float(sizes.mean()),
        unit=None if sizes is None else question.unit,
        distribution=() if sizes is None else distribution(sizes),
        basis=Basis.STATED if len(pieces) == 1 or _one_voice(case, pieces) else Basis.INFERRED,
        evidence=tuple(dict.fromkeys([*told, *question.also])),
        influence=tuple(one for one in influence if one.statement in told),
        assumptions=(*analysts(case, (case.pieces[number] for number in pieces)), *question.assumptions),
        citation=CITATIONS[question.mechanism],
        details={**question.details, **more, "topic": question.topic},
    )


def fact(
    mechanism: Mechanism,
    subject: Subject,
    sentence: str,
    statements: Sequence[str],
    *,
    assumptions: tuple[str, ...] = (),
    details: dict[str, Any] | None = None,
) -> Finding:
    """A finding read off the record: no share, its statements in the order given."""
    evidence = tuple(dict.fromkeys(statements))
    return Finding(
        id=finding_id(mechanism, subject),
        mechanism=mechanism,
        subject=subject,
        sentence=capital(sentence),
        status=Status.FACT,
        basis=Basis.STATED if len(evidence) == 1 else Basis.INFERRED if evidence else Basis.PRIOR,
        evidence=evidence,
        assumptions=assumptions,
        citation=CITATIONS[mechanism],
        details=details or {},
    )


def silent(mechanism: Mechanism, subject: Subject, sentence: str) -> Finding:
    """A finding on which the documents say nothing."""
    return Finding(finding_id(mechanism, subject), mechanism, subject, capital(sentence), Status.SILENT)


def _influence(case: Case, question: Question, holds: Floats, pieces: Sequence[int]) -> tuple[Influence, ...]:
    """What each statement does, the strongest first: its pieces, and whatever repeats them, true against left out."""
    bearing: dict[str, list[int]] = {}
    for number in pieces:
        for statement in case.pieces[number].statements:
            bearing.setdefault(statement, [])
    for number, piece in enumerate(case.pieces):
        for statement in piece.statements:
            if statement in bearing:
                bearing[statement].append(number)
    found = {}
    for statement, numbers in sorted(bearing.items()):
        told = effect(case.ensemble_weighed, holds, case.turned(numbers))
        if told is not None:
            found[statement] = Influence(statement, told.size, told.error)
            continue
        other = case.leave_out(numbers)
        if other is not None:
            found[statement] = _by_run(case, question, holds, (numbers, other), statement)
    order = ranked({statement: one.effect for statement, one in found.items()})
    return tuple(found[statement] for statement in order)


def _by_run(
    case: Case, question: Question, holds: Floats, run: tuple[Sequence[int], World], statement: str
) -> Influence:
    """The effect from a run without the pieces, against the members in which they are true."""
    numbers, other = run
    kept: Floats = np.asarray(case.ensemble_weighed.satisfied[:, list(numbers)].all(axis=1), dtype=np.float64)
    with_it, error = case.ensemble_weighed.share(holds, kept if kept.any() else None)
    even = np.ones(other.ensemble.members)
    without, other_error, _ = share_of(question.holds(other), even, other.ensemble.chains)
    return Influence(statement, with_it - without, float(np.hypot(error, other_error)))


def _told(case: Case, pieces: Sequence[int], influence: Sequence[Influence]) -> tuple[str, ...]:
    """Statements that enter: those whose effect is known first, by its size, then the rest by id."""
    entering = sorted({statement for number in pieces for statement in case.pieces[number].statements})
    known = [one.statement for one in influence]
    return tuple(dict.fromkeys([*known, *entering]))


def _one_voice(case: Case, pieces: Sequence[int]) -> bool:
    """Whether all that enters is one statement."""
    told = {statement for number in pieces for statement in case.pieces[number].statements}
    return len(told) == 1 and not any(case.pieces[number].assumption for number in pieces)


def _shown(entering: Sequence[str], influence: Sequence[Influence]) -> tuple[str, ...]:
    """Of many statements, where the effect of some stands out, not those whose effect is within its error."""
    lost = {one.statement for one in influence if abs(one.effect) <= one.error}
    if len(entering) <= FEW or len(lost) == len(influence):
        return tuple(entering[:MOST_EVIDENCE] if len(entering) <= FEW or not lost else entering[:FEW])
    return tuple(statement for statement in entering if statement not in lost)[:MOST_EVIDENCE]


def analysts(case: Case, pieces: Iterable[Piece]) -> tuple[str, ...]:
    """What among these the analyst assumes, each with its reason."""
    from accord.evidence import claim_words

    found = []
    for piece in pieces:
        if piece.assumption:
            reason = f" ({piece.reason})" if piece.reason else ""
            words = claim_words(piece.claim, case.negotiation)
            found.append(f"The analyst assumes that {words}{reason}, with reliability {piece.reliability:g}.")
    return tuple(sorted(set(found)))


def report_name(document: Document) -> str:
    """What a report is called: its source, else its day, else its file, shortened."""
    if document.source:
        return document.source
    if document.date:
        return f"a report of {day(document.date)}"
    return f"the file “{_short(document.file.rsplit('/', 1)[-1])}”"


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
