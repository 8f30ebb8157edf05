"""What the parts of a negotiation file say of each other: one function per rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from accord.errors import Problem, Severity
from accord.negotiation.faults import nearest, problem
from accord.negotiation.marked import Marked, Path
from accord.negotiation.records import (
    Assumption,
    Exclusion,
    Interaction,
    Issue,
    Negotiation,
    Party,
    TermEntry,
    Track,
    status_quo,
)
from accord.statements import Says


class Fault(NamedTuple):
    """A broken rule: how bad, which rule, where, and the sentence. `mends`: the rest is usable without that part."""

    severity: Severity
    code: str
    path: Path
    sentence: str
    mends: bool = False


def inconsistencies(negotiation: Negotiation, tree: Marked, file: str) -> tuple[list[Problem], list[Path]]:
    """Every rule's faults with their places in the file, and the paths of the parts to go on without."""
    faults = [fault for rule in _RULES for fault in rule(negotiation)]
    problems = [problem(fault.severity, fault.code, fault.sentence, file, tree.mark(fault.path)) for fault in faults]
    return problems, [_lost(fault.path) for fault in faults if fault.mends]


# Sections whose entries make no sense without every part they name.
_ENTRIES = frozenset({"preconditions", "assumptions", "exclusions", "requirements", "interactions", "rates"})


def _lost(path: Path) -> Path:
    """What cannot be used where this part names nothing: the part, or the entry that makes no sense without it."""
    entry_needs_it = path[0] in _ENTRIES or (path[0] == "issues" and path[2] == "track")
    return path[:2] if entry_needs_it else path


def tracks_told_apart(negotiation: Negotiation) -> Negotiation:
    """The negotiation with tracks that `values_more` names as issues under the keys for tracks."""
    tracks, issues = {track.id for track in negotiation.tracks}, {issue.id for issue in negotiation.issues}

    def moved(assumption: Assumption) -> Assumption:
        update: dict[str, str | None] = {}
        for name, place in (("issue", "track"), ("over", "over_track")):
            value = getattr(assumption, name)
            if assumption.says is Says.VALUES_MORE and value in tracks and value not in issues:
                update |= {name: None, place: value}
        return assumption.model_copy(update=update) if update else assumption

    return negotiation.model_copy(update={"assumptions": tuple(moved(entry) for entry in negotiation.assumptions)})


def _ids(entries: Sequence[Party | Track | Issue]) -> list[str]:
    return [entry.id for entry in entries]


def _usable_issues(negotiation: Negotiation) -> list[str]:
    """Ids of the issues that stand on a known track."""
    tracks = {track.id for track in negotiation.tracks}
    return [issue.id for issue in negotiation.issues if issue.track in tracks]


def _unknown(value: str | None, known: Iterable[str], kind: str, path: Path) -> Iterator[Fault]:
    """A fault where the value is not one of the known."""
    names = list(dict.fromkeys(known))
    if value is None or value in names:
        return
    known = f"; known {'is' if len(names) == 1 else 'are'} {', '.join(names) or 'none'}"
    what = "the entry" if _lost(path) != path else "it"
    sentence = f"`{value}` is not {_AN[kind]}{nearest(value, names) or known}; {what} is left out."
    yield Fault(Severity.ERROR, f"unknown_{kind}", path, sentence, mends=True)


_AN = {
    "party": "a party of this file",
    "track": "a track of this file",
    "issue": "a usable issue of this file",
    "option": "an option of its issue",
}


def _no_id_twice(negotiation: Negotiation) -> Iterator[Fault]:
    for section, entries in (
        ("parties", negotiation.parties),
        ("tracks", negotiation.tracks),
        ("issues", negotiation.issues),
    ):
        ids = _ids(entries)
        for number, id in enumerate(ids):
            if id in ids[:number]:
                sentence = f"An id stands for one entry of `{section}`; `{id}` stands for two; rename one."
                yield Fault(Severity.ERROR, "repeated_id", (section, number, "id"), sentence)


def _tracks_seat_known_parties(negotiation: Negotiation) -> Iterator[Fault]:
    parties = _ids(negotiation.parties)
    for number, track in enumerate(negotiation.tracks):
        for seat, party in enumerate(track.parties):
            yield from _unknown(party, parties, "party", ("tracks", number, "parties", seat))
        if len(set(track.parties)) < 2:
            seated = len(set(track.parties))
            sentence = f"A track joins two parties or more; `{track.id}` has {seated}; add who sits there."
            yield Fault(Severity.WARNING, "lone_track", ("tracks", number, "parties"), sentence)


def _issues_stand_on_known_tracks(negotiation: Negotiation) -> Iterator[Fault]:
    parties, tracks = _ids(negotiation.parties), _ids(negotiation.tracks)
    for number, issue in enumerate(negotiation.issues):
        yield from _unknown(issue.track, tracks, "track", ("issues", number, "track"))
        for seat, party in enumerate(issue.consent or ()):
            yield from _unknown(party, parties, "party", ("issues", number, "consent", seat))


def _options_are_told_apart(negotiation: Negotiation) -> Iterator[Fault]:
    for number, issue in enumerate(negotiation.issues):
        for place, option in enumerate(issue.options):
            path: Path = ("issues", number, "options", place)
            if option in issue.options[:place]:
                sentence = f"An issue names each option once; `{issue.id}` has `{option}` twice; remove one."
                yield Fault(Severity.ERROR, "repeated_option", path, sentence)
            if option == "issue":
                sentence = "The word `issue` is kept for the issue's own cues; rename the option."
                yield Fault(Severity.ERROR, "reserved_option", path, sentence)
        if len(issue.options) == 1:
            only = issue.options[0]
            sentence = f"An issue with one option settles nothing; `{issue.id}` has only `{only}`; add another."
            yield Fault(Severity.WARNING, "one_option", ("issues", number, "options"), sentence)


def _options_named_are_known(negotiation: Negotiation) -> Iterator[Fault]:
    for number, issue in enumerate(negotiation.issues):
        yield from _unknown(issue.status_quo, issue.options, "option", ("issues", number, "status_quo"))
        yield from _unknown(issue.counterfactual, issue.options, "option", ("issues", number, "counterfactual"))
        for name in issue.cues:
            yield from _unknown(name, (*issue.options, "issue"), "option", ("issues", number, "cues", name))


def _issues_can_be_found(negotiation: Negotiation) -> Iterator[Fault]:
    for number, issue in enumerate(negotiation.issues):
        if not any(cue.strip() for cues in issue.cues.values() for cue in cues):
            sentence = f"Without cues only its own name finds issue `{issue.id}` in the documents; add `cues`."
            yield Fault(Severity.NOTE, "no_cues", ("issues", number), sentence)
        yield from _cues_of_two_options(number, issue)


def _cues_of_two_options(number: int, issue: Issue) -> Iterator[Fault]:
    taken: dict[str, str] = {}
    for name, cues in issue.cues.items():
        for place, cue in enumerate(cues):
            path: Path = ("issues", number, "cues", name, place)
            if not cue.strip():
                sentence = "A cue is a word or phrase; this one is empty; it is left out."
                yield Fault(Severity.ERROR, "empty_cue", path, sentence, mends=True)
            elif name != "issue" and taken.setdefault(cue.casefold(), name) != name:
                other = taken[cue.casefold()]
                sentence = f"`{cue}` is a cue of both `{other}` and `{name}`, so it tells of neither; keep it at one."
                yield Fault(Severity.WARNING, "shared_cue", path, sentence)


def _names_belong_to_one_party(negotiation: Negotiation) -> Iterator[Fault]:
    taken: dict[str, str] = {}
    for number, party in enumerate(negotiation.parties):
        places: list[tuple[Path, str]] = [(("parties", number, "name"), party.name)]
        places += [(("parties", number, "aliases", place), alias) for place, alias in enumerate(party.aliases)]
        for path, name in places:
            if taken.setdefault(name.casefold(), party.id) != party.id:
                sentence = f"A name stands for one party; `{name}` stands for {taken[name.casefold()]} and {party.id}."
                yield Fault(Severity.WARNING, "shared_name", path, sentence)


def _preconditions_name_two_issues(negotiation: Negotiation) -> Iterator[Fault]:
    parties, issues = _ids(negotiation.parties), _usable_issues(negotiation)
    for number, entry in enumerate(negotiation.preconditions):
        yield from _unknown(entry.party, parties, "party", ("preconditions", number, "party"))
        yield from _unknown(entry.before, issues, "issue", ("preconditions", number, "before"))
        yield from _unknown(entry.after, issues, "issue", ("preconditions", number, "after"))
        yield from _unknown_option(negotiation, entry.before, entry.option, ("preconditions", number, "option"))
        if entry.before == entry.after:
            sentence = (
                f"A precondition joins two issues; here `{entry.before}` waits for itself; the entry is left out."
            )
            yield Fault(Severity.ERROR, "circular", ("preconditions", number, "after"), sentence, mends=True)


_NEEDS: dict[Says, tuple[str, ...]] = {
    Says.PREFERS: ("issue", "option"),
    Says.WOULD_ACCEPT: ("issue", "option"),
    Says.REFUSES: ("issue", "option"),
    Says.SEEKS: ("issue", "option"),
    Says.ALREADY_WANTED: ("issue", "option"),
    Says.WOULD_DO_ANYWAY: ("issue", "option"),
    Says.RED_LINE: ("issue", "option"),
    Says.SHIFTS_POWER: ("issue", "option", "towards"),
    Says.LESS_HURRIED_THAN: ("other",),
    Says.BEFORE: ("first", "then"),
}


def _assumptions_are_complete(negotiation: Negotiation) -> Iterator[Fault]:
    for number, entry in enumerate(negotiation.assumptions):
        missing = [name for name in _NEEDS.get(entry.says, ()) if getattr(entry, name) is None]
        if entry.says is Says.PREFERS and entry.over is None and not entry.against:
            missing.append("over")
        if entry.says is Says.VALUES_MORE:
            either = (("issue", "track"), ("over", "over_track"))
            missing += [a for a, b in either if getattr(entry, a) is None and getattr(entry, b) is None]
        for name in missing:
            sentence = f"An assumption that says `{entry.says.value}` needs `{name}`; the entry is left out."
            at: Path = ("assumptions", number, "says")
            yield Fault(Severity.ERROR, "incomplete_assumption", at, sentence, mends=True)


def _assumptions_name_known_parts(negotiation: Negotiation) -> Iterator[Fault]:
    parties, tracks, issues = _ids(negotiation.parties), _ids(negotiation.tracks), _usable_issues(negotiation)
    for number, entry in enumerate(negotiation.assumptions):
        at: Path = ("assumptions", number)
        for name in ("party", "other", "towards"):
            yield from _unknown(getattr(entry, name), parties, "party", (*at, name))
        for name in ("track", "over_track"):
            yield from _unknown(getattr(entry, name), tracks, "track", (*at, name))
        compares = entry.says is Says.VALUES_MORE
        subjects = (*issues, *tracks) if compares else issues
        yield from _unknown(entry.issue, subjects, "issue", (*at, "issue"))
        if compares:
            yield from _unknown(entry.over, subjects, "issue", (*at, "over"))
        else:
            yield from _unknown_option(negotiation, entry.issue, entry.over, (*at, "over"))
        yield from _unknown_option(negotiation, entry.issue, entry.option, (*at, "option"))


def _assumptions_use_known_terms(negotiation: Negotiation) -> Iterator[Fault]:
    issues = _usable_issues(negotiation)
    for number, entry in enumerate(negotiation.assumptions):
        terms: list[tuple[Path, TermEntry | None]] = [((name,), getattr(entry, name)) for name in ("first", "then")]
        for name in ("given", "against"):
            terms += [((name, place), term) for place, term in enumerate(getattr(entry, name))]
        for path, term in terms:
            if term is not None:
                at: Path = ("assumptions", number, *path)
                yield from _unknown(term.issue, issues, "issue", (*at, "issue"))
                yield from _unknown_option(negotiation, term.issue, term.option, (*at, "option"))


def _unknown_option(negotiation: Negotiation, issue: str | None, option: str | None, path: Path) -> Iterator[Fault]:
    known = next((entry.options for entry in negotiation.issues if entry.id == issue), None)
    if known is not None:
        yield from _unknown(option, known, "option", path)


def _terms_of_rules_are_known(negotiation: Negotiation) -> Iterator[Fault]:
    """Exclusions and interactions: options of different issues, all known, two or more."""
    issues = _usable_issues(negotiation)
    sections: dict[str, Sequence[Exclusion | Interaction]] = {
        "exclusions": negotiation.exclusions,
        "interactions": negotiation.interactions,
    }
    for section, entries in sections.items():
        for number, entry in enumerate(entries):
            at: Path = (section, number)
            for place, term in enumerate(entry.terms):
                yield from _unknown(term.issue, issues, "issue", (*at, "terms", place, "issue"))
                yield from _unknown_option(negotiation, term.issue, term.option, (*at, "terms", place, "option"))
            named = [term.issue for term in entry.terms] or list(getattr(entry, "issues", ()))
            if len(named) < 2 or len(set(named)) < len(named) or any(term.option is None for term in entry.terms):
                sentence = (
                    f"An entry of `{section}` joins two or more different issues, each term with its option; "
                    "the entry is left out."
                )
                yield Fault(Severity.ERROR, "incomplete_rule", at, sentence, mends=True)


def _interactions_name_known_parts(negotiation: Negotiation) -> Iterator[Fault]:
    parties, issues = _ids(negotiation.parties), _usable_issues(negotiation)
    for number, entry in enumerate(negotiation.interactions):
        at: Path = ("interactions", number)
        yield from _unknown(entry.party, parties, "party", (*at, "party"))
        for place, issue in enumerate(entry.issues):
            yield from _unknown(issue, issues, "issue", (*at, "issues", place))
        if entry.terms and entry.issues:
            sentence = "An interaction names `terms` or `issues`, not both; the entry is left out."
            yield Fault(Severity.ERROR, "incomplete_rule", at, sentence, mends=True)
        if _ways(negotiation, entry.issues) > MOST_WAYS:
            sentence = (
                f"An interaction of `issues` has at most {MOST_WAYS} ways in which all of them change; name `terms`; "
                "the entry is left out."
            )
            yield Fault(Severity.ERROR, "incomplete_rule", at, sentence, mends=True)


MOST_WAYS = 200


def _ways(negotiation: Negotiation, issues: Sequence[str]) -> int:
    ways = 1
    for issue in negotiation.issues:
        ways *= len(issue.options) - 1 if issue.id in issues else 1
    return ways


def _requirements_name_known_parts(negotiation: Negotiation) -> Iterator[Fault]:
    issues = _usable_issues(negotiation)
    for number, entry in enumerate(negotiation.requirements):
        at: Path = ("requirements", number)
        yield from _unknown(entry.issue, issues, "issue", (*at, "issue"))
        yield from _unknown(entry.other, issues, "issue", (*at, "other"))
        yield from _unknown_option(negotiation, entry.issue, entry.option, (*at, "option"))
        for place, option in enumerate(entry.options):
            yield from _unknown_option(negotiation, entry.other, option, (*at, "options", place))
        if entry.issue == entry.other:
            sentence = f"A requirement joins two issues; here `{entry.issue}` needs itself; the entry is left out."
            yield Fault(Severity.ERROR, "circular", (*at, "other"), sentence, mends=True)


def _what_holds_now_can_stand(negotiation: Negotiation) -> Iterator[Fault]:
    """A warning where what is on the ground, or would be with no deal, breaks a rule of the file itself."""
    present = {issue.id: status_quo(issue) for issue in negotiation.issues}
    for number, exclusion in enumerate(negotiation.exclusions):
        if exclusion.terms and all(present.get(term.issue) == term.option for term in exclusion.terms):
            sentence = "The status quo has all these options together, which no package may have; correct one of them."
            yield Fault(Severity.WARNING, "excluded_now", ("exclusions", number), sentence)
    for number, need in enumerate(negotiation.requirements):
        if present.get(need.issue) == need.option and present.get(need.other) not in {None, *need.options}:
            sentence = f"The status quo has `{need.option}` without what it needs of `{need.other}`; correct one."
            yield Fault(Severity.WARNING, "excluded_now", ("requirements", number), sentence)


def _rates_lie_in_order(negotiation: Negotiation) -> Iterator[Fault]:
    parties = _ids(negotiation.parties)
    told: set[tuple[str | None, str]] = set()
    for number, entry in enumerate(negotiation.rates):
        at: Path = ("rates", number)
        yield from _unknown(entry.party, parties, "party", (*at, "party"))
        if entry.low > entry.high:
            sentence = f"`low` is at most `high`; got {entry.low:g} and {entry.high:g}; the entry is left out."
            yield Fault(Severity.ERROR, "reversed_range", (*at, "low"), sentence, mends=True)
        elif entry.low < 0 and entry.rate in {"impatience", "walk_away_hazard"}:
            sentence = f"`{entry.rate}` is 0 or more; got {entry.low:g}; the entry is left out."
            yield Fault(Severity.ERROR, "value", (*at, "low"), sentence, mends=True)
        if (entry.party, entry.rate) in told:
            whose = f"`{entry.party}`" if entry.party else "every party"
            sentence = f"`{entry.rate}` of {whose} is told twice; the last stands; remove one."
            yield Fault(Severity.WARNING, "repeated_rate", at, sentence)
        told.add((entry.party, entry.rate))


_RULES: tuple[Callable[[Negotiation], Iterator[Fault]], ...] = (
    _no_id_twice,
    _tracks_seat_known_parties,
    _issues_stand_on_known_tracks,
    _options_are_told_apart,
    _options_named_are_known,
    _issues_can_be_found,
    _names_belong_to_one_party,
    _preconditions_name_two_issues,
    _assumptions_are_complete,
    _assumptions_name_known_parts,
    _assumptions_use_known_terms,
    _terms_of_rules_are_known,
    _interactions_name_known_parts,
    _requirements_name_known_parts,
    _what_holds_now_can_stand,
    _rates_lie_in_order,
)
