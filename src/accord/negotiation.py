"""The negotiation as a person decides it: parties, tracks, issues and options, cues, assumptions (`negotiation.yaml`)."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Named = TypeVar("Named", "Party", "Track", "Issue")
Role = Literal["principal", "mediator", "absent", "observer"]
Identifier = Annotated[str, Field(min_length=1, max_length=200)]


class Entry(BaseModel):
    """A part of the negotiation file: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Drafted(Entry):
    """A part that `accord draft` may have proposed: `drafted`, with the sentence it came from or the word `guess`."""

    drafted: bool = False
    origin: str | None = Field(default=None, alias="from")


class DocumentNote(Entry):
    """What a file does not say of itself."""

    file: str
    source: str | None = None
    date: datetime.date | None = None
    title: str | None = None


class Speaker(Entry):
    """A person who speaks for a party."""

    name: str
    role: str | None = None
    aliases: tuple[str, ...] = ()


class Party(Drafted):
    """Who negotiates."""

    id: Identifier
    name: str
    aliases: tuple[str, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    role: Role = "principal"


class Track(Drafted):
    """A table at which issues are settled, and who sits at it."""

    id: Identifier
    parties: tuple[str, ...]
    name: str | None = None


class Issue(Drafted):
    """What is negotiated: its options in order (unless `ordered` is false), and the words that tell of them.

    `cues`: words under `issue` name the issue, words under an option name the option. `status_quo`: the option on paper or on the
    ground when the talks begin (default: the first). `counterfactual`: what would happen with no deal (default: the status quo).
    `consent`: whose yes it needs (default: the parties of the track).
    """

    id: Identifier
    track: str
    options: tuple[Identifier, ...] = Field(min_length=1, max_length=100)
    name: str | None = None
    ordered: bool = True
    status_quo: str | None = None
    counterfactual: str | None = None
    cues: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    consent: tuple[str, ...] | None = None


class Precondition(Drafted):
    """Party `party` wants issue `before` settled before issue `after`."""

    party: str
    before: str
    after: str
    reason: str | None = None


class TermEntry(Entry):
    """One option of one issue."""

    issue: str
    option: str | None = None


class Assumption(Drafted):
    """A claim of the analyst's own, with its reason and its reliability in (0, 1]."""

    party: str
    says: str
    issue: str | None = None
    option: str | None = None
    over: str | None = None
    given: tuple[TermEntry, ...] = ()
    against: tuple[TermEntry, ...] = ()
    track: str | None = None
    over_track: str | None = None
    other: str | None = None
    towards: str | None = None
    first: TermEntry | None = None
    then: TermEntry | None = None
    negated: bool = False
    reason: str = ""
    reliability: float = Field(default=0.9, gt=0, le=1)


class Negotiation(Entry):
    """The codebook of one negotiation."""

    title: str = ""
    documents: tuple[DocumentNote, ...] = ()
    parties: tuple[Party, ...] = ()
    tracks: tuple[Track, ...] = ()
    issues: tuple[Issue, ...] = ()
    preconditions: tuple[Precondition, ...] = ()
    assumptions: tuple[Assumption, ...] = ()

    def party(self, id: str) -> Party:
        """The party with this id (KeyError where there is none)."""
        return _named(self.parties, id)

    def track(self, id: str) -> Track:
        """The track with this id (KeyError where there is none)."""
        return _named(self.tracks, id)

    def issue(self, id: str) -> Issue:
        """The issue with this id (KeyError where there is none)."""
        return _named(self.issues, id)

    def consent(self, issue: Issue) -> tuple[str, ...]:
        """Ids of the parties whose yes the issue needs."""
        return issue.consent if issue.consent is not None else self.track(issue.track).parties


def status_quo(issue: Issue) -> str:
    """The option on paper or on the ground when the talks begin."""
    return issue.status_quo if issue.status_quo is not None else issue.options[0]


def counterfactual(issue: Issue) -> str:
    """The option that would hold with no deal."""
    return issue.counterfactual if issue.counterfactual is not None else status_quo(issue)


def _named(entries: tuple[Named, ...], id: str) -> Named:
    for entry in entries:
        if entry.id == id:
            return entry
    raise KeyError(id)
