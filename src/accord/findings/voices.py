"""Voices: who claims what about whom, and where voices deny each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from accord.evidence import claim_words
from accord.findings.case import MOST_EVIDENCE, Case, fact
from accord.findings.record import Finding, Mechanism, Subject
from accord.findings.words import listed, shortened
from accord.ledger.voices import Edge, voices


def find(case: Case) -> tuple[Finding, ...]:
    """Who speaks of each party's mind, and each claim that one voice makes and another denies."""
    edges = voices(case.statements, case.negotiation)
    return (*_about(case, edges), *_denied(case, edges))


def _about(case: Case, edges: Iterable[Edge]) -> Iterable[Finding]:
    """For each party: how many of the claims about its preferences are its own, and how many others' readings of it."""
    by_party: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        by_party[edge.about].append(edge)
    for party, told in sorted(by_party.items()):
        own = [edge for edge in told if party in edge.parties]
        rival = [edge for edge in told if edge.parties and party not in edge.parties]
        reporter = [edge for edge in told if edge.voice is None and not edge.parties]
        outside = [edge for edge in told if edge not in own and edge not in rival and edge not in reporter]
        counts = [
            f"{len(group)} by {who}"
            for group, who in (
                (own, "those who speak for it"),
                (rival, "those who speak for others"),
                (outside, "people who speak for no party"),
                (reporter, "reporters"),
            )
            if group
        ]
        yield fact(
            Mechanism.VOICES,
            Subject("about", party=party),
            f"Of what {case.names.does(party, 'prefers')} the documents make {len(told)} "
            f"claim{'s' if len(told) > 1 else ''}: {listed(counts)}.",
            sorted({statement for edge in told for statement in edge.statements})[:MOST_EVIDENCE],
            details={
                kind: sorted({edge.voice or "reporter" for edge in group})
                for kind, group in (("own", own), ("rival", rival), ("outside", outside), ("reporter", reporter))
            },
        )


def _denied(case: Case, edges: Iterable[Edge]) -> Iterable[Finding]:
    both: dict[str, tuple[list[Edge], list[Edge]]] = defaultdict(lambda: ([], []))
    for edge in edges:
        both[repr(replace(edge.claim, negated=False))][edge.negated].append(edge)
    for _, (yes, no) in sorted(both.items()):
        if yes and no:
            claim = yes[0].claim
            telling, denying = ([statement for edge in side for statement in edge.statements] for side in (yes, no))
            yield fact(
                Mechanism.VOICES,
                Subject(
                    f"denied_{claim.says.value}",
                    party=claim.party,
                    other=claim.other,
                    issue=claim.issue,
                    option=claim.option,
                ),
                f"That {claim_words(claim, case.negotiation)} is claimed by {shortened(case.voices(telling))} "
                f"and denied by {shortened(case.voices(denying))}.",
                (*telling, *denying),
                details={"claimed": sorted(telling), "denied": sorted(denying)},
            )
