"""Pieces of evidence: one for each claim by each voice, with all the statements that make it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from accord.documents import Document
from accord.errors import CallError, Problem, Severity
from accord.evidence.constraints import Codebook, Silent, constraint_of, contested, unknown_names
from accord.evidence.frame import frame_of
from accord.evidence.knowing import known_by, known_days
from accord.evidence.moves import counted_once, joined, standing
from accord.evidence.piece import Piece, in_order, piece_id
from accord.evidence.reliability import ACTS, STEPS, Relation, believed
from accord.evidence.voices import Room, room_of, voice_of
from accord.evidence.wording import claim_words
from accord.ledger import Ledger
from accord.negotiation import Assumption, Negotiation
from accord.statements import Act, Claim, Modality, Point, Says, Statement, claim_from


def pieces(
    statements: Sequence[Statement],
    ledger: Ledger,
    negotiation: Negotiation,
    *,
    documents: Sequence[Document] = (),
    as_of: date | None = None,
) -> tuple[tuple[Piece, ...], tuple[Problem, ...]]:
    """All evidence on preferences in the statements and the analyst's assumptions, by id, and what had to be left out.

    The same claim by the same voice counts once, however often it is told, with its most reliable telling; so do two
    claims that are one inequality ("seeks" and "had wanted already"). What a voice took back on a later day is left
    out, with a note: see `moves`. `documents` tell the days of statements that have none of their own, and which
    reports are of one source, whose reporters count as one voice. `as_of`: only what was said by the end of that day
    counts, as `known_by` has it; what the analyst assumes always does.
    """
    told_of, undated = (statements, ()) if as_of is None else known_by(statements, documents, as_of)
    frame, room = frame_of(negotiation), room_of(told_of, documents, negotiation)
    found = [*_told(told_of, room), *_unchanged(told_of, ledger, room)]
    assumed, problems = _assumed(negotiation.assumptions)
    problems += undated
    codebook = Codebook(frame, contested(frame, (piece.claim for piece in (*found, *assumed))))
    usable: list[Piece] = []
    for piece in (*found, *assumed):
        fault = _fault(piece, codebook, negotiation)
        if fault is None:
            usable.append(piece)
        else:
            problems.append(fault)
    told, moved = standing(_joined(usable), known_days(told_of, documents), codebook, negotiation)
    return counted_once(told, codebook), _once([*problems, *moved])


def _told(statements: Sequence[Statement], room: Room) -> Iterator[Piece]:
    for statement in statements:
        for number, point in enumerate(statement.points):
            read = claim_of(point, reached=statement.reached.get(f"points[{number}].claim", ""))
            if read is not None:
                yield from _piece(statement, *read, room)


def claim_of(point: Point, *, reached: str = "") -> tuple[Claim, float] | None:
    """What a point says of preferences, and how much of its voice's reliability is left; None: it says nothing.

    A hypothetical point says nothing; a conditional one speaks only through a claim that carries its condition. A step
    taken or agreed says little of acceptance (`STEPS`), and so does an offer unless its own words say what would be
    accepted. `reached`: how the reader reached the claim; "from the act ..." where no words of its own did.
    """
    claim = point.claim
    if point.modality is Modality.HYPOTHETICAL:
        return None
    if point.modality is Modality.CONDITIONAL and not (claim and (claim.given or claim.against)):
        return None
    if claim is not None:
        return claim, _share(point, claim, reached)
    act = ACTS.get((point.act, point.negated))
    if act is None or not (point.about and point.issue and point.option):
        return None
    says, share = act
    return Claim(says, point.about, issue=point.issue, option=point.option), share


def _share(point: Point, claim: Claim, reached: str) -> float:
    if claim.says is not Says.WOULD_ACCEPT or claim.negated:
        return 1.0
    in_words = point.act is Act.OFFER and not reached.startswith("from the act")
    return 1.0 if in_words else STEPS.get(point.act, 1.0)


def _unchanged(statements: Sequence[Statement], ledger: Ledger, room: Room) -> Iterator[Piece]:
    """What is told to be a party's unchanged demand it seeks, by that voice too."""
    by_id = {statement.id: statement for statement in statements}
    for kept in ledger.unchanged:
        for issue, option in _demands(kept.issue, kept.option, kept.party, ledger) if kept.told else ():
            claim = Claim(Says.SEEKS, kept.party, issue=issue, option=option)
            yield from (piece for id in kept.statements if id in by_id for piece in _piece(by_id[id], claim, 1.0, room))


def _demands(issue: str | None, option: str | None, party: str, ledger: Ledger) -> tuple[tuple[str, str], ...]:
    if issue is not None and option is not None:
        return ((issue, option),)
    held = {
        (position.issue, position.option)
        for position in ledger.positions
        if position.party == party
        and position.option is not None
        and not position.refused
        and position.modality is Modality.ASSERTED
        and issue in (None, position.issue)
    }
    return tuple(sorted(held))


def _piece(statement: Statement, claim: Claim, share: float, room: Room) -> Iterator[Piece]:
    """The piece of evidence that a claim by a statement is; none where the analyst believes its voice not at all."""
    voice = voice_of(statement, room)
    relation = Relation.OUTSIDE
    if voice.parties:
        relation = Relation.OWN if claim.party in voice.parties else Relation.RIVAL
    kept = share * min(max(statement.confidence, 0.0), 1.0)
    r = believed(statement, relation, room.reliability, says=claim.says, share=kept)
    if r > 0:
        yield Piece(
            piece_id(claim, voice.key),
            in_order(claim),
            r,
            (statement.id,),
            voice.key,
            voice.source,
            relation,
            quote=statement.quote,
            sides=voice.sides,
        )


def _assumed(assumptions: Sequence[Assumption]) -> tuple[list[Piece], list[Problem]]:
    found, problems = [], []
    for assumption in assumptions:
        record = assumption.model_dump(include=set(Claim.__dataclass_fields__))
        try:
            claim = claim_from(record)
        except CallError as error:
            sentence = f"An assumption about {assumption.party!r} cannot be used: {error}"
            problems.append(Problem(Severity.WARNING, "evidence.assumption", sentence))
            continue
        id = piece_id(claim, "analyst")
        found.append(Piece(id, in_order(claim), assumption.reliability, assumption=True, reason=assumption.reason))
    return found, problems


def _fault(piece: Piece, codebook: Codebook, negotiation: Negotiation) -> Problem | None:
    claim = piece.claim
    listed = {party.id: party.name or party.id for party in negotiation.parties}
    told = f"The claim by {piece.source} that {claim_words(claim, negotiation)}"
    idle = sorted({id for id in (claim.party, claim.other, claim.towards) if id} & listed.keys() - codebook.parties)
    if idle:
        names = " or ".join(listed[id] for id in idle)
        sentence = (
            f"{told} bears on no bargain: no issue needs the consent of {names}; name it under `consent` if one does."
        )
        return Problem(Severity.NOTE, "evidence.no_party", sentence, statements=piece.statements)
    unknown = unknown_names(claim, codebook)
    if unknown:
        lacks = " and no ".join(unknown)
        sentence = f"{told} was left out: the bargain has no {lacks}; correct the claim or add it to the negotiation."
        return Problem(Severity.WARNING, "evidence.unknown", sentence, statements=piece.statements)
    constraint = constraint_of(claim, codebook)
    if isinstance(constraint, Silent) and claim.says is not Says.BEFORE:
        sentence = f"{told} tells nothing of its preferences: that is what holds already, or would with no deal."
        return Problem(Severity.NOTE, "evidence.says_nothing", sentence, statements=piece.statements)
    if constraint is not None:
        return None
    sentence = f"{told} was left out: it names too little to compare; name the issue and option it speaks of."
    return Problem(Severity.NOTE, "evidence.incomplete", sentence, statements=piece.statements)


def _joined(found: Sequence[Piece]) -> tuple[Piece, ...]:
    """One piece for each id: its statements together, its reliability the highest; by id."""
    by_id: dict[str, list[Piece]] = {}
    for piece in found:
        by_id.setdefault(piece.id, []).append(piece)
    return tuple(joined(same) for _, same in sorted(by_id.items()))


def _once(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Problems of one sentence joined, in an order that does not depend on that of the documents."""
    told: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        told.setdefault((problem.code, problem.sentence), []).append(problem)
    return tuple(
        replace(same[0], statements=tuple(sorted({id for one in same for id in one.statements})))
        for _, same in sorted(told.items())
    )
