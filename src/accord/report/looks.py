"""How a party looks on the page: a colour and a form, so that colour alone never tells."""

from __future__ import annotations

from dataclasses import dataclass

from accord.negotiation import Negotiation

COLOURS = 8
FORMS = ("circle", "square", "triangle", "diamond", "drop", "cross", "hexagon", "bar")
NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Look:
    """A party's name, the number of its colour, and its form; `number` is its place in the negotiation."""

    id: str
    name: str
    colour: str
    form: str
    number: int


def looks(negotiation: Negotiation) -> dict[str, Look]:
    """A look for each party by id; beyond eight parties colours come again with another form."""
    return {
        party.id: Look(
            party.id, party.name, f"p{number % COLOURS}", FORMS[(number + number // COLOURS) % len(FORMS)], number
        )
        for number, party in enumerate(negotiation.parties)
    }


def nobody(name: str = "no party") -> Look:
    """The look of who speaks for no party."""
    return Look("", name, "p-none", NOBODY, -1)
