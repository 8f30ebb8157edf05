"""Red lines: which demands and refusals cannot all be met, by whose account, and what would help."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

import numpy as np

from accord.evidence import Piece, claim_words
from accord.findings.assumptions import drafted, granted, separate
from accord.findings.case import Case, Question, answer, fact, silent
from accord.findings.packages import bargaining_parties, needed_for
from accord.findings.record import Finding, Mechanism, Subject
from accord.findings.words import agreeing, in_models, listed, plain, possessive, shortened
from accord.ledger import Clash, Dispute, Position, clashes, disputes, positions_on
from accord.negotiation import Issue
from accord.statements import Act, Modality, Says
from accord.theory.red_lines import conflicts_and_repairs, hitting_sets

_ASKED = frozenset({Act.DEMAND, Act.PRECONDITION})
_MOST_CLASHES = 12
_MOST_SETS = 2


@dataclass(frozen=True, slots=True)
class Line:
    """What a party demands (any of the options would do) or refuses, with the statements that say so."""

    party: str
    options: tuple[str, ...]
    refused: bool
    statements: tuple[str, ...]


def find(case: Case) -> tuple[Finding, ...]:
    """Blocked by red lines; demands that meet a refusal; what cannot all be met, by issue; accounts that differ."""
    clashing = [
        one
        for one in clashes(case.ledger, case.negotiation)
        if one.issue in case.frame.issue_index and case.frame.party_index.keys() >= {one.by, one.against}
    ]
    blocked = [_blocked(case)] if case.weighed and case.frame.issues else []
    asked = [_clash(case, one) for one in clashing[:_MOST_CLASHES]]
    return (*blocked, *asked, *_sets(case), *_differing(case))


def _blocked(case: Case) -> Finding:
    silence = "The documents say nothing of red lines, so none is taken to block a deal."
    if all(piece.claim.negated for piece in case.claiming(Says.RED_LINE)):
        return silent(Mechanism.RED_LINES, Subject("blocked"), silence)
    lines = frozenset(one for one in needed_for(case) if one[0] == "line")
    return answer(
        case,
        Question(
            Mechanism.RED_LINES,
            Subject("blocked"),
            holds=lambda world: (world.without_lines().has_zone & ~world.linked.has_zone).astype(np.float64),
            needed=needed_for(case),
            trigger=lines,
            say=lambda share, error, prior: f"{_blocking(share, error, prior)}{_claimed_lines(case)}.",
            silence=silence,
            topic="red lines alone block a deal",
            assumptions=(
                *separate(case),
                *granted(case, issues=[one.id for one in case.frame.issues], parties=bargaining_parties(case)),
            ),
        ),
    )


def _blocking(share: float, error: float, prior: float) -> str:
    if share == 0:
        return "No red line stands in the way of a deal in any model that fits the evidence"
    return f"There would be a deal but for red lines {in_models(share, error, prior)}"


def _claimed_lines(case: Case) -> str:
    """The red lines that are claimed, in brackets with their voices."""
    told: dict[str, list[Piece]] = defaultdict(list)
    for piece in case.claiming(Says.RED_LINE):
        told[claim_words(replace(piece.claim, negated=False), case.negotiation)].append(piece)
    words = [f"that {words}{case.accounts(pieces)}" for words, pieces in told.items()]
    return f"; it is claimed {shortened(words, 2)}" if words else ""


def _clash(case: Case, clash: Clash) -> Finding:
    """One clash: the share of models in which no package with what is asked for finds every yes."""
    names = case.names
    what = names.option(clash.issue, clash.option)
    sides = (
        f"{names.does(clash.by, 'asks')} for {what}{_condition(clash.asked)}{_account(case, clash.asked)} and "
        f"{names.does(clash.against, 'refuses')} it{_condition(clash.refused)}{_account(case, clash.refused)}"
    )
    needed = needed_for(case) if case.weighed else frozenset()
    finding = answer(
        case,
        Question(
            Mechanism.RED_LINES,
            Subject("clash", party=clash.by, other=clash.against, issue=clash.issue, option=clash.option),
            holds=lambda world: (~world.fixed(clash.issue, clash.option).has_zone).astype(np.float64),
            needed=needed,
            trigger=frozenset((kind, clash.against, clash.issue) for kind in ("value", "line")),
            say=lambda share, error, prior: (
                f"{sides}; no package with it finds every yes it needs {in_models(share, error, prior)}."
            ),
            silence=f"{sides}; nothing else is known of what would make up for it.",
            topic=f"no package with {what} finds every yes",
            assumptions=(*separate(case), *granted(case, issues=[clash.issue], parties=[clash.by, clash.against])),
            details={"asked": list(_ids(clash.asked)), "refused": list(_ids(clash.refused))},
        ),
    )
    if finding.share is None:
        return fact(Mechanism.RED_LINES, finding.subject, f"{sides}.", _in_turn(clash.asked, clash.refused))
    return _first(finding, _in_turn(clash.asked, clash.refused))


def _condition(positions: Iterable[Position]) -> str:
    """The condition under which all of these are told, if they have one."""
    told = list(positions)
    words = next((position.condition for position in told if position.condition), None)
    bound = told and all(position.modality is Modality.CONDITIONAL for position in told)
    return (f" on the condition “{words}”" if words else " on a condition") if bound else ""


def _first(finding: Finding, statements: Iterable[str]) -> Finding:
    """The finding with these statements at the head of its evidence: they say what the sentence says."""
    return replace(finding, evidence=tuple(dict.fromkeys([*statements, *finding.evidence])))


def _sets(case: Case) -> Iterable[Finding]:
    """Issue by issue, the smallest sets of demands and refusals that no option meets, and the fewest to give up.

    A set of one party alone is no clash: what is told of it differs, which is told by itself.
    """
    for issue in case.negotiation.issues:
        lines = _lines(case, issue)
        broken = [{key for key, line in lines.items() if _breaks(line, option)} for option in issue.options]
        clash = conflicts_and_repairs(broken)
        sets = [one for one in clash.conflicts if len({lines[key].party for key in one}) > 1]
        if sets and not clash.feasible:
            repairs = [tuple(sorted(one)) for one in hitting_sets(frozenset(one) for one in sets)]
            yield _set(case, issue, lines, (sets, sorted(repairs, key=lambda one: (len(one), one))))


def _set(
    case: Case, issue: Issue, lines: Mapping[str, Line], clash: tuple[list[tuple[str, ...]], list[tuple[str, ...]]]
) -> Finding:
    conflicts, repairs = clash
    told = shortened((listed(_said(case, lines[key]) for key in one) for one in conflicts), _MOST_SETS, last="; and")
    way = " or ".join(listed(_given_up(case, lines[key]) for key in one) for one in repairs[:_MOST_SETS])
    others = f", or one of {len(repairs) - _MOST_SETS} other ways" if len(repairs) > _MOST_SETS else ""
    return fact(
        Mechanism.RED_LINES,
        Subject("conflict", issue=issue.id),
        f"On {case.names.issue(issue.id)} these cannot all be met: {told}. The least that would have to give: "
        f"{way}{others}.",
        [statement for key in sorted({key for one in conflicts for key in one}) for statement in lines[key].statements],
        assumptions=drafted(case, issues=[issue.id]),
        details={
            "conflicts": [list(conflict) for conflict in conflicts],
            "repairs": [list(repair) for repair in repairs],
            "lines": {key: list(line.statements) for key, line in sorted(lines.items())},
        },
    )


def _lines(case: Case, issue: Issue) -> Mapping[str, Line]:
    """What still stands of demands on an issue, and of refusals by those whose yes it needs, by a telling name.

    A refusal under a condition can be met without giving it up, so it is none of them.
    """
    consenting = set(case.negotiation.consent(issue))
    told: dict[tuple[str, str, bool], list[Position]] = defaultdict(list)
    for position in positions_on(case.ledger, date.max):
        bound = position.modality is Modality.CONDITIONAL
        flat = position.refused and position.party in consenting and not bound
        counts = flat or (not position.refused and bool(_ASKED & set(position.acts)))
        if position.issue == issue.id and position.option in issue.options and counts:
            # Who demanded one thing and then another is met by either; each refusal stands by itself.
            alone = (position.option or "") if position.refused else ""
            told[position.party, alone, position.refused].append(position)
    found = {}
    for (party, _, refused), positions in sorted(told.items()):
        options = tuple(option for option in issue.options if option in {position.option for position in positions})
        name = f"{party}: {'not ' if refused else ''}{' or '.join(options)}"
        found[name] = Line(party, options, refused, _ids(positions))
    return found


def _breaks(line: Line, option: str) -> bool:
    return (option in line.options) == line.refused


def _said(case: Case, line: Line) -> str:
    does = case.names.does(line.party, "refuses" if line.refused else "demands")
    return f"{does} {_options(line)}{case.account(line.statements)}"


def _given_up(case: Case, line: Line) -> str:
    return (
        f"{possessive(case.names.party(line.party))} {'refusal of' if line.refused else 'demand for'} {_options(line)}"
    )


def _options(line: Line) -> str:
    return " or ".join(f"“{plain(option)}”" for option in line.options)


def _differing(case: Case) -> Iterable[Finding]:
    """Accounts that differ on whether a party takes or refuses an option: shown side by side, not resolved."""
    for one in disputes(case.ledger, case.negotiation):
        yield fact(
            Mechanism.RED_LINES,
            Subject("accounts_differ", party=one.party, issue=one.issue, option=one.option),
            _both_sides(case, one),
            _in_turn(one.taken, one.refused),
            details={"takes": list(_ids(one.taken)), "refuses": list(_ids(one.refused))},
        )


def _both_sides(case: Case, one: Dispute) -> str:
    name, what = case.names.party(one.party), case.names.option(one.issue, one.option)
    return (
        f"Accounts differ on {what}: {case.names.does(one.party, 'seeks')} it or would take it"
        f"{_account(case, one.taken)}, and {agreeing(name, 'refuses')} it{_account(case, one.refused)}; both are "
        f"shown, neither is taken as settled."
    )


def _account(case: Case, positions: Iterable[Position]) -> str:
    return case.account(_ids(positions))


def _ids(positions: Iterable[Position]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(statement for position in positions for statement in position.statements))


def _in_turn(one: Iterable[Position], other: Iterable[Position]) -> tuple[str, ...]:
    """Statements of both sides in turn, so that who reads the first two has read both."""
    pairs = zip_longest(_ids(one), _ids(other))
    return tuple(dict.fromkeys(id for pair in pairs for id in pair if id is not None))
