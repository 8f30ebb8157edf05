"""Moves: changes between dated stands, and concessions told in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain, takewhile

from accord.documents.periods import Period
from accord.ledger.chronology import steps
from accord.ledger.direction import heading, nearest, share
from accord.ledger.memory import Memory
from accord.ledger.positions import conditions, once, strongest
from accord.ledger.records import Basis, Direction, Move
from accord.ledger.stances import OWN_WORD, TAKES, WANTS, Stance
from accord.ledger.talks import Nominal, Said, Talk, by_issue, nominal_claims, talks
from accord.negotiation import Issue, Negotiation, status_quo
from accord.statements import Act, Modality, Statement


def moves(
    stances: Sequence[Stance],
    statements: Sequence[Statement],
    negotiation: Negotiation,
    *,
    memory: Memory | None = None,
) -> tuple[Move, ...]:
    """Every move, sorted by party, issue and date.

    A change: between two days on which the party, by its own word or the reporter's, stood for different options.
    On one day what it would take goes before what it asks for; a demand it held before and repeats beside an offer
    takes nothing back. A first readiness to take an option that it refused on an earlier day, or to give something
    where it would give nothing, is a change as well. A
    move told in words: an act of concession or acceptance; also an offer or promise that somebody calls wanted
    already. Accepting what it asked for on an earlier day is none, nor is accepting the status quo; to concede what
    it asked for is to give that up. It joins the change to the same option where there is one. What only others
    tell of the mover is a move with basis `told`, apart from the mover's own.
    """
    memory = memory or Memory()
    said, nominal = by_issue(stances), nominal_claims(statements)
    found: list[Move] = []
    for issue in negotiation.issues:
        parts = (said.get(issue.id, {}), nominal.get(issue.id, {}), negotiation.consent(issue))
        found += memory.of(("moves", issue.id), parts, partial(_on_issue, issue, *parts))
    return tuple(sorted(found, key=move_order))


def _on_issue(issue: Issue, said: Said, nominal: Nominal, consenting: Sequence[str]) -> list[Move]:
    found = []
    for talk in talks(issue, said, nominal, consenting):
        found += _joined(list(_changes(talk)), list(_in_words(talk)))
    return found


def move_order(move: Move) -> tuple[str, ...]:
    """A sort key that depends on content alone."""
    on = str(move.on or move.during or "")
    return (move.party, move.issue, on, move.start or "", move.end or "", move.basis, *move.statements)


def _changes(talk: Talk) -> Iterator[Move]:
    """Moves between dated stands; of several options on a day the nearest counts, so a move is never overstated."""
    held: list[Stance] = []
    asked: set[str] = set()
    refused: set[str | None] = set()  # None: any settlement of the issue
    for day, said in steps(talk.at_table):
        sought = [stance for stance in said if not stance.refused and stance.option]
        takes = [stance for stance in sought if stance.act not in WANTS and not _gives_up(stance, asked)]
        wants = [stance for stance in sought if stance.act in WANTS]
        now = takes or _new_demands(wants, held, asked)
        if now and held and not {stance.option for stance in now} & {stance.option for stance in held}:
            yield _change(talk, held, now, day)
        elif now and not held and (all(stance.option in refused for stance in now) or (takes and None in refused)):
            yield _taken_after_refusal(talk, now, day)
        held = now or held
        asked |= {stance.option for stance in wants if stance.option}
        refused |= {stance.option for stance in said if stance.refused}


def _gives_up(stance: Stance, asked: AbstractSet[str]) -> bool:
    """Whether a concession names what the party asked for before, and so what it leaves."""
    return stance.act is Act.CONCESSION and stance.option in asked


def _new_demands(wants: list[Stance], held: list[Stance], asked: set[str]) -> list[Stance]:
    offered = held and all(stance.act not in WANTS for stance in held)
    return [stance for stance in wants if stance.option not in asked] if offered else wants


def _change(talk: Talk, held: list[Stance], now: list[Stance], day: Period) -> Move:
    start, end = nearest(talk.issue, _options(held), _options(now))
    return _move(
        talk, start, end, [stance for stance in (*held, *now) if stance.option in {start, end}], on=day, told=False
    )


def _taken_after_refusal(talk: Talk, now: list[Stance], day: Period) -> Move:
    quo = status_quo(talk.issue)
    _, end = nearest(talk.issue, {quo}, _options(now))
    before = [stance for stance in talk.at_table if stance.refused and stance.when and stance.when.before(day)]
    earlier = [stance for stance in before if stance.option in {None, end}]
    said = [*earlier, *(stance for stance in now if stance.option == end)]
    start = quo if quo != end else None
    return replace(_move(talk, start, end, said, on=day, told=False), assumed_start=start is not None)


def _options(said: Sequence[Stance]) -> set[str]:
    return {stance.option for stance in said if stance.option is not None}


def _in_words(talk: Talk) -> Iterator[Move]:
    """Moves told in words, one for each option and teller (the mover and the reporter count as one)."""
    told: dict[tuple[str, str | None], list[Stance]] = defaultdict(list)
    for stance in talk.ours:
        if not stance.refused and stance.basis is not Basis.BELIEF and _tells_a_move(talk, stance):
            voice = "" if stance.basis in OWN_WORD else stance.voice
            told[voice, stance.option].append(stance)
    for (_, option), said in sorted(told.items(), key=lambda entry: (entry[0][0], entry[0][1] or "")):
        times = [stance.when for stance in said if stance.when is not None]
        day = min(times, key=lambda when: (when.last, when.first), default=None)
        given = [stance for stance in said if stance.act is Act.CONCESSION]
        if option is None or not _asked_before(talk, option, said, day):
            start, assumed = _start(talk, option, day)
            move = _move(talk, start, option, said, on=day, told=True)
            yield replace(move, assumed_start=True, direction=Direction.TOWARDS) if assumed else move
        elif given:
            yield _move(talk, option, None, given, on=day, told=True)


def _tells_a_move(talk: Talk, stance: Stance) -> bool:
    if stance.act is Act.CONCESSION:
        return stance.option is not None or stance.modality is Modality.ASSERTED
    changes = stance.option not in {None, status_quo(talk.issue)}
    spoken_of = None in talk.costless or stance.option in talk.costless
    return changes and (stance.act is Act.ACCEPT or (stance.act in TAKES and spoken_of))


def _asked_before(talk: Talk, option: str, said: Sequence[Stance], day: Period | None) -> bool:
    """Whether the party asked for the option earlier and in another statement: it gets it and gives nothing."""
    telling = {stance.statement for stance in said}
    last = date.max if day is None else day.last
    return any(
        stance.statement not in telling and (stance.when is None or stance.when != day)
        for _, stance in takewhile(lambda asked: asked[0] <= last, talk.asked.get(option, ()))
    )


def _start(talk: Talk, end: str | None, day: Period | None) -> tuple[str | None, bool]:
    """Where the mover stood before, and whether that is assumed.

    Its last stand on another option on an earlier day, else its demand of that day or of no known day; with no
    other position known, and the option not refused since, the status quo.
    """
    last = date.max if day is None else day.last
    wanted = {option for option, first in talk.wanted.items() if option and option != end and first <= last}
    if stood := talk.stood.before(day, but=end) or wanted:
        return nearest(talk.issue, stood, {end} if end else set())[0], False
    quo = status_quo(talk.issue)
    bare = talk.stands <= {end}
    assumed = bare and end is not None and quo != end and not _disputing(talk, end, day)
    return (quo, True) if assumed else (None, False)


def _joined(changed: list[Move], told: list[Move]) -> list[Move]:
    """Changes and moves in words, one move where both lead to the same option; others' word joins the mover's own.

    A move told without its end joins a change from the same start on the same day.
    """
    joined, beside = list(changed), defaultdict[int, list[Move]](list)
    ends: dict[str | None, list[int]] = defaultdict(list)
    times: dict[tuple[date | None, Period | None], list[int]] = defaultdict(list)
    for number, move in enumerate(joined):
        ends[move.end].append(number)
        times[move.on, move.during].append(number)
    for words in sorted(told, key=lambda move: move.basis is Basis.TOLD):
        same = {*ends[words.end], *(times[words.on, words.during] if words.end is None else ())}
        same = {number for number in same if _same(joined[number], words)}
        for number in same:
            beside[number].append(words)
        if not same:
            ends[words.end].append(len(joined))
            times[words.on, words.during].append(len(joined))
            joined.append(words)
    return [_with(move, beside[number]) if number in beside else move for number, move in enumerate(joined)]


def _with(move: Move, words: Sequence[Move]) -> Move:
    """The move, with what is told of it in these words."""
    return replace(
        move,
        statements=once(chain(move.statements, *(one.statements for one in words))),
        according_to=once(chain(move.according_to, *(one.according_to for one in words))),
    )


def _same(move: Move, words: Move) -> bool:
    endless = (
        words.end is None and words.start in {None, move.start} and (words.on, words.during) == (move.on, move.during)
    )
    return move.basis is not Basis.TOLD and (move.end == words.end or endless)


def _move(
    talk: Talk, start: str | None, end: str | None, said: Sequence[Stance], *, on: Period | None, told: bool
) -> Move:
    arriving = [stance for stance in said if stance.option == end and not stance.refused] or list(said)
    direction = heading(talk.issue, start, end, talk.others, on=on)
    if told and direction is Direction.UNKNOWN:
        direction = Direction.TOWARDS
    basis = min((stance.basis for stance in arriving), key=list(Basis).index)
    return Move(
        party=talk.party, issue=talk.issue.id, start=start, end=end, direction=direction,
        size=share(talk.issue, start, end), on=on.day if on else None, told=told,
        statements=once(stance.statement for stance in said),
        according_to=once(name for stance in arriving for name in stance.according_to),
        nominal_by=talk.nominally(end, negated=False),
        basis=basis,
        modality=strongest(stance.modality for stance in arriving if stance.basis is basis),
        condition=conditions(arriving),
        disputed_by=_disputing(talk, end, on, anything=basis is Basis.TOLD),
        nominal_denied_by=talk.nominally(end, negated=True),
        during=on if on and on.day is None else None,
    )  # fmt: skip


def _disputing(talk: Talk, end: str | None, on: Period | None, *, anything: bool = False) -> tuple[str, ...]:
    """The mover's own refusals of the option on the day of the move or later, or of no known day.

    `anything`: a refusal of whatever the issue holds ("accepted no figure") counts too: what only others tell of the
    mover is denied by it.
    """
    if end is None:
        return ()
    return once((*talk.refusals(end, on), *(talk.refusals(None, on) if anything else ())))
