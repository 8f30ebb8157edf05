"""A live session of what if: the baseline is kept, and each question costs what its change makes new.

`quick` answers where the deal space lies: the zone and the four solutions over the models. `full` answers every
finding beside what it was, on the same random streams as `what_if`. Both take what they can from the baseline:

* A change that touches no evidence (an outside option, tracks linked or apart, an order of stages) leaves the models.
* A change of evidence draws only those parties anew of whom something else is said (`accord.evidence.again`).
* `quick` weighs the members of the baseline anew where evidence is only left out and enough independent ones remain;
  else it tells of the first few models that are drawn, whose errors are larger, and with `whole` of all of them.
* An order of stages moves no other finding: those that are known stand.
* What is solved on the same utilities is solved once (`accord.findings.solving.Worlds`).
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from accord.errors import AccordError, CallError, EvidenceError, Problem
from accord.workspace.flow import (
    Asked,
    Heard,
    Material,
    Models,
    Settings,
    WhatIf,
    concluded,
    hear,
    models_of,
    runs_of,
    weigh_evidence,
)
from accord.workspace.material import Progress, silent

if TYPE_CHECKING:
    from accord.bargain import Ensemble, Floats
    from accord.documents import Document, Reprints
    from accord.evidence import Piece, Weighed
    from accord.findings import Changes, Runs, Worlds
    from accord.negotiation import Negotiation
    from accord.report import Contents
    from accord.statements import Statement
    from accord.workspace.deal_space import Space

_KEPT = 24
"""Answers kept, of each kind."""

_WEIGHINGS = 8
"""Weighings kept: each holds all its models."""

_ENOUGH = 0.2
"""Of the models that must be left as independent ones, for weighing those at hand anew to stand for drawing others."""

_FEW = 256
"""Models that are drawn before all are: the first of every chain."""

_Made = TypeVar("_Made")

Cancelled = Callable[[], bool]
"""Asked between steps; true where nobody waits for the answer any more."""


class CancelledError(AccordError):
    """A question was taken back before its answer was found."""


def never() -> bool:
    """False: nobody takes the question back."""
    return False


class Asker:
    """A negotiation with its documents and statements, ready to be asked what if. Safe to share between threads."""

    def __init__(
        self,
        documents: tuple[Document, ...],
        negotiation: Negotiation,
        statements: tuple[Statement, ...],
        *,
        settings: Settings | None = None,
        same: Reprints | None = None,
        models: Models | None = None,
    ) -> None:
        """`same`: what repeats what among the documents, `models`: drawn from all this; each where it is known."""
        self.settings = settings or Settings()
        self._read: Material = (documents, negotiation, statements)
        if same is not None:
            self.__dict__["_same"] = same
        if models is not None:
            self.__dict__["_base"] = models
        self._building = RLock()
        self._progress: Progress = silent
        self._first: Worlds
        self._hearings: _Latest[Heard] = _Latest(_KEPT)
        self._weighings: _Latest[tuple[Weighed | None, tuple[Problem, ...]]] = _Latest(_WEIGHINGS)
        self._spaces: _Latest[Space] = _Latest(_KEPT)
        self._answers: _Latest[WhatIf] = _Latest(_KEPT)

    def prepare(self, progress: Progress = silent) -> None:
        """Nothing; the baseline is known afterwards, so that the first question need not wait for it."""
        from accord.findings import Changes

        with self._building:
            self._progress = progress
            try:
                _ = self.baseline
                self.quick(Changes())
            finally:
                self._progress = silent

    def afresh(self) -> Asker:
        """A session of the same baseline that has not been asked anything yet."""
        other = Asker(*self._read, settings=self.settings)
        known = {"_base": self._known(), "_contents": self.baseline, "_same": self._same}
        other.__dict__.update(known, _first=self._first, _worlds=self._first.copy())
        other.quick(other._nothing)
        return other

    @property
    def baseline(self) -> Contents:
        """The findings with nothing changed; each side's claims alone, and influences, are left to a whole run."""
        with self._building:
            return self._contents

    def quick(self, changes: Changes, *, whole: bool = False, cancelled: Cancelled = never) -> Space:
        """Where the deal space lies if something were otherwise, beside where it lies.

        Where models must be drawn anew for it, `members` tells that these are the first of them; `whole` waits for all.

        Raises:
            CallError: a change that names what is not there, or that cannot be; nothing can be weighed.
            CancelledError: the question was taken back.
        """
        from accord.workspace.deal_space import beside

        if not changes:
            base = self._spaces.get("")
            if base is None:
                self._spaces.put("", base := self._space(self._nothing, whole=True, cancelled=cancelled))
            return base
        key = _key(changes)
        found = self._spaces.get(key)
        if found is None or (whole and found.members < found.of):
            found = beside(self.quick(self._nothing), self._space(changes, whole=whole, cancelled=cancelled))
            self._spaces.put(key, found)
        return found

    def models(self, changes: Changes, *, cancelled: Cancelled = never) -> Ensemble:
        """All models as the changes leave them, drawn anew where the evidence is another.

        Raises:
            CallError: a change that names what is not there, or that cannot be; nothing can be weighed.
            CancelledError: the question was taken back.
        """
        from accord.evidence import outside_given

        heard = self._heard(changes)
        _stop(cancelled)
        return outside_given(_there(self._weighed(heard)[0]).ensemble, changes.outside)

    def full(self, changes: Changes, *, cancelled: Cancelled = never) -> WhatIf:
        """Every finding if something were otherwise, beside what it is: as `what_if` has it, without influences.

        Raises:
            CallError: a change that names what is not there, or that cannot be.
            CancelledError: the question was taken back.
        """
        from accord.findings import differences

        key = _key(changes)
        answer = self._answers.get(key)
        if answer is None:
            before = self.baseline
            _stop(cancelled)
            after = self._concluded(changes, cancelled) if changes else before
            answer = WhatIf(before, after, differences(before.findings, after.findings))
            self._answers.put(key, answer)
        return answer

    @cached_property
    def _nothing(self) -> Changes:
        from accord.findings import Changes

        return Changes()

    @cached_property
    def _base(self) -> Models:
        return models_of(self._read, self.settings, self._progress, asked=Asked(same=self._same))

    @cached_property
    def _worlds(self) -> Worlds:
        from accord.findings import Worlds

        return Worlds()

    @cached_property
    def _same(self) -> Reprints:
        from accord.documents import reprints

        return reprints(self._read[0])

    @cached_property
    def _contents(self) -> Contents:
        base = self._known()
        self._progress("findings", 0, 0)
        runs = self._runs(base.heard, self._nothing)
        contents = concluded(base.heard, base.weighed, base.conflicts, runs, self.settings)
        self._first = self._worlds.copy()
        return contents

    def _known(self) -> Models:
        with self._building:
            return self._base

    def _runs(self, heard: Heard, changes: Changes, cancelled: Cancelled = never) -> Runs:
        runs = runs_of(heard, changes, Asked(sides=False, influences=False))
        return replace(runs, worlds=self._worlds, between=lambda: _stop(cancelled))

    def _concluded(self, changes: Changes, cancelled: Cancelled) -> Contents:
        from accord.findings import joined, staged

        heard = self._heard(changes)
        _stop(cancelled)
        if changes.order:  # it moves no package's worth, so all other findings stand as without it
            rest = self.full(replace(changes, order=()), cancelled=cancelled).after
            read = (rest.weighed, rest.ledger, rest.statements, rest.documents, rest.negotiation)
            found = staged(*read, runs=self._runs(heard, changes, cancelled))
            return replace(rest, findings=joined(rest.findings, found))
        weighed, conflicts = self._weighed(heard)
        return concluded(heard, weighed, conflicts, self._runs(heard, changes, cancelled), self.settings)

    def _heard(self, changes: Changes) -> Heard:
        """The material as the changes leave it (CallError where they cannot be)."""
        from accord.findings.changes import changed, tables

        told = _on_evidence(changes)
        key = _key(told)
        heard = self._known().heard if not told else self._hearings.get(key)
        if heard is None:
            heard = hear(self._read, told, same=self._same)
            self._hearings.put(key, heard)
        changed(self._read[1], changes)
        tables(heard.negotiation, changes)
        return heard

    def _weighed(self, heard: Heard) -> tuple[Weighed | None, tuple[Problem, ...]]:
        """The models that fit what is heard, and what stood in the way."""
        base = self._known()
        if _weighs(heard) == _weighs(base.heard):
            return base.weighed, base.conflicts
        key = repr(_weighs(heard))
        found = self._weighings.get(key)
        if found is None:
            found = weigh_evidence(heard.evidence, heard.negotiation, self.settings, like=base.weighed)
            self._weighings.put(key, found)
        return found

    def _space(self, changes: Changes, *, whole: bool, cancelled: Cancelled) -> Space:
        from accord.evidence import outside_given
        from accord.findings.changes import changed, tables
        from accord.workspace.deal_space import space_of

        # No rate but the outside shift bears on what a package is worth to whom.
        rates = {name: ends for name, ends in changes.rates.items() if name[0] == "outside_shift"}
        changed(self._read[1], changes)
        heard, base = self._heard(replace(changes, rates=rates)), self._known()
        _stop(cancelled)
        turned = self._turned(heard)
        few = None if turned is not None or whole else self._few(heard)
        now = base.weighed if turned is not None else None if few is not None else self._weighed(heard)[0]
        ensemble = few if few is not None else _there(now).ensemble
        _stop(cancelled)
        how = "re-weighed" if turned is not None else "same models" if now and now is base.weighed else "drawn anew"
        world = self._worlds.of(
            outside_given(ensemble, changes.outside), tables(heard.negotiation, changes), counted=True
        )
        solution = world.linked
        _stop(cancelled)
        return space_of(world.ensemble, solution, turned, how, of=self.settings.members)

    def _few(self, heard: Heard) -> Ensemble | None:
        """The first models that are drawn for what is heard; None where all are at hand, or are hardly more."""
        from accord.evidence import first_few

        base = self._known()
        if base.weighed is None or self.settings.members < 2 * _FEW or _weighs(heard) == _weighs(base.heard):
            return None
        if self._weighings.get(repr(_weighs(heard))) is not None:
            return None
        try:
            return first_few(heard.evidence, heard.negotiation, like=base.weighed, members=_FEW)
        except EvidenceError:  # what is certain clashes: it is doubted, and told, as all are drawn
            return None

    def _turned(self, heard: Heard) -> Floats | None:
        """Weights of the baseline's members for a part of its evidence; None where they cannot stand for it."""
        from accord.evidence import left_out

        base = self._known()
        if base.weighed is None or _rules(heard.negotiation) != _rules(base.heard.negotiation):
            return None
        now, before = ({piece.id: piece for piece in one} for one in (heard.evidence, base.weighed.pieces))
        if now == before or any(before.get(id) != piece for id, piece in now.items()):
            return None
        found = left_out(base.weighed, before.keys() - now.keys())
        return found.weights if found.effective >= _ENOUGH * base.weighed.ensemble.members else None


def _there(weighed: Weighed | None) -> Weighed:
    """What was weighed (CallError where nothing was)."""
    if weighed is None:
        must = "A deal space needs parties and issues that can be weighed"
        raise CallError(must, "there are none, or what is certain clashes", "see the problems of the project")
    return weighed


def _rules(negotiation: Negotiation) -> Negotiation:
    """The codebook without what is assumed, which is evidence."""
    return negotiation.model_copy(update={"assumptions": ()})


def _weighs(heard: Heard) -> tuple[tuple[Piece, ...], Negotiation]:
    """All that the models are drawn from."""
    return heard.evidence, _rules(heard.negotiation)


def _on_evidence(changes: Changes) -> Changes:
    """The changes that decide what is heard and weighed."""
    return replace(changes, outside={}, link=(), separate=(), order=())


def _key(changes: Changes) -> str:
    from accord.findings import changes_record

    return json.dumps(changes_record(changes), sort_keys=True)


def _stop(cancelled: Cancelled) -> None:
    if cancelled():
        raise CancelledError(
            "An answer is sought until nobody waits for it", "the question was taken back", "ask again"
        )


def what_if_record(answer: WhatIf) -> dict[str, Any]:
    """What a change does to every finding, as a JSON object."""
    from accord.findings import difference_record

    return {
        "clear": sum(one.clear for one in answer.differences),
        "differences": [difference_record(one) for one in answer.differences],
        "problems": [
            {"severity": one.severity.value, "code": one.code, "sentence": one.sentence, "statements": one.statements}
            for one in answer.after.problems
        ],
    }


class _Latest(Generic[_Made]):
    """The latest answers by what was asked."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._kept: OrderedDict[str, _Made] = OrderedDict()

    def get(self, key: str) -> _Made | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: str, made: _Made) -> None:
        with self._lock:
            self._kept[key] = made
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
