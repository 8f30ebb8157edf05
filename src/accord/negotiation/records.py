"""The records of a negotiation file."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from accord.statements import Says

Named = TypeVar("Named", "Party", "Track", "Issue")
Role = Literal["principal", "mediator", "absent", "observer"]
InteractionKind = Literal["complements", "substitutes"]
VoiceKind = Literal[
    "principal",
    "negotiator",
    "official",
    "affiliated_expert",
    "independent",
    "reporter",
    "unknown",
    "belief",
    "narrated",
]
RateName = Literal["outside_shift", "impatience", "walk_away_hazard", "waiting_flow", "power_shift"]
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _plain(text: str) -> str:
    """The text itself where it can stand in a table and a file name."""
    if text != text.strip() or not text.isprintable():
        raise PydanticCustomError("not_plain", "one line with no space around it")
    return text


def _day(value: Any) -> Any:
    """The value itself, unless it is a text that pydantic would take for seconds since 1970."""
    if isinstance(value, str) and not _ISO_DAY.fullmatch(value):
        raise PydanticCustomError("not_a_day", "a date such as 2031-03-11")
    return value


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, Mapping | TermEntry) else value


Identifier = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_plain)]
Day = Annotated[datetime.date, BeforeValidator(_day, json_schema_input_type=datetime.date)]


class Entry(BaseModel):
    """A part of the negotiation file: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Drafted(Entry):
    """A part that `accord draft` may have proposed."""

    drafted: bool = Field(default=False, description="Proposed by `accord draft`; remove it once a person has checked.")
    origin: str | None = Field(
        default=None,
        validation_alias=AliasChoices("from", "origin"),
        serialization_alias="from",
        description="The sentence a drafted part came from, or the word `guess`.",
    )


class DocumentNote(Entry):
    """What a file does not say of itself."""

    file: str = Field(min_length=1, description="Path relative to the source that is read, with /.")
    source: str | None = Field(default=None, description="Who published it.")
    date: Day | None = Field(default=None, description="The day it was published, such as 2031-03-11.")
    title: str | None = Field(default=None, description="Its headline.")


class Speaker(Entry):
    """A person who speaks for a party."""

    name: str = Field(min_length=1, description="Full name without titles.")
    role: str | None = Field(default=None, description="Office, such as Foreign Minister.")
    aliases: tuple[str, ...] = Field(default=(), description="Other names and descriptions the documents use.")


class Party(Drafted):
    """Who negotiates."""

    id: Identifier = Field(description="Short name that the rest of the file uses.")
    name: str = Field(min_length=1, description="Full name.")
    aliases: tuple[str, ...] = Field(default=(), description="Other names: capitals, offices, acronyms.")
    speakers: tuple[Speaker, ...] = Field(default=(), description="Who speaks for it.")
    role: Role = Field(default="principal", description="At the table, between the parties, kept out, or looking on.")


class Track(Drafted):
    """A table at which issues are settled, and who sits at it."""

    id: Identifier = Field(description="Short name that issues use.")
    parties: tuple[str, ...] = Field(description="Ids of the parties at this table.")
    name: str | None = Field(default=None, description="Full name.")


class Issue(Drafted):
    """What is negotiated: its options in order (unless `ordered` is false), and the words that tell of them."""

    id: Identifier = Field(description="Short name that the rest of the file uses.")
    track: str = Field(description="Id of the table at which it is settled.")
    options: tuple[Identifier, ...] = Field(
        min_length=1, max_length=100, description="Every way it can be settled, in order from one end to the other."
    )
    name: str | None = Field(default=None, description="Full name.")
    ordered: bool = Field(default=True, description="Whether the options lie in order; false for kinds with no order.")
    status_quo: str | None = Field(
        default=None, description="The option on paper or on the ground when the talks begin (default: the first)."
    )
    counterfactual: str | None = Field(
        default=None, description="The option that would hold with no deal (default: the status quo)."
    )
    cues: dict[str, tuple[str, ...]] = Field(
        default_factory=dict,
        description="Words that name the issue (under `issue`) and each option (under its name) in the documents.",
    )
    consent: tuple[str, ...] | None = Field(
        default=None, description="Ids of the parties whose yes it needs (default: the parties of the track)."
    )


class Precondition(Drafted):
    """Party `party` wants issue `before` settled before issue `after`."""

    party: str = Field(description="Id of the party that sets the condition.")
    before: str = Field(description="Id of the issue that must come first.")
    after: str = Field(description="Id of the issue that waits.")
    option: str | None = Field(
        default=None, description="The option at which the first issue must be settled; none: settled, however."
    )
    reason: str | None = Field(default=None, description="Why it is put in the file.")


class TermEntry(Entry):
    """One option of one issue."""

    issue: str = Field(description="Id of an issue.")
    option: str | None = Field(default=None, description="One of its options; none: settled, however.")


Terms = Annotated[
    tuple[TermEntry, ...], BeforeValidator(_listed, json_schema_input_type=TermEntry | tuple[TermEntry, ...])
]


class Exclusion(Drafted):
    """Options of two or more issues that no package has together."""

    terms: Terms = Field(min_length=2, max_length=8, description="The options, each of another issue.")
    reason: str | None = Field(default=None, description="Why they cannot stand together.")


class Requirement(Drafted):
    """An option that needs another issue to be settled at one of some options."""

    issue: str = Field(description="Id of the issue whose option needs something.")
    option: str = Field(description="That option.")
    other: str = Field(description="Id of the issue it needs something of.")
    options: tuple[str, ...] = Field(min_length=1, description="The options of the other issue that will do.")
    reason: str | None = Field(default=None, description="Why it needs them.")


class Interaction(Drafted):
    """Terms, or issues, that are worth more together than each by itself (complements), or less (substitutes).

    How much more or less is drawn; with `issues` it is the same for every way in which all of them leave the status
    quo.
    """

    kind: InteractionKind = Field(description="Worth more together, or less.")
    terms: Terms = Field(default=(), max_length=8, description="The options, each of another issue.")
    issues: tuple[str, ...] = Field(
        default=(), max_length=4, description="Ids of issues, in place of terms: any change on all of them."
    )
    party: str | None = Field(default=None, description="Id of the party for whom it is so (default: for all).")
    reason: str | None = Field(default=None, description="Why it is so.")


class RateEntry(Drafted):
    """What is known of a scalar of a party: it lies between `low` and `high`, or is `low` where they are the same."""

    rate: RateName = Field(description="Which scalar; its unit and default range stand in the decision on the prior.")
    low: float = Field(ge=-10, le=10, allow_inf_nan=False, description="Its least value.")
    high: float = Field(ge=-10, le=10, allow_inf_nan=False, description="Its greatest value.")
    party: str | None = Field(default=None, description="Id of the party (default: every party).")
    reason: str = Field(default="", description="Why the analyst takes it to lie there.")


Believed = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class Reliabilities(Entry):
    """How far voices are believed, where the analyst knows better than the defaults; 0 is not at all, 1 certain.

    A value for a kind takes the place of the default, a speaker's that of the kind, a statement's that of everything.
    """

    kinds: dict[VoiceKind, Believed] = Field(
        default_factory=dict,
        description="By the chair of who said it on the record; `belief`: a mind as the reporter reads it; `narrated`: "
        "the reporter's own voice.",
    )
    speakers: dict[str, Believed] = Field(
        default_factory=dict, description="By the name of a person or an organisation, as the documents have it."
    )
    statements: dict[str, Believed] = Field(default_factory=dict, description="By the id of a statement.")


class Assumption(Drafted):
    """A claim of the analyst's own, with its reason and its reliability in (0, 1]."""

    party: str = Field(description="Id of the party whose preference it tells.")
    says: Says = Field(description="The claim.")
    issue: str | None = Field(default=None, description="Id of the issue it is about.")
    option: str | None = Field(default=None, description="The option it is about.")
    over: str | None = Field(
        default=None, description="`prefers`: the lesser option of the issue; `values_more`: the lesser issue."
    )
    given: Terms = Field(default=(), description="Further options that hold with it.")
    against: Terms = Field(default=(), description="`prefers`: the lesser package, where it speaks of other issues.")
    track: str | None = Field(default=None, description="`values_more`: a track in place of an issue.")
    over_track: str | None = Field(default=None, description="`values_more`: the lesser track.")
    other: str | None = Field(default=None, description="`less_hurried_than`: id of the party compared with.")
    towards: str | None = Field(default=None, description="`shifts_power`: id of the party that gains.")
    first: TermEntry | None = Field(default=None, description="`before`: the step that comes first.")
    then: TermEntry | None = Field(default=None, description="`before`: the step that waits for it.")
    negated: bool = Field(default=False, description="The claim is denied.")
    reason: str = Field(default="", description="Why the analyst assumes it.")
    reliability: float = Field(default=0.9, gt=0, le=1, description="How far it is trusted; 1 is certain.")


class Negotiation(Entry):
    """The codebook of one negotiation."""

    title: str = Field(default="", description="What the talks are about.")
    documents: tuple[DocumentNote, ...] = Field(default=(), description="What the files do not say of themselves.")
    parties: tuple[Party, ...] = Field(default=(), description="Who negotiates.")
    tracks: tuple[Track, ...] = Field(default=(), description="The tables at which issues are settled.")
    issues: tuple[Issue, ...] = Field(default=(), description="What is negotiated.")
    preconditions: tuple[Precondition, ...] = Field(default=(), description="Who wants what settled before what.")
    exclusions: tuple[Exclusion, ...] = Field(default=(), description="What no package has together.")
    requirements: tuple[Requirement, ...] = Field(default=(), description="What an option needs beside it.")
    interactions: tuple[Interaction, ...] = Field(
        default=(), description="What is worth more, or less, together than each by itself."
    )
    assumptions: tuple[Assumption, ...] = Field(default=(), description="The analyst's own claims, with reasons.")
    rates: tuple[RateEntry, ...] = Field(default=(), description="What is known of parties' scalars, with reasons.")
    reliability: Reliabilities = Field(
        default_factory=Reliabilities, description="How far voices are believed, where the defaults do not fit."
    )

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


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a negotiation file."""
    return Negotiation.model_json_schema(by_alias=True, mode="validation")


def _named(entries: tuple[Named, ...], id: str) -> Named:
    for entry in entries:
        if entry.id == id:
            return entry
    raise KeyError(id)
