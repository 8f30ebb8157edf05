"""A small negotiation of our own, told by hand: a port strike in three dated reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from accord.documents import Document, document_id
from accord.negotiation import Negotiation, load_negotiation
from accord.report import Contents
from accord.statements import Act, Authority, Claim, Kind, Modality, Point, Says, Statement, Term, Tier, make_statement
from accord.workspace import Settings, run

CODEBOOK = """
title: "The strike in the harbour of Vesthavn"
parties:
  - {id: union, name: the Dockers' Union, speakers: [{name: Ida Brandt, role: chair}]}
  - {id: port, name: the Port Company, speakers: [{name: Otto Reyes, role: managing director}]}
  - {id: city, name: the City, role: absent}
tracks:
  - {id: work, name: pay and hours, parties: [union, port]}
  - {id: site, name: the new terminal, parties: [union, port, city]}
issues:
  - {id: wage, track: work, name: hourly wage, options: [frozen, plus_2, plus_4, plus_6], status_quo: frozen}
  - {id: night_shift, track: work, name: night shift, options: [as_now, voluntary, abolished], status_quo: as_now}
  - {id: cranes, track: site, name: automatic cranes, options: [none, trial, full], status_quo: none,
     consent: [union, port, city]}
  - {id: housing, track: site, name: flats for crane drivers, options: [none, built], status_quo: none, ordered: false}
assumptions:
  - {party: port, says: less_hurried_than, other: union, reason: "strike pay runs out in June", reliability: 0.7}
"""

TEXTS = {
    "2031-04-02-harbour-post.txt": (
        "The Harbour Post",
        date(2031, 4, 2),
        "Dockers walk out over pay\n\n"
        "The dockers' union demands six per cent more an hour, its chair Ida Brandt said on Wednesday. “We shall never "
        "work beside cranes that nobody drives,” she added, and called the night shift a relic.\n\n"
        "Otto Reyes, who runs the port, said that the company would pay two per cent more. A voluntary night shift "
        "“costs us nothing, we have planned it for a year,” he said.\n\n"
        "A lecturer in transport, Mirja Aho, thinks the company can wait longer than the union.\n",
    ),
    "2031-04-09-coast-radio.txt": (
        "Coast Radio",
        date(2031, 4, 9),
        "Port and union talk again\n\n"
        "The company has moved to four per cent, Mr. Reyes told Coast Radio, if a trial of automatic cranes begins "
        "before any new wage is paid.\n\n"
        "Ms. Brandt said that the union had not given up its demand. The union would accept four per cent and a "
        "voluntary night shift, according to a person close to the talks. She denied it.\n",
    ),
    "2031-04-10-city-letter.html": (
        "City Letter",
        date(2031, 4, 10),
        "<script>alert('no')</script> said the sign at the gate & nobody laughed.\n\n"
        "The city will not permit full automation, a spokesman said. The union's demands are as they were.\n",
    ),
}


def point(act: Act, about: str, issue: str | None, option: str | None, **fields: Any) -> Point:
    return Point(act, about, issue, option, **fields)


BRANDT = {"speakers": ("Ida Brandt",), "role": "chair", "parties": ("union",), "authority": Authority.PRINCIPAL}
REYES = {"speakers": ("Otto Reyes",), "role": "managing director", "parties": ("port",)}
NARRATED = {"tier": Tier.NARRATED, "kind": Kind.NARRATED}

SAID: tuple[tuple[int, str, dict[str, Any]], ...] = (
    (0, "The dockers' union demands six per cent more an hour", {
        **BRANDT, "cue": "said",
        "points": (point(Act.DEMAND, "union", "wage", "plus_6", claim=Claim(Says.SEEKS, "union", "wage", "plus_6")),),
        "reached": {"speakers": "the subject of “said”", "points[0].option": "the words “six per cent”"},
    }),
    (0, "“We shall never work beside cranes that nobody drives,” she added, and called the night shift a relic", {
        **BRANDT, "kind": Kind.MIXED,
        "points": (
            point(Act.REJECT, "union", "cranes", "full", claim=Claim(Says.RED_LINE, "union", "cranes", "full")),
            point(Act.ASSESSMENT, "union", "night_shift", None),
        ),
    }),
    (0, "“We shall never work beside cranes that nobody drives,”", {
        **BRANDT, "kind": Kind.DIRECT,
        "points": (point(Act.THREAT, "union", "cranes", "full"),),
    }),
    (0, "the company would pay two per cent more", {
        **REYES,
        "points": (
            point(Act.OFFER, "port", "wage", "plus_2", claim=Claim(Says.WOULD_ACCEPT, "port", "wage", "plus_2")),
        ),
    }),
    (0, "A voluntary night shift “costs us nothing, we have planned it for a year,”", {
        **REYES, "kind": Kind.MIXED,
        "points": (
            point(Act.CONCESSION, "port", "night_shift", "voluntary",
                  claim=Claim(Says.ALREADY_WANTED, "port", "night_shift", "voluntary")),
        ),
    }),
    (0, "the company can wait longer than the union", {
        "speakers": ("Mirja Aho",), "role": "lecturer in transport", "authority": Authority.INDEPENDENT,
        "points": (
            point(Act.ASSESSMENT, "port", None, None, claim=Claim(Says.LESS_HURRIED_THAN, "port", other="union")),
        ),
    }),
    (1, "The company has moved to four per cent", {
        **REYES,
        "points": (
            point(Act.CONCESSION, "port", "wage", "plus_4", claim=Claim(Says.WOULD_ACCEPT, "port", "wage", "plus_4")),
        ),
    }),
    (1, "if a trial of automatic cranes begins before any new wage is paid", {
        **REYES,
        "points": (
            point(Act.PRECONDITION, "port", "cranes", "trial", modality=Modality.CONDITIONAL,
                  claim=Claim(Says.BEFORE, "port", first=Term("cranes", "trial"), then=Term("wage"))),
        ),
    }),
    (1, "the union had not given up its demand", {
        **BRANDT,
        "points": (point(Act.DEMAND, "union", "wage", "plus_6"),), "reached": {"unchanged": "had not given up"},
    }),
    (1, "The union would accept four per cent and a voluntary night shift", {
        "speaker_as_named": "a person close to the talks",
        "points": (
            point(Act.ACCEPT, "union", "wage", "plus_4", claim=Claim(Says.WOULD_ACCEPT, "union", "wage", "plus_4")),
            point(Act.ACCEPT, "union", "night_shift", "voluntary"),
        ),
    }),
    (1, "She denied it", {
        **NARRATED,
        "points": (point(Act.REJECT, "union", "wage", "plus_4", claim=Claim(Says.REFUSES, "union", "wage", "plus_4")),),
    }),
    (2, "The city will not permit full automation", {
        "speaker_as_named": "a spokesman", "parties": ("city",),
        "points": (point(Act.REJECT, "city", "cranes", "full", claim=Claim(Says.REFUSES, "city", "cranes", "full")),),
    }),
    (2, "The union's demands are as they were", {
        **NARRATED, "points": (point(Act.DEMAND, "union", None, None),), "reached": {"unchanged": "as they were"},
    }),
)  # fmt: skip


def documents() -> tuple[Document, ...]:
    return tuple(
        Document(document_id(text), file, text.split("\n")[0], source, day, text, "text/plain")
        for file, (source, day, text) in TEXTS.items()
    )


def negotiation() -> Negotiation:
    return load_negotiation(CODEBOOK, "negotiation.yaml")[0]


def statements() -> tuple[Statement, ...]:
    texts, made = documents(), []
    for number, quote, fields in SAID:
        start = texts[number].text.index(quote)
        made.append(make_statement(texts[number], start, start + len(quote), **fields))
    return tuple(made)


@cache
def contents() -> Contents:
    """The whole flow on the strike, with few models."""
    return run(documents(), negotiation(), statements(), settings=Settings(seed=7, members=200))


def bare(**changes: Any) -> Contents:
    """The strike's contents with nothing weighed and the changes given."""
    return replace(contents(), weighed=None, **changes)
