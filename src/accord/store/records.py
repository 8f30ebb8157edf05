"""What the store keeps beside documents and statements: readings, corrections, decisions, scenarios."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

from accord.errors import AccordError
from accord.statements import Statement

MACHINES = ("by_rule", "by_model")
"""Readers of which the last to read a document takes the place of those before."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One pass of one reader over one document.

    `fingerprint`: of reader, version and codebook; the same again adds nothing.
    """

    document: str
    reader: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who decides, when (as text, told by the caller), and why."""

    who: str
    when: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """A decision on one statement: who, when, why.

    `changes`: field -> new value; `points.0.option` names a part of a point. `rejected`: True takes the statement out,
    False takes it in again, None leaves it. Neither: the statement is accepted as it stands.
    """

    statement: str
    who: str
    when: str
    why: str
    changes: Mapping[str, Any]
    rejected: bool | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a statement that is split; `changes` as in a correction, on top of what it has from the whole."""

    start: int
    end: int
    changes: Mapping[str, Any] = field(default_factory=dict, hash=False)


class State(StrEnum):
    """Where a statement stands.

    `set_aside`: it covers a passage that somebody has decided on otherwise. `replaced`: it was split or merged.
    `gone`: the reading that counts does not find it, and nobody has decided on it.
    """

    STANDING = "standing"
    REJECTED = "rejected"
    SET_ASIDE = "set_aside"
    REPLACED = "replaced"
    GONE = "gone"


class Review(StrEnum):
    """Whether a person has decided on a statement; `changed`: somebody has, and a later reading reads it otherwise."""

    UNREVIEWED = "unreviewed"
    REVIEWED = "reviewed"
    CHANGED = "changed"


class Kind(StrEnum):
    """What a decision does."""

    CORRECT = "correct"
    ACCEPT = "accept"
    REJECT = "reject"
    RESTORE = "restore"
    ADD = "add"
    MOVE = "move"
    SPLIT = "split"
    MERGE = "merge"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Standing:
    """A statement as it stands, with its file.

    `revision` grows with every decision on the statement and every reading that changes it. `found`: the reading that
    counts finds it. `who`, `when`: of the last decision on it.
    """

    statement: Statement
    file: str
    state: State
    review: Review
    revision: int
    found: bool
    who: str | None = None
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """What a decision did to one statement: the fields that differ, before and after; None where there was none.

    `revision`: the statement's, after it.
    """

    statement: str
    revision: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as it was appended, never changed.

    `statements`: those it was made on; `made`: ids of those it brought into being. `takes_back`: the decision that an
    undo takes back. `in_force`: nobody has taken it back, or that was taken back in turn.
    """

    number: int
    kind: Kind
    who: str
    when: str
    why: str
    document: str
    statements: tuple[str, ...]
    made: tuple[str, ...]
    changes: Mapping[str, Any]
    rejected: bool | None
    takes_back: int | None
    in_force: bool
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document in a list, without its text: how many statements stand in it, and how many of them wait for review.

    `is_read`: a reader has gone through it, whatever it found; `voices`: how many speak in it.
    """

    id: str
    file: str
    title: str
    source: str | None
    date: str | None
    media_type: str
    characters: int
    words: int
    is_read: bool
    standing: int
    unreviewed: int
    rejected: int
    voices: int


@dataclass(frozen=True, slots=True)
class Passage:
    """The words around a statement, from `start` of its document's text on, whose length is `characters`."""

    title: str
    characters: int
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found: `text` is the document's from `start` to `end`; `marks` are offsets into `text`.

    `statement`: its id, where the words stand in a statement's quote; None for a paragraph.
    """

    document: str
    file: str
    title: str
    statement: str | None
    start: int
    end: int
    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """Changes kept under a name; `number` tells its versions apart."""

    number: int
    name: str
    changes: Mapping[str, Any]
    who: str
    when: str
    why: str


Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of many: how many there are in all, and what to ask with as `after` for the next (None: no more)."""

    rows: tuple[Row, ...]
    total: int
    next: str | None


class StaleError(AccordError):
    """A decision on a statement, or a scenario, that others have changed since it was seen.

    `since`: their decisions, oldest first; empty where a new reading or another version of a scenario is the change.
    """

    def __init__(
        self, subject: str, expected: int, revision: int, since: tuple[Decision, ...] = (), told: str = ""
    ) -> None:
        others = "; ".join(f"{one.who} ({one.when}): {one.kind}, {one.why or 'no reason given'}" for one in since)
        super().__init__(
            "A decision is made on what others have left, as it stands now",
            f"{subject} is at revision {revision}, not {expected}: {others or told or 'a new reading changed it'}",
            "look at it again, then decide",
        )
        self.statement = subject
        self.expected = expected
        self.revision = revision
        self.since = since
