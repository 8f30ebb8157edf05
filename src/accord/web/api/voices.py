"""Voices: who claims what of whom, as a network and as rows, and what would be found if only some were believed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from fastapi.responses import Response

from accord.web.booked import Books, booking, books
from accord.web.quoted import quote_records
from accord.web.records import At, about_record, answer_record
from accord.web.tabular import Asked, shown, tabular

if TYPE_CHECKING:
    from accord.ledger.voices import Edge
    from accord.report import Contents

router = APIRouter(prefix="/voices", tags=["voices"])

REPORTER = "The reporters"
QUOTED = 2
"""Quotations of a claim that come with its row."""

MOST = 40
"""Voices in the picture; the others, who claim least, stand in the table alone."""


@router.get("")
def network(desk: At) -> dict[str, Any]:
    """The network: each voice with whom it speaks for, each party spoken of, and how many claims lie between them."""
    return answer_record(booking(desk), lambda known: desk.of(known, "voices", lambda: _network(known)))


def _network(known: Books) -> dict[str, Any]:
    edges, told = known.edges, known.told
    claims = Counter((_name(edge), edge.about) for edge in edges)
    loudness = Counter(_name(edge) for edge in edges)
    sides: dict[str, set[str]] = {}
    for edge in edges:
        sides.setdefault(_name(edge), set()).update(edge.parties)
    shown = {name for name, _ in loudness.most_common(MOST)}
    voices = [
        {"name": name, "claims": loudness[name], "parties": sorted(sides[name]), "look": _look(sides[name], told)}
        for name in sorted(shown, key=lambda name: (_place(sides[name], told), -loudness[name], name))
    ]
    about = sorted({edge.about for edge in edges}, key=lambda party: told.look(party).number)
    return {
        "voices": voices,
        "parties": [{"id": party, "claims": sum(edge.about == party for edge in edges)} for party in about],
        "links": [
            {"voice": voice, "about": party, "claims": number}
            for (voice, party), number in claims.items()
            if voice in shown
        ],
        "claims": len(edges),
        "hidden": len(loudness) - len(shown),
    }


@router.get("/table")
def table(desk: At, wanted: Asked, voice: str = "", about: str = "") -> Response:
    """Every claim: who makes it, for whom, of whom, and in which words."""
    answer = booking(desk)
    known = answer.value if wanted.form == "page" else books(desk)  # a file has all of it
    rows, quotes = list[dict[str, Any]](), dict[str, Any]()
    if known is not None:
        every = desk.of(known, "voices:rows", lambda: _claims(known))
        rows = [row for row in every if voice in ("", row["voice"]) and about in ("", row["about"])]
        if wanted.form == "page":
            ids = {id for row in shown(rows, wanted) for id in row["statements"][:QUOTED]}
            quotes = {one["id"]: one for one in quote_records(sorted(ids), known.told)}
    return tabular(rows, wanted, name="voices", quotes=quotes, **about_record(answer))


def _claims(known: Books) -> list[dict[str, Any]]:
    from accord.evidence import claim_words

    negotiation = known.whole.negotiation
    return [
        {
            "voice": _name(edge),
            "speaks_for": list(edge.parties),
            "about": edge.about,
            "claim": claim_words(edge.claim, negotiation),
            "says": edge.says.value,
            "issue": edge.issue,
            "option": edge.option,
            "times": len(edge.statements),
            "statements": list(edge.statements),
        }
        for edge in known.edges
    ]


@router.get("/believed")
def believed(desk: At) -> dict[str, Any]:
    """The findings whose share hangs on whose claims are believed, those that differ most first."""
    return answer_record(desk.contents(), lambda contents: desk.of(contents, "believed", lambda: _believed(contents)))


def _believed(contents: Contents) -> dict[str, Any]:
    from accord.findings.words import Names

    names = Names(contents.negotiation)
    rows = []
    for finding in contents.findings:
        told = finding.details.get("believing")
        if not told or finding.share is None:
            continue
        shares = [finding.share, *(one["share"] for one in told)]
        rows.append(
            {
                "id": finding.id,
                "sentence": finding.sentence,
                "share": finding.share,
                "sides": {one["side"] or "": one["share"] for one in told},
                "apart": round(max(shares) - min(shares), 4),
            }
        )
    sides = list(dict.fromkeys(side for row in rows for side in row["sides"]))
    return {
        "sides": [{"id": side, "name": names.party(side) if side else "reporters and experts alone"} for side in sides],
        "rows": sorted(rows, key=lambda row: -row["apart"]),
    }


def _name(edge: Edge) -> str:
    return edge.voice or REPORTER


def _look(sides: set[str], told: Any) -> dict[str, str]:
    look = told.look(sorted(sides)[0] if len(sides) == 1 else None)
    return {"colour": look.colour, "form": look.form}


def _place(sides: set[str], told: Any) -> int:
    numbers = [told.look(side).number for side in sides]
    return min(numbers) if numbers else 10_000
