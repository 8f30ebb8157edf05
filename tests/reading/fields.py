"""Small negotiations of several fields, and a reader for one-sentence texts about them."""

from functools import cache

from accord.documents import Document, document_id
from accord.negotiation import Negotiation
from accord.reading.by_rule import read
from accord.reading.parsed import parse
from accord.reading.passages import Passage
from accord.reading.points import code
from accord.reading.registry import registry
from accord.statements import Authority, Claim, Point, Says, Statement, Tier, make_statement

CODEBOOKS = {
    "peace": {
        "parties": [
            {"id": "N", "name": "Norland", "speakers": [{"name": "Ana Berg", "role": "foreign minister"}]},
            {"id": "S", "name": "Sudmark", "speakers": [{"name": "Ivo Lund", "role": "president"}]},
        ],
        "tracks": [
            {"id": "settlement", "parties": ["N", "S"], "name": "the war"},
            {"id": "relations", "parties": ["N", "S"], "name": "relations"},
        ],
        "issues": [
            {
                "id": "ceasefire",
                "track": "settlement",
                "options": ["none", "partial", "full"],
                "cues": {
                    "issue": ["cease-fire", "truce"],
                    "partial": ["partial cease-fire", "limited truce"],
                    "full": ["full cease-fire", "complete cease-fire"],
                },
            },
            {
                "id": "prisoners",
                "track": "settlement",
                "options": ["none", "exchange"],
                "cues": {"exchange": ["prisoner exchange", "swap of prisoners"]},
            },
            {
                "id": "troops",
                "track": "settlement",
                "options": ["stay", "withdraw"],
                "cues": {"issue": ["troops"], "withdraw": ["full withdrawal", "pull back its troops"]},
            },
            {
                "id": "trade",
                "track": "relations",
                "options": ["none", "open"],
                "cues": {"issue": ["trade"], "open": ["open trade"]},
            },
        ],
    },
    "labour": {
        "parties": [
            {
                "id": "U",
                "name": "Foundry Workers Union",
                "aliases": ["the union"],
                "speakers": [{"name": "Rosa Marek", "role": "leader"}],
            },
            {
                "id": "C",
                "name": "Harlow Steel",
                "aliases": ["the company", "management"],
                "speakers": [{"name": "Tom Ashby", "role": "director"}],
            },
        ],
        "tracks": [{"id": "contract", "parties": ["U", "C"]}],
        "issues": [
            {
                "id": "pay",
                "track": "contract",
                "options": ["none", "three_percent", "five_percent"],
                "cues": {
                    "issue": ["pay", "raise"],
                    "three_percent": ["3 percent", "three"],
                    "five_percent": ["5 percent", "five"],
                },
            },
            {
                "id": "pensions",
                "track": "contract",
                "options": ["keep", "cut"],
                "cues": {
                    "issue": ["pensions"],
                    "cut": ["pension cut", "cut in pensions"],
                    "keep": ["pensions as they are"],
                },
            },
            {
                "id": "shifts",
                "track": "contract",
                "options": ["fixed", "flexible"],
                "cues": {"issue": ["shifts"], "flexible": ["flexible shifts"]},
            },
            {
                "id": "overtime",
                "track": "contract",
                "options": ["none", "paid"],
                "cues": {"issue": ["overtime"], "paid": ["paid overtime"]},
            },
        ],
    },
    "trade": {
        "parties": [
            {"id": "E", "name": "Estmark", "speakers": [{"name": "Lena Orr", "role": "trade minister"}]},
            {"id": "W", "name": "Westria", "speakers": [{"name": "Paul Dane", "role": "chief negotiator"}]},
        ],
        "tracks": [{"id": "goods", "parties": ["E", "W"]}],
        "issues": [
            {
                "id": "tariffs",
                "track": "goods",
                "options": ["keep", "cut", "abolish"],
                "cues": {
                    "issue": ["tariffs"],
                    "cut": ["cut in tariffs", "cut its tariffs", "lower tariffs"],
                    "abolish": ["abolishing the tariffs", "end of tariffs"],
                },
            },
            {
                "id": "quota",
                "track": "goods",
                "options": ["none", "dairy"],
                "cues": {"issue": ["quota"], "dairy": ["dairy quota"]},
            },
            {
                "id": "court",
                "track": "goods",
                "options": ["none", "joint"],
                "cues": {"issue": ["court"], "joint": ["joint court"]},
            },
        ],
    },
    "climate": {
        "parties": [
            {
                "id": "I",
                "name": "Islands Alliance",
                "aliases": ["the islands"],
                "speakers": [{"name": "Mina Tau", "role": "envoy"}],
            },
            {
                "id": "P",
                "name": "Producers Group",
                "aliases": ["the producers"],
                "speakers": [{"name": "Karl Voss", "role": "chair"}],
            },
            {"id": "H", "name": "Conference Chair", "aliases": ["the chair"], "role": "mediator"},
        ],
        "tracks": [{"id": "pact", "parties": ["I", "P"]}],
        "issues": [
            {
                "id": "phase_out",
                "track": "pact",
                "options": ["none", "2050", "2040"],
                "cues": {"issue": ["phase-out", "coal exit"], "2050": ["by 2050"], "2040": ["by 2040"]},
            },
            {
                "id": "fund",
                "track": "pact",
                "options": ["none", "small", "large"],
                "cues": {"issue": ["loss fund"], "small": ["small fund"], "large": ["large fund"]},
            },
            {
                "id": "reporting",
                "track": "pact",
                "options": ["none", "yearly"],
                "cues": {"issue": ["reporting"], "yearly": ["yearly reports"]},
            },
        ],
    },
}


@cache
def codebook(field: str) -> Negotiation:
    """The negotiation of a field."""
    return Negotiation.model_validate(CODEBOOKS[field])


def document(text: str) -> Document:
    """A document of this text."""
    return Document(document_id(text), "text.txt", "", None, None, text, "text/plain")


def statements(text: str, field: str) -> tuple[Statement, ...]:
    """What the whole reader finds in the text."""
    found, problems = read(document(text), codebook(field))
    assert not problems or not any(problem.code == "reading.fault" for problem in problems), problems
    return found


def points(text: str, field: str) -> list[Point]:
    """All points that the whole reader finds in the text."""
    return [point for statement in statements(text, field) for point in statement.points]


def claims(text: str, field: str) -> list[Claim]:
    """All claims that the whole reader finds in the text."""
    return [point.claim for point in points(text, field) if point.claim is not None]


def says(text: str, field: str) -> set[tuple[Says, str]]:
    """Which claims the text makes about whom, the denied ones left out."""
    return {(claim.says, claim.party) for claim in claims(text, field) if not claim.negated}


def spoken(text: str, field: str, *parties: str) -> list[Point]:
    """The points of the text as one statement by these parties (none: an outsider), with no attribution to find."""
    page = document(text)
    parsed = parse(page)
    known = registry([parsed], codebook(field))
    authority = Authority.OFFICIAL if parties else Authority.INDEPENDENT
    statement = make_statement(page, 0, len(text), tier=Tier.STATED, authority=authority, parties=parties)
    passage = Passage(statement, ((0, len(text)),), None, tuple(s.number for s in parsed.sentences))
    return list(code(passage, parsed, known, codebook(field))[0])
