"""Hidden worlds for the studies of the bridge: a model from the prior, statements about it, and questions on it.

What is asked and what is told is chosen before the hidden model is drawn, so that neither depends on it. The prior and
the table of claims are those of `tests/evidence/rejection.py`, which shares no code with the sampler.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from tests.evidence.rejection import Model, World, holds, idle, prior, with_counterfactuals

from accord.bargain import Bools, Ensemble
from accord.evidence import Piece, piece_id
from accord.negotiation import Issue, Negotiation, Party, Track
from accord.statements import Claim, Says, Term

LETTERS = "abcde"
BOUNDS = {Says.MAY_WALK_AWAY: "walk_away_hazard", Says.GAINS_WHILE_WAITING: "waiting_flow"}


@dataclass(frozen=True)
class Hidden:
    """One drawn world: the model (one draw), its red lines, and who is above the middle of which rate."""

    model: Model
    red_lines: frozenset[tuple[str, str, str]]
    above: frozenset[tuple[str, Says]]


@dataclass(frozen=True)
class Question:
    """A yes or no about a world: what it is about, the party, and the options it names."""

    kind: str
    party: str = ""
    issue: str = ""
    option: str = ""
    other: str = ""
    package: tuple[tuple[str, str], ...] = ()


def any_world(rng: np.random.Generator) -> World:
    """Two or three parties over two to four issues of two to four options, ordered or not."""
    parties = ("A", "B", "C")[: rng.integers(2, 4)]
    options = {f"i{k}": tuple(LETTERS[: rng.integers(2, 5)]) for k in range(rng.integers(2, 5))}
    return World(parties, options, {issue: bool(rng.random() < 0.7) for issue in options})


def negotiation_of(world: World) -> Negotiation:
    """The world as a negotiation file would tell it."""
    return Negotiation(
        parties=tuple(Party(id=id, name=id) for id in world.parties),
        tracks=(Track(id="table", parties=world.parties),),
        issues=tuple(
            Issue(id=id, track="table", options=options, ordered=world.ordered[id])
            for id, options in world.options.items()
        ),
    )


def present(world: World) -> dict[str, str]:
    """The status quo: the first option of each issue."""
    return {issue: options[0] for issue, options in world.options.items()}


def any_claim(world: World, rng: np.random.Generator, *, rates: bool = True) -> Claim:
    """A claim about anything of the world that says something."""
    issues = [str(name) for name in rng.permutation(list(world.options))]
    issue, second = issues[:2]
    option, lesser = (str(name) for name in rng.permutation(world.options[issue])[:2])
    party, other = (str(name) for name in rng.permutation(world.parties)[:2])
    given = (Term(second, str(rng.choice(world.options[second]))),) if rng.random() < 0.4 else ()
    changed = str(rng.choice(world.options[issue][1:]))
    kinds = [
        Claim(Says.SEEKS, party, issue, changed),
        Claim(Says.WOULD_ACCEPT, party, issue, changed, given=given),
        Claim(Says.REFUSES, party, issue, changed, given=given),
        Claim(Says.PREFERS, party, issue, option, over=lesser),
        Claim(Says.PREFERS, party, issue, option, against=given or (Term(second, world.options[second][0]),)),
        Claim(Says.VALUES_MORE, party, issue=issue, over=second),
        Claim(Says.NO_DEAL_BETTER, party),
    ]
    if rates:
        kinds += [
            Claim(Says.LESS_HURRIED_THAN, party, other=other),
            Claim(Says.MAY_WALK_AWAY, party),
            Claim(Says.GAINS_WHILE_WAITING, party),
            Claim(Says.WOULD_DO_ANYWAY, party, issue, option),
            Claim(Says.RED_LINE, party, issue, changed),
        ]
    return kinds[rng.integers(len(kinds))]


def reached(claim: Claim, world: World) -> tuple[str, ...]:
    """The options that a red line takes in: on an order all beyond it, seen from the status quo."""
    options = world.options[claim.issue or ""]
    place = options.index(claim.option or "")
    return options[place:] if world.ordered[claim.issue or ""] else options[place : place + 1]


def hide(world: World, asked: list[tuple[Claim, float]], rng: np.random.Generator) -> Hidden:
    """A hidden model from the prior; a red line that is told stands as often as it is believed."""
    contested = tuple({claim.issue or "" for claim, _ in asked if claim.says is Says.WOULD_DO_ANYWAY})
    model = with_counterfactuals(prior(world, 1, rng), present(world), contested, rng)
    lines: set[tuple[str, str, str]] = set()
    for claim, r in asked:
        if claim.says is Says.RED_LINE and rng.random() < r:
            lines |= {(claim.party, claim.issue or "", option) for option in reached(claim, world)}
    above = frozenset((party, says) for party in world.parties for says in BOUNDS if rng.random() < 0.5)
    return Hidden(model, frozenset(lines), above)


def is_so(claim: Claim, hidden: Hidden) -> bool:
    """Whether a claim (no red line) is so in the hidden world."""
    if claim.says in BOUNDS:
        return ((claim.party, claim.says) in hidden.above) != claim.negated
    so = bool(holds(replace(claim, negated=False), hidden.model, present(hidden.model.world))[0])
    if claim.says is Says.WOULD_ACCEPT:
        taken = [(claim.issue, claim.option), *((term.issue, term.option) for term in claim.given)]
        so = so and not any((claim.party, *one) in hidden.red_lines for one in taken)
    return so != claim.negated


def told(claim: Claim, r: float, hidden: Hidden, rng: np.random.Generator) -> Claim:
    """What is said where the truth is known with chance r, and a coin is thrown otherwise or where it says nothing."""
    if claim.says is Says.RED_LINE:
        return claim
    honest = rng.random() < r and not idle(claim, hidden.model)[0]
    yes = is_so(claim, hidden) if honest else bool(rng.random() < 0.5)
    return claim if yes else replace(claim, negated=not claim.negated)


def pieces_of(said: list[tuple[Claim, float]]) -> tuple[Piece, ...]:
    """Each claim as a piece by a voice of its own."""
    return tuple(Piece(piece_id(claim, f"v{k}"), claim, r, (f"s{k}",), f"v{k}") for k, (claim, r) in enumerate(said))


def any_question(world: World, rng: np.random.Generator) -> Question:
    """A question on preferences, packages, a deal, rates or what happens with no deal."""
    party, other = (str(name) for name in rng.permutation(world.parties)[:2])
    issues = [str(name) for name in rng.permutation(list(world.options))]
    option, lesser = (str(name) for name in rng.permutation(world.options[issues[0]])[:2])
    package = tuple((issue, str(rng.choice(options))) for issue, options in world.options.items())
    return [
        Question("better", party, issues[0], option, lesser),
        Question("weighs", party, issues[0], other=issues[1]),
        Question("takes", party, package=package),
        Question("all_take", package=package),
        Question("deal"),
        Question("hurry", party, other=other),
        Question("leaves", party),
        Question("anyway", issue=issues[0], option=option),
        Question("line", party, issues[0], option),
    ][rng.choice(9, p=[0.25, 0.15, 0.2, 0.1, 0.05, 0.1, 0.05, 0.05, 0.05])]


def truth(question: Question, hidden: Hidden) -> bool:
    """The answer in the hidden world."""
    model, party = hidden.model, question.party
    match question.kind:
        case "better":
            x = model.x[party]
            found = x[question.issue, question.option][0] > x[question.issue, question.other][0]
        case "weighs":
            found = model.w[party][question.issue][0] > model.w[party][question.other][0]
        case "takes":
            found = _takes(party, dict(question.package), hidden)
        case "all_take":
            found = all(_takes(one, dict(question.package), hidden) for one in model.world.parties)
        case "deal":
            packages = product(*([(issue, o) for o in options] for issue, options in model.world.options.items()))
            found = any(all(_takes(p, dict(one), hidden) for p in model.world.parties) for one in packages)
        case "hurry":
            found = model.impatience[party][0] < model.impatience[question.other][0]
        case "leaves":
            found = (party, Says.MAY_WALK_AWAY) in hidden.above
        case "anyway":
            found = model.cf[question.issue][0] == model.world.options[question.issue].index(question.option)
        case _:
            found = (party, question.issue, question.option) in hidden.red_lines
    return bool(found)


def _takes(party: str, package: dict[str, str], hidden: Hidden) -> bool:
    if any((party, *one) in hidden.red_lines for one in package.items()):
        return False
    model = hidden.model
    return bool((model.u_with(party, package) - model.u_with(party, {}) - model.shift[party])[0] >= 0)


def answers(question: Question, ensemble: Ensemble) -> Bools:
    """The answer in each member, shape (members,)."""
    frame, row = ensemble.frame, ensemble.frame.party_index.get(question.party, 0)
    match question.kind:
        case "better":
            one, other = (frame.column(question.issue, o) for o in (question.option, question.other))
            found = ensemble.values[:, row, one] > ensemble.values[:, row, other]
        case "weighs":
            found = _range(ensemble, row, question.issue) > _range(ensemble, row, question.other)
        case "takes":
            found = _taken(ensemble, question.package)[:, row]
        case "all_take":
            found = _taken(ensemble, question.package).all(axis=1)
        case "deal":
            packages = product(*([(issue.id, option) for option in issue.options] for issue in frame.issues))
            found = np.any([_taken(ensemble, package).all(axis=1) for package in packages], axis=0)
        case "hurry":
            rate = ensemble.rates["impatience"]
            found = rate[:, row] < rate[:, frame.party_index[question.other]]
        case "leaves":
            found = ensemble.rates["walk_away_hazard"][:, row] > 0.125
        case "anyway":
            number = frame.issue_index[question.issue]
            found = ensemble.counterfactuals[:, number] == frame.issues[number].options.index(question.option)
        case _:
            found = ensemble.red_lines[:, row, frame.column(question.issue, question.option)]
    return np.asarray(found, np.bool_)


def _range(ensemble: Ensemble, row: int, issue: str) -> np.ndarray:
    number = ensemble.frame.issue_index[issue]
    first, stop = ensemble.frame.offsets[number : number + 2]
    return ensemble.values[:, row, first:stop].max(axis=1)


def _taken(ensemble: Ensemble, package: tuple[tuple[str, str], ...]) -> np.ndarray:
    columns = [ensemble.frame.column(issue, option) for issue, option in package]
    worth = ensemble.values[:, :, columns].sum(axis=2)
    return (worth >= ensemble.reservations) & ~ensemble.red_lines[:, :, columns].any(axis=2)
