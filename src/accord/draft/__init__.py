"""A negotiation proposed from documents: parties, tracks, issues and options, each with the sentence it came from."""

from __future__ import annotations

from collections.abc import Sequence

from accord.documents import Document
from accord.draft.cast import cast
from accord.draft.counterparts import find_counterparts
from accord.draft.deeds import deeds
from accord.draft.options import issue_cues, issue_name, options, slug
from accord.draft.order import Ordered, ordered
from accord.draft.parties import Seat, seats, shortened
from accord.draft.reprinted import told_once
from accord.draft.tables import track_of, tracks
from accord.draft.things import Topic
from accord.draft.topics import topics
from accord.errors import Problem, Severity
from accord.negotiation import Issue, Negotiation, Precondition, Track
from accord.reading.parsed import Parsed, parse
from accord.reading.registry import registry

__all__ = ["draft"]


def draft(
    documents: Sequence[Document], *, parsed: Sequence[Parsed] | None = None
) -> tuple[Negotiation, tuple[Problem, ...]]:
    """The negotiation that the documents tell of, to be edited by a person, and what could not be found.

    Every part is marked `drafted`, with the sentence it came from or the word `guess`. `parsed`: the documents' parses,
    where they exist already. A reprint counts for what it adds.
    """
    known = {one.document.id: one for one in parsed or ()}
    texts = tuple(known.get(document.id) or parse(document) for document in told_once(documents))
    found = cast(texts, registry(texts, None))
    find_counterparts(found, texts)
    told = deeds(texts, found)
    seated = seats(told, texts, found)
    ids = {seat.key: seat.party.id for seat in seated}
    tables = tracks(seated, texts, found) if seated else ()
    subjects = topics(told, texts, found) if tables else []
    issues = _issues(subjects, [track_of(topic, tables, ids, found) for topic in subjects])
    by_key = {topic.key: issue.id for topic, issue in zip(subjects, issues, strict=False)}
    steps = ordered(told, by_key, found)
    negotiation = Negotiation(
        title=documents[0].title if documents else "",
        parties=tuple(seat.party for seat in seated),
        tracks=tables,
        issues=tuple(issues),
        preconditions=tuple(_precondition(step, ids) for step in steps if step.actor in ids),
    )
    return negotiation, _missing(seated, issues, tables)


def _issues(subjects: Sequence[Topic], tables: Sequence[str]) -> list[Issue]:
    issues: list[Issue] = []
    taken: set[str] = set()
    packages = 1
    for topic, track in zip(subjects, tables, strict=True):
        settled = options(topic)
        if packages * len(settled.names) > _MOST_PACKAGES:
            settled = options(topic, _FEWER)
        packages *= len(settled.names)
        if packages > _MOST_PACKAGES:
            break
        name = issue_name(topic)
        id, number = slug(name), 2
        while id in taken:
            id, number = f"{slug(name)}_{number}", number + 1
        taken.add(id)
        issues.append(
            Issue(
                id=id,
                name=name if slug(name) != name else None,
                track=track,
                options=settled.names,
                status_quo=settled.start,
                cues={"issue": issue_cues(topic, settled), **settled.cues},
                drafted=True,
                origin=_origin(topic),
            )
        )
    return issues


_FEWER = 2  # amounts of an issue, where there are many issues
_MOST_PACKAGES = 25_000  # the findings of a first reading must not take minutes


def _origin(topic: Topic) -> str:
    strong = [deed for deed, _ in topic.evidence if deed.strong]
    return shortened((strong or [deed for deed, _ in topic.evidence])[0].quote)


def _precondition(step: Ordered, ids: dict[str, str]) -> Precondition:
    return Precondition(
        party=ids[step.actor], before=step.before, after=step.after, drafted=True, origin=shortened(step.deed.quote)
    )


def _missing(seated: Sequence[Seat], issues: Sequence[Issue], tables: Sequence[Track]) -> tuple[Problem, ...]:
    problems = []
    if len(seated) < 2:
        sentence = (
            "A negotiation has two parties or more; the documents show "
            f"{'one' if seated else 'none'} that demands, offers or refuses something; name the parties yourself."
        )
        problems.append(Problem(Severity.WARNING, "draft.parties", sentence))
    if not issues:
        sentence = (
            "A negotiation has issues; the documents show none that is demanded, offered or refused; "
            "write the issues and their options yourself."
        )
        problems.append(Problem(Severity.WARNING, "draft.issues", sentence))
    return tuple(problems)
