"""What a change does to findings: each before and after, by id."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accord.findings.record import Finding, Status
from accord.findings.words import SAMPLING


@dataclass(frozen=True, slots=True)
class Difference:
    """A finding before and after a change; None where it was not there.

    `size`: of the share, after less before; None where one of them has no share. `error`: the standard error of the
    size, as if the two were drawn apart; they share their random streams, so it is rather smaller. `value_size` and
    `value_error`: the same of the mean size that the finding tells of.
    """

    id: str
    before: Finding | None
    after: Finding | None
    size: float | None
    error: float | None
    value_size: float | None = None
    value_error: float | None = None

    @property
    def clear(self) -> bool:
        """Whether the change is more than chance in sampling: of a share, of what is told, or of its being told."""
        if self.size is not None:
            return self.share_moved or self.value_moved
        return _told(self.before) != _told(self.after)

    @property
    def share_moved(self) -> bool:
        """Whether the share moves by more than chance in sampling."""
        return _more(self.size, self.error)

    @property
    def value_moved(self) -> bool:
        """Whether the mean size moves by more than chance in sampling."""
        return _more(self.value_size, self.value_error)

    @property
    def words(self) -> str:
        """What the finding is about, in words."""
        finding = self.after or self.before
        if finding is None:
            return self.id
        topic = str(finding.details.get("topic") or (self.before.details.get("topic") if self.before else "") or "")
        return topic or finding.sentence.rstrip(".")


def differences(before: Iterable[Finding], after: Iterable[Finding]) -> tuple[Difference, ...]:
    """Every finding of either: those that the change moves first, the largest first, then the rest by id."""
    old, new = ({finding.id: finding for finding in found} for found in (before, after))
    found = [_difference(id, old.get(id), new.get(id)) for id in dict.fromkeys([*old, *new])]
    return tuple(sorted(found, key=lambda one: (not one.clear, -abs(one.size or 0.0), one.id)))


def _difference(id: str, before: Finding | None, after: Finding | None) -> Difference:
    if before is None or after is None or before.share is None or after.share is None:
        return Difference(id, before, after, None, None)
    error = ((before.error or 0.0) ** 2 + (after.error or 0.0) ** 2) ** 0.5
    value, spread = None, None
    if before.value is not None and after.value is not None:
        value = after.value - before.value
        spread = math.hypot(*(float(one.details.get("value_error", 0.0)) for one in (before, after)))
    return Difference(id, before, after, after.share - before.share, error, value, spread)


def _more(size: float | None, error: float | None) -> bool:
    return size is not None and size != 0 and abs(size) > SAMPLING * (error or 0.0)


def difference_record(one: Difference) -> dict[str, Any]:
    """A difference as a JSON object."""
    return {
        "id": one.id,
        "about": one.words,
        "before": _side(one.before),
        "after": _side(one.after),
        "difference": None if one.size is None else round(one.size, 6) + 0.0,
        "error": None if one.error is None else round(one.error, 6),
        "value_difference": None if one.value_size is None else round(one.value_size, 6) + 0.0,
        "value_error": None if one.value_error is None else round(one.value_error, 6),
        "clear": one.clear,
    }


def _side(finding: Finding | None) -> dict[str, Any] | None:
    if finding is None:
        return None
    share, value = finding.share, finding.value
    return {
        "status": finding.status.value,
        "share": None if share is None else round(share, 6) + 0.0,
        "value": None if value is None else round(value, 6) + 0.0,
        "sentence": finding.sentence,
    }


def _told(finding: Finding | None) -> tuple[Status, str] | None:
    if finding is None or finding.status is Status.SILENT:
        return None
    return (finding.status, finding.sentence)
